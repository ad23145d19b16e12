//! Values that SQLite must refuse, each by the constraint that is there for it, and a twin that passes.

use crate::{SAMPLES, on_sqlite, refused_on_sqlite};

/// Column, a value that fits, one that does not, and the constraint that says so.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("label", "'abcde'", "'abcdef'", "samples_label_length_check"),
    ("label", "'ééééé'", "''", "samples_label_length_check"),
    ("label", "'abc'", "'a' || char(0) || 'bcdefgh'", "samples_label_check"),
    ("code", "'abcd'", "'abcde'", "samples_code_length_check"),
    ("small", "32767", "32768", "samples_small_check"),
    ("plain", "-2147483648", "-2147483649", "samples_plain_check"),
    ("number", "5", "6", "samples_number_range_check"),
    ("big", "100", "101", "samples_big_range_check"),
    ("price", "50", "49", "samples_price_range_check"),
    ("price", "99999", "100000", "samples_price_check"),
    ("ratio", "1e300", "9e999", "samples_ratio_check"),
    ("flag", "1", "2", "samples_flag_check"),
    (
        "moment",
        "'9999-12-31T23:59:59.999999+00:00'",
        "'9999-12-31T23:59:59.999999Z'",
        "samples_moment_check",
    ),
    (
        "moment",
        "'2024-02-29T00:00:00+00:00'",
        "'2023-02-29T00:00:00+00:00'",
        "samples_moment_check",
    ),
    (
        "moment",
        "'0001-01-01T00:00:00.1+00:00'",
        "'0000-12-31T23:59:59.1+00:00'",
        "samples_moment_check",
    ),
    (
        "moment",
        "'2024-01-01T00:00:00.123+00:00'",
        "'2024-01-01T00:00:00.1234567+00:00'",
        "samples_moment_check",
    ),
    (
        "moment",
        "'2024-01-01T00:00:01+00:00'",
        "'2024-01-01T00:00:0x+00:00'",
        "samples_moment_check",
    ),
    (
        "local",
        "'2024-01-01 10:00:00.5'",
        "'2024-01-01T10:00:00.5'",
        "samples_local_check",
    ),
    ("day", "'2024-02-29'", "'2024-02-30'", "samples_day_check"),
    ("day", "'2000-01-01'", "'1999-12-31'", "samples_day_range_check"),
    ("clock", "'23:59:59.999999'", "'24:00:00'", "samples_clock_check"),
    ("clock", "'00:00:00'", "'00:00'", "samples_clock_check"),
    ("span", "2000000", "2000001", "samples_span_range_check"),
    ("free", "'[null]'", "'null'", "samples_free_check"),
    ("free", "'{}'", "'{'", "samples_free_check"),
    ("free", "'\"\\\\u0000\"'", "'\"\\u0000\"'", "samples_free_check"),
    ("size", "'{\"wide\":1}'", "'[]'", "samples_size_check"),
    ("sizes", "'[]'", "'{}'", "samples_sizes_check"),
    ("data", "x'0000'", "x'00'", "samples_data_length_check"),
    ("embedding", "zeroblob(8)", "zeroblob(9)", "samples_embedding_check"),
    ("digest", "zeroblob(32)", "zeroblob(31)", "samples_digest_check"),
    ("host", "'10.0.0.1'", "'10.0.0.1' || char(0)", "samples_host_check"),
    ("colour", "'dark green'", "'blue'", "samples_colour_check"),
    ("mood", "'sad'", "'angry'", "samples_mood_check"),
    (
        "tags",
        "'[\"a\",\"b\"]'",
        "'[\"a\",\"b\",\"c\"]'",
        "samples_tags_length_check",
    ),
    ("tags", "'[]'", "'\"a\"'", "samples_tags_check"),
    ("mail", "'a@b.c'", "'a@b'", "samples_mail_check"),
    ("mail", "'ä.ö@ü.ß'", "'a@b@c.d'", "samples_mail_check"),
    ("mail", "'a@b..c'", "'a @b.c'", "samples_mail_check"),
    ("site", "'s3://a'", "'s 3://a'", "samples_site_check"),
    ("site", "'mailto:a'", "'a'", "samples_site_check"),
    ("site", "'a+b.c-1:x'", "'1a:x'", "samples_site_check"),
    ("other", "zeroblob(16)", "zeroblob(15)", "samples_other_check"),
];

#[test]
fn each_value_is_refused_by_the_constraint_that_is_there_for_it() {
    let database = on_sqlite(SAMPLES);
    let connection = database.connect();
    for (column, fits, refused, constraint) in CASES {
        let insert = |value: &str| format!("INSERT INTO samples ({column}) VALUES ({value})");
        assert_eq!(
            refused_on_sqlite(&connection, &insert(refused)),
            *constraint,
            "{column} = {refused}"
        );
        connection
            .execute_batch(&insert(fits))
            .unwrap_or_else(|error| panic!("{column} = {fits}: {error}"));
        // The program is older than the library; both must agree.
        assert!(
            database.cli(&insert(refused)).refused().contains(constraint),
            "{column} = {refused}"
        );
        database.cli(&insert(fits)).passed();
    }
}

#[test]
fn default_keys_are_v4_uuids() {
    let database = on_sqlite(SAMPLES);
    let fill = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) \
                INSERT INTO samples (label) SELECT NULL FROM n";
    database.cli(fill).passed();
    let shapes =
        "SELECT DISTINCT substr(hex(id), 13, 1) || substr(hex(id), 17, 1) || length(id) FROM samples ORDER BY 1";
    assert_eq!(database.rows(shapes), ["4816", "4916", "4A16", "4B16"]);
    assert_eq!(database.rows("SELECT count(DISTINCT id) FROM samples"), ["2000"]);
}

#[test]
fn keys_as_text_are_spelled_as_on_the_wire() {
    let text = format!("{SAMPLES}\n[output.sqlite]\nuuid = \"text\"\ndecimal = \"text\"\n");
    let database = on_sqlite(&text);
    database.cli("INSERT INTO samples (price) VALUES ('12.50')").passed();
    let connection = database.connect();
    for refused in ["12.5", "1250", "--1.00", "1-2.00", "1.2.00", "x.00", "1234.00"] {
        let insert = format!("INSERT INTO samples (price) VALUES ('{refused}')");
        assert_eq!(
            refused_on_sqlite(&connection, &insert),
            "samples_price_check",
            "{refused}"
        );
    }
    let upper = "INSERT INTO samples (other) VALUES ('0A000000-0000-4000-8000-000000000000')";
    assert_eq!(refused_on_sqlite(&connection, upper), "samples_other_check");
    connection
        .execute_batch(&upper.to_lowercase())
        .expect("the twin in lower case");
    let shape = "SELECT count(*) FROM samples WHERE id GLOB '????????-????-4???-[89ab]???-????????????'";
    assert_eq!(database.rows(shape), ["2"]);
}
