//! Discounts, mark-ups and tax: lines of their own after the charges.

use crate::card::rate_card::RateCard;
use crate::number::money::{Places, written};
use crate::number::percent::Percent;
use crate::number::ratio::Ratio;
use crate::rate::adjustment::Adjustment;

/// A discount, mark-up or tax as a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adjusted {
    /// The part of the invoice that it is on.
    pub of: Adjustment,
    /// Its size as a percentage.
    pub percent: Percent,
    /// The amount that it is a part of.
    pub base: Ratio,
    /// The amount that it adds; below zero for a discount.
    pub amount: Ratio,
}

impl Adjusted {
    /// Its name on the invoice, such as `Discount 10 % on Storage`.
    #[must_use]
    pub fn label(&self, card: &RateCard) -> String {
        let size = written(Ratio::whole(self.percent.magnitude()), Places::QUANTITY);
        let kind = if self.percent.is_negative() { "Discount" } else { "Mark-up" };
        match self.of {
            Adjustment::Charge(charge) => {
                format!("{kind} {size} % on {}", card.charges[charge].label)
            }
            Adjustment::Card => format!("{kind} {size} %"),
            Adjustment::Tax => format!("Tax {size} %"),
        }
    }
}
