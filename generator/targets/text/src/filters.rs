//! What templates can do with names and texts. In: a value of the view. Out: a name in another case, or text that is
//! safe in its place; only the latter may be printed as it is.

use driftless_model::Name;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};

use crate::escape;
use crate::reports::span;

/// Makes a text safe in one place.
type Escape = fn(&str) -> String;

/// Spells a name in one case.
type Spelling = fn(&Name) -> String;

/// Escapes, by the name of the filter.
const ESCAPES: [(&str, Escape); 10] = [
    ("python_string", escape::python_string),
    ("python_doc", escape::python_doc),
    ("python_name", escape::python_name),
    ("markdown", escape::markdown),
    ("prose", escape::markdown_prose),
    ("code", escape::markdown_code),
    ("mermaid_word", escape::mermaid_word),
    ("mermaid_text", escape::mermaid_text),
    ("comment", escape::comment),
    ("toml", json_text),
];

/// Cases of names, by the name of the filter. They keep a text as safe as it was: words and underscores.
const CASES: [(&str, Spelling); 7] = [
    ("snake", Name::snake),
    ("pascal", Name::pascal),
    ("camel", Name::camel),
    ("kebab", Name::kebab),
    ("shouting", Name::shouting),
    ("plural", Name::plural),
    ("singular", Name::singular),
];

/// Registers all of them.
pub(crate) fn register(environment: &mut Environment<'_>) {
    for (name, escape) in ESCAPES {
        environment.add_filter(name, move |text: Value| Value::from_safe_string(escape(&plain(&text))));
    }
    for (name, case) in CASES {
        environment.add_filter(name, move |text: String| case(&Name::new(text)));
    }
    environment.add_filter("json", |value: Value| json(&value).map(Value::from_safe_string));
    environment.add_filter("python", |value: Value| python(&value).map(Value::from_safe_string));
    environment.add_filter("join", join);
    environment.add_filter("cut", |text: Value| cut(&text));
    environment.add_filter("indent_by", |text: Value, spaces: usize| indent(&text, spaces));
    environment.add_function("mark", |thing: Value, name: Option<String>| mark(&thing, name));
}

/// A provenance marker for what a line declares.
fn mark(thing: &Value, name: Option<String>) -> Result<Value, Error> {
    let span = span(thing)?;
    let marker = match name {
        Some(name) => driftless_output::mark_named(span, &escape::one_line(&name)),
        None => driftless_output::mark(span),
    };
    Ok(Value::from_safe_string(marker))
}

/// Safe texts with code of the template between them.
fn join(items: Value, between: String) -> Result<Value, Error> {
    let mut joined: Vec<String> = Vec::new();
    for item in items.try_iter()? {
        let is_printable = item.is_safe() || item.as_str().is_none_or(is_plain);
        if !is_printable {
            return Err(unescaped(&item));
        }
        joined.push(item.to_string());
    }
    Ok(Value::from_safe_string(joined.join(&between)))
}

/// Without the separator and blanks at its end.
fn cut(text: &Value) -> Value {
    let shown = text.to_string();
    let cut = shown.trim_end().trim_end_matches([';', ',']).to_owned();
    if text.is_safe() {
        Value::from_safe_string(cut)
    } else {
        Value::from(cut)
    }
}

/// Every line but the first, further to the right.
fn indent(text: &Value, spaces: usize) -> Value {
    let indented = text.to_string().replace('\n', &format!("\n{}", " ".repeat(spaces)));
    if text.is_safe() {
        Value::from_safe_string(indented)
    } else {
        Value::from(indented)
    }
}

/// JSON on one line.
fn json(value: &Value) -> Result<String, Error> {
    serde_json::to_string(&to_json(value)?).map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
}

fn to_json(value: &Value) -> Result<serde_json::Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A Python literal.
fn python(value: &Value) -> Result<String, Error> {
    to_json(value).map(|value| python_literal(&value))
}

fn python_literal(value: &serde_json::Value) -> String {
    use serde_json::Value as Json;
    match value {
        Json::Null => "None".to_owned(),
        Json::Bool(true) => "True".to_owned(),
        Json::Bool(false) => "False".to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => escape::python_string(text),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(python_literal).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(members) => {
            let member = |(key, value): (&String, &serde_json::Value)| {
                format!("{}: {}", escape::python_string(key), python_literal(value))
            };
            let members: Vec<String> = members.iter().map(member).collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Text that means the same in every language: words, numbers, and what joins them in names, paths and versions.
pub(crate) fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

/// Why a text was not printed.
pub(crate) fn unescaped(value: &Value) -> Error {
    let shown: String = value.to_string().chars().take(40).collect();
    let message =
        format!("the text {shown:?} is printed without an escape; let it pass a filter such as `json` or `prose`");
    Error::new(ErrorKind::BadEscape, message)
}
