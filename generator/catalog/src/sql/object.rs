//! Namespaces, enum types, indexes, triggers and policies; grants and comments.

use driftless_model::Nulls;

use super::table::appended;
use super::{Statement, Subject, identifier, literal, qualified};
use crate::{
    Dialect, EnumType, Event, Grant, Index, IndexPart, Level, Namespace, ObjectName, Policy, Table, Timing, Trigger,
    TriggerAction,
};

/// Makes a PostgreSQL schema.
pub fn create_namespace(namespace: &Namespace) -> Statement {
    let text = format!("CREATE SCHEMA {}", identifier(&namespace.name));
    Statement::of(&namespace.origin, &namespace.name, text)
}

/// Removes a PostgreSQL schema.
pub fn drop_namespace(namespace: &Namespace) -> Statement {
    Statement::plain(format!("DROP SCHEMA {}", identifier(&namespace.name)))
}

/// Makes an enum type.
pub fn create_enum(item: &EnumType) -> Statement {
    let labels: Vec<_> = item
        .labels
        .iter()
        .map(|label| literal(Dialect::Postgres, label))
        .collect();
    let text = format!("CREATE TYPE {} AS ENUM ({})", qualified(&item.name), labels.join(", "));
    Statement::of(&item.origin, &item.name.to_string(), text)
}

/// Removes an enum type.
pub fn drop_enum(item: &EnumType) -> Statement {
    Statement::plain(format!("DROP TYPE {}", qualified(&item.name)))
}

/// Makes an index.
pub fn create_index(table: &Table, index: &Index) -> Statement {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = index
        .method
        .as_ref()
        .map_or(String::new(), |method| format!(" USING {}", identifier(method)));
    let parts: Vec<_> = index.parts.iter().map(index_part).collect();
    let nulls = if index.nulls_not_distinct {
        " NULLS NOT DISTINCT"
    } else {
        ""
    };
    let predicate = index
        .predicate
        .as_ref()
        .map_or(String::new(), |expr| format!(" WHERE {expr}"));
    let text = format!(
        "CREATE {unique}INDEX {} ON {}{method} ({}){nulls}{}{predicate}",
        identifier(&index.name),
        qualified(&table.name),
        parts.join(", "),
        appended(&index.extras),
    );
    Statement::of(&index.origin, &index.name, text)
}

/// Removes an index.
pub fn drop_index(table: &Table, index: &Index) -> Statement {
    let name = ObjectName {
        namespace: table.name.namespace.clone(),
        name: index.name.clone(),
    };
    Statement::plain(format!("DROP INDEX {}", qualified(&name)))
}

/// Makes a trigger.
pub fn create_trigger(table: &Table, trigger: &Trigger) -> Statement {
    let timing = match trigger.timing {
        Timing::Before => "BEFORE",
        Timing::After => "AFTER",
    };
    let event = match trigger.event {
        Event::Insert => "INSERT",
        Event::Update => "UPDATE",
        Event::Delete => "DELETE",
        Event::Truncate => "TRUNCATE",
    };
    let level = match trigger.level {
        Level::Row => "ROW",
        Level::Statement => "STATEMENT",
    };
    let mut text = format!(
        "CREATE TRIGGER {} {timing} {event} ON {} FOR EACH {level}",
        identifier(&trigger.name),
        qualified(&table.name),
    );
    if let Some(when) = &trigger.when {
        text.push_str(&format!(" WHEN ({when})"));
    }
    text.push_str(&trigger_action(&trigger.action));
    Statement::of(&trigger.origin, &trigger.name, text)
}

/// Removes a trigger.
pub fn drop_trigger(dialect: Dialect, table: &Table, trigger: &Trigger) -> Statement {
    let name = identifier(&trigger.name);
    Statement::plain(match dialect {
        Dialect::Postgres => format!("DROP TRIGGER {name} ON {}", qualified(&table.name)),
        Dialect::Sqlite => format!("DROP TRIGGER {name}"),
    })
}

/// Makes a policy.
pub fn create_policy(table: &Table, policy: &Policy) -> Statement {
    let text = format!(
        "CREATE POLICY {} ON {} USING ({}) WITH CHECK ({})",
        identifier(&policy.name),
        qualified(&table.name),
        policy.using,
        policy.with_check,
    );
    Statement::of(&policy.origin, &policy.name, text)
}

/// Removes a policy.
pub fn drop_policy(table: &Table, policy: &Policy) -> Statement {
    Statement::plain(format!(
        "DROP POLICY {} ON {}",
        identifier(&policy.name),
        qualified(&table.name)
    ))
}

/// Lets a role do something.
pub fn grant(subject: Subject<'_>, grant: &Grant) -> Statement {
    let privileges: Vec<_> = grant.privileges.iter().map(|privilege| privilege.as_str()).collect();
    let role = identifier(&grant.role);
    Statement::plain(format!(
        "GRANT {} ON {} TO {role}",
        privileges.join(", "),
        subject.designation()
    ))
}

/// Takes back what a role may do.
pub fn revoke(subject: Subject<'_>, grant: &Grant) -> Statement {
    let privileges: Vec<_> = grant.privileges.iter().map(|privilege| privilege.as_str()).collect();
    let role = identifier(&grant.role);
    Statement::plain(format!(
        "REVOKE {} ON {} FROM {role}",
        privileges.join(", "),
        subject.designation()
    ))
}

/// Says what an object is, or no longer says it.
pub fn comment(subject: Subject<'_>, text: Option<&str>) -> Statement {
    let words = text.map_or("NULL".to_owned(), |text| literal(Dialect::Postgres, text));
    Statement::plain(format!("COMMENT ON {} IS {words}", subject.designation()))
}

impl Subject<'_> {
    fn designation(self) -> String {
        let on = |kind: &str, name: &str, table: &Table| {
            format!("{kind} {} ON {}", identifier(name), qualified(&table.name))
        };
        match self {
            Self::Namespace(namespace) => format!("SCHEMA {}", identifier(&namespace.name)),
            Self::Enum(item) => format!("TYPE {}", qualified(&item.name)),
            Self::Function(function) => format!("FUNCTION {}", function.signature()),
            Self::Table(table) => format!("TABLE {}", qualified(&table.name)),
            Self::Column(table, column) => format!("COLUMN {}.{}", qualified(&table.name), identifier(&column.name)),
            Self::Check(table, check) => on("CONSTRAINT", &check.name, table),
            Self::Trigger(table, trigger) => on("TRIGGER", &trigger.name, table),
            Self::Policy(table, policy) => on("POLICY", &policy.name, table),
        }
    }
}

fn index_part(part: &IndexPart) -> String {
    let mut text = if part.column {
        identifier(&part.expr)
    } else {
        format!("({})", part.expr)
    };
    text.push_str(&appended(&part.extras));
    if part.descending {
        text.push_str(" DESC");
    }
    match part.nulls {
        Some(Nulls::First) => text.push_str(" NULLS FIRST"),
        Some(Nulls::Last) => text.push_str(" NULLS LAST"),
        None => {}
    }
    text
}

fn trigger_action(action: &TriggerAction) -> String {
    match action {
        TriggerAction::Call(function) => format!(" EXECUTE FUNCTION {}()", qualified(function)),
        TriggerAction::Run(statements) => {
            let lines: Vec<_> = statements
                .iter()
                .map(|statement| format!("    {statement};\n"))
                .collect();
            format!(" BEGIN\n{}END", lines.concat())
        }
    }
}
