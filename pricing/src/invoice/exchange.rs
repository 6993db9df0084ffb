//! Exchange rates that the user gave: no market rate is built in, and none is guessed.
//!
//! Amounts stay exact in the currency of their card. To show them in another, a rate is looked up, turned
//! around where it was given the other way, or put together from two; a total that no rate reaches is
//! shown in its own currency and not compared.

mod typed;
mod words;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use thiserror::Error;

use crate::number::decimal::NumberError;
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
    /// None of the spellings.
    #[error(
        "'{0}' is not a rate: write 1 EUR = 1.08 USD, EUR/USD 1.08 or 1.08 USD per EUR, and a day and a source after it"
    )]
    Unreadable(String),
    /// An amount before a pair.
    #[error(
        "'{amount} {one}/{other}' can be read in two ways: write 1 {one} = {amount} {other} or 1 {other} = {amount} {one}"
    )]
    Which {
        /// The amount.
        amount: Decimal,
        /// The first currency of the pair.
        one: Currency,
        /// The second.
        other: Currency,
    },
    /// `1/1.08`.
    #[error(
        "'{0}' is a fraction: write a decimal number, or turn the pair around, such as 1 USD = 1.08 EUR"
    )]
    Fraction(String),
    /// Two amounts whose quotient does not end.
    #[error(
        "{of} {from} = {worth} {to} has no exact rate: write what one unit is worth, such as 1 {from} = 1.08 {to}"
    )]
    Inexact {
        /// The amount on the left.
        of: Decimal,
        /// Its currency.
        from: Currency,
        /// The amount on the right.
        worth: Decimal,
        /// Its currency.
        to: Currency,
    },
    /// A text about other currencies than its place.
    #[error("{typed} is not a rate between {from} and {to}: name these two or neither")]
    OtherPair {
        /// The pair that the text names.
        typed: String,
        /// A currency of the place.
        from: Currency,
        /// The other.
        to: Currency,
    },
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
    /// `0.1379`, `0.1379 2026-11-20`, `0.1379 2026-11-20 central bank`. A text that names its own
    /// currencies, as in [`Self::parse`], is about those.
    ///
    /// ```
    /// use whatif_pricing::{Currency, ExchangeRate};
    /// let [cny, usd] = ["CNY", "USD"].map(|code| Currency::parse(code).unwrap());
    /// let today = "2026-11-22".parse().unwrap();
    /// let rate = ExchangeRate::read(cny, usd, "0.14 2026-11-20 our treasury", today).unwrap();
    /// assert_eq!(rate.to_string(), "1 CNY = 0.14 USD (our treasury, 2026-11-20)");
    /// let rate = ExchangeRate::read(cny, usd, "0.14", today).unwrap();
    /// assert_eq!(rate.to_string(), "1 CNY = 0.14 USD (yours, 2026-11-22)");
    /// let rate = ExchangeRate::read(cny, usd, "1 EUR = 1.08 USD", today).unwrap();
    /// assert_eq!(rate.to_string(), "1 EUR = 1.08 USD (yours, 2026-11-22)");
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
        Self::typed(text, typed::Pair { from: Some(from), to }, today)
    }

    /// Reads the rate between two currencies. A text that names others is refused.
    pub fn read_between(
        from: Currency,
        to: Currency,
        text: &str,
        today: NaiveDate,
    ) -> Result<Self, ExchangeError> {
        let rate = Self::read(from, to, text, today)?;
        if !rate.joins(from, to) {
            let typed = format!("1 {} = {} {}", rate.from, rate.rate.normalize(), rate.to);
            return Err(ExchangeError::OtherPair { typed, from, to });
        }
        Ok(rate)
    }

    /// Reads `1 EUR = 1.08 USD`, `EUR/USD 1.08`, `EUR/USD=1.08` or `1.08 USD per EUR`, with the day and the
    /// source after it as in [`Self::read`]. `EUR=1.08` is in the currency given.
    ///
    /// ```
    /// use whatif_pricing::{Currency, ExchangeRate};
    /// let usd = Currency::parse("USD").unwrap();
    /// let today = "2026-11-22".parse().unwrap();
    /// for text in ["1 EUR = 1.08 USD", "EUR/USD 1.08", "EUR/USD=1.08", "1.08 USD per EUR", "EUR=1.08"] {
    ///     let rate = ExchangeRate::parse(text, usd, today).unwrap();
    ///     assert_eq!(rate.to_string(), "1 EUR = 1.08 USD (yours, 2026-11-22)", "{text}");
    /// }
    /// let error = ExchangeRate::parse("1.08 EUR/USD", usd, today).unwrap_err().to_string();
    /// assert!(error.ends_with("write 1 EUR = 1.08 USD or 1 USD = 1.08 EUR"));
    /// ```
    pub fn parse(text: &str, to: Currency, today: NaiveDate) -> Result<Self, ExchangeError> {
        Self::typed(text, typed::Pair { from: None, to }, today)
    }

    fn typed(text: &str, pair: typed::Pair, today: NaiveDate) -> Result<Self, ExchangeError> {
        let forbidden = crate::usage::invisible::is_forbidden;
        let text: String = text.chars().filter(|letter| !forbidden(*letter)).collect();
        let typed::Typed { from, to, rate, rest } = typed::typed(&text, pair)?;
        if from == to {
            return Err(ExchangeError::Same(from));
        }
        if rate.is_zero() {
            return Err(ExchangeError::Zero);
        }
        let (dated, source) = match in_brackets(&rest) {
            Some((source, dated)) => (dated, source),
            None => dated_first(&rest, today)?,
        };
        if !crate::time::period::is_writable(&dated) {
            return Err(PeriodError::Year(dated).into());
        }
        let source: String = source.chars().take(SOURCE_LETTERS_MAX).collect();
        let source = if source.is_empty() { "yours" } else { source.trim_end() };
        Ok(Self { from, to, rate, dated, source: source.to_owned() })
    }

    /// The rate as it is typed: `1 EUR = 1.08 USD 2026-11-20 ECB`.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { from, to, rate, dated, source } = self;
        format!("1 {from} = {} {to} {dated} {source}", rate.normalize())
    }
}

/// Reads the day, if it is next, and the source after it.
fn dated_first(rest: &[String], today: NaiveDate) -> Result<(NaiveDate, String), ExchangeError> {
    let Some((word, source)) = rest.split_first() else { return Ok((today, String::new())) };
    if let Ok(day) = word.parse() {
        return Ok((day, source.join(" ")));
    }
    if words::is_meant_as_date(word) {
        return Err(ExchangeError::NoDate(word.chars().take(40).collect()));
    }
    let words = &rest[..rest.len().min(3)];
    if words::begin_as_date(words) {
        return Err(ExchangeError::NoDate(words.join(" ").chars().take(40).collect()));
    }
    Ok((today, rest.join(" ")))
}

/// Reads `(our treasury, 2026-11-20)`, as a rate is shown.
fn in_brackets(rest: &[String]) -> Option<(String, NaiveDate)> {
    let text = rest.join(" ");
    let (source, day) = text.strip_prefix('(')?.strip_suffix(')')?.rsplit_once(", ")?;
    Some((source.to_owned(), day.parse().ok()?))
}

impl std::fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rate = self.rate.normalize();
        write!(f, "1 {} = {rate} {} ({}, {})", self.from, self.to, self.source, self.dated)
    }
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
        for day in [
            "2026-11",
            "2026_11_20",
            "2026-11-20T00:00:00Z",
            "2026-11-20bank",
            "2026-11-2O",
            "2026/11",
        ] {
            for text in [format!("0.14 {day} bank"), format!("CNY/USD=0.14 {day} bank")] {
                assert_eq!(
                    read(&text).unwrap_err(),
                    ExchangeError::NoDate(day.to_owned()),
                    "{text}"
                );
            }
        }
        for day in ["Nov 20 2026", "20 Nov 2026", "November 20, 2026", "20th nov. 2026"] {
            let error = read(&format!("0.14 {day} bank")).unwrap_err();
            assert_eq!(error, ExchangeError::NoDate(day.to_owned()), "{day}");
        }
        for day in ["20Nov2026", "20-Nov-26", "Nov-20-2026"] {
            assert!(matches!(read(&format!("0.14 {day}")), Err(ExchangeError::NoDate(_))), "{day}");
        }
        let sources = ["2026 budget", "May & Co", "March", "2026-plan", "3 sun street", "Marta 2"];
        for source in ["bank", "24-7 desk", "v1.2.3-beta", "2026"].into_iter().chain(sources) {
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

    #[test]
    fn people_write_a_rate_in_these_ways() {
        let usd = Currency::parse("USD").unwrap();
        let today = "2026-11-22".parse().unwrap();
        let parse = |text: &str| ExchangeRate::parse(text, usd, today).map(|rate| rate.to_string());
        for text in [
            "1 EUR = 1.08 USD",
            "1 eur = 1.08 usd",
            "1EUR=1.08USD",
            "100 EUR = 108 USD",
            "1.08 USD = 1 EUR",
            "EUR/USD 1.08",
            "EUR/USD = 1.08",
            "EUR / USD 1.080",
            "EURUSD 1.08",
            "EUR=1.08 USD",
            "1.08 USD per EUR",
            "1.08 USD / 1 EUR",
        ] {
            assert_eq!(parse(text).unwrap(), "1 EUR = 1.08 USD (yours, 2026-11-22)", "{text}");
            let more = format!("{text} 2026-11-20 a/b=c bank");
            let shown = "1 EUR = 1.08 USD (a/b=c bank, 2026-11-20)";
            assert_eq!(parse(&more).unwrap(), shown, "{more}");
            assert_eq!(parse(shown).unwrap(), shown);
        }
        // ECB is a source, GBP a currency.
        assert_eq!(parse("EUR=1.08 ECB").unwrap(), "1 EUR = 1.08 USD (ECB, 2026-11-22)");
        assert_eq!(parse("EUR=0.86 GBP").unwrap(), "1 EUR = 0.86 GBP (yours, 2026-11-22)");
    }

    #[test]
    fn a_rate_with_two_meanings_asks_which() {
        let usd = Currency::parse("USD").unwrap();
        let today = "2026-11-22".parse().unwrap();
        let complaint = |text: &str| ExchangeRate::parse(text, usd, today).unwrap_err().to_string();
        for (text, one, other) in [("1.08 EUR/USD", "EUR", "USD"), ("0.14 usd/cny", "USD", "CNY")] {
            let amount = text.split(' ').next().unwrap();
            let both = format!("write 1 {one} = {amount} {other} or 1 {other} = {amount} {one}");
            assert!(complaint(text).ends_with(&both), "{}", complaint(text));
        }
        for text in ["EUR=1/1.08", "EUR/USD 1 / 1.08", "1 EUR = 10/9 USD"] {
            assert!(complaint(text).contains("is a fraction"), "{}", complaint(text));
        }
        assert!(complaint("3 EUR = 7 USD").contains("has no exact rate"));
        assert!(complaint("1 EUR = 0 USD").contains("a rate of 0 is none"));
    }

    #[test]
    fn a_text_that_names_its_currencies_is_about_those() {
        let [eur, usd] = ["EUR", "USD"].map(|code| Currency::parse(code).unwrap());
        let rate = read("EUR/USD 1.08").unwrap();
        assert_eq!((rate.from, rate.to), (eur, usd));
        assert_eq!(read("0.14 USD").unwrap().to_string(), "1 CNY = 0.14 USD (yours, 2026-11-22)");
        assert!(read("0.14 GBP").is_err());
        let today = "2026-11-22".parse().unwrap();
        let between = ExchangeRate::read_between(usd, eur, "1 CNY = 0.14 USD", today).unwrap_err();
        assert!(between.to_string().contains("is not a rate between USD and EUR"), "{between}");
    }
}
