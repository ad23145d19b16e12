//! A database that nobody asks.

use serde_json::Value;

use crate::ask::{Ask, Refusal};

/// There is none.
pub(crate) struct Pool;

/// Opens nothing.
pub(crate) async fn open(_: &Value) -> Result<Option<Pool>, Box<dyn std::error::Error>> {
    Ok(None)
}

/// Closes nothing.
pub(crate) async fn close(_: Option<Pool>) -> Result<(), Box<dyn std::error::Error>> {
    Ok(())
}

/// Writes nothing.
pub(crate) async fn store(_: &Pool, _: &Ask) -> Result<String, Refusal> {
    Err(Refusal::Failed("there is no database".to_owned()))
}
