//! What one statement does not show: rows replaced in secret, walks that come back, rows of other tenants that are seen,
//! indexes of other kinds. In: the layout, its rows, both databases. Out: cases, and the rules that a database does not hold.

use driftless_catalog::Dialect;
use driftless_model::{Graph, Mutability};
use driftless_tests::postgres::APP;

use crate::aspect::Aspect;
use crate::codec::Codec;
use crate::corpus::Case;
use crate::draw::fresh;
use crate::fill::Filler;
use crate::hosts::{Host, Postgres, Sqlite};
use crate::keys::REFERENCE;
use crate::layout::{Layout, Table, quoted};
use crate::rules::{Broken, Expected, Row, Rows, judge};
use crate::statement::insertion;
use crate::value::Value;

fn rule(aspect: Aspect, names: Vec<String>, object: &str) -> Broken {
    Broken {
        names,
        aspect,
        element: false,
        objects: vec![object.to_owned()],
    }
}

fn expecting(broken: Broken) -> Expected {
    Expected {
        broken: vec![broken],
        ..Expected::default()
    }
}

/// Rows written in place of those with the same key, with a value that was to stay.
pub(crate) fn replacements(filler: &mut Filler<'_, '_>, table: &Table<'_>) -> Vec<Case> {
    let mut cases = Vec::new();
    let fixed = |at: &usize| table.columns[*at].field.immutable && table.columns[*at].field.value().is_some();
    if table.entity.mutability != Mutability::Mutable {
        return cases;
    }
    for at in (0..table.columns.len()).filter(fixed) {
        for old in filler.rows[table.id.0].clone() {
            let mut row = old.clone();
            row[at] = fresh(
                filler.layout.schema,
                filler.codec,
                table.columns[at].ty(),
                &mut filler.random,
            );
            let sql = insertion(filler.codec, Dialect::Sqlite, table, &row).replacen("INSERT", "INSERT OR REPLACE", 1);
            let names = vec![REFERENCE.to_owned()];
            cases.push(Case {
                label: format!("{} of a replaced row", table.object(&table.columns[at].stored.name)),
                sql: [None, Some(sql)],
                expected: Expected {
                    // Other rules may be in its way.
                    unknown: true,
                    ..expecting(rule(Aspect::Replaced, names, filler.layout.schema.name.as_str()))
                },
                looks: Vec::new(),
                masked: Vec::new(),
            });
        }
    }
    cases
}

/// Edges that lead back to where another began.
pub(crate) fn cycles(filler: &mut Filler<'_, '_>, graph: &Graph) -> Vec<Case> {
    let layout = filler.layout;
    let table = layout.table(graph.edge);
    let mut cases = Vec::new();
    for edge in filler.rows[table.id.0].clone() {
        let Some(mut row) = filler.row(table.id.0) else {
            continue;
        };
        turn(table, graph, &edge, &mut row);
        let expected = judge(layout, &filler.rows, table, &row, None);
        if expected.broken.is_empty() && !expected.unknown {
            let sql = Dialect::ALL.map(|dialect| Some(insertion(filler.codec, dialect, table, &row)));
            cases.push(Case {
                label: format!("an edge of {} that leads back", graph.name),
                sql,
                expected: expecting(rule(Aspect::Cycle, Vec::new(), graph.name.as_str())),
                looks: Vec::new(),
                masked: Vec::new(),
            });
        }
    }
    cases
}

/// Makes an edge lead from where another ends to where it begins.
fn turn(table: &Table<'_>, graph: &Graph, edge: &Row, row: &mut Row) {
    if let Some(tenant) = table.tenant {
        row[tenant] = edge[tenant].clone();
    }
    for at in table.of_field(graph.from).into_iter().chain(table.of_field(graph.to)) {
        row[at] = Value::Null;
    }
    for (leaves, reaches) in [(graph.from, graph.to), (graph.to, graph.from)] {
        for of in table.relations.iter().filter(|relation| relation.field == leaves) {
            let same = table
                .relations
                .iter()
                .filter(|relation| relation.field == reaches && relation.target == of.target);
            for other in same {
                let pairs = of.own.iter().zip(&other.own);
                pairs
                    .into_iter()
                    .for_each(|(&own, &theirs)| row[own] = edge[theirs].clone());
            }
        }
    }
}

/// Who sees the rows of another tenant: an application as whom nobody migrates.
pub(crate) fn seen(
    layout: &Layout<'_>,
    rows: &Rows,
    postgres: &mut Postgres,
    sqlite: &mut Sqlite,
) -> Result<Vec<(Dialect, Broken)>, String> {
    let Some(tenant) = &layout.schema.tenant else {
        return Ok(Vec::new());
    };
    let root = layout.table(tenant.entity);
    let keys = rows[tenant.entity.0]
        .iter()
        .filter_map(|row| Some(row[*root.key.first()?].clone()));
    grant(layout, postgres)?;
    let mut app = postgres.database.connect(APP);
    let mut found = Vec::new();
    for key in keys {
        let setting = Codec::of(layout.schema).literal(Dialect::Postgres, root.columns[root.key[0]].ty(), &key);
        let set = format!("SELECT set_config('{}', {setting}, false)", tenant.setting);
        app.batch_execute(&set).map_err(|error| error.to_string())?;
        for table in layout.tables.iter().filter(|table| table.tenant.is_some()) {
            found.extend(seen_of(layout, table, &key, &mut app, sqlite)?);
        }
    }
    Ok(found)
}

/// The rows of others that a table shows.
fn seen_of(
    layout: &Layout<'_>,
    table: &Table<'_>,
    key: &Value,
    app: &mut ::postgres::Client,
    sqlite: &mut Sqlite,
) -> Result<Vec<(Dialect, Broken)>, String> {
    let column = &table.columns[table.tenant.unwrap_or_default()];
    let query = |dialect| {
        let own = Codec::of(layout.schema).literal(dialect, column.ty(), key);
        let (table, name) = (table.quoted(dialect), quoted(&column.stored.name));
        format!("SELECT CAST(count(*) AS integer) FROM {table} WHERE {name} <> {own}")
    };
    let rule = rule(Aspect::Seen, Vec::new(), layout.schema.name.as_str());
    let on_postgres: i32 = app
        .query_one(&query(Dialect::Postgres), &[])
        .map_err(|error| format!("{error:?}"))?
        .get(0);
    let on_sqlite = sqlite.read(&query(Dialect::Sqlite));
    let shown = on_sqlite.first().and_then(|row| row[0].as_deref()) != Some("0");
    let on_postgres = (on_postgres > 0).then(|| (Dialect::Postgres, rule.clone()));
    Ok(on_postgres
        .into_iter()
        .chain(shown.then_some((Dialect::Sqlite, rule)))
        .collect())
}

fn grant(layout: &Layout<'_>, postgres: &mut Postgres) -> Result<(), String> {
    let mut namespaces: Vec<_> = layout
        .schema
        .entities
        .iter()
        .map(|entity| entity.table.namespace.as_deref().unwrap_or("public"))
        .collect();
    namespaces.sort_unstable();
    namespaces.dedup();
    namespaces.into_iter().try_for_each(|name| {
        let name = quoted(name);
        postgres.run(&format!(
            "GRANT USAGE ON SCHEMA {name} TO {APP}; GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO {APP}"
        ))
    })
}

/// Indexes of a kind that a dialect does not have.
pub(crate) fn methods(layout: &Layout<'_>, postgres: &mut Postgres, sqlite: &mut Sqlite) -> Vec<(Dialect, Broken)> {
    let mut found = Vec::new();
    for table in &layout.tables {
        for method in table.entity.indexes.iter().filter_map(|index| index.method.as_ref()) {
            let names = postgres.read(&format!(
                "SELECT i.relname FROM pg_class i JOIN pg_am a ON a.oid = i.relam JOIN pg_index x ON x.indexrelid = i.oid \
                 JOIN pg_class t ON t.oid = x.indrelid WHERE a.amname = '{method}' AND t.relname = '{}'",
                table.entity.table.name.replace('\'', "''")
            ));
            let there = sqlite.read(&format!(
                "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '{}'",
                table.name(Dialect::Sqlite).replace('\'', "''")
            ));
            let rule = rule(Aspect::Method, Vec::new(), &table.object("index"));
            let missing = names.iter().any(|name| !there.contains(name));
            found.extend(names.is_empty().then(|| (Dialect::Postgres, rule.clone())));
            found.extend(missing.then_some((Dialect::Sqlite, rule)));
        }
    }
    found
}
