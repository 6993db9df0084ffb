//! The currency in which the offers of a board are compared.

use std::sync::Arc;

use whatif_pricing::{Currency, RateCard};

use crate::scenario::{OfferId, Scenario};

/// A scenario in a currency in which its offers can be compared: the one that was asked for or, if rates lead
/// there from fewer than two offers, the one that most of them share.
pub(super) fn in_reach(cards: &[Arc<RateCard>], scenario: &Arc<Scenario>) -> Arc<Scenario> {
    let (asked, rates) = (scenario.inputs.display, &scenario.inputs.rates);
    let all = compared_currencies(cards, scenario);
    let reached = all.iter().filter(|from| rates.between(**from, asked).is_some()).count();
    let count = |currency: &Currency| all.iter().filter(|it| *it == currency).count();
    // Of several the first is that of the first offer.
    let most = all.iter().rev().max_by_key(|it| count(it)).copied();
    // Among all providers some have any currency: the most decide.
    let is_few = |most: &Currency| {
        if scenario.marked.is_empty() { reached < count(most) } else { reached < 2 }
    };
    match most.filter(|most| *most != asked && is_few(most) && count(most) > 1) {
        None => Arc::clone(scenario),
        Some(most) => {
            let mut other = Scenario::clone(scenario);
            other.inputs.display = most;
            Arc::new(other)
        }
    }
}

/// The currency of each marked offer or, if none is marked, of each provider.
fn compared_currencies(cards: &[Arc<RateCard>], scenario: &Scenario) -> Vec<Currency> {
    let offers = &scenario.inputs.offers;
    let chosen = |card: &RateCard, id: &OfferId| match offers.get(id) {
        Some(offer) => offer.choices.currency_on(card),
        None => card.default_currency(),
    };
    let currency = |id: &OfferId| {
        let card = cards.iter().find(|card| card.id == id.card())?;
        Some(chosen(card, id))
    };
    if !scenario.marked.is_empty() {
        let selected =
            std::iter::once(&scenario.selected).filter(|it| scenario.marked.contains(*it));
        let others = scenario.marked.iter().filter(|id| **id != scenario.selected);
        return selected.chain(others).filter_map(currency).collect();
    }
    let mut all: Vec<(&str, Currency)> = Vec::new();
    for card in cards {
        let currency = chosen(card, &OfferId::of_card(&card.id));
        if !all.contains(&(&*card.provider, currency)) {
            all.push((&card.provider, currency));
        }
    }
    all.into_iter().map(|(_, currency)| currency).collect()
}
