//! Databases that hold a rule otherwise than the schema says, as emitters have been wrong before: each must be found, and
//! found as what it is, or the comparison would prove nothing.

use driftless_catalog::{Catalog, Check, Dialect, ForeignKey, Index, Key, Table, Trigger, TriggerAction};
use driftless_model::Action;
use driftless_tests::postgres;

use crate::gaps::Gap;
use crate::hosts::Postgres;
use crate::run::run;
use crate::subject::Subject;

/// Branches with shelves, books, editions, loans, notes and items.
const LIBRARY: &str = include_str!("../relational/library.toml");
const SEED: u64 = 7;

/// What is spoilt, the word by which it must be told, and how.
type Fault = (&'static str, &'static str, fn(&mut Catalog));

/// Faults of either dialect.
const SHARED: [Fault; 22] = [
    ("a range is dropped", "the range of `Edition.number`", |c| {
        drop_check(c, "editions_number_range_check")
    }),
    ("a range is widened", "the range of `Item.pages`", |c| {
        edit(c, "items_pages_range_check", ">= 1", ">= 0")
    }),
    ("a range is narrowed", "editions_number_range_check", |c| {
        edit(c, "editions_number_range_check", ">= 1", ">= 2")
    }),
    ("a length is off by one", "the length of `Book.title`", |c| {
        edit(c, "books_title_length_check", "40", "41")
    }),
    ("a length forgets its lower end", "the length of `Book.title`", |c| {
        edit(c, "books_title_length_check", "BETWEEN 1", "BETWEEN 0")
    }),
    ("a word of an enum is another", "items_kind_check", |c| {
        edit(c, "items_kind_check", "'map'", "'mop'")
    }),
    ("a word of an enum is missing", "items_kind_check", |c| {
        edit(c, "items_kind_check", "'film', ", "")
    }),
    (
        "a declared condition is dropped",
        "the condition of `Book.sane_price`",
        |c| drop_check(c, "books_sane_price_check"),
    ),
    ("a declared condition is turned", "books_sane_price_check", |c| {
        edit(c, "books_sane_price_check", "<=", "<")
    }),
    ("an arc may point nowhere", "the condition of `Note.subject`", |c| {
        edit(c, "notes_subject_check", " = 1", " <= 1")
    }),
    (
        "a variant need not have its field",
        "the condition of `Item.pages`",
        |c| drop_check(c, "items_pages_variant_check"),
    ),
    (
        "a required column takes null",
        "that there is a value of `Shelf.code`",
        |c| column(c, "shelves", "code").nullable = true,
    ),
    ("a nullable column takes none", "isbn is null", |c| {
        column(c, "books", "isbn").nullable = false
    }),
    ("a default is another", "price", |c| {
        column(c, "books", "price").default = Some("11".to_owned())
    }),
    ("a computed column subtracts", "total", |c| {
        let total = column(c, "books", "total").generated.as_mut().expect("it is computed");
        total.expr = total.expr.replace('+', "-");
    }),
    ("a cascade refuses", "Book is deleted", |c| {
        key(c, "editions_branch_id_book_id_fkey").on_delete = Action::NoAction
    }),
    ("a reference that becomes null cascades", "Shelf is deleted", |c| {
        key(c, "books_shelf_id_fkey").on_delete = Action::Cascade
    }),
    ("a reference is not held", "the reference of `Book.series`", |c| {
        drop_keys(c, "books", "series_id")
    }),
    (
        "the tenant is left out of a reference",
        "the reference of `Edition.book`",
        |c| {
            let key = key(c, "editions_branch_id_book_id_fkey");
            key.columns.remove(0);
            key.target_columns.remove(0);
        },
    ),
    ("a unique index loses its condition", "books_branch_id_title_key", |c| {
        index(c, "books_branch_id_title_key").predicate = None
    }),
    (
        "a unique index tells letters apart",
        "that rows differ of `Book.unique`",
        |c| {
            let part = &mut index(c, "books_branch_id_title_key").parts[1];
            part.expr = "\"title\"".to_owned();
        },
    ),
    ("a unique key is dropped", "that rows differ of `Shelf.unique`", |c| {
        drop_unique(c, "shelves_branch_id_code_key")
    }),
];

/// Faults that PostgreSQL can have.
const POSTGRES: [Fault; 7] = [
    (
        "a row that never changes changes",
        "that it never changes of `Edition`",
        |c| drop_trigger(c, "editions_immutable"),
    ),
    ("a row that only comes goes", "that it never changes of `Loan`", |c| {
        drop_trigger(c, "loans_append_only")
    }),
    (
        "a field that is set once changes",
        "that it never changes of `Book.isbn`",
        |c| drop_trigger(c, "books_isbn_immutable"),
    ),
    (
        "the tenant of a row changes",
        // Nothing refers to an item, so that nothing else holds it back.
        "that it never changes of `Item.branch`",
        |c| drop_trigger(c, "items_branch_id_immutable"),
    ),
    ("the time of the change stays", "updated_at", |c| {
        drop_trigger(c, "books_updated_at_touch")
    }),
    (
        "rows are seen by all tenants",
        "that rows are seen by their tenant alone",
        |c| {
            let books = table(c, "books");
            books.row_security = false;
            books.policies.clear();
        },
    ),
    (
        "a time beyond the calendar is taken",
        "the type of `Book.updated_at`",
        |c| drop_check(c, "books_updated_at_check"),
    ),
];

/// Faults that SQLite can have.
const SQLITE: [Fault; 9] = [
    (
        "a row that never changes changes",
        "that it never changes of `Edition`",
        |c| drop_trigger(c, "editions_immutable"),
    ),
    ("a row that only comes goes", "that it never changes of `Loan`", |c| {
        drop_trigger(c, "loans_append_only")
    }),
    ("a guard lets no cascade through", "Book is deleted", |c| {
        trigger(c, "loans_append_only").when = None
    }),
    (
        "a field that is set once changes",
        "that it never changes of `Book.isbn`",
        |c| drop_trigger(c, "books_isbn_immutable"),
    ),
    ("the time of the change is another", "updated_at", |c| {
        trigger(c, "books_updated_at_touch").action = TriggerAction::Run(vec!["SELECT 1".to_owned()]);
    }),
    ("text takes NUL", "the type of `Shelf.code`", |c| {
        drop_check(c, "shelves_code_check")
    }),
    ("a decimal has one digit more", "the type of `Book.price`", |c| {
        edit(c, "books_price_check", "999999", "9999999")
    }),
    ("a truth is any number", "the type of `Book.retired`", |c| {
        drop_check(c, "books_retired_check")
    }),
    (
        "a time beyond the calendar is taken",
        "the type of `Book.updated_at`",
        |c| drop_check(c, "books_updated_at_check"),
    ),
];

fn table<'c>(catalog: &'c mut Catalog, name: &str) -> &'c mut Table {
    catalog
        .tables
        .iter_mut()
        .find(|table| table.name.name == name)
        .expect("the table is there")
}

fn column<'c>(catalog: &'c mut Catalog, of: &str, name: &str) -> &'c mut driftless_catalog::Column {
    table(catalog, of)
        .columns
        .iter_mut()
        .find(|column| column.name == name)
        .expect("the column is there")
}

fn key<'c>(catalog: &'c mut Catalog, name: &str) -> &'c mut ForeignKey {
    let mut keys = catalog.tables.iter_mut().flat_map(|table| &mut table.foreign_keys);
    keys.find(|key| key.name == name).expect("the key is there")
}

fn index<'c>(catalog: &'c mut Catalog, name: &str) -> &'c mut Index {
    let mut indexes = catalog.tables.iter_mut().flat_map(|table| &mut table.indexes);
    indexes.find(|index| index.name == name).expect("the index is there")
}

fn trigger<'c>(catalog: &'c mut Catalog, name: &str) -> &'c mut Trigger {
    let mut triggers = catalog.tables.iter_mut().flat_map(|table| &mut table.triggers);
    triggers
        .find(|trigger| trigger.name == name)
        .expect("the trigger is there")
}

fn edit(catalog: &mut Catalog, name: &str, from: &str, to: &str) {
    let mut checks = catalog.tables.iter_mut().flat_map(|table| &mut table.checks);
    let check = checks.find(|check| check.name == name).expect("the check is there");
    check.expr = check.expr.replace(from, to);
}

fn drop_check(catalog: &mut Catalog, name: &str) {
    let keep = |check: &Check| check.name != name;
    catalog.tables.iter_mut().for_each(|table| table.checks.retain(keep));
}

fn drop_keys(catalog: &mut Catalog, of: &str, column: &str) {
    table(catalog, of)
        .foreign_keys
        .retain(|key| !key.columns.iter().any(|own| own == column));
}

fn drop_unique(catalog: &mut Catalog, name: &str) {
    let keep = |key: &Key| key.name != name;
    catalog.tables.iter_mut().for_each(|table| table.uniques.retain(keep));
}

fn drop_trigger(catalog: &mut Catalog, name: &str) {
    let keep = |trigger: &Trigger| trigger.name != name;
    catalog.tables.iter_mut().for_each(|table| table.triggers.retain(keep));
}

/// What a spoilt database, or a spoilt list of gaps, is found to do.
fn found(subject: &Subject, catalogs: [&Catalog; 2], postgres: &mut Postgres) -> Vec<String> {
    run(subject, catalogs, postgres, SEED).disagreements
}

#[test]
fn every_fault_is_found_and_named() {
    let subject = Subject::of(LIBRARY).expect("the schema is whole");
    let mut postgres = Postgres::new(postgres::any());
    let mut missed = Vec::new();
    let on_both = Dialect::ALL
        .into_iter()
        .flat_map(|dialect| SHARED.map(|fault| (dialect, fault)));
    let on_one = POSTGRES
        .map(|fault| (Dialect::Postgres, fault))
        .into_iter()
        .chain(SQLITE.map(|fault| (Dialect::Sqlite, fault)));
    let only = std::env::var("DRIFTLESS_DIALECTS_ONLY").unwrap_or_default();
    let wanted = on_both.chain(on_one).filter(|(_, (name, ..))| name.contains(&only));
    let all: Vec<_> = wanted.collect();
    for (dialect, (name, word, spoil)) in &all {
        let at = usize::from(*dialect == Dialect::Sqlite);
        let mut catalogs = subject.catalogs.clone();
        spoil(&mut catalogs[at]);
        assert_ne!(catalogs[at], subject.catalogs[at], "{name}: nothing is spoilt");
        let told = found(&subject, [&catalogs[0], &catalogs[1]], &mut postgres);
        if !told.iter().any(|what| what.contains(word)) {
            missed.push(format!("{} where {name}: {told:#?}", dialect.title()));
        }
    }
    println!("{} faults", all.len());
    assert!(missed.is_empty(), "not found, or not as what it is: {missed:#?}");
}

#[test]
fn a_gap_too_many_and_a_gap_too_few_are_found() {
    let mut subject = Subject::of(LIBRARY).expect("the schema is whole");
    let mut postgres = Postgres::new(postgres::any());
    let whole = subject.listed.clone();
    let catalogs = subject.catalogs.clone();
    subject.listed.clear();
    let told = found(&subject, [&catalogs[0], &catalogs[1]], &mut postgres);
    for (dialect, rule, object) in &whole {
        let sentence = format!(
            "{} does not enforce {rule} of `{object}`: no gap says so",
            dialect.title()
        );
        let seen = told.iter().any(|what| what.contains(&sentence));
        assert!(seen, "{sentence}: {told:#?}");
    }
    let invented: Gap = (Dialect::Sqlite, "the length".to_owned(), "Book.title".to_owned());
    subject.listed = whole.into_iter().chain([invented]).collect();
    let told = found(&subject, [&catalogs[0], &catalogs[1]], &mut postgres);
    assert!(
        told.iter()
            .any(|what| what.contains("the length of `Book.title`, and nothing shows it")),
        "{told:#?}"
    );
}
