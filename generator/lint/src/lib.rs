//! Rules over a correct schema: what works, and will be regretted.
//!
//! In: a Schema. Out: findings with the severity that its `[lint]` table asks for, in the order of the text. A rule looks
//! at the model alone: no TOML, no SQL, no output. Each rule is a constant with its page of documentation in [`RULES`];
//! to add one, write a file under `rules/`, list it, and give it a case and a passing twin under `tests/lints/`.

mod access;
mod expression;
mod place;
mod rule;
mod rules;

pub use rule::Rule;
pub use rules::RULES;

use driftless_diagnostics::Diagnostics;
use driftless_model::Schema;

/// Applies every rule that the schema does not switch off.
pub fn lint(schema: &Schema) -> Diagnostics {
    let mut found: Diagnostics = RULES.iter().flat_map(|rule| rule.apply(schema)).collect();
    found.settle(&schema.levels);
    found.sort();
    found
}
