//! A charge with its choices made: all that its amount is computed from.

use crate::card::charge::{Clamp, MonthLength, PartMonth, Quantize, RoundMoney};
use crate::card::tiers::ResolvedTier;
use crate::number::ratio::Ratio;
use crate::number::unit::{Length, TimeUnit};
use crate::rate::stock::Stock;
use crate::time::cycle::{Clock, Cycle};
use crate::time::period::Window;
use crate::usage::formula::Formula;

use rust_decimal::Decimal;

/// A charge with its choices made.
#[derive(Clone, Debug)]
pub(crate) struct Rated {
    pub(crate) charge: usize,
    pub(super) quantity: Formula,
    pub(super) while_above_zero: Option<Formula>,
    pub(super) sampling: Sampling,
    pub(super) groups: Option<Groups>,
    pub(super) quantize: Quantize,
    pub(super) allow: Option<Allowed>,
    /// Without groups, allowance, quantizing and bounds: the quantity is rated as it is.
    pub(super) bare: bool,
    pub(super) rate: ResolvedRate,
    pub(super) of: Ratio,
    pub(super) per: Option<TimeUnit>,
    /// Is it in its trial?
    pub(super) trial: bool,
    /// Do the choices made have it?
    pub(super) applies: bool,
    pub(super) month: MonthLength,
    pub(super) part_month: PartMonth,
    pub(super) clamp: Clamp,
    pub(super) round: Option<RoundMoney>,
    /// Of a stock that grows from the quantity.
    pub(super) stock: Option<Box<Stock>>,
    /// Of a charge that reads other lines of the card.
    pub(super) shared: Option<Shared>,
    pub(super) steady: Vec<Share>,
    /// The weight of a level under this list in the mean of several: seconds held, or cycles.
    pub(super) weight: Ratio,
}

/// The lines of its card that a charge reads, and what it does with them.
#[derive(Clone, Debug)]
pub(super) enum Shared {
    /// Their sum is its quantity.
    Lines(Vec<CycleOfLines>),
    /// It is the last of them, and an amount is included for all of them together.
    Pool(Formula, Vec<CycleOfLines>),
    /// The charge is priced with the newest list of the period, and this is not it.
    Elsewhere,
}

/// Lines as they are in one cycle.
#[derive(Clone, Debug)]
pub(super) struct CycleOfLines {
    pub clock: Clock,
    /// Of each line its charge under each price list, with the time of the list.
    pub lines: Vec<Vec<(Window, Rated)>>,
}

/// The way in which the quantity is read over time: meter and pro-rating together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sampling {
    /// For as long as it is held; settled in cycles.
    Held(Cycle),
    /// The sum over each cycle.
    Sum(Cycle),
    /// The highest in each cycle.
    Highest(Cycle),
    /// The level at the end of each cycle.
    AtEnd(Cycle),
    /// Each unit by each so long that it begins, from its creation on.
    Lives(Length),
    /// The level that so many per cent of the hours of each cycle do not exceed.
    Percentile(Cycle, Decimal),
    /// The stock that grows from a flow.
    Kept,
    /// The sum of other lines in each cycle.
    Lines(Cycle),
}

impl Sampling {
    /// Do quantities of several times add up? Levels have a mean.
    pub(crate) const fn adds(self) -> bool {
        match self {
            Self::Sum(_) | Self::Kept | Self::Lines(_) => true,
            Self::Held(_)
            | Self::Highest(_)
            | Self::AtEnd(_)
            | Self::Lives(_)
            | Self::Percentile(..) => false,
        }
    }

    /// The cycle in which it is read and settled.
    pub(crate) const fn cycle(self) -> Cycle {
        match self {
            Self::Held(cycle)
            | Self::Sum(cycle)
            | Self::Highest(cycle)
            | Self::AtEnd(cycle)
            | Self::Percentile(cycle, _)
            | Self::Lines(cycle) => cycle,
            Self::Kept => Cycle::Period,
            Self::Lives(length) => Cycle::Every { seconds: length.seconds() },
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Groups {
    pub(super) count: Formula,
    pub(super) whole: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Allowed {
    pub(super) quantity: Formula,
    pub(super) account: bool,
    pub(super) after_quantize: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum ResolvedRate {
    Unpublished,
    Flat(Ratio),
    PerUnit(Ratio),
    Graduated(Vec<ResolvedTier>),
    Volume(Vec<ResolvedTier>),
}

/// A length of time in the price's unit, and what one unit of quantity costs for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timed {
    pub time: Ratio,
    /// `price × time ÷ of` for a price per unit; the division comes last.
    pub unit: Ratio,
}

/// Cycles of a steady workload that cost the same.
#[derive(Clone, Debug)]
pub(super) struct Share {
    /// Number of cycles, in fractions where the price list changes within one. `None` for one.
    pub(super) count: Option<Ratio>,
    /// The part of a month's flow that falls in each; 1 for a level.
    pub(super) part: Ratio,
    /// The same of a flow that is spread over the time of the period, if that is another part.
    pub(super) by_time: Option<Ratio>,
    /// The time that each is charged for.
    pub(super) time: Timed,
}

impl Rated {
    pub(crate) const fn sampling(&self) -> Sampling {
        self.sampling
    }

    pub(crate) const fn quantity(&self) -> &Formula {
        &self.quantity
    }

    /// The length that the charge gives its month, if it does not follow the period's.
    pub(crate) const fn own_month_seconds(&self) -> Option<i64> {
        match self.month {
            MonthLength::Period => None,
            MonthLength::Seconds(seconds) => Some(seconds),
        }
    }
}
