//! Two ways of doing the same thing, in turn. In: how long each batch took. Out: medians, and the median of the ratios.

use std::time::Duration;

/// How often each side does its batch.
pub const ROUNDS: usize = 61;

/// The times of both sides, round by round.
#[derive(Default)]
pub struct Pairs(Vec<(Duration, Duration)>);

impl Pairs {
    /// Adds a round.
    pub fn add(&mut self, one: Duration, other: Duration) {
        self.0.push((one, other));
    }

    /// Prints the medians per unit of work, and how much faster the first side is than the second.
    pub fn print(&self, what: &str, units: usize) {
        let of = |side: fn(&(Duration, Duration)) -> Duration| {
            let times = self.0.iter().map(|pair| side(pair).as_secs_f64() * 1e6 / units as f64);
            median(times.collect())
        };
        let ratio = median(self.0.iter().map(|(one, other)| other.as_secs_f64() / one.as_secs_f64()).collect());
        println!("{what:<28} {:>7.1} us {:>7.1} us {ratio:>6.2}x", of(|pair| pair.0), of(|pair| pair.1));
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
