//! What a live database says it holds, as a Catalog: read from its own tables, and from the text it prints itself.

pub mod postgres;
pub mod sqlite;
