//! The oracle's own expectations, tried without any migration: rows that it takes for sound must fit a fresh database of
//! the next schema, and rows that it takes for broken must not.

use crate::change::Stage;
use crate::column::insertion;
use crate::database::{Database, compare};
use crate::fill::fill;
use crate::pipeline::{everything, goal};
use crate::random::{Random, mix};
use crate::rows::{Rows, first_broken};
use crate::run::plan_of;
use crate::sqlite::Sqlite;
use crate::start::start;
use crate::tally::Tally;
use crate::text::schema_text;
use crate::world::World;
use driftless_catalog::Dialect;

/// Goes through the steps of a chain on fresh databases alone.
fn rehearse(seed: u64, tally: &mut Tally) -> Result<(), String> {
    let plan = plan_of(seed);
    let (mut world, mut rows) = (start(seed, &plan.without), Rows::new());
    let mut random = Random::new(mix(seed, 1));
    fill(&world, &mut rows, plan.rows, &mut random);
    for mutations in &plan.steps {
        let mut stage = Stage::new(world.clone(), rows.clone(), &mut random);
        let effects: Vec<_> = mutations
            .iter()
            .filter_map(|mutation| stage.apply(*mutation).map(|effect| (mutation, effect)))
            .collect();
        if effects.is_empty() {
            continue;
        }
        let text = schema_text(&stage.world);
        if let Err(why) = goal(&text, Dialect::Sqlite) {
            tally.unfit(&format!("{why} in {effects:?}"));
            continue;
        }
        let done: Vec<_> = effects.iter().map(|(mutation, _)| **mutation).collect();
        tally.step(&stage.world, &done);
        let broken = first_broken(&stage.world, &stage.rows, Dialect::Sqlite);
        let held = hold(&stage.world, &stage.rows);
        match (broken, held) {
            _ if effects.iter().any(|(_, effect)| effect.unsure) => {}
            (None, Err(why)) => return Err(format!("sound rows are refused: {why}\n{effects:#?}\n{text}")),
            (Some(rule), Ok(())) => return Err(format!("broken rows fit: {rule}\n{effects:#?}\n{text}")),
            (None, Ok(())) => {
                (world, rows) = (stage.world, stage.rows);
                fill(&world, &mut rows, plan.rows, &mut random);
            }
            (Some(_), Err(_)) => tally.aborted += 1,
        }
    }
    Ok(())
}

/// Whether a fresh database takes the rows.
fn hold(world: &World, rows: &Rows) -> Result<(), String> {
    let wanted = goal(&schema_text(world), Dialect::Sqlite)?;
    let mut database = Sqlite::fresh();
    database.run(&everything(&wanted)?)?;
    database.run("PRAGMA foreign_keys = OFF")?;
    for table in world.tables() {
        let own = rows.get(&table.id).map_or(&[][..], Vec::as_slice);
        if !own.is_empty() {
            database.run(&insertion(world, Dialect::Sqlite, &table, own))?;
        }
    }
    database.sound()?;
    compare(&mut database, world, rows, &std::collections::BTreeSet::new()).map(drop)
}

#[test]
fn expectations_agree_with_fresh_databases() {
    let mut tally = Tally::default();
    for seed in 0..crate::run::number("DRIFTLESS_ORACLE_CHAINS").unwrap_or(30) {
        rehearse(seed, &mut tally).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
    }
    println!("{tally:#?} missing {:?}", tally.missing());
    assert!(tally.aborted > 0, "no rows were ever broken");
}
