//! The status row, which is the one place for messages, and the row of hints.

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::RateCard;

use super::canvas::Canvas;
use super::{compare, levers, lines, prices, usage};
use crate::answer::board::PricedOffer;
use crate::explorer::action::{Action, Pane};
use crate::explorer::state::{BillRow, Notice, Overlay, Row, Spot, State};
use crate::explorer::theme::{Glyphs, Theme};
use crate::library::sanitize::sanitize;
use crate::report::cells::cells;

/// Hints: the actions whose keys are shown, and the word for them. The first come first where room is
/// short.
const USAGE: &[(&[Action], &str)] = &[
    (&[Action::Decrease, Action::Increase], "change"),
    (&[Action::TypeValue], "type"),
    (&[Action::Help], "help"),
    (&[Action::NextPane], "pane"),
    (&[Action::SeekGoal], "goal"),
    (&[Action::ToggleMark], "mark"),
    (&[Action::AddKeyServices], "add keys"),
    (&[Action::TypeBudget], "budget"),
    (&[Action::PinBaseline], "baseline"),
    (&[Action::Undo], "undo"),
    (&[Action::ShowCompare], "compare"),
    (&[Action::Presets], "presets"),
    (&[Action::Palette], "commands"),
    (&[Action::Quit], "quit"),
    (&[Action::Halve, Action::Double], "halve, double"),
    (&[Action::DecreaseMuch, Action::IncreaseMuch], "fine steps"),
    (&[Action::Reset], "reset"),
    (&[Action::TypeFormula], "formula"),
    (&[Action::Save], "save"),
    (&[Action::Present], "present"),
];

const PROVIDERS: &[(&[Action], &str)] = &[
    (&[Action::Up, Action::Down], "choose"),
    (&[Action::ToggleMark], "mark"),
    (&[Action::Help], "help"),
    (&[Action::NextPane], "pane"),
    (&[Action::AddKeyServices], "add keys"),
    (&[Action::NextSort], "sort"),
    (&[Action::Filter], "filter"),
    (&[Action::ShowCompare], "compare"),
    (&[Action::TypeCardDiscount], "discount"),
    (&[Action::AddOffer], "copy with other choices"),
    (&[Action::MarkListed], "mark all"),
    (&[Action::Undo], "undo"),
    (&[Action::Palette], "commands"),
    (&[Action::Quit], "quit"),
    (&[Action::ToggleFavourite], "favourite"),
    (&[Action::Present], "present"),
];

const INVOICE: &[(&[Action], &str)] = &[
    (&[Action::Up, Action::Down], "choose"),
    (&[Action::Explain], "why this number"),
    (&[Action::Help], "help"),
    (&[Action::NextPane], "pane"),
    (&[Action::TypePrice], "own price"),
    (&[Action::TypeDiscount], "discount"),
    (&[Action::TypeCardDiscount], "offer discount"),
    (&[Action::ResetPrice], "card's price"),
    (&[Action::PinBaseline], "baseline"),
    (&[Action::TypeBudget], "budget"),
    (&[Action::Undo], "undo"),
    (&[Action::Export], "export"),
    (&[Action::Palette], "commands"),
    (&[Action::Quit], "quit"),
    (&[Action::Present], "present"),
];

const COMPARE: &[(&[Action], &str)] = &[
    (&[Action::CardBefore, Action::NextCard], "offer"),
    (&[Action::ExplainCell], "why this amount"),
    (&[Action::Help], "help"),
    (&[Action::ToggleMark], "unmark"),
    (&[Action::ZoomPane], "sliders"),
    (&[Action::AddOffer], "copy with other choices"),
    (&[Action::TypeCardDiscount], "discount"),
    (&[Action::ChooseCurrency], "currency"),
    (&[Action::PinBaseline], "baseline"),
    (&[Action::TypeBudget], "budget"),
    (&[Action::Export], "export"),
    (&[Action::Undo], "undo"),
    (&[Action::Palette], "commands"),
    (&[Action::Quit], "quit"),
    (&[Action::Present], "present"),
];

const SWEEP: &[(&[Action], &str)] = &[
    (&[Action::ProbeLess, Action::ProbeMore], "read"),
    (&[Action::ZoomIn, Action::ZoomOut], "zoom"),
    (&[Action::Help], "help"),
    (&[Action::TakeProbe], "set the slider"),
    (&[Action::TurnDriverAxis, Action::TurnAmountAxis], "log or linear"),
    (&[Action::NextPane], "pane"),
    (&[Action::ZoomPane], "sliders"),
    (&[Action::Undo], "undo"),
    (&[Action::Palette], "commands"),
    (&[Action::Quit], "quit"),
    (&[Action::Present], "present"),
];

const PRICES: &[(&[Action], &str)] = &[
    (&[Action::Up, Action::Down], "choose"),
    (&[Action::ExplainPrice], "why"),
    (&[Action::Help], "help"),
    (&[Action::TypePriceHere], "own price"),
    (&[Action::CopySource], "copy the source's address"),
    (&[Action::UnpaidEarlier, Action::UnpaidLater], "unpaid from"),
    (&[Action::NextPane], "pane"),
    (&[Action::ZoomPane], "sliders"),
    (&[Action::Undo], "undo"),
    (&[Action::Palette], "commands"),
    (&[Action::Quit], "quit"),
    (&[Action::Present], "present"),
];

const LEVERS: &[(&[Action], &str)] = &[
    (&[Action::Up, Action::Down], "choose"),
    (&[Action::TakeLever], "go there"),
    (&[Action::Help], "help"),
    (&[Action::NarrowRange, Action::WidenRange], "range"),
    (&[Action::NextPane], "pane"),
    (&[Action::ZoomPane], "sliders"),
    (&[Action::Undo], "undo"),
    (&[Action::Palette], "commands"),
    (&[Action::Presets], "presets"),
    (&[Action::Quit], "quit"),
    (&[Action::Present], "present"),
];

/// The most rows of a tour's caption.
const TOUR_ROWS_MAX: u16 = 3;

pub(super) fn draw(state: &State, status: Rect, foot: Rect, canvas: &mut Canvas<'_>) {
    match long_notice(state, status.width, canvas.theme) {
        // While it stands the hints give way, so that nothing else moves.
        Some(rows) if foot.height > 0 => {
            lines::put_rows(&rows[..1], inset(status), canvas);
            lines::put_rows(&rows[1..], inset(foot), canvas);
        }
        _ => {
            draw_status(state, status, canvas);
            draw_hints(state, foot, canvas);
        }
    }
}

fn inset(area: Rect) -> Rect {
    Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(1), ..area }
}

/// A message that needs more than one row, in rows. `None` while something is open or a tour is played.
fn long_notice(state: &State, width: u16, theme: &Theme) -> Option<Vec<(String, Style)>> {
    let is_free = state.cursor.overlays.is_empty() && state.tour.playing.is_none();
    let notice = state.cursor.notice.as_ref().filter(|_| is_free)?;
    let (text, style) = worded(notice, theme);
    let rows = lines::wrapped(&text, width.saturating_sub(2));
    (rows.len() > 1).then(|| rows.into_iter().map(|row| (row, style)).collect())
}

/// A message with its sign and its style.
fn worded(notice: &Notice, theme: &Theme) -> (String, Style) {
    if notice.is_error {
        return (format!("{} {}", theme.glyphs.warning, notice.text), theme.error);
    }
    (notice.text.clone(), theme.accent)
}

/// The message, or what the cursor is on.
pub(super) fn draw_status(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    match &state.cursor.notice {
        Some(notice) => {
            let (text, style) = worded(notice, theme);
            canvas.put(area, 1, &text, style);
        }
        None => match (tour_words(state, theme.glyphs), state.recorded_steps()) {
            (Some(words), _) => draw_tour_words(&words, area, canvas),
            (None, Some(steps)) => {
                let words = format!(
                    "recording a tour: {steps} steps; <record> ends it, <type-notes> types a caption"
                );
                canvas.put(area, 1, &canvas.bindings.worded(&words), theme.accent);
            }
            (None, None) if state.document.importing.says().is_some() => {
                let words = state.document.importing.says().unwrap_or_default();
                canvas.put(area, 1, &canvas.bindings.worded(&words), theme.accent);
            }
            (None, None) if state.cursor.is_welcome => {
                canvas.put(area, 1, &canvas.bindings.worded(&welcome(state)), theme.accent);
            }
            (None, None) => {
                let used = canvas.put(area, 1, &about(state), theme.quiet) + 1;
                let room =
                    Rect { x: area.x + used, width: area.width.saturating_sub(used + 1), ..area };
                draw_caption(state, room, canvas);
            }
        },
    }
}

/// The line that stands until the first key: with the file that was used last, if there is one.
fn welcome(state: &State) -> String {
    let last = state.document.files.recent.first().and_then(|path| path.file_name());
    match last {
        Some(name) => format!(
            "Welcome back. <open> opens {}. <presets> starts from a preset, <tours> plays a tour, <help> explains.",
            sanitize(&name.to_string_lossy())
        ),
        None => "Welcome. Drag a slider or press an arrow. <presets> starts from a preset, <tours> plays a tour, <help> explains.".to_owned(),
    }
}

/// The rows of the message: one, but for the caption of a tour that needs more.
pub(super) fn status_rows(state: &State, width: u16, theme: &Theme) -> u16 {
    let words = tour_words(state, theme.glyphs).filter(|_| state.cursor.notice.is_none());
    let rows = words.map_or(1, |words| lines::wrapped(&words, width.saturating_sub(2)).len());
    u16::try_from(rows).unwrap_or(u16::MAX).clamp(1, TOUR_ROWS_MAX)
}

fn draw_tour_words(words: &str, area: Rect, canvas: &mut Canvas<'_>) {
    let style = canvas.theme.accent;
    let rows = lines::wrapped(words, area.width.saturating_sub(2));
    for (row, place) in (0..area.height).enumerate() {
        // What does not fit is cut in the last row, which says so.
        let is_last = row + 1 == usize::from(area.height);
        let rest = rows.get(row..).unwrap_or_default().join(" ");
        let text = if is_last { &rest } else { rows.get(row).unwrap_or(&rest) };
        canvas.put(Canvas::row(area, place), 1, text, style);
    }
}

/// The tour's caption, with the place of its step.
fn tour_words(state: &State, glyphs: &Glyphs) -> Option<String> {
    let playing = state.tour.playing.as_ref()?;
    let (_, step, steps) = playing.progress();
    let sign = if playing.runs { glyphs.cursor } else { "||" };
    let caption = state.tour_caption()?;
    Some(format!("{sign} {step}/{steps} {} {caption}", glyphs.separator))
}

/// Draws what the scenario is about, at the right end if all of it has room.
fn draw_caption(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let caption = state.caption().unwrap_or_default();
    let caption = sanitize(&caption);
    if cells(&caption) + CAPTION_GAP_CELLS <= usize::from(area.width) {
        canvas.put_right(area, &caption, canvas.theme.quiet);
    }
}

/// Between what the cursor is on and the caption.
const CAPTION_GAP_CELLS: usize = 4;

fn about(state: &State) -> String {
    match state.cursor.focus {
        Pane::Usage => usage::about(state),
        Pane::Providers => about_offer(state, state.selected()),
        Pane::Compare => compare::about_cell(state),
        Pane::Prices => prices::about(state),
        Pane::Levers => levers::about(state),
        Pane::Sweep => String::new(),
        Pane::Invoice => match state.bill_row() {
            None => String::new(),
            Some(BillRow::Line { card, charge }) => {
                state.selected().part(&card).map_or_else(String::new, |it| rules(&it.card, &charge))
            }
            Some(
                row @ (BillRow::Adjusted { .. } | BillRow::Section { .. } | BillRow::Folded { .. }),
            ) => lines::row_label(state, &row),
        },
    }
}

/// Explains the signs beside an offer, then gives its names.
fn about_offer(state: &State, offer: &PricedOffer) -> String {
    let mut notes: Vec<String> = lines::left_out(state, offer);
    notes.extend(lines::budget(state, offer));
    let too_old = if state.is_stale(offer) { ", stale" } else { "" };
    notes.push(format!("prices {}{too_old}", state.price_facts(offer)));
    format!("{}: {} · id {}", offer.title(), notes.join(", "), offer.id)
}

fn rules(card: &RateCard, charge: &str) -> String {
    let Ok(charge) = card.charge(charge) else { return String::new() };
    let rules = card.charges[charge].rules.iter().filter_map(|id| card.rule(id));
    let rules: Vec<String> = rules.map(|rule| format!("{} {}", rule.id, rule.says)).collect();
    rules.join(" ")
}

pub(super) fn draw_hints(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if state.tour.playing.is_some()
        && matches!(state.cursor.overlays.last(), None | Some(Overlay::Explain { .. }))
    {
        return tour_hints(state, area, canvas);
    }
    match state.cursor.overlays.last() {
        None => hints(&for_pane(state), area, canvas),
        Some(Overlay::Ask(_)) => keys_and_words(&[("esc", "go back")], area, canvas),
        Some(Overlay::Help { .. }) => {
            keys_and_words(&[("↑↓", "scroll"), ("/", "find"), ("esc", "close")], area, canvas);
        }
        Some(Overlay::Explain { .. }) => {
            let copy = canvas.bindings.shown(Action::CopySource, canvas.theme.glyphs);
            let copy = (&*copy, "copy the source's address");
            keys_and_words(&[("↑↓", "scroll"), copy, ("esc", "close")], area, canvas);
        }
        Some(Overlay::Report { .. } | Overlay::Problems { .. }) => {
            keys_and_words(&[("↑↓", "scroll"), ("esc", "close")], area, canvas);
        }
        Some(Overlay::Import { .. }) => {
            let keys = [("⏎", "take it"), ("↑↓", "scroll"), ("esc", "leave as it was")];
            keys_and_words(&keys, area, canvas);
        }
        Some(Overlay::Palette(_)) => {
            keys_and_words(&[("↑↓", "choose"), ("⏎", "do it"), ("esc", "close")], area, canvas);
        }
        Some(Overlay::Edit(_)) => {
            keys_and_words(&[("⏎", "set"), ("esc", "leave as it was")], area, canvas);
        }
        Some(Overlay::Filter { .. }) => {
            keys_and_words(&[("↑↓", "choose"), ("⏎", "keep"), ("esc", "all cards")], area, canvas);
        }
    }
}

/// The keys of the tour that is played.
fn tour_hints(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let Some(playing) = &state.tour.playing else { return };
    let pause = if playing.runs { "pause" } else { "play by time" };
    let leave = "leave: back to your scenario";
    let next = if playing.is_over() { ("k", "keep what is shown") } else { ("space", "go on") };
    keys_and_words(&[next, ("pgup", "step back"), ("P", pause), ("esc", leave)], area, canvas);
}

/// The hints of the pane that has the keys, without what does nothing there.
fn for_pane(state: &State) -> Vec<(&'static [Action], &'static str)> {
    let all = match state.cursor.focus {
        Pane::Usage => USAGE,
        Pane::Providers => PROVIDERS,
        Pane::Invoice => INVOICE,
        Pane::Compare => COMPARE,
        Pane::Sweep => SWEEP,
        Pane::Prices => PRICES,
        Pane::Levers => LEVERS,
    };
    let vocabulary = state.scenario().inputs.workload.vocabulary();
    let has_stops = |row: &Row| match row {
        Row::Driver(driver) => !vocabulary[*driver].stops.is_empty(),
        Row::Option { .. }
        | Row::Reading { .. }
        | Row::Companion(_)
        | Row::FoldedReadings
        | Row::Folded => false,
    };
    let is_idle = |actions: &[Action]| {
        actions.contains(&Action::UnpaidEarlier) && !state.has_overdue_course()
    };
    let is_coarse = |actions: &[Action]| {
        actions.contains(&Action::DecreaseMuch) && !has_stops(&state.cursor.row)
    };
    let shown = all.iter().filter(|(actions, _)| !is_idle(actions));
    let word = |(actions, word): &(&'static [Action], &'static str)| {
        (*actions, if is_coarse(actions) { "10 steps" } else { *word })
    };
    shown.map(word).collect()
}

/// The hints that have room, the most useful first. Where some are left out, a sign says so.
fn hints(hints: &[(&[Action], &str)], area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let bindings = canvas.bindings;
    let texts = hints.iter().filter_map(|(actions, word)| {
        let keys: Vec<String> =
            actions.iter().map(|action| bindings.shown(*action, theme.glyphs)).collect();
        // What has no key has no hint.
        let has_keys = !keys.iter().any(String::is_empty);
        has_keys.then(|| (*actions, joined(&keys, theme.glyphs.key_shift), *word))
    });
    let texts: Vec<(&[Action], String, &str)> = texts.collect();
    let wanted = |(_, keys, word): &(&[Action], String, &str)| cells(keys) + cells(word) + 3;
    let all: usize = texts.iter().map(wanted).sum();
    let more = format!("{} {}", theme.glyphs.ellipsis, bindings.shown(Action::Help, theme.glyphs));
    let is_cut = all > usize::from(area.width) + 1;
    let room = usize::from(area.width).saturating_sub(if is_cut { cells(&more) + 2 } else { 0 });
    let mut column = 1;
    for hint @ (actions, keys, word) in &texts {
        if usize::from(column) + wanted(hint) > room + 2 {
            break;
        }
        let start = column;
        column += canvas.put(area, column, keys, theme.key) + 1;
        column += canvas.put(area, column, word, theme.quiet);
        let place = Rect { x: area.x + start, width: column - start, ..area };
        hit(actions, place, canvas);
        column += 2;
    }
    if is_cut {
        let place = Rect { x: area.x + column.min(area.width), width: 3, ..area };
        canvas.put(area, column, &more, theme.key);
        canvas.hit(place.intersection(area), Spot::Action(Action::Help));
    }
}

/// A click on a hint does what its key does. Of two actions each has half of the hint.
fn hit(actions: &[Action], place: Rect, canvas: &mut Canvas<'_>) {
    let count = u16::try_from(actions.len()).unwrap_or(1).max(1);
    let width = place.width / count;
    for (part, action) in (0..count).zip(actions) {
        let x = place.x + part * width;
        let width = if part + 1 == count { place.right() - x } else { width };
        canvas.hit(Rect { x, width, ..place }, Spot::Action(*action));
    }
}

/// `⇧←` and `⇧→` are written `⇧←→`.
fn joined(keys: &[String], shift: &str) -> String {
    match keys {
        [one, two] if two.starts_with(shift) && one.starts_with(shift) => {
            format!("{one}{}", &two[shift.len()..])
        }
        [one, two] if one.chars().count() > 1 => format!("{one}/{two}"),
        _ => keys.concat(),
    }
}

fn keys_and_words(hints: &[(&str, &str)], area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let mut column = 1;
    for (key, word) in hints {
        let key = match (*key, theme.glyphs.is_ascii()) {
            ("↑↓", true) => "up/down",
            ("⏎", _) => theme.glyphs.key_enter,
            (key, _) => key,
        };
        column += canvas.put(area, column, key, theme.key) + 1;
        column += canvas.put(area, column, word, theme.quiet) + 2;
    }
}
