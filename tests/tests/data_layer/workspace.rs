//! The workspace of the emitted crates, written once for all tests, and the migrations that make their databases.

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use driftless_catalog::{Dialect, lower};
use driftless_diagnostics::Diagnostics;
use driftless_migrate::{Goal, draft};
use driftless_model::Schema;
use driftless_output::{OutputFile, OutputSet};
use driftless_shape::Shapes;
use driftless_target::{Context, Target};
use driftless_target_rust::Rust;
use driftless_tests::repository;
use driftless_tests::workspace::{Workspace, unified};

use crate::tenants::program::program;
use crate::tenants::shown::shown;

/// A schema whose crate is tested.
pub(crate) struct Case {
    schema: &'static str,
    /// The name of its package.
    pub(crate) package: &'static str,
    tests: &'static [&'static str],
}

impl Case {
    pub(crate) const fn new(schema: &'static str, package: &'static str, tests: &'static [&'static str]) -> Self {
        Self { schema, package, tests }
    }

    /// Where the schema lies.
    pub(crate) fn name(&self) -> &'static str {
        self.schema
    }

    /// The schema.
    pub(crate) fn text(&self) -> String {
        fs::read_to_string(repository().join(self.schema)).expect("the schema")
    }
}

/// What the tests need beside what the crate itself does.
const NEEDED: &str = r#"
[dev-dependencies]
tokio = { version = "1", features = ["rt", "macros"] }
sqlx = { version = "0.9", default-features = false, features = ["runtime-tokio"] }
futures-util = { version = "0.3", default-features = false }
"#;

/// The workspace.
pub(crate) fn written(cases: &[Case]) -> &'static Workspace {
    static WORKSPACE: OnceLock<Workspace> = OnceLock::new();
    WORKSPACE.get_or_init(|| {
        let crates = cases.iter().map(|case| (case.package.to_owned(), files(case)));
        Workspace::written("data", &crates.chain([("unified".to_owned(), unified())]).collect())
    })
}

/// The files of a crate, with its tests.
fn files(case: &Case) -> BTreeMap<String, String> {
    let schema = compiled(&case.text());
    let mut files: BTreeMap<String, String> = emit(&schema)
        .iter()
        .map(|(path, file)| {
            let path = path.strip_prefix("rust/").expect("everything is in its folder");
            (path.to_owned(), file.text.clone())
        })
        .collect();
    files.get_mut("Cargo.toml").expect("a manifest").push_str(NEEDED);
    files.extend(tests(case, &schema, &files));
    files
}

/// The tests of a crate: modules of one program, for what they share of the crate and of sqlx is compiled once so.
fn tests(case: &Case, schema: &Schema, files: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let mut modules = vec![("statements", statements(files, case.package))];
    if schema.tenant.is_some() {
        let shown = shown(schema, &Shapes::of(schema));
        modules.extend(program(files, case.package, &shown).map(|text| ("tenants", text)));
    }
    modules.extend(case.tests.iter().map(|test| {
        let path = repository().join("tests/tests/data_layer/press").join(test);
        let text = fs::read_to_string(path.with_extension("rs"));
        (*test, text.expect("the tests of the crate"))
    }));
    let main = modules.iter().map(|(name, _)| format!("mod {name};\n")).collect();
    let mut written = vec![("tests/main.rs".to_owned(), main)];
    written.extend(
        modules
            .into_iter()
            .map(|(name, text)| (format!("tests/{name}.rs"), text)),
    );
    written
}

/// A test that prepares every statement of a crate: the modules are found by what they declare.
fn statements(files: &BTreeMap<String, String>, package: &str) -> String {
    let list = |database: &str| {
        let folder = format!("src/{database}/");
        let modules = files.iter().filter_map(|(path, text)| {
            let module = path.strip_prefix(&folder)?.strip_suffix(".rs")?;
            text.contains("pub const STATEMENTS").then(|| module.to_owned())
        });
        let paths: Vec<String> = modules
            .map(|module| format!("{}::{database}::r#{module}::STATEMENTS", package.replace('-', "_")))
            .collect();
        assert!(!paths.is_empty(), "{package} has statements for {database}");
        paths.join(", ")
    };
    let template = fs::read_to_string(repository().join("tests/tests/data_layer/statements.rs.txt"));
    template
        .expect("the template")
        .replace("<<postgres>>", &list("postgres"))
        .replace("<<sqlite>>", &list("sqlite"))
}

/// The schema that a text means.
pub(crate) fn compiled(text: &str) -> Schema {
    let compiled = driftless_resolve::compile_text("schema.toml", text);
    compiled.schema.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
}

fn emit(schema: &Schema) -> OutputSet {
    let shapes = Shapes::of(schema);
    let (mut outputs, mut diagnostics) = (OutputSet::default(), Diagnostics::default());
    let context = Context {
        schema,
        shapes: &shapes,
        path: "rust",
        settings: schema.output("rust"),
        templates: &BTreeMap::new(),
        version: "0.1.0",
    };
    Rust.emit(&context, &mut outputs, &mut diagnostics)
        .expect("what is emitted is Rust");
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    outputs
}

/// The SQL that makes the database of a schema.
pub(crate) fn migration(text: &str, dialect: Dialect) -> String {
    let schema = compiled(text);
    let lowered = lower(&schema, dialect);
    assert!(!lowered.diagnostics.has_errors(), "{:#?}", lowered.diagnostics);
    let goal = Goal {
        catalog: &lowered.catalog,
        model: &lower(&schema, Dialect::Postgres).catalog,
    };
    let output = draft(goal, &BTreeMap::new(), &[]).unwrap_or_else(|error| panic!("no draft: {error:#?}"));
    let up = output.files.into_iter().filter(|file| file.name.ends_with(".up.sql"));
    up.map(|file| OutputFile::from_marked(&file.text).expect("markers are whole").text)
        .collect()
}

/// The roles that a file grants rights to.
pub(crate) fn roles(sql: &str) -> Vec<String> {
    let grants = sql.lines().filter(|line| line.starts_with("GRANT "));
    let mut roles: Vec<String> = grants
        .filter_map(|line| line.rsplit('"').nth(1).map(str::to_owned))
        .collect();
    roles.dedup();
    roles
}
