//! Three verdicts on one case. Out: a sentence where they differ without a reason that is named here.

use std::collections::BTreeSet;

use driftless_shape::{Item, Role};

use crate::cases::Case;
use crate::judges::{InNode, Issue, Rust};
use crate::outputs::World;
use crate::values::Gap;

/// Codes of what never comes near a database.
const FAULTS: [&str; 3] = ["type", "missing", "unknown"];

/// What is different, if anything is.
pub(crate) fn disagreement(
    world: &World,
    case: &Case,
    node: &InNode,
    rust: &Rust,
    checks: &[String],
) -> Option<String> {
    let found = with_rust(world, case, node, rust).or_else(|| with_description(case, node, checks))?;
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

/// Whether Rust leaves the rules about a place to others: it does not validate what the service itself makes, and the
/// database compares a key inside an arc with those there are.
fn is_left(world: &World, case: &Case, pointer: &str) -> bool {
    let mut shape = world.travelling().find(|shape| shape.name == case.shape);
    for key in pointer.split('/').skip(1) {
        let Some(inside) = shape.filter(|shape| shape.role != Role::Read) else {
            break;
        };
        let key = key.replace("~1", "/").replace("~0", "~");
        let members = inside.body.members();
        let member = members.iter().find(|member| member.json == key);
        match member.map(|member| &member.ty.item) {
            Some(Item::Arc(..)) => return true,
            Some(item) => shape = world.shape_of(item).or(shape),
            // The place of an item in a list.
            None => {}
        }
    }
    shape.is_some_and(|shape| shape.role == Role::Read)
}

fn with_rust(world: &World, case: &Case, node: &InNode, rust: &Rust) -> Option<&'static str> {
    let issues = node.issues.as_deref().unwrap_or_default();
    let (faults, mut rules) = parted(issues);
    rules.retain(|(pointer, ..)| !is_left(world, case, pointer));
    match rust {
        Rust::Valid => (!faults.is_empty() || !rules.is_empty()).then_some("Rust accepts what TypeScript refuses"),
        // Clients let words through that came later; the service knows all of them.
        Rust::Fault(_) if faults.is_empty() && !case.strict && case.gaps.contains(&Gap::LaterWord) => None,
        Rust::Fault(_) if faults.is_empty() => Some("Rust cannot read what TypeScript can"),
        Rust::Fault(fault) => (!is_at_one_of(fault, &faults)).then_some("Rust stumbles at another place"),
        Rust::Broken(_) if rules.is_empty() && faults.is_empty() => Some("Rust refuses what TypeScript accepts"),
        Rust::Broken(_) if !faults.is_empty() => Some("Rust reads what TypeScript cannot"),
        Rust::Broken(errors) => (!are_equal(&rules, errors)).then_some("the rules that are broken differ"),
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
            let is_unsaid = |gap: &Gap| match gap {
                Gap::NegativeZero | Gap::LaterWord => false,
                Gap::Secret => !case.strict,
                _ => true,
            };
            let is_known = case.gaps.iter().any(is_unsaid);
            (!is_check && !is_known).then_some("OpenAPI accepts what TypeScript refuses")
        }
        (true, false) => {
            let is_known = case
                .gaps
                .iter()
                .any(|gap| matches!(gap, Gap::NegativeZero | Gap::Blank));
            (!is_known).then_some("OpenAPI refuses what TypeScript accepts")
        }
    }
}
