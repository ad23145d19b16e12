//! Replay against real servers: the Catalog that SQL text makes without a database is the one that a database says it
//! holds after running the same text.

mod compare;
mod corpus;
mod foreign;
mod own;
mod pairs;
mod torture;
