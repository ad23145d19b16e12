//! What is unique, and indexes. Columns alone make a constraint; anything else (a condition, an expression, an arc's
//! stored key) makes a unique index.

use driftless_model::{ExprKind, Nulls, Part, Unique};

use super::table::TableLowering;
use crate::{Dialect, Index, IndexPart, Key};

impl TableLowering<'_, '_> {
    /// Unique constraints and unique indexes, and the key that references inside the tenant point at.
    pub(super) fn lower_uniques(&mut self) {
        let entity = self.entity;
        self.lower_tenant_key();
        for unique in &entity.uniques {
            let columns = self.plain_columns(unique);
            let words = columns.clone().unwrap_or_else(|| self.words(&unique.parts));
            let name = unique.name.clone().unwrap_or_else(|| self.index_name(&words, "key"));
            match columns {
                Some(columns) => self.push_unique(unique, name, columns),
                None => self.push_unique_index(unique, name),
            }
        }
    }

    /// `UNIQUE (tenant, key)`; the rows of a link are only given one when something refers to them.
    fn lower_tenant_key(&mut self) {
        let driftless_model::Tenancy::Scoped { composite: true, .. } = self.entity.tenancy else {
            return;
        };
        let (Some(tenant), Some(key)) = (self.tenant_column(), &self.table.primary_key) else {
            return;
        };
        if self.entity.ends().is_some() || key.columns.contains(&tenant) {
            return;
        }
        let columns: Vec<_> = std::iter::once(tenant).chain(key.columns.iter().cloned()).collect();
        let origin = key.origin.clone();
        let name = self.index_name(&columns, "key");
        self.table.uniques.push(Key {
            name,
            columns,
            nulls_not_distinct: false,
            origin,
            extras: Vec::new(),
        });
    }

    fn push_unique(&mut self, unique: &Unique, name: String, columns: Vec<String>) {
        if self
            .table
            .uniques
            .iter()
            .any(|key| key.name == name && key.columns == columns)
        {
            return;
        }
        let origin = self.origin(unique.span, "unique");
        self.table.uniques.push(Key {
            name,
            columns,
            nulls_not_distinct: unique.nulls_not_distinct,
            origin,
            extras: Vec::new(),
        });
    }

    fn push_unique_index(&mut self, unique: &Unique, name: String) {
        let object = self.object("unique");
        for expr in unique.parts.iter().map(|part| &part.expr).chain(&unique.predicate) {
            self.all.note_lower(unique.span, &object, expr);
        }
        let emulated = unique.nulls_not_distinct && self.all.dialect == Dialect::Sqlite;
        let parts = unique.parts.iter();
        let parts = if emulated {
            parts.flat_map(|part| self.null_safe_parts(part)).collect()
        } else {
            parts.flat_map(|part| self.index_parts(part)).collect()
        };
        let index = Index {
            name,
            unique: true,
            method: None,
            parts,
            nulls_not_distinct: unique.nulls_not_distinct && !emulated,
            predicate: unique.predicate.as_ref().map(|expr| self.printer().print(expr)),
            origin: self.origin(unique.span, "unique"),
            extras: Vec::new(),
        };
        self.table.indexes.push(index);
    }

    /// Indexes for speed.
    pub(super) fn lower_indexes(&mut self) {
        let entity = self.entity;
        for index in &entity.indexes {
            let words = self.words(&index.parts);
            let method = index.method.clone();
            let object = self.object("index");
            if self.all.is_sqlite() && method.is_some() {
                self.all.gap_because(
                    index.span,
                    &object,
                    "the access method",
                    "SQLite has trees only; no index is made",
                );
                continue;
            }
            let lowered = Index {
                name: index.name.clone().unwrap_or_else(|| self.index_name(&words, "idx")),
                unique: false,
                method,
                parts: index.parts.iter().flat_map(|part| self.index_parts(part)).collect(),
                nulls_not_distinct: false,
                predicate: index.predicate.as_ref().map(|expr| self.printer().print(expr)),
                origin: self.origin(index.span, "index"),
                extras: Vec::new(),
            };
            self.table.indexes.push(lowered);
        }
    }

    /// The columns of a unique that can be a constraint.
    fn plain_columns(&self, unique: &Unique) -> Option<Vec<String>> {
        let emulated = unique.nulls_not_distinct && self.all.is_sqlite();
        if unique.predicate.is_some() || emulated {
            return None;
        }
        let columns: Option<Vec<_>> = unique.parts.iter().map(|part| self.plain_column(part)).collect();
        let fields: Vec<_> = unique.parts.iter().flat_map(|part| part.expr.fields()).collect();
        columns.map(|columns| self.with_tenant(&fields, columns))
    }

    fn plain_column(&self, part: &Part) -> Option<String> {
        let ExprKind::Column(field, position) = part.expr.kind else {
            return None;
        };
        let plain = !part.descending && part.nulls.is_none();
        let columns = self.entity.field(field).columns();
        columns
            .get(position)
            .filter(|_| plain)
            .map(|column| column.name.clone())
    }

    fn index_parts(&self, part: &Part) -> Vec<IndexPart> {
        let descending = part.descending;
        // PostgreSQL puts nulls last, and first where it goes backwards: it does not tell whether somebody asked for that.
        let usual = if descending { Nulls::First } else { Nulls::Last };
        let nulls = part.nulls.filter(|nulls| !self.all.is_sqlite() && *nulls != usual);
        let one = |expr: String, column: bool| IndexPart {
            expr,
            column,
            descending,
            nulls,
            extras: Vec::new(),
        };
        match part.expr.kind {
            ExprKind::Arc(field) => {
                let (kind, id) = self.printer().arc_key(field);
                vec![one(kind, false), one(id, false)]
            }
            ExprKind::Column(field, position) => {
                let columns = self.entity.field(field).columns();
                columns
                    .get(position)
                    .map(|column| one(column.name.clone(), true))
                    .into_iter()
                    .collect()
            }
            _ => vec![one(self.printer().print(&part.expr), false)],
        }
    }

    /// SQLite always tells nulls apart, so the index holds whether there is one, and something else in its place.
    fn null_safe_parts(&self, part: &Part) -> Vec<IndexPart> {
        let filler = self.filler(part.expr.ty);
        let expressions = match part.expr.kind {
            ExprKind::Arc(field) => {
                let (kind, id) = self.printer().arc_key(field);
                vec![format!("coalesce({kind}, '')"), format!("coalesce({id}, x'')")]
            }
            _ => {
                let text = self.printer().print(&part.expr);
                vec![format!("({text}) IS NULL"), format!("coalesce({text}, {filler})")]
            }
        };
        let one = |expr| IndexPart {
            expr,
            column: false,
            descending: part.descending,
            nulls: None,
            extras: Vec::new(),
        };
        expressions.into_iter().map(one).collect()
    }

    /// What the name of an index is made of: columns, and the fields within expressions.
    fn words(&self, parts: &[Part]) -> Vec<String> {
        let words = parts.iter().flat_map(|part| match part.expr.kind {
            ExprKind::Column(field, position) => self
                .entity
                .field(field)
                .columns()
                .get(position)
                .map(|column| column.name.clone())
                .into_iter()
                .collect(),
            _ => part
                .expr
                .fields()
                .iter()
                .map(|&id| self.entity.field(id).name.to_string())
                .collect::<Vec<_>>(),
        });
        words.collect()
    }

    fn index_name(&self, words: &[String], kind: &str) -> String {
        let parts: Vec<_> = words.iter().map(String::as_str).chain([kind]).collect();
        self.named(&parts)
    }
}
