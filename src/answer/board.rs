//! The board: every offer of a scenario, priced, and how they compare.
//!
//! It is derived from the scenario and the cards alone. The pricing library makes all figures. An offer
//! that cannot be priced holds none and says why.

mod offer;
mod pricing;

use std::sync::Arc;

use whatif_pricing::card::Named;
use whatif_pricing::{DriverId, Invoice, RateCard, Ratio, Selection, Tariff, Usage, UsageError};

pub use self::offer::{Fault, OfferFigures, Part, PricedOffer};
use self::pricing::{Pricing, quote};
use crate::scenario::{Inputs, OfferId, Scenario, opening_card};

/// Every offer, priced.
#[derive(Clone, Debug)]
pub struct Board {
    cards: Vec<Arc<RateCard>>,
    scenario: Arc<Scenario>,
    usage: Usage,
    /// By card in the catalogue's order, each card's default offer before its copies.
    offers: Vec<PricedOffer>,
    budget: Option<Ratio>,
    /// By driver: whether an offer on the screen depends on it.
    read: Vec<bool>,
    /// By driver: whether it is beyond a vendor's limit on an offer on the screen.
    over_quota: Vec<bool>,
}

/// Why a scenario has no board.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum BoardError {
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// There are no cards.
    #[error("no rate cards: name a folder that has some, or take the shipped ones")]
    NoCards,
}

/// Another choice of an option, or another reading, and what it would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its words.
    pub label: &'a str,
    /// Its total less the present one. `None` if either is incomplete.
    pub difference: Option<Ratio>,
}

impl Board {
    /// Prices a scenario over these cards.
    pub fn new(cards: &[Arc<RateCard>], scenario: &Scenario) -> Result<Self, BoardError> {
        if cards.is_empty() {
            return Err(BoardError::NoCards);
        }
        let usage = scenario.inputs.workload.usage(scenario.inputs.period.terms())?;
        let mut board = Self {
            cards: cards.to_vec(),
            scenario: Arc::new(scenario.clone()),
            usage,
            offers: Vec::new(),
            budget: None,
            read: Vec::new(),
            over_quota: Vec::new(),
        };
        board.price_offers(scenario);
        Ok(board)
    }

    /// Prices another scenario over the same cards. The board stays as it was if there is an error.
    pub fn price(&mut self, scenario: &Scenario) -> Result<(), BoardError> {
        self.usage = scenario.inputs.workload.usage(scenario.inputs.period.terms())?;
        let former = std::mem::replace(&mut self.scenario, Arc::new(scenario.clone()));
        self.price_offers(&former);
        Ok(())
    }

    /// Prices baseline inputs over the same cards.
    pub fn at(&self, inputs: &Inputs) -> Result<Self, BoardError> {
        let inputs = Inputs { display: self.inputs().display, ..inputs.clone() };
        Self::new(&self.cards, &Scenario { inputs, baseline: None, ..self.scenario().clone() })
    }

    /// The cards, in the catalogue's order.
    #[must_use]
    pub fn cards(&self) -> &[Arc<RateCard>] {
        &self.cards
    }

    /// The card of this id.
    #[must_use]
    pub fn card(&self, id: &str) -> Option<&Arc<RateCard>> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// The scenario that is priced.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The inputs of its figures.
    #[must_use]
    pub fn inputs(&self) -> &Inputs {
        &self.scenario.inputs
    }

    /// The value of every driver, at the start of the period if the workload changes.
    #[must_use]
    pub const fn usage(&self) -> &Usage {
        &self.usage
    }

    /// The offers: by card in the catalogue's order, each card's default offer before its copies.
    #[must_use]
    pub fn offers(&self) -> &[PricedOffer] {
        &self.offers
    }

    /// The offer of this id.
    #[must_use]
    pub fn offer(&self, id: &OfferId) -> Option<&PricedOffer> {
        self.offers.iter().find(|offer| offer.id == *id)
    }

    /// The selected offer. If it is not there, the one that a new scenario selects.
    ///
    /// # Panics
    /// Never: a board has cards, and each card has an offer.
    #[must_use]
    pub fn selected(&self) -> &PricedOffer {
        let fallback = || {
            let card = opening_card(&self.cards)?;
            self.offer(&OfferId::of_card(&card.id))
        };
        let selected = self.offer(&self.scenario.selected).or_else(fallback);
        selected.or_else(|| self.offers.first()).expect("a board has offers")
    }

    /// The marked offers, in order.
    pub fn marked(&self) -> impl Iterator<Item = &PricedOffer> {
        self.offers.iter().filter(|offer| offer.is_marked)
    }

    /// The offers on the screen: the marked ones and the selected one, in order.
    pub fn shown(&self) -> impl Iterator<Item = &PricedOffer> {
        let selected = &self.selected().id;
        self.offers.iter().filter(move |offer| offer.is_marked || offer.id == *selected)
    }

    /// The marked offers that can do a job of the selected one, in order; the selected one among them if it
    /// is marked.
    pub fn rivals(&self) -> impl Iterator<Item = &PricedOffer> {
        let selected = self.selected();
        self.marked().filter(|offer| offer.card.is_rival_of(&selected.card))
    }

    /// The offers that a reader of the scenario sees: those on the screen, those on which anything was
    /// chosen, and the default offers of their companions' cards.
    pub fn in_play(&self) -> impl Iterator<Item = &PricedOffer> {
        let shown: Vec<&OfferId> = self.shown().map(|offer| &offer.id).collect();
        let is_companion = |offer: &PricedOffer| {
            let mut others = self.offers.iter().filter(|other| other.is_chosen);
            !offer.id.is_copy()
                && others.any(|other| other.part(offer.id.card()).is_some() && other.id != offer.id)
        };
        self.offers.iter().filter(move |offer| {
            offer.is_chosen || shown.contains(&&offer.id) || is_companion(offer)
        })
    }

    /// The budget in the currency of the comparison. `None` if there is none or no rate leads there.
    #[must_use]
    pub const fn budget(&self) -> Option<Ratio> {
        self.budget
    }

    /// By driver: whether an offer on the screen depends on it.
    #[must_use]
    pub fn read(&self) -> &[bool] {
        &self.read
    }

    /// Returns whether an offer on the screen depends on a driver.
    #[must_use]
    pub fn is_read(&self, driver: DriverId) -> bool {
        self.read[driver.index()]
    }

    /// Returns whether a driver is beyond a vendor's limit on an offer on the screen.
    #[must_use]
    pub fn is_over_quota(&self, driver: DriverId) -> bool {
        self.over_quota[driver.index()]
    }

    /// The next choice of an option on a card of the selected offer, round and round.
    #[must_use]
    pub fn next_option(&self, card: &str, option: &str) -> Option<Alternative<'_>> {
        let figures = self.selected().figures()?;
        let part = figures.parts().find(|part| part.card.id == card)?;
        let place = part.card.options.iter().position(|known| known.id == option)?;
        let choices = &part.card.options[place].choices;
        let mut other = part.selection.clone();
        other.options[place] = (other.options[place] + 1) % choices.len();
        let Named { id, label } = &choices[other.options[place]];
        Some(Alternative { id, label, difference: self.difference(part, &other) })
    }

    /// The next reading of an assumption on a card of the selected offer, round and round.
    #[must_use]
    pub fn next_reading(&self, card: &str, assumption: &str) -> Option<Alternative<'_>> {
        let figures = self.selected().figures()?;
        let part = figures.parts().find(|part| part.card.id == card)?;
        let place = part.card.assumptions.iter().position(|known| known.id == assumption)?;
        let readings = &part.card.assumptions[place].readings;
        let mut other = part.selection.clone();
        other.readings[place] = (other.readings[place] + 1) % readings.len();
        let Named { id, label } = &readings[other.readings[place]].named;
        Some(Alternative { id, label, difference: self.difference(part, &other) })
    }

    /// The difference that other choices on a card would make to its total.
    fn difference(&self, part: &Part, other: &Selection) -> Option<Ratio> {
        let tariff = Tariff::new(&part.card, other, *part.tariff.terms()).ok()?;
        let mut invoice = Invoice::default();
        quote(&tariff, &self.usage, &part.segments, &mut invoice).ok()?;
        let complete = invoice.complete && part.invoice.complete;
        complete.then(|| invoice.total.minus(part.invoice.total).ok()).flatten()
    }

    fn price_offers(&mut self, former: &Scenario) {
        let scenario = Arc::clone(&self.scenario);
        let same_choices = former.inputs.offers == scenario.inputs.offers;
        let pricing = Pricing::new(&self.cards, &scenario, &self.usage, same_choices);
        let mut known = std::mem::take(&mut self.offers).into_iter().peekable();
        let mut offers = Vec::with_capacity(known.len());
        for card in &self.cards {
            // A former offer's buffers are used again.
            let default = known.next_if(|known| known.id.as_str() == card.id);
            offers.push(match default {
                Some(known) => pricing.again(known),
                None => pricing.offer(card, OfferId::of_card(&card.id)),
            });
            let mut former_copies = Vec::new();
            while let Some(copy) = known.next_if(|it| it.id.card() == card.id) {
                former_copies.push(copy);
            }
            for (id, offer) in scenario.inputs.offers.copies_of(&card.id) {
                let former = former_copies.iter().position(|copy| copy.id == *id);
                let mut copy = match former.map(|place| former_copies.swap_remove(place)) {
                    Some(known) => pricing.again(known),
                    None => pricing.offer(card, id.clone()),
                };
                copy.label.clone_from(&offer.label);
                offers.push(copy);
            }
        }
        self.offers = offers;
        self.mark(&scenario);
        self.hold_against_budget();
        self.find_cheapest();
        self.find_read();
    }

    /// Marks the offers and numbers those that are.
    fn mark(&mut self, scenario: &Scenario) {
        let mut series = 0;
        for offer in &mut self.offers {
            offer.is_marked = scenario.marked.contains(&offer.id);
            offer.series = offer.is_marked.then_some(series);
            series += usize::from(offer.is_marked);
        }
    }

    /// Finds the drivers that matter to the offers on the screen.
    fn find_read(&mut self) {
        let drivers = self.inputs().workload.vocabulary().len();
        let (mut read, mut over_quota) = (vec![false; drivers], vec![false; drivers]);
        for figures in self.shown().filter_map(PricedOffer::figures) {
            for (read, reads) in read.iter_mut().zip(&figures.reads) {
                *read |= reads;
            }
            for driver in figures.own.over_quota() {
                over_quota[driver.index()] = true;
            }
        }
        (self.read, self.over_quota) = (read, over_quota);
    }

    fn hold_against_budget(&mut self) {
        let inputs = &self.scenario.inputs;
        self.budget = self.scenario.budget.and_then(|budget| {
            inputs.rates.convert(budget.amount, budget.currency, inputs.display).ok().flatten()
        });
        for offer in &mut self.offers {
            let shown = offer.figures.as_ref().ok().and_then(|figures| figures.shown);
            let both = self.budget.zip(shown);
            offer.spend = both.and_then(|(budget, total)| total.against(budget).ok());
        }
    }

    /// Finds the cheapest among the marked offers. One without a rival is not called cheap.
    fn find_cheapest(&mut self) {
        let ranked = |offer: &PricedOffer| offer.ranked().filter(|_| offer.is_marked);
        let is_cheapest = |offer: &PricedOffer| {
            let Some(total) = ranked(offer) else { return false };
            let rivals = self.offers.iter().filter(|other| other.id != offer.id);
            let rivals = rivals.filter(|other| other.card.is_rival_of(&offer.card));
            let mut rivals = rivals.filter_map(ranked);
            let Some(first) = rivals.next() else { return false };
            total <= first && rivals.all(|other| total <= other)
        };
        let cheapest: Vec<bool> = self.offers.iter().map(is_cheapest).collect();
        for (offer, is_cheapest) in self.offers.iter_mut().zip(cheapest) {
            offer.is_cheapest = is_cheapest;
        }
    }
}
