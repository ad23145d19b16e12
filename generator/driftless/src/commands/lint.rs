//! `lint`: what is questionable in a schema that is not wrong, which of its rules some output cannot enforce, and what its
//! migrations endanger.

use std::path::Path;

use driftless_diagnostics::{Code, Colour, Diagnostic, Diagnostics, Format, Severity, Span, render};
use driftless_migrate::{DraftError, inspect_folder};
use driftless_model::Schema;

use super::{colour, print, report_failure};
use crate::arguments::{Deny, Lint};
use crate::compile::{reports, understand};
use crate::failure::Failure;
use crate::migrations::{databases, failure};
use crate::project::Project;
use crate::{Status, VERSION};

/// Lints the schema and its migrations. Findings are the result here, so they go to stdout.
pub(super) fn run(schema: Option<&Path>, options: &Lint) -> Status {
    let format = Format::from(options.format);
    let understood = Project::read(schema).map_err(Into::into).and_then(understand);
    let (mut project, schema, mut findings) = match understood {
        Ok(understood) => understood,
        Err(failure) => return report_failure(failure, format),
    };
    findings.extend(driftless_lint::lint(&schema));
    match reports(&project, &schema) {
        Ok(found) => findings.extend(found),
        Err(failure) => return report_failure(failure, format),
    }
    match hazards(&mut project, &schema, options.sealed) {
        Ok(found) => findings.extend(found),
        Err(failure) => return report_failure(failure, format),
    }
    findings.settle(&schema.levels);
    findings.sort();
    let colour = match format {
        Format::Human => colour(std::io::IsTerminal::is_terminal(&std::io::stdout())),
        _ => Colour::Never,
    };
    print(&render(&findings, &project.sources, format, colour, VERSION));
    if is_denied(&findings, options.deny) {
        Status::Findings
    } else {
        Status::Done
    }
}

/// What the migrations endanger as they lie there. Those that are sealed have run somewhere and cannot be changed: they
/// are left alone unless somebody asks.
fn hazards(project: &mut Project, schema: &Schema, sealed: bool) -> Result<Diagnostics, Failure> {
    let mut findings = Diagnostics::default();
    for database in databases(schema) {
        let folder = database.folder(project)?;
        let files = match inspect_folder(database.dialect, &folder, sealed) {
            Ok(files) => files,
            Err(DraftError::Refused(wrong)) => {
                findings.extend(wrong);
                continue;
            }
            Err(error) => return Err(failure(&database, error)),
        };
        for file in files {
            let path = database.file(&file.name);
            let id = project.sources.add(path.clone(), file.text.as_str());
            findings.extend(driftless_hazard::findings(id, &path, &file.statements));
            if let Some(mistake) = file.mistake {
                let mut finding = Diagnostic::warning(Code::UnreadableMigration, mistake.message);
                finding.at = Some(Span::new(id, mistake.offset, mistake.offset));
                finding.source = Some(path);
                findings.push(finding);
            }
        }
    }
    Ok(findings)
}

fn is_denied(findings: &Diagnostics, deny: Deny) -> bool {
    let least = match deny {
        Deny::Error => Severity::Error,
        Deny::Warning => Severity::Warning,
        Deny::Note => Severity::Note,
    };
    findings.iter().any(|finding| finding.severity >= least)
}
