//! What the data layers of all databases share: why a change was refused, pages and cursors, keys and tenants.

use serde_json::Value;

/// Why something could not be read or written.
pub enum Error {
    /// A rule of the schema refused the change.
    Refused(Violation),
    /// The cursor does not belong to this list.
    Cursor,
    /// A row of a set names another owner than the set's.
    Misplaced,
    /// Anything else: no connection, a value that no column can hold, a row that is no value of its type.
    Database(sqlx::Error),
}

impl Error {
    /// The rule that refused the change, if one did.
    pub const fn violation(&self) -> Option<&Violation> {
        match self {
            Self::Refused(violation) => Some(violation),
            Self::Cursor | Self::Misplaced | Self::Database(_) => None,
        }
    }
}

/// What a database says beside its message may hold a whole row: it is in the source, and not told by itself.
impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(violation) => f.debug_tuple("Refused").field(violation).finish(),
            Self::Cursor => f.write_str("Cursor"),
            Self::Misplaced => f.write_str("Misplaced"),
            Self::Database(error) => f.debug_tuple("Database").field(&format_args!("{error}")).finish(),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(violation) => violation.fmt(f),
            Self::Cursor => f.write_str("the cursor does not belong to this list"),
            Self::Misplaced => f.write_str("a row names another owner than that of the set"),
            Self::Database(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::Refused(_) | Self::Cursor | Self::Misplaced => None,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// A rule that refused a change. It names what is declared, and never holds a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Violation {
    /// What kind of rule it is.
    pub rule: Rule,
    /// The entity whose rule it is.
    pub entity: &'static str,
    /// The fields it is about; empty where the database does not tell.
    pub fields: &'static [&'static str],
    /// The name of the rule in the database; empty where the database does not tell.
    pub constraint: &'static str,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of `{}`", self.rule, self.entity)?;
        if !self.fields.is_empty() {
            write!(f, " ({})", self.fields.join(", "))?;
        }
        Ok(())
    }
}

/// A kind of rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Another row has the same values.
    Unique,
    /// A row that is referred to is not there, or a row that is referred to would go.
    Reference,
    /// A condition on the row does not hold.
    Check,
    /// A value is missing.
    Required,
    /// The row, or a value in it, never changes.
    Immutable,
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unique => "not unique: a rule",
            Self::Reference => "refers to what is not there, or is referred to: a rule",
            Self::Check => "outside its limits: a rule",
            Self::Required => "missing: a rule",
            Self::Immutable => "set once and for all: a rule",
        })
    }
}

/// The rules of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// What the database calls it.
    pub name: &'static str,
    /// The entity whose rows it holds.
    pub entity: &'static str,
    /// Its rules.
    pub constraints: &'static [Constraint],
}

/// A rule by the names that databases call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Constraint {
    /// What kind of rule it is.
    pub rule: Rule,
    /// Its name; empty where it has none.
    pub name: &'static str,
    /// The fields it is about.
    pub fields: &'static [&'static str],
    /// Its columns, where it is about columns alone.
    pub columns: &'static [&'static str],
}

impl Constraint {
    /// That no two rows agree.
    pub const fn unique(name: &'static str, fields: &'static [&'static str], columns: &'static [&'static str]) -> Self {
        Self { rule: Rule::Unique, name, fields, columns }
    }

    /// That a row is there.
    pub const fn reference(name: &'static str, fields: &'static [&'static str]) -> Self {
        Self { rule: Rule::Reference, name, fields, columns: &[] }
    }

    /// That a condition holds.
    pub const fn check(name: &'static str, fields: &'static [&'static str]) -> Self {
        Self { rule: Rule::Check, name, fields, columns: &[] }
    }

    /// That a value is there; databases give it no name.
    pub const fn required(fields: &'static [&'static str], columns: &'static [&'static str]) -> Self {
        Self { rule: Rule::Required, name: "", fields, columns }
    }

    /// That nothing changes.
    pub const fn immutable(name: &'static str, fields: &'static [&'static str]) -> Self {
        Self { rule: Rule::Immutable, name, fields, columns: &[] }
    }
}

/// What it took to make a set of rows what it shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Synchronised {
    /// How many rows were made.
    pub created: u64,
    /// How many rows were changed.
    pub updated: u64,
    /// How many rows were removed.
    pub deleted: u64,
}

/// Part of a list, and where the next part begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// What asks for the rows behind them; absent when there are none.
    pub next: Option<Cursor>,
}

/// A place in an ordered list. Its text is opaque: it means something to the list that made it and to nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    order: String,
    keys: Vec<Place>,
}

/// One value that a list is ordered by, as the database keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A whole number.
    Integer(i64),
    /// The bits of a float.
    Float(u64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Cursor {
    /// The place of a row in a list of this order.
    pub fn new(order: &str, keys: Vec<Place>) -> Self {
        Self { order: order.to_owned(), keys }
    }

    /// The values at the place, if it is one of a list of this order with as many values.
    ///
    /// # Errors
    /// It is a place in another list.
    pub fn keys(&self, order: &str, count: usize) -> Result<&[Place], Error> {
        if self.order == order && self.keys.len() == count { Ok(&self.keys) } else { Err(Error::Cursor) }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let keys = self.keys.iter().map(|key| match key {
            Place::Integer(number) => format!("i{number}"),
            Place::Float(bits) => format!("f{bits}"),
            Place::Text(text) => format!("t{text}"),
            Place::Bytes(bytes) => bytes.iter().fold("b".to_owned(), |text, byte| text + &format!("{byte:02x}")),
        });
        let parts: Vec<Value> = std::iter::once(self.order.clone()).chain(keys).map(Value::String).collect();
        Value::Array(parts).to_string().bytes().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::str::FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let json = bytes(text).ok_or(Error::Cursor)?;
        let parts: Vec<String> = serde_json::from_slice(&json).map_err(|_| Error::Cursor)?;
        let mut parts = parts.into_iter();
        let order = parts.next().ok_or(Error::Cursor)?;
        let keys = parts.map(|part| place(&part).ok_or(Error::Cursor)).collect::<Result<_, _>>()?;
        Ok(Self { order, keys })
    }
}

fn place(part: &str) -> Option<Place> {
    let (kind, text) = part.split_at_checked(1)?;
    match kind {
        "i" => text.parse().ok().map(Place::Integer),
        "f" => text.parse().ok().map(Place::Float),
        "t" => Some(Place::Text(text.to_owned())),
        "b" => bytes(text).map(Place::Bytes),
        _ => None,
    }
}

/// The bytes that hexadecimal digits stand for.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
    if rest.is_empty() { pairs.iter().map(pair).collect() } else { None }
}

/// A key that is a type of its own around a value.
pub trait Key {
    /// What it wraps.
    type Value;

    /// The value.
    fn value(&self) -> &Self::Value;

    /// The key of a value.
    fn of(value: Self::Value) -> Self;
}

/// The key of a tenant.
pub trait Tenant: std::fmt::Display {
    /// The setting by which PostgreSQL's policies know the tenant.
    const SETTING: &'static str;
}
