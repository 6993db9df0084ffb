//! The common part of the instruments' reports: the names of offers, and why a total is not known or not
//! ranked.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;
use whatif_pricing::sweep::Axis;
use whatif_pricing::{
    DriverId, Places, Preset, RateCard, Ratio, Total, Vocabulary, counted, instant, plain, written,
};

use super::layout::{Cell, Entry, Number, Show};
use super::words::{Audience, doubt};
use super::{names, notes as notes_words, words};
use crate::answer::doubt::doubts;
use crate::answer::instrument::{NoRate, Reason, Unranked};
use crate::answer::notes::{Note, notes};
use crate::answer::{Board, Concern, Doubt};
use crate::scenario::OfferId;

/// The reader of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// Someone at the command line: offers have their ids, and remedies are flags.
    CommandLine,
    /// Someone at the screen: offers have the shortest names that differ.
    Screen,
}

/// The names of some offers. Others have their ids.
#[derive(Clone, Debug)]
pub struct Names(BTreeMap<OfferId, String>);

impl Names {
    /// The names of these offers.
    #[must_use]
    pub fn new<'a>(
        board: &Board,
        offers: impl IntoIterator<Item = &'a OfferId>,
        voice: Voice,
    ) -> Self {
        let offers: Vec<&OfferId> = offers.into_iter().collect();
        let names = match voice {
            Voice::CommandLine => Vec::new(),
            Voice::Screen => {
                let priced: Vec<_> = offers.iter().filter_map(|id| board.offer(id)).collect();
                let ids = priced.iter().map(|offer| offer.id.clone());
                ids.zip(names::distinct(&priced)).collect()
            }
        };
        Self(names.into_iter().collect())
    }

    /// The name of an offer.
    #[must_use]
    pub fn of<'a>(&'a self, offer: &'a OfferId) -> &'a str {
        self.0.get(offer).map_or(offer.as_str(), String::as_str)
    }

    /// Several names in one: `A and B`.
    #[must_use]
    pub fn all(&self, offers: &[OfferId], join: &str) -> String {
        offers.iter().map(|offer| self.of(offer)).collect::<Vec<_>>().join(join)
    }
}

/// Says why a total is not known or not ranked.
#[must_use]
pub fn reason(board: &Board, reason: &Reason) -> String {
    let name = |card: &str| board.card(card).map_or_else(|| card.to_owned(), |card| card.name());
    match reason {
        Reason::Warning { card, is_companion, warning } => {
            let Some(card) = board.card(card).cloned() else { return name(card) };
            let concern = Concern::Invoice(*warning);
            doubt(&Doubt { card, is_companion: *is_companion, concern }, Audience::User)
        }
        Reason::CompanionRate { card, rate } => format!("{}: {}", name(card), no_rate(*rate)),
        Reason::Unranked(unranked) => self::unranked(board, unranked),
        Reason::Unpublished => "a price is unpublished".to_owned(),
        Reason::Usage(error) => error.to_string(),
        Reason::Rate(error) => error.to_string(),
    }
}

/// Says why an offer is compared with no other, without its name.
#[must_use]
pub fn unranked(board: &Board, why: &Unranked) -> String {
    match why {
        Unranked::Unpriced(fault) => format!("it cannot be priced: {fault}"),
        Unranked::NoRate(rate) => no_rate(*rate),
        Unranked::Ended => "the service has ended".to_owned(),
        Unranked::CannotDo(drivers) => format!("it {}", cannot_do(board, drivers)),
    }
}

fn cannot_do(board: &Board, drivers: &[DriverId]) -> String {
    let names = drivers.iter().map(|driver| &*vocabulary(board)[*driver].name);
    format!("cannot do {}", names.collect::<Vec<_>>().join(", "))
}

/// Says that an offer is not ranked, and why.
#[must_use]
pub fn standing(board: &Board, name: &str, why: &Unranked) -> String {
    match why {
        Unranked::Unpriced(fault) => format!("{name} cannot be priced: {fault}"),
        Unranked::NoRate(rate) => {
            format!("{name} is not in {}, for {}", rate.to, no_rate(*rate))
        }
        Unranked::Ended => format!("{name} is not ranked: the service has ended"),
        Unranked::CannotDo(drivers) => {
            format!("{name} {}, so it is not ranked", cannot_do(board, drivers))
        }
    }
}

/// Says that no rate leads to a currency, and how to give one.
pub(super) fn no_rate(rate: NoRate) -> String {
    words::no_rate(rate.from, rate.to)
}

/// The warnings of an offer's invoices.
#[must_use]
pub fn warnings(board: &Board, offer: &OfferId) -> Vec<String> {
    let doubts = board.offer(offer).map(|offer| doubts(board, offer, None, None));
    let doubts = doubts.unwrap_or_default().into_iter();
    doubts.filter(|it| it.concern.is_of_the_answer()).map(|it| doubt(&it, Audience::User)).collect()
}

/// The drivers of a board.
#[must_use]
pub fn vocabulary(board: &Board) -> &'static Vocabulary {
    board.inputs().workload.vocabulary()
}

/// The driver's value at a step.
#[must_use]
pub fn number(axis: &Axis, step: u64) -> String {
    quantity(axis.value(step))
}

/// A value of a driver.
#[must_use]
pub fn quantity(value: Decimal) -> String {
    written(Ratio::whole(value), Places::QUANTITY)
}

/// A value of a driver with its unit, such as `915 secrets`.
#[must_use]
pub fn with_unit(value: Decimal, unit: &str) -> String {
    counted(Ratio::whole(value), unit)
}

/// The decimal places of totals in one table: as everywhere, unless two that differ would read the same.
#[must_use]
pub fn places(totals: impl IntoIterator<Item = Option<Total>>) -> Places {
    let mut amounts: Vec<Ratio> = totals.into_iter().flatten().map(|it| it.amount).collect();
    amounts.sort_unstable();
    amounts.dedup();
    let texts = amounts.iter().map(|amount| written(*amount, Places::AMOUNT));
    let texts: Vec<String> = texts.collect();
    let alike = texts.windows(2).any(|pair| pair[0] == pair[1]);
    if alike { Places::PRICE } else { Places::AMOUNT }
}

/// A total with so many decimal places.
#[must_use]
pub fn total_cell(total: Option<Total>, places: Places) -> Cell {
    let Some(total) = total else { return Cell::None };
    let number = Number { value: total.amount, show: Show::Places(places) };
    if total.complete { Cell::Number(number) } else { Cell::AtLeast(number) }
}

/// The meaning of a range here.
pub const RANGES: &str = "a driver that is set to a range counts as its likely value";

/// The period, the day of the price lists and the preset.
#[must_use]
pub fn about<'a>(
    board: &Board,
    cards: impl IntoIterator<Item = &'a RateCard>,
    preset: Option<&Preset>,
) -> Vec<Entry> {
    let inputs = board.inputs();
    let mut about = super::about::period_of_all(&inputs.period, cards, inputs.as_of);
    about.extend(
        preset.map(|preset| Entry::new("Preset", &format!("{}: {}", preset.id, preset.says))),
    );
    about.extend(notes_words::entries(&of_board(board)));
    about
}

/// The notes about the offers that a board is about.
#[must_use]
pub fn of_board(board: &Board) -> Vec<Note> {
    notes(board, board.shown().map(|offer| &offer.id))
}

/// The period in JSON: from an instant up to, and not including, another.
#[derive(Debug, Serialize)]
pub struct PeriodJson {
    from: String,
    to: String,
}

impl PeriodJson {
    /// The period on the card's clock.
    #[must_use]
    pub fn new(board: &Board, card: &RateCard) -> Self {
        let window = board.inputs().period.window(card.offset);
        let at = |seconds| instant(seconds, card.offset).to_rfc3339();
        Self { from: at(window.from), to: at(window.to) }
    }
}

/// An offer's total in JSON.
#[derive(Debug, Serialize)]
pub struct TotalJson {
    card: String,
    /// As far as it is known. Null without an exact total in the currency.
    amount: Option<String>,
    complete: bool,
}

impl TotalJson {
    /// An offer's total.
    #[must_use]
    pub fn new(offer: &OfferId, total: Option<Total>) -> Self {
        Self {
            card: offer.to_string(),
            amount: total.map(|total| plain(total.amount)),
            complete: total.is_some_and(|total| total.complete),
        }
    }
}

/// A value in JSON.
#[must_use]
pub fn plain_value(value: Decimal) -> String {
    plain(Ratio::whole(value))
}
