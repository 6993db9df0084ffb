//! The mouse: what was drawn where, and the slider that is held.

use ratatui::layout::{Position, Rect};
use whatif_pricing::DriverId;

use super::{Effect, LeverRow, Row, State, Target};
use crate::action::{Action, Pane};
use crate::scale;
use crate::widget::position_at;

/// Something on the screen that answers to the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A pane, behind everything in it.
    Pane(Pane),
    /// A card's row in the picker.
    Card(usize),
    /// Its mark.
    Mark(usize),
    /// A row of the usage pane.
    Row(Row),
    /// A slider's track.
    Track(DriverId),
    /// A slider's value.
    Value(DriverId),
    /// A line of the invoice.
    Line(usize),
    /// A cell of the comparison.
    Cell {
        /// Its row.
        item: usize,
        /// Its card's place.
        card: usize,
    },
    /// A card's bar on the stage.
    Bar(usize),
    /// A row of the levers.
    Lever(LeverRow),
    /// A hint, a tab or a menu.
    Action(Action),
    /// A tab of the narrow layout.
    Tab(Pane),
    /// A row of the palette.
    Found(usize),
    /// An answer to the question on top.
    Answer(char),
    /// The top overlay, outside its rows.
    Overlay,
}

/// Where it was drawn. Of several at one place the last one drawn counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its cells.
    pub area: Rect,
    /// What it is.
    pub spot: Spot,
}

/// A slider that the mouse holds, until the button is released: it moves, whatever lies below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drag {
    /// The slider.
    pub driver: DriverId,
    /// Its track as it was when it was taken hold of.
    pub track: Rect,
    /// Whether it moved yet: from then on all its changes are one.
    pub moved: bool,
}

impl State {
    fn at(&self, column: u16, row: u16) -> Option<Hit> {
        let place = Position::new(column, row);
        self.hits.iter().rev().find(|hit| hit.area.contains(place)).copied()
    }

    /// The button went down: what is there answers.
    pub(super) fn press(&mut self, column: u16, row: u16) -> Effect {
        let Some(hit) = self.at(column, row) else { return Effect::None };
        if !self.overlays.is_empty() {
            return self.press_overlay(hit.spot);
        }
        self.press_hit(hit, column).map_or(Effect::None, |action| self.act(action))
    }

    /// Something on the panes was pressed; it may stand for an action.
    fn press_hit(&mut self, hit: Hit, column: u16) -> Option<Action> {
        match hit.spot {
            Spot::Pane(pane) | Spot::Tab(pane) => self.go_to_pane(pane),
            Spot::Card(card) => {
                self.go_to_pane(Pane::Providers);
                self.select(card);
            }
            Spot::Mark(card) => {
                self.go_to_pane(Pane::Providers);
                self.toggle_mark(card);
            }
            Spot::Row(row) => self.press_row(row),
            Spot::Track(driver) => self.take_hold(driver, hit.area, column),
            Spot::Value(driver) => {
                self.go_to_pane(Pane::Usage);
                self.row = Row::Driver(driver);
                let text = self.scenario.workload.value(driver).text();
                self.open_edit_of(Target::Driver(driver), &text);
            }
            Spot::Line(line) => {
                let again = self.focus == Pane::Invoice && self.line == line;
                self.go_to_pane(Pane::Invoice);
                self.line = line;
                return again.then_some(Action::Explain);
            }
            Spot::Cell { item, card } => {
                self.go_to_pane(Pane::Compare);
                return self.press_cell(item, card).then_some(Action::ExplainCell);
            }
            Spot::Bar(card) => self.select(card),
            Spot::Lever(row) => {
                let again = self.focus == Pane::Levers && self.lever_row() == Some(row);
                self.go_to_pane(Pane::Levers);
                self.levers.cursor = Some(row);
                return again.then_some(Action::TakeLever);
            }
            Spot::Action(action) => return Some(action),
            Spot::Found(_) | Spot::Answer(_) | Spot::Overlay => {}
        }
        None
    }

    fn press_row(&mut self, row: Row) {
        self.go_to_pane(Pane::Usage);
        let again = self.row == row;
        self.row = row;
        if again && !matches!(row, Row::Driver(_)) {
            self.choose(1);
        }
    }

    /// A click outside closes what is on top.
    fn press_overlay(&mut self, spot: Spot) -> Effect {
        match spot {
            Spot::Found(place) => return self.accept_found(place),
            Spot::Answer(key) => return self.answer(key),
            Spot::Overlay => {}
            _ => {
                self.overlays.pop();
            }
        }
        Effect::None
    }

    fn take_hold(&mut self, driver: DriverId, track: Rect, column: u16) {
        self.go_to_pane(Pane::Usage);
        self.row = Row::Driver(driver);
        self.drag = Some(Drag { driver, track, moved: false });
        self.drag_to(column);
    }

    /// The slider that is held moves to a column.
    pub(super) fn drag_to(&mut self, column: u16) {
        let Some(drag) = self.drag else { return };
        let entry = &self.scenario.workload.vocabulary()[drag.driver];
        let value = scale::value_at(entry, position_at(column, drag.track));
        self.set_number(drag.driver, value);
    }

    /// The wheel turns what is under the pointer: a slider by a step, a list by a row.
    pub(super) fn wheel(&mut self, column: u16, row: u16, up: bool) -> Option<Action> {
        let scroll = Some(if up { Action::Up } else { Action::Down });
        if !self.overlays.is_empty() {
            return scroll;
        }
        match self.at(column, row)?.spot {
            Spot::Track(driver) | Spot::Value(driver) | Spot::Row(Row::Driver(driver)) => {
                self.go_to_pane(Pane::Usage);
                self.row = Row::Driver(driver);
                self.step(if up { 1 } else { -1 });
                None
            }
            Spot::Pane(pane) => {
                self.go_to_pane(pane);
                scroll
            }
            Spot::Card(_) | Spot::Mark(_) => {
                self.go_to_pane(Pane::Providers);
                scroll
            }
            Spot::Line(_) => {
                self.go_to_pane(Pane::Invoice);
                scroll
            }
            Spot::Cell { .. } => {
                self.go_to_pane(Pane::Compare);
                scroll
            }
            _ => None,
        }
    }
}
