//! Document in, Schema out, with every diagnostic a wrong schema deserves.
//!
//! Names first, then drafts (mixins taken in, links made entities), then kinds, tenants and keys, then fields with their
//! columns, and last what speaks about fields: variants, uniqueness, checks, operations. Each step sees all declarations,
//! so the order in a file never matters. A Schema comes out only when nothing was wrong; after that nobody sees text.

mod action;
mod columns;
mod draft;
mod entity;
mod expression;
mod field;
mod fitting;
mod homes;
mod kind;
mod limits;
mod literal;
mod moment;
mod names;
mod operation;
mod pattern;
mod record;
mod rules;
mod scalars;
mod service;
mod settings;
mod tenancy;
mod type_word;
mod usage;
mod variants;
mod world;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Sources, Span};
use driftless_model::{Name, Schema};
use driftless_syntax::Document;

use crate::world::World;

/// Resolves a Document. Everything wrong goes to `diagnostics`; a Schema comes out when nothing was.
pub fn resolve(document: &Document, diagnostics: &mut Diagnostics) -> Option<Schema> {
    if diagnostics.iter().any(|found| hides_declarations(found.code)) {
        return None;
    }
    let mut found = Diagnostics::default();
    let schema = assemble(document, &mut found);
    rules::check(&schema, &mut found);
    found.settle(&schema.levels);
    let sound = !found.has_errors() && !diagnostics.has_errors();
    let news: Vec<Diagnostic> = found
        .into_iter()
        .filter(|finding| !is_known(finding, diagnostics))
        .collect();
    diagnostics.extend(news);
    sound.then_some(schema)
}

/// Whether the check of the text said as much about the same place: a key that is missing makes a list that is empty.
fn is_known(finding: &Diagnostic, known: &Diagnostics) -> bool {
    let place = |diagnostic: &Diagnostic| diagnostic.primary.as_ref().map(|label| label.span);
    known
        .iter()
        .any(|other| other.code == finding.code && place(other) == place(finding))
}

/// Whether part of the text could not be read: whatever refers to that part would be called unknown.
fn hides_declarations(code: Code) -> bool {
    matches!(code, Code::TomlSyntax | Code::DuplicateKey | Code::TooLarge)
}

/// What became of a single text.
#[derive(Debug)]
pub struct Compiled {
    /// The text, for rendering diagnostics.
    pub sources: Sources,
    /// The meaning, when nothing was wrong.
    pub schema: Option<Schema>,
    /// What there is to say about it.
    pub diagnostics: Diagnostics,
}

/// Parses and resolves a schema that is one text.
pub fn compile_text(path: &str, text: &str) -> Compiled {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let file = sources.add(path, text);
    let document = driftless_syntax::parse(file, text, &mut diagnostics);
    let schema = resolve(&document, &mut diagnostics);
    diagnostics.sort();
    Compiled {
        sources,
        schema,
        diagnostics,
    }
}

fn assemble(document: &Document, diagnostics: &mut Diagnostics) -> Schema {
    let world = World::of(document, diagnostics);
    let enums = scalars::enums(document, &world, diagnostics);
    let types = scalars::named_types(document, &world);
    let records = record::records(&world, diagnostics);
    let entities = entity::entities(&world, &enums, diagnostics);
    let mut operations = Vec::new();
    for declared in &document.operations {
        operations.extend(operation::operation(declared, &world, &entities, diagnostics));
    }
    let declared = document.schema.as_ref();
    if document.domains.is_empty() {
        diagnostics.push(no_domain(declared.map_or(Span::default(), |schema| schema.span)));
    }
    let mut schema = Schema {
        name: Name::new(
            declared
                .and_then(|schema| schema.name.as_ref())
                .map_or("schema", |name| name.as_str()),
        ),
        span: declared.map_or(Span::default(), |schema| schema.span),
        doc: declared
            .and_then(|schema| schema.doc.as_ref())
            .map(|doc| doc.value.trim().to_owned())
            .unwrap_or_default(),
        version: settings::version(declared),
        lowering: settings::lowering(),
        tenant: world.tenant.clone(),
        wire: settings::wire(&document.wire),
        outputs: settings::outputs(document, diagnostics),
        levels: settings::levels(document, diagnostics),
        domains: scalars::domains(document),
        types,
        mixins: scalars::mixins(document),
        enums,
        records,
        graphs: service::graphs(document, &world, &entities, diagnostics),
        natives: service::natives(document, &world, diagnostics),
        entities,
        operations,
    };
    homes::settle(document, &mut schema);
    schema
}

fn no_domain(span: Span) -> Diagnostic {
    Diagnostic::error(Code::MissingKey, "the schema has no domain")
        .label(span, "every entity belongs to one")
        .help("declare one, as in `[domain.library]`")
}
