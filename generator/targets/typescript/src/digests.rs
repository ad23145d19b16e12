//! Content digests. In: fields with `digest_of`. Out: the view of `digest.ts`: per entity, a function that makes each digest of the
//! values it covers. What only the service knows is no business of the package.

use driftless_model::{Entity, EntityId, Field, Schema, Visibility};
use driftless_output::mark_named;
use driftless_shape::{Member, Origin, Role, Shape, Shapes};

use crate::code::Code;
use crate::item::Items;
use crate::names::Names;
use crate::settings::Brands;
use crate::validate::{Index, mentioned};
use crate::{comment, escape, view};

/// What stands before the names of validators.
const HOME: &str = "$validate.";

/// The view of `digest.ts`; nothing where no client can make a digest.
pub(crate) fn digests(schema: &Schema, names: &Names, brands: Brands, shapes: &Shapes) -> Option<view::Digests> {
    let index = Index::of(shapes);
    let mut items = index.items(schema, names, brands, HOME);
    let mut entities = Vec::new();
    for (id, entity) in schema.entities() {
        let Some((_, row)) = shapes.find(Origin::Entity(id), Role::Row) else {
            continue;
        };
        let fields = entity.fields.iter().filter(|field| is_made(entity, field));
        let digests: Vec<view::Digest> = fields.map(|field| digest(&mut items, id, field, row)).collect();
        if !digests.is_empty() {
            let name = entity.name.pascal();
            entities.push(view::DigestsOf {
                mark: mark_named(entity.span, &name),
                name,
                digests,
            });
        }
    }
    if entities.is_empty() {
        return None;
    }
    let is_built_on_validators = all(&entities).any(|digest| digest.plain.contains(HOME));
    Some(view::Digests {
        values: items.speller.value_imports(),
        types: items.speller.type_imports(),
        declared: mentioned(&items.speller, all(&entities).map(|digest| &digest.ty)),
        is_built_on_validators,
        entities,
    })
}

fn all(entities: &[view::DigestsOf]) -> impl Iterator<Item = &view::Digest> {
    entities.iter().flat_map(|entity| &entity.digests)
}

/// Whether everything that a digest covers is shown to clients.
fn is_made(entity: &Entity, field: &Field) -> bool {
    let mut covered = field.digest_of.iter();
    !field.digest_of.is_empty()
        && entity.variants.is_none()
        && covered.all(|&id| entity.field(id).visibility == Visibility::Public)
}

fn digest(items: &mut Items<'_>, id: EntityId, field: &Field, row: &Shape) -> view::Digest {
    let members: Vec<&Member> = field
        .digest_of
        .iter()
        .flat_map(|covered| row.body.members().into_iter().filter(|member| member.field == *covered))
        .collect();
    let is_alone = field.digest_of.len() == 1 && members.len() == 1;
    let keys: Vec<String> = members.iter().map(|member| escape::string(&member.json)).collect();
    let read = items.speller.refer(items.names.shape(Origin::Entity(id), Role::Read));
    let ty = format!("Pick<{read}, {}>", keys.join(" | "));
    let mut list = Code::of("() => [");
    for (at, member) in members.iter().enumerate() {
        let key = if is_alone {
            "undefined".to_owned()
        } else {
            escape::string(&member.name.snake())
        };
        let given = [Code::of(&keys[at]), Code::of(key), items.item_type(&member.ty)];
        list.push(if at > 0 { ", " } else { "" });
        list.add(&Code::call("covered", None, &given));
    }
    list.push("]");
    let code = Code::call("digest", Some(&ty), &[list]);
    view::Digest {
        doc: comment::block(&comment::text(&field.doc), "  "),
        mark: mark_named(field.span, &format!("{}.{}", items.schema.entity(id).name, field.name)),
        key: escape::key(&field.name.snake()),
        ty,
        typed: code.typed,
        plain: code.plain,
    }
}
