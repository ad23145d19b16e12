//! Another tenant's rows are out of sight and reach, for every entity of every schema that has tenants.

mod layer;
pub(crate) mod program;
mod raw;
pub(crate) mod shown;
