//! One schema with a place of every kind, filled with the texts that were taken alone. In: texts, a seed. Out: the schema, and
//! which text stands where. Each text stands in several kinds of places; each way out stands in all of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use driftless_tests::random_schemas::random::{Random, mix};

use crate::strings::quoted;

/// Every how many texts a kind of place takes.
const SHARE: usize = 6;
/// Readers of YAML, which many a reader of JSON is, take no longer key.
const LONGEST_KEY: usize = 1_024;
/// Keys of a default in an entity.
const KEYS: usize = 40;
/// Entities, and fields of each that hold texts.
pub(crate) const ENTITIES: usize = 3;
pub(crate) const FIELDS: usize = 8;

/// A schema and what it says.
pub(crate) struct Together {
    /// The schema.
    pub(crate) text: String,
    /// By kind of place, the texts in order.
    pub(crate) places: BTreeMap<String, Vec<String>>,
}

impl Together {
    /// Of texts that every place takes.
    pub(crate) fn of(texts: &[&str], seed: u64) -> Self {
        let template = template();
        let mut places = BTreeMap::new();
        for name in holes(&template) {
            *places.entry(name.to_owned()).or_insert(0) += 1;
        }
        let dealt = |(name, count): (String, usize)| {
            let seed = name.bytes().fold(seed, |sum, byte| mix(sum, u64::from(byte)));
            let longest = if name.starts_with("key") {
                LONGEST_KEY / 6
            } else {
                usize::MAX
            };
            (name.clone(), deal(texts, seed, count, longest))
        };
        let places: BTreeMap<String, Vec<String>> = places.into_iter().map(dealt).collect();
        let text = filled(&template, &places);
        Self { text, places }
    }
}

/// The texts of one kind of place, as many as it has: a part of them all, several in each.
fn deal(texts: &[&str], seed: u64, count: usize, longest: usize) -> Vec<String> {
    let mut random = Random::new(seed);
    let mine = texts.iter().copied().filter(|_| random.below(SHARE) == 0);
    let mut mine: Vec<&str> = mine.filter(|text| text.len() < longest).collect();
    for at in (1..mine.len()).rev() {
        mine.swap(at, random.below(at + 1));
    }
    let mut dealt = vec![String::new(); count];
    for (at, text) in mine.into_iter().enumerate() {
        let place = &mut dealt[at % count];
        if !place.is_empty() {
            place.push_str(["\n", "\n\n", " "][random.below(3)]);
        }
        place.push_str(text);
    }
    dealt
}

/// The names within `<<` and `>>`, and within `<'` and `'>`.
fn holes(template: &str) -> impl Iterator<Item = &str> {
    let open = template.split("<<").skip(1);
    open.filter_map(|rest| rest.split_once(">>").map(|(name, _)| name.trim_start_matches('\'')))
}

fn filled(template: &str, places: &BTreeMap<String, Vec<String>>) -> String {
    let mut next: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pieces = template.split("<<");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (hole, rest) = piece.split_once(">>").expect("a hole is closed");
        let name = hole.trim_start_matches('\'');
        let at = next.entry(name).or_insert(0);
        let literal = quoted(&places[name][*at]);
        *at += 1;
        match hole.starts_with('\'') {
            true => text.push_str(&literal[1..literal.len() - 1].replace('\'', "''")),
            false => text.push_str(&literal),
        }
        text.push_str(rest);
    }
    text
}

/// Every kind of place at least once, by its name.
fn template() -> String {
    let mut text = HEAD.to_owned();
    for at in 0..20 {
        writeln!(
            text,
            "values.w{at} = {{ doc = <<enum value doc>>, deprecated = <<enum value deprecated>> }}"
        )
        .expect(STRING);
    }
    for at in 0..FIELDS {
        writeln!(text, "[type.t{at}]\nbase = \"text\"\ndoc = <<type doc>>\ndeprecated = <<type deprecated>>\nexamples = [<<type example>>, <<type example>>]").expect(STRING);
        writeln!(text, "[record.Part{at}]\ndomain = \"shelf\"\ndoc = <<record doc>>\nfields.a = {{ type = \"text\", doc = <<record field doc>>, default = <<record field default>> }}").expect(STRING);
    }
    for at in 0..ENTITIES {
        text.push_str(&entity(at));
    }
    text.push_str(SERVICE);
    text
}

/// An entity whose every column has a default, so that a row of defaults can be made.
fn entity(number: usize) -> String {
    let mut text = ENTITY.replace("NUMBER", &number.to_string());
    let keys = vec!["<<key in a default of JSON>> = [<<default of JSON>>]"; KEYS].join(", ");
    writeln!(text, "fields.json = {{ type = \"json\", default = {{ {keys} }} }}").expect(STRING);
    for at in 0..FIELDS {
        writeln!(
            text,
            "fields.a{at} = {{ type = \"text\", doc = <<field doc>>, default = <<default>>, examples = [<<example>>, <<example>>], \
             pii = <<personal data>>, purpose = <<purpose>> }}\n\
             fields.b{at} = {{ type = \"text[]\", default = [<<default of a list>>, <<default of a list>>], deprecated = <<field deprecated>> }}\n\
             checks.c{at} = {{ expr = \"a{at} <> '<<'text in a check>>'\", doc = <<check doc>> }}"
        )
        .expect(STRING);
    }
    text
}

const STRING: &str = "a String takes every write";

const HEAD: &str = r#"[schema]
name = "hostile_texts"
doc = <<schema doc>>
[output.rust]
doc = <<output doc>>
[output.openapi]
title = <<title>>
[domain.shelf]
doc = <<domain doc>>
[domain.desk]
doc = <<domain doc>>
[mixin.named]
doc = <<mixin doc>>
fields.id = { type = "uuid", default = "uuid", doc = <<mixin field doc>> }
fields.label = { type = "text", default = "x", doc = <<mixin field doc>> }
[enum.Kind]
domain = "desk"
doc = <<enum doc>>
deprecated = <<enum deprecated>>
"#;

const ENTITY: &str = r#"
[entity.MapNUMBER]
domain = "shelf"
use = ["named"]
doc = <<entity doc>>
deprecated = <<entity deprecated>>
tenant = false
reason = <<reason>>
unique = [{ fields = ["a0", "kind"], doc = <<unique doc>> }]
index = [{ fields = ["kind"], where = "a1 <> '<<'text in a condition>>'", doc = <<index doc>> }]
links.others = { to = "Desk", doc = <<link doc>>, fields.a = { type = "text", default = "x", doc = <<link field doc>> } }
fields.kind = { type = "Kind", default = "w0" }
fields.desk = { ref = "Desk?", doc = <<reference doc>> }
fields.arc = { one_of = ["Desk", "MapNUMBER"], nullable = true, doc = <<arc doc>> }
fields.same = { type = "bool", computed = "a0 = '<<'text in a computed column>>'" }
"#;

const SERVICE: &str = r#"
[entity.Desk]
domain = "desk"
fields.id = { type = "uuid", default = "uuid" }
[entity.Edge]
domain = "desk"
fields.id = { type = "uuid", default = "uuid" }
fields.a = { ref = "Desk" }
fields.b = { ref = "Desk" }
[graph.g]
edge = "Edge"
from = "a"
to = "b"
doc = <<graph doc>>
[operation.renew]
method = "POST"
path = "/renew/{a}"
domain = "shelf"
request = "Part0"
response = "Part1"
doc = <<operation doc>>
deprecated = <<operation deprecated>>
params.a = { type = "text", doc = <<parameter doc>> }
query.b = { type = "text?", doc = <<query doc>> }
query.c = { type = "text", default = <<query default>> }
[native.v]
kind = "view"
doc = <<native doc>>
postgres = { up = "CREATE VIEW v AS SELECT 1 AS a", down = "DROP VIEW v" }
"#;
