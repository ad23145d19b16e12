//! Pairs of schemas that once lost something, under the sentence that must hold: `tests/oracle/<sentence>/` holds
//! `before.toml`, `after.toml` and `outcome`, which is `applied`, `stopped` (and applied when allowed), `refused` or `aborted`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::chain::{Chain, Host, Outcome};
use crate::hosts::{InMemory, OnServer};
use crate::random::Random;
use crate::read::read;
use crate::tally::Tally;
use crate::world::World;

/// How often each case is filled with other rows.
const FILLINGS: u64 = 4;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle");
    let entries = std::fs::read_dir(&folder).expect("the folder of the cases can be read");
    let mut cases: Vec<_> = entries
        .map(|entry| entry.expect("its entries can be read").path())
        .collect();
    cases.sort();
    cases
}

fn try_case(case: &Path, host: &mut dyn Host) {
    let text = |name: &str| {
        std::fs::read_to_string(case.join(name)).unwrap_or_else(|error| panic!("{}: {error}", case.display()))
    };
    let at = case.display();
    let before = read(&text("before.toml"), &World::default()).unwrap_or_else(|why| panic!("{at}: {why}"));
    let after = read(&text("after.toml"), &before).unwrap_or_else(|why| panic!("{at}: {why}"));
    for filling in 0..FILLINGS {
        let mut tally = Tally::default();
        let mut chain = Chain::new(before.clone(), host, &mut tally, Random::new(filling));
        chain.begin(20).unwrap_or_else(|why| panic!("{at}: {why}"));
        let outcome = chain
            .case(after.clone())
            .unwrap_or_else(|failure| panic!("{at}: {failure}"));
        let wanted = text("outcome");
        let said = match outcome {
            Outcome::Applied => "applied",
            Outcome::Stopped => "stopped",
            Outcome::Refused => "refused",
            Outcome::Aborted => "aborted",
        };
        assert!(
            wanted.split_whitespace().any(|word| word == said),
            "{at}: {said}, not {wanted}"
        );
    }
}

#[test]
fn cases_hold_on_sqlite() {
    let mut host = InMemory::new();
    cases().iter().for_each(|case| try_case(case, &mut host));
}

#[test]
fn cases_hold_on_postgres() {
    let mut host = OnServer::new(driftless_tests::postgres::any());
    cases().iter().for_each(|case| try_case(case, &mut host));
}

#[test]
fn cases_are_named_by_sentences() {
    let names: BTreeSet<_> = cases()
        .iter()
        .filter_map(|case| Some(case.file_name()?.to_str()?.to_owned()))
        .collect();
    assert!(names.iter().all(|name| name.split('_').count() >= 3), "{names:?}");
}
