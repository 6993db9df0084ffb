//! The result of pricing one charge: a line, and its billing records.

use crate::number::ratio::Ratio;
use crate::rate::known::Known;
use crate::time::period::Window;

/// One line of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The charge's place in the card.
    pub charge: usize,
    /// The exact quantity: of a level its value, or its mean over the period where it changes; of a flow
    /// the sum over the period.
    pub quantity: Ratio,
    /// The quantity after scope, allowance and quantizing.
    pub billed_quantity: Ratio,
    /// The amount. None if a part of the price is unpublished.
    pub amount: Option<Ratio>,
    /// The amount of the published part of the price. `None` if that is the whole, or nothing.
    pub(crate) part: Option<Ratio>,
}

impl Line {
    /// Nothing used and nothing owed.
    pub(crate) const fn empty(charge: usize) -> Self {
        let zero = Ratio::ZERO;
        Self { charge, quantity: zero, billed_quantity: zero, amount: Some(zero), part: None }
    }

    /// Takes over an amount as far as it is known.
    #[inline]
    pub(crate) fn set_amount(&mut self, known: Known<Ratio>) {
        self.amount = known.complete();
        self.part = known.part();
    }

    /// The known part of the amount: the whole of it or, if a part of the price is unpublished, what the
    /// rest comes to. The amount is never less.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Invoice, Period, Ratio, Selection, Tariff, Vocabulary, Workload};
    /// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
    /// let period = Period::standard_month("2026-06-01".parse().unwrap());
    /// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
    /// let workload = Workload::standard(Vocabulary::standard());
    /// let mut invoice = Invoice::default();
    /// tariff.quote(&workload.usage(period.terms()).unwrap(), &mut invoice).unwrap();
    /// // All prices are published: 100 credentials × 0.40
    /// assert_eq!(invoice.lines[0].known(), Ratio::from(40));
    /// assert_eq!(invoice.lines[0].amount, Some(Ratio::from(40)));
    /// ```
    #[must_use]
    pub fn known(&self) -> Ratio {
        self.amount.or(self.part).unwrap_or_default()
    }

    /// Its amount as far as it is known.
    pub(crate) fn known_amount(&self) -> Known<Ratio> {
        Known { amount: self.known(), complete: self.amount.is_some() }
    }
}

/// One billing record: a charge in one settlement and one steady stretch of the workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The charge's place in the card.
    pub charge: usize,
    /// The part of the settlement in which it was used.
    pub window: Window,
    /// The exact quantity.
    pub quantity: Ratio,
    /// The quantity after scope, allowance and quantizing.
    pub billed_quantity: Ratio,
    /// The amount. None if a part of the price is unpublished.
    pub amount: Option<Ratio>,
    /// The amount of the published part of the price, as of a line.
    pub(crate) part: Option<Ratio>,
}

impl Record {
    /// The known part of the amount, as of a line.
    #[must_use]
    pub fn known(&self) -> Ratio {
        self.amount.or(self.part).unwrap_or_default()
    }
}
