//! What statements do, in words: who has to wait, what is read and what is written anew. In: inspected statements. Out:
//! lines for people. What is true of them was decided elsewhere.

use driftless_catalog::Dialect;
use driftless_hazard::{Inspected, Lock, Touched};
use driftless_migrate::InspectedFile;

use crate::migrations::Database;

/// A drafted file of a database, and what it does.
#[derive(Debug)]
pub struct Drafted {
    /// Whose migration it is.
    pub database: Database,
    /// The file.
    pub file: InspectedFile,
    /// What it is allowed to lose.
    pub allowed: Vec<String>,
}

/// One line for a file, and below it one for each statement that somebody has to wait for.
pub(crate) fn told(drafted: &Drafted) -> String {
    let file = &drafted.file;
    let costs = |one: &&Inspected| !effects(one).is_empty() || !one.hazards.is_empty();
    let costly: Vec<&Inspected> = file.statements.iter().filter(costs).collect();
    let what = match file.statements.len() {
        0 => "nothing to do for the database".to_owned(),
        1 => "1 statement".to_owned(),
        all => format!("{all} statements"),
    };
    let waiting = match drafted.database.dialect {
        _ if file.statements.is_empty() => "",
        // SQLite has one lock: that of the whole file.
        Dialect::Sqlite => "; writers wait until the last",
        Dialect::Postgres if costly.is_empty() => "; nobody has to wait",
        Dialect::Postgres => "",
    };
    let mut text = format!("{}: {what}{waiting}\n", drafted.database.file(&file.name));
    for allowed in &drafted.allowed {
        text.push_str(&format!("    loses, as allowed: {allowed}\n"));
    }
    for statement in costly {
        let line = line_of(&file.text, statement.range.start);
        let sql = file.text.get(statement.range.clone()).unwrap_or_default();
        text.push_str(&format!("    line {line}: {}\n", shortened(sql)));
        for effect in effects(statement) {
            text.push_str(&format!("        {effect}\n"));
        }
        for hazard in &statement.hazards {
            text.push_str(&format!("        {}: {}\n", hazard.code, hazard.message));
        }
    }
    text
}

/// What a statement does to each relation that was there before.
pub(crate) fn effects(statement: &Inspected) -> Vec<String> {
    statement.touched.iter().filter_map(effect).collect()
}

fn effect(touched: &Touched) -> Option<String> {
    let name = &touched.relation;
    let waiting = touched.lock.map(|lock| match lock {
        lock if lock.stops_readers() => {
            format!("locks {name} ({}: nobody reads or writes it meanwhile)", lock.as_str())
        }
        lock if lock.stops_writers() => format!("locks {name} ({}: nobody writes it meanwhile)", lock.as_str()),
        lock => format!("locks {name} ({}: readers and writers go on)", lock.as_str()),
    });
    let rows = match (touched.scanned, touched.rewritten) {
        (_, true) => Some("writes it anew"),
        (true, false) => Some("reads all of it"),
        (false, false) => None,
    };
    match (waiting, rows) {
        (None, None) => None,
        // What any reader or writer takes is not worth a line.
        (Some(_), None) if touched.lock.is_some_and(|lock| lock < Lock::ShareUpdateExclusive) => None,
        (Some(waiting), None) => Some(waiting),
        (Some(waiting), Some(rows)) => Some(format!("{waiting}, {rows}")),
        (None, Some(rows)) => Some(format!("{name}: {rows}")),
    }
}

/// The first line of a statement.
pub(crate) fn shortened(sql: &str) -> String {
    const WIDTH: usize = 100;
    let line = sql
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let whole = line.len() == sql.trim().len() && line.chars().count() <= WIDTH;
    let cut: String = line.chars().take(WIDTH).collect();
    if whole { cut } else { format!("{} …", cut.trim_end()) }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
}
