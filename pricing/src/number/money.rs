//! Currencies, and how an exact amount is written for a reader.
//!
//! Amounts stay exact [`Ratio`]s until they are written; rounding happens here and only here, half away
//! from zero as invoices do.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::number::ratio::Ratio;

/// A currency by its ISO 4217 code. Amounts in different currencies do not add.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Currency([u8; 3]);

impl Currency {
    /// ISO 4217's code for no currency.
    pub(crate) const NONE: Self = Self(*b"XXX");

    /// Reads three capital letters.
    ///
    /// ```
    /// use whatif_pricing::Currency;
    /// assert_eq!(Currency::parse("USD").unwrap().code(), "USD");
    /// assert!(Currency::parse("usd").is_none());
    /// ```
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The three letters.
    ///
    /// # Panics
    /// Never: they were checked when it was read.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is three ASCII letters")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// The amount.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// The number of decimal places of a written number: at least and at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// Padded with zeros up to here.
    pub least: u32,
    /// Rounded, half away from zero, to here.
    pub most: u32,
}

impl Places {
    /// Amounts of money: cents.
    pub const AMOUNT: Self = Self { least: 2, most: 2 };
    /// Amounts in an explanation: as many places as there are, up to twelve.
    pub const EXACT: Self = Self { least: 2, most: 12 };
    /// Quantities: as many as there are, up to six.
    pub const QUANTITY: Self = Self { least: 0, most: 6 };
    /// Unit prices: as published, up to twelve.
    pub const PRICE: Self = Self { least: 2, most: 12 };
}

/// Writes a number with thousands separated; what is not zero never reads as zero.
///
/// ```
/// use whatif_pricing::{Places, Ratio, written};
/// let written = |text: &str| written(Ratio::parse(text).unwrap(), Places::AMOUNT);
/// assert_eq!(written("1234567.5"), "1,234,567.50");
/// assert_eq!(written("14.616"), "14.62");
/// assert_eq!(written("0.00001"), "<0.01");
/// ```
#[must_use]
pub fn written(number: Ratio, places: Places) -> String {
    let exact = number.to_decimal();
    let rounded = exact
        .round_dp_with_strategy(places.most, RoundingStrategy::MidpointAwayFromZero)
        .normalize();
    if rounded.is_zero() && !exact.is_zero() {
        let sign = if exact.is_sign_negative() { ">-" } else { "<" };
        return format!("{sign}{}", Decimal::new(1, places.most));
    }
    separated(rounded, places.least)
}

fn separated(number: Decimal, places_least: u32) -> String {
    let plain = number.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::with_capacity(plain.len() + 8);
    if number.is_sign_negative() && !number.is_zero() {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    let padding = (places_least as usize).saturating_sub(fraction.len());
    if !fraction.is_empty() || padding > 0 {
        text.push('.');
        text.push_str(fraction);
        text.extend(std::iter::repeat_n('0', padding));
    }
    text
}

/// The exact number as a plain decimal string, no exponent, no separators; a quotient that does not end
/// has 28 digits.
///
/// ```
/// use whatif_pricing::{Ratio, plain};
/// assert_eq!(plain(Ratio::parse("40.300").unwrap()), "40.3");
/// assert_eq!(plain(Ratio::of(1, 3).unwrap()), "0.3333333333333333333333333333");
/// ```
#[must_use]
pub fn plain(number: Ratio) -> String {
    let (mantissa, places, denominator) = number.parts();
    if denominator != 1 || number.as_decimal().is_some() {
        return number.to_decimal().to_string();
    }
    // More digits than a decimal holds.
    let places = places as usize;
    let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if mantissa < 0 { "-" } else { "" };
    format!("{sign}{whole}.{}", fraction.trim_end_matches('0'))
}
