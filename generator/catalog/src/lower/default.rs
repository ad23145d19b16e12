//! Defaults: what a column is when nobody says.

use driftless_model::{Column, Default, Field, Scalar};

use super::Lowering;
use super::storage::Encoding;
use crate::Dialect;

/// Sixteen random bytes with the version and variant of a v4 uuid: the two bytes that carry them are picked out of
/// all that may stand there. `unhex` would need SQLite 3.41.
const SQLITE_UUID_BLOB: &str = "(CAST(randomblob(6) \
    || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) \
    || substr(x'808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f\
a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf', 1 + (random() & 63), 1) \
    || randomblob(7) AS BLOB))";

const SQLITE_UUID_TEXT: &str = "(lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' \
    || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1) \
    || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))))";

impl Lowering<'_> {
    /// The default of a field's column. A field of some variants has none: rows of the others would get the value too,
    /// and be refused for having it.
    pub(super) fn default(&self, field: &Field, column: &Column) -> Option<String> {
        if !field.variants.is_empty() {
            return None;
        }
        self.stated_default(field, column)
    }

    /// What a field of a row that has it is when nobody says.
    pub(super) fn stated_default(&self, field: &Field, column: &Column) -> Option<String> {
        match field.default.as_ref()? {
            Default::Now => Some(self.now(column.ty.scalar)),
            Default::Uuid => Some(self.new_uuid(column)),
            Default::Value(value) => Some(self.literal(&column.ty, value)),
        }
    }

    /// The current time as the column keeps it, always UTC.
    pub(super) fn now(&self, scalar: Scalar) -> String {
        match (self.dialect, scalar) {
            (Dialect::Postgres, Scalar::Date) => "(now() AT TIME ZONE 'UTC')::date",
            (Dialect::Postgres, Scalar::Time) => "(now() AT TIME ZONE 'UTC')::time",
            (Dialect::Postgres, Scalar::TimestampLocal) => "(now() AT TIME ZONE 'UTC')",
            (Dialect::Postgres, _) => "now()",
            (Dialect::Sqlite, Scalar::Date) => "(date('now'))",
            (Dialect::Sqlite, Scalar::Time) => "(strftime('%H:%M:%f', 'now'))",
            (Dialect::Sqlite, Scalar::TimestampLocal) => "(strftime('%Y-%m-%d %H:%M:%f', 'now'))",
            (Dialect::Sqlite, _) => "(strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))",
        }
        .to_owned()
    }

    fn new_uuid(&self, column: &Column) -> String {
        match (self.dialect, self.encoding(&column.ty)) {
            (Dialect::Postgres, _) => "gen_random_uuid()".to_owned(),
            (Dialect::Sqlite, Encoding::Text) => SQLITE_UUID_TEXT.to_owned(),
            (Dialect::Sqlite, _) => SQLITE_UUID_BLOB.to_owned(),
        }
    }
}
