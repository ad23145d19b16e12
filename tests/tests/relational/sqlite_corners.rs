//! What is rare, on SQLite: composite keys, circles that are dropped full, arcs over different keys, defaults.

use driftless_catalog::Dialect;
use driftless_tests::sqlite::Database;
use rusqlite::Connection;

use crate::{CORNERS, migration, on_sqlite, refused_on_sqlite};

const FIRM: [&str; 2] = [
    "x'00000000000040008000000000000001'",
    "x'00000000000040008000000000000002'",
];

/// Two firms with an order of one line each, both numbered alike.
fn scene() -> (Database, Connection) {
    let database = on_sqlite(CORNERS);
    let connection = database.connect();
    for firm in FIRM {
        passes(
            &connection,
            &format!(
                "INSERT INTO firms (id) VALUES ({firm});
                 INSERT INTO orders (firm_id, number) VALUES ({firm}, 1);
                 INSERT INTO lines (firm_id, order_number, position) VALUES ({firm}, 1, 1);
                 INSERT INTO splits (id, firm_id, line_order_number, line_position) VALUES ({firm}, {firm}, 1, 1);"
            ),
        );
    }
    (database, connection)
}

#[track_caller]
fn passes(connection: &Connection, sql: &str) {
    connection
        .execute_batch(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[test]
fn keys_within_the_tenant_are_unique_within_the_tenant() {
    let (_database, connection) = scene();
    let taken = format!(
        "INSERT INTO splits (firm_id, line_order_number, line_position) VALUES ({}, 1, 1)",
        FIRM[0]
    );
    let columns = "splits.firm_id, splits.line_order_number, splits.line_position";
    assert_eq!(
        refused_on_sqlite(&connection, &taken),
        format!("UNIQUE constraint failed: {columns}")
    );
    let line = |order: u32| {
        format!(
            "INSERT INTO lines (firm_id, order_number, position) VALUES ({}, {order}, 2)",
            FIRM[0]
        )
    };
    assert_eq!(
        refused_on_sqlite(&connection, &line(2)),
        "FOREIGN KEY constraint failed"
    );
    passes(&connection, &line(1));
}

#[test]
fn two_nulls_count_as_equal_where_they_are_said_to() {
    let (_database, connection) = scene();
    let table = "Aside_an_entity_with_an_extraordinarily_long_names";
    let row = |values: &str| {
        format!("INSERT INTO {table} (an_extraordinarily_long_field_name, another_one) VALUES ({values})")
    };
    passes(&connection, &row("NULL, 0"));
    assert!(refused_on_sqlite(&connection, &row("NULL, 0")).starts_with("UNIQUE constraint failed: index '"));
    passes(&connection, &row("'', 0"));
    passes(&connection, &row("NULL, NULL"));
    assert!(refused_on_sqlite(&connection, &row("NULL, NULL")).starts_with("UNIQUE constraint failed: index '"));
}

#[test]
fn an_immutable_row_is_replaced_by_none_of_its_keys() {
    let (_database, connection) = scene();
    passes(
        &connection,
        &format!("INSERT INTO Aside_feeds (firm_id, name) VALUES ({}, 'news')", FIRM[0]),
    );
    let story = |columns: &str, values: &str| {
        let firm = FIRM[0];
        format!(
            "INSERT OR REPLACE INTO Aside_stories (firm_id, feed_name, {columns}) VALUES ({firm}, 'news', {values})"
        )
    };
    passes(&connection, &story("about_feed_id, title", "1, 'One'"));
    let about = story("about_feed_id, title", "1, 'Two'");
    assert_eq!(
        refused_on_sqlite(&connection, &about),
        "Aside_stories_firm_id_feed_name_about_key"
    );
    let title = |urgent: u8| {
        story(
            "about_split_id, title, urgent",
            &format!("{}, 'oNE', {urgent}", FIRM[0]),
        )
    };
    assert_eq!(refused_on_sqlite(&connection, &title(1)), "Aside_stories_title_key");
    passes(&connection, &title(0));
}

#[test]
fn decimals_of_different_scales_are_exact() {
    let (_database, connection) = scene();
    let line = |amount: i32, position: u32| {
        let firm = FIRM[0];
        format!(
            "INSERT INTO lines (firm_id, order_number, position, amount, factor) VALUES ({firm}, 1, {position}, {amount}, 2005)"
        )
    };
    assert_eq!(refused_on_sqlite(&connection, &line(5013, 2)), "lines_small_check");
    passes(&connection, &line(5012, 2));
    assert_eq!(refused_on_sqlite(&connection, &line(-1, 3)), "lines_small_check");
    assert_eq!(
        refused_on_sqlite(&connection, &line(-1026, 3)),
        "lines_amount_range_check"
    );
    passes(&connection, &line(-1025, 3));
    let row = connection.query_row("SELECT sum, less FROM lines WHERE position = 2", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    });
    assert_eq!(row, Ok((10_049_060, 47_110)));
}

#[test]
fn every_default_is_a_value_of_its_column() {
    let (database, connection) = scene();
    passes(&connection, "INSERT INTO settings DEFAULT VALUES");
    let columns = "moment, day, span, hex(data), tags, none, free, hex(who), today = date('now'), local = touched";
    let expected = "2024-02-29T12:00:00.5+00:00|2024-02-29|1500000|000102|[1,2]|[]|\
                    {\"a\":[1,\"b'\\\\\"],\"c\":{\"d\":true}}|00000000000040008000000000000001|1|1";
    assert_eq!(database.rows(&format!("SELECT {columns} FROM settings")), [expected]);
    assert_eq!(
        refused_on_sqlite(&connection, "INSERT INTO settings (span) VALUES (3600000000)"),
        "settings_late_check"
    );
    passes(&connection, "INSERT INTO settings (span) VALUES (3599999999)");
    assert_eq!(
        refused_on_sqlite(&connection, "INSERT INTO settings (note) VALUES ('X')"),
        "settings_other_check"
    );
    assert_eq!(database.rows("SELECT count(*) FROM last_orders"), ["2"]);
}

#[test]
fn a_circle_full_of_rows_goes_down() {
    let (database, connection) = scene();
    passes(
        &connection,
        &format!(
            "INSERT INTO people (id) VALUES ({0}); INSERT INTO places (id, mayor_id) VALUES ({0}, {0});
             UPDATE people SET home_id = {0}; UPDATE firms SET boss_id = {0};",
            FIRM[0]
        ),
    );
    let down = &migration(CORNERS, Dialect::Sqlite)["0001_init.down.sql"];
    database.cli(&format!("BEGIN;\n{down}COMMIT;\n")).passed();
    assert_eq!(
        database.rows("SELECT name FROM sqlite_schema WHERE name <> 'sqlite_sequence'"),
        Vec::<String>::new()
    );
}

/// SQLite's parser keeps 100 words waiting before 3.46; the language lets through what it can read.
#[test]
fn expressions_as_deep_as_they_may_be_are_read() {
    let nested = |open: &str, inner: &str, close: &str, levels: usize| {
        format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
    };
    let deepest = [
        nested("not ", "b", "", 16),
        nested("(b and (b or ", "b", "))", 8),
        nested("coalesce(n, ", "1", ")", 15) + " > 0",
        nested("lower(", "t", ")", 15) + " = 'a'",
        nested("-(", "n", ")", 15) + " > 1",
        nested("(n - ", "n", ")", 15) + " > 1",
        vec!["d + e"; 30].join(" + ") + " > 1",
        vec!["(b or n > 1)"; 60].join(" and "),
    ];
    for expression in deepest {
        let text = format!(
            "[schema]\nname = \"deep\"\n[domain.a]\n[entity.Deep]\ndomain = \"a\"\nchecks.deepest = \"{expression}\"\n\
             fields.id = {{ type = \"uuid\", default = \"uuid\" }}\nfields.n = \"int?\"\nfields.b = \"bool?\"\nfields.t = \"text?\"\n\
             fields.d = \"numeric(10,2)?\"\nfields.e = \"numeric(12,3)?\"\n"
        );
        on_sqlite(&text).cli("INSERT INTO deeps DEFAULT VALUES").passed();
    }
}
