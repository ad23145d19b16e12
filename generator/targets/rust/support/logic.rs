//! The three-valued logic of SQL: `None` is unknown.

use std::cmp::Ordering;

/// Holds where all do; fails where one fails.
pub(crate) fn and(terms: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for term in terms {
        match term {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// Holds where one does; fails where all fail.
pub(crate) fn or(terms: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    not(and(terms.into_iter().map(not)))
}

/// The opposite; of unknown, unknown.
pub(crate) fn not(term: Option<bool>) -> Option<bool> {
    term.map(|holds| !holds)
}

/// Compares two values; unknown where one of them is.
pub(crate) fn compare<T: PartialOrd>(left: Option<T>, right: Option<T>, holds: fn(Ordering) -> bool) -> Option<bool> {
    left?.partial_cmp(&right?).map(holds)
}

/// Whether two values are equal; unknown where one of them is.
pub(crate) fn equal<T: PartialEq>(left: Option<T>, right: Option<T>) -> Option<bool> {
    Some(left? == right?)
}

/// Whether a value is one of these; unknown where it is.
pub(crate) fn one_of<T: PartialEq>(value: Option<T>, list: impl IntoIterator<Item = Option<T>>) -> Option<bool> {
    let value = value?;
    or(list.into_iter().map(|item| Some(item? == value)))
}

/// Combines two numbers; unknown where one of them is, and where the outcome is out of range.
pub(crate) fn combine<T>(left: Option<T>, right: Option<T>, with: fn(T, T) -> Option<T>) -> Option<T> {
    with(left?, right?)
}

/// In lower case, as far as every database agrees on it.
pub(crate) fn lower(value: Option<&str>) -> Option<String> {
    value.map(str::to_ascii_lowercase)
}

/// How many code points.
pub(crate) fn length(value: Option<&str>) -> Option<i64> {
    value.and_then(|text| i64::try_from(text.chars().count()).ok())
}

/// How many bytes or elements.
pub(crate) fn count<T>(value: Option<&[T]>) -> Option<i64> {
    value.and_then(|items| i64::try_from(items.len()).ok())
}
