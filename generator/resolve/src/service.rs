//! Graphs, and the objects that are passed through to the databases.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Entity, EntityId, FieldId, Graph, Name, Native, NativeKind, NativeSql};
use driftless_syntax::Document;
use driftless_syntax::document::{self as written, GraphDecl, NativeDecl, ScriptDecl, Text};

use crate::field::{doc, unknown_field};
use crate::kind::DraftKind;
use crate::names::Named;
use crate::world::World;

/// A walk ends here unless the schema says otherwise.
const DEPTH: u32 = 32;

/// Graphs in order.
pub(crate) fn graphs(
    document: &Document,
    world: &World<'_>,
    entities: &[Entity],
    diagnostics: &mut Diagnostics,
) -> Vec<Graph> {
    document
        .graphs
        .iter()
        .filter_map(|declared| graph(declared, world, entities, diagnostics))
        .collect()
}

fn graph(declared: &GraphDecl, world: &World<'_>, entities: &[Entity], diagnostics: &mut Diagnostics) -> Option<Graph> {
    let word = declared.edge.as_ref()?;
    let at = world.names.entity(word.as_str(), word.span, diagnostics)?;
    let edge = world.entities[at];
    let entity = &entities[edge.0];
    let kinds = &world.drafts[edge.0].kinds;
    let from = end(entity, kinds, declared.from.as_ref()?, diagnostics)?;
    let to = end(entity, kinds, declared.to.as_ref()?, diagnostics)?;
    let is_arc = |id: FieldId| matches!(kinds[id.0], DraftKind::Arc(_));
    if is_arc(from) != is_arc(to) {
        diagnostics.push(
            Diagnostic::error(
                Code::OperationConflict,
                format!("the ends of `{}` differ in kind", declared.name.value),
            )
            .label(
                declared.name.span,
                "one is a reference, the other a choice of references",
            )
            .help("declare both with `ref`, or both with `one_of`"),
        );
    }
    check_nodes(declared, entity, (from, to), entities, diagnostics);
    let depth = declared.depth.map_or(i64::from(DEPTH), |depth| depth.value);
    let name = Name::new(declared.name.as_str());
    Some(Graph {
        span: declared.name.span,
        doc: doc(&declared.about),
        edge,
        from,
        to,
        depth: u32::try_from(depth).unwrap_or(DEPTH),
        cycles: declared
            .cycles
            .is_some_and(|cycles| cycles.value == written::Cycles::Allow),
        path: declared.path.as_ref().map_or_else(
            || format!("/{}", name.kebab()),
            |path| format!("/{}", path.value.trim_matches('/')),
        ),
        name,
    })
}

/// A field of the edge that refers to something; `None` as well where what it holds was reported.
/// References on both ends name rows of one entity by a key of one column: a walk goes from node to node, and its path
/// names one.
fn check_nodes(
    declared: &GraphDecl,
    edge: &Entity,
    (from, to): (FieldId, FieldId),
    entities: &[Entity],
    diagnostics: &mut Diagnostics,
) {
    let (Some(from), Some(to)) = (edge.field(from).reference(), edge.field(to).reference()) else {
        return;
    };
    let label = if from.target != to.target {
        "its ends refer to different entities"
    } else if !entities[from.target.0].has_single_key() {
        "its nodes have a key of several columns"
    } else {
        return;
    };
    diagnostics.push(
        Diagnostic::error(
            Code::OperationConflict,
            format!("nothing walks along `{}`", declared.name.value),
        )
        .label(declared.name.span, label)
        .related(edge.span, "its edges")
        .help("let both ends refer to one entity with a key of one column, or declare both with `one_of`"),
    );
}

fn end(entity: &Entity, kinds: &[DraftKind], word: &Text, diagnostics: &mut Diagnostics) -> Option<FieldId> {
    let found = entity.fields().find(|(_, field)| field.name.as_str() == word.as_str());
    let Some((id, field)) = found else {
        diagnostics.push(unknown_field(
            entity.name.as_str(),
            word,
            entity.fields.iter().map(|field| field.name.as_str()),
        ));
        return None;
    };
    if matches!(kinds[id.0], DraftKind::Broken) {
        return None;
    }
    if matches!(kinds[id.0], DraftKind::Value(_)) {
        diagnostics.push(
            Diagnostic::error(Code::OperationConflict, format!("`{}` leads nowhere", word.value))
                .label(word.span, "is a value, not a reference")
                .related(field.span, "declared here")
                .help("name a field declared with `ref` or `one_of`"),
        );
        return None;
    }
    Some(id)
}

/// Objects passed through, in order.
pub(crate) fn natives(document: &Document, world: &World<'_>, diagnostics: &mut Diagnostics) -> Vec<Native> {
    let natives = document.natives.iter().enumerate();
    natives
        .map(|(at, declared)| native(at, declared, world, diagnostics))
        .collect()
}

fn native(at: usize, declared: &NativeDecl, world: &World<'_>, diagnostics: &mut Diagnostics) -> Native {
    let (mut after, mut after_natives): (Vec<EntityId>, Vec<usize>) = (Vec::new(), Vec::new());
    for word in declared.after.iter().flat_map(|list| &list.value) {
        match (world.names.named(word.as_str()), world.names.native(word.as_str())) {
            (Some(Named::Entity(position)), _) => after.push(world.entities[position]),
            // Natives come in the order written; waiting for a later one would turn that order round.
            (_, Some(position)) if position < at => after_natives.push(position),
            (_, Some(_)) => diagnostics.push(
                Diagnostic::error(Code::UnknownObject, format!("`{}` comes later", word.value))
                    .label(word.span, "is declared at or behind this object")
                    .help("move its declaration before this one"),
            ),
            _ => diagnostics.push(
                Diagnostic::error(
                    Code::UnknownObject,
                    format!("`{}` is neither an entity nor a native object", word.value),
                )
                .label(word.span, "nothing of that name")
                .help("name an entity, or a native object declared before this one"),
            ),
        }
    }
    Native {
        name: Name::new(declared.name.as_str()),
        span: declared.name.span,
        doc: doc(&declared.about),
        kind: declared.kind.map_or(NativeKind::Other, |kind| native_kind(kind.value)),
        postgres: declared.postgres.as_ref().and_then(script),
        sqlite: declared.sqlite.as_ref().and_then(script),
        after,
        after_natives,
    }
}

fn native_kind(kind: written::NativeKind) -> NativeKind {
    match kind {
        written::NativeKind::Extension => NativeKind::Extension,
        written::NativeKind::View => NativeKind::View,
        written::NativeKind::Function => NativeKind::Function,
        written::NativeKind::Trigger => NativeKind::Trigger,
        written::NativeKind::Other => NativeKind::Other,
    }
}

fn script(script: &ScriptDecl) -> Option<NativeSql> {
    let (up, down) = (script.up.as_ref()?, script.down.as_ref()?);
    Some(NativeSql {
        up: up.value.trim().to_owned(),
        down: down.value.trim().to_owned(),
        span: up.span,
    })
}
