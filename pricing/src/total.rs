//! What a card costs together with its companions, and in another currency.

use crate::card::RateCard;
use crate::exchange::ExchangeRates;
use crate::invoice::Invoice;
use crate::money::Currency;
use crate::ratio::{OutOfRange, Ratio};

/// A sum over one card's invoice and those of its companions, in the card's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// As far as it is known.
    pub amount: Ratio,
    /// Whether that is the whole: no price is missing, and every companion's currency can be converted.
    pub complete: bool,
}

impl Total {
    /// Adds the companions' totals to a card's. One in a currency to which no rate leads is left out, and
    /// the total is incomplete.
    pub fn of<'a>(
        (card, invoice): (&RateCard, &Invoice),
        companions: impl IntoIterator<Item = (&'a RateCard, &'a Invoice)>,
        rates: &ExchangeRates,
    ) -> Result<Self, OutOfRange> {
        let own = Self { amount: invoice.total, complete: invoice.complete };
        companions.into_iter().try_fold(own, |sum, (companion, invoice)| {
            let more = rates.convert(invoice.total, companion.currency, card.currency)?;
            let complete = sum.complete && invoice.complete && more.is_some();
            let amount = sum.amount.plus(more.unwrap_or_default())?;
            Ok(Self { amount, complete })
        })
    }

    /// The same in another currency; none where no rate leads there.
    pub fn in_currency(
        self,
        from: Currency,
        to: Currency,
        rates: &ExchangeRates,
    ) -> Result<Option<Self>, OutOfRange> {
        let amount = rates.convert(self.amount, from, to)?;
        Ok(amount.map(|amount| Self { amount, ..self }))
    }
}

/// How a total stands to a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spend {
    /// It stays within, and this is left; nothing where it is met exactly.
    Within {
        /// The budget less the total.
        left: Ratio,
    },
    /// It is above: by so much, or by more where the total is a lower bound.
    Exceeded {
        /// The total less the budget, above zero.
        by: Ratio,
    },
    /// A price is missing, and what is known is within the budget.
    Unknown,
}

impl Total {
    /// How it stands to a budget in the same currency. A lower bound above the budget exceeds it for sure;
    /// one within it says nothing.
    ///
    /// ```
    /// use whatif_pricing::{Ratio, Spend, Total};
    /// let [amount, budget] = ["40.3", "40"].map(|text| Ratio::parse(text).unwrap());
    /// let by = Ratio::parse("0.3").unwrap();
    /// let total = Total { amount, complete: false };
    /// assert_eq!(total.against(budget).unwrap(), Spend::Exceeded { by });
    /// assert_eq!(total.against(Ratio::from(50)).unwrap(), Spend::Unknown);
    /// ```
    pub fn against(self, budget: Ratio) -> Result<Spend, OutOfRange> {
        if self.amount > budget {
            return Ok(Spend::Exceeded { by: self.amount.minus(budget)? });
        }
        if !self.complete {
            return Ok(Spend::Unknown);
        }
        Ok(Spend::Within { left: budget.minus(self.amount)? })
    }
}
