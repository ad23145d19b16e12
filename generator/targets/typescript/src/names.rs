//! What every declaration is called and which file has it; and what TypeScript cannot say. In: Schema and Shapes.
//! Out: look-ups by id, and a diagnostic for each name that would break or mislead. Names are never changed silently.

use std::collections::{BTreeMap, BTreeSet};

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{DomainId, EntityId, FieldId, Schema};
use driftless_shape::{Body, Origin, Role, Shapes};

/// What `src/common.ts` declares whatever the schema says.
pub(crate) const COMMON: [&str; 16] = [
    "Brand",
    "Uuid",
    "Int64",
    "Decimal",
    "Timestamp",
    "LocalDateTime",
    "LocalDate",
    "LocalTime",
    "Duration",
    "Base64",
    "Sha256Hex",
    "SemVer",
    "IpAddress",
    "Page",
    "Problem",
    "FieldProblem",
];

/// Files that are not a domain's.
const FILES: [&str; 7] = ["common", "digest", "fixtures", "index", "paths", "support", "validate"];

/// Types that TypeScript itself declares and programs use everywhere: hiding them is legal and confusing.
const GLOBALS: [&str; 34] = [
    "Array",
    "ArrayBuffer",
    "Awaited",
    "BigInt",
    "Boolean",
    "Capitalize",
    "DataView",
    "Date",
    "Error",
    "Exclude",
    "Extract",
    "Function",
    "Generator",
    "Iterator",
    "JSON",
    "Map",
    "Math",
    "NonNullable",
    "Number",
    "Object",
    "Omit",
    "Parameters",
    "Partial",
    "Pick",
    "Promise",
    "Proxy",
    "Readonly",
    "Record",
    "RegExp",
    "Required",
    "Set",
    "String",
    "Symbol",
    "Uint8Array",
];

/// A declaration: the domain whose file has it, and its name.
pub(crate) type Place = (DomainId, String);

/// Names of everything that types refer to.
#[derive(Debug, Default)]
pub(crate) struct Names {
    ids: BTreeMap<EntityId, Place>,
    arcs: BTreeMap<(Origin, FieldId), Place>,
    shapes: BTreeMap<(Origin, Role), Place>,
    /// Names from [`COMMON`] that the schema has for something else.
    taken: BTreeSet<&'static str>,
}

impl Names {
    /// Collects them.
    pub(crate) fn of(schema: &Schema, shapes: &Shapes) -> Self {
        let mut names = Self::default();
        for module in &shapes.modules {
            let place = |name: &str| (module.domain, name.to_owned());
            names
                .ids
                .extend(module.ids.iter().map(|id| (id.entity, place(&id.name))));
            names.arcs.extend(
                module
                    .arcs
                    .iter()
                    .map(|arc| ((arc.origin, arc.field), place(&arc.name))),
            );
            let emitted = module.shapes.iter().filter(|shape| shape.role != Role::Row);
            names
                .shapes
                .extend(emitted.map(|shape| ((shape.origin, shape.role), place(&shape.name))));
        }
        let declared: BTreeSet<String> = declared(schema, shapes).into_iter().map(|(name, _)| name).collect();
        names.taken = COMMON.into_iter().filter(|&name| declared.contains(name)).collect();
        names
    }

    /// The key of an entity, where it has a type of its own.
    pub(crate) fn id(&self, entity: EntityId) -> Option<&Place> {
        self.ids.get(&entity)
    }

    /// The value of an arc.
    pub(crate) fn arc(&self, origin: Origin, field: FieldId) -> Option<&Place> {
        self.arcs.get(&(origin, field))
    }

    /// A shape.
    pub(crate) fn shape(&self, origin: Origin, role: Role) -> Option<&Place> {
        self.shapes.get(&(origin, role))
    }

    /// Whether a name of `common.ts` means something else in this schema.
    pub(crate) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Whether any name of `common.ts` does.
    pub(crate) fn any_taken(&self) -> bool {
        !self.taken.is_empty()
    }
}

/// Names that would break the package, or mislead its readers.
pub(crate) fn check(schema: &Schema, shapes: &Shapes) -> Diagnostics {
    let files = schema
        .domains
        .iter()
        .filter(|domain| FILES.contains(&domain.name.snake().as_str()));
    let files = files.map(|domain| reserved_file(&domain.name.snake(), domain.span));
    let types = schema.types.iter().map(|item| (item.name.pascal(), item.span));
    let scalars = types.clone().filter(|(name, _)| COMMON.contains(&name.as_str()));
    let scalars = scalars.map(|(name, span)| reserved_scalar(&name, span));
    let hidden = declared(schema, shapes)
        .into_iter()
        .chain(types)
        .filter(|(name, _)| GLOBALS.contains(&name.as_str()));
    let hidden = hidden.map(|(name, span)| hidden_global(&name, span));
    files.chain(scalars).chain(hidden).collect()
}

fn reserved_file(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::ReservedName,
        format!("the TypeScript package needs the file `{name}.ts` for itself"),
    )
    .label(span, "a domain of this name would be the same file")
    .help("rename the domain, or switch the output off with `[output.typescript] enabled = false`")
}

fn reserved_scalar(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::NameCollision,
        format!("the TypeScript package declares `{name}` by itself"),
    )
    .label(span, "this type would get the same name")
    .help("rename the type; names of types reach neither the database nor the wire")
}

fn hidden_global(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::HiddenGlobal,
        format!("`{name}` hides TypeScript's own `{name}` where it is imported"),
    )
    .label(span, "declared here")
    .help("rename it, or import it under another name in TypeScript")
}

/// Every type name that the files of domains declare.
fn declared(schema: &Schema, shapes: &Shapes) -> Vec<(String, Span)> {
    let mut names: Vec<(String, Span)> = schema
        .enums
        .iter()
        .map(|item| (item.name.pascal(), item.span))
        .collect();
    for module in &shapes.modules {
        names.extend(module.ids.iter().map(|id| (id.name.clone(), id.span)));
        names.extend(module.arcs.iter().map(|arc| (arc.name.clone(), arc.span)));
        for shape in module.shapes.iter().filter(|shape| shape.role != Role::Row) {
            names.push((shape.name.clone(), shape.span));
            if let Body::Tagged(tagged) = &shape.body {
                names.extend(tagged.cases.iter().map(|case| (case.name.clone(), case.span)));
            }
        }
    }
    names
}
