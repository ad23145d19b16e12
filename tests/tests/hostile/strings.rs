//! Texts that mean something to a tool behind Driftless. In: ways out of the place a text is printed to, and what would run
//! out there. Out: every pair of them as it stands in a schema. It never makes a text that no tool would stumble over.
//!
//! What would run is a canary: it leaves a file, a table, a global or a broken build behind, which the tests look for.

use crate::leads::{Lead, leads};

/// The file that a canary leaves behind in the folder where it ran.
pub(crate) const FIRED: &str = "canary_fired";

/// A text, as it stands in a schema and as the schema means it.
#[derive(Debug, Clone)]
pub(crate) struct Hostile {
    /// The literal of TOML, quotes and all.
    pub(crate) toml: String,
    /// What it means; nothing where it is no text.
    pub(crate) text: Option<String>,
}

/// What runs where a text is taken for code, by language.
pub(crate) const PAYLOADS: [&str; 12] = [
    "CREATE TABLE canary (id int);",
    "\\! touch canary_fired",
    ".shell touch canary_fired",
    "std::fs::write(\"canary_fired\", \"rust\").unwrap();",
    "compile_error!(\"canary\");",
    "fn canary() { panic!(\"canary\") }",
    "export const canary = globalThis.canary = 1;",
    "process.getBuiltinModule('fs').writeFileSync('canary_fired', 'node');",
    "open('canary_fired', 'w').write('python')",
    "touch canary_fired",
    "<script>canary()</script>",
    "{canary}{0}{}%(canary)s{{ canary }}",
];

/// All of them: each way out with each payload, and each way out bare.
pub(crate) fn hostile() -> Vec<Hostile> {
    let leads = leads();
    let pairs = leads
        .iter()
        .flat_map(|lead| PAYLOADS.iter().map(|payload| lead.around(payload)));
    let bare = leads.iter().map(|lead| lead.around(""));
    let mut all: Vec<Hostile> = pairs.chain(bare).filter(|text| !text.is_empty()).map(told).collect();
    all.extend(untold());
    all
}

fn told(text: String) -> Hostile {
    Hostile {
        toml: quoted(&text),
        text: Some(text),
    }
}

/// What only an escape can say, and what no text is: halves of surrogate pairs, code points that do not exist.
fn untold() -> Vec<Hostile> {
    let escapes = [
        "\\uD800",
        "\\uDFFF",
        "\\uD83D\\uDE00",
        "\\U00110000",
        "\\UFFFFFFFF",
        "\\x41",
        "\\/",
    ];
    let wrong = escapes.iter().map(|escape| format!("\"{escape}canary\""));
    wrong.map(|toml| Hostile { toml, text: None }).collect()
}

/// A text as a basic string of TOML: control characters cannot stand there as themselves.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

impl Lead {
    fn around(&self, payload: &str) -> String {
        format!("{}{payload}{}", self.before, self.after)
    }
}
