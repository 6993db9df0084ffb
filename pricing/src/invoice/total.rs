//! The total of a card together with its companions, and in another currency.

use std::cmp::Ordering;

use crate::invoice::exchange::ExchangeRates;
use crate::invoice::quote::{Invoice, InvoiceOf};
use crate::number::money::Currency;
use crate::number::ratio::{Exact, OutOfRange, Ratio, Word};
use crate::rate::error::RateError;
use crate::rate::known::Known;
use crate::rate::tariff::Tariff;
use crate::rate::touched::Touched;
use crate::usage::formula::EvaluateError;
use crate::usage::inputs::{Inputs, Usage};

/// A sum over one card's invoice and those of its companions, in the card's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The known part: the whole or, where a price is missing, what the others come to. The whole is
    /// never less.
    pub amount: Ratio,
    /// True if the amount is the whole: no price is missing, and every companion's currency can be
    /// converted.
    pub complete: bool,
}

impl Total {
    /// Adds the companions' totals to a card's. One in a currency to which no rate leads is left out, and
    /// the total is incomplete.
    pub fn of<'a>(
        own: InvoiceOf<'_>,
        companions: impl IntoIterator<Item = InvoiceOf<'a>>,
        rates: &ExchangeRates,
    ) -> Result<Self, OutOfRange> {
        let total = Self { amount: own.invoice.total, complete: own.invoice.complete };
        companions.into_iter().try_fold(total, |sum, other| {
            let more = rates.convert(other.invoice.total, other.currency(), own.currency())?;
            let complete = sum.complete && other.invoice.complete && more.is_some();
            let amount = sum.amount.plus(more.unwrap_or_default())?;
            Ok(Self { amount, complete })
        })
    }

    /// The same in another currency. `None` if no rate leads there.
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

impl Total {
    /// Compares it with another total in the same currency, as far as that can be said: of two that
    /// are not both the whole, one is above if its known part alone is above the other's whole.
    ///
    /// ```
    /// use std::cmp::Ordering;
    /// use whatif_pricing::{Ratio, Total};
    /// let whole = |amount: u32| Total { amount: Ratio::from(amount), complete: true };
    /// let at_least = |amount: u32| Total { complete: false, ..whole(amount) };
    /// assert_eq!(at_least(4125).compare(whole(4000)), Some(Ordering::Greater));
    /// assert_eq!(whole(4000).compare(at_least(4125)), Some(Ordering::Less));
    /// assert_eq!(at_least(4125).compare(whole(5000)), None);
    /// assert_eq!(at_least(4125).compare(at_least(1)), None);
    /// ```
    #[must_use]
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let of_parts = self.amount.cmp(&other.amount);
        match (self.complete, other.complete) {
            (true, true) => Some(of_parts),
            (false, true) => Some(of_parts).filter(|ordering| ordering.is_gt()),
            (true, false) => Some(of_parts).filter(|ordering| ordering.is_lt()),
            (false, false) => None,
        }
    }
}

/// The relation of a total to a budget.
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
    /// The amount is within the budget, but the offer cannot carry the workload for it: a vendor's limit is
    /// exceeded. A total does not know of limits, so [`Total::against`] never says it.
    Barred,
}

impl Total {
    /// Compares it with a budget in the same currency. A lower bound above the budget exceeds it
    /// for sure; one within it says nothing.
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

impl Tariff {
    /// The total of a steady workload, without its lines.
    pub fn total(&self, usage: &Usage) -> Result<Total, RateError> {
        if !usage.is_on_any_clock() {
            return self.quoted_total(usage);
        }
        match self.sum_of_words(usage) {
            Some(sum) => Ok(Total { amount: sum.ratio(), complete: true }),
            None => self.total_of_charges(usage),
        }
    }

    /// The total where all charges have a fast form and nothing else is part of it.
    #[inline]
    pub(crate) fn sum_of_words(&self, usage: &Usage) -> Option<Word> {
        match &self.parts[..] {
            [part] if self.is_sum => part.compiled.sum(usage.numbers.words()?),
            _ => None,
        }
    }

    #[inline(never)]
    fn total_of_charges(&self, usage: &Usage) -> Result<Total, RateError> {
        let all = &self.everything;
        let total = self.total_in::<Word>(all, usage).map(Known::ratio);
        match total.or_else(|_| self.total_in::<Ratio>(all, usage)) {
            Ok(Known { amount, complete }) => Ok(Total { amount, complete }),
            Err(_) => self.quoted_total(usage),
        }
    }

    fn total_in<N: Exact>(
        &self,
        of: &Touched,
        inputs: &impl Inputs<N>,
    ) -> Result<Known<N>, EvaluateError> {
        let sum = self.sum(of, inputs)?;
        Ok(Known { amount: self.adjusted(sum.amount)?, ..sum })
    }

    /// The same from a whole invoice, which knows what to say where there is no total.
    #[cold]
    fn quoted_total(&self, usage: &Usage) -> Result<Total, RateError> {
        let mut invoice = Invoice::default();
        self.quote(usage, &mut invoice)?;
        Ok(Total { amount: invoice.total, complete: invoice.complete })
    }
}
