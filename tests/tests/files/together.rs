//! Several runs at once: they take turns, whoever reads meanwhile sees whole files, and what is left is what the last of
//! them says.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use driftless_tests::project::Project;

use super::scenario::{HEIGHT, LIBRARY};

const WRITERS: usize = 8;
/// Runs of each writer.
const RUNS: usize = 12;

/// The files that a schema leads to.
fn files_of(schema: &str) -> BTreeMap<String, String> {
    let project = Project::new(schema);
    project.run(&["gen"]).passed();
    project.files()
}

#[test]
fn eight_writers_and_a_reader_never_see_a_part_of_a_file() {
    let schemas = [LIBRARY.to_owned(), format!("{LIBRARY}{HEIGHT}")];
    let states = schemas.each_ref().map(|schema| files_of(schema));
    assert!(
        states[0].keys().eq(states[1].keys()),
        "every file is there all the time"
    );
    let project = Project::new(&schemas[0]);
    project.run(&["gen"]).passed();
    let done = AtomicBool::new(false);
    let reads = thread::scope(|scope| {
        let reader = scope.spawn(|| read_until(&done, project.root(), &states));
        let checker = scope.spawn(|| check_until(&done, &project));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (project, schemas) = (&project, &schemas);
                scope.spawn(move || {
                    (0..RUNS).for_each(|run| edit_and_generate(project, &schemas[(writer + run) % 2], writer))
                })
            })
            .collect();
        let failed = writers.into_iter().filter_map(|writer| writer.join().err()).count();
        done.store(true, Ordering::Relaxed);
        assert_eq!(failed, 0, "every writer comes to its end");
        checker.join().expect("no check is wrong");
        reader.join().expect("no file is torn")
    });
    println!("{} runs, {reads} files read", WRITERS * RUNS);
    assert!(reads > 10_000, "the reader was not busy: {reads} files");
    project.run(&["gen"]).passed();
    let last = schemas
        .iter()
        .position(|schema| *schema == project.read("schema.toml"))
        .expect("it is one of them");
    assert_eq!(project.files(), states[last]);
}

/// Saves the schema as editors do, and generates.
fn edit_and_generate(project: &Project, schema: &str, writer: usize) {
    let saved = project.root().with_extension(writer.to_string());
    fs::write(&saved, schema).expect("it can be written");
    fs::rename(&saved, project.root().join("schema.toml")).expect("it can be renamed");
    project.run(&["gen"]).passed();
}

fn read_until(done: &AtomicBool, root: &Path, states: &[BTreeMap<String, String>; 2]) -> usize {
    let mut reads = 0;
    while !done.load(Ordering::Relaxed) {
        for path in states[0].keys() {
            let text = fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(
                states.iter().any(|state| state[path] == text),
                "{path} is neither old nor new"
            );
            reads += 1;
        }
    }
    reads
}

/// A check may find files of the other schema, but nobody's hand in them, and no history that was tampered with.
fn check_until(done: &AtomicBool, project: &Project) {
    while !done.load(Ordering::Relaxed) {
        let check = project.run(&["gen", "--check"]);
        assert!(matches!(check.code, Some(0 | 1)), "{}", check.text());
        assert!(
            !check.text().contains("by hand") && !check.text().contains("migration file"),
            "{}",
            check.text()
        );
    }
}

#[test]
fn a_second_writer_waits_and_says_for_whom() {
    let project = Project::new(LIBRARY);
    let folder = File::open(project.root()).expect("the folder can be opened");
    folder.lock().expect("nobody else holds it");
    let mut waiting = project.command(&["gen"]);
    let mut waiting = waiting
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it can be started");
    let mut said = String::new();
    let stderr = waiting.stderr.take().expect("it is a pipe");
    BufReader::new(stderr).read_line(&mut said).expect("it can be read");
    let process = std::process::id();
    assert_eq!(
        said,
        format!("waiting for another run (process {process}) to finish with this project\n")
    );
    assert!(project.files().is_empty(), "nothing is written meanwhile");
    // Those who only read do not wait.
    assert_eq!(project.run(&["gen", "--check"]).code, Some(1));
    project.run(&["gen", "--dry-run"]).passed();
    drop(folder);
    assert!(waiting.wait().expect("it ends").success());
    project.run(&["gen", "--check"]).passed();
}
