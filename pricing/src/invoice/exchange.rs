//! Exchange rates that the user gave: no market rate is built in, and none is guessed.
//!
//! Amounts stay exact in the currency of their card. To show them in another, a rate is looked up, turned
//! around where it was given the other way, or put together from two; a total that no rate reaches is
//! shown in its own currency and not compared.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use thiserror::Error;

use crate::number::decimal::{self, NumberError};
use crate::number::money::Currency;
use crate::number::ratio::{OutOfRange, Ratio};
use crate::time::period::PeriodError;

/// The most rates in a table.
pub const RATES_MAX: usize = 100;

/// The longest name of a rate's source, in letters.
const SOURCE_LETTERS_MAX: usize = 80;

/// One unit of a currency in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRate {
    /// The currency of which one unit is given.
    pub from: Currency,
    /// The currency in which it is given.
    pub to: Currency,
    /// The price of one unit, above zero.
    pub rate: Decimal,
    /// The day of the rate.
    pub dated: NaiveDate,
    /// The source of the rate.
    pub source: String,
}

/// The reason why a rate cannot be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ExchangeError {
    /// Not a number, or outside the range of prices.
    #[error("the rate: {0}")]
    Number(#[from] NumberError),
    /// A day that is none.
    #[error("'{0}' is no day of the calendar: write year, month and day, such as 2026-11-20")]
    NoDate(String),
    /// A day outside the calendar that can be calculated with.
    #[error(transparent)]
    Year(#[from] PeriodError),
    /// Nothing for something.
    #[error("a rate of 0 is none: write what one unit is worth, such as 0.14")]
    Zero,
    /// Not `CNY=0.14`.
    #[error(
        "'{0}' is not a rate: write CURRENCY=AMOUNT, such as CNY=0.14, and a day and a source after it"
    )]
    Unreadable(String),
    /// A currency in itself.
    #[error("{0} in {0} is 1: name another currency")]
    Same(Currency),
    /// Too many.
    #[error("a table has at most {RATES_MAX} rates: take some out")]
    TooMany,
    /// An amount that cannot be written in the other currency.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

impl ExchangeRate {
    /// Reads what one unit of a currency is worth, with the day and the source where they are given:
    /// `0.1379`, `0.1379 2026-11-20`, `0.1379 2026-11-20 central bank`.
    ///
    /// ```
    /// use whatif_pricing::{Currency, ExchangeRate};
    /// let [cny, usd] = ["CNY", "USD"].map(|code| Currency::parse(code).unwrap());
    /// let today = "2026-11-22".parse().unwrap();
    /// let rate = ExchangeRate::read(cny, usd, "0.14 2026-11-20 our treasury", today).unwrap();
    /// assert_eq!(rate.to_string(), "1 CNY = 0.14 USD (our treasury, 2026-11-20)");
    /// let rate = ExchangeRate::read(cny, usd, "0.14", today).unwrap();
    /// assert_eq!(rate.to_string(), "1 CNY = 0.14 USD (yours, 2026-11-22)");
    /// ```
    pub fn read(
        from: Currency,
        to: Currency,
        text: &str,
        today: NaiveDate,
    ) -> Result<Self, ExchangeError> {
        if from == to {
            return Err(ExchangeError::Same(from));
        }
        let forbidden = crate::usage::invisible::is_forbidden;
        let text: String = text.chars().filter(|letter| !forbidden(*letter)).collect();
        let mut words = text.split_whitespace().peekable();
        let rate = decimal::price(words.next().unwrap_or_default())?;
        if rate.is_zero() {
            return Err(ExchangeError::Zero);
        }
        let given = words.next_if(|word| is_meant_as_date(word));
        let dated = given.map_or(Ok(today), |word| {
            word.parse().map_err(|_| ExchangeError::NoDate(word.chars().take(40).collect()))
        })?;
        if !crate::time::period::is_writable(&dated) {
            return Err(PeriodError::Year(dated).into());
        }
        let source = words.collect::<Vec<_>>().join(" ");
        let source: String = source.chars().take(SOURCE_LETTERS_MAX).collect();
        let source = if source.is_empty() { "yours" } else { source.trim_end() };
        Ok(Self { from, to, rate, dated, source: source.to_owned() })
    }

    /// Reads `CNY=0.14`, or `CNY/EUR=0.13` where it is not in the currency given, with the day and the
    /// source after it as in [`Self::read`].
    pub fn parse(text: &str, to: Currency, today: NaiveDate) -> Result<Self, ExchangeError> {
        let unreadable = || {
            let shown = text.chars().filter(|c| !c.is_control()).take(40);
            ExchangeError::Unreadable(shown.collect())
        };
        let (pair, rest) = text.split_once('=').ok_or_else(unreadable)?;
        let (from, to) = match pair.split_once('/') {
            Some((from, to)) => (from, Currency::parse(to.trim()).ok_or_else(unreadable)?),
            None => (pair, to),
        };
        let from = Currency::parse(from.trim()).ok_or_else(unreadable)?;
        Self::read(from, to, rest, today)
    }
}

impl std::fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rate = self.rate.normalize();
        write!(f, "1 {} = {rate} {} ({}, {})", self.from, self.to, self.source, self.dated)
    }
}

/// Returns whether a word is a day, or a mistyped one that would be taken for the source otherwise.
fn is_meant_as_date(word: &str) -> bool {
    let signs = ['-', '/', '.'];
    let parts = || word.split(signs).filter(|part| !part.is_empty());
    let digits = |part: &str| part.bytes().all(|letter| letter.is_ascii_digit());
    let is_number = word.len() == 8 && digits(word);
    word.parse::<NaiveDate>().is_ok() || is_number || parts().count() == 3 && parts().all(digits)
}

/// The user's table of rates.
///
/// ```
/// use whatif_pricing::{Currency, ExchangeRate, ExchangeRates, Ratio};
/// let [cny, eur, usd] = ["CNY", "EUR", "USD"].map(|code| Currency::parse(code).unwrap());
/// let today = "2026-11-22".parse().unwrap();
/// let mut rates = ExchangeRates::default();
/// rates.set(ExchangeRate::read(cny, usd, "0.125", today).unwrap()).unwrap();
/// rates.set(ExchangeRate::read(eur, usd, "1.25", today).unwrap()).unwrap();
/// let ten = Ratio::from(10_u32);
/// assert_eq!(rates.convert(ten, cny, usd).unwrap(), Some(Ratio::parse("1.25").unwrap()));
/// assert_eq!(rates.convert(ten, usd, cny).unwrap(), Some(Ratio::from(80_u32)));
/// // Over the dollar: 10 × 0.125 ÷ 1.25
/// assert_eq!(rates.convert(ten, cny, eur).unwrap(), Some(Ratio::from(1_u32)));
/// let gbp = Currency::parse("GBP").unwrap();
/// assert_eq!(rates.convert(ten, cny, gbp).unwrap(), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExchangeRates {
    rates: Vec<ExchangeRate>,
}

impl ExchangeRates {
    /// Adds a rate, or replaces the one between the same two currencies.
    pub fn set(&mut self, rate: ExchangeRate) -> Result<(), ExchangeError> {
        self.remove(rate.from, rate.to);
        if self.rates.len() == RATES_MAX {
            return Err(ExchangeError::TooMany);
        }
        self.rates.push(rate);
        Ok(())
    }

    /// Takes out the rate between two currencies, whichever way it was given.
    pub fn remove(&mut self, one: Currency, other: Currency) {
        self.rates.retain(|rate| {
            (rate.from, rate.to) != (one, other) && (rate.from, rate.to) != (other, one)
        });
    }

    /// All of them, in the order in which they were given.
    #[must_use]
    pub fn all(&self) -> &[ExchangeRate] {
        &self.rates
    }

    /// The rates that lead from one currency to another, one or two. `None` if no rate
    /// leads there.
    #[must_use]
    pub fn between(&self, from: Currency, to: Currency) -> Option<Vec<&ExchangeRate>> {
        if from == to {
            return Some(Vec::new());
        }
        if let Some(rate) = self.rates.iter().find(|rate| rate.joins(from, to)) {
            return Some(vec![rate]);
        }
        self.rates.iter().find_map(|first| {
            let over = first.other(from)?;
            let second = self.rates.iter().find(|rate| rate.joins(over, to))?;
            Some(vec![first, second])
        })
    }

    /// An amount in another currency, exactly. `None` if no rate leads there.
    pub fn convert(
        &self,
        amount: Ratio,
        from: Currency,
        to: Currency,
    ) -> Result<Option<Ratio>, OutOfRange> {
        if from == to {
            return Ok(Some(amount));
        }
        let Some(path) = self.between(from, to) else { return Ok(None) };
        let mut at = (amount, from);
        for rate in path {
            at = rate.applied(at.0, at.1)?;
        }
        Ok(Some(at.0))
    }
}

impl ExchangeRate {
    fn joins(&self, one: Currency, other: Currency) -> bool {
        self.other(one) == Some(other)
    }

    /// Finds the currency to which it leads from a currency.
    fn other(&self, from: Currency) -> Option<Currency> {
        match from {
            from if from == self.from => Some(self.to),
            from if from == self.to => Some(self.from),
            _ => None,
        }
    }

    fn applied(&self, amount: Ratio, from: Currency) -> Result<(Ratio, Currency), OutOfRange> {
        let rate = Ratio::whole(self.rate);
        if from == self.from {
            Ok((amount.times(rate)?, self.to))
        } else {
            Ok((amount.over(rate)?, self.from))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ExchangeRate, ExchangeError> {
        let [cny, usd] = ["CNY", "USD"].map(|code| Currency::parse(code).unwrap());
        ExchangeRate::read(cny, usd, text, "2026-11-22".parse().unwrap())
    }

    #[test]
    fn a_mistyped_day_is_not_taken_for_the_source() {
        for day in ["2026-13-45", "2026-02-30", "20261120", "20.11.2026", "11/20/2026"] {
            let error = read(&format!("0.14 {day} bank")).unwrap_err();
            assert_eq!(error, ExchangeError::NoDate(day.to_owned()), "{day}");
        }
        for day in ["1900-01-01", "9999-01-01", "+10000-01-01"] {
            let error = read(&format!("0.14 {day} bank")).unwrap_err();
            assert_eq!(error, PeriodError::Year(day.parse().unwrap()).into(), "{day}");
        }
        for source in ["bank", "24-7 desk", "v1.2.3-beta", "2026"] {
            assert_eq!(read(&format!("0.14 {source}")).unwrap().source, source);
        }
    }

    #[test]
    fn what_is_written_of_a_rate_is_read_back_the_same() {
        let long = format!("{} end", "a ".repeat(60));
        for given in ["bank", "a \u{200b} b", " 2026-11-19  2026-11-20 bank ", &long, ""] {
            let rate = read(&format!("0.140 2026-11-20 {given}"));
            let Ok(rate) = rate else { continue };
            let written = format!("{} {} {}", rate.rate, rate.dated, rate.source);
            assert_eq!(read(&written).unwrap(), rate, "{given}");
        }
    }
}
