//! What each statement of a migration costs and endangers, known before anybody runs it.
//!
//! In: a Catalog as it is before, and the text of a migration. Out: for each statement what it locks, reads, rewrites and
//! loses, who may fail after it, and what to write instead. The facts about locks are measured, not remembered (`fact`).
//! This crate never opens a connection or a file.

mod effect;
mod fact;
mod findings;
mod inspected;
mod inspector;
mod judge;
mod kind;
mod lock;
mod postgres;
mod recipe;
mod sqlite;
mod transaction;
mod types;
mod world;

pub use fact::{Facts, Role, TABLE, Touch, facts, on, worst};
pub use findings::findings;
pub use inspected::{Broken, Hazard, Inspected, Loss, Lost, Touched};
pub use inspector::{Inspector, inspect};
pub use kind::Kind;
pub use lock::Lock;
pub use recipe::recipe;
