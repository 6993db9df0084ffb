//! Tiers, and the one walk over them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::card::choice::Choice;
use crate::number::ratio::{Exact, OutOfRange, Ratio};

/// One tier of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// The last quantity in it, counted from zero; none for the open last tier, and for one that a choice
    /// leaves open.
    pub up_to: Choice<Option<Decimal>>,
    /// The price of the units in it. `None` if it is unpublished.
    pub amount: Choice<Option<Decimal>>,
}

/// A tier with its price chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolvedTier {
    /// The last quantity in it; none for the open last tier.
    pub up_to: Option<Decimal>,
    /// The price. `None` if it is unpublished.
    pub amount: Option<Decimal>,
}

/// The part of a quantity that falls in one tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TierPart {
    /// The part of the quantity.
    pub quantity: Ratio,
    /// The price of the units in it. `None` if it is unpublished.
    pub amount: Option<Decimal>,
}

/// Walks a quantity through graduated tiers, part by part: `up_to` is inclusive and counted from zero.
/// 300 at 5 each up to 250, then 2 each, are 250 at 5 and 50 at 2.
pub(crate) fn graduated<N: Exact>(
    quantity: N,
    tiers: &[ResolvedTier],
    mut part: impl FnMut(N, Option<Decimal>) -> Result<(), OutOfRange>,
) -> Result<(), OutOfRange> {
    let mut below = N::ZERO;
    for tier in tiers {
        if quantity.compare(below)?.is_le() {
            break;
        }
        let end = match tier.up_to {
            Some(up_to) => quantity.at_most(N::of(&Ratio::whole(up_to))?)?,
            None => quantity,
        };
        part(end.minus(below)?, tier.amount)?;
        below = end;
    }
    Ok(())
}

/// The tier that a quantity reaches: all units are at its price.
pub(crate) fn volume<N: Exact>(
    quantity: N,
    tiers: &[ResolvedTier],
) -> Result<Option<ResolvedTier>, OutOfRange> {
    for tier in tiers {
        let within = match tier.up_to {
            Some(up_to) => quantity.compare(N::of(&Ratio::whole(up_to))?)?.is_le(),
            None => true,
        };
        if within {
            return Ok(Some(*tier));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_spread_over_the_tiers_it_reaches() {
        let tier = |up_to, amount| ResolvedTier { up_to, amount: Some(amount) };
        let tiers = [tier(Some(250.into()), 5.into()), tier(None, 2.into())];
        let parts = |quantity: u32| {
            let mut parts = Vec::new();
            let part = |quantity: Ratio, amount: Option<Decimal>| {
                parts.push((quantity.to_decimal(), amount.unwrap()));
                Ok(())
            };
            graduated(Ratio::from(quantity), &tiers, part).unwrap();
            parts
        };
        assert_eq!(parts(0), []);
        assert_eq!(parts(250), [(250.into(), 5.into())]);
        assert_eq!(parts(300), [(250.into(), 5.into()), (50.into(), 2.into())]);
        let price = |quantity: u32| volume(Ratio::from(quantity), &tiers).unwrap().unwrap().amount;
        assert_eq!([price(250), price(251)], [Some(5.into()), Some(2.into())]);
    }
}
