//! PostgreSQL expressions: one text for what the server itself takes for the same. In: an expression. Out: its tree in
//! a fixed form, every operation in brackets, names without quotes, literals without casts. Only for comparison: it is
//! no SQL. Casts that the server adds by itself are left out, so that an expression differs by its operations, names
//! and literals, not by a cast between texts alone.

use squawk_parser::SyntaxKind as K;

use super::moment::moment;
use super::types::type_name;
use crate::parse::postgres::{Node, parse, unquote, unquote_text};

/// The normal form; the text with single blanks where it is no expression.
pub(super) fn expression(text: &str) -> String {
    let source = format!("SELECT {text}");
    match parse(&source) {
        Ok(root) => root
            .find(K::TARGET_LIST)
            .map_or_else(|| blanks(text), |list| list.children.iter().map(normal).collect()),
        Err(_) => blanks(text),
    }
}

fn blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn normal(node: &Node<'_>) -> String {
    match node.kind {
        K::PAREN_EXPR if node.child(K::SELECT).is_none() => inner(node).map(normal).unwrap_or_default(),
        K::BIN_EXPR => operation(node),
        K::BETWEEN_EXPR if node.child(K::SYMMETRIC).is_none() => between(node),
        K::CAST_EXPR => cast(node),
        K::PREFIX_EXPR => prefix(node),
        K::CALL_EXPR => call(node),
        K::LITERAL => literal(node),
        K::ARRAY_EXPR => format!("[{}]", list(node)),
        K::TUPLE_EXPR => format!("({})", list(node)),
        K::NAME_REF => name(node),
        K::FIELD_EXPR => without_public(&joined(node, "")),
        K::SELECT | K::SELECT_CLAUSE => joined(node, " "),
        _ if node.children.is_empty() => token(node),
        _ => joined(node, " "),
    }
}

fn joined(node: &Node<'_>, between: &str) -> String {
    node.children.iter().map(normal).collect::<Vec<_>>().join(between)
}

fn without_public(name: &str) -> String {
    let rest = ["public.", "pg_catalog."]
        .iter()
        .find_map(|usual| name.strip_prefix(usual));
    rest.unwrap_or(name).to_owned()
}

fn token(node: &Node<'_>) -> String {
    match node.kind {
        K::IDENT => unquote(node.text),
        kind if kind.is_keyword() => node.text.to_ascii_uppercase(),
        _ => node.text.to_owned(),
    }
}

/// Functions of the server are keywords in some spellings, and names in quotes in others.
fn name(node: &Node<'_>) -> String {
    match node.children.as_slice() {
        [only] if only.kind.is_keyword() => only.text.to_ascii_lowercase(),
        [only] => unquote(only.text),
        _ => joined(node, " "),
    }
}

/// What stands between brackets, or between commas.
fn inner<'n, 's>(node: &'n Node<'s>) -> Option<&'n Node<'s>> {
    node.children
        .iter()
        .find(|child| !matches!(child.kind, K::L_PAREN | K::R_PAREN))
}

fn items<'n, 's>(node: &'n Node<'s>) -> impl Iterator<Item = &'n Node<'s>> {
    let punctuation = [
        K::L_PAREN,
        K::R_PAREN,
        K::L_BRACK,
        K::R_BRACK,
        K::COMMA,
        K::ARRAY_KW,
        K::ROW_KW,
    ];
    node.children
        .iter()
        .filter(move |child| !punctuation.contains(&child.kind))
}

fn list(node: &Node<'_>) -> String {
    items(node).map(normal).collect::<Vec<_>>().join(", ")
}

fn operation(node: &Node<'_>) -> String {
    let [left, operator, right] = node.children.as_slice() else {
        return joined(node, " ");
    };
    let word = blanks(operator.text).to_ascii_uppercase();
    match word.as_str() {
        "AND" | "OR" => {
            let mut parts = Vec::new();
            flatten(node, &word, &mut parts);
            format!("({})", parts.join(&format!(" {word} ")))
        }
        "IN" | "NOT IN" if right.child(K::SELECT).is_none() => membership(left, word == "IN", right),
        "=" | "<>" | "!=" if choice(right).is_some() => {
            let any = choice(right).unwrap_or_default();
            membership_of(left, if word == "=" { "= ANY" } else { "<> ALL" }, any)
        }
        "IS NOT DISTINCT FROM" => format!("NOT ({} IS DISTINCT FROM {})", normal(left), normal(right)),
        _ => {
            let word = match word.as_str() {
                "!=" => "<>",
                "LIKE" => "~~",
                "NOT LIKE" => "!~~",
                "ILIKE" => "~~*",
                "NOT ILIKE" => "!~~*",
                other => other,
            };
            format!("({} {word} {})", normal(left), normal(right))
        }
    }
}

/// Operands of one AND or OR, however deep they are bracketed.
fn flatten(node: &Node<'_>, word: &str, parts: &mut Vec<String>) {
    let bare = bare(node);
    match bare.children.as_slice() {
        [left, operator, right] if bare.kind == K::BIN_EXPR && operator.text.eq_ignore_ascii_case(word) => {
            flatten(left, word, parts);
            flatten(right, word, parts);
        }
        _ => parts.push(normal(bare)),
    }
}

/// The expression within brackets.
fn bare<'n, 's>(node: &'n Node<'s>) -> &'n Node<'s> {
    match inner(node).filter(|_| node.kind == K::PAREN_EXPR && node.child(K::SELECT).is_none()) {
        Some(inner) => bare(inner),
        None => node,
    }
}

/// The elements of `ANY (ARRAY[…])` and `ALL (ARRAY[…])`.
fn choice<'n, 's>(node: &'n Node<'s>) -> Option<Vec<&'n Node<'s>>> {
    let function = node
        .child(K::ANY_FN)
        .or(node.child(K::ALL_FN))
        .or(node.child(K::SOME_FN))?;
    let mut within = bare(function.children.iter().rev().find(|child| child.kind != K::R_PAREN)?);
    while within.kind == K::CAST_EXPR {
        within = bare(within.children.first()?);
    }
    (within.kind == K::ARRAY_EXPR).then(|| items(within).collect())
}

fn membership(left: &Node<'_>, positive: bool, right: &Node<'_>) -> String {
    membership_of(left, if positive { "= ANY" } else { "<> ALL" }, items(right).collect())
}

/// One element is a plain comparison.
fn membership_of(left: &Node<'_>, operator: &str, elements: Vec<&Node<'_>>) -> String {
    let elements: Vec<_> = elements.into_iter().map(normal).collect();
    match elements.as_slice() {
        [only] => format!(
            "({} {} {only})",
            normal(left),
            operator.split(' ').next().unwrap_or_default()
        ),
        _ => format!("({} {operator} [{}])", normal(left), elements.join(", ")),
    }
}

fn between(node: &Node<'_>) -> String {
    let negated = node
        .children
        .iter()
        .any(|child| child.kind == K::NOT_KW || child.text.to_ascii_uppercase().starts_with("NOT"));
    let words = [K::BETWEEN_KW, K::AND_KW, K::NOT_KW];
    let operands: Vec<_> = node
        .children
        .iter()
        .filter(|child| !words.contains(&child.kind))
        .collect();
    match (operands.as_slice(), negated) {
        ([value, low, high], false) => {
            let (value, low, high) = (normal(value), normal(low), normal(high));
            format!("(({value} >= {low}) AND ({value} <= {high}))")
        }
        ([value, low, high], true) => {
            let (value, low, high) = (normal(value), normal(low), normal(high));
            format!("(({value} < {low}) OR ({value} > {high}))")
        }
        _ => joined(node, " "),
    }
}

fn prefix(node: &Node<'_>) -> String {
    match node.children.as_slice() {
        [sign, value] if matches!(sign.kind, K::MINUS | K::PLUS) => {
            let value = normal(value);
            let sign = if sign.kind == K::MINUS { "-" } else { "" };
            format!("{sign}{value}")
        }
        [not, value] if not.kind == K::NOT_KW => format!("NOT {}", normal(value)),
        _ => joined(node, " "),
    }
}

fn call(node: &Node<'_>) -> String {
    let mut out = String::new();
    for child in &node.children {
        let text = match child.kind {
            K::ARG_LIST => format!("({})", list(child)),
            K::NAME_REF | K::FIELD_EXPR => normal(child),
            K::TRIM_FN | K::SUBSTRING_FN | K::POSITION_FN | K::OVERLAY_FN => special(child),
            _ => format!(" {}", normal(child)),
        };
        out.push_str(&text);
    }
    let out = out.trim();
    match out.strip_prefix("nextval(").and_then(|rest| rest.strip_suffix(')')) {
        Some(sequence) => format!("nextval({})", class(sequence)),
        None => out.to_owned(),
    }
}

/// The text of a name that stands for a relation.
fn class(text: &str) -> String {
    let named = text.trim_matches('\'').replace('"', "");
    format!("'{}'", without_public(&named))
}

/// Functions with a syntax of their own, which the server prints in the plain way.
fn special(node: &Node<'_>) -> String {
    let name = node
        .children
        .first()
        .map(|word| word.text.to_ascii_lowercase())
        .unwrap_or_default();
    let name = if name == "trim" { "btrim".to_owned() } else { name };
    let rest = node.children.iter().skip(1).flat_map(|child| {
        if child.children.is_empty() {
            vec![child]
        } else {
            child.children.iter().collect()
        }
    });
    let words = [
        K::L_PAREN,
        K::R_PAREN,
        K::COMMA,
        K::FROM_KW,
        K::FOR_KW,
        K::IN_KW,
        K::BOTH_KW,
    ];
    let arguments: Vec<_> = rest.filter(|child| !words.contains(&child.kind)).map(normal).collect();
    format!("{name}({})", arguments.join(", "))
}

/// Casts of literals say what the column says; casts between texts are the server's own.
fn cast(node: &Node<'_>) -> String {
    let is_type = |child: &&Node<'_>| format!("{:?}", child.kind).ends_with("_TYPE");
    let ty = node
        .children
        .iter()
        .find(is_type)
        .map(|ty| type_name(ty.text))
        .unwrap_or_default();
    let marks = [K::COLON_COLON, K::L_PAREN, K::R_PAREN, K::CAST_KW, K::AS_KW];
    let value = node
        .children
        .iter()
        .find(|child| !is_type(child) && !marks.contains(&child.kind));
    let Some(value) = value.map(bare) else {
        return joined(node, " ");
    };
    let text = normal(value);
    let element = ty.trim_end_matches("[]");
    let base = element.split('(').next().unwrap_or_default();
    let literal = is_literal(value);
    if ty == "regclass" && literal {
        return class(&text);
    }
    if literal {
        return converted(&text, base);
    }
    let texts = ["text", "character varying", "character", "bpchar"];
    if texts.contains(&base) || value.kind == K::ARRAY_EXPR {
        return text;
    }
    format!("{text}::{ty}")
}

fn is_literal(node: &Node<'_>) -> bool {
    match node.kind {
        K::LITERAL => true,
        K::PREFIX_EXPR | K::CAST_EXPR => node.children.iter().any(|child| is_literal(bare(child))),
        _ => false,
    }
}

/// A literal in quotes as the value that its type makes of it.
pub(super) fn converted(literal: &str, ty: &str) -> String {
    let plain = literal.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    let Some(plain) = plain else {
        return literal.to_owned();
    };
    let numeric = ["integer", "bigint", "smallint", "numeric", "double precision", "real"];
    if numeric.contains(&ty) && plain.parse::<f64>().is_ok() {
        return plain.to_owned();
    }
    match (ty, plain.to_ascii_lowercase().as_str()) {
        ("boolean", "t" | "true" | "yes" | "on" | "1" | "y") => "TRUE".to_owned(),
        ("boolean", "f" | "false" | "no" | "off" | "0" | "n") => "FALSE".to_owned(),
        ("bytea", "") => "'\\x'".to_owned(),
        _ if ty.starts_with("timestamp") || ty == "date" => {
            format!("'{}'", moment(plain, ty.ends_with("with time zone")))
        }
        _ => literal.to_owned(),
    }
}

fn literal(node: &Node<'_>) -> String {
    match node.children.first().map(|token| token.kind) {
        Some(K::STRING | K::ESC_STRING) => format!("'{}'", unquote_text(node.text)),
        Some(kind) if kind.is_keyword() => node.text.to_ascii_uppercase(),
        _ => node.text.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_prints_is_what_people_wrote() {
        for (written, printed) in [
            ("a > 0 and b != 'x' AND c", "(((a > 0) AND (b <> 'x'::text)) AND c)"),
            (
                "x IN ('a', 'b')",
                "((x)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
            ),
            ("x in ('a')", "x = 'a'::text"),
            ("x NOT IN (1, 2)", "x <> ALL (ARRAY[1, 2])"),
            ("x BETWEEN 1 AND 2", "((x >= 1) AND (x <= 2))"),
            ("x LIKE 'a%'", "((x)::text ~~ 'a%'::text)"),
            ("\"a\" IS NOT DISTINCT FROM b", "(NOT (a IS DISTINCT FROM b))"),
            ("-1", "'-1'::integer"),
            ("CAST(x AS int8)", "(x)::bigint"),
            ("'yes'::bool", "true"),
            ("LENGTH(x) = 3", "(length((x)::text) = 3)"),
            ("coalesce(a, '')", "COALESCE(a, ''::character varying)"),
            ("nextval('public.a_seq')", "nextval('a_seq'::regclass)"),
            ("now()", "now()"),
            ("current_timestamp", "CURRENT_TIMESTAMP"),
            ("'{}'", "'{}'::jsonb"),
            ("substring(x from 1 for 2)", "\"substring\"(x, 1, 2)"),
        ] {
            assert_eq!(expression(written), expression(printed), "{written}");
        }
    }

    #[test]
    fn what_differs_stays_different() {
        for (one, other) in [
            ("a > 0", "a >= 0"),
            ("a AND b OR c", "a AND (b OR c)"),
            ("a - (b - c)", "a - b - c"),
            ("'1'", "1"),
            ("x::integer", "x::bigint"),
            ("\"A\"", "a"),
            ("now()", "CURRENT_TIMESTAMP"),
            ("x IN (1, 2)", "x IN (1, 3)"),
            ("x COLLATE \"C\" = 'a'", "x = 'a'"),
        ] {
            assert_ne!(expression(one), expression(other), "{one}");
        }
    }
}
