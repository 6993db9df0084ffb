//! The rows of the usage pane.

use whatif_pricing::DriverId;

use super::State;

/// One row that can have the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A slider.
    Driver(DriverId),
    /// An option of the selected card, by place.
    Option(usize),
    /// An assumption of the selected card, by place.
    Reading(usize),
    /// A companion of the selected card, by place.
    Companion(usize),
}

impl State {
    /// The rows in order: the sliders that the marked cards read, the selected card's options and
    /// readings and companions, then the sliders that no marked card reads.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let drivers = self.scenario.workload.vocabulary().iter().map(|(driver, _)| driver);
        let (read, unread): (Vec<_>, Vec<_>) = drivers.partition(|d| self.board.read[d.index()]);
        let card = &self.selected().card;
        let options = (0..card.options.len()).map(Row::Option);
        let readings = (0..card.assumptions.len()).map(Row::Reading);
        let there = |place: &usize| self.board.place_of(&card.companions[*place].card).is_some();
        let companions = (0..card.companions.len()).filter(there).map(Row::Companion);
        let read = read.into_iter().map(Row::Driver);
        read.chain(options)
            .chain(readings)
            .chain(companions)
            .chain(unread.into_iter().map(Row::Driver))
            .collect()
    }

    /// Moves the cursor of the usage pane; at the ends it stays.
    pub(super) fn move_row(&mut self, by: isize) {
        let rows = self.rows();
        let now = rows.iter().position(|row| *row == self.row).unwrap_or(0);
        let place = now.saturating_add_signed(by).min(rows.len() - 1);
        self.row = rows[place];
    }

    /// After the card or the marks changed: a row that is gone gives way to the first.
    pub(super) fn keep_row(&mut self) {
        let rows = self.rows();
        if !rows.contains(&self.row) {
            self.row = rows[0];
        }
        self.keep_line();
    }
}
