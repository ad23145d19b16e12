//! What a run remembers of the one before it: that nothing has changed since, and only that.
//!
//! Whether a run computed or remembered shows by a lie: what it remembers is changed to a number that no run comes to.

use std::fs;
use std::path::{Path, PathBuf};

use driftless_tests::process::{Ran, run};
use driftless_tests::project::{Project, binary};
use driftless_tests::repository;

use crate::SHELF;

/// A number of files that no project has.
const LIE: &str = "4711";

/// A project, and what is remembered of it.
struct Known {
    project: Project,
    cache: tempfile::TempDir,
}

impl Known {
    /// A project that was compiled.
    fn new(schema: &str, files: &[(&str, &str)]) -> Self {
        let project = Project::new(schema);
        files.iter().for_each(|(path, text)| project.write(path, text));
        let cache = tempfile::tempdir().expect("a folder");
        let known = Self { project, cache };
        known.run(&["gen"]).passed();
        known
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = self.project.command(arguments);
        run(command.env("XDG_CACHE_HOME", self.cache.path()))
    }

    /// The files in which something is remembered.
    fn kept(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.cache.path().join("driftless"));
        files.map_or_else(
            |_| Vec::new(),
            |files| files.map(|file| file.expect("a file").path()).collect(),
        )
    }

    /// Changes what is remembered.
    fn lie(&self) {
        for file in self.kept() {
            let text = fs::read_to_string(&file).expect("it is kept");
            let Some(at) = text.find("\"files\":").map(|at| at + "\"files\":".len()) else {
                continue;
            };
            let end = at + text[at..].find(',').expect("more follows");
            fs::write(&file, format!("{}{LIE}{}", &text[..at], &text[end..])).expect("it is changed");
        }
    }

    /// Whether the next run does its work, and does not repeat what was remembered.
    fn computes(&self, arguments: &[&str]) -> bool {
        self.lie();
        !self.run(arguments).text().contains(LIE)
    }
}

#[test]
fn what_was_just_generated_is_known_and_said_as_if_it_was_computed() {
    for name in ["schema.toml", "docs/example.toml", "tests/schemas/deliberation.toml"] {
        let schema = fs::read_to_string(repository().join(name)).expect("the schema");
        let known = Known::new(&schema, &[]);
        let before = known.project.files();
        let computed = known.project.run(&["gen"]);
        let remembered = known.run(&["gen"]);
        assert_eq!(remembered.text(), computed.text(), "{name}");
        assert_eq!(remembered.code, computed.code, "{name}");
        assert!(!known.computes(&["gen"]), "{name}");
        assert_eq!(known.project.files(), before, "{name}");
    }
}

#[test]
fn whatever_a_run_reads_or_leaves_is_looked_at() {
    let included = "[entity.Book]\ndomain = \"shelves\"\ndoc = \"A book.\"\nfields.id = { type = \"uuid\", default = \"uuid\", doc = \"Its key.\" }\n";
    let schema = SHELF.replace("name = \"library\"", "name = \"library\"\ninclude = [\"more/*.toml\"]")
        + "\n[output.docs]\ntemplates = \"templates\"\n";
    let files = [("more/book.toml", included), ("templates/none.txt", "nothing")];
    let known = Known::new(&schema, &files);
    let mut files = known.project.files().into_keys();
    let draft = files.rfind(|path| path.ends_with(".up.sql")).expect("a migration");
    let changes: [(&str, &str); 9] = [
        ("schema.toml", "\n# by hand\n"),
        ("more/book.toml", "\n# by hand\n"),
        ("more/other.toml", "# another one\n"),
        ("templates/none.txt", "\nand more"),
        ("templates/other.txt", "another one"),
        ("generated/manifest.json", "\n"),
        ("generated/rust/src/lib.rs", "// by hand\n"),
        ("migrations/sqlite/notes.txt", "by hand\n"),
        (draft.as_str(), "-- by hand\n"),
    ];
    for (path, more) in changes {
        let place = known.project.root().join(path);
        let before = fs::read_to_string(&place).ok();
        assert!(!known.computes(&["gen"]), "before {path} is changed");
        known
            .project
            .write(path, &format!("{}{more}", before.clone().unwrap_or_default()));
        assert!(known.computes(&["gen"]), "after {path} was changed");
        restore(&place, before.as_deref());
        known.run(&["gen"]).passed();
    }
    fs::remove_file(known.project.root().join("generated/rust/Cargo.toml")).expect("it was there");
    assert!(known.computes(&["gen"]), "after a file was removed");
    assert!(known.project.read("generated/rust/Cargo.toml").contains("library"));
}

fn restore(place: &Path, before: Option<&str>) {
    match before {
        Some(text) => fs::write(place, text).expect("it is as it was"),
        None => fs::remove_file(place).expect("it is gone"),
    }
}

#[test]
fn another_program_or_other_arguments_compute() {
    let known = Known::new(SHELF, &[]);
    assert!(known.computes(&["gen", "--allow", "drop-field:Shelf.height"]));
    let copy = known.cache.path().join("another");
    fs::copy(binary(), &copy).expect("a copy");
    known.lie();
    let mut command = driftless_tests::process::command(&copy);
    command.arg("gen").current_dir(known.project.root());
    let said = run(command.env("XDG_CACHE_HOME", known.cache.path())).passed();
    assert!(!said.contains(LIE), "{said}");
}

#[test]
fn a_check_computes_whatever_is_remembered() {
    let known = Known::new(SHELF, &[]);
    assert!(known.computes(&["gen", "--check"]));
    assert!(known.computes(&["gen", "--dry-run"]));
    // What somebody planted is believed by nobody who checks.
    let place = known.project.root().join("generated/rust/src/lib.rs");
    fs::write(&place, "// planted\n").expect("it is written");
    let text = known.run(&["gen", "--check"]).refused();
    assert!(text.contains("lib.rs` was edited by hand"), "{text}");
}

#[test]
fn findings_are_said_at_every_run() {
    let hides_a_global = SHELF.replace("entity.Shelf", "entity.Map");
    let known = Known::new(&hides_a_global, &[]);
    let first = known.run(&["gen"]);
    assert!(first.text().contains("warning"), "{}", first.text());
    assert_eq!(known.run(&["gen"]).text(), first.text());
    assert!(known.kept().is_empty());
}

#[test]
fn what_is_broken_or_cannot_be_kept_is_computed() {
    let known = Known::new(SHELF, &[]);
    for broken in ["", "{", "[]", "{\"said\":{\"files\":4711,\"gaps\":0}}", "\0"] {
        known
            .kept()
            .iter()
            .for_each(|file| fs::write(file, broken).expect("it is broken"));
        let said = known.run(&["gen"]).passed();
        assert!(
            said.contains("0 created, 0 updated, 0 removed") && !said.contains(LIE),
            "{said}"
        );
    }
    let nowhere = Project::new(SHELF);
    nowhere.run(&["gen"]).passed();
    nowhere.run(&["gen"]).passed();
}

#[test]
fn no_more_than_a_hundred_projects_are_remembered() {
    let known = Known::new(SHELF, &[]);
    let folder = known.cache.path().join("driftless");
    (0..150).for_each(|number| fs::write(folder.join(format!("{number}.json")), "{}").expect("one more"));
    known.project.write("schema.toml", &format!("{SHELF}# changed\n"));
    known.run(&["gen"]).passed();
    assert_eq!(known.kept().len(), 100);
    assert!(!known.computes(&["gen"]), "the newest stays");
}
