//! Columns: in CREATE TABLE, added, changed.

use squawk_parser::SyntaxKind as K;

use super::super::opaque::Said;
use super::super::stage::{Slot, Stage};
use super::mention::in_expression;
use super::rename::no_column;
use super::{Outcome, constraint, name, need, not_understood, opaque};
use crate::parse::Mistake;
use crate::parse::postgres::Node;
use crate::sql::identifier;
use crate::{Column, Generated, Origin, Table, Unseen};

/// Reads a column with the constraints written beside it into a table.
pub(super) fn add(stage: &mut Stage, table: &mut Table, node: &Node<'_>) -> Outcome {
    let name = need(node, K::COLUMN_NAME)?.last_name()?;
    let mut parts = node
        .children
        .iter()
        .skip_while(|child| child.kind != K::COLUMN_NAME)
        .skip(1);
    let ty = parts
        .next()
        .ok_or_else(|| not_understood(node.start, "a column without a type"))?;
    let serial = serial(stage, table, &name, ty);
    table.columns.push(Column {
        name: name.clone(),
        ty: serial
            .as_ref()
            .map_or_else(|| ty.text.to_owned(), |(ty, _)| (*ty).to_owned()),
        nullable: serial.is_none(),
        default: serial.map(|(_, default)| default),
        generated: None,
        identity: false,
        comment: None,
        meaning: Unseen(None),
        origin: Origin::default(),
        extras: Vec::new(),
    });
    for rule in parts {
        self::rule(stage, table, &name, rule)?;
    }
    Ok(())
}

fn rule(stage: &mut Stage, table: &mut Table, name: &str, rule: &Node<'_>) -> Outcome {
    let Some(column) = table.columns.last_mut() else {
        return Ok(());
    };
    match rule.kind {
        K::NOT_NULL_CONSTRAINT => column.nullable = false,
        K::NULL_CONSTRAINT => {}
        K::DEFAULT_CONSTRAINT => column.default = default(rule),
        K::GENERATED_CONSTRAINT if rule.child(K::GENERATED_IDENTITY).is_some() => {
            column.extras.extend(numbering(need(rule, K::GENERATED_IDENTITY)?));
            (column.identity, column.nullable) = (true, false);
        }
        K::GENERATED_CONSTRAINT => {
            let computed = need(rule, K::GENERATED_STORED)?;
            let stored = computed.child(K::VIRTUAL).is_none();
            let expr = computed.enclosed()?;
            column.generated = Some(Generated { expr, stored });
        }
        K::COLLATE | K::STORAGE | K::COMPRESSION_METHOD => {
            column
                .extras
                .push(rule.text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        _ => constraint::add(stage, table, rule, Some(name))?,
    }
    Ok(())
}

/// `serial`: an integer whose default asks a sequence of its own.
fn serial(stage: &mut Stage, table: &Table, column: &str, ty: &Node<'_>) -> Option<(&'static str, String)> {
    let integer = match ty.text.to_ascii_lowercase().as_str() {
        "serial" | "serial4" => "integer",
        "bigserial" | "serial8" => "bigint",
        "smallserial" | "serial2" => "smallint",
        _ => return None,
    };
    let name = table.name.beside(&name::of_index(stage, table, column, "seq"));
    stage.put_opaque(Said {
        kind: "sequence",
        name: name.to_string(),
        text: ty.text,
        needs: vec![table.name.clone()],
    });
    let called = match &name.namespace {
        Some(namespace) => format!("{}.{}", plain(namespace), plain(&name.name)),
        None => plain(&name.name),
    };
    Some((integer, format!("nextval('{called}'::regclass)")))
}

/// As the server spells a name in a text: in quotes only where it must.
fn plain(name: &str) -> String {
    let bare = name
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if bare && !name.starts_with(|c: char| c.is_ascii_digit()) {
        name.to_owned()
    } else {
        identifier(name)
    }
}

fn default(node: &Node<'_>) -> Option<String> {
    let expr = node
        .children
        .iter()
        .skip_while(|child| child.kind != K::DEFAULT_KW)
        .nth(1)?;
    Some(expr.text.to_owned()).filter(|text| !text.eq_ignore_ascii_case("NULL"))
}

/// Numbers that only the database gives, or that start elsewhere, are more than a schema can ask for.
fn numbering(node: &Node<'_>) -> Option<String> {
    let options = node
        .child(K::SEQUENCE_OPTION_LIST)
        .map(|list| format!(" {}", list.text));
    let always = node.child(K::GENERATED_BY_DEFAULT).is_none();
    let given = if always { "ALWAYS" } else { "BY DEFAULT" };
    let unusual = always || options.is_some();
    unusual.then(|| format!("GENERATED {given} AS IDENTITY{}", options.unwrap_or_default()))
}

/// `ALTER COLUMN name …`
pub(super) fn alter(stage: &mut Stage, slot: Slot, node: &Node<'_>) -> Outcome {
    let name = need(node, K::COLUMN_NAME_REF)?.last_name()?;
    let change = node
        .children
        .last()
        .ok_or_else(|| not_understood(node.start, "this change of a column"))?;
    if change.kind == K::SET_TYPE
        && let Some(user) = bound_to_type(stage, slot, &name)
    {
        let message = format!("the type of `{name}` cannot change: {user} needs it");
        return Err(Mistake {
            offset: change.start,
            message,
        });
    }
    let table = stage.table_mut(slot, node.start)?;
    let missing = no_column(node.start, &name, &table.name);
    let key = table
        .primary_key
        .as_ref()
        .is_some_and(|key| key.columns.contains(&name));
    let column = table
        .columns
        .iter_mut()
        .find(|column| column.name == name)
        .ok_or(missing)?;
    let refused = |why: &str| Mistake {
        offset: change.start,
        message: format!("`{name}` {why}"),
    };
    match change.kind {
        K::SET_DEFAULT if column.generated.is_some() => return Err(refused("is computed, and has no default")),
        K::SET_DEFAULT => column.default = default(change),
        K::DROP_DEFAULT => column.default = None,
        K::SET_NOT_NULL => column.nullable = false,
        K::DROP_NOT_NULL if key => return Err(refused("belongs to the primary key, and is never null")),
        K::DROP_NOT_NULL if column.identity => return Err(refused("is numbered, and is never null")),
        K::DROP_NOT_NULL => column.nullable = true,
        K::SET_TYPE => set_type(column, change)?,
        K::ADD_GENERATED if column.default.is_some() => return Err(refused("has a default, and cannot be numbered")),
        K::ADD_GENERATED if column.nullable => return Err(refused("may be null, and cannot be numbered")),
        K::ADD_GENERATED => {
            column.extras.extend(numbering(change));
            column.identity = true;
        }
        K::DROP_IDENTITY if !column.identity && change.child(K::IF_EXISTS).is_none() => {
            return Err(refused("is not numbered"));
        }
        K::DROP_IDENTITY => {
            column.extras.retain(|extra| !extra.starts_with("GENERATED"));
            column.identity = false;
        }
        K::SET_GENERATED | K::SET_SEQUENCE_OPTION | K::SET_GENERATED_OPTIONS => {
            column.extras.retain(|extra| !extra.starts_with("GENERATED"));
            let always = change.text.to_ascii_uppercase().contains("ALWAYS");
            column
                .extras
                .extend(always.then(|| "GENERATED ALWAYS AS IDENTITY".to_owned()));
        }
        K::DROP_EXPRESSION if column.generated.as_ref().is_some_and(|generated| !generated.stored) => {
            return Err(refused("is not stored"));
        }
        K::DROP_EXPRESSION if column.generated.is_none() && change.child(K::IF_EXISTS).is_none() => {
            return Err(refused("is not computed"));
        }
        K::DROP_EXPRESSION => column.generated = None,
        _ => {
            let table = stage.table_mut(slot, node.start)?.name.clone();
            opaque::setting(stage, node.text, &format!("table {table}"), table);
        }
    }
    Ok(())
}

/// What the server does not read again when the type of a column changes: policies, triggers, computed columns.
fn bound_to_type(stage: &Stage, slot: Slot, column: &str) -> Option<String> {
    let table = stage.table(slot)?;
    let uses = |text: &str| {
        let found = in_expression(stage, &table.name, text).unwrap_or_default();
        let mut columns = found.iter().filter(|mention| mention.table == table.name);
        columns.any(|mention| mention.column.as_deref() == Some(column))
    };
    let policy = table
        .policies
        .iter()
        .find(|policy| uses(&policy.using) || uses(&policy.with_check));
    let trigger = table
        .triggers
        .iter()
        .find(|trigger| trigger.when.as_ref().is_some_and(|when| uses(when)));
    let computed = |column: &&Column| column.generated.as_ref().is_some_and(|generated| uses(&generated.expr));
    let policy = policy.map(|policy| format!("the policy `{}`", policy.name));
    let trigger = trigger.map(|trigger| format!("the trigger `{}`", trigger.name));
    let computed = table
        .columns
        .iter()
        .find(computed)
        .map(|column| format!("the column `{}`", column.name));
    policy.or(trigger).or(computed)
}

fn set_type(column: &mut Column, change: &Node<'_>) -> Outcome {
    let ty = change
        .children
        .iter()
        .skip_while(|child| child.kind != K::TYPE_KW)
        .nth(1);
    let ty = ty.ok_or_else(|| not_understood(change.start, "a column without a type"))?;
    column
        .extras
        .retain(|extra| !extra.to_ascii_uppercase().starts_with("COLLATE"));
    column
        .extras
        .extend(change.child(K::COLLATE).map(|clause| clause.text.to_owned()));
    ty.text.clone_into(&mut column.ty);
    Ok(())
}
