//! The data layer on PostgreSQL: transactions of a tenant, how values are kept in columns, and what an error means.

use std::marker::PhantomData;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound as _, TimeDelta, Utc};
use futures_core::Stream;
use futures_core::stream::BoxStream;
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgDatabaseError, PgRow};
use sqlx::{Arguments as _, Decode, Encode, FromRow, Row as _, Type};
use uuid::Uuid;

use crate::data::constraints::TABLES;
use crate::data::{Constraint, Cursor, Error, Key as Wrapped, Page, Place, Rule, Table, Violation};
use crate::scalars::{Secret, Sha256};
use crate::wire::{Read, Reading, Write};

/// The database.
pub(crate) type Driver = sqlx::Postgres;

/// A row.
pub(crate) type Row = PgRow;

impl Transaction<'static> {
    /// Begins one on a connection of a pool.
    ///
    /// # Errors
    /// There is no connection.
    pub async fn begin(pool: &sqlx::Pool<Driver>) -> Result<Self, Error> {
        Ok(Self { inner: pool.begin().await?, tenant: () })
    }
}

impl<'c> Transaction<'c> {
    /// The same transaction, of a tenant from here on: policies see the tenant until it ends, and nothing outlives it
    /// on the connection.
    ///
    /// # Errors
    /// The connection is gone.
    pub async fn enter<T: crate::data::Tenant>(mut self, tenant: T) -> Result<Transaction<'c, T>, Error> {
        let mut values = Values::default();
        values.add(T::SETTING.to_owned())?;
        values.add(tenant.to_string())?;
        execute(&mut self, "SELECT set_config($1, $2, true)", values).await?;
        Ok(Transaction { inner: self.inner, tenant })
    }
}

/// Runs the statement that makes a set what it shall be.
pub(crate) async fn synchronised<T>(
    transaction: &mut Transaction<'_, T>,
    sql: &'static str,
    values: Values,
) -> Result<crate::data::Synchronised, Error> {
    let row = sqlx::query_with::<Driver, _>(sql, values.arguments).fetch_one(transaction.connection()).await;
    let row = row.map_err(explain)?;
    let count = |at: usize| row.try_get(at).map(i64::unsigned_abs);
    Ok(crate::data::Synchronised { created: count(0)?, updated: count(1)?, deleted: count(2)? })
}

/// Adds the value of a cursor.
pub(crate) fn put_place(values: &mut Values, place: &Place) -> Result<(), Error> {
    match place {
        Place::Text(text) => values.add(text.clone()),
        Place::Integer(_) | Place::Float(_) | Place::Bytes(_) => Err(Error::Cursor),
    }
}

/// The place of a row: its last column holds it as texts.
fn places(row: &Row, columns: &[&str]) -> Result<Vec<Place>, Error> {
    let texts: Vec<String> = row.try_get(row.len() - 1)?;
    debug_assert_eq!(texts.len(), columns.len(), "a list selects the columns that it is ordered by");
    Ok(texts.into_iter().map(Place::Text).collect())
}

/// What an error means where a cursor was part of the statement: a text that is no value was not made by a list.
fn misplaced(error: sqlx::Error, is_continued: bool) -> Error {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    if is_continued && code.is_some_and(|code| code.starts_with("22")) { Error::Cursor } else { explain(error) }
}

/// What an error means: that of a statement of your own, too.
pub fn explain(error: sqlx::Error) -> Error {
    let found = error.as_database_error().and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
    found.and_then(violated).unwrap_or(Error::Database(error))
}

/// The rule that refused a change: servers name the constraint, and a column that must not be null.
fn violated(error: &PgDatabaseError) -> Option<Error> {
    if !error.code().starts_with("23") {
        return None;
    }
    let table = error.table()?;
    match (error.constraint(), error.column()) {
        (Some(name), _) => refused(|of, known| of.name == table && known.name == name),
        (None, Some(column)) => {
            refused(|of, known| of.name == table && known.rule == Rule::Required && known.columns == [column])
        }
        (None, None) => None,
    }
}
