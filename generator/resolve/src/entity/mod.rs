//! Entities: from drafts to the model. Fields first, then variants, then everything that speaks about fields.

mod generated;
mod index;
mod place;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{
    Api, DomainId, Ends, Entity, EntityId, EntityKind, Enum, Field, FieldId, Mutability, Name, Variants,
};
use driftless_syntax::document::{self as written, ApiVerb, EntityDecl, Text, Word};

use crate::draft::{Draft, DraftOrigin};
use crate::expression::Scope;
use crate::field::{deprecated, doc, renamed_from, unknown_field};
use crate::tenancy;
use crate::variants::{self, Written};
use crate::world::World;

/// Entities in order, each followed by its links.
pub(crate) fn entities(world: &World<'_>, enums: &[Enum], diagnostics: &mut Diagnostics) -> Vec<Entity> {
    (0..world.drafts.len())
        .map(|at| entity(world, EntityId(at), enums, diagnostics))
        .collect()
}

fn entity(world: &World<'_>, id: EntityId, enums: &[Enum], diagnostics: &mut Diagnostics) -> Entity {
    let draft = &world.drafts[id.0];
    let declared = declaration(world, draft);
    let (mut fields, broken) = fields(world, id, diagnostics);
    let tenancy = tenancy::tenancy(world, id, diagnostics);
    generated::mark_keys(draft, &mut fields);
    generated::resolve_digests(draft, &mut fields, diagnostics);
    generated::resolve_computed(draft, &mut fields, &broken, enums, diagnostics);
    let variants = variants(world, draft, &mut fields, &broken, diagnostics);
    let scope = Scope {
        entity: draft.name.as_str(),
        fields: &fields,
        broken: &broken,
        enums,
    };
    let mutability = mutability(declared);
    Entity {
        name: draft.name.clone(),
        span: draft.span,
        doc: entity_doc(draft, declared),
        kind: entity_kind(draft),
        domain: domain(world, declared, diagnostics),
        table: place::table(world, draft, declared),
        path: place::path(draft, declared),
        key: draft.key.clone(),
        links: links(world, id),
        uniques: index::uniques(draft, &scope, diagnostics),
        indexes: index::indexes(draft, &scope, diagnostics),
        checks: index::checks(draft, &scope, diagnostics),
        variants,
        mutability,
        tenancy,
        api: api(draft, mutability, diagnostics),
        lookup: lookup(draft, declared, diagnostics),
        deprecated: about(draft, declared, deprecated),
        renamed_from: about(draft, declared, renamed_from),
        derives: texts(&declared.derives),
        attributes: texts(&declared.attributes),
        fields,
    }
}

/// The block an entity was declared in; of a link its owner's, whose domain and mutability it shares.
fn declaration<'d>(world: &World<'d>, draft: &Draft<'d>) -> &'d EntityDecl {
    let origin = match draft.origin {
        DraftOrigin::Entity(entity) => return entity,
        DraftOrigin::Link(_, owner) => world.drafts[owner.0].origin,
    };
    match origin {
        DraftOrigin::Entity(entity) => entity,
        DraftOrigin::Link(..) => unreachable!("links are owned by declared entities: drafts are made from those alone"),
    }
}

/// All fields, and which of them only hold the place of one that was reported: positions have to mean the same in the
/// draft and here, and what is said about the others is worth checking too.
fn fields(world: &World<'_>, id: EntityId, diagnostics: &mut Diagnostics) -> (Vec<Field>, Vec<FieldId>) {
    let draft = &world.drafts[id.0];
    let builder = world.builder(Some(id));
    let (mut fields, mut broken) = (Vec::new(), Vec::new());
    for (at, declared) in draft.fields.iter().enumerate() {
        let built = builder.field(declared, &draft.kinds[at], draft.nullable[at], diagnostics);
        if built.is_none() {
            broken.push(FieldId(at));
        }
        let mut field = built.unwrap_or_else(|| builder.placeholder(declared));
        if draft.tenant == Some(FieldId(at)) {
            field.tenant = true;
            field.immutable = true;
        }
        fields.push(field);
    }
    (fields, broken)
}

fn variants(
    world: &World<'_>,
    draft: &Draft<'_>,
    fields: &mut [Field],
    broken: &[FieldId],
    diagnostics: &mut Diagnostics,
) -> Option<Variants> {
    let DraftOrigin::Entity(entity) = draft.origin else {
        return None;
    };
    let written = Written {
        owner: (draft.name.as_str(), draft.span),
        tag: entity.tag.as_ref(),
        variants: &entity.variants,
        key: &draft.key,
        broken,
    };
    variants::resolve(written, world.document, fields, diagnostics)
}

fn entity_kind(draft: &Draft<'_>) -> EntityKind {
    let DraftOrigin::Link(link, owner) = draft.origin else {
        return EntityKind::Declared;
    };
    let target = match &draft.kinds[1] {
        crate::kind::DraftKind::Reference(target, _) => *target,
        _ => owner,
    };
    EntityKind::Link(Ends {
        name: Name::new(link.name.as_str()),
        owner,
        owner_field: FieldId(0),
        target,
        target_field: FieldId(1),
    })
}

fn links(world: &World<'_>, id: EntityId) -> Vec<EntityId> {
    let owned = |draft: &Draft<'_>| matches!(draft.origin, DraftOrigin::Link(_, owner) if owner == id);
    world
        .drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| owned(draft))
        .map(|(at, _)| EntityId(at))
        .collect()
}

fn entity_doc(draft: &Draft<'_>, declared: &EntityDecl) -> String {
    about(draft, declared, |about| Some(doc(about))).unwrap_or_default()
}

fn about<T>(draft: &Draft<'_>, declared: &EntityDecl, read: impl Fn(&written::About) -> Option<T>) -> Option<T> {
    match draft.origin {
        DraftOrigin::Entity(_) => read(&declared.about),
        DraftOrigin::Link(link, _) => read(&link.about),
    }
}

fn domain(world: &World<'_>, declared: &EntityDecl, diagnostics: &mut Diagnostics) -> DomainId {
    let word = declared.domain.as_ref();
    word.and_then(|word| world.names.domain(word, diagnostics))
        .unwrap_or(DomainId(0))
}

fn mutability(declared: &EntityDecl) -> Mutability {
    match (declared.append_only.is_on(), declared.immutable.is_on()) {
        (true, _) => Mutability::AppendOnly,
        (false, true) => Mutability::Immutable,
        (false, false) => Mutability::Mutable,
    }
}

fn api(draft: &Draft<'_>, mutability: Mutability, diagnostics: &mut Diagnostics) -> Vec<Api> {
    let DraftOrigin::Entity(declared) = draft.origin else {
        return Vec::new();
    };
    let permitted: &[Api] = match mutability {
        Mutability::Mutable => &[Api::Create, Api::Read, Api::List, Api::Update, Api::Delete],
        Mutability::Immutable => &[Api::Create, Api::Read, Api::List, Api::Delete],
        Mutability::AppendOnly => &[Api::Create, Api::Read, Api::List],
    };
    let Some(words) = &declared.api else {
        return permitted.to_vec();
    };
    let mut api = Vec::new();
    for word in &words.value {
        let verb = verb(word.value);
        if permitted.contains(&verb) {
            api.push(verb);
        } else {
            let headline = format!("rows of `{}` cannot be {}d", draft.name, word.value.as_str());
            diagnostics.push(
                Diagnostic::error(Code::MutabilityConflict, headline)
                    .label(word.span, "is offered")
                    .related(draft.span, "but the entity is immutable or append-only")
                    .help(format!("remove `\"{}\"` from `api`", word.value.as_str())),
            );
        }
    }
    api.sort();
    api.dedup();
    api
}

fn verb(verb: ApiVerb) -> Api {
    match verb {
        ApiVerb::Create => Api::Create,
        ApiVerb::Read => Api::Read,
        ApiVerb::List => Api::List,
        ApiVerb::Update => Api::Update,
        ApiVerb::Delete => Api::Delete,
    }
}

fn lookup(draft: &Draft<'_>, declared: &EntityDecl, diagnostics: &mut Diagnostics) -> Vec<FieldId> {
    if matches!(draft.origin, DraftOrigin::Link(..)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for word in &declared.lookup {
        match draft.find(word.as_str()) {
            Some(field) => found.push(field),
            None => diagnostics.push(unknown_field(draft.name.as_str(), word, draft.field_names())),
        }
    }
    found
}

fn texts(list: &[Text]) -> Vec<String> {
    list.iter().map(|text| text.value.clone()).collect()
}
