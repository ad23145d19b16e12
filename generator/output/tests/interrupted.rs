//! What a run that was killed left behind, made by hand: what the next one does with a journal, and what it leaves alone.
//! That every run leaves one of these states is for the tests of the real binary to show.
#![expect(
    unreachable_pub,
    dead_code,
    reason = "the shared project is a module of several test binaries"
)]

mod project;

use driftless_output::{Lock, Mode, SyncError, settled, undisturbed};
use project::{Project, outputs};
use std::fs::{self, File};

const JOURNAL: &str = ".driftless-journal";
const STAGED: &str = "generated/.driftless-7-0.tmp";
const BOOK: &str = "generated/book.rs";
/// SHA-256 of `old\n`.
const OLD: &str = "\"01d09d19c2139a46aebfb577780d123d7396e97201bc7ead210a2ebff8239dee\"";

/// A journal of one text that is written, and one file that is removed.
fn journal(before: &str, committed: bool) -> String {
    let steps = format!(
        "[{{\"path\":\"{BOOK}\",\"before\":{before},\"writes\":true}},\
         {{\"path\":\"generated/docs/loan.md\",\"before\":null,\"writes\":false}}]"
    );
    let end = if committed { "committed\n" } else { "" };
    format!("{{\"form\":1,\"process\":7,\"folders\":[\"generated\",\"generated/new\"],\"steps\":{steps}}}\n{end}")
}

fn interrupted(before: &str, committed: bool) -> Project {
    let project = Project::new();
    project.plant(STAGED, "new\n");
    fs::create_dir(project.path("generated/new")).unwrap();
    fs::create_dir(project.path("generated/docs")).unwrap();
    project.plant(JOURNAL, journal(before, committed));
    project
}

fn mend(project: &Project) -> Result<bool, SyncError> {
    Lock::take(&project.path(""), |_| panic!("nobody else writes here")).map(|lock| lock.mended())
}

#[test]
fn what_was_not_committed_is_taken_back() {
    let project = interrupted("null", false);
    fs::remove_dir(project.path("generated/docs")).unwrap();
    assert!(!settled(&project.path("")));
    assert!(mend(&project).unwrap());
    assert_eq!(project.snapshot(), []);
    assert!(settled(&project.path("")) && !mend(&project).unwrap());
}

#[test]
fn what_was_committed_is_finished() {
    let project = interrupted("null", true);
    assert!(mend(&project).unwrap());
    assert_eq!(project.read(BOOK), "new\n");
    assert!(!project.has(STAGED) && !project.has(JOURNAL));
    assert!(
        !project.has("generated/docs"),
        "the folder of what was removed is empty"
    );
}

#[test]
fn what_somebody_changed_since_stays() {
    for before in ["null", OLD] {
        let project = interrupted(before, true);
        project.plant(BOOK, "mine\n");
        project.plant("generated/docs/loan.md", "mine as well\n");
        assert!(mend(&project).unwrap());
        assert_eq!(project.read(BOOK), "mine\n");
        assert_eq!(project.read("generated/docs/loan.md"), "mine as well\n");
        assert!(!project.has(STAGED) && !project.has(JOURNAL));
    }
}

#[test]
fn a_journal_that_breaks_off_is_removed() {
    let project = Project::new();
    project.plant("notes.txt", "mine");
    let before = project.snapshot();
    project.plant(JOURNAL, &journal("null", false)[..40]);
    assert!(mend(&project).unwrap());
    assert_eq!(project.snapshot(), before);
}

#[test]
fn a_journal_of_another_version_stops_the_run() {
    let project = Project::new();
    project.plant(JOURNAL, "{\"form\":2}\n");
    let before = project.snapshot();
    let error = mend(&project).unwrap_err();
    assert!(
        error.to_string().contains(JOURNAL) && error.help().contains(JOURNAL),
        "{error}"
    );
    assert_eq!(project.snapshot(), before);
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_project_is_touched() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join(".driftless-7-0.tmp"), "theirs").unwrap();
    for committed in [false, true] {
        let project = Project::new();
        std::os::unix::fs::symlink(outside.path(), project.path("generated")).unwrap();
        project.plant(JOURNAL, journal("null", committed));
        assert!(mend(&project).unwrap());
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    }
    let project = Project::new();
    project.plant("mine.txt", journal("null", false));
    std::os::unix::fs::symlink(project.path("mine.txt"), project.path(JOURNAL)).unwrap();
    assert!(matches!(mend(&project).unwrap_err(), SyncError::Blocked { .. }));
}

#[test]
fn a_reader_is_told_of_files_between_two_states() {
    let project = interrupted("null", true);
    let read = || project.compare(&outputs(&[(BOOK, "new")]), Mode::Check);
    assert!(undisturbed(&project.path(""), read).is_none());
    mend(&project).unwrap();
    let report = undisturbed(&project.path(""), read).expect("all is settled").unwrap();
    assert!(report.differences().all(|entry| entry.path.ends_with("manifest.json")));
}

#[test]
fn a_reader_begins_again_when_files_changed_meanwhile() {
    let project = Project::new();
    let mut reads = 0;
    let read = undisturbed(&project.path(""), || {
        reads += 1;
        if reads == 1 {
            std::thread::sleep(std::time::Duration::from_millis(20));
            project.write(&outputs(&[(BOOK, "book")]));
        }
        project.has(BOOK)
    });
    assert_eq!((read, reads), (Some(true), 2));
}

#[cfg(unix)]
#[test]
fn one_lock_waits_for_the_other() {
    let project = Project::new();
    let held = Lock::take(&project.path(""), |_| panic!("nobody else writes here")).unwrap();
    assert!(File::open(project.path("")).unwrap().try_lock().is_err());
    let mut waited = None;
    std::thread::scope(|scope| {
        let second = scope.spawn(|| Lock::take(&project.path(""), |process| waited = Some(process)).map(drop));
        std::thread::sleep(std::time::Duration::from_millis(1_500));
        drop(held);
        second.join().unwrap().unwrap();
    });
    assert!(waited.is_some(), "it says that it waits");
}
