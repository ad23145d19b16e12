//! What a schema becomes: its meaning, and the three outputs whose verdicts are compared.

use std::fs;

use driftless_diagnostics::Diagnostics;
use driftless_output::OutputSet;
use driftless_resolve::compile_text;
use driftless_sample::Subject;
use driftless_target::{Context, Target};
use driftless_target_openapi::OpenApi;
use driftless_target_rust::Rust;
use driftless_target_typescript::TypeScript;
use driftless_tests::repository;

/// A schema and what it means.
pub(crate) struct World {
    pub(crate) name: String,
    pub(crate) subject: Subject<'static>,
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
            subject: Subject::of(schema),
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
            schema: &self.subject.schema,
            shapes: &self.subject.shapes,
            path: name,
            // OpenAPI 3.1 has JSON Schema; what becomes of it in 3.0 is judged elsewhere.
            settings: self.subject.schema.output(name).filter(|_| name != "openapi"),
            templates: &std::collections::BTreeMap::new(),
            version: "0.0.0",
        };
        target
            .emit(&context, &mut outputs, &mut diagnostics)
            .expect("the target emits");
        assert!(!diagnostics.has_errors(), "{}: {diagnostics:?}", self.name);
        outputs
    }
}
