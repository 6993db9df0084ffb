//! Which screen is shown, and which of its panes has the keys.

use super::{Row, State};
use crate::action::{Pane, Screen};
use crate::chart::Chart;
use crate::ribbon::Ribbons;

impl State {
    /// Shows a screen. Its own pane has the keys, unless the sliders have them: they are on every screen.
    pub(super) fn show(&mut self, screen: Screen) {
        if screen == self.screen {
            return;
        }
        self.screen = screen;
        if self.focus != Pane::Usage {
            let own = screen.panes().iter().find(|pane| pane.screen() == Some(screen));
            self.focus = own.copied().unwrap_or(Pane::Usage);
        }
        self.derive();
    }

    /// The sweep is of the slider under the cursor; on another row it stays what it was.
    pub(super) fn follow_row(&mut self) {
        let Row::Driver(driver) = self.row else { return };
        if driver != self.swept {
            self.swept = driver;
            self.chart_scroll = 0;
            if self.screen == Screen::Sweep {
                self.draw_chart();
            }
        }
    }

    fn draw_chart(&mut self) {
        self.chart = Chart::of(&self.scenario, &self.board, self.swept, self.axes);
    }

    /// Turns an axis of the chart from logarithmic to linear, or back.
    pub(super) fn turn_axis(&mut self, of_amounts: bool) {
        let turned = if of_amounts { &mut self.axes.linear_amounts } else { &mut self.axes.turned };
        *turned = !*turned;
        self.show(Screen::Sweep);
        self.draw_chart();
    }

    /// Gives a pane the keys, on the screen that has it.
    pub(super) fn go_to_pane(&mut self, pane: Pane) {
        if let Some(screen) = pane.screen() {
            self.show(screen);
        }
        self.focus = pane;
    }

    /// To another pane of the screen, round and round; the stage has one, and turns its cards.
    pub(super) fn turn_pane(&mut self, forward: bool) {
        if self.screen == Screen::Stage {
            return self.turn_card(forward);
        }
        let panes = self.screen.panes();
        let now = panes.iter().position(|pane| *pane == self.focus).unwrap_or(0);
        let by = if forward { 1 } else { panes.len() - 1 };
        self.focus = panes[(now + by) % panes.len()];
    }

    /// Makes what the shown screen needs beside the board, after the scenario, the screen or the cursor
    /// changed: what is not shown is not calculated.
    pub(super) fn derive(&mut self) {
        self.keep_baseline();
        self.side_by_side = None;
        self.resample();
        self.chart = None;
        self.derive_levers();
        self.ribbons = Ribbons::of(&self.scenario, &self.board);
        match self.screen {
            Screen::Compare | Screen::Stage => self.put_side_by_side(),
            Screen::Sweep => self.draw_chart(),
            Screen::Explore | Screen::Levers => {}
        }
    }
}
