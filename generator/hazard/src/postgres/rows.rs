//! What changes or reads rows rather than tables.

use driftless_catalog::parse::postgres::Node;
use driftless_diagnostics::Code;
use squawk_parser::SyntaxKind as K;

use super::name;
use crate::effect::Effect;
use crate::world::World;
use crate::{Kind, Lock, Loss, Lost, Role};

pub(super) fn read(world: &World, node: &Node<'_>) -> Vec<Effect> {
    let sources = name::sources(node);
    let target = match node.kind {
        K::UPDATE | K::DELETE => name::child(node, K::RELATION_NAME),
        K::INSERT => name::child(node, K::RELATION_NAME_REF),
        K::MERGE => name::child(node, K::TABLE_RELATION_NAME),
        K::LOCK => return lock(node),
        K::COPY => return copy(node),
        _ => None,
    };
    let Some(target) = target else {
        return vec![Effect::new(Kind::ReadRows, "").on(Role::Source, sources)];
    };
    let everything = node.child(K::WHERE_CLAUSE).is_none();
    let kind = match node.kind {
        K::UPDATE if everything => Kind::UpdateAllRows,
        K::UPDATE => Kind::UpdateSomeRows,
        K::DELETE if everything => Kind::DeleteAllRows,
        K::DELETE => Kind::DeleteSomeRows,
        K::MERGE => Kind::MergeRows,
        _ if sources.is_empty() => Kind::InsertRows,
        _ => Kind::InsertRowsFromQuery,
    };
    let whole = target.to_string();
    let effect = Effect::of(kind, &target).on(Role::Source, sources.into_iter().filter(|source| *source != target));
    if world.file.created.contains(&target) {
        return vec![effect];
    }
    vec![match kind {
        Kind::UpdateAllRows => effect.says(
            Code::UnbatchedChange,
            format!("every row of `{whole}` is changed in one transaction: writers of any of them wait until it ends"),
            "change some thousand rows at a time by key, each batch in a transaction of its own, outside the migration that changes tables",
        ),
        Kind::DeleteAllRows => effect.loses(Loss::new(Lost::Data, "every row of", None, whole)),
        _ => effect,
    }]
}

fn lock(node: &Node<'_>) -> Vec<Effect> {
    let mode = node.child(K::LOCK_MODE_CLAUSE).map(|clause| clause.text.to_lowercase());
    let mode = mode.and_then(|mode| {
        let words: Vec<&str> = mode.split_whitespace().collect();
        words
            .get(1..words.len().saturating_sub(1))?
            .join(" ")
            .parse::<Lock>()
            .ok()
    });
    let tables = name::all(node, K::RELATION_NAME_REF);
    let effect = |table| Effect {
        lock: mode,
        ..Effect::of(Kind::LockTable, &table)
    };
    tables.into_iter().map(effect).collect()
}

fn copy(node: &Node<'_>) -> Vec<Effect> {
    let table = node.find(K::TABLE_NAME_REF).and_then(name::object);
    vec![match (table, name::has(node, K::COPY_FROM)) {
        (Some(table), true) => Effect::of(Kind::InsertRows, &table),
        (table, _) => Effect::new(Kind::ReadRows, "").on(Role::Source, table),
    }]
}
