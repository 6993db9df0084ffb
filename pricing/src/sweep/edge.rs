//! The edges of a curve: where its price per unit changes, at a tier, an allowance or a minimum; and
//! the places where one unit more costs less.

use super::band::{Band, Line};
use super::crossover::{Effort, Run, TooManyChanges, Verdict, within};
use super::curve::Curve;
use crate::ratio::Ratio;

/// A place where one step more is cheaper, as at the edge of a volume tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dip {
    /// The first step that costs more than the one after the edge.
    pub from: u64,
    /// The last step before the edge, which costs the most.
    pub to: u64,
    /// What the step after the edge saves against it.
    pub saves: Ratio,
}

/// The steps after which the price per unit changes: the last step of each stretch that is priced in one
/// way. Equal steps, such as each started 10,000 calls, are one way of pricing and have no edges.
///
/// ```
/// use whatif_pricing::{Catalog, ExchangeRates, Offer, Period, Selection, Tariff, Vocabulary, Workload};
/// use whatif_pricing::sweep::{Axis, Curve, Effort, edges};
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
/// let offer = Offer::new(tariff, vec![], card.currency, &ExchangeRates::default()).unwrap();
/// let workload = Workload::standard(Vocabulary::standard());
/// let calls = workload.vocabulary().find("calls").unwrap();
/// let axis = Axis::new(&workload, calls, period.terms(), 1.into(), 50_000.into()).unwrap();
/// let mut curve = Curve::new(&offer, &axis).unwrap();
/// // up to 10,000 calls cost what 10,000 cost
/// let edges = edges(&mut curve, &mut Effort::THOROUGH.clone()).unwrap();
/// assert_eq!(edges.iter().map(|edge| axis.value(*edge)).collect::<Vec<_>>(), [10_000.into()]);
/// ```
pub fn edges(curve: &mut Curve<'_>, effort: &mut Effort) -> Result<Vec<u64>, TooManyChanges> {
    let last = curve.axis().last();
    let (mut edges, mut from) = (Vec::new(), 0);
    let mut before: Option<Piece> = None;
    loop {
        let piece = Piece::longest(curve, from, last, effort)?;
        from = piece.to + 1;
        before = Some(match before {
            None => piece,
            Some(before) => before.joined(&piece).unwrap_or_else(|| {
                edges.push(before.to);
                piece
            }),
        });
        if from > last {
            return Ok(edges);
        }
    }
}

/// Where one step more costs less than the last step before an edge, although the cost falls neither
/// before it nor after it.
pub fn dips(
    curve: &mut Curve<'_>,
    edges: &[u64],
    effort: &mut Effort,
) -> Result<Vec<Dip>, TooManyChanges> {
    let mut dips = Vec::new();
    for &edge in edges {
        let Some((before, after)) = curve.ranked_at(edge).zip(curve.ranked_at(edge + 1)) else {
            continue;
        };
        let rises =
            |one: Option<Ratio>, other: Option<Ratio>| one.zip(other).is_none_or(|(a, b)| a <= b);
        let former = edge.checked_sub(1).and_then(|step| curve.ranked_at(step));
        let next = (edge + 2 <= curve.axis().last()).then(|| curve.ranked_at(edge + 2)).flatten();
        let alone = edge > 0 && rises(former, Some(before)) && rises(Some(after), next);
        let Some(saves) = before.minus(after).ok().filter(|saves| *saves > Ratio::ZERO) else {
            continue;
        };
        if alone {
            let runs = within(curve, after, effort)?;
            let dearer = |run: &&Run<Verdict>| (run.from..=run.to).contains(&edge);
            let from = runs.iter().find(dearer).map_or(edge, |run| run.from);
            dips.push(Dip { from, to: edge, saves });
        }
    }
    Ok(dips)
}

/// A stretch that is priced in one way.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: u64,
    to: u64,
    /// None where not a single step has a total.
    total: Option<Band>,
    complete: bool,
}

impl Piece {
    /// The longest stretch from a step on that answers as a whole. Part of one that does answers too, so
    /// it is found by doubling and halving.
    fn longest(
        curve: &Curve<'_>,
        from: u64,
        last: u64,
        effort: &mut Effort,
    ) -> Result<Self, TooManyChanges> {
        let mut found = Self { from, to: from, total: None, complete: false };
        let mut ask = |to: u64, found: &mut Self| {
            effort.take()?;
            let asked = curve.axis().over(from, to).and_then(|inputs| curve.over(&inputs));
            if let Ok(enclosed) = asked {
                let (total, complete) = (Some(enclosed.total), enclosed.complete);
                *found = Self { from, to, total, complete };
            }
            Ok(asked.is_ok())
        };
        if !ask(from, &mut found)? || ask(last, &mut found)? {
            return Ok(found);
        }
        let (mut good, mut bad, mut stride) = (from, last, 1);
        while bad - good > 1 {
            let to = if stride > 0 {
                good.saturating_add(stride).min(bad - 1)
            } else {
                good + (bad - good) / 2
            };
            if ask(to, &mut found)? {
                good = to;
                stride *= 2;
            } else {
                bad = to;
                stride = 0;
            }
        }
        Ok(found)
    }

    /// Both as one, where the next goes on as this one: the question that divides them has no price.
    fn joined(&self, next: &Self) -> Option<Self> {
        let (here, there) = match (self.total, next.total) {
            // Where there are no totals nothing changes.
            (None, None) => return Some(Self { to: next.to, ..*self }),
            (here, there) => (here?, there?),
        };
        let total = match (here.line(), there.line()) {
            (Some(line), Some(next_line)) => {
                let slope = match (self.from == self.to, next.from == next.to) {
                    // Of two single steps any line goes through both.
                    (true, true) => next_line.at.minus(line.at).ok()?,
                    (true, false) => next_line.slope,
                    (false, _) => line.slope,
                };
                let line = Line { at: line.at, slope };
                let goes_on = line.value(next.from - self.from).ok()? == next_line.at;
                let straight = next.from == next.to || next_line.slope == slope;
                (goes_on && straight).then(|| Band::rising(line.at, slope, next.to - self.from))?
            }
            // Where the driver divides, the total bends everywhere: it is one way of pricing.
            (None, None) if here.is_bent() && there.is_bent() => here,
            (None, None) => {
                let same = here.low.slope == there.low.slope && here.high.slope == there.high.slope;
                same.then_some(here)?
            }
            _ => return None,
        };
        let alike = self.complete == next.complete;
        alike.then_some(Self { from: self.from, to: next.to, total: Some(total), ..*self })
    }
}
