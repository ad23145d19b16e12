//! What the files of a migration do to a database in use. In: what is there before, and the texts in order. Out: for each
//! file its statements, with what they lock, read, rewrite and endanger. It judges nothing and drafts nothing.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::parse::Mistake;
use driftless_catalog::{Catalog, Dialect};
use driftless_diagnostics::Code;
use driftless_hazard::{Inspected, Inspector};

use crate::base::{base, unreadable};
use crate::checksum::normalise;
use crate::draft::DraftError;
use crate::verify::read_history;

/// A file that makes changes, and what its statements do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectedFile {
    /// Name within the folder.
    pub name: String,
    /// Text.
    pub text: String,
    /// Its statements, whose ranges are bytes of the text.
    pub statements: Vec<Inspected>,
    /// Why they are not known.
    pub mistake: Option<Mistake>,
}

/// Inspects files, the first of which runs on what is there.
pub(crate) fn inspected(
    before: Catalog,
    files: impl Iterator<Item = (String, String)>,
) -> Result<Vec<InspectedFile>, DraftError> {
    let mut inspector = Inspector::of(before);
    let mut all = Vec::new();
    for (name, text) in files {
        let file = read(&mut inspector, name, text);
        if let Some(mistake) = &file.mistake {
            return Err(unreadable(&file.name, &file.text, mistake));
        }
        all.push(file);
    }
    Ok(all)
}

fn read(inspector: &mut Inspector, name: String, text: String) -> InspectedFile {
    let (statements, mistake) = match inspector.file(&text) {
        Ok(statements) => (statements, None),
        Err(mistake) => (Vec::new(), Some(mistake)),
    };
    InspectedFile {
        name,
        text,
        statements,
        mistake,
    }
}

/// Inspects the files of a folder as they lie there: those that are not sealed, or all. Those that the history does not
/// know come last; whoever put them there means to run them.
///
/// # Errors
/// The history or what it seals cannot be read.
pub fn inspect_folder(
    dialect: Dialect,
    folder: &BTreeMap<String, String>,
    sealed: bool,
) -> Result<Vec<InspectedFile>, DraftError> {
    let history = read_history(dialect, folder).map_err(DraftError::Refused)?;
    let before = if sealed {
        Catalog::empty(dialect)
    } else {
        base(&history.only_sealed(), folder)?.catalog
    };
    let mut inspector = Inspector::of(before);
    let mut files = Vec::new();
    for entry in history.entries.iter().filter(|entry| sealed || !entry.is_sealed()) {
        let name = entry.up_file();
        let Some(text) = folder.get(&name) else { continue };
        let mut file = read(&mut inspector, name, normalise(text).into_owned());
        if !entry.by_hand {
            forget_losses(&mut file);
        }
        files.push(file);
    }
    let known: BTreeSet<String> = history
        .entries
        .iter()
        .flat_map(|entry| [entry.up_file(), entry.down_file()])
        .collect();
    let leads_upwards = |name: &str| name.ends_with(".sql") && !name.ends_with(".down.sql");
    for (name, text) in folder
        .iter()
        .filter(|(name, _)| leads_upwards(name) && !known.contains(*name))
    {
        files.push(read(&mut inspector, name.clone(), normalise(text).into_owned()));
    }
    Ok(files)
}

/// What a drafted file loses was allowed by name: there is nothing left to warn of.
pub(crate) fn forget_losses(file: &mut InspectedFile) {
    for statement in &mut file.statements {
        statement
            .hazards
            .retain(|hazard| !matches!(hazard.code, Code::LostData | Code::LostGuarantee));
    }
}
