//! Bounds that can be held against each other: decimals, and dates and times of one form. Never rounds.

use std::cmp::Ordering;

/// A bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// Digits, and how many of them stand behind the point.
    Decimal { digits: i128, scale: u32 },
    /// A date, or a time with what is behind its seconds.
    Moment { head: String, tail: String },
}

impl Number {
    /// A literal as tokens print it.
    pub(super) fn read(text: &str) -> Option<Self> {
        match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            Some(text) => Self::moment(text),
            None => Self::decimal(text),
        }
    }

    fn decimal(text: &str) -> Option<Self> {
        let bare = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = bare.split_once('.').unwrap_or((bare, ""));
        let fraction = fraction.trim_end_matches('0');
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        Some(Self::Decimal {
            digits: if bare.len() < text.len() { -digits } else { digits },
            scale: u32::try_from(fraction.len()).ok()?,
        })
    }

    /// `2024-02-29`, and with a time `2024-02-29T10:00:00` and anything behind it.
    fn moment(text: &str) -> Option<Self> {
        let fits = |at: usize, byte: u8| match at {
            4 | 7 => byte == b'-',
            10 => byte == b'T' || byte == b' ',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        };
        let length = if text.len() == 10 { 10 } else { 19 };
        let (head, tail) = text.split_at_checked(length)?;
        let is_moment = (0..).zip(head.bytes()).all(|(at, byte)| fits(at, byte));
        is_moment.then(|| Self::Moment {
            head: head.to_owned(),
            tail: tail.to_owned(),
        })
    }

    fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (
                Self::Decimal { digits, scale },
                Self::Decimal {
                    digits: others,
                    scale: other,
                },
            ) => {
                let most = *scale.max(other);
                let raised = |digits: i128, scale: u32| digits.checked_mul(10i128.checked_pow(most - scale)?);
                Some(raised(*digits, *scale)?.cmp(&raised(*others, *other)?))
            }
            (
                Self::Moment { head, tail },
                Self::Moment {
                    head: other,
                    tail: behind,
                },
            ) => {
                let alike = head.len() == other.len() && tail == behind && head.get(10..11) == other.get(10..11);
                alike.then(|| head.cmp(other))
            }
            _ => None,
        }
    }

    pub(super) fn is_at_least(&self, other: &Self) -> bool {
        self.compare(other).is_some_and(Ordering::is_ge)
    }

    /// More, and not the same float either.
    pub(super) fn is_surely_more(&self, other: &Self) -> bool {
        let is_short = |number: &Self| match number {
            Self::Decimal { digits, .. } => digits.unsigned_abs() < 1_000_000_000_000_000,
            Self::Moment { .. } => true,
        };
        self.compare(other).is_some_and(Ordering::is_gt) && is_short(self) && is_short(other)
    }
}
