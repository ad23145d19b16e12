//! The condition that makes a column hold values of its type and nothing else the database would take: years beyond
//! the calendar, infinite numbers, NUL in text, words outside an enum. Null always passes.

use driftless_model::{Scalar, Type, WireNumber};

use super::Lowering;
use super::limit::{joined, within};
use super::storage::{Encoding, is_document};
use crate::Dialect;
use crate::sql::literal;

/// 2^53 - 1, the largest integer that a JSON number holds for certain.
const SAFE_INTEGER: i64 = 9_007_199_254_740_991;

/// A semantic version; numbers have no leading zeros.
const SEMVER: &str = "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\
    (-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$";

impl Lowering<'_> {
    /// The condition for a column of this type; `c` is the quoted column.
    pub(super) fn type_check(&self, ty: &Type, c: &str) -> Option<String> {
        match (self.dialect, ty.array.is_some()) {
            (Dialect::Postgres, false) => self.postgres_check(ty, c),
            (Dialect::Postgres, true) => Some(self.postgres_array_check(ty, c)),
            (Dialect::Sqlite, false) => self.sqlite_check(ty, c),
            (Dialect::Sqlite, true) => Some(json_check(c, "= 'array'")),
        }
    }

    fn postgres_check(&self, ty: &Type, c: &str) -> Option<String> {
        Some(match ty.scalar {
            Scalar::Bigint => return self.safe_integer(c),
            Scalar::Numeric { .. } => format!("{c} <> 'NaN'"),
            Scalar::Float => format!("{c} > '-Infinity' AND {c} < 'Infinity'"),
            Scalar::Timestamp => years(c, "-01-01 00:00:00+00"),
            Scalar::TimestampLocal => years(c, "-01-01 00:00:00"),
            Scalar::Date => years(c, "-01-01"),
            Scalar::Time => format!("{c} < '24:00:00'"),
            Scalar::Json => format!("{}({c}) <> 'null'", json_typeof(ty)),
            Scalar::Record(_) => format!("{}({c}) = 'object'", json_typeof(ty)),
            Scalar::Sha256 => format!("octet_length({c}) = 32"),
            Scalar::Vector(size) => return vector_check(ty, c, size),
            Scalar::Email => format!("{c} ~ '^[^@ ]+@[^@ ]+\\.[^@. ]+$' AND char_length({c}) <= 320"),
            Scalar::Url => format!("{c} ~ '^[A-Za-z][A-Za-z0-9+.-]*:[^ ]+$' AND char_length({c}) <= 2048"),
            Scalar::Semver => format!("{c} ~ '{SEMVER}'"),
            Scalar::Inet => format!("masklen({c}) = CASE family({c}) WHEN 4 THEN 32 ELSE 128 END"),
            Scalar::Enum(id) if !self.schema.enumeration(id).native => format!("{c} IN ({})", self.words(id)),
            _ => return None,
        })
    }

    /// Elements are never null; a list of documents is one document.
    fn postgres_array_check(&self, ty: &Type, c: &str) -> String {
        if is_document(ty.scalar) {
            let wrong = if ty.scalar == Scalar::Json {
                "@.type() == \"null\""
            } else {
                "@.type() <> \"object\""
            };
            return format!("jsonb_typeof({c}) = 'array' AND NOT jsonb_path_exists({c}, 'strict $[*] ? ({wrong})')");
        }
        let flat = format!("coalesce(array_ndims({c}), 1) = 1 AND array_position({c}, NULL) IS NULL");
        let each = match ty.scalar {
            Scalar::Enum(id) if !self.schema.enumeration(id).native => {
                Some(format!("{c} <@ ARRAY[{}]", self.words(id)))
            }
            Scalar::Bigint => self.safe_integers(c),
            Scalar::Numeric { .. } => Some(format!("'NaN' <> ALL ({c})")),
            Scalar::Float => Some(format!("'-Infinity' < ALL ({c}) AND 'Infinity' > ALL ({c})")),
            Scalar::Timestamp => Some(all_years(c, "-01-01 00:00:00+00")),
            Scalar::TimestampLocal => Some(all_years(c, "-01-01 00:00:00")),
            Scalar::Date => Some(all_years(c, "-01-01")),
            Scalar::Time => Some(format!("'24:00:00' > ALL ({c})")),
            _ => None,
        };
        joined([Some(flat), each])
    }

    fn sqlite_check(&self, ty: &Type, c: &str) -> Option<String> {
        Some(match ty.scalar {
            Scalar::Smallint => within(c, Some("-32768"), Some("32767"))?,
            Scalar::Int => within(c, Some("-2147483648"), Some("2147483647"))?,
            Scalar::Bigint => return self.safe_integer(c),
            Scalar::Bool => format!("{c} IN (0, 1)"),
            Scalar::Float => format!("{c} > -9e999 AND {c} < 9e999"),
            Scalar::Numeric { precision, scale } => self.sqlite_decimal(ty, c, precision, scale),
            Scalar::Duration => return None,
            Scalar::Uuid if self.encoding(ty) == Encoding::Blob => format!("length({c}) = 16"),
            Scalar::Uuid => uuid_text(c),
            Scalar::Sha256 => format!("length({c}) = 32"),
            Scalar::Bytes => return None,
            Scalar::Vector(size) => format!("length({c}) = {}", u64::from(size) * 4),
            Scalar::Timestamp => moment(c, "%Y-%m-%dT%H:%M:%S", 19, "+00:00"),
            Scalar::TimestampLocal => moment(c, "%Y-%m-%d %H:%M:%S", 19, ""),
            Scalar::Time => moment(c, "%H:%M:%S", 8, ""),
            Scalar::Date => format!("date({c}, '+0 days') IS {c} AND {c} >= '0001'"),
            Scalar::Json => json_check(c, "<> 'null'"),
            Scalar::Record(_) => json_check(c, "= 'object'"),
            Scalar::Enum(id) => format!("{c} IN ({})", self.words(id)),
            Scalar::Email => format!(
                "{c} GLOB '?*@?*.?*' AND {c} NOT GLOB '*@*@*' AND {c} NOT GLOB '*.' AND {c} NOT GLOB '* *' \
                 AND instr({c}, char(0)) = 0 AND length({c}) <= 320"
            ),
            Scalar::Url => format!(
                "{c} GLOB '[A-Za-z]*:?*' AND substr({c}, 1, instr({c}, ':') - 1) NOT GLOB '*[^A-Za-z0-9+.-]*' \
                 AND {c} NOT GLOB '* *' AND instr({c}, char(0)) = 0 AND length({c}) <= 2048"
            ),
            _ => format!("instr({c}, char(0)) = 0"),
        })
    }

    fn sqlite_decimal(&self, ty: &Type, c: &str, precision: u32, scale: u32) -> String {
        if self.encoding(ty) == Encoding::Text {
            return decimal_text(c, precision, scale);
        }
        let most = "9".repeat(precision.min(18) as usize);
        format!("{c} BETWEEN -{most} AND {most}")
    }

    fn safe_integer(&self, c: &str) -> Option<String> {
        let number = self.schema.wire.int8 == WireNumber::Number;
        number.then(|| format!("{c} BETWEEN -{SAFE_INTEGER} AND {SAFE_INTEGER}"))
    }

    fn safe_integers(&self, c: &str) -> Option<String> {
        let number = self.schema.wire.int8 == WireNumber::Number;
        number.then(|| format!("-{SAFE_INTEGER} <= ALL ({c}) AND {SAFE_INTEGER} >= ALL ({c})"))
    }

    /// The values of an enum as literals in a list, in order of bytes: their order in the schema is no condition.
    fn words(&self, id: driftless_model::EnumId) -> String {
        let mut values: Vec<_> = self.schema.enumeration(id).values.iter().collect();
        values.sort_by(|a, b| a.value.cmp(&b.value));
        let words: Vec<_> = values.iter().map(|value| literal(self.dialect, &value.value)).collect();
        words.join(", ")
    }
}

fn years(c: &str, rest: &str) -> String {
    format!("{c} >= '0001{rest}' AND {c} < '10000{rest}'")
}

fn all_years(c: &str, rest: &str) -> String {
    format!("'0001{rest}' <= ALL ({c}) AND '10000{rest}' > ALL ({c})")
}

fn json_typeof(ty: &Type) -> &'static str {
    if ty.storage.postgres.as_deref() == Some("json") {
        "json_typeof"
    } else {
        "jsonb_typeof"
    }
}

/// An extension's own vector type counts its elements itself.
fn vector_check(ty: &Type, c: &str, size: u32) -> Option<String> {
    ty.storage.postgres.is_none().then(|| {
        format!(
            "array_ndims({c}) = 1 AND cardinality({c}) = {size} AND array_position({c}, NULL) IS NULL \
             AND '-Infinity' < ALL ({c}) AND 'Infinity' > ALL ({c})"
        )
    })
}

/// JSON of one type, and without an escaped NUL, which PostgreSQL would refuse: behind pairs of backslashes removed,
/// what is left of `\u0000` is one. Null is said apart: SQLite 3.40 calls it invalid JSON, later versions do not.
fn json_check(c: &str, kind: &str) -> String {
    format!(
        "{c} IS NULL OR (json_valid({c}) AND json_type({c}) {kind} AND instr(replace({c}, '\\\\', ''), '\\u0000') = 0)"
    )
}

/// A date and time that exist, at most six digits behind the point, and the suffix. The digits stay out of
/// `strftime`, which would round them up into the next second; `+0 days` makes old versions refuse the 30th of February.
fn moment(c: &str, format: &str, head: usize, suffix: &str) -> String {
    let tail = suffix.len();
    let (point, digits) = (head + 1, head + 2);
    let (shortest, longest) = (head + tail + 2, head + tail + 7);
    let ends = if suffix.is_empty() {
        String::new()
    } else {
        format!(" AND substr({c}, -{tail}) = '{suffix}'")
    };
    let first = if head == 19 {
        format!(" AND {c} >= '0001'")
    } else {
        String::new()
    };
    format!(
        "strftime('{format}', substr({c}, 1, {head}), '+0 days') IS substr({c}, 1, {head}){first}{ends} \
         AND (length({c}) = {} OR (length({c}) BETWEEN {shortest} AND {longest} AND substr({c}, {point}, 1) = '.' \
         AND substr({c}, {digits}, length({c}) - {}) NOT GLOB '*[^0-9]*'))",
        head + tail,
        head + tail + 1,
    )
}

fn uuid_text(c: &str) -> String {
    let bare = format!("replace({c}, '-', '')");
    let hyphens: Vec<_> = [9, 14, 19, 24]
        .iter()
        .map(|at| format!("substr({c}, {at}, 1) = '-'"))
        .collect();
    format!(
        "length({c}) = 36 AND length({bare}) = 32 AND {bare} NOT GLOB '*[^0-9a-f]*' AND {}",
        hyphens.join(" AND ")
    )
}

/// The plain form with all digits behind the point: `-12.50`.
fn decimal_text(c: &str, precision: u32, scale: u32) -> String {
    let digits = format!("ltrim({c}, '-')");
    let point = if scale == 0 {
        format!("instr({c}, '.') = 0")
    } else {
        format!(
            "substr({c}, -{}, 1) = '.' AND length(replace({c}, '.', '')) = length({c}) - 1",
            scale + 1
        )
    };
    let (most, least) = (precision + u32::from(scale > 0), scale + 1 + u32::from(scale > 0));
    format!(
        "{c} NOT GLOB '*[^0-9.-]*' AND instr(substr({c}, 2), '-') = 0 AND {point} \
         AND length({digits}) BETWEEN {least} AND {}",
        most.max(least)
    )
}
