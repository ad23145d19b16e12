//! What the files of a migration do to a database in use. In: what is there before, and the texts in order. Out: for each
//! file its statements, with what they lock, read, rewrite and endanger. It judges nothing and drafts nothing.

use std::collections::BTreeMap;

use driftless_catalog::{Catalog, Dialect};
use driftless_diagnostics::Code;
use driftless_hazard::{Inspected, Inspector};

use crate::base::{base, unreadable};
use crate::checksum::normalise;
use crate::draft::DraftError;
use crate::history::{Entry, History};
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
}

/// Inspects files, the first of which runs on what is there.
pub(crate) fn inspected(
    before: Catalog,
    files: impl Iterator<Item = (String, String)>,
) -> Result<Vec<InspectedFile>, DraftError> {
    let mut inspector = Inspector::of(before);
    let mut all = Vec::new();
    for (name, text) in files {
        let statements = inspector
            .file(&text)
            .map_err(|mistake| unreadable(&name, &text, &mistake))?;
        all.push(InspectedFile { name, text, statements });
    }
    Ok(all)
}

/// Inspects the files of a folder as they lie there: those that are not sealed, or all.
///
/// # Errors
/// The history cannot be read, or a file cannot be understood.
pub fn inspect_folder(
    dialect: Dialect,
    folder: &BTreeMap<String, String>,
    sealed: bool,
) -> Result<Vec<InspectedFile>, DraftError> {
    let history = read_history(dialect, folder).map_err(DraftError::Refused)?;
    let (before, entries): (Catalog, Vec<&Entry>) = if sealed {
        (Catalog::empty(dialect), history.entries.iter().collect())
    } else {
        let settled = History {
            entries: history
                .entries
                .iter()
                .filter(|entry| entry.is_sealed())
                .cloned()
                .collect(),
            ..history.clone()
        };
        (base(&settled, folder)?.catalog, history.drafts().collect())
    };
    let files = entries.iter().filter_map(|entry| {
        let name = entry.up_file();
        let text = normalise(folder.get(&name)?).into_owned();
        Some((name, text))
    });
    let mut files = inspected(before, files)?;
    let ours = |file: &InspectedFile| {
        entries
            .iter()
            .any(|entry| !entry.by_hand && entry.up_file() == file.name)
    };
    files.iter_mut().filter(|file| ours(file)).for_each(forget_losses);
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
