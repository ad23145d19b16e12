//! Up makes everything out of nothing, down leaves nothing: with psql and sqlite3, statement by statement and in one
//! transaction, as an owner who is no superuser.

use driftless_catalog::Dialect;
use driftless_tests::postgres::OWNER;
use driftless_tests::{postgres, repository, sqlite};

use crate::{CORNERS, LIBRARY, SAMPLES, migration};

/// Everything in a database that is not the server's own.
const OBJECTS: &str = "
    SELECT 'relation ' || oid::regclass FROM pg_class WHERE relnamespace NOT IN (
        SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')
    UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc WHERE pronamespace NOT IN (
        SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')
    UNION ALL SELECT 'type ' || oid::regtype FROM pg_type WHERE typnamespace NOT IN (
        SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\\_%' OR nspname = 'information_schema')
    UNION ALL SELECT 'namespace ' || nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'
    UNION ALL SELECT 'extension ' || extname FROM pg_extension ORDER BY 1";

fn schemas() -> Vec<(String, String)> {
    let mut schemas = vec![
        ("library".to_owned(), LIBRARY.to_owned()),
        ("samples".to_owned(), SAMPLES.to_owned()),
        ("corners".to_owned(), CORNERS.to_owned()),
    ];
    let mut paths = vec![repository().join("schema.toml")];
    let folder = repository().join("tests/schemas");
    let entries = std::fs::read_dir(&folder).expect("the folder of the extra schemas can be read");
    paths.extend(entries.map(|entry| entry.expect("its entries can be read").path()));
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
    {
        schemas.push((
            path.display().to_string(),
            std::fs::read_to_string(path).expect("a schema can be read"),
        ));
    }
    assert!(schemas.len() >= 6, "{schemas:?}");
    schemas
}

/// The roles that a file grants rights to.
fn roles(sql: &str) -> Vec<&str> {
    let grants = sql.lines().filter(|line| line.starts_with("GRANT "));
    let mut roles: Vec<_> = grants.filter_map(|line| line.rsplit('"').nth(1)).collect();
    roles.dedup();
    roles
}

#[test]
fn postgres_goes_up_and_back_to_nothing() {
    for major in postgres::majors() {
        let server = postgres::server(major);
        for (name, text) in schemas() {
            let files = migration(&text, Dialect::Postgres);
            let [up, down] =
                ["0001_init.up.sql", "0001_init.down.sql"].map(|name| server.without_missing_extensions(&files[name]));
            let (up, down) = (up.as_str(), down.as_str());
            roles(up).into_iter().for_each(|role| server.role(role));
            let database = server.database("apply");
            let before = database.rows(OWNER, OBJECTS);
            database.psql(OWNER, up).passed();
            assert!(
                database.rows(OWNER, OBJECTS).len() > before.len(),
                "{name} made nothing"
            );
            database.psql(OWNER, down).passed();
            assert_eq!(database.rows(OWNER, OBJECTS), before, "{name} on PostgreSQL {major}");
            database
                .psql(OWNER, &format!("BEGIN;\n{up}\nCOMMIT;\nBEGIN;\n{down}\nCOMMIT;\n"))
                .passed();
            assert_eq!(database.rows(OWNER, "SHOW lock_timeout"), ["0"]);
        }
    }
}

#[test]
fn sqlite_goes_up_and_back_to_nothing() {
    let objects = "SELECT name FROM sqlite_schema WHERE name <> 'sqlite_sequence'";
    for (name, text) in schemas() {
        let files = migration(&text, Dialect::Sqlite);
        let (up, down) = (&files["0001_init.up.sql"], &files["0001_init.down.sql"]);
        let database = sqlite::Database::fresh();
        database.cli(&format!("BEGIN;\n{up}COMMIT;\n")).passed();
        assert!(!database.rows(objects).is_empty(), "{name} made nothing");
        database.cli(&format!("BEGIN;\n{down}COMMIT;\n")).passed();
        assert_eq!(database.rows(objects), Vec::<String>::new(), "{name}");
        database
            .connect()
            .execute_batch(&format!("{up}{down}"))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_comment_reaches_postgres() {
    let database = crate::on_postgres(postgres::majors()[0], LIBRARY);
    let said = database.rows(
        OWNER,
        "SELECT obj_description('books'::regclass), col_description('books'::regclass, 3)",
    );
    assert_eq!(said, ["A book.|Title."]);
    let bare = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'books'::regclass AND attnum > 0 \
                AND col_description(attrelid, attnum) IS NULL";
    assert_eq!(database.rows(OWNER, bare), ["0"]);
    let check = "SELECT obj_description(oid) FROM pg_constraint WHERE conname = 'books_sane_price_check'";
    assert_eq!(
        database.rows(OWNER, check),
        ["Nobody pays more than twice the list price."]
    );
}
