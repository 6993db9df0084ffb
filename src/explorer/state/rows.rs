//! The rows of the usage pane.

use whatif_pricing::{DriverId, RateCard};

use super::State;
use crate::explorer::action::Screen;

/// One row that can have the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A slider.
    Driver(DriverId),
    /// An option of a card of the selected offer: its own or an included companion's.
    Option {
        /// The id of the card.
        card: String,
        /// The id of the option.
        option: String,
    },
    /// An assumption of a card of the selected offer: its own or an included companion's.
    Reading {
        /// The id of the card.
        card: String,
        /// The id of the assumption.
        assumption: String,
    },
    /// A companion of the selected offer, by the id of its card.
    Companion(String),
    /// Stands for the readings that cost the same, and unfolds them.
    FoldedReadings,
    /// Stands for the sliders that are folded away, and unfolds them.
    Folded,
}

impl Row {
    /// The options and assumptions of a card.
    fn of_card(card: &RateCard) -> impl Iterator<Item = Self> + '_ {
        let id = || card.id.clone();
        let option = move |option: &whatif_pricing::card::CardOption| Self::Option {
            card: id(),
            option: option.id.clone(),
        };
        let reading = move |assumption: &whatif_pricing::card::Assumption| Self::Reading {
            card: id(),
            assumption: assumption.id.clone(),
        };
        card.options.iter().map(option).chain(card.assumptions.iter().map(reading))
    }
}

impl State {
    /// The rows in order: the sliders that matter, the selected offer's options, readings and companions, then,
    /// unless they are folded, the other sliders. A companion's options and readings stand below it while it is
    /// included.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let drivers = self.scenario().inputs.workload.vocabulary().iter().map(|(driver, _)| driver);
        let (shown, folded): (Vec<_>, Vec<_>) = drivers.partition(|driver| self.is_shown(*driver));
        let mut rows: Vec<Row> = shown.into_iter().map(Row::Driver).collect();
        let mut choices = self.choice_rows();
        // The row under the cursor stays where it is.
        let is_idle = |row: &Row| match row {
            Row::Reading { card, assumption } => {
                *row != self.cursor.row && self.figures.is_idle(card, assumption)
            }
            Row::Driver(_)
            | Row::Option { .. }
            | Row::Companion(_)
            | Row::FoldedReadings
            | Row::Folded => false,
        };
        let idle: Vec<Row> = choices.extract_if(.., |row| is_idle(row)).collect();
        rows.extend(choices);
        if !idle.is_empty() {
            rows.push(Row::FoldedReadings);
        }
        if self.cursor.unfolded.readings {
            rows.extend(idle);
        }
        if !folded.is_empty() {
            rows.push(Row::Folded);
        }
        if self.cursor.unfolded.sliders {
            rows.extend(folded.into_iter().map(Row::Driver));
        }
        rows
    }

    /// The drivers whose sliders are shown, in order.
    pub(super) fn slider_rows(&self) -> Vec<DriverId> {
        let drivers = self.scenario().inputs.workload.vocabulary().iter().map(|(driver, _)| driver);
        let is_open = self.cursor.unfolded.sliders;
        drivers.filter(|driver| is_open || self.is_shown(*driver)).collect()
    }

    /// The options and readings of the selected offer, and its companions with theirs.
    fn choice_rows(&self) -> Vec<Row> {
        let offer = self.selected();
        let mut rows: Vec<Row> = Row::of_card(&offer.card).collect();
        for companion in &offer.card.companions {
            if self.figures.board.card(&companion.card).is_none() {
                continue;
            }
            rows.push(Row::Companion(companion.card.clone()));
            if let Some(part) = offer.part(&companion.card) {
                rows.extend(Row::of_card(&part.card));
            }
        }
        rows
    }

    /// Returns whether a slider stands among those that matter: a shown offer reads it, and it is no fine point
    /// at its default value.
    fn is_shown(&self, driver: DriverId) -> bool {
        let workload = &self.scenario().inputs.workload;
        let is_set = workload.is_chosen(driver) || self.cursor.row == Row::Driver(driver);
        self.figures.board.is_read(driver)
            && (is_set && !self.cursor.unfolded.sliders || !workload.vocabulary()[driver].is_detail)
    }

    /// The sliders that are folded away: those that a shown offer reads, and those that none reads.
    #[must_use]
    pub fn folded(&self) -> [usize; 2] {
        let drivers = self.scenario().inputs.workload.vocabulary().iter().map(|(driver, _)| driver);
        let folded = drivers.filter(|driver| !self.is_shown(*driver));
        let (read, unread): (Vec<_>, Vec<_>) =
            folded.partition(|driver| self.figures.board.is_read(*driver));
        [read.len(), unread.len()]
    }

    /// Moves the cursor of the usage pane. It stays at the ends. On the stage it passes over sliders that
    /// move no total.
    pub(super) fn move_row(&mut self, by: isize) {
        let mut rows = self.rows();
        if self.cursor.screen == Screen::Stage {
            let reads = self.figures.board.read();
            let is_unread = |row: &Row| matches!(row, Row::Driver(it) if !reads[it.index()]);
            rows.retain(|row| *row == self.cursor.row || !is_unread(row));
        }
        let now = rows.iter().position(|row| *row == self.cursor.row).unwrap_or(0);
        let place = now.saturating_add_signed(by).min(rows.len() - 1);
        self.cursor.row = rows.swap_remove(place);
    }

    /// Puts the cursor on a slider, and unfolds it if no shown offer reads it.
    pub(super) fn go_to_driver(&mut self, driver: DriverId) {
        if !self.is_shown(driver) {
            self.cursor.unfolded.sliders = true;
        }
        self.cursor.row = Row::Driver(driver);
    }

    /// After the offer or the marks changed: a row that is gone gives way to the first.
    pub(super) fn keep_row(&mut self) {
        let mut rows = self.rows();
        if !rows.contains(&self.cursor.row) {
            self.cursor.row = rows.swap_remove(0);
        }
        self.keep_line();
    }
}
