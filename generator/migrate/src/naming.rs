//! Names of migrations. In: a plan. Out: words for what it does, fit to be part of a path.

use crate::change::{Change, Object, Verb};
use crate::diff::Rename;
use crate::plan::Plan;

/// Words for what a plan does: `add_books_pages`, or the tables it changes.
pub(crate) fn name_of(plan: &Plan) -> String {
    let renamed = plan.renames.iter().map(|rename| match rename {
        Rename::Table { after, .. } | Rename::Enum { after, .. } => after.name.clone(),
        Rename::Column { table, .. } => table.name.clone(),
    });
    let told = |change: &Change| {
        let object = change.object()?;
        Some(object.table().map_or_else(|| object.name(), |table| table.name.clone()))
    };
    let mut tables: Vec<String> = Vec::new();
    for name in renamed.chain(plan.changes.iter().filter_map(told)) {
        if !tables.contains(&name) {
            tables.push(name);
        }
    }
    let main: Vec<&Change> = plan
        .changes
        .iter()
        .filter(|change| matches!(change.object(), Some(Object::Column(..) | Object::Table(_))))
        .collect();
    let text = match (main.as_slice(), plan.renames.as_slice(), tables.as_slice()) {
        ([change], [], [table]) => match change.object() {
            Some(Object::Column(_, column)) => format!("{}_{table}_{}", word(change.verb), column.name),
            _ => format!("{}_{table}", word(change.verb)),
        },
        (_, _, [table]) => format!("change_{table}"),
        (_, _, [first, second]) => format!("change_{first}_and_{second}"),
        (_, _, [first, ..]) => format!("change_{first}_and_{}_more", tables.len() - 1),
        (_, _, []) if plan.changes.is_empty() => "documents".to_owned(),
        (_, _, []) => "change".to_owned(),
    };
    as_name(&text)
}

fn word(verb: Verb) -> &'static str {
    match verb {
        Verb::Create => "add",
        Verb::Drop => "drop",
        Verb::Rename => "rename",
        Verb::Alter => "change",
    }
}

/// A name becomes part of a path: lower-case words and digits joined by `_`, and no longer than a file's name may be.
fn as_name(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() && words.iter().map(|word| word.len() + 1).sum::<usize>() + word.len() <= 80 {
            words.push(word.to_owned());
        }
    }
    if words.is_empty() {
        "change".to_owned()
    } else {
        words.join("_")
    }
}
