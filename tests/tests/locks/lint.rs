//! What is said about the kinds that make others wait, and that nothing is said about those that do not.

use std::collections::BTreeSet;

use driftless_diagnostics::Code;
use driftless_hazard::Inspected;

use crate::cases::{Case, cases};
use crate::measured::observed;
use crate::observe::{LOCKS, Observed};
use crate::predicted::inspect;

/// Kinds that make nobody wait for long, but take something away or are refused.
const OTHERWISE: &[&str] = &[
    "add column not null without default",
    "drop column",
    "drop column with foreign key",
    "drop referenced column",
    "drop not null",
    "drop check",
    "drop foreign key",
    "drop unique",
    "drop primary key",
    "drop referenced key",
    "drop not null constraint",
    "stop enforcing constraint",
    "disable row security",
    "disable all triggers",
    "drop table",
    "drop table with foreign key",
    "drop table, cascading",
    "truncate",
    "truncate, cascading",
    "drop unique index",
    "drop unique index concurrently",
    "drop trigger",
    "drop rule",
    "drop policy",
    "delete all rows",
    "update all rows",
    "rename column",
    "rename table",
    "rename view",
    "rename type",
    "move type to schema",
    "rename enum value",
    "move table to schema",
];

#[test]
fn every_kind_that_makes_others_wait_is_found() {
    let (mut kinds, mut missed) = (BTreeSet::new(), BTreeSet::new());
    for (case, seen) in seen() {
        if blocks(seen) {
            kinds.insert(case.kind);
            if hazards(&inspect(&case, None)).is_empty() {
                missed.insert(case.kind);
            }
        }
    }
    assert!(missed.is_empty(), "nothing is said about {missed:#?}");
    assert!(
        kinds.len() >= 28,
        "only {} kinds make others wait: {kinds:#?}",
        kinds.len()
    );
}

#[test]
fn nothing_is_said_about_what_is_safe() {
    let blocking: BTreeSet<&str> = seen()
        .filter(|(_, seen)| blocks(seen))
        .map(|(case, _)| case.kind)
        .collect();
    let (mut said, mut wrong) = (BTreeSet::new(), String::new());
    for case in cases() {
        let found = hazards(&inspect(&case, None));
        if OTHERWISE.contains(&case.kind) {
            said.extend((!found.is_empty()).then_some(case.kind));
        } else if !blocking.contains(case.kind) && !found.is_empty() {
            wrong += &format!("{} ({}): {found:?}\n", case.statement, case.kind);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let expected: BTreeSet<&str> = OTHERWISE.iter().copied().collect();
    assert_eq!(said, expected, "these take something away, and are told of");
}

/// Changes of a type that rewrite nothing and read nothing.
#[test]
fn no_alarm_is_raised_on_safe_changes_of_a_type() {
    let kinds = [
        "change type freely",
        "change type freely, by time zone",
        "change collation",
    ];
    let safe: Vec<Case> = cases().into_iter().filter(|case| kinds.contains(&case.kind)).collect();
    for case in &safe {
        let found = hazards(&inspect(case, None));
        assert!(found.is_empty(), "{}: {found:?}", case.statement);
    }
    assert!(safe.len() >= 15);
}

/// What is said, but for the timeout that the cases leave out.
pub(crate) fn hazards(inspected: &Inspected) -> Vec<(Code, String)> {
    let said = inspected.hazards.iter().filter(|hazard| hazard.code != Code::LockQueue);
    said.map(|hazard| (hazard.code, hazard.message.clone())).collect()
}

/// Each case, as the newest major did it.
pub(crate) fn seen() -> impl Iterator<Item = (Case, &'static Observed)> {
    let newest = observed().values().next_back().into_iter().flatten();
    cases()
        .into_iter()
        .zip(newest)
        .filter_map(|(case, seen)| Some((case, seen.as_ref()?)))
}

/// Whether some table is read or written as a whole while nobody can write to it.
pub(crate) fn blocks(seen: &Observed) -> bool {
    let stops_writers = |words: &str| LOCKS.iter().position(|(_, known)| *known == words) >= Some(4);
    seen.relations.values().any(|relation| {
        let stopped = relation.lock.is_some_and(|lock| stops_writers(lock.words));
        !relation.index && stopped && (relation.scanned || relation.rewritten)
    })
}
