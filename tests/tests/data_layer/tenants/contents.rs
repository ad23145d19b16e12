//! Everything that a tenant has, in each database. In: a tenant. Out: rows as texts, by table;
//! and the column that tells whose a row is.

use std::collections::BTreeMap;

use driftless_model::{Entity, Schema, Tenancy};

use crate::scene::{cell::quoted, identifier, key};
use crate::tenants::stage::Stage;

impl Stage<'_> {
    /// Everything that a tenant has.
    pub(crate) fn contents(&mut self, tenant: usize) -> BTreeMap<String, Vec<String>> {
        let (schema, key) = (self.scene.schema, self.scene.tenant(tenant));
        let mut found = BTreeMap::new();
        for (_, entity) in schema.entities() {
            let Some(column) = owner_column(schema, entity) else {
                continue;
            };
            let table = self.postgres.name(entity);
            let sql = format!(
                "SELECT t::text FROM {table} t WHERE {}::text = $1 ORDER BY 1",
                identifier(column)
            );
            let rows = self.owner.query(&sql, &[&key]).expect("a look");
            found.insert(table, rows.iter().map(|row| row.get(0)).collect());
        }
        found
    }

    /// Everything that a tenant has in SQLite.
    pub(crate) fn contents_of_sqlite(&self, tenant: usize) -> BTreeMap<String, Vec<String>> {
        let (schema, key) = (self.scene.schema, self.scene.tenant(tenant));
        let mut found = BTreeMap::new();
        for (_, entity) in schema.entities() {
            let Some(column) = owner_column(schema, entity) else {
                continue;
            };
            let table = self.sqlite.name(entity);
            let ty = &self
                .sqlite
                .table(entity)
                .column(column)
                .expect("the tenant's column")
                .ty;
            let digits = key.replace('-', "");
            let key = if ty == "BLOB" {
                format!("X'{digits}'")
            } else {
                quoted(&key)
            };
            let sql = format!("SELECT * FROM {table} WHERE {} = {key}", identifier(column));
            let mut statement = self.connection.prepare(&sql).expect("a look");
            let width = statement.column_count();
            let rows = statement.query_map([], |row| {
                let values = (0..width).map(|at| row.get_ref(at).map(|value| format!("{value:?}")));
                Ok(values.collect::<Result<Vec<_>, _>>()?.join("|"))
            });
            let mut rows: Vec<String> = rows.expect("rows").collect::<Result<_, _>>().expect("rows");
            rows.sort();
            assert!(!rows.is_empty(), "{table}");
            found.insert(table, rows);
        }
        found
    }
}

/// The column that tells whose a row is.
pub(super) fn owner_column<'e>(schema: &Schema, entity: &'e Entity) -> Option<&'e str> {
    match entity.tenancy {
        Tenancy::Global { .. } => None,
        Tenancy::Root => key(entity).first().copied(),
        Tenancy::Scoped { .. } => {
            assert!(schema.tenant.is_some());
            entity
                .tenant_field()
                .and_then(|field| Some(field.columns().first()?.name.as_str()))
        }
    }
}
