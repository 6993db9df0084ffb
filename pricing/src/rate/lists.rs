//! Price lists: which is in force when, and a period in which it changes.

use chrono::NaiveDate;

use crate::card::charge::Charge;
use crate::card::rate_card::RateCard;
use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::warning::Warning;
use crate::time::cycle::{Clock, Cycle, Turn};
use crate::time::period::{Window, midnight};

/// A price list that prices a period, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceList {
    /// The part of the period that it prices.
    pub window: Window,
    /// Its place among the card's former lists; none for the present one.
    pub former: Option<usize>,
    /// The day from which it was in force. `None` if that is not known.
    pub effective_from: Option<NaiveDate>,
}

/// A stretch of the period and the list in force in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub window: Window,
    pub former: Option<usize>,
}

/// The lists in force in the period, in order of time; or the one of a day, for the whole of it.
pub(super) fn stretches(card: &RateCard, clock: Clock, as_of: Option<NaiveDate>) -> Vec<Stretch> {
    if let Some(day) = as_of {
        let at = midnight(day, card.offset);
        let day = clock.over(Window { from: at, to: at + 1 });
        let former = stretches(card, day, None)[0].former;
        return vec![Stretch { window: clock.window, former }];
    }
    let mut found = Vec::new();
    let mut to = clock.window.to;
    let mut lists = lists(card).peekable();
    while let Some((former, from)) = lists.next() {
        let oldest = lists.peek().is_none();
        let from = from.map_or(i64::MIN, |day| midnight(day, card.offset));
        // Before the oldest list nothing is known: it stands in, and a warning says so.
        let from = if oldest { clock.window.from } else { from.max(clock.window.from) };
        if from < to {
            found.push(Stretch { window: Window { from, to }, former });
            to = from;
        }
    }
    found.reverse();
    found
}

/// The same stretches, divided at these instants.
pub(super) fn divided(stretches: &[Stretch], mut at: Vec<i64>) -> Vec<Stretch> {
    at.sort_unstable();
    at.dedup();
    let parts = |stretch: &Stretch| {
        let Window { from, to } = stretch.window;
        let inside = at.iter().copied().filter(move |at| from < *at && *at < to);
        let ends: Vec<i64> = inside.chain(std::iter::once(to)).collect();
        let starts = std::iter::once(from).chain(ends.clone());
        let windows = starts.zip(ends).map(|(from, to)| Window { from, to });
        windows.map(|window| Stretch { window, ..*stretch }).collect::<Vec<_>>()
    };
    stretches.iter().flat_map(parts).collect()
}

/// Every list with its first day, the present one first.
fn lists(card: &RateCard) -> impl Iterator<Item = (Option<usize>, Option<NaiveDate>)> {
    let former = card.former.iter().enumerate().map(|(place, list)| (Some(place), list.from));
    std::iter::once((None, card.effective_from)).chain(former)
}

/// Finds the warnings about the lists, whatever the workload.
pub(super) fn warnings(
    card: &RateCard,
    stretches: &[Stretch],
    as_of: Option<NaiveDate>,
) -> Vec<Warning> {
    let mut found = Vec::new();
    let first_day = as_of.map_or(stretches[0].window.from, |day| midnight(day, card.offset));
    let last_day = as_of.map_or_else(
        || stretches.last().map_or(first_day, |stretch| stretch.window.to - 1),
        |day| midnight(day, card.offset),
    );
    let oldest = lists(card).last().and_then(|(_, from)| from);
    if let Some(on) = oldest.filter(|oldest| first_day < midnight(*oldest, card.offset)) {
        found.push(Warning::BeforeFirstList { on });
    }
    // A list without a day of its own is known from the day that its source carries. If somebody asks for the
    // prices of a day, a source without a date is known from the day on which it was read.
    let known_from = card.dated();
    let has_no_day = card.former.is_empty() && card.effective_from.is_none();
    let is_known_from = has_no_day && (card.is_dated() || as_of.is_some());
    if is_known_from && last_day < midnight(known_from, card.offset) {
        found.push(Warning::EarlierPeriod { on: known_from });
    }
    if let [Stretch { former: Some(former), .. }] = stretches {
        found.push(Warning::FormerList { former: *former });
    }
    for stretch in stretches.iter().skip(1) {
        let from = stretch.former.map_or(card.effective_from, |former| card.former[former].from);
        found.extend(from.map(|on| Warning::ListChange { on }));
    }
    if let Some(on) = card.ended.filter(|ended| last_day >= midnight(*ended, card.offset)) {
        found.push(Warning::Ended { on });
    }
    found
}

/// The charges of a list: those of the card, with what was different.
pub(super) fn charges(card: &RateCard, former: Option<usize>) -> Vec<Charge> {
    let mut charges = card.charges.clone();
    // From the newest to the oldest: each says what was different from the one after it.
    let until = former.map_or(0, |former| former + 1);
    for list in &card.former[..until] {
        for (place, patch) in &list.charges {
            patch.apply(&mut charges[*place].axes);
        }
    }
    charges
}

/// The share of a cycle for which a part's list counts; a prepaid term is bought under one list.
pub(super) fn weight(
    cycle: Cycle,
    turn: Turn,
    window: Window,
    part: Window,
) -> Result<Ratio, OutOfRange> {
    let turn = turn.clipped(window);
    if let Cycle::Term { .. } | Cycle::Every { .. } = cycle {
        let bought_here = (part.from..part.to).contains(&turn.from);
        return Ok(if bought_here { Ratio::ONE } else { Ratio::ZERO });
    }
    let seconds = turn.to.min(part.to) - turn.from.max(part.from);
    if seconds == turn.seconds() {
        return Ok(Ratio::ONE);
    }
    Ratio::of(seconds.max(0), turn.seconds())
}
