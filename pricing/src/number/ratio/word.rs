//! Exact decimals in one machine word, for the calculations that repeat many times a second.
//!
//! The evaluation is written once, over [`Exact`], and runs first on [`Word`]s: nearly every price and
//! quantity fits one, and a word is calculated with and handed over in registers. What does not fit is
//! [`OutOfRange`] there, and is calculated again with [`Ratio`]s. Neither ever rounds, so both agree.

use std::cmp::Ordering;

use super::{OutOfRange, Ratio, WHOLE};

/// A number that the evaluation calculates with.
pub(crate) trait Exact: Copy {
    const ZERO: Self;
    const ONE: Self;
    fn of(ratio: &Ratio) -> Result<Self, OutOfRange>;
    fn ratio(self) -> Ratio;
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

/// `mantissa ÷ 10^places`, with at most 18 places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    mantissa: i64,
    places: u32,
}

impl Word {
    /// Stands where a number does not fit a word.
    pub const NONE: Self = Self { mantissa: 0, places: u32::MAX };

    /// The number, unless it stands where one does not fit.
    #[inline]
    pub fn known(self) -> Result<Self, OutOfRange> {
        if self.places == Self::NONE.places { Err(OutOfRange) } else { Ok(self) }
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
    /// With the decimal places made alike.
    #[inline]
    fn alike(self, other: Self) -> Result<(i64, i64, u32), OutOfRange> {
        if self.places == other.places {
            return Ok((self.mantissa, other.mantissa, self.places));
        }
        let places = self.places.max(other.places);
        let raised = |word: Self| {
            let power = POWERS.get((places - word.places) as usize)?;
            word.mantissa.checked_mul(*power)
        };
        let (left, right) = raised(self).zip(raised(other)).ok_or(OutOfRange)?;
        Ok((left, right, places))
    }
}

impl Exact for Word {
    const ZERO: Self = Self { mantissa: 0, places: 0 };
    const ONE: Self = Self { mantissa: 1, places: 0 };

    #[inline]
    fn of(ratio: &Ratio) -> Result<Self, OutOfRange> {
        match i64::try_from(ratio.mantissa) {
            Ok(mantissa) if ratio.denominator == WHOLE && ratio.places < 19 => {
                Ok(Self { mantissa, places: ratio.places })
            }
            _ => Err(OutOfRange),
        }
    }

    #[inline]
    fn ratio(self) -> Ratio {
        Ratio { mantissa: self.mantissa.into(), denominator: WHOLE, places: self.places }
    }

    #[inline]
    fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right, places) = self.alike(other)?;
        let mantissa = left.checked_add(right).ok_or(OutOfRange)?;
        Ok(Self { mantissa, places })
    }

    #[inline]
    fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right, places) = self.alike(other)?;
        let mantissa = left.checked_sub(right).ok_or(OutOfRange)?;
        Ok(Self { mantissa, places })
    }

    #[inline]
    fn times(self, other: Self) -> Result<Self, OutOfRange> {
        let places = self.places + other.places;
        match self.mantissa.checked_mul(other.mantissa) {
            Some(mantissa) if places < 19 => Ok(Self { mantissa, places }),
            _ => Err(OutOfRange),
        }
    }

    #[inline]
    fn over(self, other: Self) -> Result<Self, OutOfRange> {
        if other.mantissa == 1 && other.places == 0 {
            return Ok(self);
        }
        let places = self.places.checked_sub(other.places).ok_or(OutOfRange)?;
        if self.mantissa.checked_rem(other.mantissa) != Some(0) {
            return Err(OutOfRange);
        }
        Ok(Self { mantissa: self.mantissa / other.mantissa, places })
    }

    #[inline]
    fn floor_over(self, other: Self) -> Result<Self, OutOfRange> {
        let (left, right, _) = self.alike(other)?;
        let quotient = if right > 0 { left.checked_div_euclid(right) } else { None };
        Ok(Self { mantissa: quotient.ok_or(OutOfRange)?, places: 0 })
    }

    #[inline]
    fn floor(self) -> Result<Self, OutOfRange> {
        if self.places == 0 {
            return Ok(self);
        }
        Ok(Self { mantissa: self.mantissa.div_euclid(POWERS[self.places as usize]), places: 0 })
    }

    #[inline]
    fn compare(self, other: Self) -> Result<Ordering, OutOfRange> {
        let (left, right, _) = self.alike(other)?;
        Ok(left.cmp(&right))
    }

    #[inline]
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
        for (a, b) in NUMBERS.iter().flat_map(|a| NUMBERS.map(|b| (word(a), word(b)))) {
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
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_a_word_is_refused() {
        assert!(word("9223372036854775807").plus(Word::ONE).is_err());
        assert!(word("0.000000000001").times(word("0.000000000001")).is_err());
        assert!(Word::ONE.over(word("3")).is_err());
        assert!(Word::ONE.over(Word::ZERO).is_err());
        assert!(Word::of(&Ratio::of(1, 3).unwrap()).is_err());
    }
}
