//! An import in the making: sums by card, choices and driver.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use whatif_pricing::{DriverId, OutOfRange, Places, Ratio, Vocabulary, written};

use super::data::{
    BadRows, BilledMonth, Import, ImportPeriod, ImportedChoice, ImportedDriver, ImportedFile,
    LeftOut, Origin, PollingObject,
};
use super::error::{BadRow, ImportError};

/// The most names or lines that are kept of the rows of a value.
const FIRST_MAX: usize = 10;
/// The most malformed rows that are named.
const BAD_ROWS_NAMED_MAX: usize = 20;
/// The most reasons for leaving something out, each with its things.
const LEFT_OUT_MAX: usize = 500;

/// The service that rows belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The card. `None` if the file does not say.
    pub card: Option<String>,
    /// The choices by which values stand apart.
    pub variant: BTreeMap<String, String>,
}

impl Place {
    /// A card's.
    pub fn of_card(card: &str) -> Self {
        Self { card: Some(card.to_owned()), variant: BTreeMap::new() }
    }
}

/// A row: its file, its word and its name or line.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The file.
    pub file: &'a str,
    /// The word for a row.
    pub unit: &'static str,
    /// Its name or line.
    pub name: &'a str,
}

impl Origin {
    /// Adds a row.
    pub fn add(&mut self, row: Row<'_>) {
        self.unit = row.unit;
        self.count += 1;
        if self.files.last().map(String::as_str) != Some(row.file)
            && !self.files.iter().any(|file| file == row.file)
        {
            self.files.push(row.file.to_owned());
        }
        if self.first.len() < FIRST_MAX {
            self.first.push(row.name.to_owned());
        }
    }

    /// Adds the rows of another.
    pub fn join(&mut self, other: &Self) {
        self.unit = other.unit;
        self.count += other.count;
        for file in &other.files {
            if !self.files.contains(file) {
                self.files.push(file.clone());
            }
        }
        let room = FIRST_MAX.saturating_sub(self.first.len());
        self.first.extend(other.first.iter().take(room).cloned());
    }
}

/// A sum of rows.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The sum.
    pub sum: Ratio,
    /// The rows.
    pub origin: Origin,
    /// A fact about the value.
    pub note: Option<String>,
}

/// The counted things that may have copies in several regions.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// By the number of copies: how many things have so many.
    counts: BTreeMap<u64, u64>,
    origin: Origin,
}

/// Rows by choice, of an option at a place and in a month.
type Choices = BTreeMap<(Place, String, Option<NaiveDate>), BTreeMap<String, Origin>>;

/// Everything found so far.
#[derive(Debug, Default)]
pub struct Draft {
    pub files: Vec<ImportedFile>,
    pub notes: BTreeSet<String>,
    tallies: BTreeMap<(Place, DriverId), Tally>,
    copies: BTreeMap<(Place, DriverId), Copies>,
    /// The versions of things, and the driver that counts the things.
    versions: BTreeMap<(Place, DriverId), (DriverId, Tally)>,
    choices: Choices,
    left_out: BTreeMap<(String, String), Origin>,
    /// The number of rows that counted for something or were left out.
    touched: u64,
    bad_rows: BadRows,
    /// Objects that poll.
    pub objects: Vec<PollingObject>,
    /// Bills, by month.
    pub billed: Vec<BilledMonth>,
    /// Values of months.
    pub drivers: Vec<ImportedDriver>,
}

impl Draft {
    /// Adds to the sum of a driver.
    pub fn add(
        &mut self,
        place: &Place,
        driver: DriverId,
        value: Ratio,
        row: Row<'_>,
    ) -> Result<(), ImportError> {
        self.touched += 1;
        let tally = self.tallies.entry((place.clone(), driver)).or_default();
        tally.sum = tally.sum.plus(value).map_err(|source| digits(row.file, source))?;
        tally.origin.add(row);
        Ok(())
    }

    /// Adds one thing with so many copies.
    pub fn add_copies(&mut self, place: &Place, driver: DriverId, copies: u64, row: Row<'_>) {
        self.touched += 1;
        let known = self.copies.entry((place.clone(), driver)).or_default();
        *known.counts.entry(copies).or_default() += 1;
        known.origin.add(row);
    }

    /// Adds one version of things that `things` counts.
    pub fn add_version(&mut self, place: &Place, driver: DriverId, things: DriverId, row: Row<'_>) {
        self.touched += 1;
        let new = || (things, Tally::default());
        let known = self.versions.entry((place.clone(), driver)).or_insert_with(new);
        known.1.origin.add(row);
    }

    /// Adds so many versions of one of the things that `things` counts.
    pub fn add_versions(
        &mut self,
        place: &Place,
        driver: DriverId,
        things: DriverId,
        count: Ratio,
        row: Row<'_>,
    ) -> Result<(), ImportError> {
        self.add_version(place, driver, things, row);
        if let Some((_, tally)) = self.versions.get_mut(&(place.clone(), driver)) {
            tally.sum = tally.sum.plus(count).map_err(|source| digits(row.file, source))?;
        }
        Ok(())
    }

    /// Sets a driver to a value that all rows share.
    pub fn fix(&mut self, place: &Place, driver: DriverId, value: Ratio, row: Row<'_>) {
        self.touched += 1;
        let tally = self.tallies.entry((place.clone(), driver)).or_default();
        tally.sum = value;
        tally.origin.add(row);
    }

    /// States a fact about a value.
    pub fn say(&mut self, place: &Place, driver: DriverId, note: String) {
        if let Some(tally) = self.tallies.get_mut(&(place.clone(), driver)) {
            tally.note.get_or_insert(note);
        }
    }

    /// Adds a row that shows a choice.
    pub fn choose(&mut self, place: &Place, option: &str, choice: &str, row: Row<'_>) {
        self.touched += 1;
        let key = (place.clone(), option.to_owned(), None);
        let choices = self.choices.entry(key).or_default();
        choices.entry(choice.to_owned()).or_default().add(row);
    }

    /// The number of rows that counted for something or were left out so far.
    pub const fn touched(&self) -> u64 {
        self.touched
    }

    /// Adds a row that sets no driver.
    pub fn leave_out(&mut self, what: &str, why: &str, row: Row<'_>) {
        self.touched += 1;
        let key = (what.to_owned(), why.to_owned());
        if self.left_out.len() < LEFT_OUT_MAX || self.left_out.contains_key(&key) {
            self.left_out.entry(key).or_default().add(row);
        } else {
            let rest = ("other things".to_owned(), "there are too many kinds to name".to_owned());
            self.left_out.entry(rest).or_default().add(row);
        }
    }

    /// Adds the rest of the rows of which the first was left out just now.
    pub fn widen_left_out(&mut self, what: &str, why: &str, origin: &Origin) {
        if let Some(known) = self.left_out.get_mut(&(what.to_owned(), why.to_owned())) {
            let rest = Origin {
                count: origin.count.saturating_sub(1),
                first: origin.first.iter().skip(1).cloned().collect(),
                ..origin.clone()
            };
            known.join(&rest);
        }
    }

    /// Adds rows of a month that show a choice.
    pub fn choose_all(
        &mut self,
        place: &Place,
        (option, choice): (&str, &str),
        month: NaiveDate,
        origin: &Origin,
    ) {
        let key = (place.clone(), option.to_owned(), Some(month));
        let choices = self.choices.entry(key).or_default();
        choices.entry(choice.to_owned()).or_default().join(origin);
    }

    /// Adds a malformed row.
    pub fn bad_row(&mut self, row: BadRow) {
        self.bad_rows.count += 1;
        if self.bad_rows.first.len() < BAD_ROWS_NAMED_MAX {
            self.bad_rows.first.push(row);
        }
    }

    /// Sets a driver to a sum that was made elsewhere.
    pub fn put(&mut self, place: &Place, driver: DriverId, sum: Ratio, origin: Origin) {
        let from = origin.words();
        let former =
            self.tallies.insert((place.clone(), driver), Tally { sum, origin, note: None });
        if let Some(former) = former {
            let label = &Vocabulary::standard()[driver].label;
            let card = place.card.as_ref().map_or_else(String::new, |card| format!("{card}: "));
            let [old, new] = [former.sum, sum].map(|it| written(it, Places::QUANTITY));
            let of = former.origin.words();
            self.notes.insert(format!(
                "{card}{label} is {new} from {from}, in place of {old} from {of}: import one of them alone if that is not meant"
            ));
        }
    }

    /// The import.
    pub fn finish(mut self) -> Result<Import, ImportError> {
        self.settle_versions()?;
        self.settle_copies();
        for ((place, driver), tally) in self.tallies {
            let Tally { sum: value, origin, note } = tally;
            let Place { card, variant } = place;
            let period = ImportPeriod::Standing;
            self.drivers.push(ImportedDriver {
                card,
                variant,
                driver,
                value,
                period,
                origin,
                note,
            });
        }
        self.drivers.sort_by(|one, other| one.key().cmp(&other.key()));
        // The most calls first.
        self.objects.sort_by(|one, other| {
            other.calls.cmp(&one.calls).then_with(|| one.name.cmp(&other.name))
        });
        let mut notes = self.notes;
        let choices = settled_choices(self.choices, &mut notes);
        let left_out = self.left_out.into_iter();
        let left_out = left_out.map(|((what, why), origin)| LeftOut { what, why, origin });
        Ok(Import {
            files: self.files,
            drivers: self.drivers,
            choices,
            left_out: left_out.collect(),
            bad_rows: self.bad_rows,
            notes: notes.into_iter().collect(),
            objects: self.objects,
            billed: self.billed,
        })
    }

    /// Versions are a mean of the things that have them.
    fn settle_versions(&mut self) -> Result<(), ImportError> {
        for ((place, driver), (things, tally)) in std::mem::take(&mut self.versions) {
            let key = (place, things);
            let counted = self.copies.get(&key).map(|it| it.counts.values().sum::<u64>());
            let counted = counted.map(whole).or_else(|| Some(self.tallies.get(&key)?.sum));
            // Where things say how many they have, their versions may be in the files too.
            let is_listed = tally.sum.is_zero();
            let versions = if is_listed { whole(tally.origin.count) } else { tally.sum };
            let Some(counted) = counted.filter(|it| !it.is_zero()) else {
                let origin = tally.origin;
                let why = "the things that have them are not in the files".to_owned();
                self.left_out.entry(("versions".to_owned(), why)).or_default().join(&origin);
                continue;
            };
            let file = tally.origin.files.first().cloned().unwrap_or_default();
            let sum = versions.over(counted).map_err(|source| digits(&file, source))?;
            // A thing has at least the version that is in use.
            let sum = sum.max(Ratio::ONE);
            self.tallies.insert((key.0, driver), Tally { sum, ..tally });
        }
        Ok(())
    }

    /// Equal copies are so many things in so many regions. Unequal ones fit no such pair: each copy counts
    /// as a thing of one region.
    fn settle_copies(&mut self) {
        let regions = super::cards::driver("regions");
        for ((place, driver), copies) in std::mem::take(&mut self.copies) {
            let (value, in_regions) = match copies.counts.iter().next() {
                Some((count, things)) if copies.counts.len() == 1 => (*things, *count),
                _ => (copies.counts.iter().map(|(count, things)| count * things).sum(), 1),
            };
            let is_equal = copies.counts.len() == 1;
            let note = (!is_equal).then(|| {
                "every copy counts as one in one region, because they are not in equally many regions"
                    .to_owned()
            });
            let origin = copies.origin;
            let sum = whole(value);
            self.tallies
                .insert((place.clone(), driver), Tally { sum, origin: origin.clone(), note });
            let sum = whole(in_regions);
            self.tallies.insert((place, regions), Tally { sum, origin, note: None });
        }
    }
}

/// Of several choices the one with the most rows is taken. One that is the same in all months is of none.
fn settled_choices(choices: Choices, notes: &mut BTreeSet<String>) -> Vec<ImportedChoice> {
    let mut settled: Vec<ImportedChoice> = Vec::new();
    for ((place, option, month), found) in choices {
        let most = found.iter().max_by_key(|(_, origin)| origin.count);
        let Some((choice, origin)) = most.map(|(choice, origin)| (choice.clone(), origin.clone()))
        else {
            continue;
        };
        let card = place.card.unwrap_or_default();
        for (other, rows) in found.iter().filter(|(other, _)| **other != choice) {
            let counted = rows.counted();
            let names = rows.first.join(", ");
            notes.insert(if rows.count == origin.count {
                format!(
                    "{card}: {option} is {choice} for as many as {other}, and {choice} is taken; {other} for {counted}: {names}"
                )
            } else {
                format!(
                    "{card}: {option} is {choice} for most, but {other} for {counted}: {names}"
                )
            });
        }
        let variant = place.variant;
        settled.push(ImportedChoice { card, variant, option, choice, month, origin });
    }
    let is_same = |one: &ImportedChoice, other: &ImportedChoice| {
        (&one.card, &one.variant, &one.option) == (&other.card, &other.variant, &other.option)
    };
    let mut merged = Vec::with_capacity(settled.len());
    for of_months in settled.chunk_by(is_same) {
        let first = &of_months[0];
        if of_months.iter().any(|it| it.choice != first.choice) {
            merged.extend_from_slice(of_months);
            continue;
        }
        let mut one = ImportedChoice { month: None, ..first.clone() };
        of_months[1..].iter().for_each(|it| one.origin.join(&it.origin));
        merged.push(one);
    }
    merged
}

/// A count.
pub fn whole(count: u64) -> Ratio {
    Ratio::from(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The error of a sum of a file.
pub fn digits(file: &str, error: OutOfRange) -> ImportError {
    ImportError::Digits { file: file.to_owned(), error }
}

impl ImportedDriver {
    fn key(&self) -> (&Option<String>, ImportPeriod, &BTreeMap<String, String>, DriverId) {
        (&self.card, self.period, &self.variant, self.driver)
    }
}
