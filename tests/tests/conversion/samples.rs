//! Kinds of columns with values at their edges. A value is written in one form, whatever the dialect: numbers with all
//! their digits, instants as on the wire without their zone, bytes in hexadecimal, JSON compact.

use driftless_catalog::{Dialect, Kind, Meaning, Word};

/// A kind of column.
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) array: bool,
    /// Stored as it is where nobody asks otherwise.
    pub(crate) usual: bool,
    postgres: String,
    sqlite: &'static str,
    pub(crate) values: Vec<String>,
}

impl Sample {
    pub(crate) fn ty(&self, dialect: Dialect) -> &str {
        match dialect {
            Dialect::Postgres => &self.postgres,
            Dialect::Sqlite => self.sqlite,
        }
    }

    pub(crate) fn meaning(&self) -> Meaning {
        Meaning {
            kind: self.kind.clone(),
            array: self.array,
            frozen: false,
        }
    }

    fn list(self, values: &[&str]) -> Self {
        Self {
            array: true,
            postgres: if self.postgres == "jsonb" {
                self.postgres
            } else {
                format!("{}[]", self.postgres)
            },
            sqlite: "TEXT",
            values: owned(values),
            ..self
        }
    }

    fn otherwise(self, postgres: &str, sqlite: &'static str) -> Self {
        Self {
            postgres: postgres.to_owned(),
            sqlite,
            usual: false,
            ..self
        }
    }

    fn called(self, name: &'static str) -> Self {
        Self { name, ..self }
    }
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

fn sample(name: &'static str, kind: Kind, postgres: &str, sqlite: &'static str, values: &[&str]) -> Sample {
    Sample {
        name,
        kind,
        array: false,
        usual: true,
        postgres: postgres.to_owned(),
        sqlite,
        values: owned(values),
    }
}

fn words(words: &[(&str, Option<&str>)]) -> Kind {
    let word = |&(word, formerly): &(&str, Option<&str>)| Word {
        word: word.to_owned(),
        formerly: formerly.map(str::to_owned),
    };
    Kind::Enum(words.iter().map(word).collect())
}

/// Decimals at the edges of rounding and of range, each with `scale` digits behind the point.
fn decimal(name: &'static str, precision: u32, scale: u32) -> Sample {
    let nines = "9".repeat(precision as usize);
    let mut digits = vec![
        "0".to_owned(),
        "1".to_owned(),
        nines.clone(),
        format!("1{}", "0".repeat(precision as usize - 1)),
    ];
    for tail in [
        "4",
        "5",
        "50",
        "49",
        "51",
        "5000",
        "4999",
        "99999",
        "12345",
        "32767",
        "32768",
        "100",
        "2147483648",
    ] {
        digits.push(tail.to_owned());
        digits.push(format!(
            "{}{tail}",
            "9".repeat((precision as usize).saturating_sub(tail.len()))
        ));
        digits.push(format!(
            "1{}{tail}",
            "0".repeat((precision as usize).saturating_sub(tail.len() + 1))
        ));
    }
    for whole in [
        "32767",
        "32768",
        "2147483647",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "16777217",
    ] {
        digits.push(format!("{whole}{}", "0".repeat(scale as usize)));
    }
    digits.retain(|digits| digits.len() <= precision as usize);
    let mut values = Vec::new();
    for digits in digits {
        let filled = format!("{digits:0>width$}", width = scale as usize + 1);
        let at = filled.len() - scale as usize;
        let value = if scale == 0 {
            filled
        } else {
            format!("{}.{}", &filled[..at], &filled[at..])
        };
        if value.chars().any(|c| matches!(c, '1'..='9')) {
            values.push(format!("-{value}"));
        }
        values.push(value);
    }
    values.sort();
    values.dedup();
    let values: Vec<_> = values.iter().map(String::as_str).collect();
    let sqlite = if precision > 18 { "TEXT" } else { "INTEGER" };
    let kind = Kind::Numeric { precision, scale };
    sample(name, kind, &format!("numeric({precision},{scale})"), sqlite, &values)
}

const SMALL: &[&str] = &[
    "0", "1", "-1", "2", "32767", "-32768", "99", "100", "999", "1000", "-1000",
];
const MIDDLE: &[&str] = &[
    "0",
    "1",
    "-1",
    "32767",
    "32768",
    "-32768",
    "-32769",
    "2147483647",
    "-2147483648",
    "9999",
    "10000",
];
const LARGE: &[&str] = &[
    "0",
    "1",
    "-1",
    "32768",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "9007199254740992",
    "9007199254740993",
    "-9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999",
    "100000000",
    "999999999999999999",
    "1000000000000000000",
];
const FLOATS: &[&str] = &[
    "0.0",
    "1.0",
    "-1.0",
    "0.5",
    "-0.5",
    "1.5",
    "2.5",
    "-2.5",
    "0.49999999999999994",
    "0.1",
    "0.30000000000000004",
    "0.125",
    "-0.125",
    "0.005",
    "1.005",
    "99.995",
    "999.995",
    "999.99",
    "1000.0",
    "32767.0",
    "32767.5",
    "32768.0",
    "2147483647.0",
    "2147483648.0",
    "1e15",
    "123456789012345.6",
    "9007199254740993.0",
    "9.223372036854775e18",
    "9.223372036854776e18",
    "-9.223372036854776e18",
    "1e300",
    "-1e300",
    "5e-324",
    "1e-7",
    "0.00004999",
    "0.00005",
];
const TEXTS: &[&str] = &[
    "",
    "red",
    "green",
    "blue",
    "it's",
    "a\nb",
    "\u{1f600}\u{1f600}",
    "old",
    "new",
    "  ",
    "12",
];
const INSTANTS: &[&str] = &[
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59.999999",
    "2024-02-29T00:00:00",
    "2024-02-29T10:20:30.5",
    "2024-02-29T00:00:00.000001",
    "2024-03-10T02:30:00",
    "1999-12-31T10:00:00",
];
const DAYS: &[&str] = &["0001-01-01", "9999-12-31", "2024-02-29", "2000-01-01"];
const UUIDS: &[&str] = &[
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "00112233-4455-6677-8899-aabbccddeeff",
    "80c0e0f0-0a7f-8d9e-b0c1-22275c0d0a00",
];

/// Every kind, and the storages an author may choose.
pub(crate) fn samples() -> Vec<Sample> {
    let colours = || words(&[("red", None), ("green", None), ("old", None)]);
    let renamed = || {
        words(&[
            ("red", None),
            ("crimson", Some("green")),
            ("new", Some("old")),
            ("blue", None),
        ])
    };
    let fewer = || words(&[("red", None), ("it's", Some("old"))]);
    let colour = |name, kind, values: &[&str]| sample(name, kind, "text", "TEXT", values);
    let text = || sample("text", Kind::Text, "text", "TEXT", TEXTS);
    let uuid = || sample("uuid", Kind::Uuid, "uuid", "BLOB", UUIDS);
    let json = || {
        sample(
            "json",
            Kind::Json,
            "jsonb",
            "TEXT",
            &["[]", "{}", "1", "\"a\"", "true", "{\"a\":[1.5,null]}"],
        )
    };
    let record = || {
        sample(
            "record",
            Kind::Record("Size".into()),
            "jsonb",
            "TEXT",
            &["{}", "{\"wide\":1}"],
        )
    };
    vec![
        sample("int16", Kind::Integer(16), "smallint", "INTEGER", SMALL),
        sample("int32", Kind::Integer(32), "integer", "INTEGER", MIDDLE),
        sample("int64", Kind::Integer(64), "bigint", "INTEGER", LARGE),
        sample("duration", Kind::Duration, "bigint", "INTEGER", LARGE),
        decimal("numeric(5,2)", 5, 2),
        decimal("numeric(5,0)", 5, 0),
        decimal("numeric(10,4)", 10, 4),
        decimal("numeric(12,4)", 12, 4),
        decimal("numeric(3,3)", 3, 3),
        decimal("numeric(18,0)", 18, 0),
        decimal("numeric(18,9)", 18, 9),
        decimal("numeric(38,10)", 38, 10),
        decimal("numeric(20,0)", 20, 0),
        decimal("numeric(10,4) as text", 10, 4).otherwise("numeric(10,4)", "TEXT"),
        decimal("numeric(5,2) as text", 5, 2).otherwise("numeric(5,2)", "TEXT"),
        sample("float", Kind::Float, "double precision", "REAL", FLOATS),
        sample("bool", Kind::Bool, "boolean", "INTEGER", &["true", "false"]),
        text(),
        text().called("varchar(2)").otherwise("varchar(2)", "TEXT").shorter(2),
        text().called("varchar(4)").otherwise("varchar(4)", "TEXT").shorter(4),
        uuid(),
        uuid().called("uuid as text").otherwise("uuid", "TEXT"),
        sample(
            "timestamp",
            Kind::Timestamp,
            "timestamp with time zone",
            "TEXT",
            INSTANTS,
        ),
        sample(
            "timestamp_local",
            Kind::TimestampLocal,
            "timestamp without time zone",
            "TEXT",
            INSTANTS,
        ),
        sample("date", Kind::Date, "date", "TEXT", DAYS),
        sample(
            "time",
            Kind::Time,
            "time without time zone",
            "TEXT",
            &["00:00:00", "23:59:59.999999", "10:00:00.5"],
        ),
        colour("enum", colours(), &["red", "green", "old"]),
        colour("enum renamed", renamed(), &["red", "crimson", "new", "blue"]),
        colour("enum of fewer", fewer(), &["red", "it's"]),
        colour("native enum", colours(), &["red", "green", "old"]).otherwise("\"colour\"", "TEXT"),
        colour("native enum renamed", renamed(), &["red", "crimson", "new", "blue"]).otherwise("\"tint\"", "TEXT"),
        json(),
        json().called("json as json").otherwise("json", "TEXT"),
        record(),
        sample("bytes", Kind::Bytes, "bytea", "BLOB", &["", "00", "ff00"]),
        sample("inet", Kind::Inet, "inet", "TEXT", &["10.0.0.1", "::1", "2001:db8::1"]),
        text().called("text[]").list(&[
            "[]",
            "[\"red\"]",
            "[\"old\",\"red\",\"old\",\"blue\"]",
            "[\"it's\",\"\"]",
        ]),
        colour("enum[]", colours(), &[]).list(&["[]", "[\"red\"]", "[\"old\",\"green\",\"old\",\"red\"]"]),
        colour("enum renamed[]", renamed(), &[]).list(&["[]", "[\"new\",\"crimson\",\"red\",\"new\"]"]),
        colour("enum of fewer[]", fewer(), &[]).list(&["[]", "[\"it's\",\"red\"]"]),
        colour("native enum[]", colours(), &[])
            .otherwise("\"colour\"", "TEXT")
            .list(&["[]", "[\"old\",\"red\",\"old\"]"]),
        sample("int32[]", Kind::Integer(32), "integer", "TEXT", &[]).list(&["[]", "[1,2,-3]"]),
        sample("date[]", Kind::Date, "date", "TEXT", &[]).list(&["[]", "[\"2024-02-29\"]"]),
        json().called("json[]").list(&["[]", "[1,{\"a\":\"b\"}]"]),
        record().called("record[]").list(&["[]", "[{},{\"wide\":1}]"]),
    ]
}

impl Sample {
    fn shorter(mut self, most: usize) -> Self {
        self.values.retain(|value| value.chars().count() <= most);
        self
    }
}
