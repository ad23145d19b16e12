//! Whether rows that satisfied one CHECK surely satisfy another, so that a condition that only got wider is no risk.
//!
//! In: texts of conditions, as lowering prints them. Out: yes, or not surely. A condition is satisfied unless it is
//! false, null included; so AND and OR can be taken apart, and two conditions on the same operand compared. What is
//! not understood satisfies itself alone. Never yes on a guess.

mod condition;
mod number;
mod token;
mod words;

use condition::{Comparison, Condition, read};
use number::Number;
pub use words::Words;

/// Whether every row that satisfied `old` satisfies `new`.
#[must_use]
pub fn implies(old: &str, new: &str) -> bool {
    conjoined(&[old], new)
}

/// Whether every row that satisfied all of `olds` satisfies `new`.
#[must_use]
pub fn conjoined(olds: &[&str], new: &str) -> bool {
    let same = Words::default();
    reworded((olds, &same), (new, &same))
}

/// The same, where words changed in between: each side comes with what became of its own.
#[must_use]
pub fn reworded((olds, renamed): (&[&str], &Words), (new, absent): (&str, &Words)) -> bool {
    let olds = Condition::All(olds.iter().map(|old| read(old, renamed)).collect());
    follows(&olds, &read(new, absent))
}

fn follows(old: &Condition, new: &Condition) -> bool {
    if old == new {
        return true;
    }
    match (old, new) {
        (_, Condition::All(parts)) => parts.iter().all(|part| follows(old, part)),
        (Condition::Any(cases), _) => cases.iter().all(|case| follows(case, new)),
        (Condition::All(parts), _) if parts.iter().any(|part| follows(part, new)) => true,
        // What is there exactly where something holds is null elsewhere.
        (Condition::Same(here, there), Condition::Any(cases))
            if absence(there).is_some_and(|absent| cases.contains(&absent)) && follows(here, new) =>
        {
            true
        }
        (_, Condition::Any(cases)) => cases.iter().any(|case| follows(old, case)),
        (Condition::All(_), _) => false,
        (
            Condition::Bound {
                operand,
                comparison,
                number,
            },
            Condition::Bound {
                operand: other,
                comparison: wanted,
                number: bound,
            },
        ) => operand == other && is_within(*comparison, number, *wanted, bound),
        (
            Condition::OneOf { operand, items, each },
            Condition::OneOf {
                operand: other,
                items: wanted,
                each: of_each,
            },
        ) => operand == other && each == of_each && items.is_subset(wanted),
        (
            Condition::OneOf {
                operand,
                items,
                each: false,
            },
            Condition::Bound {
                operand: other,
                comparison,
                number,
            },
        ) => {
            operand == other
                && items.iter().all(|item| {
                    Number::read(item).is_some_and(|item| is_within(Comparison::Equal, &item, *comparison, number))
                })
        }
        _ => false,
    }
}

/// `x IS NULL` of `x IS NOT NULL`.
fn absence(presence: &Condition) -> Option<Condition> {
    let Condition::Other(tokens) = presence else {
        return None;
    };
    match tokens.as_slice() {
        [operand, is, not, null] if is == "IS" && not == "NOT" && null == "NULL" => {
            Some(Condition::Other(vec![operand.clone(), is.clone(), null.clone()]))
        }
        _ => None,
    }
}

/// Whether all numbers on one side of a bound are on that side of another. A number that a column cannot tell from its
/// neighbour may be either.
fn is_within(old: Comparison, from: &Number, new: Comparison, to: &Number) -> bool {
    use Comparison::{AtLeast, AtMost, Equal, Less, More};
    match (old, new) {
        (Equal | AtLeast | More, AtLeast) | (More, More) => from.is_at_least(to),
        (Equal | AtMost | Less, AtMost) | (Less, Less) => to.is_at_least(from),
        (Equal | AtLeast, More) => from.is_surely_more(to),
        (Equal | AtMost, Less) => to.is_surely_more(from),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_got_wider_is_implied() {
        for (old, new) in [
            ("\"a\" BETWEEN 1 AND 5", "\"a\" BETWEEN 0 AND 5"),
            ("\"a\" BETWEEN 1 AND 5", "\"a\" >= -3.5"),
            ("\"a\" = 4", "\"a\"   BETWEEN 0 AND 5"),
            ("\"a\" IN ('x', 'y')", "\"a\" IN ('y', 'z', 'x')"),
            ("\"a\" IN (1, 2)", "\"a\" <= 2"),
            ("char_length(\"a\") <= 10", "char_length(\"a\") <= 20"),
            ("char_length(\"a\") = 10", "char_length(\"a\") BETWEEN 1 AND 20"),
            ("5 >= ALL (\"a\") AND 1 <= ALL (\"a\")", "0 <= ALL (\"a\")"),
            ("\"a\" <@ ARRAY['x']", "\"a\" <@ ARRAY['x', 'y']"),
            ("\"a\" ~ '^x$' AND char_length(\"a\") <= 3", "\"a\" ~ '^x$'"),
            (
                "\"k\" IN ('x') OR \"a\" IS NULL",
                "\"k\" IN ('x', 'y') OR \"a\" IS NULL",
            ),
            ("num_nonnulls(\"a\", \"b\") = 1", "num_nonnulls(\"a\", \"b\") <= 1"),
            (
                "(\"a\" IS NOT NULL) + (\"b\" IS NOT NULL) = 1",
                "(\"a\" IS NOT NULL) + (\"b\" IS NOT NULL) <= 1",
            ),
            (
                "(\"k\" IN ('x', 'y')) = (\"a\" IS NOT NULL)",
                "(\"k\" IN ('y', 'x')) = (\"a\" IS NOT NULL)",
            ),
            ("\"d\" >= '2000-01-01'", "\"d\" >= '1999-12-31'"),
            (
                "\"d\" >= '2000-01-01T00:00:00+00:00'",
                "\"d\" >= '1999-12-31T23:59:59+00:00'",
            ),
            (
                "\"a\" IS NULL OR (\"a\" >= 2 AND \"a\" <= 3)",
                "\"a\" IS NULL OR \"a\" > 1",
            ),
            ("((\"a\" > 1))", "\"a\" > 1.0"),
            ("\"a\" BETWEEN -999 AND 999", "\"a\" BETWEEN -99999 AND 99999"),
        ] {
            assert!(implies(old, new), "{old} implies {new}");
            assert!(implies(new, new) && implies(old, old));
        }
    }

    #[test]
    fn what_got_narrower_or_is_not_understood_is_not_implied() {
        for (old, new) in [
            ("\"a\" BETWEEN 0 AND 5", "\"a\" BETWEEN 1 AND 5"),
            ("\"a\" >= 1", "\"b\" >= 1"),
            ("\"a\" >= 1", "\"a\" > 1"),
            ("\"a\" >= 1.00000000000000001", "\"a\" > 1.00000000000000000"),
            ("\"a\" IN ('x', 'y')", "\"a\" IN ('x')"),
            ("\"a\" IN ('x')", "\"a\" NOT IN ('y')"),
            ("NOT \"a\" <= 1", "NOT \"a\" <= 2"),
            ("\"a\" <= 1 IS NULL", "\"a\" <= 2 IS NULL"),
            ("\"a\" ~ '^x$'", "\"a\" ~ '^xy?$'"),
            ("\"a\" >= 1 OR \"b\" >= 1", "\"a\" >= 1"),
            (
                "\"a\" = CASE WHEN \"b\" <= 1 AND \"c\" THEN 1 ELSE 0 END",
                "\"a\" = CASE WHEN \"b\" <= 2 AND \"c\" THEN 1 ELSE 0 END",
            ),
            (
                "\"d\" >= '2000-01-01T00:00:00+02:00'",
                "\"d\" >= '1999-12-31T23:59:59+00:00'",
            ),
            ("\"d\" >= '10000-01-01'", "\"d\" >= '9999-01-01'"),
            ("\"d\" >= 'b'", "\"d\" >= 'a'"),
            ("\"a\" BETWEEN 1 AND", "\"a\" BETWEEN 0 AND 7"),
            ("\"a\" IN ('x", "\"a\" IN ('x', 'y')"),
            (")", "\"a\" = 1"),
            ("\"a\" = 'A'", "\"a\" = 'a'"),
            ("\"a\" * 2 - 1 <= 1 + 1", "\"a\" * 2 - 1 <= 1 + 2"),
        ] {
            assert!(!implies(old, new), "{old} does not surely imply {new}");
        }
    }

    #[test]
    fn several_conditions_together_imply_one() {
        assert!(conjoined(&["\"a\" >= 1", "\"a\" <= 5"], "\"a\" BETWEEN 0 AND 9"));
        assert!(!conjoined(&["\"a\" >= 1", "\"b\" <= 5"], "\"a\" BETWEEN 0 AND 9"));
        assert!(!conjoined(&[], "\"a\" >= 1"));
    }

    #[test]
    fn words_that_changed_are_read_as_the_same() {
        let (mut renamed, mut absent) = (Words::default(), Words::default());
        renamed.rename("\"k\"", "'x'".to_owned(), "'a'".to_owned());
        absent.leave_out("\"k\"", "'new'".to_owned());
        for text in ["\"t\"", "\"k\""] {
            renamed.know(text.to_owned());
            absent.know(text.to_owned());
        }
        let implies = |old: &str, new: &str| reworded((&[old], &renamed), (new, &absent));
        for (old, new) in [
            ("\"k\" IN ('x', 'y')", "\"k\" IN ('a', 'y')"),
            ("\"k\" = 'x'", "\"k\" IN ('a', 'new')"),
            ("\"k\" <> 'x'", "\"k\" <> 'a'"),
            (
                "(\"k\" IN ('x', 'y')) = (\"t\" IS NOT NULL)",
                "(\"k\" IN ('a', 'new', 'y')) = (\"t\" IS NOT NULL)",
            ),
            (
                "(\"k\" IN ('y', 'x')) = (\"t\" IS NOT NULL)",
                "\"k\" IN ('a', 'y') OR \"t\" IS NULL",
            ),
            (
                "\"n\" <= CASE WHEN \"k\" IN ('x') THEN 1 ELSE 0 END",
                "\"n\" <= CASE WHEN \"k\" IN ('new', 'a') THEN 1 ELSE 0 END",
            ),
        ] {
            assert!(implies(old, new), "{old} implies {new}");
        }
        for (old, new) in [
            ("\"t\" IN ('x')", "\"t\" IN ('a')"),
            ("\"k\" = 'x'", "\"k\" = 'x'"),
            ("lower(\"t\") <> 'x' || \"k\"", "lower(\"t\") <> 'a' || \"k\""),
            (
                "(\"k\" IN ('x')) = (\"t\" IS NOT NULL)",
                "\"k\" IN ('a') OR \"n\" IS NULL",
            ),
            (
                "(\"k\" IN ('x', 'y')) = (\"t\" IS NOT NULL)",
                "\"k\" IN ('a') OR \"t\" IS NULL",
            ),
        ] {
            assert!(!implies(old, new), "{old} does not surely imply {new}");
        }
    }
}
