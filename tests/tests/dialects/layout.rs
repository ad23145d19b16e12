//! The tables of a schema as the rules of the language lay them out, under the names each dialect gives them. In: the
//! Schema. Out: columns, keys and what refers to what; never asked of an emitter.

use driftless_catalog::Dialect;
use driftless_model::{
    Action, Arc, Column as Stored, Entity, EntityId, Field, FieldId, FieldKind, Reference, Schema, Tenancy, Type,
    constraint_name,
};

/// All tables, in order of declaration: the entity's id is the position.
pub(crate) struct Layout<'s> {
    pub(crate) schema: &'s Schema,
    pub(crate) tables: Vec<Table<'s>>,
}

pub(crate) struct Table<'s> {
    pub(crate) id: EntityId,
    pub(crate) entity: &'s Entity,
    pub(crate) columns: Vec<Column<'s>>,
    /// Positions of the key's columns.
    pub(crate) key: Vec<usize>,
    /// Position of the column that says whose row it is.
    pub(crate) tenant: Option<usize>,
    pub(crate) relations: Vec<Relation>,
}

#[derive(Clone, Copy)]
pub(crate) struct Column<'s> {
    pub(crate) id: FieldId,
    pub(crate) field: &'s Field,
    pub(crate) stored: &'s Stored,
}

/// Columns that hold the key of a row of another table.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) field: FieldId,
    pub(crate) target: EntityId,
    pub(crate) own: Vec<usize>,
    pub(crate) theirs: Vec<usize>,
    /// Rows of another tenant are out of reach.
    pub(crate) inside_tenant: bool,
    pub(crate) on_delete: Action,
    pub(crate) on_update: Action,
}

impl<'s> Layout<'s> {
    pub(crate) fn of(schema: &'s Schema) -> Self {
        let mut tables: Vec<_> = schema.entities().map(|(id, entity)| Table::of(id, entity)).collect();
        let relations: Vec<_> = tables.iter().map(|table| relations(&tables, table)).collect();
        for (table, relations) in tables.iter_mut().zip(relations) {
            table.relations = relations;
        }
        Self { schema, tables }
    }

    pub(crate) fn table(&self, id: EntityId) -> &Table<'s> {
        &self.tables[id.0]
    }

    /// Everything that refers to a table.
    pub(crate) fn referring(&self, id: EntityId) -> impl Iterator<Item = (&Table<'s>, &Relation)> {
        let all = self
            .tables
            .iter()
            .flat_map(|table| table.relations.iter().map(move |relation| (table, relation)));
        all.filter(move |(_, relation)| relation.target == id)
    }
}

impl<'s> Table<'s> {
    fn of(id: EntityId, entity: &'s Entity) -> Self {
        let columns: Vec<Column<'s>> = entity
            .fields()
            .flat_map(|(id, field)| {
                let stored = field.columns().into_iter();
                stored.map(move |stored| Column { id, field, stored })
            })
            .collect();
        let of_field = |field: FieldId| positions(&columns, field);
        let key = entity.key.iter().flat_map(|&id| of_field(id)).collect();
        let tenant = match entity.tenancy {
            Tenancy::Scoped { field, .. } => of_field(field).first().copied(),
            Tenancy::Global { .. } | Tenancy::Root => None,
        };
        Self {
            id,
            entity,
            columns,
            key,
            tenant,
            relations: Vec::new(),
        }
    }

    /// Its name in a dialect: SQLite has no namespaces.
    pub(crate) fn name(&self, dialect: Dialect) -> String {
        let table = &self.entity.table;
        match (&table.namespace, dialect) {
            (Some(namespace), Dialect::Sqlite) => format!("{namespace}_{}", table.name),
            _ => table.name.clone(),
        }
    }

    /// Its name as a statement has it.
    pub(crate) fn quoted(&self, dialect: Dialect) -> String {
        match (&self.entity.table.namespace, dialect) {
            (Some(namespace), Dialect::Postgres) => {
                format!("{}.{}", quoted(namespace), quoted(&self.entity.table.name))
            }
            _ => quoted(&self.name(dialect)),
        }
    }

    /// The names of a rule: they begin with the table's own.
    pub(crate) fn rule(&self, parts: &[&str]) -> Vec<String> {
        let names = Dialect::ALL.map(|dialect| {
            let name = self.name(dialect);
            let words: Vec<&str> = std::iter::once(name.as_str()).chain(parts.iter().copied()).collect();
            constraint_name(&words)
        });
        let mut names = names.to_vec();
        names.dedup();
        names
    }

    /// The columns of a field.
    pub(crate) fn of_field(&self, field: FieldId) -> Vec<usize> {
        positions(&self.columns, field)
    }

    /// `Book.title`
    pub(crate) fn object(&self, name: &str) -> String {
        format!("{}.{name}", self.entity.name)
    }

    pub(crate) fn relations_of(&self, column: usize) -> impl Iterator<Item = &Relation> {
        self.relations
            .iter()
            .filter(move |relation| relation.own.contains(&column))
    }
}

impl<'s> Column<'s> {
    pub(crate) fn ty(&self) -> &'s Type {
        &self.stored.ty
    }

    /// What the lint calls it: the field, or the type that it has its rules from.
    pub(crate) fn objects(&self, schema: &Schema, table: &Table<'_>) -> Vec<String> {
        let named = self.ty().named.map(|id| format!("type {}", schema.named_type(id).name));
        std::iter::once(table.object(self.field.name.as_str()))
            .chain(named)
            .collect()
    }
}

fn positions(columns: &[Column<'_>], field: FieldId) -> Vec<usize> {
    let all = columns.iter().enumerate();
    all.filter(|(_, column)| column.id == field).map(|(at, _)| at).collect()
}

fn relations(tables: &[Table<'_>], table: &Table<'_>) -> Vec<Relation> {
    let fields = table.entity.fields().filter(|(_, field)| !field.transient);
    fields
        .flat_map(|(id, field)| match &field.kind {
            FieldKind::Value(_) => Vec::new(),
            FieldKind::Reference(reference) => vec![reference_of(tables, table, id, reference)],
            FieldKind::Arc(arc) => arc_of(tables, table, id, arc),
        })
        .collect()
}

fn reference_of(tables: &[Table<'_>], table: &Table<'_>, field: FieldId, reference: &Reference) -> Relation {
    let target = &tables[reference.target.0];
    let (mut own, mut theirs) = (Vec::new(), Vec::new());
    let mut columns = table.of_field(field).into_iter();
    for &id in &reference.fields {
        for position in target.of_field(id) {
            // The row's own tenant stands for the tenant in a key.
            let shared = table.tenant.filter(|_| target.entity.field(id).tenant);
            let Some(column) = shared.or_else(|| columns.next()) else {
                continue;
            };
            own.push(column);
            theirs.push(position);
        }
    }
    Relation {
        field,
        target: reference.target,
        own,
        theirs,
        inside_tenant: stays_inside(table, target),
        on_delete: reference.on_delete,
        on_update: reference.on_update,
    }
}

fn arc_of(tables: &[Table<'_>], table: &Table<'_>, field: FieldId, arc: &Arc) -> Vec<Relation> {
    let targets = arc.targets.iter().zip(table.of_field(field));
    let relation = |(to, column): (&driftless_model::ArcTarget, usize)| Relation {
        field,
        target: to.entity,
        own: vec![column],
        theirs: tables[to.entity.0].key.clone(),
        inside_tenant: stays_inside(table, &tables[to.entity.0]),
        on_delete: arc.on_delete,
        on_update: Action::NoAction,
    };
    targets.map(relation).collect()
}

fn stays_inside(table: &Table<'_>, target: &Table<'_>) -> bool {
    let composite = matches!(target.entity.tenancy, Tenancy::Scoped { composite: true, .. });
    composite && table.tenant.is_some()
}

pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
