//! Fields as they are written: their types, limits and defaults.

use toml::{Table, Value as Toml};

use super::rule::formula;
use super::{Reader, flag, list, range, tables, word};
use crate::world::{Field, Id, Kind, OnDelete, Value};

impl Reader<'_> {
    pub(super) fn fields(&mut self, table: &Table, known: &[Field]) -> Result<Vec<Field>, String> {
        let mut fields = Vec::new();
        let mut formulas = Vec::new();
        for (name, of) in tables(table, "fields").filter(|(name, _)| *name != "id" && *name != "firm") {
            let id = self.id(known.iter().map(|field| (field.name.as_str(), field.id)), name, of);
            let mut field = Field::new(id, name.clone(), Kind::Bool);
            if let Some(expr) = word(of, "computed") {
                formulas.push((fields.len(), expr.to_owned()));
            }
            self.kind(&mut field, of)?;
            fields.push(field);
        }
        for (at, expr) in formulas {
            fields[at].kind =
                Kind::Computed(formula(&fields, &expr).ok_or_else(|| format!("`{expr}` is beyond the oracle"))?);
        }
        Ok(fields)
    }

    fn kind(&self, field: &mut Field, of: &Table) -> Result<(), String> {
        let on_delete = action(of, "on_delete").unwrap_or(OnDelete::NoAction);
        field.immutable = flag(of, "immutable");
        field.on_update = action(of, "on_update");
        if let Some(target) = word(of, "ref") {
            field.nullable = target.ends_with('?');
            field.kind = Kind::Ref(self.target(target.trim_end_matches('?'))?, on_delete);
            return Ok(());
        }
        if !list(of, "one_of").is_empty() {
            let targets: Result<Vec<_>, _> = list(of, "one_of")
                .iter()
                .filter_map(Toml::as_str)
                .map(|name| self.target(name))
                .collect();
            field.nullable = flag(of, "nullable");
            field.kind = Kind::Arc(targets?, on_delete);
            return Ok(());
        }
        let ty = word(of, "type").ok_or_else(|| format!("{} has no type", field.name))?;
        field.nullable = ty.ends_with('?');
        let ty = ty.trim_end_matches('?');
        field.array = ty.ends_with("[]");
        field.kind = self.scalar(ty.trim_end_matches("[]"))?;
        if word(of, "on_update") == Some("now") {
            field.kind = Kind::Touched;
            return Ok(());
        }
        if let Some(length) = word(of, "length") {
            (field.min, field.max) = range(length);
        }
        let bound = |key: &str| of.get(key).and_then(|value| number(&field.kind, value));
        (field.min, field.max) = (bound("min").or(field.min), bound("max").or(field.max));
        field.default = of.get("default").and_then(|value| default(&field.kind, value));
        Ok(())
    }

    pub(super) fn target(&self, name: &str) -> Result<Id, String> {
        let found = self.world.entities.iter().find(|of| of.name == name);
        found.map(|of| of.id).ok_or_else(|| format!("{name} is no entity"))
    }

    fn scalar(&self, name: &str) -> Result<Kind, String> {
        if let Some(digits) = name.strip_prefix("numeric(").and_then(|rest| rest.strip_suffix(')')) {
            let (p, s) = digits.split_once(',').ok_or("numeric has two numbers")?;
            return Ok(Kind::Numeric(
                p.trim().parse().unwrap_or(1),
                s.trim().parse().unwrap_or(0),
            ));
        }
        let kind = match name {
            "smallint" => Kind::Smallint,
            "int" => Kind::Int,
            "bigint" => Kind::Bigint,
            "float" => Kind::Float,
            "bool" => Kind::Bool,
            "uuid" => Kind::Uuid,
            "timestamp" => Kind::Timestamp,
            "timestamp_local" => Kind::Local,
            "date" => Kind::Date,
            "time" => Kind::Time,
            "duration" => Kind::Duration,
            "text" => Kind::Text,
            "bytes" => Kind::Bytes,
            "json" => Kind::Json,
            name => return self.declared(name),
        };
        Ok(kind)
    }

    fn declared(&self, name: &str) -> Result<Kind, String> {
        let of_enum = self
            .world
            .enums
            .iter()
            .find(|of| of.name == name)
            .map(|of| Kind::Enum(of.id));
        let of_record = || {
            self.world
                .records
                .iter()
                .find(|of| of.name == name)
                .map(|of| Kind::Record(of.id))
        };
        let of_type = || {
            self.world
                .types
                .iter()
                .find(|of| of.name == name)
                .map(|of| Kind::Named(of.id))
        };
        of_enum
            .or_else(of_record)
            .or_else(of_type)
            .ok_or_else(|| format!("{name} is no type"))
    }
}

fn action(of: &Table, key: &str) -> Option<OnDelete> {
    let all = [
        OnDelete::Cascade,
        OnDelete::SetNull,
        OnDelete::Restrict,
        OnDelete::NoAction,
    ];
    all.into_iter().find(|action| Some(action.word()) == word(of, key))
}

/// A number in units of the last digit.
fn number(kind: &Kind, value: &Toml) -> Option<i64> {
    match (kind, value) {
        (Kind::Numeric(_, scale), Toml::String(text)) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            format!("{whole}{fraction:0<width$}", width = *scale as usize)
                .parse()
                .ok()
        }
        (_, value) => value.as_integer(),
    }
}

fn default(kind: &Kind, value: &Toml) -> Option<Value> {
    match value {
        Toml::Array(items) => Some(Value::List(
            items.iter().filter_map(|item| default(kind, item)).collect(),
        )),
        Toml::Boolean(b) => Some(Value::Bool(*b)),
        Toml::Float(n) => Some(Value::Float(*n)),
        Toml::String(text) if text == "now" => Some(Value::Any),
        Toml::String(text) => match kind {
            Kind::Numeric(..) => number(kind, value).map(Value::Int),
            Kind::Timestamp => Some(Value::Text(text.trim_end_matches('Z').to_owned())),
            _ => Some(Value::Text(text.clone())),
        },
        _ => number(kind, value).map(Value::Int),
    }
}
