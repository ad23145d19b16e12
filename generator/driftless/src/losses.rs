//! What the loss gate has to say, for people and machines: one finding for each thing that would be lost, whichever
//! databases it is lost in.

use driftless_catalog::Dialect;
use driftless_diagnostics::{Code, Diagnostic};
use driftless_migrate::{Loss, Stop};

use crate::migrations::Database;

/// A database whose migration was stopped.
#[derive(Debug)]
pub struct Stopped {
    /// Which one.
    pub database: Database,
    /// What would be lost, and the files that would have been drafted.
    pub stop: Stop,
}

/// The findings of all databases, each loss once.
pub(crate) fn findings(stopped: &[Stopped]) -> Vec<Diagnostic> {
    let mut seen: Vec<(&Loss, Vec<(Dialect, &str)>)> = Vec::new();
    for one in stopped {
        for loss in &one.stop.losses {
            let count = loss.count.as_deref().map(|count| (one.database.dialect, count));
            match seen.iter_mut().find(|(known, _)| known.allowance() == loss.allowance()) {
                Some((_, counts)) => counts.extend(count),
                None => seen.push((loss, count.into_iter().collect())),
            }
        }
    }
    seen.into_iter().map(|(loss, counts)| finding(loss, &counts)).collect()
}

fn finding(loss: &Loss, counts: &[(Dialect, &str)]) -> Diagnostic {
    let mut message = format!("{}: {}", loss.allowance(), loss.why);
    if !loss.dependents.is_empty() {
        message.push_str(&format!("; with it go {}", loss.dependents.join(", ")));
    }
    let mut finding = Diagnostic::error(Code::Loss, message).object(loss.object.clone());
    if let Some(span) = loss.origin.span {
        finding = finding.label(span, "asked for here");
    }
    let mut help: Vec<String> = loss.help.iter().cloned().collect();
    if loss.code.is_allowable() {
        help.push(format!(
            "if that is meant: driftless gen --allow {}",
            quoted(&loss.allowance().to_string())
        ));
    } else {
        help.push("rows that never change cannot be changed by a migration either: undo the change".to_owned());
    }
    help.extend(counted(counts));
    finding.help(help.join("\n"))
}

/// The same query for all databases is said once.
fn counted(counts: &[(Dialect, &str)]) -> Vec<String> {
    match counts {
        [] => Vec::new(),
        [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => {
            vec![format!("rows it happens to: {first}")]
        }
        all => {
            let told = all
                .iter()
                .map(|(dialect, count)| format!("rows it happens to on {}: {count}", dialect.title()));
            told.collect()
        }
    }
}

/// As a shell takes it.
fn quoted(words: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ':' | '.' | '_' | '-' | '+');
    if words.chars().all(plain) {
        words.to_owned()
    } else {
        format!("'{}'", words.replace('\'', "'\\''"))
    }
}
