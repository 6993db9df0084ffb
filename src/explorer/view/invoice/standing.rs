//! Rows under the total: the last change, the baseline, the budget.

use ratatui::style::Style;

use crate::explorer::state::State;
use crate::explorer::theme::Theme;
use crate::explorer::view::lines;
use crate::report::cells::cells;

/// The rows under the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The effect of the last change.
    Changed,
    /// The difference to the baseline.
    ToBaseline,
    /// The budget, and how the total stands to it.
    Budget,
}

/// The last change always; the baseline and the budget where there are some.
pub(super) fn all(state: &State) -> Vec<Standing> {
    let mut all = vec![Standing::Changed];
    if state.figures.baseline.is_some() {
        all.push(Standing::ToBaseline);
    }
    if state.figures.board.budget().is_some() {
        all.push(Standing::Budget);
    }
    all
}

impl Standing {
    /// In as many words as have room.
    pub(super) fn words(self, state: &State, width: u16, theme: &Theme) -> (String, Style) {
        let offer = state.selected();
        match self {
            Self::Changed => changed(state, theme),
            Self::ToBaseline => to_baseline(state, width, theme),
            Self::Budget => {
                let words = lines::budget(state, offer).unwrap_or_default();
                let over = lines::is_over_budget(offer);
                let sign = if over { format!("{} ", theme.glyphs.up) } else { String::new() };
                (format!("{sign}{words}"), if over { theme.unsure } else { theme.quiet })
            }
        }
    }
}

/// The effect of the last change on the total.
fn changed(state: &State, theme: &Theme) -> (String, Style) {
    let offer = state.selected();
    match state.shown_change(&offer.id) {
        Some(difference) => {
            let (text, style) = lines::change(difference, theme);
            (format!("{text} since the last change"), style)
        }
        None if offer.total().is_some_and(|total| !total.complete) => {
            ("incomplete: a price is not known".to_owned(), theme.unsure)
        }
        None if state.was_completed(&offer.id) => {
            ("complete now: all prices known".to_owned(), theme.cheaper)
        }
        None if state.has_changes() => ("same as before the last change".to_owned(), theme.quiet),
        None => (String::new(), theme.quiet),
    }
}

/// The difference of the total from the baseline, in money and, where there is room, in percent.
fn to_baseline(state: &State, width: u16, theme: &Theme) -> (String, Style) {
    let offer = state.selected();
    let Some(difference) = state.total_to_baseline(&offer.id) else {
        let words = if offer.total().is_some_and(|total| total.complete) {
            "same as the baseline"
        } else {
            "the baseline cannot be compared: a price is not known"
        };
        return (words.to_owned(), theme.quiet);
    };
    let shown = state.shown_to_baseline(&offer.id).unwrap_or(difference.amount);
    let (text, style) = lines::change(shown, theme);
    let percent = lines::percent(&difference);
    let percent = if percent.is_empty() { percent } else { format!(" ({percent})") };
    let money = format!("{text} against the baseline");
    let both = format!("{money}{percent}");
    (if cells(&both) <= usize::from(width) { both } else { money }, style)
}
