//! A number over a stretch of values of one driver, enclosed between two straight lines.
//!
//! The same evaluation that prices one workload ([`crate::rate::tariff`]) prices a whole stretch of them with
//! bands: where a charge is proportional, both lines are the amount itself, exactly; where it goes in
//! steps they enclose it. A question that has different answers within the stretch, such as which tier
//! a quantity is in, is refused as out of range: the one who asks then divides the stretch. So tiers,
//! allowances and minima are found where they are, without a second way of calculating an amount.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::number::ratio::{Exact, OutOfRange, Ratio, Word};

/// Decimal places to which an enclosure is rounded, outwards.
const ENCLOSURE_PLACES: u32 = 12;
/// Digits of its slopes, before and after the point: a stretch may have 10^15 steps.
const SLOPE_DIGITS: u32 = 22;

/// `at + slope × step`, for the steps of a stretch from 0 on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub at: Ratio,
    pub slope: Ratio,
}

impl Line {
    const fn level(at: Ratio) -> Self {
        Self { at, slope: Ratio::ZERO }
    }

    /// Its value at a step.
    pub fn value(&self, step: u64) -> Result<Ratio, OutOfRange> {
        if self.slope.is_zero() {
            return Ok(self.at);
        }
        self.at.plus(self.slope.times(steps(step)?)?)
    }

    fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        Ok(Self { at: self.at.plus(other.at)?, slope: self.slope.plus(other.slope)? })
    }

    fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        Ok(Self { at: self.at.minus(other.at)?, slope: self.slope.minus(other.slope)? })
    }

    fn times(self, factor: Ratio) -> Result<Self, OutOfRange> {
        Ok(Self { at: self.at.times(factor)?, slope: self.slope.times(factor)? })
    }

    fn over(self, divisor: Ratio) -> Result<Self, OutOfRange> {
        Ok(Self { at: self.at.over(divisor)?, slope: self.slope.over(divisor)? })
    }

    /// Is it a whole number at each step?
    fn is_whole(&self) -> bool {
        let whole = |number: Ratio| number.floor() == Ok(number);
        whole(self.at) && whole(self.slope)
    }
}

/// A number of steps.
pub(crate) fn steps(count: u64) -> Result<Ratio, OutOfRange> {
    i64::try_from(count).map(Ratio::from).map_err(|_| OutOfRange)
}

/// Rounds to so many decimal places.
type Rounded = fn(Ratio, u32) -> Result<Ratio, OutOfRange>;

/// A number over a stretch of steps: nowhere below `low` and nowhere above `high`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Band {
    pub low: Line,
    pub high: Line,
    /// The last step of the stretch; 0 for a number that is the same in every one.
    last: u64,
    /// Both lines are the number itself.
    exact: bool,
}

impl Band {
    /// The same number at every step.
    pub const fn level(number: Ratio) -> Self {
        Self { low: Line::level(number), high: Line::level(number), last: 0, exact: true }
    }

    /// A number that grows by `slope` with each of so many steps.
    pub const fn rising(at: Ratio, slope: Ratio, last: u64) -> Self {
        let line = Line { at, slope };
        Self { low: line, high: line, last, exact: true }
    }

    fn between(low: Ratio, high: Ratio, last: u64) -> Self {
        Self { low: Line::level(low), high: Line::level(high), last, exact: low == high }
    }

    /// The line that it is, where it is one.
    pub fn line(&self) -> Option<Line> {
        self.exact.then_some(self.low)
    }

    /// Is it a curve, enclosed by two lines that lean differently?
    pub fn is_bent(&self) -> bool {
        !self.exact && self.low.slope != self.high.slope
    }

    /// The least and the most that it can be in the stretch.
    pub fn ends(&self) -> Result<(Ratio, Ratio), OutOfRange> {
        let least = self.low.at.min(self.low.value(self.last)?);
        let most = self.high.at.max(self.high.value(self.last)?);
        Ok((least, most))
    }

    fn constant(&self) -> Option<Ratio> {
        (self.exact && self.low.slope.is_zero()).then_some(self.low.at)
    }

    fn lines(
        last: u64,
        exact: bool,
        low: impl Fn() -> Result<Line, OutOfRange>,
        high: impl Fn() -> Result<Line, OutOfRange>,
    ) -> Result<Self, OutOfRange> {
        let low = low()?;
        let high = if exact { low } else { high()? };
        Ok(Self { low, high, last, exact })
    }

    fn scaled(
        self,
        factor: Ratio,
        apply: impl Fn(Line) -> Result<Line, OutOfRange>,
    ) -> Result<Self, OutOfRange> {
        let (low, high) =
            if factor.is_negative() { (self.high, self.low) } else { (self.low, self.high) };
        Self::lines(self.last, self.exact, || apply(low), || apply(high))
    }

    /// The least and the most of the four corners, rounded outwards.
    fn corners(
        self,
        other: Self,
        apply: impl Fn(Ratio, Ratio) -> Result<Ratio, OutOfRange>,
    ) -> Result<Self, OutOfRange> {
        let ((a, b), (c, d)) = (self.ends()?, other.ends()?);
        let mut corners = [apply(a, c)?, apply(a, d)?, apply(b, c)?, apply(b, d)?];
        corners.sort_unstable();
        let last = self.last.max(other.last);
        Ok(Self::between(rounded_down(corners[0])?, rounded_up(corners[3])?, last))
    }

    /// A constant above zero over a line above zero is bent: below its chord, above its tangent.
    fn bent(above: Ratio, below: Line, last: u64) -> Result<Self, OutOfRange> {
        let end = below.value(last)?;
        let half = steps(last)?.over(Ratio::from(2))?;
        let middle = below.at.plus(below.slope.times(half)?)?;
        // A product of two divisors may be out of range where a quotient after the other is not.
        let product = above.times(below.slope)?;
        let steepest = product.over(below.at.min(end))?.floor()?.over(below.at.min(end))?;
        let places = SLOPE_DIGITS.saturating_sub(whole_digits(steepest)?).max(ENCLOSURE_PLACES);
        let fall = |[first, second]: [Ratio; 2], rounded: Rounded| {
            rounded(rounded(product.over(first)?, places)?.over(second)?, places)
        };
        let chord = fall([below.at, end], down_to)?;
        let high =
            Line { at: rounded_up(above.over(below.at)?)?, slope: Ratio::ZERO.minus(chord)? };
        let most = fall([middle, middle], up_to)?;
        let tangent = Ratio::ZERO.minus(most)?;
        let at = rounded_down(above.over(middle)?)?.minus(tangent.times(half)?)?;
        // The tangent was turned down around the middle, by less than both roundings, which lifts it before the middle.
        let unit = Ratio::whole(Decimal::new(1, places));
        let turned = unit.times(Ratio::ONE.over(middle)?.ceil()?.plus(Ratio::ONE)?)?;
        let low = Line { at: at.minus(turned.times(half)?)?, slope: tangent };
        Ok(Self { low, high, last, exact: false })
    }
}

fn rounded_down(number: Ratio) -> Result<Ratio, OutOfRange> {
    down_to(number, ENCLOSURE_PLACES)
}

fn rounded_up(number: Ratio) -> Result<Ratio, OutOfRange> {
    up_to(number, ENCLOSURE_PLACES)
}

/// The digits of a number before the point. 0 below one.
fn whole_digits(number: Ratio) -> Result<u32, OutOfRange> {
    let whole = number.floor()?.to_decimal().trunc().mantissa().unsigned_abs();
    Ok(whole.checked_ilog10().map_or(0, |log| log + 1))
}

fn down_to(number: Ratio, places: u32) -> Result<Ratio, OutOfRange> {
    let unit = Ratio::whole(Decimal::new(1, places));
    number.over(unit)?.floor()?.times(unit)
}

fn up_to(number: Ratio, places: u32) -> Result<Ratio, OutOfRange> {
    let unit = Ratio::whole(Decimal::new(1, places));
    number.over(unit)?.ceil()?.times(unit)
}

impl Exact for Band {
    const ZERO: Self = Self::level(Ratio::ZERO);
    const ONE: Self = Self::level(Ratio::ONE);

    fn of(ratio: &Ratio) -> Result<Self, OutOfRange> {
        Ok(Self::level(*ratio))
    }

    fn of_word(word: Word) -> Self {
        Self::level(word.ratio())
    }

    /// The lower line at the first step: for explanations, which nobody asks of a stretch.
    fn ratio(self) -> Ratio {
        self.low.at
    }

    fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        let (last, exact) = (self.last.max(other.last), self.exact && other.exact);
        Self::lines(last, exact, || self.low.plus(other.low), || self.high.plus(other.high))
    }

    fn minus(self, other: Self) -> Result<Self, OutOfRange> {
        let (last, exact) = (self.last.max(other.last), self.exact && other.exact);
        Self::lines(last, exact, || self.low.minus(other.high), || self.high.minus(other.low))
    }

    fn times(self, other: Self) -> Result<Self, OutOfRange> {
        match (self.constant(), other.constant()) {
            (_, Some(factor)) => self.scaled(factor, |line| line.times(factor)),
            (Some(factor), None) => other.scaled(factor, |line| line.times(factor)),
            (None, None) => self.corners(other, Ratio::times),
        }
    }

    fn over(self, other: Self) -> Result<Self, OutOfRange> {
        if let Some(divisor) = other.constant() {
            return self.scaled(divisor, |line| line.over(divisor));
        }
        let (least, most) = other.ends()?;
        if least <= Ratio::ZERO && most >= Ratio::ZERO {
            return Err(OutOfRange);
        }
        match (self.constant(), other.line()) {
            (Some(above), Some(below)) if above > Ratio::ZERO && least > Ratio::ZERO => {
                Self::bent(above, below, other.last)
            }
            _ => self.corners(other, Ratio::over),
        }
    }

    fn floor(self) -> Result<Self, OutOfRange> {
        if self.exact && self.low.is_whole() {
            return Ok(self);
        }
        let (least, most) = self.ends()?;
        let (least, most) = (least.floor()?, most.floor()?);
        if most.minus(least)? <= Ratio::ONE {
            return Ok(Self::between(least, most, self.last));
        }
        let low = Line { at: self.low.at.minus(Ratio::ONE)?, ..self.low };
        Ok(Self { low, exact: false, ..self })
    }

    fn compare(self, other: Self) -> Result<Ordering, OutOfRange> {
        let (least, most) = self.minus(other)?.ends()?;
        if least > Ratio::ZERO {
            Ok(Ordering::Greater)
        } else if most < Ratio::ZERO {
            Ok(Ordering::Less)
        } else if least.is_zero() && most.is_zero() {
            Ok(Ordering::Equal)
        } else {
            Err(OutOfRange)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Ratio {
        Ratio::parse(text).unwrap()
    }

    /// 3, 5, 7, … over eleven steps.
    fn rising() -> Band {
        Band::rising(number("3"), number("2"), 10)
    }

    /// Every step of a band lies between its lines.
    fn encloses(band: Band, exact: impl Fn(Ratio) -> Ratio) {
        for step in 0..=10 {
            let x = rising().low.value(step).unwrap();
            let (low, high) = (band.low.value(step).unwrap(), band.high.value(step).unwrap());
            let value = exact(x);
            assert!(low <= value && value <= high, "{step}: {low:?} {value:?} {high:?}");
        }
    }

    #[test]
    fn what_is_proportional_stays_a_line() {
        let band = rising().times(Band::level(number("0.4"))).unwrap().plus(Band::ONE).unwrap();
        let line = band.line().unwrap();
        assert_eq!((line.at, line.slope), (number("2.2"), number("0.8")));
        assert!(rising().floor().unwrap().line().is_some());
    }

    #[test]
    fn steps_products_and_quotients_are_enclosed() {
        let third = |x: Ratio| x.over(Ratio::from(3)).unwrap();
        let thirds = rising().over(Band::level(number("3"))).unwrap();
        encloses(thirds.floor().unwrap(), |x| third(x).floor().unwrap());
        encloses(thirds.ceil().unwrap(), |x| third(x).ceil().unwrap());
        encloses(rising().times(rising()).unwrap(), |x| x.times(x).unwrap());
        let inverse = Band::level(number("100")).over(rising()).unwrap();
        encloses(inverse, |x| number("100").over(x).unwrap());
        let (least, most) = inverse.ends().unwrap();
        assert!(most <= number("33.333333333334") && least > number("-10"), "{least:?} {most:?}");
        encloses(rising().over(rising()).unwrap(), |_| Ratio::ONE);
    }

    /// Calls by the seconds between them, from a millisecond to 30,000 years.
    #[test]
    fn what_a_driver_divides_is_enclosed_wherever_it_is() {
        let above = number("5184000");
        for at in ["0.001", "0.101", "1.001", "919.459", "86400", "10000000.001", "99999999999.999"]
        {
            for last in [1, 2, 7, 1_000, 100_000_000, 999_999_999_999] {
                let below = Band::rising(number(at), number("0.001"), last);
                let band = Band::level(above).over(below).unwrap();
                let (least, most) = band.ends().unwrap();
                assert!(least <= most, "{at} {last}");
                for step in [0, 1, last / 3, last / 2, last - 1, last] {
                    let value = above.over(below.low.value(step).unwrap()).unwrap();
                    let (low, high) = (band.low.value(step), band.high.value(step));
                    let (low, high) = (low.unwrap(), high.unwrap());
                    assert!(low <= value && value <= high, "{at} {last} {step}");
                    // Two thousandths of 900 and more are little: so is what the lines enclose.
                    if last <= 2 && below.low.at > number("900") {
                        let slack = value.over(number("100000")).unwrap();
                        assert!(low.plus(slack).unwrap() >= value, "{at} {last} {step}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_question_with_two_answers_is_refused() {
        assert_eq!(rising().compare(Band::level(number("2.9"))), Ok(Ordering::Greater));
        assert_eq!(rising().compare(Band::level(number("23.1"))), Ok(Ordering::Less));
        assert!(rising().compare(Band::level(number("10"))).is_err());
        assert_eq!(rising().compare(rising()), Ok(Ordering::Equal));
        assert!(Band::ONE.over(rising().minus(Band::level(number("5"))).unwrap()).is_err());
    }
}
