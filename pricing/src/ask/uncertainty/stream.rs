//! The values of one ranged driver, one after the other.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rust_decimal::Decimal;

use crate::number::ratio::Ratio;
use crate::usage::range::Range;

/// A stream of values from a range.
///
/// All is done in whole numbers, counted in units of the range's grid. A flat range draws each value alike.
/// A peaked one draws a value with a weight that rises in equal steps from the lowest to the likely value
/// and falls in equal steps to the highest, by the following construction, which needs no root. With `l`
/// units below the likely value and `r` above it, the weight of the likely value is `(l+1)(r+1)`, and the
/// one `i` above the lowest has `(i+1)(r+1)`. All together are `(l+1)(r+1)(l+2+r) ÷ 2`, of which those below
/// the likely value are `l` parts of `l+2+r`, the likely value itself 2 parts and those above it `r` parts.
/// So one draw takes the side. On a side of `n` values with weights 1, 2 … `n`, the greater of `x − 1` and
/// `y`, with `x` drawn from 0 to `n` and `y` from 0 to `n − 1`, is at most `i` in `(i+1)(i+2)` of `n(n+1)`
/// cases, which is what their weights add up to.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    generator: ChaCha8Rng,
    low: u64,
    likely: u64,
    high: u64,
    is_peaked: bool,
    places: u32,
}

impl Stream {
    /// The stream of a driver, by its name, under a seed.
    pub(super) fn new(seed: u64, driver: &str, range: &Range) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(number_of(driver));
        let [low, likely, high] = range.units();
        let (is_peaked, places) = (range.is_peaked(), range.places());
        Self { generator, low, likely, high, is_peaked, places }
    }

    /// The next value.
    pub(super) fn draw(&mut self) -> Ratio {
        let units = if self.is_peaked { self.peaked() } else { self.flat() };
        Ratio::whole(Decimal::from_i128_with_scale(units.into(), self.places))
    }

    fn flat(&mut self) -> u64 {
        self.low + self.below(self.high - self.low + 1)
    }

    fn peaked(&mut self) -> u64 {
        let (below, above) = (self.likely - self.low, self.high - self.likely);
        let side = self.below(below + 2 + above);
        if side < below {
            self.low + self.rising(below)
        } else if side < below + 2 {
            self.likely
        } else {
            self.high - self.rising(above)
        }
    }

    /// Of the values 0 to `count - 1`, each with one more than itself as its weight.
    fn rising(&mut self, count: u64) -> u64 {
        let first = self.below(count + 1);
        let second = self.below(count);
        first.saturating_sub(1).max(second)
    }

    /// A whole number from 0 to `bound - 1`, each alike: the upper half of a product, but for the few draws
    /// that would favour some numbers (Lemire, "Fast random integer generation in an interval", 2019).
    fn below(&mut self, bound: u64) -> u64 {
        let uneven = u128::from(bound.wrapping_neg() % bound);
        loop {
            let product = u128::from(self.generator.next_u64()) * u128::from(bound);
            if product & u128::from(u64::MAX) >= uneven {
                return u64::try_from(product >> 64).unwrap_or_default();
            }
        }
    }
}

/// A number for a name, the same wherever the name stands in the vocabulary (FNV-1a).
fn number_of(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::{Value, Vocabulary};

    use super::*;

    fn stream(seed: u64, driver: &str, text: &str) -> Stream {
        let drivers = Vocabulary::standard();
        let value = Value::read(drivers, drivers.find(driver).unwrap(), text).unwrap();
        let Value::Range(range) = value else { panic!("{text} is no range") };
        Stream::new(seed, driver, &range)
    }

    /// Counts how often each value comes in so many draws.
    fn counts(text: &str, draws: u32) -> BTreeMap<String, u32> {
        let mut stream = stream(1, "secrets", text);
        let mut counts = BTreeMap::new();
        for _ in 0..draws {
            *counts.entry(crate::plain(stream.draw())).or_default() += 1;
        }
        counts
    }

    /// Within five standard deviations of what is expected: √(60,000 × 1/4) is below 123.
    fn about(counted: u32, expected: u32) -> bool {
        counted.abs_diff(expected) < 615
    }

    #[test]
    fn a_seed_and_a_driver_give_the_same_values_on_every_machine() {
        let drawn = |seed, driver: &str| {
            let mut stream = stream(seed, driver, "0..999999");
            [(); 4].map(|()| crate::plain(stream.draw()))
        };
        assert_eq!(drawn(1, "secrets"), FIRST);
        assert_ne!(drawn(2, "secrets"), FIRST);
        assert_ne!(drawn(1, "keys"), FIRST);
    }

    /// As a second program makes them, from the definition of `ChaCha8`.
    const FIRST: [&str; 4] = ["547460", "256437", "158649", "550890"];

    #[test]
    fn a_flat_range_draws_every_value_alike_and_its_ends_too() {
        let counts = counts("10..15", 60_000);
        assert_eq!(counts.keys().collect::<Vec<_>>(), ["10", "11", "12", "13", "14", "15"]);
        assert!(counts.values().all(|count| about(*count, 10_000)), "{counts:?}");
    }

    #[test]
    fn a_peaked_range_draws_with_weights_in_equal_steps() {
        // l = 3, r = 1: weights 2, 4, 6, 8, 4 of 24
        let counts = counts("0..3..4", 60_000);
        let expected = [("0", 5_000), ("1", 10_000), ("2", 15_000), ("3", 20_000), ("4", 10_000)];
        assert_eq!(counts.len(), expected.len());
        for (value, expected) in expected {
            assert!(about(counts[value], expected), "{value}: {counts:?}");
        }
    }

    #[test]
    fn a_likely_value_at_an_end_is_still_the_likeliest() {
        // weights 3, 2, 1 of 6
        let counts = counts("7..7..9", 60_000);
        for (value, expected) in [("7", 30_000), ("8", 20_000), ("9", 10_000)] {
            assert!(about(counts[value], expected), "{value}: {counts:?}");
        }
    }

    #[test]
    fn a_range_of_one_value_draws_that_value() {
        for text in ["7..7", "7..7..7"] {
            assert_eq!(counts(text, 100).into_iter().collect::<Vec<_>>(), [("7".to_owned(), 100)]);
        }
    }

    #[test]
    fn the_widest_range_stays_within_its_ends() {
        for text in ["0..1000G", "0..0.000001..1000G", "0..1000G..1000G"] {
            let mut stream = stream(3, "secrets", text);
            for _ in 0..1_000 {
                let value = stream.draw();
                assert!(value >= Ratio::ZERO && value <= Ratio::from(1_000_000_000_000_i64));
            }
        }
    }
}
