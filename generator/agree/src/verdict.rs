//! What is asked about one case, and what judges say. Questions and answers are lines of JSON.

use serde_json::{Map, Value, json};

use crate::cases::Case;

/// One thing that is wrong: JSON Pointer, code, message.
pub type Issue = (String, String, String);

/// A case, and what databases shall do with it.
#[derive(Debug, Clone)]
pub struct Question {
    /// The case.
    pub case: Case,
    /// What to write.
    pub store: Option<Store>,
}

/// What is done to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is made, and undone.
    Make,
    /// The same without PostgreSQL: a number that a sequence gave is gone, even if the row is refused.
    Rehearse,
    /// It is made, and stays.
    Keep,
    /// It is changed, and undone.
    Change,
}

impl Act {
    /// The word that judges know.
    fn word(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::Rehearse => "rehearse",
            Self::Keep => "keep",
            Self::Change => "change",
        }
    }
}

/// What databases shall do with a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Store {
    /// The entity.
    pub entity: String,
    /// Whether a row is made or changed, and what becomes of it.
    pub act: Act,
    /// Whose row it is; null where rows are nobody's.
    pub tenant: Value,
    /// The owner of a link, by columns.
    pub owner: Map<String, Value>,
    /// The key of the row that is changed, by columns.
    pub key: Map<String, Value>,
    /// What the service fills in.
    pub internal: Map<String, Value>,
}

impl Question {
    /// The same with another act.
    pub(crate) fn doing(&self, act: Act) -> Self {
        let store = self.store.clone().map(|store| Store { act, ..store });
        Self { store, ..self.clone() }
    }

    /// As a line that judges read.
    pub fn line(&self) -> String {
        let Case {
            shape,
            component,
            strict,
            json: text,
            ..
        } = &self.case;
        let mut line = json!({ "shape": shape, "component": component, "strict": strict, "text": text });
        if let Some(store) = &self.store {
            line["store"] = json!({
                "entity": store.entity, "do": store.act.word(), "tenant": store.tenant,
                "owner": store.owner, "key": store.key, "internal": store.internal,
            });
        }
        line.to_string()
    }
}

/// What the emitted crate says.
#[derive(Debug, Clone, PartialEq)]
pub enum Rust {
    /// It is read, and breaks no rule.
    Valid,
    /// It cannot be read.
    Fault(String),
    /// It breaks rules.
    Broken(Vec<Issue>),
}

/// What a database says.
#[derive(Debug, Clone, PartialEq)]
pub enum Stored {
    /// The row, as a client reads it.
    Row(String),
    /// A rule refused it: what kind of rule, and its name where the database tells.
    Refused(String, String),
    /// It was not written for another reason.
    Failed(String),
}

/// What everybody says; nothing from those who were not asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdicts {
    /// What is wrong according to the TypeScript validators; empty when they accept.
    pub typescript: Option<Vec<Issue>>,
    /// Whether the OpenAPI description accepts.
    pub described: Option<bool>,
    /// The crate.
    pub rust: Rust,
    /// What the crate writes of what it read.
    pub written: Option<String>,
    /// The same as canonical JSON, and what TypeScript makes of the text.
    pub canonical: (Option<String>, Option<String>),
    /// PostgreSQL.
    pub postgres: Option<Stored>,
    /// SQLite.
    pub sqlite: Option<Stored>,
}

impl Verdicts {
    /// From the answers of the judge in Rust and of the one in Node, if it was asked.
    ///
    /// # Errors
    /// An answer is no answer.
    pub fn read(rust: &str, node: Option<&str>) -> Result<Self, serde_json::Error> {
        let said: Value = serde_json::from_str(rust)?;
        let node: Value = node.map_or(Ok(Value::Null), serde_json::from_str)?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        Ok(Self {
            typescript: (!node.is_null()).then(|| issues(&node["issues"])).transpose()?,
            described: said["described"].as_bool(),
            rust: match &said["rust"] {
                Value::Null => Rust::Valid,
                Value::String(fault) => Rust::Fault(fault.clone()),
                broken => Rust::Broken(issues(broken)?),
            },
            written: text(&said["written"]),
            canonical: (text(&said["canonical"]), text(&node["canonical"])),
            postgres: stored(&said["postgres"]),
            sqlite: stored(&said["sqlite"]),
        })
    }

    /// Rows that databases gave back.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &str> {
        let stored = [&self.postgres, &self.sqlite].into_iter().flatten();
        stored.filter_map(|stored| match stored {
            // A row with a secret in it is never shown.
            Stored::Row(row) if row != "null" => Some(row.as_str()),
            _ => None,
        })
    }

    /// Why it is not accepted, by the first who refuses.
    pub(crate) fn reason(&self) -> String {
        let stored = [&self.postgres, &self.sqlite].into_iter().flatten();
        let mut refused = stored.filter(|stored| !matches!(stored, Stored::Row(_)));
        match (&self.rust, refused.next()) {
            (Rust::Valid, Some(stored)) => format!("{stored:?}"),
            (Rust::Valid, None) => format!("{:?}", self.typescript),
            (rust, _) => format!("{rust:?}"),
        }
    }

    /// How many have something to say.
    pub(crate) fn count(&self) -> usize {
        let stored = [&self.postgres, &self.sqlite].into_iter().flatten().count();
        1 + usize::from(self.typescript.is_some()) + usize::from(self.described.is_some()) + stored
    }

    /// Whether everybody who was asked accepts.
    pub fn accepted(&self) -> bool {
        let stored = [&self.postgres, &self.sqlite];
        self.rust == Rust::Valid
            && self.typescript.as_ref().is_none_or(Vec::is_empty)
            && self.described != Some(false)
            && stored
                .iter()
                .all(|stored| matches!(stored, None | Some(Stored::Row(_))))
    }
}

fn issues(value: &Value) -> Result<Vec<Issue>, serde_json::Error> {
    match value {
        Value::Null => Ok(Vec::new()),
        list => serde_json::from_value(list.clone()),
    }
}

fn stored(value: &Value) -> Option<Stored> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some(row) = value["row"].as_str() {
        return Some(Stored::Row(row.to_owned()));
    }
    match (&value["refused"], &value["failed"]) {
        (Value::Null, Value::Null) => None,
        (Value::Null, failed) => Some(Stored::Failed(text(failed))),
        (refused, _) => Some(Stored::Refused(text(&refused["rule"]), text(&refused["constraint"]))),
    }
}
