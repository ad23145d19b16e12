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

/// A way in which a column keeps values of a type.
pub(crate) trait Form<T> {
    /// What the driver reads and writes.
    type Kept: for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + 'static;

    /// What is written.
    fn keep(value: &T) -> Result<Self::Kept, BoxDynError>;

    /// What was read.
    fn read(kept: Self::Kept) -> Result<T, BoxDynError>;
}

/// As it is.
pub(crate) struct Plain;

impl<T> Form<T> for Plain
where
    T: Clone + for<'r> Decode<'r, Driver> + for<'q> Encode<'q, Driver> + Type<Driver> + 'static,
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

/// A record, a list, or any JSON, as text.
pub(crate) struct Json;

impl<T: Read + Write> Form<T> for Json {
    type Kept = String;

    fn keep(value: &T) -> Result<String, BoxDynError> {
        let mut text = Vec::new();
        value.write(&mut serde_json::Serializer::new(&mut text))?;
        Ok(String::from_utf8(text)?)
    }

    fn read(kept: String) -> Result<T, BoxDynError> {
        let value = serde_json::from_str(&kept)?;
        T::read(value, Reading::Tolerant).map_err(|fault| fault.to_string().into())
    }
}

/// A decimal as a whole number of its last digits.
pub(crate) struct Scaled<const S: u32>;

impl<const S: u32> Form<Decimal> for Scaled<S> {
    type Kept = i64;

    fn keep(value: &Decimal) -> Result<i64, BoxDynError> {
        let exact = at_scale(value, S)?;
        i64::try_from(exact.mantissa()).map_err(|_| "a decimal has more than 18 digits".into())
    }

    fn read(kept: i64) -> Result<Decimal, BoxDynError> {
        Ok(Decimal::try_new(kept, S)?)
    }
}

/// A decimal as text with all digits behind the point.
pub(crate) struct Digits<const S: u32>;

impl<const S: u32> Form<Decimal> for Digits<S> {
    type Kept = String;

    fn keep(value: &Decimal) -> Result<String, BoxDynError> {
        Ok(at_scale(value, S)?.to_string())
    }

    fn read(kept: String) -> Result<Decimal, BoxDynError> {
        Ok(Decimal::from_str_exact(&kept)?)
    }
}

/// The same number with exactly so many digits behind the point.
fn at_scale(value: &Decimal, scale: u32) -> Result<Decimal, BoxDynError> {
    let mut exact = value.normalize();
    if exact.scale() > scale {
        return Err(format!("a decimal has more than {scale} digits behind the point").into());
    }
    exact.rescale(scale);
    if exact.scale() == scale { Ok(exact) } else { Err("a decimal has too many digits".into()) }
}

/// A uuid as text.
pub(crate) struct UuidText;

impl Form<Uuid> for UuidText {
    type Kept = String;

    fn keep(value: &Uuid) -> Result<String, BoxDynError> {
        Ok(value.to_string())
    }

    fn read(kept: String) -> Result<Uuid, BoxDynError> {
        Ok(Uuid::try_parse(&kept)?)
    }
}

/// An IP address as text.
pub(crate) struct Address;

impl Form<IpAddr> for Address {
    type Kept = String;

    fn keep(value: &IpAddr) -> Result<String, BoxDynError> {
        Ok(value.to_string())
    }

    fn read(kept: String) -> Result<IpAddr, BoxDynError> {
        Ok(kept.parse()?)
    }
}

/// Floats of 32 bits, the lowest byte of each first.
pub(crate) struct Floats;

impl Form<Vec<f32>> for Floats {
    type Kept = Vec<u8>;

    fn keep(value: &Vec<f32>) -> Result<Vec<u8>, BoxDynError> {
        Ok(value.iter().flat_map(|number| number.to_le_bytes()).collect())
    }

    fn read(kept: Vec<u8>) -> Result<Vec<f32>, BoxDynError> {
        let (numbers, rest) = kept.as_chunks::<4>();
        if !rest.is_empty() {
            return Err("a vector does not consist of 32-bit floats".into());
        }
        Ok(numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }
}

/// An instant in UTC as text that sorts: with milliseconds as the database itself writes it, with microseconds where
/// there are any.
pub(crate) struct Instant;

impl Form<DateTime<Utc>> for Instant {
    type Kept = String;

    fn keep(value: &DateTime<Utc>) -> Result<String, BoxDynError> {
        let whole = value.format("%Y-%m-%dT%H:%M:%S");
        Ok(format!("{whole}.{}+00:00", fraction(value.nanosecond())))
    }

    fn read(kept: String) -> Result<DateTime<Utc>, BoxDynError> {
        Ok(DateTime::parse_from_rfc3339(&kept)?.to_utc())
    }
}

/// A time on the wall as text.
pub(crate) struct Local;

impl Form<NaiveDateTime> for Local {
    type Kept = String;

    fn keep(value: &NaiveDateTime) -> Result<String, BoxDynError> {
        let whole = value.format("%Y-%m-%d %H:%M:%S");
        Ok(format!("{whole}.{}", fraction(value.nanosecond())))
    }

    fn read(kept: String) -> Result<NaiveDateTime, BoxDynError> {
        Ok(NaiveDateTime::parse_from_str(&kept, "%Y-%m-%d %H:%M:%S%.f")?)
    }
}

/// A time of day as text.
pub(crate) struct Clock;

impl Form<NaiveTime> for Clock {
    type Kept = String;

    fn keep(value: &NaiveTime) -> Result<String, BoxDynError> {
        Ok(format!("{}.{}", value.format("%H:%M:%S"), fraction(value.nanosecond())))
    }

    fn read(kept: String) -> Result<NaiveTime, BoxDynError> {
        Ok(NaiveTime::parse_from_str(&kept, "%H:%M:%S%.f")?)
    }
}

/// A date as text.
pub(crate) struct Date;

impl Form<NaiveDate> for Date {
    type Kept = String;

    fn keep(value: &NaiveDate) -> Result<String, BoxDynError> {
        Ok(value.format("%Y-%m-%d").to_string())
    }

    fn read(kept: String) -> Result<NaiveDate, BoxDynError> {
        Ok(NaiveDate::parse_from_str(&kept, "%Y-%m-%d")?)
    }
}

/// The digits behind the point of a second: three, or six where three do not say it all.
fn fraction(nanoseconds: u32) -> String {
    let micros = nanoseconds % 1_000_000_000 / 1_000;
    if micros % 1_000 == 0 { format!("{:03}", micros / 1_000) } else { format!("{micros:06}") }
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
    let mut gone = keys(transaction, there, owner).await?;
    let mut known = Vec::with_capacity(lines.len());
    for (line, put) in lines {
        let kept = keys(transaction, found, line).await?;
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
async fn keys<T>(
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
