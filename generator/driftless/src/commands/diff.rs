//! `diff`: what differs between two states of a schema or its migrations, as a list.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use driftless_catalog::{Dialect, lower};
use driftless_diagnostics::{Format, Sources};
use driftless_migrate::{DraftError, Goal, HISTORY_FILE, History, Side, compare};
use driftless_model::Schema;

use super::changes::{Places, as_json, human};
use super::{print, report_failure};
use crate::Status;
use crate::arguments::{AnswerFormat, Diff};
use crate::compile::understand;
use crate::failure::Failure;
use crate::migrations::{self, Database, databases};
use crate::project::Project;
use crate::revision::{Revision, path_in_repository};
use crate::texts::read_texts;

/// What was named on the command line.
enum Named {
    Schema { sources: Sources, schema: Box<Schema> },
    Folder(BTreeMap<String, String>),
}

/// Compares. A difference is no failure: it is what was asked for.
pub(super) fn run(schema: Option<&Path>, options: &Diff) -> Status {
    match compared(schema, options) {
        Ok(text) => {
            print(&text);
            Status::Done
        }
        Err(failure) => report_failure(failure, Format::Human),
    }
}

fn compared(schema: Option<&Path>, options: &Diff) -> Result<String, Failure> {
    let before = named(schema, &options.before)?;
    let after = named(schema, &options.after)?;
    let dialect = match options.database {
        Some(database) => database.into(),
        None => dialect_of(&after)
            .or_else(|| dialect_of(&before))
            .unwrap_or_else(|| usual(&after)),
    };
    let (from, to) = (side(&before, dialect)?, side(&after, dialect)?);
    let comparison = compare(&from, &to).map_err(|error| failure(dialect, error))?;
    let places = Places {
        before: sources(&before),
        after: sources(&after),
    };
    Ok(match options.format {
        AnswerFormat::Human => human(&comparison, &places),
        AnswerFormat::Json => as_json(&comparison, &places, dialect),
    })
}

/// A file or folder on disk, or else of a revision.
fn named(schema: Option<&Path>, text: &str) -> Result<Named, Failure> {
    if Path::new(text).exists() {
        return read(Path::new(text));
    }
    let revision = match text.split_once(':') {
        Some((revision, path)) => Revision::read(Path::new("."), revision, path)?,
        None => {
            let file = match schema {
                Some(file) => file.to_owned(),
                None => Project::nearest()?,
            };
            let root: PathBuf = file.parent().map(Path::to_owned).unwrap_or_default();
            let root = if root.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                root
            };
            Revision::read(&root, text, &path_in_repository(&file)?)?
        }
    };
    read(revision.path())
}

fn read(path: &Path) -> Result<Named, Failure> {
    if path.is_dir() {
        return Ok(Named::Folder(read_texts(path)?));
    }
    let (project, schema, _) = understand(Project::read(Some(path))?)?;
    Ok(Named::Schema {
        sources: project.sources,
        schema: Box::new(schema),
    })
}

/// The database whose migrations a folder holds.
fn dialect_of(named: &Named) -> Option<Dialect> {
    let Named::Folder(texts) = named else { return None };
    let history = texts.get(HISTORY_FILE)?;
    Dialect::ALL
        .into_iter()
        .find(|&dialect| History::read(dialect, history).is_ok())
}

/// The first database that a schema is emitted for.
fn usual(named: &Named) -> Dialect {
    match named {
        Named::Schema { schema, .. } => databases(schema)
            .first()
            .map_or(Dialect::Postgres, |first| first.dialect),
        Named::Folder(_) => Dialect::Postgres,
    }
}

fn side(named: &Named, dialect: Dialect) -> Result<Side, Failure> {
    let side = match named {
        Named::Folder(texts) => Side::of_folder(dialect, texts),
        Named::Schema { schema, sources } => {
            let lowered = lower(schema, dialect);
            if lowered.diagnostics.has_errors() {
                return Err(Failure::Wrong {
                    sources: sources.clone(),
                    diagnostics: lowered.diagnostics,
                });
            }
            Side::of_schema(Goal {
                catalog: &lowered.catalog,
                model: &lower(schema, Dialect::Postgres).catalog,
            })
        }
    };
    side.map_err(|error| failure(dialect, error))
}

fn sources(named: &Named) -> Option<&Sources> {
    match named {
        Named::Schema { sources, .. } => Some(sources),
        Named::Folder(_) => None,
    }
}

/// Nothing of this lies in the project's own folders.
fn failure(dialect: Dialect, error: DraftError) -> Failure {
    let path = String::new();
    migrations::failure(&Database { dialect, path }, error)
}
