//! What databases are asked where there are none.

use serde_json::Value;

/// Something to write, which nobody can.
pub(crate) struct Ask;

impl Ask {
    /// A question about a text.
    pub(crate) fn new(_: &Value, _: &str) -> Self {
        Self
    }
}

/// Why nothing was written.
pub(crate) enum Refusal {
    /// There is no database.
    Failed(String),
}

/// No databases.
pub(crate) struct Databases;

impl Databases {
    /// Opens nothing.
    pub(crate) async fn open(_: &Value) -> Result<Self, Box<dyn std::error::Error>> {
        Ok(Self)
    }

    /// Has nothing called otherwise.
    pub(crate) fn alias(&mut self, _: &Value) {}

    /// Says nothing.
    pub(crate) async fn postgres(&self, _: &Ask) -> Value {
        Value::Null
    }

    /// Says nothing.
    pub(crate) async fn sqlite(&self, _: &Ask) -> Value {
        Value::Null
    }

    /// Leaves nothing behind.
    pub(crate) async fn close(self) -> Result<(), Box<dyn std::error::Error>> {
        Ok(())
    }
}
