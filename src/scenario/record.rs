//! Records: what an offer cost when its scenario was saved, so that a later run can say which price changed.
//!
//! Figures are exact texts. A quotient that does not end is the same text whenever it is written.

use whatif_pricing::Currency;

/// Prices, amounts and total of one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The first day of each price list in force, in order of time. `undated` if the day is not known.
    pub lists: Vec<String>,
    /// See [`whatif_pricing::Tariff::fingerprint`].
    pub fingerprint: u64,
    /// The card's currency.
    pub currency: Currency,
    /// The total with companions.
    pub total: String,
    /// True if no part of the total is missing.
    pub complete: bool,
    /// The card's charges.
    pub charges: Vec<ChargeRecord>,
}

/// The price and amount of one charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeRecord {
    /// The charge's id.
    pub id: String,
    /// See [`whatif_pricing::Tariff::price_text`].
    pub price: String,
    /// The line's amount. `None` if it is unknown.
    pub amount: Option<String>,
}

/// One difference between two records of the same offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordChange<'a> {
    /// The total.
    Total {
        /// The former record.
        was: &'a Record,
        /// The present record.
        is: &'a Record,
    },
    /// The card's currency.
    Currency {
        /// The former one.
        was: Currency,
        /// The present one.
        is: Currency,
    },
    /// A charge: `None` on the side that does not have it.
    Charge {
        /// As it was.
        was: Option<&'a ChargeRecord>,
        /// As it is.
        is: Option<&'a ChargeRecord>,
    },
    /// The total differs though no price does.
    NoPrice,
    /// The price lists in force, by their first days.
    Lists {
        /// The former ones.
        was: &'a [String],
        /// The present ones.
        is: &'a [String],
    },
}

impl Record {
    /// The differences to a present record: the totals, then each charge. Empty if every figure is the same.
    #[must_use]
    pub fn changes_to<'a>(&'a self, now: &'a Self) -> Vec<RecordChange<'a>> {
        let mut found = Vec::new();
        if self.exact_total() != now.exact_total() {
            found.push(RecordChange::Total { was: self, is: now });
        }
        if self.currency != now.currency {
            found.push(RecordChange::Currency { was: self.currency, is: now.currency });
        }
        let charges = now.charges.iter().map(|charge| (self.charge(&charge.id), Some(charge)));
        let gone = self.charges.iter().filter(|charge| now.charge(&charge.id).is_none());
        let pairs = charges.chain(gone.map(|charge| (Some(charge), None)));
        let differing = pairs.filter(|(was, is)| was != is);
        found.extend(differing.map(|(was, is)| RecordChange::Charge { was, is }));
        if found.len() == 1 && self.total != now.total {
            found.push(RecordChange::NoPrice);
        }
        if !found.is_empty() && self.lists != now.lists {
            found.push(RecordChange::Lists { was: &self.lists, is: &now.lists });
        }
        found
    }

    fn exact_total(&self) -> (&str, Currency, bool) {
        (&self.total, self.currency, self.complete)
    }

    fn charge(&self, id: &str) -> Option<&ChargeRecord> {
        self.charges.iter().find(|charge| charge.id == id)
    }
}
