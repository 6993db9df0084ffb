//! Reads the text of a formula: precedence climbing, straight into the program.

use crate::number::decimal;
use crate::number::ratio::Ratio;
use crate::time::period_terms::PeriodTerm;
use crate::usage::driver::{DriverKind, Vocabulary};
use crate::usage::suggest::Unknown;
use thiserror::Error;

use super::program::Program;
use super::{Formula, LENGTH_MAX, Op, Shape};

/// The error in the text of a formula.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum FormulaError {
    /// Nothing was written.
    #[error("the formula is empty: write for instance secrets * 3")]
    Empty,
    /// Longer than the limit.
    #[error("the formula has more than {LENGTH_MAX} characters: shorten it")]
    TooLong,
    /// Nested deeper than the limit.
    #[error("the formula is nested too deeply: split it over several drivers")]
    TooDeep,
    /// Something that does not belong at this place.
    #[error("unexpected {found} at character {at}: expected {expected}")]
    Unexpected {
        /// A description of what stands there.
        found: String,
        /// Counted from 1.
        at: usize,
        /// A description of what could stand there.
        expected: &'static str,
    },
    /// A name that is no driver, period term or function.
    #[error("{0}")]
    Unknown(#[from] Unknown),
    /// A number that cannot be taken.
    #[error("{0}")]
    Number(#[from] decimal::NumberError),
}

impl Formula {
    /// Reads and compiles a formula. `kind` says whether its result is a level or a flow per month, which
    /// decides what `days`, `hours` and `months` mean in it.
    pub fn parse(
        text: &str,
        vocabulary: &Vocabulary,
        kind: DriverKind,
    ) -> Result<Self, FormulaError> {
        if text.trim().is_empty() {
            return Err(FormulaError::Empty);
        }
        if text.chars().count() > LENGTH_MAX {
            return Err(FormulaError::TooLong);
        }
        let mut parser = Parser { rest: text, text, ops: Vec::new(), vocabulary, nesting: 0 };
        parser.sum()?;
        parser.end()?;
        let shape = if let [Op::Constant(number)] = parser.ops[..] {
            Shape::Constant(number)
        } else if let [Op::Driver(driver)] = parser.ops[..] {
            Shape::Driver(driver)
        } else {
            Shape::Program(Program::compile(&parser.ops).ok_or(FormulaError::TooDeep)?)
        };
        Ok(Self { text: text.trim().to_owned(), kind, shape })
    }
}

struct Parser<'a> {
    text: &'a str,
    rest: &'a str,
    ops: Vec<Op>,
    vocabulary: &'a Vocabulary,
    nesting: usize,
}

impl<'a> Parser<'a> {
    const NESTING_MAX: usize = 32;

    fn sum(&mut self) -> Result<(), FormulaError> {
        self.product()?;
        while let Some(op) =
            self.operator(&[('+', Op::Add), ('-', Op::Subtract), ('−', Op::Subtract)])
        {
            self.product()?;
            self.ops.push(op);
        }
        Ok(())
    }

    fn product(&mut self) -> Result<(), FormulaError> {
        const OPERATORS: [(char, Op); 4] =
            [('*', Op::Multiply), ('×', Op::Multiply), ('/', Op::Divide), ('÷', Op::Divide)];
        self.factor()?;
        while let Some(op) = self.operator(&OPERATORS) {
            self.factor()?;
            self.ops.push(op);
        }
        Ok(())
    }

    fn factor(&mut self) -> Result<(), FormulaError> {
        self.nesting += 1;
        if self.nesting > Self::NESTING_MAX {
            return Err(FormulaError::TooDeep);
        }
        self.rest = self.rest.trim_start();
        match self.rest.chars().next() {
            Some('-' | '−') => {
                self.advance();
                self.factor()?;
                self.ops.push(Op::Negate);
            }
            Some('(') => {
                self.advance();
                self.sum()?;
                self.expect(')', "')'")?;
            }
            Some(c) if c.is_ascii_digit() => self.number()?,
            Some(c) if c.is_ascii_alphabetic() => self.name()?,
            _ => return Err(self.unexpected("a number, a driver or '('")),
        }
        self.nesting -= 1;
        Ok(())
    }

    fn number(&mut self) -> Result<(), FormulaError> {
        let digits =
            self.take(|c| c.is_ascii_digit() || matches!(c, '.' | '_' | 'k' | 'K' | 'M' | 'G'));
        self.ops.push(Op::Constant(Ratio::whole(decimal::price(digits)?)));
        Ok(())
    }

    fn name(&mut self) -> Result<(), FormulaError> {
        let name = self.take(|c| c.is_ascii_alphanumeric() || c == '_');
        if self.rest.trim_start().starts_with('(') {
            return self.function(name);
        }
        let op = match (PeriodTerm::parse(name), self.vocabulary.find(name)) {
            (Some(term), _) => Op::Term(term),
            (None, Some(driver)) => Op::Driver(driver),
            (None, None) => return Err(self.unknown_name(name).into()),
        };
        self.ops.push(op);
        Ok(())
    }

    fn unknown_name(&self, name: &str) -> Unknown {
        let drivers = self.vocabulary.iter().map(|(_, driver)| driver.name.as_str());
        Unknown::new("driver", name, drivers.chain(PeriodTerm::NAMES))
    }

    fn function(&mut self, name: &str) -> Result<(), FormulaError> {
        let (op, pair) = match name {
            "min" => (Op::Minimum, true),
            "max" => (Op::Maximum, true),
            "ceil" => (Op::Ceiling, false),
            "floor" => (Op::Floor, false),
            _ => return Err(Unknown::new("function", name, ["min", "max", "ceil", "floor"]).into()),
        };
        self.expect('(', "'('")?;
        self.sum()?;
        if pair {
            self.expect(',', "',' and a second value")?;
            self.sum()?;
            self.ops.push(op);
            // min and max take any number of values.
            while self.operator(&[(',', op)]).is_some() {
                self.sum()?;
                self.ops.push(op);
            }
        } else {
            self.ops.push(op);
        }
        self.expect(')', "')'")
    }

    fn operator(&mut self, operators: &[(char, Op)]) -> Option<Op> {
        self.rest = self.rest.trim_start();
        let next = self.rest.chars().next()?;
        let (_, op) = operators.iter().find(|(symbol, _)| *symbol == next)?;
        self.advance();
        Some(*op)
    }

    fn expect(&mut self, symbol: char, expected: &'static str) -> Result<(), FormulaError> {
        self.rest = self.rest.trim_start();
        if !self.rest.starts_with(symbol) {
            return Err(self.unexpected(expected));
        }
        self.advance();
        Ok(())
    }

    fn end(&mut self) -> Result<(), FormulaError> {
        self.rest = self.rest.trim_start();
        if self.rest.is_empty() { Ok(()) } else { Err(self.unexpected("an operator or the end")) }
    }

    fn advance(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn unexpected(&self, expected: &'static str) -> FormulaError {
        let consumed = &self.text[..self.text.len() - self.rest.len()];
        let found = match self.rest.chars().next() {
            Some(c) if c.is_control() => "a control character".to_owned(),
            Some(c) => format!("'{c}'"),
            None => "end".to_owned(),
        };
        FormulaError::Unexpected { found, at: consumed.chars().count() + 1, expected }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Period, Workload};

    fn value(text: &str) -> Ratio {
        let drivers = Vocabulary::standard();
        let formula = Formula::parse(text, drivers, DriverKind::Level).unwrap();
        let usage = Workload::standard(drivers).usage(Period::standard_month_terms()).unwrap();
        formula.evaluate(&usage).unwrap()
    }

    fn error(text: &str) -> String {
        Formula::parse(text, Vocabulary::standard(), DriverKind::Level).unwrap_err().to_string()
    }

    #[test]
    fn products_bind_tighter_than_sums() {
        assert_eq!(value("2 + 3 * 4 - 1"), Ratio::from(13_u32));
        assert_eq!(value("(2 + 3) * 4"), Ratio::from(20_u32));
        assert_eq!(value("-2 + 5"), Ratio::from(3_u32));
        assert_eq!(value("12 / 4 / 3"), Ratio::from(1_u32));
    }

    #[test]
    fn functions_and_suffixes_work() {
        assert_eq!(value("ceil(7 / 2) + floor(7 / 2)"), Ratio::from(7_u32));
        assert_eq!(value("min(1k, 5, 9) + max(1, 1.5k)"), Ratio::from(1505_u32));
        assert_eq!(value("secrets * 20 * days"), Ratio::from(60_000_u32));
    }

    #[test]
    fn a_third_times_three_is_one() {
        assert_eq!(value("(1 / 3) * 3"), Ratio::ONE);
    }

    #[test]
    fn errors_name_the_place() {
        assert_eq!(
            error("secrets * * 3"),
            "unexpected '*' at character 11: expected a number, a driver or '('"
        );
        assert!(error("secrtes * 3").contains("did you mean 'secrets'?"));
        assert!(error("round(3)").starts_with("unknown function 'round'"));
        assert_eq!(error("(1"), "unexpected end at character 3: expected ')'");
        assert_eq!(error(&"(".repeat(100)), FormulaError::TooDeep.to_string());
        assert_eq!(error(&"-".repeat(200)), FormulaError::TooDeep.to_string());
        assert_eq!(error("1 2"), "unexpected '2' at character 3: expected an operator or the end");
    }
}
