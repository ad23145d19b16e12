//! Migrations that lose something, as people have shipped them: the oracle must see each, or it would see none of ours.

use std::collections::{BTreeMap, BTreeSet};

use driftless_catalog::Dialect;

use crate::chain::Chain;
use crate::column::{columns, qualified};
use crate::hosts::{Host, InMemory, OnServer};
use crate::random::Random;
use crate::start::start;
use crate::table::Table;
use crate::tally::Tally;
use crate::world::{Kind, Mutability, OnDelete, Value, World};

/// A faulty migration for a table, where the table has what it spoils.
type Fault = fn(&World, Dialect, &Table, &Chain<'_>) -> Option<String>;

const FAULTS: [(&str, Fault); 11] = [
    ("a row goes", |_, dialect, table, _| {
        let name = qualified(dialect, table);
        is_open(table).then(|| format!("DELETE FROM {name} WHERE \"id\" IN (SELECT \"id\" FROM {name} LIMIT 1)"))
    }),
    ("a value becomes null", |world, dialect, table, chain| {
        let field = table.fields.iter().find(|field| {
            let filled = chain.rows[&table.id]
                .iter()
                .any(|row| *row.cell(field.id) != Value::Null);
            field.nullable
                && filled
                && !field.immutable
                && !field.is_computed()
                && field.targets().is_empty()
                && is_loose(table, field.id)
        })?;
        let column = columns(world, table)
            .into_iter()
            .find(|column| column.field() == Some(field.id))?;
        is_open(table).then(|| format!("UPDATE {} SET \"{}\" = NULL", qualified(dialect, table), column.name))
    }),
    ("texts are cut", |_, dialect, table, chain| {
        let field = table.fields.iter().find(|field| {
            let long = chain.rows[&table.id]
                .iter()
                .any(|row| row.text(field.id).is_some_and(|text| text.chars().count() > 10));
            field.is_text() && long && !field.immutable && is_loose(table, field.id)
        })?;
        let (table_name, name) = (qualified(dialect, table), &field.name);
        is_open(table).then(|| format!("UPDATE {table_name} SET \"{name}\" = substr(\"{name}\", 1, 10)"))
    }),
    ("decimals are taken for others", |_, dialect, table, chain| {
        let field = table.fields.iter().find(|field| {
            let some = chain.rows[&table.id]
                .iter()
                .any(|row| row.int(field.id).is_some_and(|n| !(-9..=9).contains(&n)));
            matches!(field.kind, Kind::Numeric(..)) && some && !field.immutable && is_loose(table, field.id)
        })?;
        let (table_name, name) = (qualified(dialect, table), &field.name);
        is_open(table).then(|| format!("UPDATE {table_name} SET \"{name}\" = \"{name}\" / 10"))
    }),
    ("a member of documents goes", |_, dialect, table, chain| {
        let field = table.fields.iter().find(|field| {
            let some = chain.rows[&table.id].iter().any(|row| matches!(row.cell(field.id), Value::Json(serde_json::Value::Object(members)) if !members.is_empty()));
            matches!(field.kind, Kind::Record(_)) && some && !field.immutable && is_loose(table, field.id)
        })?;
        let (table_name, name) = (qualified(dialect, table), &field.name);
        is_open(table).then(|| format!("UPDATE {table_name} SET \"{name}\" = '{{}}' WHERE \"{name}\" IS NOT NULL"))
    }),
    ("children go with a rebuilt parent", |world, dialect, table, chain| {
        let is_child = |of: &Table| {
            of.mutability == Mutability::Plain
                && !of.link
                && of.fields.iter().any(|field| {
                    field.kind == Kind::Ref(table.id, OnDelete::Cascade)
                        && chain.rows[&of.id]
                            .iter()
                            .any(|row| matches!(row.cell(field.id), Value::Key(..)))
                })
        };
        let tables = world.tables();
        let only_cascades = tables.iter().flat_map(|of| &of.fields).all(|field| match &field.kind {
            Kind::Ref(target, on_delete) => *target != table.id || *on_delete == OnDelete::Cascade,
            Kind::Arc(targets, _) => !targets.contains(&table.id),
            _ => true,
        });
        if !is_open(table) || !only_cascades || !tables.iter().any(|of| of.id != table.id && is_child(of)) {
            return None;
        }
        let names: Vec<_> = columns(world, table)
            .iter()
            .filter(|column| !column.is_computed())
            .map(|column| format!("\"{}\"", column.name))
            .collect();
        let (name, list) = (qualified(dialect, table), names.join(", "));
        let off = if dialect == Dialect::Sqlite {
            "PRAGMA foreign_keys = OFF;\n"
        } else {
            ""
        };
        Some(format!(
            "{off}CREATE TEMP TABLE kept AS SELECT {list} FROM {name};\nDELETE FROM {name};\nINSERT INTO {name} ({list}) SELECT {list} FROM kept;\nDROP TABLE kept;"
        ))
    }),
    ("a row comes twice", |world, dialect, table, _| {
        let names: Vec<_> = columns(world, table)
            .iter()
            .filter(|column| !column.is_computed())
            .map(|column| format!("\"{}\"", column.name))
            .collect();
        let free = table.sets.iter().all(|set| !set.unique) && !table.link && !table.identity;
        let key = if dialect == Dialect::Sqlite {
            "randomblob(16)"
        } else {
            "gen_random_uuid()"
        };
        let (name, list) = (qualified(dialect, table), names.join(", "));
        free.then(|| {
            format!(
                "INSERT INTO {name} ({list}) SELECT {} FROM {name} LIMIT 1",
                list.replacen("\"id\"", key, 1)
            )
        })
    }),
    ("a table counts from the start again", |_, dialect, table, _| {
        let name = qualified(dialect, table);
        table.identity.then(|| match dialect {
            Dialect::Sqlite => format!(
                "UPDATE sqlite_sequence SET seq = 20 WHERE name = '{}'",
                name.trim_matches('"')
            ),
            Dialect::Postgres => format!("SELECT setval(pg_get_serial_sequence('{name}', 'id'), 20)"),
        })
    }),
    ("an index goes", |_, dialect, table, _| {
        let set = table
            .sets
            .iter()
            .find(|set| !set.unique && set.only.is_none() && set.parts.len() == 1)?;
        let field = table.field(set.parts[0].field()?)?;
        let prefix = qualified(dialect, table).trim_matches('"').to_owned();
        (field.is_integer() && table.namespace.is_none()).then(|| format!("DROP INDEX \"{prefix}_{}_idx\"", field.name))
    }),
    ("a guard goes", |_, dialect, table, _| {
        let name = qualified(dialect, table);
        (table.mutability == Mutability::Immutable && table.namespace.is_none() && !table.link).then(|| match dialect {
            Dialect::Sqlite => format!("DROP TRIGGER \"{}_immutable\"", name.trim_matches('"')),
            Dialect::Postgres => format!(
                "ALTER TABLE {name} DISABLE TRIGGER \"{}_immutable\"",
                name.trim_matches('"')
            ),
        })
    }),
    ("a column too many", |_, dialect, table, _| {
        Some(format!(
            "ALTER TABLE {} ADD COLUMN \"left_behind\" integer",
            qualified(dialect, table)
        ))
    }),
];

/// Whether rows can be changed at all.
fn is_open(table: &Table) -> bool {
    table.mutability == Mutability::Plain && !table.link
}

/// Whether no rule hangs on a field.
fn is_loose(table: &Table, id: u32) -> bool {
    let in_sets = table.sets.iter().any(|set| {
        set.parts.iter().any(|part| part.field() == Some(id)) || set.only.is_some_and(|only| only.field() == id)
    });
    !in_sets
        && !table.checks.iter().any(|check| check.rule.fields().contains(&id))
        && table.cases(id).is_none()
        && table.variants.as_ref().is_none_or(|variants| variants.tag != id)
}

/// How often each fault is tried.
const OFTEN: usize = 2;
/// So many schemas have room for every fault; no more are tried than it takes.
const SCHEMAS: u64 = 1_000;

/// Every fault that a schema has room for and that was not tried enough, each on a database of its own.
fn spoil(seed: u64, host: &mut dyn Host, seen: &mut BTreeMap<&'static str, usize>) {
    let world = start(seed, &BTreeSet::new());
    let open = FAULTS.into_iter().filter(|(name, _)| is_open_yet(seen, name));
    for (name, fault) in open.collect::<Vec<_>>() {
        let mut tally = Tally::default();
        let mut chain = Chain::new(world.clone(), host, &mut tally, Random::new(seed));
        chain.begin(20).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        let dialect = chain.host.dialect();
        let tables = world.tables();
        let Some(sql) = tables.iter().find_map(|table| fault(&world, dialect, table, &chain)) else {
            continue;
        };
        chain
            .intact()
            .unwrap_or_else(|why| panic!("seed {seed}, before {name}: {why}"));
        if chain.host.again().apply(&sql).is_err() {
            continue;
        }
        assert!(chain.intact().is_err(), "seed {seed}: nobody saw that {name}: {sql}");
        *seen.entry(name).or_default() += 1;
    }
}

fn is_open_yet(seen: &BTreeMap<&'static str, usize>, name: &str) -> bool {
    seen.get(name).is_none_or(|times| *times < OFTEN)
}

fn spoil_many(host: &mut dyn Host) {
    let mut seen = BTreeMap::new();
    for seed in 0..SCHEMAS {
        if FAULTS.iter().any(|(name, _)| is_open_yet(&seen, name)) {
            spoil(seed, host, &mut seen);
        }
    }
    println!("{seen:#?}");
    let missed: Vec<_> = FAULTS.iter().filter(|(name, _)| is_open_yet(&seen, name)).collect();
    assert!(missed.is_empty(), "too rarely tried: {missed:?}");
}

#[test]
fn every_fault_is_seen_on_sqlite() {
    spoil_many(&mut InMemory::new());
}

#[test]
fn every_fault_is_seen_on_postgres() {
    spoil_many(&mut OnServer::new(driftless_tests::postgres::any()));
}
