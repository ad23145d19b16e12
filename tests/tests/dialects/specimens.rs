//! One more entity for a random schema: fields of every type word, with the limits that each takes. In: a seed. Out: text
//! that stands behind the schema. It refers to nothing, and nothing refers to it.

use driftless_tests::random_schemas::random::Random;

/// How many fields it has.
const FIELDS: usize = 14;

/// The text of the entity.
pub(crate) fn specimen(seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut out = "\n[enum.SpecimenKind]\ndomain = \"main\"\ndoc = \"Words.\"\nvalues = { dry = \"Dry.\", wet = \"Wet.\", \"in-between\" = \"Damp.\" }\n".to_owned();
    out.push_str("\n[record.SpecimenSheet]\ndomain = \"main\"\ndoc = \"A document.\"\nfields.page = { type = \"int\", doc = \"Which.\" }\nfields.words = { type = \"text[]\", doc = \"What it says.\" }\n");
    out.push_str("\n[entity.Specimen]\ndomain = \"main\"\ndoc = \"One field of many types.\"\ntenant = false\nreason = \"Nobody's.\"\nfields.id = { type = \"uuid\", default = \"uuid\", doc = \"Key.\" }\n");
    for at in 0..FIELDS {
        let field = field(&mut random);
        out.push_str(&format!("fields.sample_{at} = {{ {field}, doc = \"A sample.\" }}\n"));
    }
    out
}

fn field(random: &mut Random) -> String {
    let (word, limits) = *random.pick(&WORDS);
    let list = if random.chance(25) && !matches!(word, "json" | "vector(3)") {
        "[]"
    } else {
        ""
    };
    let mark = if random.chance(40) { "?" } else { "" };
    let stated = match (limits, list) {
        (Limits::None, "") => String::new(),
        (_, "[]") => {
            (*random.pick(&["", ", length = \"..3\"", ", length = \"1..4\"", ", length = \"2..\""])).to_owned()
        }
        (limits, _) => format!("{}", Stated(limits, random.below(4))),
    };
    format!("type = \"{word}{list}{mark}\"{stated}")
}

#[derive(Clone, Copy)]
enum Limits {
    None,
    Whole,
    Decimal,
    Float,
    Text,
    Bytes,
    Day,
    Moment,
    Span,
}

const WORDS: [(&str, Limits); 27] = [
    ("smallint", Limits::Whole),
    ("int", Limits::Whole),
    ("bigint", Limits::Whole),
    ("numeric(6,2)", Limits::Decimal),
    ("numeric(18,0)", Limits::Whole),
    ("numeric(3,3)", Limits::None),
    ("float", Limits::Float),
    ("bool", Limits::None),
    ("uuid", Limits::None),
    ("timestamp", Limits::Moment),
    ("timestamp_local", Limits::None),
    ("date", Limits::Day),
    ("time", Limits::None),
    ("duration", Limits::Span),
    ("text", Limits::Text),
    ("text", Limits::Text),
    ("varchar(7)", Limits::Text),
    ("bytes", Limits::Bytes),
    ("json", Limits::None),
    ("vector(3)", Limits::None),
    ("email", Limits::None),
    ("url", Limits::None),
    ("sha256", Limits::None),
    ("semver", Limits::None),
    ("inet", Limits::None),
    ("SpecimenKind", Limits::None),
    ("SpecimenSheet", Limits::None),
];

/// Limits as they stand behind a type word; none, one, or both.
struct Stated(Limits, usize);

impl std::fmt::Display for Stated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (min, max) = match self.0 {
            Limits::None => return Ok(()),
            Limits::Whole => ("-7", "120"),
            Limits::Decimal => ("\"-0.50\"", "\"99.95\""),
            Limits::Float => ("-0.5", "100.0"),
            Limits::Day => ("\"1900-01-01\"", "\"2099-12-31\""),
            Limits::Moment => ("\"1900-01-01T00:00:00Z\"", "\"2099-12-31T00:00:00Z\""),
            Limits::Span => ("\"PT0S\"", "\"PT86400S\""),
            Limits::Text => {
                let texts = [
                    ", length = \"1..5\"",
                    ", length = \"..6\"",
                    ", pattern = \"^[a-z]{2}(-[0-9]{1,3})?$\"",
                    "",
                ];
                return f.write_str(texts[self.1 % 4]);
            }
            Limits::Bytes => {
                let bytes = [", length = \"4..4\"", ", length = \"..16\"", ", length = \"1..\"", ""];
                return f.write_str(bytes[self.1 % 4]);
            }
        };
        match self.1 {
            0 => write!(f, ", min = {min}"),
            1 => write!(f, ", max = {max}"),
            2 => write!(f, ", min = {min}, max = {max}"),
            _ => Ok(()),
        }
    }
}
