//! Create, read, list, update and delete, of entities and of their links.

use driftless_model::{Api, Body, Entity, EntityId, FieldId, Method, Mutability, Name, Schema, Visibility};

use super::{Content, Endpoint, EndpointKind, Query};
use crate::entity::{member, wire_columns};
use crate::item::{Item, ItemType, column_type};
use crate::{Member, Presence};

/// What an entity offers; a link offers what its owner allows.
pub(crate) fn entity_endpoints(schema: &Schema, id: EntityId) -> Vec<Endpoint> {
    api(schema, schema.entity(id))
        .into_iter()
        .map(|api| endpoint(schema, id, api))
        .collect()
}

/// A link can be listed where its owner can be read, and changed where its owner can be updated.
fn api(schema: &Schema, entity: &Entity) -> Vec<Api> {
    let Some(ends) = entity.ends() else {
        // Where nothing may change there is no patch to send.
        let offers = |api: &Api| *api != Api::Update || has_patch(entity);
        return entity.api.iter().copied().filter(offers).collect();
    };
    let owner = schema.entity(ends.owner);
    let mut api = Vec::new();
    if owner.api.contains(&Api::Update) {
        api.push(Api::Create);
    }
    if owner.api.contains(&Api::Read) {
        api.push(Api::List);
    }
    if owner.api.contains(&Api::Update) {
        if entity.mutability == Mutability::Mutable && has_patch(entity) {
            api.push(Api::Update);
        }
        api.push(Api::Delete);
    }
    api
}

fn has_patch(entity: &Entity) -> bool {
    entity.fields().any(|(position, field)| {
        field.visibility == Visibility::Public
            && !(field.read_only || field.tenant || field.immutable || entity.key.contains(&position))
    })
}

fn endpoint(schema: &Schema, id: EntityId, api: Api) -> Endpoint {
    let entity = schema.entity(id);
    let (base, mut params) = base_path(schema, id);
    let mut path = base;
    if matches!(api, Api::Read | Api::Update | Api::Delete) {
        for member in key_members(schema, id) {
            path = format!("{path}/{{{}}}", member.json);
            params.push(member);
        }
    }
    let (verb, method, status, errors): (_, _, _, &[u16]) = match api {
        Api::Create => ("create", Method::Post, 201, &[400, 409, 422]),
        Api::Read => ("get", Method::Get, 200, &[404]),
        Api::List => ("list", Method::Get, 200, &[400]),
        Api::Update => ("update", Method::Patch, 200, &[400, 404, 409, 412, 422]),
        Api::Delete => ("delete", Method::Delete, 204, &[404, 409, 412]),
    };
    Endpoint {
        name: endpoint_name(schema, entity, verb, api),
        kind: kind(id, api),
        domain: entity.domain,
        span: entity.span,
        doc: endpoint_doc(schema, entity, api),
        method,
        path,
        params,
        query: if api == Api::List {
            filters(schema, id)
        } else {
            Vec::new()
        },
        request: request(id, api),
        body: Body::Json,
        response: (api != Api::Delete).then(|| content(Item::Read(id))),
        paged: api == Api::List,
        status,
        errors: errors.to_vec(),
        authenticated: true,
        conditional: matches!(api, Api::Update | Api::Delete),
        idempotent: api == Api::Create,
        deprecated: entity.deprecated.clone(),
    }
}

fn kind(id: EntityId, api: Api) -> EndpointKind {
    match api {
        Api::Create => EndpointKind::Create(id),
        Api::Read => EndpointKind::Read(id),
        Api::List => EndpointKind::List(id),
        Api::Update => EndpointKind::Update(id),
        Api::Delete => EndpointKind::Delete(id),
    }
}

fn request(id: EntityId, api: Api) -> Option<Content> {
    match api {
        Api::Create => Some(content(Item::Create(id))),
        Api::Update => Some(content(Item::Patch(id))),
        Api::Read | Api::List | Api::Delete => None,
    }
}

fn content(item: Item) -> Content {
    Content {
        ty: ItemType::bare(item),
        nullable: false,
    }
}

/// `/books`, or `/books/{book_id}/authors` for a link.
fn base_path(schema: &Schema, id: EntityId) -> (String, Vec<Member>) {
    let entity = schema.entity(id);
    let Some(ends) = entity.ends() else {
        return (format!("/{}", entity.path), Vec::new());
    };
    let owner = schema.entity(ends.owner);
    let params = key_members(schema, ends.owner);
    let keys: String = params.iter().map(|member| format!("/{{{}}}", member.json)).collect();
    (format!("/{}{keys}/{}", owner.path, ends.name.kebab()), params)
}

/// The key of an entity as path parameters. Of a link the owner's end is in the path already, and the tenant is known
/// from the caller.
fn key_members(schema: &Schema, id: EntityId) -> Vec<Member> {
    let entity = schema.entity(id);
    let owner_end = entity.ends().map(|ends| ends.owner_field);
    let fields = entity
        .key
        .iter()
        .copied()
        .filter(|&field| Some(field) != owner_end && !entity.field(field).tenant);
    fields.flat_map(|field| parameters(schema, id, field)).collect()
}

fn parameters(schema: &Schema, id: EntityId, position: FieldId) -> Vec<Member> {
    let entity = schema.entity(id);
    let field = entity.field(position);
    let object = format!("{}.{}", entity.name, field.name);
    wire_columns(field)
        .into_iter()
        .filter_map(|(column, json)| {
            let mut parameter = member(
                field,
                position,
                column,
                json,
                &object,
                column_type(schema, id, position, column?),
            );
            parameter.nullable = false;
            parameter.read_only = false;
            parameter.default = None;
            Some(parameter)
        })
        .collect()
}

/// A list can be narrowed by what an index answers: the leading field of the key, of anything unique and of any index.
fn filters(schema: &Schema, id: EntityId) -> Vec<Query> {
    let entity = schema.entity(id);
    let owner_end = entity.ends().map(|ends| ends.owner_field);
    let leading = entity
        .uniques
        .iter()
        .map(|unique| &unique.parts)
        .chain(entity.indexes.iter().map(|index| &index.parts))
        .flat_map(|parts| leading_fields(entity, parts));
    let mut fields: Vec<FieldId> = leading
        .filter(|&field| {
            let field_of = entity.field(field);
            field_of.visibility == Visibility::Public && !field_of.tenant && Some(field) != owner_end
        })
        .collect();
    fields.sort();
    fields.dedup();
    let members = fields.into_iter().flat_map(|field| parameters(schema, id, field));
    members
        .filter(|member| member.ty.array.is_none() && !matches!(member.ty.item, Item::Record(_)))
        .map(|mut member| {
            member.presence = Presence::Optional;
            Query {
                member,
                required: false,
            }
        })
        .collect()
}

/// The tenant column leads many indexes, and every query gives it: the field behind it counts too.
fn leading_fields(entity: &Entity, parts: &[driftless_model::Part]) -> Vec<FieldId> {
    let mut fields = Vec::new();
    for part in parts {
        let driftless_model::ExprKind::Column(field, _) = part.expr.kind else {
            break;
        };
        fields.push(field);
        if !entity.field(field).tenant {
            break;
        }
    }
    fields
}

fn endpoint_name(schema: &Schema, entity: &Entity, verb: &str, api: Api) -> Name {
    let (one, many) = match entity.ends() {
        None => (entity.name.snake(), entity.name.plural()),
        Some(ends) => {
            let owner = schema.entity(ends.owner).name.snake();
            (
                format!("{owner}_{}", ends.name.singular()),
                format!("{owner}_{}", ends.name.snake()),
            )
        }
    };
    Name::new(format!("{verb}_{}", if api == Api::List { many } else { one }))
}

fn endpoint_doc(schema: &Schema, entity: &Entity, api: Api) -> String {
    let words = |name: &str| name.replace('_', " ");
    let (one, many) = match entity.ends() {
        None => (words(&entity.name.snake()), words(&entity.name.plural())),
        Some(ends) => {
            let owner = words(&schema.entity(ends.owner).name.snake());
            (
                format!("{owner} {}", words(&ends.name.singular())),
                format!("{owner} {}", words(&ends.name.snake())),
            )
        }
    };
    match api {
        Api::Create => format!("Creates one {one}."),
        Api::Read => format!("Reads one {one}."),
        Api::List => format!("Lists {many}, ordered by key, a page at a time."),
        Api::Update => format!("Changes the given members of one {one}."),
        Api::Delete => format!("Deletes one {one}."),
    }
}
