//! What becomes of files when a run is killed, when the system refuses something, and when several runs meet: the real
//! binary, in folders of its own.

mod checkout;
mod fault;
mod killed;
mod refused;
mod scenario;
mod together;
mod tree;
