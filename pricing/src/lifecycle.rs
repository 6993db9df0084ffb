//! What happens when an account is overdue, and when bills exist: facts of the card that change no price.

use chrono::{DateTime, FixedOffset};

use crate::card::{RateCard, Selection};
use crate::cycle::{Clock, Cycle};
use crate::period::{Period, instant};
use crate::unit::Length;

/// One stage of an overdue account.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name: `overdue`, `suspended`, `released`…
    pub id: String,
    /// How long after the stage before it begins.
    pub after: Length,
    /// Whether fees accrue in it.
    pub accrues: bool,
    /// What it means for the user.
    pub says: String,
    /// What is lost when it begins, if anything.
    pub lost: Option<String>,
    /// The rule that states it.
    pub rule: String,
    /// Whether the length is the account's own, so that the user may know better.
    pub varies: bool,
}

/// A stage with its date.
#[derive(Clone, Debug)]
pub struct DatedStage<'a> {
    /// The stage.
    pub stage: &'a Stage,
    /// When it begins, on the card's clock.
    pub at: DateTime<FixedOffset>,
    /// Whether fees accrue in it under the readings taken.
    pub accrues: bool,
}

/// The stages of an account that is overdue from an instant on. `waits` replaces how long after the one
/// before it a stage begins, by the stage's place.
///
/// ```
/// use whatif_pricing::{Catalog, Selection, lifecycle::arrears};
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let overdue = "2026-03-05T00:00:00+08:00".parse().unwrap();
/// let stages = arrears(&card, &Selection::standard(&card), overdue, &[]).unwrap();
/// // suspended after 24 h, released 168 h after that
/// assert_eq!(stages.last().unwrap().at.to_rfc3339(), "2026-03-13T00:00:00+08:00");
/// ```
///
/// `None` where a date lies outside the calendar.
#[must_use]
pub fn arrears<'a>(
    card: &'a RateCard,
    selection: &Selection,
    overdue_at: DateTime<FixedOffset>,
    waits: &[(usize, Length)],
) -> Option<Vec<DatedStage<'a>>> {
    let mut at = overdue_at.with_timezone(&card.offset);
    let mut stages = Vec::with_capacity(card.lifecycle.len());
    for (place, stage) in card.lifecycle.iter().enumerate() {
        let wait = waits.iter().find(|(waiting, _)| *waiting == place);
        let after = wait.map_or(stage.after, |(_, length)| *length);
        at = at.checked_add_signed(chrono::TimeDelta::seconds(after.seconds()))?;
        stages.push(DatedStage { stage, at, accrues: accrues(card, selection, place) });
    }
    Some(stages)
}

/// Whether fees accrue in a stage under the readings taken.
fn accrues(card: &RateCard, selection: &Selection, place: usize) -> bool {
    let readings = card.assumptions.iter().zip(&selection.readings);
    let changed = readings
        .flat_map(|(assumption, reading)| &assumption.readings[*reading].accrues)
        .find(|(changed, _)| *changed == place);
    changed.map_or(card.lifecycle[place].accrues, |(_, accrues)| *accrues)
}

/// When the bill of a cycle exists.
#[derive(Clone, Debug)]
pub struct Bill {
    /// The cycle that one bill covers.
    pub of: Cycle,
    /// Paid at the start of the cycle, rather than billed after its end.
    pub prepaid: bool,
    /// The earliest, counted from the end of the cycle, or from its start where prepaid.
    pub opens: Length,
    /// The latest, counted likewise.
    pub closes: Length,
    /// In words.
    pub says: String,
    /// The rule that states it.
    pub rule: String,
}

/// One dated bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedBill {
    /// Where the cycle begins.
    pub from: DateTime<FixedOffset>,
    /// Where the cycle ends.
    pub to: DateTime<FixedOffset>,
    /// The earliest instant at which the bill exists.
    pub opens: DateTime<FixedOffset>,
    /// The latest.
    pub closes: DateTime<FixedOffset>,
}

impl Bill {
    /// The bills of a period, in order. Bills of a month follow the calendar, whatever the period; prepaid
    /// terms are counted from its start.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Period};
    /// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
    /// let bill = card.bill.as_ref().unwrap();
    /// let march = Period::month("2026-03").unwrap();
    /// let dated = bill.dated(&march, card.offset).next().unwrap();
    /// // from the start of the 3rd to the end of the 5th of the following month
    /// assert_eq!(dated.opens.to_rfc3339(), "2026-04-03T00:00:00+08:00");
    /// assert_eq!(dated.closes.to_rfc3339(), "2026-04-06T00:00:00+08:00");
    /// ```
    pub fn dated(&self, period: &Period, offset: FixedOffset) -> impl Iterator<Item = DatedBill> {
        let (prepaid, opens, closes) = (self.prepaid, self.opens.seconds(), self.closes.seconds());
        let clock = Clock::new(period, offset);
        let clock = if prepaid { clock } else { clock.of_calendar() };
        clock.turns(self.of).map(move |turn| {
            let base = if prepaid { turn.from } else { turn.to };
            DatedBill {
                from: instant(turn.from, offset),
                to: instant(turn.to, offset),
                opens: instant(base + opens, offset),
                closes: instant(base + closes, offset),
            }
        })
    }
}
