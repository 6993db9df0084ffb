//! The screen that puts the marked cards side by side: which cards, which row, which cell.

use whatif_pricing::Ratio;
use whatif_pricing::compare::{Cell, Compared, Comparison, Difference, Item};

use super::{Overlay, State, group};
use crate::board::Board;
use crate::scenario::Scenario;

/// The marked cards side by side, and as they were at the baseline.
#[derive(Clone, Debug)]
pub struct SideBySide {
    /// The places of the cards, in the order of their columns.
    pub cards: Vec<usize>,
    /// As they are.
    pub comparison: Comparison,
    /// As they were.
    past: Option<Comparison>,
}

impl SideBySide {
    /// A cell less what it was at the baseline; what was not there counts as nothing. None where one of
    /// them is not the whole, and where nothing differs.
    #[must_use]
    pub fn cell_to_baseline(&self, column: usize, item: &Item) -> Option<Difference> {
        let past = self.past.as_ref()?;
        let known = |comparison: &Comparison| match comparison.cell(column, item) {
            Some(cell) => cell.known(),
            None => Some(Ratio::ZERO),
        };
        let difference = Difference::between(known(&self.comparison)?, known(past)?).ok();
        difference.filter(|difference| !difference.is_zero())
    }

    /// A total less what it was at the baseline; none where there is no baseline, or where one of them
    /// is not the whole.
    #[must_use]
    pub fn total_to_baseline(&self, column: usize) -> Option<Difference> {
        let now = &self.comparison.columns[column];
        let then = &self.past.as_ref()?.columns[column];
        let alike = now.currency == then.currency;
        alike.then(|| Difference::of_totals(now.total, then.total).ok().flatten()).flatten()
    }
}

impl State {
    /// Compares the marked cards, or the selected one where none is marked.
    pub(super) fn put_side_by_side(&mut self) {
        let cards = compared_cards(&self.scenario, &self.board);
        let now: Vec<Compared<'_>> = cards.iter().map(|it| compared(&self.board, *it)).collect();
        let (display, rates) = (self.scenario.display, &self.scenario.rates);
        let past = self.baseline.as_ref().map(|baseline| {
            let past = cards.iter().map(|card| baseline.compared(&self.board, *card));
            Comparison::new(&past.collect::<Vec<_>>(), display, rates)
        });
        let side_by_side = Comparison::new(&now, display, rates).and_then(|comparison| {
            Ok(SideBySide { comparison, past: past.transpose()?, cards: cards.clone() })
        });
        match side_by_side {
            Ok(side_by_side) => {
                let last = side_by_side.comparison.items.len().saturating_sub(1);
                self.item = self.item.min(last);
                self.side_by_side = Some(side_by_side);
            }
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// The column under the cursor: the selected card's, or the first where that is not compared.
    #[must_use]
    pub fn column(&self) -> usize {
        let selected = self.scenario.selected;
        let side_by_side = self.side_by_side.as_ref();
        let place = side_by_side.and_then(|it| it.cards.iter().position(|card| *card == selected));
        place.unwrap_or(0)
    }

    /// The cell under the cursor with the card's place; none where the card has no such item.
    #[must_use]
    pub fn cell(&self) -> Option<(usize, &Cell)> {
        let side_by_side = self.side_by_side.as_ref()?;
        let column = self.column();
        let cell = side_by_side.comparison.columns[column].cells.get(self.item)?.as_ref()?;
        Some((side_by_side.cards[column], cell))
    }

    /// To another card: it is the selected one then, on every screen.
    pub(super) fn move_column(&mut self, by: isize) {
        let Some(side_by_side) = &self.side_by_side else { return };
        let is_compared = side_by_side.cards.contains(&self.scenario.selected);
        let by = if is_compared { by } else { 0 };
        let last = side_by_side.cards.len() - 1;
        let column = self.column().saturating_add_signed(by).min(last);
        let card = side_by_side.cards[column];
        self.select(card);
    }

    /// Moves the cursor over the rows.
    pub(super) fn move_item(&mut self, by: isize) {
        let Some(side_by_side) = &self.side_by_side else { return };
        let last = side_by_side.comparison.items.len().saturating_sub(1);
        self.item = self.item.saturating_add_signed(by).min(last);
    }

    /// A cell was clicked; answers whether it was under the cursor already.
    pub(super) fn press_cell(&mut self, item: usize, card: usize) -> bool {
        let again = self.item == item && self.scenario.selected == card;
        self.item = item;
        self.select(card);
        again
    }

    /// Explains the line under the cursor; of several in one cell the largest.
    pub(super) fn explain_cell(&mut self) {
        let Some((place, cell)) = self.cell() else {
            return self.tell("this card has no such item");
        };
        let card_of = |invoice: usize| match invoice.checked_sub(1) {
            None => place,
            Some(companion) => self.board.cards[place].companions[companion],
        };
        let lines = cell.lines.iter().map(|line| (card_of(line.invoice), line.charge));
        let amount = |(card, charge): &(usize, usize)| {
            self.board.cards[*card].invoice.lines[*charge].amount.unwrap_or_default()
        };
        let Some((card, charge)) = lines.max_by_key(amount) else {
            return self.tell("discounts and taxes are explained on the card's invoice");
        };
        self.overlays.push(Overlay::Explain { card, charge, scroll: 0 });
    }
}

/// The places of the marked cards, or of the selected one where none is marked, by what they do and by
/// name: not by total, so that columns stay where they are while a slider moves.
#[must_use]
pub fn compared_cards(scenario: &Scenario, board: &Board) -> Vec<usize> {
    let mut cards = scenario.marked_places();
    if cards.is_empty() {
        cards.push(scenario.selected);
    }
    cards.sort_by_cached_key(|place| {
        let card = &board.cards[*place].card;
        (group(&card.jobs).0, card.name().to_lowercase(), *place)
    });
    cards
}

fn compared(board: &Board, card: usize) -> Compared<'_> {
    let priced = &board.cards[card];
    let companions = priced.companions.iter().map(|place| &board.cards[*place]);
    Compared {
        card: &priced.card,
        invoice: &priced.invoice,
        companions: companions.map(|it| (&*it.card, &it.invoice)).collect(),
    }
}
