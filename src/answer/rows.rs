//! Rows of workloads: each row sets drivers over a base, and is priced on some offers.

mod doubts;

use rust_decimal::Decimal;
use whatif_pricing::best::{self, Prepared, Question, asked_jobs, stated_jobs};
use whatif_pricing::{
    Currency, Driver, DriverId, ExchangeRates, Invoice, InvoiceOf, OutOfRange, RateCard, RateError,
    Ratio, Selection, SetError, Tariff, Terms, Total, Usage, UsageError, Value, Vocabulary,
    Workload, number,
};

use super::board::{Board, PricedOffer};
use super::doubt::Staleness;
use super::error::AnswerError;
use super::priced::priced;
use super::proposals::BestQuestion;
use super::workload::leave_out_other_jobs;
use crate::scenario::OfferId;
use doubts::{Asked, Peak, SharedDoubts};

pub use doubts::RowDoubts;

/// Prices rows, one after the other, in the same memory.
pub struct Rows {
    base: Workload,
    workload: Workload,
    usage: Usage,
    offers: Vec<Rated>,
    columns: Vec<Column>,
    /// The combinations that were tried for the best offer of the row before.
    prepared: Prepared,
    /// By column: its driver, and whether the row leaves it at the base.
    set: Vec<(DriverId, bool)>,
    staleness: Staleness,
    exchange: ExchangeRates,
    terms: Terms,
}

/// An offer on which rows are priced.
struct Rated {
    id: OfferId,
    tariff: Tariff,
    selection: Selection,
    invoice: Invoice,
    shared: SharedDoubts,
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
    /// The doubts about it.
    pub doubts: RowDoubts,
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
        staleness: Staleness,
    ) -> Result<Self, AnswerError> {
        let rated = |id: &OfferId| {
            let (_, figures) = priced(board, id)?;
            let (tariff, invoice) = (figures.own.tariff.clone(), Invoice::default());
            let (selection, shared) = (figures.own.selection.clone(), SharedDoubts::default());
            Ok(Rated { id: id.clone(), tariff, selection, invoice, shared })
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
        let set = drivers.iter().map(|driver| (*driver, true)).collect();
        let exchange = board.inputs().rates.clone();
        let (workload, terms) = (base.clone(), board.inputs().terms());
        let prepared = Prepared::default();
        Ok(Self {
            base,
            workload,
            usage,
            offers,
            columns,
            prepared,
            set,
            staleness,
            exchange,
            terms,
        })
    }

    /// Sets the driver of a column to what its cell says. An empty cell leaves it at the base.
    pub fn set(&mut self, column: usize, text: &str) -> Result<(), RowError> {
        let column = &mut self.columns[column];
        column.is_range = false;
        if text.is_empty() {
            if !column.is_base {
                // A driver that nobody set is so again: a peak goes back to following its mean.
                if self.base.is_chosen(column.driver) {
                    self.workload.set(column.driver, self.base.value(column.driver).clone())?;
                } else {
                    self.workload.reset(column.driver)?;
                }
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
        let doubts = self.doubts_about(&best.parts)?;
        let (total, currency) = (best.total, best.currency);
        Ok(RowBest { provider, offer, companions, total, currency, doubts })
    }

    /// The doubts about an offer that was found for the row.
    fn doubts_about(&mut self, parts: &[best::Part]) -> Result<RowDoubts, RowError> {
        self.workload.usage_into(&mut self.usage)?;
        let mut priced = Vec::with_capacity(parts.len());
        for part in parts {
            let mut tariff = Tariff::new(&part.card, &part.selection, self.terms)?;
            if let Some((main, _)) = priced.first() {
                let main: &Tariff = main;
                tariff = tariff.following(main.card());
            }
            let mut invoice = Invoice::default();
            tariff.quote(&self.usage, &mut invoice)?;
            priced.push((tariff, invoice));
        }
        let all: Vec<InvoiceOf<'_>> = parts
            .iter()
            .zip(&priced)
            .map(|(part, (_, invoice))| {
                let (card, selection) = (&*part.card, &part.selection);
                InvoiceOf { card, selection, invoice }
            })
            .collect();
        let asked = asked(&self.workload, &self.usage, &self.set, self.staleness, &self.exchange);
        let mut found = RowDoubts::default();
        if let Some((own, companions)) = all.split_first() {
            found.doubt = doubts::worst(*own, companions, &asked);
        }
        for (tariff, invoice) in &priced {
            found.add_peaks(&Peak::all(tariff, &self.workload), invoice, &asked);
        }
        Ok(found)
    }

    /// The doubts about the row that was priced, by offer.
    pub fn doubts(&mut self) -> Vec<RowDoubts> {
        self.set.clear();
        self.set.extend(self.columns.iter().map(|column| (column.driver, column.is_base)));
        let asked = asked(&self.workload, &self.usage, &self.set, self.staleness, &self.exchange);
        let of = |offer: &mut Rated| {
            let Rated { tariff, selection, invoice, shared, .. } = offer;
            let part = InvoiceOf { card: tariff.card(), selection, invoice };
            shared.of(tariff, part, &asked)
        };
        self.offers.iter_mut().map(of).collect()
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

/// The grounds of the doubts about a row.
const fn asked<'a>(
    workload: &'a Workload,
    usage: &'a Usage,
    columns: &'a [(DriverId, bool)],
    staleness: Staleness,
    rates: &'a ExchangeRates,
) -> Asked<'a> {
    Asked { workload, usage, columns, limit: staleness.limit(), rates }
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
    // Most are whole: those need no digits taken off.
    let number = match text.parse::<u64>() {
        Ok(whole) => Decimal::from(whole),
        Err(_) => Decimal::from_str_exact(text).ok()?.normalize(),
    };
    let fits = number <= Decimal::from(number::MAGNITUDE_MAX)
        && number >= about.smallest
        && number.scale() <= number::QUANTITY_PLACES_MAX;
    fits.then_some(number)
}
