//! Names that an author spells apart from those of the schema: columns, tables, namespaces, indexes, keys on the wire. In: the
//! texts that such a place takes, a seed. Out: schemas that have them, a few for all tools or all of them for the databases.

use crate::alone::{strings, taken};
use crate::settled::Lines;
use crate::slots::{SPELLINGS, Slot};
use crate::strings::{PAYLOADS, quoted};

/// Columns of one table; SQLite takes no more than 2,000.
const COLUMNS: usize = 300;

/// A place by its name.
pub(crate) fn place(name: &str) -> &'static Slot {
    let found = SPELLINGS.iter().find(|slot| slot.name == name);
    found.unwrap_or_else(|| panic!("there is no place `{name}`"))
}

/// One text of each way out that a place takes, with another payload for another seed.
pub(crate) fn some(name: &str, seed: usize) -> Vec<&'static str> {
    let texts: Vec<&str> = strings().iter().filter_map(|hostile| hostile.text.as_deref()).collect();
    let share = |at: usize| (at / PAYLOADS.len() + at + seed).is_multiple_of(PAYLOADS.len());
    let taken = taken(place(name));
    let some = texts
        .iter()
        .enumerate()
        .filter(|(at, _)| share(*at))
        .map(|(_, text)| *text);
    some.filter(|text| taken.contains(text)).collect()
}

/// For all tools.
pub(crate) fn schema(seed: usize) -> Lines {
    let mut lines = Lines::default();
    lines.plain("[schema]\nname = \"hostile_names\"\n[domain.home]\n[record.Part]\ndomain = \"home\"");
    for (at, text) in some("key on the wire", seed).into_iter().enumerate() {
        lines.about(
            text,
            format!("fields.f{at} = {{ type = \"text\", json = {} }}", quoted(text)),
        );
    }
    lines.plain("[entity.HasColumns]\ndomain = \"home\"\nfields.id = { type = \"uuid\", default = \"uuid\" }");
    let (columns, keys) = (some("column", seed + 1), some("key on the wire", seed + 5));
    for (at, text) in columns.into_iter().take(60).enumerate() {
        let json = quoted(keys[at % keys.len()]);
        lines.about(
            text,
            format!(
                "fields.f{at} = {{ type = \"text\", default = \"x\", column = {}, json = {json} }}",
                quoted(text)
            ),
        );
    }
    tables(
        &mut lines,
        &some("table", seed + 2)[..12],
        &some("namespace", seed + 3)[..4],
    );
    // They belong to the table `entity` that was begun there.
    indexes(&mut lines, &some("index name", seed + 4)[..20]);
    lines
}

/// For the databases alone.
pub(crate) fn all() -> Lines {
    let mut lines = Lines::default();
    let off = ["rust", "openapi", "typescript", "python", "docs", "json_schema"];
    let off: String = off
        .iter()
        .map(|output| format!("[output.{output}]\nenabled = false\n"))
        .collect();
    lines.plain(&format!("[schema]\nname = \"hostile_names\"\n{off}[domain.home]"));
    for (number, part) in taken(place("column")).chunks(COLUMNS).enumerate() {
        lines.plain(&format!(
            "[entity.Has{number}]\ndomain = \"home\"\nfields.id = {{ type = \"uuid\", default = \"uuid\" }}"
        ));
        for (at, text) in part.iter().enumerate() {
            lines.about(
                text,
                format!(
                    "fields.f{at} = {{ type = \"text\", default = \"x\", column = {} }}",
                    quoted(text)
                ),
            );
        }
    }
    tables(&mut lines, &taken(place("table")), &some("namespace", 0));
    indexes(&mut lines, &taken(place("index name")));
    lines
}

fn tables(lines: &mut Lines, tables: &[&str], namespaces: &[&str]) {
    let id = "fields.id = { type = \"uuid\", default = \"uuid\" }";
    lines.plain("[domain]");
    for (at, text) in namespaces.iter().enumerate() {
        lines.about(text, format!("in{at}x = {{ namespace = {} }}", quoted(text)));
    }
    lines.plain("[entity]");
    for (at, text) in namespaces.iter().enumerate() {
        lines.about(text, format!("In{at}x = {{ domain = \"in{at}x\", {id} }}"));
    }
    for (at, text) in tables.iter().enumerate() {
        lines.about(
            text,
            format!("Table{at}x = {{ domain = \"home\", table = {}, {id} }}", quoted(text)),
        );
    }
}

/// Entities, in the table that was begun; each has one index and one unique set.
fn indexes(lines: &mut Lines, names: &[&str]) {
    let fields = "fields = { id = { type = \"uuid\", default = \"uuid\" }, a = \"text\", b = \"text\" }";
    for (at, text) in names.iter().enumerate() {
        let (index, unique) = (quoted(text), quoted(&format!("{text}u")));
        let named = format!(
            "index = [{{ fields = [\"a\"], name = {index} }}], unique = [{{ fields = [\"b\"], name = {unique} }}]"
        );
        lines.about(text, format!("Index{at}x = {{ domain = \"home\", {fields}, {named} }}"));
    }
}
