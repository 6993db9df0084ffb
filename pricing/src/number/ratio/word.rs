//! Exact numbers in two machine words, for the calculations that repeat many times a second.
//!
//! The evaluation is written once, over [`Exact`], and runs first on [`Word`]s: nearly every price and
//! quantity fits one, and a word is calculated with and handed over in registers. What does not fit is
//! [`OutOfRange`] there, and is calculated again with [`Ratio`]s. Neither ever rounds, so both agree.

use std::cmp::Ordering;

use super::integer::gcd_of_small;
use super::{OutOfRange, Ratio, WHOLE};

/// A number that the evaluation calculates with.
pub(crate) trait Exact: Copy {
    const ZERO: Self;
    const ONE: Self;
    fn of(ratio: &Ratio) -> Result<Self, OutOfRange>;
    fn of_word(word: Word) -> Self;
    fn ratio(self) -> Ratio;

    /// Writes it where it stays: moving it costs more than that.
    #[inline]
    fn write(self, to: &mut Ratio) {
        *to = self.ratio();
    }

    fn plus(self, other: Self) -> Result<Self, OutOfRange>;
    fn minus(self, other: Self) -> Result<Self, OutOfRange>;
    fn times(self, other: Self) -> Result<Self, OutOfRange>;
    fn over(self, other: Self) -> Result<Self, OutOfRange>;
    fn floor(self) -> Result<Self, OutOfRange>;
    fn compare(self, other: Self) -> Result<Ordering, OutOfRange>;

    #[inline]
    fn ceil(self) -> Result<Self, OutOfRange> {
        Self::ZERO.minus(Self::ZERO.minus(self)?.floor()?)
    }

    #[inline]
    fn sign(self) -> Result<Ordering, OutOfRange> {
        self.compare(Self::ZERO)
    }

    /// Fails only for numbers that stand for several, of which some are zero.
    #[inline]
    fn is_zero(self) -> Result<bool, OutOfRange> {
        Ok(self.sign()?.is_eq())
    }

    /// The number of times that the other goes into it whole: the quotient, rounded down.
    #[inline]
    fn floor_over(self, other: Self) -> Result<Self, OutOfRange> {
        self.over(other)?.floor()
    }

    /// The quotient, rounded up.
    #[inline]
    fn ceil_over(self, other: Self) -> Result<Self, OutOfRange> {
        Self::ZERO.minus(Self::ZERO.minus(self)?.floor_over(other)?)
    }

    /// The larger of the two.
    #[inline]
    fn at_least(self, other: Self) -> Result<Self, OutOfRange> {
        Ok(if self.compare(other)?.is_lt() { other } else { self })
    }

    /// The smaller of the two.
    #[inline]
    fn at_most(self, other: Self) -> Result<Self, OutOfRange> {
        Ok(if self.compare(other)?.is_gt() { other } else { self })
    }
}

impl Exact for Ratio {
    const ZERO: Self = Self::ZERO;
    const ONE: Self = Self::ONE;

    fn of(ratio: &Ratio) -> Result<Self, OutOfRange> {
        Ok(*ratio)
    }

    fn of_word(word: Word) -> Self {
        word.ratio()
    }

    fn ratio(self) -> Ratio {
        self
    }

    fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        Self::plus(self, other)
    }

    fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        Self::minus(self, other)
    }

    fn times(self, other: Self) -> Result<Self, OutOfRange> {
        Self::times(self, other)
    }

    fn over(self, other: Self) -> Result<Self, OutOfRange> {
        Self::over(self, other)
    }

    fn floor(self) -> Result<Self, OutOfRange> {
        Self::floor(self)
    }

    fn compare(self, other: Self) -> Result<Ordering, OutOfRange> {
        Ok(self.cmp(&other))
    }
}

/// `mantissa ÷ 10^places ÷ denominator`, with at most 18 places. Two machine words, so that it is calculated with
/// and handed over in registers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    mantissa: i64,
    /// The denominator, which is 1 for every decimal that ends, and below it the places. Not always in lowest
    /// terms.
    scale: u32,
}

/// Bits of the places in a scale.
const PLACES_BITS: u32 = 5;
/// The scale of a whole number.
const UNIT: u32 = 1 << PLACES_BITS;

impl Default for Word {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Word {
    /// Stands where a number does not fit a word.
    pub const NONE: Self = Self { mantissa: 0, scale: 0 };

    /// The number, unless it stands where one does not fit.
    #[inline]
    pub fn known(self) -> Result<Self, OutOfRange> {
        if self.scale == Self::NONE.scale { Err(OutOfRange) } else { Ok(self) }
    }
}

/// The powers of ten that a word holds.
const POWERS: [i64; 19] = {
    let mut powers = [1; 19];
    let mut place = 1;
    while place < powers.len() {
        powers[place] = powers[place - 1] * 10;
        place += 1;
    }
    powers
};

impl Word {
    #[inline]
    const fn decimal(mantissa: i64, places: u32) -> Self {
        Self { mantissa, scale: UNIT + places }
    }

    /// Its decimal places.
    #[inline]
    pub const fn places(self) -> u32 {
        self.scale % UNIT
    }

    /// The same number with more decimal places. Unchanged if it is no decimal, or does not fit with them.
    pub fn with_places(self, places: u32) -> Self {
        let more = places.checked_sub(self.places()).filter(|_| self.is_decimal());
        let power = more.and_then(|more| POWERS.get(more as usize));
        match power.and_then(|power| self.mantissa.checked_mul(*power)) {
            Some(mantissa) => Self::decimal(mantissa, places),
            None => self,
        }
    }

    #[inline]
    const fn denominator(self) -> u32 {
        self.scale / UNIT
    }

    #[inline]
    const fn is_decimal(self) -> bool {
        self.scale < 2 * UNIT
    }

    /// Both mantissas, with the decimal places and the denominator made alike, and the scale of both.
    #[expect(
        clippy::inline_always,
        reason = "a call costs more than its work, see benches/quote.rs"
    )]
    #[inline(always)]
    fn alike(self, other: Self) -> Result<(i64, i64, u32), OutOfRange> {
        if self.scale == other.scale {
            return Ok((self.mantissa, other.mantissa, self.scale));
        }
        if !(self.is_decimal() && other.is_decimal()) {
            return self.alike_over(other);
        }
        let scale = self.scale.max(other.scale);
        let raised = |word: Self| {
            let power = POWERS.get((scale - word.scale) as usize)?;
            word.mantissa.checked_mul(*power)
        };
        let (left, right) = raised(self).zip(raised(other)).ok_or(OutOfRange)?;
        Ok((left, right, scale))
    }

    #[cold]
    #[inline(never)]
    fn alike_over(self, other: Self) -> Result<(i64, i64, u32), OutOfRange> {
        let has_one = self.is_decimal() || other.is_decimal();
        let denominators = (self.denominator().into(), other.denominator().into());
        let shared = if has_one { 1 } else { gcd_of_small(denominators.0, denominators.1) };
        let [own, its] = [self, other].map(|it| u64::from(it.denominator()) / shared);
        let denominator = u64::from(self.denominator()).checked_mul(its).ok_or(OutOfRange)?;
        let places = self.places().max(other.places());
        let raised = |word: Self, factor: u64| {
            let power = POWERS.get((places - word.places()) as usize)?;
            let factor = i64::try_from(factor).ok()?.checked_mul(*power)?;
            word.mantissa.checked_mul(factor)
        };
        let (left, right) = raised(self, its).zip(raised(other, own)).ok_or(OutOfRange)?;
        Ok((left, right, Self::scale(places, denominator)?))
    }

    fn scale(places: u32, denominator: u64) -> Result<u32, OutOfRange> {
        let denominator = u32::try_from(denominator).map_err(|_| OutOfRange)?;
        let scale = denominator.checked_mul(UNIT).ok_or(OutOfRange)?;
        if places >= 19 { Err(OutOfRange) } else { Ok(scale + places) }
    }

    /// With a denominator, in lowest terms only if it has no room otherwise.
    fn fraction(mantissa: i64, places: u32, denominator: u64) -> Result<Self, OutOfRange> {
        if let Ok(scale) = Self::scale(places, denominator) {
            return Ok(Self { mantissa, scale });
        }
        Self::in_lowest_terms(mantissa, places, denominator)
    }

    #[cold]
    #[inline(never)]
    fn in_lowest_terms(mantissa: i64, places: u32, denominator: u64) -> Result<Self, OutOfRange> {
        let shared = gcd_of_small(mantissa.unsigned_abs(), denominator);
        let mantissa = mantissa / i64::try_from(shared).map_err(|_| OutOfRange)?;
        Ok(Self { mantissa, scale: Self::scale(places, denominator / shared)? })
    }

    #[cold]
    #[inline(never)]
    fn times_over(self, other: Self) -> Result<Self, OutOfRange> {
        let denominator = u64::from(self.denominator()) * u64::from(other.denominator());
        let places = self.places() + other.places();
        if let (Some(mantissa), Ok(scale)) =
            (self.mantissa.checked_mul(other.mantissa), Self::scale(places, denominator))
        {
            return Ok(Self { mantissa, scale });
        }
        let left = Self::in_lowest_terms(self.mantissa, self.places(), other.denominator().into())?;
        let right =
            Self::in_lowest_terms(other.mantissa, other.places(), self.denominator().into())?;
        let mantissa = left.mantissa.checked_mul(right.mantissa).ok_or(OutOfRange)?;
        let denominator = u64::from(left.denominator()) * u64::from(right.denominator());
        Self::fraction(mantissa, left.places() + right.places(), denominator)
    }

    #[cold]
    #[inline(never)]
    fn over_unlike(self, other: Self) -> Result<Self, OutOfRange> {
        // 1 ÷ 0.025 = 1,000 ÷ 25: the divisor's decimal places move to the dividend.
        let moved = POWERS.get(other.places().saturating_sub(self.places()) as usize);
        let above = self.mantissa.checked_mul(i64::from(other.denominator()));
        let above = above.zip(moved).and_then(|(above, moved)| above.checked_mul(*moved));
        let below = other.mantissa.unsigned_abs().checked_mul(self.denominator().into());
        let (above, below) = above.zip(below.filter(|it| *it > 0)).ok_or(OutOfRange)?;
        let signed = above.checked_mul(other.mantissa.signum()).ok_or(OutOfRange)?;
        Self::fraction(signed, self.places().saturating_sub(other.places()), below)
    }

    #[cold]
    #[inline(never)]
    fn of_fraction(ratio: &Ratio) -> Result<Self, OutOfRange> {
        let mantissa = i64::try_from(ratio.mantissa).map_err(|_| OutOfRange)?;
        Ok(Self { mantissa, scale: Self::scale(ratio.places, ratio.denominator.get())? })
    }

    #[cold]
    #[inline(never)]
    fn floored(self) -> Result<Self, OutOfRange> {
        let unit = POWERS[self.places() as usize].checked_mul(self.denominator().into());
        let whole = self.mantissa.div_euclid(unit.filter(|it| *it > 0).ok_or(OutOfRange)?);
        Ok(Self::decimal(whole, 0))
    }
}

#[expect(clippy::inline_always, reason = "a call costs more than its work, see benches/quote.rs")]
impl Exact for Word {
    const ZERO: Self = Self::decimal(0, 0);
    const ONE: Self = Self::decimal(1, 0);

    #[inline(always)]
    fn of(ratio: &Ratio) -> Result<Self, OutOfRange> {
        match i64::try_from(ratio.mantissa) {
            Ok(mantissa) if ratio.denominator == WHOLE && ratio.places < 19 => {
                Ok(Self::decimal(mantissa, ratio.places))
            }
            _ => Self::of_fraction(ratio),
        }
    }

    #[inline(always)]
    fn of_word(word: Self) -> Self {
        word
    }

    #[inline(always)]
    fn ratio(self) -> Ratio {
        if self.is_decimal() {
            let (mantissa, places) = (self.mantissa.into(), self.places());
            return Ratio { mantissa, denominator: WHOLE, places };
        }
        Ratio::of_word(self.mantissa, self.places(), self.denominator())
    }

    #[inline(always)]
    fn write(self, to: &mut Ratio) {
        if self.is_decimal() {
            to.mantissa = self.mantissa.into();
            to.denominator = WHOLE;
            to.places = self.places();
        } else {
            *to = self.ratio();
        }
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right, scale) = self.alike(other)?;
        let mantissa = left.checked_add(right).ok_or(OutOfRange)?;
        Ok(Self { mantissa, scale })
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right, scale) = self.alike(other)?;
        let mantissa = left.checked_sub(right).ok_or(OutOfRange)?;
        Ok(Self { mantissa, scale })
    }

    #[inline(always)]
    fn times(self, other: Self) -> Result<Self, OutOfRange> {
        if !(self.is_decimal() && other.is_decimal()) {
            return self.times_over(other);
        }
        let places = self.places() + other.places();
        match self.mantissa.checked_mul(other.mantissa) {
            Some(mantissa) if places < 19 => Ok(Self::decimal(mantissa, places)),
            _ => Err(OutOfRange),
        }
    }

    #[inline(always)]
    fn over(self, other: Self) -> Result<Self, OutOfRange> {
        if other.mantissa == 1 && other.scale == UNIT {
            return Ok(self);
        }
        let are_decimals = self.is_decimal() && other.is_decimal();
        if are_decimals
            && self.scale >= other.scale
            && self.mantissa.checked_rem(other.mantissa) == Some(0)
        {
            return Ok(Self::decimal(self.mantissa / other.mantissa, self.scale - other.scale));
        }
        self.over_unlike(other)
    }

    #[inline(always)]
    fn floor_over(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right, _) = self.alike(other)?;
        let quotient = if right > 0 { left.checked_div_euclid(right) } else { None };
        Ok(Self::decimal(quotient.ok_or(OutOfRange)?, 0))
    }

    #[inline(always)]
    fn ceil_over(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right, _) = self.alike(other)?;
        if right <= 0 {
            return Err(OutOfRange);
        }
        let is_above = i64::from(left % right > 0);
        Ok(Self::decimal(left / right + is_above, 0))
    }

    #[inline(always)]
    fn floor(self) -> Result<Self, OutOfRange> {
        if self.scale == UNIT {
            return Ok(self);
        }
        if !self.is_decimal() {
            return self.floored();
        }
        Ok(Self::decimal(self.mantissa.div_euclid(POWERS[self.places() as usize]), 0))
    }

    #[inline(always)]
    fn compare(self, other: Self) -> Result<Ordering, OutOfRange> {
        let (left, right, _) = self.alike(other)?;
        Ok(left.cmp(&right))
    }

    #[inline(always)]
    fn sign(self) -> Result<Ordering, OutOfRange> {
        Ok(self.mantissa.cmp(&0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERS: [&str; 10] = [
        "0",
        "1",
        "0.05",
        "-3",
        "20.5",
        "10000",
        "-0.000001",
        "999999999999",
        "0.000000000001",
        "9223372036854775807",
    ];

    fn word(text: &str) -> Word {
        Word::of(&Ratio::parse(text).unwrap()).unwrap()
    }

    #[test]
    fn a_word_that_answers_answers_like_a_ratio() {
        let third = |text: &str| word(text).over(word("3")).unwrap();
        let seventh = |text: &str| word(text).over(word("-0.7")).unwrap();
        let mut numbers: Vec<Word> = NUMBERS.iter().map(|text| word(text)).collect();
        numbers.extend(["1", "-2", "0.05", "100"].map(third));
        numbers.extend(["1", "20.5"].map(seventh));
        for (a, b) in numbers.iter().flat_map(|a| numbers.iter().map(|b| (*a, *b))) {
            let (left, right) = (a.ratio(), b.ratio());
            for (word, ratio) in [
                (a.plus(b), left.plus(right)),
                (a.minus(b), left.minus(right)),
                (a.times(b), left.times(right)),
                (a.over(b), left.over(right)),
                (a.at_least(b), Ok(left.max(right))),
                (a.at_most(b), Ok(left.min(right))),
                (a.floor(), left.floor()),
                (a.ceil(), left.ceil()),
                (a.floor_over(b), left.over(right).and_then(Ratio::floor)),
                (a.ceil_over(b), left.over(right).and_then(Ratio::ceil)),
            ] {
                if let Ok(word) = word {
                    assert_eq!(Ok(word.ratio()), ratio, "{left:?} {right:?}");
                    let is_decimal = ratio.unwrap().as_decimal().is_some();
                    assert_eq!(word.ratio().as_decimal().is_some(), is_decimal, "{word:?}");
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_a_word_is_refused() {
        assert!(word("9223372036854775807").plus(Word::ONE).is_err());
        assert!(word("0.000000000001").times(word("0.000000000001")).is_err());
        assert!(Word::ONE.over(word("9223372036854775807")).is_err());
        assert!(Word::ONE.over(Word::ZERO).is_err());
        assert!(Word::of(&Ratio::of(1, 5_000_000_003).unwrap()).is_err());
    }
}
