//! A run that is killed at any of its operations on files: nothing of anybody is damaged, `--check` does not lie about
//! what it left, and the next run leads to the same bytes as one that was never disturbed.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use driftless_tests::project::Project;

use super::fault::{Fault, every, run_with, undisturbed};
use super::scenario::{LIBRARY, Scenario, all};
use super::tree::Tree;

/// How many threads kill; each waits for its processes most of the time.
const THREADS: usize = 4;

#[test]
fn wherever_a_run_is_killed_the_next_one_converges() {
    let scenarios = all();
    let mut points = 0;
    for scenario in &scenarios {
        let killed = AtomicUsize::new(0);
        thread::scope(|scope| {
            for first in 1..=THREADS {
                let killed = &killed;
                scope.spawn(move || {
                    let points = (first..).step_by(THREADS).map(|point| 1 + (point - 1) * every());
                    let count = points.take_while(|&at| converges_after_kill(scenario, at)).count();
                    killed.fetch_add(count, Ordering::Relaxed);
                });
            }
        });
        let killed = killed.into_inner();
        println!("{}: killed at {killed} operations", scenario.name);
        assert!(killed > 10 / every(), "{} is killed", scenario.name);
        points += killed;
    }
    assert!(points >= 1_000 / every(), "only {points} operations");
}

#[test]
fn what_lies_between_two_states_is_read_by_nobody_until_a_run_mends_it() {
    let project = Project::new(LIBRARY);
    let root = project.root().canonicalize().expect("it is there");
    assert_eq!(run_with(Fault::Kill, 30, &root, &["gen"]).code, None);
    let readers: [&[&str]; 4] = [
        &["lint"],
        &["explain", "Shelf"],
        &["migrate", "status"],
        &["migrate", "verify"],
    ];
    for arguments in readers {
        let ran = project.run(arguments);
        assert!(
            ran.code == Some(2) && ran.stderr.contains("interrupted"),
            "{}: {}",
            ran.command,
            ran.text()
        );
    }
    let mended = project.run(&["gen"]);
    assert!(
        mended.succeeded() && mended.stderr.contains("an earlier run was interrupted"),
        "{}",
        mended.text()
    );
    project.run(&["lint"]).passed();
}

/// False where the run came to its end before it was killed.
fn converges_after_kill(scenario: &Scenario, at: usize) -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = folder.path().canonicalize().expect("it is there");
    scenario.before.write(&root);
    let what = format!("{}, killed at operation {at}", scenario.name);
    let ran = run_with(Fault::Kill, at, &root, scenario.run);
    if ran.code.is_some() {
        assert!(ran.succeeded(), "{what}: {}", ran.text());
        return false;
    }
    let left = Tree::read(&root);
    assert_untouched(scenario, &left, &what);
    check_does_not_lie(scenario, &root, &left, &what);
    assert_eq!(Tree::read(&root), left, "{what}: a check changes nothing");
    if at.is_multiple_of(4) {
        converges_after_second_kill(scenario, &left, at / 4, &what);
    }
    converges(scenario, &root, &what);
    true
}

/// The same where the run that puts in order what was left is killed as well.
fn converges_after_second_kill(scenario: &Scenario, left: &Tree, at: usize, what: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = folder.path().canonicalize().expect("it is there");
    left.write(&root);
    let at = at % 24 + 1;
    let what = format!("{what}, and again at operation {at}");
    run_with(Fault::Kill, at, &root, scenario.again);
    assert_untouched(scenario, &Tree::read(&root), &what);
    converges(scenario, &root, &what);
}

fn converges(scenario: &Scenario, root: &Path, what: &str) {
    let again = undisturbed(root, scenario.again);
    assert!(again.succeeded(), "{what}: {}", again.text());
    let end = Tree::read(root);
    let differences: Vec<_> = scenario.ends.iter().map(|good| end.differences(good)).collect();
    assert!(
        differences.iter().any(|paths| paths.is_empty()),
        "{what}: {differences:?}"
    );
}

/// Files of people are as they were; there is nothing new but outputs and what carries our name.
fn assert_untouched(scenario: &Scenario, left: &Tree, what: &str) {
    for (path, content) in &scenario.before.0 {
        let by_hand = content.as_ref().is_some_and(|text| text.ends_with(b"by hand\n"));
        assert!(!by_hand || left.0.get(path) == Some(content), "{what}: {path}");
    }
    for (path, content) in left.0.iter().filter(|(_, content)| content.is_some()) {
        let states = [&scenario.before]
            .into_iter()
            .chain(&scenario.fine)
            .chain(&scenario.ends);
        let whole = states.into_iter().any(|state| state.0.get(path) == Some(content));
        let name = path.rsplit('/').next().unwrap_or(path);
        assert!(
            whole || name.starts_with(".driftless-"),
            "{what}: {path} is neither old nor new"
        );
    }
}

fn check_does_not_lie(scenario: &Scenario, root: &Path, left: &Tree, what: &str) {
    let check = undisturbed(root, &["gen", "--check"]);
    match check.code {
        Some(0) => assert!(scenario.fine.contains(left), "{what}: said to be up to date"),
        Some(1) => assert!(!check.text().contains("by hand"), "{what}: {}", check.text()),
        _ => panic!("{what}: {}", check.text()),
    }
}
