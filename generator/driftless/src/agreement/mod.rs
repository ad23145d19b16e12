//! `agree`: what a schema compiles to is built, run, and asked about values. In: a Schema and whom to ask. Out: what they
//! disagree about. The values, and what counts as a disagreement, are those of `driftless-agree`; here programs are written to a
//! folder of their own, built and talked to.

mod panel;
mod workshop;

use std::path::Path;

use driftless_agree::{Report, Subject};
use driftless_catalog::Dialect;
use driftless_model::Schema;
use driftless_output::OutputSet;

pub use workshop::outputs;

use crate::project::Unreadable;
use panel::Panel;

/// Whom to ask beside the emitted crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The TypeScript validators, in Node.
    pub typescript: bool,
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

/// Compares everybody about a schema. `files` are its outputs as [`outputs`] gives them; `folder` is where the programs are built.
///
/// # Errors
/// A program that is needed is missing, does not build, or stops.
pub fn agree(schema: Schema, files: &OutputSet, folder: &Path, asked: &Asked, seed: u64) -> Result<Report, Unreadable> {
    let built = workshop::build(files, folder)?;
    let mut panel = Panel::open(&built, &schema, asked)?;
    let components = workshop::components(&built.description);
    let report = driftless_agree::run(Subject::of(schema), &components, seed, &mut panel)?;
    panel.close()?;
    Ok(report)
}
