//! The screen that puts the marked offers side by side: which offers, which row, which cell.

use whatif_pricing::compare::{Cell, Compared, Comparison, Difference, Item};
use whatif_pricing::{OutOfRange, Ratio};

use super::{Figures, Overlay, State};
use crate::answer::compare::compared_offers;
use crate::answer::{Part, PricedOffer};
use crate::scenario::OfferId;

/// The marked offers side by side, and as they were at the baseline.
#[derive(Clone, Debug)]
pub struct SideBySide {
    /// The offers, in the order of their columns. One or more.
    pub offers: Vec<OfferId>,
    /// The marked offers that cannot be priced and have no column.
    pub unpriced: Vec<OfferId>,
    /// As they are.
    pub comparison: Comparison,
    /// As they were.
    past: Option<PastColumns>,
}

/// The same offers at the baseline.
#[derive(Clone, Debug)]
struct PastColumns {
    /// The offers that were priced there, in the order of their columns.
    offers: Vec<OfferId>,
    comparison: Comparison,
}

impl SideBySide {
    /// The column of an offer.
    #[must_use]
    pub fn column_of(&self, offer: &OfferId) -> Option<usize> {
        self.offers.iter().position(|known| known == offer)
    }

    /// The rows in order, by the place of their items: those that cost something somewhere, then the fold, whose
    /// place is the number of items, then the others if they are unfolded.
    #[must_use]
    pub fn rows(&self, is_unfolded: bool) -> Vec<usize> {
        let count = self.comparison.items.len();
        let (free, mut rows): (Vec<usize>, Vec<usize>) =
            (0..count).partition(|item| self.is_free(*item));
        if !free.is_empty() {
            rows.push(count);
        }
        if is_unfolded {
            rows.extend(free);
        }
        rows
    }

    /// Number of rows that cost nothing anywhere.
    #[must_use]
    pub fn free_count(&self) -> usize {
        (0..self.comparison.items.len()).filter(|item| self.is_free(*item)).count()
    }

    /// Returns whether no offer is charged for an item, nor was at the baseline. An unknown amount is not nothing.
    fn is_free(&self, item: usize) -> bool {
        let is_nothing = |cell: &Cell| cell.complete && cell.known().is_some_and(Ratio::is_zero);
        let cells = self.comparison.columns.iter().filter_map(|column| column.cells[item].as_ref());
        let columns = 0..self.comparison.columns.len();
        let differs =
            |column| self.cell_to_baseline(column, &self.comparison.items[item]).is_some();
        cells.clone().all(is_nothing) && !columns.into_iter().any(differs)
    }

    /// The parts of a column that cost something: the largest first, by the place of their items.
    #[must_use]
    pub fn parts(&self, column: usize) -> Vec<(usize, Ratio)> {
        let cells = self.comparison.columns[column].cells.iter().enumerate();
        let known = cells.filter_map(|(item, cell)| Some((item, cell.as_ref()?.known()?)));
        let mut parts: Vec<(usize, Ratio)> =
            known.filter(|(_, amount)| !amount.is_zero() && !amount.is_negative()).collect();
        parts.sort_by_key(|(_, amount)| std::cmp::Reverse(*amount));
        parts
    }

    /// The item that costs most in a column, and its share of all that do. `None` if nothing costs anything.
    #[must_use]
    pub fn largest_part(&self, column: usize) -> Option<(usize, Ratio)> {
        let parts = self.parts(column);
        let (item, amount) = parts.first().copied()?;
        let sum = parts.iter().try_fold(Ratio::ZERO, |sum, (_, amount)| sum.plus(*amount)).ok()?;
        Some((item, amount.over(sum).ok()?))
    }

    /// The column of an offer of this column at the baseline.
    fn past_column(&self, column: usize) -> Option<(&Comparison, usize)> {
        let (past, offer) = (self.past.as_ref()?, self.offers.get(column)?);
        let place = past.offers.iter().position(|known| known == offer)?;
        Some((&past.comparison, place))
    }

    /// A cell less what it was at the baseline. What was not there counts as nothing. `None` if one of them
    /// is incomplete, and if nothing differs.
    #[must_use]
    pub fn cell_to_baseline(&self, column: usize, item: &Item) -> Option<Difference> {
        let (past, past_column) = self.past_column(column)?;
        let known = |comparison: &Comparison, column| match comparison.cell(column, item) {
            Some(cell) => cell.known(),
            None => Some(Ratio::ZERO),
        };
        let (now, then) = (known(&self.comparison, column)?, known(past, past_column)?);
        let difference = Difference::between(now, then).ok();
        difference.filter(|difference| !difference.is_zero())
    }

    /// A total less what it was at the baseline. `None` if there is no baseline or if one of them is
    /// incomplete.
    #[must_use]
    pub fn total_to_baseline(&self, column: usize) -> Option<Difference> {
        let (past, past_column) = self.past_column(column)?;
        let (now, then) = (&self.comparison.columns[column], &past.columns[past_column]);
        let alike = now.currency == then.currency;
        alike.then(|| Difference::of_totals(now.total, then.total).ok().flatten()).flatten()
    }
}

impl Figures {
    /// Compares the marked offers, or the selected one if none is marked.
    pub(super) fn put_side_by_side(&mut self) -> Result<(), OutOfRange> {
        self.side_by_side = self.compared()?;
        Ok(())
    }

    fn compared(&self) -> Result<Option<SideBySide>, OutOfRange> {
        let (priced, unpriced): (Vec<_>, Vec<_>) =
            compared_offers(&self.board).into_iter().partition(|offer| offer.figures().is_some());
        let (offers, now) = columns(priced);
        if offers.is_empty() {
            return Ok(None);
        }
        let inputs = self.board.inputs();
        let (display, rates) = (inputs.display, &inputs.rates);
        let past = self.baseline.as_ref().map(|baseline| {
            let past = offers.iter().filter_map(|offer| baseline.board().offer(offer));
            let (offers, past) = columns(past);
            let comparison = Comparison::new(&past, display, rates)?;
            Ok(PastColumns { offers, comparison })
        });
        let (comparison, past) = (Comparison::new(&now, display, rates)?, past.transpose()?);
        let unpriced = unpriced.into_iter().map(|offer| offer.id.clone()).collect();
        Ok(Some(SideBySide { offers, unpriced, comparison, past }))
    }
}

/// The offers that can be priced, with what a comparison takes of them.
fn columns<'a>(
    offers: impl IntoIterator<Item = &'a PricedOffer>,
) -> (Vec<OfferId>, Vec<Compared<'a>>) {
    let priced = offers.into_iter().filter_map(|offer| Some((offer, offer.figures()?)));
    priced.map(|(offer, figures)| (offer.id.clone(), figures.compared())).unzip()
}

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
