//! Enum types.

use squawk_parser::SyntaxKind as K;

use super::super::stage::Stage;
use super::depend::needed;
use super::{Outcome, need, not_understood, opaque, rename};
use crate::parse::Mistake;
use crate::parse::postgres::{Node, unquote_text};
use crate::sql::{identifier, literal, qualified};
use crate::{Dialect, EnumType, ObjectName, Origin, Unseen};

pub(super) fn create(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let listed = node
        .child(K::ENUM_TYPE)
        .ok_or_else(|| not_understood(node.start, "a type other than an enum"))?;
    let name = stage.here(need(node, K::TYPE_NAME)?.object_name()?);
    if stage.catalog.enums.iter().any(|item| item.name == name) {
        return Err(rename::taken(node.start, &name.to_string()));
    }
    let variants = listed
        .child(K::VARIANT_LIST)
        .into_iter()
        .flat_map(|list| list.each(K::VARIANT));
    stage.catalog.enums.push(EnumType {
        name,
        labels: variants.map(|variant| unquote_text(variant.text)).collect(),
        words: Unseen::default(),
        comment: None,
        origin: Origin::default(),
    });
    Ok(())
}

/// Whether a statement is about an enum type.
pub(super) fn is_enum(stage: &Stage, node: &Node<'_>) -> bool {
    let name = node.child(K::TYPE_NAME_REF).and_then(|name| name.object_name().ok());
    stage.catalog.enums.iter().any(|item| Some(&item.name) == name.as_ref())
}

pub(super) fn alter(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let name = need(node, K::TYPE_NAME_REF)?.object_name()?;
    let item = stage.catalog.enums.iter_mut().find(|item| item.name == name);
    let item = item.ok_or_else(|| not_understood(node.start, &format!("the type `{name}`")))?;
    if let Some(change) = node.child(K::ADD_VALUE) {
        return add_value(item, change);
    }
    if let Some(change) = node.child(K::RENAME_VALUE) {
        let mut words = change.each(K::LITERAL).map(|literal| unquote_text(literal.text));
        let (old, new) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if item.labels.contains(&new) {
            return Err(rename::taken(change.start, &new));
        }
        let label = item.labels.iter_mut().find(|label| **label == old);
        new.clone_into(label.ok_or_else(|| no_label(change, &old))?);
        return relabel(stage, &name, &old, &new);
    }
    let new = match (node.child(K::TYPE_RENAME_TO), node.child(K::SET_SCHEMA)) {
        (Some(change), _) => ObjectName {
            namespace: name.namespace.clone(),
            name: need(change, K::TYPE_NAME)?.last_name()?,
        },
        (None, Some(change)) => ObjectName {
            namespace: Some(need(change, K::SCHEMA_REF)?.last_name()?),
            name: name.name.clone(),
        }
        .in_default(),
        (None, None) => return opaque::run(stage, node),
    };
    item.name = new.clone();
    retype(stage, &name, &new)
}

fn add_value(item: &mut EnumType, change: &Node<'_>) -> Outcome {
    let label = unquote_text(need(change, K::LITERAL)?.text);
    if item.labels.contains(&label) {
        return match change.child(K::IF_NOT_EXISTS) {
            Some(_) => Ok(()),
            None => Err(rename::taken(change.start, &label)),
        };
    }
    let beside = |clause: &Node<'_>| -> Result<usize, Mistake> {
        let other = unquote_text(need(clause, K::LITERAL)?.text);
        let at = item.labels.iter().position(|known| *known == other);
        at.ok_or_else(|| no_label(clause, &other))
    };
    let at = match (change.child(K::BEFORE_VALUE), change.child(K::AFTER_VALUE)) {
        (Some(before), _) => beside(before)?,
        (None, Some(after)) => beside(after)? + 1,
        (None, None) => item.labels.len(),
    };
    item.labels.insert(at, label);
    Ok(())
}

fn no_label(node: &Node<'_>, label: &str) -> Mistake {
    Mistake {
        offset: node.start,
        message: format!("the type has no value `{label}`"),
    }
}

/// Literals of the type are numbers to the server: they follow wherever their type is written, where they are compared with
/// a column of it, and in defaults.
fn relabel(stage: &mut Stage, name: &ObjectName, old: &str, new: &str) -> Outcome {
    let spelled = qualified(name);
    let (before, after) = (literal(Dialect::Postgres, old), literal(Dialect::Postgres, new));
    let slots: Vec<_> = stage.tables().map(|(slot, _)| slot).collect();
    for slot in slots {
        let table = stage.table_mut(slot, 0)?;
        // Lists of the type too: a label is a label wherever the default has it.
        let is_of_type = |ty: &str| {
            ty.strip_prefix(&spelled)
                .is_some_and(|rest| rest.is_empty() || rest == "[]")
        };
        let of_type = table.columns.iter_mut().filter(|column| is_of_type(&column.ty));
        for default in of_type.filter_map(|column| column.default.as_mut()) {
            *default = default.replace(&before, &after);
        }
        let of_type = table.columns.iter().filter(|column| column.ty == spelled);
        let columns: Vec<_> = of_type.map(|column| identifier(&column.name)).collect();
        for text in table.expressions_mut() {
            *text = text.replace(&format!("{before}::{spelled}"), &format!("{after}::{spelled}"));
            for column in &columns {
                *text = compared(text, column, &before, &after);
            }
        }
    }
    Ok(())
}

/// A condition with another literal wherever a column is compared with it: `"a" = 'x'`, `"a" IN ('x', 'y')`.
fn compared(text: &str, column: &str, before: &str, after: &str) -> String {
    let mut text = text.to_owned();
    for sign in ["=", "<>"] {
        text = text.replace(
            &format!("{column} {sign} {before}"),
            &format!("{column} {sign} {after}"),
        );
    }
    let open = format!("{column} IN (");
    let mut parts = text.split(&open);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (list, rest) = part.split_at(part.find(')').unwrap_or(0));
        out.push_str(&open);
        out.push_str(&list.replace(before, after));
        out.push_str(rest);
    }
    out
}

/// Columns name their type; so may defaults, as `'x'::type`.
fn retype(stage: &mut Stage, old: &ObjectName, new: &ObjectName) -> Outcome {
    let (before, after) = (qualified(old), qualified(new));
    let users: Vec<_> = stage.tables().map(|(slot, _)| slot).collect();
    for slot in users {
        for column in &mut stage.table_mut(slot, 0)?.columns {
            let Some(rest) = column.ty.strip_prefix(before.as_str()).map(str::to_owned) else {
                continue;
            };
            if rest.is_empty() || rest.starts_with('[') {
                column.ty = format!("{after}{rest}");
                column.default = column
                    .default
                    .take()
                    .map(|default| default.replace(&format!("::{before}"), &format!("::{after}")));
            }
        }
    }
    Ok(())
}

pub(super) fn remove(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    for named in node.each(K::TYPE_NAME_REF) {
        let name = named.object_name()?;
        let Some(at) = stage.catalog.enums.iter().position(|item| item.name == name) else {
            match node.child(K::IF_EXISTS) {
                Some(_) => continue,
                None => return Err(not_understood(named.start, &format!("the type `{name}`"))),
            }
        };
        let (spelled, array) = (qualified(&name), format!("{}[]", qualified(&name)));
        let used = stage.tables().find_map(|(_, table)| {
            let column = table
                .columns
                .iter()
                .find(|column| column.ty == spelled || column.ty == array)?;
            Some(format!("{}.{}", table.name, column.name))
        });
        if let Some(column) = used {
            return Err(needed(
                named.start,
                &name.to_string(),
                &format!("the column `{column}`"),
            ));
        }
        stage.catalog.enums.remove(at);
    }
    Ok(())
}
