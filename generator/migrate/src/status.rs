//! The migrations of a folder and whether they are sealed.

use std::collections::BTreeMap;

use driftless_catalog::Dialect;
use driftless_diagnostics::Diagnostics;

use crate::checksum::checksum;
use crate::history::State;
use crate::verify::read_history;

/// One migration as it lies in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// `0001_init`
    pub stem: String,
    /// Whether it may still change.
    pub state: State,
    /// Whether its author is not Driftless.
    pub by_hand: bool,
    /// Whether both files are there and as the history says.
    pub intact: bool,
}

/// Lists the migrations of a folder in order.
///
/// # Errors
/// The history cannot be read.
pub fn status(dialect: Dialect, folder: &BTreeMap<String, String>) -> Result<Vec<Status>, Diagnostics> {
    let history = read_history(dialect, folder)?;
    let same = |name: &str, expected: &str| folder.get(name).is_some_and(|text| checksum(text) == expected);
    let entries = history.entries.iter().map(|entry| Status {
        stem: entry.stem(),
        state: entry.state,
        by_hand: entry.by_hand,
        intact: match entry.is_fixed() {
            true => same(&entry.up_file(), &entry.up) && same(&entry.down_file(), &entry.down),
            false => folder.contains_key(&entry.up_file()) && folder.contains_key(&entry.down_file()),
        },
    });
    Ok(entries.collect())
}
