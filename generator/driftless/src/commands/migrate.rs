//! `migrate`: begins migrations that are written by hand, seals drafts, lists migrations, and holds the folders against their histories.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use driftless_catalog::{Dialect, lower};
use driftless_diagnostics::{Diagnostics, Format, Sources};
use driftless_migrate::{Goal, Release, State, begin_by_hand, release, status, verify};
use driftless_output::{InsertError, Kind, Lock, Mode, Options, OutputSet, Report, sync, undisturbed};

use super::generate::print_changes;
use super::{hold, print, report_diagnostics, report_failure, say};
use crate::arguments::Migrate;
use crate::compile::{compile, understand};
use crate::failure::Failure;
use crate::migrations::{self, Database, databases, failure};
use crate::project::{Project, unsettled};
use crate::{Status, VERSION};

/// Runs a subcommand.
pub(super) fn run(schema: Option<&Path>, command: &Migrate) -> Status {
    match command {
        Migrate::Release { name } => write(schema, |lock| release_drafts(schema, lock, name.as_deref())),
        Migrate::New { name } => write(schema, |lock| begin(schema, lock, name)),
        Migrate::Status => read_only(schema, Format::Human, list),
        Migrate::Verify { format } => {
            let format = Format::from(*format);
            read_only(schema, format, |folders| verify_all(folders, format))
        }
    }
}

/// Runs a subcommand that changes files.
fn write(schema: Option<&Path>, command: impl FnOnce(&Lock) -> Result<Status, Failure>) -> Status {
    let held = Project::root(schema)
        .map_err(Failure::from)
        .and_then(|root| Ok(hold(&root)?));
    held.and_then(|lock| command(&lock))
        .unwrap_or_else(|failure| report_failure(failure, Format::Human))
}

fn read_only(schema: Option<&Path>, format: Format, command: impl FnOnce(&[Folder]) -> Status) -> Status {
    let found = Project::root(schema).map_err(Failure::from).and_then(|root| {
        let found = undisturbed(&root, || read(schema));
        found.unwrap_or_else(|| Err(unsettled().into()))
    });
    match found {
        Ok((_, folders)) => command(&folders),
        Err(failure) => report_failure(failure, format),
    }
}

/// A few files and not everything that belongs to the project, so that nothing is an orphan.
const ONLY_THESE: Options<'_> = Options {
    manifest: None,
    tool_version: VERSION,
};

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
fn begin(schema: Option<&Path>, lock: &Lock, name: &str) -> Result<Status, Failure> {
    let (root, folders) = read(schema)?;
    let mut outputs = OutputSet::default();
    for Folder { database, texts } in &folders {
        let begun = begin_by_hand(database.dialect, name, texts).map_err(|error| failure(database, error))?;
        migrations::take(database, begun, &mut outputs)?;
    }
    let report = sync(&root, &outputs, &ONLY_THESE, Mode::Write(lock))?;
    print_changes(&report, Mode::Write(lock));
    say("next: write the new files, then run `driftless gen`");
    Ok(Status::Done)
}

/// Seals every draft at once: the databases of a project change together.
fn release_drafts(schema: Option<&Path>, lock: &Lock, name: Option<&str>) -> Result<Status, Failure> {
    let (root, folders) = read(schema)?;
    let compiled = compile(Project::read(schema)?, &[])?;
    let report = sync(&root, &compiled.outputs, &ONLY_THESE, Mode::Check)?;
    if !report.is_clean() {
        return Ok(say_stale(&report));
    }
    let schema = &compiled.schema;
    let model = lower(schema, Dialect::Postgres).catalog;
    let mut outputs = OutputSet::default();
    let mut sealed = Vec::new();
    for folder in &folders {
        let catalog = lower(schema, folder.database.dialect).catalog;
        let goal = Goal {
            catalog: &catalog,
            model: &model,
        };
        let released = release(goal, name, &folder.texts).map_err(|error| failure(&folder.database, error))?;
        let Some(release) = released else { continue };
        if let Err(error) = take(folder, &release, &mut outputs) {
            say(&format!("error: {error}"));
            return Ok(Status::Bug);
        }
        sealed.extend(release.stems.iter().map(|stem| folder.database.file(stem)));
    }
    if sealed.is_empty() {
        print("there is no draft to seal\n");
        return Ok(Status::Done);
    }
    sync(&root, &outputs, &ONLY_THESE, Mode::Write(lock))?;
    let sealed: String = sealed.iter().map(|stem| format!("sealed    {stem}\n")).collect();
    print(&sealed);
    Ok(Status::Done)
}

/// A draft that is not what the schema says must not become history.
fn say_stale(report: &Report) -> Status {
    let stale: Vec<&str> = report.differences().map(|entry| entry.path.as_str()).collect();
    say(&format!(
        "error: {} is not what the schema says\n  = help: run `driftless gen`, look at the migration, then release it",
        stale.join(", ")
    ));
    Status::Findings
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
