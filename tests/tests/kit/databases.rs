//! Servers and database files: they answer, they refuse, they leave nothing behind.

use crate::at_least;
use driftless_tests::postgres::{self, APP, OWNER, SUPERUSER};
use driftless_tests::{process, sqlite};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Set for the copy of this binary that dies on purpose.
const DIE: &str = "DRIFTLESS_KIT_DIES";

#[test]
fn every_major_answers_queries() {
    for major in postgres::majors() {
        let server = postgres::server(major);
        let row = server
            .database("version")
            .connect(SUPERUSER)
            .query_one("SHOW server_version_num", &[])
            .unwrap();
        let number: u32 = row.get::<_, String>(0).parse().unwrap();
        assert_eq!(number / 10_000, major);
    }
}

#[test]
fn psql_stops_at_the_first_error() {
    let database = postgres::any().database("psql");
    let said = database
        .psql(
            OWNER,
            "CREATE TABLE a (id int); SELECT nonsense; CREATE TABLE b (id int);",
        )
        .refused();
    assert!(said.contains("nonsense"), "{said}");
    let tables = database.rows(OWNER, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    assert_eq!(tables, ["a"]);
}

#[test]
fn a_migration_file_is_applied_whole_or_not_at_all_unless_it_says_otherwise() {
    let database = postgres::any().database("apply");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("0001.up.sql");
    fs::write(&file, "CREATE TABLE a (id int);\nSELECT nonsense;\n").unwrap();
    database.apply(OWNER, &file).refused();
    assert_eq!(database.rows(OWNER, "SELECT to_regclass('a') IS NULL"), ["t"]);
    fs::write(&file, "-- no-transaction\nCREATE TABLE a (id int);\nSELECT nonsense;\n").unwrap();
    database.apply(OWNER, &file).refused();
    assert_eq!(database.rows(OWNER, "SELECT to_regclass('a') IS NULL"), ["f"]);
}

#[test]
fn the_owner_is_no_superuser_and_the_application_owns_nothing() {
    let database = postgres::any().database("roles");
    assert_eq!(
        database.rows(OWNER, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
        ["f"]
    );
    database.psql(OWNER, "CREATE TABLE t (id int)").passed();
    let said = database.psql(APP, "SELECT * FROM t").refused();
    assert!(said.contains("permission denied"), "{said}");
    assert!(database.dump().contains("CREATE TABLE public.t"));
}

#[test]
fn a_dropped_server_leaves_nothing_behind() {
    for major in postgres::majors() {
        let server = postgres::Server::start(major);
        let (folder, id) = (server.folder().to_owned(), server.process());
        assert!(is_running(id));
        drop(server);
        assert!(!is_running(id) && !folder.exists());
    }
}

#[test]
fn an_aborted_test_leaves_no_server_behind() {
    if std::env::var_os(DIE).is_some() {
        let server = postgres::Server::start(postgres::majors()[0]);
        println!("{} {}", server.process(), server.folder().display());
        std::process::abort();
    }
    let name = "databases::an_aborted_test_leaves_no_server_behind";
    let mut copy = Command::new(std::env::current_exe().unwrap());
    let said = process::run(copy.args(["--exact", name, "--nocapture"]).env(DIE, "1")).refused();
    let line = said
        .lines()
        .find_map(|line| line.split_once("driftless-pg-").map(|_| line))
        .expect(&said);
    let (id, folder) = line.rsplit_once(' ').expect("a process and a folder");
    let id: u32 = id.rsplit(' ').next().unwrap().parse().unwrap();
    let start = Instant::now();
    while is_running(id) || Path::new(folder).exists() {
        assert!(start.elapsed() < Duration::from_secs(20), "{line} is still there");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn sqlite_is_there_twice_and_both_know_strict_tables() {
    let database = sqlite::Database::fresh();
    database
        .cli("CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT")
        .passed();
    let refused = database
        .connect()
        .execute("INSERT INTO t (word) VALUES (x'00')", [])
        .unwrap_err();
    assert!(
        refused.to_string().contains("cannot store BLOB value in TEXT column"),
        "{refused}"
    );
    database
        .connect()
        .execute("INSERT INTO t (word) VALUES ('a')", [])
        .unwrap();
    assert_eq!(database.rows("SELECT id, word FROM t"), ["1|a"]);
    assert!(at_least(&sqlite::cli_version(), [3, 40]) && at_least(sqlite::library_version(), [3, 40]));
}

#[test]
fn sqlite_enforces_foreign_keys_both_ways_in() {
    let database = sqlite::Database::fresh();
    database
        .cli("CREATE TABLE a (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id))")
        .passed();
    let orphan = "INSERT INTO a VALUES (1, 2)";
    assert!(database.cli(orphan).refused().contains("FOREIGN KEY"));
    assert!(
        database
            .connect()
            .execute(orphan, [])
            .unwrap_err()
            .to_string()
            .contains("FOREIGN KEY")
    );
}

fn is_running(process: u32) -> bool {
    Path::new(&format!("/proc/{process}")).exists()
}
