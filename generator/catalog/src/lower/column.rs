//! Fields as columns, with the checks that their types and limits ask for.

use driftless_model::{Column as FieldColumn, ExprType, Field, Scalar, Type};

use super::table::TableLowering;
use crate::sql::identifier;
use crate::{Check, Column, Generated, Unseen};

impl TableLowering<'_, '_> {
    /// All stored columns in order of declaration.
    pub(super) fn lower_columns(&mut self) {
        let entity = self.entity;
        for (_, field) in entity.fields() {
            for column in field.columns() {
                self.lower_column(field, column);
            }
        }
    }

    fn lower_column(&mut self, field: &Field, column: &FieldColumn) {
        let object = self.object(field.name.as_str());
        self.all.check_storage(field.span, &object, &column.ty);
        let lowered = Column {
            name: column.name.clone(),
            ty: self.all.sql_type(&column.ty),
            nullable: field.is_nullable_in_storage(),
            default: self.all.default(field, column),
            generated: self.generated(field, column),
            identity: field.identity,
            comment: self.column_comment(field),
            meaning: Unseen(Some(self.all.meaning(self.entity, field, &column.ty))),
            origin: self
                .origin(field.span, field.name.as_str())
                .formerly(self.all.former_columns(self.entity, field, column)),
            extras: Vec::new(),
        };
        self.table.columns.push(lowered);
        // The column that a reference points at carries the rules for both.
        if field.value().is_some() {
            self.lower_column_checks(field, column);
        }
    }

    fn generated(&self, field: &Field, column: &FieldColumn) -> Option<Generated> {
        let expr = self.printer().print_for(field.computed.as_ref()?, &column.ty);
        Some(Generated { expr, stored: true })
    }

    /// The type's own condition is `<table>_<column>_check`; each limit has a word before `_check`, so that adding
    /// one never renames another.
    fn lower_column_checks(&mut self, field: &Field, column: &FieldColumn) {
        let name = identifier(&column.name);
        let object = self.object(field.name.as_str());
        if let Some(expr) = self.all.type_check(&column.ty, &name) {
            self.push_check(field, &[&column.name, "check"], expr);
        }
        let limited = self.all.limits(&column.ty, &name);
        for limit in limited.limits {
            self.push_check(field, &[&column.name, limit.aspect, "check"], limit.expr);
        }
        for rule in limited.gaps {
            self.all.gap_of_type(field.span, &object, &column.ty, rule);
        }
        if let Some(rule) = unchecked_form(&column.ty, self.all.is_sqlite()) {
            self.all.gap(field.span, &object, rule);
        }
    }

    pub(super) fn push_check(&mut self, field: &Field, parts: &[&str], expr: String) {
        let check = Check {
            name: self.named(parts),
            expr,
            not_valid: false,
            comment: None,
            origin: self.origin(field.span, field.name.as_str()),
            extras: Vec::new(),
        };
        self.table.checks.push(check);
    }

    fn column_comment(&self, field: &Field) -> Option<String> {
        if self.all.is_sqlite() {
            return None;
        }
        let mut lines = Vec::new();
        if !field.doc.is_empty() {
            lines.push(field.doc.clone());
        }
        if let Some(pii) = &field.pii {
            let purpose = pii
                .purpose
                .as_ref()
                .map_or(String::new(), |purpose| format!("; {purpose}"));
            lines.push(format!("Personal data: {}{purpose}", pii.kind));
        }
        if let Some(instead) = &field.deprecated {
            lines.push(format!("Deprecated: {instead}"));
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// A value that stands for null in an index where nulls count as equal.
    pub(super) fn filler(&self, ty: ExprType) -> &'static str {
        match ty {
            ExprType::Bytes | ExprType::Vector | ExprType::Uuid => "x''",
            ExprType::Text | ExprType::Enum(_) => "''",
            _ => "0",
        }
    }
}

/// Forms that SQLite takes as any text or bytes: it has no patterns and no types for them.
fn unchecked_form(ty: &Type, sqlite: bool) -> Option<&'static str> {
    match ty.scalar {
        _ if ty.array.is_some() => None,
        Scalar::Semver | Scalar::Inet if sqlite => Some("the form"),
        Scalar::Vector(_) if sqlite => Some("that elements are finite"),
        _ => None,
    }
}
