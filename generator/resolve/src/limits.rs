//! What narrows a type: lengths, ranges, patterns. In: the keys beside a type. Out: the type with its limits, and a
//! diagnostic for each that does not go with it.

use driftless_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use driftless_model::{Length, Limits, Scalar, Storage, Type, Value};
use driftless_syntax::document::{Length as WrittenLength, Literal, StorageDecl, Text};

use crate::literal::{Lookup, compare, value};
use crate::pattern::check_pattern;

/// The keys beside a type, as written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Narrowing<'d> {
    /// What is narrowed, for messages.
    pub(crate) name: &'d str,
    /// `min`
    pub(crate) min: Option<&'d Literal>,
    /// `max`
    pub(crate) max: Option<&'d Literal>,
    /// `length`
    pub(crate) length: Option<WrittenLength>,
    /// `pattern`
    pub(crate) pattern: Option<&'d Text>,
    /// `storage`
    pub(crate) storage: Option<&'d StorageDecl>,
}

/// Narrows a type.
pub(crate) fn narrow(lookup: &dyn Lookup, ty: Type, by: Narrowing<'_>, diagnostics: &mut Diagnostics) -> Type {
    let mut narrowed = ty.clone();
    if let Some(length) = by.length {
        set_length(&mut narrowed, by.name, length, diagnostics);
    }
    if let Some(pattern) = by.pattern {
        check_pattern(pattern, by.name, diagnostics);
        if ty.scalar.is_text() {
            narrowed.limits.pattern = Some(pattern.value.clone());
        } else {
            diagnostics.push(misplaced("pattern", by.name, pattern.span, "patterns describe text"));
        }
    }
    set_range(lookup, &mut narrowed, by, diagnostics);
    if let Some(storage) = by.storage {
        narrowed.storage = Storage {
            postgres: storage.postgres.as_ref().map(|text| text.value.clone()),
            sqlite: storage.sqlite.as_ref().map(|text| text.value.clone()),
        };
    }
    // A type that is narrowed further is no longer the named one.
    let unchanged = narrowed.limits == ty.limits && narrowed.storage == ty.storage;
    narrowed.named = ty.named.filter(|_| unchanged);
    narrowed
}

fn set_length(ty: &mut Type, name: &str, written: WrittenLength, diagnostics: &mut Diagnostics) {
    let clamp = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let length = Length {
        min: clamp(written.min.unwrap_or(0)),
        max: written.max.map(clamp),
    };
    if length.max.is_some_and(|max| max < length.min) {
        diagnostics.push(empty_range(
            name,
            written.span,
            "the shorter length comes first, as in `1..64`",
        ));
    }
    if ty.array.is_some() {
        ty.array = Some(length);
    } else if ty.scalar.is_text() || ty.scalar == Scalar::Bytes {
        ty.limits.length = Some(length);
    } else {
        diagnostics.push(misplaced(
            "length",
            name,
            written.span,
            "lengths are for text, bytes and arrays",
        ));
    }
}

fn set_range(lookup: &dyn Lookup, ty: &mut Type, by: Narrowing<'_>, diagnostics: &mut Diagnostics) {
    let ordered = ty.array.is_none() && (ty.scalar.is_number() || ty.scalar.is_time());
    let bare = Type {
        limits: Limits::default(),
        array: None,
        ..ty.clone()
    };
    let mut bound = |literal: Option<&Literal>, key: &str| -> Option<Value> {
        let literal = literal?;
        if !ordered {
            diagnostics.push(misplaced(
                key,
                by.name,
                literal.span,
                "ranges are for numbers, dates and times",
            ));
            return None;
        }
        value(
            lookup,
            literal,
            &bare,
            &format!("`{key}` of `{}`", by.name),
            diagnostics,
        )
    };
    let (min, max) = (bound(by.min, "min"), bound(by.max, "max"));
    if let (Some(min), Some(max), Some(literal)) = (&min, &max, by.max)
        && compare(min, max).is_some_and(std::cmp::Ordering::is_gt)
    {
        diagnostics.push(empty_range(by.name, literal.span, "is below `min`"));
    }
    ty.limits.min = min.or(ty.limits.min.take());
    ty.limits.max = max.or(ty.limits.max.take());
}

/// A key that does not go with what it stands beside.
pub(crate) fn misplaced(key: &str, of: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::error(Code::MisplacedKey, format!("`{key}` does not go with `{of}`"))
        .label(span, why.to_owned())
        .help(format!("remove `{key}`"))
}

fn empty_range(of: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::error(Code::EmptyRange, format!("no value of `{of}` is possible"))
        .label(span, why.to_owned())
        .help("swap the two ends")
}
