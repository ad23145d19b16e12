//! Dates, times, durations and uuids in their one canonical text, as they travel on the wire.

/// `2026-01-31`, years 1 to 9999.
pub(crate) fn date(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let (year, month, day) = (
        digits(parts.next()?, 4)?,
        digits(parts.next()?, 2)?,
        digits(parts.next()?, 2)?,
    );
    let real = parts.next().is_none() && year >= 1 && (1..=12).contains(&month) && day >= 1 && day <= days(year, month);
    real.then(|| text.to_owned())
}

/// `12:00:00` with up to six digits of a fraction.
pub(crate) fn time(text: &str) -> Option<String> {
    let (clock, fraction) = text
        .split_once('.')
        .map_or((text, None), |(clock, fraction)| (clock, Some(fraction)));
    let mut parts = clock.split(':');
    let (hour, minute, second) = (
        digits(parts.next()?, 2)?,
        digits(parts.next()?, 2)?,
        digits(parts.next()?, 2)?,
    );
    let real = parts.next().is_none() && hour < 24 && minute < 60 && second < 60;
    match fraction {
        _ if !real => None,
        None => Some(clock.to_owned()),
        Some(fraction) => Some(format!("{clock}{}", canonical_fraction(fraction)?)),
    }
}

/// `2026-01-31T12:00:00`.
pub(crate) fn timestamp_local(text: &str) -> Option<String> {
    let (day, clock) = text.split_once(['T', ' '])?;
    Some(format!("{}T{}", date(day)?, time(clock)?))
}

/// `2026-01-31T12:00:00Z`; other zones are for the author to convert.
pub(crate) fn timestamp(text: &str) -> Option<String> {
    let local = text.strip_suffix('Z').or_else(|| text.strip_suffix("+00:00"))?;
    Some(format!("{}Z", timestamp_local(local)?))
}

/// `PT90.5S`, within 64-bit microseconds.
pub(crate) fn duration(text: &str) -> Option<String> {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let seconds = rest.strip_prefix("PT")?.strip_suffix('S')?;
    let (whole, fraction) = seconds
        .split_once('.')
        .map_or((seconds, None), |(whole, rest)| (whole, Some(rest)));
    let fits = whole.len() <= 12 && !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    let whole = fits.then(|| whole.trim_start_matches('0'))?;
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.map_or(Some(String::new()), canonical_fraction)?;
    let sign = if whole == "0" && fraction.is_empty() { "" } else { sign };
    Some(format!("{sign}PT{whole}{fraction}S"))
}

/// 8-4-4-4-12 lower-case hex.
pub(crate) fn uuid(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let groups: Vec<&str> = lower.split('-').collect();
    let shape = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]);
    let hex = groups
        .iter()
        .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    (shape && hex).then_some(lower)
}

fn canonical_fraction(fraction: &str) -> Option<String> {
    let fits = (1..=6).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let trimmed = fits.then(|| fraction.trim_end_matches('0'))?;
    Some(if trimmed.is_empty() {
        String::new()
    } else {
        format!(".{trimmed}")
    })
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let fits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_take_their_canonical_form() {
        assert_eq!(
            timestamp("2026-01-31 12:00:00.500+00:00").as_deref(),
            Some("2026-01-31T12:00:00.5Z")
        );
        assert_eq!(duration("-PT007.10S").as_deref(), Some("-PT7.1S"));
        assert_eq!(date("2024-02-29").as_deref(), Some("2024-02-29"));
        assert_eq!(time("24:00:00"), None);
        assert_eq!(date("2023-02-29"), None);
        assert_eq!(date("0000-01-01"), None);
        assert_eq!(timestamp("2026-01-31T12:00:00"), None);
        assert_eq!(
            uuid("018F3C1E-0000-7000-8000-000000000000").as_deref(),
            Some("018f3c1e-0000-7000-8000-000000000000")
        );
    }
}
