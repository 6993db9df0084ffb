//! One tariff that prices many workloads, one after the other.

use thiserror::Error;

use crate::invoice::quote::Invoice;
use crate::invoice::total::Total;
use crate::number::ratio::Exact;
use crate::rate::error::RateError;
use crate::rate::tariff::Tariff;
use crate::usage::driver::Vocabulary;
use crate::usage::inputs::Usage;
use crate::usage::reads::Reads;
use crate::usage::workload::{UsageError, Workload};

/// The reason why a workload has no price.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum QuoteError {
    /// A driver has no value.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// The amount has no exact value.
    #[error(transparent)]
    Rate(#[from] RateError),
}

/// A tariff with the buffers to price workloads, one after the other.
///
/// It evaluates the drivers that the tariff reads and those that feed them, and no others: a formula of another
/// driver may have no value. [`Tariff::quote`] takes the values of all drivers, for those who price a workload
/// with many tariffs.
///
/// ```
/// use whatif_pricing::{Catalog, Period, Quoter, Ratio, Selection, Tariff, Vocabulary, Workload};
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let month = Period::standard_month("2026-06-01".parse().unwrap());
/// let tariff = Tariff::new(&card, &Selection::standard(&card), month).unwrap();
/// let mut quoter = Quoter::new(tariff, Vocabulary::standard());
/// let mut workload = Workload::standard(Vocabulary::standard());
/// // 100 credentials × 0.40 + 60,000 calls ÷ 10,000 × 0.05
/// assert_eq!(quoter.quote(&workload).unwrap().total, Ratio::parse("40.3").unwrap());
/// workload.set_text("calls", "20k").unwrap();
/// assert_eq!(quoter.total(&workload).unwrap().amount, Ratio::parse("40.1").unwrap());
/// ```
#[derive(Clone, Debug)]
pub struct Quoter {
    tariff: Tariff,
    reads: Reads,
    /// The values of the drivers that are read; of the others it has what was left behind.
    usage: Usage,
    invoice: Invoice,
}

impl Quoter {
    /// A tariff that prices workloads over a vocabulary. Once it has priced one, it allocates nothing.
    #[must_use]
    pub fn new(tariff: Tariff, vocabulary: &Vocabulary) -> Self {
        let usage = Usage::new(vocabulary.len(), tariff.period_terms());
        Self { reads: tariff.reads(), usage, invoice: Invoice::default(), tariff }
    }

    /// The tariff.
    #[must_use]
    pub const fn tariff(&self) -> &Tariff {
        &self.tariff
    }

    /// The invoice of a workload, as [`Tariff::quote`] writes it.
    ///
    /// # Errors
    /// If a driver that the tariff reads has no value, or an amount does not fit 38 digits.
    pub fn quote(&mut self, workload: &Workload) -> Result<&Invoice, QuoteError> {
        workload.usage_of(&self.reads, &mut self.usage)?;
        self.tariff.quote(&self.usage, &mut self.invoice)?;
        Ok(&self.invoice)
    }

    /// The total of a workload alone, without its lines.
    ///
    /// # Errors
    /// As of [`Self::quote`].
    pub fn total(&mut self, workload: &Workload) -> Result<Total, QuoteError> {
        workload.usage_of(&self.reads, &mut self.usage)?;
        // A total that is handed on from call to call takes longer than its sum.
        match self.tariff.sum_of_words(&self.usage) {
            Some(sum) => Ok(Total { amount: sum.ratio(), complete: true }),
            None => Ok(self.tariff.total(&self.usage)?),
        }
    }
}
