//! What was tried, counted: a kind of schema or of change that was never met has proven nothing.

use std::collections::BTreeMap;

use crate::change::{Change, Mutation};
use crate::world::{Kind, Mutability, OnDelete, Part, World};

/// Counts of a run.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) pairs: usize,
    pub(crate) stopped: usize,
    pub(crate) refused: usize,
    pub(crate) aborted: usize,
    pub(crate) refused_by_runner: usize,
    /// Files that stopped between two of their statements.
    pub(crate) halfway: usize,
    pub(crate) back: usize,
    pub(crate) no_way_back: usize,
    /// Values that were compared.
    pub(crate) values: usize,
    /// Databases that the server's own dump was compared of.
    pub(crate) dumps: usize,
    pub(crate) unfit: BTreeMap<String, usize>,
    pub(crate) changes: BTreeMap<Change, usize>,
    pub(crate) features: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// A step that the language does not accept: the oracle's own fault, and not a pair.
    pub(crate) fn unfit(&mut self, why: &str) {
        let code = why.split(':').next().unwrap_or_default().to_owned();
        *self.unfit.entry(code).or_default() += 1;
    }

    /// A pair of schemas.
    pub(crate) fn step(&mut self, world: &World, mutations: &[Mutation]) {
        self.pairs += 1;
        for mutation in mutations {
            *self.changes.entry(mutation.change).or_default() += 1;
        }
        for (feature, found) in features(world) {
            *self.features.entry(feature).or_default() += usize::from(found);
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.pairs += other.pairs;
        self.stopped += other.stopped;
        self.refused += other.refused;
        self.aborted += other.aborted;
        self.refused_by_runner += other.refused_by_runner;
        self.halfway += other.halfway;
        self.back += other.back;
        self.no_way_back += other.no_way_back;
        self.values += other.values;
        self.dumps += other.dumps;
        other
            .unfit
            .into_iter()
            .for_each(|(key, n)| *self.unfit.entry(key).or_default() += n);
        other
            .changes
            .into_iter()
            .for_each(|(key, n)| *self.changes.entry(key).or_default() += n);
        other
            .features
            .into_iter()
            .for_each(|(key, n)| *self.features.entry(key).or_default() += n);
    }

    /// What was never met.
    pub(crate) fn missing(&self) -> Vec<String> {
        let changes = Change::ALL.iter().filter(|change| !self.changes.contains_key(change));
        let features = self.features.iter().filter(|(_, n)| **n == 0);
        changes
            .map(|change| format!("{change:?}"))
            .chain(features.map(|(name, _)| (*name).to_owned()))
            .collect()
    }
}

fn features(world: &World) -> Vec<(&'static str, bool)> {
    let tables = world.tables();
    let entities = || world.entities.iter();
    let field = |fits: &dyn Fn(&crate::world::Field) -> bool| tables.iter().flat_map(|table| &table.fields).any(fits);
    let set = |fits: &dyn Fn(&crate::world::Set) -> bool| tables.iter().flat_map(|table| &table.sets).any(fits);
    let scoped = |id: u32| world.entity(id).scoped;
    let on_delete =
        |wanted: OnDelete| field(&|field| matches!(field.kind, Kind::Ref(_, of) | Kind::Arc(_, of) if of == wanted));
    vec![
        ("row-level security", tables.iter().any(|table| table.scoped)),
        (
            "immutable tables",
            tables.iter().any(|table| table.mutability == Mutability::Immutable),
        ),
        (
            "append-only tables",
            tables.iter().any(|table| table.mutability == Mutability::AppendOnly),
        ),
        ("arcs", field(&|field| matches!(field.kind, Kind::Arc(..)))),
        ("variants", entities().any(|of| of.variants.is_some())),
        (
            "composite tenant keys",
            entities().any(|of| of.scoped && of.fields.iter().flat_map(|field| field.targets()).any(|id| scoped(*id))),
        ),
        (
            "self references",
            entities().any(|of| of.fields.iter().any(|field| field.targets().contains(&of.id))),
        ),
        ("records", field(&|field| matches!(field.kind, Kind::Record(_)))),
        ("links", entities().any(|of| !of.links.is_empty())),
        (
            "links with fields",
            entities().flat_map(|of| &of.links).any(|link| !link.fields.is_empty()),
        ),
        (
            "text enums",
            field(&|field| matches!(field.kind, Kind::Enum(id) if !world.enumeration(id).native)),
        ),
        (
            "native enums",
            field(&|field| matches!(field.kind, Kind::Enum(id) if world.enumeration(id).native)),
        ),
        ("computed columns", field(&|field| field.is_computed())),
        ("checks", tables.iter().any(|table| !table.checks.is_empty())),
        ("unique sets", set(&|set| set.unique)),
        ("indexes", set(&|set| !set.unique)),
        ("partial indexes", set(&|set| set.only.is_some())),
        (
            "expression indexes",
            set(&|set| set.parts.iter().any(|part| matches!(part, Part::Lower(_)))),
        ),
        (
            "descending indexes",
            set(&|set| set.parts.iter().any(|part| matches!(part, Part::Descending(_)))),
        ),
        ("named types", field(&|field| matches!(field.kind, Kind::Named(_)))),
        ("defaults", field(&|field| field.default.is_some())),
        ("touched fields", field(&|field| field.kind == Kind::Touched)),
        ("namespaces", tables.iter().any(|table| table.namespace.is_some())),
        ("counted keys", tables.iter().any(|table| table.identity)),
        ("lists", field(&|field| field.array)),
        (
            "scaled decimals",
            field(&|field| matches!(field.kind, Kind::Numeric(_, 1..))),
        ),
        ("immutable fields", field(&|field| field.immutable)),
        ("cascade", on_delete(OnDelete::Cascade)),
        ("set null", on_delete(OnDelete::SetNull)),
        ("restrict", on_delete(OnDelete::Restrict)),
    ]
}
