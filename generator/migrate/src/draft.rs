//! The draft: the newest migration, rewritten by every run until it is sealed. In: what the schema asks for, and the
//! folder as it is. Out: the files to write and those to take away, or why nothing can be planned.

use std::collections::BTreeMap;

use driftless_catalog::replay::canonical;
use driftless_catalog::{Catalog, Dialect};
use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_output::OutputFile;

use crate::checksum::{checksum, normalise};
use crate::history::{Entry, HISTORY_FILE, History, State};
use crate::proof::{prove, replayed};
use crate::verify::{read_history, report_folder};
use crate::{MigrationTexts, Plan, plan};

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
/// [`DraftError::Refused`] where the folder's history is broken, or sealed and the schema has changed since;
/// [`DraftError::Bug`] where the emitted SQL does not lead to the schema and back.
pub fn draft(catalog: &Catalog, existing: &BTreeMap<String, String>) -> Result<MigrationOutput, DraftError> {
    let history = read_history(catalog.dialect, existing).map_err(DraftError::Refused)?;
    let findings = report_folder(&history, existing, |entry| entry.state == State::Released);
    if findings.has_errors() {
        return Err(DraftError::Refused(findings));
    }
    if history.released().next().is_some() {
        unchanged(catalog, &history, existing)
    } else {
        rewritten(catalog, &history, existing)
    }
}

/// The released migrations must lead to the schema as it is.
fn unchanged(
    catalog: &Catalog,
    history: &History,
    existing: &BTreeMap<String, String>,
) -> Result<MigrationOutput, DraftError> {
    let empty = Catalog::empty(catalog.dialect);
    let texts = history.released().filter_map(|entry| existing.get(&entry.up_file()));
    let texts: Vec<_> = texts.map(|text| normalise(text)).collect();
    let from = replayed(empty.clone(), texts.iter().map(AsRef::as_ref)).map_err(DraftError::Bug)?;
    let to = canonical(catalog).map_err(|mistake| DraftError::Bug(mistake.to_string()))?;
    plan(&from, &to).map_err(|_| cannot_plan_yet(catalog.dialect))?;
    let sealed = History {
        dialect: history.dialect,
        entries: history.released().cloned().collect(),
    };
    let mut output = MigrationOutput {
        files: Vec::new(),
        withdrawn: outdated(history, &sealed),
    };
    // The same text again, where this version would write it so: its lines lead back to the schema.
    if let ([entry], Ok(plan)) = (sealed.entries.as_slice(), plan(&empty, catalog)) {
        let text = MigrationTexts::of(&plan).up;
        if checksum(&emitted(&text)?) == entry.up {
            output.files.push(MigrationFile {
                name: entry.up_file(),
                text,
            });
        }
    }
    output.files.push(MigrationFile {
        name: HISTORY_FILE.to_owned(),
        text: sealed.to_text(),
    });
    Ok(output)
}

/// Nothing is sealed: the first migration is written anew.
fn rewritten(
    catalog: &Catalog,
    history: &History,
    existing: &BTreeMap<String, String>,
) -> Result<MigrationOutput, DraftError> {
    let dialect = catalog.dialect;
    let all = plan(&Catalog::empty(dialect), catalog)
        .map_err(|_| DraftError::Bug("the first migration has nothing to begin from".to_owned()))?;
    let mut next = History::empty(dialect);
    let mut files = Vec::new();
    if !all.is_empty() {
        let name = history.draft().map_or(FIRST_NAME, |entry| &entry.name);
        let (entry, texts) = first_entry(&all, name, catalog, existing)?;
        files.push(MigrationFile {
            name: entry.up_file(),
            text: texts.up,
        });
        files.push(MigrationFile {
            name: entry.down_file(),
            text: texts.down,
        });
        next.entries.push(entry);
        files.push(MigrationFile {
            name: HISTORY_FILE.to_owned(),
            text: next.to_text(),
        });
    }
    Ok(MigrationOutput {
        files,
        withdrawn: outdated(history, &next),
    })
}

/// The texts of the first migration, proven; those that lie there already were proven when they were written.
fn first_entry(
    all: &Plan,
    name: &str,
    catalog: &Catalog,
    existing: &BTreeMap<String, String>,
) -> Result<(Entry, MigrationTexts), DraftError> {
    let texts = MigrationTexts::of(all);
    let (up, down) = (emitted(&texts.up)?, emitted(&texts.down)?);
    let (state, chain) = (State::Draft, String::new());
    let entry = Entry {
        number: 1,
        name: name.to_owned(),
        state,
        up: checksum(&up),
        down: checksum(&down),
        chain,
    };
    let lies_there = |name: String, sum: &str| existing.get(&name).is_some_and(|text| checksum(text) == sum);
    if !(lies_there(entry.up_file(), &entry.up) && lies_there(entry.down_file(), &entry.down)) {
        prove(catalog, &up, &down).map_err(DraftError::Bug)?;
    }
    Ok((entry, texts))
}

/// The text as it is written, which is what checksums are over.
fn emitted(marked: &str) -> Result<String, DraftError> {
    OutputFile::from_marked(marked)
        .map(|file| file.text)
        .map_err(|error| DraftError::Bug(error.to_string()))
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
         yet, delete the {title} migrations with their history and run `driftless gen` again"
    );
    DraftError::Refused(std::iter::once(Diagnostic::error(Code::CannotPlanYet, message).help(help)).collect())
}
