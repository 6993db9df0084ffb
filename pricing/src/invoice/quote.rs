//! An invoice: the lines of a steady workload, their total and its warnings.

use crate::card::rate_card::{RateCard, Selection};
use crate::invoice::adjusted::Adjusted;
use crate::number::money::Currency;
use crate::number::ratio::{Exact, OutOfRange, Ratio, Word};
use crate::rate::adjustment::Adjustment;
use crate::rate::error::RateError;
use crate::rate::line::Line;
use crate::rate::rated::Rated;
use crate::rate::steady::Unmetered;
use crate::rate::tariff::Tariff;
use crate::rate::trace::Quiet;
use crate::rate::warning::Warning;
use crate::usage::inputs::Usage;

/// A priced workload. A buffer that can be used again: pricing into it allocates nothing once it has
/// held the same card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invoice {
    /// One line for each charge, in the card's order.
    pub lines: Vec<Line>,
    /// The sum of the known parts of the lines.
    pub subtotal: Ratio,
    /// Discounts, mark-ups and tax, in the order in which they apply.
    pub adjustments: Vec<Adjusted>,
    /// The amount to be paid, as far as it is known: the subtotal and the adjustments.
    pub total: Ratio,
    /// True if the total is the whole: every price known and published.
    pub complete: bool,
    /// The warnings about it.
    pub warnings: Vec<Warning>,
}

/// An invoice with the card and the choices it was made with.
#[derive(Clone, Copy, Debug)]
pub struct InvoiceOf<'a> {
    /// The card.
    pub card: &'a RateCard,
    /// The choices that were made.
    pub selection: &'a Selection,
    /// The invoice that it came to.
    pub invoice: &'a Invoice,
}

impl InvoiceOf<'_> {
    /// The currency of its amounts.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.selection.currency(self.card)
    }
}

impl Tariff {
    /// The lines of a steady workload where the list changes: the sum of the parts, levels as means.
    fn quote_parts(&self, usage: &Usage, invoice: &mut Invoice) -> Result<(), RateError> {
        for charge in 0..self.card.charges.len() {
            invoice.lines[charge] = self.split_line(charge, usage, &mut Quiet)?;
            let unmetered = self.metered(self.rated(charge), usage)?.1;
            invoice.warnings.extend(unmetered.map(|reason| reason.warning(charge)));
        }
        Ok(())
    }

    /// Prices a steady workload, without building billing records and without allocating once the
    /// buffer has held this card.
    pub fn quote(&self, usage: &Usage, invoice: &mut Invoice) -> Result<(), RateError> {
        if self.takes_as_it_is(usage) {
            return self.quote_own(usage, invoice);
        }
        let usage = self.derived(usage)?;
        self.quote_own(&usage, invoice)
    }

    #[inline]
    fn quote_own(&self, usage: &Usage, invoice: &mut Invoice) -> Result<(), RateError> {
        // Lines are written where they stay: moving them costs more than computing them.
        invoice.lines.resize(self.newest().len(), Line::empty(0));
        invoice.warnings.clear();
        invoice.warnings.extend_from_slice(&self.standing);
        if self.is_split() {
            self.quote_parts(usage, invoice)?;
            self.check_quotas(usage, invoice)?;
            return self.finish(invoice);
        }
        let sum = self.quote_lines(usage, invoice)?;
        self.check_quotas(usage, invoice)?;
        match sum {
            Some(sum) => {
                sum.write(&mut invoice.subtotal);
                sum.write(&mut invoice.total);
                self.finish_sum(true, invoice)
            }
            None => self.finish(invoice),
        }
    }

    /// Writes the lines of a steady workload under one price list. Returns their sum if machine words hold it and
    /// every amount is known as a whole.
    #[inline]
    fn quote_lines(&self, usage: &Usage, invoice: &mut Invoice) -> Result<Option<Word>, RateError> {
        let words = usage.numbers.words().unwrap_or(&[]);
        let part = self.parts.last().expect("a period has a list in force");
        let mut sum = Some(part.compiled.zero());
        let charges = part.compiled.charges().iter().enumerate();
        for ((charge, compiled), line) in charges.zip(&mut invoice.lines) {
            let amount = match compiled.as_ref().and_then(|compiled| compiled.line(words)) {
                Some(fast) => {
                    fast.write(charge, line);
                    Some(fast.amount)
                }
                None => self.quote_line(&part.rated[charge], usage, line, &mut invoice.warnings)?,
            };
            sum = match (sum, amount) {
                (Some(sum), Some(amount)) => sum.plus(amount).ok(),
                (None, _) | (_, None) => None,
            };
        }
        Ok(sum)
    }

    /// Writes a line that has no fast form. Returns the amount if a machine word holds it.
    #[inline(never)]
    fn quote_line(
        &self,
        rated: &Rated,
        usage: &Usage,
        line: &mut Line,
        warnings: &mut Vec<Warning>,
    ) -> Result<Option<Word>, RateError> {
        let mut amount = None;
        let unmetered = match rated.steady::<Word>(usage, &mut Quiet) {
            Ok(steady) if steady.priced.amount.is_some() => {
                steady.write(rated.charge, line);
                amount = steady.priced.amount;
                steady.unmetered
            }
            Ok(_) | Err(_) => self.exact_line(rated, usage, line)?,
        };
        warnings.extend(unmetered.map(|reason| reason.warning(rated.charge)));
        Ok(amount)
    }

    /// A line that does not fit machine words, or that is known in part only.
    #[cold]
    fn exact_line(
        &self,
        rated: &Rated,
        usage: &Usage,
        line: &mut Line,
    ) -> Result<Option<Unmetered>, RateError> {
        rated.write_line(usage, line).map_err(|error| self.failed(rated.charge, error))
    }

    #[inline]
    pub(crate) fn check_quotas(
        &self,
        usage: &Usage,
        invoice: &mut Invoice,
    ) -> Result<(), RateError> {
        for (quota, limit) in self.quotas.iter().enumerate() {
            if let Ok(true) = limit.holds::<Word>(usage) {
                continue;
            }
            if let Some((value, limit)) = limit.exceeded(usage)? {
                invoice.warnings.push(Warning::Quota { quota, value, limit });
            }
        }
        Ok(())
    }
}

impl Tariff {
    /// Adds the lines up, adjusts the sum and says what is missing.
    pub(crate) fn finish(&self, invoice: &mut Invoice) -> Result<(), RateError> {
        invoice.subtotal = match total::<Word>(&invoice.lines) {
            Ok(total) => total.ratio(),
            Err(OutOfRange) => total::<Ratio>(&invoice.lines)?,
        };
        let is_whole = invoice.lines.iter().all(|line| line.amount.is_some());
        if !is_whole {
            add_parts(invoice)?;
        }
        invoice.total = invoice.subtotal;
        self.finish_sum(is_whole, invoice)
    }

    /// Adjusts a total that is the sum of the lines, of which every amount is known as a whole or not.
    #[inline]
    fn finish_sum(&self, is_whole: bool, invoice: &mut Invoice) -> Result<(), RateError> {
        invoice.adjustments.clear();
        self.adjust(invoice)?;
        let ends_prices = |warning: &Warning| matches!(warning, Warning::Quota { quota, .. } if self.card.quotas[*quota].ends_prices());
        invoice.complete = is_whole && !invoice.warnings.iter().any(ends_prices);
        Ok(())
    }

    /// Adds the adjustments to an invoice whose lines are summed: of a line or a total that is known in
    /// part, on that part. A line of which nothing is known has none.
    fn adjust(&self, invoice: &mut Invoice) -> Result<(), OutOfRange> {
        for (of, percent) in &self.adjustments {
            let base = match of {
                Adjustment::Charge(charge) => {
                    let line = &invoice.lines[*charge];
                    if line.amount.is_none() && line.known().is_zero() {
                        continue;
                    }
                    line.known()
                }
                Adjustment::Card | Adjustment::Tax => invoice.total,
            };
            let amount = percent.of(base)?;
            invoice.total = invoice.total.plus(amount)?;
            invoice.adjustments.push(Adjusted { of: *of, percent: *percent, base, amount });
        }
        Ok(())
    }
}

/// The sum of the amounts that are known as a whole.
fn total<N: Exact>(lines: &[Line]) -> Result<N, OutOfRange> {
    let mut amounts = lines.iter().filter_map(|line| line.amount.as_ref());
    amounts.try_fold(N::ZERO, |sum, amount| sum.plus(N::of(amount)?))
}

/// Adds the known parts of the other lines to the subtotal, and says which they are.
#[cold]
fn add_parts(invoice: &mut Invoice) -> Result<(), OutOfRange> {
    for line in invoice.lines.iter().filter(|line| line.amount.is_none()) {
        invoice.subtotal = invoice.subtotal.plus(line.known())?;
        invoice.warnings.push(Warning::Unpublished { charge: line.charge });
    }
    Ok(())
}
