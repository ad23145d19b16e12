//! Queries that count rows on the database as it is: under the names from before the renames.

use driftless_catalog::ObjectName;
use driftless_catalog::sql::{identifier, qualified};

use super::Gate;
use crate::diff::Rename;

impl Gate<'_> {
    /// Counts the rows of a table of which a condition holds; of all rows where there is none.
    pub(super) fn count(&self, table: &ObjectName, condition: &str) -> String {
        let condition = if condition.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", self.before(table, condition))
        };
        format!("SELECT count(*) FROM {}{condition}", self.table_before(table))
    }

    /// Counts the values of these columns that more than one row has.
    pub(super) fn count_repeated(&self, table: &ObjectName, columns: &[String], condition: &str) -> String {
        let columns = columns.join(", ");
        let condition = if condition.is_empty() {
            String::new()
        } else {
            format!(" WHERE {condition}")
        };
        let inner = format!("{condition} GROUP BY {columns} HAVING count(*) > 1");
        format!(
            "SELECT count(*) FROM (SELECT 1 FROM {}{}) AS repeated",
            self.table_before(table),
            self.before(table, &inner)
        )
    }

    /// The name that a table has in the database.
    pub(super) fn table_before(&self, table: &ObjectName) -> String {
        let mut name = table.clone();
        for rename in self.difference.renames.iter().rev() {
            if let Rename::Table { before, after, .. } = rename
                && *after == name
            {
                name.clone_from(before);
            }
        }
        qualified(&name)
    }

    /// An expression over the columns of a table, under the names that they have in the database.
    pub(super) fn before(&self, table: &ObjectName, expr: &str) -> String {
        let mut expr = expr.to_owned();
        for rename in self.difference.renames.iter().rev() {
            if let Rename::Column {
                table: of,
                before,
                after,
            } = rename
                && of == table
            {
                expr = expr.replace(&identifier(after), &identifier(before));
            }
        }
        expr
    }
}
