//! The same bytes on every machine: other locale, time zone, folder, depth of folder, and number of processors.

use driftless_tests::process::run;
use driftless_tests::project::{Project, binary};

#[test]
fn surroundings_never_reach_an_output() {
    for schema in ["schema.toml", "tests/schemas/deliberation.toml"] {
        let plain = Project::of(schema);
        plain.run(&["gen"]).passed();
        let elsewhere = Project::of(schema);
        let mut other = elsewhere.command(&["gen"]);
        other
            .env("LC_ALL", "tr_TR.UTF-8")
            .env("TZ", "Pacific/Kiritimati")
            .env("RUST_BACKTRACE", "1")
            .env("COLUMNS", "20");
        run(&mut other).passed();
        let files = plain.files();
        assert!(files.len() > 50);
        assert_eq!(files, elsewhere.files(), "{schema}");
        for (path, text) in &files {
            let root = plain.root().to_string_lossy();
            assert!(!text.contains(root.as_ref()), "{path} holds the path of its project");
        }
    }
}

#[test]
fn one_processor_gives_the_same_bytes() {
    let plain = Project::of("tests/schemas/data_contracts.toml");
    plain.run(&["gen"]).passed();
    let pinned = Project::of("tests/schemas/data_contracts.toml");
    let mut taskset = driftless_tests::process::command("taskset");
    taskset
        .args(["-c", "0"])
        .arg(binary())
        .arg("gen")
        .current_dir(pinned.root());
    run(&mut taskset).passed();
    assert_eq!(plain.files(), pinned.files());
}

#[test]
fn the_schema_may_be_named_from_elsewhere() {
    let near = Project::of("tests/schemas/data_contracts.toml");
    near.run(&["gen"]).passed();
    let far = Project::of("tests/schemas/data_contracts.toml");
    let schema = far.root().join("schema.toml");
    near.run(&[
        "gen",
        "--schema",
        schema.to_str().expect("temporary folders have plain names"),
    ])
    .passed();
    assert_eq!(near.files(), far.files());
}
