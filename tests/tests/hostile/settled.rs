//! A schema of many lines, each about one name: those that the compiler refuses are taken out until it takes the rest. In:
//! lines. Out: what it makes of them, and what it refused with line and column. It never lets a refusal pass that leads to
//! another line than that of a name.

use driftless::compile::Compiled;
use driftless_diagnostics::{Code, Diagnostic, Severity};

use crate::compiled::compiled;

/// Lines of a schema, and the name that each is about.
#[derive(Debug, Default)]
pub(crate) struct Lines(Vec<(String, Option<String>)>);

/// A schema without the names that it was refused for.
pub(crate) struct Settled {
    pub(crate) compiled: Compiled,
    /// What was refused, and why.
    pub(crate) refused: Vec<(String, Code)>,
    /// How many names are left.
    pub(crate) taken: usize,
}

/// Rounds after which what is wrong is no longer a name.
const ROUNDS: usize = 8;

impl Lines {
    /// Lines that are about no name.
    pub(crate) fn plain(&mut self, text: &str) {
        self.0.extend(text.lines().map(|line| (format!("{line}\n"), None)));
    }

    /// A line about a name.
    pub(crate) fn about(&mut self, name: &str, line: String) {
        assert!(!line.contains('\n'), "{line}");
        self.0.push((format!("{line}\n"), Some(name.to_owned())));
    }

    /// Takes out what is refused.
    pub(crate) fn settle(mut self) -> Settled {
        let mut refused = Vec::new();
        for _ in 0..ROUNDS {
            let text: String = self.0.iter().map(|(line, _)| line.as_str()).collect();
            let wrong = match compiled(&text) {
                Ok(compiled) => {
                    let taken = self.0.iter().filter(|(_, name)| name.is_some()).count();
                    return Settled {
                        compiled,
                        refused,
                        taken,
                    };
                }
                Err(wrong) => wrong,
            };
            let errors = wrong.iter().filter(|found| found.severity == Severity::Error);
            let mut lines: Vec<(usize, Code)> = errors.map(|error| (self.line(error, &text), error.code)).collect();
            lines.sort_unstable_by_key(|(line, _)| std::cmp::Reverse(*line));
            lines.dedup_by_key(|(line, _)| *line);
            for (line, code) in lines {
                let (_, name) = self.0.remove(line);
                refused.push((name.expect("a line about a name"), code));
            }
        }
        panic!("after {ROUNDS} rounds it is still refused: {refused:#?}");
    }

    /// The line that an error marks; it has to be about a name.
    fn line(&self, error: &Diagnostic, text: &str) -> usize {
        let start = error.primary.as_ref().map(|label| label.span.start as usize);
        let line = start.map(|start| text[..start].matches('\n').count());
        let about = line.filter(|line| self.0[*line].1.is_some());
        about.unwrap_or_else(|| panic!("{error:#?} at {:?}", line.map(|line| &self.0[line].0)))
    }
}
