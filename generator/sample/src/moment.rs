//! Points in time and lengths of it, as conditions compare them. In: a text of the wire. Out: microseconds.

const SECOND: i128 = 1_000_000;
const DAY: i128 = 86_400 * SECOND;

/// Microseconds of an instant, a local time, a day, or a time of day, each counted from where its own kind begins.
pub(crate) fn moment(text: &str) -> Option<i128> {
    let (date, clock) = match text.split_once(['T', 't', ' ']) {
        Some((date, clock)) => (Some(date), Some(clock)),
        None if text.contains(':') => (None, Some(text)),
        None => (Some(text), None),
    };
    let days = date.map_or(Some(0), days)?;
    Some(days * DAY + clock.map_or(Some(0), zoned)?)
}

/// Microseconds of `PT1.5S`.
pub(crate) fn span(text: &str) -> Option<i128> {
    let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    Some(sign * seconds(rest.strip_prefix("PT")?.strip_suffix('S')?)?)
}

/// A time of day in UTC, whatever its zone.
fn zoned(text: &str) -> Option<i128> {
    let text = text.trim_end_matches(['Z', 'z']);
    let Some(at) = text.rfind(['+', '-']) else {
        return clock(text);
    };
    let (time, zone) = text.split_at(at);
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    Some(clock(time)? - sign * clock(&format!("{}:0", &zone[1..]))?)
}

fn clock(text: &str) -> Option<i128> {
    let mut parts = text.splitn(3, ':');
    let mut whole = || parts.next()?.parse::<i128>().ok();
    let minutes = whole()? * 60 + whole()?;
    Some(minutes * 60 * SECOND + seconds(parts.next()?)?)
}

fn seconds(text: &str) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction: String = format!("{fraction:0<6}").chars().take(6).collect();
    Some(whole.parse::<i128>().ok()? * SECOND + fraction.parse::<i128>().ok()?)
}

/// Days since the first of March of the year 0, which puts leap days at the end of years.
fn days(text: &str) -> Option<i128> {
    let mut parts = text.splitn(3, '-');
    let mut whole = || parts.next()?.parse::<i128>().ok();
    let (year, month, day) = (whole()?, whole()?, whole()?);
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leaps + (month * 153 + 2) / 5 + day)
}

#[test]
fn times_are_told_apart() {
    assert_eq!(moment("2024-03-01T00:59:59.5+01:00"), moment("2024-02-29T23:59:59.5Z"));
    assert_eq!(moment("2024-03-01"), moment("2024-02-29").map(|day| day + DAY));
    assert_eq!(moment("2023-03-01"), moment("2023-02-28").map(|day| day + DAY));
    assert!(moment("23:59:59.999999") < moment("24:00:00"));
    assert!(moment("2024-01-01T00:00:00Z") < moment("2024-01-01T00:00:00.000001Z"));
    assert_eq!(span("-PT1.5S"), Some(-1_500_000));
    assert_eq!(moment("noon"), None);
}
