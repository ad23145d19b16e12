//! Migrations: what takes a database from one Catalog to another, as files that runners apply, and the history that
//! makes every change of a sealed file visible.
//!
//! In: Catalogs, and the texts of a migrations folder. Out: [`Plan`]s, file texts and findings. This crate reads and
//! writes no disk and connects to nothing.

mod base;
mod by_hand;
mod change;
mod checksum;
mod comparison;
pub mod convert;
mod cost;
mod diff;
pub mod documents;
mod draft;
mod facts;
mod files;
mod gate;
mod history;
pub mod implication;
mod naming;
mod plan;
mod proof;
mod release;
mod snapshot;
mod status;
mod traced;
mod verify;

pub use by_hand::begin_by_hand;
pub use change::{Change, Object, Verb};
pub use comparison::{Comparison, Differing, ListedChange, ListedStatement, Side, compare};
pub use cost::{InspectedFile, inspect_folder};
pub use diff::{Difference, Rename, diff};
pub use draft::{DraftError, Goal, MigrationFile, MigrationOutput, Stop, draft};
pub use files::MigrationTexts;
pub use gate::{Allowance, Loss, LossCode};
pub use history::{Entry, HISTORY_FILE, History, State};
pub use plan::{Form, Part, Plan, Script, plan};
pub use release::{Release, release};
pub use snapshot::SNAPSHOT_FILE;
pub use status::{Status, status};
pub use traced::traced;
pub use verify::verify;
