//! What is rare, on PostgreSQL: namespaces, composite keys, keys shortened, arcs over different keys, defaults.

use driftless_tests::postgres::{APP, Database, OWNER, any};
use postgres::Client;

use crate::{CORNERS, on_postgres, refused_by};

const FIRM: [&str; 2] = [
    "'00000000-0000-4000-8000-000000000001'",
    "'00000000-0000-4000-8000-000000000002'",
];

/// Two firms with an order of one line each, both numbered alike.
fn scene() -> (Database<'static>, Client) {
    let database = on_postgres(any().major(), CORNERS);
    let mut client = database.connect(OWNER);
    for firm in FIRM {
        passes(
            &mut client,
            &format!(
                "INSERT INTO firms (id) VALUES ({firm});
                 INSERT INTO orders (firm_id, number) VALUES ({firm}, 1);
                 INSERT INTO lines (firm_id, order_number, position) VALUES ({firm}, 1, 1);
                 INSERT INTO splits (id, firm_id, line_order_number, line_position) VALUES ({firm}, {firm}, 1, 1);"
            ),
        );
    }
    (database, client)
}

#[track_caller]
fn passes(client: &mut Client, sql: &str) {
    client
        .batch_execute(sql)
        .unwrap_or_else(|error| panic!("{sql}: {:?}", error.as_db_error()));
}

#[test]
fn keys_within_the_tenant_are_unique_within_the_tenant() {
    let (_database, mut client) = scene();
    let taken = format!(
        "INSERT INTO splits (firm_id, line_order_number, line_position) VALUES ({}, 1, 1)",
        FIRM[0]
    );
    assert_eq!(
        refused_by(&mut client, &taken),
        "splits_firm_id_line_order_number_line_position_key"
    );
    let line = |firm: &str, order: u32| {
        format!("INSERT INTO lines (firm_id, order_number, position) VALUES ({firm}, {order}, 2)")
    };
    assert_eq!(
        refused_by(&mut client, &line(FIRM[0], 2)),
        "lines_firm_id_order_number_fkey"
    );
    passes(&mut client, &line(FIRM[0], 1));
    let before = |number: u32| format!("UPDATE orders SET before_number = {number} WHERE firm_id = {}", FIRM[0]);
    assert_eq!(refused_by(&mut client, &before(2)), "orders_firm_id_before_number_fkey");
    passes(&mut client, &before(1));
}

#[test]
fn two_nulls_count_as_equal_where_they_are_said_to() {
    let (_database, mut client) = scene();
    let table = "\"Aside\".an_entity_with_an_extraordinarily_long_names";
    let row = |values: &str| {
        format!("INSERT INTO {table} (an_extraordinarily_long_field_name, another_one) VALUES ({values})")
    };
    passes(&mut client, &row("NULL, 0"));
    let said = refused_by(&mut client, &row("NULL, 0"));
    assert!(
        said.starts_with("an_entity_with_an_extraordinarily_long_names_an_extrao_") && said.len() == 63,
        "{said}"
    );
    passes(&mut client, &row("'', 0"));
    assert_ne!(
        refused_by(&mut client, &row("'A', 0")),
        refused_by(&mut client, &row("'aaaaaaaaaa', 0"))
    );
    passes(&mut client, &row("'a', 0"));
}

#[test]
fn an_arc_over_keys_of_different_types_is_unique() {
    let (_database, mut client) = scene();
    passes(
        &mut client,
        &format!(
            "INSERT INTO \"Aside\".feeds (firm_id, name) VALUES ({}, 'news')",
            FIRM[0]
        ),
    );
    let story = |about: &str, title: &str, urgent: bool| {
        let firm = FIRM[0];
        format!(
            "INSERT INTO \"Aside\".stories (firm_id, feed_name, title, urgent, {}) VALUES ({firm}, 'news', '{title}', {urgent}, {})",
            about.split('=').next().unwrap_or_default(),
            about.split('=').nth(1).unwrap_or_default(),
        )
    };
    let split = format!("about_split_id={}", FIRM[0]);
    passes(&mut client, &story("about_feed_id=1", "One", true));
    assert_eq!(
        refused_by(&mut client, &story("about_feed_id=1", "Two", true)),
        "stories_firm_id_feed_name_about_key"
    );
    assert_eq!(
        refused_by(&mut client, &story(&split, "oNE", true)),
        "stories_title_key"
    );
    passes(&mut client, &story(&split, "oNE", false));
    assert_eq!(
        refused_by(&mut client, "UPDATE \"Aside\".stories SET title = 'x'"),
        "stories_immutable"
    );
    passes(&mut client, "DELETE FROM \"Aside\".stories");
}

#[test]
fn decimals_of_different_scales_are_exact() {
    let (_database, mut client) = scene();
    let line = |amount: &str, position: u32| {
        let firm = FIRM[0];
        format!(
            "INSERT INTO lines (firm_id, order_number, position, amount, factor) VALUES ({firm}, 1, {position}, {amount}, 2.005)"
        )
    };
    assert_eq!(refused_by(&mut client, &line("50.13", 2)), "lines_small_check");
    passes(&mut client, &line("50.12", 2));
    assert_eq!(refused_by(&mut client, &line("-0.01", 3)), "lines_small_check");
    assert_eq!(refused_by(&mut client, &line("-10.26", 3)), "lines_amount_range_check");
    passes(&mut client, &line("-10.25", 3));
    let row = client
        .query_one("SELECT sum::text, less::text FROM lines WHERE position = 2", &[])
        .expect("a row");
    assert_eq!((row.get(0), row.get(1)), ("100.49060", "47.110"));
}

#[test]
fn every_default_is_a_value_of_its_column() {
    let (database, mut client) = scene();
    passes(&mut client, "INSERT INTO settings DEFAULT VALUES");
    let columns =
        "moment AT TIME ZONE 'UTC', day, span, data, tags, none, free, who, today = (now() AT TIME ZONE 'UTC')::date";
    let row = database.rows(OWNER, &format!("SELECT {columns} FROM settings"));
    let expected = "2024-02-29 12:00:00.5|2024-02-29|1500000|\\x000102|{1,2}|{}|\
                    {\"a\": [1, \"b'\\\\\"], \"c\": {\"d\": true}}|00000000-0000-4000-8000-000000000001|t";
    assert_eq!(row, [expected]);
    assert_eq!(
        database.rows(OWNER, "SELECT \"group\" FROM orders LIMIT 1"),
        ["it's \\ a\ttext"]
    );
    assert_eq!(
        refused_by(&mut client, "INSERT INTO settings (span) VALUES (3600000000)"),
        "settings_late_check"
    );
    passes(&mut client, "INSERT INTO settings (span) VALUES (3599999999)");
    assert_eq!(
        refused_by(&mut client, "INSERT INTO settings (note) VALUES ('X')"),
        "settings_other_check"
    );
    assert_eq!(
        refused_by(&mut client, "INSERT INTO settings (big) VALUES (9007199254740992)"),
        "settings_big_check"
    );
}

#[test]
fn a_namespace_and_its_functions_are_open_to_the_application() {
    let (database, mut client) = scene();
    passes(
        &mut client,
        &format!(
            "INSERT INTO \"Aside\".feeds (firm_id, name) VALUES ({}, 'news')",
            FIRM[1]
        ),
    );
    let mut app = database.connect(APP);
    assert_eq!(
        app.query("SELECT * FROM \"Aside\".feeds_by_name('news')", &[])
            .expect("a lookup")
            .len(),
        1
    );
    assert_eq!(
        app.query("SELECT * FROM \"Aside\".feeds", &[])
            .expect("no rows of others")
            .len(),
        0
    );
    passes(&mut app, &format!("SELECT set_config('app.firm', {}, false)", FIRM[1]));
    assert_eq!(
        app.query("SELECT * FROM \"Aside\".feeds", &[])
            .expect("its own row")
            .len(),
        1
    );
    assert_eq!(database.rows(OWNER, "SELECT count(*) FROM last_orders"), ["2"]);
    let said = database.rows(OWNER, "SELECT obj_description('\"Aside\"'::regnamespace)");
    assert_eq!(said, ["In a namespace of its own."]);
}
