//! Listed changes, rendered for people and for machines. Their JSON is documented in docs/migrations.md.

use driftless_catalog::{Dialect, Origin};
use driftless_diagnostics::{Location, Sources};
use driftless_migrate::{Comparison, Differing, ListedChange, ListedStatement, Loss, Verb};
use serde_json::{Value, json};

use crate::costs::{effects, shortened};

/// The texts that declarations stand in, on both sides.
pub(super) struct Places<'p> {
    pub(super) before: Option<&'p Sources>,
    pub(super) after: Option<&'p Sources>,
}

impl Places<'_> {
    /// What goes is declared in the first schema only.
    fn of(&self, verb: Verb, origin: &Origin) -> Option<Location> {
        let sources = if verb == Verb::Drop { self.before } else { self.after };
        sources?.location(origin.span?)
    }
}

/// One paragraph for each change; nothing where nothing differs.
pub(super) fn human(comparison: &Comparison, places: &Places<'_>) -> String {
    let changes = comparison.changes.iter().map(|change| paragraph(change, places));
    let losses = comparison.losses.iter().map(|loss| format!("{}\n", loss_line(loss)));
    changes.chain(losses).collect::<Vec<_>>().join("\n")
}

fn paragraph(change: &ListedChange, places: &Places<'_>) -> String {
    let called = if change.object.is_empty() || change.object == change.name {
        change.name.clone()
    } else {
        format!("{} ({})", change.name, change.object)
    };
    let mut lines = vec![format!("{} {} {called}", change.verb.as_str(), change.noun)];
    if let Some(at) = places.of(change.verb, &change.origin) {
        let was = if change.verb == Verb::Drop { "was at" } else { "at" };
        lines.push(format!("    {was} {}:{}:{}", at.file, at.line, at.column));
    }
    lines.extend(change.facts.iter().map(fact_line));
    lines.extend(change.losses.iter().map(|loss| format!("    {}", loss_line(loss))));
    lines.extend(change.statements.iter().flat_map(statement_lines));
    lines.join("\n") + "\n"
}

fn fact_line(fact: &Differing) -> String {
    let one = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match (&fact.before, &fact.after) {
        (Some(before), Some(after)) => format!("    {}: {} -> {}", fact.what, one(before), one(after)),
        (Some(before), None) => format!("    no longer {}: {}", fact.what, one(before)),
        (None, after) => format!("    {}: {}", fact.what, one(after.as_deref().unwrap_or_default())),
    }
}

fn loss_line(loss: &Loss) -> String {
    format!("loses {}: {}", loss.allowance(), loss.why)
}

fn statement_lines(statement: &ListedStatement) -> Vec<String> {
    let effects = effects(&statement.inspected);
    let hazards = &statement.inspected.hazards;
    let hazards = hazards
        .iter()
        .map(|hazard| format!("        {}: {}", hazard.code, hazard.message));
    let mut lines: Vec<String> = effects
        .iter()
        .map(|effect| format!("        {effect}"))
        .chain(hazards)
        .collect();
    if !lines.is_empty() {
        lines.insert(0, format!("    by {}", shortened(&statement.sql)));
    }
    lines
}

/// The list as JSON.
pub(super) fn as_json(comparison: &Comparison, places: &Places<'_>, dialect: Dialect) -> String {
    let changes: Vec<Value> = comparison
        .changes
        .iter()
        .map(|change| change_json(change, places))
        .collect();
    let list = json!({
        "version": 1,
        "database": dialect.as_str(),
        "changes": changes,
        "losses": comparison.losses.iter().map(loss_json).collect::<Vec<_>>(),
    });
    format!("{list:#}\n")
}

fn change_json(change: &ListedChange, places: &Places<'_>) -> Value {
    let place = places.of(change.verb, &change.origin);
    let facts = change.facts.iter();
    json!({
        "verb": change.verb.as_str(),
        "noun": change.noun,
        "object": (!change.object.is_empty()).then_some(&change.object),
        "name": change.name,
        "facts": facts.map(|fact| json!({ "what": fact.what, "before": fact.before, "after": fact.after })).collect::<Vec<_>>(),
        "schema": place.map(|at| json!({ "file": at.file, "line": at.line, "column": at.column })),
        "losses": change.losses.iter().map(loss_json).collect::<Vec<_>>(),
        "statements": change.statements.iter().map(statement_json).collect::<Vec<_>>(),
    })
}

fn loss_json(loss: &Loss) -> Value {
    json!({
        "allowance": loss.allowance().to_string(),
        "why": loss.why,
        "dependents": loss.dependents,
        "count": loss.count,
        "help": loss.help,
    })
}

fn statement_json(statement: &ListedStatement) -> Value {
    let touched = statement.inspected.touched.iter().map(|touched| {
        json!({
            "relation": touched.relation.to_string(),
            "index": touched.index,
            "lock": touched.lock.map(|lock| lock.as_str()),
            "scanned": touched.scanned,
            "rewritten": touched.rewritten,
        })
    });
    let hazards = statement.inspected.hazards.iter().map(|hazard| {
        json!({
            "code": hazard.code.as_str(),
            "severity": hazard.severity.as_str(),
            "object": hazard.object,
            "message": hazard.message,
            "help": hazard.recipe,
        })
    });
    json!({
        "sql": statement.sql,
        "touches": touched.collect::<Vec<_>>(),
        "hazards": hazards.collect::<Vec<_>>(),
    })
}
