//! Literal values: defaults, limits, examples. Already checked against the type they belong to.

/// A literal.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// JSON null, inside records and arrays only.
    Null,
    /// `true`
    Bool(bool),
    /// `12`
    Int(i64),
    /// An exact decimal in its shortest plain form: `12.5`.
    Decimal(String),
    /// A finite binary float.
    Float(f64),
    /// Text, enum values, and everything that travels as text: dates, uuids, durations.
    Text(String),
    /// A list.
    Array(Vec<Value>),
    /// A record or free JSON, in the order written.
    Object(Vec<(String, Value)>),
}
