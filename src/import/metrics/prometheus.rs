//! Prometheus: the answer of a range query as JSON, folded sample by sample.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::fold::Fold;
use super::known::{Counted, Meaning, meaning};
use super::rows::{NO_DRIVER, NUMBER, no_driver};
use super::{Hints, Labels, MetricUnit, Metrics};
use crate::import::draft::{Draft, Row};
use crate::import::error::{BadRow, ImportError, quoted};
use crate::import::source::{Input, failed};
use crate::import::{number, tree};

/// Endings of the names of counters.
const COUNTERS: [&str; 3] = ["_total", "_count", "_sum"];

/// Reads the answer of a range query. Returns the number of samples.
pub fn read(
    file: &str,
    input: Input<'_>,
    hints: &Hints,
    (all, draft): (&mut Metrics, &mut Draft),
) -> Result<u64, ImportError> {
    let left = Rc::new(Cell::new(VALUE_BYTES_MAX));
    let watched = Watched { reader: input.whole(), left: Rc::clone(&left) };
    let line = Rc::new(Cell::new(1));
    let watched = BufReader::with_capacity(BLOCK_BYTES, watched);
    let watched = Lines { reader: watched, line: Rc::clone(&line) };
    let mut reader = Reader {
        file,
        hints,
        fold: None,
        draft,
        count: 0,
        bad: 0,
        unknown: None,
        error: None,
        depth: 0,
        left,
        line,
    };
    let mut json = serde_json::Deserializer::from_reader(watched);
    let read = Answer(&mut reader).deserialize(&mut json).and_then(|()| json.end());
    if let Some(error) = reader.error {
        return Err(error);
    }
    if let Err(error) = read {
        if error.is_io() {
            return Err(failed(file, error.into()));
        }
        return Err(tree::syntax(file, &error));
    }
    let Reader { fold, count, unknown, .. } = reader;
    match (fold, unknown) {
        (Some(fold), _) => fold.settle(all, draft)?,
        // A file of which nothing counts is refused, so that the driver is named.
        (None, Some(labels)) => return Err(no_driver(file, &labels)),
        (None, None) => {}
    }
    Ok(count)
}

/// The bytes read at once.
const BLOCK_BYTES: usize = 256 * 1024;
/// The most bytes between two samples: a text that never ends must not take all of a file.
const VALUE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A value is longer than the limit.
#[derive(Debug, thiserror::Error)]
#[error(
    "there are more than {VALUE_BYTES_MAX} bytes without a sample, and at most that is read: look for a text that does not end"
)]
struct ValueTooLong;

/// A reader that stops when it reads too much without a sample.
struct Watched<R> {
    reader: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        let left = self.left.get().checked_sub(count);
        self.left.set(left.ok_or_else(|| io::Error::other(ValueTooLong))?);
        Ok(count)
    }
}

/// A reader that counts the lines that were read. It is asked for one byte at a time.
struct Lines<R> {
    reader: R,
    line: Rc<Cell<u64>>,
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        let lines = memchr::memchr_iter(b'\n', &buffer[..count]).count();
        self.line.set(self.line.get() + lines as u64);
        Ok(count)
    }
}

struct Reader<'a, 'd> {
    file: &'a str,
    hints: &'a Hints,
    fold: Option<Fold<'a>>,
    draft: &'d mut Draft,
    count: u64,
    /// The samples that are no numbers.
    bad: u64,
    /// The labels of the first series that counts for no driver that is known.
    unknown: Option<Labels>,
    /// The error that ended the reading.
    error: Option<ImportError>,
    depth: u8,
    /// The bytes that may be read before the next sample.
    left: Rc<Cell<usize>>,
    line: Rc<Cell<u64>>,
}

/// The time of a sample and its value, if that is a number.
type Sample = (i64, Option<rust_decimal::Decimal>);

/// The most samples of a file that are passed over because they are no numbers.
const BAD_MAX: u64 = 1_000;

impl Reader<'_, '_> {
    /// The place of a series. `None` if it is left out.
    fn series(&mut self, labels: &Labels) -> Result<Option<usize>, ImportError> {
        let counted = match (self.hints.driver, meaning(labels)) {
            (Some(driver), Some(Meaning::Counts(counted))) => Counted { driver, ..counted },
            (Some(driver), None) => Counted { card: None, driver, is_sparse: false },
            (_, Some(Meaning::Counts(counted))) => counted,
            (_, Some(Meaning::LeftOut(why))) => {
                let name = labels.values().cloned().collect::<Vec<_>>().join(" ");
                let row = Row { file: self.file, unit: "series", name: &name };
                self.draft.leave_out(&quoted(&name), &why, row);
                return Ok(None);
            }
            (None, None) => {
                let name = labels.values().cloned().collect::<Vec<_>>().join(" ");
                let row = Row { file: self.file, unit: "series", name: &name };
                self.draft.leave_out(&quoted(&name), NO_DRIVER, row);
                self.unknown.get_or_insert_with(|| labels.clone());
                return Ok(None);
            }
        };
        let unit = self.unit(labels);
        let file = self.file;
        let fold = self.fold.get_or_insert_with(|| Fold::new(file, unit));
        fold.series(labels.clone(), &counted).map(Some)
    }

    /// Counters end in `_total`, `_count` or `_sum`. A rate has lost its name.
    fn unit(&mut self, labels: &Labels) -> MetricUnit {
        if let Some(unit) = self.hints.unit {
            return unit;
        }
        let name = labels.get("__name__").map_or("", String::as_str);
        if COUNTERS.iter().any(|ending| name.ends_with(ending)) {
            return MetricUnit::Counter;
        }
        let note = "has no name of a counter, so its values are read as calls per second: --unit says otherwise";
        self.draft.notes.insert(format!("{}: the series {note}", self.file));
        MetricUnit::PerSecond
    }

    fn sample(&mut self, series: usize, sample: Sample) -> Result<(), ImportError> {
        self.count += 1;
        let Some(fold) = &mut self.fold else { return Ok(()) };
        if let Some(value) = sample.1 {
            fold.add(series, sample.0, value)?;
        } else {
            fold.lack(series, sample.0);
        }
        Ok(())
    }

    /// Passes over a sample that is no number. Too many end the import.
    fn bad(&mut self, found: &str) -> Result<(), ImportError> {
        self.bad += 1;
        let (file, line) = (self.file.to_owned(), self.line.get());
        let (column, found) = ("values".to_owned(), quoted(found));
        if self.bad > BAD_MAX {
            let (bad, rows, limit) = (self.bad, self.count.max(self.bad), BAD_MAX);
            let expected = NUMBER;
            return Err(ImportError::BadRows {
                file,
                bad,
                rows,
                limit,
                line,
                column,
                found,
                expected,
            });
        }
        self.draft.bad_row(BadRow { file, line, column, found, expected: NUMBER });
        Ok(())
    }

    /// Keeps an error, so that it is not lost in the one of the JSON reader.
    fn keep<T, E: serde::de::Error>(&mut self, result: Result<T, ImportError>) -> Result<T, E> {
        result.map_err(|error| {
            self.error = Some(error);
            E::custom("stopped")
        })
    }
}

/// Tables on the way to the list of series.
struct Answer<'r, 'a, 'd>(&'r mut Reader<'a, 'd>);

impl<'de> DeserializeSeed<'de> for Answer<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Answer<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the answer of a range query")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match (&*key, self.0.depth) {
                ("data", 0) => {
                    self.0.depth = 1;
                    map.next_value_seed(Answer(self.0))?;
                    self.0.depth = 0;
                }
                ("error", 0) => {
                    let says: String = map.next_value()?;
                    self.0.error.get_or_insert(ImportError::Unusable {
                        file: self.0.file.to_owned(),
                        why: format!("Prometheus answered with an error: {}", quoted(&says)),
                        remedy: "mend the query, and ask again",
                    });
                }
                ("result", 0 | 1) => map.next_value_seed(List(self.0))?,
                ("resultType", 0 | 1) => {
                    let kind: String = map.next_value()?;
                    if kind != "matrix" {
                        let says = format!(
                            "its resultType is '{}', not matrix: query a range",
                            quoted(&kind)
                        );
                        return Err(A::Error::custom(says));
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// The list of series.
struct List<'r, 'a, 'd>(&'r mut Reader<'a, 'd>);

impl<'de> DeserializeSeed<'de> for List<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of series")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(One(self.0))?.is_some() {}
        Ok(())
    }
}

/// One series. Its labels come before its samples, as Prometheus writes them.
struct One<'r, 'a, 'd>(&'r mut Reader<'a, 'd>);

impl<'de> DeserializeSeed<'de> for One<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for One<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a series with metric and values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut labels = None;
        let mut early: Vec<Sample> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            match &*key {
                "metric" => labels = Some(map.next_value::<Labels>()?),
                "values" => {
                    if let Some(known) = &labels {
                        let found = self.0.series(known);
                        let series = self.0.keep(found)?;
                        map.next_value_seed(Samples { reader: self.0, series, early: None })?;
                    } else {
                        let early = Some(&mut early);
                        map.next_value_seed(Samples { reader: self.0, series: None, early })?;
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !early.is_empty() {
            let found = self.0.series(&labels.unwrap_or_default());
            if let Some(series) = self.0.keep(found)? {
                for sample in early {
                    let added = self.0.sample(series, sample);
                    self.0.keep(added)?;
                }
            }
        }
        Ok(())
    }
}

/// The most samples that are held because their labels come after them.
const EARLY_MAX: usize = 1_000_000;

/// The samples of a series.
struct Samples<'r, 'a, 'd, 'e> {
    reader: &'r mut Reader<'a, 'd>,
    /// `None` if they are left out.
    series: Option<usize>,
    early: Option<&'e mut Vec<Sample>>,
}

impl<'de> DeserializeSeed<'de> for Samples<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Samples<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of samples")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some((at, value)) = list.next_element::<(serde_json::Number, String)>()? {
            self.reader.left.set(VALUE_BYTES_MAX);
            let at = crate::import::instant::read(&at.to_string(), super::utc());
            let at = at.ok_or_else(|| {
                let expected = crate::import::instant::EXPECTED;
                A::Error::custom(format!("a sample has no time: {expected} is expected"))
            })?;
            let number = number::decimal(&value);
            let number = number.filter(|it| !it.is_sign_negative() || it.is_zero());
            if number.is_none() {
                let passed = self.reader.bad(&value);
                self.reader.keep(passed)?;
            }
            let sample = (at.milliseconds, number);
            match (&mut self.early, self.series) {
                (Some(early), _) if early.len() < EARLY_MAX => early.push(sample),
                (Some(_), _) => {
                    return Err(A::Error::custom("the metric comes after too many values"));
                }
                (None, Some(series)) => {
                    let added = self.reader.sample(series, sample);
                    self.reader.keep(added)?;
                }
                (None, None) => {}
            }
        }
        Ok(())
    }
}
