//! The command line: one schema, no drift.

fn main() {}
