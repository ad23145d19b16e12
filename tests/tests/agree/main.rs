//! `agree`: everybody agrees about the schemas of the repository and about random ones, and single faults in any output are found.

mod by_hand;
mod faults;
mod random;
mod schemas;

use std::path::PathBuf;

use driftless::agreement::{Asked, Place, agree, outputs};
use driftless_agree::Report;
use driftless_model::Schema;
use driftless_output::{Kind, OutputSet};
use driftless_resolve::compile_text;
use driftless_tests::postgres::SUPERUSER;
use driftless_tests::workspace::unified;
use driftless_tests::{node, postgres, repository};

/// A seed that gives the same values again: `DRIFTLESS_SEED`.
fn seed() -> u64 {
    let text = std::env::var("DRIFTLESS_SEED").ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(20_261_127)
}

/// Whether everything is tried that takes longer than there is time for on every change: `DRIFTLESS_AGREE_ALL`.
fn is_asked_for_all() -> bool {
    std::env::var_os("DRIFTLESS_AGREE_ALL").is_some()
}

/// The meaning of a text.
fn compiled(text: &str) -> Schema {
    let compiled = compile_text("schema.toml", text);
    compiled.schema.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
}

/// Everybody.
fn everybody() -> Asked {
    Asked {
        node: Some(node::program()),
        openapi: true,
        postgres: Some(postgres::any().database("agree").url(SUPERUSER)),
        sqlite: true,
    }
}

/// What those who are asked say about a schema whose outputs are as `change` leaves them.
fn report(name: &str, text: &str, asked: &Asked, change: impl Fn(&str, &str) -> String) -> Report {
    let schema = compiled(text);
    // The programs are those of everybody, so that they are built once.
    let files = outputs(&schema, &everybody()).expect("the targets emit");
    let mut changed = OutputSet::default();
    for (path, file) in files.iter() {
        let mut text = change(path, &file.text);
        // Those that take minutes are built as those of users are.
        if path == "judge/Cargo.toml" && !is_asked_for_all() {
            text.push_str("unified = { path = \"../unified\" }\n");
        }
        changed
            .insert_marked(path, &text, Kind::Generated)
            .expect("the path is one of ours");
    }
    for (path, text) in unified() {
        changed
            .insert_marked(&format!("unified/{path}"), &text, Kind::Generated)
            .expect("the path is free");
    }
    let place = Place {
        folder: target().join("agree").join(name),
        target: target(),
    };
    agree(schema, &changed, &place, asked, seed()).unwrap_or_else(|fault| panic!("{name}: {}", fault.message))
}

fn target() -> PathBuf {
    repository().join("target/generated")
}

/// Everybody agrees, and enough was asked.
fn assert_agreement(name: &str, text: &str) -> Report {
    let report = report(name, text, &everybody(), |_, text| text.to_owned());
    println!(
        "{name}: {} instances, {} refused, {} verdicts, {} rows, {} fixtures, {} of them kept, seed {}",
        report.instances,
        report.refused,
        report.verdicts,
        report.rows,
        report.fixtures,
        report.kept,
        seed()
    );
    report
        .unjudged
        .iter()
        .for_each(|shape| println!("  not judged: {shape}"));
    let found: Vec<String> = report.disagreements.iter().map(ToString::to_string).collect();
    assert!(
        found.is_empty(),
        "{name}: {} disagreements:\n{}",
        found.len(),
        found.join("\n")
    );
    report
}
