//! Type words: `text`, `varchar(40)`, `BookStatus?`, `Page[]?`. In: the word as written. Out: what it names, whether it
//! is an array, whether it may be null. What the name means is looked up elsewhere.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::Scalar;
use driftless_syntax::document::Text;

/// The built-in type words without their arguments.
pub(crate) const BUILT_IN: &[&str] = &[
    "text",
    "varchar",
    "smallint",
    "int",
    "bigint",
    "numeric",
    "float",
    "bool",
    "uuid",
    "timestamp",
    "timestamp_local",
    "date",
    "time",
    "duration",
    "json",
    "bytes",
    "vector",
    "email",
    "url",
    "sha256",
    "semver",
    "inet",
];

/// A type word taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypeWord {
    /// What a single value is.
    pub(crate) base: Base,
    /// `[]`
    pub(crate) array: bool,
    /// `?`
    pub(crate) nullable: bool,
}

/// What a single value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Base {
    /// A word of the language.
    BuiltIn(Scalar),
    /// A name of the schema.
    Name(String),
}

/// Takes a type word apart, or says how one is written.
pub(crate) fn parse_type_word(word: &Text, diagnostics: &mut Diagnostics) -> Option<TypeWord> {
    let text = word.as_str().trim();
    let (text, nullable) = text.strip_suffix('?').map_or((text, false), |rest| (rest, true));
    let (text, array) = text.strip_suffix("[]").map_or((text, false), |rest| (rest, true));
    match parse_base(text) {
        Ok(base) => Some(TypeWord { base, array, nullable }),
        Err(help) => {
            diagnostics.push(
                Diagnostic::error(Code::TypeWord, format!("`{}` is not a type word", word.value))
                    .label(word.span, "cannot be read as a type")
                    .help(help),
            );
            None
        }
    }
}

fn parse_base(text: &str) -> Result<Base, String> {
    let (name, arguments) = match text.split_once('(') {
        None => (text, None),
        Some((name, rest)) => {
            let inside = rest
                .strip_suffix(')')
                .ok_or("close the parenthesis, as in `numeric(12,2)`")?;
            (name, Some(inside))
        }
    };
    if let Some(scalar) = plain(name) {
        return match arguments {
            None => Ok(Base::BuiltIn(scalar)),
            Some(_) => Err(format!("`{name}` takes no arguments")),
        };
    }
    match (name, arguments) {
        ("varchar", Some(inside)) => Ok(Base::BuiltIn(Scalar::Varchar(number(
            inside,
            1,
            10_485_760,
            "varchar(255)",
        )?))),
        ("vector", Some(inside)) => Ok(Base::BuiltIn(Scalar::Vector(number(
            inside,
            1,
            16_000,
            "vector(1536)",
        )?))),
        ("numeric", Some(inside)) => numeric(inside),
        ("varchar", None) => Err("say how long it may be, as in `varchar(255)`, or write `text`".to_owned()),
        ("vector", None) => Err("say how many numbers it has, as in `vector(1536)`".to_owned()),
        ("numeric", None) => {
            Err("say how many digits it has, in all and behind the point, as in `numeric(12,2)`".to_owned())
        }
        (name, None) if is_identifier(name) => Ok(Base::Name(name.to_owned())),
        _ => Err("write a type word such as `text`, `int?`, `numeric(12,2)`, `Name` or `Name[]`".to_owned()),
    }
}

fn plain(name: &str) -> Option<Scalar> {
    Some(match name {
        "text" => Scalar::Text,
        "smallint" => Scalar::Smallint,
        "int" => Scalar::Int,
        "bigint" => Scalar::Bigint,
        "float" => Scalar::Float,
        "bool" => Scalar::Bool,
        "uuid" => Scalar::Uuid,
        "timestamp" => Scalar::Timestamp,
        "timestamp_local" => Scalar::TimestampLocal,
        "date" => Scalar::Date,
        "time" => Scalar::Time,
        "duration" => Scalar::Duration,
        "json" => Scalar::Json,
        "bytes" => Scalar::Bytes,
        "email" => Scalar::Email,
        "url" => Scalar::Url,
        "sha256" => Scalar::Sha256,
        "semver" => Scalar::Semver,
        "inet" => Scalar::Inet,
        _ => return None,
    })
}

/// 28 digits is what every output holds exactly.
const MOST_DIGITS: u32 = 28;

fn numeric(inside: &str) -> Result<Base, String> {
    let (precision, scale) = inside.split_once(',').unwrap_or((inside, "0"));
    let precision = number(precision, 1, MOST_DIGITS, "numeric(12,2)")?;
    let scale = number(scale, 0, precision, "numeric(12,2)")?;
    Ok(Base::BuiltIn(Scalar::Numeric { precision, scale }))
}

fn number(text: &str, least: u32, most: u32, example: &str) -> Result<u32, String> {
    let number = text
        .trim()
        .parse::<u32>()
        .ok()
        .filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("write a whole number from {least} to {most}, as in `{example}`"))
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Result<Base, String> {
        parse_base(text)
    }

    #[test]
    fn arguments_are_read_and_bounded() {
        assert_eq!(
            base("numeric(12,2)"),
            Ok(Base::BuiltIn(Scalar::Numeric {
                precision: 12,
                scale: 2
            }))
        );
        assert_eq!(
            base("numeric(5)"),
            Ok(Base::BuiltIn(Scalar::Numeric { precision: 5, scale: 0 }))
        );
        assert_eq!(base("varchar( 40 )"), Ok(Base::BuiltIn(Scalar::Varchar(40))));
        assert_eq!(base("Book"), Ok(Base::Name("Book".to_owned())));
        for wrong in [
            "",
            "numeric",
            "numeric(2,3)",
            "varchar(0)",
            "int(4)",
            "a b",
            "text(",
            "numeric(99,2)",
            "[]",
        ] {
            assert!(base(wrong).is_err(), "{wrong}");
        }
    }
}
