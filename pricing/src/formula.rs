//! Formulas over drivers, such as `secrets * reads_per_secret_per_day * days`.
//!
//! They have `+ - * /`, parentheses, `min max ceil floor`, numbers with suffixes (`1.5k`) and the names
//! of drivers and of the period's `days`, `hours`, `months`. A formula is read once, compiled to a short
//! program for a stack, and evaluated exactly: a quotient that does not end stays a quotient.

mod parse;

use thiserror::Error;

use crate::driver::{DriverId, DriverKind};
use crate::ratio::{OutOfRange, Ratio};

pub use parse::FormulaError;

/// The deepest stack a formula may need.
const DEPTH_MAX: usize = 16;
/// The longest formula, in characters.
const LENGTH_MAX: usize = 500;

/// The names that come from the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// The numbers that a formula reads: the value of every driver, and the length of the period.
///
/// Flows are stated per month, so a flow's formula sees the month in which it is stated (`days` is 30 in
/// a standard month) and its result scales with the period; a level's formula sees the period itself.
#[derive(Clone, Debug)]
pub struct Usage {
    pub(crate) values: Vec<Ratio>,
    pub(crate) terms: PeriodTerms,
}

impl Usage {
    pub(crate) fn new(drivers: usize, terms: PeriodTerms) -> Self {
        Self { values: vec![Ratio::ZERO; drivers], terms }
    }

    /// The value of a driver; a flow's is per month.
    #[must_use]
    pub fn value(&self, driver: DriverId) -> Ratio {
        self.values[driver.index()]
    }
}

/// `days`, `hours` and `months` of the period, and of the month in which flows are stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodTerms {
    pub(crate) of_period: [Ratio; 3],
    pub(crate) of_month: [Ratio; 3],
}

/// One step of a compiled formula.
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

/// The two shapes that need no stack, and the one that does.
#[derive(Clone, Debug)]
enum Shape {
    Constant(Ratio),
    Driver(DriverId),
    Program(Box<[Op]>),
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
#[derive(Clone, Debug)]
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
        let (single, program): (Option<DriverId>, &[Op]) = match &self.shape {
            Shape::Constant(_) => (None, &[]),
            Shape::Driver(driver) => (Some(*driver), &[]),
            Shape::Program(ops) => (None, ops),
        };
        let named = program.iter().filter_map(|op| match op {
            Op::Driver(driver) => Some(*driver),
            _ => None,
        });
        single.into_iter().chain(named)
    }

    /// Its value for this usage.
    #[inline]
    pub fn evaluate(&self, usage: &Usage) -> Result<Ratio, EvaluateError> {
        match &self.shape {
            Shape::Constant(number) => Ok(*number),
            Shape::Driver(driver) => Ok(usage.value(*driver)),
            Shape::Program(ops) => self.run(ops, usage),
        }
    }

    fn run(&self, ops: &[Op], usage: &Usage) -> Result<Ratio, EvaluateError> {
        let mut stack = Stack { values: [Ratio::ZERO; DEPTH_MAX], depth: 0 };
        for op in ops {
            self.step(*op, usage, &mut stack)?;
        }
        Ok(stack.pop())
    }

    fn step(&self, op: Op, usage: &Usage, stack: &mut Stack) -> Result<(), EvaluateError> {
        let value = match op {
            Op::Constant(number) => number,
            Op::Driver(driver) => usage.value(driver),
            Op::Term(term) => self.term(term, usage),
            Op::Negate => Ratio::ZERO.minus(stack.pop())?,
            Op::Ceiling => stack.pop().ceil()?,
            Op::Floor => stack.pop().floor()?,
            Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Minimum | Op::Maximum => {
                let right = stack.pop();
                combine(op, stack.pop(), right)?
            }
        };
        stack.push(value);
        Ok(())
    }

    fn term(&self, term: PeriodTerm, usage: &Usage) -> Ratio {
        let terms = match self.kind {
            DriverKind::Level => &usage.terms.of_period,
            DriverKind::Flow => &usage.terms.of_month,
        };
        terms[term as usize]
    }
}

fn combine(op: Op, left: Ratio, right: Ratio) -> Result<Ratio, EvaluateError> {
    Ok(match op {
        Op::Add => left.plus(right)?,
        Op::Subtract => left.minus(right)?,
        Op::Multiply => left.times(right)?,
        Op::Divide if right.is_zero() => return Err(EvaluateError::DivisionByZero),
        Op::Divide => left.over(right)?,
        Op::Minimum => left.min(right),
        Op::Maximum => left.max(right),
        _ => unreachable!("only operators of two operands are combined"),
    })
}

/// A stack of fixed size; the depth was checked when the formula was read.
struct Stack {
    values: [Ratio; DEPTH_MAX],
    depth: usize,
}

impl Stack {
    fn push(&mut self, value: Ratio) {
        self.values[self.depth] = value;
        self.depth += 1;
    }

    fn pop(&mut self) -> Ratio {
        self.depth -= 1;
        self.values[self.depth]
    }
}
