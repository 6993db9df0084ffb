//! A charge: one priced item of a card, one value on each axis.
//!
//! The axes are evaluated in one fixed order, by [`crate::Tariff`]: select → meter → scope → allow and
//! quantize → rate → time → clamp → round. This module says what the axes are; it computes nothing.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::card::choice::Choice;
use crate::card::tiers::Tier;
use crate::number::unit::{Length, TimeUnit};
use crate::time::cycle::Cycle;
use crate::usage::formula::Formula;
use crate::usage::workload::Workload;

/// The quantity and how it is read over time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Meter {
    /// A level, priced for as long as it is held, to the second.
    Held(Choice<Formula>),
    /// A flow, summed over each cycle.
    Used(Choice<Formula>, Cycle),
    /// The highest level in each cycle.
    Peak(Choice<Formula>, Cycle),
    /// The level at the end of each cycle.
    Snapshot(Choice<Formula>, Cycle),
    /// The level that so many per cent of the hours of each cycle do not exceed.
    Percentile(Choice<Formula>, Cycle, Decimal),
    /// The stock that grows from a flow: what is taken in is kept for a time.
    Kept(Choice<Formula>, Retention),
    /// The sum of what other charges of the card come to in each cycle.
    Lines(Choice<Formula>, OtherLines),
}

/// Other charges of a card.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OtherLines {
    /// Their places in the card.
    pub charges: Vec<usize>,
    /// The cycle in which they are added up: a month or the period.
    pub every: Cycle,
}

/// The time for which a flow is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Retention {
    /// Months after which it is gone.
    pub months: Formula,
    /// Months of them that cost nothing.
    pub free: Option<Formula>,
    /// Is the stock full as the period begins? Otherwise it begins empty.
    pub full: bool,
}

impl Retention {
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        std::iter::once(&self.months).chain(&self.free)
    }
}

impl Meter {
    /// The formula of the quantity, by the options it depends on.
    #[must_use]
    pub const fn quantity(&self) -> &Choice<Formula> {
        match self {
            Self::Held(formula)
            | Self::Used(formula, _)
            | Self::Peak(formula, _)
            | Self::Snapshot(formula, _)
            | Self::Percentile(formula, ..)
            | Self::Kept(formula, _)
            | Self::Lines(formula, _) => formula,
        }
    }

    /// Every formula in it.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let retention = match self {
            Self::Kept(_, retention) => Some(retention),
            Self::Held(_)
            | Self::Used(..)
            | Self::Peak(..)
            | Self::Snapshot(..)
            | Self::Percentile(..)
            | Self::Lines(..) => None,
        };
        self.quantity().all().into_iter().chain(retention.into_iter().flat_map(Retention::formulas))
    }
}

/// The groups in which a quantity is rounded, allowed for and rated before the sums are added.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scope {
    /// The number of groups; the quantity is spread evenly over them.
    pub groups: Formula,
    /// In whole units, the remainder one each to the first groups.
    pub whole: bool,
}

/// The rule that turns a quantity into the billed quantity. Zero stays zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantize {
    /// Anything above zero counts as at least this.
    pub minimum: Option<Decimal>,
    /// Up to the next multiple of this.
    pub step: Option<Decimal>,
}

/// The same by the options that it depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuantizeChoice {
    /// Anything above zero counts as at least this.
    pub minimum: Choice<Option<Decimal>>,
    /// Up to the next multiple of this.
    pub step: Choice<Option<Decimal>>,
}

impl Default for QuantizeChoice {
    fn default() -> Self {
        Self { minimum: Choice::Same(None), step: Choice::Same(None) }
    }
}

impl QuantizeChoice {
    /// The rule for the choices made.
    #[must_use]
    pub fn pick(&self, chosen: &[usize]) -> Quantize {
        Quantize { minimum: *self.minimum.pick(chosen), step: *self.step.pick(chosen) }
    }
}

/// The quantity that is included and not charged.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Allow {
    /// The included quantity.
    pub quantity: Choice<Formula>,
    /// Once for all groups together, before they are spread; otherwise in each group.
    pub account: bool,
    /// Taken off after quantizing; otherwise before.
    pub after_quantize: bool,
}

/// The first days of the period, in which nothing is charged or more is included.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trial {
    /// Its length in days. `None` for a choice that has no trial.
    pub days: Choice<Option<u32>>,
    /// The quantity that is included in it in place of the usual one. `None` if all is free.
    pub allow: Option<Choice<Formula>>,
}

impl Trial {
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.allow.iter().flat_map(Choice::all)
    }
}

/// The rule that turns the billed quantity into money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rate {
    /// Not published: why. Never zero.
    Unpublished(String),
    /// So much, whatever the quantity above zero.
    Flat(Choice<Option<Decimal>>),
    /// So much for each `of` units.
    PerUnit(Choice<Option<Decimal>>),
    /// Each unit at the price of the tier it falls in.
    Graduated(Vec<Tier>),
    /// All units at the price of the tier that the quantity reaches.
    Volume(Vec<Tier>),
}

/// A price: a rate, for so many units, for a length of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The rule that turns quantity into money.
    pub rate: Rate,
    /// The number of units the amounts are for, above zero.
    pub of: Choice<Decimal>,
    /// The unit of time the amounts are for. `None` if the quantity is a sum over time.
    pub per: Option<TimeUnit>,
    /// Does the choice made have this item at all? Where it does not, no price of the user's counts.
    pub applies: Choice<bool>,
}

/// The rule by which a part of the time is charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prorate {
    /// To the second; a quantity read each hour or day is charged for that hour or day.
    Exact,
    /// A held level is read as the highest of each clock hour, calendar day or calendar month, which counts whole.
    Started(Cycle),
    /// A held level is read at the end of each clock hour or calendar day, which counts whole.
    Completed(Cycle),
    /// Each unit is charged for each so long that it begins, counted from its creation or from the start of
    /// the period. Of a level that falls, the units created last go first.
    SinceCreation(Length),
    /// Prepaid terms of so many whole months from the start.
    WholeMonths {
        /// The months of a term.
        months: Choice<u32>,
        /// The months of the first term, if it is another: a least time for which one has to buy.
        first: Option<Choice<u32>>,
    },
    /// Prepaid cycles of a length of the source's own, from the start. What comes within one is charged for the
    /// rest of it, and the last one to its end.
    WholeCycles(Length),
}

/// The treatment of a month of which only a part lies in the period: of its allowance, its tiers,
/// its least amount, and a peak that is read once a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartMonth {
    /// They are given, and owed, whole in each month that the period touches.
    #[default]
    Whole,
    /// By the share of the month: it is priced as though its part were all of it, and counts for that part.
    Share,
}

/// The meaning of `per = "month"` when a part of a month is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MonthLength {
    /// The period's month: a calendar month's own length, else 30 days.
    Period,
    /// Always so many seconds.
    Seconds(i64),
}

/// Least and most for one cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clamp {
    /// Anything above zero costs at least this.
    pub minimum: Option<Decimal>,
    /// Nothing costs more than this.
    pub maximum: Option<Decimal>,
}

/// The rounding of an amount by the source itself, in one cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundMoney {
    /// Decimal places that stay.
    pub places: u32,
    /// Always up; otherwise half away from zero.
    pub up: bool,
}

/// One value on each axis.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Axes {
    /// Charged only while this is above zero.
    pub while_above_zero: Option<Formula>,
    /// The quantity over time.
    pub meter: Meter,
    /// The groups.
    pub scope: Option<Scope>,
    /// Minimum and step.
    pub quantize: QuantizeChoice,
    /// The included quantity.
    pub allow: Option<Allow>,
    /// The first days.
    pub trial: Option<Trial>,
    /// The price.
    pub price: Price,
    /// Parts of time.
    pub prorate: Choice<Prorate>,
    /// The length of a month.
    pub month: MonthLength,
    /// A month that the period cuts.
    pub part_month: PartMonth,
    /// Least and most.
    pub clamp: Clamp,
    /// Rounding that the source states.
    pub round: Option<RoundMoney>,
    /// The cycle in which a held level is settled.
    pub settle: Cycle,
}

impl Axes {
    /// Every formula in it.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let scope = self.scope.as_ref().map(|scope| &scope.groups);
        let allow = self.allow.iter().flat_map(|allow| allow.quantity.all());
        let trial = self.trial.iter().flat_map(Trial::formulas);
        self.meter.formulas().chain(&self.while_above_zero).chain(scope).chain(allow).chain(trial)
    }
}

impl Charge {
    /// The drivers that its amount depends on for this workload, and those that feed them.
    #[must_use]
    pub fn reads(&self, workload: &Workload) -> Vec<bool> {
        let mut reached = vec![false; workload.vocabulary().len()];
        for driver in self.axes.formulas().flat_map(Formula::drivers) {
            workload.feeds(driver, &mut reached);
        }
        reached
    }
}

/// The axes that a reading of the source changes; the rest stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AxesPatch {
    /// See [`Axes`].
    pub while_above_zero: Option<Formula>,
    /// See [`Axes`].
    pub meter: Option<Meter>,
    /// See [`Axes`].
    pub scope: Option<Scope>,
    /// See [`Axes`].
    pub quantize: Option<QuantizeChoice>,
    /// See [`Axes`].
    pub allow: Option<Allow>,
    /// See [`Axes`].
    pub trial: Option<Trial>,
    /// See [`Axes`].
    pub price: Option<Price>,
    /// See [`Axes`].
    pub prorate: Option<Choice<Prorate>>,
    /// See [`Axes`].
    pub month: Option<MonthLength>,
    /// See [`Axes`].
    pub part_month: Option<PartMonth>,
    /// See [`Axes`].
    pub clamp: Option<Clamp>,
    /// See [`Axes`].
    pub round: Option<RoundMoney>,
    /// See [`Axes`].
    pub settle: Option<Cycle>,
}

impl AxesPatch {
    /// Every formula in it.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let meter = self.meter.iter().flat_map(Meter::formulas);
        let scope = self.scope.iter().map(|scope| &scope.groups);
        let allow = self.allow.iter().flat_map(|allow| allow.quantity.all());
        let trial = self.trial.iter().flat_map(Trial::formulas);
        meter.chain(&self.while_above_zero).chain(scope).chain(allow).chain(trial)
    }

    /// The names of the axes it has a value for.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let all = [
            ("while", self.while_above_zero.is_some()),
            ("meter", self.meter.is_some()),
            ("scope", self.scope.is_some()),
            ("quantize", self.quantize.is_some()),
            ("allow", self.allow.is_some()),
            ("trial", self.trial.is_some()),
            ("price", self.price.is_some()),
            ("prorate", self.prorate.is_some()),
            ("month", self.month.is_some()),
            ("part-month", self.part_month.is_some()),
            ("clamp", self.clamp.is_some()),
            ("round", self.round.is_some()),
            ("settle", self.settle.is_some()),
        ];
        all.into_iter().filter(|(_, set)| *set).map(|(name, _)| name).collect()
    }

    /// Changes the axes it has a value for.
    pub fn apply(&self, axes: &mut Axes) {
        fn put<T: Clone>(value: Option<&T>, slot: &mut T) {
            if let Some(value) = value {
                *slot = value.clone();
            }
        }
        fn put_some<T: Clone>(value: Option<&T>, slot: &mut Option<T>) {
            if value.is_some() {
                *slot = value.cloned();
            }
        }
        put_some(self.while_above_zero.as_ref(), &mut axes.while_above_zero);
        put(self.meter.as_ref(), &mut axes.meter);
        put_some(self.scope.as_ref(), &mut axes.scope);
        put(self.quantize.as_ref(), &mut axes.quantize);
        put_some(self.allow.as_ref(), &mut axes.allow);
        put_some(self.trial.as_ref(), &mut axes.trial);
        put(self.price.as_ref(), &mut axes.price);
        put(self.prorate.as_ref(), &mut axes.prorate);
        put(self.month.as_ref(), &mut axes.month);
        put(self.part_month.as_ref(), &mut axes.part_month);
        put(self.clamp.as_ref(), &mut axes.clamp);
        put_some(self.round.as_ref(), &mut axes.round);
        put(self.settle.as_ref(), &mut axes.settle);
    }
}

/// The confidence in a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// Read on the vendor's own page.
    Official,
    /// Copied from the vendor's page by somebody, with a date.
    Transcribed,
    /// Somebody else's figure.
    ThirdParty,
    /// Not published.
    Unpublished,
}

impl Confidence {
    /// The spellings a card may use.
    pub const NAMES: [&str; 4] = ["official", "transcribed", "third-party", "unpublished"];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let all = [Self::Official, Self::Transcribed, Self::ThirdParty, Self::Unpublished];
        all.into_iter().find(|confidence| confidence.name() == text)
    }
}

/// One priced item of a card.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Charge {
    /// The name on the command line and in scenarios.
    pub id: String,
    /// The name on the invoice.
    pub label: String,
    /// The purpose that it pays for, in words shared by all cards, so that lines of different
    /// providers align.
    pub pays_for: String,
    /// The unit of the quantity, singular.
    pub unit: String,
    /// The rules of the source that it follows, by id.
    pub rules: Vec<String>,
    /// The confidence in the price, by the options it depends on.
    pub confidence: Choice<Confidence>,
    /// The source's place in the card, by the options it depends on.
    pub source: Choice<usize>,
    /// One value on each axis.
    pub axes: Axes,
}
