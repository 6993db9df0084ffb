//! Rows of workloads: each row sets drivers over a base, and is priced on some offers.

use rust_decimal::Decimal;
use whatif_pricing::best::{Prepared, Question, asked_jobs, stated_jobs};
use whatif_pricing::{
    Currency, Driver, DriverId, Invoice, OutOfRange, RateCard, RateError, Ratio, SetError, Tariff,
    Total, Usage, UsageError, Value, Vocabulary, Workload, number,
};

use super::board::{Board, PricedOffer};
use super::error::AnswerError;
use super::priced::priced;
use super::proposals::BestQuestion;
use super::workload::leave_out_other_jobs;
use crate::scenario::OfferId;

/// Prices rows, one after the other, in the same memory.
pub struct Rows {
    base: Workload,
    workload: Workload,
    usage: Usage,
    offers: Vec<Rated>,
    columns: Vec<Column>,
    /// The combinations that were tried for the best offer of the row before.
    prepared: Prepared,
}

/// An offer on which rows are priced.
struct Rated {
    id: OfferId,
    tariff: Tariff,
    invoice: Invoice,
}

/// A column that sets a driver.
struct Column {
    driver: DriverId,
    about: &'static Driver,
    /// True if the row before left it at the base.
    is_base: bool,
    /// True if the row has a range, of which the likely value is priced.
    is_range: bool,
}

/// The best offer for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowBest {
    /// Its provider.
    pub provider: String,
    /// Its id: the card's, or that of a copy with choices of its own.
    pub offer: OfferId,
    /// The ids of its companions' cards.
    pub companions: Vec<String>,
    /// Its total.
    pub total: Ratio,
    /// The currency of the total.
    pub currency: Currency,
}

/// The reasons why a row has no total.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum RowError {
    /// No offer does the job at a price that is known.
    #[error("no offer can be ranked: `whatif best` says why")]
    NoOffer,
    /// A value that the driver does not take.
    #[error(transparent)]
    Value(#[from] SetError),
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// The card cannot price it.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// A figure is beyond what can be calculated exactly.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

impl Rows {
    /// Rows over a board's workload, whose columns set these drivers, on these offers. Without offers, for the best
    /// one of each row.
    pub fn new(
        board: &Board,
        offers: &[OfferId],
        drivers: &[DriverId],
    ) -> Result<Self, AnswerError> {
        let rated = |id: &OfferId| {
            let (_, figures) = priced(board, id)?;
            let (tariff, invoice) = (figures.own.tariff.clone(), Invoice::default());
            Ok(Rated { id: id.clone(), tariff, invoice })
        };
        let offers: Vec<Rated> = offers.iter().map(rated).collect::<Result<_, AnswerError>>()?;
        let mut base = board.inputs().workload.clone();
        if offers.is_empty() {
            let of_columns = drivers.iter().map(|driver| &Vocabulary::standard()[*driver].job);
            let mut jobs = asked_jobs(&base, board.usage());
            jobs.extend(of_columns.filter(|job| !job.is_empty()).cloned());
            let jobs = stated_jobs(&jobs, &base, board.usage());
            leave_out_other_jobs(&mut base, &jobs);
        }
        let usage = base.usage(board.inputs().period.terms())?;
        let about = |driver: &DriverId| Column {
            driver: *driver,
            about: &Vocabulary::standard()[*driver],
            is_base: true,
            is_range: false,
        };
        let columns = drivers.iter().map(about).collect();
        let prepared = Prepared::default();
        Ok(Self { workload: base.clone(), base, usage, offers, columns, prepared })
    }

    /// Sets the driver of a column to what its cell says. An empty cell leaves it at the base.
    pub fn set(&mut self, column: usize, text: &str) -> Result<(), RowError> {
        let column = &mut self.columns[column];
        column.is_range = false;
        if text.is_empty() {
            if !column.is_base {
                self.workload.set(column.driver, self.base.value(column.driver).clone())?;
                column.is_base = true;
            }
            return Ok(());
        }
        let value = match plain_number(text, column.about) {
            Some(number) => Value::Number(number),
            None => Value::read(Vocabulary::standard(), column.driver, text)?,
        };
        column.is_range = matches!(value, Value::Range(_));
        self.workload.set(column.driver, value)?;
        column.is_base = false;
        Ok(())
    }

    /// The drivers of which the row has a range.
    pub fn ranged(&self) -> impl Iterator<Item = &'static Driver> {
        self.columns.iter().filter(|column| column.is_range).map(|column| column.about)
    }

    /// The best offer for the row over the cards of a board that has best offers.
    pub fn best(&mut self, board: &Board) -> Result<RowBest, RowError> {
        let proposals = board.proposals().ok_or(RowError::NoOffer)?;
        let question = Question { workload: &self.workload, ..proposals.asked(board.inputs()) };
        let found = question.best_with(&mut self.prepared)?;
        // Those in the currency of the question come first, the cheapest of them before all.
        let best = found.providers.into_iter().find_map(|it| Some((it.provider, it.best?)));
        let (provider, best) = best.ok_or(RowError::NoOffer)?;
        let (offer, _) = proposals.offer_of(&best);
        let companions = best.parts.iter().skip(1).map(|part| part.card.id.clone()).collect();
        Ok(RowBest { provider, offer, companions, total: best.total, currency: best.currency })
    }

    /// Prices the row.
    pub fn price(&mut self) -> Result<(), RowError> {
        self.workload.usage_into(&mut self.usage)?;
        for offer in &mut self.offers {
            offer.tariff.quote(&self.usage, &mut offer.invoice)?;
        }
        Ok(())
    }

    /// The totals of the row that was priced, by offer.
    pub fn totals(&self) -> impl Iterator<Item = Total> {
        self.offers
            .iter()
            .map(|offer| Total { amount: offer.invoice.total, complete: offer.invoice.complete })
    }

    /// The amounts of its lines, by offer and charge. `None` if a price is not published.
    pub fn lines(&self) -> impl Iterator<Item = Option<Ratio>> {
        self.offers.iter().flat_map(|offer| offer.invoice.lines.iter().map(|line| line.amount))
    }

    /// The offers, with their cards.
    pub fn offers(&self) -> impl Iterator<Item = (&OfferId, &RateCard)> {
        self.offers.iter().map(|offer| (&offer.id, &**offer.tariff.card()))
    }

    /// The currency of each offer.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.offers.iter().map(|offer| offer.tariff.currency())
    }
}

/// The board over which rows ask for their best offers.
pub fn board_of_best(board: &Board) -> Result<Board, AnswerError> {
    Ok(Board::proposing(board.cards(), board.scenario(), BestQuestion::default())?)
}

/// Returns whether an offer has companions, whose cost a row would lack.
#[must_use]
pub fn has_companions(offer: &PricedOffer) -> bool {
    offer.figures().is_some_and(|figures| !figures.companions.is_empty())
}

/// A number in plain digits that the driver takes. `None` if it needs a closer look.
fn plain_number(text: &str, about: &Driver) -> Option<Decimal> {
    if text.len() > 18 || !text.bytes().all(|it| it.is_ascii_digit() || it == b'.') {
        return None;
    }
    let number = Decimal::from_str_exact(text).ok()?.normalize();
    let fits = number <= Decimal::from(number::MAGNITUDE_MAX)
        && number >= about.smallest
        && number.scale() <= number::QUANTITY_PLACES_MAX;
    fits.then_some(number)
}
