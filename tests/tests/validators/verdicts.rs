//! Every shape of every schema: what the three outputs say about instances of it.

use std::collections::BTreeMap;

use crate::judges::{self, InNode};
use crate::outputs::{EDGES, PLATFORM, SCHEMAS, World};
use crate::package::Package;
use driftless_agree::{Case, Promises, Reading, Rust, Verdicts, changes, disagreement, mixtures, readings};
use driftless_sample::{Chance, Size, instance, words_of};

/// Everything about one schema, judged.
pub(crate) struct Judged {
    pub(crate) world: World,
    pub(crate) cases: Vec<Case>,
    pub(crate) node: Vec<InNode>,
    pub(crate) rust: Vec<Rust>,
}

/// A seed that gives the same cases again: `DRIFTLESS_SEED`.
pub(crate) fn seed() -> u64 {
    std::env::var("DRIFTLESS_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(20_261_127)
}

/// How many ordinary instances are tried until one is valid everywhere.
const TRIES: usize = 60;

impl Judged {
    /// A schema of the repository.
    pub(crate) fn of(schema: (&str, &str)) -> Self {
        let world = World::of(schema);
        let package = Package::of(&world.typescript());
        let openapi = world.openapi();
        let bundle = &openapi.get("openapi/openapi.json").expect("there is a bundle").text;
        let description = package.add("openapi.json", bundle);
        let components = judges::components(bundle);
        let judge = |cases: &[Case]| {
            let node = judges::in_node(&package, Some(&description), cases);
            (node, judges::in_rust(&world, package.folder(), cases))
        };
        let mut chance = Chance::new(seed());
        let all: Vec<Reading<'_>> = world
            .subject
            .travelling()
            .flat_map(|shape| readings(shape, &components))
            .collect();
        let found: Vec<Case> = {
            let tried = candidates(&world, &all, &mut chance);
            let list: Vec<Case> = tried.iter().map(|(_, _, case)| case.clone()).collect();
            let (node, rust) = judge(&list);
            let is_valid = |at: usize| node[at].issues.is_none() && node[at].described && rust[at] == Rust::Valid;
            chosen(&tried, is_valid)
                .into_iter()
                .flat_map(|(reading, word, base)| {
                    let mut found = changes(&world.subject, &all[reading], word, &base);
                    found.extend(mixtures(&world.subject, &all[reading], word, 40, &mut chance));
                    found
                })
                .collect()
        };
        let (node, rust) = judge(&found);
        drop(all);
        Self {
            world,
            cases: found,
            node,
            rust,
        }
    }

    /// What the judges disagree about.
    pub(crate) fn disagreements(&self, node: &[InNode]) -> Vec<String> {
        let checks = self.world.subject.checks();
        let verdicts = self.cases.iter().zip(node).zip(&self.rust);
        verdicts
            .filter_map(|((case, node), rust)| {
                let said = Verdicts {
                    typescript: Some(node.issues.clone().unwrap_or_default()),
                    described: Some(node.described),
                    rust: rust.clone(),
                    written: None,
                    canonical: (None, None),
                    postgres: None,
                    sqlite: None,
                };
                disagreement(&self.world.subject, &Promises::default(), case, &said, &checks)
                    .map(|found| found.to_string())
            })
            .collect()
    }
}

type Candidate<'a> = (usize, Option<&'a str>, Case);

/// Ordinary instances of each reading in each of its cases.
fn candidates<'a>(world: &World, readings: &[Reading<'a>], chance: &mut Chance) -> Vec<Candidate<'a>> {
    let mut found = Vec::new();
    for (at, reading) in readings.iter().enumerate() {
        for word in words_of(reading.shape) {
            for attempt in 0..TRIES {
                // The fuller ones first: they show more.
                let size = if attempt < TRIES / 2 { Size::Any } else { Size::Least };
                let base = instance(&world.subject, reading.shape, word, size, chance, 0);
                found.push((
                    at,
                    word,
                    reading.case("ordinary", serde_json::Value::Object(base).to_string(), None),
                ));
            }
        }
    }
    found
}

type Base<'a> = (usize, Option<&'a str>, serde_json::Map<String, serde_json::Value>);

/// The first instance of each that everybody accepts.
fn chosen<'a>(tried: &[Candidate<'a>], is_valid: impl Fn(usize) -> bool) -> Vec<Base<'a>> {
    let mut found: BTreeMap<(usize, Option<&str>), usize> = BTreeMap::new();
    let mut all: BTreeMap<(usize, Option<&str>), usize> = BTreeMap::new();
    for (at, (reading, word, _)) in tried.iter().enumerate() {
        all.entry((*reading, *word)).or_insert(at);
        if is_valid(at) {
            found.entry((*reading, *word)).or_insert(at);
        }
    }
    let missing: Vec<&Case> = all
        .iter()
        .filter(|(key, _)| !found.contains_key(*key))
        .map(|(_, at)| &tried[*at].2)
        .collect();
    assert!(
        missing.is_empty(),
        "no ordinary instance is valid everywhere: {missing:#?}"
    );
    found
        .into_iter()
        .map(|((reading, word), at)| {
            (
                reading,
                word,
                serde_json::from_str(&tried[at].2.json).expect("an object"),
            )
        })
        .collect()
}

/// Judges schemas, and says what the judges disagree about.
fn agree(schemas: &[(&str, &str)]) {
    println!("seed {}", seed());
    let mut wrong = Vec::new();
    for schema in schemas {
        let all = Judged::of(*schema);
        let judged = all.cases.len();
        let refused = all.node.iter().filter(|verdict| verdict.issues.is_some()).count();
        println!("{}: {judged} instances, {refused} of them refused", all.world.name);
        assert!(
            refused > judged / 10 && refused < judged,
            "{}: {judged} instances, {refused} refused",
            all.world.name
        );
        wrong.extend(
            all.disagreements(&all.node)
                .into_iter()
                .map(|text| format!("{}: {text}", all.world.name)),
        );
    }
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_platform_is_judged_alike() {
    agree(&[PLATFORM]);
}

#[test]
fn every_edge_is_judged_alike() {
    agree(&[EDGES]);
}

#[test]
fn the_other_schemas_are_judged_alike() {
    let others: Vec<(&str, &str)> = SCHEMAS
        .into_iter()
        .filter(|schema| ![PLATFORM, EDGES].contains(schema))
        .collect();
    agree(&others);
}
