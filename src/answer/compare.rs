//! Offers side by side, their lines aligned by what they pay for.

use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::charge::Confidence;
use whatif_pricing::compare::{
    Cell, Column as Figures, Compared, Comparison as Aligned, Difference, Item,
};
use whatif_pricing::{
    Currency, Doubted, ExchangeRate, Period, RateCard, Ratio, Samples, Total, Warning, Window,
};

use super::board::{Adjusted, Board, Fault, OfferFigures, PricedOffer};
use super::doubt::{Doubt, Staleness, doubts};
use super::error::AnswerError;
use super::notes::{Note, notes};
use super::part::confidence;
use super::quote::{Held, held};
use super::ranges::{OfferRanges, Ranges, ranges};
use super::rank::{Obstacle, obstacle};
use super::verdict;
use crate::scenario::OfferId;

/// A question about several offers.
#[derive(Clone, Copy, Debug)]
pub struct CompareQuestion<'a> {
    /// The offers, in the order of their columns.
    pub offers: &'a [OfferId],
    /// The base of the differences, besides the cheapest offer.
    pub baseline: Base<'a>,
    /// The samples to draw from the workload's ranges. Draws none if `None`.
    pub samples: Option<Samples>,
    /// From which age prices are stale. They have no age if `None`.
    pub staleness: Option<Staleness>,
}

/// The base of the differences, besides the cheapest offer.
#[derive(Clone, Copy, Debug)]
pub enum Base<'a> {
    /// Nothing.
    None,
    /// One of the offers.
    Offer(&'a OfferId),
    /// The same offers at other inputs.
    Inputs(&'a Board),
}

/// Offers side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The period.
    pub period: Period,
    /// The day whose price lists apply. Those of the period if `None`.
    pub as_of: Option<NaiveDate>,
    /// The currency in which offers are ranked.
    pub currency: Currency,
    /// The rows, in their order.
    pub items: Vec<Item>,
    /// One for each offer, in the order of the question.
    pub columns: Vec<Column>,
    /// The offer that all are compared with, if that was asked for.
    pub baseline: Option<OfferId>,
    /// The rates by which amounts are in the currency of the comparison.
    pub rates: Vec<ExchangeRate>,
    /// The samples that were drawn from the workload's ranges.
    pub ranges: Option<Ranges>,
    /// The assumptions that it rests on.
    pub notes: Vec<Note>,
}

/// One offer in a comparison.
#[derive(Clone, Debug)]
pub struct Column {
    /// The offer.
    pub offer: OfferId,
    /// Provider, service and plan.
    pub title: String,
    /// Its card.
    pub card: Arc<RateCard>,
    /// The discount or mark-up in its total. `None` without one.
    pub adjusted: Option<Adjusted>,
    /// Its companions: provider, service and plan of each.
    pub companions: Vec<String>,
    /// The least sure of its card's prices. `None` if all are the user's own.
    pub confidence: Option<Confidence>,
    /// The period on the card's clock.
    pub window: Window,
    /// The figures, or why it cannot be priced.
    pub figures: Result<ColumnFigures, Fault>,
    /// The budget and the part of it that the total takes.
    pub budget: Option<Held>,
    /// The doubts about it.
    pub doubts: Vec<Doubt>,
    /// The worst doubt about the prices that the total uses. Without a day of use no price is old.
    pub doubt: Option<Doubted>,
    /// Its totals over the workload's ranges.
    pub ranges: Option<OfferRanges>,
}

/// The figures of an offer in a comparison.
#[derive(Clone, Debug)]
pub struct ColumnFigures {
    /// The currency of its amounts: that of the comparison, or its own if no rate leads there.
    pub currency: Currency,
    /// By item. `None` if the offer does not charge for it.
    pub cells: Vec<Option<ColumnCell>>,
    /// All of them together.
    pub total: Total,
    /// The reason why it is not ranked. `None` if it is.
    pub obstacle: Option<Obstacle>,
    /// True if no other ranked offer of the same job costs less. An offer alone is not cheap.
    pub is_cheapest: bool,
    /// The total less the cheapest of the same job. `None` if it is not ranked, or is ranked alone.
    pub to_cheapest: Option<Difference>,
    /// The total less the baseline's. `None` without one, and if one of them is incomplete.
    pub to_baseline: Option<Difference>,
    /// By item: the cell less the baseline's. `None` if one is incomplete, and if nothing differs. Offers
    /// at other inputs alone have it.
    pub cells_to_baseline: Vec<Option<Difference>>,
    /// The parts of the workload that the service does not do or does not charge for.
    pub left_out: Vec<Warning>,
}

/// The amount of an offer for one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnCell {
    /// As far as it is known. `None` if all of it is unknown.
    pub amount: Option<Ratio>,
    /// True if that is all of it.
    pub complete: bool,
    /// The charges that it is the sum of, the largest first. Empty for discounts and taxes.
    pub charges: Vec<CellCharge>,
}

/// A charge in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellCharge {
    /// The id of its card: the offer's own or a companion's.
    pub card: String,
    /// Its id.
    pub charge: String,
}

impl Comparison {
    /// The largest total in the currency of the comparison.
    #[must_use]
    pub fn largest(&self) -> Option<Ratio> {
        let figures = self.columns.iter().filter_map(|column| column.figures.as_ref().ok());
        let alike = figures.filter(|figures| figures.currency == self.currency);
        alike.map(|figures| figures.total.amount).max()
    }

    /// The column of an offer.
    #[must_use]
    pub fn column(&self, offer: &OfferId) -> Option<&Column> {
        self.columns.iter().find(|column| column.offer == *offer)
    }
}

/// Puts offers side by side. An offer that cannot be priced has a column that says why.
pub fn compare(board: &Board, question: &CompareQuestion<'_>) -> Result<Comparison, AnswerError> {
    let missing = |id: &&OfferId| board.offer(id).is_none();
    if let Some(id) = question.offers.iter().find(missing) {
        return Err(AnswerError::NoOffer { offer: id.clone() });
    }
    let offers = question.offers.iter().filter_map(|id| board.offer(id));
    let offers: Vec<&PricedOffer> = offers.collect();
    let priced: Vec<(&PricedOffer, &OfferFigures)> =
        offers.iter().filter_map(|offer| Some((*offer, offer.figures()?))).collect();
    let (currency, rates) = (board.inputs().display, &board.inputs().rates);
    let aligned = aligned(board, &priced, currency)?;
    let differences = Differences::new(board, question.baseline, &priced, &aligned)?;
    let sampled = match question.samples {
        Some(samples) => ranges(board, question.offers, samples, currency)?,
        None => None,
    };
    let (ranges, of_offers) = sampled.unzip();
    let mut of_offers = of_offers.unwrap_or_default().into_iter();
    let mut columns = Vec::with_capacity(offers.len());
    let mut sides = aligned.columns.iter().zip(differences.columns);
    for offer in &offers {
        let figures = match &offer.figures {
            Ok(figures) => {
                let Some((column, since)) = sides.next() else { continue };
                Ok(column_figures((board, offer), figures, column, since))
            }
            Err(fault) => Err(fault.clone()),
        };
        let is_priced = figures.is_ok();
        columns.push(Column {
            offer: offer.id.clone(),
            title: offer.title(),
            window: board.inputs().period.window(offer.card.offset),
            card: Arc::clone(&offer.card),
            adjusted: offer.adjusted(),
            companions: companions(offer),
            confidence: least_sure(offer),
            figures,
            budget: held(board, offer),
            doubts: doubts(board, offer, Some(currency), question.staleness),
            doubt: verdict::doubt(board, offer, question.staleness.unwrap_or(Staleness::AGELESS)),
            ranges: if is_priced { of_offers.next() } else { None },
        });
    }
    let baseline = match question.baseline {
        Base::Offer(offer) => Some(offer.clone()),
        Base::None | Base::Inputs(_) => None,
    };
    let rates = rates_used(&priced, currency, rates);
    Ok(Comparison {
        period: board.inputs().period,
        as_of: board.inputs().as_of,
        currency,
        items: aligned.items,
        columns,
        baseline,
        rates,
        ranges,
        notes: notes(board, question.offers),
    })
}

fn companions(offer: &PricedOffer) -> Vec<String> {
    let companions = offer.figures().into_iter().flat_map(|figures| &figures.companions);
    companions.map(|part| part.card.title()).collect()
}

fn least_sure(offer: &PricedOffer) -> Option<Confidence> {
    let figures = offer.figures()?;
    figures.confidence.or_else(|| confidence(&figures.own.card, &figures.own.selection))
}

fn aligned(
    board: &Board,
    priced: &[(&PricedOffer, &OfferFigures)],
    currency: Currency,
) -> Result<Aligned, AnswerError> {
    let compared: Vec<Compared<'_>> =
        priced.iter().map(|(_, figures)| figures.compared()).collect();
    Ok(Aligned::new(&compared, currency, &board.inputs().rates)?)
}

/// The differences to the baseline, by the columns that are priced.
struct Differences {
    columns: Vec<Since>,
}

/// The differences of one column to the baseline.
#[derive(Clone, Debug, Default)]
struct Since {
    total: Option<Difference>,
    cells: Vec<Option<Difference>>,
}

impl Differences {
    fn new(
        board: &Board,
        base: Base<'_>,
        priced: &[(&PricedOffer, &OfferFigures)],
        now: &Aligned,
    ) -> Result<Self, AnswerError> {
        let totals = match base {
            Base::None => None,
            Base::Offer(id) => priced.iter().position(|(offer, _)| offer.id == *id),
            Base::Inputs(past) => return Self::since(board, past, priced, now),
        };
        let totals = totals.map(|column| now.to_column(column)).transpose()?;
        let totals = totals.unwrap_or_else(|| vec![None; priced.len()]).into_iter();
        let columns = totals.map(|total| Since { total, cells: Vec::new() });
        Ok(Self { columns: columns.collect() })
    }

    /// Each offer less what it was at other inputs, by the rates of now: a difference is never one of
    /// exchange rates. An offer that was not there, or could not be priced, has none.
    fn since(
        board: &Board,
        past: &Board,
        priced: &[(&PricedOffer, &OfferFigures)],
        now: &Aligned,
    ) -> Result<Self, AnswerError> {
        let then = priced.iter().map(|(offer, _)| past.offer(&offer.id)?.figures());
        let then: Vec<Option<&OfferFigures>> = then.collect();
        let known: Vec<Compared<'_>> = then.iter().flatten().map(|it| it.compared()).collect();
        let aligned = Aligned::new(&known, now.currency, &board.inputs().rates)?;
        let mut places = 0..known.len();
        let mut columns = Vec::with_capacity(priced.len());
        for (column, then) in now.columns.iter().zip(&then) {
            let Some(past) = then.and_then(|_| places.next()).map(|at| (&aligned, at)) else {
                columns.push(Since::default());
                continue;
            };
            let items = now.items.iter().zip(&column.cells);
            let cells = items.map(|(item, cell)| cell_since(cell.as_ref(), item, past)).collect();
            columns.push(Since { total: total_since(column, past), cells });
        }
        Ok(Self { columns })
    }
}

fn total_since(now: &Figures, (past, column): (&Aligned, usize)) -> Option<Difference> {
    let then = &past.columns[column];
    let alike = now.currency == then.currency;
    alike.then(|| Difference::of_totals(now.total, then.total).ok().flatten()).flatten()
}

/// A cell less what it was. An item that was not there counts as zero.
fn cell_since(
    now: Option<&Cell>,
    item: &Item,
    (past, column): (&Aligned, usize),
) -> Option<Difference> {
    let known = |cell: Option<&Cell>| match cell {
        Some(cell) => cell.known(),
        None => Some(Ratio::ZERO),
    };
    let difference = Difference::between(known(now)?, known(past.cell(column, item))?).ok();
    difference.filter(|difference| !difference.is_zero())
}

fn column_figures(
    (board, offer): (&Board, &PricedOffer),
    figures: &OfferFigures,
    column: &Figures,
    since: Since,
) -> ColumnFigures {
    let cells = column.cells.iter().map(|cell| Some(column_cell(figures, cell.as_ref()?)));
    ColumnFigures {
        currency: column.currency,
        cells: cells.collect(),
        total: column.total,
        obstacle: obstacle(board, offer),
        is_cheapest: column.is_cheapest,
        to_cheapest: column.to_cheapest,
        to_baseline: since.total,
        cells_to_baseline: since.cells,
        left_out: column.left_out.clone(),
    }
}

fn column_cell(figures: &OfferFigures, cell: &Cell) -> ColumnCell {
    let parts: Vec<_> = figures.parts().collect();
    let mut lines = cell.lines.clone();
    let amount = |line: &whatif_pricing::compare::CellLine| {
        parts[line.invoice].invoice.lines[line.charge].amount.unwrap_or_default()
    };
    lines.sort_by_key(|line| std::cmp::Reverse(amount(line)));
    let charge = |line: &whatif_pricing::compare::CellLine| {
        let card = &parts[line.invoice].card;
        CellCharge { card: card.id.clone(), charge: card.charges[line.charge].id.clone() }
    };
    ColumnCell {
        amount: cell.amount,
        complete: cell.complete,
        charges: lines.iter().map(charge).collect(),
    }
}

/// The rates by which amounts are in the currency of the comparison, each once.
fn rates_used(
    priced: &[(&PricedOffer, &OfferFigures)],
    currency: Currency,
    rates: &whatif_pricing::ExchangeRates,
) -> Vec<ExchangeRate> {
    let mut used: Vec<ExchangeRate> = Vec::new();
    for (_, figures) in priced {
        let own = figures.own.currency();
        let companions = figures.companions.iter().map(|part| (part.currency(), own));
        for (from, to) in companions.chain([(own, currency)]) {
            used.extend(rates.between(from, to).unwrap_or_default().into_iter().cloned());
        }
    }
    let mut seen = Vec::new();
    used.retain(|rate| {
        let is_new = !seen.contains(&(rate.from, rate.to));
        seen.push((rate.from, rate.to));
        is_new
    });
    used
}

/// The offers that are compared on the screen and in exports: the marked ones, or the selected one if none
/// is marked. In order of their totals, those that cannot be ranked last, by name.
#[must_use]
pub fn compared_offers(board: &Board) -> Vec<&PricedOffer> {
    let mut offers: Vec<&PricedOffer> = board.marked().collect();
    if offers.is_empty() {
        offers.push(board.selected());
    }
    // The sort is stable: offers of one total stay in the board's order.
    offers.sort_by_cached_key(|offer| {
        let total = offer.ranked();
        let name = total.is_none().then(|| offer.card.name().to_lowercase());
        (total.is_none(), total, name)
    });
    offers
}

/// The group of services that a card belongs to, by the jobs that it does. In the order of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// It keeps secrets.
    Secrets,
    /// It keeps secrets and keys.
    SecretsAndKeys,
    /// It keeps keys.
    Keys,
    /// It watches over security.
    Security,
}

impl Group {
    /// The group of a card.
    #[must_use]
    pub fn of(card: &RateCard) -> Self {
        let does = |job: &str| card.jobs.iter().any(|known| known == job);
        match (does("secrets"), does("keys")) {
            (true, false) => Self::Secrets,
            (true, true) => Self::SecretsAndKeys,
            (false, true) => Self::Keys,
            (false, false) => Self::Security,
        }
    }
}
