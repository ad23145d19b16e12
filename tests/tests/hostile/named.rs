//! Names through every tool: words of languages, and names that the author spells. In: schemas that have them (`SEED` deals them
//! differently). Out: each name is refused with line and column, or every output compiles.

use std::sync::OnceLock;

use driftless_model::Schema;
use driftless_tests::workspace::{Workspace, unified};

use crate::alone::{Verdict, verdict};
use crate::identifiers::{Names, columns};
use crate::judged;
use crate::reserved;
use crate::settled::Settled;
use crate::slots::NAMES;
use crate::spelled;
use crate::strings::quoted;
use crate::words::{pascal, words};

/// What deals names to places.
fn seed() -> usize {
    std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_127)
}

fn list() -> &'static [String] {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    WORDS.get_or_init(|| words().into_iter().collect())
}

/// One word in four, others with another seed; all of them with `DRIFTLESS_HOSTILE_ALL`. Crates and packages of every word take
/// their compilers minutes.
fn part(words: &[String]) -> Vec<String> {
    let all = std::env::var_os("DRIFTLESS_HOSTILE_ALL").is_some();
    let chosen = words
        .iter()
        .enumerate()
        .filter(|(at, _)| all || (at + seed()).is_multiple_of(4));
    chosen.map(|(_, word)| word.clone()).collect()
}

pub(crate) fn reserved_names() -> &'static Settled {
    static SETTLED: OnceLock<Settled> = OnceLock::new();
    SETTLED.get_or_init(|| told("words", reserved::schema(&part(list()), seed()).settle()))
}

pub(crate) fn spelled_names() -> &'static Settled {
    static SETTLED: OnceLock<Settled> = OnceLock::new();
    SETTLED.get_or_init(|| told("spellings", spelled::schema(seed()).settle()))
}

fn told(what: &str, settled: Settled) -> Settled {
    println!(
        "SEED={}: {what}: {} taken, refused {:?}",
        seed(),
        settled.taken,
        settled.refused
    );
    settled
}

#[test]
fn every_word_is_a_name_or_refused_where_it_stands() {
    let (mut taken, mut refused) = (0, 0);
    for word in list() {
        for slot in NAMES {
            let verdicts = [word.clone(), pascal(word)].map(|name| verdict(slot, &quoted(&name)));
            assert!(!verdicts.contains(&Verdict::Lost), "{} as {}", word, slot.name);
            match verdicts.contains(&Verdict::Taken) {
                true => taken += 1,
                false => refused += 1,
            }
        }
    }
    println!(
        "{} words in {} places: {taken} taken, {refused} refused",
        list().len(),
        NAMES.len()
    );
    assert!(list().len() > 900 && taken > refused, "{} words", list().len());
}

#[test]
fn the_crates_have_no_warning() {
    let crates = [("words", reserved_names()), ("spellings", spelled_names())];
    let crates = crates.map(|(name, settled)| (name.to_owned(), judged::crate_files(&settled.compiled.outputs)));
    let crates = crates.into_iter().chain([("unified".to_owned(), unified())]);
    let workspace = Workspace::written("hostile_names", &crates.collect());
    workspace.build(&["build", "--lib", "--features", "postgres,sqlite,fixtures"]);
}

#[test]
fn scripts_descriptions_and_models_have_these_names() {
    for (settled, package) in [(reserved_names(), "hostile_words"), (spelled_names(), "hostile_names")] {
        let folder = judged::written(&settled.compiled.outputs);
        judged::typescript(folder.path(), &[]);
        judged::openapi(folder.path());
        judged::python(folder.path(), package);
    }
}

/// Columns that only one side has. Views and namespaces, which SQLite puts before names, are looked at by other tests.
fn left_over(found: Names, schema: &Schema) -> Names {
    let wanted = columns(schema);
    let is_view = |name: &&String| name.starts_with('v') && name.ends_with(".a");
    let odd = found.symmetric_difference(&wanted).filter(|name| !is_view(name));
    odd.filter(|name| {
        !schema
            .domains
            .iter()
            .any(|domain| domain.namespace.is_some() && name.ends_with(".id"))
    })
    .cloned()
    .collect()
}

#[test]
fn both_databases_have_these_names() {
    let tables = told("tables", reserved::tables(list()).settle());
    let all = told("all spellings", spelled::all().settle());
    for settled in [reserved_names(), spelled_names(), &tables, &all] {
        let folder = judged::written(&settled.compiled.outputs);
        let schema = &settled.compiled.schema;
        judged::postgres(folder.path(), |database| {
            assert_eq!(left_over(judged::columns_on_postgres(database), schema), Names::new());
        });
        judged::sqlite(folder.path(), |database| {
            assert_eq!(left_over(judged::columns_on_sqlite(database), schema), Names::new());
        });
    }
}
