//! The steps of an evaluation, told as they are taken.
//!
//! On the hot path nobody listens: [`Quiet`] compiles to nothing. On demand the steps are a list, which
//! [`crate::explain`] puts into words.

use rust_decimal::Decimal;

use super::ResolvedRate;
use crate::charge::{Clamp, RoundMoney};
use crate::ratio::Ratio;
use crate::tiers::TierPart;
use crate::unit::TimeUnit;

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
    /// The sum of several cycles.
    Sum {
        amount: Option<Ratio>,
    },
    Groups {
        count: Ratio,
        amount: Option<Ratio>,
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
        amount: Option<Ratio>,
    },
    Bounded {
        clamp: Clamp,
        round: Option<RoundMoney>,
        amount: Ratio,
    },
    Cycles {
        count: Ratio,
    },
    /// What follows is under this price list, for so many seconds of the period.
    List {
        former: Option<usize>,
        seconds: i64,
    },
    /// The sum of the price lists.
    Lists {
        amount: Option<Ratio>,
    },
}

/// Who listens to the evaluation.
pub(crate) trait Trace {
    /// Does anybody listen?
    const LISTENS: bool;
    fn step(&mut self, build: impl FnOnce() -> Step);
}

/// Nobody.
pub(crate) struct Quiet;

impl Trace for Quiet {
    const LISTENS: bool = false;

    #[inline]
    fn step(&mut self, _: impl FnOnce() -> Step) {}
}

impl Trace for Vec<Step> {
    const LISTENS: bool = true;

    fn step(&mut self, build: impl FnOnce() -> Step) {
        self.push(build());
    }
}
