//! References and arcs as foreign keys. Inside a tenant a key is composite, so that no row can point across; where it
//! should become null, a second key carries the action, because the composite one would null the tenant as well.

use std::collections::BTreeMap;

use driftless_model::{Action, Arc, Entity, EntityId, Field, FieldId, FieldKind, Reference, Tenancy};

use super::Lowering;
use super::table::TableLowering;
use crate::{Catalog, ForeignKey, Key, Table};
use driftless_model::constraint_name;

/// The two sides of a foreign key.
struct Sides {
    columns: Vec<String>,
    target: EntityId,
    target_columns: Vec<String>,
}

impl TableLowering<'_, '_> {
    /// The foreign keys of all references and arcs, and the arcs' own checks.
    pub(super) fn lower_references(&mut self) {
        let entity = self.entity;
        for (_, field) in entity.fields().filter(|(_, field)| !field.transient) {
            match &field.kind {
                FieldKind::Value(_) => {}
                FieldKind::Reference(reference) => self.lower_reference(field, reference),
                FieldKind::Arc(arc) => self.lower_arc(field, arc),
            }
        }
    }

    fn lower_reference(&mut self, field: &Field, reference: &Reference) {
        let sides = self.sides(reference);
        self.push_keys(field, sides, reference.on_delete, reference.on_update);
    }

    fn lower_arc(&mut self, field: &Field, arc: &Arc) {
        for target in &arc.targets {
            let entity = self.all.entity(target.entity);
            let key = entity.key_columns();
            let sides = Sides {
                columns: vec![target.column.name.clone()],
                target: target.entity,
                target_columns: key.iter().map(|column| column.name.clone()).collect(),
            };
            self.push_keys(field, sides, arc.on_delete, Action::NoAction);
        }
        self.lower_arc_check(field, arc);
    }

    /// Columns of both sides in order; a tenant column that both share stands for itself.
    fn sides(&self, reference: &Reference) -> Sides {
        let target = self.all.entity(reference.target);
        let mut own = reference.columns.iter().map(|column| column.name.clone());
        let (mut columns, mut target_columns) = (Vec::new(), Vec::new());
        for &id in &reference.fields {
            let field = target.field(id);
            let shared = if field.tenant { self.tenant_column() } else { None };
            for column in field.columns() {
                let Some(name) = shared.clone().or_else(|| own.next()) else {
                    continue;
                };
                columns.push(name);
                target_columns.push(column.name.clone());
            }
        }
        Sides {
            columns,
            target: reference.target,
            target_columns,
        }
    }

    fn push_keys(&mut self, field: &Field, sides: Sides, on_delete: Action, on_update: Action) {
        let Some((own, theirs)) = self.shared_tenant(self.all.entity(sides.target)) else {
            return self.push_key(field, sides, on_delete, on_update);
        };
        let composite = sides.columns.contains(&own);
        let nulls = on_delete == Action::SetNull || on_update == Action::SetNull;
        if nulls && !composite {
            let plain = Sides {
                columns: sides.columns.clone(),
                target_columns: sides.target_columns.clone(),
                ..sides
            };
            self.push_key(field, plain, on_delete, on_update);
        }
        let mut sides = sides;
        if !composite {
            sides.columns.insert(0, own);
            sides.target_columns.insert(0, theirs);
        }
        if nulls && composite {
            let object = self.object(field.name.as_str());
            let help = "its key holds the tenant, which must not become null; delete the reference first";
            self.all.gap_because(field.span, &object, "`set null`", help);
        }
        let kept = |action| {
            if action == Action::SetNull {
                Action::NoAction
            } else {
                action
            }
        };
        self.push_key(field, sides, kept(on_delete), kept(on_update));
    }

    fn push_key(&mut self, field: &Field, sides: Sides, on_delete: Action, on_update: Action) {
        let mut parts: Vec<_> = sides.columns.iter().map(String::as_str).collect();
        parts.push("fkey");
        let key = ForeignKey {
            name: self.named(&parts),
            target: self.all.table_name(self.all.entity(sides.target)),
            columns: sides.columns,
            target_columns: sides.target_columns,
            on_delete: at_the_end(on_delete),
            on_update,
            not_valid: false,
            origin: self.origin(field.span, field.name.as_str()),
            extras: Vec::new(),
        };
        self.table.foreign_keys.push(key);
    }

    /// The tenant columns of both sides, where a reference to `target` must stay inside the tenant and the target
    /// keeps the index for it.
    fn shared_tenant(&self, target: &Entity) -> Option<(String, String)> {
        let Tenancy::Scoped { field, composite: true } = target.tenancy else {
            return None;
        };
        let theirs = target.field(field).columns().first()?.name.clone();
        Some((self.tenant_column()?, theirs))
    }

    /// The column that names the tenant, where rows are some tenant's.
    pub(super) fn tenant_column(&self) -> Option<String> {
        Some(self.entity.tenant_field()?.columns().first()?.name.clone())
    }

    /// The columns with the tenant's before them, where one of the fields refers to a key that is unique within the
    /// tenant only.
    pub(super) fn with_tenant(&self, fields: &[FieldId], mut columns: Vec<String>) -> Vec<String> {
        if let Some(tenant) = self.tenant_column().filter(|tenant| !columns.contains(tenant))
            && fields
                .iter()
                .any(|&id| self.all.is_within_tenant(self.entity.field(id)))
        {
            columns.insert(0, tenant);
        }
        columns
    }
}

/// A row that is deleted along with its target holds nobody back. `RESTRICT` would ask before it is: SQLite always, and
/// PostgreSQL in the order in which its keys were made, so that a tenant could be deleted here and not there.
fn at_the_end(on_delete: Action) -> Action {
    if on_delete == Action::Restrict {
        Action::NoAction
    } else {
        on_delete
    }
}

impl Lowering<'_> {
    /// Whether a field refers to a key that is unique within the tenant only: one that holds the tenant, or refers to
    /// such a key itself.
    fn is_within_tenant(&self, field: &Field) -> bool {
        let Some(reference) = field.reference() else {
            return false;
        };
        let target = self.entity(reference.target);
        let mut fields = reference.fields.iter().map(|&id| target.field(id));
        fields.any(|held| held.tenant || self.is_within_tenant(held))
    }
}

/// Gives every table the unique keys that foreign keys point at, beside those it has.
pub(super) fn cover_targets(catalog: &mut Catalog) {
    let places: BTreeMap<_, _> = (0..)
        .zip(&catalog.tables)
        .map(|(at, table)| (table.name.clone(), at))
        .collect();
    let keys = catalog.tables.iter().flat_map(|table| &table.foreign_keys);
    let wanted: Vec<(usize, Vec<String>)> = keys
        .filter_map(|key| Some((*places.get(&key.target)?, key.target_columns.clone())))
        .collect();
    for (at, columns) in wanted {
        let table: &mut Table = &mut catalog.tables[at];
        let keys = table.primary_key.iter().chain(&table.uniques);
        if keys.into_iter().any(|key| same_columns(&key.columns, &columns)) {
            continue;
        }
        let mut parts = vec![table.name.name.as_str()];
        parts.extend(columns.iter().map(String::as_str));
        parts.push("key");
        let (name, origin) = (constraint_name(&parts), table.origin.clone());
        table.uniques.push(Key {
            name,
            columns,
            nulls_not_distinct: false,
            origin,
            extras: Vec::new(),
        });
    }
}

fn same_columns(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().all(|column| b.contains(column))
}
