//! An exact number: a decimal over a whole number.
//!
//! It models quotients that do not end, such as a price per hour by the second (÷ 3,600) or a month's
//! price by the day (÷ 31), so that a sum of parts equals the whole. A denominator of 1, by far the most
//! frequent, costs one comparison. It does not model irrational numbers and never rounds: what does not
//! fit is [`OutOfRange`].

use std::cmp::Ordering;

use rust_decimal::Decimal;
use thiserror::Error;

/// A result that 28 digits cannot hold exactly.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error(
    "a number in the calculation needs more than 28 digits: use smaller values or fewer decimal places"
)]
pub struct OutOfRange;

/// An exact number, `numerator / denominator`.
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
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    numerator: Decimal,
    denominator: u64,
}

impl Ratio {
    /// Zero.
    pub const ZERO: Self = Self { numerator: Decimal::ZERO, denominator: 1 };
    /// One.
    pub const ONE: Self = Self { numerator: Decimal::ONE, denominator: 1 };

    /// A whole or decimal number.
    #[must_use]
    pub const fn whole(numerator: Decimal) -> Self {
        Self { numerator, denominator: 1 }
    }

    /// `numerator / denominator` in lowest reachable terms.
    pub fn of(numerator: i64, denominator: i64) -> Result<Self, OutOfRange> {
        Self::whole(Decimal::from(numerator)).over(Self::whole(Decimal::from(denominator)))
    }

    /// Reads a plain decimal such as `0.013`; `None` where it is not one or has more than 28 digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Decimal::from_str_exact(text).ok().map(Self::whole)
    }

    /// Is it zero?
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.numerator.is_zero()
    }

    /// Is it below zero?
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.numerator.is_sign_negative() && !self.numerator.is_zero()
    }

    /// Is it a decimal that ends, and which?
    #[must_use]
    pub fn as_decimal(self) -> Option<Decimal> {
        (self.denominator == 1).then_some(self.numerator)
    }

    /// The exact numerator and denominator; the denominator is 1 wherever the number is a decimal that ends.
    #[must_use]
    pub const fn parts(self) -> (Decimal, u64) {
        (self.numerator, self.denominator)
    }

    /// The nearest decimal of 28 digits; exact where the quotient ends.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        let quotient = if self.denominator == 1 {
            self.numerator
        } else {
            self.numerator / Decimal::from(self.denominator)
        };
        quotient.normalize()
    }

    /// `self + other`.
    #[inline]
    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        if self.denominator == 1 && other.denominator == 1 {
            return Ok(Self::whole(add(self.numerator, other.numerator)?));
        }
        self.plus_over(other)
    }

    #[cold]
    fn plus_over(self, other: Self) -> Result<Self, OutOfRange> {
        let shared = gcd(self.denominator.into(), other.denominator.into());
        let shared = u64::try_from(shared).map_err(|_| OutOfRange)?;
        let left = mul(self.numerator, Decimal::from(other.denominator / shared))?;
        let right = mul(other.numerator, Decimal::from(self.denominator / shared))?;
        let denominator =
            (self.denominator / shared).checked_mul(other.denominator).ok_or(OutOfRange)?;
        Ok(Self { numerator: add(left, right)?, denominator }.reduced())
    }

    /// `self - other`.
    #[inline]
    pub fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        self.plus(Self { numerator: -other.numerator, ..other })
    }

    /// `self × other`.
    #[inline]
    pub fn times(self, other: Self) -> Result<Self, OutOfRange> {
        if self.denominator == 1 && other.denominator == 1 {
            return Ok(Self::whole(mul(self.numerator, other.numerator)?));
        }
        self.times_over(other)
    }

    #[cold]
    fn times_over(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right) =
            (self.reduced_by(other.denominator), other.reduced_by(self.denominator));
        let denominator = left.1.checked_mul(right.1).ok_or(OutOfRange)?;
        Ok(Self { numerator: mul(left.0, right.0)?, denominator }.reduced())
    }

    /// The numerator with what it shares with `denominator` taken out of both.
    fn reduced_by(self, denominator: u64) -> (Decimal, u64) {
        let whole = self.numerator.normalize();
        if denominator == 1 || whole.scale() != 0 {
            return (self.numerator, denominator);
        }
        let shared = gcd(whole.mantissa().unsigned_abs(), denominator.into());
        match u64::try_from(shared) {
            Ok(shared) if shared > 1 => (whole / Decimal::from(shared), denominator / shared),
            _ => (self.numerator, denominator),
        }
    }

    /// `self ÷ other`. Division by zero is [`OutOfRange`] too; ask [`Self::is_zero`] first to tell them apart.
    pub fn over(self, other: Self) -> Result<Self, OutOfRange> {
        if other.is_zero() {
            return Err(OutOfRange);
        }
        let divisor = other.numerator.normalize();
        let negative = divisor.is_sign_negative();
        // 1/0.025 = 1,000/25: the divisor's decimal places move into the numerator.
        let power = Decimal::from_i128_with_scale(10_i128.pow(divisor.scale()), 0);
        let whole = divisor.mantissa().unsigned_abs();
        let mut numerator = mul(self.numerator, Decimal::from(other.denominator))?;
        numerator = mul(numerator, power)?;
        numerator
            .set_sign_negative(numerator.is_sign_negative() != negative && !numerator.is_zero());
        Self::with_denominator(numerator, whole)?.divided_by(self.denominator)
    }

    fn with_denominator(numerator: Decimal, denominator: u128) -> Result<Self, OutOfRange> {
        let whole = numerator.normalize();
        let shared = if whole.scale() == 0 {
            gcd(whole.mantissa().unsigned_abs(), denominator).max(1)
        } else {
            1
        };
        let divisor = i128::try_from(shared).map_err(|_| OutOfRange)?;
        let numerator = if shared == 1 {
            whole
        } else {
            Decimal::try_from_i128_with_scale(whole.mantissa() / divisor, 0)
                .map_err(|_| OutOfRange)?
        };
        let denominator = u64::try_from(denominator / shared).map_err(|_| OutOfRange)?;
        Ok(Self { numerator, denominator }.reduced())
    }

    fn divided_by(self, denominator: u64) -> Result<Self, OutOfRange> {
        if denominator == 1 {
            return Ok(self);
        }
        let denominator = self.denominator.checked_mul(denominator).ok_or(OutOfRange)?;
        Ok(Self { denominator, ..self }.reduced())
    }

    /// A quotient that ends becomes a decimal: the denominator is 1 wherever it can be.
    fn reduced(self) -> Self {
        if self.denominator == 1 {
            return self;
        }
        let divisor = Decimal::from(self.denominator);
        let quotient = (self.numerator / divisor).normalize();
        match mul(quotient, divisor) {
            Ok(product) if product == self.numerator => Self::whole(quotient),
            _ => {
                let (numerator, denominator) = self.reduced_by(self.denominator);
                Self { numerator, denominator }
            }
        }
    }

    /// The greatest whole number not above it.
    pub fn floor(self) -> Result<Self, OutOfRange> {
        if self.denominator == 1 {
            return Ok(Self::whole(self.numerator.floor()));
        }
        let value = self.numerator.normalize();
        let divisor = 10_i128
            .checked_pow(value.scale())
            .and_then(|power| power.checked_mul(i128::from(self.denominator)))
            .ok_or(OutOfRange)?;
        let whole = value.mantissa().div_euclid(divisor);
        Decimal::try_from_i128_with_scale(whole, 0).map(Self::whole).map_err(|_| OutOfRange)
    }

    /// The smallest whole number not below it.
    #[inline]
    pub fn ceil(self) -> Result<Self, OutOfRange> {
        if self.denominator == 1 {
            return Ok(Self::whole(self.numerator.ceil()));
        }
        let floor = Self { numerator: -self.numerator, ..self }.floor()?;
        Ok(Self::whole(-floor.numerator))
    }

    /// The larger of the two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        if self < other { other } else { self }
    }

    /// The smaller of the two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }
}

impl Default for Ratio {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<u32> for Ratio {
    fn from(whole: u32) -> Self {
        Self::whole(Decimal::from(whole))
    }
}

impl From<i32> for Ratio {
    fn from(whole: i32) -> Self {
        Self::whole(Decimal::from(whole))
    }
}

impl From<i64> for Ratio {
    fn from(whole: i64) -> Self {
        Self::whole(Decimal::from(whole))
    }
}

impl From<Decimal> for Ratio {
    fn from(decimal: Decimal) -> Self {
        Self::whole(decimal)
    }
}

impl PartialEq for Ratio {
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
            return self.numerator.cmp(&other.numerator);
        }
        self.cmp_over(*other)
    }
}

impl Ratio {
    /// Compares unlike denominators crosswise, in 256 bits: 96 of a numerator, 64 of a denominator and 94
    /// of the power of ten that makes the decimal places alike.
    #[cold]
    fn cmp_over(self, other: Self) -> Ordering {
        let sign = |ratio: Self| match ratio {
            ratio if ratio.is_zero() => 0,
            ratio if ratio.is_negative() => -1,
            _ => 1,
        };
        let crosswise = |one: Self, two: Self| {
            let places = two.numerator.scale().saturating_sub(one.numerator.scale());
            wide_product(one.numerator.mantissa().unsigned_abs(), two.denominator, places)
        };
        let larger = || crosswise(self, other).cmp(&crosswise(other, self));
        match (sign(self), sign(other)) {
            (1, 1) => larger(),
            (-1, -1) => larger().reverse(),
            (one, two) => one.cmp(&two),
        }
    }
}

/// `mantissa × factor × 10^places`, the most significant 64 bits first.
#[expect(
    clippy::cast_possible_truncation,
    reason = "each limb keeps its 64 bits, the rest carries"
)]
fn wide_product(mantissa: u128, factor: u64, places: u32) -> [u64; 4] {
    let mut limbs = [0, 0, (mantissa >> 64) as u64, mantissa as u64];
    let first = places.min(19);
    for factor in [factor, 10_u64.pow(first), 10_u64.pow(places - first)] {
        let mut carry = 0;
        for limb in limbs.iter_mut().rev() {
            let product = u128::from(*limb) * u128::from(factor) + carry;
            *limb = product as u64;
            carry = product >> 64;
        }
    }
    limbs
}

/// `a + b` without rounding.
#[inline]
fn add(a: Decimal, b: Decimal) -> Result<Decimal, OutOfRange> {
    let sum = a.checked_add(b).ok_or(OutOfRange)?;
    if sum.scale() >= a.scale().max(b.scale()) { Ok(sum) } else { add_exactly(a, b) }
}

#[cold]
fn add_exactly(a: Decimal, b: Decimal) -> Result<Decimal, OutOfRange> {
    let (a, b) = (a.normalize(), b.normalize());
    let sum = a.checked_add(b).ok_or(OutOfRange)?;
    let exact = sum.scale() >= a.scale().max(b.scale()) || a.is_zero() || b.is_zero();
    if exact { Ok(sum) } else { Err(OutOfRange) }
}

/// `a × b` without rounding.
#[inline]
fn mul(a: Decimal, b: Decimal) -> Result<Decimal, OutOfRange> {
    let product = a.checked_mul(b).ok_or(OutOfRange)?;
    if product.scale() == a.scale() + b.scale() { Ok(product) } else { mul_exactly(a, b) }
}

#[cold]
fn mul_exactly(a: Decimal, b: Decimal) -> Result<Decimal, OutOfRange> {
    if a.is_zero() || b.is_zero() {
        return Ok(Decimal::ZERO);
    }
    let (a, b) = (a.normalize(), b.normalize());
    let product = a.checked_mul(b).ok_or(OutOfRange)?;
    if product.scale() == a.scale() + b.scale() { Ok(product) } else { Err(OutOfRange) }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(text: &str) -> Ratio {
        Ratio::parse(text).unwrap()
    }

    #[test]
    fn quotients_that_end_become_decimals() {
        let eighth = ratio("1").over(ratio("8")).unwrap();
        assert_eq!(eighth.as_decimal(), Some(Decimal::new(125, 3)));
        assert_eq!(ratio("1").over(ratio("0.025")).unwrap().as_decimal(), Some(Decimal::from(40)));
    }

    #[test]
    fn thirty_one_days_of_a_thirty_first_are_the_whole() {
        let day = ratio("0.4").over(ratio("31")).unwrap();
        let month = (0..31).try_fold(Ratio::ZERO, |sum, _| sum.plus(day)).unwrap();
        assert_eq!(month.as_decimal().map(|sum| sum.normalize()), Some(Decimal::new(4, 1)));
    }

    #[test]
    fn unlike_denominators_add() {
        let sum = Ratio::of(1, 3).unwrap().plus(Ratio::of(1, 6).unwrap()).unwrap();
        assert_eq!(sum, ratio("0.5"));
    }

    #[test]
    fn floor_and_ceil_hold_below_zero() {
        let third = Ratio::of(-1, 3).unwrap();
        assert_eq!(third.floor().unwrap(), ratio("-1"));
        assert_eq!(third.ceil().unwrap(), ratio("0"));
        assert_eq!(Ratio::of(7, 3).unwrap().ceil().unwrap(), ratio("3"));
    }

    #[test]
    fn numbers_that_differ_past_28_digits_compare_as_different() {
        let third = Ratio { numerator: Decimal::from(1), denominator: 3 };
        let near = ratio("0.3333333333333333333333333333");
        assert_eq!(near.cmp(&third), Ordering::Less);
        assert_eq!(third.cmp(&near), Ordering::Greater);
        let minus = |ratio: Ratio| Ratio { numerator: -ratio.numerator, ..ratio };
        assert!(minus(near) > minus(third) && minus(third) < near);
        let largest = Ratio { numerator: Decimal::MAX, denominator: u64::MAX };
        assert!(largest > third && largest.cmp(&largest).is_eq());
    }

    #[test]
    fn a_product_past_28_digits_is_refused_and_never_rounded() {
        let wide = ratio("123456789012.123456");
        assert_eq!(wide.times(ratio("123456789012.123456789012")).unwrap_err(), OutOfRange);
        assert_eq!(
            ratio("9999999999999999999999999999").plus(ratio("0.5")).unwrap_err(),
            OutOfRange
        );
    }

    #[test]
    fn trailing_zeros_do_not_make_a_product_too_long() {
        let padded = ratio("100000000000.000000000000");
        assert_eq!(padded.times(padded).unwrap(), ratio("10000000000000000000000"));
    }
}
