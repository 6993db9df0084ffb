//! The cheapest of several offers, along the whole of an axis, exactly.

use super::axis::Axis;
use super::band::{Band, Line};
use super::crossover::{Effort, Run, TooManyChanges, meets};
use super::curve::Curve;
use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::known::Known;

/// The cheapest curves of one axis, by place: several if they cost the same, an empty list if no
/// total is known as a whole. Neighbouring runs differ.
///
/// ```
/// use whatif_pricing::{Catalog, ExchangeRates, Offer, Period, Selection, Tariff, Vocabulary, Workload};
/// use whatif_pricing::sweep::{Axis, Curve, Effort, Run, cheapest};
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let offer = |id| {
///     let card = Catalog::shipped().card(id).unwrap();
///     let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
///     Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap()
/// };
/// let offers = ["tencent-ssm-payg", "tencent-ssm-enterprise"].map(offer);
/// let mut workload = Workload::standard(Vocabulary::standard());
/// workload.set_text("calls", "0").unwrap();
/// let secrets = workload.vocabulary().find("secrets").unwrap();
/// let axis = Axis::new(&workload, secrets, period.terms(), 1.into(), 1000.into()).unwrap();
/// let mut curves: Vec<_> = offers.iter().map(|it| Curve::new(it, &axis).unwrap()).collect();
/// // 0.40 each against 366 for all: equal at 366 ÷ 0.4 = 915 secrets
/// let runs = cheapest(&mut curves, &mut Effort::THOROUGH.clone()).unwrap();
/// let values: Vec<_> = runs.iter().map(|it| (axis.value(it.from), it.what.clone())).collect();
/// assert_eq!(values, [(1.into(), vec![0]), (915.into(), vec![0, 1]), (916.into(), vec![1])]);
/// ```
pub fn cheapest(
    curves: &mut [Curve<'_>],
    effort: &mut Effort,
) -> Result<Vec<Run<Vec<usize>>>, TooManyChanges> {
    let Some(first) = curves.first() else { return Ok(Vec::new()) };
    let axis = first.axis();
    let ranked: Vec<usize> = (0..curves.len()).filter(|place| curves[*place].is_ranked()).collect();
    let mut search = Search { axis, curves, effort, runs: Vec::new() };
    search.settle(&ranked, 0, axis.last())?;
    Ok(search.runs)
}

struct Search<'s, 'x, 'a> {
    axis: &'x Axis,
    curves: &'s mut [Curve<'a>],
    effort: &'s mut Effort,
    runs: Vec<Run<Vec<usize>>>,
}

/// A curve over a stretch.
struct Rival {
    place: usize,
    total: Band,
    least: Ratio,
    most: Ratio,
}

impl Search<'_, '_, '_> {
    fn push(&mut self, from: u64, to: u64, what: Vec<usize>) {
        match self.runs.last_mut() {
            Some(last) if last.what == what => last.to = to,
            _ => self.runs.push(Run { from, to, what }),
        }
    }

    /// The cheapest of these curves over a stretch. A curve that costs more than another throughout
    /// is not asked again within it.
    fn settle(&mut self, among: &[usize], from: u64, to: u64) -> Result<(), TooManyChanges> {
        if from == to {
            self.effort.take()?;
            let cheapest = self.at(among, from);
            self.push(from, to, cheapest);
            return Ok(());
        }
        let (rivals, decided) = self.rivals(among, from, to)?;
        let lines = || rivals.iter().map(|rival| Some((rival.place, rival.total.line()?)));
        match (&rivals[..], decided) {
            ([], true) => self.push(from, to, Vec::new()),
            ([only], true) => self.push(from, to, vec![only.place]),
            (_, true) => {
                let lines: Option<Vec<(usize, Line)>> = lines().collect();
                let begun = self.runs.clone();
                let solved = lines.ok_or(OutOfRange).and_then(|it| self.solve(&it, from, to));
                if solved.is_err() {
                    self.runs = begun;
                    return self.divide(&rivals, from, to);
                }
            }
            (_, false) => self.divide(&rivals, from, to)?,
        }
        Ok(())
    }

    fn divide(&mut self, rivals: &[Rival], from: u64, to: u64) -> Result<(), TooManyChanges> {
        let among: Vec<usize> = rivals.iter().map(|rival| rival.place).collect();
        let middle = from + (to - from) / 2;
        self.settle(&among, from, middle)?;
        self.settle(&among, middle + 1, to)
    }

    /// The curves that may be the cheapest somewhere in a stretch, and whether all of them answered.
    fn rivals(
        &mut self,
        among: &[usize],
        from: u64,
        to: u64,
    ) -> Result<(Vec<Rival>, bool), TooManyChanges> {
        let mut rivals = Vec::with_capacity(among.len());
        let mut decided = true;
        let inputs = self.axis.over(from, to);
        for &place in among {
            self.effort.take()?;
            let curve = &self.curves[place];
            let asked = inputs.as_ref().map_err(|_| OutOfRange).and_then(|inputs| {
                let Known { amount, complete } = curve.over(inputs)?;
                let carried = curve.carries_over(inputs).ok_or(OutOfRange)?;
                Ok((amount, carried && complete, amount.ends()?))
            });
            match asked {
                Ok((total, true, (least, most))) => {
                    rivals.push(Rival { place, total, least, most });
                }
                Ok(_) => {}
                // Nothing is known of it here: it stays a rival, and drops nobody.
                Err(OutOfRange) => {
                    decided = false;
                    rivals.push(Rival {
                        place,
                        total: Band::level(Ratio::ZERO),
                        least: UNKNOWN_LEAST,
                        most: UNKNOWN_MOST,
                    });
                }
            }
        }
        if let Some(bar) = rivals.iter().map(|rival| rival.most).min() {
            rivals.retain(|rival| rival.least <= bar);
        }
        decided |= rivals.iter().all(|rival| rival.most != UNKNOWN_MOST);
        Ok((rivals, decided))
    }

    fn at(&mut self, among: &[usize], step: u64) -> Vec<usize> {
        let totals: Vec<(usize, Ratio)> = among
            .iter()
            .filter_map(|place| Some((*place, self.curves[*place].ranked_at(step)?)))
            .collect();
        let Some(least) = totals.iter().map(|(_, total)| *total).min() else { return Vec::new() };
        totals.iter().filter(|(_, total)| *total == least).map(|(place, _)| *place).collect()
    }

    /// The lowest of straight lines, from one meeting to the next.
    fn solve(&mut self, lines: &[(usize, Line)], from: u64, to: u64) -> Result<(), OutOfRange> {
        let mut step = 0;
        let end = to - from;
        while step <= end {
            let mut values = Vec::with_capacity(lines.len());
            for (place, line) in lines {
                values.push((*place, line.value(step)?, line.slope));
            }
            let least = values.iter().map(|(_, value, _)| *value).min().ok_or(OutOfRange)?;
            let lowest: Vec<_> = values.iter().filter(|(_, value, _)| *value == least).collect();
            let slope = lowest.iter().map(|(.., slope)| *slope).min().ok_or(OutOfRange)?;
            let until = if lowest.iter().any(|(.., other)| *other != slope) {
                step
            } else {
                let mut next = end - step + 1;
                for (_, value, falls) in values.iter().filter(|(.., other)| *other < slope) {
                    next = next.min(meets(value.minus(least)?, slope.minus(*falls)?)?);
                }
                step + next - 1
            };
            let what = lowest.iter().map(|(place, ..)| *place).collect();
            self.push(from + step, from + until, what);
            step = until + 1;
        }
        Ok(())
    }
}

/// Stand for the least and the most of a total that is not known over a stretch.
const UNKNOWN_LEAST: Ratio = Ratio::whole(rust_decimal::Decimal::MIN);
const UNKNOWN_MOST: Ratio = Ratio::whole(rust_decimal::Decimal::MAX);
