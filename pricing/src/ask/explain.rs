//! Explanations: the steps of one amount in words, from the same evaluation that computes it.
//!
//! The evaluation tells its steps as it takes them; here they are put into words.

mod plain;
mod sampled;

use std::cell::Cell;

use crate::card::rate_card::{RateCard, Rule, Source};
use crate::number::money::{Places, written};
use crate::number::ratio::Ratio;
use crate::number::unit::{TimeUnit, counted};
use crate::rate::error::RateError;
use crate::rate::line::Line;
use crate::rate::rated::{ResolvedRate, Sampling};
use crate::rate::tariff::Tariff;
use crate::rate::trace::Step;
use crate::time::cycle::Cycle;
use crate::usage::inputs::Usage;
use crate::usage::value::Value;
use crate::usage::workload::Workload;

use plain::{
    bounded_words, is_whole, is_whole_days, kept_words, plain, quantized_words, tier_price,
};

/// One step in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedStep {
    /// The axis: `metered`, `quantized`, `allowance`, `rated`…
    pub axis: &'static str,
    /// The words for what happens.
    pub says: String,
    /// The result of the step; empty if the words say it.
    pub result: String,
}

/// The account of how an amount came about.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    /// The charge's label.
    pub label: &'a str,
    /// The steps in order.
    pub steps: Vec<ExplainedStep>,
    /// The rules of the source that the charge follows.
    pub rules: Vec<&'a Rule>,
    /// The readings of those rules that were taken: question and answer.
    pub readings: Vec<(&'a str, &'a str)>,
    /// The source of the price.
    pub source: &'a Source,
    /// The line that was explained.
    pub line: Line,
}

impl Tariff {
    /// Explains one line for a steady workload.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Period, Selection, Tariff, Vocabulary, Workload};
    /// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
    /// let selection = Selection::standard(&card);
    /// let month = Period::standard_month("2026-06-01".parse().unwrap());
    /// let tariff = Tariff::new(&card, &selection, month).unwrap();
    /// let workload = Workload::standard(Vocabulary::standard());
    /// let explanation = tariff.explain(1, &workload, &selection).unwrap();
    /// let last = explanation.steps.last().unwrap();
    /// assert_eq!(last.says, "60,000 ÷ 10,000 calls × 0.05");
    /// assert_eq!(last.result, "USD 0.30");
    /// ```
    pub fn explain(
        &self,
        charge: usize,
        workload: &Workload,
        selection: &crate::card::rate_card::Selection,
    ) -> Result<Explanation<'_>, ExplainError> {
        let usage = workload.usage(self.period_terms())?;
        let usage = self.derived(&usage)?;
        let mut steps: Vec<Step> = Vec::new();
        let line = self.trace(charge, &usage, &mut steps)?;
        let card: &RateCard = self.card();
        let entry = &card.charges[charge];
        let (part, missing) = (Cell::default(), Cell::default());
        let words = Words { tariff: self, charge, usage: &usage, workload, part, missing };
        let rules = entry.rules.iter().filter_map(|id| card.rule(id)).collect();
        let asked = card.assumptions.iter().zip(&selection.readings);
        let readings = asked
            .filter(|(assumption, _)| entry.rules.contains(&assumption.rule))
            .map(|(assumption, at)| (&*assumption.asks, &*assumption.readings[*at].named.label))
            .collect();
        Ok(Explanation {
            label: &entry.label,
            steps: steps.iter().flat_map(|step| words.step(step)).collect(),
            rules,
            readings,
            source: &card.sources[*entry.source.pick(&selection.options)],
            line,
        })
    }

    /// The calculation of a line in a few words, such as `100 × 0.40 / month × 30 of 30 d`.
    #[must_use]
    pub fn calculation(&self, charge: usize, usage: &Usage) -> String {
        let mut steps: Vec<Step> = Vec::new();
        let traced = self.derived(usage).and_then(|it| self.trace(charge, &it, &mut steps));
        if traced.is_err() {
            return String::new();
        }
        let mut parts: Vec<String> = Vec::new();
        let mut times = Ratio::ONE;
        for step in &steps {
            match step {
                Step::Group { times: groups, .. } => times = *groups,
                Step::Rated { .. } if times == Ratio::ONE => {
                    parts.push(self.rated_words(charge, step));
                }
                Step::Rated { .. } => {
                    parts.push(format!("{} × ({})", plain(times), self.rated_words(charge, step)));
                }
                Step::Pool { .. } => parts.push("less what is included".to_owned()),
                Step::Cycles { count } if is_whole(*count) => {
                    parts.push(format!("each of {} cycles", plain(*count)));
                }
                Step::Cycles { count } => {
                    if let Some(last) = parts.last_mut() {
                        *last = format!("{} of ({last})", plain(*count));
                    }
                }
                Step::Metered { .. }
                | Step::Share { .. }
                | Step::Kept { .. }
                | Step::Lines { .. }
                | Step::Bounded { .. }
                | Step::List { .. }
                | Step::Lists { .. }
                | Step::Sum { .. }
                | Step::Groups { .. }
                | Step::Allowed { .. }
                | Step::Quantized { .. }
                | Step::Nothing
                | Step::Tier { .. } => {}
            }
        }
        if parts.is_empty() {
            return "nothing to charge".to_owned();
        }
        parts.join(" + ").replace(" + less", ", less")
    }

    fn rated_words(&self, charge: usize, step: &Step) -> String {
        let Step::Rated { billed, rate, of, per, time, .. } = step else { return String::new() };
        let unit = &self.card().charges[charge].unit;
        let price = |amount: &Ratio| written(*amount, Places::PRICE);
        let quantity = written(*billed, Places::QUANTITY);
        let priced = match rate {
            ResolvedRate::Unpublished => {
                return format!("{} × price unpublished", counted(*billed, unit));
            }
            ResolvedRate::Flat(amount) => price(amount),
            ResolvedRate::PerUnit(amount) if *of == Ratio::ONE => {
                format!("{quantity} × {}", price(amount))
            }
            ResolvedRate::PerUnit(amount) => {
                format!("{quantity} ÷ {} × {}", counted(*of, unit), price(amount))
            }
            ResolvedRate::Graduated(_) => format!("{quantity} in tiers"),
            ResolvedRate::Volume(_) => format!("{quantity} at the tier's price"),
        };
        match per {
            None => priced,
            Some(per) => format!("{priced} / {per} × {}", self.time_words(charge, *time, *per)),
        }
    }

    /// A length of time as the charge counts it: `30 days`, `17 of 31 days`, `2,746 s of 3,600`.
    fn time_words(&self, charge: usize, time: Ratio, per: TimeUnit) -> String {
        let sampling = self.rated(charge).sampling();
        let month = self.month_seconds(charge);
        let per_seconds = match per {
            TimeUnit::Second => Some(1),
            TimeUnit::Hour => Some(crate::number::unit::HOUR_SECONDS),
            TimeUnit::Day => Some(crate::number::unit::DAY_SECONDS),
            TimeUnit::Month => month,
        };
        // A stretch of several months has no month of which it would be a part.
        let Some(per_seconds) = per_seconds else { return counted(time, per.name()) };
        let part = |unit_seconds: i64, name: &str| {
            let whole = Ratio::from(per_seconds / unit_seconds);
            let taken = time.times(whole).unwrap_or(time);
            format!(
                "{} of {} {name}",
                written(taken, Places::QUANTITY),
                written(whole, Places::QUANTITY)
            )
        };
        let is_held = matches!(sampling, Sampling::Held(_));
        let is_count =
            matches!(sampling, Sampling::AtEnd(Cycle::Day) | Sampling::Highest(Cycle::Day));
        if is_held && per == TimeUnit::Month && is_whole_days(per_seconds, time) {
            part(crate::number::unit::DAY_SECONDS, "d")
        } else if is_held
            && per != TimeUnit::Second
            && time.as_decimal().is_none_or(|time| !time.fract().is_zero())
        {
            part(1, "s")
        } else if is_count && per == TimeUnit::Month {
            part(crate::number::unit::DAY_SECONDS, "d")
        } else {
            counted(time, per.name())
        }
    }
}

/// The reason why a line has no explanation.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ExplainError {
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] crate::usage::workload::UsageError),
    /// The charge cannot be priced.
    #[error(transparent)]
    Rate(#[from] RateError),
}

/// Puts steps into words.
struct Words<'a> {
    tariff: &'a Tariff,
    charge: usize,
    usage: &'a Usage,
    workload: &'a Workload,
    /// The part of the period whose steps are given, where the price list changes within it.
    part: Cell<Option<usize>>,
    /// The places where a price is missing in the steps so far.
    missing: Cell<Missing>,
}

/// The places where a price is missing: in the last amount, in the sum of the list so far, in that
/// of all lists.
#[derive(Clone, Copy, Default)]
struct Missing {
    last: bool,
    list: bool,
    any: bool,
}

impl Missing {
    fn after(self, step: &Step) -> Self {
        let (list, any) = (self.list || self.last, self.any || self.last);
        match step {
            Step::Rated { complete, .. } => Self { last: !complete, list, any },
            // A known part that reaches the most that is charged is the whole.
            Step::Bounded { most, .. } => Self { last: self.last && !most, ..self },
            Step::List { .. } => Self { last: false, list: false, any },
            Step::Metered { .. }
            | Step::Group { .. }
            | Step::Share { .. }
            | Step::Kept { .. }
            | Step::Lines { .. }
            | Step::Pool { .. }
            | Step::Sum { .. }
            | Step::Groups { .. }
            | Step::Allowed { .. }
            | Step::Quantized { .. }
            | Step::Nothing
            | Step::Tier { .. }
            | Step::Cycles { .. }
            | Step::Lists { .. } => Self { last: false, list, any },
        }
    }
}

impl Words<'_> {
    fn step(&self, step: &Step) -> Vec<ExplainedStep> {
        let missing = self.missing_after(step);
        let card = self.tariff.card();
        let unit = &card.charges[self.charge].unit;
        let counted = |quantity: Ratio| counted(quantity, unit);
        let one = |axis, says: String, result: String| vec![ExplainedStep { axis, says, result }];
        match step {
            Step::Metered { quantity } => self.metered(*quantity),
            Step::Share { part, quantity } => one("share", self.share(*part), counted(*quantity)),
            Step::Lines { quantity } => {
                one("lines", plain::lines(card, self.charge), self.money(*quantity))
            }
            Step::Pool { amount } => {
                one("pool", plain::pool(card, self.charge), self.money(*amount))
            }
            Step::Kept { months, quantity } => {
                one("share", kept_words(*months), counted(*quantity))
            }
            Step::Sum { amount } => {
                let amount = self.known_money(*amount, !missing.list);
                one("sum", "of these cycles".to_owned(), amount)
            }
            Step::Group { times, of, each } => {
                let says = format!("{} of {}, each on its own", plain(*times), self.groups(*of));
                one("scope", says, counted(*each))
            }
            Step::Allowed { included, rest, account } => {
                let whose = if *account { " for the whole account" } else { "" };
                one("allowance", format!("{} included{whose}", counted(*included)), counted(*rest))
            }
            Step::Quantized { minimum, step, billed } => {
                one("quantized", quantized_words(*minimum, *step), counted(*billed))
            }
            Step::Nothing => one("amount", "nothing to charge".to_owned(), self.money(Ratio::ZERO)),
            Step::Tier { part } => {
                let says = format!("{} {}", counted(part.quantity), tier_price(part.amount));
                one("tier", says, String::new())
            }
            Step::Rated { amount, time, per, .. } => {
                let says = self.tariff.rated_words(self.charge, step);
                let mut steps: Vec<ExplainedStep> = Vec::new();
                steps.extend(per.map(|per| self.period(*time, per)));
                steps.extend(one("amount", says, self.known_money(*amount, !missing.last)));
                steps
            }
            Step::Groups { count, amount } => {
                let amount = self.known_money(*amount, !missing.list);
                one("sum", format!("of the {}", self.groups(*count)), amount)
            }
            Step::Bounded { clamp, round, amount, .. } => {
                let amount = self.known_money(*amount, !missing.last);
                one("bounds", bounded_words(*clamp, *round), amount)
            }
            Step::Cycles { count } if !is_whole(*count) => {
                let says = format!("for {} of a cycle, in which the list changes", plain(*count));
                one("period", says, String::new())
            }
            Step::List { former, seconds, trial } => {
                self.part.set(Some(self.part.get().map_or(0, |part| part + 1)));
                one("list", self.list(*former, *seconds, *trial), String::new())
            }
            Step::Lists { amount } => {
                let amount = self.known_money(*amount, !missing.any);
                one("sum", "of the price lists".to_owned(), amount)
            }
            Step::Cycles { count } => {
                one("period", format!("{} such cycles in the period", plain(*count)), String::new())
            }
        }
    }

    /// A price list or a trial: since when, and for how long in the period.
    fn list(&self, former: Option<usize>, seconds: i64, trial: bool) -> String {
        let (from, says) = self.tariff.list(former);
        let only_list = self.tariff.card().former.is_empty();
        let since = match from {
            _ if trial => "the trial".to_owned(),
            Some(day) => format!("the list of {day}"),
            None if only_list => "the price list".to_owned(),
            None => "the oldest list".to_owned(),
        };
        let days = Ratio::of(seconds, crate::number::unit::DAY_SECONDS);
        let days = days.map_or_else(|_| String::new(), |days| format!(", for {} d", plain(days)));
        let source = former.map(|former| {
            let card = self.tariff.card();
            format!(" (source: {})", card.sources[card.former[former].source].title)
        });
        let source = source.unwrap_or_default();
        let says = if says.is_empty() { String::new() } else { format!(": {says}{source}") };
        format!("{since}{days}{says}")
    }

    /// The part of a month's flow: `17 of 31 d of a month`, or so many months.
    fn share(&self, part: Ratio) -> String {
        let Some(seconds) = self.tariff.calendar_month_seconds() else {
            return format!("the flow of {}", counted(part, "month"));
        };
        let whole = Ratio::from(seconds / crate::number::unit::DAY_SECONDS);
        let days = part.times(whole).unwrap_or(part);
        format!("{} of {} d of a month", plain(days), plain(whole))
    }

    /// The time that is charged, in the price's unit.
    fn period(&self, time: Ratio, per: TimeUnit) -> ExplainedStep {
        let says = self.tariff.time_words(self.charge, time, per);
        let result = counted(time, per.name());
        let result = if says == result { String::new() } else { result };
        ExplainedStep { axis: "period", says, result }
    }

    /// So many groups, by the name of what they are groups of.
    fn groups(&self, count: Ratio) -> String {
        let scope = self.tariff.card().charges[self.charge].axes.scope.as_ref();
        // Groups of several kinds together have no name of their own.
        let mut drivers = scope.into_iter().flat_map(|scope| scope.groups.drivers());
        let driver = drivers.next().filter(|_| drivers.next().is_none());
        let unit =
            driver.map_or("group", |driver| self.workload.vocabulary()[driver].unit.as_str());
        crate::number::unit::counted(count, unit)
    }

    /// Takes a step and returns the places where a price is missing after it.
    fn missing_after(&self, step: &Step) -> Missing {
        let missing = self.missing.get().after(step);
        self.missing.set(missing);
        missing
    }

    /// An amount; its known part after `≥`, if a part of the price is unpublished.
    fn known_money(&self, amount: Ratio, complete: bool) -> String {
        match (complete, amount.is_zero()) {
            (true, _) => self.money(amount),
            (false, true) => "unpublished".to_owned(),
            (false, false) => format!("≥ {}", self.money(amount)),
        }
    }

    fn money(&self, amount: Ratio) -> String {
        let currency = self.tariff.currency();
        format!("{currency} {}", written(amount, Places { least: 2, most: 8 }))
    }

    /// The meter, then the formula with its drivers' values and the formulas that feed those.
    fn metered(&self, quantity: Ratio) -> Vec<ExplainedStep> {
        let rated = self.tariff.rated_in(self.part.get(), self.charge);
        let formula = rated.quantity();
        let unit = &self.tariff.card().charges[self.charge].unit;
        let mut steps = Vec::new();
        let mut seen = vec![false; self.workload.vocabulary().len()];
        for driver in formula.drivers() {
            self.driver(driver, &mut seen, &mut steps);
        }
        let says = format!("{}, {}", formula.text(), sampled::words(rated.sampling()));
        steps.push(ExplainedStep { axis: "metered", says, result: counted(quantity, unit) });
        steps
    }

    fn driver(
        &self,
        driver: crate::usage::driver::DriverId,
        seen: &mut [bool],
        steps: &mut Vec<ExplainedStep>,
    ) {
        if std::mem::replace(&mut seen[driver.index()], true) {
            return;
        }
        let follow = self.tariff.follows().iter().find(|follow| follow.driver == driver);
        let own = self.workload.value(driver).formula();
        for formula in own.into_iter().chain(follow.map(|follow| &follow.formula)) {
            for fed_by in formula.drivers() {
                self.driver(fed_by, seen, steps);
            }
        }
        let entry = &self.workload.vocabulary()[driver];
        let says = match self.workload.value(driver) {
            Value::Number(_) => entry.name.clone(),
            Value::Formula(formula) => format!("{} ƒ {}", entry.name, formula.text()),
            Value::Range(range) => format!("{}, the likely value of {range}", entry.name),
            Value::InUnit(value) if value.base.is_formula() => {
                format!(
                    "{} ƒ {}",
                    entry.name,
                    self.workload.value(driver).text().trim_start_matches('=')
                )
            }
            Value::InUnit(_) => format!("{}, {}", entry.name, self.workload.value(driver).text()),
        };
        let says = match follow {
            None => says,
            Some(follow) if self.workload.is_chosen(driver) => {
                format!("{says}, and what follows {}", follow.formula.text())
            }
            Some(follow) => format!("{}, which follows {}", entry.name, follow.formula.text()),
        };
        let result = counted(self.usage.value(driver), &entry.unit);
        let flow = entry.kind == crate::usage::driver::DriverKind::Flow;
        let result = if flow { format!("{result} / month") } else { result };
        steps.push(ExplainedStep { axis: "driver", says, result });
    }
}
