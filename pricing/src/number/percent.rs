//! Percentages: discounts, mark-ups and taxes.

use std::fmt;

use rust_decimal::Decimal;
use thiserror::Error;

use crate::number::decimal;
use crate::number::money::{Places, written};
use crate::number::ratio::{Exact, OutOfRange, Ratio};

/// A part of a hundred that is added to an amount; below zero it is taken off.
///
/// ```
/// use whatif_pricing::{Percent, Ratio};
/// let tax = Percent::parse("19 %").unwrap();
/// assert_eq!(tax.of(Ratio::parse("40.3").unwrap()).unwrap(), Ratio::parse("7.657").unwrap());
/// let discount = Percent::parse("12.5").unwrap().negated().unwrap();
/// assert_eq!(discount.to_string(), "-12.5 %");
/// assert!(Percent::parse("150").unwrap().negated().is_err()); // more than everything
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent(Decimal);

/// The reason why a percentage cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PercentError {
    /// Not a number from zero on with six decimal places at most.
    #[error(
        "'{0}' is not a percentage: write a number from 0 on such as 12.5, with at most 6 decimal places"
    )]
    Number(String),
    /// More than the range.
    #[error(
        "{} % is too much: at most {} % can be added and 100 % taken off",
        shown(*.0),
        shown(PERCENT_MAX.into())
    )]
    OutOfRange(Decimal),
}

/// The most that can be added.
const PERCENT_MAX: u32 = 1_000;

fn shown(percent: Decimal) -> String {
    written(Ratio::whole(percent), Places::QUANTITY)
}

impl Percent {
    /// Reads a number from 0 to 1,000 with at most six decimal places; a sign of percent may follow.
    pub fn parse(text: &str) -> Result<Self, PercentError> {
        let digits = text.trim().trim_end_matches('%').trim_end();
        let shown = || text.chars().filter(|c| !c.is_control()).take(40).collect();
        Self::checked(decimal::quantity(digits).map_err(|_| PercentError::Number(shown()))?)
    }

    fn checked(number: Decimal) -> Result<Self, PercentError> {
        if number > Decimal::from(PERCENT_MAX) || number < -Decimal::ONE_HUNDRED {
            return Err(PercentError::OutOfRange(number.abs()));
        }
        Ok(Self(number.normalize()))
    }

    /// As much taken off as this adds.
    pub fn negated(self) -> Result<Self, PercentError> {
        Self::checked(-self.0)
    }

    /// Does it take off?
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0.is_sign_negative()
    }

    /// Does it change nothing?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The number, without its sign.
    #[must_use]
    pub fn magnitude(self) -> Decimal {
        self.0.abs()
    }

    /// So much of an amount, exactly.
    pub fn of(self, amount: Ratio) -> Result<Ratio, OutOfRange> {
        self.part_of(amount)
    }

    /// The same in any exact numbers.
    pub(crate) fn part_of<N: Exact>(self, amount: N) -> Result<N, OutOfRange> {
        // A percentage has six decimal places at most, so its hundredth has eight.
        let hundredth = Decimal::from_i128_with_scale(self.0.mantissa(), self.0.scale() + 2);
        amount.times(N::of(&Ratio::whole(hundredth))?)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", written(Ratio::whole(self.0), Places::QUANTITY))
    }
}
