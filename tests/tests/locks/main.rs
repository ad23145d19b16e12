//! The lock oracle: what the servers do with each kind of statement, kept in `generator/hazard/src/locks.tsv`, and whether
//! the compiler predicts just that. `DRIFTLESS_MEASURE=1` rewrites the table from the servers at hand.

mod cases;
mod lint;
mod measured;
mod observe;
mod predicted;
mod recipes;
mod row;
mod squawk;
