//! What a value may be. In: a type word with its constraints, resolved. Out: one closed set of scalars that every
//! output must answer for.

use crate::{EntityId, EnumId, NamedTypeId, RecordId, Value};

/// A single value, before arrays and null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// Unicode text without NUL; lengths count code points.
    Text,
    /// Text of at most this many code points.
    Varchar(u32),
    /// 16-bit integer.
    Smallint,
    /// 32-bit integer.
    Int,
    /// 64-bit integer; a string on the wire unless the schema says otherwise.
    Bigint,
    /// Exact decimal; a string on the wire unless the schema says otherwise.
    Numeric {
        /// Digits in all.
        precision: u32,
        /// Digits behind the point.
        scale: u32,
    },
    /// 64-bit float, always finite.
    Float,
    /// True or false.
    Bool,
    /// UUID.
    Uuid,
    /// An instant, microseconds, always with a zone.
    Timestamp,
    /// A wall-clock time without zone.
    TimestampLocal,
    /// A calendar date, years 1 to 9999.
    Date,
    /// A time of day, microseconds.
    Time,
    /// 64-bit microseconds; ISO 8601 on the wire.
    Duration,
    /// Any JSON value but null.
    Json,
    /// Bytes; base64 on the wire.
    Bytes,
    /// This many 32-bit floats.
    Vector(u32),
    /// An e-mail address.
    Email,
    /// A URL.
    Url,
    /// 32 bytes; lower-case hex on the wire.
    Sha256,
    /// A semantic version.
    Semver,
    /// An IP address.
    Inet,
    /// A value of an enum.
    Enum(EnumId),
    /// A record, stored as JSON.
    Record(RecordId),
    /// The read shape of an entity; on the wire only.
    Entity(EntityId),
    /// The create shape of an entity; on the wire only.
    Create(EntityId),
    /// The patch shape of an entity; on the wire only.
    Patch(EntityId),
}

impl Scalar {
    /// Whether its values are text to the author: lengths and patterns apply.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Varchar(_) | Self::Email | Self::Url | Self::Semver
        )
    }

    /// Whether it is a number: `min` and `max` take numbers.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Smallint | Self::Int | Self::Bigint | Self::Numeric { .. } | Self::Float
        )
    }

    /// Whether it is a point in or a span of time.
    pub fn is_time(self) -> bool {
        matches!(
            self,
            Self::Timestamp | Self::TimestampLocal | Self::Date | Self::Time | Self::Duration
        )
    }
}

/// An inclusive range of lengths: code points of text, bytes of `bytes`, elements of arrays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: Option<u32>,
}

/// What narrows a scalar.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limits {
    /// At least this, inclusive.
    pub min: Option<Value>,
    /// At most this, inclusive.
    pub max: Option<Value>,
    /// Length of text or bytes.
    pub length: Option<Length>,
    /// Anchored pattern in the portable subset.
    pub pattern: Option<String>,
}

/// How a column is spelled in SQL where the author overrides it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Storage {
    /// PostgreSQL type.
    pub postgres: Option<String>,
    /// SQLite type.
    pub sqlite: Option<String>,
}

/// The type of a field, parameter or payload. Null is not part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    /// The value, or the element of an array.
    pub scalar: Scalar,
    /// What narrows each value.
    pub limits: Limits,
    /// The named type it was declared with.
    pub named: Option<NamedTypeId>,
    /// An array of so many elements.
    pub array: Option<Length>,
    /// Overrides of the SQL type.
    pub storage: Storage,
}

impl Type {
    /// A bare scalar.
    pub fn plain(scalar: Scalar) -> Self {
        Self {
            scalar,
            limits: Limits::default(),
            named: None,
            array: None,
            storage: Storage::default(),
        }
    }
}
