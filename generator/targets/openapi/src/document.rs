//! Whole documents: one for each domain, one for what they share, and the bundle. In: components and endpoints. Out: the
//! text of each file, its keys still marked with where they come from.

use driftless_model::Schema;
use driftless_output::mark_named;
use driftless_shape::Shapes;
use driftless_target::HEADER;
use serde_json::{Map, Value, json};

use crate::components::{COMMON, Components, file_of};
use crate::operation::paths;
use crate::parameter;
use crate::problem;
use crate::schema::schema as schema_of;
use crate::scope::{ENDING, Scope};
use crate::settings::Settings;

/// Everything in one document.
const BUNDLE: &str = "openapi.json";

/// One file.
#[derive(Debug)]
pub(crate) struct File {
    /// Its name.
    pub(crate) name: String,
    /// Its text, with marks.
    pub(crate) marked: String,
    /// How many keys its objects have in all.
    pub(crate) keys: usize,
}

/// Every file of a schema.
pub(crate) fn files(schema: &Schema, shapes: &Shapes, components: &Components<'_>, settings: &Settings) -> Vec<File> {
    let mut stems = vec![COMMON.to_owned()];
    let domains = schema.domains().map(|(domain, _)| file_of(schema, domain));
    stems.extend(domains.filter(|stem| stem != COMMON));
    let scope = |file| Scope {
        schema,
        components,
        version: settings.version,
        bearer: settings.bearer,
        file,
    };
    let mut files: Vec<File> = stems
        .iter()
        .map(|stem| {
            File::of(
                format!("{stem}{ENDING}"),
                &document(&scope(Some(stem)), shapes, settings),
            )
        })
        .collect();
    files.push(File::of(BUNDLE.to_owned(), &document(&scope(None), shapes, settings)));
    files
}

impl File {
    /// The file of a document.
    pub(crate) fn of(name: String, document: &Value) -> Self {
        // A tree of texts and numbers always has a text.
        let text = serde_json::to_string_pretty(document).unwrap_or_default();
        Self {
            name,
            marked: text + "\n",
            keys: keys(document),
        }
    }
}

/// How many keys the objects of a tree have in all.
pub(crate) fn keys(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(keys).sum(),
        Value::Object(members) => members.values().map(|value| 1 + keys(value)).sum(),
        _ => 0,
    }
}

fn document(scope: &Scope<'_>, shapes: &Shapes, settings: &Settings) -> Value {
    let modules = shapes
        .modules
        .iter()
        .filter(|module| scope.holds(&file_of(scope.schema, module.domain)));
    let endpoints = modules.clone().flat_map(|module| &module.endpoints);
    let tags: Vec<Value> = modules.clone().map(|module| tag(scope, module.domain)).collect();
    let mut written = Map::new();
    let mut set = |key: &str, value: Value| written.insert(key.to_owned(), value);
    set("openapi", json!(scope.version.number()));
    set("x-generated", json!(HEADER));
    set("info", info(scope, settings));
    set(
        "servers",
        settings.servers.iter().map(|url| json!({ "url": url })).collect(),
    );
    set(
        "security",
        if scope.bearer {
            json!([{ "bearer": [] }])
        } else {
            json!([])
        },
    );
    if !tags.is_empty() {
        set("tags", json!(tags));
    }
    set("paths", paths(scope, endpoints));
    set("components", components_of(scope, shapes));
    Value::Object(written)
}

fn tag(scope: &Scope<'_>, domain: driftless_model::DomainId) -> Value {
    let domain = scope.schema.domain(domain);
    let mut written = Map::new();
    let name = domain.name.snake();
    written.insert(
        "name".to_owned(),
        json!(format!("{}{name}", mark_named(domain.span, &name))),
    );
    if !domain.doc.is_empty() {
        written.insert("description".to_owned(), json!(domain.doc));
    }
    Value::Object(written)
}

fn info(scope: &Scope<'_>, settings: &Settings) -> Value {
    let domain = scope
        .schema
        .domains
        .iter()
        .find(|domain| Some(domain.name.snake().as_str()) == scope.file);
    let (title, doc) = match (scope.file, domain) {
        (None, _) => (settings.title.clone(), scope.schema.doc.clone()),
        (Some(_), Some(domain)) => (
            format!("{}: {}", settings.title, domain.name.snake()),
            domain.doc.clone(),
        ),
        (Some(file), None) => (
            format!("{}: {file}", settings.title),
            "What the other documents share.".to_owned(),
        ),
    };
    let mut written = Map::new();
    written.insert("title".to_owned(), json!(title));
    written.insert("version".to_owned(), json!(scope.schema.version));
    if !doc.is_empty() {
        written.insert("description".to_owned(), json!(doc));
    }
    Value::Object(written)
}

fn components_of(scope: &Scope<'_>, shapes: &Shapes) -> Value {
    let mut written = Map::new();
    let mut set = |key: &str, value: Value| written.insert(key.to_owned(), value);
    set("schemas", Value::Object(schemas(scope)));
    if scope.holds(COMMON) {
        set("parameters", parameter::shared(scope));
        set("headers", parameter::headers(scope));
        set("responses", Value::Object(problem::responses(scope, shapes)));
    }
    if scope.bearer {
        set(
            "securitySchemes",
            json!({ "bearer": { "type": "http", "scheme": "bearer" } }),
        );
    }
    Value::Object(written)
}

fn schemas(scope: &Scope<'_>) -> Map<String, Value> {
    let held = scope
        .components
        .list
        .iter()
        .filter(|component| scope.holds(&component.file));
    held.map(|component| {
        let pointer = format!("#/components/schemas/{}", component.name);
        let mark = component
            .span
            .map(|span| mark_named(span, &pointer))
            .unwrap_or_default();
        (format!("{mark}{}", component.name), schema_of(scope, component))
    })
    .collect()
}
