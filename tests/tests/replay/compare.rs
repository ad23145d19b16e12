//! Two Catalogs side by side: how many objects of each kind are equal, and what is not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use driftless_catalog::normal::normal;
use driftless_catalog::{Catalog, Dialect, Table};

/// What was compared, by kind.
#[derive(Default)]
pub(crate) struct Comparison {
    /// Objects, and how many of them are equal.
    pub(crate) kinds: BTreeMap<&'static str, (usize, usize)>,
    /// One line for each object that is not.
    pub(crate) differences: Vec<String>,
}

impl Comparison {
    fn equal(&mut self, kind: &'static str) {
        let (all, equal) = self.kinds.entry(kind).or_default();
        (*all, *equal) = (*all + 1, *equal + 1);
    }

    fn differs(&mut self, kind: &'static str, line: String) {
        self.kinds.entry(kind).or_default().0 += 1;
        self.differences.push(format!("{kind} {line}"));
    }

    /// Objects of one kind by name: those of the replay, and those of the server.
    fn lists<T: PartialEq + Debug>(
        &mut self,
        kind: &'static str,
        within: &str,
        replayed: &[T],
        server: &[T],
        name: impl Fn(&T) -> String,
    ) {
        let by_name = |list: &'_ [T]| -> BTreeMap<String, usize> {
            list.iter().enumerate().map(|(at, item)| (name(item), at)).collect()
        };
        let (ours, theirs) = (by_name(replayed), by_name(server));
        let names: BTreeSet<_> = ours.keys().chain(theirs.keys()).collect();
        for named in names {
            match (ours.get(named), theirs.get(named)) {
                (Some(&a), Some(&b)) if replayed[a] == server[b] => self.equal(kind),
                (Some(&a), Some(&b)) => {
                    self.differs(
                        kind,
                        format!(
                            "{within}{named}:\n    replay {:?}\n    server {:?}",
                            replayed[a], server[b]
                        ),
                    );
                }
                (Some(_), None) => self.differs(kind, format!("{within}{named}: the server has none")),
                (None, _) => self.differs(kind, format!("{within}{named}: replay has none")),
            }
        }
    }
}

/// Compares what replay made with what the server says.
pub(crate) fn compare(replayed: &Catalog, server: &Catalog) -> Comparison {
    let (replayed, server) = (normal(replayed), normal(server));
    let mut comparison = Comparison::default();
    let shell = |catalog: &Catalog| -> Vec<Table> { catalog.tables.iter().map(shell).collect() };
    comparison.lists("table", "", &shell(&replayed), &shell(&server), |table| {
        table.name.to_string()
    });
    for theirs in &server.tables {
        if let Some(ours) = replayed.table(&theirs.name) {
            compare_tables(&mut comparison, server.dialect, ours, theirs);
        }
    }
    comparison.lists(
        "namespace",
        "",
        &names(&replayed.namespaces, |n| n.name.clone()),
        &names(&server.namespaces, |n| n.name.clone()),
        Clone::clone,
    );
    comparison.lists("enum", "", &replayed.enums, &server.enums, |item| item.name.to_string());
    if server.dialect == Dialect::Postgres {
        comparison.lists("function", "", &functions(&replayed), &functions(&server), Clone::clone);
    }
    comparison.lists("other", "", &others(&replayed), &others(&server), Clone::clone);
    comparison
}

fn names<T>(list: &[T], name: impl Fn(&T) -> String) -> Vec<String> {
    list.iter().map(name).collect()
}

/// Functions by name alone: bodies of others' functions are text.
fn functions(catalog: &Catalog) -> Vec<String> {
    let modelled = catalog.functions.iter().map(|function| function.name.to_string());
    let opaque = catalog.opaque.iter().filter(|known| known.kind == "function");
    let opaque = opaque.map(|known| known.name.split('(').next().unwrap_or_default().to_owned());
    modelled.chain(opaque).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Opaque objects that stand by themselves, by kind and name.
fn others(catalog: &Catalog) -> Vec<String> {
    let hanging = [
        "function",
        "comment",
        "grant",
        "owner",
        "setting",
        "block",
        "call",
        "default privileges",
        "constraint",
    ];
    let others = catalog
        .opaque
        .iter()
        .filter(|known| !hanging.contains(&known.kind.as_str()));
    let name = |name: &str| name.split('(').next().unwrap_or_default().to_owned();
    others
        .map(|known| format!("{} {}", known.kind, name(&known.name)))
        .collect()
}

/// The table itself, without what is compared one by one.
fn shell(table: &Table) -> Table {
    let mut shell = Table::new(table.name.clone(), table.origin.clone());
    shell.row_security = table.row_security;
    shell.strict = table.strict;
    shell.comment.clone_from(&table.comment);
    shell.extras.clone_from(&table.extras);
    shell
}

fn compare_tables(comparison: &mut Comparison, dialect: Dialect, ours: &Table, theirs: &Table) {
    let within = format!("{}.", theirs.name);
    comparison.lists("column", &within, &ours.columns, &theirs.columns, |column| {
        column.name.clone()
    });
    comparison.lists(
        "foreign key",
        &within,
        &ours.foreign_keys,
        &theirs.foreign_keys,
        |key| key.name.clone(),
    );
    comparison.lists("index", &within, &ours.indexes, &theirs.indexes, |index| {
        index.name.clone()
    });
    comparison.lists("check", &within, &ours.checks, &theirs.checks, |check| {
        check.name.clone()
    });
    comparison.lists("trigger", &within, &ours.triggers, &theirs.triggers, |trigger| {
        trigger.name.clone()
    });
    comparison.lists("policy", &within, &ours.policies, &theirs.policies, |policy| {
        policy.name.clone()
    });
    let keys = |table: &Table| -> Vec<_> { table.primary_key.iter().chain(&table.uniques).cloned().collect() };
    comparison.lists("key", &within, &keys(ours), &keys(theirs), |key| key.name.clone());
    let _ = dialect;
}
