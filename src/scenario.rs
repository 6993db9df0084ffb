//! A scenario: everything needed to price what is on the screen.

mod absent;
mod chosen;
pub mod code;
mod opening;
mod record;
mod sheet;

use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::{
    Catalog, Change, Currency, ExchangeRates, Percent, Period, RateCard, Ratio, Samples, Selection,
    Terms, Vocabulary, Workload,
};

use crate::board::Priced;
pub use absent::Absent;
pub use chosen::Chosen;
pub use opening::{OpenError, Opening};
pub use record::Record;
pub use sheet::{Moment, SHEET_BYTES_MAX, Sheet};

/// Workload, terms, and what was chosen on each card. A value: undo keeps former ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is about, in the user's words; the caption on the stage.
    pub notes: String,
    /// A value or formula for each driver.
    pub workload: Workload,
    /// How the workload changes within the period, in the order given.
    pub changes: Vec<Change>,
    /// The stretch of time priced.
    pub period: Period,
    /// The day whose price lists are used; none for those of the period itself.
    pub as_of: Option<NaiveDate>,
    /// A tax on every total.
    pub tax: Option<Percent>,
    /// The currency in which cards are compared.
    pub display: Currency,
    /// What one currency is in another, as the user says.
    pub rates: ExchangeRates,
    /// Which samples are drawn of the workload's ranges.
    pub seed: u64,
    /// The card whose invoice is shown, by its place in the catalogue.
    pub selected: usize,
    /// The cards marked for comparison, by place.
    pub marked: Vec<bool>,
    /// Options, readings, prices, adjustments and companions, by card; shared with the scenarios that can
    /// be gone back to, which differ in one of many.
    pub selections: Vec<Arc<Selection>>,
    /// What is said of cards that are not there.
    pub absent: Absent,
    /// What a total is to stay within.
    pub budget: Option<Budget>,
    /// The moment that all figures are compared with; it has no baseline itself.
    pub baseline: Option<Arc<Scenario>>,
}

/// An amount that totals are to stay within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// How much.
    pub amount: Ratio,
    /// Its currency: that of the comparison when it was typed, whatever that is now.
    pub currency: Currency,
}

impl Scenario {
    /// The worked example that the explorer opens on: the vocabulary's defaults on Tencent's card, beside
    /// a few that do the same; on the first card where a catalogue lacks it.
    #[must_use]
    pub fn opening(catalog: &Catalog, period: Period) -> Self {
        Self::opening_over(catalog.cards(), period)
    }

    /// The same over cards that are at hand.
    #[must_use]
    pub fn opening_over(cards: &[Arc<RateCard>], period: Period) -> Self {
        let marked = cards.iter().map(|card| is_marked(card)).collect();
        Self { marked, ..Self::blank(cards, period) }
    }

    /// Every driver and card at its default, and no card marked.
    fn blank(cards: &[Arc<RateCard>], period: Period) -> Self {
        let selected = opening_place(cards);
        Self {
            notes: String::new(),
            workload: Workload::standard(Vocabulary::standard()),
            changes: Vec::new(),
            period,
            as_of: None,
            tax: None,
            display: cards[selected].currency,
            rates: ExchangeRates::default(),
            seed: Samples::default().seed,
            selected,
            marked: vec![false; cards.len()],
            selections: cards.iter().map(|card| Arc::new(Selection::standard(card))).collect(),
            absent: Absent::default(),
            budget: None,
            baseline: None,
        }
    }

    /// What makes its figures, without what only says how they are shown: what can be pinned.
    #[must_use]
    pub fn moment(&self) -> Self {
        Self {
            notes: String::new(),
            seed: Samples::default().seed,
            selected: 0,
            marked: vec![false; self.marked.len()],
            absent: Absent { cards: self.absent.cards.clone(), ..Absent::default() },
            budget: None,
            baseline: None,
            ..self.clone()
        }
    }

    /// The places of the cards that a reader of the scenario sees: the marked ones, the selected one, those
    /// on which anything was chosen, and the companions that are switched on.
    #[must_use]
    pub fn in_play(&self, cards: &[Arc<RateCard>]) -> Vec<usize> {
        self.in_play_beside(cards, |place| self.marked[place] || place == self.selected)
    }

    /// The same of a moment, of which the cards that are seen are those of the scenario around it.
    #[must_use]
    pub fn in_play_beside(
        &self,
        cards: &[Arc<RateCard>],
        seen: impl Fn(usize) -> bool,
    ) -> Vec<usize> {
        let chosen = |place: usize| *self.selections[place] != Selection::standard(&cards[place]);
        let mut in_play: Vec<bool> =
            (0..cards.len()).map(|place| seen(place) || chosen(place)).collect();
        for place in (0..cards.len()).filter(|place| chosen(*place)) {
            let companions = cards[place].companions.iter().zip(&self.selections[place].companions);
            for (companion, _) in companions.filter(|(_, on)| **on) {
                if let Some(place) = place_of(cards, &companion.card) {
                    in_play[place] = true;
                }
            }
        }
        (0..cards.len()).filter(|place| in_play[*place]).collect()
    }

    /// Do both come to the same for every card? Marks, the card that is shown, the currency of the
    /// comparison, the budget and the notes change no price.
    #[must_use]
    pub fn prices_as(&self, other: &Self) -> bool {
        self.workload == other.workload
            && self.changes == other.changes
            && self.terms() == other.terms()
            && self.rates == other.rates
            && self.selections == other.selections
    }

    /// Does the workload stay as it is over the whole period?
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.changes.is_empty()
    }

    /// Why an instrument that moves a driver has no answer, where the workload changes by itself.
    pub fn needs_steady(&self, instrument: &str) -> Result<(), String> {
        if self.is_steady() {
            return Ok(());
        }
        let changes = self.changes.len();
        let (unit, it) = if changes == 1 { ("change", "it") } else { ("changes", "them") };
        Err(format!(
            "no {instrument} while the workload has {changes} {unit} within the period: take {it} out (v on the screen)"
        ))
    }

    /// A card's place among the marked ones, by which it has its colour and its letter.
    #[must_use]
    pub fn series(&self, place: usize) -> Option<usize> {
        self.marked[place].then(|| self.marked[..place].iter().filter(|marked| **marked).count())
    }

    /// The places of the marked cards that can do a job of the selected one: those it is compared with, and
    /// itself where it is marked.
    #[must_use]
    pub fn rivals(&self, cards: &[Priced]) -> Vec<usize> {
        let selected = &cards[self.selected].card;
        let mut marked = self.marked_places();
        marked.retain(|place| cards[*place].card.is_rival_of(selected));
        marked
    }

    /// The places of the marked cards.
    #[must_use]
    pub fn marked_places(&self) -> Vec<usize> {
        (0..self.marked.len()).filter(|place| self.marked[*place]).collect()
    }

    /// The terms that hold for all cards.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        Terms { period: self.period, as_of: self.as_of, tax: self.tax }
    }
}

/// The place of the card of this id.
#[must_use]
pub fn place_of(cards: &[Arc<RateCard>], id: &str) -> Option<usize> {
    cards.iter().position(|card| card.id == id)
}

fn is_marked(card: &RateCard) -> bool {
    OPENING_CARDS.contains(&&*card.id)
}

fn opening_place(cards: &[Arc<RateCard>]) -> usize {
    place_of(cards, OPENING_CARDS[0]).unwrap_or_default()
}

/// The cards marked at the start; the worked example of the first is the first thing seen.
const OPENING_CARDS: [&str; 5] = [
    "tencent-ssm-payg",
    "tencent-ssm-enterprise",
    "alibaba-kms-payg",
    "aws-secrets-manager",
    "gcp-secret-manager",
];
