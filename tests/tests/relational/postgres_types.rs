//! Values that PostgreSQL must refuse, each by the constraint that is there for it, and a twin that passes.

use driftless_tests::postgres::{OWNER, majors};

use crate::{SAMPLES, on_postgres, refused_by};

/// Column, a value that fits, one that does not, and the constraint that says so.
const CASES: &[(&str, &str, &str, &str)] = &[
    ("label", "'abcde'", "'abcdef'", "samples_label_length_check"),
    ("label", "'ééééé'", "''", "samples_label_length_check"),
    ("code", "'abcd'", "'abcde'", "samples_code_length_check"),
    ("slug", "'a-b'", "'a--b'", "samples_slug_pattern_check"),
    ("slug", "'a-b'", "E'a\\nb'", "samples_slug_pattern_check"),
    ("slug", "'abcdefgh'", "'abcdefghi'", "samples_slug_length_check"),
    ("number", "5", "6", "samples_number_range_check"),
    ("number", "-5", "-6", "samples_number_range_check"),
    ("big", "100", "101", "samples_big_range_check"),
    ("price", "0.50", "0.49", "samples_price_range_check"),
    ("price", "999.99", "'NaN'", "samples_price_check"),
    ("ratio", "1e300", "'Infinity'", "samples_ratio_check"),
    ("ratio", "0", "'-Infinity'", "samples_ratio_check"),
    ("ratio", "-1.5", "'NaN'", "samples_ratio_check"),
    (
        "moment",
        "'9999-12-31 23:59:59.999999Z'",
        "'10000-01-01 00:00:00Z'",
        "samples_moment_check",
    ),
    (
        "moment",
        "'0001-01-01 00:00:00Z'",
        "'0001-12-31 23:59:59Z BC'",
        "samples_moment_check",
    ),
    ("moment", "now()", "'infinity'", "samples_moment_check"),
    ("local", "'9999-12-31 23:59:59'", "'infinity'", "samples_local_check"),
    ("day", "'9999-12-31'", "'10000-01-01'", "samples_day_check"),
    ("day", "'2000-01-01'", "'1999-12-31'", "samples_day_range_check"),
    ("clock", "'23:59:59.999999'", "'24:00:00'", "samples_clock_check"),
    ("span", "2000000", "2000001", "samples_span_range_check"),
    ("free", "'[null]'", "'null'", "samples_free_check"),
    ("size", "'{\"wide\":1}'", "'[]'", "samples_size_check"),
    ("sizes", "'[{\"wide\":1}]'", "'{}'", "samples_sizes_check"),
    ("sizes", "'[]'", "'[{}, null]'", "samples_sizes_check"),
    ("data", "'\\x0000'", "'\\x00'", "samples_data_length_check"),
    ("embedding", "'{1,2}'", "'{1,2,3}'", "samples_embedding_check"),
    ("embedding", "'{-1,0}'", "'{NaN,0}'", "samples_embedding_check"),
    ("embedding", "'{3,4}'", "'{NULL,4}'", "samples_embedding_check"),
    ("embedding", "'{5,6}'", "'{}'", "samples_embedding_check"),
    (
        "digest",
        "decode(repeat('ab', 32), 'hex')",
        "decode(repeat('ab', 31), 'hex')",
        "samples_digest_check",
    ),
    ("host", "'10.0.0.1'", "'10.0.0.0/24'", "samples_host_check"),
    ("host", "'::1'", "'::/64'", "samples_host_check"),
    ("colour", "'dark green'", "'blue'", "samples_colour_check"),
    ("tags", "'{a,b}'", "'{a,b,c}'", "samples_tags_length_check"),
    ("tags", "'{}'", "'{a,NULL}'", "samples_tags_check"),
    ("tags", "'{\"\"}'", "'{{a},{b}}'", "samples_tags_check"),
    ("colours", "'{red,red}'", "'{blue}'", "samples_colours_check"),
    ("mail", "'a@b.c'", "'a@b'", "samples_mail_check"),
    ("mail", "'ä.ö@ü.ß'", "'a@b@c.d'", "samples_mail_check"),
    ("mail", "'a@b..c'", "'a @b.c'", "samples_mail_check"),
    ("site", "'s3://a'", "'s 3://a'", "samples_site_check"),
    ("site", "'mailto:a'", "'a'", "samples_site_check"),
    ("version", "'1.10.0-rc.1+build.7'", "'1.010.0'", "samples_version_check"),
    ("version", "'0.0.0'", "'1.0'", "samples_version_check"),
    ("days", "'{2024-02-29}'", "'{infinity}'", "samples_days_check"),
];

#[test]
fn each_value_is_refused_by_the_constraint_that_is_there_for_it() {
    for major in majors() {
        let database = on_postgres(major, SAMPLES);
        let mut client = database.connect(OWNER);
        for (column, fits, refused, constraint) in CASES {
            let insert = |value: &str| format!("INSERT INTO samples ({column}) VALUES ({value})");
            assert_eq!(
                refused_by(&mut client, &insert(refused)),
                *constraint,
                "{column} = {refused} on {major}"
            );
            let passes = client.batch_execute(&insert(fits));
            assert!(passes.is_ok(), "{column} = {fits} on {major}: {passes:?}");
        }
        assert!(refused_by(&mut client, "INSERT INTO samples (mood) VALUES ('angry')").starts_with("22P02"));
        client
            .batch_execute("INSERT INTO samples (mood) VALUES ('sad')")
            .expect("a mood of the type");
    }
}

#[test]
fn null_passes_every_check_and_defaults_make_v4_keys() {
    let database = on_postgres(majors()[0], SAMPLES);
    let mut client = database.connect(OWNER);
    client
        .batch_execute("INSERT INTO samples (label) VALUES (NULL)")
        .expect("all columns may be null");
    let version = database.rows(OWNER, "SELECT substr(id::text, 15, 1) FROM samples");
    assert_eq!(version, ["4"]);
}
