//! The history: one entry per migration, in order, each bound to those before it by a chain of checksums. In: the text
//! of `history.toml`. Out: the entries, or what makes the text unreadable. Two branches that each add a migration
//! change the same lines, so git reports the conflict that the databases would otherwise have.

use driftless_catalog::Dialect;
use driftless_output::HEADER;
use toml::de::{DeTable, DeValue};

use crate::checksum::{checksum, normalise};

/// Name of the history's file in a migrations folder.
pub const HISTORY_FILE: &str = "history.toml";

/// The form of the file that this version reads and writes.
const FORM: i64 = 1;

/// All migrations of a dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Whose databases they change.
    pub dialect: Dialect,
    /// The entries in order.
    pub entries: Vec<Entry>,
}

/// One migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number, from 1.
    pub number: u32,
    /// The words in the names of its files.
    pub name: String,
    /// Whether it may still change.
    pub state: State,
    /// Checksum of the file that makes the changes.
    pub up: String,
    /// Checksum of the file that undoes them.
    pub down: String,
    /// Checksum over this entry and the chain before it, as read.
    pub chain: String,
}

/// Whether a migration may still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Rewritten by each run.
    Draft,
    /// Sealed.
    Released,
}

impl State {
    /// As written in the history.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Released => "released",
        }
    }
}

impl Entry {
    /// `0001_init`
    pub fn stem(&self) -> String {
        format!("{:04}_{}", self.number, self.name)
    }

    /// `0001_init.up.sql`
    pub fn up_file(&self) -> String {
        format!("{}.up.sql", self.stem())
    }

    /// `0001_init.down.sql`
    pub fn down_file(&self) -> String {
        format!("{}.down.sql", self.stem())
    }

    /// What its chain must be behind `before`.
    pub(crate) fn chain_after(&self, before: &str) -> String {
        let state = self.state.as_str();
        checksum(&format!(
            "{before}\n{}\n{}\n{state}\n{}\n{}\n",
            self.number, self.name, self.up, self.down
        ))
    }
}

impl History {
    /// A history without entries.
    pub fn empty(dialect: Dialect) -> Self {
        Self {
            dialect,
            entries: Vec::new(),
        }
    }

    /// The newest entry, where it is a draft.
    pub fn draft(&self) -> Option<&Entry> {
        self.entries.last().filter(|entry| entry.state == State::Draft)
    }

    /// The sealed entries.
    pub fn released(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.state == State::Released)
    }

    /// The text of its file, with chains computed anew.
    pub fn to_text(&self) -> String {
        let (mut chain, mut entries) = (String::new(), String::new());
        for entry in &self.entries {
            chain = entry.chain_after(&chain);
            entries.push_str(&format!(
                "\n[[migration]]\nnumber = {}\nname   = \"{}\"\nstate  = \"{}\"\nup     = \"{}\"\ndown   = \"{}\"\nchain  = \"{chain}\"\n",
                entry.number,
                entry.name,
                entry.state.as_str(),
                entry.up,
                entry.down,
            ));
        }
        format!(
            "# {HEADER}\n# After a merge conflict here, give one of the two new migrations the next number and run `driftless gen`.\n\
             form    = {FORM}\ndialect = \"{}\"\nhead    = \"{chain}\"\n{entries}",
            self.dialect.as_str(),
        )
    }

    /// Reads the text of a history.
    ///
    /// # Errors
    /// What is wrong with it, said so that it can follow `history.toml`.
    pub fn read(dialect: Dialect, text: &str) -> Result<Self, String> {
        let text = normalise(text);
        if text.lines().any(|line| {
            ["<<<<<<< ", "=======", ">>>>>>> ", "||||||| "]
                .iter()
                .any(|mark| line.starts_with(mark))
        }) {
            return Err("holds an unresolved merge conflict".to_owned());
        }
        let table = DeTable::parse(&text)
            .map_err(|_| "is not TOML".to_owned())?
            .into_inner();
        if table.get("form").and_then(|form| integer(form.get_ref())) != Some(FORM) {
            return Err(format!("is not of form {FORM}; another version of Driftless wrote it"));
        }
        let word = |key: &str| table.get(key)?.get_ref().as_str();
        if word("dialect") != Some(dialect.as_str()) {
            return Err(format!("belongs to another database than {}", dialect.title()));
        }
        let entries = match table.get("migration") {
            None => Some(Vec::new()),
            Some(list) => list
                .get_ref()
                .as_array()
                .and_then(|list| list.iter().map(|item| read_entry(item.get_ref())).collect()),
        };
        let history = Self {
            dialect,
            entries: entries.ok_or("has an entry that is not complete")?,
        };
        let head = history.entries.last().map_or("", |entry| &entry.chain);
        if word("head") == Some(head) {
            Ok(history)
        } else {
            Err("ends with another migration than its `head` says".to_owned())
        }
    }
}

fn read_entry(value: &DeValue<'_>) -> Option<Entry> {
    let text = |key: &str| Some(value.get(key)?.get_ref().as_str()?.to_owned());
    let name = text("name").filter(|name| is_name(name))?;
    let number = integer(value.get("number")?.get_ref())?;
    Some(Entry {
        number: u32::try_from(number).ok().filter(|&number| number > 0)?,
        name,
        state: match text("state")?.as_str() {
            "draft" => State::Draft,
            "released" => State::Released,
            _ => return None,
        },
        up: text("up")?,
        down: text("down")?,
        chain: text("chain")?,
    })
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// Words of lower-case letters and digits joined by `_`: a name becomes part of a path.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 100
        && name.split('_').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}
