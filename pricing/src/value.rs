//! What a driver is set to, and how that is read from what people type.

use std::sync::Arc;

use rust_decimal::Decimal;
use thiserror::Error;

use crate::driver::{DriverId, Vocabulary};
use crate::formula::{Formula, FormulaError};
use crate::number::{self, NumberError};
use crate::range::{Range, RangeError};
use crate::ratio::Ratio;

/// What a driver is set to.
#[derive(Clone, Debug)]
pub enum Value {
    /// A number.
    Number(Decimal),
    /// A formula over other drivers; shared, since a scenario that can be gone back to has it too.
    Formula(Arc<Formula>),
    /// Anything from one number to another, with a likely one; shared as a formula is.
    Range(Arc<Range>),
}

/// Equal where they read the same.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(number), Self::Number(other)) => number == other,
            (Self::Formula(formula), Self::Formula(other)) => formula.text() == other.text(),
            (Self::Range(range), Self::Range(other)) => range == other,
            _ => false,
        }
    }
}

impl Value {
    /// Reads what a person typed for a driver: a number, a suffixed number, a range or a formula.
    ///
    /// ```
    /// use whatif_pricing::{Value, Vocabulary};
    /// let drivers = Vocabulary::standard();
    /// let secrets = drivers.find("secrets").unwrap();
    /// assert_eq!(Value::read(drivers, secrets, "1.5k").unwrap().text(), "1500");
    /// assert_eq!(Value::read(drivers, secrets, "keys * 2").unwrap().text(), "=keys * 2");
    /// assert_eq!(Value::read(drivers, secrets, "50..1k").unwrap().text(), "50..1000");
    /// assert!(Value::read(drivers, secrets, "many").is_err());
    /// ```
    pub fn read(vocabulary: &Vocabulary, driver: DriverId, text: &str) -> Result<Self, SetError> {
        let entry = &vocabulary[driver];
        let name = || entry.name.clone();
        let text = text.trim();
        let (explicit, body) = match text.strip_prefix(['=', 'ƒ']) {
            Some(body) => (true, body.trim()),
            None => (false, text),
        };
        if Range::is_meant(body) {
            return Range::read(entry, body).map(|range| Self::Range(Arc::new(range)));
        }
        match number::quantity(body) {
            Ok(number) if number < entry.smallest => {
                Err(SetError::TooSmall { driver: name(), value: number, smallest: entry.smallest })
            }
            Ok(number) => Ok(Self::Number(number)),
            Err(error) if !explicit && !looks_like_formula(body, vocabulary, &error) => {
                Err(SetError::Number { driver: name(), error })
            }
            Err(_) => Formula::parse(body, vocabulary, entry.kind)
                .map(|formula| Self::Formula(Arc::new(formula)))
                .map_err(|error| SetError::Formula { driver: name(), error }),
        }
    }

    /// The text that reads back as this value.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number.normalize().to_string(),
            Self::Formula(formula) => format!("={}", formula.text()),
            Self::Range(range) => range.to_string(),
        }
    }

    /// The number, of a range the likely one; zero for a formula, which is evaluated later.
    pub(crate) fn number(&self) -> Ratio {
        match self {
            Self::Number(number) => Ratio::whole(*number),
            Self::Range(range) => Ratio::whole(range.likely()),
            Self::Formula(_) => Ratio::ZERO,
        }
    }

    /// Is it a formula?
    #[must_use]
    pub const fn is_formula(&self) -> bool {
        matches!(self, Self::Formula(_))
    }
}

/// Why a driver cannot be set to a value.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SetError {
    /// Not a number, or out of range.
    #[error("{driver}: {error}")]
    Number {
        /// The driver's name.
        driver: String,
        /// What is wrong.
        error: NumberError,
    },
    /// Below the driver's smallest value.
    #[error("{driver}: {value} is too small: the range is {smallest} to 1,000,000,000,000")]
    TooSmall {
        /// The driver's name.
        driver: String,
        /// What was given.
        value: Decimal,
        /// The smallest value.
        smallest: Decimal,
    },
    /// The numbers are no range.
    #[error("{driver}: {error}")]
    Range {
        /// The driver's name.
        driver: String,
        /// What is wrong.
        error: RangeError,
    },
    /// The formula cannot be read.
    #[error("{driver}: {error}")]
    Formula {
        /// The driver's name.
        driver: String,
        /// What is wrong.
        error: FormulaError,
    },
    /// Formulas that need each other.
    #[error("{}: these drivers need each other, so none has a value: {}", path[0], path.join(" → "))]
    Cycle {
        /// The names along the cycle, the first one again at the end.
        path: Vec<String>,
    },
}

/// Text that names something or calculates is a formula; `1.2.3` is a mistyped number.
fn looks_like_formula(text: &str, vocabulary: &Vocabulary, error: &NumberError) -> bool {
    let calculates = text.contains(['*', '/', '(', '+', '×', '÷'])
        || text.trim_start_matches(['-', '−']).contains(['-', '−']);
    let names = vocabulary.find(text).is_some() || matches!(text, "days" | "hours" | "months");
    matches!(error, NumberError::NotANumber(_)) && (calculates || names)
}
