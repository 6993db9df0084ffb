//! The values of a driver at which the best offer of a provider is another.

use rust_decimal::Decimal;
use thiserror::Error;

use super::combine::{Combination, Provider};
use super::{Job, Part, Question};
use crate::ask::sweep::{Axis, Curve, Effort, TooManyChanges, cheapest};
use crate::usage::workload::UsageError;

/// A stretch of a driver's values with one best offer.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Its first value.
    pub from: Decimal,
    /// Its last value.
    pub to: Decimal,
    /// The offers that are the cheapest in all of it: several if they cost the same, none if no total is known.
    pub best: Vec<Vec<Part>>,
}

/// Why the changes cannot be found.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ChangeError {
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// There are too many.
    #[error(transparent)]
    TooMany(#[from] TooManyChanges),
}

impl Question<'_> {
    /// Finds the best offer of a provider along an axis of the question's workload, exactly: each value at which
    /// the choice changes is where a stretch begins. Empty if the provider has no offer. Of a workload that changes
    /// within the period there are none: a driver has no one value there.
    ///
    /// ```
    /// use whatif_pricing::best::{Candidate, Question};
    /// use whatif_pricing::sweep::{Axis, Effort};
    /// use whatif_pricing::{Catalog, Currency, ExchangeRates, Period, Terms, Vocabulary, Workload};
    /// let card = Catalog::shipped().card("microsoft-sentinel").unwrap();
    /// let candidates = [Candidate::standard(&card)];
    /// let period = Period::standard_month("2026-06-01".parse().unwrap());
    /// let mut workload = Workload::standard(Vocabulary::standard());
    /// workload.set_text("log_gb", "2100").unwrap();
    /// let question = Question {
    ///     candidates: &candidates,
    ///     workload: &workload,
    ///     changes: &[],
    ///     jobs: &[],
    ///     terms: Terms::from(period),
    ///     currency: Currency::parse("USD").unwrap(),
    ///     rates: &ExchangeRates::default(),
    /// };
    /// let logs = workload.vocabulary().find("log_gb").unwrap();
    /// let axis = Axis::new(&workload, logs, period.terms(), 1.into(), 3_000.into()).unwrap();
    /// let changes = question.changes("Microsoft", &axis, Effort::THOROUGH).unwrap();
    /// // 30 × 296 ÷ 4.30 = 2,065.1 GB a month
    /// let values: Vec<_> = changes.iter().map(|it| it.from).collect();
    /// assert_eq!(values, [1.into(), 2_066.into()]);
    /// ```
    ///
    /// # Errors
    /// If the workload has no values, or the best offer changes in more places than can be followed.
    pub fn changes(
        &self,
        provider: &str,
        axis: &Axis,
        effort: Effort,
    ) -> Result<Vec<Stretch>, ChangeError> {
        let job = Job::of(self)?;
        if !job.is_steady() {
            return Ok(Vec::new());
        }
        let providers = Provider::all(self);
        let Some(provider) = providers.iter().find(|it| it.name == provider) else {
            return Ok(Vec::new());
        };
        let combinations = provider.combinations(self, &job).all;
        let is_shown = |it: &&Combination| it.offer.currency() == self.currency;
        let currency = combinations.iter().find(is_shown).or(combinations.first());
        let currency = currency.map(|it| it.offer.currency());
        let rivals: Vec<&Combination> =
            combinations.iter().filter(|it| Some(it.offer.currency()) == currency).collect();
        let mut curves = Vec::with_capacity(rivals.len());
        let mut parts = Vec::with_capacity(rivals.len());
        for rival in rivals {
            if let Some(curve) = Curve::new(&rival.offer, axis) {
                curves.push(curve);
                parts.push(&rival.parts);
            }
        }
        let runs = cheapest(&mut curves, &mut effort.clone())?;
        let stretch = |run: &crate::ask::sweep::Run<Vec<usize>>| Stretch {
            from: axis.value(run.from),
            to: axis.value(run.to),
            best: run.what.iter().map(|place| parts[*place].clone()).collect(),
        };
        Ok(runs.iter().map(stretch).collect())
    }
}
