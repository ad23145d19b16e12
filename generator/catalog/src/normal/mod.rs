//! One spelling for what means the same: how people write SQL, how we print it, and how servers print it back. In: a
//! Catalog from anywhere. Out: a Catalog to compare, in order of names; its texts are no SQL any more.

mod expression;
mod lite;
mod moment;
mod types;

use crate::{Catalog, Column, Dialect, Index, Table};

pub use types::type_name;

/// How the name begins that replay makes up for a constraint without one, as SQLite has them.
pub(crate) const UNNAMED: &str = "unnamed ";

/// A Catalog in its normal form.
#[must_use]
pub fn normal(catalog: &Catalog) -> Catalog {
    let mut catalog = catalog.clone();
    catalog
        .object_names_mut()
        .for_each(|name| *name = name.clone().in_default());
    let dialect = catalog.dialect;
    for table in &mut catalog.tables {
        normalise(dialect, table);
    }
    for function in &mut catalog.functions {
        function.returns = type_name(&function.returns);
    }
    catalog.sorted()
}

/// An expression of a dialect in its normal form.
#[must_use]
pub fn expression(dialect: Dialect, text: &str) -> String {
    match dialect {
        Dialect::Postgres => expression::expression(text),
        Dialect::Sqlite => lite::expression(text),
    }
}

fn normalise(dialect: Dialect, table: &mut Table) {
    for column in &mut table.columns {
        normalise_column(dialect, column);
    }
    for index in &mut table.indexes {
        normalise_index(dialect, index);
    }
    for text in table.expressions_mut() {
        *text = expression(dialect, text);
    }
    let keys = table
        .primary_key
        .iter_mut()
        .chain(&mut table.uniques)
        .map(|key| &mut key.extras);
    let foreign = table.foreign_keys.iter_mut().map(|key| &mut key.extras);
    let checks = table.checks.iter_mut().map(|check| &mut check.extras);
    for extras in keys.chain(foreign).chain(checks).chain([&mut table.extras]) {
        normalise_extras(extras);
    }
    rename_unnamed(table);
}

/// Made-up names by what they stand for: their numbers tell only in which order they were met.
fn rename_unnamed(table: &mut Table) {
    let renamed = |name: &mut String, content: String| {
        if name.starts_with(UNNAMED) {
            let kind = name
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')
                .to_owned();
            *name = format!("{kind} ({content})");
        }
    };
    for key in table.primary_key.iter_mut().chain(&mut table.uniques) {
        renamed(&mut key.name, key.columns.join(", "));
    }
    for key in &mut table.foreign_keys {
        renamed(&mut key.name, format!("{} to {}", key.columns.join(", "), key.target));
    }
    for check in &mut table.checks {
        renamed(&mut check.name, check.expr.clone());
    }
}

fn normalise_column(dialect: Dialect, column: &mut Column) {
    column.ty = match dialect {
        Dialect::Postgres => type_name(&column.ty),
        Dialect::Sqlite => lite::type_name(&column.ty),
    };
    column.default = column.default.take().map(|text| expression(dialect, &text));
    if dialect == Dialect::Postgres {
        // The server has read the literal already.
        column.default = column
            .default
            .take()
            .map(|text| expression::converted(&text, &column.ty));
    }
    column.default = column.default.take().filter(|text| text != "NULL");
    normalise_extras(&mut column.extras);
}

/// A column in brackets is a column; ascending with nulls last is what nobody says.
fn normalise_index(dialect: Dialect, index: &mut Index) {
    for part in &mut index.parts {
        if !part.column {
            let plain = expression(dialect, &part.expr);
            part.column = !plain.is_empty() && plain.chars().all(|c| c.is_alphanumeric() || c == '_');
            if part.column {
                part.expr = plain;
            }
        }
        normalise_extras(&mut part.extras);
    }
    normalise_extras(&mut index.extras);
}

/// Words of SQL without quotes, capitals and needless blanks.
fn normalise_extras(extras: &mut Vec<String>) {
    for extra in extras.iter_mut() {
        *extra = lite::words(extra);
        if extra.starts_with("with (") {
            *extra = extra.replace('\'', "");
        }
        if extra.starts_with("partition of") {
            *extra = moment::each(extra);
        }
    }
    extras.retain(|extra| extra != "collate default" && extra != "using heap");
    extras.sort();
}
