//! Each text alone in each place: it is taken, or refused with line and column where it stands. In: the places and the
//! texts. Out: which texts each place takes. It never lets a panic, or a refusal that points elsewhere, pass.

use std::ops::Range;
use std::sync::OnceLock;

use driftless_diagnostics::{Diagnostic, Severity};
use driftless_resolve::compile_text;

use crate::slots::{NAMES, REFERENCES, SPELLINGS, Slot, TEXTS};
use crate::strings::{Hostile, hostile};

/// All texts.
pub(crate) fn strings() -> &'static [Hostile] {
    static STRINGS: OnceLock<Vec<Hostile>> = OnceLock::new();
    STRINGS.get_or_init(hostile)
}

/// What becomes of a text in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Taken,
    /// With a diagnostic that marks something within the lines of the place.
    Refused,
    /// With diagnostics that lead elsewhere, or without any.
    Lost,
}

/// The texts that a place takes.
pub(crate) fn taken(slot: &Slot) -> Vec<&'static str> {
    let taken = strings()
        .iter()
        .filter(|hostile| verdict(slot, &hostile.toml) == Verdict::Taken);
    taken.filter_map(|hostile| hostile.text.as_deref()).collect()
}

pub(crate) fn verdict(slot: &Slot, literal: &str) -> Verdict {
    let (text, place) = slot.with(literal);
    let compiled = compile_text("schema.toml", &text);
    let errors = compiled
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let (mut any, mut leads) = (false, false);
    for error in errors {
        any = true;
        leads |= leads_to(error, &text, &place);
    }
    match (compiled.schema.is_some(), any, leads) {
        (true, false, _) => Verdict::Taken,
        (false, _, true) => Verdict::Refused,
        _ => Verdict::Lost,
    }
}

/// Whether a finding marks characters within the lines of the place.
fn leads_to(error: &Diagnostic, text: &str, place: &Range<usize>) -> bool {
    let Some(label) = &error.primary else { return false };
    let (start, end) = (label.span.start as usize, label.span.end as usize);
    text.get(start..end).is_some() && place.start <= start && end <= place.end
}

#[test]
fn every_text_is_taken_or_refused_where_it_stands() {
    let strings = strings();
    assert!(strings.len() >= 2_000, "{} texts", strings.len());
    let (mut lost, mut sums) = (Vec::new(), [0, 0]);
    for slot in [TEXTS, SPELLINGS, NAMES, REFERENCES].into_iter().flatten() {
        let verdicts: Vec<Verdict> = strings.iter().map(|hostile| verdict(slot, &hostile.toml)).collect();
        let count = |wanted: Verdict| verdicts.iter().filter(|verdict| **verdict == wanted).count();
        sums[0] += count(Verdict::Taken);
        sums[1] += count(Verdict::Refused);
        println!(
            "{}: {} taken, {} refused",
            slot.name,
            count(Verdict::Taken),
            count(Verdict::Refused)
        );
        let odd = verdicts.iter().position(|verdict| *verdict == Verdict::Lost);
        lost.extend(odd.map(|at| format!("{} {} ({})", slot.name, strings[at].toml, count(Verdict::Lost))));
    }
    println!("{} texts: {} taken, {} refused", strings.len(), sums[0], sums[1]);
    assert!(lost.is_empty(), "refused elsewhere: {lost:#?}");
}
