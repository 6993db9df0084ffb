//! An offer with its figures, and the cards that it consists of.

use std::sync::Arc;

use rust_decimal::Decimal;
use whatif_pricing::charge::Confidence;
use whatif_pricing::compare::Compared;
use whatif_pricing::{
    Currency, DriverId, ExchangeRates, Invoice, InvoiceOf, Offer as PricingOffer, OutOfRange,
    Percent, RateCard, RateError, Ratio, Segment, Selection, Spend, Tariff, TimelineError, Total,
    Warning,
};

use crate::scenario::{Missing, OfferId};

/// Why an offer has no figures.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Fault {
    /// A card cannot price the workload.
    #[error("{error}")]
    Rate {
        /// The id of the card: the offer's own or a companion's.
        card: String,
        /// The mistake.
        error: RateError,
    },
    /// The workload cannot change that way on the card's clock.
    #[error("{error}")]
    Timeline {
        /// The id of the card.
        card: String,
        /// The mistake.
        error: TimelineError,
    },
    /// A total is beyond what can be calculated exactly.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

/// One offer with its figures.
#[derive(Clone, Debug)]
pub struct PricedOffer {
    /// Its id.
    pub id: OfferId,
    /// The user's name for a copy. `None` for a card's default offer.
    pub label: Option<String>,
    /// Its card.
    pub card: Arc<RateCard>,
    /// The currency of the card as it is chosen.
    pub currency: Currency,
    /// True if it is marked for comparison.
    pub is_marked: bool,
    /// True if it is the best offer of its provider.
    pub is_best: bool,
    /// Its place among the marked offers, which gives its colour and letter.
    pub series: Option<usize>,
    /// The standing of its total to the budget. `None` without a budget, a rate or figures.
    pub spend: Option<Spend>,
    /// The parts of the scenario's entry that its cards do not have.
    pub missing: Vec<Missing>,
    /// The figures, or why there are none.
    pub figures: Result<OfferFigures, Fault>,
    /// True if anything differs from the card's defaults.
    pub(super) is_chosen: bool,
}

/// A discount or mark-up in a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjusted {
    /// On the whole of the offer's own card.
    Whole(Percent),
    /// On some charges, or on a companion.
    Part(Percent),
    /// On some charges, by different percentages.
    Parts,
}

/// The costs of an offer.
#[derive(Clone, Debug)]
pub struct OfferFigures {
    /// The card itself.
    pub own: Part,
    /// The companions that are included, in the card's order.
    pub companions: Vec<Part>,
    /// All parts together, in the currency of the card as it is chosen.
    pub total: Total,
    /// The same in the currency of the comparison. `None` if no rate leads there.
    pub shown: Option<Total>,
    /// The least sure of the prices in the card's own invoice. `None` if all are zero or the user's own.
    pub confidence: Option<Confidence>,
    /// By driver: whether the total depends on it.
    pub reads: Vec<bool>,
}

/// One card of an offer: its own or a companion's.
#[derive(Clone, Debug)]
pub struct Part {
    /// The card.
    pub card: Arc<RateCard>,
    /// The choices on it, by place.
    pub selection: Selection,
    /// The card with its choices, ready to price for the period.
    pub tariff: Tariff,
    /// The invoice.
    pub invoice: Invoice,
    /// The steady stretches of the period. Empty if the workload does not change within it.
    pub segments: Arc<[Segment]>,
    /// The card that this one is a companion of. `None` for an offer's own card.
    pub(super) main: Option<Arc<RateCard>>,
}
impl PricedOffer {
    /// The figures. `None` if it cannot be priced.
    #[must_use]
    pub fn figures(&self) -> Option<&OfferFigures> {
        self.figures.as_ref().ok()
    }

    /// The invoice of its own card.
    #[must_use]
    pub fn invoice(&self) -> Option<&Invoice> {
        self.figures().map(|figures| &figures.own.invoice)
    }

    /// The part of this card: its own or a companion's.
    #[must_use]
    pub fn part(&self, card: &str) -> Option<&Part> {
        self.figures()?.parts().find(|part| part.card.id == card)
    }

    /// The total in the card's currency.
    #[must_use]
    pub fn total(&self) -> Option<Total> {
        self.figures().map(|figures| figures.total)
    }

    /// The total in the currency of the comparison.
    #[must_use]
    pub fn shown(&self) -> Option<Total> {
        self.figures().and_then(|figures| figures.shown)
    }

    /// The total by which it is compared. `None` if it is incomplete or has no rate, if the service lacks a
    /// part of the job, and if it no longer exists.
    #[must_use]
    pub fn ranked(&self) -> Option<Ratio> {
        self.figures()?.ranked()
    }

    /// Does the workload exceed a vendor's limit beyond which the offer, as it is chosen, has no rank?
    #[must_use]
    pub fn is_over_limit(&self) -> bool {
        self.figures().is_some_and(|figures| figures.parts().any(|it| it.over_limits().count() > 0))
    }

    /// Its plan: of a copy, the user's name for it.
    #[must_use]
    pub fn plan(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.card.plan)
    }

    /// Provider, service and plan in one.
    #[must_use]
    pub fn title(&self) -> String {
        self.card.titled(self.plan())
    }

    /// The discount or mark-up in its total. `None` without one.
    #[must_use]
    pub fn adjusted(&self) -> Option<Adjusted> {
        let figures = self.figures()?;
        if let Some(by) = figures.own.selection.adjustment {
            return Some(Adjusted::Whole(by));
        }
        let parts = figures.parts().map(|part| &part.selection);
        let of_part = |part: &'_ Selection| {
            let charges = part.adjustments.iter().flatten().copied();
            charges.chain(part.adjustment).collect::<Vec<Percent>>()
        };
        let mut all = parts.flat_map(of_part);
        let first = all.next()?;
        let is_alike = all.all(|other| other == first);
        Some(if is_alike { Adjusted::Part(first) } else { Adjusted::Parts })
    }

    /// Returns whether anything differs from the card's defaults, the choices of its companions included.
    #[must_use]
    pub const fn is_chosen(&self) -> bool {
        self.is_chosen
    }
}

impl OfferFigures {
    /// The offer's own card, then its companions.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        std::iter::once(&self.own).chain(&self.companions)
    }

    /// The invoices as a comparison takes them.
    #[must_use]
    pub fn compared(&self) -> Compared<'_> {
        let companions = self.companions.iter().map(Part::invoice_of).collect();
        Compared { own: self.own.invoice_of(), companions }
    }

    /// See [`PricedOffer::ranked`].
    #[must_use]
    pub fn ranked(&self) -> Option<Ratio> {
        let unranks =
            |part: &Part| part.invoice.warnings.iter().any(|warning| warning.unranks(&part.card));
        let comparable = !self.parts().any(unranks);
        self.shown.filter(|total| total.complete && comparable).map(|total| total.amount)
    }

    /// The offer as the instruments of the pricing library take it, with totals in a currency.
    pub fn offer_in(
        &self,
        currency: Currency,
        rates: &ExchangeRates,
    ) -> Result<PricingOffer, OutOfRange> {
        let companions = self.companions.iter().map(|part| part.tariff.clone());
        PricingOffer::new(self.own.tariff.clone(), companions.collect(), currency, rates)
    }
}

impl Part {
    /// The currency of the card as it is chosen.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.tariff.currency()
    }

    /// The user's own unit price of a line. `None` if none counts.
    #[must_use]
    pub fn own_price(&self, line: usize) -> Option<Decimal> {
        self.selection.own_price(&self.card, line)
    }

    /// The invoice with the card and the choices that it was made with.
    #[must_use]
    pub fn invoice_of(&self) -> InvoiceOf<'_> {
        InvoiceOf { card: &self.card, selection: &self.selection, invoice: &self.invoice }
    }

    /// The warnings of vendors' limits that cost the offer its rank.
    pub fn over_limits(&self) -> impl Iterator<Item = &Warning> {
        let is_limit =
            |it: &&Warning| matches!(it, Warning::Quota { .. }) && it.unranks(&self.card);
        self.invoice.warnings.iter().filter(is_limit)
    }

    pub(super) fn over_quota(&self) -> impl Iterator<Item = DriverId> + '_ {
        let exceeded = self.invoice.warnings.iter().filter_map(|warning| {
            let Warning::Quota { quota, .. } = warning else { return None };
            Some(&self.card.quotas[*quota])
        });
        exceeded.flat_map(|quota| quota.quantity.drivers())
    }
}
