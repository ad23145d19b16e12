//! What a broken rule is called: the name of the constraint that refuses it in the database, so that a service answers
//! alike whoever noticed. Records have no constraints; their rules are named the same way after the record.

use crate::{Member, Origin};
use driftless_model::Schema;

/// The name of the rule that a patch changes something; no database has it.
pub const EMPTY: &str = "empty";

/// The name of a rule about one member: `books_title_length_check`.
pub fn of_member(schema: &Schema, origin: Origin, member: &Member, aspect: &str) -> String {
    name(&[&owner(schema, origin), &column(schema, origin, member), aspect, "check"])
}

/// How the names of the rules about one member begin, unless they are too long: `books_title`.
pub fn stem(schema: &Schema, origin: Origin, member: &Member) -> String {
    format!("{}_{}", owner(schema, origin), column(schema, origin, member))
}

/// What the database calls a member.
fn column(schema: &Schema, origin: Origin, member: &Member) -> String {
    match origin {
        Origin::Entity(id) => {
            let columns = schema.entity(id).field(member.field).columns();
            let column = member
                .column
                .and_then(|at| columns.get(at).map(|column| column.name.clone()));
            column.unwrap_or_else(|| member.name.snake())
        }
        Origin::Record(_) => member.name.snake(),
    }
}

/// The name of a declared check: `loans_ends_after_start_check`.
pub fn of_check(schema: &Schema, origin: Origin, check: &str) -> String {
    name(&[&owner(schema, origin), check, "check"])
}

fn owner(schema: &Schema, origin: Origin) -> String {
    match origin {
        Origin::Entity(id) => schema.entity(id).table.name.clone(),
        Origin::Record(id) => schema.record(id).name.snake(),
    }
}

fn name(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    driftless_model::constraint_name(&parts)
}
