//! Records: fields, variants, and whether anything stores them.

use driftless_diagnostics::Diagnostics;
use driftless_model::{DomainId, FieldId, Name, Record};
use driftless_syntax::document::Text;

use crate::field::{deprecated, doc, renamed_from};
use crate::fitting::check_wire_only;
use crate::variants::{self, Written};
use crate::world::World;

/// Records in order. Whether they are stored, and the domain of those that state none, is settled later.
pub(crate) fn records(world: &World<'_>, diagnostics: &mut Diagnostics) -> Vec<Record> {
    (0..world.records.len())
        .map(|at| record(world, at, diagnostics))
        .collect()
}

fn record(world: &World<'_>, at: usize, diagnostics: &mut Diagnostics) -> Record {
    let (declared, draft) = (&world.document.records[at], &world.records[at]);
    let builder = world.builder(None);
    let (mut fields, mut broken) = (Vec::new(), Vec::new());
    for (at, (field, (kind, nullable))) in draft.fields.iter().zip(&draft.kinds).enumerate() {
        let built = builder.field(field, kind, *nullable, diagnostics);
        check_wire_only(field, "the fields of a record are JSON", diagnostics);
        if built.is_none() {
            broken.push(FieldId(at));
        }
        fields.push(built.unwrap_or_else(|| builder.placeholder(field)));
    }
    let written = Written {
        owner: (declared.name.as_str(), declared.name.span),
        tag: declared.tag.as_ref(),
        variants: &declared.variants,
        key: &[],
        broken: &broken,
    };
    let variants = variants::resolve(written, world.document, &mut fields, diagnostics);
    let texts = |list: &[Text]| list.iter().map(|text| text.value.clone()).collect();
    Record {
        name: Name::new(declared.name.as_str()),
        span: declared.name.span,
        doc: doc(&declared.about),
        domain: declared
            .domain
            .as_ref()
            .and_then(|word| world.names.domain(word, diagnostics))
            .unwrap_or(DomainId(0)),
        fields,
        variants,
        stored: false,
        deprecated: deprecated(&declared.about),
        renamed_from: renamed_from(&declared.about),
        derives: texts(&declared.derives),
        attributes: texts(&declared.attributes),
    }
}
