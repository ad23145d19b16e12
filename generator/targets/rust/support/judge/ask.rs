//! What the databases are asked, and their answers. Keys that a database made itself differ between databases: questions and
//! answers speak of them by aliases.

use library::wire::Strict;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::judged;

/// Something to write.
pub(crate) struct Ask {
    store: Value,
    text: String,
}

/// Why nothing was written.
pub(crate) enum Refusal {
    /// A rule.
    Rule(Value),
    /// Anything else.
    Failed(String),
}

impl From<library::data::Error> for Refusal {
    fn from(error: library::data::Error) -> Self {
        match error.violation() {
            Some(found) => Self::Rule(json!({
                "rule": format!("{:?}", found.rule),
                "entity": found.entity,
                "constraint": found.constraint,
            })),
            None => Self::Failed(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(format!("JSON: {error}"))
    }
}

impl Ask {
    /// A question about a text.
    pub(crate) fn new(store: &Value, text: &str) -> Self {
        Self { store: store.clone(), text: text.to_owned() }
    }

    /// The entity.
    pub(crate) fn entity(&self) -> &str {
        self.store["entity"].as_str().unwrap_or_default()
    }

    /// Whether a row is changed rather than made.
    pub(crate) fn is_patch(&self) -> bool {
        self.store["do"] == "change"
    }

    /// Whether the row stays.
    pub(crate) fn is_kept(&self) -> bool {
        self.store["do"] == "keep"
    }

    /// What a client sent.
    pub(crate) fn sent<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        Ok(serde_json::from_str(&self.text)?)
    }

    /// A value beside it: `tenant`, `owner`, `key` and `internal` by their names.
    pub(crate) fn given<T>(&self, part: &str, name: &str) -> Result<T, Refusal>
    where
        Strict<T>: DeserializeOwned,
    {
        let value = match name {
            "" => &self.store[part],
            name => &self.store[part][name],
        };
        Ok(serde_json::from_value::<Strict<T>>(value.clone())?.0)
    }

    /// The same question with the keys of one database.
    fn with(&self, aliases: &[(String, String)]) -> Result<Self, serde_json::Error> {
        let replaced = |text: &str| aliases.iter().fold(text.to_owned(), |text, (alias, key)| text.replace(alias, key));
        Ok(Self { store: serde_json::from_str(&replaced(&self.store.to_string()))?, text: replaced(&self.text) })
    }
}

/// The databases that are asked.
pub(crate) struct Databases {
    postgres: Option<judged::postgres::Pool>,
    sqlite: Option<judged::sqlite::Pool>,
    aliases: [Vec<(String, String)>; 2],
}

impl Databases {
    /// Connects, and makes the tables.
    pub(crate) async fn open(setup: &Value) -> Result<Self, Box<dyn std::error::Error>> {
        Ok(Self {
            postgres: judged::postgres::open(&setup["postgres"]).await?,
            sqlite: judged::sqlite::open(&setup["sqlite"]).await?,
            aliases: Default::default(),
        })
    }

    /// Has two keys called alike.
    pub(crate) fn alias(&mut self, alias: &Value) {
        let name = alias["name"].as_str().unwrap_or_default();
        for (known, database) in self.aliases.iter_mut().zip(["postgres", "sqlite"]) {
            if let Some(key) = alias[database].as_str() {
                known.push((name.to_owned(), key.to_owned()));
            }
        }
    }

    /// What PostgreSQL says.
    pub(crate) async fn postgres(&self, ask: &Ask) -> Value {
        let Some(pool) = &self.postgres else { return Value::Null };
        told(match ask.with(&self.aliases[0]) {
            Ok(ask) => judged::postgres::store(pool, &ask).await,
            Err(fault) => Err(fault.into()),
        }, &self.aliases[0])
    }

    /// What SQLite says.
    pub(crate) async fn sqlite(&self, ask: &Ask) -> Value {
        let Some(pool) = &self.sqlite else { return Value::Null };
        told(match ask.with(&self.aliases[1]) {
            Ok(ask) => judged::sqlite::store(pool, &ask).await,
            Err(fault) => Err(fault.into()),
        }, &self.aliases[1])
    }

    /// Leaves nothing behind.
    pub(crate) async fn close(self) -> Result<(), Box<dyn std::error::Error>> {
        judged::sqlite::close(self.sqlite).await?;
        judged::postgres::close(self.postgres).await
    }
}

/// An answer: a row as a client reads it, the rule that refused it, or what went wrong.
fn told(stored: Result<String, Refusal>, aliases: &[(String, String)]) -> Value {
    match stored {
        Ok(row) => json!({ "row": aliases.iter().fold(row, |row, (alias, key)| row.replace(key, alias)) }),
        Err(Refusal::Rule(rule)) => json!({ "refused": rule }),
        Err(Refusal::Failed(fault)) => json!({ "failed": fault }),
    }
}
