//! Names that a database would not tell apart, in the scopes that databases really have: tables, indexes, keys,
//! sequences and enum types share one per namespace, constraints one per table.

use std::collections::BTreeMap;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{NativeKind, constraint_name};

use crate::{Catalog, Dialect, Origin, Table};

/// A scope and a name in it.
type Place = (String, String);

/// Reports every name that is taken twice.
pub(crate) fn report_collisions(catalog: &Catalog, diagnostics: &mut Diagnostics) {
    let mut taken: BTreeMap<Place, Origin> = BTreeMap::new();
    for (scope, name, origin) in places(catalog) {
        // SQLite ignores the case of ASCII letters; PostgreSQL tools that do not quote fold it.
        let place = (scope, name.to_ascii_lowercase());
        match taken.get(&place) {
            Some(first) => diagnostics.push(collision(catalog.dialect, &name, first, &origin)),
            None => {
                taken.insert(place, origin);
            }
        }
    }
}

fn places(catalog: &Catalog) -> Vec<(String, String, Origin)> {
    let mut places = Vec::new();
    let relation = |namespace: &Option<String>| format!("relations {}", namespace.as_deref().unwrap_or_default());
    for item in &catalog.enums {
        places.push((
            relation(&item.name.namespace),
            item.name.name.clone(),
            item.origin.clone(),
        ));
    }
    for function in &catalog.functions {
        places.push((
            "functions".to_owned(),
            function.name.to_string(),
            function.origin.clone(),
        ));
    }
    for native in catalog.natives.iter().filter(|native| native.kind == NativeKind::View) {
        places.push((relation(&None), native.name.clone(), native.origin.clone()));
    }
    for table in &catalog.tables {
        let scope = relation(&table.name.namespace);
        places.push((scope.clone(), table.name.name.clone(), table.origin.clone()));
        places.extend(indexes(table).map(|(name, origin)| (scope.clone(), name, origin)));
        places.extend(sequences(catalog.dialect, table).map(|(name, origin)| (scope.clone(), name, origin)));
        places.extend(constraints(table).map(|(kind, name, origin)| (format!("{kind} {}", table.name), name, origin)));
    }
    places
}

/// What has an index of its own; SQLite names those of keys itself.
fn indexes(table: &Table) -> impl Iterator<Item = (String, Origin)> {
    let keys = table.primary_key.iter().chain(&table.uniques).filter(|_| !table.strict);
    let keys = keys.map(|key| (key.name.clone(), key.origin.clone()));
    keys.chain(
        table
            .indexes
            .iter()
            .map(|index| (index.name.clone(), index.origin.clone())),
    )
}

fn sequences(dialect: Dialect, table: &Table) -> impl Iterator<Item = (String, Origin)> {
    let numbered = table
        .columns
        .iter()
        .filter(move |column| column.identity && dialect == Dialect::Postgres);
    numbered.map(|column| {
        (
            constraint_name(&[&table.name.name, &column.name, "seq"]),
            column.origin.clone(),
        )
    })
}

fn constraints(table: &Table) -> impl Iterator<Item = (&'static str, String, Origin)> {
    let keys = table
        .primary_key
        .iter()
        .chain(&table.uniques)
        .map(|key| (&key.name, &key.origin));
    let foreign = table.foreign_keys.iter().map(|key| (&key.name, &key.origin));
    let checks = table.checks.iter().map(|check| (&check.name, &check.origin));
    let constraints = keys
        .chain(foreign)
        .chain(checks)
        .map(|(name, origin)| ("constraints", name, origin));
    let columns = table
        .columns
        .iter()
        .map(|column| ("columns", &column.name, &column.origin));
    let triggers = table
        .triggers
        .iter()
        .map(|trigger| ("triggers", &trigger.name, &trigger.origin));
    let all = constraints.chain(columns).chain(triggers);
    all.map(|(kind, name, origin)| (kind, name.clone(), origin.clone()))
}

fn collision(dialect: Dialect, name: &str, first: &Origin, second: &Origin) -> Diagnostic {
    let message = format!(
        "`{}` and `{}` would both need the name `{name}` on {}",
        first.object,
        second.object,
        dialect.title()
    );
    let mut diagnostic = Diagnostic::error(Code::NameCollision, message).object(second.object.clone());
    if let Some(span) = second.span {
        diagnostic = diagnostic.label(span, "the second");
    }
    if let Some(span) = first.span {
        diagnostic = diagnostic.related(span, "the first");
    }
    diagnostic.help("rename one of them, or give it a `name`, `table` or `column` of its own")
}
