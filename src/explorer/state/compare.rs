//! The screen that puts the marked offers side by side: which offer, which row, which cell.

use whatif_pricing::compare::{Cell, Item};

use super::{Overlay, State};
use crate::answer::Part;
use crate::scenario::OfferId;

impl State {
    /// The column under the cursor: the selected offer's, or the first if that is not compared.
    #[must_use]
    pub fn column(&self) -> usize {
        let side_by_side = self.figures.side_by_side.as_ref();
        side_by_side.and_then(|it| it.column_of(&self.selected().id)).unwrap_or(0)
    }

    /// The cell under the cursor with its offer. `None` if the offer does not charge for the row.
    #[must_use]
    pub fn cell(&self) -> Option<(&OfferId, &Cell)> {
        let side_by_side = self.figures.side_by_side.as_ref()?;
        let column = self.column();
        let cell = side_by_side.comparison.columns.get(column)?.cells.get(self.cursor.item)?;
        Some((side_by_side.offers.get(column)?, cell.as_ref()?))
    }

    /// To another offer: it is selected then, on every screen.
    pub(super) fn move_column(&mut self, by: isize) {
        let Some(side_by_side) = &self.figures.side_by_side else { return };
        let is_compared = side_by_side.column_of(&self.selected().id).is_some();
        let by = if is_compared { by } else { 0 };
        let last = side_by_side.offers.len().saturating_sub(1);
        let column = self.column().saturating_add_signed(by).min(last);
        if let Some(offer) = side_by_side.offers.get(column).cloned() {
            self.select(&offer);
        }
    }

    /// Moves the cursor over the rows.
    pub(super) fn move_item(&mut self, by: isize) {
        let Some(side_by_side) = &self.figures.side_by_side else { return };
        let rows = side_by_side.rows(self.cursor.unfolded.lines);
        let now = rows.iter().position(|row| *row == self.cursor.item).unwrap_or(0);
        let place = now.saturating_add_signed(by).min(rows.len().saturating_sub(1));
        self.cursor.item = rows.get(place).copied().unwrap_or(0);
    }

    /// After the comparison changed: a row that is gone gives way to the last.
    pub(super) fn keep_item(&mut self) {
        if let Some(side_by_side) = &self.figures.side_by_side {
            let rows = side_by_side.rows(self.cursor.unfolded.lines);
            if !rows.contains(&self.cursor.item) {
                self.cursor.item = rows.first().copied().unwrap_or(0);
            }
        }
    }

    /// A cell was clicked. Returns whether it was under the cursor already.
    pub(super) fn press_cell(&mut self, item: Option<&Item>, offer: &OfferId) -> bool {
        let items = self.figures.side_by_side.as_ref().map(|it| &*it.comparison.items);
        let place = item.zip(items).and_then(|(item, all)| all.iter().position(|it| it == item));
        let place = place.unwrap_or(self.cursor.item);
        let again = self.cursor.item == place && self.selected().id == *offer;
        self.cursor.item = place;
        self.select(offer);
        self.keep_item();
        again
    }

    /// Explains the line under the cursor, or the largest if there are several in one cell.
    pub(super) fn explain_cell(&mut self) {
        let items = self.figures.side_by_side.as_ref().map(|it| it.comparison.items.len());
        if items == Some(self.cursor.item) {
            self.cursor.unfolded.lines = !self.cursor.unfolded.lines;
            return self.keep_item();
        }
        let Some((id, cell)) = self.cell() else {
            return self.cursor.say("this card does not charge for this row");
        };
        let Some(figures) = self.figures.board.offer(id).and_then(|offer| offer.figures()) else {
            return;
        };
        let parts: Vec<&Part> = figures.parts().collect();
        let lines =
            cell.lines.iter().filter_map(|line| Some((*parts.get(line.invoice)?, line.charge)));
        let amount = |(part, charge): &(&Part, usize)| {
            part.invoice.lines.get(*charge).and_then(|line| line.amount).unwrap_or_default()
        };
        let Some((part, charge)) = lines.max_by_key(amount) else {
            return self.cursor.say("the card's invoice explains discounts and taxes");
        };
        let (card, charge) = (part.card.id.clone(), part.card.charges[charge].id.clone());
        let offer = id.clone();
        self.cursor.overlays.push(Overlay::Explain { offer, card, charge, scroll: 0 });
    }
}
