//! The judges: the emitted package and the emitted description in Node, the emitted crate as a program of its own. In: cases.
//! Out: what each says about each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use driftless_shape::{Role, Shape};
use driftless_tests::workspace::Workspace;
use driftless_tests::{node, process};
use serde_json::{Value, json};

use crate::digest::{Digested, digested};
use crate::fixtures;
use crate::outputs::{SCHEMAS, World};
use crate::package::Package;
use driftless_agree::{Case, Issue, Rust};

/// What the package and the description say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InNode {
    /// What is wrong according to the package; nothing when it accepts.
    pub(crate) issues: Option<Vec<Issue>>,
    /// Whether the description accepts.
    pub(crate) described: bool,
}

/// Asks the package, and the description unless it was asked before.
pub(crate) fn in_node(package: &Package, description: Option<&Path>, cases: &[Case]) -> Vec<InNode> {
    let folder = package.folder();
    let (judge, file) = (folder.join("judge.mjs"), folder.join("cases.json"));
    fs::write(&judge, include_str!("judge.mjs")).expect("a file can be written");
    let list: Vec<Value> = cases
        .iter()
        .map(|case| json!([case.shape, case.component, case.strict, case.json]))
        .collect();
    fs::write(&file, Value::from(list).to_string()).expect("a file can be written");
    let root = package.root().to_string_lossy().into_owned();
    let description = description.map_or("-".to_owned(), |path| path.to_string_lossy().into_owned());
    let said = node::run(
        folder,
        &[&judge.to_string_lossy(), &root, &description, &file.to_string_lossy()],
    );
    let text = said.stdout.clone();
    said.passed();
    let verdicts: Vec<(Option<Vec<Issue>>, Option<bool>)> = from_json(&text);
    verdicts
        .into_iter()
        .map(|(issues, described)| InNode {
            issues,
            described: described.unwrap_or_default(),
        })
        .collect()
}

fn from_json<T: for<'de> serde::Deserialize<'de>>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("a judge prints verdicts: {error}: {text:.300}"))
}

/// Asks the crate of a schema.
pub(crate) fn in_rust(world: &World, folder: &Path, cases: &[Case]) -> Vec<Rust> {
    let file = folder.join("cases.rust.json");
    let list: Vec<Value> = cases
        .iter()
        .map(|case| json!([case.shape, case.strict, case.json]))
        .collect();
    fs::write(&file, Value::from(list).to_string()).expect("a file can be written");
    let said = process::run(Command::new(program(world)).arg(file)).passed();
    let verdicts: Vec<Value> = from_json(&said);
    verdicts.into_iter().map(verdict).collect()
}

fn verdict(said: Value) -> Rust {
    match said {
        Value::Null => Rust::Valid,
        Value::String(fault) => Rust::Fault(fault),
        broken => Rust::Broken(serde_json::from_value(broken).expect("issues")),
    }
}

/// Where the judge of a schema's crate stands, all of them built at once.
pub(crate) fn program(world: &World) -> &'static Path {
    static BUILT: OnceLock<BTreeMap<(String, String), PathBuf>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let worlds = SCHEMAS.map(World::of);
        let crates = worlds.iter().map(|world| (world.name.clone(), files(world)));
        Workspace::written("judges", &crates.collect()).build(&["build", "--examples", "--features", "fixtures"])
    });
    &built[&(world.name.clone(), program_name(&world.name))]
}

fn program_name(name: &str) -> String {
    format!("judge-{name}")
}

/// The files of a crate that is called like its judge: several schemas have one name.
fn files(world: &World) -> BTreeMap<String, String> {
    let name = program_name(&world.name);
    let outputs = world.rust();
    let emitted = outputs.iter().map(|(path, file)| {
        let path = path.strip_prefix("rust/").expect("everything is in its folder");
        (path.to_owned(), file.text.clone())
    });
    let mut files: BTreeMap<String, String> = emitted.collect();
    let manifest = files.get_mut("Cargo.toml").expect("a manifest");
    let line = manifest.lines().find(|line| line.starts_with("name"));
    let line = line.expect("a package has a name").to_owned();
    *manifest = manifest.replacen(&line, &format!("name = \"{name}\""), 1);
    files.insert(format!("examples/{name}.rs"), judge(world, &name.replace('-', "_")));
    files
}

/// A program that reads cases and says what the crate says.
fn judge(world: &World, library: &str) -> String {
    let mut arms: String = world.subject.travelling().map(|shape| arms(shape, library)).collect();
    for Digested { entity, field, create } in digested(world) {
        arms.push_str(&format!(
            "        (\"{entity}.{field}\", _) => json!(serde_json::from_str::<{library}::{}>(text).and_then(|value| value.{field}()).map_or_else(|fault| fault.to_string(), |digest| digest.to_string())),\n",
            create.name
        ));
    }
    format!(
        "{HEAD}\nfn verdict(shape: &str, strict: bool, text: &str) -> Value {{\n    match (shape, strict) {{\n{arms}        _ => panic!(\"no such shape: {{shape}}\"),\n    }}\n}}\n\n{}",
        fixtures::judge(world, library)
    )
}

const HEAD: &str = r#"use serde_json::{Value, json};

fn main() {
    let path = std::env::args().nth(1).expect("a file of cases");
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let verdicts: Vec<Value> = if std::env::args().nth(2).is_some() {
        let cases: Vec<(String, u32, String)> = serde_json::from_str(&text).expect("cases");
        cases.iter().map(|(shape, number, text)| fixture(shape, *number, text)).collect()
    } else {
        let cases: Vec<(String, bool, String)> = serde_json::from_str(&text).expect("cases");
        cases.iter().map(|(shape, strict, text)| verdict(shape, *strict, text)).collect()
    };
    println!("{}", Value::from(verdicts));
}
"#;

fn arms(shape: &Shape, library: &str) -> String {
    let (name, ty) = (format!("{:?}", shape.name), format!("{library}::{}", shape.name));
    let is_request = shape.usage.request && !shape.usage.stored && !shape.usage.response;
    let checked = |value: &str| match shape.role {
        Role::Read | Role::Row => "Value::Null".to_owned(),
        _ => format!(
            "match {value}.validate() {{ Ok(()) => Value::Null, Err(errors) => errors.into_iter().map(|error| json!([error.field, error.code, error.message])).collect() }}"
        ),
    };
    let arm = |strict: &str, ty: &str, value: &str| {
        format!(
            "        ({name}, {strict}) => match serde_json::from_str::<{ty}>(text) {{ Err(fault) => json!(fault.to_string()), Ok(value) => {{ let _ = &value; {} }} }},\n",
            checked(value)
        )
    };
    if is_request {
        return arm("_", &ty, "value");
    }
    let strict = arm("true", &format!("{library}::wire::Strict<{ty}>"), "value.0");
    format!("{strict}{}", arm("false", &ty, "value"))
}

/// Names of the components of a description.
pub(crate) fn components(bundle: &str) -> BTreeSet<String> {
    let document: Value = serde_json::from_str(bundle).expect("the description is JSON");
    let schemas = document["components"]["schemas"]
        .as_object()
        .expect("there are components");
    schemas.keys().cloned().collect()
}
