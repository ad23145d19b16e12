//! Variants: a field that only some of them have is null in the others, and set in those that require it.

use driftless_model::{Field, FieldKind, Variants};

use super::table::TableLowering;
use crate::sql::{identifier, literal};

impl TableLowering<'_, '_> {
    /// A check for each field that not every variant has; those of arcs are part of the arc's own check.
    pub(super) fn lower_variants(&mut self) {
        let entity = self.entity;
        for (_, field) in entity.fields() {
            let Some(present) = self.variant_condition(field) else {
                continue;
            };
            if matches!(field.kind, FieldKind::Arc(_)) {
                continue;
            }
            for column in self.column_names(field) {
                let name = identifier(&column);
                let expr = if field.nullable {
                    format!("{present} OR {name} IS NULL")
                } else {
                    format!("({present}) = ({name} IS NOT NULL)")
                };
                self.push_check(field, &[&column, "variant", "check"], expr);
            }
        }
    }

    /// Whether the row is of a variant that has the field; `None` for a field that all have.
    pub(super) fn variant_condition(&self, field: &Field) -> Option<String> {
        let variants = self.entity.variants.as_ref().filter(|_| !field.variants.is_empty())?;
        let tag = self.tag_column(variants)?;
        let positions = field.variants.iter();
        let mut cases: Vec<_> = positions.filter_map(|&position| variants.cases.get(position)).collect();
        cases.sort_by(|a, b| a.value.cmp(&b.value));
        let values: Vec<_> = cases
            .iter()
            .map(|case| literal(self.all.dialect, &case.value))
            .collect();
        Some(format!("{tag} IN ({})", values.join(", ")))
    }

    fn tag_column(&self, variants: &Variants) -> Option<String> {
        Some(identifier(&self.entity.field(variants.tag).value()?.name))
    }
}
