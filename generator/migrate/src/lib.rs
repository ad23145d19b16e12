//! Migrations: what takes a database from one Catalog to another, as files that runners apply, and the history that
//! makes every change of a sealed file visible.
//!
//! In: Catalogs, and the texts of a migrations folder. Out: [`Plan`]s, file texts and findings. This crate reads and
//! writes no disk and connects to nothing.

mod checksum;
pub mod convert;
mod draft;
mod files;
mod history;
mod order;
mod plan;
mod proof;
mod release;
mod status;
mod verify;

pub use draft::{DraftError, MigrationFile, MigrationOutput, draft};
pub use files::{MigrationTexts, down_text, up_text};
pub use history::{Entry, HISTORY_FILE, History, State};
pub use plan::{CannotPlan, Change, Plan, Step, plan};
pub use release::{Release, release};
pub use status::{Status, status};
pub use verify::verify;
