//! An offer: a card as it is chosen, with the companions that are switched on, as one total in one
//! currency. The instruments ask it what a workload comes to; it asks the tariffs.

use std::sync::Arc;

use crate::card::rate_card::RateCard;
use crate::invoice::coverage::serves;
use crate::invoice::exchange::ExchangeRates;
use crate::invoice::total::Total;
use crate::number::money::Currency;
use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::error::RateError;
use crate::rate::tariff::Tariff;
use crate::usage::driver::DriverId;
use crate::usage::inputs::{DriverSet, Usage};
use crate::usage::workload::Workload;

/// A card as it is chosen, ready to be totalled in one currency.
///
/// ```
/// use whatif_pricing::{
///     Catalog, ExchangeRates, Offer, Period, Ratio, Selection, Tariff, Vocabulary, Workload,
/// };
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
/// let offer = Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
/// let workload = Workload::standard(Vocabulary::standard());
/// let usage = workload.usage(period.terms()).unwrap();
/// // 100 credentials × 0.40 + 60,000 calls ÷ 10,000 × 0.05
/// let total = offer.total(&usage).unwrap().unwrap();
/// assert_eq!((total.amount, total.complete), (Ratio::parse("40.3").unwrap(), true));
/// ```
#[derive(Clone, Debug)]
pub struct Offer {
    /// The card's own tariff, then those of its companions.
    tariffs: Vec<Tariff>,
    /// The value of one unit of each tariff's currency in the offer's. `None` if no rate leads
    /// there.
    factors: Vec<Option<Ratio>>,
    currency: Currency,
    /// The drivers that a charge reads itself.
    charged_by: DriverSet,
}

impl Offer {
    /// A card's tariff with those of its companions, in a currency.
    pub fn new(
        tariff: Tariff,
        companions: Vec<Tariff>,
        currency: Currency,
        rates: &ExchangeRates,
    ) -> Result<Self, OutOfRange> {
        let own = tariff.currency();
        let shown = rates.convert(Ratio::ONE, own, currency)?;
        let factor = |companion: &Tariff| {
            let into_own = rates.convert(Ratio::ONE, companion.currency(), own)?;
            into_own.zip(shown).map(|(one, other)| one.times(other)).transpose()
        };
        let mut factors = vec![shown];
        for companion in &companions {
            factors.push(factor(companion)?);
        }
        let main = Arc::clone(tariff.card());
        let companions = companions.into_iter().map(|companion| companion.following(&main));
        let tariffs: Vec<Tariff> = std::iter::once(tariff).chain(companions).collect();
        let mut charged_by = DriverSet::default();
        for driver in tariffs.iter().flat_map(Tariff::charged_by) {
            charged_by.set(driver, true);
        }
        Ok(Self { tariffs, factors, currency, charged_by })
    }

    /// The card.
    #[must_use]
    pub fn card(&self) -> &RateCard {
        self.tariff().card()
    }

    /// The card's own tariff.
    #[must_use]
    pub fn tariff(&self) -> &Tariff {
        &self.tariffs[0]
    }

    /// The tariffs of the companions.
    #[must_use]
    pub fn companions(&self) -> &[Tariff] {
        &self.tariffs[1..]
    }

    /// The card's own tariff, then those of the companions.
    pub(crate) fn tariffs(&self) -> &[Tariff] {
        &self.tariffs
    }

    /// Does a charge read the driver itself?
    pub(crate) fn charges_by(&self, driver: DriverId) -> bool {
        self.charged_by.has(driver)
    }

    /// Every tariff, with what one unit of its currency is in the offer's.
    pub(crate) fn priced(&self) -> impl Iterator<Item = (&Tariff, Option<Ratio>)> {
        self.tariffs.iter().zip(self.factors.iter().copied())
    }

    /// The currency of its totals.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The total of a workload, with the companions. `None` if no rate leads from the card's
    /// currency to the offer's. A companion whose currency cannot be converted leaves the total
    /// incomplete.
    pub fn total(&self, usage: &Usage) -> Result<Option<Total>, RateError> {
        self.total_of(|tariff| tariff.total(usage))
    }

    /// The same from the total of each tariff in its own currency.
    pub(crate) fn total_of(
        &self,
        of: impl Fn(&Tariff) -> Result<Total, RateError>,
    ) -> Result<Option<Total>, RateError> {
        if self.factors[0].is_none() {
            return Ok(None);
        }
        let mut sum = Total { amount: Ratio::ZERO, complete: true };
        for (tariff, factor) in self.tariffs.iter().zip(&self.factors) {
            let total = of(tariff)?;
            sum.complete &= total.complete && factor.is_some();
            let Some(factor) = *factor else { continue };
            sum.amount = sum.amount.plus(total.amount.times(factor)?)?;
        }
        Ok(Some(sum))
    }

    /// Does the service no longer exist in the period, or in a part of it?
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.tariff().has_ended()
    }

    /// Was something asked for that neither the service nor a companion can do?
    #[must_use]
    pub fn lacks(&self, workload: &Workload, usage: &Usage) -> bool {
        let tariffs: Vec<&Tariff> = self.tariffs.iter().collect();
        workload.vocabulary().iter().any(|(id, driver)| {
            let wanted = workload.is_chosen(id) && !driver.job.is_empty();
            wanted && !usage.value(id).is_zero() && !serves(&tariffs, workload, id)
        })
    }

    /// The value of a driver that the total contains, besides what follows the main service's use: a default is
    /// dropped where every card that charges by the driver derives it.
    pub(crate) fn own_value(&self, driver: DriverId, workload: &Workload, usage: &Usage) -> Ratio {
        let follows = |tariff: &Tariff| tariff.follows().iter().any(|it| it.driver == driver);
        let charges = |tariff: &&Tariff| tariff.charged_by().any(|it| it == driver);
        let mut charging = self.tariffs.iter().filter(charges).peekable();
        let is_dropped = !workload.is_chosen(driver) && charging.peek().is_some();
        if is_dropped && charging.all(follows) { Ratio::ZERO } else { usage.value(driver) }
    }

    /// The drivers that somebody set and neither the service nor a companion can do, once they are
    /// above zero.
    #[must_use]
    pub fn cannot_do(&self, workload: &Workload) -> Vec<DriverId> {
        let tariffs: Vec<&Tariff> = self.tariffs.iter().collect();
        let drivers = workload.vocabulary().iter().map(|(id, _)| id);
        let is_lacking =
            |id: &DriverId| workload.is_chosen(*id) && !serves(&tariffs, workload, *id);
        drivers.filter(is_lacking).collect()
    }

    /// By driver: does the total depend on it, through the workload's formulas too?
    #[must_use]
    pub fn reads(&self, workload: &Workload) -> Vec<bool> {
        let mut reads = vec![false; workload.vocabulary().len()];
        for tariff in &self.tariffs {
            for (read, reads) in reads.iter_mut().zip(tariff.card().reads(workload)) {
                *read |= reads;
            }
            for driver in tariff.follows().iter().flat_map(|follow| follow.formula.drivers()) {
                workload.feeds(driver, &mut reads);
            }
        }
        reads
    }
}
