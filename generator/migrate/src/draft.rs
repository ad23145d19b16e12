//! The draft: the newest migration, rewritten by every run until it is sealed. In: what the schema asks for, the folder
//! as it is, and what the author allows to be lost. Out: the files to write and those to take away, or why there are none.

use std::collections::BTreeMap;

use driftless_catalog::Catalog;
use driftless_catalog::replay::spelled;
use driftless_diagnostics::Diagnostics;
use driftless_output::OutputFile;

use crate::base::base;
use crate::checksum::checksum;
use crate::cost::{InspectedFile, forget_losses, inspected};
use crate::diff::{Difference, diff};
use crate::files::{MigrationTexts, Remarks};
use crate::gate::{Allowance, Loss, losses};
use crate::history::{Entry, HISTORY_FILE, History, State};
use crate::naming::name_of;
use crate::plan::{Plan, noted, plan_of};
use crate::proof::{Proof, prove};
use crate::snapshot::Snapshot;
use crate::verify::{read_history, report_folder};

/// The name of the migration that makes everything.
const FIRST_NAME: &str = "init";

/// What a database shall be.
#[derive(Debug, Clone, Copy)]
pub struct Goal<'g> {
    /// The schema, lowered to the database's dialect.
    pub catalog: &'g Catalog,
    /// The schema, lowered to the dialect that says most of it: PostgreSQL. Losses are judged by this one, so that they
    /// are the same for every database.
    pub model: &'g Catalog,
}

impl Goal<'_> {
    /// The state that sealed migrations lead to.
    pub(crate) fn snapshot(self) -> Result<Snapshot, DraftError> {
        let bug = |mistake: driftless_catalog::parse::Mistake| DraftError::Bug(mistake.to_string());
        let catalog = spelled(self.catalog).map_err(bug)?;
        let other = self.catalog.dialect != self.model.dialect;
        let model = other.then(|| spelled(self.model).map_err(bug)).transpose()?;
        Ok(Snapshot { catalog, model })
    }

    /// The same, with what was made by hand and no schema can say: it stays.
    pub(crate) fn snapshot_beside(self, base: &Snapshot) -> Result<Snapshot, DraftError> {
        let mut snapshot = self.snapshot()?;
        snapshot.catalog.opaque.clone_from(&base.catalog.opaque);
        Ok(snapshot)
    }
}

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
    /// What the draft loses, as it was allowed.
    pub allowed: Vec<Loss>,
    /// What its files do, where they are not those that lie there.
    pub costs: Vec<InspectedFile>,
}

/// Why there is no draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftError {
    /// The folder is not as it must be.
    Refused(Diagnostics),
    /// The change would lose what nobody allowed to be lost.
    Stopped(Stop),
    /// What was emitted is not what was meant: a bug in Driftless.
    Bug(String),
}

/// A change that was stopped before anything was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// What it would lose and nobody allowed.
    pub losses: Vec<Loss>,
    /// The files that would have been drafted.
    pub files: Vec<MigrationFile>,
}

/// Drafts the migration that takes the sealed ones to `goal`.
///
/// # Errors
/// [`DraftError::Refused`] where the folder's history is broken; [`DraftError::Stopped`] where something would be lost
/// that `allowed` does not name; [`DraftError::Bug`] where the emitted SQL does not lead to the schema and back.
pub fn draft(
    goal: Goal<'_>,
    existing: &BTreeMap<String, String>,
    allowed: &[Allowance],
) -> Result<MigrationOutput, DraftError> {
    let history = read_history(goal.catalog.dialect, existing).map_err(DraftError::Refused)?;
    let findings = report_folder(&history, existing, Entry::is_sealed);
    if findings.has_errors() {
        return Err(DraftError::Refused(findings));
    }
    let base = base(&history, existing)?;
    let to = goal.snapshot_beside(&base)?;
    // Out of nothing nothing is compared, and what is printed stays as it was lowered.
    let fresh = base.catalog == Catalog::empty(goal.catalog.dialect);
    let target = if fresh { goal.catalog } else { &to.catalog };
    let difference = diff(&base.catalog, target).map_err(DraftError::Bug)?;
    let losses = found_losses(&base, &to, &difference)?;
    let mut plan = plan_of(&base.catalog, target, difference);
    if plan.is_empty() && !fresh && !base.knows(&to) {
        plan = noted(goal.catalog.dialect);
    }
    let allowed = still_allowed(&history, allowed, &losses);
    let drafting = Drafting {
        goal,
        history: &history,
        existing,
        base: &base,
    };
    let mut drafted = drafting.files(&plan, &allowed)?;
    let is_allowed = |loss: &Loss| loss.code.is_allowable() && allowed.contains(&loss.allowance().to_string());
    let (granted, refused): (Vec<_>, Vec<_>) = losses.into_iter().partition(is_allowed);
    if !refused.is_empty() {
        let files = drafted
            .files
            .into_iter()
            .filter(|file| file.name.ends_with(".sql"))
            .collect();
        return Err(DraftError::Stopped(Stop { losses: refused, files }));
    }
    drafted.allowed = granted;
    Ok(drafted)
}

/// The losses on the way, which differs as `difference` says, and how to count what they happen to in this database.
pub(crate) fn found_losses(base: &Snapshot, to: &Snapshot, difference: &Difference) -> Result<Vec<Loss>, DraftError> {
    if base.catalog == Catalog::empty(base.catalog.dialect) {
        return Ok(Vec::new());
    }
    let own = losses(difference, &to.catalog);
    let (Some(before), Some(after)) = (&base.model, &to.model) else {
        return Ok(own);
    };
    let mut all = losses(&diff(before, after).map_err(DraftError::Bug)?, after);
    for loss in &mut all {
        let same = own
            .iter()
            .find(|other| other.code == loss.code && other.object == loss.object);
        loss.count = same.and_then(|other| other.count.clone());
    }
    Ok(all)
}

/// What is allowed now or was when the draft was written, as far as it is lost.
fn still_allowed(history: &History, allowed: &[Allowance], losses: &[Loss]) -> Vec<String> {
    let before = history.drafts().flat_map(|entry| entry.allowed.iter().cloned());
    let mut all: Vec<String> = allowed.iter().map(ToString::to_string).chain(before).collect();
    all.retain(|words| losses.iter().any(|loss| loss.allowance().to_string() == *words));
    all.sort();
    all.dedup();
    all
}

struct Drafting<'d> {
    goal: Goal<'d>,
    history: &'d History,
    existing: &'d BTreeMap<String, String>,
    base: &'d Snapshot,
}

impl Drafting<'_> {
    /// The files of a plan, proven, with the history that lists them.
    fn files(&self, plan: &Plan, allowed: &[String]) -> Result<MigrationOutput, DraftError> {
        let mut next = History {
            dialect: self.history.dialect,
            entries: self.history.kept().map(|entry| self.as_it_lies(entry)).collect(),
            snapshot: self.history.snapshot.clone(),
        };
        let mut files = Vec::new();
        let name = self.name(plan);
        let mut texts = Vec::new();
        for part in &plan.parts {
            let remarks = Remarks {
                allowed,
                irreversible: &plan.irreversible,
            };
            let text = MigrationTexts::of(plan.dialect, part, remarks);
            let (up, down) = (emitted(&text.up)?, emitted(&text.down)?);
            let entry = Entry {
                number: next.next_number(),
                name: name.clone(),
                part: part.word.map(str::to_owned),
                state: State::Draft,
                by_hand: false,
                allowed: allowed.to_vec(),
                up: checksum(&up),
                down: checksum(&down),
                chain: String::new(),
            };
            files.push(MigrationFile {
                name: entry.up_file(),
                text: text.up,
            });
            files.push(MigrationFile {
                name: entry.down_file(),
                text: text.down,
            });
            texts.push((up, down));
            next.entries.push(entry);
        }
        let costs = if self.lies_there(&next) {
            Vec::new()
        } else {
            self.prove(plan, &texts)?;
            let names = next.drafts().filter(|entry| !entry.by_hand).map(Entry::up_file);
            let ups = names.zip(texts.into_iter().map(|(up, _)| up));
            let mut files = inspected(self.base.catalog.clone(), ups)?;
            files.iter_mut().for_each(forget_losses);
            files
        };
        if !next.entries.is_empty() {
            files.push(MigrationFile {
                name: HISTORY_FILE.to_owned(),
                text: next.to_text(),
            });
        }
        Ok(MigrationOutput {
            files,
            withdrawn: outdated(self.history, &next),
            allowed: Vec::new(),
            costs,
        })
    }

    /// One written by hand is whatever its author made of it.
    fn as_it_lies(&self, entry: &Entry) -> Entry {
        let mut entry = entry.clone();
        if !entry.is_fixed() {
            let sum = |name: String| self.existing.get(&name).map(|text| checksum(text));
            entry.up = sum(entry.up_file()).unwrap_or(entry.up);
            entry.down = sum(entry.down_file()).unwrap_or(entry.down);
        }
        entry
    }

    /// Whether the files are there already, and so were proven when they were written.
    fn lies_there(&self, next: &History) -> bool {
        let same = |name: String, sum: &str| self.existing.get(&name).is_some_and(|text| checksum(text) == sum);
        let mut ours = next.drafts().filter(|entry| !entry.by_hand);
        ours.all(|entry| same(entry.up_file(), &entry.up) && same(entry.down_file(), &entry.down))
    }

    fn prove(&self, plan: &Plan, texts: &[(String, String)]) -> Result<(), DraftError> {
        let proof = Proof {
            from: &self.base.catalog,
            target: self.goal.catalog,
            reversible: plan.labels_added == 0,
        };
        prove(&proof, texts).map_err(DraftError::Bug)
    }

    fn name(&self, plan: &Plan) -> String {
        if self.base.catalog == Catalog::empty(self.history.dialect) {
            FIRST_NAME.to_owned()
        } else {
            name_of(plan)
        }
    }
}

/// The text as it is written, which is what checksums are over.
pub(crate) fn emitted(marked: &str) -> Result<String, DraftError> {
    OutputFile::from_marked(marked)
        .map(|file| file.text)
        .map_err(|error| DraftError::Bug(error.to_string()))
}

/// Files of the draft before that the new one does not write again.
fn outdated(before: &History, after: &History) -> Vec<String> {
    let gone = before
        .drafts()
        .filter(|old| !old.by_hand && !after.entries.iter().any(|entry| entry.stem() == old.stem()));
    gone.flat_map(|old| [old.up_file(), old.down_file()]).collect()
}
