//! Files that are no schema, or that nobody should read: each is told with its place, at once, and nothing is written.

use std::os::unix::fs::symlink;
use std::process::Command;

use driftless_tests::process::{Ran, run};
use driftless_tests::project::Project;

use super::{SHELF, shelf_with_height};

/// Kilobytes of address space: a schema of thousands of entities needs less.
const MEMORY: &str = "2000000";

fn empty() -> Project {
    let project = Project::new(SHELF);
    std::fs::remove_file(project.root().join("schema.toml")).expect("it was there");
    project
}

/// A run that may take neither all of the memory nor all of the day.
fn bounded(project: &Project, arguments: &[&str]) -> Ran {
    let command = project.command(arguments);
    let mut shell = Command::new("timeout");
    shell.args(["60", "sh", "-c", "ulimit -v \"$0\"; exec \"$@\"", MEMORY]);
    shell.arg(command.get_program()).args(command.get_args());
    run(shell.current_dir(project.root()))
}

/// What is said of a schema with these bytes.
fn told(bytes: &[u8], expected: &[&str]) {
    let project = empty();
    std::fs::write(project.root().join("schema.toml"), bytes).expect("it can be written");
    let ran = bounded(&project, &["gen"]);
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
    assert_eq!(ran.code, Some(2), "{start}: {}", ran.text());
    for expected in expected {
        assert!(
            ran.stderr.contains(expected),
            "`{expected}` is missing for {start}:\n{}",
            ran.stderr
        );
    }
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    assert_eq!(
        std::fs::read_dir(project.root()).expect("the folder").count(),
        1,
        "nothing was written"
    );
}

#[test]
fn what_is_no_schema_is_told_with_its_place() {
    told(b"", &["missing-key", "schema.toml:1:1"]);
    told(
        b"[schema]\nname = \"x\xff\"\n",
        &["unreadable-file", "schema.toml:2:10", "save it as UTF-8"],
    );
    told(&[0, 159, 146, 150, 255, 254], &["unreadable-file", "schema.toml:1:2"]);
    told(b"\xff\xfes\0c\0h\0", &["unreadable-file", "schema.toml:1:1"]);
    told(b"\x7fELF\x01\x01\0\0", &["toml-syntax", "schema.toml:1:1"]);
    told(b"a\0b = 1\n", &["toml-syntax", "schema.toml:1:2"]);
}

#[test]
fn a_merge_that_is_not_finished_is_told_once_for_each_conflict() {
    let conflict = "<<<<<<< HEAD\nfields.height = \"int\"\n=======\nfields.height = \"bigint\"\n>>>>>>> theirs\n";
    let text = format!("{SHELF}{conflict}# between\n{conflict}");
    let project = Project::new(&text);
    let ran = project.run(&["gen"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text());
    assert_eq!(
        ran.stderr.matches("a merge is not finished here").count(),
        2,
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stderr.matches("error[").count(), 2, "{}", ran.stderr);
}

#[test]
fn what_is_too_large_or_too_deep_is_refused_at_once() {
    let (open, close) = ("[".repeat(10_000), "]".repeat(10_000));
    told(
        format!("x = {open}{close}\n").as_bytes(),
        &["too-large", "schema.toml:1:"],
    );
    told(
        format!("x = {}1{}\n", "{a=".repeat(10_000), "}".repeat(10_000)).as_bytes(),
        &["too-large"],
    );
    told(format!("[a{}]\n", ".a".repeat(10_000)).as_bytes(), &["too-large"]);
    told(
        format!("{SHELF}#{}", "x".repeat(100_000_000)).as_bytes(),
        &["too-large", "include"],
    );
    let shelf = shelf_with_height();
    let check = |expression: &str| format!("{shelf}checks.c = \"{expression}\"\n");
    let deep = format!("{}height > 1{}", "(".repeat(100), ")".repeat(100));
    told(check(&deep).as_bytes(), &["expression-syntax", "is nested too deep"]);
    told(
        check(&format!("{}height > 1", "not ".repeat(100))).as_bytes(),
        &["expression-syntax", "is nested too deep"],
    );
    let long = vec!["height > 1"; 10_000].join(" and ");
    told(
        check(&long).as_bytes(),
        &["expression-syntax", "is longer than 500 words and signs"],
    );
    let deep = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
    let pattern = format!("{SHELF}fields.t = {{ type = \"text\", pattern = \"^{deep}$\", doc = \"T.\" }}\n");
    told(pattern.as_bytes(), &["pattern-syntax"]);
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let project = empty();
    let schema = project.root().join("schema.toml");
    std::fs::create_dir(&schema).expect("a folder");
    let ran = bounded(&project, &["gen", "--schema", "schema.toml"]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("schema.toml"),
        "{}",
        ran.text()
    );
    let ran = bounded(&project, &["gen", "--schema", "/dev/zero"]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("too-large"),
        "{}",
        ran.text()
    );
    let pipe = Project::new("[schema]\nname = \"x\"\ninclude = [\"parts/*\"]\n");
    std::fs::create_dir(pipe.root().join("parts")).expect("a folder");
    let made = Command::new("mkfifo").arg(pipe.root().join("parts/pipe.toml")).status();
    assert!(made.expect("mkfifo runs").success());
    let ran = bounded(&pipe, &["gen"]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("`parts/pipe.toml` is no file"),
        "{}",
        ran.text()
    );
}

#[test]
fn no_link_out_of_the_project_is_read() {
    let elsewhere = Project::new("secret = \"told\"\n");
    let outside = elsewhere.root().join("schema.toml");
    let silent = |project: &Project, expected: &str| {
        let ran = bounded(project, &["gen"]);
        assert_eq!(ran.code, Some(2), "{}", ran.text());
        assert!(
            ran.stderr.contains(expected),
            "`{expected}` is missing in:\n{}",
            ran.stderr
        );
        assert!(!ran.text().contains("told"), "{}", ran.text());
    };
    let project = empty();
    symlink(&outside, project.root().join("schema.toml")).expect("a link");
    silent(&project, "leads out of its folder");

    let project = Project::new("[schema]\nname = \"x\"\ninclude = [\"part.toml\", \"../*.toml\", \"loop.toml\"]\n");
    symlink(&outside, project.root().join("part.toml")).expect("a link");
    symlink("loop.toml", project.root().join("loop.toml")).expect("a link");
    silent(&project, "`part.toml` is a symbolic link that leads out of the project");
    silent(&project, "`../*.toml` includes nothing");
    silent(&project, "loop.toml");

    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    symlink(&outside, project.root().join("migrations/postgres/0002_more.up.sql")).expect("a link");
    silent(&project, "0002_more.up.sql is a symbolic link");

    for (settings, folder) in [
        ("", "migrations/postgres"),
        ("[output.python]\ntemplates = \"parts\"\n", "parts"),
    ] {
        let project = Project::new(&format!("{SHELF}{settings}"));
        if let Some((above, _)) = folder.split_once('/') {
            std::fs::create_dir(project.root().join(above)).expect("a folder");
        }
        symlink(elsewhere.root(), project.root().join(folder)).expect("a link");
        silent(
            &project,
            &format!("`{folder}` is a symbolic link that leads out of the project"),
        );
    }
}

#[test]
fn byte_order_marks_and_line_ends_of_windows_are_read() {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    let files = project.files();
    project.write("schema.toml", &format!("\u{feff}{}", SHELF.replace('\n', "\r\n")));
    let ran = project.run(&["gen", "--check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text());
    for (path, text) in files.iter().filter(|(path, _)| *path != "schema.toml") {
        project.write(path, &text.replace('\n', "\r\n"));
    }
    let ran = project.run(&["gen", "--check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text());
}
