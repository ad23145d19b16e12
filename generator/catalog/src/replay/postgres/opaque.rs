//! What the Catalog does not model, by its statements: views, sequences, domains, extensions and all the rest. Each
//! becomes an object with a kind, a name and a text, that later statements change, replace and drop.

use squawk_parser::SyntaxKind as K;

use super::super::opaque::{Said, named};
use super::super::stage::Stage;
use super::mention::in_query;
use super::{Outcome, not_understood};
use crate::normal::type_name;
use crate::parse::postgres::{Node, unquote};
use crate::parse::token::{Token, tokens};
use crate::{Dialect, ObjectName};

/// Kinds by the words that stand behind CREATE, ALTER and DROP; those of several words first.
const KINDS: [&str; 39] = [
    "materialized view",
    "event trigger",
    "foreign table",
    "foreign data wrapper",
    "access method",
    "operator class",
    "operator family",
    "text search configuration",
    "text search dictionary",
    "text search parser",
    "text search template",
    "user mapping",
    "default privileges",
    "view",
    "sequence",
    "domain",
    "extension",
    "rule",
    "aggregate",
    "function",
    "procedure",
    "routine",
    "operator",
    "cast",
    "collation",
    "publication",
    "subscription",
    "server",
    "statistics",
    "type",
    "trigger",
    "policy",
    "conversion",
    "transform",
    "language",
    "role",
    "table",
    "index",
    "schema",
];

/// Words between the verb and the kind.
const MODIFIERS: [&str; 9] = [
    "or",
    "replace",
    "temp",
    "temporary",
    "recursive",
    "trusted",
    "procedural",
    "constraint",
    "unique",
];

/// What shares its names with tables.
pub(super) const RELATIONS: [&str; 6] = [
    "view",
    "materialized view",
    "sequence",
    "foreign table",
    "table",
    "index",
];
const ROUTINES: [&str; 4] = ["function", "procedure", "aggregate", "routine"];
const TYPES: [&str; 2] = ["type", "domain"];

/// A statement on an object that is not modelled.
struct Statement<'t> {
    kind: &'static str,
    tokens: Vec<Token<'t>>,
    /// Where the name begins.
    at: usize,
    optional: bool,
}

fn read<'t>(node: &Node<'t>) -> Option<Statement<'t>> {
    let tokens = tokens(Dialect::Postgres, node.text).ok()?;
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(word));
    let mut at = 1;
    while MODIFIERS.iter().any(|word| is(at, word)) {
        at += 1;
    }
    let stands = |kind: &&&str| kind.split(' ').enumerate().all(|(n, word)| is(at + n, word));
    let kind = *KINDS.iter().find(stands)?;
    at += kind.split(' ').count();
    let mut optional = false;
    for word in ["concurrently", "if", "not", "exists"] {
        if is(at, word) {
            optional |= word == "exists";
            at += 1;
        }
    }
    Some(Statement {
        kind,
        tokens,
        at,
        optional,
    })
}

impl<'t> Statement<'t> {
    fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    /// A name with its namespace, and the place behind it.
    fn name(&self, mut at: usize) -> (String, usize) {
        let mut parts = vec![unquote(self.word(at))];
        while self.word(at + 1) == "." {
            at += 2;
            parts.push(unquote(self.word(at)));
        }
        if parts.len() > 1 && parts.first().is_some_and(|first| first == "public") {
            parts.remove(0);
        }
        (parts.join("."), at + 1)
    }

    /// The table that a trigger, policy or rule is on.
    fn on(&self, at: usize) -> Option<(String, usize)> {
        let word = if self.kind == "rule" && self.word(0).eq_ignore_ascii_case("create") {
            "to"
        } else {
            "on"
        };
        let place = (at..self.tokens.len()).find(|&place| self.tokens[place].is(word))?;
        Some(self.name(place + 1))
    }

    fn kinds(&self) -> Vec<&'static str> {
        for group in [&RELATIONS[..], &ROUTINES[..], &TYPES[..]] {
            if group.contains(&self.kind) {
                return group.to_vec();
            }
        }
        vec![self.kind]
    }
}

/// Any statement that nothing else understands.
pub(super) fn run(stage: &mut Stage, node: &Node<'_>) -> Outcome {
    let verb = node
        .text
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let Some(statement) = read(node) else {
        return Err(not_understood(node.start, "this statement"));
    };
    match verb.as_str() {
        "create" => create(stage, node, &statement),
        "alter" => alter(stage, node, &statement),
        "drop" => remove(stage, node, &statement),
        _ => Err(not_understood(node.start, "this statement")),
    }
}

fn create(stage: &mut Stage, node: &Node<'_>, statement: &Statement<'_>) -> Outcome {
    let (mut name, after) = statement.name(statement.at);
    if !is_hanging(statement.kind) && statement.kind != "extension" {
        name = stage.here(named(&name)).to_string();
    }
    let mut needs = needs(stage, node);
    if ROUTINES.contains(&statement.kind) {
        name.push_str(&signature(node));
    } else if let Some((table, _)) = statement.on(after).filter(|_| is_hanging(statement.kind)) {
        name = format!("{name} on {table}");
        needs.push(named(&table));
    }
    if matches!(
        statement.kind,
        "cast" | "operator" | "transform" | "default privileges" | "operator class"
    ) {
        name = node.text.split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
    }
    if statement.optional && stage.has_opaque(&statement.kinds(), &name) {
        return Ok(());
    }
    stage.put_opaque(Said {
        kind: statement.kind,
        name,
        text: node.text,
        needs,
    });
    Ok(())
}

fn is_hanging(kind: &str) -> bool {
    matches!(kind, "trigger" | "policy" | "rule")
}

/// The tables and views of its query, and the owner of a sequence.
fn needs(stage: &Stage, node: &Node<'_>) -> Vec<ObjectName> {
    let query = node.child(K::SELECT).or(node.child(K::COMPOUND_SELECT));
    let queried = query
        .and_then(|query| in_query(stage, query.text).ok())
        .unwrap_or_default();
    let mut found: Vec<_> = queried.into_iter().map(|mention| mention.table).collect();
    found.extend(owner(node));
    found.sort();
    found.dedup();
    found
}

fn owner(node: &Node<'_>) -> Option<ObjectName> {
    let mut names = node
        .find(K::OPTION_OWNED_BY)?
        .find(K::QUALIFIED_COLUMN_NAME_REF)?
        .names();
    names.pop()?;
    let name = names.pop()?;
    Some(
        ObjectName {
            namespace: names.pop(),
            name,
        }
        .in_default(),
    )
}

fn alter(stage: &mut Stage, node: &Node<'_>, statement: &Statement<'_>) -> Outcome {
    if statement.kind == "default privileges" {
        return create(stage, node, statement);
    }
    let (mut name, after) = statement.name(statement.at);
    let mut kinds = statement.kinds();
    if ROUTINES.contains(&statement.kind) {
        name = routine(stage, &name, node).unwrap_or(name);
    } else if let Some((table, _)) = statement.on(after).filter(|_| is_hanging(statement.kind)) {
        name = format!("{name} on {table}");
    } else if statement.kind == "type" {
        kinds.push("enum");
    }
    let rest: Vec<_> = statement.tokens.iter().skip(after).collect();
    if statement.kind == "schema" && !rest.iter().any(|token| token.is("owner")) {
        return Err(not_understood(node.start, "this change of a schema"));
    }
    let renames = rest
        .iter()
        .position(|token| token.is("rename"))
        .filter(|&at| rest.get(at + 1).is_some_and(|to| to.is("to")));
    if let Some(new) = renames.and_then(|at| rest.get(at + 2)) {
        let old = name
            .rsplit_once('.')
            .map(|(namespace, _)| format!("{namespace}."))
            .unwrap_or_default();
        let new = format!("{old}{}", unquote(new.text));
        if stage.rename_opaque(&kinds, &name, &new) {
            stage.renamed_for_opaque(&named(&name), &named(&new));
            return Ok(());
        }
    }
    if let Some(owner) = owner(node).filter(|_| statement.kind == "sequence") {
        stage.own_opaque(&name, owner);
        return Ok(());
    }
    if stage.extend_opaque(&kinds, &name, node.text) {
        return Ok(());
    }
    setting(stage, node.text, &format!("{} {name}", statement.kind), named(&name));
    Ok(())
}

/// A change of a modelled object that the Catalog has no place for.
pub(super) fn setting(stage: &mut Stage, text: &str, of: &str, needs: ObjectName) {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    stage.put_opaque(Said {
        kind: if words.to_ascii_lowercase().contains("owner to") {
            "owner"
        } else {
            "setting"
        },
        name: format!("{of}: {words}"),
        text,
        needs: vec![needs],
    });
}

fn remove(stage: &mut Stage, node: &Node<'_>, statement: &Statement<'_>) -> Outcome {
    let cascade = node.child(K::CASCADE).is_some();
    let mut at = statement.at;
    loop {
        let (mut name, mut after) = statement.name(at);
        if is_hanging(statement.kind) {
            if let Some((table, behind)) = statement.on(after) {
                name = format!("{name} on {table}");
                after = behind;
            }
        } else if ROUTINES.contains(&statement.kind) {
            name = routine(stage, &name, node).unwrap_or(name);
        }
        let kinds = statement.kinds();
        let known = stage.drop_opaque(&kinds, &name, cascade, node.start)?;
        if !known && !statement.optional {
            return Err(not_understood(node.start, &format!("the {} `{name}`", statement.kind)));
        }
        let next = (after..statement.tokens.len())
            .find(|&place| statement.word(place) == "," && depth(statement, after, place) == 0);
        match next {
            Some(comma) => at = comma + 1,
            None => return Ok(()),
        }
    }
}

fn depth(statement: &Statement<'_>, from: usize, to: usize) -> usize {
    (from..to).fold(0usize, |depth, at| match statement.word(at) {
        "(" => depth + 1,
        ")" => depth.saturating_sub(1),
        _ => depth,
    })
}

/// The types of its arguments, by which routines of one name are told apart.
pub(super) fn signature(node: &Node<'_>) -> String {
    let list = node.find(K::PARAM_LIST);
    let parameters = list.into_iter().flat_map(|list| list.each(K::PARAM));
    let given = parameters.filter(|parameter| parameter.child(K::PARAM_OUT).is_none());
    let types = given.filter_map(|parameter| {
        let ty = parameter
            .children
            .iter()
            .rev()
            .find(|child| format!("{:?}", child.kind).ends_with("_TYPE"))?;
        Some(type_name(ty.text))
    });
    format!("({})", types.collect::<Vec<_>>().join(", "))
}

/// The full name of an opaque routine; one without arguments may stand for the only one of its name.
pub(super) fn routine(stage: &Stage, name: &str, node: &Node<'_>) -> Option<String> {
    if node.find(K::PARAM_LIST).is_some() {
        return Some(format!("{name}{}", signature(node)));
    }
    let begins = format!("{name}(");
    let mut known = stage
        .catalog
        .opaque
        .iter()
        .filter(|known| ROUTINES.contains(&known.kind.as_str()));
    known
        .find(|known| known.name.starts_with(&begins))
        .map(|known| known.name.clone())
}

/// Whether the object of a statement is known as opaque.
pub(super) fn is_known(stage: &Stage, node: &Node<'_>) -> bool {
    let statement = read(node);
    statement.is_some_and(|statement| stage.has_opaque(&statement.kinds(), &statement.name(statement.at).0))
}

/// Whether the trigger, policy or rule of a statement is known as opaque.
pub(super) fn is_hanging_known(stage: &Stage, node: &Node<'_>) -> bool {
    let Some(statement) = read(node) else { return false };
    let (name, after) = statement.name(statement.at);
    let on = statement.on(after);
    on.is_some_and(|(table, _)| stage.has_opaque(&[statement.kind], &format!("{name} on {table}")))
}
