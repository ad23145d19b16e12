//! `agree`: what a schema compiles to is built, run, and asked about values. In: a Schema and whom to ask. Out: what they
//! disagree about. The values, and what counts as a disagreement, are those of `driftless-agree`; here programs are written to a
//! folder of their own, built and talked to.

mod panel;
mod workshop;

use std::path::PathBuf;

use driftless_agree::{Kept, Promises, Report};
use driftless_catalog::{Dialect, lower};
use driftless_diagnostics::Code;
use driftless_model::Schema;
use driftless_output::OutputSet;
use driftless_sample::Subject;

pub use workshop::outputs;

use crate::texts::Unreadable;
use panel::Panel;

/// Whom to ask beside the emitted crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The TypeScript validators, in this Node.
    pub node: Option<PathBuf>,
    /// The OpenAPI description.
    pub openapi: bool,
    /// A PostgreSQL server on which a database may be made.
    pub postgres: Option<String>,
    /// An SQLite file.
    pub sqlite: bool,
}

impl Asked {
    /// The databases among them.
    pub fn databases(&self) -> Vec<Dialect> {
        let postgres = self.postgres.as_ref().map(|_| Dialect::Postgres);
        postgres
            .into_iter()
            .chain(self.sqlite.then_some(Dialect::Sqlite))
            .collect()
    }
}

/// Where judges are built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Their files.
    pub folder: PathBuf,
    /// What Cargo makes of them.
    pub target: PathBuf,
}

/// Compares everybody about a schema. `files` are its outputs as [`outputs`] gives them.
///
/// # Errors
/// A program that is needed is missing, does not build, or stops.
pub fn agree(schema: Schema, files: &OutputSet, place: &Place, asked: &Asked, seed: u64) -> Result<Report, Unreadable> {
    let built = workshop::build(files, place)?;
    let mut panel = Panel::open(&built, asked)?;
    let components = workshop::components(&built.description);
    let promises = Promises {
        postgres: kept(&schema, Dialect::Postgres),
        sqlite: kept(&schema, Dialect::Sqlite),
    };
    let report = driftless_agree::run(Subject::of(schema), &promises, &components, seed, &mut panel)?;
    panel.close()?;
    Ok(report)
}

/// What a database promises: the rules of its tables, and the gaps that `lint` lists.
fn kept(schema: &Schema, dialect: Dialect) -> Kept {
    let lowered = lower(schema, dialect);
    let tables = || lowered.catalog.tables.iter();
    let checks = tables().flat_map(|table| table.checks.iter().map(|check| check.name.clone()));
    let triggers = tables().flat_map(|table| table.triggers.iter().map(|trigger| trigger.name.clone()));
    let gaps = lowered.diagnostics.iter().filter(|finding| finding.code == Code::Gap);
    Kept {
        rules: checks.chain(triggers).collect(),
        gaps: gaps
            .filter_map(|finding| Some(finding.primary.as_ref()?.span))
            .collect(),
    }
}
