//! An exact number: a decimal over a whole number.
//!
//! It models quotients that do not end, such as a price per hour by the second (÷ 3,600) or a month's
//! price by the day (÷ 31), so that a sum of parts equals the whole. It has 38 digits, and its value is
//! below 7.9 × 10²⁸, so that it can be written as a decimal. It does not model irrational numbers and
//! never rounds: what does not fit is [`OutOfRange`].
//!
//! By far the most numbers are decimals of at most 18 digits; sums and products of those take a few
//! machine instructions.

mod integer;
mod word;

use std::cmp::Ordering;
use std::num::NonZeroU64;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub(crate) use word::{Exact, Word};

use integer::{fits_decimal, gcd, power, product, raised, wide_product};

/// A result that 38 digits cannot hold exactly, or one above 7.9 × 10²⁸.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "a number in the calculation has too many digits: use smaller values or fewer decimal places"
)]
pub struct OutOfRange;

/// The most decimal places.
const PLACES_MAX: u32 = 38;
const WHOLE: NonZeroU64 = NonZeroU64::MIN;

/// An exact number, `mantissa ÷ 10^places ÷ denominator`.
///
/// ```
/// use whatif_pricing::Ratio;
/// // 3.6 per hour for 30 seconds and for 2,746 seconds: the division by 3,600 comes last.
/// let price = Ratio::parse("3.6").unwrap();
/// let seconds = |n: u32| price.times(Ratio::from(n)).unwrap().over(Ratio::from(3600)).unwrap();
/// assert_eq!(seconds(30).plus(seconds(2746)).unwrap(), Ratio::parse("2.776").unwrap());
/// // A third, three times, is one.
/// let third = Ratio::ONE.over(Ratio::from(3)).unwrap();
/// assert_eq!(third.times(Ratio::from(3)).unwrap(), Ratio::ONE);
/// ```
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Ratio {
    mantissa: i128,
    /// In lowest terms with the mantissa, and without factors of 2 and 5 while the places last: 1 for
    /// every decimal that ends.
    denominator: NonZeroU64,
    places: u32,
}

impl Ratio {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, denominator: WHOLE, places: 0 };
    /// One.
    pub const ONE: Self = Self { mantissa: 1, denominator: WHOLE, places: 0 };

    /// A whole or decimal number.
    #[inline]
    #[must_use]
    pub const fn whole(decimal: Decimal) -> Self {
        Self { mantissa: decimal.mantissa(), denominator: WHOLE, places: decimal.scale() }
    }

    /// `numerator ÷ denominator`.
    pub fn of(numerator: i64, denominator: i64) -> Result<Self, OutOfRange> {
        Self::from(numerator).over(Self::from(denominator))
    }

    /// Reads a plain decimal such as `0.013`; `None` if it is not one or has more than 28 digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Decimal::from_str_exact(text).ok().map(Self::whole)
    }

    /// Is it zero?
    #[inline]
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Is it below zero?
    #[inline]
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Is it a decimal of up to 28 digits, and which?
    #[must_use]
    pub fn as_decimal(self) -> Option<Decimal> {
        let number = self.trimmed();
        let ends = number.denominator == WHOLE;
        ends.then(|| Decimal::try_from_i128_with_scale(number.mantissa, number.places).ok())?
    }

    /// Mantissa, decimal places and denominator: the number is `mantissa ÷ 10^places ÷ denominator`, and
    /// the denominator is 1 where it is a decimal that ends.
    #[must_use]
    pub const fn parts(self) -> (i128, u32, u64) {
        (self.mantissa, self.places, self.denominator.get())
    }

    /// The nearest decimal of 28 digits; exact where it has no more.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        self.as_decimal().unwrap_or_else(|| self.nearest_decimal()).normalize()
    }

    /// Written out to more digits than a decimal holds; reading that rounds to the nearest.
    #[cold]
    fn nearest_decimal(self) -> Decimal {
        let denominator = u128::from(self.denominator.get());
        let magnitude = self.mantissa.unsigned_abs();
        let mut digits = (magnitude / denominator).to_string();
        let mut remainder = magnitude % denominator;
        let mut places = self.places as usize;
        while remainder != 0 && places < 45 {
            let next = remainder * 10;
            digits.push_str(&(next / denominator).to_string());
            remainder = next % denominator;
            places += 1;
        }
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        let sign = if self.is_negative() { "-" } else { "" };
        let text = format!("{sign}{whole}.{fraction}");
        text.parse().expect("its value is bounded, so it can be written as a decimal")
    }

    /// `self + other`.
    #[inline]
    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        if self.denominator == WHOLE && other.denominator == WHOLE {
            let places = self.places.max(other.places);
            let left = raised(self.mantissa, places - self.places);
            let right = raised(other.mantissa, places - other.places);
            if let (Some(left), Some(right)) = (left, right) {
                let sum = left.wrapping_add(right); // of two that raised() keeps below 2^126
                if fits_decimal(sum) {
                    return Ok(Self { mantissa: sum, denominator: WHOLE, places });
                }
            }
        }
        self.plus_unlike(other)
    }

    #[cold]
    fn plus_unlike(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right) = (self.trimmed(), other.trimmed());
        let places = left.places.max(right.places);
        let shared = gcd(left.denominator.get().into(), right.denominator.get().into());
        let scaled = |one: Self, other: Self| {
            let factor = i128::try_from(u128::from(other.denominator.get()) / shared).ok()?;
            let mantissa = one.mantissa.checked_mul(power(places - one.places)?)?;
            mantissa.checked_mul(factor)
        };
        let (a, b) = scaled(left, right).zip(scaled(right, left)).ok_or(OutOfRange)?;
        let sum = a.checked_add(b).ok_or(OutOfRange)?;
        let denominator = u128::from(left.denominator.get()) / shared;
        let denominator = denominator * u128::from(right.denominator.get());
        Self::reduced(sum, places, denominator)
    }

    /// `self - other`.
    #[inline]
    pub fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        self.plus(other.negated())
    }

    #[inline]
    const fn negated(self) -> Self {
        Self { mantissa: -self.mantissa, ..self }
    }

    /// `self × other`.
    #[inline]
    pub fn times(self, other: Self) -> Result<Self, OutOfRange> {
        let places = self.places + other.places;
        let whole = self.denominator == WHOLE && other.denominator == WHOLE;
        if let (true, 0..=PLACES_MAX, Some(mantissa)) =
            (whole, places, product(self.mantissa, other.mantissa))
        {
            return Ok(Self { mantissa, denominator: WHOLE, places });
        }
        self.times_unlike(other)
    }

    #[cold]
    fn times_unlike(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right) = (self.trimmed(), other.trimmed());
        let (a, right_denominator) = lowest(left.mantissa, right.denominator.get().into());
        let (b, left_denominator) = lowest(right.mantissa, left.denominator.get().into());
        let mantissa = a.checked_mul(b).ok_or(OutOfRange)?;
        Self::reduced(mantissa, left.places + right.places, left_denominator * right_denominator)
    }

    /// `self ÷ other`. Division by zero is [`OutOfRange`] too; ask [`Self::is_zero`] first to tell them
    /// apart.
    #[inline]
    pub fn over(self, other: Self) -> Result<Self, OutOfRange> {
        let whole = self.denominator == WHOLE && other.denominator == WHOLE;
        if let (true, Ok(dividend), Ok(divisor)) =
            (whole, i64::try_from(self.mantissa), i64::try_from(other.mantissa))
            && self.places >= other.places
            && dividend.checked_rem(divisor) == Some(0)
        {
            let mantissa = i128::from(dividend) / i128::from(divisor);
            return Ok(Self { mantissa, denominator: WHOLE, places: self.places - other.places });
        }
        self.over_unlike(other)
    }

    #[cold]
    fn over_unlike(self, other: Self) -> Result<Self, OutOfRange> {
        if other.is_zero() {
            return Err(OutOfRange);
        }
        let (dividend, divisor) = (self.trimmed(), other.trimmed());
        let (above, below) = lowest(dividend.mantissa, divisor.mantissa.unsigned_abs());
        let (factor, denominator) =
            lowest(divisor.denominator.get().into(), dividend.denominator.get().into());
        // 1 ÷ 0.025 = 1,000 ÷ 25: the divisor's decimal places move to the dividend.
        let moved = divisor.places.saturating_sub(dividend.places);
        let places = dividend.places.saturating_sub(divisor.places);
        let (power, below) = lowest(power(moved).ok_or(OutOfRange)?, below);
        let mantissa = above.checked_mul(factor).and_then(|above| above.checked_mul(power));
        let mantissa = mantissa.ok_or(OutOfRange)? * divisor.mantissa.signum();
        Self::reduced(mantissa, places, below.checked_mul(denominator).ok_or(OutOfRange)?)
    }

    /// A word that may not be in lowest terms. Its value is far from what is out of range.
    #[cold]
    #[inline(never)]
    fn of_word(mantissa: i64, places: u32, denominator: u32) -> Self {
        let reduced = Self::reduced(mantissa.into(), places, denominator.into());
        reduced.expect("a word has at most 19 digits and 18 places")
    }

    /// In lowest terms; factors of 2 and 5 leave the denominator for decimal places.
    fn reduced(mantissa: i128, places: u32, denominator: u128) -> Result<Self, OutOfRange> {
        let (mut mantissa, mut denominator) = lowest(mantissa, denominator);
        let mut places = places;
        for (divisor, factor) in [(2, 5), (5, 2)] {
            while denominator % divisor == 0 && places < PLACES_MAX {
                let Some(larger) = mantissa.checked_mul(factor) else { break };
                (mantissa, places) = (larger, places + 1);
                denominator /= divisor;
            }
        }
        let denominator = u64::try_from(denominator).ok().and_then(NonZeroU64::new);
        Self { mantissa, denominator: denominator.ok_or(OutOfRange)?, places }.trimmed().bounded()
    }

    /// Without zeros at the end of its decimal places.
    fn trimmed(self) -> Self {
        let mut number = self;
        while number.places > 0 && number.mantissa % 10 == 0 {
            number.mantissa /= 10;
            number.places -= 1;
        }
        number
    }

    /// Refuses what cannot be written as a decimal, even rounded.
    fn bounded(self) -> Result<Self, OutOfRange> {
        let rounded_up = |whole: i128| whole.saturating_abs().saturating_add(1);
        let bounded = fits_decimal(self.mantissa)
            || self.floored().is_some_and(|whole| fits_decimal(rounded_up(whole)));
        let sound = bounded && self.places <= PLACES_MAX && self.mantissa != i128::MIN;
        if sound { Ok(self) } else { Err(OutOfRange) }
    }

    /// The greatest whole number not above it.
    #[inline]
    pub fn floor(self) -> Result<Self, OutOfRange> {
        if self.places == 0 && self.denominator == WHOLE {
            return Ok(self);
        }
        let mantissa = self.floored().ok_or(OutOfRange)?;
        Ok(Self { mantissa, denominator: WHOLE, places: 0 })
    }

    #[inline]
    fn floored(self) -> Option<i128> {
        if let (WHOLE, Ok(mantissa), 0..=18) =
            (self.denominator, i64::try_from(self.mantissa), self.places)
        {
            return Some(mantissa.div_euclid(10_i64.pow(self.places)).into());
        }
        let whole_part = self.mantissa.div_euclid(i128::from(self.denominator.get()));
        Some(whole_part.div_euclid(power(self.places)?))
    }

    /// The smallest whole number not below it.
    #[inline]
    pub fn ceil(self) -> Result<Self, OutOfRange> {
        Ok(self.negated().floor()?.negated())
    }

    /// The larger of the two.
    #[inline]
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        if self < other { other } else { self }
    }

    /// The smaller of the two.
    #[inline]
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }

    /// Compares crosswise, in 320 bits: 127 of a mantissa, 64 of a denominator and 127 of the power of ten
    /// that makes the decimal places alike.
    #[cold]
    fn cmp_unlike(self, other: Self) -> Ordering {
        let crosswise = |one: Self, two: Self| {
            let places = two.places.saturating_sub(one.places);
            wide_product(one.mantissa.unsigned_abs(), two.denominator.get(), places)
        };
        let larger = || crosswise(self, other).cmp(&crosswise(other, self));
        match (self.mantissa.signum(), other.mantissa.signum()) {
            (1, 1) => larger(),
            (-1, -1) => larger().reverse(),
            (one, two) => one.cmp(&two),
        }
    }
}

/// Both without what they share.
fn lowest(mantissa: i128, denominator: u128) -> (i128, u128) {
    let shared = gcd(mantissa.unsigned_abs(), denominator);
    match i128::try_from(shared) {
        Ok(divisor) if divisor > 1 => (mantissa / divisor, denominator / shared),
        _ => (mantissa, denominator),
    }
}

impl Default for Ratio {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<u32> for Ratio {
    fn from(whole: u32) -> Self {
        Self::from(i64::from(whole))
    }
}

impl From<i32> for Ratio {
    fn from(whole: i32) -> Self {
        Self::from(i64::from(whole))
    }
}

impl From<i64> for Ratio {
    fn from(whole: i64) -> Self {
        Self { mantissa: whole.into(), denominator: WHOLE, places: 0 }
    }
}

impl From<Decimal> for Ratio {
    fn from(decimal: Decimal) -> Self {
        Self::whole(decimal)
    }
}

impl PartialEq for Ratio {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ratio {}

impl PartialOrd for Ratio {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            let places = self.places.max(other.places);
            let left = raised(self.mantissa, places - self.places);
            let right = raised(other.mantissa, places - other.places);
            if let (Some(left), Some(right)) = (left, right) {
                return left.cmp(&right);
            }
        }
        self.cmp_unlike(*other)
    }
}

#[cfg(test)]
mod tests;
