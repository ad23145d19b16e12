//! JSDoc. In: what the schema says about a declaration. Out: a finished comment, or nothing. Values of secret and
//! internal members never appear.

use driftless_model::{Default, Scalar, Schema, Value, Wire};
use driftless_shape::{Item, ItemType, Member, Presence};

use crate::escape::comment_line;
use crate::literal::{json, plain};

/// A comment of these lines at this indentation, with its line break; nothing where there is nothing to say.
pub(crate) fn block(lines: &[String], indent: &str) -> String {
    match lines {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String = lines
                .iter()
                .map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n")
                .collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// What a declaration is, and what to use instead.
pub(crate) fn declaration(doc: &str, deprecated: Option<&str>) -> Vec<String> {
    let mut lines = text(doc);
    lines.extend(deprecated.map(|instead| tag("deprecated", instead)));
    lines
}

/// What a member means, what narrows it, and what it looks like.
pub(crate) fn member(schema: &Schema, member: &Member) -> Vec<String> {
    let mut lines = text(&member.doc);
    if let Some(pii) = &member.pii {
        let purpose = pii.purpose.as_ref().map_or_else(String::new, |purpose| {
            format!(", held for: {}", purpose.trim_end_matches('.'))
        });
        lines.extend(text(&format!("Personal data ({}){purpose}.", pii.kind)));
    }
    let scalar = scalar(&member.ty);
    let shown = !member.write_only && (!member.redacted || member.pii.is_some());
    // Only who may leave a key out needs to know what then happens.
    if shown
        && member.presence == Presence::Optional
        && let Some(default) = &member.default
    {
        lines.push(default_line(default, scalar, schema.wire));
    }
    // A named type tells what narrows it where it is declared.
    if member.ty.named.is_none() {
        lines.extend(limits(&member.ty));
    }
    lines.extend(list_limits(&member.ty));
    if shown {
        let examples = member
            .examples
            .iter()
            .map(|example| tag("example", &json(example, scalar, schema.wire)));
        lines.extend(examples);
    }
    lines.extend(member.deprecated.as_ref().map(|instead| tag("deprecated", instead)));
    lines
}

/// A text as lines, without empty ones at its ends.
pub(crate) fn text(doc: &str) -> Vec<String> {
    doc.trim().lines().map(comment_line).collect()
}

/// What narrows a value, as tags that editors and converters know.
pub(crate) fn limits(ty: &ItemType) -> Vec<String> {
    let mut lines: Vec<String> = scalar(ty)
        .and_then(format)
        .map(|word| tag("format", word))
        .into_iter()
        .collect();
    let number = |name: &str, value: &Option<Value>| value.as_ref().map(|value| tag(name, &plain(value)));
    lines.extend(number("minimum", &ty.limits.min));
    lines.extend(number("maximum", &ty.limits.max));
    let widest = match scalar(ty) {
        Some(Scalar::Varchar(most)) => Some(most),
        _ => None,
    };
    let length = ty.limits.length;
    lines.extend(
        length
            .filter(|length| length.min > 0)
            .map(|length| tag("minLength", &length.min.to_string())),
    );
    let most = [length.and_then(|length| length.max), widest]
        .into_iter()
        .flatten()
        .min();
    lines.extend(most.map(|most| tag("maxLength", &most.to_string())));
    lines.extend(ty.limits.pattern.as_ref().map(|pattern| tag("pattern", pattern)));
    lines
}

/// How many elements a list has.
fn list_limits(ty: &ItemType) -> Vec<String> {
    let least = ty
        .array
        .filter(|items| items.min > 0)
        .map(|items| tag("minItems", &items.min.to_string()));
    let most = ty
        .array
        .and_then(|items| items.max)
        .map(|most| tag("maxItems", &most.to_string()));
    least.into_iter().chain(most).collect()
}

/// The scalar of a type, where it is one.
fn scalar(ty: &ItemType) -> Option<Scalar> {
    match ty.item {
        Item::Scalar(scalar) => Some(scalar),
        _ => None,
    }
}

fn default_line(default: &Default, scalar: Option<Scalar>, wire: Wire) -> String {
    match default {
        Default::Now => "Set to the current time when left out.".to_owned(),
        Default::Uuid => "Made by the service when left out.".to_owned(),
        Default::Value(value) => tag("default", &json(value, scalar, wire)),
    }
}

/// A tag and its text on one line.
fn tag(name: &str, text: &str) -> String {
    let line: Vec<&str> = text.lines().collect();
    format!("@{name} {}", comment_line(&line.join(" ")))
        .trim_end()
        .to_owned()
}

/// The word for the form of a text, as OpenAPI's registry has it.
fn format(scalar: Scalar) -> Option<&'static str> {
    Some(match scalar {
        Scalar::Uuid => "uuid",
        Scalar::Email => "email",
        Scalar::Url => "uri",
        Scalar::Timestamp => "date-time",
        Scalar::TimestampLocal => "date-time-local",
        Scalar::Date => "date",
        Scalar::Time => "time-local",
        Scalar::Duration => "duration",
        Scalar::Bigint => "int64",
        Scalar::Smallint => "int16",
        Scalar::Int => "int32",
        Scalar::Numeric { .. } => "decimal",
        _ => return None,
    })
}
