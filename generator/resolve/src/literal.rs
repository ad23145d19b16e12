//! Literals against types: defaults, limits, examples. In: what the author wrote and the type it is for. Out: the value
//! in its one canonical form, or what is wrong with it. A value that passed here is valid in every output.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span, closest};
use driftless_model::{EnumId, Length, Limits, RecordId, Scalar, Type, Value};
use driftless_syntax::document::{Document, Literal, Value as Written};

use crate::moment;
use crate::pattern;

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

fn scalar_value(literal: &Literal, scalar: Scalar) -> Converted {
    let wrong = |example: &str| Problem::new(literal, format!("is not {}", noun(scalar)), format!("write {example}"));
    match (&literal.value, scalar) {
        (Written::Integer(number), Scalar::Smallint | Scalar::Int | Scalar::Bigint) => {
            let (least, most) = integer_range(scalar);
            let fits = (least..=most).contains(number);
            if fits {
                Ok(Value::Int(*number))
            } else {
                Err(wrong(&format!("a number from {least} to {most}")))
            }
        }
        (Written::Bool(yes), Scalar::Bool) => Ok(Value::Bool(*yes)),
        (_, Scalar::Float) => float(literal).ok_or_else(|| wrong("a number, as in `0.5`")),
        (_, Scalar::Numeric { precision, scale }) => {
            let whole = precision - scale;
            decimal(literal, precision, scale).map(Value::Decimal).ok_or_else(|| {
                wrong(&format!(
                    "at most {whole} digits before and {scale} behind the point, as in `\"1.5\"`"
                ))
            })
        }
        (_, Scalar::Vector(dimensions)) => {
            vector(literal, dimensions).ok_or_else(|| wrong("a list of that many numbers"))
        }
        (Written::String(text) | Written::Datetime(text), scalar) => {
            text_value(text, scalar).ok_or_else(|| wrong(example(scalar)))
        }
        _ => Err(wrong(example(scalar))),
    }
}

/// The canonical text of scalars that are written and travel as text.
fn text_value(text: &str, scalar: Scalar) -> Option<Value> {
    let text = match scalar {
        Scalar::Text => Some(text.to_owned()),
        Scalar::Varchar(most) => (text.chars().count() <= most as usize).then(|| text.to_owned()),
        Scalar::Uuid => moment::uuid(text),
        Scalar::Timestamp => moment::timestamp(text),
        Scalar::TimestampLocal => moment::timestamp_local(text),
        Scalar::Date => moment::date(text),
        Scalar::Time => moment::time(text),
        Scalar::Duration => moment::duration(text),
        Scalar::Bytes => is_base64(text).then(|| text.to_owned()),
        Scalar::Sha256 => (text.len() == 64 && text.bytes().all(is_lower_hex)).then(|| text.to_owned()),
        Scalar::Email => is_email(text).then(|| text.to_owned()),
        Scalar::Url => is_url(text).then(|| text.to_owned()),
        Scalar::Semver => is_semver(text).then(|| text.to_owned()),
        Scalar::Inet => text.parse::<std::net::IpAddr>().ok().map(|address| address.to_string()),
        _ => None,
    };
    text.map(Value::Text)
}

fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

fn is_email(text: &str) -> bool {
    pattern::matches(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", text) && text.chars().count() <= 320
}

fn is_url(text: &str) -> bool {
    pattern::matches(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$", text) && text.chars().count() <= 2048
}

fn is_semver(text: &str) -> bool {
    let part = r"(0|[1-9][0-9]*)";
    let word = r"[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*";
    pattern::matches(&format!(r"^{part}\.{part}\.{part}(-{word})?(\+{word})?$"), text)
}

fn integer_range(scalar: Scalar) -> (i64, i64) {
    match scalar {
        Scalar::Smallint => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Scalar::Int => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    }
}

fn float(literal: &Literal) -> Option<Value> {
    let number = match &literal.value {
        Written::Integer(number) => number.to_string().parse::<f64>().ok()?,
        Written::Float(text) => text.parse::<f64>().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(Value::Float(number))
}

fn vector(literal: &Literal, dimensions: u32) -> Option<Value> {
    let Written::Array(items) = &literal.value else {
        return None;
    };
    let numbers = items.iter().map(float).collect::<Option<Vec<_>>>()?;
    (numbers.len() == dimensions as usize).then_some(Value::Array(numbers))
}

/// Shortest plain digits: no leading zeros, no trailing zeros behind the point, no exponent, no negative zero.
fn decimal(literal: &Literal, precision: u32, scale: u32) -> Option<String> {
    let text = match &literal.value {
        Written::Integer(number) => number.to_string(),
        Written::Float(text) | Written::String(text) => text.clone(),
        _ => return None,
    };
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text.trim_start_matches('+')), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if fraction.len() > scale as usize || whole.len() > (precision - scale) as usize {
        return None;
    }
    let point = if fraction.is_empty() {
        String::new()
    } else {
        format!(".{fraction}")
    };
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && point.is_empty() { "" } else { sign };
    Some(format!("{sign}{whole}{point}"))
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

/// The order of two values of one type, where it has one.
pub(crate) fn compare(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        (Value::Float(left), Value::Float(right)) => left.partial_cmp(right),
        (Value::Decimal(left), Value::Decimal(right)) => Some(decimal_order(left, right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// Decimals have at most 28 digits: scaled to whole numbers they fit 128 bits.
fn decimal_order(left: &str, right: &str) -> std::cmp::Ordering {
    let scaled = |text: &str| {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{fraction:0<28}").parse::<i128>().unwrap_or_default()
    };
    let fits = |text: &str| text.split('.').next().is_some_and(|whole| whole.len() <= 10);
    if fits(left) && fits(right) {
        return scaled(left).cmp(&scaled(right));
    }
    let number = |text: &str| text.parse::<f64>().unwrap_or_default();
    number(left).total_cmp(&number(right))
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

fn noun(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Text | Scalar::Varchar(_) => "a text that fits",
        Scalar::Smallint | Scalar::Int | Scalar::Bigint => "a whole number that fits",
        Scalar::Numeric { .. } => "a decimal that fits",
        Scalar::Float => "a finite number",
        Scalar::Bool => "true or false",
        Scalar::Uuid => "a uuid",
        Scalar::Timestamp => "an instant with a zone",
        Scalar::TimestampLocal => "a time without zone",
        Scalar::Date => "a date",
        Scalar::Time => "a time of day",
        Scalar::Duration => "a duration in seconds",
        Scalar::Json => "JSON",
        Scalar::Bytes => "bytes in base64",
        Scalar::Vector(_) => "a vector of its length",
        Scalar::Email => "an e-mail address",
        Scalar::Url => "a URL",
        Scalar::Sha256 => "a SHA-256 in lower-case hex",
        Scalar::Semver => "a semantic version",
        Scalar::Inet => "an IP address",
        Scalar::Enum(_) | Scalar::Record(_) | Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_) => {
            "such a value"
        }
    }
}

fn example(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Text | Scalar::Varchar(_) => "a text in quotes",
        Scalar::Smallint | Scalar::Int | Scalar::Bigint => "a whole number, as in `3`",
        Scalar::Bool => "`true` or `false`",
        Scalar::Uuid => "lower-case hex with hyphens, as in `\"018f3c1e-0000-7000-8000-000000000000\"`",
        Scalar::Timestamp => "`\"2026-01-31T12:00:00Z\"`, or `\"now\"` for a default",
        Scalar::TimestampLocal => "`\"2026-01-31T12:00:00\"`",
        Scalar::Date => "`\"2026-01-31\"`",
        Scalar::Time => "`\"12:00:00\"`",
        Scalar::Duration => "`\"PT90S\"`",
        Scalar::Bytes => "base64 with padding, as in `\"AQI=\"`",
        Scalar::Email => "`\"reader@example.org\"`",
        Scalar::Url => "`\"https://example.org/\"`",
        Scalar::Sha256 => "64 digits of lower-case hex",
        Scalar::Semver => "`\"1.2.3\"`",
        Scalar::Inet => "`\"192.0.2.1\"`",
        _ => "a value of the type",
    }
}
