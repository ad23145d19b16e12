//! Content digests: SHA-256 over canonical JSON (RFC 8785). Members of records that are null are left out, so that a
//! member that came later changes no digest; in free JSON null stays what it is.

use serde::ser::{Error as _, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};
use serde_json::Error;

use crate::scalars::Sha256;
use crate::wire::Write;

/// The digest of a value.
pub(crate) fn of<T: Write>(value: &T) -> Result<Sha256, Error> {
    value.write(Canonical).map(|text| of_text(&text))
}

/// The digest of what is already canonical.
pub(crate) fn of_text(text: &str) -> Sha256 {
    Sha256(<sha2::Sha256 as sha2::Digest>::digest(text.as_bytes()).into())
}

/// Writes canonical JSON.
pub(crate) struct Canonical;

impl Serializer for Canonical {
    type Ok = String;
    type Error = Error;
    type SerializeSeq = Items;
    type SerializeMap = Entries;
    type SerializeStruct = Entries;
    type SerializeTuple = Impossible<String, Error>;
    type SerializeTupleStruct = Impossible<String, Error>;
    type SerializeTupleVariant = Impossible<String, Error>;
    type SerializeStructVariant = Impossible<String, Error>;

    fn serialize_bool(self, value: bool) -> Result<String, Error> {
        Ok(value.to_string())
    }

    fn serialize_i8(self, value: i8) -> Result<String, Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<String, Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<String, Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<String, Error> {
        // Numbers of canonical JSON are 64-bit floats; larger integers travel as strings.
        self.serialize_f64(value as f64)
    }

    fn serialize_u8(self, value: u8) -> Result<String, Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<String, Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<String, Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<String, Error> {
        self.serialize_f64(value as f64)
    }

    fn serialize_f32(self, value: f32) -> Result<String, Error> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<String, Error> {
        if value.is_finite() { Ok(number(value)) } else { Err(Error::custom("expected a finite number")) }
    }

    fn serialize_char(self, value: char) -> Result<String, Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<String, Error> {
        serde_json::to_string(value)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<String, Error> {
        Err(Error::custom("bytes travel as base64"))
    }

    fn serialize_none(self) -> Result<String, Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<String, Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<String, Error> {
        Ok("null".to_owned())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<String, Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<String, Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Result<String, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Result<String, Error> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Error> {
        Ok(Items(Vec::new()))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries, Error> {
        Ok(Entries::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries, Error> {
        Ok(Entries::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(Error::custom("no type of the contract is a tuple"))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Self::SerializeTupleStruct, Error> {
        self.serialize_tuple(len)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        self.serialize_tuple(len)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        self.serialize_tuple(len)
    }
}

/// The items of an array.
pub(crate) struct Items(Vec<String>);

impl SerializeSeq for Items {
    type Ok = String;
    type Error = Error;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        self.0.push(value.serialize(Canonical)?);
        Ok(())
    }

    fn end(self) -> Result<String, Error> {
        Ok(format!("[{}]", self.0.join(",")))
    }
}

/// The members of an object.
#[derive(Default)]
pub(crate) struct Entries {
    key: Option<String>,
    members: Vec<(Vec<u16>, String)>,
}

impl Entries {
    fn add(&mut self, key: &str, value: &str) -> Result<(), Error> {
        let member = format!("{}:{value}", serde_json::to_string(key)?);
        // Canonical JSON orders keys by their UTF-16 code units.
        self.members.push((key.encode_utf16().collect(), member));
        Ok(())
    }

    fn finish(mut self) -> String {
        self.members.sort();
        let members: Vec<String> = self.members.into_iter().map(|(_, member)| member).collect();
        format!("{{{}}}", members.join(","))
    }
}

impl SerializeMap for Entries {
    type Ok = String;
    type Error = Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Error> {
        self.key = serde_json::from_str(&key.serialize(Canonical)?)?;
        Ok(())
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Error> {
        let key = self.key.take().unwrap_or_default();
        self.add(&key, &value.serialize(Canonical)?)
    }

    fn end(self) -> Result<String, Error> {
        Ok(self.finish())
    }
}

impl SerializeStruct for Entries {
    type Ok = String;
    type Error = Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        let value = value.serialize(Canonical)?;
        if value == "null" { Ok(()) } else { self.add(key, &value) }
    }

    fn end(self) -> Result<String, Error> {
        Ok(self.finish())
    }
}

/// A number as ECMAScript writes it: the shortest digits that mean it, with an exponent where it is very large or small.
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{:e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = mantissa.replace('.', "");
    let point = exponent.parse::<i32>().unwrap_or_default() + 1;
    let sign = if value < 0.0 { "-" } else { "" };
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or_default());
    let split = |at: i32| digits.split_at(usize::try_from(at).unwrap_or_default());
    match point {
        _ if (count..=21).contains(&point) => format!("{sign}{digits}{}", zeros(point - count)),
        1..=21 => {
            let (whole, fraction) = split(point);
            format!("{sign}{whole}.{fraction}")
        }
        -5..=0 => format!("{sign}0.{}{digits}", zeros(-point)),
        _ => {
            let (first, rest) = split(1);
            let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
            format!("{sign}{first}{rest}e{:+}", point - 1)
        }
    }
}
