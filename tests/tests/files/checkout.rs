//! Files that are the same for everybody who reads them: a checkout that turned line ends into CRLF is up to date.

use driftless_tests::process::{Ran, command, run};
use driftless_tests::project::Project;

use super::scenario::{HEIGHT, LIBRARY};
use super::tree::Tree;

fn git(project: &Project, arguments: &[&str]) -> Ran {
    run(command("git").args(arguments).current_dir(project.root()))
}

/// A released migration, a draft after it, and everything else there is, as git checks it out on Windows.
#[test]
fn a_checkout_with_crlf_is_not_stale() {
    let project = Project::new(LIBRARY);
    project.run(&["gen"]).passed();
    project.run(&["migrate", "release"]).passed();
    project.write("schema.toml", &format!("{LIBRARY}{HEIGHT}"));
    project.run(&["gen"]).passed();
    git(&project, &["init", "--quiet"]).passed();
    git(&project, &["add", "--all"]).passed();
    git(
        &project,
        &[
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "commit",
            "--quiet",
            "--message=all",
        ],
    )
    .passed();
    git(&project, &["rm", "-r", "--quiet", "."]).passed();
    git(
        &project,
        &["-c", "core.autocrlf=true", "checkout", "--quiet", "HEAD", "--", "."],
    )
    .passed();
    let before = Tree::read(project.root());
    let text = project.read("generated/manifest.json");
    assert!(text.contains("\r\n"), "git turned the line ends");
    project.run(&["gen", "--check"]).passed();
    project.run(&["migrate", "verify"]).passed();
    assert!(
        project
            .run(&["gen"])
            .passed()
            .contains("0 created, 0 updated, 0 removed")
    );
    assert_eq!(Tree::read(project.root()), before, "nothing is written");
    assert_eq!(
        git(&project, &["-c", "core.autocrlf=true", "status", "--porcelain"]).passed(),
        ""
    );
}
