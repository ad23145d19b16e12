//! Values at every edge of a schema, and what differs between those who judge them.
//!
//! In: a Schema. Out: cases, each a JSON text that is an instance of a shape or nearly one; and, of the verdicts on them, the
//! sentences that say where two judges disagree. This crate runs nothing and knows no language: judges are programs that
//! others emit and run.

mod cases;
mod compare;
mod edges;
mod fixtures;
mod instances;
mod kept;
mod run;
mod sample;
mod seed;
mod stored;
mod time_edges;
mod verdict;

pub use cases::{About, Case, Reading, readings};
pub use compare::{Disagreement, disagreement};
pub use instances::{changes, mixtures};
pub use kept::{Kept, Promises};
pub use run::{Judges, Report, run};
pub use sample::Gap;
pub use verdict::{Act, Issue, Question, Rust, Store, Stored, Verdicts};
