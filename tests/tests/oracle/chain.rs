//! One chain: a database is built and filled, and then goes through step after step of changes. In: a plan. Out: counts,
//! or the first thing that went wrong, with all that is needed to see why.

use std::collections::BTreeSet;
use std::rc::Rc;

use driftless_catalog::Dialect;

use crate::change::{Mutation, Stage};
use crate::column::{insertion, qualified};
use crate::database::compare;
use crate::fill::{Fresh, fill, sprinkle};
use crate::fresh::first_migration;
use crate::hosts::Host;
use crate::pipeline::{Folder, Wanted, goal, sealed};
use crate::random::{Random, mix};
use crate::rows::Rows;
use crate::start::start;
use crate::step::{Failure, Outcome, Step};
use crate::tally::Tally;
use crate::text::schema_text;
use crate::world::{Id, World};

/// The number that the database counted to, before a migration.
pub(crate) const MARK: i64 = 1000;

/// What a chain does; shrinking takes away from it.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) steps: Vec<Vec<Mutation>>,
    /// Entities that the first schema leaves out.
    pub(crate) without: BTreeSet<Id>,
    /// Rows in each table.
    pub(crate) rows: usize,
}

/// The state between steps.
pub(crate) struct Chain<'c> {
    pub(crate) host: &'c mut dyn Host,
    pub(crate) tally: &'c mut Tally,
    pub(crate) random: Random,
    pub(crate) world: World,
    pub(crate) rows: Rows,
    pub(crate) folder: Folder,
    /// What the World asks a database to hold; `None` before the chain begins.
    pub(crate) wanted: Option<Rc<Wanted>>,
    /// A way back left labels of a native enum, as it said it would.
    pub(crate) keeps_labels: bool,
    /// Rows went with an allowed loss, and then another file aborted.
    pub(crate) over: bool,
}

/// Runs a chain to its end or to its first failure.
pub(crate) fn run(plan: &Plan, host: &mut dyn Host, tally: &mut Tally) -> Result<(), Box<Failure>> {
    let world = start(plan.seed, &plan.without);
    let mut chain = Chain::new(world, host, tally, Random::new(mix(plan.seed, 1)));
    chain
        .begin(plan.rows)
        .map_err(|why| Box::new(chain.broken("beginning", why)))?;
    for mutations in &plan.steps {
        chain.random = Random::new(mix(plan.seed, mutations.first().map_or(0, |mutation| mutation.seed)));
        chain.step(mutations).map_err(Box::new)?;
        if chain.keeps_labels || chain.over {
            // The database is no longer what the released migrations make.
            return Ok(());
        }
        chain.grow(plan.rows).map_err(Box::new)?;
    }
    Ok(())
}

impl<'c> Chain<'c> {
    /// A chain that has not begun.
    pub(crate) fn new(world: World, host: &'c mut dyn Host, tally: &'c mut Tally, random: Random) -> Self {
        let (rows, folder) = (Rows::new(), Folder::new());
        Self {
            host,
            tally,
            random,
            world,
            rows,
            folder,
            wanted: None,
            keeps_labels: false,
            over: false,
        }
    }

    pub(crate) fn broken(&self, kind: &'static str, why: String) -> Failure {
        Failure {
            kind,
            why,
            before: schema_text(&self.world),
            after: String::new(),
            effects: Vec::new(),
            files: Vec::new(),
        }
    }

    /// The first schema, applied and filled.
    pub(crate) fn begin(&mut self, rows: usize) -> Result<(), String> {
        let wanted = goal(&schema_text(&self.world), self.host.dialect())?;
        let (folder, up) = first_migration(&wanted)?;
        self.host.usual_runner();
        self.host.subject().apply(&up)?;
        self.folder = sealed(&wanted, folder)?;
        self.wanted = Some(Rc::new(wanted));
        let fresh = fill(&self.world, &mut self.rows, rows, &mut self.random);
        self.insert(&fresh)?;
        let values = compare(self.host.again(), &self.world, &self.rows, &BTreeSet::new())?;
        self.tally.values += values;
        Ok(())
    }

    /// Rows that come between two migrations: up to so many, and one more for every table.
    pub(crate) fn grow(&mut self, rows: usize) -> Result<(), Failure> {
        let refused = |chain: &Self, why| chain.broken("a row that fits is refused", why);
        let fresh = fill(&self.world, &mut self.rows, rows, &mut self.random);
        self.insert(&fresh).map_err(|why| refused(self, why))?;
        let fresh = sprinkle(&self.world, &mut self.rows, 1, &mut self.random);
        self.insert(&fresh).map_err(|why| refused(self, why))
    }

    fn insert(&mut self, fresh: &Fresh) -> Result<(), String> {
        let dialect = self.host.dialect();
        let tables = self.world.tables();
        let mut sql = String::new();
        for (id, rows) in fresh {
            if let Some(table) = tables.iter().find(|table| table.id == *id) {
                sql.push_str(&insertion(&self.world, dialect, table, rows));
                let name = qualified(dialect, table);
                if table.identity {
                    sql.push_str(&match dialect {
                        Dialect::Postgres => {
                            format!("SELECT setval(pg_get_serial_sequence('{name}', 'id'), {MARK});\n")
                        }
                        Dialect::Sqlite => format!(
                            "UPDATE sqlite_sequence SET seq = {MARK} WHERE name = '{}';\n",
                            name.trim_matches('"')
                        ),
                    });
                }
            }
        }
        self.host.again().run(&sql)
    }

    fn step(&mut self, mutations: &[Mutation]) -> Result<(), Failure> {
        let Some(step) = self.staged(mutations) else {
            return Ok(());
        };
        self.tally.step(&step.world, mutations);
        let often = self.random.chance(25);
        match self.take(step, often, 60)? {
            Outcome::Refused => self.tally.refused += 1,
            Outcome::Aborted => self.tally.aborted += 1,
            Outcome::Applied | Outcome::Stopped => {}
        }
        Ok(())
    }

    /// Through the gate, up, and in so many of a hundred cases down and up again.
    pub(crate) fn take(&mut self, mut step: Step, gives_in: bool, returns: u64) -> Result<Outcome, Failure> {
        let before = self.tally.stopped;
        let Some((folder, stems)) = self.gate(&step, gives_in)? else {
            return Ok(Outcome::Refused);
        };
        let of_draft = |name: &&String| stems.iter().any(|stem| name.starts_with(stem.as_str()));
        let files = folder.iter().filter(|(name, _)| of_draft(name));
        step.files = files.map(|(name, text)| (name.clone(), text.clone())).collect();
        step.stems = stems;
        if !self.up(&step)? {
            return Ok(Outcome::Aborted);
        }
        self.arrived(&step)?;
        let folder = sealed(&step.wanted, folder).map_err(|why| step.failure("release", why))?;
        self.planned_nothing(&step, &folder)?;
        if self.random.chance(returns) {
            self.there_and_back(&step)?;
        }
        (self.world, self.rows, self.folder) = (step.world, step.rows, folder);
        self.wanted = Some(step.wanted);
        Ok(if self.tally.stopped > before {
            Outcome::Stopped
        } else {
            Outcome::Applied
        })
    }

    /// The changes, made; `None` where none of them could be, or the language does not accept what comes of them.
    fn staged(&mut self, mutations: &[Mutation]) -> Option<Step> {
        let mut stage = Stage::new(self.world.clone(), self.rows.clone(), &mut self.random);
        let effects: Vec<_> = mutations.iter().filter_map(|mutation| stage.apply(*mutation)).collect();
        if effects.is_empty() {
            return None;
        }
        let unknown = stage.unknown();
        let same = stage
            .world
            .entities
            .iter()
            .filter_map(|new| Some((self.world.find(new.id)?.name.clone(), new.name.clone())));
        let renamed = same.filter(|(old, new)| old != new).collect();
        let wanted = goal(&schema_text(&stage.world), self.host.dialect());
        let wanted = wanted.map_err(|why| self.tally.unfit(&why)).ok()?;
        Some(Step {
            world: stage.world,
            rows: stage.rows,
            effects,
            unknown,
            renamed,
            before: schema_text(&self.world),
            wanted: Rc::new(wanted),
            files: Vec::new(),
            stems: Vec::new(),
        })
    }
}
