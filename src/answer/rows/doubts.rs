//! The doubts about a row on one offer: the worst one about its prices, what stands against its total, and
//! the peaks that nobody measured. What rows share is found once.

use std::collections::HashMap;

use whatif_pricing::{
    AgeLimit, Doubt, DriverId, ExchangeRates, Footing, Invoice, InvoiceOf, Ratio, Tariff, Usage,
    Warning, Workload, doubts,
};

/// The most kinds of rows whose doubts are remembered.
const KNOWN_MAX: usize = 10_000;
/// Places in a key, each of which has two bits.
const KEY_PLACES: usize = 30;

/// The doubts about a row on one offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowDoubts {
    /// The worst doubt about the prices that its total uses.
    pub doubt: Option<Doubt>,
    /// The parts of it that are not in the total, and the limits that it exceeds.
    pub warnings: Vec<Warning>,
    /// The peaks by which it is charged and that nobody measured, with their values.
    pub assumed: Vec<(DriverId, Ratio)>,
}

/// The grounds of doubts beside the row.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub workload: &'a Workload,
    pub usage: &'a Usage,
    /// By column: the driver, and whether the row leaves it at the base.
    pub columns: &'a [(DriverId, bool)],
    pub limit: AgeLimit,
    pub rates: &'a ExchangeRates,
}

/// The doubts that rows on one offer share, by what they depend on.
#[derive(Debug, Default)]
pub(super) struct SharedDoubts {
    prices: HashMap<u64, Option<Doubt>>,
    left_out: HashMap<u64, Vec<Warning>>,
    peaks: Option<Vec<Peak>>,
}

/// A driver that follows a mean by default, and by charge whether the charge reads it.
#[derive(Debug)]
pub(super) struct Peak {
    driver: DriverId,
    is_read: Vec<bool>,
}

impl Peak {
    /// The peaks that a tariff reads.
    pub fn all(tariff: &Tariff, workload: &Workload) -> Vec<Self> {
        let drivers = workload.vocabulary().iter().filter(|(_, it)| it.mean.is_some());
        let charges = 0..tariff.card().charges.len();
        let peaks = drivers.map(|(driver, _)| {
            let is_read = charges.clone().map(|charge| tariff.charge_reads(charge, driver));
            Self { driver, is_read: is_read.collect() }
        });
        peaks.filter(|peak| peak.is_read.contains(&true)).collect()
    }
}

impl SharedDoubts {
    /// The doubts about a row that was priced.
    pub fn of(&mut self, tariff: &Tariff, part: InvoiceOf<'_>, asked: &Asked<'_>) -> RowDoubts {
        let key = key_of_lines(part.invoice);
        let worst = || worst(part, &[], asked);
        let doubt = remembered(&mut self.prices, key, worst);
        let key = key_of_columns(asked);
        let left_out = || {
            let all = tariff.leaves_out(&[], asked.workload, asked.usage);
            all.filter(|it| !matches!(it, Warning::PeakBelowMean { .. })).collect()
        };
        let left_out = remembered(&mut self.left_out, key, left_out);
        let mut found = RowDoubts { doubt, ..RowDoubts::default() };
        found.warnings.extend(part.invoice.warnings.iter().copied().filter(is_of_row));
        found.warnings.extend(left_out.into_iter().map(|it| with_value(it, asked.usage)));
        let peaks = self.peaks.get_or_insert_with(|| Peak::all(tariff, asked.workload));
        found.add_peaks(peaks, part.invoice, asked);
        found
    }
}

/// The worst doubt about the prices of an offer with companions.
pub(super) fn worst(
    own: InvoiceOf<'_>,
    companions: &[InvoiceOf<'_>],
    asked: &Asked<'_>,
) -> Option<Doubt> {
    let found = doubts(own, companions, asked.rates, asked.limit);
    found.ok()?.first().map(|it| it.doubt)
}

/// Finds a value, or makes and remembers it. Without a key it is made each time.
fn remembered<T: Clone>(
    known: &mut HashMap<u64, T>,
    key: Option<u64>,
    make: impl FnOnce() -> T,
) -> T {
    let Some(key) = key else { return make() };
    if let Some(found) = known.get(&key) {
        return found.clone();
    }
    if known.len() == KNOWN_MAX {
        known.clear();
    }
    known.entry(key).or_insert_with(make).clone()
}

/// A key of the lines that use a price, and of whether their amounts are known and above zero.
fn key_of_lines(invoice: &Invoice) -> Option<u64> {
    let kind = |line: &whatif_pricing::Line| match line.amount {
        _ if line.billed_quantity.is_zero() => 0,
        None => 1,
        Some(amount) if amount.is_zero() => 2,
        Some(_) => 3,
    };
    let of_total = u64::from(invoice.total.is_zero());
    let is_short = invoice.lines.len() <= KEY_PLACES;
    is_short.then(|| invoice.lines.iter().fold(of_total, |key, line| key << 2 | kind(line)))
}

/// A key of the columns that set a driver, and of whether it is zero, one or more.
fn key_of_columns(asked: &Asked<'_>) -> Option<u64> {
    let kind = |(driver, is_base): &(DriverId, bool)| {
        let value = asked.usage.value(*driver);
        match () {
            () if *is_base => 0,
            () if value.is_zero() => 1,
            () if value <= Ratio::ONE => 2,
            () => 3,
        }
    };
    let is_short = asked.columns.len() <= KEY_PLACES;
    is_short.then(|| asked.columns.iter().fold(0, |key, column| key << 2 | kind(column)))
}

/// Returns whether a warning is about the row, and not about the period that all rows share.
fn is_of_row(warning: &Warning) -> bool {
    match warning {
        Warning::Unpublished { .. }
        | Warning::Quota { .. }
        | Warning::Negative { .. }
        | Warning::Ended { .. }
        | Warning::NotRead { .. }
        | Warning::PeakBelowMean { .. }
        | Warning::CannotDo { .. } => true,
        Warning::ListChange { .. }
        | Warning::FormerList { .. }
        | Warning::BeforeFirstList { .. }
        | Warning::EarlierPeriod { .. }
        | Warning::Idle { .. } => false,
    }
}

/// The warning that another row had, with the value of this one.
fn with_value(warning: Warning, usage: &Usage) -> Warning {
    match warning {
        Warning::CannotDo { driver, .. } => {
            Warning::CannotDo { driver, value: usage.value(driver) }
        }
        Warning::NotRead { driver, .. } => Warning::NotRead { driver, value: usage.value(driver) },
        Warning::Unpublished { .. }
        | Warning::Quota { .. }
        | Warning::ListChange { .. }
        | Warning::FormerList { .. }
        | Warning::BeforeFirstList { .. }
        | Warning::EarlierPeriod { .. }
        | Warning::Ended { .. }
        | Warning::Idle { .. }
        | Warning::Negative { .. }
        | Warning::PeakBelowMean { .. } => warning,
    }
}

impl RowDoubts {
    /// Adds the peaks that are below the mean, and those that nobody measured.
    pub(super) fn add_peaks(&mut self, peaks: &[Peak], invoice: &Invoice, asked: &Asked<'_>) {
        for Peak { driver, is_read } in peaks {
            let driver = *driver;
            // An assumption counts only where something is charged by it.
            let costs = |line: &&whatif_pricing::Line| line.amount.is_none_or(|it| !it.is_zero());
            let is_charged = || invoice.lines.iter().filter(costs).any(|line| is_read[line.charge]);
            match asked.workload.footing(driver, asked.usage) {
                Ok(Some(Footing::BelowMean { value, mean })) => {
                    self.warnings.push(Warning::PeakBelowMean { driver, value, mean });
                }
                Ok(Some(Footing::Assumed)) if is_charged() => {
                    self.assumed.push((driver, asked.usage.value(driver)));
                }
                Ok(Some(Footing::Assumed | Footing::Mean | Footing::Set) | None) | Err(_) => {}
            }
        }
    }
}
