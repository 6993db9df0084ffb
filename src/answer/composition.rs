//! The composition of a total: what each charge contributes, the largest first.

use whatif_pricing::Ratio;

use super::board::PricedOffer;

/// The contribution of one charge to a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The id of the card: the offer's own or a companion's.
    pub card: String,
    /// The id of the charge.
    pub charge: String,
    /// The charge's words.
    pub label: String,
    /// Its amount, in the currency of its card.
    pub amount: Ratio,
    /// Its part of the sum of all lines of its card that are known, from 0 to 1.
    pub share: Ratio,
}

/// The charges of an offer's own card that cost something. Empty if the offer cannot be priced.
#[must_use]
pub fn composition(offer: &PricedOffer) -> Vec<Contribution> {
    let Some(figures) = offer.figures() else { return Vec::new() };
    let part = &figures.own;
    let amounts = part.invoice.lines.iter().filter_map(|line| Some((line.charge, line.amount?)));
    let amounts: Vec<(usize, Ratio)> = amounts.filter(|(_, amount)| !amount.is_zero()).collect();
    let sum = amounts.iter().try_fold(Ratio::ZERO, |sum, (_, amount)| sum.plus(*amount));
    let Ok(sum) = sum else { return Vec::new() };
    let contribution = |(charge, amount): (usize, Ratio)| {
        let share = amount.over(sum).ok()?;
        let (card, charge) = (part.card.id.clone(), &part.card.charges[charge]);
        let (label, charge) = (charge.label.clone(), charge.id.clone());
        Some(Contribution { card, charge, label, amount, share })
    };
    let mut all: Vec<Contribution> = amounts.into_iter().filter_map(contribution).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.amount));
    all
}
