//! Names that follow from tables and columns, and how long they become.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Entity, ExprKind, FieldKind, Part, Schema};

use crate::rule::rule;

/// PostgreSQL keeps this many bytes of a name.
const LONGEST: usize = 63;

rule! {
    /// **What it finds.** A key, unique set, index, reference or check whose name in the database,
    /// `<table>_<columns>_<kind>`, is longer than the 63 bytes that PostgreSQL keeps of a name.
    ///
    /// **Why.** The name is shortened to its first 54 bytes and a hash. That is safe, but it is what people see in error
    /// messages and query plans, and nobody can tell from it which columns are meant.
    ///
    /// **What to do.** Give it a name (`{ fields = […], name = "loans_open_idx" }`), or shorten the table's or column's
    /// with `table` or `column`.
    SHORTENED_NAME = ShortenedName, Note, check;
}

fn check(schema: &Schema, found: &mut Diagnostics) {
    for entity in &schema.entities {
        for (span, words) in names(entity) {
            let name = format!("{}_{words}", entity.table.name);
            if name.len() > LONGEST {
                found.push(shortened(&name, span));
            }
        }
    }
}

/// What follows the table in each name that the author did not choose.
fn names(entity: &Entity) -> Vec<(Span, String)> {
    let mut names = vec![(entity.span, "pkey".to_owned())];
    let uniques = entity.uniques.iter().filter(|unique| unique.name.is_none());
    names.extend(uniques.map(|unique| (unique.span, words(entity, &unique.parts, "key"))));
    let indexes = entity.indexes.iter().filter(|index| index.name.is_none());
    names.extend(indexes.map(|index| (index.span, words(entity, &index.parts, "idx"))));
    names.extend(
        entity
            .checks
            .iter()
            .map(|check| (check.span, format!("{}_check", check.name))),
    );
    for field in &entity.fields {
        let columns: Vec<&str> = field.columns().iter().map(|column| column.name.as_str()).collect();
        match &field.kind {
            FieldKind::Value(_) => {}
            FieldKind::Reference(_) => names.push((field.span, format!("{}_fkey", columns.join("_")))),
            FieldKind::Arc(_) => names.extend(columns.iter().map(|column| (field.span, format!("{column}_fkey")))),
        }
    }
    names
}

fn words(entity: &Entity, parts: &[Part], kind: &str) -> String {
    let columns = |part: &Part| match part.expr.kind {
        ExprKind::Column(field, at) => entity
            .field(field)
            .columns()
            .get(at)
            .map(|column| column.name.clone())
            .into_iter()
            .collect(),
        _ => part
            .expr
            .fields()
            .iter()
            .map(|&field| entity.field(field).name.to_string())
            .collect::<Vec<_>>(),
    };
    parts
        .iter()
        .flat_map(columns)
        .chain([kind.to_owned()])
        .collect::<Vec<_>>()
        .join("_")
}

fn shortened(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        Code::ShortenedName,
        format!("the name `{name}` is {} bytes long", name.len()),
    )
    .label(
        span,
        format!("PostgreSQL keeps {LONGEST} bytes: the end becomes a hash"),
    )
    .help("give it a `name` of its own, or shorten `table` or `column`")
}
