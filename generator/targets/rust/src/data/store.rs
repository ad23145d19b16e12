//! An entity in one database: its table and its columns, whose rows they are, and what finds one.

use std::collections::BTreeMap;

use driftless_catalog::sql::qualified;
use driftless_catalog::{ObjectName, Table};
use driftless_model::{Entity, EntityId, Field, FieldId, FieldKind, Tenancy};
use driftless_shape::{Item, ItemType, Origin, Role, Shape};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::data::column::Column;
use crate::data::{Database, form};
use crate::names;
use crate::scope::Scope;
use crate::view::View;

/// An entity in one database.
pub(crate) struct Store<'a> {
    /// The file that is being emitted.
    pub(crate) scope: &'a Scope<'a>,
    /// The database.
    pub(crate) database: &'a Database,
    /// The entity.
    pub(crate) id: EntityId,
    /// The same.
    pub(crate) entity: &'a Entity,
    /// Its table.
    pub(crate) table: &'a Table,
    /// Its columns in order.
    pub(crate) columns: Vec<Column<'a>>,
}

impl<'a> Store<'a> {
    /// What a database knows of an entity; nothing if it has no table for it.
    pub(crate) fn of(scope: &'a Scope<'a>, database: &'a Database, id: EntityId) -> Option<Self> {
        let entity = scope.view.schema.entity(id);
        let table = database.catalog.table(&table_name(database, entity))?;
        Some(Self {
            scope,
            database,
            id,
            entity,
            table,
            columns: columns(scope.view, table, id)?,
        })
    }

    /// Its table in SQL.
    pub(crate) fn table_sql(&self) -> String {
        qualified(&self.table.name)
    }

    /// A name of the database's own module.
    pub(crate) fn name(&self, name: &str) -> TokenStream {
        self.scope.name(self.database.path(), name)
    }

    /// The form of a column.
    pub(crate) fn form(&self, column: &Column<'_>) -> TokenStream {
        form::of(self.scope, self.database, column)
    }

    /// A shape of the entity.
    pub(crate) fn shape(&self, role: Role) -> Option<&'a Shape> {
        let (_, shape) = self.scope.view.shape((Origin::Entity(self.id), role))?;
        Some(shape)
    }

    /// The type of a shape of the entity, by its name.
    pub(crate) fn shape_type(&self, role: Role) -> Option<TokenStream> {
        Some(self.scope.declared(self.entity.domain, &self.shape(role)?.name))
    }

    /// The columns of a field.
    pub(crate) fn columns_of(&self, field: FieldId) -> impl Iterator<Item = &Column<'a>> {
        self.columns.iter().filter(move |column| column.id == field)
    }

    /// The columns of the key, in order.
    pub(crate) fn key(&self) -> Vec<&Column<'a>> {
        self.entity
            .key
            .iter()
            .flat_map(|&field| self.columns_of(field))
            .collect()
    }

    /// The column that says whose row it is: the tenant's reference, or the tenant's own key.
    pub(crate) fn tenant_column(&self) -> Option<&Column<'a>> {
        match self.entity.tenancy {
            Tenancy::Scoped { field, .. } => self.columns_of(field).next(),
            Tenancy::Root => self.key().first().copied(),
            Tenancy::Global { .. } => None,
        }
    }

    /// Whether a column is filled in from the transaction's tenant.
    pub(crate) fn is_tenant(&self, column: &Column<'_>) -> bool {
        self.tenant_column()
            .is_some_and(|tenant| tenant.declared.name == column.declared.name)
    }

    /// The columns of the key that a caller has to name.
    pub(crate) fn named_key(&self) -> Vec<&Column<'a>> {
        self.key()
            .into_iter()
            .filter(|column| !self.is_tenant(column))
            .collect()
    }

    /// The type of the transaction: that of the tenant whose rows they are, or any.
    pub(crate) fn transaction(&self) -> TokenStream {
        let transaction = self.name("Transaction");
        let owner = self.tenant_column().map(|column| column.rust_type(self.scope));
        match owner {
            Some(owner) => quote!(&mut #transaction<'_, #owner>),
            None => quote!(&mut #transaction<'_, impl Sized>),
        }
    }

    /// Every column, as it is read.
    pub(crate) fn selected(&self) -> String {
        let columns = self.columns.iter().map(|column| column.selected(self.database.dialect));
        columns.collect::<Vec<_>>().join(", ")
    }

    /// Variables for columns, none of which hides what a function uses itself.
    pub(crate) fn parameters(&self, columns: &[&Column<'_>]) -> Vec<(Ident, TokenStream)> {
        let parameters = columns
            .iter()
            .map(|column| (variable(&column.word()), column.rust_type(self.scope)));
        parameters.collect()
    }
}

/// A variable that hides nothing a function uses itself.
pub(crate) fn variable(word: &str) -> Ident {
    const TAKEN: [&str; 13] = [
        "transaction",
        "tenant",
        "values",
        "new",
        "internal",
        "filter",
        "order",
        "after",
        "limit",
        "patch",
        "rows",
        "lines",
        "made",
    ];
    if TAKEN.contains(&word) {
        return names::ident(&format!("{word}_"));
    }
    names::ident(word)
}

/// The name of a table: SQLite has no namespaces, there the name begins with it.
pub(crate) fn table_name(database: &Database, entity: &Entity) -> ObjectName {
    let (namespace, name) = (entity.table.namespace.clone(), entity.table.name.clone());
    match (database.dialect, namespace) {
        (driftless_catalog::Dialect::Sqlite, Some(namespace)) => ObjectName {
            namespace: None,
            name: format!("{namespace}_{name}"),
        },
        (_, namespace) => ObjectName { namespace, name },
    }
}

fn columns<'a>(view: &View<'a>, table: &'a Table, id: EntityId) -> Option<Vec<Column<'a>>> {
    let entity = view.schema.entity(id);
    let (_, row) = view.shape((Origin::Entity(id), Role::Row))?;
    let items: BTreeMap<(FieldId, usize), &ItemType> = row
        .body
        .members()
        .into_iter()
        .filter_map(|member| Some(((member.field, member.column?), &member.ty)))
        .collect();
    let mut columns = Vec::new();
    for (field_id, field) in entity.fields() {
        for (at, declared) in field.columns().into_iter().enumerate() {
            columns.push(Column {
                field,
                id: field_id,
                at,
                declared,
                stored: table.column(&declared.name)?,
                item: item(view, field, at, items.get(&(field_id, at)).copied())?,
            });
        }
    }
    Some(columns)
}

/// What a column holds: the member says so, and of an arc the key that it holds.
fn item(view: &View<'_>, field: &Field, at: usize, member: Option<&ItemType>) -> Option<ItemType> {
    let FieldKind::Arc(arc) = &field.kind else {
        return member.cloned();
    };
    let target = arc.targets.get(at)?;
    let item = match view.id(target.entity) {
        Some(_) => Item::Id(target.entity),
        None => Item::Scalar(target.column.ty.scalar),
    };
    Some(ItemType {
        item,
        array: None,
        limits: target.column.ty.limits.clone(),
        named: None,
    })
}
