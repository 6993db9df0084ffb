//! The stretches of an axis in which an offer's limits hold, its total is known, and its total is affordable.

use super::crossover::{Effort, Run, TooManyChanges, Verdict, within};
use super::curve::Curve;
use crate::number::ratio::Ratio;

/// Finds the stretches in which a vendor's limits hold and every peak that is charged by is possible. Neighbouring
/// runs differ.
///
/// ```
/// use whatif_pricing::{Catalog, ExchangeRates, Offer, Period, Selection, Tariff, Vocabulary, Workload};
/// use whatif_pricing::sweep::{Axis, Curve, Effort, carried};
/// let card = Catalog::shipped().card("aws-parameter-store").unwrap();
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
/// let offer = Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
/// let mut workload = Workload::standard(Vocabulary::standard());
/// workload.set_text("clients", "1").unwrap();
/// workload.set_text("refresh_seconds", "60").unwrap();
/// let secrets = workload.vocabulary().find("secrets").unwrap();
/// let axis = Axis::new(&workload, secrets, period.terms(), 1.into(), 5000.into()).unwrap();
/// let runs = carried(&mut Curve::new(&offer, &axis).unwrap(), &mut Effort::THOROUGH.clone()).unwrap();
/// // 40 calls a second: 2,400 secrets, each read once a minute
/// assert_eq!((axis.value(runs[0].to), runs[0].what, runs[1].what), (2400.into(), true, false));
/// ```
pub fn carried(
    curve: &mut Curve<'_>,
    effort: &mut Effort,
) -> Result<Vec<Run<bool>>, TooManyChanges> {
    let at = |curve: &mut Curve<'_>, step| curve.holds_limits_at(step);
    let whole =
        |curve: &Curve<'_>, from, to| curve.holds_limits_over(&curve.axis().over(from, to).ok()?);
    stretches(curve, effort, (at, whole))
}

/// Finds the stretches in which the total is known as a whole. Neighbouring runs differ.
///
/// ```
/// use whatif_pricing::{Catalog, ExchangeRates, Offer, Period, Selection, Tariff, Vocabulary, Workload};
/// use whatif_pricing::sweep::{Axis, Curve, Effort, known};
/// let card = Catalog::shipped().card("tencent-ssm-enterprise").unwrap();
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
/// let offer = Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
/// let workload = Workload::standard(Vocabulary::standard());
/// let secrets = workload.vocabulary().find("secrets").unwrap();
/// let axis = Axis::new(&workload, secrets, period.terms(), 1.into(), 2000.into()).unwrap();
/// let runs = known(&mut Curve::new(&offer, &axis).unwrap(), &mut Effort::THOROUGH.clone()).unwrap();
/// // the edition holds 1,000 secrets
/// assert_eq!((axis.value(runs[0].to), runs[0].what, runs[1].what), (1000.into(), true, false));
/// ```
pub fn known(curve: &mut Curve<'_>, effort: &mut Effort) -> Result<Vec<Run<bool>>, TooManyChanges> {
    let at = |curve: &mut Curve<'_>, step| curve.at(step).is_some_and(|total| total.complete);
    let whole = |curve: &Curve<'_>, from, to| {
        let inputs = curve.axis().over(from, to).ok()?;
        curve.over(&inputs).ok().map(|totals| totals.complete)
    };
    stretches(curve, effort, (at, whole))
}

/// Compares an offer with an amount that it is to stay within, at all steps of its axis. Beyond a vendor's limit
/// nothing is known of a total within the amount, because the offer does not carry the workload. A total above
/// the amount exceeds it there too.
pub fn affordable(
    curve: &mut Curve<'_>,
    amount: Ratio,
    effort: &mut Effort,
) -> Result<Vec<Run<Verdict>>, TooManyChanges> {
    let runs = within(curve, amount, effort)?;
    let limits = carried(curve, effort)?;
    let mut found: Vec<Run<Verdict>> = Vec::with_capacity(runs.len());
    for run in runs {
        for limits in &limits {
            let (from, to) = (run.from.max(limits.from), run.to.min(limits.to));
            let is_settled = limits.what || run.what == Verdict::Higher;
            let what = if is_settled { run.what } else { Verdict::Unknown };
            match found.last_mut() {
                _ if from > to => {}
                Some(last) if last.what == what => last.to = to,
                Some(_) | None => found.push(Run { from, to, what }),
            }
        }
    }
    Ok(found)
}

/// Finds the stretches with one answer, from the answer at a step and that of a whole stretch. None if it differs
/// within the stretch.
fn stretches(
    curve: &mut Curve<'_>,
    effort: &mut Effort,
    (at, whole): (
        impl Fn(&mut Curve<'_>, u64) -> bool,
        impl Fn(&Curve<'_>, u64, u64) -> Option<bool>,
    ),
) -> Result<Vec<Run<bool>>, TooManyChanges> {
    let mut runs: Vec<Run<bool>> = Vec::new();
    let mut open = vec![(0, curve.axis().last())];
    while let Some((from, to)) = open.pop() {
        effort.take()?;
        let asked = if from == to { Some(at(curve, from)) } else { whole(curve, from, to) };
        let Some(what) = asked else {
            let middle = from + (to - from) / 2;
            open.extend([(middle + 1, to), (from, middle)]);
            continue;
        };
        match runs.last_mut() {
            Some(last) if last.what == what => last.to = to,
            _ => runs.push(Run { from, to, what }),
        }
    }
    Ok(runs)
}
