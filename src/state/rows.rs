//! The rows of the usage pane.

use whatif_pricing::DriverId;

use super::State;
use crate::action::Screen;

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

    /// Moves the cursor of the usage pane; at the ends it stays. On the stage a slider that moves no
    /// total is passed over.
    pub(super) fn move_row(&mut self, by: isize) {
        let mut rows = self.rows();
        if self.screen == Screen::Stage {
            rows.retain(|row| *row == self.row || !self.is_unread(*row));
        }
        let now = rows.iter().position(|row| *row == self.row).unwrap_or(0);
        let place = now.saturating_add_signed(by).min(rows.len() - 1);
        self.row = rows[place];
    }

    /// A slider that no marked card reads, nor the selected one.
    fn is_unread(&self, row: Row) -> bool {
        matches!(row, Row::Driver(driver) if !self.board.read[driver.index()])
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
