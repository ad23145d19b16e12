//! Sealing the draft: from then on its files are history. In: the folder. Out: the new text of the history, and the
//! new names of the files where the migration was given another name.

use std::collections::BTreeMap;

use driftless_catalog::Dialect;
use driftless_diagnostics::{Code, Diagnostic, Diagnostics};

use crate::history::{History, State, is_name};
use crate::verify::{read_history, report_folder};

/// What sealing changes in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// `0001_init`, under its new name.
    pub stem: String,
    /// The new text of the history's file.
    pub history: String,
    /// Files to rename, old name to new.
    pub renames: Vec<(String, String)>,
}

/// Seals the draft of a folder; `None` where there is none.
///
/// # Errors
/// The folder is not what its history says, or the name cannot be part of a file's name.
pub fn release(
    dialect: Dialect,
    name: Option<&str>,
    folder: &BTreeMap<String, String>,
) -> Result<Option<Release>, Diagnostics> {
    let history = read_history(dialect, folder)?;
    let findings = report_folder(&history, folder, |_| true);
    if findings.has_errors() {
        return Err(findings);
    }
    if let Some(name) = name.filter(|name| !is_name(name)) {
        return Err(std::iter::once(unfit_name(name)).collect());
    }
    Ok(seal(history, name))
}

fn seal(mut history: History, name: Option<&str>) -> Option<Release> {
    let draft = history.entries.last_mut().filter(|entry| entry.state == State::Draft)?;
    let before = [draft.up_file(), draft.down_file()];
    draft.state = State::Released;
    if let Some(name) = name {
        name.clone_into(&mut draft.name);
    }
    let after = [draft.up_file(), draft.down_file()];
    let renames = before.into_iter().zip(after).filter(|(old, new)| old != new).collect();
    Some(Release {
        stem: draft.stem(),
        renames,
        history: history.to_text(),
    })
}

fn unfit_name(name: &str) -> Diagnostic {
    let message = format!("`{}` cannot be the name of a migration", name.escape_debug());
    Diagnostic::error(Code::NameForm, message).help("use lower-case words joined by `_`, such as `add_loans`")
}
