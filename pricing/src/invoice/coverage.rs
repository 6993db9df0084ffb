//! The extent to which an invoice answers the question: what the card leaves out of the workload,
//! and how sure the prices are that it is made of.

use crate::card::charge::Confidence;
use crate::card::rate_card::{RateCard, Selection};
use crate::invoice::quote::Invoice;
use crate::rate::line::Line;
use crate::rate::warning::Warning;
use crate::usage::driver::{Driver, DriverId};
use crate::usage::footing::Footing;
use crate::usage::inputs::Usage;
use crate::usage::workload::Workload;

impl RateCard {
    /// The least sure of the prices that an invoice is made of: those of what is used, but for the user's
    /// own. `None` if there are none.
    #[must_use]
    pub fn confidence_of(&self, selection: &Selection, invoice: &Invoice) -> Option<Confidence> {
        let counts = |line: &&Line| {
            !line.billed_quantity.is_zero() && selection.prices[line.charge].is_none()
        };
        let lines = invoice.lines.iter().filter(counts);
        lines.map(|line| *self.charges[line.charge].confidence.pick(&selection.options)).max()
    }

    /// Does the service do the job that a driver belongs to? Any does what belongs to none.
    pub(crate) fn serves(&self, driver: &Driver) -> bool {
        driver.job.is_empty() || self.jobs.contains(&driver.job)
    }

    /// The drivers that somebody set above zero and this card leaves out: those of a job that
    /// neither this service nor the companions that are included can do, and those by which it does
    /// not charge.
    pub fn leaves_out<'a>(
        &'a self,
        companions: &'a [&'a Self],
        workload: &'a Workload,
        usage: &'a Usage,
    ) -> impl Iterator<Item = Warning> + 'a {
        let cards = move || std::iter::once(self).chain(companions.iter().copied());
        let wanted = |id: DriverId| workload.is_chosen(id) && !usage.value(id).is_zero();
        let below = move |driver: DriverId| match workload.footing(driver, usage) {
            Ok(Some(Footing::BelowMean { value, mean })) => {
                Some(Warning::PeakBelowMean { driver, value, mean })
            }
            Ok(_) | Err(_) => None,
        };
        let reads =
            move |driver: DriverId| cards().any(|card| card.reads(workload)[driver.index()]);
        let peaks = workload.peaks().iter().map(|peak| peak.driver);
        let peaks = peaks.filter_map(move |peak| below(peak).filter(|_| reads(peak)));
        let drivers = workload.vocabulary().iter();
        let drivers = drivers.filter(move |(id, driver)| !driver.job.is_empty() && wanted(*id));
        let left_out = drivers.filter_map(move |(id, driver)| {
            let value = usage.value(id);
            match cards().any(|card| card.serves(driver)) {
                false => Some(Warning::CannotDo { driver: id, value }),
                true if !reads(id) => Some(Warning::NotRead { driver: id, value }),
                true => None,
            }
        });
        left_out.chain(peaks)
    }
}

impl Warning {
    /// Of warnings about what is left out, the one of the highest value for each driver: of a workload that
    /// changes, the most that is asked at any time.
    #[must_use]
    pub fn highest(warnings: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let about = |warning: &Self| match *warning {
            Self::CannotDo { driver, value } | Self::NotRead { driver, value } => {
                Some((driver, value))
            }
            Self::PeakBelowMean { driver, mean, .. } => Some((driver, mean)),
            Self::Unpublished { .. }
            | Self::Quota { .. }
            | Self::ListChange { .. }
            | Self::FormerList { .. }
            | Self::BeforeFirstList { .. }
            | Self::EarlierPeriod { .. }
            | Self::Ended { .. }
            | Self::Idle { .. }
            | Self::Negative { .. } => None,
        };
        let driver = |warning: &Self| about(warning).map(|(driver, _)| driver);
        let mut most: Vec<Self> = Vec::new();
        for warning in warnings {
            match most.iter_mut().find(|known| driver(known) == driver(&warning)) {
                Some(known) if about(known) < about(&warning) => *known = warning,
                Some(_) => {}
                None => most.push(warning),
            }
        }
        most
    }
}
