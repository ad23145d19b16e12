//! Where two Catalogs part: one line for a report, not a plan.

use std::fmt::Debug;

use crate::{Catalog, Table};

impl Catalog {
    /// The first object in which two sorted Catalogs differ, as both have it; `None` where they are equal.
    pub fn first_difference(&self, other: &Self) -> Option<String> {
        let tables = parting(&self.tables, &other.tables).map(|(a, b)| match (a, b) {
            (Some(a), Some(b)) if a.name == b.name => table_difference(a, b),
            (a, b) => told("table", &a.map(|table| &table.name), &b.map(|table| &table.name)),
        });
        let others = [
            part("namespace", &self.namespaces, &other.namespaces),
            part("native object", &self.natives, &other.natives),
            part("enum", &self.enums, &other.enums),
            part("function", &self.functions, &other.functions),
            part("opaque object", &self.opaque, &other.opaque),
        ];
        others.into_iter().flatten().next().or(tables)
    }
}

fn table_difference(a: &Table, b: &Table) -> String {
    let parts = [
        part("column", &a.columns, &b.columns),
        part("primary key", a.primary_key.as_slice(), b.primary_key.as_slice()),
        part("unique key", &a.uniques, &b.uniques),
        part("foreign key", &a.foreign_keys, &b.foreign_keys),
        part("check", &a.checks, &b.checks),
        part("index", &a.indexes, &b.indexes),
        part("trigger", &a.triggers, &b.triggers),
        part("policy", &a.policies, &b.policies),
        part("grant", &a.grants, &b.grants),
    ];
    let part = parts.into_iter().flatten().next();
    format!(
        "table {}: {}",
        a.name,
        part.unwrap_or_else(|| "comment, strictness or row security".to_owned())
    )
}

fn part<T: PartialEq + Debug>(what: &str, a: &[T], b: &[T]) -> Option<String> {
    parting(a, b).map(|(a, b)| told(what, &a, &b))
}

fn told(what: &str, a: &impl Debug, b: &impl Debug) -> String {
    format!("{what} {a:?} against {b:?}")
}

/// The first place in which two lists differ.
fn parting<'t, T: PartialEq>(a: &'t [T], b: &'t [T]) -> Option<(Option<&'t T>, Option<&'t T>)> {
    let longest = a.len().max(b.len());
    (0..longest).map(|at| (a.get(at), b.get(at))).find(|(a, b)| a != b)
}
