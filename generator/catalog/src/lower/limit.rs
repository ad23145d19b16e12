//! What narrows a column beyond its type: ranges, lengths and patterns, each a check with a name of its own.

use driftless_model::{Length, Scalar, Type};

use super::Lowering;
use super::storage::{Encoding, is_document};
use crate::Dialect;
use crate::sql::literal;

/// A condition and the word for it in the constraint's name.
pub(super) struct Limit {
    pub(super) aspect: &'static str,
    pub(super) expr: String,
}

/// Limits of a column, and the rules that the dialect cannot enforce.
#[derive(Default)]
pub(super) struct Limited {
    pub(super) limits: Vec<Limit>,
    pub(super) gaps: Vec<&'static str>,
}

impl Limited {
    fn take(&mut self, aspect: &'static str, expr: Option<String>) {
        self.limits.extend(expr.map(|expr| Limit { aspect, expr }));
    }
}

impl Lowering<'_> {
    /// The limits of a column of this type; `c` is the quoted column.
    pub(super) fn limits(&self, ty: &Type, c: &str) -> Limited {
        let mut limited = Limited::default();
        match ty.array {
            Some(count) => self.array_limits(ty, count, c, &mut limited),
            None => self.value_limits(ty, c, &mut limited),
        }
        limited
    }

    fn value_limits(&self, ty: &Type, c: &str, limited: &mut Limited) {
        let range = self.range(ty);
        if self.is_sqlite() && matches!(ty.scalar, Scalar::Numeric { .. }) && self.encoding(ty) == Encoding::Text {
            if range.0.is_some() || range.1.is_some() {
                limited.gaps.push("the range");
            }
        } else {
            limited.take("range", within(c, range.0.as_deref(), range.1.as_deref()));
        }
        if let Some(length) = shortest_limit(ty) {
            limited.take("length", count_within(&self.length_of(ty, c), length));
        }
        self.pattern_limit(ty, c, limited);
    }

    fn pattern_limit(&self, ty: &Type, c: &str, limited: &mut Limited) {
        let Some(pattern) = &ty.limits.pattern else { return };
        match self.dialect {
            Dialect::Postgres => limited.take("pattern", Some(format!("{c} ~ {}", literal(self.dialect, pattern)))),
            Dialect::Sqlite => limited.gaps.push("the pattern"),
        }
    }

    /// The number of elements is limited everywhere; each element only as far as `ALL` goes.
    fn array_limits(&self, ty: &Type, count: Length, c: &str, limited: &mut Limited) {
        limited.take("length", count_within(&self.count_of(ty, c), count));
        let range = self.range(ty);
        if range.0.is_some() || range.1.is_some() {
            if self.is_sqlite() {
                limited.gaps.push("the range of each element");
            } else {
                let least = range.0.map(|least| format!("{least} <= ALL ({c})"));
                let most = range.1.map(|most| format!("{most} >= ALL ({c})"));
                limited.take("range", Some(joined([least, most])));
            }
        }
        if shortest_limit(ty).is_some() {
            limited.gaps.push("the length of each element");
        }
        if ty.limits.pattern.is_some() {
            limited.gaps.push("the pattern of each element");
        }
        if self.is_sqlite() {
            limited.gaps.push("the type of each element");
        } else if has_form(ty.scalar) {
            limited.gaps.push("the form of each element");
        }
    }

    fn range(&self, ty: &Type) -> (Option<String>, Option<String>) {
        let element = Type {
            array: None,
            ..ty.clone()
        };
        let bound = |value: &Option<driftless_model::Value>| value.as_ref().map(|value| self.literal(&element, value));
        (bound(&ty.limits.min), bound(&ty.limits.max))
    }

    /// Code points of text, bytes of bytes.
    pub(super) fn length_of(&self, ty: &Type, c: &str) -> String {
        match (self.dialect, ty.scalar) {
            (Dialect::Postgres, Scalar::Bytes | Scalar::Sha256) => format!("octet_length({c})"),
            (Dialect::Postgres, _) => format!("char_length({c})"),
            (Dialect::Sqlite, _) => format!("length({c})"),
        }
    }

    /// How many elements a list has.
    pub(super) fn count_of(&self, ty: &Type, c: &str) -> String {
        match self.dialect {
            Dialect::Postgres if is_document(ty.scalar) => format!("jsonb_array_length({c})"),
            Dialect::Postgres => format!("cardinality({c})"),
            Dialect::Sqlite => format!("json_array_length({c})"),
        }
    }
}

/// Whether its values look like something, beyond what PostgreSQL's type says.
fn has_form(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::Email | Scalar::Url | Scalar::Semver | Scalar::Inet | Scalar::Sha256
    )
}

/// The stated length, narrowed by `varchar(n)`.
fn shortest_limit(ty: &Type) -> Option<Length> {
    let Scalar::Varchar(most) = ty.scalar else {
        return ty.limits.length;
    };
    let stated = ty.limits.length.unwrap_or(Length { min: 0, max: None });
    Some(Length {
        min: stated.min,
        max: Some(stated.max.map_or(most, |max| max.min(most))),
    })
}

fn count_within(count: &str, length: Length) -> Option<String> {
    let least = (length.min > 0).then(|| length.min.to_string());
    let most = length.max.map(|max| max.to_string());
    within(count, least.as_deref(), most.as_deref())
}

/// Between two bounds, or on one side of one.
pub(super) fn within(c: &str, least: Option<&str>, most: Option<&str>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("{c} = {least}")),
        (Some(least), Some(most)) => Some(format!("{c} BETWEEN {least} AND {most}")),
        (Some(least), None) => Some(format!("{c} >= {least}")),
        (None, Some(most)) => Some(format!("{c} <= {most}")),
        (None, None) => None,
    }
}

/// Conditions that hold together.
pub(super) fn joined<const N: usize>(conditions: [Option<String>; N]) -> String {
    conditions.into_iter().flatten().collect::<Vec<_>>().join(" AND ")
}
