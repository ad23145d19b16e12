//! Texts that match a pattern of the portable subset. In: the pattern. Out: one text, longer the more often what may be
//! repeated is.

use std::iter::Peekable;
use std::str::Chars;

/// A text that matches; what may be repeated is repeated `more` times beyond what must be.
pub fn matching(pattern: &str, more: usize) -> String {
    let inside = pattern.trim_start_matches('^').trim_end_matches('$');
    alternatives(&mut inside.chars().peekable(), more)
}

/// The first alternative; the others are read over.
fn alternatives(rest: &mut Peekable<Chars<'_>>, more: usize) -> String {
    let mut first = None;
    loop {
        let text = sequence(rest, more);
        first.get_or_insert(text);
        if rest.next_if_eq(&'|').is_none() {
            return first.unwrap_or_default();
        }
    }
}

fn sequence(rest: &mut Peekable<Chars<'_>>, more: usize) -> String {
    let mut text = String::new();
    while let Some(c) = rest.next_if(|c| !matches!(c, '|' | ')')) {
        let atom = match c {
            '(' => {
                let inner = alternatives(rest, more);
                rest.next();
                inner
            }
            '[' => class(rest),
            '\\' => rest.next().unwrap_or('\\').to_string(),
            '.' => "x".to_owned(),
            c => c.to_string(),
        };
        let (least, most) = counts(rest);
        text.push_str(&atom.repeat(most.map_or(least + more, |most| most.min(least + more))));
    }
    text
}

/// A character of a class, or one that is not of it.
fn class(rest: &mut Peekable<Chars<'_>>) -> String {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut members: Vec<(char, char)> = Vec::new();
    while let Some(c) = rest.next_if(|c| *c != ']') {
        let from = if c == '\\' { rest.next().unwrap_or('\\') } else { c };
        let mut ahead = rest.clone();
        let is_range = ahead.next() == Some('-') && ahead.next().is_some_and(|c| c != ']');
        let to = if is_range {
            rest.next();
            rest.next().unwrap_or(from)
        } else {
            from
        };
        members.push((from, to));
    }
    rest.next();
    let is_member = |c: char| members.iter().any(|(from, to)| (*from..=*to).contains(&c));
    let found = ('a'..='z').chain('!'..='~').find(|c| is_member(*c) != negated);
    found.unwrap_or(' ').to_string()
}

/// How often the atom before stands at least and at most.
fn counts(rest: &mut Peekable<Chars<'_>>) -> (usize, Option<usize>) {
    match rest.peek() {
        Some('?') => taken(rest, (0, Some(1))),
        Some('*') => taken(rest, (0, None)),
        Some('+') => taken(rest, (1, None)),
        Some('{') => {
            rest.next();
            let text: String = std::iter::from_fn(|| rest.next_if(|c| *c != '}')).collect();
            rest.next();
            let (least, most) = text.split_once(',').unwrap_or((&text, &text));
            (least.parse().unwrap_or_default(), most.parse().ok())
        }
        _ => (1, Some(1)),
    }
}

fn taken<T>(rest: &mut Peekable<Chars<'_>>, counts: T) -> T {
    rest.next();
    counts
}

#[test]
fn texts_match_what_they_were_made_from() {
    for pattern in [
        "^[a-z0-9]+(-[a-z0-9]+)*$",
        "^[a-z]{2,3}(-[A-Z]{2})?$",
        "^(a|b)\\.[^ ]*$",
        "^[0-9]{13}$",
        "^.+@[!-~]$",
    ] {
        for more in 0..4 {
            let text = matching(pattern, more);
            let form = regex_lite::Regex::new(pattern).expect("a pattern");
            assert!(form.is_match(&text), "{text:?} does not match {pattern}");
        }
    }
}
