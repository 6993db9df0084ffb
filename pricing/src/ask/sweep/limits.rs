//! The stretches of an axis in which an offer's limits hold.

use super::crossover::{Effort, Run, TooManyChanges};
use super::curve::Curve;

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
    let mut runs = Vec::new();
    let last = curve.axis().last();
    settle(curve, (0, last), effort, &mut runs)?;
    Ok(runs)
}

fn settle(
    curve: &mut Curve<'_>,
    (from, to): (u64, u64),
    effort: &mut Effort,
    runs: &mut Vec<Run<bool>>,
) -> Result<(), TooManyChanges> {
    effort.take()?;
    let whole = |curve: &Curve<'_>| curve.holds_limits_over(&curve.axis().over(from, to).ok()?);
    let asked = if from == to { Some(curve.holds_limits_at(from)) } else { whole(curve) };
    let Some(what) = asked else {
        let middle = from + (to - from) / 2;
        settle(curve, (from, middle), effort, runs)?;
        return settle(curve, (middle + 1, to), effort, runs);
    };
    match runs.last_mut() {
        Some(last) if last.what == what => last.to = to,
        _ => runs.push(Run { from, to, what }),
    }
    Ok(())
}
