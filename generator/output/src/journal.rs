//! What a run is about to change, written down before it changes anything, so that the next run can finish or take back
//! what one that was killed had begun. In: the changes in their order. Out: a list of steps and its text. It says where
//! files lie and what they were, never what becomes of them: that is for `stage` and `recovery` to do.

use crate::error::SyncError;
use crate::project::Project;
use crate::report::Entry;
use crate::set::path_fault;
use crate::text::digest;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Where it lies while files are changed.
pub(crate) const JOURNAL: &str = ".driftless-journal";

/// The line behind the list once every new text is staged: from then on the steps are taken, by this run or the next.
pub(crate) const COMMITTED: &str = "committed\n";

/// The form of the file that this version reads and writes.
const FORM: u64 = 1;

/// What a run changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Journal {
    /// The run's process, which names its staged files.
    pub(crate) process: u64,
    /// Folders that are made for them, outermost first.
    pub(crate) folders: Vec<String>,
    /// In the order in which they are taken.
    pub(crate) steps: Vec<Step>,
}

/// One file that is replaced, created or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Project-relative.
    pub(crate) path: String,
    /// Digest of what stands there before.
    pub(crate) before: Option<String>,
    /// Whether a new text takes its place.
    pub(crate) writes: bool,
    /// Where that text waits, in the same folder.
    pub(crate) staged: String,
}

impl Journal {
    /// What `changes` ask for.
    pub(crate) fn of(project: &Project, changes: &[&Entry]) -> Self {
        let process = u64::from(std::process::id());
        let steps = changes.iter().enumerate().map(|(at, change)| Step {
            path: change.path.clone(),
            before: change.before.as_ref().map(|text| digest(text.as_bytes())),
            writes: change.after.is_some(),
            staged: staged_beside(&change.path, process, at),
        });
        Self {
            process,
            folders: missing_folders(project, changes),
            steps: steps.collect(),
        }
    }

    /// The folders in which something changes.
    pub(crate) fn touched(&self) -> BTreeSet<&str> {
        let steps = self.steps.iter().map(|step| &step.path);
        let paths = steps.chain(&self.folders);
        paths
            .map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder))
            .collect()
    }

    /// The text as it is written, but for [`COMMITTED`].
    pub(crate) fn to_text(&self) -> String {
        let step = |step: &Step| json!({ "path": step.path, "before": step.before, "writes": step.writes });
        let steps: Vec<Value> = self.steps.iter().map(step).collect();
        let value = json!({ "form": FORM, "process": self.process, "folders": self.folders, "steps": steps });
        format!("{value}\n")
    }

    /// Reads the text back, and whether it is committed. Nothing where it breaks off, as it does when its run was killed
    /// before it had changed anything.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Option<(Self, bool)>, SyncError> {
        let Some(end) = bytes.iter().position(|&byte| byte == b'\n') else {
            return Ok(None);
        };
        let (list, rest) = bytes.split_at(end + 1);
        let journal = serde_json::from_slice(list).ok().as_ref().and_then(Self::read);
        match journal {
            Some(journal) => Ok(Some((journal, rest == COMMITTED.as_bytes()))),
            None => Err(SyncError::Journal {
                path: JOURNAL.to_owned(),
            }),
        }
    }

    fn read(value: &Value) -> Option<Self> {
        if value["form"].as_u64() != Some(FORM) {
            return None;
        }
        let process = value["process"].as_u64()?;
        let folders = value["folders"].as_array()?.iter().map(usable_path);
        let steps = value["steps"].as_array()?.iter().enumerate().map(|(at, step)| {
            let path = usable_path(&step["path"])?;
            Some(Step {
                before: step["before"].as_str().map(str::to_owned),
                writes: step["writes"].as_bool()?,
                staged: staged_beside(&path, process, at),
                path,
            })
        });
        Some(Self {
            process,
            folders: folders.collect::<Option<_>>()?,
            steps: steps.collect::<Option<_>>()?,
        })
    }
}

/// A path that a run could have had.
fn usable_path(value: &Value) -> Option<String> {
    let path = value.as_str()?;
    path_fault(path).is_none().then(|| path.to_owned())
}

/// A name that no output may have, and no other run has.
fn staged_beside(path: &str, process: u64, at: usize) -> String {
    let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
    format!("{folder}.driftless-{process}-{at}.tmp")
}

fn missing_folders(project: &Project, changes: &[&Entry]) -> Vec<String> {
    let written = changes.iter().filter(|change| change.after.is_some());
    let folders = written.flat_map(|change| change.path.match_indices('/').map(|(at, _)| &change.path[..at]));
    let needed: BTreeSet<&str> = folders.collect();
    let missing = needed.into_iter().filter(|folder| !project.locate(folder).exists());
    missing.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::State;

    fn journal() -> (tempfile::TempDir, Journal) {
        let root = tempfile::tempdir().unwrap();
        let written = Entry {
            after: Some("new\n".into()),
            ..Entry::left_alone("a/b/c.txt", State::Missing)
        };
        let removed = Entry {
            before: Some("old\n".into()),
            ..Entry::left_alone("d.txt", State::Orphaned)
        };
        let project = Project::open(root.path()).unwrap();
        let journal = Journal::of(&project, &[&written, &removed]);
        (root, journal)
    }

    #[test]
    fn it_lists_what_is_made_on_the_way() {
        let (_root, journal) = journal();
        assert_eq!(journal.folders, ["a", "a/b"]);
        assert_eq!(journal.touched().into_iter().collect::<Vec<_>>(), ["", "a", "a/b"]);
        let staged: Vec<&str> = journal.steps.iter().map(|step| step.staged.as_str()).collect();
        let process = std::process::id();
        assert_eq!(
            staged,
            [
                format!("a/b/.driftless-{process}-0.tmp"),
                format!(".driftless-{process}-1.tmp")
            ]
        );
    }

    #[test]
    fn it_reads_back_with_and_without_its_last_line() {
        let (_root, journal) = journal();
        let text = journal.to_text();
        let committed = format!("{text}{COMMITTED}");
        assert_eq!(Journal::parse(text.as_bytes()).unwrap(), Some((journal.clone(), false)));
        assert_eq!(Journal::parse(committed.as_bytes()).unwrap(), Some((journal, true)));
    }

    #[test]
    fn wherever_it_breaks_off_it_is_begun_or_not_committed() {
        let (_root, journal) = journal();
        let whole = format!("{}{COMMITTED}", journal.to_text());
        for end in 0..whole.len() {
            let read = Journal::parse(&whole.as_bytes()[..end]).unwrap();
            assert!(read.is_none_or(|(_, committed)| !committed), "{end}");
        }
    }

    #[test]
    fn what_no_run_could_have_written_is_refused() {
        let step = |path: &str| format!(r#"{{"path":"{path}","before":null,"writes":true}}"#);
        let list = |form: u64, folder: &str, step: &str| {
            format!("{{\"form\":{form},\"process\":1,\"folders\":[\"{folder}\"],\"steps\":[{step}]}}\n")
        };
        assert!(Journal::parse(list(1, "a", &step("a/b")).as_bytes()).is_ok());
        let hostile = [
            "mine\n".to_owned(),
            list(2, "a", &step("a/b")),
            list(1, "../a", &step("a/b")),
            list(1, "a", &step("../b")),
            list(1, "a", &step("/b")),
            list(1, "a", "{}"),
        ];
        for text in hostile {
            let error = Journal::parse(text.as_bytes()).unwrap_err();
            assert!(error.to_string().contains(JOURNAL), "{error}");
        }
    }
}
