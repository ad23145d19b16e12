//! What the system refuses: the path is named, nothing is half changed, and the next run converges.

use std::path::Path;
use std::process::Command;

use driftless_tests::process::{Ran, run};
use driftless_tests::project::binary;

use super::fault::{Fault, every, run_with, undisturbed};
use super::scenario::{Scenario, all};
use super::tree::Tree;

/// Permission denied, too many open files, a failing disk, a file system that is read-only.
const ERRORS: [i32; 4] = [13, 24, 5, 30];

#[test]
fn an_error_at_any_operation_changes_nothing_or_is_completed_by_the_next_run() {
    for scenario in scenarios() {
        let error = |at: usize| Fault::Error(ERRORS[at % ERRORS.len()]);
        let met = operations()
            .take_while(|&at| fails_cleanly(&scenario, error(at), at))
            .count();
        println!("{}: {met} operations failed", scenario.name);
        assert!(met > 10 / every(), "{}", scenario.name);
    }
}

#[test]
fn a_disk_that_is_full_from_any_operation_on_changes_nothing() {
    for scenario in scenarios() {
        let full = operations()
            .take_while(|&at| fails_cleanly(&scenario, Fault::Full, at))
            .count();
        println!("{}: full from each of {full} operations on", scenario.name);
        assert!(full > 10 / every(), "{}", scenario.name);
    }
}

/// The operations that fail.
fn operations() -> impl Iterator<Item = usize> {
    (1..).step_by(every())
}

/// Those that make folders, leave some empty, take files away, and change what belongs together.
fn scenarios() -> impl Iterator<Item = Scenario> {
    let names = ["folders renamed", "draft under another name", "released"];
    all().into_iter().filter(move |scenario| names.contains(&scenario.name))
}

/// False where the run has fewer operations.
fn fails_cleanly(scenario: &Scenario, fault: Fault, at: usize) -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = folder.path().canonicalize().expect("it is there");
    scenario.before.write(&root);
    let ran = run_with(fault, at, &root, scenario.run);
    let what = format!("{}, {fault:?} at operation {at}: {}", scenario.name, ran.text());
    let end = Tree::read(&root);
    if ran.succeeded() {
        assert_done(&end, scenario, &what);
    } else if ran.stderr.contains("some files are already new") {
        assert_ne!(fault, Fault::Full, "what needs space is done before: {what}");
    } else {
        assert_eq!(end, scenario.before, "nothing is changed: {what}");
    }
    assert!(
        ran.succeeded() || ran.code == Some(2) && names_a_path(&ran.stderr),
        "{what}"
    );
    let again = undisturbed(&root, scenario.again);
    assert!(again.succeeded(), "{what}, then {}", again.text());
    assert_done(&Tree::read(&root), scenario, &what);
    ran.stderr.contains("fault met")
}

/// All files are as they shall be. A folder that was not let go, though it is empty, is no reason to fail.
fn assert_done(end: &Tree, scenario: &Scenario, what: &str) {
    let mut different = end.differences(&scenario.ends[0]);
    different.retain(|path| end.0.get(path) != Some(&None));
    assert!(different.is_empty(), "{different:?}: {what}");
}

/// ``cannot write `generated/rust/src/lib.rs`: Permission denied``, `schema.toml cannot be read: Permission denied`
fn names_a_path(said: &str) -> bool {
    let errors = said.lines().filter_map(|line| line.strip_prefix("error: "));
    let mut errors = errors.filter(|error| error.contains("(os error "));
    errors.any(|error| error.starts_with("cannot ") && error.contains("`: ") || error.contains(" cannot be read: "))
}

/// A run in a shell that sets a limit of the system first.
fn limited(limit: &str, root: &Path) -> Ran {
    let script = format!("trap '' XFSZ; {limit}; exec \"$0\" gen");
    run(Command::new("sh").args(["-c", &script]).arg(binary()).current_dir(root))
}

#[test]
fn files_that_may_not_grow_are_named_and_nothing_is_changed() {
    let scenario = &all()[1];
    let mut refused = 0;
    for blocks in [0, 1, 2, 4, 8, 16, 32, 64] {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        scenario.before.write(folder.path());
        let ran = limited(&format!("ulimit -f {blocks}"), folder.path());
        let end = Tree::read(folder.path());
        if ran.succeeded() {
            assert!(scenario.ends.contains(&end), "{blocks}: {}", ran.text());
            continue;
        }
        refused += 1;
        assert!(ran.stderr.contains("error: cannot write `"), "{blocks}: {}", ran.text());
        assert!(ran.stderr.contains("nothing was changed"), "{blocks}: {}", ran.text());
        assert_eq!(end, scenario.before, "{blocks}: {}", ran.text());
    }
    assert!((1..8).contains(&refused), "{refused} limits are too narrow");
}

#[test]
fn a_run_needs_few_open_files_and_says_so_when_it_has_fewer() {
    let scenario = &all()[0];
    let mut succeeded = 0;
    for files in 4..16 {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        scenario.before.write(folder.path());
        let ran = limited(&format!("ulimit -n {files}"), folder.path());
        let end = Tree::read(folder.path());
        if ran.succeeded() {
            succeeded += 1;
            assert!(scenario.ends.contains(&end), "{files}: {}", ran.text());
        } else {
            // Where the program itself cannot be loaded, the loader has no words for it either.
            let words = ["Too many open files", "Error 24"];
            let said = ran.text();
            assert!(words.iter().any(|word| said.contains(word)), "{files}: {said}");
            assert_eq!(end, scenario.before, "{files}: {}", ran.text());
        }
    }
    assert!((6..12).contains(&succeeded), "{succeeded} of 12 limits are enough");
}
