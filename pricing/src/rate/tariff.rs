//! Pricing: a card with its choices made, for one period, becomes a [`Tariff`], which prices workloads.
//!
//! One function computes an amount, [`Rated::amount`]; the closed form for a steady workload
//! ([`Tariff::quote`]), the billing records ([`Tariff::records`]) and explanations all read it. The
//! order of the steps is fixed and stated there, once.

use crate::card::lifecycle::DatedBill;
use crate::card::rate_card::{RateCard, Selection};
use crate::number::money::Currency;
use crate::number::percent::Percent;
use crate::number::ratio::Ratio;
use crate::rate::adjustment::{self, Adjustment};
use crate::rate::compiled::Compiled;
use crate::rate::error::{RateError, failed};
use crate::rate::limit::Limit;
use crate::rate::lists::{self, PriceList, Stretch};
use crate::rate::rated::{Rated, ResolvedRate, Shared};
use crate::rate::resolve::{self, Span};
use crate::rate::shares::Chosen;
use crate::rate::terms::Terms;
use crate::rate::touched::Touched;
use crate::rate::warning::Warning;
use crate::time::cycle::{Clock, Cycle};
use crate::time::period::{Period, Window};
use crate::time::period_terms::PeriodTerms;
use crate::usage::follow::Follow;
use crate::usage::formula::EvaluateError;
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// The part of a period in which one list is in force, and its charges with their choices made.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub window: Window,
    /// A former list of the card, by place. None for the present one.
    pub former: Option<usize>,
    pub rated: Vec<Rated>,
    /// The fast form of the charges.
    pub compiled: Compiled,
}

/// A card with its choices made, for one period: ready to price workloads.
///
/// ```
/// use whatif_pricing::{Catalog, Invoice, Period, Ratio, Selection, Tariff, Vocabulary, Workload};
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let start = "2026-06-01".parse().unwrap();
/// let tariff = Tariff::new(&card, &Selection::standard(&card), Period::standard_month(start)).unwrap();
/// let workload = Workload::standard(Vocabulary::standard());
/// let mut invoice = Invoice::default();
/// tariff.quote(&workload.usage(tariff.period_terms()).unwrap(), &mut invoice).unwrap();
/// // 100 credentials × 0.40 + 60,000 calls ÷ 10,000 × 0.05
/// assert_eq!(invoice.total, Ratio::parse("40.3").unwrap());
/// ```
#[derive(Clone, Debug)]
pub struct Tariff {
    pub(crate) card: Arc<RateCard>,
    pub(crate) terms: Terms,
    pub(crate) clock: Clock,
    pub(crate) currency: Currency,
    /// One for each price list in force in the period, in order of time.
    pub(crate) parts: Vec<Part>,
    pub(crate) quotas: Vec<Limit>,
    /// The drivers that follow a main service's use.
    pub(crate) follows: Vec<Follow>,
    /// Discounts, mark-ups and the tax, in the order in which they apply.
    pub(crate) adjustments: Vec<(Adjustment, Percent)>,
    /// The warnings that hold whatever the workload.
    pub(crate) standing: Vec<Warning>,
    /// All that a total is made of.
    pub(crate) everything: Touched,
    /// Is a total the sum of the charges, whatever the workload: nothing is added, no quota counts, and no driver
    /// follows another service?
    pub(crate) is_sum: bool,
}

impl Tariff {
    /// Makes the choices. This allocates; pricing with the result does not.
    pub fn new(
        card: &Arc<RateCard>,
        selection: &Selection,
        terms: impl Into<Terms>,
    ) -> Result<Self, RateError> {
        let terms: Terms = terms.into();
        let clock = Clock::new(&terms.period, card.offset);
        let in_force = lists::stretches(card, clock, terms.as_of);
        let origin = clock.window.from;
        let stretches = lists::divided(&in_force, resolve::trial_ends(card, selection, origin));
        let resolve = |stretch: &Stretch| {
            let Stretch { window, former } = *stretch;
            let charges = lists::charges(card, former);
            let resolve = |place: usize| {
                Rated::resolve(
                    card,
                    &charges[place].axes,
                    place,
                    selection,
                    Span { clock, origin, part: window, former },
                )
                .map_err(|error| failed(card, place, error.into()))
            };
            let rated = (0..charges.len()).map(resolve).collect::<Result<_, _>>()?;
            Ok::<_, RateError>(Part { window, former, rated, compiled: Compiled::default() })
        };
        let mut parts = stretches.iter().map(resolve).collect::<Result<Vec<Part>, _>>()?;
        let chosen = Chosen { card, selection, clock, stretches: &stretches };
        share(chosen, &mut parts)?;
        for part in &mut parts {
            part.compiled = Compiled::of(&part.rated);
        }
        let quotas = card.quotas.iter().map(|quota| Limit::of(quota, &selection.options));
        let adjustments = adjustment::adjustments(selection, terms.tax);
        let everything = Touched::all(card);
        Ok(Self {
            quotas: quotas.collect(),
            follows: Vec::new(),
            parts,
            is_sum: adjustments.is_empty() && everything.quotas.is_empty(),
            adjustments,
            standing: lists::warnings(card, &in_force, terms.as_of),
            everything,
            currency: selection.currency(card),
            card: Arc::clone(card),
            terms,
            clock,
        })
    }

    /// The card.
    #[must_use]
    pub const fn card(&self) -> &Arc<RateCard> {
        &self.card
    }

    /// The currency of its amounts: the card's, as it is chosen.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The period on the card's clock.
    #[must_use]
    pub const fn window(&self) -> Window {
        self.clock.window
    }

    /// The period.
    #[must_use]
    pub const fn period(&self) -> &Period {
        &self.terms.period
    }

    /// The terms under which it prices.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// `days`, `hours` and `months` for the workload's formulas, on the card's clock.
    #[must_use]
    pub fn period_terms(&self) -> PeriodTerms {
        self.terms.period.terms_on(self.card.offset)
    }

    /// Does the service no longer exist in the period, or in a part of it?
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.standing.iter().any(|warning| matches!(warning, Warning::Ended { .. }))
    }

    /// The charges under the newest price list of the period.
    pub(crate) fn newest(&self) -> &[Rated] {
        &self.parts.last().expect("a period has a list in force").rated
    }

    pub(crate) fn failed(&self, charge: usize, error: EvaluateError) -> RateError {
        failed(&self.card, charge, error)
    }

    /// The bills of the period, dated and in order; for a prepaid plan with the term that was
    /// chosen.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Period, Selection, Tariff};
    /// let card = Catalog::shipped().card("tencent-ssm-enterprise").unwrap();
    /// let mut selection = Selection::standard(&card);
    /// let year = Period::days("2026-01-01".parse().unwrap(), 360).unwrap();
    /// let bills = |selection: &Selection| Tariff::new(&card, selection, year).unwrap().bills().len();
    /// assert_eq!(bills(&selection), 12);
    /// selection.choose(&card, "term", "year").unwrap();
    /// assert_eq!(bills(&selection), 1);
    /// ```
    #[must_use]
    pub fn bills(&self) -> Vec<DatedBill> {
        let Some(bill) = &self.card.bill else { return Vec::new() };
        let is_term = |cycle: &Cycle| matches!(cycle, Cycle::Term { .. });
        let mut cycles = self.newest().iter().map(|rated| rated.sampling.cycle());
        let cycle = if is_term(&bill.of) { cycles.find(is_term) } else { None };
        let cycle = cycle.unwrap_or(bill.of);
        bill.dated_each(cycle, &self.terms.period, self.card.offset).collect()
    }

    /// Do the choices made have this charge? If they do not, a price of the user's for it does not count.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Period, Selection, Tariff};
    /// let card = Catalog::shipped().card("ibm-key-protect").unwrap();
    /// let mut selection = Selection::standard(&card);
    /// selection.price(&card, "crypto-units", "2".parse().unwrap()).unwrap();
    /// let month = Period::standard_month("2026-06-01".parse().unwrap());
    /// let units = card.charge("crypto-units").unwrap();
    /// let applies = |selection: &Selection| Tariff::new(&card, selection, month).unwrap().applies(units);
    /// assert!(!applies(&selection)); // the standard plan has no crypto units
    /// selection.choose(&card, "plan", "dedicated").unwrap();
    /// assert!(applies(&selection));
    /// ```
    #[must_use]
    pub fn applies(&self, charge: usize) -> bool {
        self.rated(charge).applies
    }

    /// The unit price in force, in place of the card's where the user set one. `None` if it is
    /// unpublished or in tiers.
    #[must_use]
    pub fn unit_price(&self, charge: usize) -> Option<Decimal> {
        match &self.rated(charge).rate {
            ResolvedRate::PerUnit(amount) | ResolvedRate::Flat(amount) => amount.as_decimal(),
            ResolvedRate::Graduated(tiers) | ResolvedRate::Volume(tiers) => {
                tiers.first().and_then(|tier| tier.amount)
            }
            ResolvedRate::Unpublished => None,
        }
    }

    /// The unit that the unit price is for: `10,000 calls`, `key / day`.
    #[must_use]
    pub fn unit(&self, charge: usize) -> String {
        let rated = self.rated(charge);
        let unit = &self.card.charges[charge].unit;
        let count = crate::number::unit::counted(rated.of, unit);
        let count = if rated.of == Ratio::ONE { unit.clone() } else { count };
        rated.per.map_or_else(|| count.clone(), |per| format!("{count} / {per}"))
    }

    /// Seconds of the month in which flows are stated; `None` where the period lies in several months.
    pub(crate) fn calendar_month_seconds(&self) -> Option<i64> {
        self.clock.month_seconds()
    }

    /// Seconds of the month that a charge's price is for; `None` where the period lies in several months.
    pub(crate) fn month_seconds(&self, charge: usize) -> Option<i64> {
        self.rated(charge).own_month_seconds().or_else(|| self.clock.month_seconds())
    }

    pub(crate) fn rated(&self, charge: usize) -> &Rated {
        &self.newest()[charge]
    }

    /// A charge under the list of one part of the period; under the newest where the parts are one.
    pub(crate) fn rated_in(&self, part: Option<usize>, charge: usize) -> &Rated {
        part.map_or_else(|| self.rated(charge), |part| &self.parts[part].rated[charge])
    }

    /// The day from which a former list was in force, and what was different.
    pub(crate) fn list(&self, former: Option<usize>) -> (Option<NaiveDate>, &str) {
        former.map_or((self.card.effective_from, ""), |former| {
            let list = &self.card.former[former];
            (list.from, &list.says)
        })
    }

    /// The price lists that are used, in order of time: the one in force, and more where it changes.
    ///
    /// ```
    /// use whatif_pricing::{Catalog, Period, Selection, Tariff};
    /// let card = Catalog::shipped().card("scaleway-key-manager").unwrap();
    /// let december = Period::month("2025-12").unwrap();
    /// let tariff = Tariff::new(&card, &Selection::standard(&card), december).unwrap();
    /// let first_days: Vec<_> = tariff.price_lists().map(|list| list.effective_from).collect();
    /// assert_eq!(first_days, [None, Some("2025-12-19".parse().unwrap())]);
    /// ```
    pub fn price_lists(&self) -> impl Iterator<Item = PriceList> + '_ {
        // A trial divides the time of a list.
        self.parts.chunk_by(|one, next| one.former == next.former).map(|parts| {
            let (first, last) = (&parts[0], &parts[parts.len() - 1]);
            PriceList {
                window: Window { from: first.window.from, to: last.window.to },
                former: first.former,
                effective_from: self.list(first.former).0,
            }
        })
    }

    /// Does the price list change within the period, or a trial end?
    pub(crate) const fn is_split(&self) -> bool {
        self.parts.len() > 1
    }
}

/// Gives the charges that read other lines what they read. The newest list says what they come to.
fn share(chosen: Chosen<'_>, parts: &mut [Part]) -> Result<(), RateError> {
    let card = chosen.card;
    for charge in 0..card.charges.len() {
        let shared = chosen.shared(charge);
        let shared = shared.map_err(|error| failed(card, charge, error.into()))?;
        let Some(shared) = shared else { continue };
        let [earlier @ .., newest] = &mut *parts else { return Ok(()) };
        newest.rated[charge].shared = Some(shared);
        for part in earlier {
            part.rated[charge].shared = Some(Shared::Elsewhere);
        }
    }
    Ok(())
}
