//! Expressions: a check, a computed field, the predicate of an index and the part of another one, on their way through every
//! printer. In: lines, one for each of these places. Out: every output or diagnostics.
#![no_main]

#[path = "compiled.rs"]
mod compiled;

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut lines = text.lines().map(quoted);
    let mut next = || lines.next().unwrap_or_else(|| "\"count > 1\"".to_owned());
    compiled::compiled(&format!(
        "[schema]\nname = \"fuzz\"\n[domain.home]\n[enum.Colour]\ndomain = \"home\"\nvalues = [\"red\", \"blue\"]\n\
         [entity.Thing]\ndomain = \"home\"\nfields.id = {{ type = \"uuid\", default = \"uuid\" }}\n\
         fields.count = \"int\"\nfields.size = \"bigint?\"\nfields.price = \"numeric(12,2)\"\nfields.name = \"text\"\n\
         fields.note = \"text?\"\nfields.flag = \"bool\"\nfields.made = {{ type = \"timestamp\", default = \"now\" }}\n\
         fields.colour = \"Colour\"\nfields.part = \"float?\"\n\
         checks.first = {}\nfields.sum = {{ type = \"int?\", computed = {} }}\nfields.word = {{ type = \"text?\", computed = {} }}\n\
         index = [{{ fields = [\"name\"], where = {} }}, [{}]]\n",
        next(),
        next(),
        next(),
        next(),
        next(),
    ));
});
