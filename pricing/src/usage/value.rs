//! The value that a driver is set to, and how it is read from what people type.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;
use thiserror::Error;

use crate::number::decimal::{MAGNITUDE_MAX, NumberError, Taken, quantity};
use crate::number::ratio::Ratio;
use crate::time::period_terms::PeriodTerm;
use crate::usage::driver::{Driver, DriverId, DriverKind, Vocabulary};
use crate::usage::formula::{Formula, FormulaError};
use crate::usage::measure::{self, Measure, Scale, ValueUnit};
use crate::usage::range::{Range, RangeError};
use crate::usage::spelled::{is_volume, spelled};

/// The value that a driver is set to.
#[derive(Clone, Debug)]
pub enum Value {
    /// A number.
    Number(Decimal),
    /// A formula over other drivers; shared, since a scenario that can be gone back to has it too.
    Formula(Arc<Formula>),
    /// Anything from one number to another, with a likely one; shared as a formula is.
    Range(Arc<Range>),
    /// Any of these in a unit that the length of the period decides, such as `700/s` or `1 total`; shared too.
    InUnit(Arc<InUnit>),
}

/// A value in a unit of its own.
#[derive(Debug)]
pub struct InUnit {
    /// The value that was typed before the unit: a number, a formula or a range.
    pub base: Value,
    /// The unit.
    pub unit: ValueUnit,
    /// The number of the driver, from the base in its place. None if the two are the same.
    scale: Option<Formula>,
}

/// Equal where they read the same.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(number), Self::Number(other)) => number == other,
            (Self::Formula(formula), Self::Formula(other)) => formula.text() == other.text(),
            (Self::Range(range), Self::Range(other)) => range == other,
            (Self::InUnit(value), Self::InUnit(other)) => {
                value.base == other.base && value.unit == other.unit
            }
            (Self::Number(_) | Self::Formula(_) | Self::Range(_) | Self::InUnit(_), _) => false,
        }
    }
}

impl Value {
    /// Reads what a person typed for a driver: a number, a range or a formula, with or without a unit.
    ///
    /// ```
    /// use whatif_pricing::{Value, Vocabulary};
    /// let drivers = Vocabulary::standard();
    /// let text = |driver: &str, text: &str| {
    ///     Value::read(drivers, drivers.find(driver).unwrap(), text).map(|value| value.text())
    /// };
    /// assert_eq!(text("secrets", "1.5k").unwrap(), "1500");
    /// assert_eq!(text("secrets", "keys * 2").unwrap(), "=keys * 2");
    /// assert_eq!(text("secrets", "50..1k").unwrap(), "50..1000");
    /// assert_eq!(text("refresh_seconds", "5 min").unwrap(), "300");
    /// assert_eq!(text("refresh_seconds", "1h30m").unwrap(), "5400");
    /// assert_eq!(text("calls", "2M/day").unwrap(), "2000000/day");
    /// assert_eq!(text("log_gb", "1 total").unwrap(), "1 total");
    /// assert_eq!(text("log_gb", "1.5 TB/day").unwrap(), "1500/day");
    /// assert_eq!(text("log_gb", "500MB..2 TB").unwrap(), "0.5..2000");
    /// assert_eq!(text("log_gb", "1..2 TB").unwrap(), "1000..2000");
    /// assert!(text("secrets", "many").is_err());
    /// let error = text("calls", "5/week").unwrap_err().to_string();
    /// assert_eq!(error, "API calls/month: '/week' is not a unit here: write /s, /min, /h, /day, /month or total, such as 700/s or 1 total");
    /// ```
    pub fn read(vocabulary: &Vocabulary, driver: DriverId, text: &str) -> Result<Self, SetError> {
        let entry = &vocabulary[driver];
        let text = text.trim();
        let (explicit, body) = match text.strip_prefix(['=', 'ƒ']) {
            Some(body) => (true, body.trim()),
            None => (false, text),
        };
        let body = &*spelled(entry, body);
        if Range::is_meant(body) {
            return Self::read_range(vocabulary, entry, body);
        }
        let (base, unit) = split(vocabulary, entry, body)?;
        let error = match quantity(base) {
            Ok(number) => return Self::number_in(vocabulary, entry, number, unit),
            Err(error) => error,
        };
        if !explicit && !looks_like_formula(base, vocabulary, &error) {
            return Err(not_a_number(entry, error));
        }
        let formula = Formula::parse(base, vocabulary, entry.kind)
            .map_err(|error| SetError::Formula { driver: entry.label.clone(), error })?;
        let formula = Self::Formula(Arc::new(formula));
        let scale = unit.map(|unit| scale(entry, unit)).transpose()?;
        Ok(match (unit, scale) {
            (Some(unit), Some(Scale::Times(times))) => {
                formula.in_unit(vocabulary, entry, unit, &format!(" * {times}"))
            }
            (Some(unit), Some(Scale::Formula(rest))) => {
                formula.in_unit(vocabulary, entry, unit, &rest)
            }
            (None, _) | (_, None) => formula,
        })
    }

    /// A number in a unit: converted, if the unit is so many of the driver's own.
    fn number_in(
        vocabulary: &Vocabulary,
        entry: &Driver,
        number: Decimal,
        unit: Option<ValueUnit>,
    ) -> Result<Self, SetError> {
        let number = counted(entry, number, unit)?;
        let Some(unit) = unit else { return Ok(Self::Number(number)) };
        Ok(match scale(entry, unit)? {
            Scale::Times(_) => Self::Number(number),
            Scale::Formula(rest) => Self::Number(number).in_unit(vocabulary, entry, unit, &rest),
        })
    }

    /// A range, of which each number may have a unit; the last one's is for those that have none.
    fn read_range(vocabulary: &Vocabulary, entry: &Driver, text: &str) -> Result<Self, SetError> {
        let of_range = |error| SetError::Range { driver: entry.label.clone(), error };
        let parts = Range::parts(text).map_err(of_range)?;
        let last = parts.last().copied().unwrap_or_default();
        let shared = split(vocabulary, entry, last)?.1;
        let number = |part: &str| {
            let (base, unit) = split(vocabulary, entry, part)?;
            let unit = unit.or(shared);
            let is_fixed = |unit| Ok(matches!(scale(entry, unit)?, Scale::Times(_)));
            if let Some(other) = unit.filter(|_| unit != shared)
                && !is_fixed(other)?
            {
                return Err(wrong_unit(entry, other.text().trim()));
            }
            let number = quantity(base).map_err(|error| not_a_number(entry, error))?;
            Ok(counted(entry, number, unit)?.normalize())
        };
        let numbers = parts.into_iter().map(number).collect::<Result<Vec<_>, SetError>>()?;
        let range = Self::Range(Arc::new(Range::of(entry.step, &numbers).map_err(of_range)?));
        let Some(unit) = shared else { return Ok(range) };
        Ok(match scale(entry, unit)? {
            Scale::Times(_) => range,
            Scale::Formula(rest) => range.in_unit(vocabulary, entry, unit, &rest),
        })
    }

    fn in_unit(self, vocabulary: &Vocabulary, entry: &Driver, unit: ValueUnit, rest: &str) -> Self {
        let formula = || {
            Formula::parse(&format!("{}{rest}", entry.name), vocabulary, DriverKind::Level)
                .expect("a driver times a factor is a formula")
        };
        let scale = (!rest.is_empty()).then(formula);
        Self::InUnit(Arc::new(InUnit { base: self, unit, scale }))
    }

    /// The text that reads back as this value.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.normalize().to_string(),
            Self::Formula(formula) => format!("={}", formula.text()),
            Self::Range(range) => range.to_string(),
            Self::InUnit(value) => format!("{}{}", value.base.text(), value.unit.text()),
        }
    }

    /// The number, of a range the likely one, before the unit; zero for a formula, which is evaluated later.
    pub(crate) fn number(&self) -> Ratio {
        match self {
            Self::Number(number) => Ratio::whole(*number),
            Self::Range(range) => Ratio::whole(range.likely()),
            Self::Formula(_) => Ratio::ZERO,
            Self::InUnit(value) => value.base.number(),
        }
    }

    /// Is it a formula, in whatever unit?
    #[must_use]
    pub fn is_formula(&self) -> bool {
        self.formula().is_some()
    }

    /// The formula that somebody wrote. None if it is a number or a range.
    #[must_use]
    pub fn formula(&self) -> Option<&Formula> {
        match self {
            Self::Formula(formula) => Some(formula),
            Self::InUnit(value) => value.base.formula(),
            Self::Number(_) | Self::Range(_) => None,
        }
    }

    /// The range, in whatever unit. None if it is a number or a formula.
    #[must_use]
    pub fn range(&self) -> Option<&Range> {
        match self {
            Self::Range(range) => Some(range),
            Self::InUnit(value) => value.base.range(),
            Self::Number(_) | Self::Formula(_) => None,
        }
    }

    /// The unit that was typed and that the length of the period decides. None if there is none.
    #[must_use]
    pub fn unit(&self) -> Option<ValueUnit> {
        match self {
            Self::InUnit(value) => Some(value.unit),
            Self::Number(_) | Self::Formula(_) | Self::Range(_) => None,
        }
    }

    /// The formulas that are calculated one after the other, each into the driver's own place.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        let scale = match self {
            Self::InUnit(value) => value.scale.as_ref(),
            Self::Number(_) | Self::Formula(_) | Self::Range(_) => None,
        };
        self.formula().into_iter().chain(scale)
    }

    /// Is there something to calculate?
    pub(crate) fn is_calculated(&self) -> bool {
        self.formulas().next().is_some()
    }
}

/// A text without its unit, and the unit.
fn split<'a>(
    vocabulary: &Vocabulary,
    entry: &Driver,
    text: &'a str,
) -> Result<(&'a str, Option<ValueUnit>), SetError> {
    match measure::split(text) {
        Ok((base, Some(unit))) => scale(entry, unit).map(|_| (base, Some(unit))),
        Ok((base, None)) => Ok((base, None)),
        // What is counted has no unit: the whole text is no number then.
        Err(_) if entry.measure == Measure::Count => Ok((text, None)),
        // A number divided by a driver is a formula.
        Err(no) if is_name(no.word.trim_start_matches(['/', ' ']), vocabulary) => Ok((text, None)),
        Err(no) => Err(wrong_unit(entry, &no.word)),
    }
}

fn is_name(word: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.find(word).is_some() || PeriodTerm::NAMES.contains(&word)
}

fn scale(entry: &Driver, unit: ValueUnit) -> Result<Scale, SetError> {
    unit.scale(entry.measure).ok_or_else(|| wrong_unit(entry, unit.text().trim()))
}

#[cold]
fn wrong_unit(entry: &Driver, unit: &str) -> SetError {
    let (driver, unit) = (entry.label.clone(), unit.to_owned());
    let remedy = if is_volume(entry) { VOLUME_REMEDY } else { entry.measure.remedy() };
    SetError::Unit { driver, unit, remedy }
}

/// The advice on what to write where a unit of a flow of data is wrong.
const VOLUME_REMEDY: &str = "write MB, GB or TB, where 1 TB is 1,000 GB, with /s, /min, /h, /day, /month or total after it, such as 500 MB/h or 1 TB total";

/// A number, converted if its unit is so many of the driver's own; within the range of the driver.
fn counted(entry: &Driver, number: Decimal, unit: Option<ValueUnit>) -> Result<Decimal, SetError> {
    let scale = unit.map(|unit| scale(entry, unit)).transpose()?;
    // In the longest month a flow is at most the largest number.
    let most = match (&scale, unit) {
        (Some(Scale::Times(times)), _) => Decimal::from(MAGNITUDE_MAX) / Decimal::from(*times),
        (Some(Scale::Formula(_)), Some(unit)) => {
            let seconds = unit.rate_seconds().filter(|_| entry.measure == Measure::PerMonth);
            let times = seconds.map_or(1, |seconds| LONGEST_MONTH_SECONDS / seconds);
            Decimal::from(MAGNITUDE_MAX) / Decimal::from(times)
        }
        (None, _) | (_, None) => Decimal::from(MAGNITUDE_MAX),
    };
    if number > most {
        let unit = unit.map_or("", ValueUnit::text);
        let (value, largest) = (number.normalize(), most.floor());
        let driver = entry.label.clone();
        return Err(SetError::TooLarge { driver, value, unit, smallest: entry.smallest, largest });
    }
    let value = match scale {
        Some(Scale::Times(times)) => number * Decimal::from(times),
        Some(Scale::Formula(_)) | None => number,
    };
    if value < entry.smallest {
        let (driver, smallest) = (entry.label.clone(), entry.smallest);
        return Err(SetError::TooSmall { driver, value, smallest });
    }
    Ok(value)
}

/// Seconds of a month of 31 days.
const LONGEST_MONTH_SECONDS: i64 = 31 * 86_400;

#[cold]
fn not_a_number(entry: &Driver, error: NumberError) -> SetError {
    let (measure, smallest, is_volume) = (entry.measure, entry.smallest, is_volume(entry));
    let error = DriverNumberError { error, measure, smallest, is_volume };
    SetError::Number { driver: entry.label.clone(), error }
}

/// The reason why a text is not a number of a driver: the remedy names its units and its smallest value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverNumberError {
    /// The error in the number.
    pub error: NumberError,
    measure: Measure,
    smallest: Decimal,
    is_volume: bool,
}

impl fmt::Display for DriverNumberError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = Taken { smallest: self.smallest, ..Taken::NUMBERS };
        let taken = match self.measure {
            Measure::Seconds => Taken {
                noun: "time",
                form: "s, min, h or d after numbers, such as 30s, 5 min or 1h30m",
                ..numbers
            },
            Measure::Count if self.is_volume => Taken {
                form: "MB, GB or TB after a number, such as 500 MB or 1 TB (1,000 GB)",
                ..numbers
            },
            Measure::Count | Measure::PerSecond | Measure::PerDay | Measure::PerMonth => numbers,
        };
        self.error.write(taken, to)
    }
}

impl Error for DriverNumberError {}

/// The reason why a driver cannot be set to a value.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SetError {
    /// Not a number, or out of range.
    #[error("{driver}: {error}")]
    Number {
        /// The driver's label.
        driver: String,
        /// The error in the number.
        error: DriverNumberError,
    },
    /// Below the driver's smallest value.
    #[error("{driver}: {value} is too small: the range is {smallest} to 1,000,000,000,000")]
    TooSmall {
        /// The driver's label.
        driver: String,
        /// The number that was given.
        value: Decimal,
        /// The smallest value.
        smallest: Decimal,
    },
    /// Above the largest number, in the unit that was typed.
    #[error("{driver}: {value}{unit} is too large: the range is {smallest} to {largest}{unit}")]
    TooLarge {
        /// The driver's label.
        driver: String,
        /// The number that was given.
        value: Decimal,
        /// The unit that was given, as it is written after a number.
        unit: &'static str,
        /// The smallest value.
        smallest: Decimal,
        /// The largest value in this unit.
        largest: Decimal,
    },
    /// The driver has no such unit.
    #[error("{driver}: '{unit}' is not a unit here: {remedy}")]
    Unit {
        /// The driver's label.
        driver: String,
        /// The text after the number.
        unit: String,
        /// The units that the driver has.
        remedy: &'static str,
    },
    /// The numbers are no range.
    #[error("{driver}: {error}")]
    Range {
        /// The driver's label.
        driver: String,
        /// The error in the range.
        error: RangeError,
    },
    /// The formula cannot be read.
    #[error("{driver}: {error}")]
    Formula {
        /// The driver's label.
        driver: String,
        /// The error in the formula.
        error: FormulaError,
    },
    /// Formulas that need each other, by label.
    #[error("{}: these drivers need each other, so none has a value: {}", path[0], path.join(" → "))]
    Cycle {
        /// The labels along the cycle, the first one again at the end.
        path: Vec<String>,
    },
}

/// Text that names something or calculates is a formula; `1.2.3` is a mistyped number.
fn looks_like_formula(text: &str, vocabulary: &Vocabulary, error: &NumberError) -> bool {
    let calculates = text.contains(['*', '/', '(', '+', '×', '÷'])
        || text.trim_start_matches(['-', '−']).contains(['-', '−']);
    matches!(error, NumberError::NotANumber(_)) && (calculates || is_name(text, vocabulary))
}

/// The reason why a named driver cannot be set to a text.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SetTextError {
    /// No such driver.
    #[error(transparent)]
    Unknown(#[from] crate::usage::suggest::Unknown),
    /// No such value.
    #[error(transparent)]
    Set(#[from] SetError),
}
