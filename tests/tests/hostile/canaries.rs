//! The canaries sing: each judge stumbles where what it judges has one. In: outputs of a small schema, with something planted
//! that a text could have become. Out: a panic of the judge, each time.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use driftless_tests::workspace::Workspace;
use tempfile::TempDir;

use crate::compiled::compiled;
use crate::judged;
use crate::spelled::place;

/// A judge, the file of its output, and what is written behind the end of that.
type Planted = (&'static str, &'static str, fn(&Path));

const PLANTED: [Planted; 8] = [
    (
        "generated/typescript/dist/validate.js",
        "globalThis.canary = 1;\n",
        |folder| judged::typescript(folder, &[]),
    ),
    (
        "generated/typescript/dist/paths.js",
        "export const canary = 1;\n",
        |folder| judged::typescript(folder, &[]),
    ),
    (
        "generated/typescript/dist/index.js",
        "process.getBuiltinModule('fs').writeFileSync('canary_fired', 'node');\n",
        |folder| judged::typescript(folder, &[]),
    ),
    ("generated/typescript/src/shelf.ts", "*/ canary\n", |folder| {
        judged::typescript(folder, &[])
    }),
    (
        "generated/python/hostile/shelf.py",
        "open('canary_fired', 'w').write('python')\n",
        |folder| {
            judged::python(folder, "hostile");
        },
    ),
    ("generated/openapi/openapi.json", "canary", |folder| {
        judged::openapi(folder)
    }),
    (
        "migrations/postgres/0001_init.up.sql",
        "CREATE TABLE canary (id int);\n",
        |folder| judged::postgres(folder, |_| ()),
    ),
    (
        "migrations/sqlite/0001_init.up.sql",
        "CREATE TABLE canary (id int);\n",
        |folder| judged::sqlite(folder, |_| ()),
    ),
];

#[test]
fn every_judge_hears_a_canary() {
    // A small schema: the judges are tried here, not the texts.
    let outputs = compiled(&place("column").with("\"a\"").0)
        .expect("the schema is right")
        .outputs;
    for (file, planted, judge) in PLANTED {
        let folder: TempDir = judged::written(&outputs);
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        fs::write(&path, text + planted).expect("a file of ours can be written");
        let heard = catch_unwind(AssertUnwindSafe(|| judge(folder.path())));
        assert!(heard.is_err(), "nobody heard `{planted}` in {file}");
    }
}

#[test]
fn a_test_in_documentation_is_counted() {
    let files = [
        ("Cargo.toml", "[package]\nname = \"canary\"\nedition = \"2024\"\n"),
        (
            "src/lib.rs",
            "//! A text.\n//!\n//!     assert!(std::fs::write(\"canary_fired\", \"rust\").is_ok());\n",
        ),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let workspace = Workspace::written("hostile_canary", &[("canary".to_owned(), files.into())].into());
    let told = workspace.cargo(&["test", "--doc"]);
    assert!(told.contains("running 1 test"), "{told}");
    let fired = driftless_tests::repository()
        .join("target/generated/hostile_canary/canary")
        .join(crate::strings::FIRED);
    assert!(catch_unwind(|| judged::nothing_fired(fired.parent().expect("a file is in a folder"))).is_err());
    fs::remove_file(fired).expect("the canary ran");
}

#[test]
fn a_warning_is_an_error() {
    let crate_of = |name: &str, body: &str| {
        let manifest = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
        let files = [
            ("Cargo.toml", manifest),
            ("src/lib.rs", format!("//! A crate.\n{body}\n")),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text));
        Workspace::written(name, &[(name.to_owned(), files.into())].into())
    };
    let compiler = crate_of("canary_warning", "fn unused() {}");
    let clippy = crate_of(
        "canary_finding",
        "/// Odd.\npub fn odd(a: u8) -> bool { if a > 1 { true } else { false } }",
    );
    for (workspace, arguments, is_heard) in [
        (&compiler, &["check"][..], true),
        (&compiler, &["build"], true),
        (&clippy, &["check"], false),
        (&clippy, &["clippy"], true),
    ] {
        let said = catch_unwind(AssertUnwindSafe(|| workspace.cargo(arguments)));
        assert_eq!(said.is_err(), is_heard, "{arguments:?}");
    }
    let built = catch_unwind(AssertUnwindSafe(|| clippy.build(&["build"])));
    assert!(built.is_err(), "clippy looks on while crates are built");
}
