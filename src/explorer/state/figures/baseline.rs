//! The baseline: pinned inputs that every figure is compared with.
//!
//! The scenario carries the inputs, so that pinning can be undone. Differences are in a card's own
//! currency, and shown in another by the rates of now: a difference is never one of exchange rates.

use std::collections::BTreeMap;
use std::sync::Arc;

use whatif_pricing::compare::Difference;
use whatif_pricing::{Places, Ratio, Total};

use super::Figures;
use crate::answer::{Board, BoardError, PricedOffer};
use crate::explorer::state::BillRow;
use crate::report::words;
use crate::scenario::{Inputs, OfferId};

/// Pinned inputs, priced.
#[derive(Clone, Debug)]
pub struct Baseline {
    inputs: Arc<Inputs>,
    board: Board,
    /// The total less that of the baseline, in the currency of the comparison.
    shown: BTreeMap<OfferId, Ratio>,
}

impl Baseline {
    /// The offers as they were priced at the baseline.
    #[must_use]
    pub const fn board(&self) -> &Board {
        &self.board
    }

    /// An offer's total less that of the baseline, in the currency of the comparison. `None` if one of them
    /// is incomplete or cannot be converted, and if nothing differs.
    #[must_use]
    pub fn shown(&self, offer: &OfferId) -> Option<Ratio> {
        self.shown.get(offer).copied()
    }
}

impl Figures {
    /// Prices the baseline if it is another, and the differences of the totals.
    pub(in crate::explorer::state) fn keep_baseline(&mut self) -> Result<(), BoardError> {
        let Some(inputs) = self.board.scenario().baseline.clone() else {
            self.baseline = None;
            return Ok(());
        };
        if self.baseline.as_ref().is_none_or(|known| !Arc::ptr_eq(&known.inputs, &inputs)) {
            self.baseline = None;
            let board = self.board.at(&inputs)?;
            self.baseline = Some(Baseline { inputs, board, shown: BTreeMap::new() });
        }
        let shown = self.board.offers().iter();
        let shown =
            shown.filter_map(|offer| Some((offer.id.clone(), self.shown_to_baseline(offer)?)));
        let shown = shown.collect();
        if let Some(baseline) = &mut self.baseline {
            baseline.shown = shown;
        }
        Ok(())
    }

    fn shown_to_baseline(&self, offer: &PricedOffer) -> Option<Ratio> {
        let difference = self.total_to_baseline(&offer.id)?;
        let inputs = self.board.inputs();
        let (own, display) = (offer.currency, inputs.display);
        inputs.rates.convert(difference.amount, own, display).ok().flatten()
    }

    pub(in crate::explorer::state) fn total_to_baseline(
        &self,
        offer: &OfferId,
    ) -> Option<Difference> {
        let (now, then) = (self.board.offer(offer)?, self.baseline.as_ref()?.board.offer(offer)?);
        let rates = &self.board.inputs().rates;
        let total = then.total()?.in_currency(then.currency, now.currency, rates).ok()??;
        let difference = Difference::of_totals(now.total()?, total).ok()?;
        difference.filter(|difference| !difference.is_zero())
    }

    pub(in crate::explorer::state) fn row_to_baseline(&self, row: &BillRow) -> Option<Difference> {
        let offer = self.board.selected();
        let (now, then) = (offer, self.baseline.as_ref()?.board.offer(&offer.id)?);
        let currency = now.part(row.card())?.currency();
        let amount = |offer: &PricedOffer| {
            let part = offer.part(row.card())?;
            let amount = row.amount_in(&part.card, &part.invoice)?;
            self.board.inputs().rates.convert(amount, part.currency(), currency).ok()?
        };
        let then = match row {
            BillRow::Line { .. } | BillRow::Section { .. } | BillRow::Folded { .. } => {
                amount(then)?
            }
            // A discount or tax that was not there counts as nothing.
            BillRow::Adjusted { .. } => amount(then).unwrap_or(Ratio::ZERO),
        };
        let difference = Difference::between(amount(now)?, then).ok();
        difference.filter(|difference| !difference.is_zero())
    }

    /// The totals of the baseline, by offer.
    pub(in crate::explorer::state) fn pinned_totals(&self) -> BTreeMap<OfferId, Total> {
        let offers = self.baseline.iter().flat_map(|baseline| baseline.board.offers());
        offers.filter_map(|offer| Some((offer.id.clone(), offer.total()?))).collect()
    }

    /// Names the shown offers that have other totals at the baseline than these, in words.
    pub(in crate::explorer::state) fn repriced_baseline(
        &self,
        before: &BTreeMap<OfferId, Total>,
    ) -> Vec<String> {
        let now = self.pinned_totals();
        let differing = self.board.shown().filter_map(|offer| {
            let (was, is) = (*before.get(&offer.id)?, *now.get(&offer.id)?);
            let [was_text, is_text] = [was, is].map(|total| words::total_in(total, Places::AMOUNT));
            (was != is).then(|| format!("baseline of {}: {was_text} → {is_text}", offer.id))
        });
        differing.collect()
    }
}
