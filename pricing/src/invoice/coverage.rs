//! The extent to which an invoice answers the question: what the card leaves out of the workload,
//! and how sure the prices are that it is made of.

use crate::card::charge::{Confidence, Meter};
use crate::card::rate_card::{RateCard, Selection};
use crate::invoice::quote::Invoice;
use crate::number::ratio::Ratio;
use crate::rate::line::Line;
use crate::rate::tariff::Tariff;
use crate::rate::warning::Warning;
use crate::usage::driver::{DriverId, Vocabulary};
use crate::usage::footing::Footing;
use crate::usage::inputs::Usage;
use crate::usage::workload::Workload;

impl RateCard {
    /// The least sure of the prices that an invoice is made of: those of what is used, but for the user's
    /// own. `None` if there are none. A line that costs nothing counts only if the whole does: it makes no amount
    /// less sure.
    #[must_use]
    pub fn confidence_of(&self, selection: &Selection, invoice: &Invoice) -> Option<Confidence> {
        let is_free = invoice.total.is_zero();
        let counts = |line: &&Line| {
            let is_used = !line.billed_quantity.is_zero();
            let casts = is_free || line.amount.is_none_or(|amount| !amount.is_zero());
            is_used && casts && selection.own_price(self, line.charge).is_none()
        };
        let lines = invoice.lines.iter().filter(counts);
        lines.map(|line| *self.charges[line.charge].confidence.pick(&selection.options)).max()
    }

    /// Returns whether another card may stand beside this one: a companion that it names, or one of the same
    /// provider that does a job this one does not do, or another part of a family of services.
    ///
    /// ```
    /// use whatif_pricing::Catalog;
    /// let card = |id: &str| Catalog::shipped().card(id).unwrap();
    /// let modules = card("azure-managed-hsm");
    /// assert!(modules.may_have_beside(&card("azure-key-vault")), "it keeps no secrets");
    /// assert!(!modules.may_have_beside(&card("aws-secrets-manager")), "another provider's");
    /// assert!(!modules.may_have_beside(&modules));
    /// ```
    #[must_use]
    pub fn may_have_beside(&self, other: &Self) -> bool {
        let is_named = self.companions.iter().any(|companion| companion.card == other.id);
        let is_family = |job: &str| Vocabulary::standard().find(job).is_none();
        let adds = |job: &String| !self.jobs.contains(job) || is_family(job);
        let is_sibling = other.provider == self.provider && other.id != self.id;
        is_named || (is_sibling && other.jobs.iter().any(adds))
    }
}

impl Tariff {
    /// The drivers that somebody set above zero and this offer leaves out: those of a job that
    /// neither this service nor the companions that are included can do, and those by which they do
    /// not charge as they are chosen. A limit by places that multiply all, such as regions, is no charge. A peak
    /// below the mean counts only if a charge reads it.
    pub fn leaves_out<'a>(
        &'a self,
        companions: &'a [&'a Self],
        workload: &'a Workload,
        usage: &'a Usage,
    ) -> impl Iterator<Item = Warning> + 'a {
        let tariffs: Vec<&Self> = std::iter::once(self).chain(companions.iter().copied()).collect();
        let mut reads = vec![false; workload.vocabulary().len()];
        let mut charges_by = reads.clone();
        for tariff in &tariffs {
            tariff.mark_reads(workload, usage, &mut reads);
            tariff.charged_by().for_each(|driver| charges_by[driver.index()] = true);
        }
        let wanted = |id: DriverId| workload.is_chosen(id) && !usage.value(id).is_zero();
        let below = move |driver: DriverId| match workload.footing(driver, usage) {
            Ok(Some(Footing::BelowMean { value, mean })) => {
                Some(Warning::PeakBelowMean { driver, value, mean })
            }
            Ok(_) | Err(_) => None,
        };
        let peaks = workload.peaks().iter().map(|peak| peak.driver);
        let peaks = peaks.filter(move |peak| charges_by[peak.index()]).filter_map(below);
        let drivers = workload.vocabulary().iter();
        let drivers = drivers.filter(move |(id, driver)| {
            let is_multiplied = driver.multiplies() && usage.value(*id) > Ratio::ONE;
            wanted(*id) && (is_multiplied || !driver.job.is_empty())
        });
        let left_out = drivers.filter_map(move |(id, _)| {
            let value = usage.value(id);
            match serves(&tariffs, workload, id) {
                false => Some(Warning::CannotDo { driver: id, value }),
                true if !reads[id.index()] => Some(Warning::NotRead { driver: id, value }),
                true => None,
            }
        });
        left_out.chain(peaks)
    }

    /// Marks the drivers on which its invoice depends as it is chosen, through the workload's formulas too.
    fn mark_reads(&self, workload: &Workload, usage: &Usage, reads: &mut [bool]) {
        let vocabulary = workload.vocabulary();
        // Places multiply what is kept. If none of it costs anything, a limit alone can read them.
        let is_counted =
            |driver: &DriverId| !vocabulary[*driver].multiplies() || !self.keeps(usage);
        let limited = self.limited_by().filter(is_counted);
        let follows = self.follows().iter().flat_map(|follow| follow.formula.drivers());
        for driver in self.charged_by().chain(limited).chain(follows) {
            workload.feeds(driver, reads);
        }
    }

    /// Is anything charged that is there, rather than used?
    fn keeps(&self, usage: &Usage) -> bool {
        let mut invoice = Invoice::default();
        let is_kept = |line: &&Line| match self.card().charges[line.charge].axes.meter {
            Meter::Held(..)
            | Meter::Peak(..)
            | Meter::Snapshot(..)
            | Meter::Percentile(..)
            | Meter::Kept(..) => true,
            Meter::Used(..) | Meter::Lines(..) => false,
        };
        let costs = |line: &Line| line.amount.is_none_or(|amount| !amount.is_zero());
        self.quote(usage, &mut invoice).is_ok() && invoice.lines.iter().filter(is_kept).any(costs)
    }

    /// Does the service have a part in a family of services, as it is chosen? Those that count nothing of
    /// what somebody set do not. One without a charge by anything of the family does.
    pub(crate) fn counts(&self, workload: &Workload, job: &str) -> bool {
        let vocabulary = workload.vocabulary();
        let mut of_job = self.charged_by().filter(|it| vocabulary[*it].job == job).peekable();
        of_job.peek().is_none() || of_job.any(|driver| workload.is_chosen(driver))
    }
}

/// Does one of the services do the job that a driver belongs to? Any does what belongs to none.
///
/// A job with a driver of its own name, such as `keys`, is one thing. Any other, such as `security`, is a
/// family of services that count different things.
pub(crate) fn serves(tariffs: &[&Tariff], workload: &Workload, driver: DriverId) -> bool {
    let vocabulary = workload.vocabulary();
    let job = &vocabulary[driver].job;
    if job.is_empty() {
        return true;
    }
    let is_family = vocabulary.find(job).is_none();
    let mut does = tariffs.iter().filter(|it| it.card().jobs.contains(job));
    does.any(|tariff| !is_family || tariff.counts(workload, job))
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
