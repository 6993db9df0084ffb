//! The board: every offer of a scenario, priced, and how they compare.
//!
//! It is derived from the scenario and the cards alone. The pricing library makes all figures. An offer
//! that cannot be priced holds none and says why.

mod alternatives;
mod currency;
mod following;
mod offer;
mod pricing;

use std::collections::BTreeSet;
use std::sync::Arc;

use whatif_pricing::best::{LeftOut, Prepared, asked_jobs};
use whatif_pricing::{Currency, DriverId, RateCard, Ratio, Spend, Usage, UsageError};

pub use self::alternatives::Alternative;
use self::currency::in_reach;
pub use self::following::Followed;
pub use self::offer::{Adjusted, Fault, OfferFigures, Part, PricedOffer};
use self::pricing::Pricing;
use super::proposals::{BestQuestion, Proposals};
use crate::scenario::{Inputs, Letters, Offer, OfferId, Scenario, opening_card};

/// Every offer, priced.
#[derive(Clone, Debug)]
pub struct Board {
    cards: Vec<Arc<RateCard>>,
    /// The scenario as it was given.
    scenario: Arc<Scenario>,
    /// The same in a currency that its totals can have.
    priced: Arc<Scenario>,
    usage: Usage,
    /// By card in the catalogue's order, each card's default offer before its copies.
    offers: Vec<PricedOffer>,
    budget: Option<Ratio>,
    /// The question for the best offers, on a board that proposes them.
    question: Option<BestQuestion>,
    /// The best offers. `None` on a board that proposes none, and if the workload changes in the period.
    proposals: Option<Proposals>,
    /// The combinations that were tried for them.
    prepared: Prepared,
    /// The selected proposal, which stays although it is no longer a best offer.
    retained: Option<(OfferId, Offer)>,
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

impl Board {
    /// Prices a scenario over these cards.
    pub fn new(cards: &[Arc<RateCard>], scenario: &Scenario) -> Result<Self, BoardError> {
        Self::asking(cards, scenario, None)
    }

    /// Prices a scenario over these cards, with the best offer of each provider beside its offers.
    pub fn proposing(
        cards: &[Arc<RateCard>],
        scenario: &Scenario,
        question: BestQuestion,
    ) -> Result<Self, BoardError> {
        Self::asking(cards, scenario, Some(question))
    }

    /// The same with the best offer of each provider beside its offers.
    #[must_use]
    pub fn with_proposals(mut self, question: BestQuestion) -> Self {
        self.question = Some(question);
        let scenario = Arc::clone(&self.priced);
        self.price_offers(&scenario);
        self
    }

    fn asking(
        cards: &[Arc<RateCard>],
        scenario: &Scenario,
        question: Option<BestQuestion>,
    ) -> Result<Self, BoardError> {
        if cards.is_empty() {
            return Err(BoardError::NoCards);
        }
        let usage = scenario.inputs.workload.usage(scenario.inputs.period.terms())?;
        let given = Arc::new(scenario.clone());
        let mut board = Self {
            cards: cards.to_vec(),
            priced: in_reach(cards, &given),
            scenario: given,
            usage,
            offers: Vec::new(),
            budget: None,
            question,
            proposals: None,
            prepared: Prepared::default(),
            retained: None,
            read: Vec::new(),
            over_quota: Vec::new(),
        };
        board.price_offers(&Arc::clone(&board.priced));
        Ok(board)
    }

    /// Prices another scenario over the same cards. The board stays as it was if there is an error.
    pub fn price(&mut self, scenario: &Scenario) -> Result<(), BoardError> {
        self.usage = scenario.inputs.workload.usage(scenario.inputs.period.terms())?;
        self.scenario = Arc::new(scenario.clone());
        let priced = in_reach(&self.cards, &self.scenario);
        let former = std::mem::replace(&mut self.priced, priced);
        self.price_offers(&former);
        Ok(())
    }

    /// Prices baseline inputs over the same cards.
    pub fn at(&self, inputs: &Inputs) -> Result<Self, BoardError> {
        let inputs = Inputs { display: self.inputs().display, ..inputs.clone() };
        let scenario = Scenario { inputs, baseline: None, ..self.scenario().clone() };
        Self::asking(&self.cards, &scenario, self.question.clone())
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

    /// The scenario as it was given.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The inputs of its figures: those of the scenario, in a currency that totals can have.
    #[must_use]
    pub fn inputs(&self) -> &Inputs {
        &self.priced.inputs
    }

    /// The currency that was asked for. If no rate leads there from any offer, figures are in the currency that
    /// most of them share.
    #[must_use]
    pub fn asked_currency(&self) -> Currency {
        self.scenario.inputs.display
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

    /// The selected offer. If it is not there, its card's default offer or the one that a new scenario selects.
    ///
    /// # Panics
    /// Never: a board has cards, and each card has an offer.
    #[must_use]
    pub fn selected(&self) -> &PricedOffer {
        let fallback = || {
            let card = opening_card(&self.cards)?;
            self.offer(&OfferId::of_card(&card.id))
        };
        let of_its_card = || self.offer(&OfferId::of_card(self.priced.selected.card()));
        let selected = self.offer(&self.priced.selected).or_else(of_its_card).or_else(fallback);
        selected.or_else(|| self.offers.first()).expect("a board has offers")
    }

    /// The best offers. `None` on a board that proposes none, and if the workload changes in the period.
    #[must_use]
    pub const fn proposals(&self) -> Option<&Proposals> {
        self.proposals.as_ref()
    }

    /// The jobs that the best offers do. Empty on a board that proposes none.
    #[must_use]
    pub fn asked_jobs(&self) -> &[String] {
        self.proposals.as_ref().map_or(&[], |it| &it.found.jobs)
    }

    /// The entry that makes an offer, if the scenario has none for it because the board proposes it.
    #[must_use]
    pub fn proposed(&self, id: &OfferId) -> Option<&Offer> {
        let best = self.proposals.iter().flat_map(Proposals::best).chain(&self.retained);
        let known = best.filter(|_| self.inputs().offers.get(id).is_none());
        known.into_iter().find(|(known, _)| known == id).map(|(_, offer)| offer)
    }

    /// The scenario with an entry for every offer that the board proposes, so that it can be changed.
    #[must_use]
    pub fn adopting(&self, scenario: &Scenario) -> Scenario {
        let mut scenario = scenario.clone();
        let known = self.proposals.iter().flat_map(Proposals::best).chain(&self.retained);
        for (id, offer) in known.filter(|(id, _)| id.is_copy()) {
            if scenario.inputs.offers.get(id).is_none() {
                scenario.inputs.offers.put(id.clone(), offer.clone());
            }
        }
        scenario
    }

    /// Takes the entries that [`Self::adopting`] made out again, but for those that were marked or changed.
    pub fn release(&self, scenario: &mut Scenario) {
        let known = self.proposals.iter().flat_map(Proposals::best).chain(&self.retained);
        for (id, offer) in known.filter(|(id, _)| self.inputs().offers.get(id).is_none()) {
            let is_same = scenario.inputs.offers.get(id) == Some(offer);
            if id.is_copy() && is_same && !scenario.marked.contains(id) {
                scenario.inputs.offers.remove(id);
            }
        }
    }

    /// Returns whether the board proposes the offer and the scenario has no entry for it.
    #[must_use]
    pub fn is_proposal(&self, id: &OfferId) -> bool {
        id.is_copy() && self.proposed(id).is_some()
    }

    /// The offers that compete: the marked ones that can do a job of the selected one and, on a board that
    /// proposes them, the best offers.
    pub fn competing(&self) -> impl Iterator<Item = &PricedOffer> {
        let selected = self.selected();
        let is_rival = |offer: &PricedOffer| offer.card.is_rival_of(&selected.card);
        self.offers.iter().filter(move |it| it.is_best || it.is_marked && is_rival(it))
    }

    /// The offers of a short list: the best and the marked ones, the selected one and, of each provider that
    /// has no best offer, the first card of the job.
    #[must_use]
    pub fn short_list(&self) -> Vec<&PricedOffer> {
        let providers = self.proposals.iter().flat_map(|it| &it.found.providers);
        let without = providers.filter(|it| it.best.is_none());
        let is_unranked = |it: &&LeftOut| matches!(it, LeftOut::Unranked { .. });
        let stand_ins = without.filter_map(|it| it.left_out.iter().find(is_unranked));
        let stand_ins: Vec<&str> = stand_ins.map(LeftOut::card).collect();
        let selected = &self.selected().id;
        let is_listed = |it: &&PricedOffer| {
            let is_stand_in = !it.id.is_copy() && stand_ins.contains(&it.id.card());
            it.is_best || it.is_marked || it.id == *selected || is_stand_in
        };
        self.offers.iter().filter(is_listed).collect()
    }

    /// The opening scenario for this workload: the cheapest of the best offers selected, the first few marked.
    #[must_use]
    pub fn with_best_marked(&self, count: usize) -> Scenario {
        let mut scenario = self.adopting(&self.scenario);
        let mut best: Vec<&PricedOffer> = self.offers.iter().filter(|it| it.is_best).collect();
        best.retain(|offer| offer.ranked().is_some());
        best.sort_by_key(|offer| offer.ranked());
        if let Some(first) = best.first() {
            scenario.selected = first.id.clone();
            scenario.marked = best.iter().take(count).map(|offer| offer.id.clone()).collect();
        }
        self.release(&mut scenario);
        scenario
    }

    /// The numbers of the marked offers. Empty if they are those of a scenario that says none.
    #[must_use]
    pub fn letters(&self) -> Letters {
        let is_default = self.marked().zip(0..).all(|(offer, number)| offer.series == Some(number));
        if is_default { Letters::new() } else { self.numbered() }
    }

    /// The same, and its scenario says no more than them.
    pub fn settle_letters(&mut self) -> Letters {
        let letters = self.letters();
        for scenario in [&mut self.scenario, &mut self.priced] {
            if scenario.letters != letters {
                Arc::make_mut(scenario).letters.clone_from(&letters);
            }
        }
        letters
    }

    /// The number of every marked offer, so that it stays when others are marked.
    #[must_use]
    pub fn numbered(&self) -> Letters {
        self.marked().filter_map(|offer| Some((offer.id.clone(), offer.series?))).collect()
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
            let mut others =
                self.offers.iter().filter(|it| it.is_chosen && !self.is_proposal(&it.id));
            !offer.id.is_copy()
                && others.any(|other| other.part(offer.id.card()).is_some() && other.id != offer.id)
        };
        self.offers.iter().filter(move |offer| {
            !self.is_proposal(&offer.id)
                && (offer.is_chosen || shown.contains(&&offer.id) || is_companion(offer))
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

    fn price_offers(&mut self, former: &Scenario) {
        let scenario = Arc::clone(&self.priced);
        let same_choices = former.inputs.offers == scenario.inputs.offers;
        self.propose(&scenario);
        let best = self.proposals.iter().flat_map(Proposals::best);
        let proposed: Vec<(OfferId, Offer)> = best.chain(&self.retained).cloned().collect();
        let pricing =
            Pricing::new(&self.cards, &scenario, &self.usage, same_choices).with(&proposed);
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
            let of_card = |it: &&(OfferId, Offer)| {
                it.0.is_copy()
                    && it.0.card() == card.id
                    && scenario.inputs.offers.get(&it.0).is_none()
            };
            let proposed = proposed.iter().filter(of_card).map(|(id, offer)| (id, offer));
            for (id, offer) in scenario.inputs.offers.copies_of(&card.id).chain(proposed) {
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
        self.find_read();
    }

    /// Finds the best offers. The selected proposal stays although it is no longer one.
    fn propose(&mut self, scenario: &Scenario) {
        let Some(question) = &self.question else { return };
        let kept = self.proposed_of(&scenario.selected);
        let question = BestQuestion { jobs: self.jobs(question, scenario), ..question.clone() };
        let prepared = &mut self.prepared;
        self.proposals = Proposals::find(&self.cards, &scenario.inputs, question, prepared).ok();
        let is_best = |id: &OfferId| {
            self.proposals.iter().flat_map(Proposals::best).any(|(known, _)| known == id)
        };
        self.retained = kept.filter(|(id, _)| id.is_copy() && !is_best(id));
    }

    /// The jobs of a question, with that of the selected offer: secrets, if it can keep them.
    fn jobs(&self, question: &BestQuestion, scenario: &Scenario) -> Vec<String> {
        if !question.with_selected || !question.jobs.is_empty() {
            return question.jobs.clone();
        }
        let selected = self.card(scenario.selected.card());
        let selected = selected.map(|card| &card.jobs).into_iter().flatten();
        let first = selected.clone().find(|job| *job == "secrets");
        let mut jobs = asked_jobs(&scenario.inputs.workload, &self.usage, &scenario.inputs.changes);
        let missing = first.or_else(|| selected.clone().next()).filter(|job| !jobs.contains(job));
        jobs.extend(missing.cloned());
        jobs
    }

    fn proposed_of(&self, id: &OfferId) -> Option<(OfferId, Offer)> {
        let mut known = self.proposals.iter().flat_map(Proposals::best).chain(&self.retained);
        known.find(|(known, _)| known == id).cloned()
    }

    /// Marks the offers and numbers those that are: as the scenario says, or with the lowest number that is free.
    fn mark(&mut self, scenario: &Scenario) {
        let best: Vec<&OfferId> =
            self.proposals.iter().flat_map(Proposals::best).map(|(id, _)| id).collect();
        let mut taken = BTreeSet::new();
        for offer in &mut self.offers {
            offer.is_best = best.contains(&&offer.id);
            offer.is_marked = scenario.marked.contains(&offer.id);
            let number = scenario.letters.get(&offer.id).filter(|_| offer.is_marked);
            offer.series = number.copied().filter(|number| taken.insert(*number));
        }
        for offer in self.offers.iter_mut().filter(|it| it.is_marked && it.series.is_none()) {
            let free = (0..=taken.len()).find(|number| !taken.contains(number));
            offer.series = free;
            taken.extend(free);
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
        let inputs = &self.priced.inputs;
        self.budget = self.priced.budget.and_then(|budget| {
            inputs.rates.convert(budget.amount, budget.currency, inputs.display).ok().flatten()
        });
        for offer in &mut self.offers {
            let shown = offer.figures.as_ref().ok().and_then(|figures| figures.shown);
            let both = self.budget.zip(shown);
            let spend = both.and_then(|(budget, total)| total.against(budget).ok());
            let is_barred = matches!(spend, Some(Spend::Within { .. })) && offer.is_over_limit();
            offer.spend = if is_barred { Some(Spend::Barred) } else { spend };
        }
    }
}
