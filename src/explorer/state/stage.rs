//! The stage: how one gets there and back, and whose total is the large one.

use whatif_pricing::Ratio;

use super::State;
use crate::explorer::action::{Pane, Screen};
use crate::scenario::OfferId;

impl State {
    /// Shows the stage or, from there, the screen and the pane from before.
    pub(super) fn turn_stage(&mut self) {
        if self.cursor.screen == Screen::Stage {
            return self.leave_stage();
        }
        self.cursor.backstage = (self.cursor.screen, self.cursor.focus);
        self.cursor.focus = Pane::Usage;
        self.show(Screen::Stage);
        // The stage has no hints. Whoever wrote a caption knows the keys.
        if self.caption().is_none() {
            self.cursor.say(
                "on the stage: <present> or esc goes back, <next-pane> changes the offer, <up> and <down> change the slider",
            );
        }
    }

    /// Back to the screen and the pane from before.
    pub(super) fn leave_stage(&mut self) {
        let (screen, pane) = self.cursor.backstage;
        self.show(screen);
        self.cursor.focus = pane;
    }

    /// Makes the total of the next marked offer the large one, or that of the previous, round and round.
    pub(super) fn turn_offer(&mut self, forward: bool) {
        let Some(side_by_side) = &self.figures.side_by_side else { return };
        let last = side_by_side.offers.len().saturating_sub(1);
        let place = match side_by_side.column_of(&self.selected().id) {
            Some(now) if forward => {
                if now == last {
                    0
                } else {
                    now + 1
                }
            }
            Some(now) => now.checked_sub(1).unwrap_or(last),
            None if forward => 0,
            None => last,
        };
        if let Some(offer) = side_by_side.offers.get(place).cloned() {
            self.select(&offer);
        }
    }

    /// The part of an offer's total that the last change added, in the card's currency. `None` if it added nothing or
    /// a total is incomplete.
    #[must_use]
    pub fn total_change(&self, offer: &OfferId) -> Option<Ratio> {
        self.figures.total_change(offer)
    }

    /// The part of an offer's total that the last change added, in the currency of the comparison, or in the card's
    /// own if no rate leads there. `None` if [`Self::total_change`] has none.
    #[must_use]
    pub fn shown_change(&self, offer: &OfferId) -> Option<Ratio> {
        let change = self.total_change(offer)?;
        let priced = self.figures.board.offer(offer)?;
        if priced.shown().is_none() {
            return Some(change);
        }
        let inputs = self.figures.board.inputs();
        inputs.rates.convert(change, priced.currency, inputs.display).ok().flatten()
    }

    /// Returns whether the last change made an offer's total complete.
    #[must_use]
    pub fn was_completed(&self, offer: &OfferId) -> bool {
        self.figures.was_completed(offer)
    }
}
