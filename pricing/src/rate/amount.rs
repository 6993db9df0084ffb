//! The one amount function: what a quantity costs for a length of time.
//!
//! The closed form, the billing records and the explanations all read [`Rated::amount`]. Its order of
//! steps is fixed and stated there, once.

use crate::card::charge::{Clamp, Quantize, RoundMoney};
use crate::card::tiers::{self, ResolvedTier, TierPart};
use crate::number::ratio::{Exact, OutOfRange, Ratio};
use crate::rate::rated::{Allowed, Rated, ResolvedRate, Timed};
use crate::rate::trace::{Filled, Quiet, Step, Trace};
use crate::usage::formula::EvaluateError;
use crate::usage::inputs::Inputs;
use rust_decimal::Decimal;

/// The result of pricing a quantity.
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

    pub fn times(self, count: N) -> Result<Self, OutOfRange> {
        let amount = self.amount.map(|amount| amount.times(count)).transpose()?;
        Ok(Self { billed: self.billed.times(count)?, amount })
    }
}

impl Rated {
    /// Computes the cost of a quantity for a length of time: the one place that computes an amount.
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
        inputs: &impl Inputs<N>,
        trace: &mut impl Trace,
    ) -> Result<Priced<N>, EvaluateError> {
        if self.bare {
            let amount = self.rated(quantity, timed, trace)?;
            return Ok(Priced { billed: quantity, amount });
        }
        let mut rest = quantity;
        if let Some(allow) = self.allow.as_ref().filter(|allow| allow.account) {
            rest = allow.take(rest, allow.quantity.calculate::<N>(inputs)?, trace)?;
        }
        let included = |allow: &Allowed| allow.quantity.calculate::<N>(inputs);
        let Some(groups) = &self.groups else { return self.group(rest, timed, included, trace) };
        let count = groups.count.calculate::<N>(inputs)?.ceil()?;
        if count.compare(N::ONE)?.is_le() {
            return self.group(rest, timed, included, trace);
        }
        if let Some(alike) = self.alike(rest, count, groups.whole, timed, trace)? {
            return Ok(alike);
        }
        self.grouped(spread(rest, count, groups.whole)?, count, timed, inputs, trace)
    }

    /// A price in proportion is the same for the groups as for their sum, where no group is below the
    /// minimum, and the minimum for each where all are: the way of a whole stretch of quantities, which
    /// are spread in many ways. A listener gets the steps group by group.
    fn alike<N: Exact, T: Trace>(
        &self,
        rest: N,
        count: N,
        whole: bool,
        timed: &Timed,
        trace: &mut T,
    ) -> Result<Option<Priced<N>>, OutOfRange> {
        let in_proportion = matches!(self.rate, ResolvedRate::PerUnit(_))
            && self.quantize.step.is_none()
            && self.clamp == Clamp::default()
            && self.round.is_none()
            && self.allow.as_ref().is_none_or(|allow| allow.account);
        if T::LISTENS || !in_proportion {
            return Ok(None);
        }
        let priced = |billed: N, trace: &mut T| {
            Ok(Some(Priced { billed, amount: self.rated(billed, timed, trace)? }))
        };
        let Some(minimum) = self.quantize.minimum else { return priced(rest, trace) };
        let minimum = N::of(&Ratio::whole(minimum))?;
        let (least, most) = if whole {
            (rest.floor_over(count)?, rest.ceil_over(count)?)
        } else {
            let each = rest.over(count)?;
            (each, each)
        };
        if least.compare(minimum)?.is_ge() {
            return priced(rest, trace);
        }
        let all_below = least.compare(N::ONE)?.is_ge() && most.compare(minimum)?.is_le();
        if all_below { priced(minimum.times(count)?, trace) } else { Ok(None) }
    }

    /// Groups that have the same quantity are priced once and multiplied.
    fn grouped<N: Exact>(
        &self,
        groups: [(N, N); 3],
        count: N,
        timed: &Timed,
        inputs: &impl Inputs<N>,
        trace: &mut impl Trace,
    ) -> Result<Priced<N>, EvaluateError> {
        let mut all = Priced::ZERO;
        for (times, each) in groups {
            if times.is_zero()? {
                continue;
            }
            trace.step(|| Step::Group {
                times: times.ratio(),
                of: count.ratio(),
                each: each.ratio(),
            });
            let included = |allow: &Allowed| allow.quantity.calculate::<N>(inputs);
            all = all.plus(self.group(each, timed, included, trace)?.times(times)?)?;
        }
        trace.step(|| Step::Groups { count: count.ratio(), amount: step_amount(all.amount) });
        Ok(all)
    }

    #[expect(
        clippy::inline_always,
        reason = "a call costs more than its work, see benches/quote.rs"
    )]
    #[inline(always)]
    pub(super) fn group<N: Exact>(
        &self,
        quantity: N,
        timed: &Timed,
        included: impl Fn(&Allowed) -> Result<N, EvaluateError>,
        trace: &mut impl Trace,
    ) -> Result<Priced<N>, EvaluateError> {
        let mut billed = quantity;
        let allow = self.allow.as_ref().filter(|allow| !allow.account);
        if let Some(allow) = allow.filter(|allow| !allow.after_quantize) {
            billed = allow.take(billed, included(allow)?, trace)?;
        }
        billed = self.quantized(billed, trace)?;
        if let Some(allow) = allow.filter(|allow| allow.after_quantize) {
            billed = allow.take(billed, included(allow)?, trace)?;
        }
        let amount = match self.rated(billed, timed, trace)? {
            Some(amount) => Some(self.bounded(amount, trace)?),
            None => self.capped(billed, timed)?,
        };
        Ok(Priced { billed, amount })
    }

    #[inline]
    fn quantized<N: Exact>(&self, quantity: N, trace: &mut impl Trace) -> Result<N, OutOfRange> {
        let Quantize { minimum, step } = self.quantize;
        if (minimum.is_none() && step.is_none()) || quantity.is_zero()? {
            return Ok(quantity);
        }
        let mut billed = quantity;
        if let Some(minimum) = minimum {
            billed = billed.at_least(N::of(&Ratio::whole(minimum))?)?;
        }
        if let Some(step) = step {
            let step = N::of(&Ratio::whole(step))?;
            billed = billed.ceil_over(step)?.times(step)?;
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
    pub(super) fn rated<N: Exact, T: Trace>(
        &self,
        billed: N,
        timed: &Timed,
        trace: &mut T,
    ) -> Result<Option<N>, OutOfRange> {
        if billed.is_zero()? {
            trace.step(|| Step::Nothing);
            return Ok(Some(N::ZERO));
        }
        let amount = match &self.rate {
            ResolvedRate::Unpublished => missing::<N, T>(),
            ResolvedRate::PerUnit(_) => Some(billed.times(N::of(&timed.unit)?)?),
            ResolvedRate::Flat(amount) => Some(N::of(amount)?.times(N::of(&timed.time)?)?),
            ResolvedRate::Graduated(tiers) => self.graduated(billed, tiers, timed, trace)?,
            ResolvedRate::Volume(tiers) => {
                let tier = tiers::volume(billed, tiers)?.and_then(|tier| tier.amount);
                let amount = tier.map(|amount| self.tier_amount(billed, amount, timed));
                amount.transpose()?.or_else(missing::<N, T>)
            }
        };
        trace.step(|| Step::Rated {
            billed: billed.ratio(),
            rate: self.rate.clone(),
            of: self.of,
            per: self.per,
            time: timed.time,
            amount: step_amount(amount),
            complete: self.rate.is_published_for(billed.ratio()),
        });
        Ok(amount)
    }

    fn graduated<N: Exact, T: Trace>(
        &self,
        billed: N,
        tiers: &[ResolvedTier],
        timed: &Timed,
        trace: &mut T,
    ) -> Result<Option<N>, OutOfRange> {
        let mut sum = Some(N::ZERO);
        tiers::graduated(billed, tiers, |quantity, amount| {
            trace.step(|| Step::Tier { part: TierPart { quantity: quantity.ratio(), amount } });
            sum = match (sum, amount) {
                (Some(sum), Some(amount)) => {
                    Some(sum.plus(self.tier_amount(quantity, amount, timed)?)?)
                }
                (sum, None) if T::FILLS => sum,
                _ => None,
            };
            Ok(())
        })?;
        Ok(sum)
    }

    fn tier_amount<N: Exact>(
        &self,
        quantity: N,
        amount: Decimal,
        timed: &Timed,
    ) -> Result<N, OutOfRange> {
        let unit = Ratio::whole(amount).times(timed.time)?.over(self.of)?;
        quantity.times(N::of(&unit)?)
    }

    #[inline]
    fn bounded<N: Exact>(&self, amount: N, trace: &mut impl Trace) -> Result<N, OutOfRange> {
        let Clamp { minimum, maximum } = self.clamp;
        let unbounded = minimum.is_none() && maximum.is_none() && self.round.is_none();
        if unbounded || amount.is_zero()? {
            return Ok(amount);
        }
        let mut bounded = amount;
        if let Some(minimum) = minimum {
            bounded = bounded.at_least(N::of(&Ratio::whole(minimum))?)?;
        }
        if let Some(maximum) = maximum {
            bounded = bounded.at_most(N::of(&Ratio::whole(maximum))?)?;
        }
        if let Some(round) = self.round {
            bounded = rounded(bounded, round)?;
        }
        trace.step(|| Step::Bounded {
            clamp: self.clamp,
            round: self.round,
            amount: bounded.ratio(),
            most: maximum.is_some_and(|most| amount.ratio() >= Ratio::whole(most)),
        });
        Ok(bounded)
    }

    /// An amount with a price missing is known where its known part reaches the most that is charged.
    #[cold]
    fn capped<N: Exact>(&self, billed: N, timed: &Timed) -> Result<Option<N>, OutOfRange> {
        let Some(maximum) = self.clamp.maximum else { return Ok(None) };
        let known = self.rated(billed, timed, &mut Filled)?.unwrap_or(N::ZERO);
        if known.compare(N::of(&Ratio::whole(maximum))?)?.is_lt() {
            return Ok(None);
        }
        self.bounded(known, &mut Quiet).map(Some)
    }
}

impl ResolvedRate {
    /// Is the price of all of a quantity published?
    fn is_published_for(&self, billed: Ratio) -> bool {
        match self {
            Self::Unpublished => false,
            Self::Flat(_) | Self::PerUnit(_) => true,
            Self::Graduated(tiers) => {
                let mut all = true;
                let walked = tiers::graduated(billed, tiers, |_, amount| {
                    all &= amount.is_some();
                    Ok(())
                });
                walked.is_ok() && all
            }
            Self::Volume(tiers) => {
                let tier = tiers::volume(billed, tiers);
                tier.is_ok_and(|tier| tier.is_some_and(|tier| tier.amount.is_some()))
            }
        }
    }
}

/// The amount of an unpublished price.
fn missing<N: Exact, T: Trace>() -> Option<N> {
    T::FILLS.then_some(N::ZERO)
}

/// The amount in a step: who listens has known parts.
fn step_amount<N: Exact>(amount: Option<N>) -> Ratio {
    amount.map_or(Ratio::ZERO, N::ratio)
}

impl Allowed {
    #[inline]
    fn take<N: Exact>(
        &self,
        quantity: N,
        included: N,
        trace: &mut impl Trace,
    ) -> Result<N, EvaluateError> {
        let included = included.at_least(N::ZERO)?;
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
pub(super) fn spread<N: Exact>(
    quantity: N,
    count: N,
    whole: bool,
) -> Result<[(N, N); 3], OutOfRange> {
    let none = (N::ZERO, N::ZERO);
    if !whole {
        return Ok([(count, quantity.over(count)?), none, none]);
    }
    let base = quantity.floor_over(count)?;
    let remainder = quantity.minus(base.times(count)?)?;
    let one_more = remainder.floor()?;
    let fraction = remainder.minus(one_more)?;
    let cut = if fraction.is_zero()? { N::ZERO } else { N::ONE };
    let rest = count.minus(one_more)?.minus(cut)?;
    Ok([(one_more, base.plus(N::ONE)?), (cut, base.plus(fraction)?), (rest, base)])
}

/// Rounds as the source says it does.
fn rounded<N: Exact>(amount: N, round: RoundMoney) -> Result<N, OutOfRange> {
    let unit = N::of(&Ratio::whole(Decimal::new(1, round.places)))?;
    let whole = if round.up {
        amount.ceil_over(unit)?
    } else {
        let half = N::of(&Ratio::whole(Decimal::new(5, round.places + 1)))?;
        amount.plus(half)?.floor_over(unit)?
    };
    whole.times(unit)
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
