//! Discounts, mark-ups and tax: lines of their own after the charges.

use super::Tariff;
use crate::card::Selection;
use crate::invoice::{Adjusted, Adjustment, Invoice};
use crate::percent::Percent;
use crate::ratio::{OutOfRange, Ratio};

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

impl Tariff {
    /// Adds the adjustments to an invoice whose lines are summed. A line without an amount has none: the
    /// total is incomplete already.
    pub(super) fn adjust(&self, invoice: &mut Invoice) -> Result<(), OutOfRange> {
        for (of, percent) in &self.adjustments {
            let base: Option<Ratio> = match of {
                Adjustment::Charge(charge) => invoice.lines[*charge].amount,
                Adjustment::Card | Adjustment::Tax => Some(invoice.total),
            };
            let Some(base) = base else { continue };
            let amount = percent.of(base)?;
            invoice.total = invoice.total.plus(amount)?;
            invoice.adjustments.push(Adjusted { of: *of, percent: *percent, base, amount });
        }
        Ok(())
    }
}
