//! The statements that make a database out of nothing. In: what it must hold. Out: SQL of its dialect, as migrations have
//! it, without the words around it; nobody proves it.

use driftless_catalog::Catalog;
use driftless_migrate::plan;

/// Everything that a catalog holds, in an order that a server takes.
pub fn everything(wanted: &Catalog) -> Result<String, String> {
    let plan = plan(&Catalog::empty(wanted.dialect), wanted)?;
    let groups = plan.parts.iter().flat_map(|part| &part.up.groups);
    let statements = groups
        .flatten()
        .map(|statement| statement.text() + statement.terminator());
    Ok(statements.collect::<Vec<_>>().join("\n"))
}
