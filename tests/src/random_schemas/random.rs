//! A small generator of numbers. In: a seed. Out: the same numbers for the same seed, on every machine. Choices are made
//! by what a candidate is, not by where it stands, so that taking one away leaves the other choices as they were.

/// A stream of numbers.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    #[expect(
        clippy::should_implement_trait,
        reason = "the stream never ends: there is nothing to match on"
    )]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        finish(self.0)
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).expect("below a usize")
    }

    pub fn range(&mut self, least: i64, most: i64) -> i64 {
        let span = (most as i128 - least as i128 + 1) as u128;
        (least as i128 + (u128::from(self.next()) % span) as i128) as i64
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// One number out of two.
pub fn mix(a: u64, b: u64) -> u64 {
    finish(a ^ finish(b.wrapping_add(0x9E37_79B9_7F4A_7C15)))
}

/// The candidate that a seed prefers.
pub fn choose<T: Copy>(seed: u64, candidates: impl IntoIterator<Item = T>, id: impl Fn(T) -> u64) -> Option<T> {
    candidates.into_iter().min_by_key(|&candidate| mix(seed, id(candidate)))
}

fn finish(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
