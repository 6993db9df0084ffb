//! A comparison: priced cards side by side, their lines aligned by what they pay for.
//!
//! It reads invoices that are there; nothing is priced here. Each cell is the sum of a card's amounts for
//! one [`Item`], so that the cells of a [`Column`] add up to its total exactly. What is unpublished stays
//! unknown in its cell. A card that no rate leads to the currency of the comparison stands in its own
//! and is not ranked.

mod difference;
mod item;

use crate::invoice::exchange::ExchangeRates;
use crate::invoice::quote::InvoiceOf;
use crate::invoice::total::Total;
use crate::number::money::Currency;
use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::adjustment::Adjustment;
use crate::rate::line::Line;
use crate::rate::warning::Warning;

pub use difference::Difference;
pub use item::Item;

/// One card to compare: its invoice with those of the companions that are included. What the card leaves
/// out of the workload is among the invoice's warnings ([`crate::Tariff::leaves_out`]).
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    /// The card's own invoice.
    pub own: InvoiceOf<'a>,
    /// The companions' invoices.
    pub companions: Vec<InvoiceOf<'a>>,
}

/// Cards side by side.
///
/// ```
/// use whatif_pricing::compare::{Compared, Comparison};
/// use whatif_pricing::{
///     Catalog, ExchangeRates, Invoice, InvoiceOf, Period, Ratio, Selection, Tariff, Vocabulary, Workload,
/// };
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let usage = Workload::standard(Vocabulary::standard()).usage(period.terms()).unwrap();
/// let cards = ["tencent-ssm-payg", "tencent-ssm-enterprise"].map(|id| Catalog::shipped().card(id).unwrap());
/// let quoted = cards.each_ref().map(|card| {
///     let (mut invoice, selection) = (Invoice::default(), Selection::standard(card));
///     let tariff = Tariff::new(card, &selection, period).unwrap();
///     tariff.quote(&usage, &mut invoice).unwrap();
///     (selection, invoice)
/// });
/// let compared: Vec<Compared> = (cards.iter().zip(&quoted))
///     .map(|(card, (selection, invoice))| InvoiceOf { card, selection, invoice })
///     .map(|own| Compared { own, companions: vec![] })
///     .collect();
/// let currency = cards[0].default_currency();
/// let comparison = Comparison::new(&compared, currency, &ExchangeRates::default()).unwrap();
/// // 100 × 0.40 + 60,000 ÷ 10,000 × 0.05 against 366 a month: 325.70 more
/// let more = comparison.columns[1].to_cheapest.unwrap();
/// assert_eq!(more.amount, Ratio::parse("325.7").unwrap());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The currency in which cards are ranked.
    pub currency: Currency,
    /// The rows, in their order.
    pub items: Vec<Item>,
    /// One for each card, in the order given.
    pub columns: Vec<Column>,
}

/// One card in a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The currency of its amounts: that of the comparison or, where no rate leads there, its own.
    pub currency: Currency,
    /// By item; `None` if it is not charged.
    pub cells: Vec<Option<Cell>>,
    /// All of them together.
    pub total: Total,
    /// Is it ranked: complete, in the currency of the comparison, and nothing on it or a companion stands
    /// against that?
    pub is_ranked: bool,
    /// Is no other that is ranked, of the same job, cheaper? A card alone is not cheap.
    pub is_cheapest: bool,
    /// The total less the cheapest of the same job. `None` if it is not ranked, or is ranked alone.
    pub to_cheapest: Option<Difference>,
    /// The parts of the workload that neither the card nor a companion does, or charges for.
    pub left_out: Vec<Warning>,
}

/// The amount that a card takes for one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The amount as far as it is known. `None` if all of it is unknown.
    pub amount: Option<Ratio>,
    /// True if that is the whole.
    pub complete: bool,
    /// The lines that it is the sum of; none for discounts and taxes.
    pub lines: Vec<CellLine>,
}

/// A line of an invoice in a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellLine {
    /// 0 for the card itself, 1 for its first companion.
    pub invoice: usize,
    /// The charge's place in that card.
    pub charge: usize,
}

impl Comparison {
    /// Puts priced cards side by side, in one currency as far as the rates lead there.
    pub fn new(
        cards: &[Compared<'_>],
        currency: Currency,
        rates: &ExchangeRates,
    ) -> Result<Self, OutOfRange> {
        let mut items: Vec<Item> = cards.iter().flat_map(Compared::items).collect();
        items.sort_unstable();
        items.dedup();
        let columns = cards.iter().map(|card| card.column(&items, currency, rates));
        let mut comparison = Self { currency, columns: columns.collect::<Result<_, _>>()?, items };
        comparison.rank(cards)?;
        Ok(comparison)
    }

    /// The amount that a card takes for an item. `None` if it is not charged.
    #[must_use]
    pub fn cell(&self, column: usize, item: &Item) -> Option<&Cell> {
        let row = self.items.iter().position(|known| known == item)?;
        self.columns.get(column)?.cells[row].as_ref()
    }

    /// The largest total in the currency of the comparison.
    #[must_use]
    pub fn largest(&self) -> Option<Ratio> {
        let alike = self.columns.iter().filter(|column| column.currency == self.currency);
        alike.map(|column| column.total.amount).max()
    }

    /// The totals less that of one card. `None` if one of the two is incomplete or in another
    /// currency.
    pub fn to_column(&self, base: usize) -> Result<Vec<Option<Difference>>, OutOfRange> {
        let base = &self.columns[base];
        let difference = |column: &Column| {
            let alike = column.currency == base.currency;
            if alike { Difference::of_totals(column.total, base.total) } else { Ok(None) }
        };
        self.columns.iter().map(difference).collect()
    }

    /// Finds the cheapest of those that share a job, and how much more the others cost.
    fn rank(&mut self, cards: &[Compared<'_>]) -> Result<(), OutOfRange> {
        for place in 0..cards.len() {
            let rivals = || {
                (0..cards.len())
                    .filter(|other| cards[*other].own.card.is_rival_of(cards[place].own.card))
            };
            let ranked = rivals().filter_map(|other| self.columns[other].ranked());
            let (Some(own), Some(cheapest)) = (self.columns[place].ranked(), ranked.clone().min())
            else {
                continue;
            };
            if ranked.count() > 1 {
                let column = &mut self.columns[place];
                column.to_cheapest = Some(Difference::between(own, cheapest)?);
                column.is_cheapest = own == cheapest;
            }
        }
        Ok(())
    }
}

impl Column {
    /// The total by which it is ranked.
    #[must_use]
    pub fn ranked(&self) -> Option<Ratio> {
        self.is_ranked.then_some(self.total.amount)
    }
}

impl<'a> Compared<'a> {
    fn invoices(&self) -> impl Iterator<Item = InvoiceOf<'a>> + '_ {
        std::iter::once(self.own).chain(self.companions.iter().copied())
    }

    /// The items that its amounts are for, with repetitions.
    fn items(&self) -> impl Iterator<Item = Item> + '_ {
        self.invoices().flat_map(|InvoiceOf { card, invoice, .. }| {
            let lines = invoice.lines.iter();
            let lines = lines.map(|line| Item::Charges(card.charges[line.charge].pays_for.clone()));
            lines.chain(invoice.adjustments.iter().map(|adjusted| Item::adjustment(adjusted.of)))
        })
    }

    fn column(
        &self,
        items: &[Item],
        currency: Currency,
        rates: &ExchangeRates,
    ) -> Result<Column, OutOfRange> {
        let own = self.own.currency();
        let unranked = |InvoiceOf { card, invoice, .. }: InvoiceOf<'_>| {
            invoice.warnings.iter().any(|warning| warning.unranks(card))
        };
        let total = Total::of(self.own, self.companions.iter().copied(), rates)?;
        let shown = total.in_currency(own, currency, rates)?;
        let currency = if shown.is_some() { currency } else { own };
        let total = shown.unwrap_or(total);
        let left_out =
            self.own.invoice.warnings.iter().copied().filter(Warning::is_of_the_workload);
        let cells = items.iter().map(|item| self.cell(item, currency, rates));
        Ok(Column {
            currency,
            cells: cells.collect::<Result<_, _>>()?,
            total,
            is_ranked: shown.is_some() && total.complete && !self.invoices().any(unranked),
            is_cheapest: false,
            to_cheapest: None,
            left_out: left_out.collect(),
        })
    }

    /// The sum of what it takes for an item.
    fn cell(
        &self,
        item: &Item,
        currency: Currency,
        rates: &ExchangeRates,
    ) -> Result<Option<Cell>, OutOfRange> {
        let mut cell: Option<Cell> = None;
        for (place, of) in self.invoices().enumerate() {
            let InvoiceOf { card, invoice, .. } = of;
            // As the total does, by the currency of the card that was asked for.
            let shown = |amount: Ratio| {
                let own = self.own.currency();
                let Some(amount) = rates.convert(amount, of.currency(), own)? else {
                    return Ok(None);
                };
                rates.convert(amount, own, currency)
            };
            for line in &invoice.lines {
                let charge = &card.charges[line.charge];
                if matches!(item, Item::Charges(word) if *word == charge.pays_for) {
                    let cell = cell.get_or_insert(Cell::EMPTY);
                    cell.add_line(line, shown(line.known())?)?;
                    cell.lines.push(CellLine { invoice: place, charge: line.charge });
                }
            }
            for adjusted in &invoice.adjustments {
                if *item == Item::adjustment(adjusted.of) {
                    cell.get_or_insert(Cell::EMPTY).add(shown(adjusted.amount)?)?;
                }
            }
        }
        Ok(cell)
    }
}

impl Cell {
    const EMPTY: Self = Self { amount: None, complete: true, lines: Vec::new() };

    /// Adds an amount, or that one is unknown.
    fn add(&mut self, amount: Option<Ratio>) -> Result<(), OutOfRange> {
        match amount {
            None => self.complete = false,
            Some(more) => self.amount = Some(self.amount.unwrap_or_default().plus(more)?),
        }
        Ok(())
    }

    /// Adds the known part of a line; nothing of one that is unknown as a whole.
    fn add_line(&mut self, line: &Line, shown: Option<Ratio>) -> Result<(), OutOfRange> {
        self.complete &= line.amount.is_some();
        if line.amount.is_none() && line.known().is_zero() { Ok(()) } else { self.add(shown) }
    }

    /// The amount where it is the whole.
    #[must_use]
    pub fn known(&self) -> Option<Ratio> {
        self.amount.filter(|_| self.complete)
    }
}

impl Item {
    const fn adjustment(of: Adjustment) -> Self {
        match of {
            Adjustment::Charge(_) | Adjustment::Card => Self::Agreed,
            Adjustment::Tax => Self::Tax,
        }
    }
}

impl Warning {
    /// Is it about a part of the workload that is not in the price?
    const fn is_of_the_workload(&self) -> bool {
        matches!(self, Self::NotRead { .. } | Self::CannotDo { .. })
    }
}

#[cfg(test)]
mod tests;
