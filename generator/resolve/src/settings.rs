//! What stands once: version, wire, outputs, lint levels.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Severity, Span};
use driftless_model::{Case, Name, Output, Setting, Value, Wire, WireNumber};
use driftless_syntax::Document;
use driftless_syntax::document::{
    self as written, Literal, NumberForm, OutputDecl, OutputSettings, SchemaDecl, Spanned, Text, WireDecl, Word,
};

use crate::scalars::severity;

/// How this compiler lowers schemas to SQL.
const LOWERING: u32 = 1;

/// The version of the contract: a semantic version, as the grammar has made sure.
pub(crate) fn version(schema: Option<&SchemaDecl>) -> String {
    let written = schema.and_then(|schema| schema.version.as_ref());
    written.map_or("0.1.0".to_owned(), |version| version.value.clone())
}

/// The generation of lowering rules: the grammar lets no other pass.
pub(crate) fn lowering() -> u32 {
    LOWERING
}

/// How names are spelled on the wire.
pub(crate) fn case(wire: &WireDecl) -> Case {
    match wire.case.map(|case| case.value) {
        None | Some(written::Case::Snake) => Case::Snake,
        Some(written::Case::Camel) => Case::Camel,
    }
}

/// Choices about JSON.
pub(crate) fn wire(wire: &WireDecl) -> Wire {
    let number = |form: Option<Spanned<NumberForm>>| match form.map(|form| form.value) {
        None | Some(NumberForm::String) => WireNumber::String,
        Some(NumberForm::Number) => WireNumber::Number,
    };
    Wire {
        int8: number(wire.int8),
        numeric: number(wire.numeric),
        case: case(wire),
    }
}

/// Settings of outputs.
pub(crate) fn outputs(document: &Document, diagnostics: &mut Diagnostics) -> Vec<Output> {
    document
        .outputs
        .iter()
        .map(|declared| output(declared, diagnostics))
        .collect()
}

fn output(declared: &OutputDecl, diagnostics: &mut Diagnostics) -> Output {
    for path in declared.path.iter().chain(&declared.templates) {
        check_path(path, diagnostics);
    }
    Output {
        name: Name::new(declared.name.as_str()),
        span: declared.name.span,
        enabled: declared.enabled.or(true),
        path: declared
            .path
            .as_ref()
            .map(|path| path.value.trim_end_matches('/').to_owned()),
        templates: declared
            .templates
            .as_ref()
            .map(|path| path.value.trim_end_matches('/').to_owned()),
        settings: output_settings(&declared.settings),
    }
}

/// Outputs stay below the schema: what lies elsewhere belongs to somebody else.
fn check_path(path: &Text, diagnostics: &mut Diagnostics) {
    let text = path.as_str();
    let strays = text.is_empty()
        || text.starts_with('/')
        || text.contains(['\\', ':'])
        || text.contains(char::is_control)
        || text.trim_end_matches('/').split('/').any(is_no_folder);
    if strays {
        diagnostics.push(
            Diagnostic::error(
                Code::ValueMismatch,
                format!("`{text}` is not a folder below the schema"),
            )
            .label(path.span, "leads elsewhere")
            .help("write a relative path without `..`, as in `generated/typescript`"),
        );
    }
}

/// What leads elsewhere, or is a name of what lies there only while files are written.
fn is_no_folder(part: &str) -> bool {
    matches!(part, "" | "." | "..") || part.to_lowercase().starts_with(".driftless-")
}

fn output_settings(settings: &OutputSettings) -> Vec<(String, Setting)> {
    let text = |key: &str, text: &Option<Text>| {
        text.as_ref()
            .map(|text| (key.to_owned(), Setting::Text(text.value.clone())))
    };
    fn word<T: Word>(key: &str, word: Option<Spanned<T>>) -> Option<(String, Setting)> {
        word.map(|word| (key.to_owned(), Setting::Text(word.value.as_str().to_owned())))
    }
    let found: Vec<Option<(String, Setting)>> = match settings {
        OutputSettings::Postgres { app_role } => vec![text("app_role", app_role)],
        OutputSettings::Sqlite { uuid, decimal } => vec![word("uuid", *uuid), word("decimal", *decimal)],
        OutputSettings::Rust { package } | OutputSettings::Python { package } => vec![text("package", package)],
        OutputSettings::Openapi {
            title,
            version,
            servers,
            auth,
        } => vec![
            text("title", title),
            word("version", *version),
            word("auth", *auth),
            Some((
                "servers".to_owned(),
                Setting::List(servers.iter().map(|text| text.value.clone()).collect()),
            )),
        ],
        OutputSettings::Typescript { package, brands } => vec![text("package", package), word("brands", *brands)],
        OutputSettings::Docs | OutputSettings::JsonSchema => Vec::new(),
        OutputSettings::Custom { options } => vec![options.as_ref().map(options_table)],
    };
    found.into_iter().flatten().collect()
}

fn options_table(options: &Literal) -> (String, Setting) {
    let entries = match json(options) {
        Value::Object(entries) => entries,
        _ => Vec::new(),
    };
    ("options".to_owned(), Setting::Table(entries))
}

fn json(literal: &Literal) -> Value {
    match &literal.value {
        written::Value::String(text) | written::Value::Datetime(text) => Value::Text(text.clone()),
        written::Value::Integer(number) => Value::Int(*number),
        written::Value::Float(text) => text.parse().map_or_else(|_| Value::Text(text.clone()), Value::Float),
        written::Value::Bool(yes) => Value::Bool(*yes),
        written::Value::Array(items) => Value::Array(items.iter().map(json).collect()),
        written::Value::Table(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| (key.value.clone(), json(value)))
                .collect(),
        ),
    }
}

/// How bad findings are in this project. Words that are no code were reported with the text.
pub(crate) fn levels(document: &Document, diagnostics: &mut Diagnostics) -> Vec<(Code, Option<Severity>)> {
    let mut levels = Vec::new();
    for line in &document.lints {
        let Ok(code) = line.code.value.parse::<Code>() else {
            continue;
        };
        if Code::QUESTIONABLE.contains(&code) {
            levels.push((code, severity(line.level.value)));
        } else {
            diagnostics.push(always_wrong(code, line.code.span));
        }
    }
    levels
}

fn always_wrong(code: Code, span: Span) -> Diagnostic {
    Diagnostic::error(Code::KeyConflict, format!("`{code}` is always an error"))
        .label(span, "has no level")
        .help("remove the line; levels are for what is questionable, not for what is wrong")
}
