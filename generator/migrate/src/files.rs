//! Plans as files: `NNNN_words.up.sql` and `.down.sql`, which sqlx-cli, psql and sqlite3 apply as they are.

use driftless_catalog::Dialect;
use driftless_catalog::sql::Statement;
use driftless_output::HEADER;
use driftless_output::mark_named;

use crate::Plan;

/// How long a statement waits for a lock before it gives up, so that it never makes others wait behind it.
const LOCK_TIMEOUT: &str = "3s";

/// The two texts of a migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationTexts {
    /// Makes the changes; with provenance markers.
    pub up: String,
    /// Undoes them; with provenance markers.
    pub down: String,
}

impl MigrationTexts {
    /// The texts of a plan.
    pub fn of(plan: &Plan) -> Self {
        Self {
            up: up_text(plan),
            down: down_text(plan),
        }
    }
}

/// The file that makes the changes of a plan, with provenance markers.
pub fn up_text(plan: &Plan) -> String {
    let groups = plan
        .steps
        .iter()
        .map(|step| step.up.iter().map(marked).collect::<Vec<_>>().join("\n"));
    text(plan.dialect, &[], &groups.collect::<Vec<_>>())
}

/// The file that undoes them.
pub fn down_text(plan: &Plan) -> String {
    let statements: Vec<_> = plan
        .down()
        .map(|statement| statement.text() + statement.terminator())
        .collect();
    // Tables that refer to each other go one after the other; in between, rows point at nothing.
    let first: &[&str] = match plan.dialect {
        Dialect::Sqlite => &["PRAGMA defer_foreign_keys = ON;"],
        Dialect::Postgres => &[],
    };
    text(plan.dialect, first, &[statements.join("\n")])
}

fn text(dialect: Dialect, first: &[&str], groups: &[String]) -> String {
    let mut parts = vec![format!("-- {HEADER}")];
    let (open, close) = match dialect {
        Dialect::Postgres => (
            vec![
                format!("SET lock_timeout = '{LOCK_TIMEOUT}';"),
                "SET standard_conforming_strings = on;".to_owned(),
            ],
            vec![
                "RESET standard_conforming_strings;".to_owned(),
                "RESET lock_timeout;".to_owned(),
            ],
        ),
        Dialect::Sqlite => (Vec::new(), Vec::new()),
    };
    let opening: Vec<_> = open
        .into_iter()
        .chain(first.iter().map(|&line| line.to_owned()))
        .collect();
    parts.extend((!opening.is_empty()).then(|| opening.join("\n")));
    parts.extend(groups.iter().filter(|group| !group.is_empty()).cloned());
    parts.extend((!close.is_empty()).then(|| close.join("\n")));
    parts.join("\n\n") + "\n"
}

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
