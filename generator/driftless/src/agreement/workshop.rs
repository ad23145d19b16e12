//! The folder in which judges are built: the emitted crate with the program that asks it, the emitted package with its script, and
//! the description. In: outputs in memory. Out: programs that can be run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use driftless_catalog::{Dialect, lower};
use driftless_diagnostics::Diagnostics;
use driftless_migrate::{Goal, draft};
use driftless_model::Schema;
use driftless_output::{Kind, Lock, Mode, Options, OutputSet, sync};
use driftless_shape::Shapes;
use driftless_target::{Context, EmitError, Target};
use driftless_target_openapi::OpenApi;
use driftless_target_rust::Rust;
use driftless_target_typescript::{JUDGE, TypeScript};

use super::{Asked, Place};
use crate::VERSION;
use crate::failure::Failure;
use crate::migrations::{Database, failure};
use crate::texts::Unreadable;

/// The judges of a schema, as they can be run.
pub(super) struct Built {
    /// The program that asks the crate.
    pub(super) program: PathBuf,
    /// The folder in which everything lies.
    pub(super) folder: PathBuf,
    /// The description.
    pub(super) description: String,
    /// What makes the tables of PostgreSQL.
    pub(super) postgres: String,
    /// The same of SQLite.
    pub(super) sqlite: String,
}

/// The workspace of the judges, which nobody debugs or changes a little of.
const WORKSPACE: &str = "[workspace]
resolver = \"3\"
members = [\"judge\", \"rust\"]

[profile.dev]
debug = false
incremental = false
";

/// Where the description lies.
pub(super) const DESCRIPTION: &str = "openapi/openapi.json";

/// Everything that judges are built from: what the targets emit, whatever folders the schema gives them, and the judges.
///
/// # Errors
/// A target could not emit.
pub fn outputs(schema: &Schema, asked: &Asked) -> Result<OutputSet, Failure> {
    let shapes = Shapes::of(schema);
    let (mut outputs, mut diagnostics) = (OutputSet::default(), Diagnostics::default());
    let targets: [&dyn Target; 3] = [&Rust, &OpenApi, &TypeScript];
    for target in targets {
        let name = target.name().to_owned();
        let context = Context {
            schema,
            shapes: &shapes,
            path: &name,
            // OpenAPI 3.1 has JSON Schema; that is what judges.
            settings: schema.output(&name).filter(|_| name != "openapi"),
            templates: &BTreeMap::new(),
            version: VERSION,
        };
        target
            .emit(&context, &mut outputs, &mut diagnostics)
            .map_err(Failure::Bug)?;
    }
    let package = package(&outputs);
    let judge = driftless_target_rust::judge(schema, &shapes, &package, &asked.databases()).map_err(Failure::Bug)?;
    let judge = judge.into_iter().map(|(path, text)| (format!("judge/{path}"), text));
    let fixed = [("Cargo.toml", WORKSPACE), ("judge.mjs", JUDGE)];
    let mut fixed: Vec<(String, String)> = fixed.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec();
    for dialect in asked.databases() {
        fixed.push((tables_file(dialect), tables(schema, dialect)?));
    }
    for (path, text) in judge.chain(fixed) {
        let inserted = outputs.insert_marked(&path, &text, Kind::Generated);
        inserted.map_err(|error| Failure::Bug(EmitError::new("agree", path, error.to_string())))?;
    }
    Ok(outputs)
}

/// Where the SQL of a database lies.
fn tables_file(dialect: Dialect) -> String {
    format!("{}.sql", dialect.as_str())
}

/// The SQL that makes all tables of a database: what the first migration of the schema would be.
fn tables(schema: &Schema, dialect: Dialect) -> Result<String, Failure> {
    let (lowered, model) = (lower(schema, dialect), lower(schema, Dialect::Postgres));
    let goal = Goal {
        catalog: &lowered.catalog,
        model: &model.catalog,
    };
    let database = Database {
        dialect,
        path: tables_file(dialect),
    };
    let drafted = draft(goal, &BTreeMap::new(), &[]).map_err(|error| failure(&database, error))?;
    let up = drafted.files.iter().filter(|file| file.name.ends_with(".up.sql"));
    Ok(up.map(|file| file.text.as_str()).collect())
}

/// The name of the emitted crate.
fn package(outputs: &OutputSet) -> String {
    let manifest = outputs.get("rust/Cargo.toml").map_or("", |file| file.text.as_str());
    let name = manifest.lines().find_map(|line| line.strip_prefix("name = \""));
    name.and_then(|name| name.strip_suffix('"'))
        .unwrap_or_default()
        .to_owned()
}

/// Writes the files and builds what has to be built.
pub(super) fn build(files: &OutputSet, place: &Place) -> Result<Built, Unreadable> {
    let folder =
        std::path::absolute(&place.folder).map_err(|error| missing(&place.folder.display().to_string(), &error))?;
    let options = Options {
        manifest: Some("manifest.json"),
        tool_version: VERSION,
    };
    driftless_output::make_folder(&folder).map_err(|error| missing(&folder.display().to_string(), &error))?;
    let lock = Lock::take(&folder, |_| ());
    let written = lock.and_then(|lock| sync(&folder, files, &options, Mode::Write(&lock)));
    written.map_err(|error| Unreadable {
        message: error.to_string(),
        help: error.help(),
    })?;
    let text = |path: &str| files.get(path).map(|file| file.text.clone()).unwrap_or_default();
    Ok(Built {
        program: program(&folder, &place.target, &format!("judge-{}", package(files)))?,
        description: text(DESCRIPTION),
        postgres: text(&tables_file(Dialect::Postgres)),
        sqlite: text(&tables_file(Dialect::Sqlite)),
        folder,
    })
}

/// Builds the program with Cargo.
fn program(folder: &Path, target: &Path, name: &str) -> Result<PathBuf, Unreadable> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let cargo = cargo.args(["build", "--quiet", "--package", name]).current_dir(folder);
    let target = std::path::absolute(target).map_err(|error| missing(&target.display().to_string(), &error))?;
    let ran = cargo
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .map_err(|error| Unreadable {
            message: format!("cargo cannot be run: {error}"),
            help: "install Rust from https://rustup.rs; the judges are built with it".to_owned(),
        })?;
    if ran.status.success() {
        return Ok(target.join("debug").join(name));
    }
    Err(Unreadable {
        message: format!(
            "what was emitted does not build:\n{}",
            String::from_utf8_lossy(&ran.stderr)
        ),
        help: format!("the files lie in {}; please report this", folder.display()),
    })
}

/// Names of the components of a description.
pub(super) fn components(description: &str) -> BTreeSet<String> {
    let document: serde_json::Value = serde_json::from_str(description).unwrap_or_default();
    let schemas = document["components"]["schemas"].as_object();
    schemas.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

fn missing(what: &str, error: &std::io::Error) -> Unreadable {
    Unreadable {
        message: format!("{what}: {error}"),
        help: "name a folder that can be written to with --folder".to_owned(),
    }
}
