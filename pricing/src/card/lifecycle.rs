//! The stages of an overdue account, and the times at which bills exist: facts of the card that
//! change no price.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::number::unit::Length;
use crate::time::cycle::{Clock, Cycle};
use crate::time::period::{Period, instant};

/// One stage of an overdue account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stage {
    /// Its name: `overdue`, `suspended`, `released`…
    pub id: String,
    /// The length of time after the stage before at which it begins.
    pub after: Length,
    /// True if fees accrue in it.
    pub accrues: bool,
    /// The meaning for the user.
    pub says: String,
    /// The loss when it begins, if anything is lost.
    pub lost: Option<String>,
    /// The rule that states it.
    pub rule: String,
    /// True if the length is the account's own, so that the user may know better.
    pub varies: bool,
}

/// The time at which the bill of a cycle exists.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    /// The start of the cycle.
    pub from: DateTime<FixedOffset>,
    /// The end of the cycle.
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
    pub fn dated(
        &self,
        period: &Period,
        offset: FixedOffset,
    ) -> impl Iterator<Item = DatedBill> + use<> {
        self.dated_each(self.of, period, offset)
    }

    /// The bills of a period where one covers a cycle that was chosen: a prepaid year, say.
    pub(crate) fn dated_each(
        &self,
        cycle: Cycle,
        period: &Period,
        offset: FixedOffset,
    ) -> impl Iterator<Item = DatedBill> + use<> {
        let (prepaid, opens, closes) = (self.prepaid, self.opens.seconds(), self.closes.seconds());
        let clock = Clock::new(period, offset);
        let clock = if prepaid { clock } else { clock.of_calendar() };
        clock.turns(cycle).map(move |turn| {
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
