//! The cards of an offer with their invoices, by id.

use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::card::Source;
use whatif_pricing::charge::Confidence;
use whatif_pricing::{
    Adjusted, Adjustment, Currency, ExchangeRate, Invoice, Line, Percent, RateCard, Ratio,
    Selection, Total, Usage, Window,
};

use super::board::{Board, OfferFigures, Part, PricedOffer};
use super::priced::priced;
use crate::scenario::OfferId;

/// One card of an offer, with its invoice.
#[derive(Clone, Debug)]
pub struct QuotedPart {
    /// The id of the offer, or of a companion's card.
    pub id: String,
    /// The card.
    pub card: Arc<RateCard>,
    /// Its currency as it is chosen, of all amounts.
    pub currency: Currency,
    /// Provider, service and plan.
    pub title: String,
    /// The period on the card's clock.
    pub window: Window,
    /// The lines, in the card's order.
    pub lines: Vec<QuotedLine>,
    /// The sum of the lines that are known.
    pub subtotal: Total,
    /// Discounts, mark-ups and tax, in the order in which they apply.
    pub adjustments: Vec<QuotedAdjustment>,
    /// The total of this card.
    pub total: Total,
    /// The price lists that are used, in order of time.
    pub lists: Vec<QuotedList>,
    /// The choices of its options.
    pub options: Vec<Chosen>,
    /// The readings of its assumptions.
    pub readings: Vec<Chosen>,
    /// The prices that are the user's own.
    pub own_prices: Vec<OwnPrice>,
    /// The least sure of the other prices that are used or, if nothing is used, of all. `None` if all are the
    /// user's own.
    pub confidence: Option<Confidence>,
    /// The sources of the other prices.
    pub sources: Vec<Source>,
    /// The rates that lead to the currency of the offer's card. `None` if none do.
    pub rates: Option<Vec<ExchangeRate>>,
}

/// One line of an invoice.
#[derive(Clone, Debug)]
pub struct QuotedLine {
    /// The charge's id.
    pub charge: String,
    /// Its name.
    pub label: String,
    /// The calculation of the amount.
    pub calculation: Calculation,
    /// The exact quantity.
    pub quantity: Ratio,
    /// The quantity that is charged.
    pub billed_quantity: Ratio,
    /// The unit that the price is for: `10,000 calls`.
    pub unit: String,
    /// The unit price. `None` if it is not published.
    pub unit_price: Option<Ratio>,
    /// The amount. `None` if the price is not published.
    pub amount: Option<Ratio>,
    /// The amount as far as it is known: it is never less.
    pub known: Ratio,
}

/// The steps that lead to an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Calculation {
    /// By a calculation, in the words of the pricing library.
    Steady(String),
    /// As the sum of so many billing records.
    Records(usize),
    /// As the sum of more billing records than can be counted.
    ManyRecords,
}

/// A discount, mark-up or tax.
#[derive(Clone, Debug)]
pub struct QuotedAdjustment {
    /// The charge, or the whole card.
    pub of: AdjustedOf,
    /// Its name on the invoice.
    pub label: String,
    /// The percentage.
    pub percent: Percent,
    /// The amount that it is a part of.
    pub base: Ratio,
    /// The amount that it adds: below zero for a discount.
    pub amount: Ratio,
}

/// The base of a discount, mark-up or tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdjustedOf {
    /// A charge, by its id.
    Charge(String),
    /// The whole card.
    Card,
    /// Everything that remains: the tax.
    Tax,
}

/// A price list and the part of the period that it prices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedList {
    /// The day from which it is in force. `None` if that is not known.
    pub effective_from: Option<NaiveDate>,
    /// The part of the period.
    pub window: Window,
}

/// The choice of an option, or the reading of an assumption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The id of the option or assumption.
    pub id: String,
    /// The option's name, or the question.
    pub asks: String,
    /// The rule that is ambiguous. `None` for an option.
    pub rule: Option<String>,
    /// The id of the choice or reading.
    pub choice: String,
    /// Its name.
    pub answer: String,
}

/// A price of the user's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPrice {
    /// The charge's id.
    pub charge: String,
    /// Its name.
    pub label: String,
    /// The unit price.
    pub price: Option<Ratio>,
    /// The unit that it is for.
    pub unit: String,
}

/// Every card of some offers with its choices, prices and sources. Offers that cannot be priced are left
/// out.
#[must_use]
pub fn all_parts(board: &Board, offers: &[OfferId]) -> Vec<QuotedPart> {
    let priced = offers.iter().filter_map(|id| priced(board, id).ok());
    let parts = priced.flat_map(|(offer, figures)| {
        let (own, companions) = parts(board, offer, figures);
        std::iter::once(own).chain(companions)
    });
    parts.collect()
}

/// The card of an offer, and its companions.
pub(super) fn parts(
    board: &Board,
    offer: &PricedOffer,
    figures: &OfferFigures,
) -> (QuotedPart, Vec<QuotedPart>) {
    let currency = figures.own.currency();
    let own = QuotedPart::new(board, &figures.own, currency);
    let own = QuotedPart { id: offer.id.to_string(), title: offer.title(), ..own };
    let companions = figures.companions.iter();
    (own, companions.map(|part| QuotedPart::new(board, part, currency)).collect())
}

impl QuotedPart {
    fn new(board: &Board, part: &Part, currency: Currency) -> Self {
        let Part { card, selection, tariff, invoice, .. } = part;
        let complete = invoice.complete;
        let rates = board.inputs().rates.between(part.currency(), currency);
        let list = |list: whatif_pricing::PriceList| QuotedList {
            effective_from: list.effective_from,
            window: list.window,
        };
        Self {
            id: card.id.clone(),
            title: card.title(),
            window: tariff.window(),
            lines: lines(board, part),
            subtotal: Total { amount: invoice.subtotal, complete },
            adjustments: adjustments(card, invoice),
            total: Total { amount: invoice.total, complete },
            lists: tariff.price_lists().map(list).collect(),
            options: options(card, selection),
            readings: readings(card, selection),
            own_prices: own_prices(part),
            confidence: card
                .confidence_of(selection, invoice)
                .or_else(|| confidence(card, selection)),
            sources: sources(part),
            rates: rates.map(|rates| rates.into_iter().cloned().collect()),
            card: Arc::clone(card),
            currency: part.currency(),
        }
    }
}

fn lines(board: &Board, part: &Part) -> Vec<QuotedLine> {
    let calculations = calculations(board, part);
    let line = |(line, calculation): (&Line, Calculation)| {
        let charge = &part.card.charges[line.charge];
        QuotedLine {
            charge: charge.id.clone(),
            label: charge.label.clone(),
            calculation,
            quantity: line.quantity,
            billed_quantity: line.billed_quantity,
            unit: part.tariff.unit(line.charge),
            unit_price: part.tariff.unit_price(line.charge).map(Ratio::whole),
            amount: line.amount,
            known: line.known(),
        }
    };
    part.invoice.lines.iter().zip(calculations).map(line).collect()
}

/// The calculation of a line of a part. Of a workload that changes, the records are not counted here.
#[must_use]
pub fn calculation(part: &Part, charge: &str, usage: &Usage) -> Option<Calculation> {
    let charge = part.card.charge(charge).ok()?;
    Some(match part.segments[..] {
        [] => Calculation::Steady(part.tariff.calculation(charge, usage)),
        [..] => Calculation::ManyRecords,
    })
}

fn calculations(board: &Board, part: &Part) -> Vec<Calculation> {
    let charges = part.invoice.lines.iter().map(|line| line.charge);
    if part.segments.len() <= 1 {
        let usage = part.segments.first().map_or(board.usage(), |segment| &segment.usage);
        let steady = |charge| Calculation::Steady(part.tariff.calculation(charge, usage));
        return charges.map(steady).collect();
    }
    let Ok(records) = part.tariff.records(&part.segments) else {
        return charges.map(|_| Calculation::ManyRecords).collect();
    };
    let mut counts = vec![0; part.card.charges.len()];
    for record in records {
        counts[record.charge] += 1;
    }
    charges.map(|charge| Calculation::Records(counts[charge])).collect()
}

fn adjustments(card: &RateCard, invoice: &Invoice) -> Vec<QuotedAdjustment> {
    invoice.adjustments.iter().map(|adjusted| adjustment(card, adjusted)).collect()
}

/// One discount, mark-up or tax by id.
pub(super) fn adjustment(card: &RateCard, adjusted: &Adjusted) -> QuotedAdjustment {
    let of = match adjusted.of {
        Adjustment::Charge(charge) => AdjustedOf::Charge(card.charges[charge].id.clone()),
        Adjustment::Card => AdjustedOf::Card,
        Adjustment::Tax => AdjustedOf::Tax,
    };
    QuotedAdjustment {
        of,
        label: adjusted.label(card),
        percent: adjusted.percent,
        base: adjusted.base,
        amount: adjusted.amount,
    }
}

fn options(card: &RateCard, selection: &Selection) -> Vec<Chosen> {
    let chosen = card.options.iter().zip(&selection.options);
    let chosen = chosen.map(|(option, choice)| Chosen {
        id: option.id.clone(),
        asks: option.label.clone(),
        rule: None,
        choice: option.choices[*choice].id.clone(),
        answer: option.choices[*choice].label.clone(),
    });
    chosen.collect()
}

/// The readings that are taken, by id.
pub(super) fn readings(card: &RateCard, selection: &Selection) -> Vec<Chosen> {
    let taken = card.assumptions.iter().zip(&selection.readings);
    let taken = taken.map(|(asked, reading)| Chosen {
        id: asked.id.clone(),
        asks: asked.asks.clone(),
        rule: Some(asked.rule.clone()),
        choice: asked.readings[*reading].named.id.clone(),
        answer: asked.readings[*reading].named.label.clone(),
    });
    taken.collect()
}

fn own_prices(part: &Part) -> Vec<OwnPrice> {
    let charges = part.card.charges.iter().enumerate();
    let own = charges.filter(|(place, _)| part.own_price(*place).is_some());
    let own = own.map(|(place, charge)| OwnPrice {
        charge: charge.id.clone(),
        label: charge.label.clone(),
        price: part.own_price(place).map(Ratio::whole),
        unit: part.tariff.unit(place),
    });
    own.collect()
}

/// The least sure of a card's prices. `None` if all are the user's own.
pub(super) fn confidence(card: &RateCard, selection: &Selection) -> Option<Confidence> {
    let charges = card.charges.iter().enumerate();
    let vendors = charges.filter(|(place, _)| selection.own_price(card, *place).is_none());
    vendors.map(|(_, charge)| *charge.confidence.pick(&selection.options)).max()
}

fn sources(part: &Part) -> Vec<Source> {
    let charges = part.card.charges.iter().enumerate();
    let vendors = charges.filter(|(place, _)| part.own_price(*place).is_none());
    let options = &part.selection.options;
    let mut sources: Vec<usize> = vendors.map(|(_, charge)| *charge.source.pick(options)).collect();
    let former = part.tariff.price_lists().filter_map(|list| list.former);
    sources.extend(former.map(|former| part.card.former[former].source));
    sources.sort_unstable();
    sources.dedup();
    sources.into_iter().map(|source| part.card.sources[source].clone()).collect()
}
