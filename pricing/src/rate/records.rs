//! Billing records: a timeline split at every change and every settlement.

use super::lists::weight;
use super::resolve::{Time, flow_part};
use super::trace::Quiet;
use super::{Priced, RateError, Rated, Sampling, Tariff};
use crate::cycle::{Run, Turn};
use crate::formula::EvaluateError;
use crate::invoice::{Invoice, Line, Record, Warning};
use crate::period::Window;
use crate::ratio::{OutOfRange, Ratio};
use crate::timeline::Segment;

/// The most billing records that are built at once.
pub const RECORDS_MAX: usize = 100_000;

/// One reading of a charge's quantity, before it is priced.
struct Metered<'a> {
    window: Window,
    quantity: Ratio,
    segment: &'a Segment,
    time: Time,
    /// The share of the cycle for which the price list counts.
    weight: Ratio,
}

impl Metered<'_> {
    /// What the reading comes to for its share of the cycle; a flow is no longer as if it ran for all.
    fn weighed(
        &mut self,
        priced: Priced<Ratio>,
        sampling: Sampling,
    ) -> Result<Priced<Ratio>, OutOfRange> {
        if self.weight == Ratio::ONE {
            return Ok(priced);
        }
        let mut billed = priced.billed;
        if matches!(sampling, Sampling::Sum(_)) {
            self.quantity = self.quantity.times(self.weight)?;
            billed = billed.times(self.weight)?;
        }
        let amount = priced.amount.map(|amount| amount.times(self.weight)).transpose()?;
        Ok(Priced { billed, amount })
    }
}

/// A cycle, cut by the part of the period in which one list is in force.
#[derive(Clone, Copy)]
struct Cut {
    turn: Turn,
    part: Window,
    weight: Ratio,
}

impl Cut {
    /// What lies in the cycle and in the part; below zero seconds where nothing does. A prepaid term is
    /// the list's on whose first day it begins, whole.
    fn window(self, window: Window) -> Window {
        let window = self.turn.clipped(window);
        if self.weight == Ratio::ONE {
            return window;
        }
        Window { from: window.from.max(self.part.from), to: window.to.min(self.part.to) }
    }
}

impl Tariff {
    /// The billing records of a timeline, charge by charge in order of time. A settlement in which
    /// nothing was used has none.
    pub fn records(&self, segments: &[Segment]) -> Result<Vec<Record>, RateError> {
        let mut records = Vec::new();
        for charge in 0..self.card.charges.len() {
            self.walk(charge, segments, &mut |reading, priced, run| {
                if reading.quantity.is_zero() {
                    return Ok(());
                }
                let Window { from, to } = reading.window;
                for by in run.delays() {
                    if records.len() == RECORDS_MAX {
                        return Err(RateError::TooManyRecords(RECORDS_MAX));
                    }
                    records.push(Record {
                        charge,
                        window: Window { from: from + by, to: to + by },
                        quantity: reading.quantity,
                        billed_quantity: priced.billed,
                        amount: priced.amount,
                    });
                }
                Ok(())
            })?;
        }
        Ok(records)
    }

    /// Prices a timeline: the sum of its billing records. For a workload that does not change it is,
    /// exactly, what [`Self::quote`] gives.
    pub fn quote_timeline(
        &self,
        segments: &[Segment],
        invoice: &mut Invoice,
    ) -> Result<(), RateError> {
        if let [steady] = segments {
            return self.quote(&steady.usage, invoice);
        }
        invoice.lines.clear();
        invoice.warnings.clear();
        invoice.warnings.extend_from_slice(&self.standing);
        for charge in 0..self.card.charges.len() {
            let sampling = self.rated(charge).sampling;
            let mut sum = Sum::default();
            self.walk(charge, segments, &mut |reading, priced, run| {
                Ok(sum.add(sampling, reading, priced, run)?)
            })?;
            invoice.lines.push(sum.line(charge, sampling)?);
        }
        self.warn(segments, invoice)?;
        self.finish(invoice)
    }

    /// Each warning once, with the highest value that any stretch has.
    fn warn(&self, segments: &[Segment], invoice: &mut Invoice) -> Result<(), RateError> {
        let mut buffer = Invoice::default();
        for segment in segments {
            for rated in self.newest() {
                let unmetered = self.metered(rated, &segment.usage)?.1;
                buffer.warnings.extend(unmetered.map(|reason| reason.warning(rated.charge)));
            }
            self.check_quotas(&segment.usage, &mut buffer)?;
        }
        let never_metered = |warning: &Warning| match warning {
            Warning::Idle { charge } => invoice.lines[*charge].quantity.is_zero(),
            _ => true,
        };
        buffer.warnings.retain(never_metered);
        for warning in buffer.warnings {
            match invoice.warnings.iter_mut().find(|known| same_matter(known, &warning)) {
                Some(known) => keep_higher(known, warning),
                None => invoice.warnings.push(warning),
            }
        }
        Ok(())
    }

    /// Visits every reading of a charge's quantity over the timeline, priced, list by list. Cycles within
    /// which nothing changes are read and priced once, with how many there are.
    fn walk(
        &self,
        charge: usize,
        segments: &[Segment],
        visit: &mut impl FnMut(&Metered<'_>, Priced<Ratio>, Run) -> Result<(), RateError>,
    ) -> Result<(), RateError> {
        for part in &self.parts {
            self.walk_part(&part.rated[charge], part.window, segments, visit)?;
        }
        Ok(())
    }

    /// In a cycle in which the list changes, each list prices the cycle as if it were in force in all of
    /// it, and counts for its share of the time: so a month's allowance is given once.
    fn walk_part(
        &self,
        rated: &Rated,
        part: Window,
        segments: &[Segment],
        visit: &mut impl FnMut(&Metered<'_>, Priced<Ratio>, Run) -> Result<(), RateError>,
    ) -> Result<(), RateError> {
        let mut price = |reading: &mut Metered<'_>, run: Run| {
            let usage = &reading.segment.usage;
            let priced = (rated.timed(reading.time).map_err(EvaluateError::from))
                .and_then(|timed| rated.amount(reading.quantity, &timed, usage, &mut Quiet))
                .and_then(|priced| Ok(reading.weighed(priced, rated.sampling)?));
            visit(reading, priced.map_err(|error| self.failed(rated.charge, error))?, run)
        };
        let window = self.clock.window;
        let mut instants = vec![window.from, part.from, part.to, window.to];
        instants.extend(segments.iter().map(|segment| segment.window.to));
        instants.sort_unstable();
        let cycle = rated.sampling.cycle();
        for run in self.clock.runs(cycle, &instants) {
            let turn = run.first;
            let weight = weight(cycle, turn, window, part)
                .map_err(|error| self.failed(rated.charge, EvaluateError::from(error)))?;
            if weight.is_zero() {
                continue;
            }
            let within = overlapping(segments, turn);
            let cut = Cut { turn, part, weight };
            match rated.sampling {
                Sampling::Held(_) => {
                    for segment in within {
                        let window = cut.window(segment.window);
                        if window.seconds() > 0 {
                            price(&mut self.held(rated, segment, window)?, run)?;
                        }
                    }
                }
                Sampling::Sum(_) => price(&mut self.summed(rated, within, cut)?, run)?,
                Sampling::Highest(_) => price(&mut self.highest(rated, within, cut)?, run)?,
                Sampling::AtEnd(_) if turn.to > window.to => {}
                Sampling::AtEnd(_) => price(&mut self.at_end(rated, within, cut)?, run)?,
            }
        }
        Ok(())
    }

    fn held<'a>(
        &self,
        rated: &Rated,
        segment: &'a Segment,
        window: Window,
    ) -> Result<Metered<'a>, RateError> {
        let (quantity, _) = self.metered(rated, &segment.usage)?;
        let time = Time::Seconds(window.seconds());
        Ok(Metered { window, quantity, segment, time, weight: Ratio::ONE })
    }

    fn summed<'a>(
        &self,
        rated: &Rated,
        within: &'a [Segment],
        cut: Cut,
    ) -> Result<Metered<'a>, RateError> {
        let mut sum = Ratio::ZERO;
        for segment in within {
            let (flow, _) = self.metered(rated, &segment.usage)?;
            let seconds = cut.window(segment.window).seconds().max(0);
            let part = flow_part(seconds, &self.terms.period);
            let more = flow.times(part).and_then(|more| sum.plus(more));
            sum = more.map_err(|error| self.failed(rated.charge, EvaluateError::from(error)))?;
        }
        let whole = sum.over(cut.weight);
        let quantity =
            whole.map_err(|error| self.failed(rated.charge, EvaluateError::from(error)))?;
        let segment = last(within);
        Ok(self.reading(quantity, segment, Time::None, cut))
    }

    fn reading<'a>(
        &self,
        quantity: Ratio,
        segment: &'a Segment,
        time: Time,
        cut: Cut,
    ) -> Metered<'a> {
        let window = cut.window(self.clock.window);
        Metered { window, quantity, segment, time, weight: cut.weight }
    }

    fn highest<'a>(
        &self,
        rated: &Rated,
        within: &'a [Segment],
        cut: Cut,
    ) -> Result<Metered<'a>, RateError> {
        let mut highest: Option<(Ratio, &Segment)> = None;
        for segment in within {
            let (quantity, _) = self.metered(rated, &segment.usage)?;
            if highest.is_none_or(|(known, _)| quantity > known) {
                highest = Some((quantity, segment));
            }
        }
        let (quantity, segment) = highest.expect("a cycle in the period has a stretch of it");
        Ok(self.reading(quantity, segment, Time::Cycle(rated.sampling.cycle()), cut))
    }

    fn at_end<'a>(
        &self,
        rated: &Rated,
        within: &'a [Segment],
        cut: Cut,
    ) -> Result<Metered<'a>, RateError> {
        let segment = last(within);
        let (quantity, _) = self.metered(rated, &segment.usage)?;
        Ok(self.reading(quantity, segment, Time::Cycle(rated.sampling.cycle()), cut))
    }
}

/// The stretches that have a part in a cycle, in order.
fn overlapping(segments: &[Segment], turn: Turn) -> &[Segment] {
    let start = segments.partition_point(|segment| segment.window.to <= turn.from);
    let end = segments.partition_point(|segment| segment.window.from < turn.to);
    &segments[start..end]
}

fn last(within: &[Segment]) -> &Segment {
    within.last().expect("a cycle in the period has a stretch of it")
}

/// A line in the making: sums of flows, means of levels.
struct Sum {
    priced: Priced<Ratio>,
    quantity: Ratio,
    weight: Ratio,
}

impl Default for Sum {
    fn default() -> Self {
        Self { priced: Priced::ZERO, quantity: Ratio::ZERO, weight: Ratio::ZERO }
    }
}

impl Sum {
    fn add(
        &mut self,
        sampling: Sampling,
        reading: &Metered<'_>,
        priced: Priced<Ratio>,
        run: Run,
    ) -> Result<(), OutOfRange> {
        let count = Ratio::from(i64::from(run.count));
        let weight = match sampling {
            Sampling::Held(_) => Ratio::from(reading.window.seconds()),
            Sampling::Sum(_) => Ratio::ONE,
            Sampling::Highest(_) | Sampling::AtEnd(_) => reading.weight,
        };
        let weight = weight.times(count)?;
        self.quantity = self.quantity.plus(reading.quantity.times(weight)?)?;
        let billed = priced.billed.times(weight)?;
        let amount = priced.amount.map(|amount| amount.times(count)).transpose()?;
        self.priced = self.priced.plus(Priced { billed, amount })?;
        self.weight = self.weight.plus(weight)?;
        Ok(())
    }

    fn line(self, charge: usize, sampling: Sampling) -> Result<Line, OutOfRange> {
        let sums = matches!(sampling, Sampling::Sum(_)) || self.weight.is_zero();
        let mean = |sum: Ratio| if sums { Ok(sum) } else { sum.over(self.weight) };
        Ok(Line {
            charge,
            quantity: mean(self.quantity)?,
            billed_quantity: mean(self.priced.billed)?,
            amount: self.priced.amount,
        })
    }
}

fn same_matter(known: &Warning, new: &Warning) -> bool {
    match (known, new) {
        (Warning::Quota { quota: known, .. }, Warning::Quota { quota: new, .. }) => known == new,
        _ => known == new,
    }
}

fn keep_higher(known: &mut Warning, new: Warning) {
    if let (Warning::Quota { value: highest, .. }, Warning::Quota { value, .. }) = (&*known, &new)
        && value > highest
    {
        *known = new;
    }
}
