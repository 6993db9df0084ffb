//! One offer in the course of the samples, and who of those that compete is the cheapest.

use crate::driver::DriverId;
use crate::offer::Offer;
use crate::rate::RateError;
use crate::ratio::Ratio;
use crate::total::Total;
use crate::usage::Usage;
use crate::workload::Workload;

use super::{Outcome, Spread};

/// What is known of one offer.
#[derive(Clone, Debug)]
pub(super) struct Contender {
    /// The drivers that it cannot serve: with one of them above zero it is not compared.
    cannot_do: Vec<DriverId>,
    /// The total of the present sample; none where no rate leads to the offer's currency.
    total: Option<Total>,
    /// The totals so far; none where no range moves the total, which then is made once.
    pub(super) amounts: Option<Vec<Ratio>>,
    is_complete: bool,
    /// Whom it competes with, by the first of them, and what one unit of its currency is in theirs.
    rivals: Option<(usize, Ratio)>,
    /// What it bids in the present sample.
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
    pub(super) fn compete(&mut self, rivals: usize, factor: Option<Ratio>) {
        self.rivals = factor.map(|factor| (rivals, factor));
    }

    /// Takes the present sample.
    pub(super) fn price(&mut self, offer: &Offer, usage: &Usage) -> Result<(), RateError> {
        if self.amounts.is_some() || self.total.is_none() {
            self.total = offer.total(usage)?;
        }
        self.bid = None;
        let Some(total) = self.total else { return Ok(()) };
        self.is_complete &= total.complete;
        if let Some(amounts) = &mut self.amounts {
            amounts.push(total.amount);
        }
        let lacks = self.cannot_do.iter().any(|driver| !usage.value(*driver).is_zero());
        if let (Some((_, factor)), false, true) = (self.rivals, lacks, total.complete) {
            self.bid = Some(total.amount.times(factor)?);
        }
        Ok(())
    }

    /// What so many samples come to.
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

/// Gives the present sample to the cheapest of each that compete; of those that are equally cheap each has
/// its part. One without a rival is not cheap.
pub(super) fn compare(contenders: &mut [Contender]) {
    for place in 0..contenders.len() {
        let among = |contender: &Contender| match contender.rivals {
            Some((rivals, _)) if rivals == place => contender.bid,
            _ => None,
        };
        let (mut bids, mut least, mut equal) = (0, None, 0);
        for bid in contenders.iter().filter_map(among) {
            bids += 1;
            if least.is_none_or(|least| bid < least) {
                (least, equal) = (Some(bid), 1);
            } else if least == Some(bid) {
                equal += 1;
            }
        }
        if bids < 2 {
            continue;
        }
        for contender in contenders.iter_mut() {
            let Some(bid) = among(contender) else { continue };
            contender.was_compared = true;
            match (Some(bid) == least, equal) {
                (false, _) => {}
                (true, 1) => contender.won += 1,
                (true, equal) => contender.win_part(equal),
            }
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
