//! Row-level security: rows are seen and written by their tenant alone. The owner of the tables, who migrates, is not
//! bound; the application connects as another role.

use driftless_model::{Column, Tenancy};

use super::table::TableLowering;
use crate::Policy;
use crate::sql::{identifier, literal};

impl<'a> TableLowering<'_, 'a> {
    /// The policy of a tenant's rows, and of the tenants themselves.
    pub(super) fn lower_policies(&mut self) {
        let Some(column) = self.policy_column() else { return };
        if self.all.is_sqlite() {
            return;
        }
        let Some(tenant) = &self.all.schema.tenant else { return };
        let setting = literal(self.all.dialect, &tenant.setting);
        let ty = self.all.sql_type(&column.ty);
        let condition = format!(
            "{} = nullif(current_setting({setting}, true), '')::{ty}",
            identifier(&column.name)
        );
        self.table.row_security = true;
        self.table.policies.push(Policy {
            name: self.named(&["tenant"]),
            using: condition.clone(),
            with_check: condition,
            comment: Some(format!(
                "Rows are seen and written by the tenant that {} names.",
                tenant.setting
            )),
            origin: self.table.origin.clone(),
        });
    }

    fn policy_column(&self) -> Option<&'a Column> {
        let entity = self.entity;
        match entity.tenancy {
            Tenancy::Scoped { field, .. } => entity.field(field).columns().first().copied(),
            Tenancy::Root => entity.key_columns().first().copied(),
            Tenancy::Global { .. } => None,
        }
    }
}
