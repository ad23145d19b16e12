//! Files that a merge left unfinished. In: a text. Out: a diagnostic for every place where both sides still stand. Such a
//! text is not read any further: which of the sides is meant, only its author knows.

use std::collections::BTreeSet;

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};

/// What opens the first side and what closes the second.
const MARKERS: [&str; 2] = ["<<<<<<<", ">>>>>>>"];

/// Whether no line is a marker of a merge.
pub(crate) fn check_merged(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> bool {
    let [opening, closing] = MARKERS.map(|marker| places(text, marker));
    let mut strays: BTreeSet<usize> = closing.iter().copied().collect();
    for &start in &opening {
        let found = unmerged(span(file, start));
        let end = closing.iter().copied().find(|&end| end > start);
        end.map(|end| strays.remove(&end));
        diagnostics.push(match end {
            Some(end) => found.related(span(file, end), "the other side ends here"),
            None => found,
        });
    }
    strays
        .iter()
        .for_each(|&end| diagnostics.push(unmerged(span(file, end))));
    opening.is_empty() && closing.is_empty()
}

/// Where lines begin with a marker and nothing else but a name.
fn places(text: &str, marker: &str) -> Vec<usize> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix(marker);
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r', '\n'])) {
            found.push(start);
        }
        start += line.len();
    }
    found
}

/// The marker at an offset; texts are shorter than 4 GB.
fn span(file: FileId, at: usize) -> Span {
    Span::new(file, at, at + MARKERS[0].len())
}

fn unmerged(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TomlSyntax, "a merge is not finished here")
        .label(span, "both sides stand in the file")
        .help("keep what is meant of both, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        let mut diagnostics = Diagnostics::default();
        let merged = check_merged(FileId(0), text, &mut diagnostics);
        assert_eq!(merged, diagnostics.is_empty());
        diagnostics.len()
    }

    #[test]
    fn every_conflict_is_told_and_nothing_else_is_one() {
        let conflict = "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> other\n";
        assert_eq!(found(conflict), 1);
        assert_eq!(found(&conflict.repeat(3).replace('\n', "\r\n")), 3);
        assert_eq!(found(">>>>>>> other\n"), 1);
        assert_eq!(found("<<<<<<<"), 1);
        assert_eq!(found("a = \"<<<<<<< HEAD\"\n<<<<<<<< = 1\n======="), 0);
    }
}
