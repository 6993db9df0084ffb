//! The shares of a row that crosses the end of a month: its quantity and its cost are spread evenly over its time.

use whatif_pricing::{OutOfRange, Ratio};

/// The largest denominator of a share. Others are rounded, so that sums of many of them stay exact.
const DENOMINATOR_MAX: u64 = 1_000_000;
/// The places to which shares are rounded.
const PLACES: u32 = 12;

/// An amount that is spread over the stretches of a row. The last stretch gets the rest, so that no digit is lost.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    amount: Ratio,
    rest: Ratio,
}

impl Spread {
    /// An amount of a row.
    pub const fn of(amount: Ratio) -> Self {
        Self { amount, rest: amount }
    }

    /// The share of the next stretch, of so many of all seconds.
    pub fn next(&mut self, seconds: i64, of: i64) -> Result<Ratio, OutOfRange> {
        let share = self.amount.times(Ratio::from(seconds))?.over(Ratio::from(of.max(1)))?;
        let is_short = share.parts().2 <= DENOMINATOR_MAX;
        let share = if is_short { share } else { rounded(share) };
        self.rest = self.rest.minus(share)?;
        Ok(share)
    }

    /// The share of the last stretch.
    pub const fn rest(&self) -> Ratio {
        self.rest
    }
}

/// The sum, of which digits beyond twelve places are dropped if it cannot be calculated exactly.
pub fn sum(one: Ratio, other: Ratio) -> Result<Ratio, OutOfRange> {
    one.plus(other).or_else(|_| rounded(one).plus(rounded(other)))
}

fn rounded(number: Ratio) -> Ratio {
    Ratio::from(number.to_decimal().round_dp(PLACES))
}
