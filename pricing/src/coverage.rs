//! How far an invoice answers the question: what the card leaves out of the workload, and how sure the
//! prices are that it is made of.

use crate::card::{RateCard, Selection};
use crate::charge::Confidence;
use crate::driver::{Driver, DriverId};
use crate::invoice::{Invoice, Line, Warning};
use crate::usage::Usage;
use crate::workload::Workload;

impl RateCard {
    /// The least sure of the prices that an invoice is made of: those of what is used, but for the user's
    /// own. None where there are none.
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

    /// What somebody set above zero and this card leaves out: drivers of a job that neither this service
    /// nor the companions that are included can do, and drivers by which it does not charge.
    pub fn leaves_out<'a>(
        &'a self,
        companions: &'a [&'a Self],
        workload: &'a Workload,
        usage: &'a Usage,
    ) -> impl Iterator<Item = Warning> + 'a {
        let cards = move || std::iter::once(self).chain(companions.iter().copied());
        let wanted = |id: DriverId| workload.is_chosen(id) && !usage.value(id).is_zero();
        let drivers = workload.vocabulary().iter();
        let drivers = drivers.filter(move |(id, driver)| !driver.job.is_empty() && wanted(*id));
        drivers.filter_map(move |(id, driver)| {
            let value = usage.value(id);
            match cards().any(|card| card.serves(driver)) {
                false => Some(Warning::CannotDo { driver: id, value }),
                true if !cards().any(|card| card.reads(workload)[id.index()]) => {
                    Some(Warning::NotRead { driver: id, value })
                }
                true => None,
            }
        })
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
            _ => None,
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
