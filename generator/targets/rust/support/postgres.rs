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

/// A way in which a column keeps values of a type.
pub(crate) trait Form<T> {
    /// What the driver reads and writes.
    type Kept: for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + Told + 'static;

    /// What is written.
    fn keep(value: &T) -> Result<Self::Kept, BoxDynError>;

    /// What was read.
    fn read(kept: Self::Kept) -> Result<T, BoxDynError>;
}

/// As it is.
pub(crate) struct Plain;

impl<T> Form<T> for Plain
where
    T: Clone + for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + Told + 'static,
{
    type Kept = T;

    fn keep(value: &T) -> Result<T, BoxDynError> {
        Ok(value.clone())
    }

    fn read(kept: T) -> Result<T, BoxDynError> {
        Ok(kept)
    }
}

/// A key by what it wraps.
pub(crate) struct Key<F>(PhantomData<F>);

impl<T: Wrapped, F: Form<T::Value>> Form<T> for Key<F> {
    type Kept = F::Kept;

    fn keep(value: &T) -> Result<F::Kept, BoxDynError> {
        F::keep(value.value())
    }

    fn read(kept: F::Kept) -> Result<T, BoxDynError> {
        F::read(kept).map(T::of)
    }
}

/// A secret by what it hides.
pub(crate) struct Sealed<F>(PhantomData<F>);

impl<T, F: Form<T>> Form<Secret<T>> for Sealed<F> {
    type Kept = F::Kept;

    fn keep(value: &Secret<T>) -> Result<F::Kept, BoxDynError> {
        F::keep(value.expose())
    }

    fn read(kept: F::Kept) -> Result<Secret<T>, BoxDynError> {
        F::read(kept).map(Secret::new)
    }
}

/// A list of values.
pub(crate) struct Array<F>(PhantomData<F>);

impl<T, F: Form<T>> Form<Vec<T>> for Array<F>
where
    Vec<F::Kept>: for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + 'static,
{
    type Kept = Vec<F::Kept>;

    fn keep(value: &Vec<T>) -> Result<Vec<F::Kept>, BoxDynError> {
        value.iter().map(F::keep).collect()
    }

    fn read(kept: Vec<F::Kept>) -> Result<Vec<T>, BoxDynError> {
        kept.into_iter().map(F::read).collect()
    }
}

/// A value of an enum by its word.
pub(crate) struct Word;

impl<T> Form<T> for Word
where
    T: std::fmt::Display + std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    type Kept = String;

    fn keep(value: &T) -> Result<String, BoxDynError> {
        Ok(value.to_string())
    }

    fn read(kept: String) -> Result<T, BoxDynError> {
        Ok(kept.parse()?)
    }
}

/// A record, a list of records, or any JSON.
pub(crate) struct Json;

impl<T: Read + Write> Form<T> for Json {
    type Kept = Value;

    fn keep(value: &T) -> Result<Value, BoxDynError> {
        Ok(value.write(serde_json::value::Serializer)?)
    }

    fn read(kept: Value) -> Result<T, BoxDynError> {
        T::read(kept, Reading::Tolerant).map_err(|fault| fault.to_string().into())
    }
}

/// A decimal with at most so many digits behind the point: PostgreSQL would round others without a word.
pub(crate) struct Exact<const S: u32>;

impl<const S: u32> Form<Decimal> for Exact<S> {
    type Kept = Decimal;

    fn keep(value: &Decimal) -> Result<Decimal, BoxDynError> {
        if value.normalize().scale() > S {
            return Err(format!("a decimal has more than {S} digits behind the point").into());
        }
        Ok(*value)
    }

    fn read(kept: Decimal) -> Result<Decimal, BoxDynError> {
        Ok(kept)
    }
}

/// An instant in microseconds.
pub(crate) struct Instant;

impl Form<DateTime<Utc>> for Instant {
    type Kept = DateTime<Utc>;

    fn keep(value: &DateTime<Utc>) -> Result<DateTime<Utc>, BoxDynError> {
        Ok(value.trunc_subsecs(6))
    }

    fn read(kept: DateTime<Utc>) -> Result<DateTime<Utc>, BoxDynError> {
        Ok(kept)
    }
}

/// A time on the wall in microseconds.
pub(crate) struct Local;

impl Form<NaiveDateTime> for Local {
    type Kept = NaiveDateTime;

    fn keep(value: &NaiveDateTime) -> Result<NaiveDateTime, BoxDynError> {
        Ok(value.trunc_subsecs(6))
    }

    fn read(kept: NaiveDateTime) -> Result<NaiveDateTime, BoxDynError> {
        Ok(kept)
    }
}

/// A time of day in microseconds.
pub(crate) struct Clock;

impl Form<NaiveTime> for Clock {
    type Kept = NaiveTime;

    fn keep(value: &NaiveTime) -> Result<NaiveTime, BoxDynError> {
        Ok(value.trunc_subsecs(6))
    }

    fn read(kept: NaiveTime) -> Result<NaiveTime, BoxDynError> {
        Ok(kept)
    }
}

/// A span of time as a number of microseconds.
pub(crate) struct Micros;

impl Form<TimeDelta> for Micros {
    type Kept = i64;

    fn keep(value: &TimeDelta) -> Result<i64, BoxDynError> {
        value.num_microseconds().ok_or_else(|| "a duration has more than 64 bits of microseconds".into())
    }

    fn read(kept: i64) -> Result<TimeDelta, BoxDynError> {
        Ok(TimeDelta::microseconds(kept))
    }
}

/// A digest as its bytes.
pub(crate) struct Digest;

impl Form<Sha256> for Digest {
    type Kept = Vec<u8>;

    fn keep(value: &Sha256) -> Result<Vec<u8>, BoxDynError> {
        Ok(value.0.to_vec())
    }

    fn read(kept: Vec<u8>) -> Result<Sha256, BoxDynError> {
        <[u8; 32]>::try_from(kept).map(Sha256).map_err(|_| "a digest does not have 32 bytes".into())
    }
}

/// The values of a statement, in order; or those of many rows, as one JSON value that the statement takes apart again.
#[derive(Default)]
pub(crate) struct Values {
    arguments: <Driver as sqlx::Database>::Arguments,
    lines: Option<Lines>,
}

/// Many rows.
#[derive(Default)]
struct Lines {
    whole: Vec<Value>,
    line: serde_json::Map<String, Value>,
}

impl Values {
    /// Those of many rows.
    pub(crate) fn of_lines() -> Self {
        Self { lines: Some(Lines::default()), ..Self::default() }
    }

    /// Ends a row among many.
    pub(crate) fn end_line(&mut self) {
        if let Some(lines) = &mut self.lines {
            lines.whole.push(Value::Object(std::mem::take(&mut lines.line)));
        }
    }

    /// Makes one value of all rows.
    pub(crate) fn end_lines(&mut self) -> Result<(), Error> {
        let lines = self.lines.take().unwrap_or_default();
        self.add(Value::Array(lines.whole))
    }

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
        V: for<'q> Encode<'q, Driver> + Type<Driver> + Told,
    {
        if let Some(Lines { line, .. }) = &mut self.lines {
            let name = format!("v{}", line.len() + 1);
            line.insert(name, value.told());
        } else {
            self.arguments.add(value).map_err(sqlx::Error::Encode)?;
        }
        Ok(())
    }
}

/// A value as PostgreSQL reads it out of JSON, exactly.
pub(crate) trait Told {
    /// The JSON.
    fn told(&self) -> Value;
}

impl Told for bool {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for i16 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for i32 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for i64 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for f32 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for f64 {
    fn told(&self) -> Value {
        Value::from(*self)
    }
}

impl Told for String {
    fn told(&self) -> Value {
        Value::String(self.clone())
    }
}

impl Told for Value {
    fn told(&self) -> Value {
        self.clone()
    }
}

impl Told for Uuid {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for Decimal {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for NaiveDate {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for NaiveTime {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for NaiveDateTime {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for IpAddr {
    fn told(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl Told for DateTime<Utc> {
    fn told(&self) -> Value {
        Value::String(self.to_rfc3339())
    }
}

impl Told for Vec<u8> {
    fn told(&self) -> Value {
        Value::String(self.iter().fold("\\x".to_owned(), |text, byte| text + &format!("{byte:02x}")))
    }
}

impl<T: Told> Told for Option<T> {
    fn told(&self) -> Value {
        self.as_ref().map_or(Value::Null, Told::told)
    }
}

impl<T: Told> Told for Vec<T> {
    fn told(&self) -> Value {
        Value::Array(self.iter().map(Told::told).collect())
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
