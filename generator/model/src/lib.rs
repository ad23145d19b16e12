//! The meaning of a schema: linked, immutable, and ignorant of every output.
