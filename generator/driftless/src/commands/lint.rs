//! `lint`: what is questionable in a schema that is not wrong, which of its rules some output cannot enforce, and what the
//! statements of its migrations endanger.

use std::path::Path;

use driftless_diagnostics::{Colour, Diagnostics, Format, Severity, render};

use super::{colour, print, report_failure};
use crate::arguments::{Deny, Lint};
use crate::compile::{reports, understand};
use crate::hazards::hazards;
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
    match hazards(&mut project, &schema) {
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

fn is_denied(findings: &Diagnostics, deny: Deny) -> bool {
    let least = match deny {
        Deny::Error => Severity::Error,
        Deny::Warning => Severity::Warning,
        Deny::Note => Severity::Note,
    };
    findings.iter().any(|finding| finding.severity >= least)
}
