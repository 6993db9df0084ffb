//! One offer in the course of the samples, and who of those that compete is the cheapest.

use crate::ask::offer::Offer;
use crate::invoice::total::Total;
use crate::number::ratio::Ratio;
use crate::rate::error::RateError;
use crate::usage::driver::DriverId;
use crate::usage::inputs::Usage;
use crate::usage::workload::Workload;

use super::{Outcome, Spread};

/// The facts known of one offer.
#[derive(Clone, Debug)]
pub(super) struct Contender {
    /// The drivers that it cannot serve: with one of them above zero it is not compared.
    cannot_do: Vec<DriverId>,
    /// The total of the present sample. `None` if no rate leads to the offer's currency.
    total: Option<Total>,
    /// The totals so far. `None` if no range moves the total, which then is made once.
    pub(super) amounts: Option<Vec<Ratio>>,
    is_complete: bool,
    /// The offers it competes with, by place, and what one unit of its currency is in the one of
    /// the comparison.
    rivals: Option<(Vec<usize>, Ratio)>,
    /// The amount that it bids in the present sample.
    bid: Option<Ratio>,
    /// Was it ever compared?
    was_compared: bool,
    won: u32,
    /// Its parts of the samples in which others are as cheap.
    shared: Ratio,
}

impl Contender {
    /// Before the first of so many samples.
    pub(super) fn new(offer: &Offer, workload: &Workload, ranged: &[DriverId], count: u32) -> Self {
        let reads = offer.reads(workload);
        let moves = ranged.iter().any(|driver| reads[driver.index()]);
        let kept = || Vec::with_capacity(usize::try_from(count).unwrap_or_default());
        Self {
            cannot_do: offer.cannot_do(workload),
            total: None,
            amounts: moves.then(kept),
            is_complete: true,
            rivals: None,
            bid: None,
            was_compared: false,
            won: 0,
            shared: Ratio::ZERO,
        }
    }

    /// Lets it compete with others in their currency; not at all where no rate leads there.
    pub(super) fn compete(&mut self, rivals: Vec<usize>, factor: Option<Ratio>) {
        self.rivals = factor.map(|factor| (rivals, factor));
    }

    /// Takes the present sample.
    pub(super) fn price(
        &mut self,
        offer: &Offer,
        workload: &Workload,
        usage: &Usage,
    ) -> Result<(), RateError> {
        if self.amounts.is_some() || self.total.is_none() {
            self.total = offer.total(usage)?;
        }
        self.bid = None;
        let Some(total) = self.total else { return Ok(()) };
        self.is_complete &= total.complete;
        if let Some(amounts) = &mut self.amounts {
            amounts.push(total.amount);
        }
        let does = self.cannot_do.iter().all(|driver| usage.value(*driver).is_zero())
            && offer.carries(workload, usage)?;
        if let (Some((_, factor)), true, true) = (&self.rivals, does, total.complete) {
            self.bid = Some(total.amount.times(*factor)?);
        }
        Ok(())
    }

    /// Returns the outcome of so many samples.
    pub(super) fn outcome(&mut self, samples: u32) -> Outcome {
        let spread = match (self.total, &mut self.amounts) {
            (Some(_), Some(amounts)) => Spread::of(amounts, self.is_complete),
            (Some(total), None) => Some(Spread::steady(total.amount, total.complete)),
            (None, _) => None,
        };
        let share = self.was_compared.then(|| {
            let won = Ratio::from(self.won).plus(self.shared).ok()?;
            won.over(Ratio::from(samples)).ok()
        });
        Outcome { spread, share: share.flatten() }
    }
}

/// Gives the present sample to each that none of its rivals undercuts. Those that are equally cheap share it.
/// One without a rival is not cheap.
pub(super) fn compare(contenders: &mut [Contender]) {
    for place in 0..contenders.len() {
        let contender = &contenders[place];
        let (Some(bid), Some((rivals, _))) = (contender.bid, &contender.rivals) else { continue };
        let (mut bids, mut lower, mut equal) = (0, 0, 1);
        for other in rivals.iter().filter_map(|rival| contenders[*rival].bid) {
            bids += 1;
            lower += i32::from(other < bid);
            equal += i64::from(other == bid);
        }
        let contender = &mut contenders[place];
        contender.was_compared |= bids > 0;
        match (bids, lower, equal) {
            (0, ..) | (_, 1.., _) => {}
            (_, _, 1) => contender.won += 1,
            (_, _, equal) => contender.win_part(equal),
        }
    }
}

impl Contender {
    /// One of so many that are equally cheap.
    fn win_part(&mut self, equal: i64) {
        let part = Ratio::of(1, equal).and_then(|part| self.shared.plus(part));
        self.shared = part.expect("fractions of less than a hundred offers fit");
    }
}
