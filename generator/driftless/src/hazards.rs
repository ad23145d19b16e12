//! What the statements of a project's migrations endanger. In: the folders of its databases. Out: findings, each with its
//! place in a file. What a planned migration loses was allowed by name before it was written, and is not told again.

use driftless_catalog::Catalog;
use driftless_diagnostics::{Code, Diagnostic, Span};
use driftless_hazard::{Inspector, findings};
use driftless_migrate::{HISTORY_FILE, History};
use driftless_model::Schema;

use crate::failure::Failure;
use crate::migrations::{Database, databases};
use crate::project::Project;

/// Reads every migration that leads upwards, in order.
pub(crate) fn hazards(project: &mut Project, schema: &Schema) -> Result<Vec<Diagnostic>, Failure> {
    let mut found = Vec::new();
    for database in databases(schema) {
        found.extend(of_database(project, &database)?);
    }
    Ok(found)
}

fn of_database(project: &mut Project, database: &Database) -> Result<Vec<Diagnostic>, Failure> {
    let folder = database.folder(project)?;
    let history = folder
        .get(HISTORY_FILE)
        .and_then(|text| History::read(database.dialect, text).ok());
    let planned: Vec<String> = history
        .iter()
        .flat_map(|history| &history.entries)
        .filter(|entry| !entry.by_hand)
        .map(|entry| entry.up_file())
        .collect();
    let mut inspector = Inspector::of(Catalog::empty(database.dialect));
    let mut found = Vec::new();
    for (name, text) in folder.iter().filter(|(name, _)| leads_upwards(name)) {
        let path = database.file(name);
        let file = project.sources.add(path.as_str(), text.as_str());
        match inspector.file(text) {
            Ok(inspected) => {
                let told = findings(file, &path, &inspected).into_iter();
                found.extend(told.filter(|finding| !planned.contains(name) || !is_loss(finding.code)));
            }
            Err(mistake) => {
                let mut finding = Diagnostic::warning(Code::UnreadableMigration, mistake.message);
                finding.at = Some(Span::new(file, mistake.offset, mistake.offset));
                finding.source = Some(path);
                found.push(finding);
            }
        }
    }
    Ok(found)
}

fn leads_upwards(name: &str) -> bool {
    name.ends_with(".sql") && !name.ends_with(".down.sql")
}

fn is_loss(code: Code) -> bool {
    matches!(code, Code::LostData | Code::LostGuarantee)
}
