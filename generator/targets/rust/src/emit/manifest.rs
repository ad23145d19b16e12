//! `Cargo.toml`: dependencies as far as the code names them, and a feature for each part that can be left out.

use std::collections::BTreeSet;

use driftless_target::{Context, HEADER};
use proc_macro2::{TokenStream, TokenTree};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::print::Source;

/// Version and features of every crate that emitted code may name.
const CRATES: [(&str, &str, &[&str], bool); 8] = [
    ("base64", "0.22", &[], true),
    ("chrono", "0.4", &["std"], false),
    ("regex-lite", "0.1", &[], true),
    ("rust_decimal", "1", &["std"], false),
    ("serde", "1", &[], true),
    ("serde_json", "1", &["float_roundtrip"], true),
    ("sha2", "0.11", &[], true),
    ("uuid", "1", &["v7"], true),
];

/// The manifest.
pub(crate) fn emit(context: &Context<'_>, sources: &[Source]) -> String {
    let always = roots(sources.iter().filter(|source| source.feature.is_none()));
    let with_serde = roots(sources.iter().filter(|source| source.feature == Some("serde")));
    let mut document = DocumentMut::new();
    document["package"] = package(context);
    document["features"] = features(&always, &with_serde);
    document["dependencies"] = dependencies(&always, &with_serde);
    format!("# {HEADER}\n{document}")
}

/// The name of the crate.
pub(crate) fn package_name(context: &Context<'_>) -> String {
    let stated = context.settings.and_then(|settings| settings.text("package"));
    stated.map_or_else(|| context.schema.name.kebab(), str::to_owned)
}

fn package(context: &Context<'_>) -> Item {
    let mut package = Table::new();
    package["name"] = value(package_name(context));
    package["version"] = value(&context.schema.version);
    package["edition"] = value("2024");
    if let Some(line) = context.schema.doc.lines().next().filter(|line| !line.is_empty()) {
        package["description"] = value(line);
    }
    package["publish"] = value(false);
    Item::Table(package)
}

fn features(always: &BTreeSet<String>, with_serde: &BTreeSet<String>) -> Item {
    let mut features = Table::new();
    features["default"] = value(Array::from_iter(["serde"]));
    let optional = with_serde
        .difference(always)
        .map(|name| format!("dep:{}", package_of(name)));
    features["serde"] = value(Array::from_iter(optional));
    Item::Table(features)
}

fn dependencies(always: &BTreeSet<String>, with_serde: &BTreeSet<String>) -> Item {
    let mut dependencies = Table::new();
    for (name, version, features, defaults) in CRATES {
        let root = name.replace('-', "_");
        let is_optional = !always.contains(&root);
        if is_optional && !with_serde.contains(&root) {
            continue;
        }
        dependencies[name] = dependency(version, features, defaults, is_optional);
    }
    Item::Table(dependencies)
}

fn dependency(version: &str, features: &[&str], defaults: bool, is_optional: bool) -> Item {
    if features.is_empty() && defaults && !is_optional {
        return value(version);
    }
    let mut table = InlineTable::new();
    table.insert("version", Value::from(version));
    if !defaults {
        table.insert("default-features", Value::from(false));
    }
    if !features.is_empty() {
        table.insert("features", Value::Array(Array::from_iter(features.iter().copied())));
    }
    if is_optional {
        table.insert("optional", Value::from(true));
    }
    value(table)
}

fn package_of(root: &str) -> String {
    CRATES
        .iter()
        .map(|(name, ..)| (*name).to_owned())
        .find(|name| name.replace('-', "_") == root)
        .unwrap_or_default()
}

/// The crates that code names: first segments of paths.
fn roots<'a>(sources: impl Iterator<Item = &'a Source>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources {
        source
            .groups
            .iter()
            .flatten()
            .for_each(|item| collect(item.clone(), &mut found));
    }
    found.retain(|root| CRATES.iter().any(|(name, ..)| name.replace('-', "_") == *root));
    found
}

fn collect(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in tokens.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Ident(ident) if is_first_segment(&tokens, at) => drop(found.insert(ident.to_string())),
            _ => {}
        }
    }
}

/// Whether the identifier at a position begins a path: `uuid` in `uuid::Uuid` and in `::uuid::Uuid`.
fn is_first_segment(tokens: &[TokenTree], at: usize) -> bool {
    let is_colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    let continues = at >= 3 && is_colon(at - 1) && is_colon(at - 2) && matches!(tokens[at - 3], TokenTree::Ident(_));
    is_colon(at + 1) && is_colon(at + 2) && !continues
}
