//! Names that databases and JSON see: no two alike in one scope, none that a database keeps for itself or cuts off.

use std::collections::{BTreeMap, BTreeSet};

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
        let taken = check_columns(entity, diagnostics);
        check_wire(entity.name.as_str(), &entity.fields, &taken, diagnostics);
    }
    for Record { name, fields, .. } in &schema.records {
        check_wire(name.as_str(), fields, &BTreeSet::new(), diagnostics);
    }
    check_operations(schema, diagnostics);
}

fn check_tables(schema: &Schema, diagnostics: &mut Diagnostics) {
    let mut seen = Seen::default();
    let mut names = BTreeSet::new();
    // A name that is declared twice was reported as such.
    for entity in schema.entities.iter().filter(|entity| names.insert(&entity.name)) {
        let table = &entity.table;
        // SQLite has no namespaces: there the prefix makes one name of both.
        let name = table
            .namespace
            .as_ref()
            .map_or(table.name.clone(), |space| format!("{space}_{}", table.name));
        seen.add("table", &name, entity.span, diagnostics);
        check_length("table", &table.name, entity.span, diagnostics);
        if let Some(namespace) = &table.namespace {
            check_length("namespace", namespace, entity.span, diagnostics);
        }
        if name.to_lowercase().starts_with("sqlite_") || name.to_lowercase().starts_with("pg_") {
            diagnostics.push(reserved(
                "table",
                &name,
                entity.span,
                "the prefix belongs to the database",
                "table",
            ));
        }
    }
}

/// Yields the fields whose column is taken: their name on the wire is no news then.
fn check_columns(entity: &Entity, diagnostics: &mut Diagnostics) -> BTreeSet<Span> {
    let mut seen = Seen::default();
    let mut taken = BTreeSet::new();
    for field in &entity.fields {
        for column in field.columns() {
            if !seen.add("column", &column.name, field.span, diagnostics) {
                taken.insert(field.span);
            }
            check_length("column", &column.name, field.span, diagnostics);
            if SYSTEM_COLUMNS.contains(&column.name.to_lowercase().as_str()) {
                let why = "every table has such a column already";
                diagnostics.push(reserved("column", &column.name, field.span, why, "column"));
            }
        }
    }
    taken
}

fn check_wire(owner: &str, fields: &[Field], taken: &BTreeSet<Span>, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for field in fields.iter().filter(|field| !taken.contains(&field.span)) {
        for json in wire_names(field) {
            if JAVASCRIPT_KEYS.contains(&json.as_str()) {
                let why = "means something else to JavaScript";
                diagnostics.push(reserved("key on the wire", &json, field.span, why, "json"));
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
    /// Whether the name is the first of its kind.
    fn add(&mut self, what: &str, name: &str, span: Span, diagnostics: &mut Diagnostics) -> bool {
        let Some(first) = self.0.get(&name.to_lowercase()) else {
            self.0.insert(name.to_lowercase(), span);
            return true;
        };
        diagnostics.push(
            Diagnostic::error(
                Code::NameCollision,
                format!("two declarations make the {what} `{name}`"),
            )
            .label(span, "makes it again")
            .related(*first, "makes it first")
            .help("rename one of them"),
        );
        false
    }
}

fn check_length(what: &str, name: &str, span: Span, diagnostics: &mut Diagnostics) {
    if name.len() > LONGEST {
        diagnostics.push(
            Diagnostic::error(
                Code::NameTooLong,
                format!("the {what} `{name}` has a name of {} bytes", name.len()),
            )
            .label(span, format!("PostgreSQL cuts names off behind {LONGEST} bytes"))
            .help(format!(
                "shorten it, or give the {what} a shorter name with `{what} = \"…\"`"
            )),
        );
    }
}

fn reserved(what: &str, name: &str, span: Span, why: &str, key: &str) -> Diagnostic {
    Diagnostic::error(Code::ReservedName, format!("no {what} can be called `{name}`"))
        .label(span, why)
        .help(format!("rename it, or give it another name with `{key} = \"…\"`"))
}
