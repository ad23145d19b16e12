//! Literal values as JSON, in the form the wire and stored documents share.

use driftless_model::{Field, FieldKind, Scalar, Type, Value, WireNumber};

use super::Lowering;

impl Lowering<'_> {
    /// A value as compact JSON.
    pub(super) fn json(&self, ty: &Type, value: &Value) -> String {
        match value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Int(number) => self.json_number(ty.scalar, &number.to_string()),
            Value::Decimal(number) => self.json_number(ty.scalar, number),
            Value::Float(number) => format!("{number:?}"),
            Value::Text(text) => quoted(text),
            Value::Array(items) => {
                let element = Type {
                    array: None,
                    ..ty.clone()
                };
                let items: Vec<_> = items.iter().map(|item| self.json(&element, item)).collect();
                format!("[{}]", items.join(","))
            }
            Value::Object(members) => {
                let members: Vec<_> = members
                    .iter()
                    .map(|(key, value)| self.json_member(ty, key, value))
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    fn json_member(&self, ty: &Type, key: &str, value: &Value) -> String {
        let free = Type::plain(Scalar::Json);
        let field = match ty.scalar {
            Scalar::Record(id) => self.schema.record(id).fields.iter().find(|field| names(field, key)),
            _ => None,
        };
        let column = field.and_then(Field::value);
        let name = column.map_or(key, |column| &column.json);
        format!(
            "{}:{}",
            quoted(name),
            self.json(column.map_or(&free, |column| &column.ty), value)
        )
    }

    fn json_number(&self, scalar: Scalar, number: &str) -> String {
        let wire = self.schema.wire;
        let as_string = match scalar {
            Scalar::Bigint => wire.int8 == WireNumber::String,
            Scalar::Numeric { .. } => wire.numeric == WireNumber::String,
            _ => false,
        };
        if as_string { quoted(number) } else { number.to_owned() }
    }
}

/// The author writes the field's name; the wire may spell it otherwise.
fn names(field: &Field, key: &str) -> bool {
    let json = match &field.kind {
        FieldKind::Value(column) => &column.json,
        FieldKind::Arc(arc) => &arc.json,
        FieldKind::Reference(_) => return field.name.as_str() == key,
    };
    field.name.as_str() == key || json == key
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
