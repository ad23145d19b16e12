//! The text of a condition as a tree: AND and OR taken apart, bounds and lists on an operand told from the rest. What
//! has another form is kept as its tokens, which equal only themselves.

use std::collections::BTreeSet;

use super::number::Number;
use super::token::tokens;
use super::words::Words;

/// How deep AND and OR are followed: comparing takes time exponential in it.
const DEEPEST: usize = 8;

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    /// All of them.
    All(Vec<Condition>),
    /// One of them.
    Any(Vec<Condition>),
    /// An operand on one side of a number.
    Bound {
        operand: Vec<String>,
        comparison: Comparison,
        number: Number,
    },
    /// An operand, or each of its elements, in a list.
    OneOf {
        operand: Vec<String>,
        items: BTreeSet<String>,
        each: bool,
    },
    /// Two that are true together and false together.
    Same(Box<Condition>, Box<Condition>),
    /// Anything else.
    Other(Vec<String>),
}

/// On which side of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

impl Comparison {
    fn read(token: &str) -> Option<Self> {
        Some(match token {
            "<" => Self::Less,
            "<=" => Self::AtMost,
            "=" => Self::Equal,
            ">=" => Self::AtLeast,
            ">" => Self::More,
            _ => return None,
        })
    }

    fn turned(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::AtMost => Self::AtLeast,
            Self::Equal => Self::Equal,
            Self::AtLeast => Self::AtMost,
            Self::More => Self::Less,
        }
    }
}

/// Reads a condition in the words of today.
pub(super) fn read(text: &str, words: &Words) -> Condition {
    match tokens(text) {
        Some(tokens) => condition(&tokens, words, 0),
        None => Condition::Other(vec![text.to_owned()]),
    }
}

fn condition(tokens: &[String], words: &Words, depth: usize) -> Condition {
    let tokens = bare(tokens);
    if depth > DEEPEST || !is_balanced(tokens) {
        return Condition::Other(tokens.to_vec());
    }
    let cases = split(tokens, "OR");
    if cases.len() > 1 {
        return Condition::Any(cases.iter().map(|case| condition(case, words, depth + 1)).collect());
    }
    let parts = split(tokens, "AND");
    if parts.len() > 1 {
        return Condition::All(parts.iter().map(|part| condition(part, words, depth + 1)).collect());
    }
    if let Some((left, right)) = sides(tokens) {
        let side = |tokens| Box::new(condition(tokens, words, depth + 1));
        return Condition::Same(side(left), side(right));
    }
    comparison(&words.spoken(tokens))
}

fn comparison(tokens: &[String]) -> Condition {
    between(tokens)
        .or_else(|| one_of(tokens))
        .or_else(|| bound(tokens))
        .unwrap_or_else(|| Condition::Other(in_order(tokens)))
}

/// Each token with the brackets around it; `CASE … END` is one, too.
fn with_depth(tokens: &[String]) -> impl Iterator<Item = (usize, &str, i32)> {
    let mut depth = 0;
    tokens.iter().enumerate().map(move |(at, token)| {
        let opens = matches!(token.as_str(), "(" | "[" | "CASE");
        let closes = matches!(token.as_str(), ")" | "]" | "END");
        depth -= i32::from(closes);
        let here = depth;
        depth += i32::from(opens);
        (at, token.as_str(), here)
    })
}

fn is_balanced(tokens: &[String]) -> bool {
    let opening = tokens
        .iter()
        .filter(|token| matches!(token.as_str(), "(" | "[" | "CASE"));
    let closing = tokens
        .iter()
        .filter(|token| matches!(token.as_str(), ")" | "]" | "END"));
    opening.count() == closing.count() && with_depth(tokens).all(|(_, _, depth)| depth >= 0)
}

/// Without the brackets around all of it.
fn bare(mut tokens: &[String]) -> &[String] {
    while let [open, inner @ .., close] = tokens
        && open == "("
        && close == ")"
        && is_balanced(inner)
    {
        tokens = inner;
    }
    tokens
}

/// The parts between words outside all brackets; the AND of BETWEEN is none.
fn split<'t>(tokens: &'t [String], word: &str) -> Vec<&'t [String]> {
    let (mut parts, mut start, mut ranges) = (Vec::new(), 0, 0);
    for (at, token, _) in with_depth(tokens).filter(|(_, _, depth)| *depth == 0) {
        match token {
            "BETWEEN" => ranges += 1,
            "AND" if ranges > 0 => ranges -= 1,
            token if token == word => {
                parts.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[start..]);
    parts
}

/// Where a token stands outside all brackets, if it does once.
fn outside(tokens: &[String], is_it: impl Fn(&str) -> bool) -> Option<usize> {
    let mut found = with_depth(tokens).filter(|(_, token, depth)| *depth == 0 && is_it(token));
    let (at, _, _) = found.next()?;
    found.next().is_none().then_some(at)
}

/// What arithmetic and calls are made of; nothing that binds looser than a comparison.
fn is_operand(tokens: &[String]) -> bool {
    let is_loose = |token: &str| {
        matches!(
            token,
            "NOT" | "IS" | "IN" | "LIKE" | "GLOB" | "BETWEEN" | "ISNULL" | "NOTNULL" | "COLLATE" | "SIMILAR"
        ) || token.starts_with(['<', '>', '=', '!', '~', '@', '&', '?'])
    };
    !tokens.is_empty() && !with_depth(tokens).any(|(_, token, depth)| depth == 0 && is_loose(token))
}

/// `(…) = (…)`, where something is compared within the brackets.
fn sides(tokens: &[String]) -> Option<(&[String], &[String])> {
    let at = outside(tokens, |token| token == "=")?;
    let (left, right) = (&tokens[..at], &tokens[at + 1..]);
    let is_condition = |side: &[String]| bare(side).len() < side.len() && !is_operand(bare(side));
    (is_condition(left) && is_condition(right)).then_some((left, right))
}

/// `x BETWEEN a AND b`
fn between(tokens: &[String]) -> Option<Condition> {
    let at = outside(tokens, |token| token == "BETWEEN")?;
    let (operand, rest) = (&tokens[..at], &tokens[at + 1..]);
    let and = outside(rest, |token| token == "AND")?;
    let bound = |comparison, number| {
        Some(Condition::Bound {
            operand: in_order(bare(operand)),
            comparison,
            number,
        })
    };
    let least = bound(Comparison::AtLeast, literal(&rest[..and])?)?;
    let most = bound(Comparison::AtMost, literal(&rest[and + 1..])?)?;
    is_operand(operand).then(|| Condition::All(vec![least, most]))
}

/// `x IN (…)`, `x <@ ARRAY[…]`, and `x = 'a'` of a text.
fn one_of(tokens: &[String]) -> Option<Condition> {
    let at = outside(tokens, |token| matches!(token, "IN" | "<@" | "="))?;
    let (operand, list) = (&tokens[..at], &tokens[at + 1..]);
    let (items, each) = match (tokens[at].as_str(), list) {
        ("IN", [open, inner @ .., close]) if open == "(" && close == ")" => (inner, false),
        ("<@", [array, open, inner @ .., close]) if array == "ARRAY" && open == "[" && close == "]" => (inner, true),
        ("=", [text]) if text.starts_with('\'') => (list, false),
        _ => return None,
    };
    (is_operand(operand) && is_balanced(items)).then(|| Condition::OneOf {
        operand: in_order(bare(operand)),
        items: elements(items),
        each,
    })
}

/// `x <= 5` and `5 >= x`
fn bound(tokens: &[String]) -> Option<Condition> {
    let at = outside(tokens, |token| Comparison::read(token).is_some())?;
    let comparison = Comparison::read(&tokens[at])?;
    let (left, right) = (&tokens[..at], &tokens[at + 1..]);
    let (operand, comparison, number) = match (literal(left), literal(right)) {
        (None, Some(number)) => (left, comparison, number),
        (Some(number), None) => (right, comparison.turned(), number),
        _ => return None,
    };
    is_operand(operand).then(|| Condition::Bound {
        operand: in_order(bare(operand)),
        comparison,
        number,
    })
}

fn literal(tokens: &[String]) -> Option<Number> {
    match bare(tokens) {
        [number] => Number::read(number),
        [minus, number] if minus == "-" && !number.starts_with('\'') => Number::read(&format!("-{number}")),
        _ => None,
    }
}

fn elements(tokens: &[String]) -> BTreeSet<String> {
    let items = split(tokens, ",");
    items
        .iter()
        .map(|item| match item {
            [minus, number] if minus == "-" => format!("-{number}"),
            item => item.join(" "),
        })
        .collect()
}

/// The tokens with each list of `IN` in order.
fn in_order(tokens: &[String]) -> Vec<String> {
    let mut ordered: Vec<String> = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let [first, behind @ ..] = rest {
        ordered.push(first.clone());
        rest = behind;
        if first == "IN"
            && behind.first().is_some_and(|open| open == "(")
            && let Some(close) = with_depth(behind)
                .skip(1)
                .find(|(_, _, depth)| *depth == 0)
                .map(|(at, _, _)| at)
        {
            let items: Vec<_> = elements(&behind[1..close]).into_iter().collect();
            ordered.push(format!("({})", items.join(", ")));
            rest = &behind[close + 1..];
        }
    }
    ordered
}
