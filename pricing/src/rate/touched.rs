//! The charges and quotas of a card that a total is made of.

use crate::card::rate_card::RateCard;

/// The parts of a tariff that depend on some drivers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    /// Places of charges.
    pub charges: Vec<usize>,
    /// Places of quotas beyond which the prices are not known, and of those that may have no value: then
    /// there is no total, as there is no quote.
    pub quotas: Vec<usize>,
}

impl Touched {
    /// All of a card's charges, and the quotas that a total depends on.
    pub fn all(card: &RateCard) -> Self {
        let counts = |quota: &usize| card.quotas[*quota].counts_in_totals();
        Self {
            charges: (0..card.charges.len()).collect(),
            quotas: (0..card.quotas.len()).filter(counts).collect(),
        }
    }
}
