//! What becomes of values when a column's type changes: every pair of kinds, on real servers, against code of our own.

mod expected;
mod postgres;
mod samples;
mod sqlite;
mod storage;

use driftless_catalog::{Dialect, Origin, Unseen};
use driftless_migrate::convert::{Conversion, convert};

use samples::{Sample, samples};

/// A column of a sample.
fn column(dialect: Dialect, name: &str, sample: &Sample) -> driftless_catalog::Column {
    driftless_catalog::Column {
        name: name.to_owned(),
        ty: sample.ty(dialect).to_owned(),
        nullable: true,
        default: None,
        generated: None,
        identity: false,
        comment: None,
        extras: Vec::new(),
        meaning: Unseen(Some(sample.meaning())),
        origin: Origin::default(),
    }
}

/// The conversion between two samples; the column has a name that inner queries use, too.
fn conversion(dialect: Dialect, before: &Sample, after: &Sample) -> Conversion {
    convert(
        dialect,
        &column(dialect, "digits", before),
        &column(dialect, "digits", after),
    )
}

#[test]
fn both_dialects_agree_on_what_is_possible() {
    let samples = samples();
    let (mut same, mut converted, mut impossible) = (0, 0, 0);
    for before in samples.iter().filter(|sample| sample.usual) {
        for after in samples.iter().filter(|sample| sample.usual) {
            let both = Dialect::ALL.map(|dialect| conversion(dialect, before, after));
            match &both {
                [Conversion::Same, Conversion::Same] => same += 1,
                [Conversion::Impossible, Conversion::Impossible] => impossible += 1,
                [Conversion::Converted(left), Conversion::Converted(right)] => {
                    assert_eq!(left.loss, right.loss, "{} to {}", before.name, after.name);
                    assert_eq!(left.guard.is_some(), right.guard.is_some());
                    converted += 1;
                }
                _ => panic!("{} to {}: {both:#?}", before.name, after.name),
            }
        }
    }
    println!("{same} pairs are the same, {converted} are converted, {impossible} are impossible");
    assert!(converted > 100);
}
