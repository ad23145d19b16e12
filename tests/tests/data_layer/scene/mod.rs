//! Rows of two tenants for any schema, made from the model. In: a schema. Out: rows one by one, each referring to rows of its
//! own tenant alone, and what becomes of a row that refers to the other tenant's. Databases decide whether a row keeps its
//! checks: a row that does not is drawn again.

pub(crate) mod cell;
pub(crate) mod draw;

use std::collections::BTreeMap;

use driftless_catalog::{Catalog, Dialect, Table, lower};
use driftless_model::{Column, Entity, EntityId, Field, FieldId, FieldKind, Schema, Tenancy, Visibility};

use cell::Cell;
use draw::Draw;

/// The columns of a row.
pub(crate) type Cells = BTreeMap<String, Cell>;

/// A row, and whose it is: the first tenant's, the second's, or everybody's.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) entity: EntityId,
    pub(crate) tenant: Option<usize>,
    pub(crate) cells: Cells,
}

/// A reference to one entity; an arc has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way {
    pub(crate) field: FieldId,
    pub(crate) target: EntityId,
}

/// The rows there are.
pub(crate) struct Scene<'s> {
    pub(crate) schema: &'s Schema,
    pub(crate) rows: Vec<Row>,
    draw: Draw<'s>,
}

impl<'s> Scene<'s> {
    pub(crate) fn new(schema: &'s Schema, seed: u64) -> Self {
        Self {
            schema,
            rows: Vec::new(),
            draw: Draw::new(schema, seed),
        }
    }

    /// The key of a tenant, as text.
    pub(crate) fn tenant(&self, tenant: usize) -> String {
        let root = self.schema.tenant.as_ref().expect("a schema with tenants").entity;
        let row = self.of(root, Some(tenant)).next().expect("tenants come first");
        let key = self.schema.entity(root).key_columns();
        row.cells[&key[0].name].parsed()
    }

    /// The rows of an entity and a tenant.
    pub(crate) fn of(&self, entity: EntityId, tenant: Option<usize>) -> impl DoubleEndedIterator<Item = &Row> {
        let rows = self.rows.iter();
        rows.filter(move |row| row.entity == entity && row.tenant == tenant)
    }

    /// Whose rows of an entity a row of a tenant may refer to.
    fn owner(&self, entity: EntityId, tenant: Option<usize>) -> Option<usize> {
        match self.schema.entity(entity).tenancy {
            Tenancy::Global { .. } => None,
            // What is everybody's may refer to anybody's, where the schema says so.
            Tenancy::Root | Tenancy::Scoped { .. } => tenant.or(Some(0)),
        }
    }

    /// A row that is not there yet; none while what it needs is not there. `whole`: with what it may do without.
    pub(crate) fn draw(&mut self, entity: EntityId, tenant: Option<usize>, whole: bool) -> Option<Row> {
        let schema = self.schema;
        let of = schema.entity(entity);
        let case = of
            .variants
            .as_ref()
            .map(|variants| (variants, self.draw.below(variants.cases.len())));
        let mut cells = Cells::new();
        for (id, field) in of.fields() {
            let other_case =
                !field.variants.is_empty() && !case.is_some_and(|(_, case)| field.variants.contains(&case));
            if other_case || field.transient || field.computed.is_some() || field.identity || field.touched {
                continue;
            }
            if let Some((variants, case)) = case.filter(|(variants, _)| variants.tag == id) {
                let word = Cell::Text(variants.cases[case].value.clone());
                cells.insert(field.columns()[0].name.clone(), word);
            } else if field.tenant {
                let key = self.of(schema.tenant.as_ref()?.entity, tenant).next()?.cells.clone();
                self.refer(&mut cells, of, field, schema.tenant.as_ref()?.entity, &key);
            } else {
                self.fill(&mut cells, (entity, field), tenant, whole)?;
            }
        }
        Some(Row { entity, tenant, cells })
    }

    fn fill(&mut self, cells: &mut Cells, of: (EntityId, &Field), tenant: Option<usize>, whole: bool) -> Option<()> {
        let (entity, field) = (self.schema.entity(of.0), of.1);
        if let FieldKind::Value(column) = &field.kind {
            let is_null = field.nullable && self.draw.below(3) == 0;
            let value = match field.visibility {
                Visibility::Public if is_null => Cell::Null,
                Visibility::Public if field.pii.is_some() => self.draw.marked(&column.ty, draw::PERSONAL),
                Visibility::Public => self.draw.value(&column.ty),
                Visibility::Internal | Visibility::Secret => self.draw.marked(&column.ty, draw::HIDDEN),
            };
            cells.insert(column.name.clone(), value);
            return Some(());
        }
        if field.nullable && (!whole || self.draw.below(6) == 0) {
            return Some(());
        }
        let mut found = Vec::new();
        for target in targets(field) {
            let rows = self.of(target, self.owner(target, tenant));
            found.push(rows.map(|row| (target, row.cells.clone())).collect::<Vec<_>>());
        }
        found.retain(|rows| !rows.is_empty());
        let chosen = self.draw.below(found.len());
        let found = found.into_iter().nth(chosen).unwrap_or_default();
        let chosen = self.draw.below(found.len());
        match found.get(chosen) {
            Some((target, row)) => self.refer(cells, entity, field, *target, row),
            None if field.nullable => {}
            None => return None,
        }
        Some(())
    }

    /// Makes a field refer to a row.
    fn refer(&self, cells: &mut Cells, holder: &Entity, field: &Field, target: EntityId, row: &Cells) {
        let of = self.schema.entity(target);
        let pairs: Vec<(&Column, String)> = match &field.kind {
            FieldKind::Value(_) => Vec::new(),
            FieldKind::Arc(arc) => {
                let arm = arc.targets.iter().filter(|arm| arm.entity == target);
                arm.map(|arm| (&arm.column, of.key_columns()[0].name.clone())).collect()
            }
            FieldKind::Reference(reference) => {
                let is_shared = |of: &Field| of.tenant && holder.tenant_field().is_some();
                let fields = reference.fields.iter().map(|id| of.field(*id));
                let theirs = fields.filter(|field| !is_shared(field)).flat_map(Field::columns);
                let theirs: Vec<String> = theirs.map(|column| column.name.clone()).collect();
                assert_eq!(theirs.len(), reference.columns.len(), "{}", field.name);
                reference.columns.iter().zip(theirs).collect()
            }
        };
        for (column, theirs) in pairs {
            cells.insert(column.name.clone(), row[&theirs].clone());
        }
    }

    /// The ways in which rows of an entity refer to rows of some tenant, the tenant itself aside.
    pub(crate) fn ways(&self, entity: EntityId) -> Vec<Way> {
        let is_scoped = |target: EntityId| matches!(self.schema.entity(target).tenancy, Tenancy::Scoped { .. });
        let fields = self
            .schema
            .entity(entity)
            .fields()
            .filter(|(_, field)| !field.tenant && !field.transient);
        let ways =
            fields.flat_map(|(id, field)| targets(field).into_iter().map(move |target| Way { field: id, target }));
        ways.filter(|way| is_scoped(way.target)).collect()
    }

    /// Whether the schema gave up that the database looks at the tenant.
    pub(crate) fn is_open(&self, way: Way) -> bool {
        matches!(
            self.schema.entity(way.target).tenancy,
            Tenancy::Scoped { composite: false, .. }
        )
    }

    /// Whether a row refers to something this way.
    pub(crate) fn goes(&self, row: &Row, way: Way) -> bool {
        let field = self.schema.entity(row.entity).field(way.field);
        let names = columns(field, way.target);
        names
            .iter()
            .all(|name| row.cells.get(*name).is_some_and(|cell| *cell != Cell::Null))
    }

    /// The same row, but referring to a row of the first tenant.
    pub(crate) fn across(&self, row: &Row, way: Way) -> Row {
        let entity = self.schema.entity(row.entity);
        let other = self
            .of(way.target, Some(0))
            .next_back()
            .expect("the first tenant has rows")
            .cells
            .clone();
        let mut changed = row.clone();
        self.refer(&mut changed.cells, entity, entity.field(way.field), way.target, &other);
        changed
    }
}

/// What a field may refer to.
pub(crate) fn targets(field: &Field) -> Vec<EntityId> {
    match &field.kind {
        FieldKind::Value(_) => Vec::new(),
        FieldKind::Reference(reference) => vec![reference.target],
        FieldKind::Arc(arc) => arc.targets.iter().map(|arm| arm.entity).collect(),
    }
}

/// The columns by which a field refers to an entity.
pub(crate) fn columns(field: &Field, target: EntityId) -> Vec<&str> {
    match &field.kind {
        FieldKind::Value(_) => Vec::new(),
        FieldKind::Reference(reference) => reference.columns.iter().map(|column| column.name.as_str()).collect(),
        FieldKind::Arc(arc) => {
            let arms = arc.targets.iter().filter(|arm| arm.entity == target);
            arms.map(|arm| arm.column.name.as_str()).collect()
        }
    }
}

/// The tables of a schema in one dialect, and how their rows are written.
pub(crate) struct Tables {
    dialect: Dialect,
    catalog: Catalog,
}

impl Tables {
    pub(crate) fn of(schema: &Schema, dialect: Dialect) -> Self {
        let catalog = lower(schema, dialect).catalog;
        Self { dialect, catalog }
    }

    /// The table of an entity.
    pub(crate) fn table(&self, entity: &Entity) -> &Table {
        let namespace = entity.table.namespace.as_deref();
        let name = match (self.dialect, namespace) {
            (Dialect::Sqlite, Some(namespace)) => format!("{namespace}_{}", entity.table.name),
            _ => entity.table.name.clone(),
        };
        let is_it = |table: &&Table| {
            table.name.name == name && (self.dialect == Dialect::Sqlite || table.name.namespace.as_deref() == namespace)
        };
        self.catalog
            .tables
            .iter()
            .find(is_it)
            .unwrap_or_else(|| panic!("no table {name}"))
    }

    /// The table's name in SQL.
    pub(crate) fn name(&self, entity: &Entity) -> String {
        let name = &self.table(entity).name;
        let namespace = name
            .namespace
            .iter()
            .map(|namespace| format!("{}.", identifier(namespace)));
        namespace.collect::<String>() + &identifier(&name.name)
    }

    fn literal(&self, table: &Table, column: &str, cell: &Cell) -> String {
        match self.dialect {
            Dialect::Postgres => cell.postgres(),
            Dialect::Sqlite => cell.sqlite(&table.column(column).expect("a column of the table").ty),
        }
    }

    /// Puts a row in, and gives the numbers that the database made.
    pub(crate) fn insert(&self, entity: &Entity, cells: &Cells) -> String {
        let table = self.table(entity);
        let names: Vec<String> = cells.keys().map(|name| identifier(name)).collect();
        let values: Vec<String> = cells
            .iter()
            .map(|(name, cell)| self.literal(table, name, cell))
            .collect();
        format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.name(entity),
            names.join(", "),
            values.join(", ")
        )
    }

    /// A condition on some columns of a row.
    pub(crate) fn matches<'c>(&self, entity: &Entity, cells: &Cells, names: impl Iterator<Item = &'c str>) -> String {
        let table = self.table(entity);
        let one = |name: &str| format!("{} = {}", identifier(name), self.literal(table, name, &cells[name]));
        names.map(one).collect::<Vec<_>>().join(" AND ")
    }

    /// Sets some columns to those of a row.
    pub(crate) fn set(&self, entity: &Entity, cells: &Cells, names: &[&str]) -> String {
        let table = self.table(entity);
        let one = |name: &&str| format!("{} = {}", identifier(name), self.literal(table, name, &cells[*name]));
        names.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// The names of the foreign keys that hold a column.
    pub(crate) fn foreign_keys(&self, entity: &Entity, column: &str) -> Vec<&str> {
        let keys = self.table(entity).foreign_keys.iter();
        let keys = keys.filter(|key| key.columns.iter().any(|name| name == column));
        keys.map(|key| key.name.as_str()).collect()
    }
}

/// A name in SQL.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The columns of an entity's key.
pub(crate) fn key(entity: &Entity) -> Vec<&str> {
    entity
        .key_columns()
        .into_iter()
        .map(|column| column.name.as_str())
        .collect()
}

/// The column that the database numbers, if it is part of the key.
pub(crate) fn numbered(entity: &Entity) -> Option<&str> {
    let field = entity
        .key
        .iter()
        .map(|id| entity.field(*id))
        .find(|field| field.identity)?;
    field.value().map(|column| column.name.as_str())
}
