//! Bills beside their quotes and the cost of polling, for programs.

use serde::Serialize;
use whatif_pricing::plain;

use super::OriginJson;
use crate::answer::polling::PollingCost;
use crate::answer::reconcile::{ReconciledCard, ReconciledLine, ReconciledMonth};
use crate::import::{BilledLine, BilledOther};
use crate::report::import::reconcile::class;

/// A month of a bill.
#[derive(Debug, Serialize)]
pub struct MonthJson {
    month: String,
    /// False if the bill covers a part of the month, which is then held against the same stretch.
    complete: bool,
    cards: Vec<CardJson>,
    others: Vec<OtherJson>,
}

/// The bill of one service: the amount billed is the sum of the five that follow it.
#[derive(Debug, Serialize)]
struct CardJson {
    card: String,
    currencies: Vec<String>,
    billed: String,
    /// Null with the reason below if there is no quote.
    quote: Option<String>,
    not_modelled: Option<String>,
    price: Option<String>,
    free_tier: Option<String>,
    unexplained: Option<String>,
    /// The effective discount, below zero a mark-up. Null if the prices are those of the list.
    discount_percent: Option<String>,
    problem: Option<String>,
    lines: Vec<LineJson>,
    not_modelled_meters: Vec<MeterJson>,
}

#[derive(Debug, Serialize)]
struct LineJson {
    charge: String,
    label: String,
    billed: String,
    quoted: Option<String>,
    difference: Option<String>,
}

#[derive(Debug, Serialize)]
struct MeterJson {
    meter: String,
    billed: String,
    from: OriginJson,
}

#[derive(Debug, Serialize)]
struct OtherJson {
    class: &'static str,
    service: String,
    currency: String,
    billed: String,
    from: OriginJson,
}

/// An object that polls, with its cost in 30 days.
#[derive(Debug, Serialize)]
pub struct PollingJson {
    card: String,
    name: String,
    kind: String,
    interval_seconds: String,
    calls: String,
    currency: String,
    cost: String,
    /// Null if the interval is long.
    longer: Option<LongerJson>,
}

#[derive(Debug, Serialize)]
struct LongerJson {
    interval_seconds: String,
    calls: String,
    cost: String,
}

impl MonthJson {
    /// A month as data.
    #[must_use]
    pub fn new(month: &ReconciledMonth) -> Self {
        Self {
            month: month.first.format("%Y-%m").to_string(),
            complete: month.is_whole,
            cards: month.cards.iter().map(CardJson::new).collect(),
            others: month.others.iter().map(OtherJson::new).collect(),
        }
    }
}

impl CardJson {
    fn new(card: &ReconciledCard) -> Self {
        let split = card.split.as_ref().ok();
        Self {
            card: card.card.clone(),
            currencies: card.currencies.clone(),
            billed: plain(card.billed),
            quote: split.map(|it| plain(it.quote)),
            not_modelled: split.map(|it| plain(it.unmodelled)),
            price: split.map(|it| plain(it.price)),
            free_tier: split.map(|it| plain(it.free)),
            unexplained: split.map(|it| plain(it.rest)),
            discount_percent: split.and_then(|it| it.discount).map(plain),
            problem: card.split.as_ref().err().map(ToString::to_string),
            lines: card.lines.iter().map(LineJson::new).collect(),
            not_modelled_meters: card.unmodelled.iter().map(MeterJson::new).collect(),
        }
    }
}

impl LineJson {
    fn new(line: &ReconciledLine) -> Self {
        let difference = line.quoted.and_then(|quoted| line.billed.minus(quoted).ok());
        Self {
            charge: line.charge.clone(),
            label: line.label.clone(),
            billed: plain(line.billed),
            quoted: line.quoted.map(plain),
            difference: difference.map(plain),
        }
    }
}

impl MeterJson {
    fn new(line: &BilledLine) -> Self {
        let (meter, billed) = (line.meter.clone(), plain(line.billed));
        Self { meter, billed, from: OriginJson::new(&line.origin) }
    }
}

impl OtherJson {
    fn new(other: &BilledOther) -> Self {
        Self {
            class: class(other.class),
            service: other.service.clone(),
            currency: other.currency.clone(),
            billed: plain(other.billed),
            from: OriginJson::new(&other.origin),
        }
    }
}

impl PollingJson {
    /// An object as data.
    #[must_use]
    pub fn new(cost: &PollingCost) -> Self {
        let longer = cost.longer.map(|(interval, calls, cost)| LongerJson {
            interval_seconds: plain(interval),
            calls: plain(calls),
            cost: plain(cost),
        });
        Self {
            card: cost.object.card.to_string(),
            name: cost.object.name.clone(),
            kind: cost.object.kind.to_string(),
            interval_seconds: plain(cost.object.interval),
            calls: plain(cost.object.calls),
            currency: cost.currency.to_string(),
            cost: plain(cost.cost),
            longer,
        }
    }
}
