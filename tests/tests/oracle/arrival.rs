//! Whether a database is what it shall be after a step: every row, every object, every counter.

use std::collections::BTreeSet;

use driftless_catalog::Dialect;

use crate::chain::{Chain, MARK};
use crate::column::qualified;
use crate::database::compare;
use crate::fresh::fresh_shape;
use crate::pipeline::{Wanted, everything};
use crate::step::{Failure, Step};
use crate::world::World;

/// Of so many schemas one is dumped, which takes longer than all else.
const DUMPED: usize = 12;

impl Chain<'_> {
    /// All rows, all objects.
    pub(crate) fn arrived(&mut self, step: &Step) -> Result<(), Failure> {
        let fail = |kind| move |why: String| step.failure(kind, why);
        self.host.again().sound().map_err(fail("unsound"))?;
        let values = compare(self.host.again(), &step.world, &step.rows, &BTreeSet::new()).map_err(fail("rows"))?;
        self.tally.values += values;
        self.looks_like(&step.wanted).map_err(fail("objects"))?;
        self.dumps_like(&step.wanted).map_err(fail("dump"))?;
        self.marks(&step.world).map_err(fail("mark"))
    }

    /// The database holds the World and the rows of this chain, in every respect.
    pub(crate) fn intact(&mut self) -> Result<(), String> {
        self.host.again().sound()?;
        let world = self.world.clone();
        compare(self.host.again(), &world, &self.rows, &BTreeSet::new())?;
        self.looks_like_before()?;
        self.marks(&world)
    }

    /// The database is what a fresh one was before the step.
    pub(crate) fn looks_like_before(&mut self) -> Result<(), String> {
        let wanted = self.wanted.clone().ok_or("the chain has not begun")?;
        self.looks_like(&wanted)
    }

    /// The database is what a fresh one of the same schema is.
    fn looks_like(&mut self, wanted: &Wanted) -> Result<(), String> {
        let fresh = fresh_shape(self.host, wanted)?;
        let found = self.host.again().shape()?;
        // A label that stayed is one more than a fresh type has.
        let asked = |line: &&String| !(self.keeps_labels && line.starts_with("enum "));
        let found: Vec<_> = found.iter().filter(asked).collect();
        let fresh: Vec<_> = fresh.iter().filter(asked).collect();
        same(&found, &fresh)
    }

    /// What the server's own dump says of it is what it says of a fresh one: of one schema in so many.
    fn dumps_like(&mut self, wanted: &Wanted) -> Result<(), String> {
        if self.keeps_labels || !wanted.text.len().is_multiple_of(DUMPED) {
            return Ok(());
        }
        let Some(found) = self.host.again().dump()? else {
            return Ok(());
        };
        let twin = self.host.twin();
        twin.run(&everything(wanted)?)?;
        let fresh = twin.dump()?.unwrap_or_default();
        self.tally.dumps += 1;
        same(&found.iter().collect::<Vec<_>>(), &fresh.iter().collect::<Vec<_>>())
    }

    /// Numbers that were given once are not given again.
    fn marks(&mut self, world: &World) -> Result<(), String> {
        let dialect = self.host.dialect();
        for table in world
            .tables()
            .iter()
            .filter(|table| table.identity && self.rows.get(&table.id).is_some_and(|rows| !rows.is_empty()))
        {
            let name = qualified(dialect, table);
            let query = match dialect {
                Dialect::Postgres => format!("SELECT nextval(pg_get_serial_sequence('{name}', 'id'))"),
                Dialect::Sqlite => format!(
                    "SELECT seq FROM sqlite_sequence WHERE name = '{}'",
                    name.trim_matches('"')
                ),
            };
            let rows = self.host.again().read(&query)?;
            let mark = rows.first().and_then(|row| row[0].as_ref()?.parse::<i64>().ok());
            if mark.is_none_or(|mark| mark < MARK) {
                return Err(format!("{name} counts on from {mark:?}, not from {MARK}"));
            }
        }
        Ok(())
    }
}

/// Nothing unless two lists of lines differ, and then where.
fn same(found: &[&String], fresh: &[&String]) -> Result<(), String> {
    if found == fresh {
        return Ok(());
    }
    let told = |lines: &[&String], others: &[&String]| {
        let left = lines.iter().filter(|line| !others.contains(line)).take(6);
        left.map(|line| line.as_str()).collect::<Vec<_>>().join("\n")
    };
    Err(format!(
        "migrated, it has\n{}\nbuilt fresh, it has\n{}",
        told(found, fresh),
        told(fresh, found)
    ))
}
