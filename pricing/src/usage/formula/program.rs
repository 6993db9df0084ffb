//! A compiled formula: steps that change one number, with a small stack for what waits.
//!
//! `clients * 86400 / refresh_seconds` is: load clients, multiply by 86,400, divide by the seconds. Only
//! a second operand that is calculated itself needs the stack.

use crate::number::ratio::{Exact, OutOfRange, Ratio};
use crate::time::period_terms::PeriodTerm;
use crate::usage::driver::{DriverId, DriverKind};
use crate::usage::inputs::Inputs;
use serde::{Deserialize, Serialize};

use super::chain::Chain;
use super::{EvaluateError, Op};

/// The deepest stack a formula may need.
const DEPTH_MAX: usize = 16;

/// A product of fewer than this many values of drivers fits.
const FACTORS_MAX: usize = 3;

/// A compiled formula.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Program {
    first: Operand,
    steps: Box<[Step]>,
}

/// A value that is there without calculating.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Operand {
    Constant(Ratio),
    Driver(DriverId),
    Term(PeriodTerm),
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Step {
    /// Changes the number by an operand.
    With(Binary, Operand),
    /// Changes the number alone.
    Alone(Unary),
    /// Puts the number on the stack and begins another.
    Begin(Operand),
    /// The number from the stack, changed by this one.
    Combine(Binary),
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    Minimum,
    Maximum,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Unary {
    Negate,
    Ceiling,
    Floor,
}

impl Program {
    /// Compiles operations in the order in which a stack machine takes them. `None` if they need
    /// too deep a stack.
    pub fn compile(ops: &[Op]) -> Option<Self> {
        let mut first = None;
        let mut steps = Vec::with_capacity(ops.len());
        let (mut depth, mut place) = (0, 0);
        while let Some(op) = ops.get(place) {
            place += 1;
            let next = ops.get(place).and_then(|op| op.binary());
            steps.push(match (op.operand(), next, op.binary()) {
                (Some(operand), ..) if first.is_none() => {
                    first = Some(operand);
                    continue;
                }
                (Some(operand), Some(binary), _) => {
                    place += 1;
                    Step::With(binary, operand)
                }
                (Some(operand), None, _) => {
                    depth += 1;
                    Step::Begin(operand)
                }
                (None, _, Some(binary)) => {
                    depth -= 1;
                    Step::Combine(binary)
                }
                (None, _, None) => Step::Alone(op.unary()?),
            });
            if depth > DEPTH_MAX {
                return None;
            }
        }
        Some(Self { first: first?, steps: steps.into_boxed_slice() })
    }

    /// Returns whether some values of its drivers may leave it without a value: it divides by one, or
    /// multiplies so many that the product may not fit.
    pub fn may_fail(&self) -> bool {
        let of_step = |step: &Step| match step {
            Step::With(Binary::Divide, Operand::Driver(_)) | Step::Combine(Binary::Divide) => {
                FACTORS_MAX
            }
            Step::With(Binary::Multiply, _) | Step::Combine(Binary::Multiply) => 1,
            Step::With(..) | Step::Alone(_) | Step::Begin(_) | Step::Combine(_) => 0,
        };
        self.steps.iter().map(of_step).sum::<usize>() >= FACTORS_MAX
    }

    /// The drivers it reads.
    pub fn drivers(&self) -> impl Iterator<Item = DriverId> + '_ {
        self.operands().filter_map(|operand| match operand {
            Operand::Driver(driver) => Some(*driver),
            Operand::Constant(_) | Operand::Term(_) => None,
        })
    }

    /// The lengths of the period that it reads.
    pub fn terms(&self) -> impl Iterator<Item = PeriodTerm> + '_ {
        self.operands().filter_map(|operand| match operand {
            Operand::Term(term) => Some(*term),
            Operand::Constant(_) | Operand::Driver(_) => None,
        })
    }

    fn operands(&self) -> impl Iterator<Item = &Operand> {
        let of_steps = self.steps.iter().filter_map(|step| match step {
            Step::With(_, operand) | Step::Begin(operand) => Some(operand),
            Step::Alone(_) | Step::Combine(_) => None,
        });
        std::iter::once(&self.first).chain(of_steps)
    }

    /// The same as a chain. `None` if it does more than add and multiply drivers from left to right.
    pub fn chain(&self, empty: Chain) -> Option<Chain> {
        let mut chain = match &self.first {
            Operand::Constant(number) => empty.times(number)?,
            Operand::Driver(driver) => empty.with(*driver, false)?,
            Operand::Term(_) => return None,
        };
        for step in &self.steps {
            chain = match step {
                Step::With(Binary::Add, Operand::Driver(driver)) => chain.with(*driver, true)?,
                Step::With(Binary::Multiply, Operand::Driver(driver)) => {
                    chain.with(*driver, false)?
                }
                Step::With(Binary::Multiply, Operand::Constant(number)) => chain.times(number)?,
                Step::With(Binary::Divide, Operand::Constant(number)) => {
                    chain.times(&Ratio::ONE.over(*number).ok()?)?
                }
                Step::With(..) | Step::Alone(_) | Step::Begin(_) | Step::Combine(_) => return None,
            };
        }
        Some(chain)
    }

    /// Its value for these values of the drivers and terms of the period.
    pub fn run<N: Exact>(
        &self,
        inputs: &impl Inputs<N>,
        kind: DriverKind,
    ) -> Result<N, EvaluateError> {
        let get = |operand: &Operand| match operand {
            Operand::Constant(number) => N::of(number),
            Operand::Driver(driver) => inputs.driver(*driver),
            Operand::Term(term) => inputs.term(*term, kind),
        };
        let mut number = get(&self.first)?;
        for (place, step) in self.steps.iter().enumerate() {
            number = match step {
                Step::With(binary, operand) => combine(*binary, number, get(operand)?)?,
                Step::Alone(unary) => change(*unary, number)?,
                Step::Begin(_) | Step::Combine(_) => {
                    return run_on_stack(number, &self.steps[place..], get);
                }
            };
        }
        Ok(number)
    }
}

/// The rest of a program that needs a stack; the depth was checked when it was compiled.
fn run_on_stack<N: Exact>(
    begun: N,
    steps: &[Step],
    get: impl Fn(&Operand) -> Result<N, OutOfRange>,
) -> Result<N, EvaluateError> {
    let mut stack = [N::ZERO; DEPTH_MAX];
    let mut depth = 0;
    let mut number = begun;
    for step in steps {
        number = match step {
            Step::With(binary, operand) => combine(*binary, number, get(operand)?)?,
            Step::Alone(unary) => change(*unary, number)?,
            Step::Begin(operand) => {
                stack[depth] = number;
                depth += 1;
                get(operand)?
            }
            Step::Combine(binary) => {
                depth -= 1;
                combine(*binary, stack[depth], number)?
            }
        };
    }
    Ok(number)
}

#[expect(clippy::inline_always, reason = "a call costs more than its work, see benches/quote.rs")]
#[inline(always)]
fn combine<N: Exact>(binary: Binary, left: N, right: N) -> Result<N, EvaluateError> {
    Ok(match binary {
        Binary::Add => left.plus(right)?,
        Binary::Subtract => left.minus(right)?,
        Binary::Multiply => left.times(right)?,
        Binary::Divide if right.is_zero()? => return Err(EvaluateError::DivisionByZero),
        Binary::Divide => left.over(right)?,
        Binary::Minimum => left.at_most(right)?,
        Binary::Maximum => left.at_least(right)?,
    })
}

#[inline]
fn change<N: Exact>(unary: Unary, number: N) -> Result<N, EvaluateError> {
    Ok(match unary {
        Unary::Negate => N::ZERO.minus(number)?,
        Unary::Ceiling => number.ceil()?,
        Unary::Floor => number.floor()?,
    })
}

impl Op {
    const fn operand(self) -> Option<Operand> {
        match self {
            Self::Constant(number) => Some(Operand::Constant(number)),
            Self::Driver(driver) => Some(Operand::Driver(driver)),
            Self::Term(term) => Some(Operand::Term(term)),
            Self::Negate
            | Self::Ceiling
            | Self::Floor
            | Self::Add
            | Self::Subtract
            | Self::Multiply
            | Self::Divide
            | Self::Minimum
            | Self::Maximum => None,
        }
    }

    const fn binary(self) -> Option<Binary> {
        match self {
            Self::Add => Some(Binary::Add),
            Self::Subtract => Some(Binary::Subtract),
            Self::Multiply => Some(Binary::Multiply),
            Self::Divide => Some(Binary::Divide),
            Self::Minimum => Some(Binary::Minimum),
            Self::Maximum => Some(Binary::Maximum),
            Self::Constant(_)
            | Self::Driver(_)
            | Self::Term(_)
            | Self::Negate
            | Self::Ceiling
            | Self::Floor => None,
        }
    }

    const fn unary(self) -> Option<Unary> {
        match self {
            Self::Negate => Some(Unary::Negate),
            Self::Ceiling => Some(Unary::Ceiling),
            Self::Floor => Some(Unary::Floor),
            Self::Constant(_)
            | Self::Driver(_)
            | Self::Term(_)
            | Self::Add
            | Self::Subtract
            | Self::Multiply
            | Self::Divide
            | Self::Minimum
            | Self::Maximum => None,
        }
    }
}
