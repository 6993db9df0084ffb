//! A tariff as the companion of another card: what it is used for follows the main service's use.

use std::borrow::Cow;

use crate::card::rate_card::RateCard;
use crate::number::ratio::Exact;
use crate::rate::error::RateError;
use crate::rate::known::Known;
use crate::rate::tariff::Tariff;
use crate::rate::touched::Touched;
use crate::usage::follow::{Follow, Following};
use crate::usage::formula::{EvaluateError, Formula};
use crate::usage::inputs::{Inputs, Usage};
use crate::usage::timeline::Segment;

impl Tariff {
    /// Makes it the companion of a card: the drivers of which the card says so follow the main service's use.
    /// It then takes the same usage as the main tariff.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Invoice, Period, Ratio, Selection, Tariff, Vocabulary, Workload};
    /// let [store, kms] = ["aws-parameter-store", "aws-kms"].map(|id| Catalog::shipped().card(id).unwrap());
    /// let period = Period::standard_month("2026-06-01".parse().unwrap());
    /// let tariff = Tariff::new(&kms, &Selection::standard(&kms), period).unwrap().following(&store);
    /// let mut workload = Workload::standard(Vocabulary::standard());
    /// for (driver, value) in [("secrets", "100"), ("calls", "1M"), ("keys", "1")] {
    ///     workload.set_text(driver, value).unwrap();
    /// }
    /// let usage = workload.usage(period.terms()).unwrap();
    /// let mut invoice = Invoice::default();
    /// tariff.quote(&usage, &mut invoice).unwrap();
    /// // a key, and of a million reads 980,000 that are not free: 98 × 0.03
    /// assert_eq!(invoice.total, Ratio::parse("3.94").unwrap());
    /// ```
    #[must_use]
    pub fn following(mut self, main: &RateCard) -> Self {
        let companion = main.companions.iter().find(|companion| companion.card == self.card.id);
        self.follows = companion.map_or_else(Vec::new, |companion| companion.follows.clone());
        self.is_sum &= self.follows.is_empty();
        self
    }

    /// The drivers that follow the use of a main service. Empty unless it is a companion's.
    #[must_use]
    pub fn follows(&self) -> &[Follow] {
        &self.follows
    }

    /// Is a usage that of this card as it is?
    #[inline]
    pub(crate) fn takes_as_it_is(&self, usage: &Usage) -> bool {
        self.follows.is_empty() && usage.is_on_any_clock()
    }

    /// The usage of this card: on its clock, with the drivers that follow a main service's use.
    ///
    /// # Errors
    /// If it has no exact value.
    pub fn derived<'u>(&self, usage: &'u Usage) -> Result<Cow<'u, Usage>, RateError> {
        let usage = if usage.is_on_any_clock() {
            Cow::Borrowed(usage)
        } else {
            usage.on(self.period_terms())?
        };
        if self.follows.is_empty() {
            return Ok(usage);
        }
        let derived = Follow::derived(&self.follows, &usage).map(Cow::Owned);
        derived.map_err(|error| RateError::Follow { card: self.card.id.clone(), error })
    }

    /// The same for each stretch of a timeline.
    pub(crate) fn derived_segments<'s>(
        &self,
        segments: &'s [Segment],
    ) -> Result<Cow<'s, [Segment]>, RateError> {
        if segments.iter().all(|segment| self.takes_as_it_is(&segment.usage)) {
            return Ok(Cow::Borrowed(segments));
        }
        let derived = |segment: &Segment| {
            let usage = self.derived(&segment.usage)?.into_owned();
            Ok(Segment { window: segment.window, usage })
        };
        segments.iter().map(derived).collect::<Result<_, _>>().map(Cow::Owned)
    }

    /// The sum of charges with what follows.
    pub(crate) fn sum<N: Exact>(
        &self,
        of: &Touched,
        inputs: &impl Inputs<N>,
    ) -> Result<Known<N>, EvaluateError> {
        if self.follows.is_empty() {
            return self.own_sum(of, inputs);
        }
        self.own_sum(of, &Following { inputs, follows: &self.follows })
    }

    /// Is it within the limits beyond which an offer has no rank?
    pub(crate) fn carries<N: Exact>(&self, inputs: &impl Inputs<N>) -> Result<bool, EvaluateError> {
        let inputs = &Following { inputs, follows: &self.follows };
        for (_, limit) in self.unranking() {
            if !limit.holds(inputs)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The drivers that move with others, those that follow them included.
    pub(crate) fn moves_with<'m>(&self, moves: &'m [bool]) -> Cow<'m, [bool]> {
        let mut moves = Cow::Borrowed(moves);
        for follow in &self.follows {
            let reads = |formula: &Formula| formula.drivers().any(|it| moves[it.index()]);
            if reads(&follow.formula) {
                moves.to_mut()[follow.driver.index()] = true;
            }
        }
        moves
    }
}
