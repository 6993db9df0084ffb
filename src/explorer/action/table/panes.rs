//! The actions of one pane each.

use crossterm::event::KeyCode;

use super::entry;
use crate::explorer::action::{Action, Entry, Pane, Place, key, letter, shift};

const USAGE: Place = Place::In(Pane::Usage);
const PROVIDERS: Place = Place::In(Pane::Providers);
const INVOICE: Place = Place::In(Pane::Invoice);
const COMPARE: Place = Place::In(Pane::Compare);
const SWEEP: Place = Place::In(Pane::Sweep);
const PRICES: Place = Place::In(Pane::Prices);
const LEVERS: Place = Place::In(Pane::Levers);

/// The rows of the panes.
pub(super) const PANES: &[Entry] = &[
    entry(
        Action::Decrease,
        &[key(KeyCode::Left), letter('h')],
        USAGE,
        "less",
        "One step less, or the choice before",
    ),
    entry(
        Action::Increase,
        &[key(KeyCode::Right), letter('l')],
        USAGE,
        "more",
        "One step more, or the next choice",
    ),
    entry(
        Action::DecreaseMuch,
        &[shift(KeyCode::Left), letter('H')],
        USAGE,
        "10 steps less",
        "Ten steps less, or one fine step where the slider has round values",
    ),
    entry(
        Action::IncreaseMuch,
        &[shift(KeyCode::Right), letter('L')],
        USAGE,
        "10 steps more",
        "Ten steps more, or one fine step where the slider has round values",
    ),
    entry(
        Action::ToSmallest,
        &[shift(KeyCode::Home)],
        USAGE,
        "smallest",
        "To the left end of the slider",
    ),
    entry(
        Action::ToLargest,
        &[shift(KeyCode::End)],
        USAGE,
        "largest",
        "To the right end of the slider; larger values can be typed",
    ),
    entry(Action::Halve, &[letter('[')], USAGE, "halve", "Half the value"),
    entry(Action::Double, &[letter(']')], USAGE, "double", "Twice the value"),
    entry(Action::TypeValue, &[key(KeyCode::Enter)], USAGE, "type", "Type a value: 100, 1.5k, 2M"),
    entry(
        Action::TypeFormula,
        &[letter('=')],
        USAGE,
        "formula",
        "Type a formula over other drivers: =secrets*3",
    ),
    entry(
        Action::Reset,
        &[letter('r'), key(KeyCode::Delete), key(KeyCode::Backspace)],
        USAGE,
        "reset",
        "Back to the default value, choice or reading",
    ),
    entry(
        Action::ToggleFavourite,
        &[letter('f')],
        PROVIDERS,
        "favourite",
        "Make the offer a favourite, which stands first in its group, or no longer",
    ),
    entry(
        Action::NextSort,
        &[letter('s')],
        PROVIDERS,
        "sort",
        "List the best offers, or all by total, provider or age",
    ),
    entry(
        Action::ShowInvoice,
        &[key(KeyCode::Enter), key(KeyCode::Right), letter('l')],
        PROVIDERS,
        "invoice",
        "Go to the offer's invoice",
    ),
    entry(
        Action::ShowProviders,
        &[key(KeyCode::Left), letter('h')],
        INVOICE,
        "providers",
        "Back to the offers",
    ),
    entry(
        Action::Explain,
        &[key(KeyCode::Enter)],
        INVOICE,
        "why",
        "Explain the line: how the amount came about, its rule and its source",
    ),
    entry(
        Action::TypePrice,
        &[letter('e')],
        INVOICE,
        "own price",
        "Type your own unit price for the line",
    ),
    entry(
        Action::SeekGoalHere,
        &[letter('=')],
        INVOICE,
        "goal",
        "Seek what makes the total an amount: 500, B to beat offer B, 500 by price, B by discount",
    ),
    entry(
        Action::ResetPrice,
        &[letter('r'), key(KeyCode::Delete), key(KeyCode::Backspace)],
        INVOICE,
        "card's price",
        "Back to the card's own price; takes a discount, mark-up or tax out",
    ),
    entry(
        Action::TypeDiscount,
        &[letter('d')],
        INVOICE,
        "discount",
        "Type a discount or mark-up in percent on the line: 10, or +5",
    ),
    entry(
        Action::CardBefore,
        &[key(KeyCode::Left), letter('h')],
        COMPARE,
        "offer before",
        "To the offer on the left",
    ),
    entry(
        Action::NextCard,
        &[key(KeyCode::Right), letter('l')],
        COMPARE,
        "next offer",
        "To the offer on the right",
    ),
    entry(
        Action::ExplainCell,
        &[key(KeyCode::Enter)],
        COMPARE,
        "why this amount",
        "Explain the line of the offer under the cursor, the largest where there are several",
    ),
    entry(
        Action::ProbeLess,
        &[key(KeyCode::Left), letter('h')],
        SWEEP,
        "cursor left",
        "Move the cursor to a smaller value: what every offer costs there",
    ),
    entry(
        Action::ProbeMore,
        &[key(KeyCode::Right), letter('l')],
        SWEEP,
        "cursor right",
        "Move the cursor to a larger value: what every offer costs there",
    ),
    entry(
        Action::ProbeMuchLess,
        &[shift(KeyCode::Left), letter('H')],
        SWEEP,
        "far left",
        "Move the cursor ten places to the left",
    ),
    entry(
        Action::ProbeMuchMore,
        &[shift(KeyCode::Right), letter('L')],
        SWEEP,
        "far right",
        "Move the cursor ten places to the right",
    ),
    entry(
        Action::TakeProbe,
        &[key(KeyCode::Enter)],
        SWEEP,
        "take",
        "Set the slider to the value under the cursor",
    ),
    entry(
        Action::UnpaidEarlier,
        &[key(KeyCode::Left), letter('h')],
        PRICES,
        "unpaid earlier",
        "Unpaid from: the day from which a bill stays unpaid and the account is overdue, one day back",
    ),
    entry(
        Action::UnpaidLater,
        &[key(KeyCode::Right), letter('l')],
        PRICES,
        "unpaid later",
        "Unpaid from: the day from which a bill stays unpaid and the account is overdue, one day on",
    ),
    entry(
        Action::CopySource,
        &[letter('o')],
        PRICES,
        "copy source",
        "Copy the address of the price's source",
    ),
    entry(
        Action::TakeLever,
        &[key(KeyCode::Enter)],
        LEVERS,
        "go there",
        "Go to the slider, take the choice or reading, or show the other plan",
    ),
    entry(
        Action::NarrowRange,
        &[letter('-'), key(KeyCode::Left), letter('h')],
        LEVERS,
        "narrower",
        "Move each driver by less, down to -10 % / +10 %",
    ),
    entry(
        Action::WidenRange,
        &[letter('+'), key(KeyCode::Right), letter('l')],
        LEVERS,
        "wider",
        "Move each driver by more, up to -90 % / +900 %",
    ),
    entry(
        Action::TypeRange,
        &[letter('=')],
        LEVERS,
        "range",
        "Type how far each driver is moved, in percent: -50,+100",
    ),
    entry(
        Action::ExplainPrice,
        &[key(KeyCode::Enter)],
        PRICES,
        "why this number",
        "Show how the price becomes an amount, with its rules and its source",
    ),
    entry(Action::TypePriceHere, &[letter('e')], PRICES, "own price", "Type a price of your own"),
];
