//! One case on one server: which relations the statement locks, reads and rewrites.
//!
//! A statement that may stand in a transaction is asked there, after it ran and before it is rolled back. One that may
//! not is made to wait for somebody else, and asked while it waits.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use driftless_tests::postgres::{Database, SUPERUSER, Told};
use postgres::Client;
use postgres::error::SqlState;

use crate::cases::{Case, fixture};

/// The rows of every table of the fixture.
const ROWS: i64 = 1000;

/// A lock mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lock {
    strength: usize,
    /// As PostgreSQL's documentation writes it, in small letters.
    pub(crate) words: &'static str,
}

/// From the weakest to the strongest, as `pg_locks` writes them and as people do.
pub(crate) const LOCKS: [(&str, &str); 8] = [
    ("AccessShareLock", "access share"),
    ("RowShareLock", "row share"),
    ("RowExclusiveLock", "row exclusive"),
    ("ShareUpdateExclusiveLock", "share update exclusive"),
    ("ShareLock", "share"),
    ("ShareRowExclusiveLock", "share row exclusive"),
    ("ExclusiveLock", "exclusive"),
    ("AccessExclusiveLock", "access exclusive"),
];

/// What happened to one relation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) index: bool,
    pub(crate) lock: Option<Lock>,
    pub(crate) scanned: bool,
    pub(crate) rewritten: bool,
}

/// What a statement did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Observed {
    /// The relations that were there before it, by name; those it left alone are not listed.
    pub(crate) relations: BTreeMap<String, Seen>,
    /// It may not stand in a transaction.
    pub(crate) alone: bool,
    /// The SQLSTATE by which it is refused because of the rows.
    pub(crate) refused: Option<String>,
}

/// Runs a case in a database of its own making.
pub(crate) fn observe(database: &Database<'_>, case: &Case) -> Observed {
    set_scene(database, case, true);
    match within(database, case, true) {
        Ok(seen) => seen,
        Err(error) if error == SqlState::ACTIVE_SQL_TRANSACTION => beside(database, case),
        Err(error) => {
            set_scene(database, case, false);
            let seen = within(database, case, false)
                .unwrap_or_else(|again| panic!("`{}` fails with {}", case.statement, again.code()));
            Observed {
                refused: Some(error.code().to_owned()),
                ..seen
            }
        }
    }
}

/// Makes the fixture and what a case adds to it, with its rows or without.
pub(crate) fn set_scene(database: &Database<'_>, case: &Case, filled: bool) {
    let mut client = database.connect(SUPERUSER);
    let run = |client: &mut Client, sql: &str| {
        let done = client.batch_execute(sql);
        done.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    };
    run(
        &mut client,
        "DROP SCHEMA IF EXISTS archive CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public; \
         DROP PUBLICATION IF EXISTS news",
    );
    for sql in fixture().into_iter().chain(case.scene.iter().copied()) {
        if filled || !sql.starts_with("INSERT") {
            run(&mut client, sql);
        }
    }
}

/// A fresh session: what it has counted and what it holds is the statement's alone.
fn session(database: &Database<'_>, case: &Case) -> (Client, Told) {
    let (mut client, told) = database.listen(SUPERUSER);
    for setting in case.scene.iter().filter(|sql| sql.starts_with("SET ")) {
        client.batch_execute(setting).expect("a setting can be set");
    }
    (client, told)
}

fn within(database: &Database<'_>, case: &Case, filled: bool) -> Result<Observed, SqlState> {
    let (mut client, told) = session(database, case);
    let before = relations(&mut client);
    client
        .batch_execute("BEGIN; SET LOCAL client_min_messages = debug1")
        .expect("a transaction can be begun");
    client.batch_execute(case.statement).map_err(|error| {
        error
            .code()
            .cloned()
            .unwrap_or_else(|| panic!("{}: {error:?}", case.statement))
    })?;
    client
        .batch_execute("SET LOCAL client_min_messages = warning")
        .expect("a setting can be set");
    let locks = locks(&mut client, "pid = pg_backend_pid()");
    let read = client
        .query(
            "SELECT relid, seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables",
            &[],
        )
        .expect("statistics can be read");
    let read = read.iter().map(|row| (row.get(0), row.get(1))).collect();
    let after = relations(&mut client);
    let mut seen = compare(&before, &after, &locks, &read);
    confirm(case, filled, &mut seen, &told);
    Ok(seen)
}

/// Holds what the server says it does against what was seen. Without rows there is nothing to read, but it still says so.
fn confirm(case: &Case, filled: bool, seen: &mut Observed, told: &Told) {
    for message in told.lock().expect("nobody panicked").iter() {
        let says = |words: &str| message.strip_prefix(words).and_then(|rest| rest.split('"').nth(1));
        if let Some(seen) = says("rewriting table ").and_then(|name| seen.relations.get(name)) {
            assert!(
                seen.rewritten,
                "`{}`: {message}, but its file is the same",
                case.statement
            );
        }
        if let Some(seen) = says("verifying table ").and_then(|name| seen.relations.get_mut(name)) {
            assert!(
                seen.scanned || !filled,
                "`{}`: {message}, but nothing was read",
                case.statement
            );
            seen.scanned = true;
        }
    }
}

/// A statement outside a transaction, asked while it waits for a lock that somebody else holds.
fn beside(database: &Database<'_>, case: &Case) -> Observed {
    let mut watch = database.connect(SUPERUSER);
    let (mut client, _) = session(database, case);
    let pid: i32 = client
        .query_one("SELECT pg_backend_pid()", &[])
        .expect("a session has a number")
        .get(0);
    let (before, read_before) = (relations(&mut watch), counted(&mut watch));
    let mut holder = database.connect(SUPERUSER);
    holder
        .batch_execute(&format!("BEGIN; LOCK TABLE ONLY {}", obstacle(case)))
        .expect("a lock can be had");
    let locks = std::thread::scope(|scope| {
        let running = scope.spawn(|| {
            let done = client.batch_execute(case.statement);
            done.unwrap_or_else(|error| panic!("{}: {error:?}", case.statement));
            // So that what it counted is there to be read.
            let flush = "SELECT pg_stat_force_next_flush()";
            client.batch_execute(flush).expect("statistics can be flushed");
        });
        let locks = wait(&mut watch, pid, case);
        holder.batch_execute("COMMIT").expect("a lock can be given back");
        running.join().expect("the statement runs to its end");
        locks
    });
    let (after, read_after) = (relations(&mut watch), counted(&mut watch));
    let read = read_after
        .into_iter()
        .map(|(oid, rows)| (oid, rows - read_before.get(&oid).copied().unwrap_or(0)))
        .collect();
    Observed {
        alone: true,
        ..compare(&before, &after, &locks, &read)
    }
}

/// What makes a statement wait at the moment at which it holds or wants all that it ever does.
fn obstacle(case: &Case) -> &'static str {
    let (partition, concurrently) = (
        case.statement.contains("books_1999"),
        case.statement.contains("CONCURRENTLY"),
    );
    match (partition, concurrently) {
        _ if case.statement.contains("DETACH") => "books_1999 IN ACCESS SHARE MODE",
        (true, true) => "books_1999 IN ROW EXCLUSIVE MODE",
        (false, true) => "books IN ROW EXCLUSIVE MODE",
        _ => "books IN SHARE UPDATE EXCLUSIVE MODE",
    }
}

fn wait(watch: &mut Client, pid: i32, case: &Case) -> Vec<(u32, Lock)> {
    let start = Instant::now();
    loop {
        let waiting = watch
            .query("SELECT 1 FROM pg_locks WHERE pid = $1 AND NOT granted", &[&pid])
            .expect("locks can be read");
        if !waiting.is_empty() {
            return locks(watch, &format!("pid = {pid}"));
        }
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "`{}` never waits",
            case.statement
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A relation as the catalog knows it.
struct Relation {
    name: String,
    index: bool,
    file: u32,
}

fn relations(client: &mut Client) -> BTreeMap<u32, Relation> {
    let rows = client.query(
        "SELECT oid, relname::text, relkind IN ('i', 'I'), relfilenode FROM pg_class \
         WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'archive')) \
         AND relkind IN ('r', 'p', 'v', 'm', 'i', 'I')",
        &[],
    );
    let relation = |row: &postgres::Row| Relation {
        name: row.get(1),
        index: row.get(2),
        file: row.get(3),
    };
    let rows = rows.expect("relations can be listed");
    rows.iter().map(|row| (row.get(0), relation(row))).collect()
}

fn locks(client: &mut Client, whose: &str) -> Vec<(u32, Lock)> {
    let sql = format!(
        "SELECT relation, mode FROM pg_locks WHERE {whose} AND locktype = 'relation' \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    );
    let lock = |mode: &str| {
        let strength = LOCKS.iter().position(|(name, _)| *name == mode);
        let strength = strength.unwrap_or_else(|| panic!("{mode} is no lock mode"));
        Lock {
            strength,
            words: LOCKS[strength].1,
        }
    };
    let rows = client.query(&sql, &[]).expect("locks can be read");
    rows.iter().map(|row| (row.get(0), lock(row.get(1)))).collect()
}

fn counted(client: &mut Client) -> BTreeMap<u32, i64> {
    let rows = client
        .query(
            "SELECT relid, seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables",
            &[],
        )
        .expect("statistics can be read");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

fn compare(
    before: &BTreeMap<u32, Relation>,
    after: &BTreeMap<u32, Relation>,
    locks: &[(u32, Lock)],
    read: &BTreeMap<u32, i64>,
) -> Observed {
    let mut observed = Observed::default();
    for (oid, relation) in before {
        // An index that is made anew has another number, but its old name.
        let same_name = || {
            after
                .values()
                .find(|later| relation.index && later.name == relation.name)
        };
        let later = after.get(oid).or_else(same_name);
        let lock = locks
            .iter()
            .filter(|(locked, _)| locked == oid)
            .map(|(_, lock)| *lock)
            .max();
        let seen = Seen {
            index: relation.index,
            // Whoever looks at a table looks at its indexes too; only what changes them is told.
            lock: lock.filter(|lock| !relation.index || lock.strength >= 3),
            scanned: read.get(oid).is_some_and(|rows| *rows >= ROWS),
            rewritten: later.is_some_and(|later| later.file != relation.file),
        };
        if seen.lock.is_some() || seen.scanned || seen.rewritten {
            observed.relations.insert(relation.name.clone(), seen);
        }
    }
    observed
}
