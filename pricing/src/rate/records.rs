//! Billing records: a timeline split at every change and every settlement.

use super::resolve::{Time, flow_part};
use super::trace::Quiet;
use super::{Priced, RateError, Rated, Sampling, Tariff, finish};
use crate::cycle::Turn;
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
}

impl Tariff {
    /// The billing records of a timeline, charge by charge in order of time. A settlement in which
    /// nothing was used has none.
    pub fn records(&self, segments: &[Segment]) -> Result<Vec<Record>, RateError> {
        let mut records = Vec::new();
        for rated in &self.rated {
            self.walk(rated, segments, &mut |reading, priced| {
                if reading.quantity.is_zero() {
                    return Ok(());
                }
                if records.len() == RECORDS_MAX {
                    return Err(RateError::TooManyRecords(RECORDS_MAX));
                }
                records.push(Record {
                    charge: rated.charge,
                    window: reading.window,
                    quantity: reading.quantity,
                    billed_quantity: priced.billed,
                    amount: priced.amount,
                });
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
        for rated in &self.rated {
            let mut sum = Sum::default();
            self.walk(rated, segments, &mut |reading, priced| {
                Ok(sum.add(rated.sampling, reading, priced)?)
            })?;
            invoice.lines.push(sum.line(rated)?);
        }
        self.warn(segments, invoice)?;
        finish(invoice, &self.card)
    }

    /// Each warning once, with the highest value that any stretch has.
    fn warn(&self, segments: &[Segment], invoice: &mut Invoice) -> Result<(), RateError> {
        let mut buffer = Invoice::default();
        for segment in segments {
            for rated in &self.rated {
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

    /// Visits every reading of a charge's quantity over the timeline, priced.
    fn walk(
        &self,
        rated: &Rated,
        segments: &[Segment],
        visit: &mut impl FnMut(&Metered<'_>, Priced<Ratio>) -> Result<(), RateError>,
    ) -> Result<(), RateError> {
        let mut price = |reading: &Metered<'_>| {
            let usage = &reading.segment.usage;
            let priced = (rated.timed(reading.time).map_err(EvaluateError::from))
                .and_then(|timed| rated.amount(reading.quantity, &timed, usage, &mut Quiet));
            visit(reading, priced.map_err(|error| self.failed(rated.charge, error))?)
        };
        for turn in self.clock.turns(rated.sampling.cycle()) {
            let within = overlapping(segments, turn);
            match rated.sampling {
                Sampling::Held(_) => {
                    for segment in within {
                        price(&self.held(rated, segment, turn)?)?;
                    }
                }
                Sampling::Sum(_) => price(&self.summed(rated, within, turn)?)?,
                Sampling::Highest(_) => price(&self.highest(rated, within, turn)?)?,
                Sampling::AtEnd(_) if turn.to > self.clock.window.to => {}
                Sampling::AtEnd(_) => price(&self.at_end(rated, within, turn)?)?,
            }
        }
        Ok(())
    }

    fn held<'a>(
        &self,
        rated: &Rated,
        segment: &'a Segment,
        turn: Turn,
    ) -> Result<Metered<'a>, RateError> {
        let (quantity, _) = self.metered(rated, &segment.usage)?;
        let window = turn.clipped(segment.window);
        Ok(Metered { window, quantity, segment, time: Time::Seconds(window.seconds()) })
    }

    fn summed<'a>(
        &self,
        rated: &Rated,
        within: &'a [Segment],
        turn: Turn,
    ) -> Result<Metered<'a>, RateError> {
        let mut sum = Ratio::ZERO;
        for segment in within {
            let (flow, _) = self.metered(rated, &segment.usage)?;
            let part = flow_part(turn.clipped(segment.window).seconds(), &self.period);
            let more = flow.times(part).and_then(|more| sum.plus(more));
            sum = more.map_err(|error| self.failed(rated.charge, EvaluateError::from(error)))?;
        }
        let window = turn.clipped(self.clock.window);
        Ok(Metered { window, quantity: sum, segment: last(within), time: Time::None })
    }

    fn highest<'a>(
        &self,
        rated: &Rated,
        within: &'a [Segment],
        turn: Turn,
    ) -> Result<Metered<'a>, RateError> {
        let mut highest: Option<(Ratio, &Segment)> = None;
        for segment in within {
            let (quantity, _) = self.metered(rated, &segment.usage)?;
            if highest.is_none_or(|(known, _)| quantity > known) {
                highest = Some((quantity, segment));
            }
        }
        let (quantity, segment) = highest.expect("a cycle in the period has a stretch of it");
        let time = Time::Cycle(rated.sampling.cycle());
        Ok(Metered { window: turn.clipped(self.clock.window), quantity, segment, time })
    }

    fn at_end<'a>(
        &self,
        rated: &Rated,
        within: &'a [Segment],
        turn: Turn,
    ) -> Result<Metered<'a>, RateError> {
        let segment = last(within);
        let (quantity, _) = self.metered(rated, &segment.usage)?;
        let time = Time::Cycle(rated.sampling.cycle());
        Ok(Metered { window: turn.clipped(self.clock.window), quantity, segment, time })
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
    ) -> Result<(), OutOfRange> {
        let weight = match sampling {
            Sampling::Held(_) => Ratio::from(reading.window.seconds()),
            Sampling::Sum(_) | Sampling::Highest(_) | Sampling::AtEnd(_) => Ratio::ONE,
        };
        self.quantity = self.quantity.plus(reading.quantity.times(weight)?)?;
        let billed = priced.billed.times(weight)?;
        self.priced = self.priced.plus(Priced { billed, amount: priced.amount })?;
        self.weight = self.weight.plus(weight)?;
        Ok(())
    }

    fn line(self, rated: &Rated) -> Result<Line, OutOfRange> {
        let sums = matches!(rated.sampling, Sampling::Sum(_)) || self.weight.is_zero();
        let mean = |sum: Ratio| if sums { Ok(sum) } else { sum.over(self.weight) };
        Ok(Line {
            charge: rated.charge,
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
