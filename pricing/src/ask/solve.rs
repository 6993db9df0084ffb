//! Goal seek: the value of a driver, a price or a discount at which a total is what it may be.
//!
//! Of a driver every value is looked at, so that steps and tiers are met exactly. A price or a discount
//! moves a total in one direction only, and is found to its last decimal place.

use rust_decimal::Decimal;

use crate::ask::sweep::{Curve, Effort, Run, TooManyChanges, Verdict, lowest, within};
use crate::invoice::quote::Invoice;
use crate::invoice::total::Total;
use crate::number::ratio::Ratio;

/// The part of its axis on which a curve stays within an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// At some of the values.
    Within {
        /// The first step that does.
        first: u64,
        /// The last step that does.
        last: u64,
        /// Every stretch and how it compares with the amount, where there are others between the two.
        runs: Vec<Run<Verdict>>,
    },
    /// At every value of the axis.
    Always,
    /// At none: the least that it comes to, and the first step where it does.
    Never {
        /// The step.
        at: u64,
        /// The total there: the least of those that are known as a whole or, if there is none, of
        /// their known parts.
        least: Total,
    },
    /// At none that is known: at some a price is missing, and what is known does not exceed the amount.
    Unknown,
}

impl Goal {
    /// Seeks the values at which a curve comes to an amount at most.
    ///
    /// ```
    /// use whatif_pricing::{
    ///     Catalog, ExchangeRates, Offer, Period, Ratio, Selection, Tariff, Vocabulary, Workload,
    /// };
    /// use whatif_pricing::solve::Goal;
    /// use whatif_pricing::sweep::{Axis, Curve, Effort};
    /// let period = Period::standard_month("2026-06-01".parse().unwrap());
    /// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
    /// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
    /// let offer = Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
    /// let mut workload = Workload::standard(Vocabulary::standard());
    /// workload.set_text("calls", "0").unwrap();
    /// let secrets = workload.vocabulary().find("secrets").unwrap();
    /// let axis = Axis::new(&workload, secrets, period.terms(), 0.into(), 1_000_000.into()).unwrap();
    /// let mut curve = Curve::new(&offer, &axis).unwrap();
    /// let goal = Goal::seek(&mut curve, Ratio::from(500_u32), Effort::THOROUGH).unwrap();
    /// // 500 ÷ 0.40
    /// assert!(matches!(goal, Goal::Within { first: 0, last: 1250, .. }));
    /// ```
    pub fn seek(
        curve: &mut Curve<'_>,
        amount: Ratio,
        effort: Effort,
    ) -> Result<Self, TooManyChanges> {
        let runs = within(curve, amount, &mut effort.clone())?;
        let fits = |run: &&Run<Verdict>| matches!(run.what, Verdict::Cheaper | Verdict::Equal);
        let first = runs.iter().find(fits).map(|run| run.from);
        let last = runs.iter().rfind(fits).map(|run| run.to);
        match first.zip(last) {
            Some(_) if runs.iter().all(|run| fits(&run)) => Ok(Self::Always),
            Some((first, last)) => Ok(Self::Within { first, last, runs }),
            None if runs.iter().any(|run| run.what == Verdict::Unknown) => Ok(Self::Unknown),
            None => Ok(lowest(curve, &mut effort.clone())?
                .map_or(Self::Unknown, |(at, least)| Self::Never { at, least })),
        }
    }
}

/// A line of an offer that is the same at every value of a driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedCost {
    /// The id of its card: the offer's own or a companion's.
    pub card: String,
    /// The id of its charge.
    pub charge: String,
    /// The label of its charge.
    pub label: String,
    /// Its amount, in the currency of the offer.
    pub amount: Ratio,
}

/// The reason why a total is never within an amount: the lines that do not depend on the driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedCosts {
    /// True if each of the lines exceeds the amount alone.
    pub each_exceeds: bool,
    /// The lines, in the order of the offer. If any exceeds the amount alone, those that do.
    pub lines: Vec<FixedCost>,
}

/// Finds why a total is never within an amount. `None` if every line moves or nothing can be priced.
///
/// A discount on the card may bring a line below the amount: then no line is said to exceed it alone.
#[must_use]
pub fn fixed_costs(curve: &Curve<'_>, step: u64, amount: Ratio) -> Option<FixedCosts> {
    let axis = curve.axis();
    let mut usage = axis.usage();
    axis.usage_at(step, &mut usage).ok()?;
    let mut lines: Vec<FixedCost> = Vec::new();
    let mut is_reduced = false;
    for (place, (tariff, factor)) in curve.offer().priced().enumerate() {
        let Some(factor) = factor else { continue };
        let mut invoice = Invoice::default();
        tariff.quote(&usage, &mut invoice).ok()?;
        is_reduced |= invoice.adjustments.iter().any(|it| it.percent.is_negative());
        for line in invoice.lines.iter().filter(|line| !curve.moves(place, line.charge)) {
            let shown = line.known().times(factor).ok();
            let charge = &tariff.card().charges[line.charge];
            lines.extend(shown.map(|amount| FixedCost {
                card: tariff.card().id.clone(),
                charge: charge.id.clone(),
                label: charge.label.clone(),
                amount,
            }));
        }
    }
    let exceeds = |line: &FixedCost| line.amount > amount && !is_reduced;
    let each_exceeds = lines.iter().any(exceeds);
    lines.retain(|line| !each_exceeds || exceeds(line));
    (!lines.is_empty()).then_some(FixedCosts { each_exceeds, lines })
}

/// The decimal places to which a price is sought: those that a price may have.
pub const PRICE_PLACES: u32 = 12;
/// The decimal places to which a discount is sought, in percent.
pub const PERCENT_PLACES: u32 = 6;

/// The point at which a total that moves in one direction meets an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The last value, from 0 on, at which the total is still on the side where it begins.
    pub value: Decimal,
    /// The total there.
    pub total: Ratio,
}

/// Seeks the last value, from 0 to `most` with so many decimal places, at which `holds` is still
/// true of the total. `None` if it is not even true at 0. `holds` changes once: the total moves in
/// one direction.
///
/// ```
/// use whatif_pricing::Ratio;
/// use whatif_pricing::solve::meeting;
/// // 3 × price ≤ 10: 3.33 is the last of two places
/// let total = |price: rust_decimal::Decimal| {
///     Ok::<_, std::convert::Infallible>(Ratio::from(price).times(Ratio::from(3)).unwrap())
/// };
/// let found = meeting(100.into(), 2, total, |total| total <= Ratio::from(10)).unwrap().unwrap();
/// assert_eq!((found.value, found.total), ("3.33".parse().unwrap(), Ratio::parse("9.99").unwrap()));
/// ```
pub fn meeting<E>(
    most: Decimal,
    places: u32,
    mut total: impl FnMut(Decimal) -> Result<Ratio, E>,
    holds: impl Fn(Ratio) -> bool,
) -> Result<Option<Meeting>, E> {
    let value = |units: i128| Decimal::from_i128_with_scale(units, places);
    let units = most.trunc().mantissa() * 10_i128.pow(places);
    let begin = total(Decimal::ZERO)?;
    if !holds(begin) {
        return Ok(None);
    }
    let (mut good, mut bad) = (Meeting { value: Decimal::ZERO, total: begin }, units + 1);
    let mut units_good = 0;
    while bad - units_good > 1 {
        let middle = units_good + (bad - units_good) / 2;
        let asked = total(value(middle))?;
        if holds(asked) {
            (units_good, good) =
                (middle, Meeting { value: value(middle).normalize(), total: asked });
        } else {
            bad = middle;
        }
    }
    Ok(Some(good))
}
