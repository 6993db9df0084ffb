//! A scenario: everything needed to price what is on the screen.

use std::sync::Arc;

use whatif_pricing::{Catalog, Period, RateCard, Selection, Vocabulary, Workload};

/// Workload, period, and what was chosen on each card. A value: undo keeps former ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// A value or formula for each driver.
    pub workload: Workload,
    /// The stretch of time priced.
    pub period: Period,
    /// The card whose invoice is shown, by its place in the catalogue.
    pub selected: usize,
    /// The cards marked for comparison, by place.
    pub marked: Vec<bool>,
    /// Options, readings and prices, by card.
    pub selections: Vec<Selection>,
}

impl Scenario {
    /// The worked example that the explorer opens on: the vocabulary's defaults on the first card that
    /// keeps secrets, beside the others that do.
    #[must_use]
    pub fn opening(catalog: &Catalog, period: Period) -> Self {
        let cards = catalog.cards();
        Self {
            workload: Workload::standard(Vocabulary::standard()),
            period,
            selected: opening_place(cards),
            marked: cards.iter().map(|card| keeps_secrets(card)).collect(),
            selections: cards.iter().map(|card| Selection::standard(card)).collect(),
        }
    }

    /// The same scenario over other cards: what was chosen follows each card by its id. What the cards
    /// no longer have is dropped, and named; a card that is new is as it would be in the beginning.
    #[must_use]
    pub fn over(
        &self,
        former: &[Arc<RateCard>],
        cards: &[Arc<RateCard>],
        dropped: &mut Vec<String>,
    ) -> Self {
        let places = cards.iter().map(|card| place_of(former, &card.id));
        let places: Vec<Option<usize>> = places.collect();
        let each = || cards.iter().zip(&places);
        let mut selection = |(card, place): (&Arc<RateCard>, &Option<usize>)| match *place {
            Some(place) => followed(&former[place], &self.selections[place], card, dropped),
            None => Selection::standard(card),
        };
        let selected = places.iter().position(|place| *place == Some(self.selected));
        Self {
            workload: self.workload.clone(),
            period: self.period,
            selected: selected.unwrap_or_else(|| opening_place(cards)),
            marked: each()
                .map(|(card, place)| {
                    place.map_or_else(|| keeps_secrets(card), |at| self.marked[at])
                })
                .collect(),
            selections: each().map(&mut selection).collect(),
        }
    }
}

/// The place of the card of this id.
#[must_use]
pub fn place_of(cards: &[Arc<RateCard>], id: &str) -> Option<usize> {
    cards.iter().position(|card| card.id == id)
}

/// What was chosen on a card, on the card that has taken its place. What stood at the card's default
/// was not chosen, and stands at the default of the new one.
fn followed(
    former: &RateCard,
    chosen: &Selection,
    card: &RateCard,
    dropped: &mut Vec<String>,
) -> Selection {
    let defaults = Selection::standard(former);
    let mut selection = Selection::standard(card);
    for (place, option) in former.options.iter().enumerate() {
        let choice = chosen.options[place];
        let id = &option.choices[choice].id;
        if choice != defaults.options[place] && selection.choose(card, &option.id, id).is_err() {
            dropped.push(format!("{}={id}", option.id));
        }
    }
    for (place, asked) in former.assumptions.iter().enumerate() {
        let reading = chosen.readings[place];
        let id = &asked.readings[reading].named.id;
        if reading != defaults.readings[place] && selection.assume(card, &asked.id, id).is_err() {
            dropped.push(format!("{}={id}", asked.id));
        }
    }
    for (charge, price) in former.charges.iter().zip(&chosen.prices) {
        if price.is_some_and(|price| selection.price(card, &charge.id, price).is_err()) {
            dropped.push(format!("your price of {}", charge.id));
        }
    }
    selection
}

fn keeps_secrets(card: &RateCard) -> bool {
    card.jobs.iter().any(|job| job == "secrets")
}

fn opening_place(cards: &[Arc<RateCard>]) -> usize {
    place_of(cards, OPENING_CARD).unwrap_or_default()
}

/// The card whose worked example is the first thing seen.
const OPENING_CARD: &str = "tencent-ssm-payg";
