//! Operations: path, parameters, payloads, statuses. A path parameter that follows an entity's own segment is that
//! entity's key and needs no declaration.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics};
use driftless_model::{Body, DomainId, Entity, Field, Length, Method, Name, Operation, Parameter, Payload};
use driftless_syntax::document::{self as written, Auth, FieldDecl, FieldKind, OperationDecl, Spanned, Text};

use crate::draft::blank_field;
use crate::field::{deprecated, doc};
use crate::fitting::check_wire_only;
use crate::kind::{DraftKind, Place};
use crate::world::World;

/// An operation; `None` where its method or path is missing, which was reported.
pub(crate) fn operation(
    declared: &OperationDecl,
    world: &World<'_>,
    entities: &[Entity],
    diagnostics: &mut Diagnostics,
) -> Option<Operation> {
    let (path, verb) = (declared.path.as_ref()?, declared.method?);
    let method = method(verb.value);
    let request = declared
        .request
        .as_ref()
        .and_then(|word| payload(word, world, diagnostics));
    let response = declared
        .response
        .as_ref()
        .and_then(|word| payload(word, world, diagnostics));
    check_body(declared, method, diagnostics);
    Some(Operation {
        name: Name::new(declared.name.as_str()),
        span: declared.name.span,
        doc: doc(&declared.about),
        domain: declared
            .domain
            .as_ref()
            .and_then(|word| world.names.domain(word, diagnostics))
            .unwrap_or(DomainId(0)),
        method,
        path: path.value.clone(),
        params: if check_path(path, diagnostics) {
            parameters(declared, path, world, entities, diagnostics)
        } else {
            Vec::new()
        },
        query: query(declared, world, diagnostics),
        body: body(declared),
        paged: paged(declared, response.as_ref(), diagnostics),
        status: status(declared, method, response.is_some()),
        errors: errors(declared),
        authenticated: authenticated(declared, world),
        deprecated: deprecated(&declared.about),
        request,
        response,
    })
}

fn method(method: written::Method) -> Method {
    match method {
        written::Method::Get => Method::Get,
        written::Method::Post => Method::Post,
        written::Method::Put => Method::Put,
        written::Method::Patch => Method::Patch,
        written::Method::Delete => Method::Delete,
    }
}

fn body(declared: &OperationDecl) -> Body {
    match declared.body.map(|body| body.value) {
        None | Some(written::Body::Json) => Body::Json,
        Some(written::Body::Multipart) => Body::Multipart,
        Some(written::Body::Binary) => Body::Binary,
    }
}

fn payload(word: &Text, world: &World<'_>, diagnostics: &mut Diagnostics) -> Option<Payload> {
    let (ty, nullable) = world.known().type_of(word, Place::Payload, diagnostics)?;
    Some(Payload { ty, nullable })
}

fn check_body(declared: &OperationDecl, method: Method, diagnostics: &mut Diagnostics) {
    let mut wrong = |span, label: &str, help: &str| {
        diagnostics.push(
            Diagnostic::error(
                Code::OperationConflict,
                format!("`{}` contradicts itself", declared.name.value),
            )
            .label(span, label.to_owned())
            .help(help.to_owned()),
        );
    };
    if let Some(request) = declared
        .request
        .as_ref()
        .filter(|_| matches!(method, Method::Get | Method::Delete))
    {
        wrong(
            request.span,
            "such a request has no body",
            "use query parameters, or `method = \"POST\"`",
        );
    }
    match (declared.body, &declared.request) {
        (Some(body), None) if body.value != written::Body::Binary => {
            wrong(body.span, "no `request` says what is in it", "add `request = \"…\"`");
        }
        (Some(body), Some(_)) if body.value == written::Body::Binary => {
            wrong(body.span, "bytes have no other type", "remove `request`");
        }
        _ => {}
    }
}

/// Whether a path is one; what it asks for is worth looking at only then.
fn check_path(path: &Text, diagnostics: &mut Diagnostics) -> bool {
    let segment_fits = |segment: &str| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(name) => !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
        None => {
            !segment.is_empty()
                && segment
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b':'))
        }
    };
    let fits = path
        .value
        .strip_prefix('/')
        .is_some_and(|rest| rest.split('/').all(segment_fits));
    if !fits {
        diagnostics.push(
            Diagnostic::error(Code::PathParameter, format!("`{}` is not a path", path.value))
                .label(path.span, "has another form")
                .help("write segments of letters, digits and hyphens, and whole-segment parameters, as in `/books/{id}/pages`"),
        );
    }
    fits
}

fn path_names(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}

fn parameters(
    declared: &OperationDecl,
    path: &Text,
    world: &World<'_>,
    entities: &[Entity],
    diagnostics: &mut Diagnostics,
) -> Vec<Parameter> {
    let names = path_names(&path.value);
    for unused in declared
        .params
        .iter()
        .filter(|field| !names.contains(&field.name.as_str()))
    {
        diagnostics.push(
            Diagnostic::error(
                Code::PathParameter,
                format!("the path has no parameter `{}`", unused.name.value),
            )
            .label(unused.name.span, "is not in the path")
            .related(path.span, "the path")
            .help(format!(
                "write `{{{}}}` in the path, or remove the parameter",
                unused.name.value
            )),
        );
    }
    let mut parameters: Vec<Parameter> = Vec::new();
    for name in names {
        if parameters.iter().any(|known| known.json == name) {
            diagnostics.push(
                Diagnostic::error(Code::PathParameter, format!("the path has `{{{name}}}` twice"))
                    .label(path.span, "one name, two values")
                    .help("rename one of them"),
            );
            continue;
        }
        let stated = declared.params.iter().find(|field| field.name.as_str() == name);
        let field = match stated {
            Some(field) => parameter_field(field, world, diagnostics),
            None => inferred(name, path, world, entities, diagnostics),
        };
        parameters.extend(field.map(|field| Parameter {
            json: name.to_owned(),
            field,
        }));
    }
    parameters
}

/// `/books/{id}`: the key of the entity whose segment stands before it.
fn inferred(
    name: &str,
    path: &Text,
    world: &World<'_>,
    entities: &[Entity],
    diagnostics: &mut Diagnostics,
) -> Option<Field> {
    let before = path.value.split(&format!("/{{{name}}}")).next().unwrap_or("");
    let segment = before.rsplit('/').next().unwrap_or("");
    let owner = entities
        .iter()
        .find(|entity| entity.ends().is_none() && entity.path == segment && entity.has_single_key());
    let Some(owner) = owner else {
        diagnostics.push(
            Diagnostic::error(Code::PathParameter, format!("nothing says what `{{{name}}}` is"))
                .label(
                    path.span,
                    format!("`/{segment}` is not the path of an entity with a key of one column"),
                )
                .help(format!(
                    "declare it, as in `params.{name} = {{ type = \"uuid\", doc = \"…\" }}`"
                )),
        );
        return None;
    };
    let kind = FieldKind::Reference(Spanned::new(owner.name.as_str().to_owned(), path.span));
    let doc = format!("Key of the {}.", owner.name.snake().replace('_', " "));
    let field = blank_field(Spanned::new(name.to_owned(), path.span), kind, &doc, path.span);
    parameter_field(&field, world, diagnostics)
}

fn parameter_field(declared: &FieldDecl, world: &World<'_>, diagnostics: &mut Diagnostics) -> Option<Field> {
    let (kind, nullable) = world.known().kind(declared, Place::Parameter, diagnostics);
    if let (DraftKind::Arc(_), Some(FieldKind::OneOf { targets, .. })) = (&kind, &declared.kind) {
        diagnostics.push(
            Diagnostic::error(
                Code::PathParameter,
                format!("`{}` needs two parts", declared.name.value),
            )
            .label(targets.span, "a choice of rows is a kind and a key")
            .help("use two path parameters, or a query parameter"),
        );
        return None;
    }
    if nullable {
        diagnostics.push(
            Diagnostic::error(
                Code::PathParameter,
                format!("`{}` cannot be left out", declared.name.value),
            )
            .label(declared.span, "a part of the path is always there")
            .help("remove the `?`"),
        );
    }
    check_wire_only(declared, "parameters are not stored", diagnostics);
    world.builder(None).field(declared, &kind, false, diagnostics)
}

fn query(declared: &OperationDecl, world: &World<'_>, diagnostics: &mut Diagnostics) -> Vec<Parameter> {
    let mut query: Vec<Parameter> = Vec::new();
    for field in &declared.query {
        let (kind, nullable) = world.known().kind(field, Place::Parameter, diagnostics);
        check_wire_only(field, "parameters are not stored", diagnostics);
        let Some(built) = world.builder(None).field(field, &kind, nullable, diagnostics) else {
            continue;
        };
        let json = match &built.kind {
            driftless_model::FieldKind::Value(column) => column.json.clone(),
            driftless_model::FieldKind::Arc(arc) => arc.json.clone(),
            driftless_model::FieldKind::Reference(reference) => reference.columns[0].json.clone(),
        };
        let taken = declared.paged.is_on() && matches!(json.as_str(), "limit" | "cursor");
        if taken || query.iter().any(|known| known.json == json) {
            diagnostics.push(
                Diagnostic::error(Code::NameCollision, format!("the query has `{json}` twice"))
                    .label(field.name.span, "this name is taken")
                    .help("rename it; `limit` and `cursor` belong to paged responses"),
            );
        }
        query.push(Parameter { json, field: built });
    }
    query
}

fn paged(declared: &OperationDecl, response: Option<&Payload>, diagnostics: &mut Diagnostics) -> bool {
    let paged = declared.paged.is_on();
    let is_list = response.is_some_and(|payload| payload.ty.array == Some(Length { min: 0, max: None }));
    if paged && !is_list {
        diagnostics.push(
            Diagnostic::error(
                Code::OperationConflict,
                format!("`{}` pages what is no list", declared.name.value),
            )
            .label(declared.paged.span, "pages are made of items")
            .help("write the response as a list, as in `response = \"Book[]\"`"),
        );
    }
    paged && is_list
}

fn status(declared: &OperationDecl, method: Method, responds: bool) -> u16 {
    let default = match (method, responds) {
        (_, false) => 204,
        (Method::Post, true) => 201,
        _ => 200,
    };
    declared
        .status
        .map_or(default, |status| http_status(status).unwrap_or(default))
}

fn errors(declared: &OperationDecl) -> Vec<u16> {
    let mut errors: Vec<u16> = declared
        .errors
        .iter()
        .filter_map(|status| http_status(*status))
        .collect();
    errors.sort_unstable();
    errors.dedup();
    errors
}

/// The grammar reported what is out of range.
fn http_status(status: Spanned<i64>) -> Option<u16> {
    u16::try_from(status.value).ok()
}

/// What the operation says, or else what the whole service says, which is a bearer token unless it says otherwise.
fn authenticated(declared: &OperationDecl, world: &World<'_>) -> bool {
    let service = world.document.outputs.iter().find_map(|output| match &output.settings {
        written::OutputSettings::Openapi { auth, .. } => auth.map(|auth| auth.value),
        _ => None,
    });
    declared.auth.map(|auth| auth.value).or(service) != Some(Auth::None)
}
