//! What a run has met: a harness that tried nothing proves nothing.

use crate::corpus::Case;
use crate::hosts::Verdict;

/// Counts over one schema or many.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    pub(crate) schemas: usize,
    pub(crate) tables: usize,
    /// Tables that got no row.
    pub(crate) empty: Vec<String>,
    pub(crate) statements: usize,
    /// Taken by both databases, and nothing speaks against it.
    pub(crate) taken: usize,
    /// Refused by both by a rule that was to refuse it.
    pub(crate) refused: usize,
    /// Nobody could tell but by asking both.
    pub(crate) unknown: usize,
    /// Deletions that PostgreSQL refuses because of a row that goes along by a longer way.
    pub(crate) held_back: usize,
    /// Gaps that were listed and seen.
    pub(crate) gaps: usize,
    /// Rows compared after statements.
    pub(crate) rows: usize,
}

impl Tally {
    pub(crate) fn count(&mut self, case: &Case, verdicts: &[Verdict]) {
        self.statements += 1;
        let all_taken = verdicts.iter().all(|verdict| matches!(verdict, Verdict::Taken(_)));
        let all_refused = verdicts.iter().all(|verdict| matches!(verdict, Verdict::Refused(_)));
        self.unknown += usize::from(case.expected.broken.is_empty() && case.expected.unknown);
        self.taken += usize::from(case.expected.broken.is_empty() && all_taken);
        self.refused += usize::from(!case.expected.broken.is_empty() && all_refused);
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.schemas += 1;
        self.tables += other.tables;
        self.empty.extend(other.empty.iter().cloned());
        self.statements += other.statements;
        self.taken += other.taken;
        self.refused += other.refused;
        self.unknown += other.unknown;
        self.held_back += other.held_back;
        self.gaps += other.gaps;
        self.rows += other.rows;
    }
}
