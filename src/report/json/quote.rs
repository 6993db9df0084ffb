//! `whatif quote --json`.

use serde::Serialize;
use whatif_pricing::plain;

use super::{
    AdjustmentJson, BudgetJson, DoubtJson, InCurrency, RangesJson, SpreadJson, Stretch, at,
};
use crate::answer::quote::{Quote, QuotedLine, QuotedList, QuotedPart, QuotedRecord};
use crate::report::notes;
use crate::report::words::{self, Audience};

/// The answer to a quote.
#[derive(Debug, Serialize)]
pub struct QuoteJson {
    /// The id of the offer: the card's, or that of a copy.
    card: String,
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    preset: Option<String>,
    period: Stretch,
    lines: Vec<LineJson>,
    subtotal: String,
    adjustments: Vec<AdjustmentJson>,
    total: String,
    complete: bool,
    companions: Vec<CompanionJson>,
    total_with_companions: String,
    complete_with_companions: bool,
    /// The known part of the total with companions: it is never less.
    known: String,
    in_currency: Option<InCurrency>,
    budget: Option<BudgetJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sampled: Option<RangesJson>,
    as_of: Option<String>,
    price_list: Vec<ListJson>,
    warnings: Vec<String>,
    /// The assumptions that it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<DoubtJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<Vec<RecordJson>>,
}

#[derive(Debug, Serialize)]
struct LineJson {
    id: String,
    label: String,
    quantity: String,
    billed_quantity: String,
    unit: String,
    unit_price: Option<String>,
    amount: Option<String>,
    /// The amount as far as it is known: it is never less.
    known: String,
}

#[derive(Debug, Serialize)]
struct CompanionJson {
    card: String,
    currency: String,
    lines: Vec<LineJson>,
    subtotal: String,
    adjustments: Vec<AdjustmentJson>,
    total: String,
    complete: bool,
    known: String,
}

/// A price list, and the part of the period that it prices.
#[derive(Debug, Serialize)]
struct ListJson {
    effective_from: Option<String>,
    from: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct RecordJson {
    charge: String,
    from: String,
    to: String,
    seconds: i64,
    quantity: String,
    amount: Option<String>,
}

impl QuoteJson {
    /// The answer, with the preset that the workload starts from.
    #[must_use]
    pub fn new(quote: &Quote, preset: Option<&str>) -> Self {
        let own = &quote.own;
        let records = quote.records.as_ref();
        let warnings = quote.doubts.iter().filter(|doubt| doubt.concern.is_of_the_answer());
        let sampled = quote.ranges.as_ref().map(|(ranges, of)| RangesJson {
            spread: of.own.map(SpreadJson::new),
            in_currency: of.converted.map(SpreadJson::new),
            ..RangesJson::new(ranges)
        });
        Self {
            card: quote.offer.to_string(),
            currency: own.currency.to_string(),
            preset: preset.map(str::to_owned),
            period: Stretch::new(own.window, own.card.offset),
            lines: own.lines.iter().map(LineJson::new).collect(),
            subtotal: plain(own.subtotal.amount),
            adjustments: own.adjustments.iter().map(AdjustmentJson::new).collect(),
            total: plain(own.total.amount),
            complete: own.total.complete,
            companions: quote.companions.iter().map(CompanionJson::new).collect(),
            total_with_companions: plain(quote.total.amount),
            complete_with_companions: quote.total.complete,
            known: plain(quote.total.amount),
            in_currency: quote.converted.as_ref().and_then(InCurrency::new),
            budget: quote.budget.as_ref().map(BudgetJson::new),
            sampled,
            as_of: quote.as_of.map(|day| day.to_string()),
            price_list: own.lists.iter().map(|list| ListJson::new(own, list)).collect(),
            warnings: warnings.map(|doubt| words::doubt(doubt, Audience::User)).collect(),
            notes: notes::texts(&quote.notes),
            doubt: quote.doubt.map(DoubtJson::new),
            records: records
                .map(|records| records.iter().map(|it| RecordJson::new(own, it)).collect()),
        }
    }
}

impl CompanionJson {
    fn new(part: &QuotedPart) -> Self {
        Self {
            card: part.card.id.clone(),
            currency: part.currency.to_string(),
            lines: part.lines.iter().map(LineJson::new).collect(),
            subtotal: plain(part.subtotal.amount),
            adjustments: part.adjustments.iter().map(AdjustmentJson::new).collect(),
            total: plain(part.total.amount),
            complete: part.total.complete,
            known: plain(part.total.amount),
        }
    }
}

impl ListJson {
    fn new(part: &QuotedPart, list: &QuotedList) -> Self {
        Self {
            effective_from: list.effective_from.map(|day| day.to_string()),
            from: at(list.window.from, part.card.offset),
            to: at(list.window.to, part.card.offset),
        }
    }
}

impl LineJson {
    fn new(line: &QuotedLine) -> Self {
        Self {
            id: line.charge.clone(),
            label: line.label.clone(),
            quantity: plain(line.quantity),
            billed_quantity: plain(line.billed_quantity),
            unit: line.unit.clone(),
            unit_price: line.unit_price.map(plain),
            amount: line.amount.map(plain),
            known: plain(line.known),
        }
    }
}

impl RecordJson {
    fn new(part: &QuotedPart, record: &QuotedRecord) -> Self {
        Self {
            charge: record.charge.clone(),
            from: at(record.window.from, part.card.offset),
            to: at(record.window.to, part.card.offset),
            seconds: record.window.seconds(),
            quantity: plain(record.quantity),
            amount: record.amount.map(plain),
        }
    }
}
