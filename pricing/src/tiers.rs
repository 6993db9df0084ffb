//! Tiers, and the one walk over them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::choice::Choice;
use crate::ratio::{OutOfRange, Ratio};

/// One tier of a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// The last quantity in it, counted from zero; none for the open last tier.
    pub up_to: Option<Decimal>,
    /// The price of the units in it; none where unpublished.
    pub amount: Choice<Option<Decimal>>,
}

/// A tier with its price chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResolvedTier {
    /// The last quantity in it; none for the open last tier.
    pub up_to: Option<Decimal>,
    /// The price; none where unpublished.
    pub amount: Option<Decimal>,
}

/// The part of a quantity that falls in one tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TierPart {
    /// How much of the quantity.
    pub quantity: Ratio,
    /// At which price; none where unpublished.
    pub amount: Option<Decimal>,
}

/// Walks a quantity through graduated tiers: `up_to` is inclusive and counted from zero.
///
/// ```
/// use whatif_pricing::{Ratio, tiers::{graduated, ResolvedTier}};
/// let tier = |up_to, amount| ResolvedTier { up_to, amount: Some(amount) };
/// // 5 each up to 250, then 2 each: 300 are 250 at 5 and 50 at 2
/// let tiers = [tier(Some(250.into()), 5.into()), tier(None, 2.into())];
/// let parts: Vec<_> = graduated(Ratio::from(300_u32), &tiers).map(|part| part.unwrap()).collect();
/// assert_eq!(parts[0].quantity, Ratio::from(250_u32));
/// assert_eq!(parts[1].quantity, Ratio::from(50_u32));
/// ```
pub fn graduated(
    quantity: Ratio,
    tiers: &[ResolvedTier],
) -> impl Iterator<Item = Result<TierPart, OutOfRange>> {
    let mut below = Ratio::ZERO;
    tiers.iter().map_while(move |tier| {
        if quantity <= below {
            return None;
        }
        let end = tier.up_to.map_or(quantity, |up_to| quantity.min(Ratio::whole(up_to)));
        let part = end.minus(below).map(|quantity| TierPart { quantity, amount: tier.amount });
        below = end;
        Some(part)
    })
}

/// The tier that a quantity reaches: all units are at its price.
#[must_use]
pub fn volume(quantity: Ratio, tiers: &[ResolvedTier]) -> Option<ResolvedTier> {
    tiers
        .iter()
        .find(|tier| tier.up_to.is_none_or(|up_to| quantity <= Ratio::whole(up_to)))
        .copied()
}
