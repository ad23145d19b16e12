//! Words of every language in every place for a name. In: the words, a seed that deals them (`SEED` repeats one). Out: a schema
//! in which each kind of declaration is called by words that languages have for themselves.

use crate::settled::Lines;
use crate::words::pascal;

/// A schema whose names are words; each kind of place takes its part of them, another one with another seed.
pub(crate) fn schema(words: &[String], seed: usize) -> Lines {
    let mut lines = Lines::default();
    lines.plain("[schema]\nname = \"hostile_words\"\n[domain]\nhome = { doc = \"x\" }");
    let part = |shift: usize, every: usize| {
        let of_part = words
            .iter()
            .enumerate()
            .filter(move |(at, _)| (at + seed + shift).is_multiple_of(every));
        of_part.map(|(at, word)| (at, word.as_str()))
    };
    part(0, 8).for_each(|(_, word)| lines.about(word, format!("{word} = {{ doc = \"x\" }}")));
    lines.plain("[type]");
    part(1, 4).for_each(|(_, word)| lines.about(word, format!("{word} = {{ base = \"text\", length = \"1..9\" }}")));
    lines.plain("[enum]");
    part(2, 4).for_each(|(_, word)| {
        lines.about(
            word,
            format!("{} = {{ domain = \"home\", values = [\"a\"] }}", pascal(word)),
        )
    });
    lines.plain("[record]");
    part(3, 4).for_each(|(_, word)| {
        lines.about(
            word,
            format!("{} = {{ domain = \"home\", fields.a = \"text\" }}", pascal(word)),
        )
    });
    part(0, 8).for_each(|(at, word)| {
        lines.about(
            word,
            format!("In{at}x = {{ domain = \"{word}\", fields.a = \"text\" }}"),
        )
    });
    lines.plain("[mixin]");
    part(0, 4).for_each(|(at, word)| lines.about(word, format!("{word} = {{ fields.from_mixin{at} = \"text\" }}")));
    members(&mut lines, &part);
    entities(&mut lines, &part);
    service(&mut lines, &part);
    lines
}

/// Values of enums, cases, and fields of records: cheap in every language, so each word is there.
fn members<'w, I: Iterator<Item = (usize, &'w str)>>(lines: &mut Lines, part: &dyn Fn(usize, usize) -> I) {
    lines.plain("[enum.AllTheWords]\ndomain = \"home\"");
    part(0, 1).for_each(|(_, word)| lines.about(word, format!("values.{word} = \"x\"")));
    lines.plain("[enum.SomeOfTheWords]\ndomain = \"home\"");
    part(5, 16).for_each(|(_, word)| lines.about(word, format!("values.{word} = \"x\"")));
    lines.plain(
        "[record.HasCases]\ndomain = \"home\"\ntag = \"tag_of_cases\"\nfields.tag_of_cases = \"SomeOfTheWords\"",
    );
    part(5, 16).for_each(|(_, word)| lines.about(word, format!("variants.{word} = []")));
    for of in 0..6 {
        lines.plain(&format!("[record.HasFields{of}]\ndomain = \"home\""));
        part(of, 6).for_each(|(_, word)| lines.about(word, format!("fields.{word} = \"text?\"")));
    }
}

/// What has tables, and what follows from them: each word is there once in one of the places.
fn entities<'w, I: Iterator<Item = (usize, &'w str)>>(lines: &mut Lines, part: &dyn Fn(usize, usize) -> I) {
    lines.plain("[entity.HasColumns]\ndomain = \"home\"\nfields.id = { type = \"uuid\", default = \"uuid\" }");
    part(4, 8)
        .for_each(|(_, word)| lines.about(word, format!("fields.{word} = {{ type = \"text\", default = \"x\" }}")));
    part(5, 24).for_each(|(_, word)| lines.about(word, format!("fields.{word} = {{ ref = \"HasColumns?\" }}")));
    let arc = "one_of = [\"HasColumns\", \"HasLinks\"], nullable = true";
    part(6, 96).for_each(|(_, word)| lines.about(word, format!("fields.{word} = {{ {arc} }}")));
    lines.plain("[entity.HasLinks]\ndomain = \"home\"\nfields.id = { type = \"uuid\", default = \"uuid\" }\nfields.a = \"text\"");
    part(7, 16).for_each(|(_, word)| lines.about(word, format!("checks.{word} = \"length(a) > 1\"")));
    part(8, 32).for_each(|(_, word)| lines.about(word, format!("links.{word} = {{ to = \"HasColumns\" }}")));
    lines.plain("[entity.HasLinks.links.wide]\nto = \"HasColumns\"");
    part(9, 16)
        .for_each(|(_, word)| lines.about(word, format!("fields.{word} = {{ type = \"text\", default = \"x\" }}")));
    lines.plain("[entity]");
    let fields = "fields.id = { type = \"uuid\", default = \"uuid\" }";
    part(0, 24)
        .for_each(|(_, word)| lines.about(word, format!("{} = {{ domain = \"home\", {fields} }}", pascal(word))));
}

/// What the service offers.
fn service<'w, I: Iterator<Item = (usize, &'w str)>>(lines: &mut Lines, part: &dyn Fn(usize, usize) -> I) {
    lines.plain("[entity.HasEdges]\ndomain = \"home\"\nfields.id = { type = \"uuid\", default = \"uuid\" }");
    lines.plain("fields.a = { ref = \"HasColumns\" }\nfields.b = { ref = \"HasColumns\" }\n[graph]");
    part(11, 64).for_each(|(_, word)| {
        lines.about(
            word,
            format!("{word} = {{ edge = \"HasEdges\", from = \"a\", to = \"b\", path = \"/graphs/{word}\" }}"),
        );
    });
    lines.plain("[operation]");
    let post = "method = \"POST\", domain = \"home\"";
    part(12, 6)
        .for_each(|(_, word)| lines.about(word, format!("{word} = {{ {post}, path = \"/operations/{word}\" }}")));
    part(13, 6).for_each(|(at, word)| {
        lines.about(
            word,
            format!("asks{at}x = {{ {post}, path = \"/asks{at}/{{{word}}}\", params.{word} = \"text\" }}"),
        );
    });
    lines.plain("[operation.finds]\nmethod = \"GET\"\npath = \"/finds\"\ndomain = \"home\"");
    part(0, 1).for_each(|(_, word)| lines.about(word, format!("query.{word} = \"text?\"")));
    lines.plain("[native]");
    let view = "kind = \"view\", postgres = { up = \"CREATE VIEW";
    part(14, 64).for_each(|(at, word)| {
        lines.about(
            word,
            format!("{word} = {{ {view} v{at} AS SELECT 1 AS a\", down = \"DROP VIEW v{at}\" }} }}"),
        );
    });
}

/// Every word as a table and as a column, for the databases alone.
pub(crate) fn tables(words: &[String]) -> Lines {
    let mut lines = Lines::default();
    let off: Vec<String> = ["rust", "openapi", "typescript", "python", "docs", "json_schema"]
        .iter()
        .map(|output| format!("[output.{output}]\nenabled = false"))
        .collect();
    lines.plain(&format!(
        "[schema]\nname = \"hostile_words\"\n{}\n[domain.home]\ndoc = \"x\"\n[entity]",
        off.join("\n")
    ));
    for word in words {
        let fields = "fields.id = { type = \"uuid\", default = \"uuid\" }";
        lines.about(
            word,
            format!(
                "{} = {{ domain = \"home\", table = \"{word}\", {fields} }}",
                pascal(word)
            ),
        );
    }
    for (at, part) in words.chunks(400).enumerate() {
        lines.plain(&format!(
            "[entity.HasColumns{at}]\ndomain = \"home\"\nfields.id = {{ type = \"uuid\", default = \"uuid\" }}"
        ));
        part.iter()
            .for_each(|word| lines.about(word, format!("fields.{word} = {{ type = \"text\", default = \"x\" }}")));
    }
    lines
}
