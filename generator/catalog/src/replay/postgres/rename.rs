//! New names for tables and columns. The server keeps numbers where text has names, so that a rename reaches every
//! expression, key and atomic body; the bodies of other functions are text to it, and stay.

use super::super::stage::{Slot, Stage};
use super::mention::{Mention, in_expression, in_query, replaced};
use super::{Outcome, not_understood};
use crate::parse::Mistake;
use crate::sql::identifier;
use crate::{Function, ObjectName, Table};

pub(super) fn table(stage: &mut Stage, slot: Slot, name: ObjectName, offset: usize) -> Outcome {
    if stage.slot(&name).is_some() {
        return Err(taken(offset, &name.to_string()));
    }
    let old = stage.table_mut(slot, offset)?.name.clone();
    let renamed = |mention: &Mention| {
        let this = mention.column.is_none() && mention.table == old;
        this.then(|| mention.spelled(&name))
    };
    rewrite(stage, slot, &old.name, &renamed)?;
    let reading = stage
        .catalog
        .functions
        .iter_mut()
        .filter_map(|function| function.reads.as_mut());
    reading
        .filter(|read| **read == old)
        .for_each(|read| read.clone_from(&name));
    stage.each_pointing(&old, |key| key.target.clone_from(&name));
    stage.renamed_for_opaque(&old, &name);
    stage.rename(slot, name);
    Ok(())
}

pub(super) fn column(stage: &mut Stage, slot: Slot, old: &str, new: &str, offset: usize) -> Outcome {
    let table = stage.table_mut(slot, offset)?;
    let name = table.name.clone();
    if table.column(new).is_some() {
        return Err(taken(offset, new));
    }
    if table.column(old).is_none() {
        return Err(no_column(offset, old, &name));
    }
    let renamed = |mention: &Mention| {
        let this = mention.table == name && mention.column.as_deref() == Some(old);
        this.then(|| identifier(new))
    };
    rewrite(stage, slot, old, &renamed)?;
    let rename = |column: &mut String| {
        if column == old {
            new.clone_into(column);
        }
    };
    stage.each_pointing(&name, |key| key.target_columns.iter_mut().for_each(rename));
    let table = stage.table_mut(slot, offset)?;
    table.column_names_mut().for_each(rename);
    table.columns.iter_mut().map(|column| &mut column.name).for_each(rename);
    Ok(())
}

pub(super) fn taken(offset: usize, name: &str) -> Mistake {
    Mistake {
        offset,
        message: format!("the name `{name}` is taken"),
    }
}

pub(super) fn no_column(offset: usize, column: &str, table: &ObjectName) -> Mistake {
    Mistake {
        offset,
        message: format!("the table `{table}` has no column `{column}`"),
    }
}

/// Puts new names into the expressions of a table, the policies of all others, and atomic bodies.
fn rewrite(stage: &mut Stage, slot: Slot, word: &str, renamed: &dyn Fn(&Mention) -> Option<String>) -> Outcome {
    let mut rewritten = Vec::new();
    for (at, table) in stage.tables() {
        if at != slot && table.policies.is_empty() {
            continue;
        }
        let mut copy = table.clone();
        if rewrite_table(stage, &mut copy, word, renamed)? {
            rewritten.push((at, copy));
        }
    }
    for (at, table) in rewritten {
        *stage.table_mut(at, 0)? = table;
    }
    let mut functions = std::mem::take(&mut stage.catalog.functions);
    let done = functions
        .iter_mut()
        .filter(|function| is_bound(function) && mentions(&function.body, word))
        .try_for_each(|function| {
            let found = in_query(stage, &function.body)?;
            if let Some(body) = replaced(&function.body, &found, renamed) {
                function.body = body;
            }
            Ok(())
        });
    stage.catalog.functions = functions;
    done
}

fn rewrite_table(
    stage: &Stage,
    table: &mut Table,
    word: &str,
    renamed: &dyn Fn(&Mention) -> Option<String>,
) -> Result<bool, Mistake> {
    let (name, mut changed) = (table.name.clone(), false);
    for expr in table.expressions_mut() {
        if !mentions(expr, word) {
            continue;
        }
        let found = in_expression(stage, &name, expr).map_err(|_| not_understood(0, &format!("`{expr}`")))?;
        if let Some(text) = replaced(expr, &found, renamed) {
            *expr = text;
            changed = true;
        }
    }
    Ok(changed)
}

/// Whether the body is bound to its tables (`BEGIN ATOMIC`).
pub(super) fn is_bound(function: &Function) -> bool {
    function.language == "sql" && function.reads.is_some()
}

/// Whether a text may have a name in it, quoted or not; spares a look at the syntax.
pub(super) fn mentions(text: &str, word: &str) -> bool {
    text.contains(word) || text.contains(&word.replace('"', "\"\"")) || text.to_ascii_lowercase().contains(word)
}
