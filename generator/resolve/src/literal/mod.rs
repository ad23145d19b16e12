//! Literals against types: defaults, limits, examples. In: what the author wrote and the type it is for. Out: the value
//! in its one canonical form, or what is wrong with it. A value that passed here is valid in every output.

mod order;
mod scalar;
mod words;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span, closest};
use driftless_model::{EnumId, Length, Limits, RecordId, Scalar, Type, Value};
use driftless_syntax::document::{Document, Literal, Value as Written};

use crate::pattern;
use scalar::{float, scalar_value};

pub(crate) use order::compare;

/// What a literal may have to be looked up in.
pub(crate) trait Lookup {
    /// The schema as written.
    fn document(&self) -> &Document;
    /// The fields of a record: name, type and whether it may be null; no type for references.
    fn record_fields(&self, record: RecordId) -> Vec<RecordField>;
}

/// A field of a record, as far as literals are concerned.
#[derive(Debug, Clone)]
pub(crate) struct RecordField {
    /// Key of the literal's table.
    pub(crate) name: String,
    /// Type of its values; `None` for references, whose values are keys of rows.
    pub(crate) ty: Option<Type>,
    /// Whether it may be left out.
    pub(crate) optional: bool,
}

/// The value of a literal for a type, or a diagnostic on the literal. `what` says what it is for: `default`, `example`.
pub(crate) fn value(
    lookup: &dyn Lookup,
    literal: &Literal,
    ty: &Type,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    match convert(lookup, literal, ty) {
        Ok(value) => Some(value),
        Err(problem) => {
            diagnostics.push(problem.diagnostic(what));
            None
        }
    }
}

/// What is wrong with a literal, and where.
struct Problem {
    span: Span,
    label: String,
    help: String,
}

impl Problem {
    fn new(literal: &Literal, label: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            span: literal.span,
            label: label.into(),
            help: help.into(),
        }
    }

    fn diagnostic(self, what: &str) -> Diagnostic {
        Diagnostic::error(Code::ValueMismatch, format!("the {what} is no value of its type"))
            .label(self.span, self.label)
            .help(self.help)
    }
}

type Converted = Result<Value, Problem>;

fn convert(lookup: &dyn Lookup, literal: &Literal, ty: &Type) -> Converted {
    let Some(length) = ty.array else {
        return single(lookup, literal, ty);
    };
    let Written::Array(items) = &literal.value else {
        return Err(Problem::new(literal, "is not a list", "write a list, as in `[]`"));
    };
    if !within(items.len(), length) {
        return Err(Problem::new(
            literal,
            format!("has {} elements", items.len()),
            format!("give {}", spoken(length, "elements")),
        ));
    }
    let element = Type {
        array: None,
        ..ty.clone()
    };
    items
        .iter()
        .map(|item| single(lookup, item, &element))
        .collect::<Result<_, _>>()
        .map(Value::Array)
}

fn single(lookup: &dyn Lookup, literal: &Literal, ty: &Type) -> Converted {
    let value = match ty.scalar {
        Scalar::Enum(id) => enum_value(lookup.document(), literal, id)?,
        Scalar::Record(id) => record_value(lookup, literal, id)?,
        Scalar::Json => json(literal)?,
        Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_) => {
            return Err(Problem::new(literal, "rows have no literals", "leave it out"));
        }
        scalar => scalar_value(literal, scalar)?,
    };
    check_limits(literal, &value, &ty.limits)?;
    Ok(value)
}

fn enum_value(document: &Document, literal: &Literal, id: EnumId) -> Converted {
    let declared = &document.enums[id.0];
    let words = declared.values.iter().map(|value| value.name.as_str());
    match &literal.value {
        Written::String(text) if words.clone().any(|word| word == text) => Ok(Value::Text(text.clone())),
        Written::String(text) => {
            let help = closest(text, words.clone()).map_or_else(
                || {
                    format!(
                        "write one of {}",
                        words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            Err(Problem::new(
                literal,
                format!("`{}` has no such value", declared.name.value),
                help,
            ))
        }
        _ => Err(Problem::new(
            literal,
            format!("is not a value of `{}`", declared.name.value),
            "write the value as a text",
        )),
    }
}

fn record_value(lookup: &dyn Lookup, literal: &Literal, id: RecordId) -> Converted {
    let Written::Table(entries) = &literal.value else {
        return Err(Problem::new(
            literal,
            "is not a record",
            "write a table, as in `{ key = \"value\" }`",
        ));
    };
    let fields = lookup.record_fields(id);
    for (key, value) in entries {
        if !fields.iter().any(|field| field.name == key.value) {
            let near = closest(&key.value, fields.iter().map(|field| field.name.as_str()));
            let help = near.map_or("remove it".to_owned(), |near| format!("did you mean `{near}`?"));
            return Err(Problem::new(
                value,
                format!("the record has no field `{}`", key.value),
                help,
            ));
        }
    }
    let mut members = Vec::new();
    for field in &fields {
        match (entries.iter().find(|(key, _)| key.value == field.name), &field.ty) {
            (Some((key, value)), Some(ty)) => members.push((key.value.clone(), convert(lookup, value, ty)?)),
            (Some((key, value)), None) => members.push((key.value.clone(), json(value)?)),
            (None, _) if field.optional => {}
            (None, _) => {
                return Err(Problem::new(
                    literal,
                    format!("lacks `{}`", field.name),
                    format!("add `{} = …`", field.name),
                ));
            }
        }
    }
    Ok(Value::Object(members))
}

/// Any JSON: TOML has no null, and its dates travel as text.
fn json(literal: &Literal) -> Converted {
    Ok(match &literal.value {
        Written::String(text) | Written::Datetime(text) => Value::Text(text.clone()),
        Written::Integer(number) => Value::Int(*number),
        Written::Float(_) => {
            float(literal).ok_or_else(|| Problem::new(literal, "is not finite", "write a finite number"))?
        }
        Written::Bool(yes) => Value::Bool(*yes),
        Written::Array(items) => Value::Array(items.iter().map(json).collect::<Result<_, _>>()?),
        Written::Table(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| Ok((key.value.clone(), json(value)?)))
                .collect::<Result<_, Problem>>()?,
        ),
    })
}

fn check_limits(literal: &Literal, value: &Value, limits: &Limits) -> Result<(), Problem> {
    if let Some(length) = limits.length
        && let Value::Text(text) = value
        && !within(text.chars().count(), length)
    {
        let label = format!("has {} characters", text.chars().count());
        return Err(Problem::new(
            literal,
            label,
            format!("give {}", spoken(length, "characters")),
        ));
    }
    if let (Some(pattern), Value::Text(text)) = (&limits.pattern, value)
        && !pattern::matches(pattern, text)
    {
        return Err(Problem::new(
            literal,
            "does not match the pattern",
            format!("write what `{pattern}` matches"),
        ));
    }
    let below = limits
        .min
        .as_ref()
        .is_some_and(|min| compare(value, min).is_some_and(std::cmp::Ordering::is_lt));
    let above = limits
        .max
        .as_ref()
        .is_some_and(|max| compare(value, max).is_some_and(std::cmp::Ordering::is_gt));
    if below || above {
        let side = if below { "below `min`" } else { "above `max`" };
        return Err(Problem::new(
            literal,
            format!("is {side}"),
            "write a value inside the range",
        ));
    }
    Ok(())
}

/// Whether a count is in a range.
pub(crate) fn within(count: usize, length: Length) -> bool {
    count >= length.min as usize && length.max.is_none_or(|max| count <= max as usize)
}

fn spoken(length: Length, of: &str) -> String {
    match length.max {
        Some(max) if max == length.min => format!("{max} {of}"),
        Some(max) => format!("{} to {max} {of}", length.min),
        None => format!("at least {} {of}", length.min),
    }
}
