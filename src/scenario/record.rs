//! What a card came to when its scenario was saved: enough to say later which price is another, and what
//! that does to the total.

use whatif_pricing::{Currency, Places, PriceList, Ratio, Tariff, plain, written};

use crate::board::Priced;

/// Prices, amounts and total of one card. Figures are exact texts: a quotient that does not end is the same
/// text whenever it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The first day of each price list in force, in order of time; in words where that is not known.
    pub lists: Vec<String>,
    /// See [`Tariff::fingerprint`].
    pub fingerprint: u64,
    /// The card's currency.
    pub currency: Currency,
    /// With the companions that are switched on.
    pub total: String,
    /// Is the total known as a whole?
    pub complete: bool,
    /// By charge.
    pub charges: Vec<PricedCharge>,
}

/// One charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedCharge {
    /// Its id.
    pub id: String,
    /// See [`Tariff::price_text`].
    pub price: String,
    /// The line's amount; none where it is unknown.
    pub amount: Option<String>,
}

impl Record {
    /// What a card comes to now.
    #[must_use]
    pub fn of(priced: &Priced) -> Self {
        let tariff: &Tariff = &priced.tariff;
        let charge = |(place, charge): (usize, &whatif_pricing::charge::Charge)| PricedCharge {
            id: charge.id.clone(),
            price: tariff.price_text(place),
            amount: priced.invoice.lines.get(place).and_then(|line| line.amount).map(plain),
        };
        let card = &priced.card;
        // A list without a day of its own is known from the day that its source carries.
        let day = |list: PriceList| {
            let known = list.former.is_none().then(|| card.dated());
            let day = list.effective_from.or(known);
            day.map_or_else(|| "undated".to_owned(), |day| day.to_string())
        };
        Self {
            lists: tariff.price_lists().map(day).collect(),
            fingerprint: tariff.fingerprint(),
            currency: priced.card.currency,
            total: plain(priced.total.amount),
            complete: priced.total.complete,
            charges: priced.card.charges.iter().enumerate().map(charge).collect(),
        }
    }

    /// The total for a reader: `40.30 USD`, `≥ 12.00 EUR`.
    #[must_use]
    pub fn total(&self) -> String {
        let bound = if self.complete { "" } else { "≥ " };
        format!("{bound}{} {}", shown(&self.total), self.currency)
    }

    /// What is another now, in words: the totals, then each charge. Nothing where every figure is the same.
    #[must_use]
    pub fn changes_to(&self, now: &Self) -> Vec<String> {
        let mut told = Vec::new();
        if self.exact_total() != now.exact_total() {
            told.push(format!("total {} → {}", self.total(), now.total()));
        }
        if self.currency != now.currency {
            let (was, is) = (self.currency, now.currency);
            told.push(format!(
                "its currency was {was} and is {is}: prices of yours are in {is} too"
            ));
        }
        let charges = now.charges.iter().map(|charge| (self.charge(&charge.id), Some(charge)));
        let gone = self.charges.iter().filter(|charge| now.charge(&charge.id).is_none());
        for (was, is) in charges.chain(gone.map(|charge| (Some(charge), None))) {
            told.extend(change(was, is));
        }
        if told.len() == 1 && self.total != now.total {
            told.push("no price of it is another: a rule, a discount or a companion is".to_owned());
        }
        if !told.is_empty() && self.lists != now.lists {
            told.push(format!("price list {} → {}", self.in_force(), now.in_force()));
        }
        told
    }

    fn exact_total(&self) -> (&str, Currency, bool) {
        (&self.total, self.currency, self.complete)
    }

    fn charge(&self, id: &str) -> Option<&PricedCharge> {
        self.charges.iter().find(|charge| charge.id == id)
    }

    /// The lists by their first days.
    fn in_force(&self) -> String {
        self.lists.join(", then ")
    }
}

/// An exact figure for a reader.
fn shown(figure: &str) -> String {
    Ratio::parse(figure).map_or_else(|| figure.to_owned(), |it| written(it, Places::AMOUNT))
}

/// How one charge changed.
fn change(was: Option<&PricedCharge>, is: Option<&PricedCharge>) -> Option<String> {
    let amount = |charge: &PricedCharge| {
        charge.amount.as_deref().map_or_else(|| "unknown".to_owned(), shown)
    };
    match (was, is) {
        (Some(was), Some(is)) => {
            let same_amount = was.amount == is.amount;
            let amounts = format!("amount {} → {}", amount(was), amount(is));
            match (was.price == is.price, same_amount) {
                (true, true) => None,
                (true, false) => Some(format!("{}: price still {}, {amounts}", is.id, is.price)),
                (false, _) => {
                    Some(format!("{}: price {} → {}, {amounts}", is.id, was.price, is.price))
                }
            }
        }
        (None, Some(is)) => {
            Some(format!("{}: new, price {}, amount {}", is.id, is.price, amount(is)))
        }
        (Some(was), None) => Some(format!(
            "{}: gone, its price was {}, its amount {}",
            was.id,
            was.price,
            amount(was)
        )),
        (None, None) => None,
    }
}
