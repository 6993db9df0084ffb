//! The check whether an offer can be ranked beside others, and the reason if it cannot.

use crate::ask::offer::Offer;
use crate::number::ratio::{Exact, Ratio, Word};
use crate::rate::error::RateError;
use crate::usage::driver::DriverId;
use crate::usage::footing::Footing;
use crate::usage::formula::EvaluateError;
use crate::usage::inputs::{Inputs, Usage};
use crate::usage::peak::Peak;
use crate::usage::workload::Workload;

/// The reason why an offer has no rank, although a part of its price may be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unranked {
    /// The service no longer exists in the period, or in a part of it.
    Ended,
    /// Neither the service nor a companion can do what somebody asked for.
    CannotDo {
        /// The driver that was asked for.
        driver: DriverId,
        /// The amount of it.
        value: Ratio,
    },
    /// More than the offer can carry as it is chosen.
    Quota {
        /// The tariff with the quota: 0 for the card's own, then the companions in their order.
        tariff: usize,
        /// The quota's place in the card.
        quota: usize,
        /// The amount that is asked for.
        value: Ratio,
        /// The most that there can be.
        limit: Ratio,
    },
    /// A charge reads a peak that was set below the mean.
    PeakBelowMean {
        /// The driver.
        driver: DriverId,
        /// The value that it was set to.
        value: Ratio,
        /// The mean of the requests.
        mean: Ratio,
    },
    /// A price is missing, or a companion's currency cannot be converted.
    Incomplete,
    /// No exchange rate leads from the card's currency to the offer's.
    NoRate,
}

impl Unranked {
    /// Returns whether another reason is the same one, at whatever value.
    pub(crate) fn is_about_the_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Ended, Self::Ended)
            | (Self::Incomplete, Self::Incomplete)
            | (Self::NoRate, Self::NoRate) => true,
            (Self::CannotDo { driver, .. }, Self::CannotDo { driver: other, .. })
            | (Self::PeakBelowMean { driver, .. }, Self::PeakBelowMean { driver: other, .. }) => {
                driver == other
            }
            (
                Self::Quota { tariff, quota, .. },
                Self::Quota { tariff: of_other, quota: other, .. },
            ) => (tariff, quota) == (of_other, other),
            (
                Self::Ended
                | Self::CannotDo { .. }
                | Self::Quota { .. }
                | Self::PeakBelowMean { .. }
                | Self::Incomplete
                | Self::NoRate,
                _,
            ) => false,
        }
    }
}

impl Offer {
    /// The total by which it is compared with others. None if anything in [`Self::unranked`] stands against
    /// it.
    pub fn ranked(&self, workload: &Workload, usage: &Usage) -> Result<Option<Ratio>, RateError> {
        if self.is_out(workload, usage) { Ok(None) } else { self.carried(workload, usage) }
    }

    /// Has the service ended, or was something asked for that neither it nor a companion can do? That depends on
    /// which drivers are set and which are zero.
    pub(crate) fn is_out(&self, workload: &Workload, usage: &Usage) -> bool {
        self.has_ended() || self.lacks(workload, usage)
    }

    /// The total of an offer that is not out. None if it cannot carry the workload or is not known as a whole.
    pub(crate) fn carried(
        &self,
        workload: &Workload,
        usage: &Usage,
    ) -> Result<Option<Ratio>, RateError> {
        if !self.carries(workload, usage)? {
            return Ok(None);
        }
        let total = self.total(usage)?.filter(|total| total.complete);
        Ok(total.map(|total| total.amount))
    }

    /// Everything that stands against a rank. Empty if the offer is ranked.
    ///
    /// ```
    /// use whatif_pricing::{
    ///     Catalog, ExchangeRates, Offer, Period, Ratio, Selection, Tariff, Unranked, Vocabulary, Workload,
    /// };
    /// let card = Catalog::shipped().card("tencent-ssm-enterprise").unwrap();
    /// let period = Period::standard_month("2026-06-01".parse().unwrap());
    /// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
    /// let offer = Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
    /// let mut workload = Workload::standard(Vocabulary::standard());
    /// // 100 secrets read 25,920,000 times: 10 a second
    /// workload.set_text("calls", "25920000").unwrap();
    /// workload.set_text("peak_qps", "5").unwrap();
    /// let usage = workload.usage(period.terms()).unwrap();
    /// let unranked = offer.unranked(&workload, &usage).unwrap();
    /// assert!(matches!(unranked[..], [Unranked::PeakBelowMean { value, .. }] if value == Ratio::from(5)));
    /// assert_eq!(offer.ranked(&workload, &usage), Ok(None));
    /// ```
    pub fn unranked(&self, workload: &Workload, usage: &Usage) -> Result<Vec<Unranked>, RateError> {
        let mut found = Vec::new();
        if self.has_ended() {
            found.push(Unranked::Ended);
        }
        let lacking = self.cannot_do(workload).into_iter();
        let lacking = lacking.map(|driver| (driver, usage.value(driver)));
        let lacking = lacking.filter(|(_, value)| !value.is_zero());
        found.extend(lacking.map(|(driver, value)| Unranked::CannotDo { driver, value }));
        self.beyond_quotas(usage, &mut found)?;
        for peak in workload.peaks().iter().filter(|peak| self.charges_by(peak.driver)) {
            let driver = peak.driver;
            if let Ok(Some(Footing::BelowMean { value, mean })) = workload.footing(driver, usage) {
                found.push(Unranked::PeakBelowMean { driver, value, mean });
            }
        }
        match self.total(usage)? {
            None => found.push(Unranked::NoRate),
            Some(total) if !total.complete => found.push(Unranked::Incomplete),
            Some(_) => {}
        }
        Ok(found)
    }

    fn beyond_quotas(&self, usage: &Usage, found: &mut Vec<Unranked>) -> Result<(), RateError> {
        for (tariff, priced) in self.tariffs().iter().enumerate() {
            let usage = priced.derived(usage)?;
            for (quota, limit) in priced.unranking() {
                if let Some((value, limit)) = limit.exceeded(&usage)? {
                    found.push(Unranked::Quota { tariff, quota, value, limit });
                }
            }
        }
        Ok(())
    }

    /// Can it carry the workload as it is chosen, and is every peak that it charges by possible?
    pub(crate) fn carries(&self, workload: &Workload, usage: &Usage) -> Result<bool, RateError> {
        let peaks = Peaks::of(self, workload);
        let held = self.limits_hold::<Word>(&peaks, usage);
        let held = held.or_else(|_| self.limits_hold::<Ratio>(&peaks, usage));
        held.map_err(|error| RateError::Charge { charge: "the limits".to_owned(), error })
    }

    /// Does the workload exceed a vendor's limit that the offer, as it is chosen, does not raise?
    pub(crate) fn is_over_limit(&self, usage: &Usage) -> Result<bool, RateError> {
        let held = self.limits_hold::<Ratio>(&Peaks(Vec::new()), usage);
        let held =
            held.map_err(|error| RateError::Charge { charge: "the limits".to_owned(), error });
        Ok(!held?)
    }

    /// Do the limits that it is held against depend on drivers that move?
    pub(crate) fn limits_move(&self, peaks: &Peaks<'_>, moves: &[bool]) -> bool {
        let mut of_peaks = peaks.0.iter().flat_map(|peak| peak.below.drivers());
        of_peaks.any(|driver| moves[driver.index()])
            || self.tariffs().iter().any(|tariff| tariff.limits_move(moves))
    }

    /// The same in any exact numbers.
    pub(crate) fn limits_hold<N: Exact>(
        &self,
        peaks: &Peaks<'_>,
        inputs: &impl Inputs<N>,
    ) -> Result<bool, EvaluateError> {
        for tariff in self.tariffs() {
            if !tariff.carries(inputs)? {
                return Ok(false);
            }
        }
        for peak in &peaks.0 {
            if peak.below.calculate::<N>(inputs)?.sign()?.is_gt() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The peaks that an offer charges by and that may be below their mean.
#[derive(Clone, Debug)]
pub(crate) struct Peaks<'a>(Vec<&'a Peak>);

impl<'a> Peaks<'a> {
    pub fn of(offer: &Offer, workload: &'a Workload) -> Self {
        let may_be_below = |peak: &&Peak| {
            let linked =
                !workload.is_chosen(peak.driver) && workload.value(peak.driver).is_formula();
            !linked && offer.charges_by(peak.driver)
        };
        Self(workload.peaks().iter().filter(may_be_below).collect())
    }
}
