//! The verdict in the second row: who is cheapest, by how much, and the worst doubt about that.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::explorer::state::State;
use crate::report::cells::cells;
use crate::report::verdict::{self, Parts};

/// Terminals of fewer rows give the verdict's row to the panes.
const HEIGHT_MIN: u16 = 14;

/// Terminals of so many rows have a second row for the rest of the sentence.
const HEIGHT_WITH_TWO: u16 = 30;

/// Returns the number of rows that it takes.
pub(super) const fn rows(area: Rect) -> u16 {
    match area.height {
        ..HEIGHT_MIN => 0,
        HEIGHT_MIN..HEIGHT_WITH_TWO => 1,
        HEIGHT_WITH_TWO.. => 2,
    }
}

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height == 0 {
        return;
    }
    let theme = canvas.theme;
    let Parts { leader, answer, fitting, fit, doubt, shorter, badge, uncounted, without } =
        verdict::parts(&state.figures.board, &state.figures.verdict);
    canvas.style(area, theme.bar);
    let (doubt, uncounted) =
        if area.height > 1 { (doubt, uncounted) } else { (doubt.or(uncounted), None) };
    let first = Canvas::row(area, 0);
    let is_high = area.height > 1;
    let badge = badge.map(|badge| format!("{} {badge}", theme.glyphs.warning));
    // Where the sentence has no room the words give way, not the doubt. Half a word says nothing.
    let sign = badge.as_ref().map(|_| theme.glyphs.warning.to_owned());
    let [brief, briefer, briefest] = shorter;
    let forms = [
        (answer, &doubt),
        (brief.clone(), &doubt),
        (brief, &badge),
        (briefer.clone(), &badge),
        (briefer, &sign),
        (briefest.clone(), &badge),
    ];
    let fits = |(answer, doubt): &(String, &Option<String>), with: &Option<String>| {
        let beside = [doubt, with].into_iter().flatten().filter(|_| !is_high);
        let beside: usize = beside.map(|text| cells(text) + 1).sum();
        1 + cells(&leader) + cells(answer) + beside <= usize::from(area.width)
    };
    // A budget was asked about: how many fit comes before longer words, and after the doubt in words.
    let worded = forms.iter().filter(|(_, doubt)| badge.is_none() || *doubt != &sign);
    let found = worded.into_iter().find(|form| fits(form, &fit));
    let found = found.or_else(|| forms.iter().find(|form| fits(form, &None)));
    let (answer, said) = found.cloned().unwrap_or((briefest, &sign));
    let doubt = if is_high { doubt } else { said.clone() };
    let column = canvas.put(first, 1, &leader, theme.title_focused) + 1;
    let mut column = column + canvas.put(first, column, &answer, theme.text);
    let place = if is_high { Canvas::row(area, 1) } else { first };
    column = if is_high { 0 } else { column };
    let has_room =
        |text: &str, column: u16| usize::from(column) + 1 + cells(text) <= usize::from(place.width);
    for text in doubt.into_iter().chain(uncounted) {
        column += 1 + canvas.put(place, column + 1, &text, theme.unsure);
    }
    if let Some(text) = without.filter(|text| is_high && has_room(text, column)) {
        column += 1 + canvas.put(place, column + 1, &text, theme.text);
    }
    // The offers within the budget are said whole, in short, or not at all: the picker marks those above it.
    if let Some(text) = fitting.into_iter().chain(fit).find(|text| has_room(text, column)) {
        canvas.put(place, column + 1, &text, theme.text);
    }
}
