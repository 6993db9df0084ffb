//! The rows of the invoice pane: the card's lines, discounts, mark-ups and tax, and the companions.

use std::sync::Arc;

use whatif_pricing::{Adjustment, Currency, Invoice, RateCard, Ratio, Total};

use super::State;
use crate::answer::{OfferFigures, Part, PricedOffer};

/// One row of the bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BillRow {
    /// A line.
    Line {
        /// The id of the card: the selected offer's or a companion's.
        card: String,
        /// The id of the charge.
        charge: String,
    },
    /// A discount, mark-up or tax.
    Adjusted {
        /// The id of the card.
        card: String,
        /// Its base.
        of: AdjustedOf,
    },
    /// The heading of a companion's section.
    Section {
        /// The id of the companion's card.
        card: String,
    },
    /// Stands for the lines of a card that cost nothing, and unfolds them.
    Folded {
        /// The id of the card.
        card: String,
        /// Number of lines.
        count: usize,
    },
}

/// The base of a discount, mark-up or tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdjustedOf {
    /// A charge, by id.
    Charge(String),
    /// The whole card.
    Card,
    /// The tax on the total.
    Tax,
}

impl AdjustedOf {
    /// The same by id.
    #[must_use]
    pub fn of(adjustment: Adjustment, card: &RateCard) -> Self {
        match adjustment {
            Adjustment::Charge(charge) => Self::Charge(card.charges[charge].id.clone()),
            Adjustment::Card => Self::Card,
            Adjustment::Tax => Self::Tax,
        }
    }

    fn is(&self, adjustment: Adjustment, card: &RateCard) -> bool {
        match (self, adjustment) {
            (Self::Charge(id), Adjustment::Charge(charge)) => card.charges[charge].id == *id,
            (Self::Card, Adjustment::Card) | (Self::Tax, Adjustment::Tax) => true,
            (Self::Charge(_) | Self::Card | Self::Tax, _) => false,
        }
    }
}

impl BillRow {
    /// The id of the card whose invoice the row is in.
    #[must_use]
    pub fn card(&self) -> &str {
        match self {
            Self::Line { card, .. }
            | Self::Adjusted { card, .. }
            | Self::Section { card }
            | Self::Folded { card, .. } => card,
        }
    }

    /// Its amount in an invoice of its card. `None` if the invoice lacks the row or the amount is unknown.
    #[must_use]
    pub fn amount_in(&self, card: &RateCard, invoice: &Invoice) -> Option<Ratio> {
        match self {
            Self::Line { charge, .. } => {
                let place = card.charges.iter().position(|known| known.id == *charge)?;
                invoice.lines.get(place)?.amount
            }
            Self::Adjusted { of, .. } => {
                let mut adjusted = invoice.adjustments.iter();
                adjusted.find(|adjusted| of.is(adjusted.of, card)).map(|adjusted| adjusted.amount)
            }
            Self::Section { .. } | Self::Folded { .. } => None,
        }
    }

    /// Returns whether it is a line that costs nothing. An unknown amount is not nothing.
    fn is_free(&self, part: &Part) -> bool {
        matches!(self, Self::Line { .. })
            && self.amount_in(&part.card, &part.invoice).is_some_and(Ratio::is_zero)
    }

    fn of_part(part: &Part) -> impl Iterator<Item = Self> + '_ {
        let card = &part.card;
        let id = || card.id.clone();
        let lines = part.invoice.lines.iter();
        let lines = lines.map(move |line| Self::Line {
            card: id(),
            charge: card.charges[line.charge].id.clone(),
        });
        let adjusted = part.invoice.adjustments.iter().map(move |adjusted| Self::Adjusted {
            card: id(),
            of: AdjustedOf::of(adjusted.of, card),
        });
        lines.chain(adjusted)
    }

    const fn is_heading(&self) -> bool {
        matches!(self, Self::Section { .. })
    }
}

/// The cost of an offer before the last change.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub currency: Currency,
    pub total: Total,
    /// Its own card and the included companions, with their currencies and invoices.
    parts: Vec<(Arc<RateCard>, Currency, Invoice)>,
}

impl Past {
    /// The present cost of an offer. `None` if it cannot be priced.
    pub fn of(offer: &PricedOffer) -> Option<Self> {
        let figures = offer.figures()?;
        let part = |of: &Part| (Arc::clone(&of.card), of.currency(), of.invoice.clone());
        let parts = figures.parts().map(part);
        let (currency, total) = (offer.currency, figures.total);
        Some(Self { currency, total, parts: parts.collect() })
    }

    /// The card of this id, with its currency and its invoice.
    pub fn part(&self, card: &str) -> Option<(&RateCard, Currency, &Invoice)> {
        let (card, currency, invoice) = self.parts.iter().find(|(known, ..)| known.id == card)?;
        Some((card, *currency, invoice))
    }

    /// Returns whether these are the same figures.
    pub fn is_same(&self, figures: &OfferFigures) -> bool {
        let mut parts = self.parts.iter().zip(figures.parts());
        self.total == figures.total
            && self.parts.len() == figures.parts().count()
            && parts.all(|((card, currency, invoice), part)| {
                let is_same = Arc::ptr_eq(card, &part.card) && *currency == part.currency();
                is_same && *invoice == part.invoice
            })
    }
}

impl State {
    /// Every row of the selected offer's bill, in order: the lines of each card that cost nothing stand folded
    /// below the others. Empty if the offer cannot be priced.
    #[must_use]
    pub fn bill(&self) -> Vec<BillRow> {
        let Some(figures) = self.selected().figures() else { return Vec::new() };
        let mut rows = Vec::new();
        for (place, part) in figures.parts().enumerate() {
            let card = &part.card.id;
            if place > 0 {
                rows.push(BillRow::Section { card: card.clone() });
            }
            let (free, others): (Vec<BillRow>, Vec<BillRow>) =
                BillRow::of_part(part).partition(|row| row.is_free(part));
            rows.extend(others);
            if !free.is_empty() {
                rows.push(BillRow::Folded { card: card.clone(), count: free.len() });
            }
            if self.cursor.unfolded.lines {
                rows.extend(free);
            }
        }
        rows
    }

    /// The row under the cursor of the invoice. `None` if the offer cannot be priced.
    #[must_use]
    pub fn bill_row(&self) -> Option<BillRow> {
        let mut rows = self.bill();
        let last = rows.len().checked_sub(1)?;
        Some(rows.swap_remove(self.cursor.line.min(last)))
    }

    /// Moves the cursor of the invoice. Headings are passed over.
    pub(super) fn move_line(&mut self, by: isize) {
        let rows = self.bill();
        let last = rows.len().saturating_sub(1);
        let mut place = self.cursor.line.saturating_add_signed(by).min(last);
        // A section has a line above and below its heading.
        if rows.get(place).is_some_and(BillRow::is_heading) {
            place = if by < 0 { place - 1 } else { place + 1 };
        }
        self.cursor.line = place;
    }

    /// Shows or hides the lines that cost nothing.
    pub(super) fn fold_lines(&mut self) {
        self.cursor.unfolded.lines = !self.cursor.unfolded.lines;
        self.keep_line();
    }

    /// Puts the cursor of the invoice on a row, and unfolds it. Goes to the first if it is not there.
    pub(super) fn go_to_line(&mut self, row: &BillRow) {
        self.cursor.unfolded.lines |= !self.bill().contains(row);
        self.cursor.line = self.bill().iter().position(|it| it == row).unwrap_or_default();
    }

    /// After the offer or its companions changed: a row that is gone gives way to the last.
    pub(super) fn keep_line(&mut self) {
        self.move_line(0);
    }

    /// The part of a row of the bill that the last change added, in the currency of the shown total.
    #[must_use]
    pub fn row_change(&self, row: &BillRow) -> Option<Ratio> {
        Some(self.in_shown(row, self.figures.row_change(row)?))
    }

    /// An amount of a row of the bill in the currency of the shown total, or in its card's own if no rate leads
    /// there.
    #[must_use]
    pub fn in_shown(&self, row: &BillRow, amount: Ratio) -> Ratio {
        let own = self.selected().part(row.card()).map(Part::currency);
        let inputs = self.figures.board.inputs();
        let converted = own.and_then(|own| {
            let to = self.shown_currency();
            inputs.rates.convert(amount, own, to).ok().flatten()
        });
        converted.unwrap_or(amount)
    }

    /// The currency of the selected offer's shown total: that of the comparison, or the card's own if no rate
    /// leads there.
    #[must_use]
    pub fn shown_currency(&self) -> Currency {
        let offer = self.selected();
        offer.shown().map_or(offer.currency, |_| self.figures.board.inputs().display)
    }
}
