//! Which statements cannot stand where they stand: in a transaction, or in the same one as another.

use driftless_catalog::parse::postgres::{Node, unquote_text};
use driftless_diagnostics::Code;
use squawk_parser::SyntaxKind as K;

use crate::Kind;
use crate::effect::Effect;
use crate::inspected::Hazard;
use crate::world::World;

const ALONE: &str = "put it into a migration of its own whose first line is `-- no-transaction`";
const APART: &str = "put it into a later migration, which runs when this one has been committed";

/// What is wrong with where a PostgreSQL statement stands.
pub(crate) fn postgres(world: &mut World, node: &Node<'_>, effects: &[Effect]) -> Vec<Hazard> {
    world.file.statements += 1;
    let mut found = Vec::new();
    let mut say = |message: String, recipe: &str| {
        let object = effects.first().map(|effect| effect.object.clone());
        found.push(Hazard::new(
            Code::WrongTransaction,
            object.unwrap_or_default(),
            message,
            recipe,
        ));
    };
    let kind = effects.first().map_or(Kind::Other, |effect| effect.kind);
    if !world.file.alone && (world.facts(kind).is_some_and(|facts| facts.alone) || names_no_transaction(node)) {
        say(
            "this cannot run inside a transaction, which is where runners put a migration".to_owned(),
            ALONE,
        );
    }
    if world.file.alone && world.file.statements == 2 {
        let message = "a migration without transaction has to be a single statement: several that are sent together are one transaction again";
        say(message.to_owned(), "move this into a migration of its own");
    }
    if kind == Kind::BeginTransaction && !world.file.alone {
        say(
            "runners begin a transaction of their own: this one is none, and its end would be the end of theirs"
                .to_owned(),
            "leave BEGIN and COMMIT out",
        );
    }
    if let Some(value) = used_value(world, node).filter(|_| !world.file.alone) {
        say(
            format!("the enum value '{value}' cannot be used in the transaction that adds it"),
            APART,
        );
    }
    for constraint in validated(world, node) {
        let message =
            format!("`{constraint}` was added in the same transaction, whose lock is held while every row is read now");
        say(message, APART);
    }
    found
}

/// Statements of no measured kind that refuse to be in one.
fn names_no_transaction(node: &Node<'_>) -> bool {
    matches!(
        node.kind,
        K::CREATE_DATABASE | K::DROP_DATABASE | K::ALTER_SYSTEM | K::CREATE_TABLESPACE | K::DROP_TABLESPACE
    )
}

fn used_value(world: &World, node: &Node<'_>) -> Option<String> {
    if world.file.values.is_empty() || matches!(node.kind, K::ALTER_TYPE | K::COMMENT_ON | K::SET) {
        return None;
    }
    let mut found = None;
    texts(node, &mut |text| {
        if found.is_none() && world.file.values.contains(&text) {
            found = Some(text);
        }
    });
    found
}

fn texts(node: &Node<'_>, see: &mut impl FnMut(String)) {
    if node.kind == K::STRING {
        see(unquote_text(node.text));
    }
    node.children.iter().for_each(|child| texts(child, see));
}

/// The constraints that a statement validates though this very migration added them.
fn validated(world: &World, node: &Node<'_>) -> Vec<String> {
    if node.kind != K::ALTER_TABLE || world.file.unvalidated.is_empty() {
        return Vec::new();
    }
    let Some(table) = crate::postgres::altered_table(node) else {
        return Vec::new();
    };
    let names = node
        .each(K::VALIDATE_CONSTRAINT)
        .filter_map(|change| change.child(K::CONSTRAINT_NAME_REF)?.name());
    let own = |name: &String| world.file.unvalidated.contains(&(table.clone(), name.clone()));
    names
        .filter(own)
        .filter(|_| !world.file.created.contains(&table))
        .collect()
}
