//! The mouse: what was drawn where, and the slider that is held.

use ratatui::layout::{Position, Rect};
use whatif_pricing::DriverId;
use whatif_pricing::compare::Item as ComparedItem;

use super::{Ask, BillRow, Effect, Item, LeverRow, Overlay, Row, State};
use crate::explorer::action::{Action, Pane};
use crate::explorer::scale;
use crate::explorer::widget::position_at;
use crate::scenario::OfferId;

/// Something on the screen that answers to the mouse, by what it was drawn for.
///
/// A click can come after the state changed and before the next frame. Then what was drawn may be gone,
/// and the click is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A pane, behind everything in it.
    Pane(Pane),
    /// An offer's row in the picker.
    Offer(OfferId),
    /// Its mark.
    Mark(OfferId),
    /// A row of the usage pane.
    Row(Row),
    /// A slider's track.
    Track(DriverId),
    /// A slider's value.
    Value(DriverId),
    /// A line of the invoice.
    Line(BillRow),
    /// A cell of the comparison, or the head of a column.
    Cell {
        /// Its row. `None` for the head.
        item: Option<ComparedItem>,
        /// Its offer.
        offer: OfferId,
    },
    /// An offer's bar on the stage.
    Bar(OfferId),
    /// A row of the levers.
    Lever(LeverRow),
    /// A hint, a tab or a menu.
    Action(Action),
    /// A tab of the narrow layout.
    Tab(Pane),
    /// A row of the palette.
    Found(Item),
    /// An answer to a question.
    Answer {
        /// The question.
        ask: Ask,
        /// The key that answers it.
        key: char,
    },
    /// The top overlay, outside its rows.
    Overlay,
    /// The most rows of the top overlay that can be scrolled past. It covers no cell.
    ScrollEnd(usize),
}

/// A spot with the cells where it was drawn. Of several at one place the last one drawn counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its cells.
    pub area: Rect,
    /// The spot.
    pub spot: Spot,
}

/// A slider that the mouse holds until the button is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drag {
    /// The slider.
    pub driver: DriverId,
    /// Its track as it was when it was taken hold of.
    pub track: Rect,
    /// True if it moved: from then on all its changes are one.
    pub moved: bool,
}

impl State {
    fn at(&self, column: u16, row: u16) -> Option<Hit> {
        let place = Position::new(column, row);
        self.cursor.hits.iter().rev().find(|hit| hit.area.contains(place)).cloned()
    }

    /// The button went down: what is there answers.
    pub(super) fn press(&mut self, column: u16, row: u16) -> Effect {
        let Some(hit) = self.at(column, row) else { return Effect::None };
        if !self.cursor.overlays.is_empty() {
            return self.press_overlay(hit.spot);
        }
        if !self.has_spot(&hit.spot) {
            return Effect::None;
        }
        self.press_hit(hit, column).map_or(Effect::None, |action| self.act(action))
    }

    /// Returns whether what was drawn is still there.
    fn has_spot(&self, spot: &Spot) -> bool {
        match spot {
            Spot::Offer(offer) | Spot::Mark(offer) | Spot::Bar(offer) => {
                self.figures.board.offer(offer).is_some()
            }
            Spot::Row(row) => self.rows().contains(row),
            Spot::Line(row) => self.bill().contains(row),
            Spot::Cell { item, offer } => self.figures.side_by_side.as_ref().is_some_and(|it| {
                let has_row = |item| it.comparison.items.contains(item);
                it.column_of(offer).is_some() && item.as_ref().is_none_or(has_row)
            }),
            Spot::Lever(row) => self.lever_rows().contains(row),
            // The vocabulary stays, and so do panes and actions.
            Spot::Pane(_) | Spot::Tab(_) | Spot::Track(_) | Spot::Value(_) | Spot::Action(_) => {
                true
            }
            Spot::Found(_) | Spot::Answer { .. } | Spot::Overlay | Spot::ScrollEnd(_) => false,
        }
    }

    /// Something on the panes was pressed. It may stand for an action.
    fn press_hit(&mut self, hit: Hit, column: u16) -> Option<Action> {
        match hit.spot {
            Spot::Pane(pane) | Spot::Tab(pane) => self.go_to_pane(pane),
            Spot::Offer(offer) => {
                self.go_to_pane(Pane::Providers);
                self.select(&offer);
            }
            Spot::Mark(offer) => {
                self.go_to_pane(Pane::Providers);
                self.toggle_mark(&offer);
            }
            Spot::Row(row) => self.press_row(row),
            Spot::Track(driver) => self.take_hold(driver, hit.area, column),
            Spot::Value(driver) => {
                self.go_to_pane(Pane::Usage);
                self.go_to_driver(driver);
                self.type_value(false);
            }
            Spot::Line(row) => return self.press_line(&row),
            Spot::Cell { item, offer } => {
                self.go_to_pane(Pane::Compare);
                return self.press_cell(item.as_ref(), &offer).then_some(Action::ExplainCell);
            }
            Spot::Bar(offer) => self.select(&offer),
            Spot::Lever(row) => {
                let again =
                    self.cursor.focus == Pane::Levers && self.lever_row().as_ref() == Some(&row);
                self.go_to_pane(Pane::Levers);
                self.cursor.lever.row = Some(row);
                return again.then_some(Action::TakeLever);
            }
            Spot::Action(action) => return Some(action),
            Spot::Found(_) | Spot::Answer { .. } | Spot::Overlay | Spot::ScrollEnd(_) => {}
        }
        None
    }

    fn press_line(&mut self, row: &BillRow) -> Option<Action> {
        let again = self.cursor.focus == Pane::Invoice && self.bill_row().as_ref() == Some(row);
        self.go_to_pane(Pane::Invoice);
        self.go_to_line(row);
        again.then_some(Action::Explain)
    }

    fn press_row(&mut self, row: Row) {
        self.go_to_pane(Pane::Usage);
        let again = self.cursor.row == row && !matches!(row, Row::Driver(_));
        self.cursor.row = row;
        if again {
            self.choose(1);
        }
    }

    /// A click outside closes what is on top.
    fn press_overlay(&mut self, spot: Spot) -> Effect {
        match spot {
            Spot::Found(item) => return self.accept_found(item),
            Spot::Answer { ask, key } => {
                let is_on_top = matches!(
                    self.cursor.overlays.last(), Some(Overlay::Ask(on_top)) if *on_top == ask
                );
                return if is_on_top { self.answer(key) } else { Effect::None };
            }
            Spot::Overlay | Spot::ScrollEnd(_) => {}
            Spot::Pane(_)
            | Spot::Offer(_)
            | Spot::Mark(_)
            | Spot::Row(_)
            | Spot::Track(_)
            | Spot::Value(_)
            | Spot::Line(_)
            | Spot::Cell { .. }
            | Spot::Bar(_)
            | Spot::Lever(_)
            | Spot::Action(_)
            | Spot::Tab(_) => drop(self.cursor.overlays.pop()),
        }
        Effect::None
    }

    fn take_hold(&mut self, driver: DriverId, track: Rect, column: u16) {
        self.go_to_pane(Pane::Usage);
        self.go_to_driver(driver);
        self.cursor.drag = Some(Drag { driver, track, moved: false });
        self.drag_to(column);
    }

    /// The slider that is held moves to a column.
    pub(super) fn drag_to(&mut self, column: u16) {
        let Some(drag) = self.cursor.drag else { return };
        let entry = &self.scenario().inputs.workload.vocabulary()[drag.driver];
        let value = scale::value_at(entry, position_at(column, drag.track));
        self.set_number(drag.driver, value);
    }

    /// The wheel scrolls the list under the pointer. Over the slider with the cursor it moves that slider.
    pub(super) fn wheel(&mut self, column: u16, row: u16, up: bool) -> Option<Action> {
        let scroll = Some(if up { Action::Up } else { Action::Down });
        if !self.cursor.overlays.is_empty() {
            return scroll;
        }
        let spot = self.at(column, row)?.spot;
        if !self.has_spot(&spot) {
            return None;
        }
        let pane = match spot {
            Spot::Track(driver) | Spot::Value(driver) | Spot::Row(Row::Driver(driver)) => {
                let has_cursor = self.cursor.row == Row::Driver(driver);
                if has_cursor && self.cursor.focus == Pane::Usage {
                    self.step(if up { 1 } else { -1 });
                    return None;
                }
                Pane::Usage
            }
            Spot::Pane(pane) => pane,
            Spot::Offer(_) | Spot::Mark(_) => Pane::Providers,
            Spot::Line(_) => Pane::Invoice,
            Spot::Cell { .. } => Pane::Compare,
            Spot::Row(_) => Pane::Usage,
            Spot::Bar(_)
            | Spot::Lever(_)
            | Spot::Action(_)
            | Spot::Tab(_)
            | Spot::Found(_)
            | Spot::Answer { .. }
            | Spot::Overlay
            | Spot::ScrollEnd(_) => return None,
        };
        self.go_to_pane(pane);
        scroll
    }
}
