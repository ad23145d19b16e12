//! What a schema becomes: its meaning, and the three outputs whose verdicts are compared.

use std::fs;

use driftless_diagnostics::Diagnostics;
use driftless_model::{EntityId, FieldId, Limits, Scalar, Schema};
use driftless_output::OutputSet;
use driftless_resolve::compile_text;
use driftless_shape::{Body, Item, Origin, Role, Shape, Shapes};
use driftless_target::{Context, Target};
use driftless_target_openapi::OpenApi;
use driftless_target_rust::Rust;
use driftless_target_typescript::TypeScript;
use driftless_tests::repository;

/// A schema and what it means.
pub(crate) struct World {
    pub(crate) name: String,
    pub(crate) schema: Schema,
    pub(crate) shapes: Shapes,
}

/// What narrows a key.
pub(crate) struct Key {
    pub(crate) scalar: Scalar,
    pub(crate) limits: Limits,
}

/// The schemas whose validators are judged, and what is added to each.
pub(crate) const SCHEMAS: [(&str, &str); 18] = [
    PLATFORM,
    ("tests/schemas/architecture_brain.toml", ""),
    ("tests/schemas/data_contracts.toml", ""),
    ("tests/schemas/deliberation.toml", ""),
    ("docs/example.toml", ""),
    LIBRARY,
    ("tests/tests/rust_cases/hostile.toml", ""),
    ("tests/tests/openapi/library.toml", ""),
    NUMBERS,
    ("tests/tests/typescript/library.toml", ""),
    EDGES,
    ("tests/cases/scalars/schema.toml", ""),
    ("tests/cases/limits/schema.toml", ""),
    ("tests/cases/composite_keys/schema.toml", ""),
    ("tests/cases/checks_and_computed_fields/schema.toml", ""),
    ("tests/cases/names_that_languages_reserve/schema.toml", ""),
    ("tests/cases/tenants/schema.toml", ""),
    ("tests/cases/records/schema.toml", ""),
];

/// The schema of the repository.
pub(crate) const PLATFORM: (&str, &str) = ("schema.toml", "");
/// One of everything.
pub(crate) const LIBRARY: (&str, &str) = ("tests/tests/rust_cases/library.toml", "");
/// Every type with every limit.
pub(crate) const EDGES: (&str, &str) = ("tests/tests/validators/edges.toml", "");
/// The other forms of the wire.
const NUMBERS: (&str, &str) = (
    "tests/tests/openapi/library.toml",
    "[wire]\nint8 = \"number\"\nnumeric = \"number\"\ncase = \"camelCase\"\n",
);

impl World {
    /// A schema of the repository.
    pub(crate) fn of((path, more): (&str, &str)) -> Self {
        let text = fs::read_to_string(repository().join(path)).expect("the schema is there");
        let mut name = path.trim_end_matches(".toml").replace(['/', '_'], "-");
        if !more.is_empty() {
            name.push_str("-changed");
        }
        Self::new(&name, &format!("{text}\n{more}"))
    }

    fn new(name: &str, text: &str) -> Self {
        let compiled = compile_text("schema.toml", text);
        let schema = compiled
            .schema
            .unwrap_or_else(|| panic!("{name}: {:?}", compiled.diagnostics));
        Self {
            name: name.to_owned(),
            shapes: Shapes::of(&schema),
            schema,
        }
    }

    /// The npm package.
    pub(crate) fn typescript(&self) -> OutputSet {
        self.emit(&TypeScript, "typescript")
    }

    /// The OpenAPI documents.
    pub(crate) fn openapi(&self) -> OutputSet {
        self.emit(&OpenApi, "openapi")
    }

    /// The crate.
    pub(crate) fn rust(&self) -> OutputSet {
        self.emit(&Rust, "rust")
    }

    fn emit(&self, target: &dyn Target, name: &str) -> OutputSet {
        let (mut outputs, mut diagnostics) = (OutputSet::default(), Diagnostics::default());
        let context = Context {
            schema: &self.schema,
            shapes: &self.shapes,
            path: name,
            // OpenAPI 3.1 has JSON Schema; what becomes of it in 3.0 is judged elsewhere.
            settings: self.schema.output(name).filter(|_| name != "openapi"),
            templates: &std::collections::BTreeMap::new(),
            version: "0.0.0",
        };
        target
            .emit(&context, &mut outputs, &mut diagnostics)
            .expect("the target emits");
        assert!(!diagnostics.has_errors(), "{}: {diagnostics:?}", self.name);
        outputs
    }

    /// What narrows the key of an entity.
    pub(crate) fn id(&self, entity: EntityId) -> Key {
        let mut ids = self.shapes.modules.iter().flat_map(|module| &module.ids);
        let id = ids.find(|id| id.entity == entity).expect("the entity has a typed key");
        Key {
            scalar: id.ty.scalar,
            limits: id.ty.limits.clone(),
        }
    }

    /// The kinds of an arc, and what the key of each is.
    pub(crate) fn arc(&self, origin: Origin, field: FieldId) -> Vec<(String, Scalar, Limits)> {
        let fields = match origin {
            Origin::Entity(id) => &self.schema.entity(id).fields,
            Origin::Record(id) => &self.schema.record(id).fields,
        };
        let arc = fields[field.0].arc().expect("the field is an arc");
        let key = |target: &driftless_model::ArcTarget| {
            let mut ids = self.shapes.modules.iter().flat_map(|module| &module.ids);
            let ty = ids
                .find(|id| id.entity == target.entity)
                .map_or(&target.column.ty, |id| &id.ty);
            (target.kind.clone(), ty.scalar, ty.limits.clone())
        };
        arc.targets.iter().map(key).collect()
    }

    /// The shape that an item is.
    pub(crate) fn shape_of(&self, item: &Item) -> Option<&Shape> {
        let (origin, role) = match *item {
            Item::Record(id) => (Origin::Record(id), Role::Record),
            Item::Read(id) => (Origin::Entity(id), Role::Read),
            Item::Create(id) => (Origin::Entity(id), Role::Create),
            Item::Patch(id) => (Origin::Entity(id), Role::Patch),
            _ => return None,
        };
        self.shapes.find(origin, role).map(|(_, shape)| shape)
    }

    /// Every shape that travels.
    pub(crate) fn travelling(&self) -> impl Iterator<Item = &Shape> {
        self.shapes
            .shapes()
            .map(|(_, shape)| shape)
            .filter(|shape| shape.role != Role::Row)
    }

    /// Names of the checks that the schema declares.
    pub(crate) fn checks(&self) -> Vec<String> {
        let entities = self.schema.entities().flat_map(|(id, entity)| {
            entity
                .checks
                .iter()
                .map(move |check| (Origin::Entity(id), check.name.to_string()))
        });
        entities
            .map(|(origin, check)| driftless_shape::constraints::of_check(&self.schema, origin, &check))
            .collect()
    }
}

/// The cases of a shape: the tag's key with a word, or one without a tag.
pub(crate) fn cases(shape: &Shape) -> Vec<Option<&str>> {
    match &shape.body {
        Body::Struct(_) => vec![None],
        Body::Tagged(tagged) => tagged.cases.iter().map(|case| Some(case.value.as_str())).collect(),
    }
}
