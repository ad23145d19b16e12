//! `schema`: the JSON Schema of schema.toml.

use super::print;
use crate::Status;

/// Prints it.
pub(super) fn run() -> Status {
    print(&format!("{:#}\n", driftless_syntax::json_schema()));
    Status::Done
}
