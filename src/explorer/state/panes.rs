//! Screens and panes: the shown screen, the pane that has the keys, and the answers that the screen needs.

use super::{Refusal, Row, State};
use crate::answer::instrument::Unsteady;
use crate::answer::prices::prices;
use crate::answer::verdict::Contest;
use crate::answer::{composition, rank, verdict};
use crate::explorer::action::{Pane, Screen};
use crate::explorer::chart::Chart;
use crate::explorer::ribbon::Ribbons;

impl State {
    /// Shows a screen. Its own pane has the keys, unless the sliders have them: they are on every screen.
    pub(super) fn show(&mut self, screen: Screen) {
        if screen == self.cursor.screen {
            return;
        }
        self.cursor.screen = screen;
        if self.cursor.focus != Pane::Usage {
            let own = screen.panes().iter().find(|pane| pane.screen() == Some(screen));
            self.cursor.focus = own.copied().unwrap_or(Pane::Usage);
        }
        self.derive();
    }

    /// The sweep follows the slider under the cursor. On another row it stays what it was.
    pub(super) fn follow_row(&mut self) {
        let Row::Driver(driver) = self.cursor.row else { return };
        if driver != self.cursor.swept {
            self.cursor.swept = driver;
            self.cursor.chart_scroll = 0;
            if self.cursor.screen == Screen::Sweep {
                self.draw_chart();
            }
        }
    }

    fn draw_chart(&mut self) {
        self.figures.chart = Chart::of(&self.figures.board, self.cursor.swept, self.cursor.axes);
    }

    /// Says why there is no chart.
    #[must_use]
    pub fn no_sweep(&self) -> String {
        match Unsteady::check(&self.figures.board, "the sweep") {
            Err(unsteady) => unsteady.to_string(),
            Ok(()) => "none of the marked cards can be priced here".to_owned(),
        }
    }

    /// Switches an axis of the chart from logarithmic to linear, or back.
    pub(super) fn turn_axis(&mut self, of_amounts: bool) {
        let axes = &mut self.cursor.axes;
        let turned = if of_amounts { &mut axes.linear_amounts } else { &mut axes.turned };
        *turned = !*turned;
        self.show(Screen::Sweep);
        self.draw_chart();
    }

    /// Gives a pane the keys, on the screen that has it.
    pub(super) fn go_to_pane(&mut self, pane: Pane) {
        if let Some(screen) = pane.screen() {
            self.show(screen);
        }
        self.cursor.focus = pane;
    }

    /// To another pane of the screen, round and round. The stage has one, and turns its offers.
    pub(super) fn turn_pane(&mut self, forward: bool) {
        if self.cursor.screen == Screen::Stage {
            return self.turn_offer(forward);
        }
        let panes = self.cursor.screen.panes();
        let now = panes.iter().position(|pane| *pane == self.cursor.focus).unwrap_or(0);
        let by = if forward { 1 } else { panes.len() - 1 };
        self.cursor.focus = panes[(now + by) % panes.len()];
    }

    /// Answers what the shown screen asks, after the scenario, the screen or the cursor changed. What is not
    /// shown is not calculated.
    pub(super) fn derive(&mut self) {
        if let Err(error) = self.figures.keep_baseline() {
            self.cursor.refuse(format!("the baseline can no longer be priced: {error}"));
        }
        self.figures.ranking = rank(&self.figures.board);
        self.figures.composition = composition(self.figures.board.selected());
        let contest = match self.cursor.screen {
            Screen::Explore | Screen::Prices | Screen::Levers => Contest::ShortList,
            Screen::Compare | Screen::Sweep | Screen::Stage => Contest::Marked,
        };
        self.figures.verdict = verdict(&self.figures.board, contest, self.settings.staleness());
        self.figures.side_by_side = None;
        self.figures.chart = None;
        self.figures.prices = Vec::new();
        self.figures.resample();
        self.derive_levers();
        self.figures.ribbons = Ribbons::of(&self.figures.board);
        match self.cursor.screen {
            Screen::Compare | Screen::Stage => {
                let compared = self.figures.put_side_by_side();
                self.cursor.refuse_if(compared.map_err(Refusal::from));
                self.keep_item();
            }
            Screen::Sweep => self.draw_chart(),
            Screen::Prices => self.figures.prices = prices(&self.figures.board),
            Screen::Explore | Screen::Levers => {}
        }
    }
}
