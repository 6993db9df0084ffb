//! What was chosen on one card by names. A card that changed may lack some of it.

use std::sync::Arc;

use rust_decimal::Decimal;
use whatif_pricing::{Percent, RateCard, Selection};

use super::place_of;

/// What was chosen on one card, each part by its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Option and choice.
    pub options: Vec<(String, String)>,
    /// Assumption and reading.
    pub readings: Vec<(String, String)>,
    /// Charge and the user's own unit price.
    pub prices: Vec<(String, Decimal)>,
    /// Charge and its discount or mark-up.
    pub adjustments: Vec<(String, Percent)>,
    /// A discount or mark-up on the whole card.
    pub adjustment: Option<Percent>,
    /// The companions that are switched on.
    pub companions: Vec<String>,
}

impl Chosen {
    /// Every option and reading, whether it is the default or not: a default may be another elsewhere.
    pub(super) fn of(selection: &Selection, card: &RateCard) -> Self {
        let options = card.options.iter().zip(&selection.options);
        let readings = card.assumptions.iter().zip(&selection.readings);
        let charge = |place: usize| card.charges[place].id.clone();
        let prices = selection.prices.iter().enumerate();
        let adjustments = selection.adjustments.iter().enumerate();
        let companions = card.companions.iter().zip(&selection.companions);
        Self {
            options: options.map(|(it, at)| (it.id.clone(), it.choices[*at].id.clone())).collect(),
            readings: readings
                .map(|(it, at)| (it.id.clone(), it.readings[*at].named.id.clone()))
                .collect(),
            prices: prices.filter_map(|(at, it)| Some((charge(at), (*it)?))).collect(),
            adjustments: adjustments.filter_map(|(at, it)| Some((charge(at), (*it)?))).collect(),
            adjustment: selection.adjustment,
            companions: companions.filter(|(_, on)| **on).map(|(it, _)| it.card.clone()).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Chooses it on one of these cards; answers what the card does not have, and which companions are not
    /// among them: without its card a companion would be left out of the total without a word.
    #[must_use]
    pub(super) fn choose_on(
        &self,
        card: &RateCard,
        cards: &[Arc<RateCard>],
        selection: &mut Selection,
    ) -> Self {
        let mut lost = Self::default();
        for (option, choice) in &self.options {
            if selection.choose(card, option, choice).is_err() {
                lost.options.push((option.clone(), choice.clone()));
            }
        }
        for (assumption, reading) in &self.readings {
            if selection.assume(card, assumption, reading).is_err() {
                lost.readings.push((assumption.clone(), reading.clone()));
            }
        }
        for (charge, price) in &self.prices {
            if selection.price(card, charge, *price).is_err() {
                lost.prices.push((charge.clone(), *price));
            }
        }
        for (charge, by) in &self.adjustments {
            if selection.adjust(card, charge, *by).is_err() {
                lost.adjustments.push((charge.clone(), *by));
            }
        }
        for companion in &self.companions {
            let is_here = place_of(cards, companion).is_some();
            if !is_here || selection.include(card, companion).is_err() {
                lost.companions.push(companion.clone());
            }
        }
        if self.adjustment.is_some() {
            selection.adjustment = self.adjustment;
        }
        lost
    }

    /// What a card does not have of it.
    pub(super) fn lost_on(&self, card: &RateCard, cards: &[Arc<RateCard>]) -> Self {
        self.choose_on(card, cards, &mut Selection::standard(card))
    }

    /// Each part in words.
    pub(super) fn parts(&self) -> Vec<String> {
        let named = self.options.iter().chain(&self.readings);
        let prices = self.prices.iter();
        let adjustments = self.adjustments.iter();
        let companions = self.companions.iter();
        named
            .map(|(asked, answer)| format!("{asked}={answer}"))
            .chain(prices.map(|(charge, _)| format!("your price of {charge}")))
            .chain(adjustments.map(|(charge, by)| format!("{by} on {charge}")))
            .chain(companions.map(|companion| format!("{companion} beside it")))
            .collect()
    }

    /// Takes over what it does not say itself.
    pub(super) fn take_over(&mut self, other: Self) {
        self.take_over_beside(other, &Self::default());
    }

    /// Takes over what a card does not have, where what it has in its place was not chosen.
    pub(super) fn keep(&mut self, lost: Self, card: &RateCard) {
        self.take_over_beside(lost, &Self::of(&Selection::standard(card), card));
    }

    /// Takes over what it does not say itself, or says as the standard does.
    fn take_over_beside(&mut self, other: Self, standard: &Self) {
        keep_named(&mut self.options, other.options, &standard.options);
        keep_named(&mut self.readings, other.readings, &standard.readings);
        keep_named(&mut self.prices, other.prices, &standard.prices);
        keep_named(&mut self.adjustments, other.adjustments, &standard.adjustments);
        self.adjustment = self.adjustment.or(other.adjustment);
        let new = other.companions.into_iter().filter(|it| !self.companions.contains(it));
        self.companions.extend(new.collect::<Vec<_>>());
    }

    /// What differs from a card's defaults.
    pub(super) fn beyond_default(selection: &Selection, card: &RateCard) -> Self {
        let standard = Self::of(&Selection::standard(card), card);
        let mut chosen = Self::of(selection, card);
        chosen.options.retain(|it| !standard.options.contains(it));
        chosen.readings.retain(|it| !standard.readings.contains(it));
        chosen
    }

    /// Chooses it on a card where the card's own default still stands.
    pub(super) fn fill_in(
        &self,
        card: &RateCard,
        cards: &[Arc<RateCard>],
        selection: &mut Selection,
    ) {
        let standard = Selection::standard(card);
        let own = selection.clone();
        // What a card does not have is kept elsewhere.
        let _ = self.choose_on(card, cards, selection);
        restore(&mut selection.options, &own.options, &standard.options);
        restore(&mut selection.readings, &own.readings, &standard.readings);
        restore(&mut selection.prices, &own.prices, &standard.prices);
        restore(&mut selection.adjustments, &own.adjustments, &standard.adjustments);
        selection.adjustment = own.adjustment.or(selection.adjustment);
    }
}

/// Adds entries; over one of the same name only where that is the default.
fn keep_named<T: PartialEq>(
    all: &mut Vec<(String, T)>,
    lost: Vec<(String, T)>,
    standard: &[(String, T)],
) {
    for entry in lost {
        match all.iter_mut().find(|(name, _)| *name == entry.0) {
            Some(known) if standard.contains(known) => *known = entry,
            Some(_) => {}
            None => all.push(entry),
        }
    }
}

/// Puts back what is not the default.
fn restore<T: Clone + PartialEq>(all: &mut [T], own: &[T], standard: &[T]) {
    for (place, own) in own.iter().enumerate() {
        if *own != standard[place] {
            all[place].clone_from(own);
        }
    }
}
