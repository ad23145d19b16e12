//! Pairs of schemas that once lost something, under the sentence that must hold: `tests/oracle/<sentence>/` holds
//! `before.toml`, `after.toml` and `outcome`, which is `applied`, `stopped` (and applied when allowed), `refused` or `aborted`.
//! Where there is a `between.toml`, the database goes through it first, and rows come before it goes on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::carry::carry;
use crate::chain::Chain;
use crate::change::{Effect, Stops};
use crate::hosts::{Host, InFile, InMemory, OnServer};
use crate::pipeline::goal;
use crate::random::Random;
use crate::read::read;
use crate::step::{Failure, Outcome, Step};
use crate::tally::Tally;
use crate::text::schema_text;
use crate::world::{Id, Kind, World};

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

fn try_case(case: &Path, host: &mut dyn Host) -> Result<(), String> {
    let text = |name: &str| std::fs::read_to_string(case.join(name)).map_err(|error| error.to_string());
    let before = read(&text("before.toml")?, &World::default())?;
    let between = if case.join("between.toml").exists() {
        Some(read(&text("between.toml")?, &before)?)
    } else {
        None
    };
    let after = read(&text("after.toml")?, between.as_ref().unwrap_or(&before))?;
    for filling in 0..FILLINGS {
        let mut tally = Tally::default();
        let mut chain = Chain::new(before.clone(), host, &mut tally, Random::new(filling));
        chain.begin(20)?;
        if let Some(between) = &between {
            let outcome = chain.case(between.clone()).map_err(|failure| failure.to_string())?;
            if !matches!(outcome, Outcome::Applied | Outcome::Stopped) {
                return Err(format!("{outcome:?} before it began"));
            }
            chain.grow(30).map_err(|failure| failure.to_string())?;
        }
        let outcome = chain.case(after.clone()).map_err(|failure| failure.to_string())?;
        let said = match outcome {
            Outcome::Applied => "applied",
            Outcome::Stopped => "stopped",
            Outcome::Refused => "refused",
            Outcome::Aborted => "aborted",
        };
        let wanted = text("outcome")?;
        if !wanted.split_whitespace().any(|word| word == said) {
            return Err(format!("{said}, not {wanted}"));
        }
    }
    Ok(())
}

impl Chain<'_> {
    /// A step to a schema that was read from a file; what happens to rows follows from names.
    pub(crate) fn case(&mut self, world: World) -> Result<Outcome, Failure> {
        let rows = carry(&self.world, &world, &self.rows);
        let about = self
            .world
            .entities
            .iter()
            .chain(&world.entities)
            .map(|of| of.name.clone());
        let effect = Effect {
            what: "the case".to_owned(),
            stops: Stops::May,
            about: about.collect(),
            forgets: true,
            unsure: false,
            refusable: true,
        };
        let parts = |world: &World| -> BTreeSet<Id> {
            let tables = world.tables();
            tables
                .iter()
                .flat_map(|table| table.fields.iter().map(|field| field.id).chain([table.id]))
                .collect()
        };
        let mut unknown: BTreeSet<Id> = parts(&self.world).difference(&parts(&world)).copied().collect();
        // Documents may have lost members.
        let members = |world: &World| -> BTreeSet<Id> {
            let all = world.records.iter().flat_map(|record| &record.fields);
            all.map(|member| member.id).collect()
        };
        let lost = !members(&self.world).is_subset(&members(&world));
        let tables = self.world.tables();
        let documents = tables
            .iter()
            .flat_map(|table| &table.fields)
            .filter(|field| lost && matches!(field.kind, Kind::Record(_)));
        unknown.extend(documents.map(|field| field.id));
        let wanted = goal(&schema_text(&world), self.host.dialect());
        let wanted = wanted.map_err(|why| self.broken("the case is no schema", why))?;
        let mut step = Step {
            world,
            rows,
            effects: vec![effect],
            unknown,
            renamed: Vec::new(),
            before: schema_text(&self.world),
            wanted: Rc::new(wanted),
            files: Vec::new(),
            stems: Vec::new(),
        };
        let records = step
            .before
            .lines()
            .chain(step.wanted.text.lines())
            .filter_map(|line| line.strip_prefix("[record."));
        let records: Vec<_> = records.map(|name| name.trim_end_matches(']').to_owned()).collect();
        step.effects[0].about.extend(records);
        self.take(step, false, 100)
    }
}

/// All cases; every one that fails is reported.
fn try_cases(host: &mut dyn Host) {
    let mut failed = Vec::new();
    for case in cases() {
        if let Err(why) = try_case(&case, host) {
            failed.push(format!("{}: {why}", case.display()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

#[test]
fn cases_hold_on_sqlite() {
    try_cases(&mut InMemory::new());
}

#[test]
fn cases_hold_where_a_shell_goes_on_after_errors() {
    try_cases(&mut InFile::new());
}

#[test]
fn cases_hold_on_postgres() {
    try_cases(&mut OnServer::new(driftless_tests::postgres::any()));
}

#[test]
fn cases_are_named_by_sentences() {
    let names: BTreeSet<_> = cases()
        .iter()
        .filter_map(|case| Some(case.file_name()?.to_str()?.to_owned()))
        .collect();
    assert!(names.iter().all(|name| name.split('_').count() >= 3), "{names:?}");
}
