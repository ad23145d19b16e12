//! Hazards as findings about a file.

use driftless_diagnostics::{Diagnostic, FileId, Span};

use crate::Inspected;

/// What there is to say about the statements of a file.
pub fn findings(file: FileId, path: &str, statements: &[Inspected]) -> Vec<Diagnostic> {
    let hazards = statements.iter().flat_map(|statement| &statement.hazards);
    let finding = |hazard: &crate::Hazard| {
        let mut finding =
            Diagnostic::new(hazard.code, hazard.severity, hazard.message.clone()).help(hazard.recipe.clone());
        finding.at = Some(Span::new(file, hazard.range.start, hazard.range.end));
        finding.source = Some(path.to_owned());
        finding.object = Some(hazard.object.clone()).filter(|object| !object.is_empty());
        finding
    };
    hazards.map(finding).collect()
}
