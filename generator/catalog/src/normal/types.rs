//! Names of PostgreSQL types, as the server calls them: `int4` is `integer`, `varchar(10)` is `character varying(10)`.

use crate::Dialect;
use crate::parse::postgres::unquote;
use crate::parse::token::tokens;

/// Other names of the server's own types.
const ALIASES: [(&str, &str); 26] = [
    ("int", "integer"),
    ("int4", "integer"),
    ("int2", "smallint"),
    ("int8", "bigint"),
    ("float", "double precision"),
    ("float8", "double precision"),
    ("float4", "real"),
    ("bool", "boolean"),
    ("decimal", "numeric"),
    ("dec", "numeric"),
    ("varchar", "character varying"),
    ("char varying", "character varying"),
    ("char", "character"),
    ("bpchar", "character"),
    ("national character", "character"),
    ("nchar", "character"),
    ("timestamptz", "timestamp with time zone"),
    ("timestamp", "timestamp without time zone"),
    ("timetz", "time with time zone"),
    ("time", "time without time zone"),
    ("varbit", "bit varying"),
    ("serial", "integer"),
    ("bigserial", "bigint"),
    ("smallserial", "smallint"),
    ("double", "double precision"),
    ("string", "text"),
];

/// A type as the server names it.
pub fn type_name(written: &str) -> String {
    let Ok(tokens) = tokens(Dialect::Postgres, written) else {
        return written.to_owned();
    };
    let (mut words, mut numbers, mut arrays) = (Vec::new(), Vec::new(), 0);
    let (mut brackets, mut zone) = (0, None);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.text {
            "(" => brackets += 1,
            ")" => brackets -= 1,
            "[" => arrays += 1,
            "]" | "," => {}
            _ if token.is("ARRAY") => arrays += usize::from(tokens.get(at + 1).is_none_or(|next| next.text != "[")),
            number if brackets > 0 => numbers.push(number.to_owned()),
            _ if token.is("WITH") || token.is("WITHOUT") => {
                zone = Some(if token.is("WITH") {
                    " with time zone"
                } else {
                    " without time zone"
                });
                at += 2;
            }
            word if arrays == 0 => words.push(word),
            _ => {}
        }
        at += 1;
    }
    let plain = spelled(&words);
    let mut name = plain;
    let mut rest = String::new();
    if let Some(zone) = zone {
        zone.clone_into(&mut rest);
    } else if name == "timestamp" || name == "time" {
        " without time zone".clone_into(&mut rest);
    } else if let Some((_, canonical)) = ALIASES.iter().find(|(alias, _)| *alias == name) {
        match canonical.split_once(" with") {
            Some((head, zone)) if name.ends_with("tz") => {
                rest = format!(" with{zone}");
                name = head.to_owned();
            }
            _ => name = (*canonical).to_owned(),
        }
    }
    if name == "numeric" && numbers.len() == 1 {
        numbers.push("0".to_owned());
    }
    if name == "character" && numbers.is_empty() && !words.iter().any(|word| word.eq_ignore_ascii_case("bpchar")) {
        numbers.push("1".to_owned());
    }
    if name == "double precision" && numbers.len() == 1 {
        let digits: u32 = numbers.pop().and_then(|digits| digits.parse().ok()).unwrap_or(53);
        name = if digits < 25 { "real" } else { "double precision" }.to_owned();
    }
    let numbers = if numbers.is_empty() {
        String::new()
    } else {
        format!("({})", numbers.join(","))
    };
    format!("{name}{numbers}{rest}{}", "[]".repeat(arrays))
}

/// Words with blanks between, names with points; without the namespace that needs none.
fn spelled(words: &[&str]) -> String {
    let mut name = String::new();
    for word in words {
        let word = unquote(word);
        if !name.is_empty() && word != "." && !name.ends_with('.') {
            name.push(' ');
        }
        name.push_str(&word);
    }
    for usual in ["public.", "pg_catalog."] {
        if let Some(rest) = name.strip_prefix(usual) {
            name = rest.to_owned();
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_one_name() {
        for (written, name) in [
            ("INT4", "integer"),
            ("varchar(10)", "character varying(10)"),
            ("character varying (10)[]", "character varying(10)[]"),
            ("timestamptz(3)", "timestamp(3) with time zone"),
            ("timestamp", "timestamp without time zone"),
            ("TIMESTAMP(6) WITH TIME ZONE", "timestamp(6) with time zone"),
            ("decimal(5)", "numeric(5,0)"),
            ("char", "character(1)"),
            ("\"public\".\"mood\"", "mood"),
            ("s.mood[]", "s.mood[]"),
            ("float(10)", "real"),
            ("double precision", "double precision"),
            ("int ARRAY[3]", "integer[]"),
        ] {
            assert_eq!(type_name(written), name, "{written}");
        }
    }
}
