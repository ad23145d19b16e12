//! `migrate`: begins migrations that are written by hand, seals drafts, lists migrations, and holds the folders against their histories.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use driftless_catalog::{Dialect, lower};
use driftless_diagnostics::{Diagnostics, Format, Sources};
use driftless_migrate::{Goal, Release, State, begin_by_hand, release, status, verify};
use driftless_model::Schema;
use driftless_output::{InsertError, Kind, Mode, Options, OutputSet, sync};

use super::generate::{print_changes, report_sync_error};
use super::{print, report_diagnostics, report_failure, say};
use crate::arguments::Migrate;
use crate::compile::{compile, understand};
use crate::failure::Failure;
use crate::migrations::{self, Database, databases, failure};
use crate::project::Project;
use crate::{Status, VERSION};

/// Runs a subcommand.
pub(super) fn run(schema: Option<&Path>, command: &Migrate) -> Status {
    let format = match command {
        Migrate::Verify { format } => Format::from(*format),
        Migrate::Release { .. } | Migrate::New { .. } | Migrate::Status => Format::Human,
    };
    let (root, folders) = match read(schema) {
        Ok(found) => found,
        Err(failure) => return report_failure(failure, format),
    };
    match command {
        Migrate::Release { name } => release_drafts(schema, &folders, name.as_deref()),
        Migrate::New { name } => begin(&root, &folders, name),
        Migrate::Status => list(&folders),
        Migrate::Verify { .. } => verify_all(&folders, format),
    }
}

/// A database with the texts of its migrations folder.
struct Folder {
    database: Database,
    texts: BTreeMap<String, String>,
}

fn read(schema: Option<&Path>) -> Result<(PathBuf, Vec<Folder>), Failure> {
    let (project, schema, _) = understand(Project::read(schema)?)?;
    let mut folders = Vec::new();
    for database in databases(&schema) {
        let texts = database.folder(&project)?;
        folders.push(Folder { database, texts });
    }
    Ok((project.root, folders))
}

/// Begins a migration of every database; what comes after it gets the next numbers.
fn begin(root: &Path, folders: &[Folder], name: &str) -> Status {
    let mut outputs = OutputSet::default();
    for folder in folders {
        let taken = match begin_by_hand(folder.database.dialect, name, &folder.texts) {
            Ok(begun) => migrations::take(&folder.database, begun, &mut outputs),
            Err(error) => Err(failure(&folder.database, error)),
        };
        if let Err(failure) = taken {
            return report_failure(failure, Format::Human);
        }
    }
    let options = Options {
        manifest: None,
        tool_version: VERSION,
    };
    match sync(root, &outputs, &options, Mode::Write) {
        Ok(report) => {
            print_changes(&report, Mode::Write);
            say("next: write the new files, then run `driftless gen`");
            Status::Done
        }
        Err(error) => report_sync_error(&error),
    }
}

/// Seals every draft at once: the databases of a project change together.
fn release_drafts(schema: Option<&Path>, folders: &[Folder], name: Option<&str>) -> Status {
    let (root, schema) = match up_to_date(schema) {
        Ok(found) => found,
        Err(status) => return status,
    };
    let model = lower(&schema, Dialect::Postgres).catalog;
    let mut outputs = OutputSet::default();
    let mut sealed = Vec::new();
    for folder in folders {
        let catalog = lower(&schema, folder.database.dialect).catalog;
        let goal = Goal {
            catalog: &catalog,
            model: &model,
        };
        match release(goal, name, &folder.texts) {
            Ok(Some(release)) => {
                if let Err(error) = take(folder, &release, &mut outputs) {
                    say(&format!("error: {error}"));
                    return Status::Bug;
                }
                sealed.extend(release.stems.iter().map(|stem| folder.database.file(stem)));
            }
            Ok(None) => {}
            Err(error) => return report_failure(failure(&folder.database, error), Format::Human),
        }
    }
    if sealed.is_empty() {
        print("there is no draft to seal\n");
        return Status::Done;
    }
    let options = Options {
        manifest: None,
        tool_version: VERSION,
    };
    match sync(&root, &outputs, &options, Mode::Write) {
        Ok(_) => {
            let sealed: String = sealed.iter().map(|stem| format!("sealed    {stem}\n")).collect();
            print(&sealed);
            Status::Done
        }
        Err(error) => report_sync_error(&error),
    }
}

/// A draft that is not what the schema says must not become history.
fn up_to_date(schema: Option<&Path>) -> Result<(PathBuf, Schema), Status> {
    let project = Project::read(schema).map_err(|problem| report_failure(problem.into(), Format::Human))?;
    let root = project.root.clone();
    let compiled = compile(project, &[]).map_err(|failure| report_failure(failure, Format::Human))?;
    let options = Options {
        manifest: None,
        tool_version: VERSION,
    };
    let report = sync(&root, &compiled.outputs, &options, Mode::Check).map_err(|error| report_sync_error(&error))?;
    if report.is_clean() {
        return Ok((root, compiled.schema));
    }
    let stale: Vec<&str> = report.differences().map(|entry| entry.path.as_str()).collect();
    say(&format!(
        "error: {} is not what the schema says\n  = help: run `driftless gen`, look at the migration, then release it",
        stale.join(", ")
    ));
    Err(Status::Findings)
}

fn take(folder: &Folder, release: &Release, outputs: &mut OutputSet) -> Result<(), InsertError> {
    let path = |name: &str| folder.database.file(name);
    for (name, text) in &release.files {
        outputs.insert_marked(&path(name), text, Kind::Migration)?;
    }
    for (old, new) in &release.renames {
        let text = folder.texts.get(old).map_or("", String::as_str);
        outputs.insert_marked(&path(new), text, Kind::Migration)?;
        outputs.withdraw(&path(old))?;
    }
    Ok(())
}

fn list(folders: &[Folder]) -> Status {
    for folder in folders {
        let migrations = match status(folder.database.dialect, &folder.texts) {
            Ok(migrations) => migrations,
            Err(findings) => return refused(&findings, Format::Human),
        };
        print(&format!("{}\n", folder.database.path));
        if migrations.is_empty() {
            print("  no migrations; run `driftless gen`\n");
        }
        for migration in migrations {
            let state = match migration.state {
                State::Draft => "draft",
                State::Released => "released",
            };
            let hand = if migration.by_hand { "  by hand" } else { "" };
            let intact = if migration.intact {
                ""
            } else {
                "  not as the history says"
            };
            print(&format!("  {:<9} {}{hand}{intact}\n", state, migration.stem));
        }
    }
    Status::Done
}

fn verify_all(folders: &[Folder], format: Format) -> Status {
    let mut findings = Diagnostics::default();
    folders
        .iter()
        .for_each(|folder| findings.extend(verify(folder.database.dialect, &folder.texts)));
    if findings.has_errors() {
        return refused(&findings, format);
    }
    if format == Format::Human {
        print("every migration is as its history says\n");
    } else {
        report_diagnostics(&findings, &Sources::default(), format);
    }
    Status::Done
}

/// Findings about files have no place in the schema.
fn refused(findings: &Diagnostics, format: Format) -> Status {
    report_diagnostics(findings, &Sources::default(), format);
    Status::Findings
}
