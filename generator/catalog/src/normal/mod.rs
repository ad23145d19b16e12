//! One spelling for what means the same: how people write SQL, how we print it, and how servers print it back.

mod types;

pub use types::type_name;
