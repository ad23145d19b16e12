//! Another tenant's rows are out of sight and reach, for every entity of every schema that has tenants.

mod across;
mod contents;
mod layer;
pub(crate) mod program;
mod raw;
pub(crate) mod shown;
mod stage;
