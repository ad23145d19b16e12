//! Every state a file can be in: what is reported, and what becomes of the file.
#![expect(
    unreachable_pub,
    dead_code,
    reason = "the shared project is a module of several test binaries"
)]

mod project;

use driftless_output::{Counts, Kind, Mode, Options, OutputSet, State, sync};
use project::{MANIFEST, OPTIONS, Project, ours, outputs, state};
use std::fs;

const BOOK: &str = "generated/rust/book.rs";
const LOAN: &str = "generated/docs/loans/loan.md";
const DRAFT: &str = "migrations/sqlite/0002_loans.up.sql";

#[test]
fn missing_files_are_created_with_their_folders_and_listed() {
    let project = Project::new();
    let report = project.check_then_write(&outputs(&[(BOOK, "book"), (LOAN, "loan")]));
    assert_eq!(state(&report, BOOK), Some(State::Missing));
    assert_eq!(
        report.counts(),
        Counts {
            created: 3,
            ..Counts::default()
        }
    );
    assert!(!report.is_clean());
    assert_eq!(
        (project.read(BOOK), project.read(LOAN)),
        ("book\n".into(), "loan\n".into())
    );
    let manifest = project.read(MANIFEST);
    assert!(manifest.contains(BOOK) && manifest.contains(LOAN), "{manifest}");
    assert!(!manifest.contains("manifest.json"), "{manifest}");
}

#[test]
fn paths_are_reported_in_order() {
    let report = Project::new().write(&outputs(&[("z.rs", "z"), ("a.rs", "a"), (BOOK, "b")]));
    let paths: Vec<&str> = report.entries.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths, ["a.rs", MANIFEST, BOOK, "z.rs"]);
}

#[test]
fn a_second_run_is_clean_and_keeps_every_time() {
    let files = outputs(&[(BOOK, "book"), (LOAN, "loan")]);
    let project = Project::new();
    project.write(&files);
    let old = [BOOK, LOAN, MANIFEST].map(|path| project.age(path));
    let report = project.check_then_write(&files);
    assert!(report.is_clean());
    assert_eq!(
        report.counts(),
        Counts {
            unchanged: 3,
            ..Counts::default()
        }
    );
    assert_eq!([BOOK, LOAN, MANIFEST].map(|path| project.modified(path)), old);
}

#[test]
fn a_checkout_with_other_line_ends_is_unchanged() {
    let files = outputs(&[(BOOK, "struct Book;\n\nstruct Shelf;"), (LOAN, "loan")]);
    let project = Project::new();
    project.write(&files);
    for path in [BOOK, LOAN, MANIFEST] {
        project.plant(path, format!("\u{FEFF}{}", project.read(path).replace('\n', "\r\n")));
    }
    let before = project.snapshot();
    assert!(project.check_then_write(&files).is_clean());
    assert_eq!(project.snapshot(), before);
    let changed = project.write(&outputs(&[(BOOK, "struct Book;"), (LOAN, "loan")]));
    assert_eq!(state(&changed, BOOK), Some(State::Stale), "line ends are no edit");
}

#[test]
fn stale_files_are_updated_and_the_rest_keeps_its_time() {
    let project = Project::with(&[(BOOK, "book"), (LOAN, "loan")]);
    let old = project.age(LOAN);
    let report = project.check_then_write(&outputs(&[(BOOK, "books"), (LOAN, "loan")]));
    assert_eq!(state(&report, BOOK), Some(State::Stale));
    assert_eq!(
        report.counts(),
        Counts {
            updated: 2,
            unchanged: 1,
            ..Counts::default()
        }
    );
    let entry = report.differences().find(|entry| entry.path == BOOK).unwrap();
    assert_eq!(
        (entry.before.as_deref(), entry.after.as_deref()),
        (Some("book\n"), Some("books\n"))
    );
    assert_eq!((project.read(BOOK), project.modified(LOAN)), ("books\n".into(), old));
}

#[test]
fn a_file_with_our_header_is_stale_even_without_a_manifest() {
    let project = Project::new();
    project.plant(BOOK, ours("old"));
    let report = project.check_then_write(&outputs(&[(BOOK, &ours("new"))]));
    assert_eq!(state(&report, BOOK), Some(State::Stale));
    assert_eq!(project.read(BOOK), ours("new"));
}

#[test]
fn edited_files_are_updated_and_said_to_be_edited() {
    let files = outputs(&[(BOOK, "book")]);
    let project = Project::new();
    project.write(&files);
    project.plant(BOOK, "book, by hand\n");
    let report = project.check_then_write(&files);
    assert_eq!(state(&report, BOOK), Some(State::Edited));
    assert_eq!(
        report.counts(),
        Counts {
            updated: 1,
            unchanged: 1,
            ..Counts::default()
        }
    );
    assert_eq!(project.read(BOOK), "book\n");
}

#[test]
fn orphans_are_removed_with_the_folders_they_leave_empty() {
    let project = Project::with(&[(BOOK, "book"), (LOAN, "loan")]);
    project.plant("generated/rust/notes.txt", "mine");
    let report = project.check_then_write(&outputs(&[("generated/shelf.rs", "shelf")]));
    assert_eq!(
        [BOOK, LOAN].map(|path| state(&report, path)),
        [Some(State::Orphaned); 2]
    );
    assert_eq!(
        report.counts(),
        Counts {
            created: 1,
            updated: 1,
            removed: 2,
            ..Counts::default()
        }
    );
    assert!(!project.has("generated/docs") && !project.has(BOOK));
    assert_eq!(project.read("generated/rust/notes.txt"), "mine");
    assert!(project.write(&outputs(&[("generated/shelf.rs", "shelf")])).is_clean());
}

#[test]
fn edited_orphans_are_kept_and_reported_until_they_are_gone() {
    let project = Project::with(&[(BOOK, "book"), (LOAN, "loan")]);
    let files = outputs(&[(LOAN, "loan")]);
    project.plant(BOOK, "book, by hand\n");
    for _ in 0..2 {
        let report = project.check_then_write(&files);
        assert_eq!(state(&report, BOOK), Some(State::OrphanEdited));
        assert_eq!(
            report.counts(),
            Counts {
                kept: 1,
                unchanged: 2,
                ..Counts::default()
            }
        );
        assert!(!report.is_clean());
        assert_eq!(project.read(BOOK), "book, by hand\n");
    }
    fs::remove_file(project.path(BOOK)).unwrap();
    let report = project.check_then_write(&files);
    assert_eq!(
        (state(&report, BOOK), state(&report, MANIFEST)),
        (None, Some(State::Stale))
    );
    assert!(project.write(&files).is_clean());
}

#[test]
fn an_orphan_that_is_gone_already_only_leaves_the_manifest() {
    let project = Project::with(&[(BOOK, "book"), (LOAN, "loan")]);
    fs::remove_dir_all(project.path("generated/docs")).unwrap();
    project.plant("generated/docs", "a file now");
    let report = project.check_then_write(&outputs(&[(BOOK, "book")]));
    assert_eq!(
        (state(&report, LOAN), state(&report, MANIFEST)),
        (None, Some(State::Stale))
    );
    assert_eq!(project.read("generated/docs"), "a file now");
}

#[test]
fn migrations_are_written_when_different_and_never_listed_or_orphaned() {
    let project = Project::new();
    let migration = |text: &str| {
        let mut outputs = OutputSet::default();
        outputs.insert_marked(DRAFT, text, Kind::Migration).unwrap();
        outputs
    };
    assert_eq!(
        state(&project.check_then_write(&migration("one")), DRAFT),
        Some(State::Missing)
    );
    assert_eq!(
        state(&project.check_then_write(&migration("two")), DRAFT),
        Some(State::Stale)
    );
    assert!(!project.read(MANIFEST).contains("migrations"));
    assert!(project.write(&OutputSet::default()).is_clean());
    assert_eq!(project.read(DRAFT), "two\n");
}

#[test]
fn withdrawn_drafts_go_and_files_of_others_stay() {
    let project = Project::new();
    project.plant(DRAFT, ours("draft"));
    project.plant("migrations/postgres/0002.up.sql", "by hand\n");
    let mut files = OutputSet::default();
    for path in [
        DRAFT,
        "migrations/postgres/0002.up.sql",
        "migrations/postgres/0003.up.sql",
    ] {
        files.withdraw(path).unwrap();
    }
    let report = project.check_then_write(&files);
    assert_eq!(state(&report, DRAFT), Some(State::Withdrawn));
    assert_eq!(
        state(&report, "migrations/postgres/0002.up.sql"),
        Some(State::OrphanEdited)
    );
    assert_eq!(state(&report, "migrations/postgres/0003.up.sql"), None);
    assert!(!project.has("migrations/sqlite"));
    assert_eq!(project.read("migrations/postgres/0002.up.sql"), "by hand\n");
}

#[test]
fn a_manifest_of_another_version_is_said_so_and_brought_up_to_date() {
    let files = outputs(&[(BOOK, "book")]);
    let project = Project::new();
    assert_eq!(project.write(&files).other_version, None);
    let newer = Options {
        tool_version: "2.0.0",
        ..OPTIONS
    };
    let report = project.write_with(&files, &newer).unwrap();
    assert_eq!(report.other_version.as_deref(), Some("1.0.0"));
    assert_eq!(
        (state(&report, BOOK), state(&report, MANIFEST)),
        (Some(State::Unchanged), Some(State::Stale))
    );
    assert!(sync(&project.path(""), &files, &newer, Mode::Check).unwrap().is_clean());
}

#[test]
fn without_a_manifest_nothing_is_an_orphan() {
    let project = Project::with(&[(BOOK, "book")]);
    let before = project.snapshot();
    let options = Options {
        manifest: None,
        ..OPTIONS
    };
    assert!(
        project
            .write_with(&OutputSet::default(), &options)
            .unwrap()
            .entries
            .is_empty()
    );
    assert_eq!(project.snapshot(), before);
}

#[cfg(unix)]
#[test]
fn permissions_follow_the_umask_and_survive_an_update() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |project: &Project, path: &str| fs::metadata(project.path(path)).unwrap().permissions().mode() & 0o777;
    let project = Project::with(&[(BOOK, "book")]);
    project.plant("plain.txt", "a file as any program makes it");
    assert_eq!(mode(&project, BOOK), mode(&project, "plain.txt"));
    fs::set_permissions(project.path(BOOK), fs::Permissions::from_mode(0o640)).unwrap();
    project.write(&outputs(&[(BOOK, "books")]));
    assert_eq!(mode(&project, BOOK), 0o640);
}
