//! Random schemas: everybody agrees about them. `DRIFTLESS_AGREE_SCHEMAS` asks for more of them, `DRIFTLESS_AGREE_SCHEMA` for a
//! single one again.

use std::collections::BTreeSet;

use driftless_tests::random_schemas::random::mix;
use driftless_tests::random_schemas::start::start;
use driftless_tests::random_schemas::text::schema_text;

use crate::{assert_agreement, seed};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn everybody_agrees_about_random_schemas() {
    let single = number("DRIFTLESS_AGREE_SCHEMA");
    let count = number("DRIFTLESS_AGREE_SCHEMAS").unwrap_or(2);
    let seeds: Vec<u64> = match single {
        Some(seed) => vec![seed],
        None => (0..count).map(|at| mix(seed(), at)).collect(),
    };
    let (mut failed, mut instances, mut rows) = (Vec::new(), 0, 0);
    for seed in seeds {
        let text = schema_text(&start(seed, &BTreeSet::new()));
        println!("schema {seed}");
        let tried = std::panic::catch_unwind(|| assert_agreement("random", &text));
        match tried {
            Ok(report) => (instances, rows) = (instances + report.instances, rows + report.rows),
            Err(_) => failed.push(seed),
        }
    }
    println!("{count} schemas, {instances} instances, {rows} rows");
    assert!(
        failed.is_empty(),
        "DRIFTLESS_AGREE_SCHEMA of those that failed: {failed:?}"
    );
}
