//! Rows that try everything a column may hold: nulls, extremes, quotes, words that look like numbers, characters of four
//! bytes. In: a World and the rows there are. Out: more rows, all of which keep its rules, in an order that databases take.

use driftless_catalog::Dialect;

use crate::random::Random;
use crate::rows::{Row, Rows, Taken, broken};
use crate::table::Table;
use crate::values::{is_rare, value};
use crate::world::{FIRM, Field, Id, Value, Variants, World};

/// How many tenants have rows.
const TENANTS: usize = 3;

/// Rows to insert, table by table; several lists may be of one table.
pub(crate) type Fresh = Vec<(Id, Vec<Row>)>;

/// Adds rows until each table has `wanted`, or as many as its rules admit.
pub(crate) fn fill(world: &World, rows: &mut Rows, wanted: usize, random: &mut Random) -> Fresh {
    let tables = in_order(world);
    let mut fresh = Vec::new();
    for table in &tables {
        let own = rows.get(&table.id).map_or(0, Vec::len);
        let missing = wanted.saturating_sub(own);
        let added = add(world, table, rows, missing, random);
        if !added.is_empty() {
            fresh.push((table.id, added));
        }
    }
    fresh
}

/// Adds a few rows to every table, whatever it has.
pub(crate) fn sprinkle(world: &World, rows: &mut Rows, count: usize, random: &mut Random) -> Fresh {
    let tables = in_order(world);
    let added = tables
        .iter()
        .map(|table| (table.id, add(world, table, rows, count, random)));
    let added: Vec<_> = added.collect();
    added.into_iter().filter(|(_, rows)| !rows.is_empty()).collect()
}

/// Tables behind those whose rows they cannot be without.
fn in_order(world: &World) -> Vec<Table> {
    let mut left = world.tables();
    let mut ordered: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let ready = |table: &Table| {
            let needed = table
                .fields
                .iter()
                .filter(|field| !field.nullable)
                .flat_map(Field::targets);
            let mut needed = needed.chain(table.scoped.then_some(&FIRM));
            needed.all(|target| *target == table.id || ordered.iter().any(|done| done.id == *target))
        };
        let at = left.iter().position(ready).unwrap_or(0);
        ordered.push(left.remove(at));
    }
    ordered
}

fn add(world: &World, table: &Table, rows: &mut Rows, count: usize, random: &mut Random) -> Vec<Row> {
    let mut taken = Taken::default();
    let own = rows.entry(table.id).or_default();
    for row in own.iter() {
        let _ = taken.take(table, row);
    }
    let mut next = own.iter().map(|row| row.key).max().unwrap_or(0) + 1;
    let mut added = Vec::new();
    for _ in 0..count * 12 {
        if added.len() == count {
            break;
        }
        let key = if table.identity {
            next
        } else {
            u128::from(random.next()) << 64 | u128::from(random.next())
        };
        let row = draw(world, table, rows, key, random);
        if broken(world, table, &row, Dialect::Postgres).is_none() && taken.take(table, &row).is_ok() {
            next += 1;
            rows.entry(table.id).or_default().push(row.clone());
            added.push(row);
        }
    }
    added
}

fn draw(world: &World, table: &Table, rows: &Rows, key: u128, random: &mut Random) -> Row {
    let firms: Vec<_> = rows
        .get(&FIRM)
        .into_iter()
        .flatten()
        .take(TENANTS)
        .map(|row| row.key)
        .collect();
    let firm = if table.scoped && !firms.is_empty() {
        *random.pick(&firms)
    } else {
        0
    };
    let mut row = Row {
        key,
        firm,
        ..Row::default()
    };
    let tag = table
        .variants
        .as_ref()
        .map(|variants| (variants.tag, common_case(variants, random)));
    if let Some((field, value)) = tag {
        let words = world.enums.iter().flat_map(|of| &of.values);
        let word = words
            .into_iter()
            .find(|word| word.id == value)
            .map(|word| word.word.clone());
        row.cells.insert(field, Value::Text(word.unwrap_or_default()));
    }
    for field in table.fields.iter().filter(|field| !field.is_computed()) {
        let of_other = tag.is_some_and(|(_, value)| table.cases(field.id).is_some_and(|cases| !cases.contains(&value)));
        if of_other || tag.is_some_and(|(tag, _)| tag == field.id) {
            continue;
        }
        let value = if field.nullable && random.chance(25) {
            Value::Null
        } else if field.targets().is_empty() {
            value(world, field, random)
        } else {
            reference(world, field, rows, &row, random)
        };
        row.cells.insert(field.id, value);
    }
    row
}

/// A row of the same tenant, or of none.
fn reference(world: &World, field: &Field, rows: &Rows, row: &Row, random: &mut Random) -> Value {
    let target = *random.pick(field.targets());
    let scoped = world.entity(target).scoped;
    let rows = rows.get(&target).into_iter().flatten();
    let fitting: Vec<_> = rows.filter(|of| !scoped || of.firm == row.firm).collect();
    if fitting.is_empty() {
        Value::Null
    } else {
        Value::Key(target, random.pick(&fitting).key)
    }
}

fn common_case(variants: &Variants, random: &mut Random) -> Id {
    let common: Vec<_> = variants.cases.iter().filter(|(word, _)| !is_rare(*word)).collect();
    if common.is_empty() {
        variants.cases[0].0
    } else {
        random.pick(&common).0
    }
}
