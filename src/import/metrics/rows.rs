//! Metrics as tables: a column of times, one or several of values, the others are labels.

use std::cell::RefCell;
use std::collections::HashMap;

use super::fold::Fold;
use super::known::{Counted, Meaning, meaning};
use super::{Hints, Labels, MetricUnit, Metrics, labels, utc};
use crate::import::draft::{Draft, Row};
use crate::import::error::{ImportError, quoted};
use crate::import::instant;
use crate::import::source::{Input, Meter};
use crate::import::table::Table;

/// Names of the column of times.
const TIMES: [&str; 8] = ["timestamp", "time", "_time", "datetime", "date", "ts", "start", "day"];
/// Names of columns of requests since the sample before.
const REQUESTS: [&str; 9] = [
    "requests",
    "calls",
    "count",
    "sum",
    "samplecount",
    "hits",
    "total",
    "operations",
    "call_count",
];
/// Names of columns of requests per second.
const PER_SECOND: [&str; 8] =
    ["rps", "qps", "reqps", "requests_per_second", "requests/s", "req/s", "per_second", "rate"];
/// Names of columns whose meaning another one gives.
const VALUES: [&str; 2] = ["value", "_value"];
/// The column that says how samples were taken together.
const STATISTIC: &str = "statistic";
/// Statistics that are requests since the sample before.
const SUMS: [&str; 2] = ["sum", "samplecount"];
/// The first column of a table that the console of `CloudWatch` writes.
const CONSOLE: &str = "label";
/// The most rows between its header and its first sample.
const CONSOLE_ROWS_MAX: usize = 20;
/// Columns with the seconds between samples.
const PERIODS: [&str; 3] = ["periodseconds", "period", "step"];
/// The remedy for columns that are not known.
const REMEDY: &str = "name it with --time, --value and --unit";

/// Returns whether columns are those of metrics.
#[must_use]
pub fn is_table(columns: &[String]) -> bool {
    let has = |names: &[&str]| columns.iter().any(|it| is_one_of(it, names));
    let is_table =
        has(&TIMES) && (has(&VALUES) || has(&REQUESTS) || has(&PER_SECOND) || columns.len() == 2);
    is_table || is_console(columns)
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The columns of a table.
struct Columns {
    time: usize,
    values: Vec<usize>,
    period: Option<usize>,
    labels: Vec<usize>,
    unit: MetricUnit,
    /// The column of the statistic, and the one that counts: samples of others are of the same calls.
    statistic: Option<(usize, String)>,
}

/// Reads a table of metrics. Returns the number of rows.
pub fn read<'m>(
    file: &str,
    input: Input<'m>,
    meter: &'m RefCell<Meter<'_>>,
    hints: &Hints,
    (all, draft): (&mut Metrics, &mut Draft),
) -> Result<u64, ImportError> {
    let head = input.head.clone();
    let mut table = Table::open(file, input, meter)?;
    let mut more = table.next()?;
    let console = if is_console(&table.header) && hints.time.is_none() {
        let (at_first_sample, statistic) = console_head(&mut table)?;
        more = at_first_sample;
        Some(statistic)
    } else {
        None
    };
    let mut columns = Columns::find((file, &head), &table, hints, console)?;
    columns.labels = labels::of(&head, &table, columns.time, &columns.labels);
    let fold = Fold::new(file, columns.unit);
    let (known, unknown) = (HashMap::new(), None);
    let mut reader = Reader { file, hints, fold, known, unknown, locals: 0 };
    while more {
        reader.row(&mut table, &columns, draft)?;
        more = table.next()?;
    }
    table.finish()?;
    // A file of which nothing counts is refused, so that the driver is named.
    if let Some(labels) = reader.unknown.filter(|_| reader.fold.is_empty()) {
        return Err(no_driver(file, &labels));
    }
    if reader.locals > 0 && hints.zone.is_none() {
        let note =
            "times do not say their distance from UTC and are read as UTC: give it with --zone";
        draft.notes.insert(format!("{file}: {} {note}", reader.locals));
    }
    reader.fold.settle(all, draft)?;
    Ok(table.rows())
}

struct Reader<'a> {
    file: &'a str,
    hints: &'a Hints,
    fold: Fold<'a>,
    /// The series by the texts of their labels. `None` if it is left out.
    known: HashMap<Vec<u8>, Option<usize>>,
    /// The labels of the first series that counts for no driver that is known.
    unknown: Option<Labels>,
    locals: u64,
}

/// Returns whether columns are those of a table that the console of `CloudWatch` writes: labels in the first row, then
/// rows about them, then samples.
fn is_console(columns: &[String]) -> bool {
    columns.len() > 1 && columns[0].eq_ignore_ascii_case(CONSOLE)
}

/// Passes the rows before the first sample. Returns whether there is one, and the statistic that they name.
fn console_head(table: &mut Table<'_, '_>) -> Result<(bool, String), ImportError> {
    let mut statistic = String::new();
    for _ in 0..CONSOLE_ROWS_MAX {
        let text = table.text(0);
        if instant::read(text, utc()).is_some() {
            return Ok((true, statistic));
        }
        if text.to_ascii_lowercase().starts_with("stat") {
            statistic = table.text(1).to_ascii_lowercase();
        }
        if !table.next()? {
            return Ok((false, statistic));
        }
    }
    Ok((true, statistic))
}

impl Reader<'_> {
    fn row(
        &mut self,
        table: &mut Table<'_, '_>,
        columns: &Columns,
        draft: &mut Draft,
    ) -> Result<(), ImportError> {
        if let Some(row) = table.misfit()? {
            draft.bad_row(row);
            return Ok(());
        }
        if let Some((at, counted)) = &columns.statistic
            && !table.text(*at).eq_ignore_ascii_case(counted)
        {
            let what = format!("samples of {}", quoted(table.text(*at)));
            let why = format!("those of {counted} count, and are of the same time");
            draft.leave_out(&what, &why, Row { file: self.file, unit: "rows", name: "" });
            return Ok(());
        }
        let zone = self.hints.zone.unwrap_or_else(utc);
        let text = table.text(columns.time);
        let Some(at) = instant::read(text, zone) else {
            let (name, text) = (table.header[columns.time].clone(), text.to_owned());
            draft.bad_row(table.bad(&name, &text, instant::EXPECTED)?);
            return Ok(());
        };
        self.locals += u64::from(at.is_local);
        if let Some(period) = columns.period
            && let Ok(seconds) = table.text(period).parse::<i64>()
            && seconds > 0
        {
            self.fold.step.get_or_insert(seconds);
        }
        for column in &columns.values {
            let text = table.text(*column);
            let is_empty = text.is_empty();
            let value = table.number(*column).filter(|it| !it.is_sign_negative() || it.is_zero());
            if value.is_none() && !is_empty {
                let (name, text) = (table.header[*column].clone(), text.to_owned());
                draft.bad_row(table.bad(&name, &text, NUMBER)?);
            }
            let Some(series) = self.series(table, columns, *column, draft)? else { continue };
            match value {
                Some(value) => {
                    self.fold.add(series, at.milliseconds, value)?;
                }
                None => self.fold.lack(series, at.milliseconds),
            }
        }
        Ok(())
    }

    /// The series of a row's column. `None` if it is left out.
    fn series(
        &mut self,
        table: &Table<'_, '_>,
        columns: &Columns,
        column: usize,
        draft: &mut Draft,
    ) -> Result<Option<usize>, ImportError> {
        let mut key = Vec::with_capacity(64);
        for label in &columns.labels {
            key.extend_from_slice(table.bytes(*label));
            key.push(0);
        }
        key.extend_from_slice(&column.to_le_bytes());
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let mut labels: Labels = columns
            .labels
            .iter()
            .map(|label| (table.header[*label].clone(), table.text(*label).to_owned()))
            .collect();
        let name = table.header[column].clone();
        let row = Row { file: self.file, unit: "series", name: &name };
        let counted = match self.meaning(&labels) {
            Meaning::Counts(counted) => counted,
            Meaning::LeftOut(why) => {
                let what = labels.values().cloned().collect::<Vec<_>>().join(" ");
                draft.leave_out(&quoted(&what), &why, row);
                if why == NO_DRIVER {
                    labels.insert("\u{0}column".to_owned(), name);
                    self.unknown.get_or_insert(labels);
                }
                self.known.insert(key, None);
                return Ok(None);
            }
        };
        labels.insert("\u{0}column".to_owned(), name);
        let series = self.fold.series(labels, &counted)?;
        self.known.insert(key, Some(series));
        Ok(Some(series))
    }

    fn meaning(&self, labels: &Labels) -> Meaning {
        match (self.hints.driver, meaning(labels)) {
            (Some(driver), Some(Meaning::Counts(counted))) => {
                Meaning::Counts(Counted { driver, ..counted })
            }
            (Some(driver), None) => {
                Meaning::Counts(Counted { card: None, driver, is_sparse: false })
            }
            (_, Some(known)) => known,
            (None, None) => Meaning::LeftOut(NO_DRIVER.to_owned()),
        }
    }
}

/// The reason for leaving a series out that is not in the data.
pub const NO_DRIVER: &str = "no driver is known for it: name the one that it counts with --driver";
/// The expected content of a sample.
pub const NUMBER: &str = "a number that is not negative";

/// The error of a file of which no series counts for a driver that is known.
pub fn no_driver(file: &str, labels: &Labels) -> ImportError {
    let names: Vec<String> = labels
        .iter()
        .filter(|(name, _)| !name.starts_with('\0'))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    ImportError::NoColumn {
        file: file.to_owned(),
        what: "the driver that it counts",
        names: quoted(&names.join(", ")),
        remedy: "name the driver with --driver, such as --driver calls".to_owned(),
    }
}

impl Columns {
    /// Finds the columns. `console` is the statistic of a table that the console of `CloudWatch` wrote.
    fn find(
        (file, head): (&str, &[u8]),
        table: &Table<'_, '_>,
        hints: &Hints,
        console: Option<String>,
    ) -> Result<Self, ImportError> {
        let missing = |what| ImportError::NoColumn {
            file: file.to_owned(),
            what,
            names: quoted_names(&table.header),
            remedy: REMEDY.to_owned(),
        };
        let first = |names: &[&str]| names.iter().find_map(|name| table.column(name));
        let time = match &hints.time {
            Some(name) => table.column(name),
            None if console.is_some() => Some(0),
            None => first(&TIMES),
        };
        let time = time.ok_or_else(|| missing("the time"))?;
        let all = || (1..table.header.len()).collect();
        let values = match &console {
            Some(_) if hints.values.is_empty() => Some(all()),
            Some(_) | None => Self::values(table, hints, time),
        };
        let values = values.ok_or_else(|| missing("the values"))?;
        let read = values.iter().copied().chain([time]);
        if let Some(name) = table.twice(read).filter(|_| console.is_none()) {
            let (file, name) = (file.to_owned(), quoted(name));
            return Err(ImportError::TwoColumns { file, name });
        }
        let is_sum = console.is_some_and(|statistic| SUMS.contains(&&*statistic));
        let of_console = is_sum.then_some(MetricUnit::Requests);
        let statistic = table.column(STATISTIC).map(|at| {
            let has = |text: &&&str| labels::has_text(head, table, at, text);
            let counted = SUMS.iter().find(has).map_or_else(|| table.text(at), |text| *text);
            (at, counted.to_ascii_lowercase())
        });
        let said = statistic.as_ref().map(|(_, text)| &**text);
        let unit = hints.unit.or(of_console).or_else(|| unit(table, &values, said));
        let unit = unit.ok_or_else(|| missing("what a value means"))?;
        let period = first(&PERIODS);
        let is_label = |at: &usize| {
            let name = &table.header[*at];
            *at != time
                && !values.contains(at)
                && Some(*at) != period
                && !is_one_of(name, &VALUES)
                && !is_one_of(name, &REQUESTS)
                && !is_one_of(name, &PER_SECOND)
        };
        let labels = (0..table.header.len()).filter(is_label).collect();
        Ok(Self { time, values, period, labels, unit, statistic })
    }

    fn values(table: &Table<'_, '_>, hints: &Hints, time: usize) -> Option<Vec<usize>> {
        if !hints.values.is_empty() {
            return hints.values.iter().map(|name| table.column(name)).collect();
        }
        let known = VALUES.iter().chain(&REQUESTS).chain(&PER_SECOND);
        let known = known.clone().find_map(|name| table.column(name)).map(|at| vec![at]);
        let only = || (table.header.len() == 2).then(|| vec![1 - time.min(1)]);
        known.or_else(only)
    }
}

/// The meaning of values, by the name of their column or the statistic beside them.
fn unit(table: &Table<'_, '_>, values: &[usize], statistic: Option<&str>) -> Option<MetricUnit> {
    let name = &table.header[*values.first()?];
    if is_one_of(name, &PER_SECOND) {
        return Some(MetricUnit::PerSecond);
    }
    if is_one_of(name, &REQUESTS) {
        return Some(MetricUnit::Requests);
    }
    SUMS.contains(&statistic?).then_some(MetricUnit::Requests)
}

fn quoted_names(header: &[String]) -> String {
    header.iter().take(20).map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}
