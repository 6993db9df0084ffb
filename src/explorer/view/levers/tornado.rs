//! The tornado: a row for each driver, with bars to both sides of the total as it stands.

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::{DriverId, Places, Ratio};

use super::style_of;
use crate::answer::levers::{DriverLever, End, Levers, Outcome};
use crate::explorer::state::State;
use crate::explorer::theme::Theme;
use crate::explorer::view::canvas::Canvas;
use crate::explorer::view::lines;
use crate::explorer::widget::Tornado;
use crate::report::cells::{cells, fit, pad_left, pad_right};
use crate::report::words;

/// Cells that a bar has at least before a column gives way to it.
const BAR_CELLS_MIN: usize = 9;
/// Cells of a label where room is short.
const LABEL_CELLS_MIN: usize = 12;

/// The words of a driver's row, left to right but for the bar.
struct Words {
    driver: DriverId,
    label: String,
    values: [String; 2],
    changes: [String; 2],
    more: String,
}

/// The widths of the columns that there is room for.
#[derive(Clone, Copy)]
struct Widths {
    label: usize,
    /// Of the values at both ends. `None` if there is no room for them.
    values: Option<[usize; 2]>,
    changes: [usize; 2],
    /// Of one step more. `None` if there is no room for it.
    more: Option<usize>,
    bar: usize,
}

/// The rows of the drivers, ready to be drawn.
pub(super) struct Columns {
    tornado: Tornado,
    words: Vec<Words>,
    heads: [&'static str; 2],
    widths: Widths,
}

/// A text of a row, its style, and the blanks before it.
type Cell = (String, Style, u16);

impl Columns {
    pub fn new(state: &State, levers: &Levers, width: u16, theme: &Theme) -> Self {
        let moving = || levers.drivers.iter().filter(|lever| !lever.is_idle());
        let complete = levers.present.complete;
        let heads = if complete { ["lower", "higher"] } else { ["total", "total"] };
        let mut words: Vec<Words> =
            moving().map(|it| Words::new(state, it, complete, theme)).collect();
        align(&mut words);
        let widths = Widths::fitting(&words, heads, usize::from(width).saturating_sub(2));
        let of = |place: usize| moving().filter_map(move |it| it.ends()[place].outcome.difference);
        let lowest = of(0).min().unwrap_or_default();
        let highest = of(1).max().unwrap_or_default();
        Self { tornado: Tornado::new(lowest, highest, widths.bar), words, heads, widths }
    }

    pub fn draw_heads(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let quiet = canvas.theme.quiet;
        let bar = vec![(" ".repeat(self.widths.bar), quiet, 1)];
        let row = Row {
            label: "",
            style: quiet,
            values: ["at", "at"].map(str::to_owned),
            changes: self.heads.map(|head| (head.to_owned(), quiet)),
            bar,
            more: "+1 step",
        };
        self.row(row, area, canvas);
    }

    pub fn draw(&self, lever: &DriverLever, area: Rect, canvas: &mut Canvas<'_>) {
        let theme = canvas.theme;
        let Some(words) = self.words.iter().find(|it| it.driver == lever.driver) else { return };
        let difference = lever.ends().map(|end| end.outcome.difference);
        let known = difference.map(Option::unwrap_or_default);
        let bar = self.tornado.bar(known[0], known[1]);
        let axis = theme.glyphs.border.vertical_left.to_owned();
        let bar = vec![
            (bar.left, theme.cheaper, 1),
            (axis, theme.border, 0),
            (bar.right, theme.higher, 0),
        ];
        let [low, high] = &words.changes;
        let changes = [
            (low.clone(), style_of(difference[0], theme)),
            (high.clone(), style_of(difference[1], theme)),
        ];
        let row = Row {
            label: &words.label,
            style: theme.text,
            values: words.values.clone(),
            changes,
            bar,
            more: &words.more,
        };
        self.row(row, area, canvas);
    }

    /// The columns that there is room for, left to right.
    fn row(&self, row: Row<'_>, area: Rect, canvas: &mut Canvas<'_>) {
        let Widths { label, values, changes, more, .. } = self.widths;
        let glyphs = canvas.theme.glyphs;
        let label = pad_right(&fit(row.label, label, glyphs.ellipsis), label);
        let quiet = canvas.theme.quiet;
        let mut parts: Vec<Cell> = vec![(label, row.style, 0)];
        let value = |place: usize| {
            values.map(|widths| (pad_left(&row.values[place], widths[place]), quiet, 1))
        };
        let change = |place: usize| {
            let (text, style) = &row.changes[place];
            (pad_left(text, changes[place]), *style, 1)
        };
        parts.extend(value(0));
        parts.push(change(0));
        parts.extend(row.bar);
        parts.push(change(1));
        parts.extend(value(1));
        parts.extend(more.map(|width| (pad_left(row.more, width), row.style, 1)));
        let mut column = 1;
        for (text, style, blanks) in parts {
            column += blanks;
            canvas.put(area, column, &text, style);
            column += u16::try_from(cells(&text)).unwrap_or(u16::MAX - column);
        }
    }
}

/// The contents of the columns of one row.
struct Row<'a> {
    label: &'a str,
    style: Style,
    values: [String; 2],
    changes: [(String, Style); 2],
    bar: Vec<Cell>,
    more: &'a str,
}

impl Widths {
    /// As wide as the words need, with a bar in what is left; where that is too little, columns give way.
    fn fitting(words: &[Words], heads: [&str; 2], room: usize) -> Self {
        let widest = |head: &str, of: &dyn Fn(&Words) -> &String| {
            words.iter().map(|it| cells(of(it))).max().unwrap_or(0).max(cells(head))
        };
        let changes = [0, 1].map(|place| widest(heads[place], &|it| &it.changes[place]));
        let values = [0, 1].map(|place| widest("at", &|it| &it.values[place]));
        let label = widest("", &|it| &it.label);
        // Of an incomplete total nothing is known of one step more.
        let known = words.iter().any(|it| !it.more.is_empty());
        let more = if known { widest("+1 step", &|it| &it.more) } else { 0 };
        let left = |label: usize, columns: &[usize]| {
            let columns = columns.iter().chain(&changes).map(|width| width + 1);
            room.saturating_sub(label + columns.sum::<usize>() + 1)
        };
        let whole = left(label, &[values[0], values[1], more]);
        if whole >= BAR_CELLS_MIN {
            let more = Some(more).filter(|_| known);
            return Self { label, values: Some(values), changes, more, bar: whole };
        }
        let without_more = left(label, &values);
        if without_more >= BAR_CELLS_MIN {
            return Self { label, values: Some(values), changes, more: None, bar: without_more };
        }
        let label =
            if left(label, &[]) >= BAR_CELLS_MIN { label } else { label.min(LABEL_CELLS_MIN) };
        Self { label, values: None, changes, more: None, bar: left(label, &[]) }
    }
}

/// Puts the decimal points of each column below each other.
fn align(words: &mut [Words]) {
    let columns: [fn(&mut Words) -> &mut String; 3] =
        [|it| &mut it.changes[0], |it| &mut it.changes[1], |it| &mut it.more];
    for column in columns {
        let mut texts: Vec<String> = words.iter_mut().map(|it| column(it).clone()).collect();
        lines::aligned(&mut texts);
        for (words, text) in words.iter_mut().zip(texts) {
            *column(words) = text;
        }
    }
}

impl Words {
    fn new(state: &State, lever: &DriverLever, complete: bool, theme: &Theme) -> Self {
        let entry = &state.scenario().inputs.workload.vocabulary()[lever.driver];
        let formula =
            if lever.is_formula { format!(" {}", theme.glyphs.formula) } else { String::new() };
        let follows = if lever.is_formula { theme.glyphs.follows } else { "" };
        let ends = lever.ends();
        let value = |end: &End| words::value(entry, Ratio::whole(end.value));
        let change = |end: &End| change(&end.outcome, complete, theme);
        let more = lever.more.as_ref().map(|more| &more.outcome);
        Self {
            driver: lever.driver,
            label: format!("{follows}{}{formula}", entry.label),
            values: [value(ends[0]), value(ends[1])],
            changes: [change(ends[0]), change(ends[1])],
            more: more.map_or_else(String::new, |outcome| match outcome.difference {
                Some(difference) => words::signed(difference, Places::AMOUNT),
                None if complete => "?".to_owned(),
                None => String::new(),
            }),
        }
    }
}

/// The change of the total. If the total is incomplete as it stands, what it comes to as far as is
/// known.
fn change(outcome: &Outcome, complete: bool, theme: &Theme) -> String {
    match (outcome.difference, &outcome.total) {
        (Some(difference), _) => words::signed(difference, Places::AMOUNT),
        (None, Ok(total)) if !complete => lines::bounded(*total, Places::AMOUNT, theme.glyphs),
        _ => "?".to_owned(),
    }
}
