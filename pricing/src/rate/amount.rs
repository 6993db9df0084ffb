//! The one amount function: what a quantity costs for a length of time.
//!
//! The closed form, the billing records and the explanations all read [`Rated::amount`]. Its order of
//! steps is fixed and stated there, once.

use rust_decimal::{Decimal, RoundingStrategy};

use super::trace::{Step, Trace};
use super::{Allowed, Rated, ResolvedRate};
use crate::charge::{Clamp, Quantize, RoundMoney};
use crate::formula::{EvaluateError, Usage};
use crate::ratio::{OutOfRange, Ratio};
use crate::tiers::{self, ResolvedTier};

/// A length of time in the price's unit, and what one unit of quantity costs for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timed {
    pub time: Ratio,
    /// `price × time ÷ of` for a price per unit; the division comes last.
    pub unit: Ratio,
}

/// What a quantity comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Priced {
    pub billed: Ratio,
    pub amount: Option<Ratio>,
}

impl Priced {
    pub const ZERO: Self = Self { billed: Ratio::ZERO, amount: Some(Ratio::ZERO) };

    #[inline]
    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        let amount = match (self.amount, other.amount) {
            (Some(amount), Some(more)) => Some(amount.plus(more)?),
            _ => None,
        };
        Ok(Self { billed: self.billed.plus(other.billed)?, amount })
    }

    pub fn times(self, count: Ratio) -> Result<Self, OutOfRange> {
        let amount = self.amount.map(|amount| amount.times(count)).transpose()?;
        Ok(Self { billed: self.billed.times(count)?, amount })
    }
}

impl Rated {
    /// What a quantity costs for a length of time: the one place where an amount is computed.
    ///
    /// The order: what the account has free → groups → in each group: what it has free, and minimum and
    /// step → rate × time → least and most → rounding that the source states → the sum of the groups.
    #[inline]
    pub(crate) fn amount(
        &self,
        quantity: Ratio,
        timed: &Timed,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Priced, EvaluateError> {
        let mut rest = quantity;
        if let Some(allow) = self.allow.as_ref().filter(|allow| allow.account) {
            rest = allow.take(rest, usage, trace)?;
        }
        match &self.groups {
            None => self.group(rest, timed, usage, trace),
            Some(groups) => {
                let count = groups.count.evaluate(usage)?.ceil()?;
                if count <= Ratio::ONE {
                    return self.group(rest, timed, usage, trace);
                }
                self.grouped(spread(rest, count, groups.whole)?, count, timed, usage, trace)
            }
        }
    }

    /// Groups that have the same quantity are priced once and multiplied.
    #[cold]
    fn grouped(
        &self,
        groups: [(Ratio, Ratio); 3],
        count: Ratio,
        timed: &Timed,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Priced, EvaluateError> {
        let mut all = Priced::ZERO;
        for (times, each) in groups.into_iter().filter(|(times, _)| !times.is_zero()) {
            trace.step(|| Step::Group { times, of: count, each });
            all = all.plus(self.group(each, timed, usage, trace)?.times(times)?)?;
        }
        trace.step(|| Step::Groups { count, amount: all.amount });
        Ok(all)
    }

    #[inline]
    fn group(
        &self,
        quantity: Ratio,
        timed: &Timed,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Priced, EvaluateError> {
        let mut billed = quantity;
        let allow = self.allow.as_ref().filter(|allow| !allow.account);
        if let Some(allow) = allow.filter(|allow| !allow.after_quantize) {
            billed = allow.take(billed, usage, trace)?;
        }
        billed = self.quantized(billed, trace)?;
        if let Some(allow) = allow.filter(|allow| allow.after_quantize) {
            billed = allow.take(billed, usage, trace)?;
        }
        let amount = self.rated(billed, timed, trace)?;
        let amount = amount.map(|amount| self.bounded(amount, trace)).transpose()?;
        Ok(Priced { billed, amount })
    }

    #[inline]
    fn quantized(&self, quantity: Ratio, trace: &mut impl Trace) -> Result<Ratio, OutOfRange> {
        let Quantize { minimum, step } = self.quantize;
        if quantity.is_zero() || (minimum.is_none() && step.is_none()) {
            return Ok(quantity);
        }
        let mut billed = quantity;
        if let Some(minimum) = minimum {
            billed = billed.max(Ratio::whole(minimum));
        }
        if let Some(step) = step {
            billed = if step == Decimal::ONE {
                billed.ceil()?
            } else {
                billed.over(Ratio::whole(step))?.ceil()?.times(Ratio::whole(step))?
            };
        }
        trace.step(|| Step::Quantized { minimum, step, billed });
        Ok(billed)
    }

    /// Nothing costs nothing, even where the price is unpublished.
    #[inline]
    fn rated(
        &self,
        billed: Ratio,
        timed: &Timed,
        trace: &mut impl Trace,
    ) -> Result<Option<Ratio>, OutOfRange> {
        if billed.is_zero() {
            trace.step(|| Step::Nothing);
            return Ok(Some(Ratio::ZERO));
        }
        let amount = match &self.rate {
            ResolvedRate::Unpublished => None,
            ResolvedRate::PerUnit(_) => Some(billed.times(timed.unit)?),
            ResolvedRate::Flat(amount) => Some(amount.times(timed.time)?),
            ResolvedRate::Graduated(tiers) => self.graduated(billed, tiers, timed, trace)?,
            ResolvedRate::Volume(tiers) => {
                let amount = tiers::volume(billed, tiers).and_then(|tier| tier.amount);
                amount.map(|amount| self.tier_amount(billed, amount, timed)).transpose()?
            }
        };
        trace.step(|| Step::Rated {
            billed,
            rate: self.rate.clone(),
            of: self.of,
            per: self.per,
            time: timed.time,
            amount,
        });
        Ok(amount)
    }

    fn graduated(
        &self,
        billed: Ratio,
        tiers: &[ResolvedTier],
        timed: &Timed,
        trace: &mut impl Trace,
    ) -> Result<Option<Ratio>, OutOfRange> {
        let mut sum = Some(Ratio::ZERO);
        for part in tiers::graduated(billed, tiers) {
            let part = part?;
            trace.step(|| Step::Tier { part });
            sum = match (sum, part.amount) {
                (Some(sum), Some(amount)) => {
                    Some(sum.plus(self.tier_amount(part.quantity, amount, timed)?)?)
                }
                _ => None,
            };
        }
        Ok(sum)
    }

    fn tier_amount(
        &self,
        quantity: Ratio,
        amount: Decimal,
        timed: &Timed,
    ) -> Result<Ratio, OutOfRange> {
        quantity.times(Ratio::whole(amount))?.times(timed.time)?.over(self.of)
    }

    #[inline]
    fn bounded(&self, amount: Ratio, trace: &mut impl Trace) -> Result<Ratio, OutOfRange> {
        let Clamp { minimum, maximum } = self.clamp;
        if amount.is_zero() || (minimum.is_none() && maximum.is_none() && self.round.is_none()) {
            return Ok(amount);
        }
        let least = minimum.map_or(amount, |minimum| amount.max(Ratio::whole(minimum)));
        let most = maximum.map_or(least, |maximum| least.min(Ratio::whole(maximum)));
        let rounded = self.round.map_or(Ok(most), |round| rounded(most, round))?;
        trace.step(|| Step::Bounded { clamp: self.clamp, round: self.round, amount: rounded });
        Ok(rounded)
    }
}

impl Allowed {
    fn take(
        &self,
        quantity: Ratio,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Ratio, EvaluateError> {
        let included = self.quantity.evaluate(usage)?.max(Ratio::ZERO);
        let rest = quantity.minus(included)?.max(Ratio::ZERO);
        trace.step(|| Step::Allowed { included, rest, account: self.account });
        Ok(rest)
    }
}

/// Spreads a quantity evenly over groups: (how many groups, how much each). Whole units: the remainder
/// goes one each to the first groups, and what is left below one to the next.
fn spread(quantity: Ratio, count: Ratio, whole: bool) -> Result<[(Ratio, Ratio); 3], OutOfRange> {
    if !whole {
        return Ok([
            (count, quantity.over(count)?),
            (Ratio::ZERO, Ratio::ZERO),
            (Ratio::ZERO, Ratio::ZERO),
        ]);
    }
    let base = quantity.over(count)?.floor()?;
    let remainder = quantity.minus(base.times(count)?)?;
    let one_more = remainder.floor()?;
    let fraction = remainder.minus(one_more)?;
    let cut = if fraction.is_zero() { Ratio::ZERO } else { Ratio::ONE };
    let rest = count.minus(one_more)?.minus(cut)?;
    Ok([(one_more, base.plus(Ratio::ONE)?), (cut, base.plus(fraction)?), (rest, base)])
}

/// Rounds as the source says it does.
fn rounded(amount: Ratio, round: RoundMoney) -> Result<Ratio, OutOfRange> {
    let unit = Ratio::whole(Decimal::new(1, round.places));
    let units = amount.over(unit)?;
    let whole = if round.up {
        units.ceil()?
    } else {
        let half = Ratio::whole(Decimal::new(5, 1));
        units.plus(half)?.floor()?
    };
    let rounded = whole.times(unit)?;
    Ok(Ratio::whole(
        rounded.to_decimal().round_dp_with_strategy(round.places, RoundingStrategy::ToZero),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_spread_over_regions_in_whole_calls() {
        let [more, cut, rest] = spread(Ratio::from(60_000_u32), Ratio::from(7_u32), true).unwrap();
        assert_eq!(more, (Ratio::from(3_u32), Ratio::from(8_572_u32)));
        assert_eq!(cut.0, Ratio::ZERO);
        assert_eq!(rest, (Ratio::from(4_u32), Ratio::from(8_571_u32)));
    }

    #[test]
    fn spreading_loses_nothing_of_a_fraction() {
        let half = Ratio::parse("10.5").unwrap();
        let parts = spread(half, Ratio::from(4_u32), true).unwrap();
        let sum = parts.iter().try_fold(Ratio::ZERO, |sum, (n, each)| sum.plus(n.times(*each)?));
        assert_eq!(sum.unwrap(), half);
    }

    #[test]
    fn rounding_is_half_away_from_zero_or_up() {
        let amount = Ratio::parse("1.005").unwrap();
        let up = RoundMoney { places: 2, up: true };
        let half = RoundMoney { places: 2, up: false };
        assert_eq!(rounded(amount, half).unwrap(), Ratio::parse("1.01").unwrap());
        assert_eq!(rounded(Ratio::parse("1.0041").unwrap(), half).unwrap(), Ratio::ONE);
        assert_eq!(
            rounded(Ratio::parse("1.0041").unwrap(), up).unwrap(),
            Ratio::parse("1.01").unwrap()
        );
    }
}
