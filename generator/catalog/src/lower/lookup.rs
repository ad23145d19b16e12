//! Lookups: one narrow function per field that finds a row across tenants (a token by its hash, a person by their
//! address at login) and tells its key and its tenant, nothing more. There is no other way around the policies.

use driftless_model::{Column, Field, Tenancy};

use super::table::TableLowering;
use crate::sql::{identifier, qualified};
use crate::{Function, ObjectName, Privilege};

impl<'a> TableLowering<'_, 'a> {
    /// A function for each field of `lookup`; rows that no policy hides need none.
    pub(super) fn lower_lookups(&mut self) {
        let entity = self.entity;
        if self.all.is_sqlite() || matches!(entity.tenancy, Tenancy::Global { .. }) {
            return;
        }
        for &id in &entity.lookup {
            let function = self.lookup(entity.field(id));
            self.all.catalog.functions.push(function);
        }
    }

    fn lookup(&self, field: &Field) -> Function {
        let sought = field.columns();
        let found = self.found_columns();
        let typed = |column: &Column| format!("{} {}", identifier(&column.name), self.all.sql_type(&column.ty));
        let arguments: Vec<_> = sought.iter().map(|column| self.argument(column)).collect();
        let returned: Vec<_> = found.iter().map(|column| typed(column)).collect();
        let selected: Vec<_> = found
            .iter()
            .map(|column| format!("t.{}", identifier(&column.name)))
            .collect();
        let conditions: Vec<_> = (1..)
            .zip(&sought)
            .map(|(n, column)| format!("t.{} = ${n}", identifier(&column.name)))
            .collect();
        let (table, name) = (qualified(&self.table.name), field.name.as_str());
        let names: Vec<_> = sought.iter().map(|column| column.name.as_str()).collect();
        Function {
            name: ObjectName {
                namespace: self.table.name.namespace.clone(),
                name: self.named(&["by", &names.join("_")]),
            },
            arguments: arguments.join(", "),
            returns: format!("TABLE ({})", returned.join(", ")),
            language: "sql".to_owned(),
            options: "STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp".to_owned(),
            body: format!(
                "SELECT {} FROM {table} AS t WHERE {}",
                selected.join(", "),
                conditions.join(" AND ")
            ),
            restricted: true,
            grants: self.all.grants(&[Privilege::Execute]),
            reads: Some(self.table.name.clone()),
            comment: Some(format!(
                "Finds a row of any tenant by `{name}`, and tells no more than whose it is."
            )),
            origin: self.origin(field.span, name),
        }
    }

    fn argument(&self, column: &Column) -> String {
        format!(
            "{} {}",
            identifier(&format!("sought_{}", column.name)),
            self.all.sql_type(&column.ty)
        )
    }

    /// The key, and the tenant beside it.
    fn found_columns(&self) -> Vec<&'a Column> {
        let entity = self.entity;
        let mut columns = entity.key_columns();
        if let Some(tenant) = entity.tenant_field().and_then(|field| field.columns().first().copied())
            && !columns.iter().any(|column| column.name == tenant.name)
        {
            columns.push(tenant);
        }
        columns
    }
}
