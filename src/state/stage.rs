//! The stage: how one gets there and back, and whose total is the large one.

use whatif_pricing::Ratio;

use super::State;
use crate::action::{Pane, Screen};

impl State {
    /// On stage or, from there, back to the screen and the pane where one was.
    pub(super) fn turn_stage(&mut self) {
        if self.screen == Screen::Stage {
            return self.leave_stage();
        }
        self.backstage = (self.screen, self.focus);
        self.focus = Pane::Usage;
        self.show(Screen::Stage);
        // There are no hints on stage. Where there is a caption, whoever presents has prepared.
        if self.caption().is_none() {
            self.tell(
                "on stage: p or esc comes back, tab turns the cards, up and down the sliders",
            );
        }
    }

    /// Back to the screen and the pane where one was.
    pub(super) fn leave_stage(&mut self) {
        let (screen, pane) = self.backstage;
        self.show(screen);
        self.focus = pane;
    }

    /// The total of the next marked card is the large one, or that of the card before, round and round.
    pub(super) fn turn_card(&mut self, forward: bool) {
        let Some(side_by_side) = &self.side_by_side else { return };
        let cards = &side_by_side.cards;
        let last = cards.len() - 1;
        let place = match cards.iter().position(|card| *card == self.scenario.selected) {
            Some(now) if forward => (now + 1) % cards.len(),
            Some(now) => now.checked_sub(1).unwrap_or(last),
            None if forward => 0,
            None => last,
        };
        self.select(cards[place]);
    }

    /// What the last change added to a card's total, in the currency of the comparison, or in the card's
    /// own where no rate leads there; none where [`Self::total_change`] has none.
    #[must_use]
    pub fn shown_change(&self, card: usize) -> Option<Ratio> {
        let change = self.total_change(card)?;
        let priced = &self.board.cards[card];
        if priced.shown.is_none() {
            return Some(change);
        }
        let (own, display) = (priced.card.currency, self.scenario.display);
        self.scenario.rates.convert(change, own, display).ok().flatten()
    }
}
