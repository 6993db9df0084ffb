//! Which screen is shown, and which of its panes has the keys.

use super::State;
use crate::action::{Pane, Screen};
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

    /// Gives a pane the keys, on the screen that has it.
    pub(super) fn go_to_pane(&mut self, pane: Pane) {
        if let Some(screen) = pane.screen() {
            self.show(screen);
        }
        self.focus = pane;
    }

    /// To another pane of the screen, round and round.
    pub(super) fn turn_pane(&mut self, forward: bool) {
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
        self.ribbons = Ribbons::of(&self.scenario, &self.board);
        match self.screen {
            Screen::Compare => self.put_side_by_side(),
            Screen::Explore | Screen::Sweep | Screen::Levers => {}
        }
    }
}
