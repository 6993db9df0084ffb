//! The cursor: the screen, pane and row where the user is, the overlays, and the places of what was drawn.

use std::fmt::Display;

use rust_decimal::Decimal;
use whatif_pricing::levers::LeverRange;
use whatif_pricing::{DriverId, Vocabulary};

use super::{Drag, Hit, LeverRow, Overlay, Refusal, Row, Spot};
use crate::explorer::action::{Pane, Screen};
use crate::explorer::chart::{Axes, Window, Zoom};

/// One message for the user. There is one place for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The text.
    pub text: String,
    /// True if something was refused and the state is as it was.
    pub is_error: bool,
}

/// The screen, pane and row where the user is, with all overlays.
#[derive(Debug)]
pub struct Cursor {
    /// The screen that is shown.
    pub screen: Screen,
    /// The pane that has the keys: one of the screen's.
    pub focus: Pane,
    /// The screen and the pane to return to from the stage.
    pub(super) backstage: (Screen, Pane),
    /// The row under the cursor of the usage pane.
    pub row: Row,
    /// The rows that are unfolded.
    pub unfolded: Unfolded,
    /// The row under the cursor of the invoice.
    pub line: usize,
    /// The row under the cursor of the comparison.
    pub item: usize,
    /// The row under the cursor of the prices.
    pub price: usize,
    /// Days after its first bill from which the selected offer's account is overdue.
    pub unpaid_days: u16,
    /// The overlays. The last is on top and has the keys.
    pub overlays: Vec<Overlay>,
    /// Only offers whose names have these letters are listed.
    pub filter: String,
    /// The message, until the next input.
    pub notice: Option<Notice>,
    /// The slider that the mouse holds.
    pub drag: Option<Drag>,
    /// The slider whose last change was a step. Further steps on it are the same change.
    pub(super) burst: Option<DriverId>,
    /// The places that can be clicked on the screen as it was drawn last.
    pub hits: Vec<Hit>,
    /// Rows of the sweep's text scrolled past.
    pub chart_scroll: usize,
    /// The scales of the chart's axes.
    pub axes: Axes,
    /// The reach of the chart from the present value.
    pub zoom: Zoom,
    /// The values that the chart shows, and of which driver. `None` before the first chart.
    pub(super) window: Option<(DriverId, Window)>,
    /// The value under the cursor of the sweep. The present one if `None`.
    pub probe: Option<Decimal>,
    /// True until the first key, on a screen that opened with the worked example.
    pub is_welcome: bool,
    /// True if the pane that has the keys fills the screen.
    pub is_zoomed: bool,
    /// The driver of the sweep: the last slider under the cursor.
    pub swept: DriverId,
    /// The cursor of the levers.
    pub lever: LeverCursor,
}

/// The rows that are unfolded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unfolded {
    /// The sliders that change nothing here, or are fine points.
    pub sliders: bool,
    /// The readings that cost the same.
    pub readings: bool,
    /// The lines of the invoice that cost nothing.
    pub lines: bool,
}

/// The cursor of the levers.
#[derive(Clone, Debug, Default)]
pub struct LeverCursor {
    /// The row. The first one if it is none of the rows.
    pub row: Option<LeverRow>,
    /// The range that each driver is moved by.
    pub range: LeverRange,
}

impl Cursor {
    /// Shows something to read.
    pub(super) fn show_report(&mut self, title: &'static str, text: &str) {
        let lines = text.trim_end().lines().map(str::to_owned).collect();
        self.overlays.push(Overlay::Report { title, lines, scroll: 0 });
    }

    /// On the screen that the explorer opens with.
    ///
    /// # Panics
    /// Never: a vocabulary has drivers.
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let (swept, _) = vocabulary.iter().next().expect("a vocabulary has drivers");
        Self {
            screen: Screen::Explore,
            focus: Pane::Usage,
            backstage: (Screen::Explore, Pane::Usage),
            row: Row::Driver(swept),
            unfolded: Unfolded::default(),
            line: 0,
            item: 0,
            price: 0,
            unpaid_days: 0,
            overlays: Vec::new(),
            filter: String::new(),
            notice: None,
            drag: None,
            burst: None,
            hits: Vec::new(),
            chart_scroll: 0,
            axes: Axes::default(),
            zoom: Zoom::default(),
            window: None,
            probe: None,
            is_welcome: false,
            is_zoomed: false,
            swept,
            lever: LeverCursor::default(),
        }
    }

    /// The most rows of the top overlay that can be scrolled past, as it was drawn last.
    pub(super) fn scroll_end(&self) -> usize {
        let end = |hit: &Hit| if let Spot::ScrollEnd(end) = hit.spot { Some(end) } else { None };
        self.hits.iter().rev().find_map(end).unwrap_or(usize::MAX)
    }

    /// Says something.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), is_error: false });
    }

    /// Says something more: after what the same input said already.
    pub(super) fn add(&mut self, text: &str) {
        let former = self.notice.take().filter(|notice| !notice.is_error);
        self.say(former.map_or(text.to_owned(), |former| format!("{}; {text}", former.text)));
    }

    /// Says why something was refused.
    pub(super) fn refuse(&mut self, why: impl Display) {
        self.notice = Some(Notice { text: format!("{why}"), is_error: true });
    }

    /// Says why something was refused, if it was.
    pub(super) fn refuse_if(&mut self, outcome: Result<(), Refusal>) {
        if let Err(why) = outcome {
            self.refuse(why);
        }
    }
}
