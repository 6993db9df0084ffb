//! The steps of an evaluation, reported as they are taken.
//!
//! On the hot path nobody listens: [`Quiet`] compiles to nothing. On demand the steps are a list, which
//! [`crate::ask::explain`] puts into words.

use rust_decimal::Decimal;

use crate::card::charge::{Clamp, RoundMoney};
use crate::card::tiers::TierPart;
use crate::number::ratio::Ratio;
use crate::number::unit::TimeUnit;
use crate::rate::rated::ResolvedRate;

/// One step of the evaluation, with its figures.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Metered {
        quantity: Ratio,
    },
    Group {
        times: Ratio,
        of: Ratio,
        each: Ratio,
    },
    /// The part of a month's flow that falls in the period or in one cycle of it.
    Share {
        part: Ratio,
        quantity: Ratio,
    },
    /// The stock that a month's flow comes to, in months of each unit.
    Kept {
        months: Ratio,
        quantity: Ratio,
    },
    /// The sum of the lines that the charge reads.
    Lines {
        quantity: Ratio,
    },
    /// The amount beyond what is included for several lines together.
    Pool {
        amount: Ratio,
    },
    /// The sum of several cycles.
    Sum {
        amount: Ratio,
    },
    Groups {
        count: Ratio,
        amount: Ratio,
    },
    Allowed {
        included: Ratio,
        rest: Ratio,
        account: bool,
    },
    Quantized {
        minimum: Option<Decimal>,
        step: Option<Decimal>,
        billed: Ratio,
    },
    Nothing,
    Tier {
        part: TierPart,
    },
    Rated {
        billed: Ratio,
        rate: ResolvedRate,
        of: Ratio,
        per: Option<TimeUnit>,
        time: Ratio,
        amount: Ratio,
        /// Is the price of all of it published?
        complete: bool,
    },
    Bounded {
        clamp: Clamp,
        round: Option<RoundMoney>,
        amount: Ratio,
        /// Is it the most that is charged?
        most: bool,
    },
    Cycles {
        count: Ratio,
    },
    /// The steps that follow are under this price list, for so many seconds of the period.
    List {
        former: Option<usize>,
        seconds: i64,
        /// Is the charge in its trial?
        trial: bool,
    },
    /// The sum of the price lists.
    Lists {
        amount: Ratio,
    },
}

/// A listener to the evaluation.
pub(crate) trait Trace {
    /// Does anybody listen?
    const LISTENS: bool;
    /// Is a price that is not published counted as zero? Then an amount is its known part.
    const FILLS: bool = false;
    fn step(&mut self, build: impl FnOnce() -> Step);
}

/// Nobody.
pub(crate) struct Quiet;

impl Trace for Quiet {
    const LISTENS: bool = false;

    #[inline]
    fn step(&mut self, _: impl FnOnce() -> Step) {}
}

/// Nobody, with what is not published at zero: the way to the known part of an amount.
pub(crate) struct Filled;

impl Trace for Filled {
    const LISTENS: bool = false;
    const FILLS: bool = true;

    #[inline]
    fn step(&mut self, _: impl FnOnce() -> Step) {}
}

/// The steps as a list, with known parts.
impl Trace for Vec<Step> {
    const LISTENS: bool = true;
    const FILLS: bool = true;

    fn step(&mut self, build: impl FnOnce() -> Step) {
        self.push(build());
    }
}
