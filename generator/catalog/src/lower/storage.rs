//! How values are spelled in a column: the SQL type, and on SQLite the encoding behind it.

use driftless_diagnostics::{Code, Diagnostic, Span};
use driftless_model::{Scalar, Schema, Type};

use super::Lowering;
use crate::Dialect;
use crate::sql::qualified;

/// Choices of `[output.postgres]` and `[output.sqlite]`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings<'a> {
    /// The role of the application.
    pub(super) app_role: Option<&'a str>,
    /// SQLite keeps uuids as text.
    pub(super) uuid_as_text: bool,
    /// SQLite keeps decimals as text.
    pub(super) decimal_as_text: bool,
}

impl<'a> Settings<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        let setting = |output: &str, key: &str| schema.output(output).and_then(|output| output.text(key));
        Self {
            app_role: setting("postgres", "app_role"),
            uuid_as_text: setting("sqlite", "uuid") == Some("text"),
            decimal_as_text: setting("sqlite", "decimal") == Some("text"),
        }
    }
}

/// How SQLite keeps a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// INTEGER
    Integer,
    /// INTEGER, the value times ten to the scale.
    Scaled,
    /// REAL
    Real,
    /// TEXT
    Text,
    /// BLOB
    Blob,
}

impl Encoding {
    fn as_sql(self) -> &'static str {
        match self {
            Self::Integer | Self::Scaled => "INTEGER",
            Self::Real => "REAL",
            Self::Text => "TEXT",
            Self::Blob => "BLOB",
        }
    }
}

impl Lowering<'_> {
    /// The SQL type of a column.
    pub(super) fn sql_type(&self, ty: &Type) -> String {
        match self.dialect {
            Dialect::Postgres => self.postgres_type(ty),
            Dialect::Sqlite if ty.array.is_some() => "TEXT".to_owned(),
            Dialect::Sqlite => self.encoding(ty).as_sql().to_owned(),
        }
    }

    fn postgres_type(&self, ty: &Type) -> String {
        if let Some(stored) = &ty.storage.postgres {
            return stored.clone();
        }
        let scalar = match ty.scalar {
            Scalar::Smallint => "smallint".to_owned(),
            Scalar::Int => "integer".to_owned(),
            Scalar::Bigint | Scalar::Duration => "bigint".to_owned(),
            Scalar::Numeric { precision, scale } => format!("numeric({precision},{scale})"),
            Scalar::Float => "double precision".to_owned(),
            Scalar::Bool => "boolean".to_owned(),
            Scalar::Uuid => "uuid".to_owned(),
            Scalar::Timestamp => "timestamp with time zone".to_owned(),
            Scalar::TimestampLocal => "timestamp without time zone".to_owned(),
            Scalar::Date => "date".to_owned(),
            Scalar::Time => "time without time zone".to_owned(),
            Scalar::Bytes | Scalar::Sha256 => "bytea".to_owned(),
            Scalar::Vector(_) => "real[]".to_owned(),
            Scalar::Inet => "inet".to_owned(),
            Scalar::Enum(id) if self.schema.enumeration(id).native => {
                qualified(&self.enum_name(self.schema.enumeration(id)))
            }
            scalar if is_document(scalar) => return "jsonb".to_owned(),
            _ => "text".to_owned(),
        };
        if ty.array.is_some() {
            format!("{scalar}[]")
        } else {
            scalar
        }
    }

    /// How SQLite keeps a single value of a type.
    pub(super) fn encoding(&self, ty: &Type) -> Encoding {
        let stored = ty.storage.sqlite.as_ref().map(|stored| stored.to_ascii_uppercase());
        let as_text = stored.as_deref() == Some("TEXT");
        match ty.scalar {
            Scalar::Smallint | Scalar::Int | Scalar::Bigint | Scalar::Bool | Scalar::Duration => Encoding::Integer,
            Scalar::Numeric { .. } if as_text || self.settings.decimal_as_text => Encoding::Text,
            Scalar::Numeric { .. } => Encoding::Scaled,
            Scalar::Float => Encoding::Real,
            Scalar::Uuid if as_text || self.settings.uuid_as_text => Encoding::Text,
            Scalar::Uuid | Scalar::Bytes | Scalar::Sha256 | Scalar::Vector(_) => Encoding::Blob,
            _ => Encoding::Text,
        }
    }

    /// Refuses what cannot be stored as the author asks.
    pub(super) fn check_storage(&mut self, span: Span, object: &str, ty: &Type) {
        let stored = match self.dialect {
            Dialect::Postgres => &ty.storage.postgres,
            Dialect::Sqlite => &ty.storage.sqlite,
        };
        let Some(stored) = stored else {
            return self.check_precision(span, object, ty);
        };
        let kept = self.sql_type(ty);
        let fits = match self.dialect {
            Dialect::Postgres => is_type_name(stored),
            Dialect::Sqlite => stored.eq_ignore_ascii_case(&kept),
        };
        if !fits {
            let message = format!("`{object}` cannot be stored as `{stored}` on {}", self.dialect.title());
            let help = match self.dialect {
                Dialect::Postgres => "write a type's name such as `varchar(255)`".to_owned(),
                Dialect::Sqlite => format!("write `{}`, or leave `storage.sqlite` out", kept.to_lowercase()),
            };
            let diagnostic = Diagnostic::error(Code::ValueForm, message).label(span, "declared here");
            self.diagnostics.push(diagnostic.object(object).help(help));
        }
    }

    /// A scaled integer has 64 bits, which hold 18 digits.
    fn check_precision(&mut self, span: Span, object: &str, ty: &Type) {
        let Scalar::Numeric { precision, .. } = ty.scalar else {
            return;
        };
        if self.is_sqlite() && precision > 18 && self.encoding(ty) == Encoding::Scaled && ty.array.is_none() {
            let message = format!("`{object}` has {precision} digits, and SQLite keeps 18 exactly");
            let diagnostic = Diagnostic::error(Code::ValueForm, message).label(span, "declared here");
            self.diagnostics
                .push(diagnostic.object(object).help("add `storage = { sqlite = \"text\" }`"));
        }
    }
}

/// Whether values are JSON: a list of them is one document, too.
pub(super) fn is_document(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::Json | Scalar::Record(_) | Scalar::Entity(_) | Scalar::Create(_) | Scalar::Patch(_)
    )
}

/// Words, numbers in parentheses and brackets: nothing that could end the type and begin something else.
fn is_type_name(text: &str) -> bool {
    let (words, rest) = text.split_at(text.find(['(', '[']).unwrap_or(text.len()));
    let words_fit = !words.trim().is_empty()
        && words
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ' ' | '.'))
        && words.starts_with(|c: char| c.is_ascii_alphabetic());
    let rest_fits = rest
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '(' | ')' | '[' | ']' | ',' | ' '));
    let balanced = |open: char, close: char| rest.matches(open).count() == rest.matches(close).count();
    words_fit && rest_fits && balanced('(', ')') && balanced('[', ']')
}
