//! The data layer on SQLite: transactions of a tenant, how values are kept in columns, and what an error means.

use std::marker::PhantomData;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _, Utc};
use futures_core::Stream;
use futures_core::stream::BoxStream;
use rust_decimal::Decimal;
use sqlx::error::BoxDynError;
use sqlx::sqlite::SqliteRow;
use sqlx::{Arguments as _, Decode, Encode, FromRow, Row as _, Type, TypeInfo as _, ValueRef as _};
use uuid::Uuid;

use crate::data::constraints::TABLES;
use crate::data::{Constraint, Cursor, Error, Key as Wrapped, Page, Place, Rule, Table, Violation};
use crate::scalars::{Secret, Sha256};
use crate::wire::{Read, Reading, Write};

/// The database.
pub(crate) type Driver = sqlx::Sqlite;

/// A row.
pub(crate) type Row = SqliteRow;

impl Transaction<'static> {
    /// Begins one on a connection of a pool. It may write from the start: one that first reads could be
    /// refused later, when another writes; `of` takes one that only reads.
    ///
    /// # Errors
    /// There is no connection, or others write for too long.
    pub async fn begin(pool: &sqlx::Pool<Driver>) -> Result<Self, Error> {
        Ok(Self { inner: pool.begin_with("BEGIN IMMEDIATE").await?, tenant: () })
    }
}

impl<'c> Transaction<'c> {
    /// The same transaction, of a tenant from here on: SQLite knows no policies, so every statement names the tenant.
    ///
    /// # Errors
    /// None today.
    #[allow(clippy::unused_async, reason = "the same call as on a server")]
    pub async fn enter<T: crate::data::Tenant>(self, tenant: T) -> Result<Transaction<'c, T>, Error> {
        Ok(Transaction { inner: self.inner, tenant })
    }
}

/// The values of a statement, in order.
#[derive(Default)]
pub(crate) struct Values {
    arguments: <Driver as sqlx::Database>::Arguments,
}

impl Values {
    /// Adds a value.
    pub(crate) fn put<F: Form<T>, T>(&mut self, value: &T) -> Result<(), Error> {
        let kept = F::keep(value).map_err(sqlx::Error::Encode)?;
        self.add(kept)
    }

    /// Adds a value that may be null.
    pub(crate) fn put_some<F: Form<T>, T>(&mut self, value: Option<&T>) -> Result<(), Error> {
        let kept = value.map(F::keep).transpose().map_err(sqlx::Error::Encode)?;
        self.add(kept)
    }

    /// Adds a number, a flag, a text.
    pub(crate) fn add<V>(&mut self, value: V) -> Result<(), Error>
    where
        V: for<'q> Encode<'q, Driver> + Type<Driver>,
    {
        self.arguments.add(value).map_err(sqlx::Error::Encode)?;
        Ok(())
    }
}

/// Makes a set what it shall be: what is there and not found again goes first, so that nothing new meets it.
pub(crate) async fn synchronised<T>(
    transaction: &mut Transaction<'_, T>,
    [there, found, put, removed]: [&'static str; 4],
    owner: Values,
    lines: Vec<(Values, Values)>,
) -> Result<crate::data::Synchronised, Error> {
    let mut set = crate::data::Synchronised::default();
    let mut gone = found_keys(transaction, there, owner).await?;
    let mut known = Vec::with_capacity(lines.len());
    for (line, put) in lines {
        let kept = found_keys(transaction, found, line).await?;
        gone.retain(|key| !kept.contains(key));
        known.push((!kept.is_empty(), put));
    }
    for key in gone {
        let mut values = Values::default();
        key.iter().try_for_each(|place| put_place(&mut values, place))?;
        set.deleted += execute(transaction, removed, values).await?;
    }
    for (is_known, values) in known {
        let count = execute(transaction, put, values).await?;
        *(if is_known { &mut set.updated } else { &mut set.created }) += count;
    }
    Ok(set)
}

/// The keys that a statement finds, as they are kept.
async fn found_keys<T>(
    transaction: &mut Transaction<'_, T>,
    sql: &'static str,
    values: Values,
) -> Result<Vec<Vec<Place>>, Error> {
    let rows = fetched(transaction, sql, values).await?;
    let key = |row: &Row| (0..row.len()).map(|at| place(row, at)).collect::<Result<_, _>>();
    Ok(rows.iter().map(key).collect::<Result<_, _>>()?)
}

/// Adds the value of a cursor.
pub(crate) fn put_place(values: &mut Values, place: &Place) -> Result<(), Error> {
    match place {
        Place::Integer(number) => values.add(*number),
        Place::Float(bits) => values.add(f64::from_bits(*bits)),
        Place::Text(text) => values.add(text.clone()),
        Place::Bytes(bytes) => values.add(bytes.clone()),
    }
}

/// The place of a row: the columns as they are kept.
fn places(row: &Row, columns: &[&str]) -> Result<Vec<Place>, Error> {
    columns.iter().map(|column| place(row, *column).map_err(Error::Database)).collect()
}

fn place<I: sqlx::ColumnIndex<Row> + Copy>(row: &Row, column: I) -> Result<Place, sqlx::Error> {
    let kind = row.try_get_raw(column)?.type_info().name().to_owned();
    match kind.as_str() {
        "TEXT" => row.try_get_unchecked(column).map(Place::Text),
        "BLOB" => row.try_get_unchecked(column).map(Place::Bytes),
        "REAL" => row.try_get_unchecked(column).map(|number: f64| Place::Float(number.to_bits())),
        _ => row.try_get_unchecked(column).map(Place::Integer),
    }
}

/// What an error means where a cursor was part of the statement: SQLite compares values of any kind.
fn misplaced(error: sqlx::Error, _is_continued: bool) -> Error {
    explain(error)
}

/// What an error means: that of a statement of your own, too.
pub fn explain(error: sqlx::Error) -> Error {
    let found = error.as_database_error().and_then(|error| violated(&error.code()?, error.message()));
    found.unwrap_or(Error::Database(error))
}

/// The rule that refused a change: by the extended code, and the name or the columns in the message.
fn violated(code: &str, message: &str) -> Option<Error> {
    let told = message.split_once("failed: ").map_or("", |(_, told)| told);
    match code {
        "275" => refused(|_, known| known.rule == Rule::Check && known.name == told),
        "1299" => refused(|of, known| known.rule == Rule::Required && is_about(of, known, told)),
        "1555" | "2067" | "2579" => match told.strip_prefix("index '").and_then(|name| name.strip_suffix('\'')) {
            Some(name) => refused(|_, known| known.rule == Rule::Unique && known.name == name),
            None => refused(|of, known| known.rule == Rule::Unique && is_about(of, known, told)),
        },
        "787" => Some(Error::Refused(REFERENCE)),
        "1811" => {
            let name = message.split_once(": ").map_or(message, |(name, _)| name);
            refused(|_, known| known.name == name)
        }
        _ => None,
    }
}

/// Whether a rule is about the columns of a message: `books.org_id, books.slug`.
fn is_about(table: &Table, known: &Constraint, told: &str) -> bool {
    let mut columns = told.split(", ").map(|column| column.strip_prefix(table.name)?.strip_prefix('.'));
    let mut expected = known.columns.iter().copied();
    loop {
        match (columns.next(), expected.next()) {
            (None, None) => return true,
            (Some(Some(column)), Some(name)) if column == name => {}
            _ => return false,
        }
    }
}

/// SQLite does not tell which reference it is.
const REFERENCE: Violation = Violation { rule: Rule::Reference, entity: "", fields: &[], constraint: "" };
