//! Columns and the values in them, as each database must keep them. In: a World, a table, rows. Out: SQL that inserts
//! them, SQL that reads them, and the text that must come back, by rules written here and nowhere else.

use driftless_catalog::Dialect;
use driftless_catalog::Dialect::{Postgres, Sqlite};
use serde_json::Value as Json;

use crate::rows::Row;
use crate::table::{Table, snake};
use crate::text::decimal;
use crate::world::{FIRM, Field, Id, Kind, Value, World};

/// One column of a table.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) shape: Shape,
    source: Source,
}

#[derive(Debug, Clone)]
enum Source {
    Key,
    Firm,
    Field(Field),
    Arc(Field, Id),
}

/// How a column keeps its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Integer,
    Numeric(u32),
    Float,
    Bool,
    Uuid,
    Timestamp,
    Local,
    Plain,
    Bytes,
    Json,
    /// A list of texts or numbers.
    List,
}

/// The columns of a table; its key first.
pub(crate) fn columns(world: &World, table: &Table) -> Vec<Column> {
    let key_shape = |id: Id| {
        if world.entity(id).identity {
            Shape::Integer
        } else {
            Shape::Uuid
        }
    };
    let column = |name: String, shape, source| Column { name, shape, source };
    let mut columns = Vec::new();
    if !table.link {
        columns.push(column("id".to_owned(), key_shape(table.id), Source::Key));
    }
    for field in &table.fields {
        match &field.kind {
            Kind::Ref(target, _) => {
                columns.push(column(
                    format!("{}_id", field.name),
                    key_shape(*target),
                    Source::Field(field.clone()),
                ));
            }
            Kind::Arc(targets, _) => columns.extend(targets.iter().map(|&target| {
                let name = format!("{}_{}_id", field.name, snake(&world.entity(target).name));
                column(name, key_shape(target), Source::Arc(field.clone(), target))
            })),
            kind => columns.push(column(
                field.name.clone(),
                shape(kind, field.array),
                Source::Field(field.clone()),
            )),
        }
    }
    if table.scoped {
        columns.push(column("firm_id".to_owned(), key_shape(FIRM), Source::Firm));
    }
    columns
}

fn shape(kind: &Kind, array: bool) -> Shape {
    match kind {
        Kind::Record(_) | Kind::Json => Shape::Json,
        _ if array => Shape::List,
        Kind::Smallint | Kind::Int | Kind::Bigint | Kind::Duration | Kind::Computed(_) => Shape::Integer,
        Kind::Numeric(_, scale) => Shape::Numeric(*scale),
        Kind::Float => Shape::Float,
        Kind::Bool => Shape::Bool,
        Kind::Uuid => Shape::Uuid,
        Kind::Timestamp | Kind::Touched => Shape::Timestamp,
        Kind::Local => Shape::Local,
        Kind::Bytes => Shape::Bytes,
        _ => Shape::Plain,
    }
}

impl Column {
    /// What a row has here.
    pub(crate) fn value(&self, row: &Row) -> Value {
        match &self.source {
            Source::Key => Value::Uuid(row.key),
            Source::Firm => Value::Uuid(row.firm),
            Source::Field(field) => match (&field.kind, row.cell(field.id)) {
                (Kind::Computed(formula), _) => row.compute(formula),
                (_, Value::Key(_, key)) => Value::Uuid(*key),
                (_, value) => value.clone(),
            },
            Source::Arc(field, target) => match row.cell(field.id) {
                Value::Key(of, key) if of == target => Value::Uuid(*key),
                _ => Value::Null,
            },
        }
    }

    pub(crate) fn is_computed(&self) -> bool {
        matches!(&self.source, Source::Field(field) if field.is_computed())
    }

    /// The field it belongs to.
    pub(crate) fn field(&self) -> Option<Id> {
        match &self.source {
            Source::Field(field) | Source::Arc(field, _) => Some(field.id),
            Source::Key | Source::Firm => None,
        }
    }

    /// The expression that reads it.
    pub(crate) fn selected(&self, dialect: Dialect) -> String {
        let name = format!("\"{}\"", self.name);
        if dialect == Postgres && self.shape == Shape::List {
            format!("to_jsonb({name})")
        } else {
            name
        }
    }

    /// A value as SQL.
    pub(crate) fn literal(&self, dialect: Dialect, value: &Value) -> String {
        match (self.shape, value) {
            (_, Value::Null) => "NULL".to_owned(),
            (Shape::Timestamp | Shape::Local, Value::Any) => {
                self.literal(dialect, &Value::Text("2000-01-01T00:00:00".to_owned()))
            }
            (_, Value::Any) => "0".to_owned(),
            (Shape::List, Value::List(items)) if dialect == Postgres => {
                let items: Vec<_> = items
                    .iter()
                    .map(|item| format!("\"{}\"", bare(item).replace('\\', "\\\\").replace('"', "\\\"")))
                    .collect();
                quoted(&format!("{{{}}}", items.join(",")))
            }
            (Shape::Bytes, Value::Bytes(bytes)) => hexadecimal(dialect, bytes),
            (Shape::Uuid, Value::Uuid(key)) => match dialect {
                Postgres => quoted(&hyphenated(*key)),
                Sqlite => hexadecimal(dialect, &key.to_be_bytes()),
            },
            (Shape::Integer | Shape::Float | Shape::Numeric(_), _) => self.kept(dialect, value),
            (Shape::Bool, _) if dialect == Sqlite => self.kept(dialect, value),
            _ => quoted(&self.kept(dialect, value)),
        }
    }

    /// A value as the text that reading it gives back; `None` for null.
    pub(crate) fn expected(&self, dialect: Dialect, value: &Value) -> Option<String> {
        match (self.shape, value) {
            (_, Value::Null) => None,
            (Shape::Json | Shape::List, _) => Some(sorted(&json(value)).to_string()),
            _ => Some(self.kept(dialect, value)),
        }
    }

    /// What a database gave back, in the same form.
    pub(crate) fn observed(&self, text: Option<String>) -> Option<String> {
        let text = text?;
        match self.shape {
            Shape::Json | Shape::List => {
                Some(serde_json::from_str::<Json>(&text).map_or(text, |json| sorted(&json).to_string()))
            }
            Shape::Float => Some(text.parse::<f64>().map_or(text, |n| format!("{n:?}"))),
            _ => Some(text),
        }
    }

    fn kept(&self, dialect: Dialect, value: &Value) -> String {
        match (self.shape, value) {
            (Shape::Integer, Value::Uuid(key)) => key.to_string(),
            (Shape::Numeric(scale), Value::Int(n)) if dialect == Postgres => decimal(*n, scale),
            (Shape::Bool, Value::Bool(b)) => match (dialect, b) {
                (Postgres, true) => "t",
                (Postgres, false) => "f",
                (Sqlite, true) => "1",
                (Sqlite, false) => "0",
            }
            .to_owned(),
            (Shape::Timestamp, Value::Text(text)) => match dialect {
                Postgres => format!("{}+00", text.replacen('T', " ", 1)),
                Sqlite => format!("{text}+00:00"),
            },
            (Shape::Local, Value::Text(text)) => text.replacen('T', " ", 1),
            (Shape::Uuid, Value::Uuid(key)) if dialect == Sqlite => lower_hex(&key.to_be_bytes()),
            (Shape::Bytes, Value::Bytes(bytes)) => match dialect {
                Postgres => format!("\\x{}", lower_hex(bytes)),
                Sqlite => lower_hex(bytes),
            },
            (Shape::Json | Shape::List, _) => json(value).to_string(),
            _ => bare(value),
        }
    }
}

fn bare(value: &Value) -> String {
    match value {
        Value::Int(n) => n.to_string(),
        Value::Float(n) => format!("{n:?}"),
        Value::Bool(b) => b.to_string(),
        Value::Text(text) => text.clone(),
        Value::Uuid(key) => hyphenated(*key),
        other => format!("{other:?}"),
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Json(json) => json.clone(),
        Value::Int(n) => Json::from(*n),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        other => Json::from(bare(other)),
    }
}

/// The same with all keys in order.
fn sorted(value: &Json) -> Json {
    match value {
        Json::Object(members) => {
            let mut members: Vec<_> = members
                .iter()
                .map(|(key, value)| (key.clone(), sorted(value)))
                .collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Json::Object(members.into_iter().collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

pub(crate) fn hyphenated(key: u128) -> String {
    let hex = format!("{key:032x}");
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

fn hexadecimal(dialect: Dialect, bytes: &[u8]) -> String {
    match dialect {
        Postgres => format!("'\\x{}'", lower_hex(bytes)),
        Sqlite => format!("x'{}'", lower_hex(bytes)),
    }
}

pub(crate) fn lower_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The quoted name of a table.
pub(crate) fn qualified(dialect: Dialect, table: &Table) -> String {
    match (dialect, table.namespace) {
        (_, None) => format!("\"{}\"", table.name),
        (Postgres, Some(namespace)) => format!("\"{namespace}\".\"{}\"", table.name),
        (Sqlite, Some(namespace)) => format!("\"{namespace}_{}\"", table.name),
    }
}

/// The statement that puts rows into a table.
pub(crate) fn insertion(world: &World, dialect: Dialect, table: &Table, rows: &[Row]) -> String {
    let columns: Vec<_> = columns(world, table)
        .into_iter()
        .filter(|column| !column.is_computed())
        .collect();
    let names: Vec<_> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let rows = rows.iter().map(|row| {
        let values: Vec<_> = columns
            .iter()
            .map(|column| column.literal(dialect, &column.value(row)))
            .collect();
        format!("({})", values.join(", "))
    });
    let rows: Vec<_> = rows.collect();
    format!(
        "INSERT INTO {} ({}) VALUES\n{};\n",
        qualified(dialect, table),
        names.join(", "),
        rows.join(",\n")
    )
}
