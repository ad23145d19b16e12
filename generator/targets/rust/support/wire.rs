//! JSON, the same in every language that speaks this contract. Requests are read strictly: a key that nobody knows is
//! refused at every depth. What was stored or received is read tolerantly: it may hold keys that came later.

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq as _, SerializeStruct as _, Serializer};
use serde_json::{Map, Number, Value};

/// How to treat keys that nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Refuse them.
    Strict,
    /// Pass over them.
    Tolerant,
}

/// Why a value cannot be read. It never holds the value itself.
#[derive(Debug)]
pub(crate) struct Fault {
    pointer: String,
    message: String,
}

impl Fault {
    /// A fault of the value at hand.
    pub(crate) fn new(message: impl std::fmt::Display) -> Self {
        Self { pointer: String::new(), message: message.to_string() }
    }

    /// The same fault, seen from the value around it.
    pub(crate) fn inside(self, segment: impl std::fmt::Display) -> Self {
        let segment = segment.to_string().replace('~', "~0").replace('/', "~1");
        Self { pointer: format!("/{segment}{}", self.pointer), ..self }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.pointer.as_str() {
            "" => f.write_str(&self.message),
            pointer => write!(f, "{pointer}: {}", self.message),
        }
    }
}

/// What JSON can be read as.
pub(crate) trait Read: Sized {
    /// Reads a value.
    fn read(value: Value, reading: Reading) -> Result<Self, Fault>;
}

/// What can be written as JSON.
pub(crate) trait Write {
    /// Writes the value.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A record that a client sent: its unknown keys are refused, also where the record is otherwise read tolerantly.
#[derive(Debug, Clone, PartialEq)]
pub struct Strict<T>(pub T);

impl<'de, T: Read> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer, Reading::Strict).map(Self)
    }
}

/// Reads a value through its JSON document.
pub(crate) fn deserialize<'de, T: Read, D: Deserializer<'de>>(
    deserializer: D,
    reading: Reading,
) -> Result<T, D::Error> {
    let Document(value) = Document::deserialize(deserializer)?;
    T::read(value, reading).map_err(D::Error::custom)
}

/// The serde impls of types that are read strictly: what clients send.
macro_rules! requests {
    ($($name:ident),* $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                crate::wire::deserialize(deserializer, crate::wire::Reading::Strict)
            }
        }
    )*};
}

/// The serde impls of types that are read tolerantly: what is stored, and what the service answers.
macro_rules! documents {
    ($($name:ident),* $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                crate::wire::deserialize(deserializer, crate::wire::Reading::Tolerant)
            }
        }
    )*};
}

/// The serde impls of types that may be shown.
macro_rules! shown {
    ($($name:ident),* $(,)?) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                crate::wire::Write::write(self, serializer)
            }
        }
    )*};
}

/// All of JSON for typed keys: they travel as what they wrap.
macro_rules! keys {
    ($($name:ident),* $(,)?) => {
        crate::wire::documents! { $($name),* }
        crate::wire::shown! { $($name),* }
        $(
            impl crate::wire::Read for $name {
                fn read(
                    value: serde_json::Value,
                    reading: crate::wire::Reading,
                ) -> ::core::result::Result<Self, crate::wire::Fault> {
                    crate::wire::Read::read(value, reading).map(Self)
                }
            }

            impl crate::wire::Write for $name {
                fn write<S: serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    crate::wire::Write::write(&self.0, serializer)
                }
            }
        )*
    };
}

/// All of JSON for enums: they travel as their words.
macro_rules! words {
    ($($name:ident),* $(,)?) => {
        crate::wire::documents! { $($name),* }
        crate::wire::shown! { $($name),* }
        $(
            impl crate::wire::Read for $name {
                fn read(
                    value: serde_json::Value,
                    _: crate::wire::Reading,
                ) -> ::core::result::Result<Self, crate::wire::Fault> {
                    crate::wire::scalars::word(value)
                }
            }

            impl crate::wire::Write for $name {
                fn write<S: serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }
        )*
    };
}

pub(crate) use {documents, keys, requests, shown, words};

/// The members of an object that is being read.
pub(crate) struct Object {
    members: Map<String, Value>,
    reading: Reading,
}

impl Object {
    /// The members of a value that must be an object.
    pub(crate) fn of(value: Value, reading: Reading) -> Result<Self, Fault> {
        match value {
            Value::Object(members) => Ok(Self { members, reading }),
            _ => Err(Fault::new("expected an object")),
        }
    }

    /// A member that must be there.
    pub(crate) fn required<T: Read>(&mut self, key: &str) -> Result<T, Fault> {
        self.optional(key)?.ok_or_else(|| Fault::new("is missing").inside(key))
    }

    /// A member that may be absent.
    pub(crate) fn optional<T: Read>(&mut self, key: &str) -> Result<Option<T>, Fault> {
        let value = self.members.remove(key);
        value.map(|value| T::read(value, self.reading)).transpose().map_err(|fault| fault.inside(key))
    }

    /// A member that may be absent or null, which is the same.
    pub(crate) fn nullable<T: Read>(&mut self, key: &str) -> Result<Option<T>, Fault> {
        self.optional(key).map(Option::flatten)
    }

    /// A member that has a default.
    pub(crate) fn or<T: Read>(&mut self, key: &str, default: impl FnOnce() -> Value) -> Result<T, Fault> {
        let value = self.members.remove(key).unwrap_or_else(default);
        T::read(value, self.reading).map_err(|fault| fault.inside(key))
    }

    /// Ends the reading: what is left is known to nobody.
    pub(crate) fn finish(self) -> Result<(), Fault> {
        match (self.reading, self.members.keys().next()) {
            (Reading::Strict, Some(key)) => Err(Fault::new("is unknown here").inside(key)),
            _ => Ok(()),
        }
    }
}

/// An object that is being written.
pub(crate) struct Members<S: Serializer>(S::SerializeStruct);

impl<S: Serializer> Members<S> {
    /// An object with so many members.
    pub(crate) fn new(serializer: S, name: &'static str, count: usize) -> Result<Self, S::Error> {
        serializer.serialize_struct(name, count).map(Self)
    }

    /// Writes a member.
    pub(crate) fn member<T: Write>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
        self.0.serialize_field(key, &Written(value))
    }

    /// Writes a member that is a fixed word.
    pub(crate) fn word(&mut self, key: &'static str, word: &'static str) -> Result<(), S::Error> {
        self.0.serialize_field(key, word)
    }

    /// Writes a member unless it is absent.
    pub(crate) fn present<T: Write>(&mut self, key: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        value.as_ref().map_or(Ok(()), |value| self.member(key, value))
    }

    /// Ends the object.
    pub(crate) fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

/// A value on its way out.
struct Written<'a, T>(&'a T);

impl<T: Write> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Any JSON value whose objects name each key once: of two values for one key, readers disagree which one counts.
struct Document(Value);

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DocumentVisitor).map(Self)
    }
}

struct DocumentVisitor;

impl<'de> Visitor<'de> for DocumentVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("expected a finite number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Document(item)) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((key, Document(value))) = access.next_entry::<String, Document>()? {
            if members.insert(key, value).is_some() {
                return Err(A::Error::custom("a key is given twice"));
            }
        }
        Ok(Value::Object(members))
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: Value, reading: Reading) -> Result<Self, Fault> {
        if value.is_null() { Ok(None) } else { T::read(value, reading).map(Some) }
    }
}

impl<T: Write> Write for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Written(value)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: Value, reading: Reading) -> Result<Self, Fault> {
        let Value::Array(items) = value else { return Err(Fault::new("expected an array")) };
        let read = |(index, item)| T::read(item, reading).map_err(|fault| fault.inside(index));
        items.into_iter().enumerate().map(read).collect()
    }
}

impl<T: Write> Write for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(Some(self.len()))?;
        self.iter().try_for_each(|item| items.serialize_element(&Written(item)))?;
        items.end()
    }
}

impl<T: Read> Read for Box<T> {
    fn read(value: Value, reading: Reading) -> Result<Self, Fault> {
        T::read(value, reading).map(Self::new)
    }
}

impl<T: Write> Write for Box<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }
}
