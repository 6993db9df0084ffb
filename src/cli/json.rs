//! The JSON answers: exact decimals as plain strings, instants in RFC 3339 on the card's clock.
//!
//! The order of the fields is the order of the keys.

mod comparison;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;
use whatif_pricing::arrears::DatedStage;
use whatif_pricing::card::Source;
use whatif_pricing::{
    Adjusted, Adjustment, ExchangeRate, Invoice, Line, PriceList, RateCard, Ratio, Record, Window,
    instant, plain,
};

use super::budget::BudgetJson;
use super::cards::Age;
use super::ranges::RangesJson;
use super::request::{Quoted, Request};
use super::terms::Converted;
use crate::library::Library;

pub use comparison::Compare;

/// `whatif quote --json`.
#[derive(Debug, Serialize)]
pub struct Quote {
    card: String,
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    preset: Option<&'static str>,
    period: Stretch,
    lines: Vec<QuoteLine>,
    subtotal: String,
    adjustments: Vec<QuoteAdjustment>,
    total: String,
    complete: bool,
    companions: Vec<QuoteCompanion>,
    total_with_companions: String,
    complete_with_companions: bool,
    in_currency: Option<InCurrency>,
    budget: Option<BudgetJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sampled: Option<RangesJson>,
    as_of: Option<String>,
    price_list: Vec<QuoteList>,
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<Vec<QuoteRecord>>,
}

/// From an instant up to, and not including, another.
#[derive(Debug, Serialize)]
pub struct Stretch {
    from: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct QuoteLine {
    id: String,
    label: String,
    quantity: String,
    billed_quantity: String,
    unit: String,
    unit_price: Option<String>,
    amount: Option<String>,
}

/// A discount, mark-up or tax; a discount is below zero.
#[derive(Debug, Serialize)]
pub struct QuoteAdjustment {
    /// `charge`, `card` or `tax`.
    of: &'static str,
    /// The charge's id where it is on one.
    charge: Option<String>,
    percent: String,
    base: String,
    amount: String,
}

#[derive(Debug, Serialize)]
struct QuoteCompanion {
    card: String,
    currency: String,
    lines: Vec<QuoteLine>,
    subtotal: String,
    adjustments: Vec<QuoteAdjustment>,
    total: String,
    complete: bool,
}

/// A total in the currency that was asked for, with the rates that lead there.
#[derive(Debug, Serialize)]
pub struct InCurrency {
    currency: String,
    total: String,
    rates: Vec<QuoteRate>,
}

/// An exchange rate that was used.
#[derive(Debug, Serialize)]
pub struct QuoteRate {
    from: String,
    to: String,
    rate: String,
    dated: String,
    source: String,
}

/// A price list, and the part of the period that it prices.
#[derive(Debug, Serialize)]
struct QuoteList {
    effective_from: Option<String>,
    from: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct QuoteRecord {
    charge: String,
    from: String,
    to: String,
    seconds: i64,
    quantity: String,
    amount: Option<String>,
}

impl Quote {
    /// The answer to a request; `records` only where they were asked for.
    pub fn new(
        request: &Request,
        quoted: &Quoted,
        shown: Option<Converted<'_>>,
        budget: Option<BudgetJson>,
        records: Option<&[Record]>,
    ) -> Self {
        let record = |record| QuoteRecord::new(request, record);
        let invoice = &quoted.invoice;
        let companions = request.companions.iter().zip(&quoted.companions);
        Self {
            card: request.card.id.clone(),
            currency: request.card.currency.to_string(),
            preset: request.preset.map(|preset| &*preset.id),
            period: Stretch::new(request),
            lines: invoice.lines.iter().map(|line| QuoteLine::new(request, line)).collect(),
            subtotal: plain(invoice.subtotal),
            adjustments: QuoteAdjustment::all(request, invoice),
            total: plain(invoice.total),
            complete: invoice.complete,
            companions: companions.map(|(of, invoice)| QuoteCompanion::new(of, invoice)).collect(),
            total_with_companions: plain(quoted.total.amount),
            complete_with_companions: quoted.total.complete,
            in_currency: shown.and_then(InCurrency::new),
            budget,
            sampled: None,
            as_of: request.tariff.terms().as_of.map(|day| day.to_string()),
            price_list: request
                .tariff
                .price_lists()
                .map(|it| QuoteList::new(request, it))
                .collect(),
            warnings: request.warnings(quoted),
            records: records.map(|records| records.iter().map(record).collect()),
        }
    }
}

impl Quote {
    /// The same with what the workload's ranges come to.
    pub fn with_sampled(self, sampled: Option<RangesJson>) -> Self {
        Self { sampled, ..self }
    }
}

impl QuoteAdjustment {
    /// Those of an invoice, in the order in which they apply.
    pub fn all(request: &Request, invoice: &Invoice) -> Vec<Self> {
        invoice.adjustments.iter().map(|adjusted| Self::new(request, adjusted)).collect()
    }

    /// One of them.
    pub fn new(request: &Request, adjusted: &Adjusted) -> Self {
        let (of, charge) = match adjusted.of {
            Adjustment::Charge(charge) => ("charge", Some(request.card.charges[charge].id.clone())),
            Adjustment::Card => ("card", None),
            Adjustment::Tax => ("tax", None),
        };
        let sign = if adjusted.percent.is_negative() { "-" } else { "" };
        Self {
            of,
            charge,
            percent: format!("{sign}{}", adjusted.percent.magnitude()),
            base: plain(adjusted.base),
            amount: plain(adjusted.amount),
        }
    }
}

impl QuoteCompanion {
    fn new(request: &Request, invoice: &Invoice) -> Self {
        Self {
            card: request.card.id.clone(),
            currency: request.card.currency.to_string(),
            lines: invoice.lines.iter().map(|line| QuoteLine::new(request, line)).collect(),
            subtotal: plain(invoice.subtotal),
            adjustments: QuoteAdjustment::all(request, invoice),
            total: plain(invoice.total),
            complete: invoice.complete,
        }
    }
}

impl InCurrency {
    /// None where no rate leads there.
    pub fn new(converted: Converted<'_>) -> Option<Self> {
        Some(Self {
            currency: converted.currency.to_string(),
            total: plain(converted.total?.amount),
            rates: converted.rates.into_iter().map(QuoteRate::new).collect(),
        })
    }
}

impl QuoteRate {
    /// A rate as the user gave it.
    pub fn new(rate: &ExchangeRate) -> Self {
        Self {
            from: rate.from.to_string(),
            to: rate.to.to_string(),
            rate: rate.rate.normalize().to_string(),
            dated: rate.dated.to_string(),
            source: rate.source.clone(),
        }
    }
}

impl QuoteList {
    fn new(request: &Request, list: PriceList) -> Self {
        Self {
            effective_from: list.effective_from.map(|day| day.to_string()),
            from: at(request, list.window.from),
            to: at(request, list.window.to),
        }
    }
}

impl Stretch {
    /// The period of a request on its card's clock.
    pub fn new(request: &Request) -> Self {
        let Window { from, to } = request.tariff.window();
        Self { from: at(request, from), to: at(request, to) }
    }
}

impl QuoteLine {
    fn new(request: &Request, line: &Line) -> Self {
        let charge = &request.card.charges[line.charge];
        let price = request.tariff.unit_price(line.charge);
        Self {
            id: charge.id.clone(),
            label: charge.label.clone(),
            quantity: plain(line.quantity),
            billed_quantity: plain(line.billed_quantity),
            unit: request.tariff.unit(line.charge),
            unit_price: price.map(|price| plain(Ratio::whole(price))),
            amount: line.amount.map(plain),
        }
    }
}

impl QuoteRecord {
    fn new(request: &Request, record: &Record) -> Self {
        Self {
            charge: request.card.charges[record.charge].id.clone(),
            from: at(request, record.window.from),
            to: at(request, record.window.to),
            seconds: record.window.seconds(),
            quantity: plain(record.quantity),
            amount: record.amount.map(plain),
        }
    }
}

fn at(request: &Request, seconds: i64) -> String {
    instant(seconds, request.card.offset).to_rfc3339()
}

/// `whatif explain --json`. Steps, quantities and amount are those of the workload at the start of the
/// period; `timeline` is there where it changes within.
#[derive(Debug, Serialize)]
pub struct Explained<'a> {
    pub card: &'a str,
    pub charge: &'a str,
    pub label: &'a str,
    pub currency: String,
    pub period: Stretch,
    pub steps: Vec<ExplainedStep<'a>>,
    pub quantity: String,
    pub billed_quantity: String,
    pub amount: Option<String>,
    pub adjustments: Vec<QuoteAdjustment>,
    pub in_currency: Option<InCurrency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeline: Option<ExplainedTimeline>,
    pub rules: Vec<ExplainedRule<'a>>,
    pub readings: Vec<ExplainedReading<'a>>,
    pub source: SourceJson<'a>,
}

#[derive(Debug, Serialize)]
pub struct ExplainedStep<'a> {
    pub axis: &'a str,
    pub says: &'a str,
    pub result: &'a str,
}

/// What the charge comes to over a period in which the workload changes.
#[derive(Debug, Serialize)]
pub struct ExplainedTimeline {
    pub records: usize,
    pub amount: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct ExplainedRule<'a> {
    pub id: &'a str,
    pub says: &'a str,
}

#[derive(Debug, Serialize)]
pub struct ExplainedReading<'a> {
    pub assumption: &'a str,
    pub asks: &'a str,
    pub reading: &'a str,
    pub answer: &'a str,
}

/// Where a price is from.
#[derive(Debug, Serialize)]
pub struct SourceJson<'a> {
    title: &'a str,
    url: &'a str,
    dated: Option<String>,
    read: String,
}

impl<'a> SourceJson<'a> {
    pub fn new(source: &'a Source) -> Self {
        let Source { title, url, dated, read, .. } = source;
        Self { title, url, dated: dated.map(|date| date.to_string()), read: read.to_string() }
    }
}

/// One card of `whatif cards --json`.
#[derive(Debug, Serialize)]
pub struct CardEntry<'a> {
    id: &'a str,
    provider: &'a str,
    service: &'a str,
    plan: &'a str,
    needs: &'a [String],
    currency: &'a str,
    dated: String,
    age_days: i64,
    stale: bool,
    confidence: &'static str,
    closed: bool,
    examples: usize,
    published_examples: usize,
    sources: Vec<&'a str>,
    own: bool,
    file: Option<String>,
}

impl<'a> CardEntry<'a> {
    pub fn new(card: &'a RateCard, library: &Library, today: NaiveDate, stale_after: u32) -> Self {
        let Age { days, stale } = Age::of(card, today, stale_after);
        let file = library.own_file(&card.id);
        Self {
            id: &card.id,
            provider: &card.provider,
            service: &card.service,
            plan: &card.plan,
            needs: &card.jobs,
            currency: card.currency.code(),
            dated: card.dated().to_string(),
            age_days: days,
            stale,
            confidence: card.confidence().name(),
            closed: card.closed.is_some(),
            examples: card.examples().len(),
            published_examples: card.examples().iter().filter(|example| example.published).count(),
            sources: card.sources.iter().map(|source| source.url.as_str()).collect(),
            own: file.is_some(),
            file: file.map(|file| file.display().to_string()),
        }
    }
}

/// `whatif arrears --json`.
#[derive(Debug, Serialize)]
pub struct Arrears<'a> {
    card: &'a str,
    overdue_at: String,
    stages: Vec<ArrearsStage<'a>>,
}

#[derive(Debug, Serialize)]
struct ArrearsStage<'a> {
    id: &'a str,
    at: String,
    fees_accrue: bool,
    says: &'a str,
    lost: Option<&'a str>,
    length_varies: bool,
    rule: &'a str,
}

impl<'a> Arrears<'a> {
    pub fn new(
        card: &'a RateCard,
        overdue_at: DateTime<FixedOffset>,
        stages: &[DatedStage<'a>],
    ) -> Self {
        let stages = stages.iter().map(|dated| ArrearsStage {
            id: &dated.stage.id,
            at: dated.at.to_rfc3339(),
            fees_accrue: dated.accrues,
            says: &dated.stage.says,
            lost: dated.stage.lost.as_deref(),
            length_varies: dated.stage.varies,
            rule: &dated.stage.rule,
        });
        let overdue_at = overdue_at.with_timezone(&card.offset).to_rfc3339();
        Self { card: &card.id, overdue_at, stages: stages.collect() }
    }
}
