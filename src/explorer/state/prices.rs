//! The screen of prices: which row is under the cursor, and what is done with it.

use super::{Effect, Overlay, State, Target};
use crate::answer::prices::{Origin, Price};

impl State {
    /// The price under the cursor. `None` if no price is shown.
    #[must_use]
    pub fn price(&self) -> Option<&Price> {
        let last = self.figures.prices.len().checked_sub(1)?;
        self.figures.prices.get(self.cursor.price.min(last))
    }

    pub(super) fn move_price(&mut self, by: isize) {
        let last = self.figures.prices.len().saturating_sub(1);
        self.cursor.price = self.cursor.price.min(last).saturating_add_signed(by).min(last);
    }

    /// Explains the line that the price under the cursor makes.
    pub(super) fn explain_price(&mut self) {
        let Some(Price { offer, card, charge, .. }) = self.price().cloned() else { return };
        self.cursor.overlays.push(Overlay::Explain { offer, card, charge, scroll: 0 });
    }

    /// Types a price in place of the one under the cursor.
    pub(super) fn type_price_here(&mut self) {
        let Some(target) = self.price_here() else { return };
        let price = self.price().and_then(|price| price.unit_price);
        let text = price.map_or_else(String::new, |price| price.normalize().to_string());
        self.open_edit_of(target, &text);
    }

    /// Copies the address of the source of the price under the cursor.
    pub(super) fn copy_source(&mut self) -> Effect {
        match self.price().map(|price| &price.origin) {
            Some(Origin::Source { url, .. }) => Effect::CopyText(url.clone()),
            Some(Origin::Own) => {
                self.cursor.say("this price is your own: it has no source");
                Effect::None
            }
            None => {
                self.cursor.say("no price is listed here");
                Effect::None
            }
        }
    }

    /// Copies the address of the source of the line that is explained.
    pub(super) fn copy_explained(&mut self) -> Effect {
        let Some(Overlay::Explain { offer, card, charge, .. }) = self.cursor.overlays.last() else {
            return Effect::None;
        };
        let part = self.figures.board.offer(offer).and_then(|offer| offer.part(card));
        let found = part.and_then(|part| {
            let place = part.card.charge(charge).ok()?;
            let source = part.card.charges[place].source.pick(&part.selection.options);
            Some(part.card.sources[*source].url.clone())
        });
        found.map_or(Effect::None, Effect::CopyText)
    }

    /// The price under the cursor as something to type.
    pub(super) fn price_here(&self) -> Option<Target> {
        let Price { offer, card, charge, .. } = self.price()?.clone();
        Some(Target::Price { offer, card, charge })
    }
}
