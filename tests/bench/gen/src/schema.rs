//! A schema of so many entities: about twelve fields each, one to three references, enums, indexes. In: how many. Out: TOML.

use std::fmt::Write as _;

/// Entities of a domain.
const DOMAIN: usize = 50;

/// The schema; an edit gives one entity one field.
pub fn schema(entities: usize, edit: Option<usize>) -> String {
    let mut text = String::from("[schema]\nname = \"bench\"\n");
    for number in 0..entities.div_ceil(DOMAIN) {
        let _ = write!(text, "\n[domain.part{number}]\ndoc = \"Part {number} of the whole.\"\n");
        let _ = write!(
            text,
            "\n[enum.State{number}]\ndomain = \"part{number}\"\ndoc = \"How far it is.\"\nvalues.open = \"Not yet done.\"\n\
             values.shut = \"Done.\"\nvalues.gone = \"Given up.\"\n"
        );
    }
    (0..entities).for_each(|number| entity(&mut text, number));
    if let Some(edit) = edit {
        let _ = writeln!(text, "fields.edit_{edit} = {{ type = \"text?\", doc = \"What came in late.\" }}");
    }
    text
}

fn entity(text: &mut String, number: usize) {
    let part = number / DOMAIN;
    let _ = write!(
        text,
        "\n[entity.Item{number}]\ndomain = \"part{part}\"\ndoc = \"Something of kind {number}.\"\ntable = \"item{number}s\"\n\
         index = [[\"rank\", \"state\"], [\"made desc\"]]\n\
         fields.id = {{ type = \"uuid\", default = \"uuid\", doc = \"Its key.\" }}\n\
         fields.name = {{ type = \"text\", length = \"1..200\", unique = true, doc = \"What people call it.\" }}\n\
         fields.state = {{ type = \"State{part}\", default = \"open\", doc = \"How far it is.\" }}\n\
         fields.rank = {{ type = \"int\", min = 0, doc = \"Where it stands.\" }}\n\
         fields.size = {{ type = \"bigint?\", doc = \"Bytes.\" }}\n\
         fields.price = {{ type = \"numeric(12,2)?\", doc = \"What it costs.\" }}\n\
         fields.made = {{ type = \"timestamp\", default = \"now\", doc = \"When it came.\" }}\n\
         fields.note = {{ type = \"text?\", doc = \"Whatever else there is to say.\" }}\n\
         fields.share = {{ type = \"float?\", doc = \"Part of the whole.\" }}\n\
         fields.flag = {{ type = \"bool\", default = false, doc = \"Whether somebody looks at it.\" }}\n"
    );
    for reference in 0..(number % 3 + 1).min(number) {
        let target = (number - 1) / (reference + 1);
        let _ = writeln!(
            text,
            "fields.link{reference} = {{ ref = \"Item{target}\", on_delete = \"cascade\", index = true, doc = \"Reference {reference}.\" }}"
        );
    }
}
