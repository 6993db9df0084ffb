//! The marked offers side by side, as they are and as they were at the baseline.

use whatif_pricing::compare::{Cell, Compared, Comparison, Difference, Item};
use whatif_pricing::{OutOfRange, Ratio};

use super::Figures;
use crate::answer::PricedOffer;
use crate::answer::compare::compared_offers;
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
    pub(in crate::explorer::state) fn put_side_by_side(&mut self) -> Result<(), OutOfRange> {
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
