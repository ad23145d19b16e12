//! What a value of a type must satisfy, as calls of the shared rules. In: a type and a place that holds a value of it.
//! Out: each rule with the aspect that names its constraint.

use driftless_model::{Length, Limits, Scalar, Value, WireNumber};
use driftless_shape::{Item, ItemType};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::scope::Scope;

/// A rule about one value.
pub(crate) struct Rule {
    /// The word for it in the constraint's name; empty for what the type itself asks for.
    pub(crate) aspect: &'static str,
    /// What is wrong, as an optional text.
    pub(crate) fault: TokenStream,
}

/// An expression that holds a value.
#[derive(Clone)]
pub(crate) enum Place {
    /// The value itself: `self.title`.
    Value(TokenStream),
    /// A reference to it: `title`.
    Reference(TokenStream),
}

impl Place {
    /// As a reference.
    pub(crate) fn by_ref(&self) -> TokenStream {
        match self {
            Self::Value(place) => quote!(&#place),
            Self::Reference(place) => quote!(#place),
        }
    }

    /// As a value that is copied.
    pub(crate) fn by_copy(&self) -> TokenStream {
        match self {
            Self::Value(place) => quote!(#place),
            Self::Reference(place) => quote!(*#place),
        }
    }

    /// To call a method of.
    pub(crate) fn receiver(&self) -> TokenStream {
        match self {
            Self::Value(place) | Self::Reference(place) => quote!(#place),
        }
    }

    /// The value inside a newtype or a wrapper.
    pub(crate) fn inner(&self, access: TokenStream) -> Self {
        let receiver = self.receiver();
        Self::Value(quote!(#receiver #access))
    }
}

/// The rules of a single value: of an array, of each element.
pub(crate) fn of_item(scope: &Scope<'_>, ty: &ItemType, place: &Place) -> Vec<Rule> {
    match &ty.item {
        Item::Scalar(scalar) => of_scalar(scope, *scalar, &ty.limits, place),
        Item::Id(entity) => match scope.view.id(*entity) {
            Some((_, id)) => of_scalar(scope, id.ty.scalar, &id.ty.limits, &place.inner(quote!(.0))),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The rule about the number of elements of an array.
pub(crate) fn of_array(count: Length, place: &Place) -> Option<Rule> {
    let range = length_range(count)?;
    let value = place.by_ref();
    Some(Rule {
        aspect: "length",
        fault: quote!(rules::item_count(#value, #range)),
    })
}

fn of_scalar(scope: &Scope<'_>, scalar: Scalar, limits: &Limits, place: &Place) -> Vec<Rule> {
    let mut rules: Vec<Rule> = of_type(scope, scalar, place)
        .into_iter()
        .map(|fault| Rule { aspect: "", fault })
        .collect();
    rules.extend(
        range(scope, scalar, limits, place)
            .into_iter()
            .map(|fault| Rule { aspect: "range", fault }),
    );
    rules.extend(length(scalar, limits, place).map(|fault| Rule {
        aspect: "length",
        fault,
    }));
    if let Some(form) = limits
        .pattern
        .as_deref()
        .and_then(|pattern| scope.view.pattern(pattern))
    {
        let (form, value) = (scope.name("crate::patterns", form), place.by_ref());
        rules.push(Rule {
            aspect: "pattern",
            fault: quote!(rules::pattern(#value, &#form)),
        });
    }
    rules
}

/// What a Rust type allows and the contract does not.
fn of_type(scope: &Scope<'_>, scalar: Scalar, place: &Place) -> Vec<TokenStream> {
    let (value, copy) = (place.by_ref(), place.by_copy());
    match scalar {
        Scalar::Text | Scalar::Varchar(_) => vec![quote!(rules::plain(#value))],
        Scalar::Email => vec![quote!(rules::plain(#value)), quote!(rules::email(#value))],
        Scalar::Url => vec![quote!(rules::plain(#value)), quote!(rules::url(#value))],
        Scalar::Semver => vec![quote!(rules::semver(#value))],
        Scalar::Bigint if scope.view.schema.wire.int8 == WireNumber::Number => vec![quote!(rules::safe(#copy))],
        Scalar::Float => vec![quote!(rules::finite(#copy))],
        Scalar::Numeric { precision, scale } => {
            let (precision, scale) = (Literal::u32_unsuffixed(precision), Literal::u32_unsuffixed(scale));
            vec![quote!(rules::digits(#value, #precision, #scale))]
        }
        Scalar::Timestamp | Scalar::TimestampLocal | Scalar::Date => vec![quote!(rules::year(#value))],
        Scalar::Duration => vec![quote!(rules::span(#value))],
        Scalar::Vector(size) => {
            let size = Literal::u32_unsuffixed(size);
            vec![quote!(rules::vector(#value, #size))]
        }
        Scalar::Json => vec![quote!(rules::json(#value))],
        _ => Vec::new(),
    }
}

fn range(scope: &Scope<'_>, scalar: Scalar, limits: &Limits, place: &Place) -> Vec<TokenStream> {
    let value = place.by_ref();
    let literal = |limit: &Option<Value>| limit.as_ref().and_then(|limit| limit_literal(scope, scalar, limit));
    match (literal(&limits.min), literal(&limits.max)) {
        (Some(min), Some(max)) => vec![quote!(rules::within(#value, #min..=#max))],
        (Some(min), None) => vec![quote!(rules::within(#value, #min..))],
        (None, Some(max)) => vec![quote!(rules::within(#value, ..=#max))],
        (None, None) => {
            let least = limits
                .min
                .as_ref()
                .and_then(limit_text)
                .map(|limit| quote!(rules::least(#value, #limit)));
            let most = limits
                .max
                .as_ref()
                .and_then(limit_text)
                .map(|limit| quote!(rules::most(#value, #limit)));
            least.into_iter().chain(most).collect()
        }
    }
}

/// A limit as a constant, where the type has constants.
fn limit_literal(scope: &Scope<'_>, scalar: Scalar, limit: &Value) -> Option<TokenStream> {
    let number = |literal: Literal| Some(quote!(#literal));
    match (scalar, limit) {
        (Scalar::Smallint | Scalar::Int | Scalar::Bigint, Value::Int(limit)) => number(Literal::i64_unsuffixed(*limit)),
        (Scalar::Float, Value::Float(limit)) => number(Literal::f64_unsuffixed(*limit)),
        (Scalar::Float, Value::Int(limit)) => number(Literal::f64_unsuffixed(*limit as f64)),
        (Scalar::Numeric { .. }, Value::Decimal(limit)) => decimal(scope, limit),
        (Scalar::Duration, Value::Text(limit)) => {
            let (delta, micros) = (scope.name("chrono", "TimeDelta"), microseconds(limit)?);
            let micros = Literal::i64_unsuffixed(micros);
            Some(quote!(#delta::microseconds(#micros)))
        }
        _ => None,
    }
}

/// A limit as text, for types whose values are made by parsing.
fn limit_text(limit: &Value) -> Option<String> {
    match limit {
        Value::Text(text) | Value::Decimal(text) => Some(text.clone()),
        Value::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An exact decimal as a constant: its digits without the point, and how many stand behind it.
pub(crate) fn decimal(scope: &Scope<'_>, text: &str) -> Option<TokenStream> {
    let decimal = scope.name("rust_decimal", "Decimal");
    let scale = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let digits: i128 = text.replace('.', "").parse().ok()?;
    let scale = Literal::usize_unsuffixed(scale);
    if let Ok(digits) = i64::try_from(digits) {
        let digits = Literal::i64_unsuffixed(digits);
        return Some(quote!(#decimal::new(#digits, #scale)));
    }
    let digits = Literal::i128_unsuffixed(digits);
    Some(quote!(#decimal::from_i128_with_scale(#digits, #scale)))
}

/// `PT1.5S` in microseconds.
fn microseconds(text: &str) -> Option<i64> {
    let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let number = rest.strip_prefix("PT")?.strip_suffix('S')?;
    let (seconds, fraction) = number.split_once('.').unwrap_or((number, ""));
    let micros = seconds.parse::<i64>().ok()?.checked_mul(1_000_000)?;
    Some(sign * micros.checked_add(format!("{fraction:0<6}").parse().ok()?)?)
}

/// The stated length, narrowed by `varchar(n)`.
fn length(scalar: Scalar, limits: &Limits, place: &Place) -> Option<TokenStream> {
    let stated = limits.length.unwrap_or(Length { min: 0, max: None });
    let most = match scalar {
        Scalar::Varchar(most) => Some(stated.max.map_or(most, |max| max.min(most))),
        _ => stated.max,
    };
    let range = length_range(Length {
        min: stated.min,
        max: most,
    })?;
    let value = place.by_ref();
    Some(if scalar == Scalar::Bytes {
        quote!(rules::bytes(#value, #range))
    } else {
        quote!(rules::length(#value, #range))
    })
}

fn length_range(length: Length) -> Option<TokenStream> {
    let min = Literal::u32_unsuffixed(length.min);
    match (length.min, length.max.map(Literal::u32_unsuffixed)) {
        (0, None) => None,
        (0, Some(max)) => Some(quote!(..=#max)),
        (_, Some(max)) => Some(quote!(#min..=#max)),
        (_, None) => Some(quote!(#min..)),
    }
}
