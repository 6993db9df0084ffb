//! The rows of the invoice pane: the card's lines, what is taken off or added, and its companions.

use whatif_pricing::{Invoice, Ratio, Total};

use super::{State, difference};

/// One row of the bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillRow {
    /// A line of a card: the selected one or a companion.
    Line {
        /// The card's place.
        card: usize,
        /// The charge's place in it.
        charge: usize,
    },
    /// A discount, mark-up or tax.
    Adjusted {
        /// The card's place.
        card: usize,
        /// Its place among the invoice's adjustments.
        place: usize,
    },
    /// The heading of a companion's section.
    Section {
        /// The companion's place.
        card: usize,
    },
}

/// What a card came to before the last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Past {
    pub invoice: Invoice,
    pub total: Total,
}

impl State {
    /// Every row of the selected card's bill, in order.
    #[must_use]
    pub fn bill(&self) -> Vec<BillRow> {
        let mut rows = Vec::new();
        let selected = self.scenario.selected;
        self.section(selected, &mut rows);
        for card in &self.selected().companions {
            rows.push(BillRow::Section { card: *card });
            self.section(*card, &mut rows);
        }
        rows
    }

    fn section(&self, card: usize, rows: &mut Vec<BillRow>) {
        let invoice = &self.board.cards[card].invoice;
        rows.extend((0..invoice.lines.len()).map(|charge| BillRow::Line { card, charge }));
        rows.extend((0..invoice.adjustments.len()).map(|place| BillRow::Adjusted { card, place }));
    }

    /// The row under the cursor of the invoice.
    #[must_use]
    pub fn bill_row(&self) -> BillRow {
        let rows = self.bill();
        rows[self.line.min(rows.len() - 1)]
    }

    /// Moves the cursor of the invoice; headings are passed over.
    pub(super) fn move_line(&mut self, by: isize) {
        let rows = self.bill();
        let is_heading = |place: usize| matches!(rows[place], BillRow::Section { .. });
        let mut place = self.line.saturating_add_signed(by).min(rows.len() - 1);
        // A section has a line below its heading.
        if is_heading(place) {
            place = if by < 0 { place - 1 } else { place + 1 };
        }
        self.line = place;
    }

    /// After the card or the companions changed: a row that is gone gives way to the last.
    pub(super) fn keep_line(&mut self) {
        self.line = self.line.min(self.bill().len() - 1);
        self.move_line(0);
    }

    /// What the last change added to a row.
    #[must_use]
    pub fn row_change(&self, row: BillRow) -> Option<Ratio> {
        let amount = |invoice: &Invoice| match row {
            BillRow::Line { charge, .. } => invoice.lines.get(charge)?.amount,
            BillRow::Adjusted { place, .. } => Some(invoice.adjustments.get(place)?.amount),
            BillRow::Section { .. } => None,
        };
        let (BillRow::Line { card, .. }
        | BillRow::Adjusted { card, .. }
        | BillRow::Section { card }) = row;
        let now = amount(&self.board.cards[card].invoice)?;
        difference(now, amount(&self.before[card].invoice)?)
    }
}
