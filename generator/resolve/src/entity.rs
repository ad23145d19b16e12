//! Entities: from drafts to the model. Fields first, then variants, then everything that speaks about fields.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{
    Api, Check, DomainId, Ends, Entity, EntityId, EntityKind, Enum, Expr, ExprKind, Field, FieldId, Index, Mutability,
    Name, Part, Table, Unique,
};
use driftless_syntax::document::{self as written, ApiVerb, EntityDecl, IndexDecl, IndexMethod, LinkDecl, Text, Word};

use crate::draft::{Draft, DraftOrigin};
use crate::expression::{self, Scope};
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
    let mut fields = fields(world, id, diagnostics);
    let tenancy = tenancy::tenancy(world, id, diagnostics);
    let complete = fields.len() == draft.fields.len();
    if let (Some(field), true) = (draft.tenant, complete) {
        fields[field.0].tenant = true;
        fields[field.0].immutable = true;
    }
    // Positions of fields mean something only while none is missing; what is missing was reported.
    if complete {
        mark_generated_keys(draft, &mut fields);
        resolve_digests(draft, &mut fields, diagnostics);
        resolve_computed(draft, &mut fields, enums, diagnostics);
    }
    let variants = match draft.origin {
        DraftOrigin::Entity(entity) => {
            let written = Written {
                owner: (draft.name.as_str(), draft.span),
                tag: entity.tag.as_ref(),
                variants: &entity.variants,
            };
            variants::resolve(written, world.document, &mut fields, &draft.key, diagnostics)
        }
        DraftOrigin::Link(..) => None,
    };
    let scope = Scope {
        entity: draft.name.as_str(),
        fields: &fields,
        enums,
    };
    let mutability = mutability(declared);
    Entity {
        name: draft.name.clone(),
        span: draft.span,
        doc: entity_doc(draft, declared),
        kind: entity_kind(draft),
        domain: domain(world, declared, diagnostics),
        table: table(world, draft, declared),
        path: path(draft, declared),
        key: draft.key.clone(),
        links: links(world, id),
        uniques: if complete {
            uniques(draft, &scope, diagnostics)
        } else {
            Vec::new()
        },
        indexes: if complete {
            indexes(draft, &scope, diagnostics)
        } else {
            Vec::new()
        },
        checks: if complete {
            checks(draft, &scope, diagnostics)
        } else {
            Vec::new()
        },
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

fn fields(world: &World<'_>, id: EntityId, diagnostics: &mut Diagnostics) -> Vec<Field> {
    let draft = &world.drafts[id.0];
    let builder = world.builder(Some(id));
    let declared = draft.fields.iter().zip(draft.kinds.iter().zip(&draft.nullable));
    declared
        .filter_map(|(field, (kind, nullable))| builder.field(field, kind, *nullable, diagnostics))
        .collect()
}

/// A key that is made anew for every row is nobody's to send.
fn mark_generated_keys(draft: &Draft<'_>, fields: &mut [Field]) {
    for id in &draft.key {
        let field = &mut fields[id.0];
        field.immutable = true;
        field.read_only |= field.default == Some(driftless_model::Default::Uuid);
    }
}

fn resolve_digests(draft: &Draft<'_>, fields: &mut [Field], diagnostics: &mut Diagnostics) {
    for (at, declared) in draft.fields.iter().enumerate() {
        let Some(names) = &declared.digest_of else { continue };
        for name in &names.value {
            match draft.find(name.as_str()) {
                Some(id) if id.0 != at && draft.fields[id.0].digest_of.is_none() && !fields[id.0].transient => {
                    fields[at].digest_of.push(id);
                }
                Some(_) => diagnostics.push(
                    Diagnostic::error(Code::DigestField, format!("`{}` cannot be digested", name.value))
                        .label(name.span, "is a digest itself, or not stored")
                        .help("name stored fields that are no digests"),
                ),
                None => diagnostics.push(unknown_field(draft.name.as_str(), name, draft.field_names())),
            }
        }
    }
}

fn resolve_computed(draft: &Draft<'_>, fields: &mut [Field], enums: &[Enum], diagnostics: &mut Diagnostics) {
    for (at, declared) in draft.fields.iter().enumerate() {
        let Some(text) = &declared.computed else { continue };
        let expr = {
            let scope = Scope {
                entity: draft.name.as_str(),
                fields,
                enums,
            };
            expression::computed(text, FieldId(at), &scope, diagnostics)
        };
        fields[at].computed = expr;
    }
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

fn table(world: &World<'_>, draft: &Draft<'_>, declared: &EntityDecl) -> Table {
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

fn path(draft: &Draft<'_>, declared: &EntityDecl) -> String {
    match draft.origin {
        DraftOrigin::Entity(_) => declared.path.as_ref().map_or_else(
            || Name::new(draft.name.plural()).kebab(),
            |path| path.value.trim_matches('/').to_owned(),
        ),
        DraftOrigin::Link(link, _) => Name::new(link.name.as_str()).kebab(),
    }
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

/// Declared uniqueness, then that of single fields, in order.
fn uniques(draft: &Draft<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Unique> {
    let singles = draft
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.unique.is_on());
    let singles = singles.map(|(at, field)| Unique {
        span: field.unique.span,
        name: None,
        parts: field_parts(FieldId(at), &scope.fields[at]),
        predicate: None,
        nulls_not_distinct: false,
        nulls_stated: false,
        renamed_from: None,
    });
    let mut uniques: Vec<Unique> = singles.collect();
    for declared in &draft.uniques {
        uniques.push(Unique {
            span: declared.span,
            name: declared.name.as_ref().map(|name| name.value.clone()),
            parts: parts(declared, scope, diagnostics),
            predicate: predicate(declared, scope, diagnostics),
            nulls_not_distinct: declared
                .nulls
                .is_some_and(|nulls| nulls.value == written::Nulls::NotDistinct),
            nulls_stated: declared.nulls.is_some(),
            renamed_from: renamed_from(&declared.about),
        });
    }
    uniques
}

fn indexes(draft: &Draft<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Index> {
    let singles = draft.fields.iter().enumerate().filter(|(_, field)| field.index.is_on());
    let singles = singles.map(|(at, field)| Index {
        span: field.index.span,
        name: None,
        parts: field_parts(FieldId(at), &scope.fields[at]),
        predicate: None,
        method: None,
        renamed_from: None,
    });
    let mut indexes: Vec<Index> = singles.collect();
    for declared in &draft.indexes {
        indexes.push(Index {
            span: declared.span,
            name: declared.name.as_ref().map(|name| name.value.clone()),
            parts: parts(declared, scope, diagnostics),
            predicate: predicate(declared, scope, diagnostics),
            method: declared
                .using
                .map(|using| using.value)
                .filter(|&using| using != IndexMethod::Btree)
                .map(|using| using.as_str().to_owned()),
            renamed_from: renamed_from(&declared.about),
        });
    }
    indexes
}

/// The whole of a field: all its columns, or the arc.
fn field_parts(id: FieldId, field: &Field) -> Vec<Part> {
    let part = |kind, ty| Part {
        expr: Expr {
            kind,
            ty,
            span: field.span,
        },
        descending: false,
        nulls: None,
    };
    if field.arc().is_some() {
        return vec![part(ExprKind::Arc(id), driftless_model::ExprType::Arc)];
    }
    let columns = field.columns().into_iter().enumerate();
    columns
        .map(|(at, column)| part(ExprKind::Column(id, at), expression::type_of(&column.ty)))
        .collect()
}

fn parts(declared: &IndexDecl, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Part> {
    let columns = declared.columns.iter();
    columns
        .filter_map(|text| expression::part(text, scope, diagnostics))
        .flatten()
        .collect()
}

fn predicate(declared: &IndexDecl, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Option<Expr> {
    expression::condition(declared.condition.as_ref()?, scope, diagnostics)
}

fn checks(draft: &Draft<'_>, scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::new();
    for declared in &draft.checks {
        if let Some(first) = checks
            .iter()
            .find(|check| check.name.as_str() == declared.name.as_str())
        {
            diagnostics.push(crate::names::duplicate("check", &declared.name, first.span));
        }
        let Some(text) = &declared.expr else { continue };
        let Some(expr) = expression::condition(text, scope, diagnostics) else {
            continue;
        };
        checks.push(Check {
            name: Name::new(declared.name.as_str()),
            span: declared.name.span,
            doc: doc(&declared.about),
            expr,
            text: text.value.clone(),
            renamed_from: renamed_from(&declared.about),
        });
    }
    checks
}

fn texts(list: &[Text]) -> Vec<String> {
    list.iter().map(|text| text.value.clone()).collect()
}
