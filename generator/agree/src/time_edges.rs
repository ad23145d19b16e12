//! Times that readers of JSON take differently. In: a type. Out: JSON texts, each with the rule about it that some judge is known
//! not to have.

use driftless_model::{Limits, Scalar};
use driftless_sample::times;

use crate::sample::{Gap, Sample, plain, quoted, with, words};

/// Times at the edges of a type.
pub(crate) fn time_edges(scalar: Scalar, limits: &Limits) -> Vec<Sample> {
    let mut found: Vec<Sample> = times(scalar, &Limits::default()).into_iter().map(plain).collect();
    found.extend(match scalar {
        Scalar::Timestamp => instants(),
        Scalar::TimestampLocal => wall_times(),
        Scalar::Date => dates(),
        Scalar::Time => clocks(),
        _ => spans(),
    });
    if limits.min.is_some() || limits.max.is_some() {
        found
            .iter_mut()
            .for_each(|sample| _ = sample.gap.get_or_insert(Gap::TimeLimit));
    }
    found
}

/// Instants: with a zone, or nearly.
fn instants() -> Vec<Sample> {
    let mut found = words(&[
        "2023-02-29T00:00:00Z",
        "2024-01-01T00:00:00",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z",
        "2024-01-01T00:00:00.Z",
        "20240101T000000Z",
        "2024-01-01",
        "24-01-01T00:00:00Z",
        "2024-01-01T00:00:00Z ",
        "2024-01-01T00:00:00+24:00",
        "2024-01-01T00:00:00\u{2212}01:00",
        "2024-01-01T00:00:00.1234567890123Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "10000-01-01T00:00:00Z",
    ]);
    found.extend(
        [
            "2024-01-01T00:00:00+0100",
            "2024-01-01T00:00:00+01",
            "2024-01-01 00:00:00Z",
        ]
        .map(|text| with(Gap::WideFormat, quoted(text))),
    );
    found.extend(
        [
            "0000-01-01T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "9999-12-31T23:59:59-01:00",
            "0001-01-01T00:00:00+01:00",
        ]
        .map(|text| with(Gap::TimeOfNoDatabase, quoted(text))),
    );
    found
}

/// Times on a wall, without a zone.
fn wall_times() -> Vec<Sample> {
    let mut found = words(&[
        "2024-02-29 00:00:00",
        "2024-02-29T00:00",
        "2024-02-29T00:00:00Z",
        "2024-13-01T00:00:00",
        "2024-02-29T24:00:00",
        "2024-02-29T00:00:00.",
        "2024-02-29T00:00:00.5 ",
        "2024- 2-29T00:00:00",
        "2024-01-01T00:00:60",
    ]);
    found.extend(["0000-01-01T00:00:00", "2023-02-29T00:00:00"].map(|text| with(Gap::TimeOfNoDatabase, quoted(text))));
    found
}

/// Days.
fn dates() -> Vec<Sample> {
    let mut found = words(&[
        "2023-02-29",
        "2024-2-29",
        "2024-02-30",
        "29.02.2024",
        "2024-02-29T00:00:00Z",
        "20240229",
        "2024- 2-29",
        "+2024-2-29",
        "-024-02-29",
        "2024-02-29 ",
        "0001-01-01",
        "٢٠٢٤-02-29",
    ]);
    found.push(with(Gap::TimeOfNoDatabase, quoted("0000-01-01")));
    found
}

/// Times of a day.
fn clocks() -> Vec<Sample> {
    words(&[
        "24:00:00",
        "23:59",
        "23:59:60",
        "23:60:00",
        "1:00:00",
        "23:59:59Z",
        "23:59:59.",
        "23:59:59.5 ",
        " 23:59:59",
        "23:59:59.1234567",
        "23:59:59,5",
    ])
}

/// Lengths of time.
fn spans() -> Vec<Sample> {
    let mut found = words(&[
        "PT1M",
        "P1D",
        "PT.5S",
        "PT1.S",
        "PT01S",
        "PT1.1234567S",
        "pt1s",
        "PT--1S",
        "-PT1S",
        "PT-1S",
        "PT0S",
        "-PT0S",
        "PT1S ",
        "PTS",
    ]);
    found.extend(
        ["PT9223372036854.775808S", "-PT9223372036854.775809S"].map(|text| with(Gap::SixtyFourBits, quoted(text))),
    );
    found.push(quoted("PT9223372036854.775807S"));
    found
}
