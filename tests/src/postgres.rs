//! Real PostgreSQL servers of several majors, one per test binary and major, gone when the binary is gone.
//!
//! ```ignore
//! for major in postgres::majors() {
//!     let database = postgres::server(major).database("books");
//!     database.psql(postgres::OWNER, "CREATE TABLE t (id int)").passed();
//!     let row = database.connect(postgres::OWNER).query_one("SELECT count(*) FROM t", &[]).unwrap();
//! }
//! ```

mod account;
mod database;
mod extension;
mod installation;
mod server;
mod start;

pub use database::Database;
pub use installation::majors;
pub use server::{Server, Told, any, server};

/// The role that may do everything; only for setting the scene.
pub const SUPERUSER: &str = "postgres";
/// The role that owns each database and migrates it; no superuser, as in real life.
pub const OWNER: &str = "owner";
/// A role that may log in and owns nothing: the application.
pub const APP: &str = "app";
