//! Three verdicts on one case. Out: a sentence where they differ without a reason that is named here.

use std::collections::BTreeSet;

use driftless_shape::Role;

use crate::cases::Case;
use crate::judges::{InNode, Issue, Rust};
use crate::values::Gap;

/// Codes of what never comes near a database.
const FAULTS: [&str; 3] = ["type", "missing", "unknown"];

/// What is different, if anything is.
pub(crate) fn disagreement(case: &Case, node: &InNode, rust: &Rust, checks: &[String]) -> Option<String> {
    let found = with_rust(case, node, rust).or_else(|| with_description(case, node, checks))?;
    Some(format!(
        "{} ({}), {}: {found}\n    {:.200}\n    TypeScript: {:?}\n    Rust: {rust:?}\n    OpenAPI: {}",
        case.shape,
        if case.strict { "sent" } else { "received" },
        case.what,
        case.json,
        node.issues,
        node.described
    ))
}

/// Faults and rules apart.
fn parted(issues: &[Issue]) -> (Vec<&Issue>, Vec<&Issue>) {
    issues.iter().partition(|(_, code, _)| FAULTS.contains(&code.as_str()))
}

fn with_rust(case: &Case, node: &InNode, rust: &Rust) -> Option<&'static str> {
    let issues = node.issues.as_deref().unwrap_or_default();
    let (faults, rules) = parted(issues);
    match rust {
        // Rust does not validate what the service itself makes.
        Rust::Valid if case.role == Role::Read && faults.is_empty() => None,
        Rust::Valid if case.gaps.contains(&Gap::KeyOfArc) && faults.is_empty() => None,
        Rust::Valid => (!issues.is_empty()).then_some("Rust accepts what TypeScript refuses"),
        // Clients let words through that came later; the service knows all of them.
        Rust::Fault(_) if faults.is_empty() && !case.strict && case.gaps.contains(&Gap::LaterWord) => None,
        Rust::Fault(_) if faults.is_empty() => Some("Rust cannot read what TypeScript can"),
        Rust::Fault(fault) => (!is_at_one_of(fault, &faults)).then_some("Rust stumbles at another place"),
        Rust::Broken(_) if issues.is_empty() => Some("Rust refuses what TypeScript accepts"),
        Rust::Broken(_) if !faults.is_empty() => Some("Rust reads what TypeScript cannot"),
        Rust::Broken(errors) => (!are_equal(&without_keys_of_arcs(case, rules), errors)).then_some("the rules that are broken differ"),
    }
}

/// Whether the place that Rust names first is among those that TypeScript names.
fn is_at_one_of(fault: &str, faults: &[&Issue]) -> bool {
    // What is no JSON to Rust has no place.
    let Some((pointer, _)) = fault.split_once(": ").filter(|_| fault.starts_with('/')) else {
        return true;
    };
    faults.iter().any(|(place, _, _)| place == pointer)
}

/// Rust leaves the form of a key inside an arc to the database.
fn without_keys_of_arcs<'a>(case: &Case, rules: Vec<&'a Issue>) -> Vec<&'a Issue> {
    let is_left = |pointer: &str| case.gaps.contains(&Gap::KeyOfArc) && pointer.ends_with("/id");
    rules.into_iter().filter(|(pointer, ..)| !is_left(pointer)).collect()
}

fn are_equal(rules: &[&Issue], errors: &[Issue]) -> bool {
    let rules: BTreeSet<&Issue> = rules.iter().copied().collect();
    let errors: BTreeSet<&Issue> = errors.iter().collect();
    rules == errors
}

fn with_description(case: &Case, node: &InNode, checks: &[String]) -> Option<&'static str> {
    let issues = node.issues.as_deref().unwrap_or_default();
    match (issues.is_empty(), node.described) {
        (true, true) | (false, false) => None,
        (false, true) => {
            // JSON Schema cannot compare two members.
            let is_check = issues.iter().all(|(_, code, _)| checks.contains(code));
            let is_known = case.gaps.iter().any(|gap| !matches!(gap, Gap::NegativeZero | Gap::LaterWord | Gap::KeyOfArc));
            (!is_check && !is_known).then_some("OpenAPI accepts what TypeScript refuses")
        }
        (true, false) => {
            // A patch that changes nothing does no harm, and is a mistake all the same.
            let is_empty_patch = case.role == Role::Patch && case.json == "{}";
            let is_known = case.gaps.iter().any(|gap| matches!(gap, Gap::NegativeZero | Gap::Blank));
            (!is_empty_patch && !is_known).then_some("OpenAPI refuses what TypeScript accepts")
        }
    }
}
