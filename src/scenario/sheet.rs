//! The sheet: a scenario as it stands in its file, where cards and their parts are named and not counted.
//!
//! It is data alone. [`read`] makes it from a text and tells every problem at once; [`write`] makes the
//! text; [`merge`] writes what changed into a text that a person has edited. With the cards that there
//! are it becomes a [`Scenario`]; what they no longer have is told, and stays in the file.

mod merge;
mod read;
mod write;

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use whatif_pricing::{
    Change, Currency, ExchangeRates, Percent, Period, RateCard, Selection, Workload,
};

use super::record::Record;
use super::{Budget, Scenario, opening_place, place_of};
use crate::board::Board;

pub use read::SHEET_BYTES_MAX;

/// The format that is written; a newer one is refused.
pub const FORMAT: u32 = 1;

/// A scenario with everything by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What it is about, in the user's words.
    pub notes: String,
    /// The id of the card whose invoice is shown.
    pub selected: String,
    /// The ids of the marked cards, in alphabetical order.
    pub marked: Vec<String>,
    /// What totals are to stay within.
    pub budget: Option<Budget>,
    /// Which samples are drawn.
    pub seed: u64,
    /// What is priced.
    pub now: Moment,
    /// What it is compared with.
    pub baseline: Option<Moment>,
    /// What the cards came to when it was saved, by id.
    pub priced: Vec<(String, Record)>,
}

/// All that makes the figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The currency of the comparison.
    pub display: Currency,
    /// The stretch of time priced.
    pub period: Period,
    /// The day whose price lists are used.
    pub as_of: Option<NaiveDate>,
    /// A tax on every total.
    pub tax: Option<Percent>,
    /// The user's exchange rates.
    pub rates: ExchangeRates,
    /// What the drivers are set to.
    pub workload: Workload,
    /// How it changes within the period.
    pub changes: Vec<Change>,
    /// What was chosen on the cards, by id.
    pub cards: Vec<(String, Chosen)>,
}

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

impl Sheet {
    /// The sheet of a scenario that is priced.
    #[must_use]
    pub fn of(scenario: &Scenario, board: &Board) -> Self {
        let cards: Vec<_> = board.cards.iter().map(|it| Arc::clone(&it.card)).collect();
        let in_play = scenario.in_play(&cards);
        let ids = |places: &[usize]| -> Vec<String> {
            let mut ids: Vec<String> = places.iter().map(|it| cards[*it].id.clone()).collect();
            ids.sort_unstable();
            ids
        };
        let record = |place: &usize| {
            let priced = &board.cards[*place];
            (priced.card.id.clone(), Record::of(priced))
        };
        let mut priced: Vec<(String, Record)> = in_play.iter().map(record).collect();
        priced.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self {
            notes: scenario.notes.clone(),
            selected: cards[scenario.selected].id.clone(),
            marked: ids(&scenario.marked_places()),
            budget: scenario.budget,
            seed: scenario.seed,
            now: Moment::of(scenario, &cards),
            baseline: scenario.baseline.as_deref().map(|it| Moment::of(it, &cards)),
            priced,
        }
    }

    /// Takes over from a former sheet what is about cards that are not there: nothing of it is lost.
    #[must_use]
    pub fn with_absent_of(mut self, former: &Self, board: &Board) -> Self {
        let absent = |id: &str| board.place_of(id).is_none();
        self.marked.extend(former.marked.iter().filter(|id| absent(id)).cloned());
        self.marked.sort_unstable();
        keep(&mut self.priced, &former.priced, absent);
        keep(&mut self.now.cards, &former.now.cards, absent);
        if let (Some(baseline), Some(former)) = (&mut self.baseline, &former.baseline) {
            keep(&mut baseline.cards, &former.cards, absent);
        }
        self
    }

    /// Cards that were absent and are there now: what the sheet says of them holds from now on.
    pub fn adopt(
        &self,
        former: &[Arc<RateCard>],
        cards: &[Arc<RateCard>],
        scenario: &mut Scenario,
    ) {
        let is_new = |card: &&Arc<RateCard>| place_of(former, &card.id).is_none();
        for card in cards.iter().filter(is_new) {
            let Some(place) = place_of(cards, &card.id) else { continue };
            scenario.marked[place] |= self.marked.contains(&card.id);
            if let Some((_, chosen)) = self.now.cards.iter().find(|(id, _)| *id == card.id) {
                scenario.selections[place] = Arc::new(chosen.selection(card, &mut Vec::new()));
            }
        }
    }

    /// The scenario over the cards that there are. What they do not have is told.
    #[must_use]
    pub fn scenario(&self, cards: &[Arc<RateCard>], told: &mut Vec<String>) -> Scenario {
        for id in self.named().filter(|id| place_of(cards, id).is_none()) {
            let record = self.record(id).map(|record| format!(" (it came to {})", record.total()));
            let came_to = record.unwrap_or_default();
            told.push(format!("{id}: there is no such card here, so it is left out{came_to}"));
        }
        let selected = place_of(cards, &self.selected).unwrap_or_else(|| opening_place(cards));
        let baseline = self.baseline.as_ref();
        let baseline = baseline.map(|it| it.scenario(cards, &mut Vec::new()).moment());
        Scenario {
            notes: self.notes.clone(),
            selected,
            marked: cards.iter().map(|card| self.marked.contains(&card.id)).collect(),
            budget: self.budget,
            seed: self.seed,
            baseline: baseline.map(Arc::new),
            ..self.now.scenario(cards, told)
        }
    }

    /// Every card that is named, each once.
    fn named(&self) -> impl Iterator<Item = &str> {
        let of_cards = self.now.cards.iter().map(|(id, _)| id);
        let mut ids: Vec<&str> = self
            .marked
            .iter()
            .chain([&self.selected])
            .chain(of_cards)
            .map(String::as_str)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter()
    }

    /// What a card came to when the sheet was made.
    #[must_use]
    pub fn record(&self, id: &str) -> Option<&Record> {
        self.priced.iter().find(|(known, _)| known == id).map(|(_, record)| record)
    }
}

/// Adds the entries of absent cards, in alphabetical order.
fn keep<T: Clone>(
    all: &mut Vec<(String, T)>,
    former: &[(String, T)],
    absent: impl Fn(&str) -> bool,
) {
    all.extend(former.iter().filter(|(id, _)| absent(id)).cloned());
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
}

impl Moment {
    fn of(scenario: &Scenario, cards: &[Arc<RateCard>]) -> Self {
        let chosen = |place: &usize| {
            let card = &cards[*place];
            (card.id.clone(), Chosen::of(&scenario.selections[*place], card))
        };
        let in_play = scenario.in_play(cards);
        let chosen = in_play.iter().map(chosen).filter(|(_, it)| *it != Chosen::default());
        let mut chosen: Vec<(String, Chosen)> = chosen.collect();
        chosen.sort_by(|(one, _), (other, _)| one.cmp(other));
        Self {
            display: scenario.display,
            period: scenario.period,
            as_of: scenario.as_of,
            tax: scenario.tax,
            rates: scenario.rates.clone(),
            workload: scenario.workload.clone(),
            changes: scenario.changes.clone(),
            cards: chosen,
        }
    }

    fn scenario(&self, cards: &[Arc<RateCard>], told: &mut Vec<String>) -> Scenario {
        let mut selection = |card: &Arc<RateCard>| {
            let chosen = self.cards.iter().find(|(id, _)| *id == card.id);
            let standard = Selection::standard(card);
            Arc::new(chosen.map_or(standard, |(_, chosen)| chosen.selection(card, told)))
        };
        Scenario {
            selections: cards.iter().map(&mut selection).collect(),
            workload: self.workload.clone(),
            changes: self.changes.clone(),
            as_of: self.as_of,
            tax: self.tax,
            rates: self.rates.clone(),
            display: self.display,
            marked: vec![false; cards.len()],
            ..Scenario::blank(cards, self.period)
        }
    }
}

impl Chosen {
    /// Every option and reading, whether it is the default or not: a default may be another elsewhere.
    fn of(selection: &Selection, card: &RateCard) -> Self {
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

    /// The same on the card as it is; what it does not have is told.
    fn selection(&self, card: &RateCard, told: &mut Vec<String>) -> Selection {
        let mut selection = Selection::standard(card);
        let mut lost = |what: String| told.push(format!("{}: {what} is no longer there", card.id));
        for (option, choice) in &self.options {
            if selection.choose(card, option, choice).is_err() {
                lost(format!("{option}={choice}"));
            }
        }
        for (assumption, reading) in &self.readings {
            if selection.assume(card, assumption, reading).is_err() {
                lost(format!("{assumption}={reading}"));
            }
        }
        for (charge, price) in &self.prices {
            if selection.price(card, charge, *price).is_err() {
                lost(format!("{charge}, which has a price of yours,"));
            }
        }
        for (charge, by) in &self.adjustments {
            if selection.adjust(card, charge, *by).is_err() {
                lost(format!("{charge}, which has {by},"));
            }
        }
        for companion in &self.companions {
            if selection.include(card, companion).is_err() {
                lost(format!("{companion} beside it"));
            }
        }
        selection.adjustment = self.adjustment;
        selection
    }
}

#[cfg(test)]
mod tests;
