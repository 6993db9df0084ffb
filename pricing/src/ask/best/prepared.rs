//! The combinations of a question, kept for the next one.

use std::sync::Arc;

use super::combine::{Combinations, Provider};
use super::{Candidate, Job, Question};
use crate::invoice::exchange::ExchangeRates;
use crate::number::money::Currency;
use crate::rate::terms::Terms;
use crate::usage::inputs::DriverSet;

/// The combinations of a question, ready to be priced. Empty before the first question.
#[derive(Clone, Debug, Default)]
pub struct Prepared(Option<Arc<Kept>>);

/// The combinations, and what they depend on.
#[derive(Debug)]
struct Kept {
    candidates: Vec<Candidate>,
    jobs: Vec<String>,
    chosen: DriverSet,
    used: DriverSet,
    terms: Terms,
    currency: Currency,
    rates: ExchangeRates,
    providers: Vec<(String, Combinations)>,
}

impl Prepared {
    pub(super) fn new(question: &Question<'_>, job: &Job) -> Self {
        let of = |provider: Provider<'_>| {
            (provider.name.to_owned(), provider.combinations(question, job))
        };
        Self(Some(Arc::new(Kept {
            candidates: question.candidates.to_vec(),
            jobs: job.names.clone(),
            chosen: question.workload.chosen(),
            used: job.used,
            terms: question.terms,
            currency: question.currency,
            rates: question.rates.clone(),
            providers: Provider::all(question).into_iter().map(of).collect(),
        })))
    }

    /// Returns whether these are the combinations of a question.
    pub(super) fn are_of(&self, question: &Question<'_>, job: &Job) -> bool {
        // What a change asks for is not among what they depend on.
        let is_steady = question.changes.is_empty();
        self.0.as_ref().filter(|_| is_steady).is_some_and(|kept| {
            kept.chosen == question.workload.chosen()
                && kept.used == job.used
                && kept.terms == question.terms
                && kept.currency == question.currency
                && kept.jobs == job.names
                && kept.rates == *question.rates
                && kept.candidates == question.candidates
        })
    }

    /// The combinations by provider.
    pub(super) fn providers(&self) -> &[(String, Combinations)] {
        self.0.as_ref().map_or(&[], |kept| &kept.providers)
    }
}
