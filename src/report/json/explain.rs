//! `whatif explain --json`.

use serde::Serialize;
use whatif_pricing::plain;

use super::{AdjustmentJson, DoubtJson, InCurrency, SourceJson, Stretch};
use crate::answer::explain::Explained;
use crate::report::explain::warnings;
use crate::report::json::Noted;
use crate::report::notes;

/// Steps, quantities and amount are those of the workload at the start of the period. `timeline` is there
/// if it changes within.
#[derive(Debug, Serialize)]
pub struct ExplainJson {
    card: String,
    charge: String,
    label: String,
    currency: String,
    period: Stretch,
    steps: Vec<StepJson>,
    quantity: String,
    billed_quantity: String,
    amount: Option<String>,
    adjustments: Vec<AdjustmentJson>,
    in_currency: Option<InCurrency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<TimelineJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    imported: Vec<ImportedJson>,
    rules: Vec<RuleJson>,
    readings: Vec<ReadingJson>,
    source: SourceJson,
    /// The worst doubt about the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<DoubtJson>,
    /// The limits and the peak that cost the offer its rank.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct StepJson {
    axis: &'static str,
    says: String,
    result: String,
}

/// The charge over a period in which the workload changes.
#[derive(Debug, Serialize)]
struct TimelineJson {
    /// Null if there are too many to list.
    records: Option<usize>,
    amount: Option<String>,
}

/// A driver that was imported. `edited_from` is the imported value, if it was edited since.
#[derive(Debug, Serialize)]
struct ImportedJson {
    driver: String,
    from: String,
    edited_from: Option<String>,
}

#[derive(Debug, Serialize)]
struct RuleJson {
    id: String,
    says: String,
}

#[derive(Debug, Serialize)]
struct ReadingJson {
    assumption: String,
    asks: String,
    reading: String,
    answer: String,
}

impl ExplainJson {
    /// The answer for programs.
    #[must_use]
    pub fn new(explained: &Explained) -> Self {
        let steps = explained.steps.iter().map(|step| StepJson {
            axis: step.axis,
            says: step.says.clone(),
            result: step.result.clone(),
        });
        let imported = explained.imported.iter().map(|(label, read)| ImportedJson {
            driver: label.clone(),
            from: read.from.clone(),
            edited_from: read.edited_from.clone(),
        });
        let rules = explained.rules.iter();
        let readings = explained.readings.iter().map(|taken| ReadingJson {
            assumption: taken.id.clone(),
            asks: taken.asks.clone(),
            reading: taken.choice.clone(),
            answer: taken.answer.clone(),
        });
        Self {
            card: explained.card.id.clone(),
            charge: explained.charge.clone(),
            label: explained.label.clone(),
            currency: explained.currency.to_string(),
            period: Stretch::new(explained.window, explained.card.offset),
            steps: steps.collect(),
            quantity: plain(explained.quantity),
            billed_quantity: plain(explained.billed_quantity),
            amount: explained.amount.map(plain),
            adjustments: explained.on_charge.iter().map(AdjustmentJson::new).collect(),
            in_currency: explained.converted.as_ref().and_then(InCurrency::new),
            timeline: explained.over_time.map(|over_time| TimelineJson {
                records: over_time.records,
                amount: over_time.amount.map(plain),
            }),
            imported: imported.collect(),
            rules: rules
                .map(|rule| RuleJson { id: rule.id.clone(), says: rule.says.clone() })
                .collect(),
            readings: readings.collect(),
            source: SourceJson::new(&explained.source),
            doubt: explained.doubted().map(DoubtJson::new),
            warnings: warnings(explained).collect(),
            notes: notes::texts(&explained.notes),
        }
    }
}

impl Noted for ExplainJson {
    fn notes(&mut self) -> &mut Vec<String> {
        &mut self.notes
    }
}
