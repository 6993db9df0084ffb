//! The charges and quotas of a card that a total is made of.

use crate::card::rate_card::RateCard;

/// The parts of a tariff that depend on some drivers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    /// Places of charges.
    pub charges: Vec<usize>,
    /// Places of quotas beyond which the prices are not known.
    pub quotas: Vec<usize>,
}

impl Touched {
    /// All of a card's charges, and the quotas beyond which its prices are not known.
    pub fn all(card: &RateCard) -> Self {
        let ends_prices = |quota: &usize| card.quotas[*quota].ends_prices();
        Self {
            charges: (0..card.charges.len()).collect(),
            quotas: (0..card.quotas.len()).filter(ends_prices).collect(),
        }
    }
}
