//! Plans as files: `NNNN_words.up.sql` and `.down.sql`, which sqlx-cli, psql and sqlite3 apply as they are.

use driftless_catalog::Dialect;
use driftless_catalog::sql::Statement;
use driftless_output::HEADER;
use driftless_output::mark_named;

use crate::plan::{Form, Part, Script};

/// How long a statement waits for a lock before it gives up, so that it never makes others wait behind it.
const LOCK_TIMEOUT: &str = "3s";

/// What sqlx looks for in the first bytes of a file that must not be wrapped in a transaction.
const NO_TRANSACTION: &str = "-- no-transaction";

/// The two texts of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationTexts {
    /// Makes the changes; with provenance markers.
    pub up: String,
    /// Undoes them; with provenance markers.
    pub down: String,
}

/// What the texts of a migration say about it before they begin.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Remarks<'r> {
    /// What the author allowed to be lost.
    pub(crate) allowed: &'r [String],
    /// What the way back cannot bring back.
    pub(crate) irreversible: &'r [String],
}

impl MigrationTexts {
    /// The texts of a part of a plan.
    pub(crate) fn of(dialect: Dialect, part: &Part, remarks: Remarks<'_>) -> Self {
        let allowed = remarks
            .allowed
            .iter()
            .map(|what| format!("-- allowed: {}", on_one_line(what)));
        let lost = remarks
            .irreversible
            .iter()
            .map(|what| format!("-- does not bring back: {}", on_one_line(what)));
        let noted = (part.up.groups.is_empty() && part.down.groups.is_empty()).then(|| {
            "-- what documents may hold has changed: the database need not know, the next migration must".to_owned()
        });
        Self {
            up: text(dialect, &part.up, &allowed.chain(noted).collect::<Vec<_>>()),
            down: text(dialect, &part.down, &lost.collect::<Vec<_>>()),
        }
    }
}

/// A remark must not begin a line of its own.
fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn text(dialect: Dialect, script: &Script, remarks: &[String]) -> String {
    let mut head = vec![format!("-- {HEADER}")];
    if script.form != Form::Transaction {
        head.insert(0, NO_TRANSACTION.to_owned());
    }
    head.extend(remarks.iter().cloned());
    let mut parts = vec![head.join("\n")];
    let groups = script.groups.iter().filter(|group| !group.is_empty());
    let groups: Vec<_> = groups
        .map(|group| group.iter().map(marked).collect::<Vec<_>>().join("\n"))
        .collect();
    let nothing = groups.is_empty();
    let (open, close) = match (dialect, script.form) {
        (Dialect::Postgres, Form::Transaction) if !nothing => (OPEN, CLOSE),
        _ => (&[][..], &[][..]),
    };
    parts.extend((!open.is_empty()).then(|| open.join("\n").replace("{LOCK_TIMEOUT}", LOCK_TIMEOUT)));
    parts.extend(groups);
    parts.extend(nothing.then(|| "-- nothing to do".to_owned()));
    parts.extend((!close.is_empty()).then(|| close.join("\n")));
    parts.join("\n\n") + "\n"
}

const OPEN: &[&str] = &[
    "SET lock_timeout = '{LOCK_TIMEOUT}';",
    "SET standard_conforming_strings = on;",
];

const CLOSE: &[&str] = &["RESET standard_conforming_strings;", "RESET lock_timeout;"];

fn marked(statement: &Statement) -> String {
    let lines = statement.lines().iter().map(|line| match &line.source {
        Some((origin, name)) => match origin.span {
            Some(span) => format!("{}{}", mark_named(span, name), line.text),
            None => line.text.clone(),
        },
        None => line.text.clone(),
    });
    lines.collect::<Vec<_>>().join("\n") + statement.terminator()
}
