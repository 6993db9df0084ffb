//! An import for programs: exact decimals as strings, the rows of each value, then what was left out.

mod bill;

use std::collections::BTreeMap;

use serde::Serialize;
use whatif_pricing::{Ratio, Vocabulary, plain};

use bill::{MonthJson, PollingJson};

use crate::answer::polling::PollingCost;
use crate::answer::reconcile::ReconciledMonth;
use crate::import::{
    Import, ImportPeriod, ImportedChoice, ImportedDriver, LeftOut, Origin, PollingObject,
};

/// An import.
#[derive(Debug, Serialize)]
pub struct ImportJson {
    files: Vec<FileJson>,
    drivers: Vec<DriverJson>,
    choices: Vec<ChoiceJson>,
    left_out: Vec<LeftOutJson>,
    bad_rows: BadRowsJson,
    notes: Vec<String>,
    objects: Vec<ObjectJson>,
    polling: Vec<PollingJson>,
    reconciliation: Vec<MonthJson>,
}

/// The facts that prices add to an import.
#[derive(Clone, Copy, Debug)]
pub struct Priced<'a> {
    /// The objects that cost most.
    pub polling: &'a [PollingCost],
    /// The bills beside their quotes.
    pub months: &'a [ReconciledMonth],
}

#[derive(Debug, Serialize)]
struct FileJson {
    name: String,
    kind: &'static str,
    count: u64,
    unit: &'static str,
}

/// The value of one driver.
#[derive(Debug, Serialize)]
struct DriverJson {
    /// Null if the file does not say.
    card: Option<String>,
    /// The choices that set it apart from another value on the same card.
    options: BTreeMap<String, String>,
    driver: String,
    label: String,
    value: String,
    /// The value as a fraction, if it does not end.
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    period: PeriodJson,
    from: OriginJson,
    note: Option<String>,
}

/// The time that a value holds for.
#[derive(Debug, Serialize)]
struct PeriodJson {
    /// The month. Null for what stands, and rates over 30 days.
    month: Option<String>,
    /// The days of the rates.
    days: u32,
    /// The first second that the rows cover, and the second after the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// False if the rows cover a part of the month, from which the value is projected.
    complete: bool,
}

#[derive(Debug, Serialize)]
struct OriginJson {
    count: u64,
    unit: &'static str,
    files: Vec<String>,
    first: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ChoiceJson {
    card: String,
    options: BTreeMap<String, String>,
    option: String,
    choice: String,
    /// The month that it is of. `null` if it is the same in all.
    month: Option<String>,
    from: OriginJson,
}

#[derive(Debug, Serialize)]
struct LeftOutJson {
    what: String,
    why: String,
    from: OriginJson,
}

#[derive(Debug, Serialize)]
struct BadRowsJson {
    count: u64,
    first: Vec<BadRowJson>,
}

#[derive(Debug, Serialize)]
struct BadRowJson {
    file: String,
    line: u64,
    column: String,
    found: String,
    expected: &'static str,
}

#[derive(Debug, Serialize)]
struct ObjectJson {
    card: String,
    file: String,
    kind: String,
    name: String,
    interval_seconds: String,
    calls_each: u64,
    calls: String,
}

impl ImportJson {
    /// An import as data.
    #[must_use]
    pub fn new(import: &Import, priced: Priced<'_>) -> Self {
        let file = |it: &crate::import::ImportedFile| FileJson {
            name: it.name.clone(),
            kind: it.kind.name(),
            count: it.count,
            unit: it.kind.unit(),
        };
        let bad = |it: &crate::import::BadRow| BadRowJson {
            file: it.file.clone(),
            line: it.line,
            column: it.column.clone(),
            found: it.found.clone(),
            expected: it.expected,
        };
        Self {
            files: import.files.iter().map(file).collect(),
            drivers: import.drivers.iter().map(DriverJson::new).collect(),
            choices: import.choices.iter().map(ChoiceJson::new).collect(),
            left_out: import.left_out.iter().map(LeftOutJson::new).collect(),
            bad_rows: BadRowsJson {
                count: import.bad_rows.count,
                first: import.bad_rows.first.iter().map(bad).collect(),
            },
            notes: import.notes.clone(),
            objects: import.objects.iter().map(ObjectJson::new).collect(),
            polling: priced.polling.iter().map(PollingJson::new).collect(),
            reconciliation: priced.months.iter().map(MonthJson::new).collect(),
        }
    }
}

impl DriverJson {
    fn new(one: &ImportedDriver) -> Self {
        let driver = &Vocabulary::standard()[one.driver];
        Self {
            card: one.card.clone(),
            options: one.variant.clone(),
            driver: driver.name.clone(),
            label: driver.label.clone(),
            value: plain(one.value),
            exact: fraction(one.value),
            period: PeriodJson::new(one.period),
            from: OriginJson::new(&one.origin),
            note: one.note.clone(),
        }
    }
}

/// A number that does not end, as a fraction. `None` if it ends.
fn fraction(number: Ratio) -> Option<String> {
    let (mantissa, places, denominator) = number.parts();
    if denominator == 1 {
        return None;
    }
    let below = 10_u128.checked_pow(places)?.checked_mul(denominator.into())?;
    Some(format!("{mantissa}/{below}"))
}

impl PeriodJson {
    fn new(period: ImportPeriod) -> Self {
        match period {
            ImportPeriod::Standing => {
                Self { month: None, days: 30, from: None, to: None, complete: true }
            }
            ImportPeriod::Month { first, from, to, .. } => {
                let next = first + chrono::Months::new(1);
                let at = |seconds| {
                    let at = chrono::DateTime::from_timestamp(seconds, 0)?;
                    Some(at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
                };
                Self {
                    month: Some(first.format("%Y-%m").to_string()),
                    days: u32::try_from((next - first).num_days()).unwrap_or_default(),
                    from: at(from),
                    to: at(to),
                    complete: period.is_whole(),
                }
            }
        }
    }
}

impl OriginJson {
    fn new(origin: &Origin) -> Self {
        let Origin { files, count, unit, first } = origin.clone();
        Self { count, unit, files, first }
    }
}

impl ChoiceJson {
    fn new(one: &ImportedChoice) -> Self {
        let ImportedChoice { card, variant, option, choice, month, origin } = one.clone();
        let month = month.map(|it| it.format("%Y-%m").to_string());
        Self { card, options: variant, option, choice, month, from: OriginJson::new(&origin) }
    }
}

impl LeftOutJson {
    fn new(one: &LeftOut) -> Self {
        let (what, why) = (one.what.clone(), one.why.clone());
        Self { what, why, from: OriginJson::new(&one.origin) }
    }
}

impl ObjectJson {
    fn new(one: &PollingObject) -> Self {
        Self {
            card: one.card.to_string(),
            file: one.file.to_string(),
            kind: one.kind.to_string(),
            name: one.name.clone(),
            interval_seconds: plain(one.interval),
            calls_each: one.calls_each,
            calls: plain(one.calls),
        }
    }
}
