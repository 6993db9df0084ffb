//! The top row: the name, the period, and how to get help; in the narrow layout the tabs.

use chrono::{DateTime, FixedOffset, NaiveTime};
use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::{Period, Places, instant, written};

use super::canvas::Canvas;
use crate::explorer::action::{Action, Screen};
use crate::explorer::state::{Spot, State};
use crate::explorer::theme::Theme;
use crate::report::cells::cells;

/// From here on the header says in words what is set.
const WIDTH_WITH_WORDS: u16 = 100;

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    canvas.style(area, theme.bar);
    let name = canvas.put(area, 0, " whatif ", theme.bar_active);
    let period = format!("{} {}", period_words(state), theme.glyphs.menu);
    let column = name + 2;
    let width = canvas.put(area, column, &period, theme.text);
    let place = Rect { x: area.x + column, width, ..area };
    canvas.hit(place, Spot::Action(Action::TypePeriod));
    // Where room is short the way to the other screens counts more than the dates.
    let dates = format!("  {}", period_dates(state));
    let named: usize = Screen::TABS.iter().map(|screen| cells(screen.name()) + 5).sum();
    let before = usize::from(column + width);
    let fits = |dates: &str, settings: &[Setting]| {
        let told: usize = settings.iter().map(|(text, ..)| cells(text) + 2).sum();
        // The names of the screens need a blank before them.
        before + cells(dates) + told + named < usize::from(area.width)
    };
    let dates =
        if fits(&dates, &settings(state, Room::Wide, theme)) { dates } else { String::new() };
    let rooms = [Room::Full, Room::Roomy, Room::Wide, Room::Narrow, Room::Short];
    let from = usize::from(area.width < WIDTH_WITH_WORDS) * 3;
    let all = rooms[from..].iter().map(|room| settings(state, *room, theme));
    let all: Vec<Vec<Setting>> = all.collect();
    let fitting = all.iter().position(|settings| fits(&dates, settings)).unwrap_or(all.len() - 1);
    let settings = all.into_iter().nth(fitting).unwrap_or_default();
    let mut column = column + width + canvas.put(area, column + width, &dates, theme.quiet);
    for (text, style, action) in settings {
        column += 2;
        let width = canvas.put(area, column, &text, style);
        canvas.hit(Rect { x: area.x + column, width, ..area }, Spot::Action(action));
        column += width;
    }
    let room = Rect { x: area.x + column, width: area.width.saturating_sub(column), ..area };
    screens(state, room, canvas);
}

/// The screens with their keys, the shown one marked; where room is short, that one and the keys.
fn screens(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let bindings = canvas.bindings;
    let name = |screen: Screen, short: bool| {
        let key = bindings.shown(screen.action(), theme.glyphs);
        if short && screen != state.cursor.screen {
            key
        } else {
            format!("{key} {}", screen.name())
        }
    };
    let wanted = |short: bool| Screen::TABS.iter().map(|it| cells(&name(*it, short)) + 3).sum();
    let room = usize::from(area.width);
    // What stands before it is not taken for the first key.
    let short = room <= wanted(false);
    let width: usize = wanted(short);
    let Some(left) = room.checked_sub(width).filter(|left| *left > 0) else {
        return;
    };
    let mut column = u16::try_from(left).unwrap_or(0);
    for screen in Screen::TABS {
        let shown = screen == state.cursor.screen;
        let sign = if shown { theme.glyphs.cursor } else { " " };
        let style = if shown { theme.bar_active } else { theme.quiet };
        let text = format!("{sign}{} ", name(screen, short));
        let width = canvas.put(area, column, &text, style);
        let place = Rect { x: area.x + column, width, ..area };
        canvas.hit(place, Spot::Action(screen.action()));
        column += width + 1;
    }
}

/// A text, its style, and what a click on it does.
type Setting = (String, Style, Action);

/// The amount of detail that is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// Everything, in words, and what is not set yet.
    Full,
    /// The same without the job.
    Roomy,
    /// Everything that is set, in words.
    Wide,
    /// In fewer words.
    Narrow,
    /// No name of a file that there is not: the names of the screens say more.
    Short,
}

/// The settings of all cards beside the period: the currency, and what differs from the ordinary.
fn settings(state: &State, room: Room, theme: &Theme) -> Vec<Setting> {
    let scenario = &state.scenario().inputs;
    let currency = format!("{} {}", scenario.display, theme.glyphs.menu);
    let mut texts = vec![(currency, theme.text, Action::ChooseCurrency)];
    texts.extend(job(state, room, theme));
    texts.extend(budget(state, room, theme));
    texts.extend(document(state, room, theme));
    if !scenario.is_steady() {
        let changes = scenario.changes.len();
        let unit = if changes == 1 { "change" } else { "changes" };
        texts.push((format!("{changes} {unit}"), theme.accent, Action::TypeChanges));
    }
    if !state.figures.broken.is_empty() {
        let text = format!("{} your own cards: <show-problems>", theme.glyphs.warning);
        texts.push((text, theme.error, Action::ShowProblems));
    }
    if let Some(missing) = state.without_rate().first() {
        let text = format!("{} no rate for {missing}: <type-rate>", theme.glyphs.warning);
        texts.push((text, theme.unsure, Action::TypeRate));
    }
    let day = scenario.as_of.map(|day| (format!("prices of {day}"), Action::TypeAsOf));
    let tax = scenario.tax.map(|tax| (format!("tax {tax}"), Action::TypeTax));
    let pinned = state.scenario().baseline.as_ref();
    let pinned = pinned.map(|_| {
        let is_wide = matches!(room, Room::Full | Room::Roomy | Room::Wide);
        let text = if is_wide { "baseline pinned" } else { "baseline" };
        (text.to_owned(), Action::PinBaseline)
    });
    let all = day.into_iter().chain(tax).chain(pinned);
    texts.extend(all.map(|(text, action)| (text, theme.accent, action)));
    let bindings = &state.settings.bindings;
    texts.into_iter().map(|(text, style, action)| (bindings.worded(&text), style, action)).collect()
}

/// The jobs that the offers are compared for, where there is room.
fn job(state: &State, room: Room, theme: &Theme) -> Option<Setting> {
    let jobs = state.figures.board.asked_jobs().join(" + ");
    let shown = room == Room::Full && !jobs.is_empty();
    shown.then(|| (format!("{jobs} {}", theme.glyphs.menu), theme.text, Action::ChooseJob))
}

/// The budget. Without one, a way to set it, where there is room.
fn budget(state: &State, room: Room, theme: &Theme) -> Option<Setting> {
    let menu = theme.glyphs.menu;
    match state.figures.board.budget() {
        Some(amount) => {
            let amount = written(amount, Places { least: 0, most: 2 });
            Some((format!("Budget {amount} {menu}"), theme.text, Action::TypeBudget))
        }
        None if matches!(room, Room::Full | Room::Roomy) => {
            Some((format!("Budget {menu}"), theme.quiet, Action::TypeBudget))
        }
        None => None,
    }
}

/// The names of the panes, the shown one marked.
pub(super) fn tabs(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    canvas.style(area, theme.bar);
    let mut column = 0;
    for pane in state.cursor.screen.panes().iter().copied() {
        let shown = pane == state.cursor.focus;
        let sign = if shown { theme.glyphs.cursor } else { " " };
        let style = if shown { theme.bar_active } else { theme.quiet };
        let width = canvas.put(area, column, &format!("{sign}{} ", pane.name()), style);
        canvas.hit(Rect { x: area.x + column, width, ..area }, Spot::Tab(pane));
        column += width;
    }
    let room = Rect { x: area.x + column, width: area.width.saturating_sub(column), ..area };
    let left = canvas.put_right(room, &format!(" {} ", period_words(state)), theme.quiet);
    let word = " baseline";
    if state.scenario().baseline.is_some() && usize::from(left) > cells(word) {
        canvas.put_right(Rect { width: left, ..room }, word, theme.accent);
    }
}

/// The file's name, with a sign where it lacks what is on the screen; nothing for a scenario as it began.
fn document(state: &State, room: Room, theme: &Theme) -> Option<Setting> {
    let dirty = state.is_dirty();
    // What a tour shows is nobody's to save.
    let shown = (dirty || state.document.file.path.is_some()) && state.tour.playing.is_none();
    let sign = if dirty { format!(" {}", theme.glyphs.unsaved) } else { String::new() };
    let sign =
        if dirty && !state.document.is_autosaved { format!("{sign} not kept") } else { sign };
    let style = match (dirty, state.document.is_autosaved) {
        (true, false) => theme.error,
        (true, true) => theme.text,
        (false, _) => theme.quiet,
    };
    let nameless = room == Room::Short && state.document.file.path.is_none();
    let name = if nameless { String::new() } else { state.document.name() };
    let text = format!("{name}{sign}");
    shown.then(|| (text.trim_start().to_owned(), style, Action::Save))
}

/// The period in a word or two.
pub(super) fn period_words(state: &State) -> String {
    match state.scenario().inputs.period {
        Period::StandardMonth { .. } => "30-day month".to_owned(),
        Period::Days { days: 1, .. } => "1 day".to_owned(),
        Period::Days { days, .. } => format!("{days} days"),
        Period::Month { first } => first.format("%B %Y").to_string(),
        // A year or a quarter, as they can be typed back. Beside other dates stand the dates themselves.
        period @ Period::Dates { .. } if !period.text().contains("..") => period.text(),
        period @ Period::Dates { .. } => match period.calendar_months() {
            Some(1) => "1 month".to_owned(),
            Some(12) => "1 year".to_owned(),
            Some(months) => format!("{months} months"),
            None => span_words(period.seconds()),
        },
        period @ Period::Span { .. } => span_words(period.seconds()),
    }
}

/// The length of a period from an instant to another.
fn span_words(seconds: i64) -> String {
    const UNITS: [(i64, &str); 4] =
        [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let whole = UNITS.iter().find(|(unit, _)| seconds % unit == 0);
    let (unit, name) = whole.copied().unwrap_or((1, "second"));
    let plural = if seconds == unit { "" } else { "s" };
    format!("{} {name}{plural}", seconds / unit)
}

fn is_midnight(instant: DateTime<FixedOffset>) -> bool {
    instant.time() == NaiveTime::MIN
}

/// Its first and last day on the selected offer's clock, or its instants.
fn period_dates(state: &State) -> String {
    let offset = state.selected().card.offset;
    let window = state.scenario().inputs.period.window(offset);
    let show = |seconds| instant(seconds, offset);
    let on_midnights = is_midnight(show(window.from)) && is_midnight(show(window.to));
    if !on_midnights {
        let form = "%Y-%m-%d %H:%M:%S";
        return format!(
            "{} to {} UTC{offset}",
            show(window.from).format(form),
            show(window.to).format(form)
        );
    }
    format!(
        "{} to {}",
        show(window.from).format("%Y-%m-%d"),
        show(window.to - 1).format("%Y-%m-%d")
    )
}
