//! No text makes the compiler panic, point outside the text, give up before it has said everything, or yield a schema
//! that is wrong. `SEED` and `ROUNDS` in the environment repeat or lengthen the random part.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::case::{Compiled, compile};

/// Mutated schemas per schema, where `ROUNDS` does not say otherwise.
const ROUNDS: u64 = 60;

/// The repository's schema and those of the tests, by path.
pub(crate) fn schemas() -> Vec<(String, String)> {
    let paths = [
        "schema.toml",
        "tests/schemas/deliberation.toml",
        "tests/schemas/data_contracts.toml",
        "tests/schemas/architecture_brain.toml",
    ];
    let read = |path: &str| fs::read_to_string(driftless_tests::repository().join(path)).expect("the schema is there");
    paths.iter().map(|path| ((*path).to_owned(), read(path))).collect()
}

#[test]
fn mutated_schemas_yield_errors_or_a_schema_and_never_a_panic() {
    let seed = number("SEED").unwrap_or(20_260_131);
    let rounds = number("ROUNDS").unwrap_or(ROUNDS);
    let (mut wrong, mut sound, mut codes) = (0, 0, BTreeSet::new());
    for (path, text) in schemas() {
        let words = words(&text);
        for round in 0..rounds {
            let seed = seed.wrapping_add(round).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
            let mutated = mutate(&text, &words, &mut Random(seed));
            let compiled = survive(&mutated, &format!("{path}, SEED={seed}"));
            codes.extend(compiled.codes());
            match compiled.schema {
                Some(_) => sound += 1,
                None => wrong += 1,
            }
        }
    }
    println!(
        "seed {seed}: {wrong} wrong, {sound} sound, {} codes: {codes:?}",
        codes.len()
    );
    assert!(
        wrong > rounds / 2 && codes.len() > 15,
        "the mutations hurt too little: {codes:?}"
    );
}

#[test]
fn every_prefix_of_a_schema_is_survived() {
    let (path, text) = schemas().swap_remove(2);
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    for end in lines.iter().step_by(9) {
        survive(&text[..*end], &format!("{path} up to byte {end}"));
    }
}

#[test]
fn every_sort_of_unknown_name_is_told_in_one_run() {
    let codes = compile(UNKNOWN_EVERYTHING, None).codes();
    let expected = [
        "unknown-domain",
        "unknown-entity",
        "unknown-field",
        "unknown-mixin",
        "unknown-object",
        "unknown-type",
        "unknown-value",
        "unknown-word",
        "unknown-key",
        "path-parameter",
        "expression-syntax",
        "missing-key",
        "name-form",
    ];
    assert_eq!(
        expected
            .iter()
            .filter(|code| !codes.contains(*code))
            .collect::<Vec<_>>(),
        [&""; 0]
    );
}

#[test]
fn circles_end() {
    for text in [
        "[mixin.a]\nuse = [\"b\"]\n[mixin.b]\nuse = [\"a\"]\n[entity.Book]\ndomain = \"lending\"\nuse = [\"a\", \"b\"]\n",
        "[entity.Book]\ndomain = \"lending\"\nkey = [\"book\"]\nfields.book = { ref = \"Book\" }\n",
        "[entity.Book]\ndomain = \"lending\"\nkey = [\"a\"]\nfields.a = { ref = \"Author\" }\n[entity.Author]\ndomain = \"lending\"\nkey = [\"s\"]\nfields.s = { ref = \"Shelf\" }\n[entity.Shelf]\ndomain = \"lending\"\nkey = [\"b\"]\nfields.b = { ref = \"Book\" }\n",
        "[record.Chapter]\nfields.first = \"Chapter\"\n",
        "[entity.Book]\ndomain = \"lending\"\nfields.id = { type = \"int\", computed = \"id + id\" }\n",
        "[entity.Book]\ndomain = \"lending\"\nfields.id = { type = \"sha256\", digest_of = [\"id\"] }\n",
    ] {
        let compiled = survive(&format!("{HEAD}{text}"), text);
        assert!(compiled.schema.is_none(), "{text}");
    }
}

#[test]
fn nothing_at_all_is_survived() {
    let empty = [
        "",
        "\n",
        "[schema]\n",
        "[schema]\nname = \"\"\n",
        "[schema]\nname = \"library\"\n[domain]\n[entity]\n[enum]\n[record]\n[mixin]\n[operation]\n[graph]\n[native]\n[lint]\n",
        "[schema]\nname = \"library\"\n[domain.d]\n[entity.E]\n[enum.F]\n[record.R]\n[mixin.m]\n[operation.o]\n[graph.g]\n[native.n]\n",
        "[schema]\nname = \"library\"\n[domain.d]\n[entity.E]\ndomain = \"d\"\nkey = []\nunique = [[]]\nindex = [[], { fields = [] }]\nfields = {}\nlinks = {}\nchecks = {}\nvariants = {}\napi = []\nlookup = []\nuse = []\n",
    ];
    for text in empty {
        assert!(survive(text, text).schema.is_none(), "{text}");
    }
}

#[test]
fn deep_and_long_expressions_are_refused_without_harm() {
    for expr in [
        format!("{}pages{} > 0", "(".repeat(200), ")".repeat(200)),
        format!("{}(pages > 0)", "not ".repeat(5000)),
        format!("pages{} > 0", " + 1".repeat(20_000)),
        format!("pages > 0{}", " and pages > 0".repeat(20_000)),
        format!("{}pages{} > 0", "length(".repeat(500), ")".repeat(500)),
        format!("pages in ({})", vec!["1"; 20_000].join(", ")),
        format!("- {} pages > 0", "- ".repeat(500)),
        "'".repeat(999),
    ] {
        let text = format!(
            "{HEAD}[entity.Book]\ndomain = \"lending\"\nchecks.long = \"{expr}\"\nfields.id = \"bigint\"\nfields.pages = \"int\"\n"
        );
        survive(&text, &expr[..40]);
    }
}

const HEAD: &str = "[schema]\nname = \"library\"\n[domain.lending]\n";

const UNKNOWN_EVERYTHING: &str = r#"
[schema]
name = "library"
tenant = { entity = "House", setting = "app.house" }

[domain.lending]

[enum.Kind]
values = ["novel", "poem"]

[entity.Book]
domain = "cellar"
use = ["dated"]
colour = "red"
key = ["isbn"]
unique = [["titel"]]
index = [["shelf desc"]]
lookup = ["card"]
tag = "kind"
variants.novel = ["plot"]
variants.poem = []
variants.map = []
checks.a = "pages > 0"
checks.b = "kind = 'epic'"
checks.c = "kind like 'n'"
fields.kind = "Kind"
fields.author = { ref = "Author", on_delete = "vanish" }
fields.subject = { one_of = ["Author", "Map"] }
fields.price = "dollars"
fields.Name = "text"
links.readers = { to = "Reader" }

[operation.renew]
domain = "desk"
method = "POST"
path = "/books/{number}/renew"
request = "Renewal"

[graph.sequels]
edge = "Sequel"
from = "a"
to = "b"

[native.late]
kind = "view"
postgres = { up = "CREATE VIEW late AS SELECT 1" }
after = ["Loan"]

[entity.Empty]
"#;

/// Compiles, and fails with the text's name if that panics or if what is said makes no sense.
#[track_caller]
fn survive(text: &str, name: &str) -> Compiled {
    let Ok(compiled) = catch_unwind(AssertUnwindSafe(|| compile(text, None))) else {
        let kept = std::env::temp_dir().join("driftless-torture.toml");
        fs::write(&kept, text).expect("the temporary folder can be written");
        panic!("{name} panics; the text is in {}", kept.display());
    };
    assert_eq!(
        compiled.schema.is_none(),
        compiled.diagnostics.has_errors(),
        "{name}: errors or a schema, not both"
    );
    for diagnostic in compiled.diagnostics.iter() {
        let message = &diagnostic.message;
        assert!(!message.is_empty() && !message.ends_with('.'), "{name}: {message}");
        for label in diagnostic.primary.iter().chain(&diagnostic.related) {
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            assert!(
                text.get(start..end).is_some(),
                "{name}: {diagnostic:?} points outside the text"
            );
        }
    }
    compiled.report();
    compiled
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// A small generator of numbers: the same seed gives the same run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).expect("a number below a bound fits")
    }

    fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// What stands in quotes, and the bare words: the stuff that other places of the schema may be given instead.
fn words(text: &str) -> Vec<String> {
    let quoted = text.lines().flat_map(|line| line.split('"').skip(1).step_by(2));
    let bare = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.len() > 1);
    let extra = [
        "",
        "?",
        "text?",
        "vector(3)",
        "Book",
        "1",
        "true",
        "null",
        "(",
        "a and",
        "id",
        "numeric(5,2)",
        "json[]",
    ];
    quoted.chain(bare).chain(extra).map(str::to_owned).collect()
}

/// One to four edits as a tired author would make them; the text stays TOML most of the time.
fn mutate(text: &str, words: &[String], random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=random.below(4) {
        let at = random.below(lines.len());
        match random.below(8) {
            0 => drop(lines.remove(at)),
            1 => lines.swap(at, at.saturating_sub(1)),
            2 | 3 => lines[at] = replace_quoted(&lines[at], words, random),
            4 | 5 => lines[at] = replace_bare(&lines[at], words, random),
            6 => lines[at] = lines[at].replacen('?', "", 1),
            _ => {
                let other = random.below(lines.len());
                let line = lines[other].clone();
                lines.insert(at, line);
            }
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
    }
    lines.join("\n")
}

fn replace_quoted(line: &str, words: &[String], random: &mut Random) -> String {
    let parts: Vec<&str> = line.split('"').collect();
    if parts.len() < 3 {
        return line.to_owned();
    }
    let target = 1 + 2 * random.below(parts.len() / 2);
    let word = random.choose(words).replace(['"', '\\'], "");
    let replaced: Vec<&str> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| if at == target { word.as_str() } else { part })
        .collect();
    replaced.join("\"")
}

fn replace_bare(line: &str, words: &[String], random: &mut Random) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let found: Vec<&str> = line.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    if found.is_empty() {
        return line.to_owned();
    }
    let bare: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty() && word.chars().all(is_word))
        .collect();
    line.replacen(*random.choose(&found), random.choose::<&str>(&bare), 1)
}
