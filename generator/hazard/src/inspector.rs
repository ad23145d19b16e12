//! Walks through migrations, statement by statement, with the world as it is before each.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::parse::{Mistake, postgres as grammar};
use driftless_catalog::replay::{Statement, statements};
use driftless_catalog::{Catalog, Dialect, ObjectName};

use crate::inspected::{Inspected, Loss, Lost};
use crate::judge::{judge, lost};
use crate::world::{File, World};
use crate::{postgres, sqlite, transaction};

/// Reads migrations one after the other.
pub struct Inspector {
    world: World,
}

/// Partitioned tables and their parts, as the Catalog tells them in the words of SQL.
fn partitions(world: &World) -> BTreeMap<ObjectName, BTreeSet<ObjectName>> {
    let mut found: BTreeMap<ObjectName, BTreeSet<ObjectName>> = BTreeMap::new();
    for table in world.catalog.tables() {
        for extra in &table.extras {
            let words: Vec<&str> = extra.split_whitespace().collect();
            let head = words.get(..2).map(|head| head.join(" ").to_ascii_uppercase());
            match (head.as_deref(), words.get(2)) {
                (Some("PARTITION BY"), _) => drop(found.entry(table.name.clone()).or_default()),
                (Some("PARTITION OF"), Some(parent)) => {
                    let plain = parent.replace('"', "");
                    let (namespace, name) = plain.rsplit_once('.').unwrap_or(("public", &plain));
                    let namespace = Some(namespace.to_owned()).filter(|namespace| namespace != "public");
                    let name = name.to_owned();
                    found
                        .entry(ObjectName { namespace, name })
                        .or_default()
                        .insert(table.name.clone());
                }
                _ => {}
            }
        }
    }
    found
}

/// The texts of what the Catalog holds without a model of it.
fn unmodelled(world: &World) -> Vec<String> {
    if world.catalog.dialect() == Dialect::Sqlite {
        return Vec::new();
    }
    let natives = world.catalog.natives().iter().map(|native| native.up.clone());
    natives
        .chain(world.catalog.opaque().iter().map(|opaque| opaque.text.clone()))
        .collect()
}

/// Reads one migration: its statements, and the Catalog after them.
///
/// # Errors
/// The text is not SQL of the Catalog's dialect.
pub fn inspect(before: &Catalog, text: &str) -> Result<(Vec<Inspected>, Catalog), Mistake> {
    let mut inspector = Inspector::of(before.clone());
    let inspected = inspector.file(text)?;
    Ok((inspected, inspector.finish()))
}

impl Inspector {
    /// Begins with a database.
    pub fn of(catalog: Catalog) -> Self {
        let mut world = World::of(catalog);
        for text in unmodelled(&world) {
            let root = grammar::parse(&text);
            let nodes = root.iter().flat_map(|root| &root.children);
            nodes.for_each(|node| postgres::learn(&mut world, node));
        }
        world.partitions = partitions(&world);
        world.file = File::default();
        Self { world }
    }

    /// Predicts for one major of PostgreSQL, rather than the worst of all.
    #[must_use]
    pub fn on_major(mut self, major: u32) -> Self {
        self.world.major = Some(major);
        self
    }

    /// Reads the next migration.
    ///
    /// # Errors
    /// The text is not SQL of the dialect. What stands before the mistake is taken in.
    pub fn file(&mut self, text: &str) -> Result<Vec<Inspected>, Mistake> {
        let dialect = self.world.catalog.dialect();
        self.world.file = File::of(text);
        let mut inspected = Vec::new();
        for statement in statements(dialect, text)? {
            let start = statement.range.start;
            let read = match dialect {
                Dialect::Postgres => self.postgres(&statement),
                Dialect::Sqlite => self.sqlite(&statement),
            };
            inspected.extend(read.map_err(|mistake| mistake.behind(start))?);
            // What the Catalog does not know changes nothing that it knows.
            let _ = self.world.catalog.step(statement);
        }
        self.forgive(&mut inspected);
        Ok(inspected)
    }

    /// The database after all that was read.
    pub fn finish(self) -> Catalog {
        self.world.catalog.finish()
    }

    fn postgres(&mut self, statement: &Statement<'_>) -> Result<Vec<Inspected>, Mistake> {
        let root = grammar::parse(statement.text)?;
        let nodes = root.children.iter().filter(|node| node.is_statement());
        let inspected = nodes.map(|node| {
            let start = statement.range.start + node.start;
            // The places of changes count from the start of the text that was parsed.
            let effects = postgres::effects(&self.world, node).into_iter().map(|effect| {
                let range = effect.range.start.saturating_sub(node.start)..effect.range.end.saturating_sub(node.start);
                effect.at(range)
            });
            let effects: Vec<_> = effects.collect();
            let said = transaction::postgres(&mut self.world, node, &effects);
            let mut inspected = judge(&mut self.world, start..start + node.text.len(), effects);
            inspected
                .hazards
                .extend(said.into_iter().map(|hazard| hazard.in_place(&inspected.range)));
            postgres::learn(&mut self.world, node);
            inspected
        });
        Ok(inspected.collect())
    }

    fn sqlite(&mut self, statement: &Statement<'_>) -> Result<Vec<Inspected>, Mistake> {
        let effects = sqlite::effects(&mut self.world, statement.text)?;
        let range = statement.range.clone();
        Ok(effects
            .into_iter()
            .map(|effect| judge(&mut self.world, range.clone(), vec![effect]))
            .collect())
    }

    /// What is there again at the end of the migration was replaced, not lost.
    fn forgive(&self, inspected: &mut [Inspected]) {
        let is_back = |loss: &Loss| {
            let held = |table: &ObjectName| self.world.holds(table, &loss.name, loss.sort);
            (loss.what != Lost::Data || loss.sort == "column") && loss.table.as_ref().is_some_and(held)
        };
        for statement in inspected.iter_mut().filter(|statement| !statement.lost.is_empty()) {
            statement.lost.retain(|loss| !is_back(loss));
            let hazards = std::mem::take(&mut statement.hazards).into_iter();
            let left = hazards.filter_map(|mut hazard| {
                if !hazard.lost.iter().any(is_back) {
                    return Some(hazard);
                }
                hazard.lost.retain(|loss| !is_back(loss));
                Some(lost(&hazard.object, hazard.lost)?.in_place(&hazard.range))
            });
            statement.hazards = left.collect();
        }
    }
}
