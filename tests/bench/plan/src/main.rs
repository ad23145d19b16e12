//! Times of planning, replay and lint, each as a ratio to parsing the same SQL with sqlparser in the same run. In: sizes.
//! Out: a table. Processor time, the least of several runs, so that other work on the machine hardly counts; figures are
//! history, not tests.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use cpu_time::ProcessTime;
use driftless_catalog::replay::Replay;
use driftless_catalog::{Catalog, Dialect, lower};
use driftless_hazard::Inspector;
use driftless_migrate::{Goal, MigrationOutput, draft, release};
use driftless_output::OutputFile;
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Folder = BTreeMap<String, String>;

/// How often each thing is done; the least time counts.
const RUNS: usize = 5;

fn main() {
    println!("{:<34} {:>9} {:>9} {:>7}", "what", "time", "floor", "ratio");
    for entities in [100, 1000, 5000] {
        plan(entities);
    }
    for statements in [1000, 5000, 15_000] {
        read(statements);
    }
}

/// A change of one entity in a hundred, planned from the snapshot of what is sealed.
fn plan(entities: usize) {
    let (before, after) = (schema(entities, false), schema(entities, true));
    let (before, after) = (lowered(&before), lowered(&after));
    let folder = sealed(&before);
    let text = &folder["0001_init.up.sql"];
    let floor = least(|| assert!(parsed(text) > 0));
    let drafted = least(|| drop(draft(goal(&after), &folder, &[]).expect("a harmless change")));
    row(&format!("draft, {entities} entities, 1 % changed"), drafted, floor);
    let unchanged = least(|| drop(draft(goal(&before), &folder, &[]).expect("no change")));
    row(&format!("draft, {entities} entities, unchanged"), unchanged, floor);
    let replayed = least(|| replay(text));
    row(&format!("replay, {entities} entities"), replayed, floor);
}

/// Replay and lint of ALTERs on tables that are there.
fn read(statements: usize) {
    let tables = lowered(&schema(100, false));
    let folder = sealed(&tables);
    let first = &folder["0001_init.up.sql"];
    let mut text = String::from("SET lock_timeout = '3s';\n");
    for number in 0..statements {
        let _ = writeln!(
            text,
            "ALTER TABLE \"item{}s\" ADD COLUMN \"extra{number}\" text;",
            number % 100
        );
    }
    let floor = least(|| assert!(parsed(&text) > 0));
    let replayed = least(|| {
        let mut replay = Replay::of(Catalog::empty(Dialect::Postgres));
        replay.apply(first).expect("ours");
        replay.apply(&text).expect("plain statements");
        drop(replay.finish());
    });
    row(&format!("replay, {statements} statements"), replayed, floor);
    let linted = least(|| {
        let mut inspector = Inspector::of(Catalog::empty(Dialect::Postgres));
        inspector.file(first).expect("ours");
        drop(inspector.file(&text).expect("plain statements"));
    });
    row(&format!("lint, {statements} statements"), linted, floor);
}

fn replay(text: &str) {
    let mut replay = Replay::of(Catalog::empty(Dialect::Postgres));
    replay.apply(text).expect("ours");
    drop(replay.finish());
}

/// What sqlparser reads of a text, statement by statement: what it does not know costs it nothing.
fn parsed(text: &str) -> usize {
    let statements = text
        .split(";\n")
        .filter_map(|one| Parser::parse_sql(&PostgreSqlDialect {}, one).ok());
    statements.map(|found| found.len()).sum()
}

/// Entities of about twelve fields with references, enums and indexes; `changed`: one in a hundred has a field more.
fn schema(entities: usize, changed: bool) -> String {
    let mut text = String::from(
        "[schema]\nname = \"bench\"\n\n[domain.items]\ndoc = \"Items.\"\n\n[enum.State]\nvalues.open = \"Open.\"\nvalues.shut = \"Shut.\"\n",
    );
    for number in 0..entities {
        let _ = write!(
            text,
            "\n[entity.Item{number}]\ndomain = \"items\"\ntable = \"item{number}s\"\nindex = [[\"rank\", \"state\"]]\n\
             fields.id = {{ type = \"uuid\", default = \"uuid\" }}\nfields.name = {{ type = \"text\", length = \"1..200\", unique = true }}\n\
             fields.state = {{ type = \"State\", default = \"open\" }}\nfields.rank = {{ type = \"int\", min = 0 }}\nfields.size = \"bigint?\"\n\
             fields.price = \"numeric(12,2)?\"\nfields.made = {{ type = \"timestamp\", default = \"now\" }}\nfields.note = \"text?\"\n\
             fields.share = \"float?\"\nfields.flag = {{ type = \"bool\", default = false }}\n",
        );
        if number > 0 {
            let _ = writeln!(
                text,
                "fields.parent = {{ ref = \"Item{}\", on_delete = \"cascade\", index = true }}",
                number / 2
            );
        }
        if changed && number % 100 == 0 {
            text.push_str("fields.extra = { type = \"text?\", length = \"1..50\" }\n");
        }
    }
    text
}

fn lowered(text: &str) -> Catalog {
    let compiled = driftless_resolve::compile_text("schema.toml", text);
    let schema = compiled.schema.expect("the schema is whole");
    lower(&schema, Dialect::Postgres).catalog
}

fn goal(catalog: &Catalog) -> Goal<'_> {
    Goal {
        catalog,
        model: catalog,
    }
}

fn sealed(catalog: &Catalog) -> Folder {
    let mut folder = Folder::new();
    let MigrationOutput { files, .. } = draft(goal(catalog), &folder, &[]).expect("a first draft");
    for file in files {
        folder.insert(
            file.name,
            OutputFile::from_marked(&file.text).expect("markers are whole").text,
        );
    }
    let sealed = release(goal(catalog), None, &folder)
        .expect("a whole folder")
        .expect("a draft");
    folder.extend(sealed.files);
    folder
}

fn least(mut work: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let begin = ProcessTime::now();
        work();
        begin.elapsed()
    });
    times.min().unwrap_or_default()
}

fn row(what: &str, time: Duration, floor: Duration) {
    let (time, floor) = (time.as_secs_f64() * 1000.0, floor.as_secs_f64() * 1000.0);
    println!("{what:<34} {time:>6.1} ms {floor:>6.1} ms {:>6.2}x", time / floor);
}
