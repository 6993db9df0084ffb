//! The cost of objects that poll: what each adds to the quote, and what a longer interval saves.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::{
    Currency, DriverId, OutOfRange, Period, QuoteError, Quoter, RateCard, RateError, Ratio,
    Selection, Tariff, Value, Vocabulary, Workload,
};

use crate::import::{Import, PollingObject, driver_value};

/// Intervals that are offered in place of shorter ones, in seconds.
const LONGER: [i64; 3] = [300, 3_600, 86_400];
/// The most objects that are named.
const OBJECTS_MAX: usize = 10;
/// The driver that counts calls.
const CALLS: &str = "calls";

/// An object that polls, with its cost in 30 days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollingCost {
    /// The object.
    pub object: PollingObject,
    /// The currency.
    pub currency: Currency,
    /// The total less that without the object's calls.
    pub cost: Ratio,
    /// A longer interval in seconds, with the calls and the cost that it would have. `None` if it is long.
    pub longer: Option<(Ratio, Ratio, Ratio)>,
}

/// The objects that cost most. On one card more calls never cost less, so of each card those with the most
/// calls are priced.
#[must_use]
pub fn polling(import: &Import, cards: &[Arc<RateCard>], start: NaiveDate) -> Vec<PollingCost> {
    let mut found: BTreeMap<&str, Option<Pricing>> = BTreeMap::new();
    let mut costs = Vec::new();
    let mut of_cards: BTreeMap<&str, usize> = BTreeMap::new();
    for object in &import.objects {
        let priced = of_cards.entry(&object.card).or_default();
        if *priced == OBJECTS_MAX {
            continue;
        }
        *priced += 1;
        let pricing = found.entry(&object.card).or_insert_with(|| {
            let card = cards.iter().find(|card| card.id == *object.card)?;
            Pricing::new(import, card, start).ok()
        });
        let cost = pricing.as_mut().and_then(|pricing| pricing.cost(object).ok());
        costs.extend(cost.filter(|it| !it.cost.is_zero()));
    }
    costs.sort_by_key(|one| Reverse(one.cost));
    costs.truncate(OBJECTS_MAX);
    costs
}

/// The reasons why an object has no cost.
#[derive(Debug, thiserror::Error)]
enum Unpriced {
    #[error(transparent)]
    Value(#[from] whatif_pricing::SetError),
    #[error(transparent)]
    Quote(#[from] QuoteError),
    #[error(transparent)]
    Rate(#[from] RateError),
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

/// A card with the drivers that manifests give.
struct Pricing {
    quoter: Quoter,
    workload: Workload,
    driver: DriverId,
    calls: Ratio,
}

impl Pricing {
    fn new(import: &Import, card: &Arc<RateCard>, start: NaiveDate) -> Result<Self, Unpriced> {
        let period = Period::standard_month(start);
        let tariff = Tariff::new(card, &Selection::standard(card), period)?;
        let vocabulary = Vocabulary::standard();
        let mut workload = Workload::standard(vocabulary);
        let driver = crate::import::driver(CALLS);
        let own = import.drivers.iter().filter(|it| it.card.as_ref() == Some(&card.id));
        let mut calls = Ratio::ZERO;
        for one in own.filter(|it| it.period.month().is_none()) {
            workload.set(one.driver, driver_value(one.driver, one.value)?)?;
            if one.driver == driver {
                calls = one.value;
            }
        }
        Ok(Self { quoter: Quoter::new(tariff, vocabulary), workload, driver, calls })
    }

    fn total(&mut self, calls: Ratio) -> Result<Ratio, Unpriced> {
        let value: Value = driver_value(self.driver, calls)?;
        self.workload.set(self.driver, value)?;
        Ok(self.quoter.total(&self.workload)?.amount)
    }

    fn cost(&mut self, object: &PollingObject) -> Result<PollingCost, Unpriced> {
        let others = self.calls.minus(object.calls)?;
        let without = self.total(others)?;
        let cost = self.total(self.calls)?.minus(without)?;
        let longer = LONGER.into_iter().map(Ratio::from).find(|it| *it > object.interval);
        let longer = match longer {
            Some(interval) => {
                let calls = object.calls.times(object.interval)?.over(interval)?;
                let cost = self.total(others.plus(calls)?)?.minus(without)?;
                Some((interval, calls, cost))
            }
            None => None,
        };
        let currency = self.quoter.tariff().currency();
        Ok(PollingCost { object: object.clone(), currency, cost, longer })
    }
}
