//! Words that mean something to a language already. In: the languages themselves, asked as far as they can be asked. Out: words
//! as they have them, and as names of a schema.

use std::collections::BTreeSet;

use driftless_tests::postgres::{self, SUPERUSER};
use driftless_tests::{node, process, python, repository, sqlite};

/// Keywords, types and names in scope, of every language, in small letters with `_`.
pub(crate) fn words() -> BTreeSet<String> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut add = |found: Vec<String>, least: usize, of: &str| {
        assert!(found.len() >= least, "{of} has {} words", found.len());
        words.extend(found.iter().map(|word| snake(word)).filter(|word| is_name(word)));
    };
    add(of_postgres(), 400, "PostgreSQL");
    add(sqlite_words(), 200, "SQLite");
    add(
        lines(node::run(&repository().join("tests/tools"), &["--eval", TYPESCRIPT])),
        120,
        "TypeScript",
    );
    add(lines(python::run(&repository(), &["-c", PYTHON])), 200, "Python");
    add(
        [RUST, PRELUDE].concat().iter().map(|&word| word.to_owned()).collect(),
        120,
        "Rust",
    );
    words
}

/// A word as the name of a type: `select_all` becomes `SelectAll`.
pub(crate) fn pascal(word: &str) -> String {
    let parts = word.split('_').map(|part| part[..1].to_uppercase() + &part[1..]);
    parts.collect()
}

fn of_postgres() -> Vec<String> {
    let asked = "SELECT word FROM pg_get_keywords() UNION SELECT typname FROM pg_type WHERE typtype = 'b' AND typelem = 0 \
                 UNION SELECT attname FROM pg_attribute WHERE attrelid = 'pg_class'::regclass";
    let majors = postgres::majors();
    majors
        .iter()
        .flat_map(|&major| postgres::server(major).database("words").rows(SUPERUSER, asked))
        .collect()
}

fn sqlite_words() -> Vec<String> {
    let functions = sqlite::Database::fresh().rows("SELECT DISTINCT name FROM pragma_function_list");
    SQLITE.split(' ').map(str::to_owned).chain(functions).collect()
}

fn lines(ran: process::Ran) -> Vec<String> {
    ran.passed().lines().map(str::to_owned).collect()
}

/// `readonlyArray` becomes `readonly_array`, `__proto__` becomes `proto`.
fn snake(word: &str) -> String {
    let (mut snake, mut before) = (String::new(), '_');
    for c in word.trim_matches('_').chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
        before = c;
    }
    snake
}

fn is_name(word: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_letter = |part: &str| part.starts_with(|first: char| first.is_ascii_lowercase());
    word.split('_').all(|part| plain(part) && is_letter(part))
}

/// What the compiler scans as keywords, and what every script finds in scope.
const TYPESCRIPT: &str = "const ts = require('ts5');\n\
    const kinds = ts.SyntaxKind;\n\
    for (let kind = kinds.FirstKeyword; kind <= kinds.LastKeyword; kind++) console.log(ts.tokenToString(kind));\n\
    for (const of of [globalThis, Object.prototype, Array.prototype, Function.prototype])\n\
      for (const name of Object.getOwnPropertyNames(of)) console.log(name);";

const PYTHON: &str = "import builtins, keyword, pydantic\n\
    print(*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *dir(pydantic.BaseModel), sep='\\n')";

/// SQLite has no statement that lists them; from its documentation.
const SQLITE: &str = "ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE CASE CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRABLE DEFERRED DELETE DESC DETACH DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP GROUPS HAVING IF IGNORE IMMEDIATE IN INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN KEY LAST LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS OUTER OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE REFERENCES REGEXP REINDEX RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET TABLE TEMP TEMPORARY THEN TIES TO TRANSACTION TRIGGER UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH WITHOUT";

/// Keywords of all editions, strict, reserved and weak, and primitive types; from the reference of Rust.
const RUST: &[&str] = &[
    "abstract",
    "as",
    "async",
    "auto",
    "await",
    "become",
    "bool",
    "box",
    "break",
    "char",
    "const",
    "continue",
    "crate",
    "default",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "f32",
    "f64",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "if",
    "impl",
    "in",
    "isize",
    "let",
    "loop",
    "macro",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "never",
    "override",
    "priv",
    "pub",
    "raw",
    "ref",
    "return",
    "safe",
    "self",
    "static",
    "str",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "union",
    "unsafe",
    "unsized",
    "use",
    "usize",
    "virtual",
    "where",
    "while",
    "yield",
];

/// The preludes of all editions, macros and crates in scope, and what emitted crates are likely to name.
const PRELUDE: &[&str] = &[
    "align_of",
    "AsMut",
    "AsRef",
    "assert",
    "assert_eq",
    "AsyncFn",
    "Box",
    "Clone",
    "column",
    "compile_error",
    "concat",
    "Copy",
    "dbg",
    "debug",
    "Default",
    "derive",
    "DoubleEndedIterator",
    "drop",
    "Drop",
    "env",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "file",
    "Fn",
    "FnMut",
    "FnOnce",
    "format",
    "format_args",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "include",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "line",
    "matches",
    "None",
    "Ok",
    "Option",
    "Ord",
    "panic",
    "PartialEq",
    "PartialOrd",
    "print",
    "Result",
    "Send",
    "Sized",
    "size_of",
    "Some",
    "String",
    "stringify",
    "Sync",
    "test",
    "todo",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "unimplemented",
    "unreachable",
    "Unpin",
    "Vec",
    "vec",
    "write",
    "alloc",
    "core",
    "proc_macro",
    "std",
    "base64",
    "chrono",
    "futures_core",
    "regex_lite",
    "rust_decimal",
    "serde",
    "serde_json",
    "sha2",
    "sqlx",
    "uuid",
    "Uuid",
    "Utc",
    "DateTime",
    "Decimal",
    "Value",
    "Errors",
    "FieldError",
    "UnknownWord",
    "rules",
    "scalars",
    "wire",
    "validation",
    "row",
    "errors",
    "value",
    "item",
    "index",
    "object",
    "map",
    "deserializer",
    "serializer",
    "error",
    "key",
    "found",
    "query",
    "executor",
    "tenant",
];
