//! Rows of the invoice pane looked up in the selected offer's figures.

use whatif_pricing::{Adjusted, Adjustment, Line};

use crate::answer::Part;
use crate::explorer::state::AdjustedOf;

/// The line of a charge.
pub(super) fn line<'a>(part: &'a Part, charge: &str) -> Option<&'a Line> {
    let place = part.card.charge(charge).ok()?;
    part.invoice.lines.iter().find(|line| line.charge == place)
}

/// A discount, mark-up or tax of a part.
pub(super) fn adjusted<'a>(part: &'a Part, of: &AdjustedOf) -> Option<&'a Adjusted> {
    let is_meant = |adjusted: &&Adjusted| match (&adjusted.of, of) {
        (Adjustment::Charge(charge), AdjustedOf::Charge(id)) => {
            part.card.charges[*charge].id == *id
        }
        (Adjustment::Card, AdjustedOf::Card) | (Adjustment::Tax, AdjustedOf::Tax) => true,
        (Adjustment::Charge(_) | Adjustment::Card | Adjustment::Tax, _) => false,
    };
    part.invoice.adjustments.iter().find(is_meant)
}
