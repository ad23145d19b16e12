//! What a database makes of values that are none of a column's type, where it does not refuse them: rounds them, takes
//! them for null, keeps them as they are. Said once for a schema, or for the field that it hangs on.

use driftless_model::{Column, Field, Mutability, Scalar, Type};

use super::Lowering;
use super::storage::{Encoding, is_document};
use crate::Dialect;

impl Lowering<'_> {
    /// Takes down what no check can refuse, because the value is another one by then.
    pub(super) fn note_held_gaps(&mut self) {
        match self.dialect {
            Dialect::Postgres => self.note_rounding(),
            Dialect::Sqlite => {
                self.note_not_a_number();
                self.note_half_characters();
                self.note_numbered();
                self.note_touched();
            }
        }
    }

    /// Whether some column that is written is of such a type.
    fn writes(&self, is: impl Fn(&Field, &Type) -> bool) -> bool {
        let fields = self.schema.entities.iter().flat_map(|entity| &entity.fields);
        let written = fields.filter(|field| !field.transient && field.computed.is_none());
        let mut columns = written.filter_map(|field| Some((field, field.value()?)));
        columns.any(|(field, column)| is(field, &column.ty))
    }

    fn note_for_schema(&mut self, rule: &'static str, help: &'static str) {
        self.gap_because(self.schema.span, self.schema.name.as_str(), rule, help);
    }

    fn note_rounding(&mut self) {
        let rounds = |_: &Field, ty: &Type| {
            matches!(
                ty.scalar,
                Scalar::Numeric { .. } | Scalar::Timestamp | Scalar::TimestampLocal | Scalar::Time
            )
        };
        if self.writes(rounds) {
            let help = "digits behind the scale or the microsecond are rounded; the generated types refuse them";
            self.note_for_schema("the exactness of numbers and times", help);
        }
    }

    fn note_not_a_number(&mut self) {
        let takes = |field: &Field, ty: &Type| {
            field.is_nullable_in_storage() && ty.scalar == Scalar::Float && ty.array.is_none()
        };
        if self.writes(takes) {
            self.note_for_schema("the refusal of NaN in nullable floats", "SQLite takes NaN for null");
        }
    }

    fn note_half_characters(&mut self) {
        if self.writes(|_, ty| is_document(ty.scalar)) {
            let help = "half of a surrogate pair, written as an escape, is refused by PostgreSQL alone";
            self.note_for_schema("whole characters in the JSON", help);
        }
    }

    /// A key of one integer is the number of the row.
    fn note_numbered(&mut self) {
        for entity in &self.schema.entities {
            let [key] = entity.key[..] else { continue };
            let field = entity.field(key);
            let numbered = |column: &Column| matches!(self.encoding(&column.ty), Encoding::Integer | Encoding::Scaled);
            if field.value().is_some_and(numbered) {
                let object = format!("{}.{}", entity.name, field.name);
                self.gap_because(
                    field.span,
                    &object,
                    "the refusal of null",
                    "null asks for the next number",
                );
            }
        }
    }

    fn note_touched(&mut self) {
        let changing = self
            .schema
            .entities
            .iter()
            .filter(|entity| entity.mutability == Mutability::Mutable);
        for entity in changing {
            for field in entity.fields.iter().filter(|field| field.touched && !field.nullable) {
                let object = format!("{}.{}", entity.name, field.name);
                let rule = "that what is written is overruled before it is checked";
                let help = "the time is set after the row was checked: leave it out of updates";
                self.gap_because(field.span, &object, rule, help);
            }
        }
    }
}
