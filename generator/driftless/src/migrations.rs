//! The databases of a project: which it has, where their migrations lie, and what the schema asks of them.

use std::collections::BTreeMap;

use driftless_catalog::{Dialect, Lowered, lower};
use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Sources};
use driftless_migrate::{
    Allowance, DraftError, Goal, HISTORY_FILE, History, Loss, MigrationFile, MigrationOutput, traced,
};
use driftless_model::Schema;
use driftless_output::{Kind, OutputSet};
use driftless_target::EmitError;

use crate::costs::Drafted;
use crate::failure::Failure;
use crate::losses::Stopped;
use crate::project::Project;
use crate::texts::Unreadable;

/// Every database.
const DIALECTS: &[Dialect] = &[Dialect::Postgres, Dialect::Sqlite];

/// A database of a project and the folder of its migrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// Which one.
    pub dialect: Dialect,
    /// Its folder, relative to the schema.
    pub path: String,
}

/// The databases a schema is emitted for.
pub(crate) fn databases(schema: &Schema) -> Vec<Database> {
    let mut databases = Vec::new();
    for &dialect in DIALECTS {
        let settings = schema.output(dialect.as_str());
        if settings.is_none_or(|settings| settings.enabled) {
            let path = settings.and_then(|settings| settings.path.clone());
            let path = path.unwrap_or_else(|| format!("migrations/{}", dialect.as_str()));
            databases.push(Database { dialect, path });
        }
    }
    databases
}

/// What each database has to hold, and what there is to say about that.
pub(crate) fn lowered(schema: &Schema) -> impl Iterator<Item = (Database, Lowered)> {
    databases(schema).into_iter().map(|database| {
        let lowered = lower(schema, database.dialect);
        (database, lowered)
    })
}

impl Database {
    /// The texts of its folder.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn folder(&self, project: &Project) -> Result<BTreeMap<String, String>, Unreadable> {
        project.folder(&self.path)
    }

    /// The path of one of its files.
    pub fn file(&self, name: &str) -> String {
        format!("{}/{name}", self.path)
    }
}

/// What drafting the migrations of every database comes to.
pub(crate) struct Drafts<'d> {
    /// What may be lost.
    pub(crate) allowed: &'d [Allowance],
    /// Where the files go.
    pub(crate) outputs: &'d mut OutputSet,
    /// What the schema's author must know.
    pub(crate) diagnostics: &'d mut Diagnostics,
    /// What the history does not allow.
    pub(crate) blocked: &'d mut Diagnostics,
    /// Databases that would lose what may not be lost.
    pub(crate) stopped: Vec<Stopped>,
    /// What is lost, as it was allowed.
    pub(crate) losses: Vec<Loss>,
    /// Drafted files that differ from what lies there.
    pub(crate) costs: Vec<Drafted>,
}

/// Drafts the migrations of every database.
pub(crate) fn draft(project: &Project, schema: &Schema, drafts: &mut Drafts<'_>) -> Result<(), Failure> {
    let model = lower(schema, Dialect::Postgres);
    for (database, lowered) in lowered(schema) {
        let wrong = lowered.diagnostics.has_errors();
        drafts.diagnostics.extend(lowered.diagnostics);
        if wrong {
            continue;
        }
        let goal = Goal {
            catalog: &lowered.catalog,
            model: &model.catalog,
        };
        match driftless_migrate::draft(goal, &database.folder(project)?, drafts.allowed) {
            Ok(drafted) => {
                drafts.costs.extend(costs(&database, &drafted));
                drafts.losses.extend(drafted.allowed.iter().cloned());
                take(&database, drafted, drafts.outputs)?;
            }
            Err(DraftError::Refused(findings)) => drafts.blocked.extend(findings),
            Err(DraftError::Stopped(stop)) => drafts.stopped.push(Stopped { database, stop }),
            Err(DraftError::Bug(message)) => return Err(bug(&database, message)),
        }
    }
    Ok(())
}

/// Takes in the migrations of every database whose lines lead back to the schema.
pub(crate) fn trace(project: &Project, schema: &Schema, outputs: &mut OutputSet) -> Result<(), Failure> {
    let model = lower(schema, Dialect::Postgres);
    let sound = lowered(schema).filter(|(_, lowered)| !lowered.diagnostics.has_errors());
    for (database, lowered) in sound {
        let goal = Goal {
            catalog: &lowered.catalog,
            model: &model.catalog,
        };
        let files = traced(goal, &database.folder(project)?).map_err(|error| failure(&database, error))?;
        insert(&database, files, outputs)?;
    }
    Ok(())
}

fn costs(database: &Database, drafted: &MigrationOutput) -> Vec<Drafted> {
    let allowed: Vec<String> = drafted
        .allowed
        .iter()
        .map(|loss| loss.allowance().to_string())
        .collect();
    let files = drafted.costs.iter().cloned();
    files
        .map(|file| Drafted {
            database: database.clone(),
            file,
            allowed: allowed.clone(),
        })
        .collect()
}

/// Takes in the files of a migrations folder.
pub(crate) fn take(database: &Database, drafted: MigrationOutput, outputs: &mut OutputSet) -> Result<(), Failure> {
    insert(database, drafted.files, outputs)?;
    for name in drafted.withdrawn {
        outputs
            .withdraw(&database.file(&name))
            .map_err(|error| bug(database, error.to_string()))?;
    }
    Ok(())
}

fn insert(database: &Database, files: Vec<MigrationFile>, outputs: &mut OutputSet) -> Result<(), Failure> {
    for file in files {
        let inserted = outputs.insert_marked(&database.file(&file.name), &file.text, Kind::Migration);
        inserted.map_err(|error| bug(database, error.to_string()))?;
    }
    Ok(())
}

/// Why a database has no draft, as why there is no compiled project.
pub(crate) fn failure(database: &Database, error: DraftError) -> Failure {
    let sources = Sources::default();
    match error {
        DraftError::Refused(diagnostics) => Failure::Migrations { sources, diagnostics },
        DraftError::Stopped(stop) => {
            let stopped = vec![Stopped {
                database: database.clone(),
                stop,
            }];
            Failure::Loss { sources, stopped }
        }
        DraftError::Bug(message) => bug(database, message),
    }
}

fn bug(database: &Database, message: String) -> Failure {
    Failure::Bug(EmitError::new(
        database.dialect.as_str(),
        database.path.as_str(),
        message,
    ))
}

/// Drafts where only sealed migrations are wanted.
pub(crate) fn unreleased(schema: &Schema, outputs: &OutputSet) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for database in databases(schema) {
        let path = database.file(HISTORY_FILE);
        let history = outputs
            .get(&path)
            .and_then(|file| History::read(database.dialect, &file.text).ok());
        if history.is_some_and(|history| history.drafts().next().is_some()) {
            let message = format!("{}: the newest migration is a draft", database.path);
            let mut finding =
                Diagnostic::error(Code::UnreleasedMigration, message).help("seal it with `driftless migrate release`");
            finding.source = Some(path);
            findings.push(finding);
        }
    }
    findings
}
