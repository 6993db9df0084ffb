//! Discounts, mark-ups and tax: what they are on, and the order in which they apply.

use crate::card::rate_card::Selection;
use crate::number::percent::Percent;

/// The part of an invoice that a discount, mark-up or tax is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// One charge, by its place in the card.
    Charge(usize),
    /// All of the card, after what is on single charges.
    Card,
    /// The tax, on what remains.
    Tax,
}

/// In the order in which they apply: charge by charge, the card as a whole, the tax.
pub(super) fn adjustments(
    selection: &Selection,
    tax: Option<Percent>,
) -> Vec<(Adjustment, Percent)> {
    let charges = selection.adjustments.iter().enumerate();
    let charges = charges.filter_map(|(charge, by)| Some((Adjustment::Charge(charge), (*by)?)));
    let card = selection.adjustment.map(|by| (Adjustment::Card, by));
    let tax = tax.map(|by| (Adjustment::Tax, by));
    charges.chain(card).chain(tax).collect()
}
