//! The one amount function: what a quantity costs for a length of time.
//!
//! The closed form, the billing records and the explanations all read [`Rated::amount`]. Its order of
//! steps is fixed and stated there, once.

use rust_decimal::{Decimal, RoundingStrategy};

use super::trace::{Step, Trace};
use super::{Allowed, Rated, ResolvedRate};
use crate::charge::{Clamp, Quantize, RoundMoney};
use crate::formula::{EvaluateError, Usage};
use crate::ratio::{Exact, OutOfRange, Ratio};
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
pub(crate) struct Priced<N> {
    pub billed: N,
    pub amount: Option<N>,
}

impl<N: Exact> Priced<N> {
    pub const ZERO: Self = Self { billed: N::ZERO, amount: Some(N::ZERO) };

    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        let amount = match (self.amount, other.amount) {
            (Some(amount), Some(more)) => Some(amount.plus(more)?),
            _ => None,
        };
        Ok(Self { billed: self.billed.plus(other.billed)?, amount })
    }

    fn times(self, count: N) -> Result<Self, OutOfRange> {
        let amount = self.amount.map(|amount| amount.times(count)).transpose()?;
        Ok(Self { billed: self.billed.times(count)?, amount })
    }
}

impl Rated {
    /// What a quantity costs for a length of time: the one place where an amount is computed.
    ///
    /// The order: what the account has free → groups → in each group: what it has free, and minimum and
    /// step → rate × time → least and most → rounding that the source states → the sum of the groups.
    #[expect(
        clippy::inline_always,
        reason = "a call costs more than its work, see benches/quote.rs"
    )]
    #[inline(always)]
    pub(crate) fn amount<N: Exact>(
        &self,
        quantity: N,
        timed: &Timed,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Priced<N>, EvaluateError> {
        if self.bare {
            let amount = self.rated(quantity, timed, trace)?;
            return Ok(Priced { billed: quantity, amount });
        }
        let mut rest = quantity;
        if let Some(allow) = self.allow.as_ref().filter(|allow| allow.account) {
            rest = allow.take(rest, usage, trace)?;
        }
        let Some(groups) = &self.groups else { return self.group(rest, timed, usage, trace) };
        let count = groups.count.calculate::<N>(usage)?.ceil()?;
        if count.compare(N::ONE)?.is_le() {
            return self.group(rest, timed, usage, trace);
        }
        self.grouped(spread(rest, count, groups.whole)?, count, timed, usage, trace)
    }

    /// Groups that have the same quantity are priced once and multiplied.
    fn grouped<N: Exact>(
        &self,
        groups: [(N, N); 3],
        count: N,
        timed: &Timed,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Priced<N>, EvaluateError> {
        let mut all = Priced::ZERO;
        for (times, each) in groups.into_iter().filter(|(times, _)| !times.is_zero()) {
            trace.step(|| Step::Group {
                times: times.ratio(),
                of: count.ratio(),
                each: each.ratio(),
            });
            all = all.plus(self.group(each, timed, usage, trace)?.times(times)?)?;
        }
        trace.step(|| Step::Groups { count: count.ratio(), amount: all.amount.map(N::ratio) });
        Ok(all)
    }

    #[expect(
        clippy::inline_always,
        reason = "a call costs more than its work, see benches/quote.rs"
    )]
    #[inline(always)]
    fn group<N: Exact>(
        &self,
        quantity: N,
        timed: &Timed,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<Priced<N>, EvaluateError> {
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
    fn quantized<N: Exact>(&self, quantity: N, trace: &mut impl Trace) -> Result<N, OutOfRange> {
        let Quantize { minimum, step } = self.quantize;
        if quantity.is_zero() || (minimum.is_none() && step.is_none()) {
            return Ok(quantity);
        }
        let mut billed = quantity;
        if let Some(minimum) = minimum {
            billed = billed.at_least(N::of(&Ratio::whole(minimum))?)?;
        }
        if let Some(step) = step {
            let step = N::of(&Ratio::whole(step))?;
            billed = billed.over(step)?.ceil()?.times(step)?;
        }
        trace.step(|| Step::Quantized { minimum, step, billed: billed.ratio() });
        Ok(billed)
    }

    /// Nothing costs nothing, even where the price is unpublished.
    #[expect(
        clippy::inline_always,
        reason = "a call costs more than its work, see benches/quote.rs"
    )]
    #[inline(always)]
    fn rated<N: Exact>(
        &self,
        billed: N,
        timed: &Timed,
        trace: &mut impl Trace,
    ) -> Result<Option<N>, OutOfRange> {
        if billed.is_zero() {
            trace.step(|| Step::Nothing);
            return Ok(Some(N::ZERO));
        }
        let amount = match &self.rate {
            ResolvedRate::Unpublished => None,
            ResolvedRate::PerUnit(_) => Some(billed.times(N::of(&timed.unit)?)?),
            ResolvedRate::Flat(amount) => Some(N::of(amount)?.times(N::of(&timed.time)?)?),
            ResolvedRate::Graduated(tiers) => {
                let amount = self.graduated(billed.ratio(), tiers, timed, trace)?;
                amount.map(|amount| N::of(&amount)).transpose()?
            }
            ResolvedRate::Volume(tiers) => {
                let tier = tiers::volume(billed.ratio(), tiers).and_then(|tier| tier.amount);
                let amount = tier.map(|amount| self.tier_amount(billed.ratio(), amount, timed));
                amount.map(|amount| N::of(&amount?)).transpose()?
            }
        };
        trace.step(|| Step::Rated {
            billed: billed.ratio(),
            rate: self.rate.clone(),
            of: self.of,
            per: self.per,
            time: timed.time,
            amount: amount.map(N::ratio),
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
    fn bounded<N: Exact>(&self, amount: N, trace: &mut impl Trace) -> Result<N, OutOfRange> {
        let Clamp { minimum, maximum } = self.clamp;
        if amount.is_zero() || (minimum.is_none() && maximum.is_none() && self.round.is_none()) {
            return Ok(amount);
        }
        let exact = amount.ratio();
        let least = minimum.map_or(exact, |minimum| exact.max(Ratio::whole(minimum)));
        let most = maximum.map_or(least, |maximum| least.min(Ratio::whole(maximum)));
        let rounded = self.round.map_or(Ok(most), |round| rounded(most, round))?;
        trace.step(|| Step::Bounded { clamp: self.clamp, round: self.round, amount: rounded });
        N::of(&rounded)
    }
}

impl Allowed {
    #[inline]
    fn take<N: Exact>(
        &self,
        quantity: N,
        usage: &Usage,
        trace: &mut impl Trace,
    ) -> Result<N, EvaluateError> {
        let included = self.quantity.calculate::<N>(usage)?.at_least(N::ZERO)?;
        let rest = quantity.minus(included)?.at_least(N::ZERO)?;
        trace.step(|| Step::Allowed {
            included: included.ratio(),
            rest: rest.ratio(),
            account: self.account,
        });
        Ok(rest)
    }
}

/// Spreads a quantity evenly over groups: (how many groups, how much each). Whole units: the remainder
/// goes one each to the first groups, and what is left below one to the next.
fn spread<N: Exact>(quantity: N, count: N, whole: bool) -> Result<[(N, N); 3], OutOfRange> {
    let none = (N::ZERO, N::ZERO);
    if !whole {
        return Ok([(count, quantity.over(count)?), none, none]);
    }
    let base = N::of(&quantity.ratio().over(count.ratio())?.floor()?)?;
    let remainder = quantity.minus(base.times(count)?)?;
    let one_more = remainder.floor()?;
    let fraction = remainder.minus(one_more)?;
    let cut = if fraction.is_zero() { N::ZERO } else { N::ONE };
    let rest = count.minus(one_more)?.minus(cut)?;
    Ok([(one_more, base.plus(N::ONE)?), (cut, base.plus(fraction)?), (rest, base)])
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
