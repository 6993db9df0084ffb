//! The best offer of each provider: its cheapest complete offer for the job that a workload states.
//!
//! Tried is every combination of a provider's cards, of the choices that are a matter of price, of commitment
//! terms, and of the companions without which a part of the job is missing. What only the user can decide
//! (a region, a free tier that is used up elsewhere, an edition for a feature, software or HSM) stays as it is
//! set. Each combination is an [`Offer`], and its total is that offer's: nothing is added up here.
//!
//! The answer is plain data. Of a workload that changes within the period an offer does the whole job if it does
//! so from each change to the next. It ranks nothing across currencies that no rate connects, and it does not
//! combine services of different providers.

mod answer;
mod candidate;
mod change;
mod combine;
mod job;
mod prepared;

use std::sync::Arc;

use crate::ask::rank::Unranked;
use crate::card::bound::Bound;
use crate::card::rate_card::{RateCard, Selection};
use crate::invoice::exchange::ExchangeRates;
use crate::number::money::Currency;
use crate::number::ratio::Ratio;
use crate::rate::error::RateError;
use crate::rate::terms::Terms;
use crate::usage::timeline::{Change as WorkloadChange, TimelineError};
use crate::usage::workload::{UsageError, Workload};

use job::Job;

pub use candidate::Candidate;
pub use change::{ChangeError, Stretch};
pub use job::{asked_jobs, stated_jobs};
pub use prepared::Prepared;

/// The most combinations of one card with its companions. A card with more is left out, and the answer says so.
pub const COMBINATIONS_MAX: usize = 10_000;

/// A question for the best offers: for a job, among cards, under terms.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The cards that may be chosen, as the user has them.
    pub candidates: &'a [Candidate],
    /// The usage, at the start of the period if it changes.
    pub workload: &'a Workload,
    /// The changes within the period, in any order.
    pub changes: &'a [WorkloadChange],
    /// The jobs to be done. If empty, those to which somebody set a driver above zero, and secrets if there are
    /// none.
    pub jobs: &'a [String],
    /// The period, the day of the lists, the tax.
    pub terms: Terms,
    /// The currency of the totals.
    pub currency: Currency,
    /// The user's rates.
    pub rates: &'a ExchangeRates,
}

/// The best offer of each provider.
#[derive(Clone, Debug)]
pub struct Best {
    /// The jobs that were to be done.
    pub jobs: Vec<String>,
    /// The providers: those in the currency of the question first, the lower total first, those without an
    /// offer last.
    pub providers: Vec<ProviderBest>,
}

/// The answer of one provider.
#[derive(Clone, Debug)]
pub struct ProviderBest {
    /// The provider.
    pub provider: String,
    /// The cheapest complete offer. None if there is none.
    pub best: Option<BestOffer>,
    /// The next one: with another card, or at a higher total. None if there is no other.
    pub runner_up: Option<BestOffer>,
    /// Number of combinations that were priced.
    pub tried: usize,
    /// The cards that were not priced, or not ranked in any combination, and why.
    pub left_out: Vec<LeftOut>,
}

/// A complete offer.
#[derive(Clone, Debug)]
pub struct BestOffer {
    /// The card and the companions that belong to it.
    pub parts: Vec<Part>,
    /// The total.
    pub total: Ratio,
    /// The currency of the total: the question's or, if no rate leads there, the card's.
    pub currency: Currency,
    /// The options that were a matter of price, what was chosen, and why.
    pub chosen: Vec<Chosen>,
    /// The commitments that go beyond the period.
    pub commitments: Vec<Commitment>,
}

/// A card of an offer, with what is chosen on it.
#[derive(Clone, Debug)]
pub struct Part {
    /// The card.
    pub card: Arc<RateCard>,
    /// The choices on it. On the first part the companions that belong to the offer are included.
    pub selection: Selection,
}

/// The choice that was made for an option that is a matter of price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The part that has the option.
    pub part: usize,
    /// The option's place in its card.
    pub option: usize,
    /// The choice's place in the option.
    pub choice: usize,
    /// Why.
    pub why: Why,
}

/// Why a choice was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// With the next best choice the offer costs more.
    Lower {
        /// The place of that choice.
        next: usize,
        /// By how much.
        by: Ratio,
    },
    /// The other choice costs less: the offer is not the best of its cards.
    Higher {
        /// The other choice.
        next: usize,
        /// By how much.
        by: Ratio,
    },
    /// With this other choice the offer costs the same. The one that was set, or the first, is taken.
    Same {
        /// The other choice.
        other: usize,
    },
    /// No other choice makes an offer that can be ranked.
    Only {
        /// The first of the others.
        other: usize,
        /// The reasons against it.
        because: Vec<Unranked>,
    },
}

/// A commitment that is longer than the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// The part that has it.
    pub part: usize,
    /// The charge's place in its card.
    pub charge: usize,
    /// The term.
    pub term: Bound,
    /// The amount that it obliges to in full, in the card's currency, before discounts on the card and tax. What
    /// is paid ahead is in the total already, of what is paid as time goes by only the part of the period.
    pub in_full: Ratio,
    /// Is all of it in the total?
    pub is_paid_ahead: bool,
}

/// A card that makes no offer here, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It cannot be bought any more, and the user did not ask for it.
    Closed {
        /// The card's id.
        card: String,
    },
    /// The service ends or has ended, and the user did not ask for it.
    Ended {
        /// The card's id.
        card: String,
    },
    /// It serves a special need, and the user did not ask for it.
    OnlyFor {
        /// The card's id.
        card: String,
    },
    /// It does the job, but charges only by things of which there are none: it is about something else.
    AboutOther {
        /// The card's id.
        card: String,
    },
    /// No combination can be ranked.
    Unranked {
        /// The card's id.
        card: String,
        /// The ids of its companions in the combination that is described.
        companions: Vec<String>,
        /// The reasons against it as it is set.
        because: Vec<Unranked>,
    },
    /// It has more combinations than are tried.
    TooMany {
        /// The card's id.
        card: String,
        /// Their number. The largest number that can be counted if there are more.
        combinations: usize,
    },
    /// The workload cannot change in that way on its clock.
    Untimed {
        /// The card's id.
        card: String,
        /// Why.
        error: TimelineError,
    },
    /// A combination cannot be priced.
    Failed {
        /// The card's id.
        card: String,
        /// Why.
        error: RateError,
    },
}

impl LeftOut {
    /// The id of the card.
    #[must_use]
    pub fn card(&self) -> &str {
        match self {
            Self::Closed { card }
            | Self::Ended { card }
            | Self::OnlyFor { card }
            | Self::AboutOther { card }
            | Self::Unranked { card, .. }
            | Self::TooMany { card, .. }
            | Self::Untimed { card, .. }
            | Self::Failed { card, .. } => card,
        }
    }
}

impl Question<'_> {
    /// Finds the best offer of each provider.
    ///
    /// ```
    /// use whatif_pricing::best::{Candidate, Question};
    /// use whatif_pricing::{Catalog, Currency, ExchangeRates, Period, Ratio, Terms, Vocabulary, Workload};
    /// let candidates: Vec<Candidate> =
    ///     Catalog::shipped().cards().iter().map(Candidate::standard).collect();
    /// let mut workload = Workload::standard(Vocabulary::standard());
    /// workload.set_text("secrets", "100").unwrap();
    /// workload.set_text("keys", "12").unwrap();
    /// let question = Question {
    ///     candidates: &candidates,
    ///     workload: &workload,
    ///     changes: &[],
    ///     jobs: &[],
    ///     terms: Terms::from(Period::standard_month("2026-06-01".parse().unwrap())),
    ///     currency: Currency::parse("USD").unwrap(),
    ///     rates: &ExchangeRates::default(),
    /// };
    /// let best = question.best().unwrap();
    /// let google = best.providers.iter().find(|it| it.provider == "Google Cloud").unwrap();
    /// let offer = google.best.as_ref().unwrap();
    /// let cards: Vec<&str> = offer.parts.iter().map(|part| &*part.card.id).collect();
    /// assert_eq!(cards, ["gcp-secret-manager", "gcp-kms"]);
    /// // (100 − 6) × 0.06 + 5 × 0.03, and 12 × 0.06 + 0.03
    /// assert_eq!(offer.total, Ratio::parse("6.54").unwrap());
    /// ```
    ///
    /// # Errors
    /// If the workload has no values.
    pub fn best(&self) -> Result<Best, UsageError> {
        self.best_with(&mut Prepared::default())
    }

    /// Does the same with the combinations of a former question, as far as they are those of this one. They
    /// depend on which drivers are set and which are zero, and not on the values: one workload after another is
    /// then only priced.
    ///
    /// # Errors
    /// If the workload has no values.
    pub fn best_with(&self, prepared: &mut Prepared) -> Result<Best, UsageError> {
        let job = Job::of(self)?;
        if !prepared.are_of(self, &job) {
            *prepared = Prepared::new(self, &job);
        }
        let providers = prepared.providers().iter();
        let mut answers: Vec<ProviderBest> =
            providers.map(|(name, all)| answer::answer(self, &job, name, all)).collect();
        answers.sort_by(|one, other| answer::order(self.currency, one, other));
        Ok(Best { jobs: job.names, providers: answers })
    }
}
