//! The workload as offers read it.

use chrono::{DateTime, FixedOffset};
use whatif_pricing::{DriverId, Ratio, Value, Workload};

use super::board::Board;
use super::priced::priced;
use crate::scenario::OfferId;

/// Sets the drivers of other jobs than these to zero, unless somebody set them: nobody asked for those jobs, and their
/// defaults are not to be paid for.
pub(super) fn leave_out_other_jobs(workload: &mut Workload, jobs: &[String]) {
    for (id, driver) in workload.vocabulary().iter() {
        let is_other = !driver.job.is_empty() && !jobs.contains(&driver.job);
        if is_other && !workload.is_chosen(id) && driver.smallest.is_zero() {
            // A number makes no cycle of formulas.
            let _ = workload.set(id, Value::Number(0.into()));
        }
    }
}

/// The drivers that offers read, and how they change within the period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkloadRead {
    /// Each driver that is read or was set.
    pub drivers: Vec<DriverRead>,
    /// The changes, in the order given.
    pub changes: Vec<ChangeRead>,
}

/// A driver and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverRead {
    /// Its name for a reader.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Its value, at the start of the period if it changes.
    pub value: DriverValue,
    /// Its origin. `None` if it was not imported.
    pub imported: Option<ImportRead>,
}

/// The origin of an imported driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRead {
    /// The rows it is from, in words.
    pub from: String,
    /// The imported value, if the driver was edited since.
    pub edited_from: Option<String>,
}

/// The setting of a driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DriverValue {
    /// A number.
    Number(Ratio),
    /// A formula and what it gives.
    Formula(Ratio, String),
    /// A formula that gives another value at each value of the driver that moves.
    Moving(String),
    /// A range and its likely value.
    Range(Ratio, String),
}

/// A change within the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRead {
    /// The time of the change, on the clock of the first offer's card.
    pub at: DateTime<FixedOffset>,
    /// The driver's name for a reader.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Its value from then on: a number, or the text of a formula.
    pub value: Result<Ratio, String>,
}

/// The workload as these offers read it. A driver that `moves` is left out: it takes all values.
#[must_use]
pub fn workload_read(board: &Board, offers: &[OfferId], moves: Option<DriverId>) -> WorkloadRead {
    let inputs = board.inputs();
    let (workload, vocabulary) = (&inputs.workload, inputs.workload.vocabulary());
    let priced: Vec<_> = offers.iter().filter_map(|id| priced(board, id).ok()).collect();
    let Some((first, figures)) = priced.first() else { return WorkloadRead::default() };
    let usage = figures.own.segments.first().map_or(board.usage(), |segment| &segment.usage);
    let is_read = |id: DriverId| {
        priced.iter().any(|(_, figures)| figures.reads[id.index()]) || workload.is_chosen(id)
    };
    let value = |id: DriverId| match workload.value(id) {
        Value::Number(_) | Value::InUnit(_) => DriverValue::Number(usage.value(id)),
        Value::Range(range) => DriverValue::Range(usage.value(id), range.to_string()),
        Value::Formula(formula) => {
            let mut feeding = vec![false; vocabulary.len()];
            workload.feeds(id, &mut feeding);
            if moves.is_some_and(|moves| feeding[moves.index()]) {
                DriverValue::Moving(formula.text().to_owned())
            } else {
                DriverValue::Formula(usage.value(id), formula.text().to_owned())
            }
        }
    };
    let drivers = vocabulary.iter().filter(|(id, _)| is_read(*id) && Some(*id) != moves);
    let drivers = drivers.map(|(id, driver)| DriverRead {
        label: driver.label.clone(),
        unit: driver.unit.clone(),
        value: value(id),
        imported: import_read(board, id),
    });
    let changes = inputs.changes.iter().map(|change| {
        let driver = &vocabulary[change.driver];
        ChangeRead {
            at: change.at.with_timezone(&first.card.offset),
            label: driver.label.clone(),
            unit: driver.unit.clone(),
            value: match &change.value {
                Value::Number(number) => Ok(Ratio::whole(*number)),
                Value::Formula(_) | Value::Range(_) | Value::InUnit(_) => Err(change.value.text()),
            },
        }
    });
    WorkloadRead { drivers: drivers.collect(), changes: changes.collect() }
}

/// The rows that a driver was imported from. `None` if it was not.
pub(super) fn import_read(board: &Board, driver: DriverId) -> Option<ImportRead> {
    let (imported, is_edited) = board.scenario().import_of(driver)?;
    let edited_from = is_edited.then(|| imported.value.clone());
    Some(ImportRead { from: imported.from.clone(), edited_from })
}
