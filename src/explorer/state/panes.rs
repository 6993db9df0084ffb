//! Screens and panes: the shown screen, the pane that has the keys, and the answers that the screen needs.

use super::{Refusal, Row, Spot, State};
use crate::answer::instrument::Unsteady;
use crate::answer::prices::prices;
use crate::answer::rank;
use crate::answer::service::service;
use crate::answer::verdict::Contest;
use crate::explorer::action::{Pane, Screen};
use crate::explorer::chart::{Chart, Window};
use crate::report::names;

/// The most days after a bill from which an account is shown as overdue.
const UNPAID_DAYS_MAX: u16 = 3_650;

impl State {
    /// Shows a screen. Its own pane has the keys, unless the sliders have them: they are on every screen.
    pub(super) fn show(&mut self, screen: Screen) {
        if screen == self.cursor.screen {
            return;
        }
        // Where there is room for one pane, the screen's own one is what was asked for.
        let panes = self.cursor.hits.iter().filter(|hit| matches!(hit.spot, Spot::Pane(_)));
        let is_alone = panes.count() == 1 && !self.cursor.is_zoomed;
        self.cursor.screen = screen;
        self.cursor.is_zoomed = false;
        if self.cursor.focus != Pane::Usage || is_alone {
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
            self.cursor.probe = None;
            if matches!(self.cursor.screen, Screen::Explore | Screen::Sweep) {
                self.figures.is_due = true;
            }
        }
    }

    /// Makes the ribbons of the sliders that are shown.
    fn redraw_ribbons(&mut self) {
        let sliders = self.slider_rows();
        self.figures.ribbons.redraw(&self.figures.board, sliders);
    }

    /// Makes the ribbons again if there are sliders that had none, because they were folded away.
    pub(super) fn follow_folds(&mut self) {
        if !self.figures.ribbons.are_of(&self.slider_rows()) {
            self.redraw_ribbons();
        }
    }

    fn draw_chart(&mut self) {
        let window = self.chart_window();
        let (figures, driver) = (&self.figures, self.cursor.swept);
        let of = (&figures.board, &figures.verdict);
        self.figures.chart = Chart::of(of, driver, window, self.cursor.axes);
    }

    /// The values that the chart shows. They stay while the present value is among them, so that the chart
    /// stands still under a slider that moves.
    fn chart_window(&mut self) -> Window {
        let driver = self.cursor.swept;
        let now = self.figures.board.usage().value(driver).to_decimal();
        let known = self.cursor.window.filter(|(of, known)| *of == driver && known.holds(now));
        let around = || {
            let entry = &self.scenario().inputs.workload.vocabulary()[driver];
            Window::around(entry, now, self.cursor.zoom)
        };
        let window = known.map_or_else(around, |(_, window)| window);
        self.cursor.window = Some((driver, window));
        window
    }

    /// Shows a part of the chart's values, or more of them.
    pub(super) fn zoom_chart(&mut self, nearer: bool) {
        match self.cursor.screen {
            Screen::Explore | Screen::Sweep => {}
            Screen::Compare | Screen::Prices | Screen::Levers | Screen::Stage => {
                return self.cursor.say("zooms the sweep: <show-sweep> shows it");
            }
        }
        let zoom = self.cursor.zoom;
        self.cursor.zoom = if nearer { zoom.nearer() } else { zoom.farther() };
        self.cursor.window = None;
        self.cursor.probe = None;
        self.draw_chart();
    }

    /// Moves the cursor of the sweep along its values.
    pub(super) fn move_probe(&mut self, by: isize) {
        let Some(at) = self.probed() else { return };
        let Some(chart) = &self.figures.chart else { return };
        let place = at.saturating_add_signed(by).min(chart.steps.len().saturating_sub(1));
        self.cursor.probe = chart.steps.get(place).map(|step| chart.axis.value(*step));
    }

    /// The place of the sweep's cursor among the chart's steps. `None` without a chart.
    #[must_use]
    pub fn probed(&self) -> Option<usize> {
        let chart = self.figures.chart.as_ref()?;
        let now = || self.figures.board.usage().value(chart.axis.driver()).to_decimal();
        Some(chart.nearest(self.cursor.probe.unwrap_or_else(now)))
    }

    /// Sets the swept slider to the value under the cursor of the sweep.
    pub(super) fn take_probe(&mut self) {
        match self.cursor.probe.take() {
            Some(value) => self.set_number(self.cursor.swept, value),
            None => self.cursor.say("move the cursor first: <probe-less> and <probe-more>"),
        }
    }

    /// Says why there is no chart. Empty if it comes with the next frame.
    #[must_use]
    pub fn no_sweep(&self) -> String {
        if self.figures.is_due {
            return String::new();
        }
        match Unsteady::check(&self.figures.board, "the sweep") {
            Err(unsteady) => unsteady.to_string(),
            Ok(()) => "none of the marked offers can be priced here".to_owned(),
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

    fn derive_service(&mut self) {
        let service = service(&self.figures.board, self.cursor.unpaid_days);
        self.figures.service = Some(service);
    }

    /// Returns whether it is known what happens if the selected offer's bills stay unpaid.
    #[must_use]
    pub fn has_overdue_course(&self) -> bool {
        let overdue = self.figures.service.as_ref().and_then(|service| service.overdue.as_ref());
        overdue.is_some_and(|overdue| !overdue.stages.is_empty())
    }

    /// Moves the day from which the selected offer's account is overdue.
    pub(super) fn move_unpaid(&mut self, by: i16) {
        if !self.has_overdue_course() {
            let name = names::short(self.selected());
            return self.cursor.say(format!("no overdue course is known of {name}"));
        }
        self.cursor.unpaid_days =
            self.cursor.unpaid_days.saturating_add_signed(by).min(UNPAID_DAYS_MAX);
        self.derive_service();
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
        self.derive_amounts();
        self.figures.chart = None;
        self.catch_up();
    }

    /// The same after a change of the scenario: the chart and what looks ahead come after the next frame.
    pub(super) fn derive_soon(&mut self) {
        self.derive_amounts();
        if self.figures.chart.is_some() {
            self.figures.is_due = true;
        } else {
            self.catch_up();
        }
    }

    /// The same for the first frame, which does not wait for the chart.
    pub(super) fn derive_first(&mut self) {
        self.derive_amounts();
        self.figures.look_ahead();
        self.keep_row();
        self.figures.is_due = true;
    }

    /// Draws the chart and looks ahead, if that is due. Returns whether it was.
    pub fn draw_due(&mut self) -> bool {
        let is_due = self.figures.is_due;
        if is_due {
            self.catch_up();
        }
        is_due
    }

    fn catch_up(&mut self) {
        self.figures.is_due = false;
        self.figures.look_ahead();
        self.keep_row();
        self.figures.chart = None;
        match self.cursor.screen {
            Screen::Explore | Screen::Sweep | Screen::Compare | Screen::Stage => self.draw_chart(),
            Screen::Prices | Screen::Levers => {}
        }
    }

    fn derive_amounts(&mut self) {
        if let Err(error) = self.figures.keep_baseline() {
            self.cursor.refuse(format!("the baseline can no longer be priced: {error}"));
        }
        self.figures.ranking = rank(&self.figures.board);
        let contest = match self.cursor.screen {
            Screen::Explore | Screen::Prices | Screen::Levers => Contest::ShortList,
            Screen::Compare | Screen::Sweep | Screen::Stage => Contest::Marked,
        };
        self.figures.judge(contest, self.settings.staleness());
        self.figures.side_by_side = None;
        self.figures.prices = Vec::new();
        self.figures.service = None;
        self.figures.resample();
        self.derive_levers();
        self.redraw_ribbons();
        match self.cursor.screen {
            Screen::Compare | Screen::Stage => {
                let compared = self.figures.put_side_by_side();
                self.cursor.refuse_if(compared.map_err(Refusal::from));
                self.keep_item();
            }
            Screen::Prices => {
                self.figures.prices = prices(&self.figures.board);
                self.derive_service();
            }
            Screen::Explore | Screen::Sweep | Screen::Levers => {}
        }
    }
}
