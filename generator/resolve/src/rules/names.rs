//! Names that databases and JSON see: no two alike in one scope, none that a database keeps for itself or cuts off.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Entity, Field, FieldKind, Record, Schema};

/// PostgreSQL cuts identifiers off behind this many bytes.
const LONGEST: usize = 63;
/// Columns that every table has already: PostgreSQL's system columns, and the names of SQLite's row number.
const SYSTEM_COLUMNS: &[&str] = &[
    "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "rowid", "oid", "_rowid_",
];
/// Keys that mean something else to JavaScript objects.
const JAVASCRIPT_KEYS: &[&str] = &["__proto__", "constructor", "prototype"];

/// Checks tables, columns, keys on the wire and operations.
pub(crate) fn check(schema: &Schema, diagnostics: &mut Diagnostics) {
    check_tables(schema, diagnostics);
    for entity in &schema.entities {
        check_columns(entity, diagnostics);
        check_wire(entity.name.as_str(), &entity.fields, diagnostics);
    }
    for Record { name, fields, .. } in &schema.records {
        check_wire(name.as_str(), fields, diagnostics);
    }
    check_operations(schema, diagnostics);
}

fn check_tables(schema: &Schema, diagnostics: &mut Diagnostics) {
    let mut seen = Seen::default();
    for entity in &schema.entities {
        let table = &entity.table;
        // SQLite has no namespaces: there the prefix makes one name of both.
        let name = table
            .namespace
            .as_ref()
            .map_or(table.name.clone(), |space| format!("{space}_{}", table.name));
        seen.add("table", &name, entity.span, diagnostics);
        check_sql_name(&table.name, entity.span, diagnostics);
        if name.to_lowercase().starts_with("sqlite_") || name.to_lowercase().starts_with("pg_") {
            diagnostics.push(reserved(&name, entity.span, "the prefix belongs to the database"));
        }
    }
}

fn check_columns(entity: &Entity, diagnostics: &mut Diagnostics) {
    let mut seen = Seen::default();
    for field in &entity.fields {
        for column in field.columns() {
            seen.add("column", &column.name, field.span, diagnostics);
            check_sql_name(&column.name, field.span, diagnostics);
            if SYSTEM_COLUMNS.contains(&column.name.to_lowercase().as_str()) {
                diagnostics.push(reserved(
                    &column.name,
                    field.span,
                    "every table has such a column already",
                ));
            }
        }
    }
}

fn check_wire(owner: &str, fields: &[Field], diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for field in fields {
        for json in wire_names(field) {
            if JAVASCRIPT_KEYS.contains(&json.as_str()) {
                diagnostics.push(reserved(&json, field.span, "means something else to JavaScript"));
            }
            match seen.get(&json) {
                None => {
                    seen.insert(json, field.span);
                }
                Some(first) => diagnostics.push(
                    Diagnostic::error(Code::NameCollision, format!("`{owner}` has `{json}` twice on the wire"))
                        .label(field.span, "makes it again")
                        .related(*first, "makes it first")
                        .help("rename one, or give it another name with `json = \"…\"`"),
                ),
            }
        }
    }
}

fn wire_names(field: &Field) -> Vec<String> {
    match &field.kind {
        FieldKind::Value(column) => vec![column.json.clone()],
        FieldKind::Reference(reference) => reference.columns.iter().map(|column| column.json.clone()).collect(),
        FieldKind::Arc(arc) => vec![arc.json.clone()],
    }
}

fn check_operations(schema: &Schema, diagnostics: &mut Diagnostics) {
    let mut seen = Seen::default();
    let mut paths: BTreeMap<String, Span> = BTreeMap::new();
    for operation in &schema.operations {
        seen.add("operation", operation.name.as_str(), operation.span, diagnostics);
        let shape: Vec<&str> = operation
            .path
            .split('/')
            .map(|segment| if segment.starts_with('{') { "{}" } else { segment })
            .collect();
        let request = format!("{} {}", operation.method.as_str(), shape.join("/"));
        if let Some(first) = paths.insert(request.clone(), operation.span) {
            diagnostics.push(
                Diagnostic::error(Code::DuplicatePath, format!("two operations answer to `{request}`"))
                    .label(operation.span, "the second one")
                    .related(first, "the first one")
                    .help("give one of them another path or method"),
            );
        }
    }
}

/// Names of one scope, compared without case: so do file systems, SQLite and hurried readers.
#[derive(Default)]
struct Seen(BTreeMap<String, Span>);

impl Seen {
    fn add(&mut self, what: &str, name: &str, span: Span, diagnostics: &mut Diagnostics) {
        match self.0.get(&name.to_lowercase()) {
            None => {
                self.0.insert(name.to_lowercase(), span);
            }
            Some(first) => diagnostics.push(
                Diagnostic::error(
                    Code::NameCollision,
                    format!("two declarations make the {what} `{name}`"),
                )
                .label(span, "makes it again")
                .related(*first, "makes it first")
                .help("rename one of them"),
            ),
        }
    }
}

fn check_sql_name(name: &str, span: Span, diagnostics: &mut Diagnostics) {
    if name.len() > LONGEST {
        diagnostics.push(
            Diagnostic::error(Code::NameTooLong, format!("`{name}` is {} bytes long", name.len()))
                .label(span, format!("PostgreSQL cuts names off behind {LONGEST} bytes"))
                .help("shorten it, or give it a shorter name with `table` or `column`"),
        );
    }
}

fn reserved(name: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::error(Code::ReservedName, format!("`{name}` cannot be a name here"))
        .label(span, why.to_owned())
        .help("rename it")
}
