//! One entity, or the rows of one link, as a table.

use driftless_diagnostics::Span;
use driftless_model::{Entity, EntityId, Mutability, constraint_name};

use super::Lowering;
use super::expression::Printer;
use crate::{Key, Origin, Privilege, Table};

/// A table while it is being lowered.
pub(super) struct TableLowering<'l, 'a> {
    pub(super) all: &'l mut Lowering<'a>,
    pub(super) entity: &'a Entity,
    pub(super) table: Table,
}

/// Lowers the table of an entity, and the functions that go with it.
pub(super) fn lower_table(all: &mut Lowering<'_>, id: EntityId) {
    let entity = all.entity(id);
    let origin = Origin::new(entity.span, entity.name.as_str())
        .formerly(all.former_tables(entity))
        .renamed_from(all.former_names(entity));
    let table = Table::new(all.table_name(entity), origin);
    let mut lowering = TableLowering { all, entity, table };
    lowering.lower_columns();
    lowering.lower_key();
    lowering.lower_uniques();
    lowering.lower_references();
    lowering.lower_variants();
    lowering.lower_declared_checks();
    lowering.lower_indexes();
    lowering.lower_policies();
    lowering.lower_guards();
    lowering.lower_lookups();
    lowering.finish();
}

impl<'a> TableLowering<'_, 'a> {
    /// The name of something in this table: `<table>_<parts>`.
    pub(super) fn named(&self, parts: &[&str]) -> String {
        let mut words = vec![self.table.name.name.as_str()];
        words.extend_from_slice(parts);
        constraint_name(&words)
    }

    /// Where a field or rule of this entity was declared.
    pub(super) fn origin(&self, span: Span, name: &str) -> Origin {
        Origin::new(span, self.object(name))
    }

    /// `Book.title`
    pub(super) fn object(&self, name: &str) -> String {
        format!("{}.{name}", self.entity.name)
    }

    /// Prints expressions over the table's own columns.
    pub(super) fn printer(&self) -> Printer<'_, 'a> {
        self.qualified_printer("")
    }

    /// Prints expressions over columns that need something before them.
    pub(super) fn qualified_printer<'s>(&'s self, qualifier: &'s str) -> Printer<'s, 'a> {
        Printer {
            lowering: self.all,
            entity: self.entity,
            qualifier,
        }
    }

    fn lower_key(&mut self) {
        let columns: Vec<_> = self
            .entity
            .key_columns()
            .iter()
            .map(|column| column.name.clone())
            .collect();
        let span = self
            .entity
            .key
            .first()
            .map_or(self.entity.span, |&id| self.entity.field(id).span);
        self.table.primary_key = Some(Key {
            name: self.named(&["pkey"]),
            columns: self.with_tenant(&self.entity.key, columns),
            nulls_not_distinct: false,
            origin: self.origin(span, "key"),
            extras: Vec::new(),
        });
    }

    fn finish(mut self) {
        let entity = self.entity;
        let mut doc = entity.doc.clone();
        if let Some(instead) = &entity.deprecated {
            doc.push_str(&format!("\nDeprecated: {instead}"));
        }
        self.table.comment = (!self.all.is_sqlite() && !doc.is_empty()).then_some(doc);
        self.table.strict = self.all.is_sqlite();
        self.table.grants = self.all.grants(match entity.mutability {
            Mutability::Mutable => &[
                Privilege::Select,
                Privilege::Insert,
                Privilege::Update,
                Privilege::Delete,
            ],
            Mutability::Immutable => &[Privilege::Select, Privilege::Insert, Privilege::Delete],
            Mutability::AppendOnly => &[Privilege::Select, Privilege::Insert],
        });
        self.all.catalog.tables.push(self.table);
    }
}
