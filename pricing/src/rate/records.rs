//! Billing records: a timeline split at every settlement, and at every change of what a charge reads.

use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::error::RateError;
use crate::rate::known::Known;
use crate::rate::line::{Line, Record};
use crate::rate::rated::{CycleOfLines, Rated, Sampling, Shared};
use crate::rate::reading::{Reading, Stretch, overlapping};
use crate::rate::shared::LineOfCycle;
use crate::rate::tariff::Tariff;
use crate::time::cycle::{Clock, Run};
use crate::time::period::Window;
use crate::usage::formula::EvaluateError;
use crate::usage::inputs::Usage;
use crate::usage::timeline::Segment;

/// The most billing records that are built at once.
pub const RECORDS_MAX: usize = 100_000;

/// A visitor of each reading of a charge's quantity. Cycles that are alike come as one run.
type Visit<'v> = dyn FnMut(&Reading, Run) -> Result<(), RateError> + 'v;

impl Tariff {
    /// The billing records of a timeline, charge by charge in order of time. A settlement in which nothing was
    /// used has none.
    pub fn records(&self, segments: &[Segment]) -> Result<Vec<Record>, RateError> {
        let segments = &*self.derived_segments(segments)?;
        let mut records = Vec::new();
        for charge in 0..self.card.charges.len() {
            self.collect(charge, segments, &mut records)?;
        }
        Ok(records)
    }

    /// The billing records of one charge, in order of time: those of the others count for no limit.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Period, Selection, Tariff, Timeline, Vocabulary, Workload};
    /// let card = Catalog::shipped().card("hcp-vault-dedicated").unwrap();
    /// let period = Period::days("2026-01-01".parse().unwrap(), 89).unwrap();
    /// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
    /// let mut workload = Workload::standard(Vocabulary::standard());
    /// workload.set_text("machines", "20").unwrap();
    /// let segments = Timeline::steady(workload).segments(&period, card.offset).unwrap();
    /// // 89 days have 128,160 minutes of a cluster, and three months of clients.
    /// assert!(tariff.records(&segments).is_err());
    /// let clients = card.charge("clients").unwrap();
    /// assert_eq!(tariff.records_of(clients, &segments).unwrap().len(), 3);
    /// ```
    pub fn records_of(
        &self,
        charge: usize,
        segments: &[Segment],
    ) -> Result<Vec<Record>, RateError> {
        let mut records = Vec::new();
        self.collect(charge, segments, &mut records)?;
        Ok(records)
    }

    fn collect(
        &self,
        charge: usize,
        segments: &[Segment],
        records: &mut Vec<Record>,
    ) -> Result<(), RateError> {
        self.walk(charge, segments, &mut |reading, run| {
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
                    billed_quantity: reading.charged.billed,
                    amount: reading.charged.amount.complete(),
                    part: reading.charged.amount.part(),
                });
            }
            Ok(())
        })
    }

    /// The line of a charge over a timeline: the sum of its billing records.
    pub(crate) fn line_over(&self, charge: usize, segments: &[Segment]) -> Result<Line, RateError> {
        let sampling = self.rated(charge).sampling;
        let mut sum = Sum::default();
        self.walk(charge, segments, &mut |reading, run| Ok(sum.add(sampling, reading, run)?))?;
        if let Sampling::Lives(_) = sampling {
            sum.weight = Ratio::from(self.clock.window.seconds());
        }
        Ok(sum.line(charge, sampling)?)
    }

    /// Visits every reading of a charge's quantity over the timeline, priced, list by list. Cycles within
    /// which nothing changes are read and priced once, with how many there are.
    fn walk(
        &self,
        charge: usize,
        segments: &[Segment],
        visit: &mut Visit<'_>,
    ) -> Result<(), RateError> {
        if let Some(shared) = &self.rated(charge).shared {
            return self.walk_shared(charge, shared, segments, visit);
        }
        for part in &self.parts {
            let rated = &part.rated[charge];
            let stretches = rated.stretches(segments);
            let stretches = stretches.map_err(|error| self.failed(charge, error))?;
            self.walk_part(rated, (self.clock, part.window), &stretches, visit)?;
        }
        Ok(())
    }

    /// Visits what a charge that reads other lines comes to in each cycle of theirs.
    fn walk_shared(
        &self,
        charge: usize,
        shared: &Shared,
        segments: &[Segment],
        visit: &mut Visit<'_>,
    ) -> Result<(), RateError> {
        let (Shared::Lines(cycles) | Shared::Pool(_, cycles)) = shared else { return Ok(()) };
        for CycleOfLines { clock, lines } in cycles {
            let lines = lines.iter().map(|line| self.line_of_cycle(line, *clock, segments));
            let lines = lines.collect::<Result<Vec<LineOfCycle>, RateError>>()?;
            let within = segments.iter().filter(|it| it.window.within(clock.window).is_some());
            let usages: Vec<&Usage> = within.map(|segment| &segment.usage).collect();
            let rated = self.rated(charge);
            let reading = rated.shared_reading(shared, clock.window, &lines, &usages);
            visit(&reading.map_err(|error| self.failed(charge, error))?, Run::ONE)?;
        }
        Ok(())
    }

    /// A line in a cycle of others, under each price list.
    fn line_of_cycle(
        &self,
        line: &[(Window, Rated)],
        clock: Clock,
        segments: &[Segment],
    ) -> Result<LineOfCycle, RateError> {
        let mut sum = Sum::default();
        for (part, rated) in line {
            let stretches = rated.stretches(segments);
            let stretches = stretches.map_err(|error| self.failed(rated.charge, error))?;
            let sampling = rated.sampling;
            let add = &mut |reading: &Reading, run| Ok(sum.add(sampling, reading, run)?);
            self.walk_part(rated, (clock, *part), &stretches, add)?;
        }
        let sampling = line.first().map_or(Sampling::Kept, |(_, rated)| rated.sampling);
        let (weight, amount) = (sum.weight, sum.amount);
        let mean = sum.line(0, sampling)?;
        Ok(LineOfCycle { quantity: mean.quantity, billed: mean.billed_quantity, weight, amount })
    }

    /// In a cycle in which the list changes, each list prices the cycle as if it were in force in all of it,
    /// and counts for its share: so a month's allowance is given once.
    fn walk_part(
        &self,
        rated: &Rated,
        (clock, part): (Clock, Window),
        stretches: &[Stretch<'_>],
        visit: &mut Visit<'_>,
    ) -> Result<(), RateError> {
        let failed = |error: EvaluateError| self.failed(rated.charge, error);
        if let Sampling::Lives(length) = rated.sampling {
            let readings = rated.lives(stretches, length, part, clock);
            let readings = readings.map_err(|error| failed(error.into()))?;
            return readings.iter().try_for_each(|reading| visit(reading, Run::ONE));
        }
        if let Some(stock) = &rated.stock {
            let readings = rated.stocks(stock, stretches, (clock, part)).map_err(failed)?;
            return readings.iter().try_for_each(|reading| visit(reading, Run::ONE));
        }
        let cycle = rated.sampling.cycle();
        let ends = stretches.iter().map(|stretch| stretch.window.to);
        for run in clock.runs(cycle, &clock.instants(part, ends)) {
            let turn = run.first;
            let cut = rated.cut(cycle, turn, clock, part);
            let cut = cut.map_err(|error| failed(error.into()))?;
            if cut.weight.is_zero() {
                continue;
            }
            let within = overlapping(stretches, turn);
            match rated.sampling {
                Sampling::Held(_) => {
                    for stretch in within {
                        if let Some(window) = cut.window(stretch.window) {
                            let reading = rated.held(stretch, window, clock);
                            visit(&reading.map_err(failed)?, run)?;
                        }
                    }
                }
                Sampling::Sum(_) => {
                    visit(&rated.summed(within, cut, clock).map_err(failed)?, run)?;
                }
                Sampling::Highest(_) => {
                    visit(&rated.highest(within, cut, clock).map_err(failed)?, run)?;
                }
                Sampling::Percentile(_, rank) => {
                    visit(&rated.percentile(within, cut, (clock, rank)).map_err(failed)?, run)?;
                }
                Sampling::AtEnd(_) if turn.to > clock.window.to => {}
                Sampling::AtEnd(_) => {
                    visit(&rated.at_end(within, cut, clock).map_err(failed)?, run)?;
                }
                Sampling::Lives(_) | Sampling::Kept | Sampling::Lines(_) => {
                    unreachable!("lives, stocks and other lines have cycles of their own")
                }
            }
        }
        Ok(())
    }
}

/// A line in the making: sums of flows, means of levels.
struct Sum {
    billed: Ratio,
    amount: Known<Ratio>,
    quantity: Ratio,
    weight: Ratio,
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            billed: Ratio::ZERO,
            amount: Known::ZERO,
            quantity: Ratio::ZERO,
            weight: Ratio::ZERO,
        }
    }
}

impl Sum {
    fn add(&mut self, sampling: Sampling, reading: &Reading, run: Run) -> Result<(), OutOfRange> {
        let count = Ratio::from(i64::from(run.count));
        let weight = match sampling {
            Sampling::Held(_) | Sampling::Lives(_) => Ratio::from(reading.window.seconds()),
            Sampling::Sum(_) | Sampling::Kept | Sampling::Lines(_) => Ratio::ONE,
            Sampling::Highest(_) | Sampling::AtEnd(_) | Sampling::Percentile(..) => reading.weight,
        };
        let weight = weight.times(count)?;
        self.quantity = self.quantity.plus(reading.quantity.times(weight)?)?;
        self.billed = self.billed.plus(reading.charged.billed.times(weight)?)?;
        self.amount = self.amount.plus(reading.charged.amount.times(count)?)?;
        self.weight = self.weight.plus(weight)?;
        Ok(())
    }

    fn line(self, charge: usize, sampling: Sampling) -> Result<Line, OutOfRange> {
        let sums = sampling.adds() || self.weight.is_zero();
        let mean = |sum: Ratio| if sums { Ok(sum) } else { sum.over(self.weight) };
        Ok(Line {
            charge,
            quantity: mean(self.quantity)?,
            billed_quantity: mean(self.billed)?,
            amount: self.amount.complete(),
            part: self.amount.part(),
        })
    }
}
