//! The job that a workload states, from each change of it to the next.

use chrono::FixedOffset;

use super::Question;
use crate::ask::offer::Offer;
use crate::ask::rank::Unranked;
use crate::card::rate_card::RateCard;
use crate::invoice::quote::Invoice;
use crate::invoice::total::Total;
use crate::number::ratio::Ratio;
use crate::rate::error::RateError;
use crate::rate::tariff::Tariff;
use crate::usage::driver::DriverId;
use crate::usage::formula::Formula;
use crate::usage::inputs::{DriverSet, Usage};
use crate::usage::timeline::{Change, Segment, Timeline, TimelineError};
use crate::usage::workload::{UsageError, Workload};

/// The jobs to which somebody set a driver above zero, at the start or by a change, in the order of the drivers.
#[must_use]
pub fn asked_jobs(workload: &Workload, usage: &Usage, changes: &[Change]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for job in asked(workload, usage, changes).into_iter().map(|id| &workload.vocabulary()[id].job)
    {
        if !job.is_empty() && !names.contains(job) {
            names.push(job.clone());
        }
    }
    names
}

/// The jobs that are to be done: those that are asked for, or else those to which somebody set a driver above zero,
/// or else the first of the vocabulary.
#[must_use]
pub fn stated_jobs(
    asked_for: &[String],
    workload: &Workload,
    usage: &Usage,
    changes: &[Change],
) -> Vec<String> {
    let mut names = asked_for.to_vec();
    if names.is_empty() {
        names = asked_jobs(workload, usage, changes);
    }
    if names.is_empty() {
        let first = workload.vocabulary().iter().map(|(_, driver)| &driver.job);
        names.extend(first.filter(|job| !job.is_empty()).take(1).cloned());
    }
    names
}

/// The drivers that somebody set above zero, at the start or by a change. A change to a formula counts.
fn asked(workload: &Workload, usage: &Usage, changes: &[Change]) -> Vec<DriverId> {
    let drivers = workload.vocabulary().iter().map(|(id, _)| id);
    let is_set = |it: &Change| it.value.is_formula() || !it.value.number().is_zero();
    let is_asked = |id: &DriverId| {
        let is_set_at_first = workload.is_chosen(*id) && !usage.value(*id).is_zero();
        is_set_at_first || changes.iter().any(|it| it.driver == *id && is_set(it))
    };
    drivers.filter(is_asked).collect()
}

/// The job that a workload states.
pub(super) struct Job {
    pub names: Vec<String>,
    /// The values at the start.
    pub usage: Usage,
    /// The drivers that are ever above zero.
    pub used: DriverSet,
    /// The drivers that somebody set above zero.
    asked: Vec<DriverId>,
    /// The stretches of a workload that changes, on each clock. Empty for a steady one.
    clocks: Vec<(FixedOffset, Result<Vec<Stage>, TimelineError>)>,
}

/// The workload from one change to the next.
struct Stage {
    workload: Workload,
    segment: Segment,
}

impl Job {
    pub fn of(question: &Question<'_>) -> Result<Self, UsageError> {
        let Question { workload, changes, .. } = *question;
        let usage = workload.usage(question.terms.period.terms())?;
        let asked = asked(workload, &usage, changes);
        let names = stated_jobs(question.jobs, workload, &usage, changes);
        let clocks = if changes.is_empty() { Vec::new() } else { clocks(question) };
        let stages = clocks.iter().filter_map(|(_, stages)| stages.as_ref().ok()).flatten();
        let usages = || std::iter::once(&usage).chain(stages.clone().map(|it| &it.segment.usage));
        let mut used = DriverSet::default();
        for (id, _) in workload.vocabulary().iter() {
            used.set(id, usages().any(|usage| !usage.value(id).is_zero()));
        }
        Ok(Self { names, usage, used, asked, clocks })
    }

    /// Returns whether the workload stays as it is.
    pub fn is_steady(&self) -> bool {
        self.clocks.is_empty()
    }

    /// The reason why the workload cannot change in that way on a card's clock.
    pub fn untimed(&self, card: &RateCard) -> Option<TimelineError> {
        let (_, stages) = self.clocks.iter().find(|(offset, _)| *offset == card.offset)?;
        stages.as_ref().err().cloned()
    }

    /// The stretches on a card's clock. Empty for a steady workload.
    fn stages(&self, card: &RateCard) -> &[Stage] {
        let known = self.clocks.iter().find(|(offset, _)| *offset == card.offset);
        known.and_then(|(_, stages)| stages.as_deref().ok()).unwrap_or_default()
    }

    /// Is an offer out of the question, whatever the values of the drivers that are set?
    pub fn is_out(&self, question: &Question<'_>, offer: &Offer) -> bool {
        let mut stages = self.stages(offer.card()).iter();
        offer.has_ended()
            || offer.lacks(question.workload, &self.usage)
            || stages.any(|it| offer.lacks(&it.workload, &it.segment.usage))
    }

    /// The total of an offer that is not out. None if it cannot carry the workload or is not known as a whole.
    pub fn carried(
        &self,
        question: &Question<'_>,
        offer: &Offer,
    ) -> Result<Option<Ratio>, RateError> {
        if self.is_steady() {
            return offer.carried(question.workload, &self.usage);
        }
        for Stage { workload, segment } in self.stages(offer.card()) {
            if !offer.carries(workload, &segment.usage)? {
                return Ok(None);
            }
        }
        let total = offer.total_of(|tariff| {
            let mut invoice = Invoice::default();
            self.quote(tariff, &mut invoice)?;
            Ok(Total { amount: invoice.total, complete: invoice.complete })
        })?;
        Ok(total.filter(|total| total.complete).map(|total| total.amount))
    }

    /// The reasons against a rank. None if it has no exact value.
    pub fn unranked(&self, question: &Question<'_>, offer: &Offer) -> Vec<Unranked> {
        let against = |workload: &Workload, usage: &Usage| {
            offer.unranked(workload, usage).unwrap_or_default()
        };
        let mut found = against(question.workload, &self.usage);
        for Stage { workload, segment } in self.stages(offer.card()) {
            for reason in against(workload, &segment.usage) {
                let same = |it: &Unranked| it.is_about_the_same(reason);
                if !found.iter().any(same) {
                    found.push(reason);
                }
            }
        }
        found
    }

    /// Prices one card of an offer.
    pub fn quote(&self, tariff: &Tariff, invoice: &mut Invoice) -> Result<(), RateError> {
        if self.is_steady() {
            return tariff.quote(&self.usage, invoice);
        }
        let stages = self.stages(tariff.card()).iter();
        let segments: Vec<Segment> = stages.map(|stage| stage.segment.clone()).collect();
        tariff.quote_timeline(&segments, invoice)
    }

    /// Returns whether a card may do a part of the job, whatever is chosen on it.
    pub fn may_be_done_by(&self, question: &Question<'_>, card: &RateCard) -> bool {
        let formulas = card.charges.iter().flat_map(|charge| charge.axes.formulas());
        let drivers: Vec<DriverId> = formulas.flat_map(Formula::drivers).collect();
        self.done(question, card, &drivers).contains(&true)
    }

    /// The jobs that a card does as it is chosen, by place.
    pub fn done_by(&self, question: &Question<'_>, tariff: &Tariff) -> Vec<bool> {
        let drivers: Vec<DriverId> = tariff.charged_by().collect();
        self.done(question, tariff.card(), &drivers)
    }

    /// The jobs that a card does if its charges read these drivers, by place.
    ///
    /// A job with a driver of its own name, such as `keys`, is one thing. Any other, such as `security`, is a
    /// family of services that count different things: of these, only those that count something asked for do
    /// the job.
    fn done(&self, question: &Question<'_>, card: &RateCard, drivers: &[DriverId]) -> Vec<bool> {
        let vocabulary = question.workload.vocabulary();
        let does = |name: &String| {
            let is_of_job = |driver: &DriverId| vocabulary[*driver].job == *name;
            let is_family = vocabulary.find(name).is_none() && self.asked.iter().any(is_of_job);
            let mut charged = drivers.iter().copied().filter(is_of_job).peekable();
            let is_flat = charged.peek().is_none();
            let counts = |driver: DriverId| {
                let is_asked = self.asked.contains(&driver);
                is_asked || !is_family && self.used.has(driver)
            };
            let counts_some = charged.any(counts);
            card.jobs.contains(name) && (is_flat || counts_some)
        };
        self.names.iter().map(does).collect()
    }
}

/// The stretches of the workload on each clock of the candidates.
fn clocks(question: &Question<'_>) -> Vec<(FixedOffset, Result<Vec<Stage>, TimelineError>)> {
    let (workload, changes) = (question.workload.clone(), question.changes.to_vec());
    let timeline = Timeline { workload, changes };
    let mut clocks: Vec<(FixedOffset, Result<Vec<Stage>, TimelineError>)> = Vec::new();
    for candidate in question.candidates {
        let offset = candidate.card.offset;
        if clocks.iter().any(|(known, _)| *known == offset) {
            continue;
        }
        let mut stages = Vec::new();
        let walked = timeline.walk(&question.terms.period, offset, |window, workload, usage| {
            let segment = Segment { window, usage };
            stages.push(Stage { workload: workload.clone(), segment });
        });
        clocks.push((offset, walked.map(|()| stages)));
    }
    clocks
}
