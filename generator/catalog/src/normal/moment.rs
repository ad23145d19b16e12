//! Moments in one spelling: in UTC, midnight without a time of day.

/// A moment of a type with or without a zone; other texts as they are. A zone means nothing to a type without one.
pub(super) fn moment(text: &str, zoned: bool) -> String {
    if text == "epoch" {
        return moment("1970-01-01 00:00:00", zoned);
    }
    let Some(read) = read(text) else {
        return text.to_owned();
    };
    let offset = if zoned { read.offset } else { 0 };
    let (mut date, minutes) = (read.date, read.minutes - offset);
    if minutes < 0 {
        date = before(date);
    } else if minutes >= DAY {
        date = after(date);
    }
    let minutes = minutes.rem_euclid(DAY);
    let (year, month, day) = date;
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{}",
        minutes / 60,
        minutes % 60,
        read.seconds
    )
}

/// Every literal of a text that is a moment.
pub(super) fn each(text: &str) -> String {
    let parts = text.split('\'').enumerate();
    let parts = parts.map(|(at, part)| {
        if at % 2 == 1 {
            moment(part, true)
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("'")
}

const DAY: i32 = 24 * 60;

struct Read<'t> {
    date: (i32, u32, u32),
    minutes: i32,
    seconds: &'t str,
    offset: i32,
}

fn read(text: &str) -> Option<Read<'_>> {
    let (date, rest) = text.split_at_checked(10)?;
    let mut numbers = date.split('-');
    let date = (
        numbers.next()?.parse().ok()?,
        numbers.next()?.parse().ok()?,
        numbers.next()?.parse().ok()?,
    );
    let rest = rest.trim_start_matches([' ', 'T', 't']);
    if rest.is_empty() {
        return Some(Read {
            date,
            minutes: 0,
            seconds: "00",
            offset: 0,
        });
    }
    let zone = rest.find(['+', '-', 'Z', 'z']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(zone)?;
    let mut parts = clock.trim().splitn(3, ':');
    let minutes = parts.next()?.parse::<i32>().ok()? * 60 + parts.next()?.parse::<i32>().ok()?;
    let seconds = parts.next().unwrap_or("00");
    let valid = (0..DAY).contains(&minutes) && seconds.chars().all(|c| c.is_ascii_digit() || c == '.');
    valid.then_some(Read {
        date,
        minutes,
        seconds,
        offset: offset(zone)?,
    })
}

fn offset(zone: &str) -> Option<i32> {
    let sign = match zone.chars().next() {
        None | Some('Z' | 'z') => return Some(0),
        Some('-') => -1,
        Some(_) => 1,
    };
    let mut parts = zone.get(1..)?.split(':');
    let hours: i32 = parts.next()?.parse().ok()?;
    let minutes: i32 = parts.next().map_or(Some(0), |minutes| minutes.parse().ok())?;
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn before((year, month, day): (i32, u32, u32)) -> (i32, u32, u32) {
    match (month, day) {
        (1, 1) => (year - 1, 12, 31),
        (_, 1) => (year, month - 1, length(year, month - 1)),
        _ => (year, month, day - 1),
    }
}

fn after((year, month, day): (i32, u32, u32)) -> (i32, u32, u32) {
    match (month, day) {
        (12, 31) => (year + 1, 1, 1),
        (_, day) if day >= length(year, month) => (year, month + 1, 1),
        _ => (year, month, day + 1),
    }
}

fn length(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
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
    fn moments_have_one_spelling() {
        assert_eq!(moment("2022-04-01 01:00:00+01", true), "2022-04-01");
        assert_eq!(moment("2022-03-01T00:30:00+01:00", true), "2022-02-28 23:30:00");
        assert_eq!(moment("2023-12-31 23:30:00-01", true), "2024-01-01 00:30:00");
        assert_eq!(moment("1970-01-01 00:00:01+00:00", false), "1970-01-01 00:00:01");
        assert_eq!(moment("1970-01-01", true), moment("epoch", true));
        assert_eq!(moment("now", true), "now");
    }
}
