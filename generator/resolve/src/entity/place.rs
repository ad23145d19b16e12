//! Where an entity lives: its table and its segment in URLs.

use driftless_model::{Name, Table};
use driftless_syntax::document::{EntityDecl, LinkDecl};

use crate::draft::{Draft, DraftOrigin};
use crate::world::World;

/// The table: as stated, or the plural of the name, in the namespace of the domain or of a link's owner.
pub(super) fn table(world: &World<'_>, draft: &Draft<'_>, declared: &EntityDecl) -> Table {
    let (written, default) = match draft.origin {
        DraftOrigin::Entity(entity) => (&entity.table, draft.name.plural()),
        DraftOrigin::Link(link, _) => (&link.table, link_table(declared, link)),
    };
    let home = declared.domain.as_ref();
    let domain = home.and_then(|home| {
        world
            .document
            .domains
            .iter()
            .find(|domain| domain.name.value == home.value)
    });
    let namespace = domain
        .and_then(|domain| domain.namespace.as_ref())
        .map(|text| text.value.clone());
    let owner = declared
        .table
        .as_ref()
        .and_then(|text| text.value.split_once('.'))
        .map(|(space, _)| space.to_owned());
    let namespace = owner.or(namespace);
    match written.as_ref().map(|text| {
        text.value
            .split_once('.')
            .map_or((None, text.as_str()), |(space, name)| (Some(space), name))
    }) {
        Some((Some(space), name)) => Table {
            namespace: Some(space.to_owned()),
            name: name.to_owned(),
        },
        Some((None, name)) => Table {
            namespace,
            name: name.to_owned(),
        },
        None => Table {
            namespace,
            name: default,
        },
    }
}

fn link_table(owner: &EntityDecl, link: &LinkDecl) -> String {
    format!(
        "{}_{}",
        Name::new(owner.name.as_str()).snake(),
        Name::new(link.name.as_str()).snake()
    )
}

/// The segment in URLs.
pub(super) fn path(draft: &Draft<'_>, declared: &EntityDecl) -> String {
    match draft.origin {
        DraftOrigin::Entity(_) => declared.path.as_ref().map_or_else(
            || Name::new(draft.name.plural()).kebab(),
            |path| path.value.trim_matches('/').to_owned(),
        ),
        DraftOrigin::Link(link, _) => Name::new(link.name.as_str()).kebab(),
    }
}
