//! Schemas that nobody here wrote, with the order in which their files run. They lie beside the repository.

use std::fs;
use std::path::{Path, PathBuf};

use driftless_catalog::Dialect;

/// A schema: its files in order.
pub(crate) struct Unit {
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) files: Vec<(String, String)>,
}

/// Where the schemas lie.
#[track_caller]
fn root() -> PathBuf {
    let beside = driftless_tests::repository().join("../shared/corpus");
    let root = std::env::var_os("DRIFTLESS_CORPUS").map_or(beside, PathBuf::from);
    assert!(
        root.is_dir(),
        "{} is no folder: set DRIFTLESS_CORPUS to the folder of schemas that the README of the corpus describes",
        root.display()
    );
    root
}

/// All schemas.
#[track_caller]
pub(crate) fn units() -> Vec<Unit> {
    use Dialect::{Postgres, Sqlite};
    let root = root();
    let atuin = root.join("atuin/crates");
    let temporal = root.join("temporal/schema");
    let mut units = vec![
        unit("crates_io", Postgres, crates_io(&root)),
        unit("kratos", Postgres, kratos(&root, &["postgres"])),
        unit("kratos", Sqlite, kratos(&root, &["sqlite3", "sqlite"])),
        unit(
            "umami",
            Postgres,
            folders(&root.join("umami/prisma/migrations"), "migration.sql"),
        ),
        unit(
            "atuin server",
            Postgres,
            sorted(&atuin.join("atuin-server-postgres/migrations")),
        ),
        unit(
            "atuin server",
            Sqlite,
            sorted(&atuin.join("atuin-server-sqlite/migrations")),
        ),
        unit("atuin client", Sqlite, sorted(&atuin.join("atuin-client/migrations"))),
        unit(
            "atuin records",
            Sqlite,
            sorted(&atuin.join("atuin-client/record-migrations")),
        ),
        unit(
            "chinook",
            Postgres,
            vec![found(&root.join("chinook"), "Chinook_PostgreSql.sql")],
        ),
        unit(
            "chinook",
            Sqlite,
            vec![found(&root.join("chinook"), "Chinook_Sqlite.sql")],
        ),
        unit(
            "pagila",
            Postgres,
            vec![found(&root.join("pagila"), "pagila-schema.sql")],
        ),
        unit(
            "adventureworks",
            Postgres,
            vec![found(&root.join("adventureworks"), "install.sql")],
        ),
    ];
    for part in ["temporal", "visibility"] {
        let postgres = temporal.join("postgresql/v12").join(part);
        let name = format!("temporal {part}");
        units.push(unit(&name, Postgres, vec![postgres.join("schema.sql")]));
        units.push(unit(
            &format!("{name} chain"),
            Postgres,
            versions(&postgres.join("versioned")),
        ));
        units.push(unit(
            &name,
            Sqlite,
            vec![temporal.join("sqlite/v3").join(part).join("schema.sql")],
        ));
    }
    for pair in entries(&root.join("migra/tests/FIXTURES")) {
        for side in ["a", "b"] {
            let name = format!("migra {} {side}", file_name(&pair));
            units.push(unit(&name, Postgres, vec![pair.join(format!("{side}.sql"))]));
        }
    }
    units
}

#[track_caller]
fn unit(name: &str, dialect: Dialect, paths: Vec<PathBuf>) -> Unit {
    assert!(!paths.is_empty(), "{name} has no files");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let parent = path.parent().map(file_name).unwrap_or_default();
        (format!("{parent}/{}", file_name(&path)), sql_alone(name, &text))
    };
    Unit {
        name: name.to_owned(),
        dialect,
        files: paths.into_iter().map(read).collect(),
    }
}

/// Without the lines for `psql`, the data of `COPY`, and the databases that a script makes for itself.
fn sql_alone(name: &str, text: &str) -> String {
    let other = |line: &str| {
        let word = line.trim_start().to_ascii_uppercase();
        line.starts_with('\\') || word.starts_with("CREATE DATABASE") || word.starts_with("DROP DATABASE")
    };
    let kept = text.lines().map(|line| if other(line) { "" } else { line });
    let mut text = kept.collect::<Vec<_>>().join("\n") + "\n";
    if name == "adventureworks" {
        // Its one row stands on files that are not here.
        let seed = text.find("\nINSERT INTO Production.ProductReview");
        let end = seed.and_then(|seed| Some(seed + text[seed..].find("');\n")? + 3));
        if let (Some(seed), Some(end)) = (seed, end) {
            text.replace_range(seed..end, "");
        }
    }
    text
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[track_caller]
fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = read.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "sql"))
        .collect()
}

fn folders(folder: &Path, file: &str) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .filter(|path| path.is_dir())
        .map(|path| path.join(file))
        .collect()
}

/// The first file of a name, at any depth.
#[track_caller]
fn found(folder: &Path, name: &str) -> PathBuf {
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for path in entries(&next) {
            if path.is_dir() {
                open.push(path);
            } else if file_name(&path) == name {
                return path;
            }
        }
    }
    panic!("{} holds no {name}", folder.display())
}

/// Versions are compared without the dashes that newer ones have.
fn crates_io(root: &Path) -> Vec<PathBuf> {
    let mut paths = folders(&root.join("crates_io/migrations"), "up.sql");
    let version = |path: &PathBuf| {
        let folder = path.parent().map(file_name).unwrap_or_default().replace('-', "");
        folder.split('_').next().unwrap_or_default().to_owned()
    };
    paths.sort_by_key(version);
    paths
}

/// One file a version: that of the dialect, or the one for all.
fn kratos(root: &Path, dialect: &[&str]) -> Vec<PathBuf> {
    let mut chosen: std::collections::BTreeMap<String, (bool, PathBuf)> = std::collections::BTreeMap::new();
    for path in sorted(&root.join("kratos/migrations")) {
        let name = file_name(&path);
        let Some(stem) = name.strip_suffix(".up.sql") else {
            continue;
        };
        let version = stem.split('_').next().unwrap_or_default().to_owned();
        let mut words = stem.split('.').skip(1).filter(|word| *word != "autocommit");
        let own = match words.next() {
            None => false,
            Some(word) if dialect.contains(&word) => true,
            Some(_) => continue,
        };
        if own || !chosen.contains_key(&version) {
            chosen.insert(version, (own, path));
        }
    }
    chosen.into_values().map(|(_, path)| path).collect()
}

/// Folders of versions, and in each the files that its manifest names in order.
#[track_caller]
fn versions(folder: &Path) -> Vec<PathBuf> {
    let mut versions = entries(folder);
    let number = |path: &PathBuf| -> Vec<u32> {
        let name = file_name(path);
        name.trim_start_matches('v')
            .split('.')
            .map(|part| part.parse().expect("a version"))
            .collect()
    };
    versions.sort_by_key(number);
    let mut files = Vec::new();
    for version in versions {
        let manifest = fs::read_to_string(version.join("manifest.json")).expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        let listed = manifest["SchemaUpdateCqlFiles"].as_array().expect("files");
        files.extend(listed.iter().map(|file| version.join(file.as_str().expect("a name"))));
    }
    files
}
