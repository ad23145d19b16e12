//! The draft: the newest migration, rewritten by every run until it is sealed. In: what the schema asks for, and the
//! folder as it is. Out: the files to write and those to take away, or why nothing can be planned.

use std::collections::BTreeMap;

use driftless_catalog::{Catalog, Dialect, parse};
use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_output::OutputFile;

use crate::checksum::checksum;
use crate::history::{Entry, HISTORY_FILE, History, State};
use crate::verify::{read_history, report_folder};
use crate::{MigrationTexts, plan};

/// The name of the migration that makes everything.
const FIRST_NAME: &str = "init";

/// One file of a migrations folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFile {
    /// Name within the folder.
    pub name: String,
    /// Text, with provenance markers.
    pub text: String,
}

/// What a migrations folder must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MigrationOutput {
    /// Files to write.
    pub files: Vec<MigrationFile>,
    /// Files of an earlier draft, to be taken away.
    pub withdrawn: Vec<String>,
}

/// Why there is no draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftError {
    /// The folder, or the change, is not as it must be.
    Refused(Diagnostics),
    /// What was emitted is not what was meant: a bug in Driftless.
    Bug(String),
}

/// Drafts the migration that takes the released ones to `catalog`.
///
/// # Errors
/// [`DraftError::Refused`] where the folder's history is broken or sealed; [`DraftError::Bug`] where the emitted SQL
/// does not parse.
pub fn draft(catalog: &Catalog, existing: &BTreeMap<String, String>) -> Result<MigrationOutput, DraftError> {
    let dialect = catalog.dialect;
    let history = read_history(dialect, existing).map_err(DraftError::Refused)?;
    let findings = report_folder(&history, existing, |entry| entry.state == State::Released);
    if findings.has_errors() {
        return Err(DraftError::Refused(findings));
    }
    let plan =
        plan(&Catalog::empty(dialect), catalog).map_err(|_| DraftError::Bug("nothing to plan from".to_owned()))?;
    let texts = MigrationTexts::of(&plan);
    let (up, down) = (emitted(dialect, &texts.up)?, emitted(dialect, &texts.down)?);
    let mut next = History {
        dialect,
        entries: history.released().cloned().collect(),
    };
    let name = match next.entries.first() {
        Some(sealed) if sealed.up == checksum(&up) && next.entries.len() == 1 => sealed.name.clone(),
        Some(_) => return Err(cannot_plan_yet(dialect)),
        None => history.draft().map_or(FIRST_NAME, |entry| &entry.name).to_owned(),
    };
    let sealed = !next.entries.is_empty();
    let number = 1;
    let entry = Entry {
        number,
        name,
        state: State::Draft,
        up: checksum(&up),
        down: checksum(&down),
        chain: String::new(),
    };
    let (up_file, down_file) = (entry.up_file(), entry.down_file());
    if !sealed && !plan.is_empty() {
        next.entries.push(entry);
    }
    let mut output = MigrationOutput {
        files: Vec::new(),
        withdrawn: outdated(&history, &next),
    };
    if !next.entries.is_empty() {
        output.files.push(MigrationFile {
            name: up_file,
            text: texts.up,
        });
        // A sealed way back stays as it was sealed.
        if !sealed {
            output.files.push(MigrationFile {
                name: down_file,
                text: texts.down,
            });
        }
        output.files.push(MigrationFile {
            name: HISTORY_FILE.to_owned(),
            text: next.to_text(),
        });
    }
    Ok(output)
}

/// The text as it is written, which is what checksums are over, once it has been read back.
fn emitted(dialect: Dialect, marked: &str) -> Result<String, DraftError> {
    let file = OutputFile::from_marked(marked).map_err(|error| DraftError::Bug(error.to_string()))?;
    parse::count_statements(dialect, &file.text).map_err(|mistake| DraftError::Bug(mistake.to_string()))?;
    Ok(file.text)
}

/// Files of the draft before that the new one does not write again.
fn outdated(before: &History, after: &History) -> Vec<String> {
    let Some(old) = before.draft() else { return Vec::new() };
    let kept = after.entries.iter().any(|entry| entry.stem() == old.stem());
    if kept {
        Vec::new()
    } else {
        vec![old.up_file(), old.down_file()]
    }
}

fn cannot_plan_yet(dialect: Dialect) -> DraftError {
    let title = dialect.title();
    let message = format!("the schema has changed since the {title} migrations were released");
    let help = format!(
        "this version plans the first migration only: undo the change, or, where no database holds the released one \
         yet, delete the folder `{}` with its history and run `driftless gen` again",
        dialect.as_str()
    );
    DraftError::Refused(std::iter::once(Diagnostic::error(Code::CannotPlanYet, message).help(help)).collect())
}
