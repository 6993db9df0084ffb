//! One offer in the course of the samples, and who of those that compete is the cheapest.

use std::collections::BTreeMap;

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
    /// The samples in which none of its rivals can be ranked.
    alone: u32,
    /// The samples in which others are as cheap, by how many they are with it.
    shared: BTreeMap<u32, u32>,
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
            alone: 0,
            shared: BTreeMap::new(),
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
        let share = self.was_compared.then(|| self.won_samples()?.over(Ratio::from(samples)).ok());
        Outcome { spread, share: share.flatten() }
    }
}

/// Gives the present sample to each that none of its rivals undercuts. Those that are equally cheap share it.
/// One that never has a rival is not cheap.
pub(super) fn compare(contenders: &mut [Contender]) {
    for place in 0..contenders.len() {
        let contender = &contenders[place];
        let (Some(bid), Some((rivals, _))) = (contender.bid, &contender.rivals) else { continue };
        let (mut bids, mut lower, mut equal) = (0, 0, 1_u32);
        for other in rivals.iter().filter_map(|rival| contenders[*rival].bid) {
            bids += 1;
            lower += i32::from(other < bid);
            equal += u32::from(other == bid);
        }
        let contender = &mut contenders[place];
        contender.was_compared |= bids > 0;
        match (bids, lower, equal) {
            (0, ..) => contender.alone += 1,
            (_, 1.., _) => {}
            (_, _, 1) => contender.won += 1,
            (_, _, equal) => *contender.shared.entry(equal).or_default() += 1,
        }
    }
}

/// Parts of a sample, for shares that have no exact sum.
const PARTS: i64 = 1_000_000_000;

impl Contender {
    /// The samples that it won, with those in which it alone could be ranked and its parts of those that it
    /// shares.
    ///
    /// Any number of offers may tie, and a sum of many different fractions has no room for its
    /// denominator. Each is then rounded down to a billionth of a sample.
    fn won_samples(&self) -> Option<Ratio> {
        let won = Ratio::from(self.won.checked_add(self.alone)?);
        let mut parts =
            self.shared.iter().map(|(equal, count)| (i64::from(*equal), i64::from(*count)));
        let rounded: i64 = parts.clone().map(|(equal, count)| count * PARTS / equal).sum();
        let exact = parts.try_fold(won, |sum, (equal, count)| sum.plus(Ratio::of(count, equal)?));
        exact.or_else(|_| won.plus(Ratio::of(rounded, PARTS)?)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalog, ExchangeRates, Period, Selection, Tariff, Vocabulary};

    #[test]
    fn any_number_of_offers_may_tie() {
        let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
        let period = Period::standard_month("2026-06-01".parse().unwrap());
        let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
        let offer =
            Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
        let workload = Workload::standard(Vocabulary::standard());
        let mut contenders = vec![Contender::new(&offer, &workload, &[], 1); 90];
        for (place, contender) in contenders.iter_mut().enumerate() {
            contender.compete((0..90).filter(|rival| *rival != place).collect(), Some(Ratio::ONE));
        }
        // In one sample each of 2 to 90 offers tie: the parts have every denominator up to 90.
        for equal in 2..=90 {
            for (place, contender) in contenders.iter_mut().enumerate() {
                contender.bid = Some(if place < equal { Ratio::ZERO } else { Ratio::ONE });
            }
            compare(&mut contenders);
        }
        let share = contenders[0].outcome(89).share.unwrap();
        // 1/2 + 1/3 + … + 1/90 is 4.08257…, of 89 samples.
        let parse = |text| Ratio::parse(text).unwrap();
        assert!(share > parse("0.04587") && share < parse("0.04588"), "{share:?}");
        assert_eq!(contenders[89].outcome(89).share, Some(Ratio::of(1, 90 * 89).unwrap()));
    }
}
