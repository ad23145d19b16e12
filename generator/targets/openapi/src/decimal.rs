//! Ranges of numbers that travel as strings. In: a least and a greatest number. Out: a regular expression that exactly
//! the numbers between them match. No leading zeros, no plus sign.

/// The greatest whole number a pattern knows: whatever has up to 19 digits, which `format: int64` narrows further.
const MOST: i128 = 9_999_999_999_999_999_999;

/// Whole numbers of up to 64 bits.
pub(crate) fn integers(min: Option<i128>, max: Option<i128>) -> String {
    let range = Range {
        min: min.unwrap_or(-MOST).max(-MOST),
        max: max.unwrap_or(MOST).min(MOST),
    };
    range.pattern(magnitudes)
}

/// Decimals with so many digits in all and so many behind the point, between whole numbers.
pub(crate) fn decimals(precision: u32, scale: u32, min: Option<i128>, max: Option<i128>) -> String {
    let bound = 10i128.checked_pow(precision.saturating_sub(scale)).unwrap_or(i128::MAX);
    let range = Range {
        min: min.unwrap_or(-bound).max(-bound),
        max: max.unwrap_or(bound).min(bound),
    };
    range.pattern(|least, most| fractions(least, most, scale, unsigned(bound)))
}

struct Range {
    min: i128,
    max: i128,
}

impl Range {
    /// Both sides of zero. `side` gives the alternatives for magnitudes from one number to another.
    fn pattern(&self, side: impl Fn(u128, u128) -> Vec<String>) -> String {
        let positive = (self.max >= 0).then(|| side(unsigned(self.min.max(0)), unsigned(self.max)));
        let negative = (self.min < 0).then(|| side(unsigned((-self.max).max(0)), unsigned(-self.min)));
        let body = match (negative, positive) {
            (Some(negative), Some(positive)) if negative == positive => format!("-?{}", group(&positive)),
            (Some(negative), Some(mut positive)) => {
                positive.push(format!("-{}", group(&negative)));
                group(&positive)
            }
            (Some(negative), None) => format!("-{}", group(&negative)),
            (None, positive) => group(&positive.unwrap_or_default()),
        };
        format!("^{body}$")
    }
}

fn unsigned(number: i128) -> u128 {
    number.unsigned_abs()
}

fn group(alternatives: &[String]) -> String {
    match alternatives {
        [only] => only.clone(),
        _ => format!("({})", alternatives.join("|")),
    }
}

/// Whole parts with any fraction, and the greatest one with zeros alone. `bound` itself has a digit too many.
fn fractions(least: u128, most: u128, scale: u32, bound: u128) -> Vec<String> {
    let (any, zeros) = match scale {
        0 => (String::new(), String::new()),
        _ => (format!(r"(\.[0-9]{{1,{scale}}})?"), format!(r"(\.0{{1,{scale}}})?")),
    };
    let mut alternatives = Vec::new();
    if most > least {
        alternatives.push(format!("{}{any}", group(&magnitudes(least, most - 1))));
    }
    if most < bound {
        alternatives.push(format!("{most}{zeros}"));
    }
    alternatives
}

/// Whole numbers without a sign, shortest first.
fn magnitudes(least: u128, most: u128) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if least == 0 {
        found.push("0".to_owned());
    }
    let mut from = least.max(1);
    while from <= most {
        let digits = from.ilog10();
        let mut to = most.min(10u128.pow(digits + 1) - 1);
        let is_whole = |from: u128, to: u128| from == 10u128.pow(digits) && to + 1 == 10u128.pow(to.ilog10() + 1);
        if is_whole(from, to) {
            while to < most && 10u128.checked_pow(to.ilog10() + 2).is_some_and(|next| next - 1 <= most) {
                to = 10u128.pow(to.ilog10() + 2) - 1;
            }
            found.push(format!("[1-9]{}", digits_between(digits, to.ilog10())));
        } else {
            found.extend(same_length(from, to, digits));
        }
        from = to + 1;
    }
    found
}

/// Numbers that all have `digits` digits behind their first one.
fn same_length(least: u128, most: u128, digits: u32) -> Vec<String> {
    let unit = 10u128.pow(digits);
    let (mut first, mut last) = (least / unit, most / unit);
    let (low, high) = (least % unit, most % unit);
    if first == last && (low, high) != (0, unit - 1) {
        let rest = group(&padded(low, high, digits));
        return vec![format!("{first}{rest}")];
    }
    let mut found = Vec::new();
    if low != 0 {
        found.push(format!("{first}{}", group(&padded(low, unit - 1, digits))));
        first += 1;
    }
    let is_cut = high != unit - 1;
    let top = last;
    if is_cut {
        last = last.wrapping_sub(1);
    }
    if first <= last && last != u128::MAX {
        found.push(format!("{}{}", class(first, last), digits_between(digits, digits)));
    }
    if is_cut {
        found.push(format!("{top}{}", group(&padded(0, high, digits))));
    }
    found
}

/// Like [`same_length`], for digits that do not come first and may begin with zeros.
fn padded(least: u128, most: u128, digits: u32) -> Vec<String> {
    match digits {
        0 => vec![String::new()],
        _ => same_length(least, most, digits - 1),
    }
}

fn class(first: u128, last: u128) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("[{first}-{last}]")
    }
}

fn digits_between(least: u32, most: u32) -> String {
    match (least, most) {
        (0, 0) => String::new(),
        (1, 1) => "[0-9]".to_owned(),
        (least, most) if least == most => format!("[0-9]{{{least}}}"),
        (least, most) => format!("[0-9]{{{least},{most}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        regex::Regex::new(pattern).unwrap().is_match(text)
    }

    #[test]
    fn numbers_without_limits_have_a_short_pattern() {
        assert_eq!(integers(None, None), "^-?(0|[1-9][0-9]{0,18})$");
        assert_eq!(integers(Some(0), None), "^(0|[1-9][0-9]{0,18})$");
        assert_eq!(decimals(12, 2, None, None), r"^-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?$");
        assert_eq!(decimals(2, 2, None, None), r"^-?0(\.[0-9]{1,2})?$");
        assert_eq!(decimals(5, 0, Some(0), None), "^(0|[1-9][0-9]{0,4})$");
    }

    #[test]
    fn exactly_the_integers_of_a_range_match() {
        let ends = [-1205, -1000, -101, -99, -10, -1, 0, 1, 9, 42, 100, 870, 1999];
        for min in ends {
            for max in ends.into_iter().filter(|max| *max >= min) {
                let pattern = integers(Some(min), Some(max));
                let regex = regex::Regex::new(&pattern).unwrap();
                for number in -2100..2100i128 {
                    let within = (min..=max).contains(&number);
                    assert_eq!(
                        regex.is_match(&number.to_string()),
                        within,
                        "{number} in {min}..={max}: {pattern}"
                    );
                }
            }
        }
    }

    #[test]
    fn numbers_are_written_in_one_way() {
        let pattern = integers(Some(0), Some(2000));
        for text in ["007", "+7", "7 ", " 7", "", "-", "1e3", "0x1", "7.0", "٧"] {
            assert!(!matches(&pattern, text), "{text}");
        }
    }

    #[test]
    fn exactly_the_decimals_of_a_range_match() {
        for (min, max) in [
            (0, 1),
            (0, 100),
            (-1, 1),
            (-10, 5),
            (3, 12),
            (-12, -3),
            (5, 5),
            (-99, 99),
        ] {
            let pattern = decimals(4, 2, Some(min), Some(max));
            let regex = regex::Regex::new(&pattern).unwrap();
            for hundredths in -10_100..10_100i128 {
                let sign = if hundredths < 0 { "-" } else { "" };
                let text = format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100);
                let within = (min * 100..=max * 100).contains(&hundredths) && hundredths.abs() < 10_000;
                assert_eq!(regex.is_match(&text), within, "{text} in {min}..={max}: {pattern}");
            }
        }
    }

    #[test]
    fn digits_are_counted_on_both_sides_of_the_point() {
        let pattern = decimals(4, 2, None, None);
        for (text, fits) in [
            ("99.99", true),
            ("-99.9", true),
            ("100", false),
            ("1.234", false),
            ("1.", false),
            (".5", false),
        ] {
            assert_eq!(matches(&pattern, text), fits, "{text}");
        }
    }
}
