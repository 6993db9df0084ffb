//! Amounts and texts as several panes write them.

use whatif_pricing::charge::Confidence;
use whatif_pricing::compare::Difference;
use whatif_pricing::{Currency, Places, Ratio, Spend, Total, Warning, written};

use super::bill;
use super::canvas::Canvas;
use crate::answer::board::{OfferFigures, PricedOffer};
use crate::explorer::state::{BillRow, State};
use crate::explorer::theme::{Glyphs, Theme};
use crate::report::cells::cells;
use crate::report::words;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// An amount as it stands on the screen.
pub(super) fn amount(amount: Ratio) -> String {
    written(amount, Places::AMOUNT)
}

/// A whole number with its thousands separated.
pub(super) fn count(count: i64) -> String {
    written(Ratio::from(count), Places::QUANTITY)
}

/// The total in the currency of the comparison with its code, or in the card's own if there is no rate.
pub(super) fn shown(state: &State, offer: &PricedOffer) -> (Currency, Total) {
    match offer.shown() {
        Some(total) => (state.figures.board.inputs().display, total),
        None => (offer.currency, offer.total().unwrap_or_default()),
    }
}

/// The same in one text.
pub(super) fn total(state: &State, offer: &PricedOffer, glyphs: &Glyphs) -> String {
    let (currency, total) = shown(state, offer);
    format!("{currency} {}", bounded(total, Places::AMOUNT, glyphs))
}

/// A total: at least so much if a price is missing.
pub(super) fn bounded(total: Total, places: Places, glyphs: &Glyphs) -> String {
    glyphs.plain(&words::total_in(total, places)).into_owned()
}

/// A total in large digits, which have no room for a blank.
pub(super) fn digits(total: Total, places: Places) -> String {
    words::total_in(total, places).replace(' ', "")
}

/// Says what an offer leaves out of the workload, or that its service has ended.
pub(super) fn left_out(state: &State, offer: &PricedOffer) -> Vec<String> {
    let vocabulary = state.scenario().inputs.workload.vocabulary();
    let warnings = offer.invoice().map(|invoice| &invoice.warnings[..]).unwrap_or_default();
    let ended = warnings.iter().filter_map(|warning| {
        if let Warning::Ended { on } = warning { Some(format!("ended on {on}")) } else { None }
    });
    let lacking = warnings.iter().filter_map(|warning| {
        let Warning::CannotDo { driver, .. } = warning else { return None };
        Some(&*vocabulary[*driver].name)
    });
    ended.chain(lacking.map(|name| format!("cannot do {name}"))).collect()
}

/// An offer's total in the currency of the comparison, or in its own with the code if there is no rate.
pub(super) fn compared(offer: &PricedOffer, glyphs: &Glyphs) -> String {
    let Some(figures) = offer.figures() else { return glyphs.unknown.to_owned() };
    let text = |total| bounded(total, Places::AMOUNT, glyphs);
    match figures.shown {
        Some(total) => text(total),
        None => format!("{} {}", offer.currency, text(figures.total)),
    }
}

/// The same in large digits, which have signs of their own and no currency.
pub(super) fn compared_digits(offer: &PricedOffer) -> String {
    let Some(figures) = offer.figures() else { return String::new() };
    let sign = if is_official(figures) { "" } else { "~" };
    let total = figures.shown.unwrap_or(figures.total);
    format!("{sign}{}", digits(total, Places::AMOUNT))
}

/// Returns whether no price of the invoice is a third party's.
pub(super) fn is_official(figures: &OfferFigures) -> bool {
    figures.confidence != Some(Confidence::ThirdParty)
}

/// The name of a row of the bill.
pub(super) fn row_label(state: &State, row: &BillRow) -> String {
    let Some(part) = state.selected().part(row.card()) else { return String::new() };
    match row {
        BillRow::Line { charge, .. } => part
            .card
            .charge(charge)
            .map_or_else(|_| charge.clone(), |place| part.card.charges[place].label.clone()),
        BillRow::Adjusted { of, .. } => {
            bill::adjusted(part, of).map_or_else(String::new, |adjusted| adjusted.label(&part.card))
        }
        BillRow::Section { .. } => part.card.name(),
        BillRow::Folded { count, .. } => {
            format!("{} at {}", words::count(*count, "line"), amount(Ratio::ZERO))
        }
    }
}

/// The amount of a row, or the total of a section, in the currency of the shown total. `None` if the price is
/// unpublished.
pub(super) fn row_amount(state: &State, row: &BillRow) -> Option<Ratio> {
    let part = state.selected().part(row.card())?;
    let amount = match row {
        BillRow::Line { charge, .. } => bill::line(part, charge)?.amount,
        BillRow::Adjusted { of, .. } => Some(bill::adjusted(part, of)?.amount),
        BillRow::Section { .. } => Some(part.invoice.total),
        BillRow::Folded { .. } => None,
    };
    amount.map(|amount| state.in_shown(row, amount))
}

/// A change with its sign and the sign that stands beside its colour.
pub(super) fn change(difference: Ratio, theme: &Theme) -> (String, Style) {
    let text = amount(difference);
    if difference.is_negative() {
        (format!("{} {text}", theme.glyphs.down), theme.cheaper)
    } else {
        (format!("{} +{text}", theme.glyphs.up), theme.higher)
    }
}

/// A difference with its sign, and its colour.
pub(super) fn signed(difference: Ratio, theme: &Theme) -> (String, Style) {
    let text = amount(difference);
    if difference.is_negative() {
        (text, theme.cheaper)
    } else {
        (format!("+{text}"), theme.higher)
    }
}

/// A difference in percent with its sign. Empty if there is none.
pub(super) fn percent(difference: &Difference) -> String {
    let percent = difference.percent.map(|percent| {
        let text = written(percent, Places { least: 1, most: 1 });
        if percent.is_negative() { format!("{text} %") } else { format!("+{text} %") }
    });
    percent.unwrap_or_default()
}

/// Says how an offer's total stands to the budget. `None` without a budget.
pub(super) fn budget(state: &State, offer: &PricedOffer) -> Option<String> {
    let display = state.figures.board.inputs().display;
    let limit = written(state.figures.board.budget()?, Places { least: 0, ..Places::AMOUNT });
    let budget = format!("the budget {limit}");
    Some(match offer.spend {
        Some(Spend::Exceeded { by }) => format!("{} over {budget}", amount(by)),
        Some(Spend::Within { left }) => format!("{} left of {budget}", amount(left)),
        Some(Spend::Unknown) => format!("may be over {budget}: a price is not known"),
        Some(Spend::Barred) => format!("may be over {budget}: a vendor's limit is exceeded"),
        None => format!("no rate to {display}, so not held against {budget}"),
    })
}

/// Returns whether an offer's total is known to exceed the budget.
pub(super) fn is_over_budget(offer: &PricedOffer) -> bool {
    matches!(offer.spend, Some(Spend::Exceeded { .. }))
}

/// Pads amounts on the right so that their decimal points stand in one column when aligned right.
pub(super) fn aligned(amounts: &mut [String]) {
    let tail = |text: &str| text.find('.').map_or(0, |at| text.len() - at);
    let longest = amounts.iter().map(|text| tail(text)).max().unwrap_or(0);
    for text in amounts {
        let missing = longest - tail(text);
        text.extend(std::iter::repeat_n(' ', missing));
    }
}

/// Breaks a text into rows at blanks.
pub(super) fn wrapped(text: &str, width: u16) -> Vec<String> {
    let width = usize::from(width.max(1));
    let mut rows: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let row = rows.last_mut().expect("there is a first row");
        let blank = usize::from(!row.is_empty());
        if cells(row) + blank + cells(word) <= width {
            if blank == 1 {
                row.push(' ');
            }
            row.push_str(word);
        } else {
            if !row.is_empty() {
                rows.push(String::new());
            }
            broken(word, width, &mut rows);
        }
    }
    rows
}

/// Puts rows of text into an area. Where some have no room, the last row says that it goes on.
pub(super) fn put_rows(rows: &[(String, Style)], area: Rect, canvas: &mut Canvas<'_>) {
    let ellipsis = canvas.theme.glyphs.ellipsis;
    let room = usize::from(area.height);
    for (row, (text, style)) in (0..area.height).zip(rows) {
        let goes_on = rows.len() > room && usize::from(row) + 1 == room;
        let text = if goes_on { format!("{text} {ellipsis}") } else { text.clone() };
        canvas.put(Canvas::row(area, row), 0, &text, *style);
    }
}

/// Puts a word into the last row, and what is longer than a row into rows of its own.
fn broken(word: &str, width: usize, rows: &mut Vec<String>) {
    for letter in word.chars() {
        let row = rows.last_mut().expect("there is a row");
        if !row.is_empty() && cells(row) + cells(letter.encode_utf8(&mut [0; 4])) > width {
            rows.push(String::new());
        }
        rows.last_mut().expect("there is a row").push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_points_stand_in_one_column() {
        let mut amounts = ["4.50".to_owned(), "0.026".to_owned(), "—".to_owned()];
        aligned(&mut amounts);
        assert_eq!(amounts, ["4.50 ", "0.026", "—    "]);
    }

    #[test]
    fn texts_break_at_blanks() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("", 7), [""]);
        assert_eq!(wrapped("to https://x.y/z on", 8), ["to", "https://", "x.y/z on"]);
    }
}
