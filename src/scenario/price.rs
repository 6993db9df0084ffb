//! Unit prices of the user's own, in the currency that they were typed in.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use thiserror::Error;
use whatif_pricing::number::{self, NumberError};
use whatif_pricing::{Currency, Money};

/// A unit price as it was typed: `0.5`, or `0.5 EUR`.
///
/// ```
/// use whatif::scenario::TypedPrice;
/// let price: TypedPrice = "0.50 EUR".parse().unwrap();
/// assert_eq!(price.to_string(), "0.5 EUR");
/// assert_eq!("0.5".parse::<TypedPrice>().unwrap().currency, None);
/// assert!("0.5 eur".parse::<TypedPrice>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedPrice {
    /// The amount.
    pub amount: Decimal,
    /// Its currency. `None` for the currency of the price list, whichever that is.
    pub currency: Option<Currency>,
}

/// A price that does not count, because the price list is in another currency.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{price} is in another currency than the price list: write a price in {list}{}", or_choose(*.said))]
pub struct OtherCurrency {
    /// The price as it was typed.
    pub price: TypedPrice,
    /// The currency of the price list.
    pub list: Currency,
    /// The currency of the price, if the card has a list in it.
    pub said: Option<Currency>,
}

fn or_choose(said: Option<Currency>) -> String {
    said.map_or_else(String::new, |said| format!(", or choose the list in {said}"))
}

impl From<Decimal> for TypedPrice {
    fn from(amount: Decimal) -> Self {
        Self { amount, currency: None }
    }
}

impl From<Money> for TypedPrice {
    fn from(Money { amount, currency }: Money) -> Self {
        Self { amount, currency: Some(currency) }
    }
}

impl FromStr for TypedPrice {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let (amount, code) = text.trim().rsplit_once(' ').unwrap_or((text, ""));
        match Currency::parse(code) {
            Some(currency) => Ok(Self { amount: number::price(amount)?, currency: Some(currency) }),
            None => number::price(text).map(Self::from),
        }
    }
}

impl fmt::Display for TypedPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.amount.normalize())?;
        self.currency.map_or(Ok(()), |currency| write!(f, " {currency}"))
    }
}
