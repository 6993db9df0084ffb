//! A driver whose value is known only within limits: `50..400`, or `50..100..400` with the likely value.
//!
//! It models what a person can say of a figure that nobody measured. Between two numbers every value is as
//! likely as any other; of three the middle one is the likeliest, and the further from it the less likely,
//! in equal steps on each side. An invoice is made with the likely value; what the others would come to is
//! sampled, see [`crate::Sampler`]. It does not model values outside the two ends.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use thiserror::Error;

/// Between the numbers of a range.
const DOTS: &str = "..";

/// From the lowest to the highest value of a driver, both included, and the likely one.
///
/// The values between lie on a grid with as many decimal places as the driver's step and the range's own
/// numbers have: things that are counted stay whole.
///
/// ```
/// use whatif_pricing::{Value, Vocabulary};
/// let drivers = Vocabulary::standard();
/// let secrets = drivers.find("secrets").unwrap();
/// let Value::Range(range) = Value::read(drivers, secrets, "1k..2.5k").unwrap() else { panic!() };
/// assert_eq!(range.to_string(), "1000..2500");
/// assert_eq!(range.likely(), 1750.into());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    low: Decimal,
    likely: Decimal,
    high: Decimal,
    /// The likely value was said, rather than being the middle.
    peaked: bool,
    /// Decimal places of the grid.
    places: u32,
}

/// The reason why numbers are no range.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RangeError {
    /// Not two or three numbers.
    #[error("'{0}' is not a range: write low..high, such as 50..400, or low..likely..high")]
    Shape(String),
    /// The ends are the wrong way round.
    #[error("{low}..{high} runs backwards: write the lower number first, {high}..{low}")]
    Backwards {
        /// The number that stands first.
        low: Decimal,
        /// The number that stands last.
        high: Decimal,
    },
    /// The likely value lies outside.
    #[error("the likely value {likely} is outside {low} to {high}: write low..likely..high")]
    Outside {
        /// The value.
        likely: Decimal,
        /// The lowest value.
        low: Decimal,
        /// The highest value.
        high: Decimal,
    },
}

impl Range {
    /// Does a text mean a range, well written or not?
    pub(crate) fn is_meant(text: &str) -> bool {
        text.contains(DOTS)
    }

    /// The two or three parts of a text that means a range.
    pub(crate) fn parts(text: &str) -> Result<Vec<&str>, RangeError> {
        let parts: Vec<&str> = text.split(DOTS).map(str::trim).collect();
        if (2..=3).contains(&parts.len()) && !parts.contains(&"") {
            return Ok(parts);
        }
        let shown = text.chars().filter(|letter| !letter.is_control()).take(40).collect();
        Err(RangeError::Shape(shown))
    }

    /// From two numbers, or three, for a driver with this step.
    pub(crate) fn of(step: Decimal, numbers: &[Decimal]) -> Result<Self, RangeError> {
        let (low, high) = (numbers[0], numbers[numbers.len() - 1]);
        if high < low {
            return Err(RangeError::Backwards { low, high });
        }
        let step = step.normalize();
        let places = numbers.iter().fold(step.scale(), |places, number| places.max(number.scale()));
        let said = numbers.get(1).filter(|_| numbers.len() > 2).copied();
        if let Some(likely) = said.filter(|likely| !(low..=high).contains(likely)) {
            return Err(RangeError::Outside { likely, low, high });
        }
        let likely = said.unwrap_or_else(|| middle(low, high, places));
        Ok(Self { low, likely, high, peaked: said.is_some(), places })
    }

    /// The lowest value.
    #[must_use]
    pub const fn low(&self) -> Decimal {
        self.low
    }

    /// The value in the invoice: the one that was said, or else the middle, up to the next on the grid.
    #[must_use]
    pub const fn likely(&self) -> Decimal {
        self.likely
    }

    /// The highest value.
    #[must_use]
    pub const fn high(&self) -> Decimal {
        self.high
    }

    /// Was the likely value said? Otherwise all values are equally likely.
    #[must_use]
    pub const fn is_peaked(&self) -> bool {
        self.peaked
    }

    /// Decimal places of the values between the ends.
    pub(crate) const fn places(&self) -> u32 {
        self.places
    }

    /// The lowest, the likely and the highest value, counted in units of the last decimal place. They are
    /// below 10¹², and have at most six places: a word holds them.
    pub(crate) fn units(&self) -> [u64; 3] {
        [self.low, self.likely, self.high].map(|number| {
            let mut number = number;
            number.rescale(self.places);
            u64::try_from(number.mantissa()).unwrap_or_default()
        })
    }
}

/// Half way between, up to the next value with so many decimal places.
fn middle(low: Decimal, high: Decimal, places: u32) -> Decimal {
    let half = (low + high) / Decimal::TWO;
    half.round_dp_with_strategy(places, RoundingStrategy::AwayFromZero).normalize()
}

/// The text that reads back as this range.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, likely, high] = [self.low, self.likely, self.high].map(|it| it.normalize());
        if self.peaked { write!(f, "{low}..{likely}..{high}") } else { write!(f, "{low}..{high}") }
    }
}

#[cfg(test)]
mod tests {
    use crate::usage::value::Value;
    use crate::{Vocabulary, Workload};

    use super::*;

    fn read(driver: &str, text: &str) -> Result<Range, String> {
        let drivers = Vocabulary::standard();
        match Value::read(drivers, drivers.find(driver).unwrap(), text) {
            Ok(Value::Range(range)) => Ok(*range),
            Ok(other) => panic!("{text} is {other:?}"),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn two_numbers_have_their_middle_as_the_likely_value() {
        let range = read("secrets", "10..100").unwrap();
        assert_eq!([range.low(), range.likely(), range.high()], [10, 55, 100].map(Decimal::from));
        assert!(!range.is_peaked());
        // 10 + 101 = 111, and half a secret is none
        assert_eq!(read("secrets", "10..101").unwrap().likely(), 56.into());
    }

    #[test]
    fn three_numbers_say_the_likely_value_and_take_suffixes() {
        let range = read("calls", " 1k .. 2k .. 5k ").unwrap();
        assert_eq!(range.units(), [1_000, 2_000, 5_000]);
        assert!(range.is_peaked());
        assert_eq!(read("calls", "1,000..2M").unwrap().high(), 2_000_000.into());
    }

    #[test]
    fn a_range_has_the_finest_decimal_places_of_its_numbers() {
        let range = read("refresh_seconds", "0.25..2").unwrap();
        assert_eq!((range.places(), range.units()), (2, [25, 113, 200]));
        assert_eq!(range.likely(), Decimal::new(113, 2));
    }

    #[test]
    fn the_text_of_a_range_reads_back_as_it() {
        for text in ["10..100", "10..10", "50..100..400", "0..55..55", "1.5k..2.5k"] {
            let range = read("secrets", text).unwrap();
            assert_eq!(read("secrets", &range.to_string()), Ok(range), "{text}");
        }
        assert_eq!(read("secrets", "50.0..100.00..400").unwrap().to_string(), "50..100..400");
        // The middle is not said, so that another end moves it.
        assert_ne!(read("secrets", "10..100"), read("secrets", "10..55..100"));
    }

    #[test]
    fn what_is_no_range_is_refused_with_the_value_and_the_remedy() {
        let refused = |text: &str| read("regions", text).unwrap_err();
        assert_eq!(
            refused("400..50"),
            "Regions: 400..50 runs backwards: write the lower number first, 50..400"
        );
        assert_eq!(
            refused("50..500..400"),
            "Regions: the likely value 500 is outside 50 to 400: write low..likely..high"
        );
        assert_eq!(refused("0..4"), "Regions: 0 is too small: the range is 1 to 1,000,000,000,000");
        assert_eq!(
            refused("1..2..3..4"),
            "Regions: '1..2..3..4' is not a range: write low..high, such as 50..400, or low..likely..high"
        );
        assert!(refused("..4").contains("'..4' is not a range"), "{}", refused("..4"));
        assert!(refused("1..x").starts_with("Regions: 'x' is not a number"), "{}", refused("1..x"));
        assert!(refused("1..-2").starts_with("Regions: -2 is negative"), "{}", refused("1..-2"));
        assert!(refused("1..2T").contains("'2T' is not a number"), "{}", refused("1..2T"));
        assert!(refused("1..5000G").contains("5000G is too large"), "{}", refused("1..5000G"));
    }

    #[test]
    fn formulas_read_the_likely_value_and_a_range_may_take_the_place_of_a_formula() {
        let drivers = Vocabulary::standard();
        let mut workload = Workload::standard(drivers);
        workload.set_text("secrets", "50..100..400").unwrap();
        let value = |workload: &Workload, name: &str| {
            let usage = workload.usage(crate::Period::standard_month_terms()).unwrap();
            usage.value(drivers.find(name).unwrap())
        };
        // 100 secrets × 20 reads × 30 days
        assert_eq!(value(&workload, "calls"), crate::Ratio::from(60_000_u32));
        workload.set_text("calls", "1k..3k").unwrap();
        assert_eq!(value(&workload, "calls"), crate::Ratio::from(2_000_u32));
        let ranged: Vec<String> = workload
            .ranges()
            .map(|(driver, range)| format!("{}={range}", drivers[driver].name))
            .collect();
        assert_eq!(ranged, ["secrets=50..100..400", "calls=1000..3000"]);
    }
}
