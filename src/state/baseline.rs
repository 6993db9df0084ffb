//! The baseline: a moment that was pinned, with which every figure is compared.
//!
//! The scenario carries the moment, so that it can be undone and follows cards that change; its figures
//! are made once. Differences are in a card's own currency, and shown in another by the rates of now: a
//! difference is never one of exchange rates.

use std::sync::Arc;

use whatif_pricing::compare::{Compared, Difference};
use whatif_pricing::{Invoice, Places, RateCard, Ratio, Total, written};

use super::{BillRow, State};
use crate::board::{Board, BoardError, Priced};
use crate::scenario::Scenario;

/// A moment that was pinned, priced.
#[derive(Clone, Debug)]
pub struct Baseline {
    of: Arc<Scenario>,
    cards: Vec<Pinned>,
    /// By card: the total less that of the moment, in the currency of the comparison; none where one of
    /// them is not the whole or cannot be converted, and where nothing differs.
    pub shown: Vec<Option<Ratio>>,
}

/// What a card came to at that moment.
#[derive(Clone, Debug)]
struct Pinned {
    invoice: Invoice,
    total: Total,
    companions: Vec<usize>,
}

impl Baseline {
    fn new(of: &Arc<Scenario>, cards: &[Arc<RateCard>]) -> Result<Self, BoardError> {
        let pinned = |priced: Priced| Pinned {
            invoice: priced.invoice,
            total: priced.total,
            companions: priced.companions,
        };
        let board = Board::of(cards, of)?;
        let cards = board.cards.into_iter().map(pinned).collect();
        Ok(Self { of: Arc::clone(of), cards, shown: Vec::new() })
    }

    /// A card as it was priced at that moment, to be put beside others.
    pub(super) fn compared<'a>(&'a self, board: &'a Board, card: usize) -> Compared<'a> {
        let pinned = &self.cards[card];
        let companions = pinned.companions.iter();
        let companions =
            companions.map(|place| (&*board.cards[*place].card, &self.cards[*place].invoice));
        Compared {
            card: &board.cards[card].card,
            invoice: &pinned.invoice,
            companions: companions.collect(),
        }
    }
}

impl State {
    /// Pins this moment; again, where nothing was changed since, takes the pin out.
    pub(super) fn pin_baseline(&mut self) {
        let pinned = self.scenario.baseline.as_ref();
        let is_this = pinned.is_some_and(|pinned| pinned.prices_as(&self.scenario));
        let next = (!is_this).then(|| Arc::new(self.scenario.moment()));
        self.try_change(|scenario| {
            scenario.baseline = next;
            Ok(())
        });
        // No figure changed: what the last change did glows no more.
        self.is_fresh = false;
        self.tell(if is_this {
            "no baseline any more"
        } else {
            "baseline pinned: every amount shows its difference to now; b again takes it out"
        });
    }

    /// What the cards came to at the baseline, by id.
    pub(super) fn pinned_totals(&self) -> Vec<(String, Total)> {
        let pinned = self.baseline.iter().flat_map(|baseline| &baseline.cards);
        let ids = self.board.cards.iter().map(|priced| priced.card.id.clone());
        ids.zip(pinned.map(|pinned| pinned.total)).collect()
    }

    /// Which totals of the baseline are others than these, in words: of cards that are shown.
    pub(super) fn repriced_baseline(&self, before: &[(String, Total)]) -> Vec<String> {
        let scenario = &self.scenario;
        let is_shown = |place: usize| scenario.marked[place] || place == scenario.selected;
        let told = self.pinned_totals().into_iter().enumerate().filter_map(|(place, (id, now))| {
            let (_, was) = before.iter().find(|(known, _)| *known == id)?;
            let differs = is_shown(place) && *was != now;
            let [was, now] = [*was, now].map(|total| {
                let bound = if total.complete { "" } else { "≥ " };
                format!("{bound}{}", written(total.amount, Places::AMOUNT))
            });
            differs.then(|| format!("baseline of {id}: {was} → {now}"))
        });
        told.collect()
    }

    /// Makes the figures of the baseline where it is another, and the differences of the totals.
    pub(super) fn keep_baseline(&mut self) {
        let Some(of) = self.scenario.baseline.clone() else {
            self.baseline = None;
            return;
        };
        if self.baseline.as_ref().is_none_or(|known| !Arc::ptr_eq(&known.of, &of)) {
            let cards: Vec<_> = self.board.cards.iter().map(|it| Arc::clone(&it.card)).collect();
            match Baseline::new(&of, &cards) {
                Ok(baseline) => self.baseline = Some(baseline),
                Err(error) => {
                    self.baseline = None;
                    self.refuse(format!("the baseline cannot be priced any more: {error}"));
                }
            }
        }
        let shown = (0..self.board.cards.len()).map(|card| self.shown_to_baseline(card));
        let shown: Vec<Option<Ratio>> = shown.collect();
        if let Some(baseline) = &mut self.baseline {
            baseline.shown = shown;
        }
    }

    fn shown_to_baseline(&self, card: usize) -> Option<Ratio> {
        let difference = self.total_to_baseline(card)?;
        let own = self.board.cards[card].card.currency;
        let (rates, display) = (&self.scenario.rates, self.scenario.display);
        rates.convert(difference.amount, own, display).ok().flatten()
    }

    /// A card's total less that of the baseline, in its own currency; none where there is no baseline,
    /// where one of the totals is not the whole, and where nothing differs.
    #[must_use]
    pub fn total_to_baseline(&self, card: usize) -> Option<Difference> {
        let pinned = &self.baseline.as_ref()?.cards[card];
        let total = self.board.cards[card].total;
        let difference = Difference::of_totals(total, pinned.total).ok().flatten();
        difference.filter(|difference| !difference.is_zero())
    }

    /// A row of the bill less that of the baseline, as [`Self::total_to_baseline`]. A discount or tax
    /// that was not there counts as nothing.
    #[must_use]
    pub fn row_to_baseline(&self, row: BillRow) -> Option<Difference> {
        let baseline = self.baseline.as_ref()?;
        let (now, then) = match row {
            BillRow::Line { card, charge } => {
                let amount = |invoice: &Invoice| invoice.lines.get(charge)?.amount;
                (amount(&self.board.cards[card].invoice)?, amount(&baseline.cards[card].invoice)?)
            }
            BillRow::Adjusted { card, place } => {
                let adjusted = self.board.cards[card].invoice.adjustments.get(place)?;
                let before = baseline.cards[card].invoice.adjustments.iter();
                let before = before.clone().find(|before| before.of == adjusted.of);
                (adjusted.amount, before.map_or(Ratio::ZERO, |before| before.amount))
            }
            BillRow::Section { .. } => return None,
        };
        let difference = Difference::between(now, then).ok();
        difference.filter(|difference| !difference.is_zero())
    }
}
