//! Compiled charges: the fast form of the amount function, for steady workloads whose numbers fit machine words.
//!
//! A charge is compiled once for its tariff. Its formulas become chains of drivers, its prices become words with
//! the same decimal places in all charges of a card, so that their sum is a sum of integers, and tiers have the
//! amount of all tiers below. It takes the steps of [`Rated::amount`] in the same order, and properties hold the
//! two together on every shipped card and on random ones.
//!
//! The rest is left to the amount function: charges that read other lines, stocks, several cycles,
//! several groups, least and most amounts, rounding, missing prices, quantities below zero or not needed, and
//! numbers that do not fit. It answers `None` there, and never something else.

use crate::card::charge::Clamp;
use crate::card::tiers::ResolvedTier;
use crate::number::ratio::{Exact, Ratio, Word};
use crate::rate::line::Line;
use crate::rate::rated::{Allowed, Rated, ResolvedRate, Sampling, Share, Timed};
use crate::usage::driver::DriverId;
use crate::usage::formula::Formula;
use crate::usage::formula::chain::Chain;

use rust_decimal::Decimal;

/// The most decimal places that all prices of a card are given alike: with more, words hold too little.
const PLACES_MAX: u32 = 8;

/// The charges of a price list, compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compiled {
    /// Nothing, with the decimal places of the prices.
    zero: Word,
    /// By charge. None for one that has no fast form.
    charges: Box<[Option<CompiledCharge>]>,
}

/// A charge, compiled.
#[derive(Clone, Debug)]
pub(crate) struct CompiledCharge {
    quantity: Chain,
    /// The driver without which nothing is charged.
    needed: Option<DriverId>,
    price: Price,
    /// The steps from the quantity to the billed one. None if they are the same.
    billing: Option<Box<Billing>>,
}

/// The steps from a flow or a level to the quantity that is billed.
#[derive(Clone, Copy, Debug)]
struct Billing {
    /// The part of a month's flow that falls in the period. None for all of it.
    part: Option<Word>,
    /// The number of groups, of which there is one.
    groups: Option<Chain>,
    /// The allowance that is taken off before minimum and step.
    included: Option<Chain>,
    minimum: Option<Word>,
    step: Option<Word>,
    /// The allowance that is taken off after them.
    included_after: Option<Chain>,
}

/// Prices for the time of the period.
#[derive(Clone, Debug)]
enum Price {
    PerUnit(Word),
    Flat(Word),
    Tiers(Box<[PricedTier]>),
}

/// A tier with the amount of all below it.
#[derive(Clone, Copy, Debug)]
struct PricedTier {
    /// The last quantity in it. None for the open last tier.
    up_to: Option<Word>,
    below: Word,
    amount_below: Word,
    /// The price of one unit. None if it or, in graduated tiers, one below is not published.
    unit: Option<Word>,
}

impl Compiled {
    /// Compiles the charges of a price list, each that can be.
    pub fn of(rated: &[Rated]) -> Self {
        let mut charges: Box<[Option<CompiledCharge>]> =
            rated.iter().map(CompiledCharge::of).collect();
        let prices = charges.iter().flatten().map(|charge| charge.price.places());
        let places = prices.max().filter(|places| *places <= PLACES_MAX).unwrap_or(0);
        for charge in charges.iter_mut().flatten() {
            charge.price.raise(places);
        }
        Self { zero: Word::ZERO.with_places(places), charges }
    }

    /// Nothing, from which a sum of amounts begins.
    #[inline]
    pub const fn zero(&self) -> Word {
        self.zero
    }

    /// By charge. None for one that has no fast form.
    #[inline]
    pub const fn charges(&self) -> &[Option<CompiledCharge>] {
        &self.charges
    }

    /// The sum of all charges. `None` if one has no fast form, or machine words do not hold it.
    #[inline]
    pub fn sum(&self, words: &[Word]) -> Option<Word> {
        let mut sum = self.zero;
        for charge in &self.charges {
            sum = sum.plus(charge.as_ref()?.line(words)?.amount).ok()?;
        }
        Some(sum)
    }
}

/// The line of a charge in machine words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordLine {
    pub quantity: Word,
    pub billed: Word,
    pub amount: Word,
}

impl WordLine {
    /// Writes it where it stays.
    #[inline]
    pub fn write(self, charge: usize, line: &mut Line) {
        line.charge = charge;
        self.quantity.write(&mut line.quantity);
        self.billed.write(&mut line.billed_quantity);
        self.amount.write(line.amount.insert(Ratio::ZERO));
        line.part = None;
    }
}

impl CompiledCharge {
    fn of(rated: &Rated) -> Option<Self> {
        let [share @ Share { count: None, .. }] = &rated.steady[..] else { return None };
        let is_own = rated.stock.is_none() && rated.shared.is_none();
        if !is_own || rated.clamp != Clamp::default() || rated.round.is_some() {
            return None;
        }
        let billing = Billing::of(rated, share)?;
        Some(Self {
            quantity: rated.quantity.chain()?,
            needed: each(rated.while_above_zero.as_ref(), Formula::driver)?,
            price: Price::of(rated, &share.time)?,
            billing: (!billing.is_empty()).then(|| Box::new(billing)),
        })
    }

    /// The line of a steady workload with these values of all drivers. `None` if the amount function is to be
    /// asked.
    #[expect(
        clippy::inline_always,
        reason = "a call costs more than its work, see benches/quote.rs"
    )]
    #[inline(always)]
    pub fn line(&self, words: &[Word]) -> Option<WordLine> {
        let quantity = self.quantity.value(words)?;
        let is_needed = match self.needed {
            Some(needed) => words.get(needed.index())?.sign().ok()?.is_gt(),
            None => true,
        };
        if !is_needed || quantity.sign().ok()?.is_lt() {
            return None;
        }
        let (quantity, billed) = match &self.billing {
            Some(billing) => billing.billed(quantity, words)?,
            None => (quantity, quantity),
        };
        let amount = match &self.price {
            Price::PerUnit(unit) => billed.times(*unit).ok()?,
            Price::Flat(_) if billed.is_zero().ok()? => Word::ZERO,
            Price::Flat(amount) => *amount,
            Price::Tiers(tiers) => PricedTier::amount(tiers, billed)?,
        };
        Some(WordLine { quantity, billed, amount })
    }
}

impl Billing {
    fn of(rated: &Rated, share: &Share) -> Option<Self> {
        let sums = matches!(rated.sampling, Sampling::Sum(_));
        if sums && share.by_time.is_some() {
            return None;
        }
        let allow = rated.allow.as_ref();
        // Of one group an allowance of the account comes off before minimum and step.
        let is_before = |allow: &&Allowed| allow.account || !allow.after_quantize;
        let included = |allow: &Allowed| allow.quantity.chain();
        let decimal = |number: Decimal| word(&Ratio::whole(number));
        Some(Self {
            part: each(Some(&share.part).filter(|part| sums && **part != Ratio::ONE), word)?,
            groups: each(rated.groups.as_ref(), |groups| groups.count.chain())?,
            included: each(allow.filter(is_before), included)?,
            minimum: each(rated.quantize.minimum, decimal)?,
            step: each(rated.quantize.step, decimal)?,
            included_after: each(allow.filter(|allow| !is_before(allow)), included)?,
        })
    }

    const fn is_empty(&self) -> bool {
        let Self { part, groups, included, minimum, step, included_after } = self;
        let counts_all = part.is_none() && groups.is_none() && minimum.is_none() && step.is_none();
        counts_all && included.is_none() && included_after.is_none()
    }

    /// The quantity in the period, and how much of it is billed.
    #[inline(never)]
    fn billed(&self, flow: Word, words: &[Word]) -> Option<(Word, Word)> {
        let quantity = match self.part {
            Some(part) => flow.times(part).ok()?,
            None => flow,
        };
        if let Some(groups) = &self.groups
            && groups.value(words)?.compare(Word::ONE).ok()?.is_gt()
        {
            return None;
        }
        let mut billed = quantity;
        if let Some(included) = &self.included {
            billed = beyond(included.value(words)?, billed)?;
        }
        if !billed.is_zero().ok()? {
            if let Some(minimum) = self.minimum {
                billed = billed.at_least(minimum).ok()?;
            }
            if let Some(step) = self.step {
                billed = billed.ceil_over(step).ok()?.times(step).ok()?;
            }
        }
        if let Some(included) = &self.included_after {
            billed = beyond(included.value(words)?, billed)?;
        }
        Some((quantity, billed))
    }
}

/// The part of a quantity that is above what is included. Nothing is included if that is below zero.
#[inline]
fn beyond(included: Word, quantity: Word) -> Option<Word> {
    if included.sign().ok()?.is_lt() {
        return Some(quantity);
    }
    let rest = quantity.minus(included).ok()?;
    Some(if rest.sign().ok()?.is_lt() { Word::ZERO } else { rest })
}

impl Price {
    fn of(rated: &Rated, timed: &Timed) -> Option<Self> {
        let tiers = |tiers: &[ResolvedTier]| {
            let unit = |amount: Decimal| {
                let price = Ratio::whole(amount).times(timed.time).ok()?.over(rated.of).ok()?;
                word(&price)
            };
            let tier = |tier: &ResolvedTier| {
                let up_to = each(tier.up_to, |up_to| word(&Ratio::whole(up_to)))?;
                let (below, amount_below) = (Word::ZERO, Word::ZERO);
                Some(PricedTier { up_to, below, amount_below, unit: each(tier.amount, unit)? })
            };
            tiers.iter().map(tier).collect::<Option<Box<[PricedTier]>>>()
        };
        Some(match &rated.rate {
            ResolvedRate::Unpublished => return None,
            ResolvedRate::PerUnit(_) => Self::PerUnit(word(&timed.unit)?),
            ResolvedRate::Flat(amount) => Self::Flat(word(&amount.times(timed.time).ok()?)?),
            ResolvedRate::Volume(of) => Self::Tiers(tiers(of)?),
            ResolvedRate::Graduated(of) => Self::Tiers(PricedTier::cumulated(tiers(of)?)?),
        })
    }

    /// The most decimal places.
    fn places(&self) -> u32 {
        match self {
            Self::PerUnit(price) | Self::Flat(price) => price.places(),
            Self::Tiers(tiers) => {
                let of = |tier: &PricedTier| {
                    tier.unit.map_or(0, Word::places).max(tier.amount_below.places())
                };
                tiers.iter().map(of).max().unwrap_or(0)
            }
        }
    }

    /// Gives every price more decimal places.
    fn raise(&mut self, places: u32) {
        match self {
            Self::PerUnit(price) | Self::Flat(price) => *price = price.with_places(places),
            Self::Tiers(tiers) => {
                for tier in tiers {
                    tier.amount_below = tier.amount_below.with_places(places);
                    tier.unit = tier.unit.map(|unit| unit.with_places(places));
                }
            }
        }
    }
}

impl PricedTier {
    /// The amount of a quantity in the tier that it reaches.
    #[inline(never)]
    fn amount(tiers: &[Self], billed: Word) -> Option<Word> {
        for tier in tiers {
            match tier.up_to {
                Some(up_to) if billed.compare(up_to).ok()?.is_gt() => {}
                Some(_) | None => {
                    let above = billed.minus(tier.below).ok()?;
                    return tier.amount_below.plus(above.times(tier.unit?).ok()?).ok();
                }
            }
        }
        None
    }

    /// The tiers with the quantity and the amount of all below each. `None` if they do not rise.
    fn cumulated(mut tiers: Box<[Self]>) -> Option<Box<[Self]>> {
        let (mut below, mut amount_below) = (Word::ZERO, Some(Word::ZERO));
        for tier in &mut tiers {
            tier.below = below;
            tier.unit = tier.unit.filter(|_| amount_below.is_some());
            tier.amount_below = amount_below.unwrap_or(Word::ZERO);
            let Some(up_to) = tier.up_to else { break };
            let part = up_to.minus(below).ok()?;
            if part.sign().ok()?.is_le() {
                return None;
            }
            amount_below = match tier.unit {
                Some(unit) => Some(tier.amount_below.plus(part.times(unit).ok()?).ok()?),
                None => None,
            };
            below = up_to;
        }
        Some(tiers)
    }
}

fn word(ratio: &Ratio) -> Option<Word> {
    Word::of(ratio).ok()
}

/// Compiles what there is. `None` if it cannot be.
#[expect(clippy::option_option, reason = "what is not there is compiled too: to nothing")]
fn each<T, C>(what: Option<T>, compile: impl FnOnce(T) -> Option<C>) -> Option<Option<C>> {
    match what {
        Some(what) => compile(what).map(Some),
        None => Some(None),
    }
}

#[cfg(test)]
mod tests;
