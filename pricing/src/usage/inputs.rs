//! The inputs that formulas read: the value of every driver, and the length of the period.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::number::ratio::{Exact, OutOfRange, Ratio, Word};
use crate::time::period_terms::{PeriodTerm, PeriodTerms};
use crate::usage::driver::{DriverId, DriverKind};

/// The numbers that formulas read, as exact numbers of one kind.
pub(crate) trait Inputs<N> {
    /// The value of a driver; a flow's is per month.
    fn driver(&self, driver: DriverId) -> Result<N, OutOfRange>;
    /// Was the driver set, rather than left at its default?
    fn is_chosen(&self, driver: DriverId) -> bool;
    /// A length of the period, as a driver of this kind sees it.
    fn term(&self, term: PeriodTerm, kind: DriverKind) -> Result<N, OutOfRange>;
    /// Is the flow a total of the period, spread evenly over its time, rather than so much in each month?
    fn is_by_time(&self, driver: DriverId) -> bool;

    /// The values of all drivers. None if they are not known as such, or one does not fit a machine word.
    fn words(&self) -> Option<&[Word]> {
        None
    }
}

/// A set of drivers: one bit for each place in the vocabulary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DriverSet(u128);

impl DriverSet {
    pub const fn has(self, driver: DriverId) -> bool {
        self.0 >> driver.index() & 1 == 1
    }

    /// Is a driver in both?
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn set(&mut self, driver: DriverId, is_in: bool) {
        let bit = 1 << driver.index();
        self.0 = if is_in { self.0 | bit } else { self.0 & !bit };
    }
}

impl FromIterator<DriverId> for DriverSet {
    fn from_iter<I: IntoIterator<Item = DriverId>>(drivers: I) -> Self {
        let mut set = Self::default();
        for driver in drivers {
            set.set(driver, true);
        }
        set
    }
}

/// One number for each driver: machine words, and beside them the few that do not fit one.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    words: Box<[Word]>,
    wide: Vec<(usize, Ratio)>,
}

impl Numbers {
    pub fn zeros(count: usize) -> Self {
        Self { words: vec![Word::ZERO; count].into(), wide: Vec::new() }
    }

    #[inline]
    pub fn get(&self, place: usize) -> Ratio {
        match self.words[place].known() {
            Ok(word) => word.ratio(),
            Err(OutOfRange) => self.get_wide(place),
        }
    }

    #[cold]
    fn get_wide(&self, place: usize) -> Ratio {
        let found = self.wide.iter().find(|(known, _)| *known == place);
        found.map_or(Ratio::ZERO, |(_, number)| *number)
    }

    #[inline]
    pub fn word(&self, place: usize) -> Result<Word, OutOfRange> {
        self.words[place].known()
    }

    /// All of them. None if one does not fit a machine word.
    #[inline]
    pub fn words(&self) -> Option<&[Word]> {
        self.wide.is_empty().then_some(&*self.words)
    }

    #[inline]
    pub fn set_word(&mut self, place: usize, word: Word) {
        if !self.wide.is_empty() {
            self.wide.retain(|(known, _)| *known != place);
        }
        self.words[place] = word;
    }

    pub fn set(&mut self, place: usize, number: Ratio) {
        self.wide.retain(|(known, _)| *known != place);
        self.words[place] = Word::of(&number).unwrap_or(Word::NONE);
        if self.words[place].known().is_err() {
            self.wide.push((place, number));
        }
    }

    /// Makes it a copy of another, in the memory that it has.
    #[inline]
    pub fn copy(&mut self, other: &Self) {
        self.words.copy_from_slice(&other.words);
        if !(self.wide.is_empty() && other.wide.is_empty()) {
            self.wide.clone_from(&other.wide);
        }
    }

    /// The same for some drivers.
    #[inline]
    pub fn copy_of(&mut self, other: &Self, drivers: &[DriverId]) {
        for driver in drivers {
            self.words[driver.index()] = other.words[driver.index()];
        }
        if !(self.wide.is_empty() && other.wide.is_empty()) {
            self.wide.clone_from(&other.wide);
        }
    }
}

/// The numbers that a formula reads: the value of every driver, and the length of the period.
///
/// Flows are stated per month, so a flow's formula sees the month in which it is stated (`days` is 30 in
/// a standard month) and its result scales with the period; a level's formula sees the period itself.
#[derive(Clone, Debug)]
pub struct Usage {
    pub(crate) numbers: Numbers,
    /// The drivers that were set.
    pub(crate) chosen: DriverSet,
    /// The drivers whose formulas count days or hours.
    pub(crate) by_time: DriverSet,
    pub(crate) terms: PeriodTerms,
    /// The formulas, if they come to other numbers on another clock.
    pub(crate) formulas: Option<Arc<dyn Recalculate>>,
}

/// Formulas that are calculated again where the months of the period are others.
pub(crate) trait Recalculate: fmt::Debug + Send + Sync {
    /// Calculates them with the other numbers as they are, which were those of so many months.
    fn recalculate(&self, months: Ratio, usage: &mut Usage) -> Result<(), OutOfRange>;
}

impl Usage {
    pub(crate) fn new(drivers: usize, terms: PeriodTerms) -> Self {
        let (chosen, by_time) = (DriverSet::default(), DriverSet::default());
        Self { numbers: Numbers::zeros(drivers), chosen, by_time, terms, formulas: None }
    }

    /// The value of a driver; a flow's is per month.
    #[must_use]
    pub fn value(&self, driver: DriverId) -> Ratio {
        self.numbers.get(driver.index())
    }

    /// Is it the same on every clock?
    #[inline]
    pub(crate) const fn is_on_any_clock(&self) -> bool {
        self.formulas.is_none()
    }

    /// The same on a clock with these months: what is stated for the whole period, or by its days, is another
    /// number a month there.
    pub(crate) fn on(&self, terms: PeriodTerms) -> Result<Cow<'_, Self>, OutOfRange> {
        let Some(formulas) = self.formulas.as_ref().filter(|_| self.terms != terms) else {
            return Ok(Cow::Borrowed(self));
        };
        let mut usage = Self { terms, ..self.clone() };
        formulas.recalculate(self.months(), &mut usage)?;
        Ok(Cow::Owned(usage))
    }

    /// Number of days in the period.
    #[must_use]
    pub const fn days(&self) -> Ratio {
        self.terms.of(PeriodTerm::Days, DriverKind::Level)
    }

    /// Number of months in the period.
    #[must_use]
    pub const fn months(&self) -> Ratio {
        self.terms.of(PeriodTerm::Months, DriverKind::Level)
    }
}

impl Inputs<Ratio> for Usage {
    fn driver(&self, driver: DriverId) -> Result<Ratio, OutOfRange> {
        Ok(self.value(driver))
    }

    fn is_chosen(&self, driver: DriverId) -> bool {
        self.chosen.has(driver)
    }

    fn term(&self, term: PeriodTerm, kind: DriverKind) -> Result<Ratio, OutOfRange> {
        Ok(self.terms.of(term, kind))
    }

    fn is_by_time(&self, driver: DriverId) -> bool {
        self.by_time.has(driver)
    }

    #[inline]
    fn words(&self) -> Option<&[Word]> {
        self.numbers.words()
    }
}

impl Inputs<Word> for Usage {
    #[inline]
    fn driver(&self, driver: DriverId) -> Result<Word, OutOfRange> {
        self.numbers.word(driver.index())
    }

    fn is_chosen(&self, driver: DriverId) -> bool {
        self.chosen.has(driver)
    }

    #[inline]
    fn term(&self, term: PeriodTerm, kind: DriverKind) -> Result<Word, OutOfRange> {
        Word::of(&self.terms.of(term, kind))
    }

    fn is_by_time(&self, driver: DriverId) -> bool {
        self.by_time.has(driver)
    }

    #[inline]
    fn words(&self) -> Option<&[Word]> {
        self.numbers.words()
    }
}

impl PeriodTerms {
    #[inline]
    pub(crate) const fn of(&self, term: PeriodTerm, kind: DriverKind) -> Ratio {
        let terms = match kind {
            DriverKind::Level => &self.of_period,
            DriverKind::Flow => &self.of_month,
        };
        terms[term as usize]
    }
}
