//! Formulas over drivers, such as `secrets * reads_per_secret_per_day * days`.
//!
//! They have `+ - * /`, parentheses, `min max ceil floor`, numbers with suffixes (`1.5k`) and the names
//! of drivers and of the period's `days`, `hours`, `months`. A formula is read once, compiled to a short
//! program for a stack, and evaluated exactly: a quotient that does not end stays a quotient.

mod parse;
mod program;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::driver::{DriverId, DriverKind};
use crate::ratio::{Exact, OutOfRange, Ratio};
use crate::usage::{Inputs, Usage};

pub use parse::FormulaError;
use program::Program;

/// The longest formula, in characters.
const LENGTH_MAX: usize = 500;

/// The names that come from the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeriodTerm {
    /// Days in it.
    Days,
    /// Hours in it.
    Hours,
    /// Months in it.
    Months,
}

impl PeriodTerm {
    pub(crate) const NAMES: [&str; 3] = ["days", "hours", "months"];

    fn parse(name: &str) -> Option<Self> {
        match name {
            "days" => Some(Self::Days),
            "hours" => Some(Self::Hours),
            "months" => Some(Self::Months),
            _ => None,
        }
    }
}

/// An operation.
#[derive(Clone, Copy, Debug)]
enum Op {
    Constant(Ratio),
    Driver(DriverId),
    Term(PeriodTerm),
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Minimum,
    Maximum,
    Ceiling,
    Floor,
}

/// The two shapes that need no program, and the one that does.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Shape {
    Constant(Ratio),
    Driver(DriverId),
    Program(Program),
}

/// A compiled formula.
///
/// ```
/// use whatif_pricing::{Formula, DriverKind, Period, Ratio, Vocabulary, Workload};
/// let drivers = Vocabulary::standard();
/// let formula = Formula::parse("secrets * 20 * days", drivers, DriverKind::Flow).unwrap();
/// let usage = Workload::standard(drivers).usage(Period::standard_month_terms()).unwrap();
/// // 100 secrets, 20 a day, 30 days
/// assert_eq!(formula.evaluate(&usage).unwrap(), Ratio::parse("60000").unwrap());
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Formula {
    text: String,
    kind: DriverKind,
    shape: Shape,
}

/// Why a formula has no value.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum EvaluateError {
    /// A divisor is zero.
    #[error("divides by zero")]
    DivisionByZero,
    /// The result does not fit.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

impl Formula {
    /// The text it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The drivers it reads, each once for each time it is named.
    pub fn drivers(&self) -> impl Iterator<Item = DriverId> + '_ {
        let (single, program) = match &self.shape {
            Shape::Constant(_) => (None, None),
            Shape::Driver(driver) => (Some(*driver), None),
            Shape::Program(program) => (None, Some(program)),
        };
        single.into_iter().chain(program.into_iter().flat_map(Program::drivers))
    }

    /// Its value for this usage.
    pub fn evaluate(&self, usage: &Usage) -> Result<Ratio, EvaluateError> {
        self.calculate::<Ratio>(usage)
    }

    /// The same, in any exact numbers.
    #[expect(
        clippy::inline_always,
        reason = "a call costs more than its work, see benches/quote.rs"
    )]
    #[inline(always)]
    pub(crate) fn calculate<N: Exact>(&self, inputs: &impl Inputs<N>) -> Result<N, EvaluateError> {
        match &self.shape {
            Shape::Constant(number) => Ok(N::of(number)?),
            Shape::Driver(driver) => Ok(inputs.driver(*driver)?),
            Shape::Program(program) => program.run(inputs, self.kind),
        }
    }
}
