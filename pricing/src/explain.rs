//! Explanations: the steps of one amount in words, from the same evaluation that computes it.
//!
//! The evaluation tells its steps as it takes them; here they are put into words.

use std::cell::Cell;

use rust_decimal::Decimal;

use crate::card::{RateCard, Rule, Source};
use crate::charge::{Clamp, RoundMoney};
use crate::cycle::Cycle;
use crate::invoice::Line;
use crate::money::{Places, written};
use crate::rate::{RateError, ResolvedRate, Sampling, Step, Tariff};
use crate::ratio::Ratio;
use crate::unit::{TimeUnit, counted};
use crate::usage::Usage;
use crate::value::Value;
use crate::workload::Workload;

/// One step in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedStep {
    /// The axis: `metered`, `quantized`, `allowance`, `rated`…
    pub axis: &'static str,
    /// What happens.
    pub says: String,
    /// What it comes to; empty where the words say it.
    pub result: String,
}

/// How an amount came about.
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
    /// Where the price is from.
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
        selection: &crate::card::Selection,
    ) -> Result<Explanation<'_>, ExplainError> {
        let usage = workload.usage(self.period_terms())?;
        let mut steps: Vec<Step> = Vec::new();
        let line = self.trace(charge, &usage, &mut steps)?;
        let card: &RateCard = self.card();
        let entry = &card.charges[charge];
        let words = Words { tariff: self, charge, usage: &usage, workload, part: Cell::new(None) };
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
            source: &card.sources[entry.source],
            line,
        })
    }

    /// The calculation of a line in a few words, such as `100 × 0.40 / month × 30 of 30 d`.
    #[must_use]
    pub fn calculation(&self, charge: usize, usage: &Usage) -> String {
        let mut steps: Vec<Step> = Vec::new();
        if self.trace(charge, usage, &mut steps).is_err() {
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
                Step::Cycles { count } if is_whole(*count) => {
                    parts.push(format!("each of {} cycles", plain(*count)));
                }
                Step::Cycles { count } => {
                    if let Some(last) = parts.last_mut() {
                        *last = format!("{} of ({last})", plain(*count));
                    }
                }
                _ => {}
            }
        }
        if parts.is_empty() { "nothing to charge".to_owned() } else { parts.join(" + ") }
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
        let rated = self.rated(charge);
        let part = |unit_seconds: i64, name: &str| {
            let whole = Ratio::from(rated.per_seconds() / unit_seconds);
            let taken = time.times(whole).unwrap_or(time);
            format!(
                "{} of {} {name}",
                written(taken, Places::QUANTITY),
                written(whole, Places::QUANTITY)
            )
        };
        match (rated.sampling(), per) {
            (Sampling::Held(_), TimeUnit::Month) if is_whole_days(rated.per_seconds(), time) => {
                part(crate::unit::DAY_SECONDS, "d")
            }
            (Sampling::Held(_), TimeUnit::Hour | TimeUnit::Month | TimeUnit::Day)
                if time.as_decimal().is_none_or(|time| !time.fract().is_zero()) =>
            {
                part(1, "s")
            }
            (Sampling::AtEnd(Cycle::Day) | Sampling::Highest(Cycle::Day), TimeUnit::Month) => {
                part(crate::unit::DAY_SECONDS, "d")
            }
            _ => counted(time, per.name()),
        }
    }
}

/// Why a line has no explanation.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ExplainError {
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] crate::workload::UsageError),
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
    /// The part of the period whose steps are told, where the price list changes within it.
    part: Cell<Option<usize>>,
}

impl Words<'_> {
    fn step(&self, step: &Step) -> Vec<ExplainedStep> {
        let card = self.tariff.card();
        let unit = &card.charges[self.charge].unit;
        let counted = |quantity: Ratio| counted(quantity, unit);
        let one = |axis, says: String, result: String| vec![ExplainedStep { axis, says, result }];
        match step {
            Step::Metered { quantity } => self.metered(*quantity),
            Step::Share { part, quantity } => {
                let month_days = self.tariff.period().month_seconds() / crate::unit::DAY_SECONDS;
                let whole = Ratio::from(month_days);
                let days = part.times(whole).unwrap_or(*part);
                let says = format!("{} of {} d of a month", plain(days), plain(whole));
                one("share", says, counted(*quantity))
            }
            Step::Sum { amount } => one("sum", "of these cycles".to_owned(), self.money(*amount)),
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
            Step::Nothing => {
                one("amount", "nothing to charge".to_owned(), self.money(Some(Ratio::ZERO)))
            }
            Step::Tier { part } => {
                let price = part.amount.map_or("price unpublished".to_owned(), |amount| {
                    format!("at {}", written(Ratio::whole(amount), Places::PRICE))
                });
                one("tier", format!("{} {price}", counted(part.quantity)), String::new())
            }
            Step::Rated { amount, time, per, .. } => {
                let says = self.tariff.rated_words(self.charge, step);
                let mut steps: Vec<ExplainedStep> = Vec::new();
                steps.extend(per.map(|per| self.period(*time, per)));
                steps.extend(one("amount", says, self.money(*amount)));
                steps
            }
            Step::Groups { count, amount } => {
                one("sum", format!("of the {}", self.groups(*count)), self.money(*amount))
            }
            Step::Bounded { clamp, round, amount } => {
                one("bounds", bounded_words(*clamp, *round), self.money(Some(*amount)))
            }
            Step::Cycles { count } if !is_whole(*count) => {
                let says = format!("for {} of a cycle, in which the list changes", plain(*count));
                one("period", says, String::new())
            }
            Step::List { former, seconds } => {
                self.part.set(Some(self.part.get().map_or(0, |part| part + 1)));
                one("list", self.list(*former, *seconds), String::new())
            }
            Step::Lists { amount } => {
                one("sum", "of the price lists".to_owned(), self.money(*amount))
            }
            Step::Cycles { count } => {
                one("period", format!("{} such cycles in the period", plain(*count)), String::new())
            }
        }
    }

    /// A price list: since when, and for how long in the period.
    fn list(&self, former: Option<usize>, seconds: i64) -> String {
        let (from, says) = self.tariff.list(former);
        let since =
            from.map_or_else(|| "the oldest list".to_owned(), |day| format!("the list of {day}"));
        let days = Ratio::of(seconds, crate::unit::DAY_SECONDS);
        let days = days.map_or_else(|_| String::new(), |days| format!(", for {} d", plain(days)));
        let source = former.map(|former| {
            let card = self.tariff.card();
            format!(" (source: {})", card.sources[card.former[former].source].title)
        });
        let source = source.unwrap_or_default();
        let says = if says.is_empty() { String::new() } else { format!(": {says}{source}") };
        format!("{since}{days}{says}")
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
        let driver = scope.and_then(|scope| scope.groups.drivers().next());
        let unit =
            driver.map_or("group", |driver| self.workload.vocabulary()[driver].unit.as_str());
        crate::unit::counted(count, unit)
    }

    fn money(&self, amount: Option<Ratio>) -> String {
        let currency = self.tariff.card().currency;
        amount.map_or("unpublished".to_owned(), |amount| {
            format!("{currency} {}", written(amount, Places { least: 2, most: 8 }))
        })
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
        let says = format!("{}, {}", formula.text(), sampled_words(rated.sampling()));
        steps.push(ExplainedStep { axis: "metered", says, result: counted(quantity, unit) });
        steps
    }

    fn driver(
        &self,
        driver: crate::driver::DriverId,
        seen: &mut [bool],
        steps: &mut Vec<ExplainedStep>,
    ) {
        if std::mem::replace(&mut seen[driver.index()], true) {
            return;
        }
        if let Value::Formula(formula) = self.workload.value(driver) {
            for fed_by in formula.drivers() {
                self.driver(fed_by, seen, steps);
            }
        }
        let entry = &self.workload.vocabulary()[driver];
        let says = match self.workload.value(driver) {
            Value::Number(_) => entry.name.clone(),
            Value::Formula(formula) => format!("{} ƒ {}", entry.name, formula.text()),
            Value::Range(range) => format!("{}, the likely value of {range}", entry.name),
        };
        let result = counted(self.usage.value(driver), &entry.unit);
        let flow = entry.kind == crate::driver::DriverKind::Flow;
        let result = if flow { format!("{result} / month") } else { result };
        steps.push(ExplainedStep { axis: "driver", says, result });
    }
}

/// A part of a month that is a number of whole days.
fn is_whole_days(month_seconds: i64, time: Ratio) -> bool {
    let seconds = time.times(Ratio::from(month_seconds));
    let days = seconds.and_then(|seconds| seconds.over(Ratio::from(crate::unit::DAY_SECONDS)));
    time != Ratio::ONE && days.is_ok_and(is_whole)
}

fn is_whole(count: Ratio) -> bool {
    count.as_decimal().is_some_and(|count| count.fract().is_zero())
}

fn plain(number: Ratio) -> String {
    written(number, Places::QUANTITY)
}

fn quantized_words(minimum: Option<Decimal>, step: Option<Decimal>) -> String {
    let number = |decimal| plain(Ratio::whole(decimal));
    let minimum = minimum.map(|minimum| format!("at least {}", number(minimum)));
    let step = step.map(|step| match step {
        step if step == Decimal::ONE => "up to a whole number".to_owned(),
        step => format!("up to a multiple of {}", number(step)),
    });
    minimum.into_iter().chain(step).collect::<Vec<_>>().join(", ")
}

fn bounded_words(clamp: Clamp, round: Option<RoundMoney>) -> String {
    let number = |decimal| written(Ratio::whole(decimal), Places::PRICE);
    let parts = [
        clamp.minimum.map(|minimum| format!("at least {}", number(minimum))),
        clamp.maximum.map(|maximum| format!("at most {}", number(maximum))),
        round.map(|round| {
            format!(
                "rounded {} to {} places by the vendor",
                if round.up { "up" } else { "half up" },
                round.places
            )
        }),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn sampled_words(sampling: Sampling) -> String {
    match sampling {
        Sampling::Held(_) => "held, to the second".to_owned(),
        Sampling::Sum(cycle) => format!("the sum of each {}", cycle_name(cycle)),
        Sampling::Highest(Cycle::Term { months }) => {
            format!("the highest of each prepaid {}", counted(Ratio::from(months), "month"))
        }
        Sampling::Highest(cycle) => format!("the highest of each {}", cycle_name(cycle)),
        Sampling::AtEnd(cycle) => format!("counted at the end of each {}", cycle_name(cycle)),
    }
}

/// A cycle's name.
pub(crate) const fn cycle_name(cycle: Cycle) -> &'static str {
    match cycle {
        Cycle::Minute => "minute",
        Cycle::Hour => "hour",
        Cycle::Day => "day",
        Cycle::Month => "month",
        Cycle::Term { .. } => "term",
        Cycle::Period => "period",
    }
}
