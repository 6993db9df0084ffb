//! Contents of one column: amounts, the total, and the differences.

use ratatui::style::Style;
use whatif_pricing::charge::Confidence;
use whatif_pricing::compare::{Cell, Difference};
use whatif_pricing::{Doubt, Places, Ratio, Spend, Spread, Total, written};

use crate::answer::{PriceDates, PricedOffer, price_dates};
use crate::explorer::state::{SideBySide, State};
use crate::explorer::theme::{Glyphs, Theme};
use crate::explorer::view::{lines, spread};
use crate::report::cells::{bar_cells, cells as cells_of};
use crate::report::{verdict, words};
use crate::scenario::OfferId;

/// A text and its style.
pub(super) type Text = (String, Style);

/// A row below the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sum {
    Total,
    Bar,
    Budget,
    Cheapest,
    CheapestPercent,
    Share,
    P5,
    P50,
    P95,
    Baseline,
    BaselinePercent,
    Prices,
    Dated,
}

/// The sums that are there before the items have all their rows. The first come first if room is
/// short.
const ESSENTIAL: [Sum; 7] =
    [Sum::Total, Sum::Cheapest, Sum::Prices, Sum::Share, Sum::Baseline, Sum::Budget, Sum::Dated];
/// The sums that come after the items.
const MORE: [Sum; 6] =
    [Sum::P50, Sum::P5, Sum::P95, Sum::Bar, Sum::CheapestPercent, Sum::BaselinePercent];
/// Columns as wide as this have percent beside the money.
const CELLS_WITH_PERCENT: u16 = 20;

impl Sum {
    /// The sums that there is something for, from top to bottom: the essential ones leave the items
    /// so many rows at least, the others only what the items do not need.
    ///
    /// The confidence and the age of the prices are among them if they have no rows of their own.
    pub(super) fn fitting(
        state: &State,
        (room, has_about): (u16, bool),
        items: (u16, u16),
        cells: u16,
    ) -> Vec<Self> {
        let (items_min, items_all) = items;
        let wanted = |sum: &Self| match sum {
            Self::Baseline => state.figures.baseline.is_some(),
            Self::Budget => state.figures.board.budget().is_some(),
            Self::CheapestPercent => cells < CELLS_WITH_PERCENT,
            Self::Share | Self::P5 | Self::P50 | Self::P95 => {
                state.scenario().inputs.workload.has_ranges()
            }
            Self::BaselinePercent => cells < CELLS_WITH_PERCENT && state.figures.baseline.is_some(),
            Self::Prices | Self::Dated => !has_about,
            Self::Total | Self::Bar | Self::Cheapest => true,
        };
        let first = usize::from(room.saturating_sub(items_min).max(1));
        let mut all: Vec<Self> = ESSENTIAL.into_iter().filter(wanted).take(first).collect();
        let more = usize::from(room.saturating_sub(items_all)).saturating_sub(all.len());
        all.extend(MORE.into_iter().filter(wanted).take(more));
        all.sort_unstable();
        all
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Total => "Total",
            Self::Bar | Self::CheapestPercent | Self::BaselinePercent => "",
            Self::Budget => "Budget",
            Self::Cheapest => "To cheapest",
            Self::Baseline => "To baseline",
            Self::Share => "Cheapest in",
            Self::P5 => "P5",
            Self::P50 => "P50",
            Self::P95 => "P95",
            Self::Prices => "Prices",
            Self::Dated => "Dated",
        }
    }

    pub(super) fn text(
        self,
        state: &State,
        side: &SideBySide,
        column: usize,
        cells: u16,
        theme: &Theme,
    ) -> Text {
        let shown = &side.comparison.columns[column];
        let higher = shown.to_cheapest.filter(|difference| !difference.is_zero());
        let changed = side.total_to_baseline(column);
        match self {
            Self::Total => total(side, column, theme),
            Self::Bar => (
                bar(side, column, cells, theme.glyphs),
                super::offer_of(state, side, column)
                    .map_or(theme.text, |offer| super::series(offer, theme)),
            ),
            Self::Budget => budget(super::offer_of(state, side, column), theme),
            Self::Cheapest if shown.is_cheapest => {
                (format!("cheapest {}", theme.glyphs.star), theme.cheaper)
            }
            Self::Cheapest if !shown.is_ranked => quiet("not ranked", theme.unsure),
            Self::Cheapest => difference(higher, cells, theme),
            Self::CheapestPercent => percent(higher, theme),
            Self::Share => {
                (spread::share(state, &side.offers[column]).unwrap_or_default(), theme.accent)
            }
            Self::P5 => percentile(state, side, column, |spread| spread.p5, theme),
            Self::P50 => percentile(state, side, column, |spread| spread.p50, theme),
            Self::P95 => percentile(state, side, column, |spread| spread.p95, theme),
            Self::Baseline if changed.is_some_and(|it| it.is_zero()) => {
                quiet("the same", theme.quiet)
            }
            Self::Baseline => difference(changed, cells, theme),
            Self::BaselinePercent => percent(changed.filter(|it| !it.is_zero()), theme),
            Self::Prices => prices(state, &side.offers[column], theme),
            Self::Dated => super::offer_of(state, side, column)
                .map_or_else(|| quiet("", theme.quiet), |offer| dated(state, offer, theme)),
        }
    }
}

/// The worst doubt about the prices, or who says so: the row below has their date, or that there is none.
pub(super) fn prices(state: &State, offer: &OfferId, theme: &Theme) -> Text {
    if let Some(doubted) = state.figures.badge(offer)
        && !matches!(doubted.doubt, Doubt::Old { .. } | Doubt::Undated { .. })
    {
        return (verdict::badge(doubted), theme.unsure);
    }
    let offer = state.figures.board.offer(offer);
    let figures = offer.and_then(PricedOffer::figures);
    let confidence = figures.and_then(|figures| figures.confidence);
    match confidence {
        Some(Confidence::Official) | None => quiet(Confidence::Official.name(), theme.quiet),
        Some(other) => quiet(other.name(), theme.unsure),
    }
}

/// The date of the oldest price that the total uses.
fn dated(state: &State, offer: &PricedOffer, theme: &Theme) -> Text {
    let (age, style) = age(state, offer, theme);
    match price_dates(offer) {
        PriceDates::Dated { oldest, .. } => (oldest.to_string(), style),
        PriceDates::Undated { .. } | PriceDates::Partly { .. } => (age, style),
    }
}

/// The age of the prices that the total uses.
pub(super) fn age(state: &State, offer: &PricedOffer, theme: &Theme) -> Text {
    let dates = price_dates(offer);
    let is_sure = matches!(dates, PriceDates::Dated { .. }) && !state.is_stale(offer);
    let style = if is_sure { theme.quiet } else { theme.unsure };
    (words::price_age(dates, state.settings.today), style)
}

/// The amount that so many of the samples cost at most, in the currency of the column.
fn percentile(
    state: &State,
    side: &SideBySide,
    column: usize,
    of: impl Fn(&Spread) -> Ratio,
    theme: &Theme,
) -> Text {
    let currency = side.comparison.columns[column].currency;
    let spread = state.spread_in(&side.offers[column], currency);
    let total = spread.map(|it| Total { amount: of(&it), complete: it.complete });
    let text = total.map_or_else(String::new, |total| bounded(total, theme.glyphs));
    (text, if spread.is_some_and(|it| it.complete) { theme.text } else { theme.unsure })
}

/// The amounts of a column, their points in one column.
pub(super) fn items(side: &SideBySide, column: usize, theme: &Theme) -> Vec<Text> {
    let cells = side.comparison.columns[column].cells.iter();
    let mut texts: Vec<Text> = cells.map(|cell| amount(cell.as_ref(), theme)).collect();
    texts.push(total(side, column, theme));
    aligned(&mut texts);
    texts.pop();
    texts
}

fn amount(cell: Option<&Cell>, theme: &Theme) -> Text {
    let Some(cell) = cell else { return quiet(theme.glyphs.unknown, theme.quiet) };
    match cell.amount {
        None => quiet("unpublished", theme.unsure),
        Some(amount) => {
            let total = Total { amount, complete: cell.complete };
            let style = if cell.complete { theme.text } else { theme.unsure };
            (bounded(total, theme.glyphs), style)
        }
    }
}

fn bounded(total: Total, glyphs: &Glyphs) -> String {
    lines::bounded(total, Places::AMOUNT, glyphs)
}

/// In the currency of the comparison; otherwise with the code of its own.
fn total(side: &SideBySide, column: usize, theme: &Theme) -> Text {
    let shown = &side.comparison.columns[column];
    let text = bounded(shown.total, theme.glyphs);
    let own = shown.currency != side.comparison.currency;
    let text = if own { format!("{} {text}", shown.currency) } else { text };
    let style = match shown.is_ranked {
        true if shown.is_cheapest => theme.cheaper,
        true => theme.total,
        false => theme.unsure,
    };
    (text, style)
}

/// As long as the total is of the largest; one cell at least.
fn bar(side: &SideBySide, column: usize, cells: u16, glyphs: &Glyphs) -> String {
    let shown = &side.comparison.columns[column];
    let largest = side.comparison.largest().filter(|largest| !largest.is_zero());
    let (Some(largest), true) = (largest, shown.currency == side.comparison.currency) else {
        return String::new();
    };
    glyphs.bar.repeat(bar_cells(shown.total.amount, largest, cells.into()))
}

fn budget(offer: Option<&PricedOffer>, theme: &Theme) -> Text {
    match offer.and_then(|offer| offer.spend) {
        Some(Spend::Exceeded { .. }) => (format!("{} over", theme.glyphs.up), theme.unsure),
        Some(Spend::Within { .. }) => quiet("within", theme.quiet),
        Some(Spend::Unknown | Spend::Barred) | None => quiet("not known", theme.unsure),
    }
}

/// Money, and percent where the column is wide enough.
fn difference(difference: Option<Difference>, cells: u16, theme: &Theme) -> Text {
    let Some(difference) = difference else { return quiet("", theme.quiet) };
    let (_, style) = lines::signed(difference.amount, theme);
    let plus = if difference.amount.is_negative() { "" } else { "+" };
    // Half a number is another number: without room it is in whole units.
    let forms = [Places::AMOUNT, Places { least: 0, most: 0 }];
    let mut texts = forms.map(|places| written(difference.amount, places)).into_iter();
    let fits = |text: &String| cells_of(text) <= usize::from(cells + 1);
    let text = texts.find(fits).unwrap_or_default();
    let percent = lines::percent(&difference);
    let beside = cells + 1 >= CELLS_WITH_PERCENT && !percent.is_empty();
    (if beside { format!("{plus}{text} {percent}") } else { format!("{plus}{text}") }, style)
}

fn percent(difference: Option<Difference>, theme: &Theme) -> Text {
    let text = difference.map(|difference| lines::percent(&difference));
    (text.unwrap_or_default(), theme.quiet)
}

/// Amounts in one column.
fn aligned(texts: &mut [Text]) {
    let mut amounts: Vec<String> = texts.iter().map(|(text, _)| text.clone()).collect();
    lines::aligned(&mut amounts);
    for ((text, _), amount) in texts.iter_mut().zip(amounts) {
        *text = amount;
    }
}

/// A text without a colour of its own.
fn quiet(text: &str, style: Style) -> Text {
    (text.to_owned(), style)
}
