//! `agree`: values through every output of a schema, and what the outputs disagree about.

use std::path::{Path, PathBuf};

use driftless_agree::Report;
use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Format};
use driftless_model::Schema;

use super::{print, report_diagnostics, report_failure, say};
use crate::Status;
use crate::agreement::{Asked, Place, agree, outputs};
use crate::arguments::{Agree, Layer};
use crate::compile::understand;
use crate::failure::Failure;
use crate::migrations::lowered;
use crate::project::Project;
use crate::texts::Unreadable;

/// Compares, and reports.
pub(super) fn run(schema: Option<&Path>, options: &Agree) -> Status {
    let format = Format::from(options.format);
    let understood = Project::read(schema).map_err(Into::into).and_then(understand);
    let (project, schema, _) = match understood {
        Ok(understood) => understood,
        Err(failure) => return report_failure(failure, format),
    };
    let report = match compared(&project, schema, options) {
        Ok(report) => report,
        Err(failure) => return report_failure(failure, format),
    };
    let findings: Diagnostics = findings(&report).into_iter().collect();
    report_diagnostics(&findings, &project.sources, format);
    if format == Format::Human {
        print(&summary(&report, options.seed));
    }
    if report.disagreements.is_empty() {
        Status::Done
    } else {
        Status::Findings
    }
}

fn compared(project: &Project, schema: Schema, options: &Agree) -> Result<Report, Failure> {
    let asked = asked(&schema, options)?;
    let folder = options.folder.clone();
    let folder = project
        .root
        .join(folder.unwrap_or_else(|| PathBuf::from("target/driftless-agree")));
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| folder.join("target"), PathBuf::from);
    let files = outputs(&schema, &asked)?;
    say("building the judges");
    Ok(agree(schema, &files, &Place { folder, target }, &asked, options.seed)?)
}

/// Whom the options leave, of those that the schema is emitted for.
fn asked(schema: &Schema, options: &Agree) -> Result<Asked, Failure> {
    let is_emitted = |name: &str| schema.output(name).is_none_or(|output| output.enabled);
    let is_asked = |layer: Layer, name: &str| !options.without.contains(&layer) && is_emitted(name);
    let kept: Vec<&str> = lowered(schema)
        .filter(|(_, lowered)| !lowered.diagnostics.has_errors())
        .map(|(database, _)| database.dialect.as_str())
        .collect();
    let is_kept = |name: &str| kept.contains(&name);
    let postgres = match &options.postgres {
        _ if !is_asked(Layer::Postgres, "postgres") || !is_kept("postgres") => None,
        Some(url) => Some(url.clone()),
        None => {
            return Err(Failure::Unreadable(Unreadable {
                message: "there is no PostgreSQL server to ask".to_owned(),
                help: "name one on which a database may be made, with --postgres postgres://user@host or in \
                       DRIFTLESS_POSTGRES; or leave it out with --without postgres"
                    .to_owned(),
            }));
        }
    };
    Ok(Asked {
        node: is_asked(Layer::Typescript, "typescript").then(|| PathBuf::from("node")),
        openapi: is_asked(Layer::Openapi, "openapi"),
        sqlite: is_asked(Layer::Sqlite, "sqlite") && is_kept("sqlite"),
        postgres,
    })
}

fn findings(report: &Report) -> Vec<Diagnostic> {
    let disagreements = report.disagreements.iter().map(|found| {
        let mut finding = Diagnostic::error(Code::Disagreement, &found.headline);
        finding.actual = Some(found.told.clone());
        if let Some(about) = &found.about {
            finding = finding.label(about.span, "declared here").object(&about.object);
        }
        finding
    });
    disagreements.collect()
}

/// What was done, in numbers.
fn summary(report: &Report, seed: u64) -> String {
    let mut text = format!(
        "{} instances, {} of them refused, {} verdicts, {} rows written and read again; seed {seed}\n",
        report.instances, report.refused, report.verdicts, report.rows
    );
    for shape in &report.unjudged {
        text.push_str(&format!("not judged: {shape}\n"));
    }
    text.push_str(&match report.disagreements.len() {
        0 => "everybody agrees\n".to_owned(),
        1 => "1 disagreement\n".to_owned(),
        count => format!("{count} disagreements\n"),
    });
    text
}
