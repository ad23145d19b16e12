//! A row of the table: what one kind of statement does on some majors.

use std::collections::BTreeMap;

use crate::observe::{Observed, Seen};

/// The columns that speak of relations, in order.
pub(crate) const ROLES: [&str; 7] = [
    "table",
    "referenced",
    "referencing",
    "partition",
    "source",
    "index",
    "attached",
];

/// The part a relation of the fixture plays.
pub(crate) fn role(name: &str, index: bool) -> &'static str {
    match name {
        "books_1999_year_idx" => "attached",
        _ if index => "index",
        "authors" => "referenced",
        "loans" => "referencing",
        "readers" => "source",
        "books_1999" => "partition",
        _ => "table",
    }
}

/// What a kind was seen to do, over all of its cases on one major.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    cells: BTreeMap<&'static str, String>,
    alone: bool,
    refused: Option<String>,
}

impl Facts {
    /// Takes in what one more case did; cases of one kind may touch different relations, but agree about each.
    pub(crate) fn merge(&mut self, case: &str, seen: &Observed) {
        self.alone |= seen.alone;
        if seen.refused.is_some() {
            self.refused.clone_from(&seen.refused);
        }
        for (name, relation) in &seen.relations {
            let (role, cell) = (role(name, relation.index), cell(relation));
            let known = self.cells.entry(role).or_insert_with(|| cell.clone());
            assert_eq!(*known, cell, "{case}: `{name}` is treated unlike the other {role}");
        }
    }

    fn columns(&self) -> String {
        let mut columns: Vec<&str> = ROLES
            .iter()
            .map(|role| self.cells.get(role).map_or("", String::as_str))
            .collect();
        columns.push(if self.alone { "never" } else { "" });
        columns.push(self.refused.as_deref().unwrap_or(""));
        columns.join("\t")
    }
}

fn cell(seen: &Seen) -> String {
    let mut words: Vec<&str> = seen.lock.iter().map(|lock| lock.words).collect();
    words.extend(seen.scanned.then_some("scan"));
    words.extend(seen.rewritten.then_some("rewrite"));
    words.join(", ")
}

/// The table as text; majors that agree share a row.
pub(crate) fn print(kinds: &[&'static str], facts: &BTreeMap<(&'static str, u32), Facts>) -> String {
    let mut text = format!("kind\tmajors\t{}\ttransaction\trefused\n", ROLES.join("\t"));
    for kind in kinds {
        let mut rows: Vec<(String, String)> = Vec::new();
        for ((_, major), facts) in facts.range((*kind, 0)..=(*kind, u32::MAX)) {
            let columns = facts.columns();
            match rows.last_mut().filter(|(_, last)| *last == columns) {
                Some((majors, _)) => *majors += &format!(" {major}"),
                None => rows.push((major.to_string(), columns)),
            }
        }
        for (majors, columns) in rows {
            text += &format!("{kind}\t{majors}\t{columns}\n");
        }
    }
    text
}
