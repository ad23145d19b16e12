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
    /// Checksum of the snapshot of what the sealed ones make.
    pub snapshot: Option<String>,
}

/// One migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number, from 1.
    pub number: u32,
    /// The words in the names of its files.
    pub name: String,
    /// What distinguishes it from the other files of one change.
    pub part: Option<String>,
    /// Whether it may still change.
    pub state: State,
    /// Whether its author is not Driftless.
    pub by_hand: bool,
    /// What its author allowed to be lost.
    pub allowed: Vec<String>,
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
    /// `0001_init`, `0002_add_pages_validate`
    pub fn stem(&self) -> String {
        let part = self.part.as_ref().map_or(String::new(), |part| format!("_{part}"));
        format!("{:04}_{}{part}", self.number, self.name)
    }

    /// Whether it was sealed.
    pub fn is_sealed(&self) -> bool {
        self.state == State::Released
    }

    /// Whether its files may only be what its entry says. One written by hand is its author's until it is sealed.
    pub(crate) fn is_fixed(&self) -> bool {
        self.is_sealed() || !self.by_hand
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
        let mut text = format!(
            "{before}\n{}\n{}\n{state}\n{}\n{}\n",
            self.number, self.name, self.up, self.down
        );
        let part = self.part.iter().map(|part| format!("part {part}\n"));
        let hand = self.by_hand.then(|| "by hand\n".to_owned());
        let allowed = self.allowed.iter().map(|words| format!("allowed {words}\n"));
        text.extend(part.chain(hand).chain(allowed));
        checksum(&text)
    }
}

impl History {
    /// A history without entries.
    pub fn empty(dialect: Dialect) -> Self {
        Self {
            dialect,
            entries: Vec::new(),
            snapshot: None,
        }
    }

    /// The entries that are not sealed.
    pub fn drafts(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.is_sealed())
    }

    /// What a draft begins after: the sealed entries, and those written by hand.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_sealed() || entry.by_hand)
    }

    /// What lies in databases already.
    pub(crate) fn only_sealed(&self) -> Self {
        let sealed = self.entries.iter().filter(|entry| entry.is_sealed());
        Self {
            entries: sealed.cloned().collect(),
            ..self.clone()
        }
    }

    /// The number of the entry that comes next.
    pub(crate) fn next_number(&self) -> u32 {
        self.entries.last().map_or(1, |entry| entry.number + 1)
    }

    /// The text of its file, with chains computed anew.
    pub fn to_text(&self) -> String {
        let (mut chain, mut entries) = (String::new(), String::new());
        for entry in &self.entries {
            chain = entry.chain_after(&chain);
            entries.push_str(&entry_text(entry, &chain));
        }
        let snapshot = self
            .snapshot
            .as_ref()
            .map_or(String::new(), |sum| format!("snapshot = \"{sum}\"\n"));
        format!(
            "# {HEADER}\n# After a merge conflict here, give one of the two new migrations the next number and run `driftless gen`.\n\
             form    = {FORM}\ndialect = \"{}\"\nhead    = \"{chain}\"\n{snapshot}{entries}",
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
            snapshot: word("snapshot").map(str::to_owned),
        };
        let head = history.entries.last().map_or("", |entry| &entry.chain);
        if word("head") == Some(head) {
            Ok(history)
        } else {
            Err("ends with another migration than its `head` says".to_owned())
        }
    }
}

fn entry_text(entry: &Entry, chain: &str) -> String {
    let mut text = format!(
        "\n[[migration]]\nnumber = {}\nname   = \"{}\"\n",
        entry.number, entry.name
    );
    text.extend(entry.part.iter().map(|part| format!("part   = \"{part}\"\n")));
    text.push_str(&format!("state  = \"{}\"\n", entry.state.as_str()));
    text.push_str(if entry.by_hand { "by_hand = true\n" } else { "" });
    if !entry.allowed.is_empty() {
        let allowed: Vec<_> = entry.allowed.iter().map(|words| toml_text(words)).collect();
        text.push_str(&format!("allowed = [{}]\n", allowed.join(", ")));
    }
    text.push_str(&format!(
        "up     = \"{}\"\ndown   = \"{}\"\nchain  = \"{chain}\"\n",
        entry.up, entry.down
    ));
    text
}

/// A text as TOML reads it back.
fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
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
        part: match value.get("part") {
            Some(_) => Some(text("part").filter(|part| is_name(part))?),
            None => None,
        },
        by_hand: value
            .get("by_hand")
            .and_then(|value| value.get_ref().as_bool())
            .unwrap_or(false),
        allowed: value
            .get("allowed")
            .map_or(Some(Vec::new()), |list| texts(list.get_ref()))?,
        up: text("up")?,
        down: text("down")?,
        chain: text("chain")?,
    })
}

fn texts(list: &DeValue<'_>) -> Option<Vec<String>> {
    let items = list.as_array()?.iter();
    items.map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
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
