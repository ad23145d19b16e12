//! What is said to follow from a condition does follow, for every row that SQLite was asked about.

use driftless_migrate::implication::{Words, conjoined, implies, reworded};
use driftless_tests::sqlite::Database;
use rusqlite::Connection;

/// A small generator of numbers: the same seed gives the same run.
struct Random(u64);

impl Random {
    fn below(&mut self, count: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % count
    }

    fn one<'t>(&mut self, items: &[&'t str]) -> &'t str {
        items[usize::try_from(self.below(items.len() as u64)).unwrap()]
    }

    fn number(&mut self) -> String {
        let number = i64::try_from(self.below(9)).unwrap() - 4;
        match self.below(4) {
            0 => format!("{number}.5"),
            1 => format!("{number}.0"),
            _ => number.to_string(),
        }
    }

    fn list(&mut self) -> String {
        let words: Vec<_> = (0..=self.below(3))
            .map(|_| self.one(&["'x'", "'y'", "'z'", "'it''s'", "'AND'"]))
            .collect();
        words.join(", ")
    }

    fn condition(&mut self, depth: u32) -> String {
        let operand = self.one(&["\"a\"", "\"b\"", "\"a\" + \"b\"", "length(\"k\")", "-\"a\""]);
        match self.below(if depth > 0 { 18 } else { 14 }) {
            0 | 1 => {
                let comparison = self.one(&["<", "<=", "=", ">=", ">", "<>"]);
                format!("{operand} {comparison} {}", self.number())
            }
            2 => format!("{} {} {operand}", self.number(), self.one(&["<", "<=", "=", ">=", ">"])),
            3 | 4 => format!("{operand} BETWEEN {} AND {}", self.number(), self.number()),
            5 | 6 => format!("\"k\" IN ({})", self.list()),
            7 => format!("(\"k\" IN ({})) = (\"a\" IS NOT NULL)", self.list()),
            8 => format!("\"d\" >= '200{}-01-01'", self.below(4)),
            9 => format!("{operand} IN ({}, {})", self.number(), self.number()),
            10 => format!("\"k\" IN ({}) OR \"a\" IS NULL", self.list()),
            11 => {
                let count = self.one(&["=", "<="]);
                format!(
                    "(\"a\" IS NOT NULL) + (\"b\" IS NOT NULL) {count} CASE WHEN \"k\" IN ({}) AND \"a\" < 3 THEN 1 ELSE 0 END",
                    self.list()
                )
            }
            12 => format!("\"d\" IN ({})", self.list()),
            13 => format!("coalesce(\"k\", \"d\") IN ({})", self.list()),
            14 => format!("NOT ({})", self.condition(depth - 1)),
            15 | 16 => format!("{} AND ({})", self.condition(depth - 1), self.condition(depth - 1)),
            _ => format!("({}) OR {}", self.condition(depth - 1), self.condition(depth - 1)),
        }
    }
}

#[test]
fn what_is_implied_has_no_counterexample() {
    let seed = seed();
    let mut random = Random(seed | 1);
    let (database, mut said, mut held) = (Database::fresh(), 0, 0);
    let connection = filled(&database);
    for round in 0..6_000 {
        let olds: Vec<_> = (0..=random.below(2)).map(|_| random.condition(2)).collect();
        let new = related(&mut random, &olds[0]);
        let all: Vec<_> = olds.iter().map(String::as_str).collect();
        let implied = conjoined(&all, &new);
        assert!(olds.len() > 1 || implied == implies(&olds[0], &new));
        let old: Vec<_> = olds.iter().map(|old| format!("({old}) IS NOT 0")).collect();
        let query = format!("SELECT count(*) FROM t WHERE {} AND ({new}) IS 0", old.join(" AND "));
        let against: i64 = connection.query_row(&query, [], |row| row.get(0)).expect(&query);
        assert!(
            !implied || against == 0,
            "SEED={seed}, round {round}: {olds:?} does not imply {new}"
        );
        said += usize::from(implied && olds[0] != new);
        held += usize::from(against == 0);
    }
    println!("seed {seed}: {said} said to be implied by another, {held} without a counterexample");
    assert!(said > 300);
}

#[test]
fn what_is_implied_in_other_words_has_no_counterexample() {
    let seed = seed();
    let mut random = Random(seed | 1);
    let (mut renamed, mut absent) = (Words::default(), Words::default());
    for column in ["\"k\"", "\"d\""] {
        renamed.know(column.to_owned());
        absent.know(column.to_owned());
    }
    renamed.rename("\"k\"", "'x'".to_owned(), "'q'".to_owned());
    absent.leave_out("\"k\"", "'new'".to_owned());
    let (database, mut said) = (Database::fresh(), 0);
    let connection = filled(&database);
    connection
        .execute_batch("CREATE TABLE t2 AS SELECT a, b, CASE k WHEN 'x' THEN 'q' ELSE k END AS k, d FROM t")
        .unwrap();
    for round in 0..6_000 {
        let old = random.condition(2);
        let new = related(&mut random, &old)
            .replace("'x'", random.one(&["'x'", "'q'", "'q', 'new'"]))
            .replace("'y'", random.one(&["'y'", "'y', 'new'"]));
        let query = format!(
            "SELECT count(*) FROM t2 WHERE rowid IN (SELECT rowid FROM t WHERE ({old}) IS NOT 0) AND ({new}) IS 0"
        );
        // A list where only one text may stand.
        let Ok(against) = connection.query_row(&query, [], |row| row.get::<_, i64>(0)) else {
            continue;
        };
        let implied = reworded((&[&old], &renamed), (&new, &absent));
        assert!(
            !implied || against == 0,
            "SEED={seed}, round {round}: {old} does not imply {new}"
        );
        said += usize::from(implied && old != new && old.contains("'x'"));
    }
    println!("seed {seed}: {said} said to be implied in other words");
    assert!(said > 100);
}

fn seed() -> u64 {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    seed.unwrap_or(20_261_127)
}

/// Another condition, or the same with other numbers or words, or one that lets what had to be there be null.
fn related(random: &mut Random, old: &str) -> String {
    match random.below(5) {
        0 => random.condition(2),
        1 => old.replace("'x'", "'y', 'x', 'z'"),
        2 => {
            let (from, to) = (random.below(4), random.below(4));
            old.replace(&from.to_string(), &to.to_string())
        }
        3 => old.replace(") = (\"a\" IS NOT NULL)", ") OR \"a\" IS NULL"),
        _ => old.replace(" = ", " <= ").replace(" < ", " <= ").replace(" > ", " >= "),
    }
}

fn filled(database: &Database) -> Connection {
    let connection = database.connect();
    connection
        .execute_batch("CREATE TABLE t (a INTEGER, b REAL, k TEXT, d TEXT) STRICT; BEGIN;")
        .unwrap();
    for a in ["NULL", "-4", "-3", "-1", "0", "1", "2", "3", "4"] {
        for b in ["NULL", "-3.5", "-1", "0.5", "2", "3.5"] {
            for k in ["NULL", "'x'", "'y'", "'z'", "'it''s'", "'AND'", "''"] {
                for d in ["NULL", "'1999-12-31'", "'2001-01-01'", "'2003-06-01'"] {
                    connection
                        .execute(&format!("INSERT INTO t VALUES ({a}, {b}, {k}, {d})"), [])
                        .unwrap();
                }
            }
        }
    }
    connection.execute_batch("COMMIT").unwrap();
    connection
}
