//! `Cargo.toml`: dependencies as far as the code names them, and a feature for each part that can be left out.

use driftless_target::{Context, HEADER};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::print::Source;

/// A crate that emitted code may name.
struct Dependency {
    name: &'static str,
    version: &'static str,
    defaults: bool,
    features: &'static [&'static str],
}

const fn whole(name: &'static str, version: &'static str) -> Dependency {
    Dependency {
        name,
        version,
        defaults: true,
        features: &[],
    }
}

const DEPENDENCIES: [Dependency; 10] = [
    whole("base64", "0.22"),
    Dependency {
        name: "chrono",
        version: "0.4",
        defaults: false,
        features: &["std", "now"],
    },
    whole("futures-core", "0.3"),
    whole("regex-lite", "0.1"),
    Dependency {
        name: "rust_decimal",
        version: "1",
        defaults: false,
        features: &["std"],
    },
    whole("serde", "1"),
    // Without `float_roundtrip`, a float that was read may differ from the one that was written in its last bit.
    Dependency {
        name: "serde_json",
        version: "1",
        defaults: true,
        features: &["float_roundtrip"],
    },
    whole("sha2", "0.11"),
    // Which runtime drives it is the choice of whoever uses the crate.
    Dependency {
        name: "sqlx",
        version: "0.9",
        defaults: false,
        features: &[],
    },
    Dependency {
        name: "uuid",
        version: "1",
        defaults: true,
        features: &["v7"],
    },
];

impl Dependency {
    /// Whether one of these files names it.
    fn is_named<'a>(&self, mut sources: impl Iterator<Item = &'a Source>) -> bool {
        let root = format!("{}::", self.name.replace('-', "_"));
        sources.any(|source| source.mentions.has(&root))
    }

    fn entry(&self, is_optional: bool) -> Item {
        if self.features.is_empty() && self.defaults && !is_optional {
            return value(self.version);
        }
        let mut table = InlineTable::new();
        table.insert("version", Value::from(self.version));
        if !self.defaults {
            table.insert("default-features", Value::from(false));
        }
        if !self.features.is_empty() {
            table.insert(
                "features",
                Value::Array(Array::from_iter(self.features.iter().copied())),
            );
        }
        if is_optional {
            table.insert("optional", Value::from(true));
        }
        value(table)
    }
}

/// The manifest.
pub(crate) fn emit(context: &Context<'_>, sources: &[Source]) -> String {
    let always =
        |dependency: &Dependency| dependency.is_named(sources.iter().filter(|source| source.feature.is_none()));
    let needed = || {
        DEPENDENCIES
            .iter()
            .filter(|dependency| dependency.is_named(sources.iter()))
    };
    let mut features = Table::new();
    features["default"] = value(Array::from_iter(["serde"]));
    let optional = |feature: &str| {
        let of_feature = sources
            .iter()
            .filter(|source| source.feature == Some(feature))
            .collect::<Vec<_>>();
        let named = needed().filter(move |dependency| dependency.is_named(of_feature.iter().copied()));
        named
            .filter(|dependency| !always(dependency))
            .map(|dependency| format!("dep:{}", dependency.name))
            .collect::<Vec<_>>()
    };
    features["serde"] = value(Array::from_iter(optional("serde")));
    for (feature, needs) in [
        ("data", "serde"),
        ("postgres", "data"),
        ("sqlite", "data"),
        ("fixtures", "serde"),
    ] {
        if sources.iter().any(|source| source.feature == Some(feature)) {
            let driver = (needs == "data").then(|| format!("sqlx/{feature}"));
            let listed = [needs.to_owned()].into_iter().chain(optional(feature)).chain(driver);
            features[feature] = value(Array::from_iter(listed));
        }
    }
    let mut dependencies = Table::new();
    for dependency in needed() {
        dependencies[dependency.name] = match dependency.name {
            "sqlx" => driver(sources),
            _ => dependency.entry(!always(dependency)),
        };
    }
    let mut document = DocumentMut::new();
    document["package"] = package(context);
    document["features"] = Item::Table(features);
    document["dependencies"] = Item::Table(dependencies);
    format!("# {HEADER}\n{document}")
}

/// The driver, with the types that the rows of this crate hold.
fn driver(sources: &[Source]) -> Item {
    let of_databases = || {
        sources
            .iter()
            .filter(|source| matches!(source.feature, Some("postgres" | "sqlite")))
    };
    let types = [
        ("json", "serde_json"),
        ("chrono", "chrono"),
        ("uuid", "uuid"),
        ("rust_decimal", "rust_decimal"),
    ];
    let named = types.into_iter().filter(|(_, root)| {
        let root = format!("{root}::");
        sources.iter().any(|source| source.mentions.has(&root))
    });
    let address = of_databases().any(|source| source.mentions.has("IpAddr"));
    let features = named.map(|(feature, _)| feature).chain(address.then_some("ipnetwork"));
    let mut table = InlineTable::new();
    table.insert("version", Value::from("0.9"));
    table.insert("default-features", Value::from(false));
    table.insert("features", Value::Array(Array::from_iter(features)));
    table.insert("optional", Value::from(true));
    value(table)
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
