//! The answer to `explain`, for people and as JSON.

use driftless_diagnostics::Location;
use serde_json::{Value, json};

use crate::arguments::AnswerFormat;

/// One declaration and everywhere it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// What was asked.
    pub(super) what: String,
    /// Where it is declared.
    pub(super) location: Option<Location>,
    /// The line of the declaration.
    pub(super) line: String,
    /// Where it was emitted to, in path order.
    pub(super) emitted: Vec<Place>,
}

/// A line of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The file.
    pub(super) path: String,
    /// The line, from 1.
    pub(super) line: usize,
    /// What the output calls it.
    pub(super) name: Option<String>,
}

/// Renders answers.
pub(super) fn render(answers: &[Answer], format: AnswerFormat) -> String {
    match format {
        AnswerFormat::Human => answers.iter().map(human).collect::<Vec<_>>().join("\n"),
        AnswerFormat::Json => {
            let answers: Vec<Value> = answers.iter().map(as_json).collect();
            format!("{:#}\n", json!({ "version": 1, "answers": answers }))
        }
    }
}

fn human(answer: &Answer) -> String {
    let place = answer
        .location
        .as_ref()
        .map_or_else(String::new, |at| format!("{}:{}:{}", at.file, at.line, at.column));
    let mut text = format!("{} comes from {place}\n\n    {}\n\n", answer.what, answer.line.trim());
    if !answer.emitted.is_empty() {
        text.push_str("emitted as\n");
    }
    for place in &answer.emitted {
        let name = place.name.as_ref().map_or_else(String::new, |name| format!("  {name}"));
        text.push_str(&format!("    {}:{}{name}\n", place.path, place.line));
    }
    text
}

fn as_json(answer: &Answer) -> Value {
    let location = answer.location.as_ref();
    let emitted = answer.emitted.iter();
    json!({
        "what": answer.what,
        "schema": location.map(|at| json!({ "file": at.file, "line": at.line, "column": at.column })),
        "line": answer.line,
        "emitted": emitted.map(|at| json!({ "file": at.path, "line": at.line, "name": at.name })).collect::<Vec<_>>(),
    })
}
