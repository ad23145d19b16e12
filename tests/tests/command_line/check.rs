//! `gen --check` tells five kinds of difference apart, writes nothing, and says what to run.

use driftless_tests::project::Project;

use super::{SHELF, shelf_with_height};

fn generated() -> Project {
    let project = Project::new(SHELF);
    project.run(&["gen"]).passed();
    project
}

fn fails_with(project: &Project, sentence: &str, code: &str) {
    let before = project.files();
    let ran = project.run(&["gen", "--check"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text());
    assert!(
        ran.stdout.contains(sentence),
        "`{sentence}` is missing in:\n{}",
        ran.stdout
    );
    let json = project.run(&["gen", "--check", "--format", "json"]);
    assert_eq!(json.code, Some(1));
    assert!(
        json.stdout.contains(&format!("\"code\": \"{code}\"")),
        "{code} is missing in:\n{}",
        json.stdout
    );
    assert_eq!(project.files(), before, "a check writes nothing");
}

#[test]
fn what_is_up_to_date_passes() {
    let project = generated();
    let ran = project.run(&["gen", "--check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text());
    assert!(ran.stdout.contains("files are up to date"));
}

#[test]
fn stale_files_are_shown_as_a_diff_with_the_command_to_run() {
    let project = generated();
    project.write("schema.toml", &shelf_with_height());
    fails_with(
        &project,
        "`generated/typescript/src/shelves.ts` is not what the schema says",
        "stale-file",
    );
    let ran = project.run(&["gen", "--check"]);
    assert!(ran.stdout.contains("+  readonly height: number;"), "{}", ran.stdout);
    assert!(
        ran.stderr.contains("run `driftless gen` and commit the result"),
        "{}",
        ran.stderr
    );
}

#[test]
fn missing_files_are_named() {
    let project = generated();
    std::fs::remove_file(project.root().join("generated/docs/shelves.md")).expect("it is there");
    fails_with(&project, "`generated/docs/shelves.md` is missing", "missing-file");
}

#[test]
fn files_edited_by_hand_are_told_from_stale_ones() {
    let project = generated();
    project.write(
        "generated/docs/shelves.md",
        &format!("{}mine\n", project.read("generated/docs/shelves.md")),
    );
    fails_with(
        &project,
        "`generated/docs/shelves.md` was edited by hand",
        "edited-file",
    );
}

#[test]
fn orphans_are_named() {
    let project = generated();
    project.write("schema.toml", &format!("{SHELF}\n[output.docs]\nenabled = false\n"));
    fails_with(
        &project,
        "`generated/docs/shelves.md` is no longer generated",
        "orphaned-file",
    );
}

#[test]
fn another_version_is_named_as_such() {
    let project = generated();
    let manifest = project.read("generated/manifest.json");
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(manifest.contains(&version), "{manifest}");
    project.write(
        "generated/manifest.json",
        &manifest.replace(&version, "\"version\": \"0.0.0-other\""),
    );
    fails_with(&project, "was made by another version", "other-version");
}

#[test]
fn line_ends_of_another_system_are_no_difference() {
    let project = generated();
    for (path, text) in project.files() {
        project.write(&path, &text.replace('\n', "\r\n"));
    }
    let ran = project.run(&["gen", "--check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text());
}

#[test]
fn removing_everything_generated_is_repaired_by_one_run() {
    let project = generated();
    let before = project.files();
    std::fs::remove_dir_all(project.root().join("generated")).expect("it is there");
    project.run(&["gen"]).passed();
    assert_eq!(project.files(), before);
}

#[test]
fn machines_get_the_same_findings() {
    let project = generated();
    std::fs::remove_file(project.root().join("generated/docs/shelves.md")).expect("it is there");
    let github = project.run(&["gen", "--check", "--format", "github"]);
    let wanted = "::error file=generated/docs/shelves.md,title=missing-file";
    assert!(github.stdout.contains(wanted), "{}", github.stdout);
    let sarif = project.run(&["gen", "--check", "--format", "sarif"]);
    assert!(sarif.stdout.contains("\"version\": \"2.1.0\""), "{}", sarif.stdout);
    let junit = project.run(&["gen", "--check", "--format", "junit"]);
    assert!(junit.stdout.contains("<testsuite"), "{}", junit.stdout);
}
