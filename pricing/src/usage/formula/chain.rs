//! Formulas that add and multiply drivers from left to right, such as `(keys + keys_pending_deletion) *
//! versions_per_key * accounts`: nearly every quantity of a card. In machine words they take an instruction or
//! two for each driver, without a program.

use crate::number::ratio::{Exact, Ratio, Word};
use crate::usage::driver::DriverId;
use crate::usage::formula::{Formula, Shape};

/// The most drivers in a chain.
const DRIVERS_MAX: usize = 4;

/// Drivers that are added to or multiplied by one another from left to right, times a factor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain {
    drivers: [DriverId; DRIVERS_MAX],
    count: u8,
    /// One bit for each place: is this driver added?
    added: u8,
    /// Is there a factor other than 1?
    has_factor: bool,
    factor: Word,
}

impl Chain {
    const EMPTY: Self = Self {
        drivers: [DriverId(0); DRIVERS_MAX],
        count: 0,
        added: 0,
        has_factor: false,
        factor: Word::ONE,
    };

    /// The value for these values of all drivers. `None` if machine words do not hold it.
    #[expect(
        clippy::inline_always,
        reason = "a call costs more than its work, see benches/quote.rs"
    )]
    #[inline(always)]
    pub fn value(&self, words: &[Word]) -> Option<Word> {
        let count = usize::from(self.count);
        let [first, rest @ ..] = self.drivers.get(..count)? else { return Some(self.factor) };
        let mut value = *words.get(first.index())?;
        let mut added = self.added;
        for driver in rest {
            added >>= 1;
            let other = *words.get(driver.index())?;
            value = if added & 1 == 1 { value.plus(other) } else { value.times(other) }.ok()?;
        }
        if self.has_factor { value.times(self.factor).ok() } else { Some(value) }
    }

    /// Appends a driver. `None` if the chain cannot say it.
    pub fn with(mut self, driver: DriverId, is_added: bool) -> Option<Self> {
        // A factor is for what is in the chain already: nothing is added to that.
        if is_added && self.has_factor {
            return None;
        }
        *self.drivers.get_mut(usize::from(self.count))? = driver;
        self.added |= u8::from(is_added) << self.count;
        self.count += 1;
        Some(self)
    }

    /// Multiplies by a constant.
    pub fn times(mut self, factor: &Ratio) -> Option<Self> {
        let factor = Word::of(factor).ok()?;
        self.factor = self.factor.times(factor).ok()?;
        self.has_factor = true;
        Some(self)
    }
}

impl Formula {
    /// The same as a chain. `None` if it is none, or needs a length of the period.
    pub(crate) fn chain(&self) -> Option<Chain> {
        match &self.shape {
            Shape::Constant(number) => Chain::EMPTY.times(number),
            Shape::Driver(driver) => Chain::EMPTY.with(*driver, false),
            Shape::Program(program) => program.chain(Chain::EMPTY),
        }
    }

    /// The driver that it is. `None` if it is more than one driver's name.
    pub(crate) const fn driver(&self) -> Option<DriverId> {
        match &self.shape {
            Shape::Driver(driver) => Some(*driver),
            Shape::Constant(_) | Shape::Program(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Period;
    use crate::number::ratio::OutOfRange;
    use crate::usage::driver::{DriverKind, Vocabulary};
    use crate::usage::workload::Workload;

    fn formula(text: &str) -> Formula {
        Formula::parse(text, Vocabulary::standard(), DriverKind::Level).unwrap()
    }

    #[test]
    fn a_chain_has_the_value_of_its_formula() {
        let mut workload = Workload::standard(Vocabulary::standard());
        for (driver, value) in
            [("secrets", "1 / 3"), ("keys", "2.5"), ("users", "7"), ("vpcs", "0")]
        {
            workload.set_text(driver, value).unwrap();
        }
        let usage = workload.usage(Period::standard_month_terms()).unwrap();
        let words = usage.numbers.words().unwrap();
        for text in [
            "5",
            "keys",
            "keys * 0.25 * 4",
            "12 * secrets",
            "users / 7",
            "secrets + keys",
            "(keys + users) * secrets * 3",
            "keys * users + secrets",
            "keys * vpcs + users",
        ] {
            let chain = formula(text).chain().unwrap_or_else(|| panic!("{text} is a chain"));
            let value = chain.value(words).ok_or(OutOfRange).map(Word::ratio);
            assert_eq!(value, Ok(formula(text).evaluate(&usage).unwrap()), "{text}");
        }
    }

    #[test]
    fn what_a_chain_cannot_say_is_none() {
        for text in [
            "keys + 1",
            "keys - users",
            "keys * 2 + users",
            "keys + users * secrets",
            "keys / users",
            "max(keys, 1)",
            "keys * days",
            "keys * users * secrets * vpcs * hosts",
        ] {
            assert!(formula(text).chain().is_none(), "{text}");
        }
    }
}
