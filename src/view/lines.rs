//! Amounts and texts as several panes write them.

use whatif_pricing::charge::Confidence;
use whatif_pricing::compare::Difference;
use whatif_pricing::{Places, Ratio, Spend, Total, Warning, written};

use crate::board::Priced;
use crate::state::{BillRow, State};
use crate::theme::{Glyphs, Theme};
use crate::widget::text::cells;
use ratatui::style::Style;

/// An amount as it stands on the screen.
pub(super) fn amount(amount: Ratio) -> String {
    written(amount, Places::AMOUNT)
}

/// A whole number with its thousands separated.
pub(super) fn count(count: i64) -> String {
    written(Ratio::from(count), Places::QUANTITY)
}

/// A card's total with its companions, in its own currency; at least so much where a price is unpublished.
pub(super) fn total(priced: &Priced, glyphs: &Glyphs) -> String {
    let text = amount(priced.total.amount);
    if priced.total.complete { text } else { format!("{} {text}", glyphs.at_least) }
}

/// A card's total in the currency of the comparison; in its own, with the code, where no rate leads there.
pub(super) fn compared(priced: &Priced, glyphs: &Glyphs) -> String {
    let bounded = |total: Total| {
        let text = written(total.amount, Places { least: 2, most: 2 });
        if total.complete { text } else { format!("{} {text}", glyphs.at_least) }
    };
    let sign = if is_official(priced) { String::new() } else { format!("{} ", glyphs.third_party) };
    match priced.shown {
        Some(total) => format!("{sign}{}", bounded(total)),
        None => format!("{sign}{} {}", priced.card.currency, bounded(priced.total)),
    }
}

/// The same for large digits, which have signs of their own and no code.
pub(super) fn compared_digits(priced: &Priced) -> String {
    let total = priced.shown.unwrap_or(priced.total);
    let text = written(total.amount, Places { least: 2, most: 2 });
    let sign = if is_official(priced) { "" } else { "~" };
    let bound = if total.complete { "" } else { "≥" };
    format!("{sign}{bound}{text}")
}

/// No price in it is of a third party.
pub(super) fn is_official(priced: &Priced) -> bool {
    priced.confidence != Some(Confidence::ThirdParty)
}

/// What a card leaves out of the workload, or that it no longer exists, in words.
pub(super) fn left_out<'a>(
    state: &'a State,
    priced: &'a Priced,
) -> impl Iterator<Item = String> + 'a {
    priced.invoice.warnings.iter().filter_map(|warning| match warning {
        Warning::Ended { on } => Some(format!("ended on {on}")),
        Warning::CannotDo { driver, .. } => {
            let driver = &state.scenario.workload.vocabulary()[*driver];
            Some(format!("cannot do {}", driver.name))
        }
        _ => None,
    })
}

/// The name of a row of the bill.
pub(super) fn row_label(state: &State, row: BillRow) -> String {
    match row {
        BillRow::Line { card, charge } => {
            state.board.cards[card].card.charges[charge].label.clone()
        }
        BillRow::Adjusted { card, place } => {
            let priced = &state.board.cards[card];
            priced.invoice.adjustments[place].label(&priced.card)
        }
        BillRow::Section { card } => state.board.cards[card].card.name(),
    }
}

/// Its amount; none where the price is unpublished, and for the heading of a section its total.
pub(super) fn row_amount(state: &State, row: BillRow) -> Option<Ratio> {
    match row {
        BillRow::Line { card, charge } => state.board.cards[card].invoice.lines[charge].amount,
        BillRow::Adjusted { card, place } => {
            Some(state.board.cards[card].invoice.adjustments[place].amount)
        }
        BillRow::Section { card } => Some(state.board.cards[card].invoice.total),
    }
}

/// A change with its sign and the sign that stands beside its colour.
pub(super) fn change(difference: Ratio, theme: &Theme) -> (String, Style) {
    let text = amount(difference);
    if difference.is_negative() {
        (format!("{} {text}", theme.glyphs.down), theme.cheaper)
    } else {
        (format!("{} +{text}", theme.glyphs.up), theme.dearer)
    }
}

/// A difference with its sign, and its colour.
pub(super) fn signed(difference: Ratio, theme: &Theme) -> (String, Style) {
    let text = amount(difference);
    if difference.is_negative() {
        (text, theme.cheaper)
    } else {
        (format!("+{text}"), theme.dearer)
    }
}

/// A difference in percent with its sign; empty where there is none.
pub(super) fn percent(difference: &Difference) -> String {
    let percent = difference.percent.map(|percent| {
        let text = written(percent, Places { least: 1, most: 1 });
        if percent.is_negative() { format!("{text} %") } else { format!("+{text} %") }
    });
    percent.unwrap_or_default()
}

/// How a card's total stands to the budget, in words; none where there is none.
pub(super) fn budget(state: &State, card: usize) -> Option<String> {
    let display = state.scenario.display;
    let limit = written(state.board.budget?, Places { least: 0, ..Places::AMOUNT });
    let budget = format!("the budget of {display} {limit}");
    Some(match state.board.spend[card] {
        Some(Spend::Exceeded { by }) => format!("{} over {budget}", amount(by)),
        Some(Spend::Within { left }) => format!("{} within {budget}", amount(left)),
        Some(Spend::Unknown) => format!("may be over {budget}: a price is not known"),
        None => format!("no rate, so not held against {budget}"),
    })
}

/// Is a card's total above the budget, for sure?
pub(super) fn is_over_budget(state: &State, card: usize) -> bool {
    matches!(state.board.spend[card], Some(Spend::Exceeded { .. }))
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
