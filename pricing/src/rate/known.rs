//! An amount as far as it is known: a sum with a price missing has a known part.

use crate::number::ratio::{Exact, OutOfRange, Ratio};

/// The known part of an amount, and whether that is the whole. Prices are never below zero, so that the
/// whole is never less than the known part.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<N> {
    pub amount: N,
    pub complete: bool,
}

impl Known<Ratio> {
    /// Nothing to pay.
    pub const ZERO: Self = Self::whole(Ratio::ZERO);

    pub const fn whole(amount: Ratio) -> Self {
        Self { amount, complete: true }
    }

    pub fn plus(self, other: Self) -> Result<Self, OutOfRange> {
        let complete = self.complete && other.complete;
        Ok(Self { amount: self.amount.plus(other.amount)?, complete })
    }

    pub fn times(self, factor: Ratio) -> Result<Self, OutOfRange> {
        Ok(Self { amount: self.amount.times(factor)?, ..self })
    }

    /// The amount, if that is the whole.
    pub fn complete(self) -> Option<Ratio> {
        self.complete.then_some(self.amount)
    }

    /// The known part, if that is not the whole and above zero.
    pub fn part(self) -> Option<Ratio> {
        (!self.complete && !self.amount.is_zero()).then_some(self.amount)
    }
}

impl<N: Exact> Known<N> {
    pub fn ratio(self) -> Known<Ratio> {
        Known { amount: self.amount.ratio(), complete: self.complete }
    }
}
