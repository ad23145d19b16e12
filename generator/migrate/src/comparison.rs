//! What differs between two states of a database, as a list for people and machines. In: two states, each asked for by a
//! schema or made by a migrations folder. Out: changes, with the facts that differ, what is lost, and the statements that
//! make them. It writes no migration.

use std::collections::BTreeMap;

use driftless_catalog::{Catalog, Dialect, Origin};
use driftless_hazard::Inspected;

use crate::base::{base, replayed_files};
use crate::change::{Change, Object, Verb};
use crate::cost::{InspectedFile, inspected};
use crate::diff::{Rename, diff};
use crate::documents::{MemberChange, member_changes};
use crate::draft::{DraftError, Goal, emitted, found_losses};
use crate::facts::{Fact, facts};
use crate::files::{MigrationTexts, Remarks};
use crate::gate::Loss;
use crate::history::{History, State};
use crate::plan::{Plan, mentions, plan_of};
use crate::snapshot::Snapshot;
use crate::verify::{read_history, report_folder};

/// A member of a record.
const MEMBER: &str = "member";

/// A database as a schema asks for it, or as migrations make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side(Snapshot);

impl Side {
    /// What a schema asks for.
    ///
    /// # Errors
    /// Its SQL cannot be read back, which is a bug.
    pub fn of_schema(goal: Goal<'_>) -> Result<Self, DraftError> {
        goal.snapshot().map(Self)
    }

    /// What the files of a folder make: in the order of its history, or of their names where it has none.
    ///
    /// # Errors
    /// The history is broken, or a file cannot be understood.
    pub fn of_folder(dialect: Dialect, folder: &BTreeMap<String, String>) -> Result<Self, DraftError> {
        let history = read_history(dialect, folder).map_err(DraftError::Refused)?;
        if history == History::empty(dialect) {
            let ups = folder
                .keys()
                .filter(|name| name.ends_with(".sql") && !name.ends_with(".down.sql"));
            let catalog = replayed_files(Catalog::empty(dialect), ups.cloned(), folder)?;
            return Ok(Self(Snapshot { catalog, model: None }));
        }
        let findings = report_folder(&history, folder, |_| false);
        if findings.has_errors() {
            return Err(DraftError::Refused(findings));
        }
        // Of a draft too the files count, as if somebody had written them.
        let mut all = history;
        for entry in all.entries.iter_mut().filter(|entry| entry.state == State::Draft) {
            entry.by_hand = true;
        }
        base(&all, folder).map(Self)
    }

    /// Whose database it is.
    pub fn dialect(&self) -> Dialect {
        self.0.catalog.dialect
    }
}

/// Everything in which two states differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The changes.
    pub changes: Vec<ListedChange>,
    /// What is lost by none of them alone.
    pub losses: Vec<Loss>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedChange {
    /// What becomes of it.
    pub verb: Verb,
    /// What kind of thing it is.
    pub noun: &'static str,
    /// What the schema calls it; empty where it was read from SQL alone.
    pub object: String,
    /// What the database calls it, as `books.title`.
    pub name: String,
    /// What is another about it.
    pub facts: Vec<Differing>,
    /// Where it is declared: in the first schema where it goes, otherwise in the second.
    pub origin: Origin,
    /// What it loses.
    pub losses: Vec<Loss>,
    /// Statements that make it and that somebody has to wait for, or be warned of.
    pub statements: Vec<ListedStatement>,
}

/// A fact before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// What it is about.
    pub what: &'static str,
    /// As it was; `None` where there was none.
    pub before: Option<String>,
    /// As it shall be; `None` where there will be none.
    pub after: Option<String>,
}

/// A statement and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedStatement {
    /// Its text.
    pub sql: String,
    /// What it does.
    pub inspected: Inspected,
}

/// Compares two states of one dialect.
///
/// # Errors
/// The way from one to the other cannot be planned, which is a bug.
pub fn compare(from: &Side, to: &Side) -> Result<Comparison, DraftError> {
    let (from, to) = (&from.0, &to.0);
    let difference = diff(&from.catalog, &to.catalog).map_err(DraftError::Bug)?;
    let renamed = difference.renames.iter().map(|rename| of_rename(rename, &to.catalog));
    let mut changes: Vec<ListedChange> = renamed.chain(difference.changes.iter().filter_map(of_change)).collect();
    let members = member_changes(&from.catalog.documents.0, &to.catalog.documents.0);
    changes.extend(members.into_iter().map(of_member));
    let found = found_losses(from, to, &difference)?;
    let plan = plan_of(&from.catalog, &to.catalog, difference);
    for file in planned(&from.catalog, &plan)? {
        changes.iter_mut().for_each(|change| take_statements(change, &file));
    }
    let mut left = Vec::new();
    for loss in found {
        match closest(&mut changes, &loss) {
            Some(change) => change.losses.push(loss),
            None => left.push(loss),
        }
    }
    Ok(Comparison { changes, losses: left })
}

fn of_change(change: &Change) -> Option<ListedChange> {
    let object = change.object()?;
    let name = match (object, object.table()) {
        (Object::Table(_), _) | (_, None) => object.name(),
        (_, Some(table)) => format!("{table}.{}", object.name()),
    };
    let of = |object: &Option<Object>| object.as_ref().map(facts).unwrap_or_default();
    Some(ListedChange {
        verb: change.verb,
        noun: object.noun(),
        object: object.origin().object.clone(),
        name,
        facts: differing(of(&change.before), of(&change.after)),
        origin: object.origin().clone(),
        losses: Vec::new(),
        statements: Vec::new(),
    })
}

fn of_rename(rename: &Rename, to: &Catalog) -> ListedChange {
    let (noun, before, after, origin) = match rename {
        Rename::Table { before, after, .. } => {
            let origin = to.table(after).map(|table| &table.origin);
            ("table", before.to_string(), after.to_string(), origin)
        }
        Rename::Column { table, before, after } => {
            let column = to.table(table).and_then(|table| table.column(after));
            let of = |name: &str| format!("{table}.{name}");
            ("column", of(before), of(after), column.map(|column| &column.origin))
        }
        Rename::Enum { before, after, .. } => {
            let found = to.enums.iter().find(|item| item.name == *after);
            (
                "enum type",
                before.to_string(),
                after.to_string(),
                found.map(|item| &item.origin),
            )
        }
    };
    let origin = origin.cloned().unwrap_or_default();
    ListedChange {
        verb: Verb::Rename,
        noun,
        object: origin.object.clone(),
        name: after.clone(),
        facts: vec![Differing {
            what: "name",
            before: Some(before),
            after: Some(after),
        }],
        origin,
        losses: Vec::new(),
        statements: Vec::new(),
    }
}

fn of_member(change: MemberChange) -> ListedChange {
    ListedChange {
        verb: change.verb,
        noun: MEMBER,
        object: change.origin.object.clone(),
        name: change.name,
        facts: differing(change.before, change.after),
        origin: change.origin,
        losses: Vec::new(),
        statements: Vec::new(),
    }
}

/// Facts that are not on both sides.
fn differing(before: Vec<Fact>, after: Vec<Fact>) -> Vec<Differing> {
    let value = |facts: &[Fact], what: &str| {
        let found = facts.iter().find(|(name, _)| *name == what);
        found.map(|(_, value)| value.clone())
    };
    let new = after.iter().filter(|(what, _)| value(&before, what).is_none());
    let names: Vec<&'static str> = before.iter().chain(new).map(|(what, _)| *what).collect();
    let pairs = names.into_iter().map(|what| Differing {
        what,
        before: value(&before, what),
        after: value(&after, what),
    });
    pairs.filter(|pair| pair.before != pair.after).collect()
}

fn planned(from: &Catalog, plan: &Plan) -> Result<Vec<InspectedFile>, DraftError> {
    let mut texts = Vec::new();
    for part in &plan.parts {
        let text = MigrationTexts::of(plan.dialect, part, Remarks::default());
        texts.push((part.word.unwrap_or_default().to_owned(), emitted(&text.up)?));
    }
    inspected(from.clone(), texts.into_iter())
}

/// Takes the statements that speak of what changes.
fn take_statements(change: &mut ListedChange, file: &InspectedFile) {
    let names: Vec<&str> = change.name.split('.').collect();
    for statement in &file.statements {
        let sql = file.text.get(statement.range.clone()).unwrap_or_default();
        let costs = !statement.touched.is_empty() || !statement.hazards.is_empty();
        if costs && names.iter().all(|name| mentions(sql, name)) {
            change.statements.push(ListedStatement {
                sql: sql.to_owned(),
                inspected: statement.clone(),
            });
        }
    }
}

/// The change of what a loss happens to, or of what that is a part of.
fn closest<'c>(changes: &'c mut [ListedChange], loss: &Loss) -> Option<&'c mut ListedChange> {
    let fit_as = |called: &str| {
        let within = loss.object.strip_prefix(called)?;
        (!called.is_empty() && (within.is_empty() || within.starts_with('.'))).then_some(called.len())
    };
    // Losses in documents speak of keys, others of what the schema calls it.
    let fit = |change: &ListedChange| match change.noun {
        MEMBER => fit_as(&change.name),
        _ if change.object.is_empty() => fit_as(&change.name),
        _ => fit_as(&change.object),
    };
    let best = changes.iter().filter_map(fit).max()?;
    changes.iter_mut().find(|change| fit(change) == Some(best))
}
