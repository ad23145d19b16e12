//! What must never be overwritten, removed or followed, and that a refused run changes nothing at all.
#![expect(
    unreachable_pub,
    dead_code,
    reason = "the shared project is a module of several test binaries"
)]

mod project;

use driftless_output::{HEADER, Lock, State, SyncError};
use project::{MANIFEST, Project, ours, outputs, state};
use std::fs;

const BOOK: &str = "generated/rust/book.rs";

#[test]
fn foreign_files_in_the_place_of_outputs_are_all_named() {
    let project = Project::with(&[(BOOK, "book")]);
    project.plant("generated/rust/loan.rs", "mine");
    project.plant("generated/shelf.json", format!("{}\"{HEADER}\"", "[\n".repeat(50)));
    let files = [
        (BOOK, "new"),
        ("generated/rust/loan.rs", "loan"),
        ("generated/shelf.json", "[]"),
        ("a.rs", "a"),
    ];
    let (error, said) = project.refuses(&outputs(&files));
    assert!(
        matches!(&error, SyncError::Foreign(paths) if paths.len() == 2),
        "{said}"
    );
    assert!(
        said.contains("`generated/rust/loan.rs`, `generated/shelf.json`"),
        "{said}"
    );
}

#[test]
fn a_foreign_file_with_the_right_text_is_adopted() {
    let project = Project::new();
    project.plant(BOOK, "book\n");
    assert_eq!(
        state(&project.write(&outputs(&[(BOOK, "book")])), BOOK),
        Some(State::Unchanged)
    );
    assert!(project.read(MANIFEST).contains(BOOK));
}

#[test]
fn files_nobody_listed_survive_every_run() {
    let project = Project::new();
    let planted = [
        "notes.txt",
        "generated/mine.rs",
        "generated/rust/src/mine.rs",
        "generated/.gitkeep",
    ];
    planted.iter().for_each(|path| project.plant(path, ours(path)));
    for texts in [
        &[(BOOK, "one")][..],
        &[(BOOK, "two"), ("generated/docs/book.md", "x")],
        &[],
    ] {
        project.write(&outputs(texts));
        for path in planted {
            assert_eq!(project.read(path), ours(path));
        }
    }
    assert!(!project.has(BOOK) && !project.has("generated/docs"));
}

#[test]
fn a_file_where_a_folder_must_be_is_named() {
    let project = Project::new();
    project.plant("generated", "mine");
    let (error, said) = project.refuses(&outputs(&[("a.rs", "a"), (BOOK, "book")]));
    assert!(matches!(error, SyncError::Blocked { .. }), "{said}");
    assert_eq!(said, "`generated` is a file where a folder must be");
}

#[test]
fn a_folder_where_a_file_must_be_is_named() {
    let project = Project::new();
    project.plant(&format!("{BOOK}/mine.txt"), "mine");
    let (_, said) = project.refuses(&outputs(&[("a.rs", "a"), (BOOK, "book")]));
    assert_eq!(said, format!("`{BOOK}` is a folder where an output must go"));
}

#[test]
fn unusable_manifests_stop_the_run_and_are_named() {
    let hostile = r#"{"version":"1.0.0","files":{"../outside.txt":"0"}}"#;
    for text in [
        "<<<<<<< HEAD",
        "[]",
        "{}",
        r#"{"version":"1.0.0","files":{"a":1}}"#,
        hostile,
    ] {
        let project = Project::new();
        project.plant(MANIFEST, text);
        let (error, said) = project.refuses(&outputs(&[(BOOK, "book")]));
        assert!(matches!(error, SyncError::Manifest { .. }), "{said}");
        assert!(said.contains(MANIFEST), "{said}");
    }
}

#[test]
fn an_output_in_the_place_of_the_manifest_is_refused() {
    for path in ["generated/Manifest.json", "generated/manifest.json/a.rs", "generated"] {
        let (error, said) = Project::new().refuses(&outputs(&[(path, "x")]));
        assert!(matches!(error, SyncError::Manifest { .. }), "{said}");
    }
}

#[test]
fn a_missing_project_is_named_with_the_reason() {
    let project = Project::new();
    let error = Lock::take(&project.path("nowhere"), |_| ()).unwrap_err();
    assert!(
        error.to_string().contains("nowhere") && error.to_string().contains("No such file"),
        "{error}"
    );
}

#[test]
fn a_path_the_system_refuses_is_named_before_anything_changes() {
    let long = format!("generated/{}.rs", "x".repeat(300));
    let (error, said) = Project::with(&[(BOOK, "book")]).refuses(&outputs(&[(BOOK, "new"), (&long, "long")]));
    assert!(matches!(error, SyncError::Refused { .. }), "{said}");
    assert!(said.contains(&long), "{said}");
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_folder_that_leads_out_of_the_project_is_refused() {
        let outside = tempfile::tempdir().unwrap();
        for link in ["generated", "generated/rust"] {
            let project = Project::new();
            fs::create_dir_all(project.path(link).parent().unwrap()).unwrap();
            symlink(outside.path(), project.path(link)).unwrap();
            let (error, said) = project.refuses(&outputs(&[("a.rs", "a"), (BOOK, "book")]));
            assert!(matches!(&error, SyncError::Outside { path } if path == link), "{said}");
        }
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_dangling_folder_is_refused() {
        let project = Project::new();
        symlink(project.path("nowhere"), project.path("generated")).unwrap();
        let (_, said) = project.refuses(&outputs(&[(BOOK, "book")]));
        assert!(said.starts_with("cannot follow `generated`"), "{said}");
    }

    #[test]
    fn a_folder_that_leads_elsewhere_in_the_project_is_followed() {
        let project = Project::new();
        fs::create_dir_all(project.path("packages")).unwrap();
        symlink(project.path("packages"), project.path("generated")).unwrap();
        project.write(&outputs(&[(BOOK, "book")]));
        assert_eq!(project.read("packages/rust/book.rs"), "book\n");
    }

    #[test]
    fn a_link_in_the_place_of_an_output_is_refused_and_its_target_stays() {
        let project = Project::with(&[(BOOK, "book")]);
        project.plant("mine.rs", ours("mine"));
        fs::remove_file(project.path(BOOK)).unwrap();
        symlink(project.path("mine.rs"), project.path(BOOK)).unwrap();
        let (_, said) = project.refuses(&outputs(&[(BOOK, "new")]));
        assert_eq!(said, format!("`{BOOK}` is a symbolic link where an output must go"));
    }

    #[test]
    fn orphans_that_became_links_are_kept() {
        let project = Project::with(&[(BOOK, "book"), ("generated/docs/book.md", "docs")]);
        let outside = tempfile::tempdir().unwrap();
        fs::rename(project.path("generated/docs/book.md"), outside.path().join("book.md")).unwrap();
        fs::remove_dir(project.path("generated/docs")).unwrap();
        symlink(outside.path(), project.path("generated/docs")).unwrap();
        project.plant("book.rs", "book\n");
        fs::remove_file(project.path(BOOK)).unwrap();
        symlink(project.path("book.rs"), project.path(BOOK)).unwrap();
        let report = project.write(&outputs(&[]));
        let states = [BOOK, "generated/docs/book.md"].map(|path| state(&report, path));
        assert_eq!(states, [Some(State::OrphanEdited); 2]);
        assert_eq!(fs::read_to_string(outside.path().join("book.md")).unwrap(), "docs\n");
        assert_eq!(project.read("book.rs"), "book\n");
        assert!(project.has(BOOK));
    }
}
