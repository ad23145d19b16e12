//! What there is to say about an object, as pairs of words: two objects differ where these do. In: an object. Out: facts,
//! each of another name. What is not there is not said.

use driftless_catalog::{
    Column, Event, ForeignKey, Function, Grant, Index, Key, Level, Table, Timing, Trigger, TriggerAction,
};
use driftless_model::{Action, Nulls};

use crate::change::Object;

/// What it is about, and what is the case.
pub(crate) type Fact = (&'static str, String);

/// Everything there is to say about an object itself, without what hangs on it.
pub(crate) fn facts(object: &Object) -> Vec<Fact> {
    match object {
        Object::Namespace(item) => said([comment(&item.comment), grants(&item.grants)]),
        Object::Native(item) => vec![("text", item.up.clone()), ("text that undoes it", item.down.clone())],
        Object::Enum(item) => said([Some(("values", item.labels.join(", "))), comment(&item.comment)]),
        Object::Function(item) => function(item),
        Object::Table(item) => table(item),
        Object::Column(_, item) => column(item),
        Object::PrimaryKey(_, item) | Object::Unique(_, item) => key(item),
        Object::ForeignKey(_, item) => foreign_key(item),
        Object::Check(_, item) => said([
            Some(("condition", item.expr.clone())),
            unchecked(item.not_valid),
            extras(&item.extras),
            comment(&item.comment),
        ]),
        Object::Index(_, item) => index(item),
        Object::Trigger(_, item) => trigger(item),
        Object::Policy(_, item) => said([
            Some(("rows to see", item.using.clone())),
            Some(("rows to write", item.with_check.clone())),
            comment(&item.comment),
        ]),
    }
}

fn said<const N: usize>(facts: [Option<Fact>; N]) -> Vec<Fact> {
    facts.into_iter().flatten().collect()
}

fn comment(text: &Option<String>) -> Option<Fact> {
    text.clone().map(|text| ("comment", text))
}

fn extras(extras: &[String]) -> Option<Fact> {
    (!extras.is_empty()).then(|| ("more", extras.join(" ")))
}

fn unchecked(not_valid: bool) -> Option<Fact> {
    not_valid.then(|| ("old rows", "not looked at".to_owned()))
}

fn grants(grants: &[Grant]) -> Option<Fact> {
    let words = grants.iter().map(|grant| {
        let privileges: Vec<_> = grant.privileges.iter().map(|one| one.as_str()).collect();
        format!("{} to {}", privileges.join(", "), grant.role)
    });
    (!grants.is_empty()).then(|| ("rights", words.collect::<Vec<_>>().join("; ")))
}

fn flag(what: &'static str, set: bool) -> Option<Fact> {
    set.then(|| (what, "yes".to_owned()))
}

fn table(table: &Table) -> Vec<Fact> {
    said([
        comment(&table.comment),
        flag("policies bind", table.row_security),
        flag("strict", table.strict),
        grants(&table.grants),
        extras(&table.extras),
    ])
}

fn column(column: &Column) -> Vec<Fact> {
    let generated = column.generated.as_ref().map(|generated| {
        let kept = if generated.stored { "stored" } else { "on reading" };
        ("computed", format!("{}, {kept}", generated.expr))
    });
    said([
        Some(("type", column.ty.clone())),
        Some(("null", if column.nullable { "allowed" } else { "refused" }.to_owned())),
        column.default.clone().map(|default| ("default", default)),
        generated,
        flag("numbered by the database", column.identity),
        extras(&column.extras),
        comment(&column.comment),
    ])
}

fn key(key: &Key) -> Vec<Fact> {
    said([
        Some(("columns", key.columns.join(", "))),
        flag("nulls are equal", key.nulls_not_distinct),
        extras(&key.extras),
    ])
}

fn foreign_key(key: &ForeignKey) -> Vec<Fact> {
    let target = format!("{} ({})", key.target, key.target_columns.join(", "));
    said([
        Some(("columns", key.columns.join(", "))),
        Some(("refers to", target)),
        Some(("on delete", action(key.on_delete).to_owned())),
        Some(("on update", action(key.on_update).to_owned())),
        unchecked(key.not_valid),
        extras(&key.extras),
    ])
}

fn action(action: Action) -> &'static str {
    match action {
        Action::NoAction => "refused",
        Action::Restrict => "refused at once",
        Action::Cascade => "the row goes too",
        Action::SetNull => "becomes null",
    }
}

fn index(index: &Index) -> Vec<Fact> {
    let parts = index.parts.iter().map(|part| {
        let order = if part.descending { " descending" } else { "" };
        let nulls = match part.nulls {
            Some(Nulls::First) => " nulls first",
            Some(Nulls::Last) => " nulls last",
            None => "",
        };
        let more: String = part.extras.iter().map(|extra| format!(" {extra}")).collect();
        format!("{}{order}{nulls}{more}", part.expr)
    });
    said([
        Some(("columns", parts.collect::<Vec<_>>().join(", "))),
        flag("unique", index.unique),
        index.method.clone().map(|method| ("method", method)),
        flag("nulls are equal", index.nulls_not_distinct),
        index.predicate.clone().map(|predicate| ("only rows where", predicate)),
        extras(&index.extras),
    ])
}

fn trigger(trigger: &Trigger) -> Vec<Fact> {
    let timing = match trigger.timing {
        Timing::Before => "before",
        Timing::After => "after",
    };
    let event = match trigger.event {
        Event::Insert => "insert",
        Event::Update => "update",
        Event::Delete => "delete",
        Event::Truncate => "truncate",
    };
    let level = match trigger.level {
        Level::Row => "each row",
        Level::Statement => "each statement",
    };
    let action = match &trigger.action {
        TriggerAction::Call(function) => format!("calls {function}"),
        TriggerAction::Run(statements) => statements.join("; "),
    };
    said([
        Some(("set off", format!("{timing} {event}, for {level}"))),
        trigger.when.clone().map(|when| ("only rows where", when)),
        Some(("does", action)),
        flag("switched off", trigger.disabled),
        comment(&trigger.comment),
    ])
}

fn function(function: &Function) -> Vec<Fact> {
    said([
        Some(("arguments", function.arguments.clone())),
        Some(("returns", function.returns.clone())),
        Some(("language", function.language.clone())),
        Some(("options", function.options.clone())),
        Some(("body", function.body.clone())),
        flag("for some roles only", function.restricted),
        grants(&function.grants),
        comment(&function.comment),
    ])
}
