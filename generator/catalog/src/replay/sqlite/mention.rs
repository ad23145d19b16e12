//! What SQLite text speaks of: columns and tables, each with its place, found by tokens, since the syntax tree keeps no
//! places. Names without a qualifier belong to the innermost query whose tables have such a column.

use std::ops::Range;

use sqlite3_parser::Bump;

use super::super::stage::Stage;
use super::spelling::unquoted;
use crate::parse::Mistake;
use crate::parse::sqlite::parse;
use crate::parse::token::{Token, tokens};
use crate::{Dialect, ObjectName, Table};

/// A column or a table, and the bytes that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) place: Range<usize>,
    pub(super) table: String,
    /// `None` where the table itself is meant.
    pub(super) column: Option<String>,
}

/// A query: the brackets around it, and its tables by the names they have in it.
#[derive(Debug)]
struct Region {
    tokens: Range<usize>,
    tables: Vec<(String, String)>,
}

struct Reader<'s, 't> {
    stage: &'s Stage,
    tokens: Vec<Token<'t>>,
    /// The innermost last.
    regions: Vec<Region>,
    found: Vec<Mention>,
}

/// What a text mentions: an expression over the rows of a table, or a statement of one of its triggers, where only
/// `OLD` and `NEW` are its rows.
pub(super) fn mentions(stage: &Stage, home: &Table, trigger: bool, text: &str) -> Result<Vec<Mention>, Mistake> {
    let tokens = tokens(Dialect::Sqlite, text)?;
    let name = &home.name.name;
    let mut tables: Vec<_> = ["old", "new"].map(|row| (row.to_owned(), name.clone())).to_vec();
    if !trigger {
        tables.push((name.clone(), name.clone()));
    }
    let outermost = Region {
        tokens: 0..tokens.len(),
        tables,
    };
    let mut reader = Reader {
        stage,
        tokens,
        regions: vec![outermost],
        found: Vec::new(),
    };
    reader.find_regions();
    reader.find_tables();
    reader.find_columns(trigger);
    Ok(reader.found)
}

impl<'t> Reader<'_, 't> {
    fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.word(at).eq_ignore_ascii_case(word))
    }

    fn before(&self, at: usize) -> usize {
        at.checked_sub(1).unwrap_or(usize::MAX)
    }

    /// The statement itself, and each query in brackets.
    fn find_regions(&mut self) {
        let statement = ["SELECT", "UPDATE", "INSERT", "REPLACE", "DELETE", "WITH"];
        if self.is(0, &statement) {
            self.open_region(0..self.tokens.len());
        }
        let mut open = Vec::new();
        let mut queries = Vec::new();
        for at in 0..self.tokens.len() {
            match self.word(at) {
                "(" => open.push(at),
                ")" => {
                    let start = open.pop();
                    queries.extend(
                        start
                            .filter(|&start| self.is(start + 1, &["SELECT", "WITH"]))
                            .map(|start| start + 1..at),
                    );
                }
                _ => {}
            }
        }
        queries.sort_by_key(|query| query.start);
        queries.into_iter().for_each(|query| self.open_region(query));
    }

    fn open_region(&mut self, tokens: Range<usize>) {
        self.regions.push(Region {
            tokens,
            tables: Vec::new(),
        });
    }

    fn region_of(&self, at: usize) -> usize {
        self.regions
            .iter()
            .rposition(|region| region.tokens.contains(&at))
            .unwrap_or_default()
    }

    fn find_tables(&mut self) {
        let ends = [
            "WHERE",
            "SET",
            "GROUP",
            "ORDER",
            "LIMIT",
            "SELECT",
            "VALUES",
            "ON",
            "USING",
            "RETURNING",
            "DO",
            ")",
        ];
        let mut listing = Vec::new();
        for at in 0..self.tokens.len() {
            let region = self.region_of(at);
            let opens = self.is(self.before(at), &["FROM", "JOIN", "INTO"])
                || self.is(self.before(at), &["UPDATE"]) && !self.is(at, &["OF", "OR", "SET"])
                || self.word(self.before(at)) == "," && listing.last() == Some(&region);
            if self.is(at, &["FROM", "JOIN"]) {
                listing.push(region);
            } else if self.is(at, &ends) {
                listing.retain(|open| *open != region);
            }
            if opens && is_name(self.word(at)) {
                self.table(at, region);
            }
        }
    }

    fn table(&mut self, at: usize, region: usize) {
        let named = if self.word(at + 1) == "." { at + 2 } else { at };
        let name = unquoted(self.word(named));
        let after = if self.is(named + 1, &["AS"]) {
            named + 2
        } else {
            named + 1
        };
        let follows = [
            "WHERE",
            "SET",
            "GROUP",
            "ORDER",
            "LIMIT",
            "JOIN",
            "LEFT",
            "INNER",
            "CROSS",
            "NATURAL",
            "ON",
            "USING",
            "UNION",
            "SELECT",
            "VALUES",
            "DEFAULT",
            "RIGHT",
            "FULL",
            "INDEXED",
            "NOT",
            "HAVING",
            "EXCEPT",
            "INTERSECT",
            "RETURNING",
        ];
        let alias = is_name(self.word(after)) && !self.is(after, &follows);
        let called = if alias {
            unquoted(self.word(after))
        } else {
            name.clone()
        };
        self.regions[region].tables.push((called, name.clone()));
        self.push(named, name, None);
    }

    fn push(&mut self, at: usize, table: String, column: Option<String>) {
        let Some(token) = self.tokens.get(at) else { return };
        self.found.push(Mention {
            place: token.start..token.end(),
            table,
            column,
        });
    }

    fn find_columns(&mut self, trigger: bool) {
        for at in 0..self.tokens.len() {
            let (word, next) = (self.word(at), self.word(at + 1));
            if !is_name(word) || next == "(" && !quoted(word) || next == "." {
                continue;
            }
            if self.word(self.before(at)) == "." {
                self.qualified(at);
            } else {
                self.unqualified(at, trigger);
            }
        }
    }

    fn qualified(&mut self, at: usize) {
        let Some(qualifier) = at.checked_sub(2) else { return };
        let called = unquoted(self.word(qualifier));
        let here = self.regions.iter().rev().filter(|region| region.tokens.contains(&at));
        let known = here
            .flat_map(|region| &region.tables)
            .find(|(alias, _)| self.stage.same(alias, &called));
        let Some((_, table)) = known.cloned() else { return };
        if self.stage.same(&called, &table) {
            self.push(qualifier, table.clone(), None);
        }
        self.push(at, table, Some(unquoted(self.word(at))));
    }

    /// Rows of a trigger are never meant without `OLD` or `NEW`.
    fn unqualified(&mut self, at: usize, trigger: bool) {
        let ends_case = self.is(at, &["END", "ASC", "DESC"]);
        let raises = self.word(self.before(at)) == "(" && self.is(at.saturating_sub(2), &["RAISE"]);
        if ends_case || raises {
            return;
        }
        let name = unquoted(self.word(at));
        let regions = self.regions.iter().skip(usize::from(trigger)).rev();
        let owner = regions
            .filter(|region| region.tokens.contains(&at))
            .flat_map(|region| &region.tables)
            .find(|(_, table)| self.has_column(table, &name));
        if let Some(table) = owner.map(|(_, table)| table.clone())
            && (quoted(self.word(at)) || names_a_column(self.word(at)))
            && !self
                .found
                .iter()
                .any(|mention| mention.place.start == self.tokens[at].start)
        {
            self.push(at, table, Some(name));
        }
    }

    fn has_column(&self, table: &str, column: &str) -> bool {
        let name = ObjectName {
            namespace: None,
            name: table.to_owned(),
        };
        let table = self.stage.slot(&name).and_then(|slot| self.stage.table(slot));
        table.is_some_and(|table| table.columns.iter().any(|known| self.stage.same(&known.name, column)))
    }
}

fn quoted(word: &str) -> bool {
    word.starts_with(['"', '`', '['])
}

/// Whether a word without quotes can be the name of a column: what SQLite's grammar says, since `select` cannot.
fn names_a_column(word: &str) -> bool {
    let arena = Bump::new();
    parse(&arena, &format!("CREATE TABLE t ({word} TEXT)")).is_ok()
}

/// A word or a quoted name; keywords are told from names by where they stand.
fn is_name(word: &str) -> bool {
    quoted(word) || word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}
