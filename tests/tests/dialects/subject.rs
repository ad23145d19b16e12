//! A schema under test: its meaning, and what each dialect is asked to hold. In: text. Out: both.

use std::collections::BTreeSet;

use driftless_catalog::{Catalog, Dialect, Lowered, lower};
use driftless_model::Schema;

use crate::gaps::{Gap, listed};

/// A schema and its catalogs, in the order of `Dialect::ALL`.
pub(crate) struct Subject {
    pub(crate) schema: Schema,
    pub(crate) catalogs: [Catalog; 2],
    pub(crate) listed: BTreeSet<Gap>,
}

impl Subject {
    pub(crate) fn of(text: &str) -> Result<Self, String> {
        let compiled = driftless_resolve::compile_text("schema.toml", text);
        let messages: Vec<_> = compiled
            .diagnostics
            .iter()
            .map(|finding| finding.message.clone())
            .collect();
        let schema = compiled.schema.ok_or_else(|| messages.join("\n"))?;
        let lowered = Dialect::ALL.map(|dialect| lower(&schema, dialect));
        let wrong = lowered.iter().flat_map(|lowered| lowered.diagnostics.iter());
        let wrong: Vec<_> = wrong
            .filter(|finding| finding.code.as_str() != "gap")
            .map(|finding| finding.message.clone())
            .collect();
        if !wrong.is_empty() {
            return Err(wrong.join("\n"));
        }
        let notes = |at: usize| lowered[at].diagnostics.iter().map(|finding| finding.message.as_str());
        let listed = Dialect::ALL
            .iter()
            .enumerate()
            .flat_map(|(at, &dialect)| listed(dialect, notes(at)))
            .collect();
        Ok(Self {
            listed,
            catalogs: lowered.map(|lowered: Lowered| lowered.catalog),
            schema,
        })
    }
}
