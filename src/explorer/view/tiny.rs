//! The view for when almost nothing fits: the provider, the total, the slider under the cursor.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::canvas::Canvas;
use super::{hints, lines, providers, usage};
use crate::answer::PricedOffer;
use crate::explorer::action::Pane;
use crate::explorer::scale;
use crate::explorer::state::{Row, Spot, State};
use crate::explorer::theme::{Glyphs, Theme};
use crate::explorer::widget::Slider;
use crate::report::names;

/// Total first, then provider, slider, message and hints, as many rows as there are.
pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    if area.height < 3 {
        return total_line(state, Canvas::row(area, 0), canvas);
    }
    if let Some(leader) = other_leader(state) {
        leader_line(state, leader, Canvas::row(area, 0), canvas);
        total_line(state, Canvas::row(area, 1), canvas);
    } else {
        let offer = state.selected();
        let discount = names::discount(offer);
        let name = format!("{}{discount} {}", offer.card.name(), offer.plan());
        let choosing = state.cursor.focus == Pane::Providers;
        let sign = if choosing { theme.glyphs.cursor } else { "" };
        canvas.put(Canvas::row(area, 0), 0, &format!("{sign}{name}"), theme.title_focused);
        draw_total(state, Canvas::row(area, 1), canvas);
    }
    match state.cursor.focus {
        // The line takes the track's row; the slider keeps its name and its value.
        Pane::Invoice => {
            draw_line(state, Canvas::row(area, 2), canvas);
            draw_row(state, Canvas::row(area, 3), Canvas::row(area, area.height), canvas);
        }
        Pane::Providers
        | Pane::Usage
        | Pane::Compare
        | Pane::Sweep
        | Pane::Prices
        | Pane::Levers => {
            draw_row(state, Canvas::row(area, 2), Canvas::row(area, 3), canvas);
        }
    }
    let foot = Canvas::row(area, 4.min(area.height - 1));
    match (&state.cursor.notice, area.height) {
        (_, ..5) => {}
        (Some(_), _) => hints::draw_status(state, foot, canvas),
        (None, _) if state.tour.playing.is_some() => hints::draw_status(state, foot, canvas),
        (None, _) => hints::draw_hints(state, foot, canvas),
    }
}

/// The cheapest offer, if it is not the selected one.
fn other_leader(state: &State) -> Option<&PricedOffer> {
    let cheapest = state.figures.verdict.cheapest();
    let leader = cheapest.first().filter(|_| !cheapest.contains(&state.selected().id))?;
    state.figures.board.offer(leader)
}

/// The cheapest offer and its total in one row.
fn leader_line(state: &State, offer: &PricedOffer, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let total = lines::total(state, offer, theme.glyphs);
    let column = canvas.put_right(area, &total, theme.cheaper);
    let name = Rect { width: column.saturating_sub(1), ..area };
    let name_text = offer.card.name() + &names::discount(offer);
    let text = format!("{} {name_text}", theme.glyphs.star);
    canvas.put(name, 0, &text, theme.text);
    canvas.hit(area, Spot::Offer(offer.id.clone()));
}

fn draw_total(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let offer = state.selected();
    let total = marked_total(state, theme.glyphs);
    let used = canvas.put(area, 0, &total, total_style(offer, theme));
    if let Some(difference) = state.total_change(&offer.id) {
        let (text, style) = lines::change(difference, theme);
        canvas.put(area, used + 1, &text, style);
    }
}

/// The line of the invoice under the cursor: its label and amount.
fn draw_line(state: &State, name: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let Some(row) = state.bill_row() else { return };
    let amount = lines::row_amount(state, &row);
    let amount = amount.map_or_else(|| theme.glyphs.unknown.to_owned(), lines::amount);
    let column = canvas.put_right(name, &amount, theme.text);
    let label = format!("{}{}", theme.glyphs.cursor, lines::row_label(state, &row));
    let room = Rect { width: column.saturating_sub(1), ..name };
    canvas.put(room, 0, &label, theme.title_focused);
    canvas.hit(name, Spot::Line(row));
}

/// The slider or choice under the cursor: its name and value, and its track.
fn draw_row(state: &State, name: Rect, track: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    match &state.cursor.row {
        Row::Driver(driver) => {
            let driver = *driver;
            let entry = &state.scenario().inputs.workload.vocabulary()[driver];
            let value = usage::value_text(state, driver);
            let has_keys = state.cursor.focus == Pane::Usage;
            let sign = if has_keys { theme.glyphs.cursor } else { " " };
            let column = canvas.put_right(name, &value, theme.text);
            let label = Rect { width: column.saturating_sub(1), ..name };
            canvas.put(label, 0, &format!("{sign}{}", entry.label), theme.title_focused);
            canvas.hit(name, Spot::Value(driver));
            let place =
                scale::position(entry, state.figures.board.usage().value(driver).to_decimal());
            let formula = state.scenario().inputs.workload.value(driver).is_formula();
            let slider = Slider::new(place, theme).focused(has_keys).formula(formula);
            slider.render(track, canvas.buffer);
            canvas.hit(track, Spot::Track(driver));
        }
        Row::Option { .. }
        | Row::Reading { .. }
        | Row::Companion(_)
        | Row::FoldedReadings
        | Row::Folded => {
            canvas.put(name, 0, theme.glyphs.cursor, theme.accent);
            canvas.put(name, 1, &usage::about(state), theme.text);
        }
    }
}

/// Provider and total in one row.
pub(super) fn total_line(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let offer = state.selected();
    let total = marked_total(state, theme.glyphs);
    let column = canvas.put_right(area, &total, total_style(offer, theme));
    let name = Rect { width: column.saturating_sub(1), ..area };
    canvas.put(name, 0, &(offer.card.name() + &names::discount(offer)), theme.text);
}

fn total_style(offer: &PricedOffer, theme: &Theme) -> Style {
    let is_whole = offer.total().is_some_and(|total| total.complete);
    if is_whole { theme.total } else { theme.unsure }
}

/// The total with what is to be known before comparing it, as in the picker.
fn marked_total(state: &State, glyphs: &Glyphs) -> String {
    let offer = state.selected();
    let Some(figures) = offer.figures() else { return "cannot be priced".to_owned() };
    let third = !lines::is_official(figures);
    let third = if third { format!("{} ", glyphs.third_party) } else { String::new() };
    let flag = providers::flag(state, offer, glyphs);
    let flag = flag.map_or_else(String::new, |flag| format!(" {flag}"));
    let over = lines::is_over_budget(offer);
    let flag = if over { format!(" {} over budget{flag}", glyphs.up) } else { flag };
    format!("{third}{}{flag}", lines::total(state, offer, glyphs))
}
