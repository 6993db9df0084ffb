//! The amount by which a price is higher or lower, in money and percent.

use crate::invoice::total::Total;
use crate::number::ratio::{OutOfRange, Ratio};

/// An amount less another.
///
/// ```
/// use whatif_pricing::{Ratio, compare::Difference};
/// let [now, base] = ["44.33", "40.3"].map(|text| Ratio::parse(text).unwrap());
/// let more = Difference::between(now, base).unwrap();
/// assert_eq!(more.amount, Ratio::parse("4.03").unwrap());
/// assert_eq!(more.percent, Some(Ratio::from(10)));
/// // Of nothing there is no part.
/// assert_eq!(Difference::between(now, Ratio::ZERO).unwrap().percent, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Above zero if it costs more.
    pub amount: Ratio,
    /// Percent of the other amount, exactly. `None` if that is zero, or if the quotient has no
    /// exact value in 38 digits.
    pub percent: Option<Ratio>,
}

impl Difference {
    /// An amount less a base.
    pub fn between(now: Ratio, base: Ratio) -> Result<Self, OutOfRange> {
        let amount = now.minus(base)?;
        let hundred = Ratio::from(100_u32);
        let percent = amount.times(hundred).and_then(|part| part.over(base));
        Ok(Self { amount, percent: percent.ok().filter(|_| !base.is_zero()) })
    }

    /// A total less a base. `None` if one of them is not the whole.
    pub fn of_totals(now: Total, base: Total) -> Result<Option<Self>, OutOfRange> {
        let both = now.complete && base.complete;
        both.then(|| Self::between(now.amount, base.amount)).transpose()
    }

    /// Is there none?
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        self.amount.is_zero()
    }
}
