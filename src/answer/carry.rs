//! Changes that carry a workload that exceeds a vendor's limit, and the cost of the offer with them.
//!
//! The cards say what carries more. Here it is priced, and kept only if the limit then holds.

use whatif_pricing::card::{Carrier, Quota};
use whatif_pricing::{
    Currency, DriverId, Invoice, InvoiceOf, Ratio, Selection, Tariff, Total, Usage, Value, Warning,
};

use super::board::{Board, OfferFigures, Part, PricedOffer};
use crate::scenario::OfferId;

/// One thing that carries the workload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The change that carries it.
    pub by: By,
    /// The total of the offer with it. `None` if that is not known here.
    pub total: Option<Total>,
    /// The currency of the total.
    pub currency: Currency,
}

/// A change that carries more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Another choice of an option.
    Choice {
        /// The option's id.
        option: String,
        /// The option's label.
        asks: String,
        /// The choice's id.
        choice: String,
        /// The choice's label.
        answer: String,
    },
    /// Another card.
    Card {
        /// Its id.
        card: String,
    },
    /// More of what a driver counts.
    More {
        /// The driver.
        driver: DriverId,
        /// The least value that carries it.
        value: Ratio,
    },
}

/// Everything that carries the workload where a part of an offer exceeds a limit beyond which it has no rank,
/// in the card's order. Empty if nothing exceeds one, or nothing on the cards carries more.
#[must_use]
pub fn carried(board: &Board, figures: &OfferFigures, part: &Part) -> Vec<Carried> {
    let exceeded = part.invoice.warnings.iter().filter_map(|warning| {
        let Warning::Quota { quota, value, limit } = *warning else { return None };
        exceeds(&part.card.quotas[quota]).then_some(Exceeded {
            board,
            figures,
            part,
            quota,
            value,
            limit,
        })
    });
    let mut all: Vec<Carried> = Vec::new();
    for carried in exceeded.flat_map(Exceeded::carried) {
        if !all.contains(&carried) {
            all.push(carried);
        }
    }
    all
}

/// Does it cost the rank?
fn exceeds(quota: &Quota) -> bool {
    quota.beyond != whatif_pricing::card::Beyond::Warn
}

/// A limit that a part of an offer exceeds.
#[derive(Clone, Copy)]
struct Exceeded<'a> {
    board: &'a Board,
    figures: &'a OfferFigures,
    part: &'a Part,
    quota: usize,
    value: Ratio,
    limit: Ratio,
}

impl Exceeded<'_> {
    fn carried(self) -> Vec<Carried> {
        let carriers = &self.part.card.quotas[self.quota].carried_by;
        carriers.iter().filter_map(|carrier| self.by(carrier)).collect()
    }

    fn by(self, carrier: &Carrier) -> Option<Carried> {
        let currency = self.figures.own.currency();
        match carrier {
            Carrier::Choice { option, choice } => {
                let (total, currency) = self.with_choice(*option, *choice)?;
                let option = &self.part.card.options[*option];
                let (asks, answer) = (&option.label, &option.choices[*choice]);
                let by = By::Choice {
                    option: option.id.clone(),
                    asks: asks.clone(),
                    choice: answer.id.clone(),
                    answer: answer.label.clone(),
                };
                Some(Carried { by, total: Some(total), currency })
            }
            Carrier::Card(id) => {
                let offer = self.board.offer(&OfferId::of_card(id));
                let total = offer.filter(|it| it.ranked().is_some()).and_then(PricedOffer::total);
                let currency = offer.map_or(currency, |offer| offer.currency);
                Some(Carried { by: By::Card { card: id.clone() }, total, currency })
            }
            Carrier::More(driver) => self.with_more(*driver, currency),
        }
    }

    /// The total with another choice. `None` if it is the one that is taken, or does not carry it either.
    fn with_choice(self, option: usize, choice: usize) -> Option<(Total, Currency)> {
        if self.part.selection.options[option] == choice {
            return None;
        }
        let mut selection = self.part.selection.clone();
        selection.options[option] = choice;
        let card = &self.part.card;
        let tariff = Tariff::new(card, &selection, *self.part.tariff.terms()).ok()?;
        let own = &self.figures.own;
        let is_own = own.card.id == card.id;
        let tariff = if is_own { tariff } else { tariff.following(&own.card) };
        let currency = if is_own { tariff.currency() } else { own.currency() };
        let invoice = self.quoted(&tariff, self.part, self.board.usage())?;
        let total = self.total((&selection, &invoice), |part| Some(part.invoice.clone()))?;
        Some((total, currency))
    }

    /// The total with more of what a driver counts. `None` for a workload that changes, and if no value carries
    /// it.
    fn with_more(self, driver: DriverId, currency: Currency) -> Option<Carried> {
        if !self.part.segments.is_empty() {
            return None;
        }
        let now = self.board.usage().value(driver).max(Ratio::ONE);
        let least = self.value.times(now).ok()?.over(self.limit).ok()?.ceil().ok()?;
        let value = Value::Number(least.as_decimal()?);
        let mut workload = self.board.inputs().workload.clone();
        workload.set(driver, value).ok()?;
        let usage = workload.usage(self.board.inputs().period.terms()).ok()?;
        let own = self.quoted(&self.part.tariff, self.part, &usage)?;
        let own = (&self.part.selection, &own);
        let total = self.total(own, |part| priced(&part.tariff, part, &usage))?;
        Some(Carried { by: By::More { driver, value: least }, total: Some(total), currency })
    }

    /// The invoice of the part in another way. `None` if the limit is exceeded then too.
    fn quoted(self, tariff: &Tariff, part: &Part, usage: &Usage) -> Option<Invoice> {
        let invoice = priced(tariff, part, usage)?;
        let holds =
            |it: &Warning| !matches!(it, Warning::Quota { quota, .. } if *quota == self.quota);
        invoice.warnings.iter().all(holds).then_some(invoice)
    }

    /// The total with another invoice of this part, and the choices that it was made with.
    fn total(
        self,
        own: (&Selection, &Invoice),
        of: impl Fn(&Part) -> Option<Invoice>,
    ) -> Option<Total> {
        let is_own = |part: &Part| part.card.id == self.part.card.id;
        let invoice = |part: &Part| if is_own(part) { Some(own.1.clone()) } else { of(part) };
        let invoices: Vec<Invoice> = self.figures.parts().map(invoice).collect::<Option<_>>()?;
        let all = self.figures.parts().zip(&invoices);
        let mut all = all.map(|(part, invoice)| InvoiceOf {
            selection: if is_own(part) { own.0 } else { &part.selection },
            invoice,
            ..part.invoice_of()
        });
        let first = all.next()?;
        Total::of(first, all, &self.board.inputs().rates).ok()
    }
}

fn priced(tariff: &Tariff, part: &Part, usage: &Usage) -> Option<Invoice> {
    let mut invoice = Invoice::default();
    let quoted = match &part.segments[..] {
        [] => tariff.quote(usage, &mut invoice),
        segments => tariff.quote_timeline(segments, &mut invoice),
    };
    quoted.ok().map(|()| invoice)
}
