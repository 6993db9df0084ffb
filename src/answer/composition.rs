//! The composition of a total: what each charge contributes, the largest first.

use whatif_pricing::Ratio;

use super::board::{Board, OfferFigures, Part, PricedOffer};

/// The contribution of one charge to a total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The id of the card: the offer's own or a companion's.
    pub card: String,
    /// The id of the charge.
    pub charge: String,
    /// The charge's words.
    pub label: String,
    /// Its amount, in the currency of the offer's card.
    pub amount: Ratio,
    /// Its part of the sum of all lines that are known, from 0 to 1.
    pub share: Ratio,
}

/// The charges of an offer and of its companions that cost something. Empty if the offer cannot be priced. A
/// companion without a rate to the currency of the offer's card is left out.
#[must_use]
pub fn composition(board: &Board, offer: &PricedOffer) -> Vec<Contribution> {
    let rates = &board.inputs().rates;
    let parts = offer.figures().into_iter().flat_map(OfferFigures::parts);
    let mut amounts: Vec<(&Part, usize, Ratio)> = Vec::new();
    for part in parts {
        for line in &part.invoice.lines {
            let Some(amount) = line.amount.filter(|amount| !amount.is_zero()) else { continue };
            let converted = rates.convert(amount, part.currency(), offer.currency);
            amounts.extend(converted.ok().flatten().map(|amount| (part, line.charge, amount)));
        }
    }
    let sum = amounts.iter().try_fold(Ratio::ZERO, |sum, (.., amount)| sum.plus(*amount));
    let Ok(sum) = sum else { return Vec::new() };
    let contribution = |(part, charge, amount): (&Part, usize, Ratio)| {
        let share = amount.over(sum).ok()?;
        let (card, charge) = (part.card.id.clone(), &part.card.charges[charge]);
        let (label, charge) = (charge.label.clone(), charge.id.clone());
        Some(Contribution { card, charge, label, amount, share })
    };
    let mut all: Vec<Contribution> = amounts.into_iter().filter_map(contribution).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.amount));
    all
}
