//! What an expression or a query speaks of: columns and tables, each with its place, so that a new name can be put
//! there. Names without a qualifier belong to the innermost query whose tables have such a column.

use std::ops::Range;

use squawk_parser::SyntaxKind as K;

use super::super::stage::Stage;
use super::opaque::RELATIONS;
use crate::parse::Mistake;
use crate::parse::postgres::{Node, parse};
use crate::{ObjectName, sql};

/// A column or a table, and the bytes that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) place: Range<usize>,
    pub(super) table: ObjectName,
    /// `None` where the table itself is meant.
    pub(super) column: Option<String>,
    /// A qualifier, which has no room for a namespace.
    qualifier: bool,
}

/// Names by which the tables of a query are called in it.
type Scope = Vec<(String, ObjectName)>;

struct Reader<'s> {
    stage: &'s Stage,
    scopes: Vec<Scope>,
    found: Vec<Mention>,
}

/// What an expression over the rows of a table mentions.
pub(super) fn in_expression(stage: &Stage, home: &ObjectName, text: &str) -> Result<Vec<Mention>, Mistake> {
    let named = [home.name.as_str(), "old", "new"].map(|name| (name.to_owned(), home.clone()));
    read(stage, vec![named.to_vec()], "SELECT ", text)
}

/// What a query mentions.
pub(super) fn in_query(stage: &Stage, text: &str) -> Result<Vec<Mention>, Mistake> {
    read(stage, Vec::new(), "", text)
}

fn read(stage: &Stage, scopes: Vec<Scope>, before: &str, text: &str) -> Result<Vec<Mention>, Mistake> {
    let source = format!("{before}{text}");
    let root = parse(&source)?;
    let mut reader = Reader {
        stage,
        scopes,
        found: Vec::new(),
    };
    reader.read(&root);
    for mention in &mut reader.found {
        let Range { start, end } = mention.place;
        mention.place = start.saturating_sub(before.len())..end.saturating_sub(before.len());
    }
    Ok(reader.found)
}

impl Reader<'_> {
    fn read(&mut self, node: &Node<'_>) {
        match node.kind {
            K::SELECT | K::UPDATE | K::DELETE | K::INSERT => {
                let mut scope = Scope::new();
                node.children.iter().for_each(|child| tables(child, &mut scope));
                self.scopes.push(scope);
                self.read_children(node);
                self.scopes.pop();
            }
            K::RELATION_NAME_REF => self.table(node),
            K::CALL_EXPR => {
                let name = |child: &Node<'_>| matches!(child.kind, K::NAME_REF | K::FIELD_EXPR);
                let named = node.children.first().is_some_and(name);
                let rest = node.children.iter().skip(usize::from(named));
                rest.for_each(|child| self.read(child));
            }
            K::FIELD_EXPR => self.field(node),
            K::NAME_REF | K::COLUMN_NAME_REF => self.unqualified(node),
            K::PATH_TYPE => {}
            _ => self.read_children(node),
        }
    }

    fn read_children(&mut self, node: &Node<'_>) {
        node.children.iter().for_each(|child| self.read(child));
    }

    fn table(&mut self, node: &Node<'_>) {
        let Some(name) = object_name(node) else { return };
        if self.stage.slot(&name).is_some() || self.stage.has_opaque(&RELATIONS, &name.to_string()) {
            self.push(node, self.stage.real(name), None, false);
        }
    }

    fn push(&mut self, node: &Node<'_>, table: ObjectName, column: Option<String>, qualifier: bool) {
        self.found.push(Mention {
            place: node.start..node.start + node.text.len(),
            table,
            column,
            qualifier,
        });
    }

    fn unqualified(&mut self, node: &Node<'_>) {
        let Some(name) = node.name() else { return };
        let owner = self
            .scopes
            .iter()
            .rev()
            .flatten()
            .find(|(_, table)| self.stage.has_column(table, &name));
        if let Some(table) = owner.map(|(_, table)| table.clone()) {
            self.push(node, table, Some(name), false);
        }
    }

    /// `qualifier.column`; anything else before the point is an expression of its own.
    fn field(&mut self, node: &Node<'_>) {
        let (Some(before), Some(last)) = (node.children.first(), node.children.last()) else {
            return;
        };
        let called = match before.kind {
            K::NAME_REF => before.name(),
            K::FIELD_EXPR => before.children.last().and_then(Node::name),
            _ => None,
        };
        let known = self
            .scopes
            .iter()
            .rev()
            .flatten()
            .find(|(alias, _)| Some(alias) == called.as_ref());
        let Some((alias, table)) = known.cloned() else {
            return self.read(before);
        };
        if let Some(name) = last.name().filter(|_| last.kind == K::NAME_REF) {
            self.push(last, table.clone(), Some(name), false);
        }
        let by_own_name = alias == table.name && !matches!(before.text, "OLD" | "NEW" | "old" | "new");
        if by_own_name {
            self.push(before, table, None, before.kind == K::NAME_REF);
        }
    }
}

/// Tables of a FROM clause or a target of a change, not those of queries within.
fn tables(node: &Node<'_>, scope: &mut Scope) {
    match node.kind {
        K::SELECT | K::PAREN_EXPR => {}
        K::RELATION_FROM_ITEM | K::RELATION_NAME | K::RELATION_NAME_REF => {
            if let Some(table) = relation(node).and_then(object_name) {
                let alias = node.find(K::TABLE_ALIAS).and_then(Node::name);
                scope.push((alias.unwrap_or_else(|| table.name.clone()), table));
            }
        }
        _ => node.children.iter().for_each(|child| tables(child, scope)),
    }
}

/// The name of a table itself, or the first within.
fn relation<'n, 's>(node: &'n Node<'s>) -> Option<&'n Node<'s>> {
    match node.kind {
        K::RELATION_NAME_REF => Some(node),
        _ => node.find(K::RELATION_NAME_REF),
    }
}

fn object_name(node: &Node<'_>) -> Option<ObjectName> {
    node.object_name().ok()
}

/// The text with new names in the places that `renamed` gives one for.
pub(super) fn replaced(
    text: &str,
    mentions: &[Mention],
    renamed: impl Fn(&Mention) -> Option<String>,
) -> Option<String> {
    let mut edits: Vec<_> = mentions
        .iter()
        .filter_map(|mention| Some((&mention.place, renamed(mention)?)))
        .collect();
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(place, _)| place.start);
    let (mut out, mut at) = (String::new(), 0);
    for (place, name) in edits {
        out.push_str(text.get(at..place.start)?);
        out.push_str(&name);
        at = place.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

impl Mention {
    /// How a table of this name is written here.
    pub(super) fn spelled(&self, name: &ObjectName) -> String {
        if self.qualifier {
            sql::identifier(&name.name)
        } else {
            sql::qualified(name)
        }
    }
}
