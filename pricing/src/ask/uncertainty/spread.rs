//! The middle and the ends of many totals.

use crate::invoice::exchange::ExchangeRates;
use crate::number::money::{Currency, Places, written};
use crate::number::ratio::{OutOfRange, Ratio};

/// Of many totals the one that 5 %, 50 % and 95 % of them do not exceed: the totals at these places when all
/// stand in order (nearest rank), each the exact total of one sample.
///
/// ```
/// use whatif_pricing::{Ratio, Spread};
/// let mut totals: Vec<Ratio> = (1..=20).rev().map(Ratio::from).collect();
/// let spread = Spread::of(&mut totals, true).unwrap();
/// // of 20 totals the 1st, the 10th and the 19th
/// assert_eq!([spread.p5, spread.p50, spread.p95], [1, 10, 19].map(Ratio::from));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// One in twenty totals is not above this.
    pub p5: Ratio,
    /// Half of them are not.
    pub p50: Ratio,
    /// All but one in twenty are not.
    pub p95: Ratio,
    /// Was every total complete? Otherwise these are lower bounds.
    pub complete: bool,
}

impl Spread {
    /// Of some totals, whose order is changed; none without any.
    pub fn of(totals: &mut [Ratio], complete: bool) -> Option<Self> {
        let places = [5, 50, 95].map(|percent| nearest_rank(totals.len(), percent));
        let (lower, p50, upper) =
            (!totals.is_empty()).then(|| totals.select_nth_unstable(places[1]))?;
        let p50 = *p50;
        let below = |place: usize| place < lower.len();
        let p5 = if below(places[0]) { *lower.select_nth_unstable(places[0]).1 } else { p50 };
        let p95 = places[2].checked_sub(places[1] + 1);
        let p95 = p95.map_or(p50, |place| *upper.select_nth_unstable(place).1);
        Some(Self { p5, p50, p95, complete })
    }

    /// A total that is the same in every sample.
    pub(super) const fn steady(total: Ratio, complete: bool) -> Self {
        Self { p5: total, p50: total, p95: total, complete }
    }

    /// The same in another currency. `None` if no rate leads there.
    pub fn in_currency(
        self,
        from: Currency,
        to: Currency,
        rates: &ExchangeRates,
    ) -> Result<Option<Self>, OutOfRange> {
        let into = |amount| rates.convert(amount, from, to);
        let converted = (into(self.p5)?, into(self.p50)?, into(self.p95)?);
        let (Some(p5), Some(p50), Some(p95)) = converted else { return Ok(None) };
        Ok(Some(Self { p5, p50, p95, complete: self.complete }))
    }
}

/// A part of the whole in percent: `62 %`. What is not all or nothing is not written as if it were.
///
/// ```
/// use whatif_pricing::{Ratio, share_text};
/// assert_eq!(share_text(Ratio::of(2, 3).unwrap()), "67 %");
/// assert_eq!(share_text(Ratio::of(1, 9_000).unwrap()), "<1 %");
/// assert_eq!(share_text(Ratio::of(8_999, 9_000).unwrap()), ">99 %");
/// ```
#[must_use]
pub fn share_text(share: Ratio) -> String {
    let percent = share.times(Ratio::from(100)).unwrap_or_default();
    if !percent.is_zero() && percent < Ratio::ONE {
        "<1 %".to_owned()
    } else if percent > Ratio::from(99) && percent < Ratio::from(100) {
        ">99 %".to_owned()
    } else {
        format!("{} %", written(percent, Places { least: 0, most: 0 }))
    }
}

/// The place of a percentile among so many in order, counted from 0: the first that so many percent of them
/// do not exceed.
fn nearest_rank(count: usize, percent: usize) -> usize {
    (count * percent).div_ceil(100).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_sorted_totals() {
        for count in 1..=250_u32 {
            // 7 and 251 share no factor: a disorder of the numbers 0 to 250
            let mut totals: Vec<Ratio> = (0..count).map(|place| (place * 7 % 251).into()).collect();
            let mut sorted = totals.clone();
            sorted.sort();
            let spread = Spread::of(&mut totals, true).unwrap();
            for (amount, percent) in [(spread.p5, 5), (spread.p50, 50), (spread.p95, 95)] {
                let not_above =
                    |amount: Ratio| sorted.iter().filter(|total| **total <= amount).count() * 100;
                let enough = sorted.len() * percent;
                assert!(not_above(amount) >= enough, "{percent} % of {count}");
                let first = sorted.iter().find(|total| not_above(**total) >= enough);
                assert_eq!(Some(&amount), first, "{percent} % of {count}");
            }
        }
    }

    #[test]
    fn of_one_total_all_three_are_it_and_of_none_there_is_no_spread() {
        let seven = Ratio::from(7);
        assert_eq!(Spread::of(&mut [seven], false), Some(Spread::steady(seven, false)));
        assert_eq!(Spread::of(&mut [], true), None);
    }
}
