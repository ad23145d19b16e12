//! The snapshot: what the sealed migrations make, so that they need not be read again, and what SQL does not say about
//! it. In: a Catalog and the model behind it. Out: the text of `snapshot.json`, whose checksum the history holds.

use driftless_catalog::Catalog;
use serde_json::{Map, Value, json};

/// Name of the snapshot's file in a migrations folder.
pub const SNAPSHOT_FILE: &str = "snapshot.json";

/// The form of the file that this version reads and writes.
const FORM: u64 = 1;

/// A database as its sealed migrations make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// What lies in the database.
    pub(crate) catalog: Catalog,
    /// The same schema lowered to the dialect that says most of it, by which losses are judged; `None` where that is
    /// this one.
    pub(crate) model: Option<Catalog>,
}

impl Snapshot {
    /// The text of its file, read back: what follows a release relies on it.
    pub(crate) fn to_text(&self) -> Result<String, String> {
        let text = self.text()?;
        match Self::read(&text) {
            Some(read) if read.text()? == text => Ok(text),
            _ => Err("the snapshot does not read as it was written".to_owned()),
        }
    }

    /// One line for each object, so that people can follow what a release changed.
    fn text(&self) -> Result<String, String> {
        let mut lines = vec![format!("{{\"form\": {FORM}")];
        lines.push(format!(",\"catalog\": {}", listed(&self.catalog)?));
        if let Some(model) = &self.model {
            lines.push(format!(",\"model\": {}", listed(model)?));
        }
        Ok(lines.join("\n") + "\n}\n")
    }

    /// Reads the text of a file; `None` where another version wrote it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut value: Map<String, Value> = serde_json::from_str(text).ok()?;
        if value.get("form") != Some(&json!(FORM)) {
            return None;
        }
        let catalog = serde_json::from_value(value.remove("catalog")?).ok()?;
        let model = match value.remove("model") {
            Some(model) => Some(serde_json::from_value(model).ok()?),
            None => None,
        };
        Some(Self { catalog, model })
    }
}

/// A Catalog with each element of its lists on a line of its own.
fn listed(catalog: &Catalog) -> Result<String, String> {
    let Value::Object(parts) = serde_json::to_value(catalog).map_err(|error| error.to_string())? else {
        return Err("a catalog is no object".to_owned());
    };
    let parts = parts.into_iter().map(|(name, part)| match part {
        Value::Array(items) if !items.is_empty() => {
            let items: Vec<_> = items.iter().map(|item| pruned(item.clone()).to_string()).collect();
            format!("\"{name}\": [\n{}\n]", items.join(",\n"))
        }
        part => format!("\"{name}\": {part}"),
    });
    Ok(format!("{{{}}}", parts.collect::<Vec<_>>().join(",\n")))
}

/// Without what is not there. Whatever else goes unsaid would have to be known when it is read.
fn pruned(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name, pruned(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(pruned).collect()),
        value => value,
    }
}
