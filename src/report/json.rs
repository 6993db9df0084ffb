//! The JSON answers: exact decimals as plain strings, instants in RFC 3339 on the card's clock.
//!
//! The order of the fields is the order of the keys.

mod arrears;
mod compare;
mod explain;
mod quote;

use chrono::FixedOffset;
use serde::Serialize;
use whatif_pricing::card::Source;
use whatif_pricing::{
    Currency, Doubt, Doubted, ExchangeRate, Samples, Spend, Spread, Window, instant, plain,
};

use crate::answer::quote::{AdjustedOf, Converted, Held, QuotedAdjustment};
use crate::answer::ranges::Ranges;
pub use arrears::ArrearsJson;
pub use compare::CompareJson;
pub use explain::ExplainJson;
pub use quote::QuoteJson;

use super::{verdict, words};

/// An answer for programs that has notes: whoever asked may add some.
pub trait Noted {
    /// Its notes.
    fn notes(&mut self) -> &mut Vec<String>;
}

/// From an instant up to, and not including, another.
#[derive(Debug, Serialize)]
pub struct Stretch {
    from: String,
    to: String,
}

/// A discount, mark-up or tax. A discount is below zero.
#[derive(Debug, Serialize)]
pub struct AdjustmentJson {
    /// `charge`, `card` or `tax`.
    of: &'static str,
    /// The charge's id if it is on one.
    charge: Option<String>,
    percent: String,
    base: String,
    amount: String,
}

/// The worst doubt about the prices that a total uses.
#[derive(Debug, Serialize)]
pub struct DoubtJson {
    /// `third-party`, `transcribed`, `undated`, `old` or `unpublished`.
    kind: &'static str,
    /// The part of the total, from 0 to 1. Null if a price is unpublished, and if the total is zero.
    share: Option<String>,
    says: String,
}

impl DoubtJson {
    /// The doubt for programs.
    #[must_use]
    pub fn new(doubted: Doubted) -> Self {
        let kind = match doubted.doubt {
            Doubt::ThirdParty => "third-party",
            Doubt::Transcribed => "transcribed",
            Doubt::Undated { .. } => "undated",
            Doubt::Old { .. } => "old",
            Doubt::Unpublished => "unpublished",
        };
        Self { kind, share: doubted.share.map(plain), says: verdict::doubt(doubted) }
    }
}

/// A total in the currency that was asked for, with the rates that lead there.
#[derive(Debug, Serialize)]
pub struct InCurrency {
    currency: String,
    total: String,
    rates: Vec<RateJson>,
}

/// An exchange rate that was used.
#[derive(Debug, Serialize)]
pub struct RateJson {
    from: String,
    to: String,
    rate: String,
    dated: String,
    source: String,
}

/// A budget, and how a total stands to it.
#[derive(Debug, Serialize)]
pub struct BudgetJson {
    amount: String,
    currency: String,
    /// `within`, `exceeded` or `unknown`.
    verdict: &'static str,
    left: Option<String>,
    exceeded_by: Option<String>,
}

/// The samples that were drawn and, for a quote, their totals.
#[derive(Debug, Serialize)]
pub struct RangesJson {
    seed: u64,
    samples: u32,
    ranges: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<SpreadJson>,
    /// In the currency that was asked for, if a rate leads there.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_currency: Option<SpreadJson>,
}

/// Percentiles of the totals, in the currency named.
#[derive(Debug, Serialize)]
pub struct SpreadJson {
    currency: String,
    p5: String,
    p50: String,
    p95: String,
    /// Otherwise these are lower bounds.
    complete: bool,
}

/// The source of a price.
#[derive(Debug, Serialize)]
pub struct SourceJson {
    title: String,
    url: String,
    dated: Option<String>,
    read: String,
}

impl Stretch {
    /// A stretch of time on a clock.
    #[must_use]
    pub fn new(window: Window, offset: FixedOffset) -> Self {
        Self { from: at(window.from, offset), to: at(window.to, offset) }
    }
}

impl AdjustmentJson {
    fn new(adjusted: &QuotedAdjustment) -> Self {
        let (of, charge) = match &adjusted.of {
            AdjustedOf::Charge(charge) => ("charge", Some(charge.clone())),
            AdjustedOf::Card => ("card", None),
            AdjustedOf::Tax => ("tax", None),
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

impl InCurrency {
    /// `None` if no rate leads there.
    fn new(converted: &Converted) -> Option<Self> {
        Some(Self {
            currency: converted.currency.to_string(),
            total: plain(converted.total?.amount),
            rates: converted.rates.iter().map(RateJson::new).collect(),
        })
    }
}

impl RateJson {
    /// A rate as the user gave it.
    #[must_use]
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

impl BudgetJson {
    /// A budget, and how a total stands to it.
    #[must_use]
    pub fn new(held: &Held) -> Self {
        let (verdict, left, by) = match held.spend {
            Spend::Within { left } => ("within", Some(left), None),
            Spend::Exceeded { by } => ("exceeded", None, Some(by)),
            Spend::Unknown | Spend::Barred => ("unknown", None, None),
        };
        Self {
            amount: plain(held.budget.amount),
            currency: held.budget.currency.to_string(),
            verdict,
            left: left.map(plain),
            exceeded_by: by.map(plain),
        }
    }
}

impl RangesJson {
    /// The samples that were drawn.
    #[must_use]
    pub fn new(ranges: &Ranges) -> Self {
        let Samples { seed, count } = ranges.samples;
        let ranges = ranges.drivers.iter().map(words::range).collect();
        Self { seed, samples: count, ranges, spread: None, in_currency: None }
    }
}

impl SpreadJson {
    /// Percentiles in a currency.
    #[must_use]
    pub fn new((currency, spread): (Currency, Spread)) -> Self {
        let [p5, p50, p95] = [spread.p5, spread.p50, spread.p95].map(plain);
        Self { currency: currency.to_string(), p5, p50, p95, complete: spread.complete }
    }
}

impl SourceJson {
    /// A source.
    #[must_use]
    pub fn new(source: &Source) -> Self {
        Self {
            title: source.title.clone(),
            url: source.url.clone(),
            dated: source.dated.map(|date| date.to_string()),
            read: source.read.to_string(),
        }
    }
}

fn at(seconds: i64, offset: FixedOffset) -> String {
    instant(seconds, offset).to_rfc3339()
}
