//! Formulas over drivers, such as `secrets * reads_per_secret_per_day * days`.
//!
//! They have `+ - * /`, parentheses, `min max ceil floor`, numbers with suffixes (`1.5k`) and the names
//! of drivers and of the period's `days`, `hours`, `months`. A formula is read once, compiled to a short
//! program for a stack, and evaluated exactly: a quotient that does not end stays a quotient.

pub(crate) mod chain;
mod parse;
mod program;

use crate::number::ratio::{Exact, OutOfRange, Ratio};
use crate::time::period_terms::PeriodTerm;
use crate::usage::driver::{DriverId, DriverKind};
use crate::usage::inputs::{Inputs, Usage};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use parse::FormulaError;
use program::Program;

/// The longest formula, in characters.
const LENGTH_MAX: usize = 500;

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

/// The reason why a formula has no value.
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
    /// Nothing, at any time.
    pub(crate) fn nothing() -> Self {
        let shape = Shape::Constant(Ratio::ZERO);
        Self { text: "0".to_owned(), kind: DriverKind::Level, shape }
    }

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

    /// Does it read a length of the period, so that a flow's value is a total of the time it is for? A flow
    /// is stated for one month: its `months` say nothing.
    pub(crate) fn counts_time(&self) -> bool {
        let is_length =
            |term| self.kind == DriverKind::Level || !matches!(term, PeriodTerm::Months);
        match &self.shape {
            Shape::Constant(_) | Shape::Driver(_) => false,
            Shape::Program(program) => program.terms().any(is_length),
        }
    }

    /// Returns whether some values of its drivers may leave it without a value.
    pub(crate) fn may_fail(&self) -> bool {
        match &self.shape {
            Shape::Constant(_) | Shape::Driver(_) => false,
            Shape::Program(program) => program.may_fail(),
        }
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
