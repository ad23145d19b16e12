//! Three verdicts on one case. Out: a sentence where they differ without a reason that is named here.

use std::collections::BTreeSet;

use driftless_sample::Subject;
use driftless_shape::{Item, Role};

use crate::cases::{About, Case};
use crate::kept::Promises;
use crate::sample::Gap;
use crate::stored;
use crate::verdict::{Issue, Rust, Stored, Verdicts};

/// A case that a service answered with.
pub(crate) const ANSWERED: &str = "answered";

/// Codes of what never comes near a database.
const FAULTS: [&str; 3] = ["type", "missing", "unknown"];

/// What is different, if anything is.
pub fn disagreement(
    subject: &Subject,
    promises: &Promises,
    case: &Case,
    said: &Verdicts,
    checks: &[String],
) -> Option<Disagreement> {
    let found = with_rust(subject, case, said)
        .or_else(|| with_description(case, said, checks))
        .or_else(|| with_itself(case, said))
        .map(str::to_owned)
        .or_else(|| stored::disagreement(subject, promises, case, said))?;
    let direction = if case.strict { "sent" } else { "received" };
    Some(Disagreement {
        about: case.about.clone(),
        headline: format!("{} {direction} with {}: {found}", case.shape, case.what),
        told: format!("{:.300}\n{}", case.json, told(said)),
    })
}

/// What the service answered is what every language reads and would write again.
fn with_itself(case: &Case, said: &Verdicts) -> Option<&'static str> {
    if case.what != ANSWERED {
        return None;
    }
    let (rust, typescript) = &said.canonical;
    match (&said.written, said.rust == Rust::Valid) {
        (_, false) => Some("Rust cannot read what the service answered"),
        (Some(written), _) if *written != case.json => Some("Rust writes it otherwise than it was"),
        _ if typescript.is_some() && rust != typescript => Some("the canonical bytes differ"),
        _ if said.typescript.as_ref().is_some_and(|issues| !issues.is_empty()) => {
            Some("TypeScript refuses what the service answered")
        }
        _ if said.described == Some(false) => Some("OpenAPI refuses what the service answered"),
        _ => None,
    }
}

/// What judges disagree about.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// The member that was changed.
    pub about: Option<About>,
    /// What differs.
    pub headline: String,
    /// The value, and what each judge says, a line each.
    pub told: String,
}

impl std::fmt::Display for Disagreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{}", self.headline, self.told)
    }
}

/// What each judge says, in its own words.
fn told(said: &Verdicts) -> String {
    let mut lines = vec![format!("Rust: {}", shown(&said.rust))];
    if let Some(issues) = &said.typescript {
        lines.push(format!("TypeScript: {}", listed(issues)));
    }
    if let Some(described) = said.described {
        lines.push(format!("OpenAPI: {}", if described { "accepted" } else { "refused" }));
    }
    for (name, stored) in [("PostgreSQL", &said.postgres), ("SQLite", &said.sqlite)] {
        match stored {
            None => {}
            Some(Stored::Row(row)) => lines.push(format!("{name}: stored {row:.300}")),
            Some(Stored::Refused(rule, name_of_it)) => lines.push(format!("{name}: refused by {rule} {name_of_it}")),
            Some(Stored::Failed(fault)) => lines.push(format!("{name}: failed, {fault:.200}")),
        }
    }
    lines.join("\n")
}

fn shown(rust: &Rust) -> String {
    match rust {
        Rust::Valid => "accepted".to_owned(),
        Rust::Fault(fault) => format!("cannot read it: {fault}"),
        Rust::Broken(issues) => listed(issues),
    }
}

fn listed(issues: &[Issue]) -> String {
    if issues.is_empty() {
        return "accepted".to_owned();
    }
    let issues = issues
        .iter()
        .map(|(pointer, code, message)| format!("{pointer} {code} ({message})"));
    issues.collect::<Vec<_>>().join("; ")
}

/// Faults and rules apart.
fn parted(issues: &[Issue]) -> (Vec<&Issue>, Vec<&Issue>) {
    issues.iter().partition(|(_, code, _)| FAULTS.contains(&code.as_str()))
}

/// Whether Rust leaves the rules about a place to others: it does not validate what the service itself makes, and the
/// database compares a key inside an arc with those there are.
fn is_left(subject: &Subject, case: &Case, pointer: &str) -> bool {
    let mut shape = subject.named(&case.shape);
    for key in pointer.split('/').skip(1) {
        let Some(inside) = shape.filter(|shape| shape.role != Role::Read) else {
            break;
        };
        let key = key.replace("~1", "/").replace("~0", "~");
        let members = inside.body.members();
        let member = members.iter().find(|member| member.json == key);
        match member.map(|member| &member.ty.item) {
            Some(Item::Arc(..)) => return true,
            Some(item) => shape = subject.shape_of(item).or(shape),
            // The place of an item in a list.
            None => {}
        }
    }
    shape.is_some_and(|shape| shape.role == Role::Read)
}

fn with_rust(subject: &Subject, case: &Case, said: &Verdicts) -> Option<&'static str> {
    let issues = said.typescript.as_deref()?;
    let (faults, mut rules) = parted(issues);
    rules.retain(|(pointer, ..)| !is_left(subject, case, pointer));
    match &said.rust {
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

fn with_description(case: &Case, said: &Verdicts, checks: &[String]) -> Option<&'static str> {
    let issues = match (&said.typescript, &said.rust) {
        (Some(issues), _) | (None, Rust::Broken(issues)) => issues.clone(),
        (None, Rust::Valid) => Vec::new(),
        (None, Rust::Fault(fault)) => vec![(String::new(), "type".to_owned(), fault.clone())],
    };
    match (issues.is_empty(), said.described?) {
        (true, true) | (false, false) => None,
        (false, true) => {
            // JSON Schema cannot compare two members.
            let is_check = issues.iter().all(|(_, code, _)| checks.contains(code));
            let is_unsaid = |gap: &Gap| match gap {
                Gap::NegativeZero | Gap::LaterWord | Gap::DecimalForm => false,
                Gap::Secret => !case.strict,
                _ => true,
            };
            let is_known = case.gaps.iter().any(is_unsaid);
            (!is_check && !is_known).then_some("OpenAPI accepts what the validators refuse")
        }
        (true, false) => {
            let is_known = case
                .gaps
                .iter()
                .any(|gap| matches!(gap, Gap::NegativeZero | Gap::Blank));
            (!is_known).then_some("OpenAPI refuses what the validators accept")
        }
    }
}
