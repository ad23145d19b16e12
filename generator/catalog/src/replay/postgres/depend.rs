//! What needs a table, a column or a key: the server refuses to drop what others need, and silently drops what cannot
//! be without it.

use super::super::stage::{Slot, Stage};
use super::mention::{Mention, in_expression, in_query};
use super::rename::{is_bound, mentions, no_column};
use super::{Outcome, not_understood};
use crate::normal::expression;
use crate::parse::Mistake;
use crate::{Dialect, ForeignKey, Function, Index, Key, ObjectName, Table};

/// What is being dropped, and whether what needs it goes too.
pub(super) struct Dropping<'s> {
    pub(super) slot: Slot,
    /// `None` for the whole table.
    pub(super) column: Option<&'s str>,
    /// Tables that the same statement drops.
    pub(super) others: &'s [Slot],
    pub(super) cascade: bool,
    pub(super) offset: usize,
}

impl Dropping<'_> {
    /// Removes it, and everything that goes with it.
    pub(super) fn from(&self, stage: &mut Stage) -> Outcome {
        let table = stage.table_mut(self.slot, self.offset)?.clone();
        if let Some(column) = self.column.filter(|column| table.column(column).is_none()) {
            return Err(no_column(self.offset, column, &table.name));
        }
        let look = Look {
            stage,
            table: &table,
            dropping: self,
        };
        let kept = self.column.map(|column| look.table_without(column)).transpose()?;
        let functions = look.functions()?;
        let elsewhere = look.elsewhere()?;
        for changed in elsewhere {
            if let Some(slot) = stage.slot(&changed.name) {
                *stage.table_mut(slot, self.offset)? = changed;
            }
        }
        stage.catalog.functions = functions;
        let gone = table
            .columns
            .iter()
            .filter(|column| self.column.is_none_or(|name| name == column.name));
        for sequence in gone.filter_map(|column| counted_by(column.default.as_ref()?)) {
            stage.drop_owned(&sequence, &table.name);
        }
        match kept {
            Some(kept) => *stage.table_mut(self.slot, self.offset)? = kept,
            None => {
                stage.take(self.slot);
                stage.release(&table.name, self.cascade, self.offset)?;
            }
        }
        Ok(())
    }
}

/// The Catalog as it is before.
struct Look<'l> {
    stage: &'l Stage,
    table: &'l Table,
    dropping: &'l Dropping<'l>,
}

impl Look<'_> {
    fn table_without(&self, column: &str) -> Result<Table, Mistake> {
        let mut kept = self.table.clone();
        kept.columns.retain(|known| known.name != column);
        kept.foreign_keys
            .retain(|key| !key.columns.iter().any(|own| own == column));
        kept.foreign_keys.retain(|key| !self.is_pointed_at_by(key));
        kept.primary_key = kept.primary_key.filter(|key| !has(key, column));
        kept.uniques.retain(|key| !has(key, column));
        kept.checks = self.silently(kept.checks, |check| self.used(&check.expr))?;
        kept.indexes = self.silently(kept.indexes, |index| self.index_uses(index, column))?;
        kept.columns = self.unneeded(
            kept.columns,
            "column",
            |known| &known.name,
            |known| {
                known
                    .generated
                    .as_ref()
                    .map_or(Ok(false), |generated| self.used(&generated.expr))
            },
        )?;
        kept.policies = self.unneeded(
            kept.policies,
            "policy",
            |policy| &policy.name,
            |policy| Ok(self.used(&policy.using)? || self.used(&policy.with_check)?),
        )?;
        kept.triggers = self.unneeded(
            kept.triggers,
            "trigger",
            |trigger| &trigger.name,
            |trigger| trigger.when.as_ref().map_or(Ok(false), |when| self.used(when)),
        )?;
        Ok(kept)
    }

    fn functions(&self) -> Result<Vec<Function>, Mistake> {
        let functions = self.stage.catalog.functions.clone();
        self.unneeded(
            functions,
            "function",
            |function| &function.name.name,
            |function| {
                if !is_bound(function) || !mentions(&function.body, self.word()) {
                    return Ok(false);
                }
                Ok(in_query(self.stage, &function.body)?
                    .iter()
                    .any(|mention| self.is_it(mention)))
            },
        )
    }

    /// Other tables, as they are without it.
    fn elsewhere(&self) -> Result<Vec<Table>, Mistake> {
        let mut changed = Vec::new();
        for slot in self.stage.pointing_at(&self.table.name) {
            let other = self
                .stage
                .table(slot)
                .filter(|_| slot != self.dropping.slot && !self.dropping.others.contains(&slot));
            let Some(mut other) = other.cloned() else { continue };
            let before = other.foreign_keys.len();
            let what = format!("foreign key of `{}`", other.name);
            other.foreign_keys = self.unneeded(
                other.foreign_keys,
                &what,
                |key| &key.name,
                |key| Ok(self.is_pointed_at_by(key)),
            )?;
            if other.foreign_keys.len() < before {
                changed.push(other);
            }
        }
        for (slot, other) in self.stage.tables() {
            if slot == self.dropping.slot || other.policies.is_empty() || self.dropping.others.contains(&slot) {
                continue;
            }
            let kept =
                self.unneeded(
                    other.policies.clone(),
                    "policy",
                    |policy| &policy.name,
                    |policy| {
                        Ok(self.used_by(&other.name, &policy.using)?
                            || self.used_by(&other.name, &policy.with_check)?)
                    },
                )?;
            if kept.len() < other.policies.len() {
                changed.retain(|table: &Table| table.name != other.name);
                changed.push(Table {
                    policies: kept,
                    ..other.clone()
                });
            }
        }
        Ok(changed)
    }

    fn is_pointed_at_by(&self, key: &ForeignKey) -> bool {
        let column = self.dropping.column;
        key.target == self.table.name
            && column.is_none_or(|column| key.target_columns.iter().any(|known| known == column))
    }

    fn index_uses(&self, index: &Index, column: &str) -> Result<bool, Mistake> {
        let mut used = index
            .predicate
            .as_ref()
            .map_or(Ok(false), |predicate| self.used(predicate))?;
        for part in &index.parts {
            used |= if part.column {
                part.expr == column
            } else {
                self.used(&part.expr)?
            };
        }
        Ok(used)
    }

    fn used(&self, text: &str) -> Result<bool, Mistake> {
        self.used_by(&self.table.name, text)
    }

    fn used_by(&self, home: &ObjectName, text: &str) -> Result<bool, Mistake> {
        if !mentions(text, self.word()) {
            return Ok(false);
        }
        let found = in_expression(self.stage, home, text);
        let found = found.map_err(|_| not_understood(self.dropping.offset, &format!("`{text}`")))?;
        Ok(found.iter().any(|mention| self.is_it(mention)))
    }

    fn is_it(&self, mention: &Mention) -> bool {
        let column = self.dropping.column;
        mention.table == self.table.name && column.is_none_or(|column| mention.column.as_deref() == Some(column))
    }

    fn word(&self) -> &str {
        self.dropping.column.unwrap_or(&self.table.name.name)
    }

    fn silently<T>(&self, items: Vec<T>, uses: impl Fn(&T) -> Result<bool, Mistake>) -> Result<Vec<T>, Mistake> {
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            if !uses(&item)? {
                kept.push(item);
            }
        }
        Ok(kept)
    }

    /// What does not need it; an error if something does and must not go with it.
    fn unneeded<T>(
        &self,
        items: Vec<T>,
        what: &str,
        name: impl Fn(&T) -> &String,
        uses: impl Fn(&T) -> Result<bool, Mistake>,
    ) -> Result<Vec<T>, Mistake> {
        self.silently(items, |item| match uses(item)? {
            true if !self.dropping.cascade => Err(self.refused(what, name(item))),
            used => Ok(used),
        })
    }

    fn refused(&self, what: &str, name: &str) -> Mistake {
        let column = self
            .dropping
            .column
            .map_or(String::new(), |column| format!(".{column}"));
        needed(
            self.dropping.offset,
            &format!("{}{column}", self.table.name),
            &format!("the {what} `{name}`"),
        )
    }
}

/// The sequence that a default asks.
fn counted_by(default: &str) -> Option<String> {
    let normal = expression(Dialect::Postgres, default);
    let name = normal.strip_prefix("nextval('")?.strip_suffix("')")?;
    Some(name.to_owned())
}

/// What the server says where something is needed.
pub(super) fn needed(offset: usize, what: &str, by: &str) -> Mistake {
    let message = format!("`{what}` cannot be dropped: {by} needs it");
    Mistake { offset, message }
}

/// Foreign keys that would have no key to point at without this one: their tables and names.
pub(super) fn left_pointing(stage: &Stage, table: &Table, key: &Key) -> Vec<(Slot, String)> {
    let same = |columns: &[String]| {
        columns.len() == key.columns.len() && columns.iter().all(|column| key.columns.contains(column))
    };
    let keys = table
        .primary_key
        .iter()
        .chain(&table.uniques)
        .filter(|other| other.name != key.name);
    let indexes = table
        .indexes
        .iter()
        .filter(|index| index.unique && index.predicate.is_none());
    let indexed = indexes.map(|index| index.parts.iter().map(|part| part.expr.clone()).collect::<Vec<_>>());
    let others = keys
        .map(|other| other.columns.clone())
        .chain(indexed)
        .any(|columns| same(&columns));
    if others {
        return Vec::new();
    }
    let pointing = stage.pointing_at(&table.name).into_iter();
    let keys = pointing.filter_map(|slot| Some((slot, stage.table(slot)?)));
    keys.flat_map(|(slot, from)| from.foreign_keys.iter().map(move |foreign| (slot, foreign)))
        .filter(|(_, foreign)| foreign.target == table.name && same(&foreign.target_columns))
        .map(|(slot, foreign)| (slot, foreign.name.clone()))
        .collect()
}

fn has(key: &Key, column: &str) -> bool {
    key.columns.iter().any(|own| own == column)
}
