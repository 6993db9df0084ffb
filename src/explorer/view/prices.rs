//! Every price behind the marked offers: whose it is, what it is, where it is from, how old and how sure.

mod service;

use ratatui::layout::Rect;
use ratatui::style::Style;
use whatif_pricing::charge::Confidence;

use super::canvas::Canvas;
use super::{first_shown, lines, more, ribbon};
use crate::answer::prices::{Origin, Price};
use crate::explorer::action::Pane;
use crate::explorer::state::{Spot, State};
use crate::explorer::theme::Theme;
use crate::report::cells::{cells, fit, pad_left, pad_right};
use crate::report::{names, words};

/// Panes of so many rows say below the prices what else to know of the selected offer.
const HEIGHT_WITH_SERVICE: u16 = 16;
/// The most cells of a price: tiers are said in full in "why".
const PRICE_CELLS_MAX: usize = 16;
/// The heads of the columns, left to right.
const HEADS: [&str; 6] = ["price of · offer", "price", "per", "of total", "confidence", "age"];
/// The most cells of a unit. It is a part of the price, and never left out.
const UNIT_CELLS_MAX: usize = 19;
/// Other columns give way before the offer's name and charge have fewer cells than this.
const NAME_CELLS: usize = 26;
/// The first of the columns that say how sure a price is.
const DOUBT: usize = 4;
/// The first cell of the names, after the cursor and the letter of a marked offer.
const NAME_COLUMN: u16 = 3;
/// Cells between columns.
const GAP_CELLS: usize = 2;

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    canvas.hit(area, Spot::Pane(Pane::Prices));
    let focused = state.cursor.focus == Pane::Prices && state.cursor.overlays.is_empty();
    let prices = &state.figures.prices;
    let note = words::count(prices.len(), "price");
    let inner = canvas.frame(area, "Prices, the most doubtful first", &note, focused);
    let rows: Vec<[String; 6]> =
        prices.iter().map(|price| texts(state, price, canvas.theme.glyphs.separator)).collect();
    let room = inner.width.saturating_sub(NAME_COLUMN + 1);
    let widths = widths(&rows, room.into());
    canvas.put(
        Canvas::row(inner, 0),
        NAME_COLUMN,
        &line(&HEADS.map(str::to_owned), &widths, canvas.theme),
        canvas.theme.quiet,
    );
    let about = service::rows(state, inner.width);
    let below = u16::try_from(about.len()).unwrap_or(u16::MAX);
    let below = if inner.height >= HEIGHT_WITH_SERVICE { below.min(inner.height / 2) } else { 0 };
    let rest = inner.height.saturating_sub(1);
    let body = Rect { y: inner.y + 1.min(inner.height), height: rest - below.min(rest), ..inner };
    let foot = Rect { y: body.bottom(), height: rest - body.height, ..inner };
    service::draw(&about, foot, canvas);
    let last = prices.len().saturating_sub(1);
    let cursor = state.cursor.price.min(last);
    let room = usize::from(body.height);
    let first = first_shown(cursor, prices.len(), room);
    for (row, place) in (0..).zip(first..prices.len().min(first + room)) {
        let area = Canvas::row(body, row);
        let theme = canvas.theme;
        canvas.put(area, NAME_COLUMN, &line(&rows[place], &widths, theme), theme.text);
        if let Some(series) =
            state.figures.board.offer(&prices[place].offer).and_then(|it| it.series)
        {
            canvas.put(area, 1, &ribbon::letter(series).to_string(), theme.series(series));
        }
        // Who says so, and its age: were the whole row in the colour of doubt, most of the screen would be.
        let before: usize =
            widths[1..DOUBT].iter().filter(|it| **it > 0).map(|it| it + GAP_CELLS).sum();
        let column = u16::try_from(widths[0] + before).unwrap_or(u16::MAX);
        let column = column.saturating_add(NAME_COLUMN);
        let doubt = columns_from(&rows[place], &widths, DOUBT, theme);
        canvas.put(area, column, &doubt, style(state, &prices[place], theme));
        if place == cursor {
            canvas.put(area, 0, canvas.theme.glyphs.cursor, canvas.theme.accent);
            let theme = canvas.theme;
            canvas.style(area, if focused { theme.selected } else { theme.selected_unfocused });
        }
    }
    more(first, prices.len().saturating_sub(first + room), area, canvas);
}

/// The texts of a row, left to right.
fn texts(state: &State, price: &Price, dot: &str) -> [String; 6] {
    let offer = state.figures.board.offer(&price.offer).map(names::short).unwrap_or_default();
    let own = |price: &Price| price.text.split(" / ").next().unwrap_or_default().to_owned();
    let age = match (&price.origin, price.origin.age_days(state.settings.today)) {
        (Origin::Own, _) => String::new(),
        (Origin::Source { .. }, None) => "undated".to_owned(),
        (Origin::Source { .. }, Some(days)) => format!("{} d", lines::count(days)),
    };
    [
        format!("{} {dot} {offer}", price.label),
        format!("{} {}", price.currency, own(price)),
        price.unit.clone(),
        price.share.map(words::share).unwrap_or_default(),
        confidence(&price.origin).to_owned(),
        age,
    ]
}

fn confidence(origin: &Origin) -> &'static str {
    match origin {
        Origin::Own => "your own",
        Origin::Source { confidence, .. } => confidence.name(),
    }
}

/// The widths of the columns. The first takes what the others leave.
fn widths(rows: &[[String; 6]], room: usize) -> [usize; 6] {
    let widest = |column: usize| {
        let texts = rows.iter().map(|row| cells(&row[column]));
        texts.max().unwrap_or(0).max(cells(HEADS[column]))
    };
    let mut widths = [0, 1, 2, 3, 4, 5].map(widest);
    widths[1] = widths[1].min(PRICE_CELLS_MAX);
    widths[2] = widths[2].min(UNIT_CELLS_MAX);
    // The share gives way first, then the age.
    for column in [3, 5] {
        let shown = widths[1..].iter().filter(|width| **width > 0);
        let others: usize = shown.map(|width| width + GAP_CELLS).sum();
        if room < others + NAME_CELLS {
            widths[column] = 0;
        }
    }
    let others = widths[1..].iter().filter(|width| **width > 0).map(|width| width + GAP_CELLS);
    widths[0] = widths[0].min(room.saturating_sub(others.sum()));
    widths
}

/// One row: the name on the left, figures on the right of their columns.
fn line(texts: &[String; 6], widths: &[usize; 6], theme: &Theme) -> String {
    let name = pad_right(&fit(&texts[0], widths[0], theme.glyphs.ellipsis), widths[0]);
    name + &columns_from(texts, widths, 1, theme)
}

/// The columns of a row from one on.
fn columns_from(texts: &[String; 6], widths: &[usize; 6], first: usize, theme: &Theme) -> String {
    let mut line = String::new();
    for (column, (text, width)) in texts.iter().zip(widths).enumerate().skip(first) {
        if *width > 0 {
            let is_figure = matches!(column, 1 | 3 | 5);
            let text = fit(text, *width, theme.glyphs.ellipsis);
            let text = if is_figure { pad_left(&text, *width) } else { pad_right(&text, *width) };
            line.push_str("  ");
            line.push_str(&text);
        }
    }
    line
}

fn style(state: &State, price: &Price, theme: &Theme) -> Style {
    let limit = i64::from(state.settings.profile.stale_after_days);
    let is_old = price.origin.age_days(state.settings.today).is_some_and(|days| days > limit);
    match &price.origin {
        Origin::Own => theme.accent,
        Origin::Source { confidence: Confidence::Official, .. } if !is_old => theme.text,
        Origin::Source { .. } => theme.unsure,
    }
}

/// The source of the price under the cursor, and the assumption taken.
pub(super) fn about(state: &State) -> String {
    let Some(price) = state.price() else { return String::new() };
    let source = match &price.origin {
        Origin::Own => "your own price".to_owned(),
        Origin::Source { title, url, dated, read, .. } => {
            let dated = dated.map_or_else(|| "undated".to_owned(), |day| format!("dated {day}"));
            format!("{title}, {dated}, read {read} · {url}")
        }
    };
    let readings =
        price.readings.iter().map(|(asks, answer)| format!(" · {}", words::answered(asks, answer)));
    format!("{source}{}", readings.collect::<String>())
}
