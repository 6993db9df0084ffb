//! Reads the presets.

use std::ops::Range;
use std::sync::OnceLock;

use super::{CARD_BYTES_MAX, example};
use crate::card::problem::Problems;
use crate::card::text::{self, Item, Kind, Table, is_id};
use crate::time::period::Period;
use crate::usage::driver::{DriverId, Vocabulary};
use crate::usage::preset::{Preset, Presets};
use crate::usage::value::Value;

impl Presets {
    /// The shipped presets.
    ///
    /// ```
    /// use whatif_pricing::Presets;
    /// let preset = Presets::shipped().find("ci").unwrap();
    /// assert_eq!(preset.name, "CI with 2,000 jobs a day");
    /// ```
    ///
    /// # Panics
    /// If the shipped file has problems, which a test rules out.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Presets> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let text = include_str!("../../../presets.toml");
            Self::read(text, Vocabulary::standard())
                .unwrap_or_else(|problems| panic!("the shipped presets.toml:\n{problems}"))
        })
    }

    /// Reads presets from their text; the error lists all problems at once.
    ///
    /// ```
    /// use whatif_pricing::{Presets, Vocabulary};
    /// let text = "[mine]\nname = \"Mine\"\nsays = \"7 secrets.\"\njobs = [\"secrets\"]\nset.secretz = \"7\"";
    /// let problems = Presets::read(text, Vocabulary::standard()).unwrap_err().to_string();
    /// assert!(problems.starts_with("5:5: unknown driver 'secretz': did you mean 'secrets'?"));
    /// ```
    pub fn read(text: &str, vocabulary: &'static Vocabulary) -> Result<Self, Problems> {
        text::read(text, &PRESETS, |table| {
            let read = |(id, at, item): (&str, Range<usize>, Item<'_>)| {
                preset(id, at, &item.table()?, vocabulary)
            };
            // Each is read, so that the problems of all are reported.
            Some(Self::new(table.others().into_iter().filter_map(read).collect()))
        })
    }
}

/// The name of presets in complaints.
const PRESETS: Kind = Kind { name: "the file of presets", bytes_max: CARD_BYTES_MAX };

fn preset(
    id: &str,
    at: Range<usize>,
    table: &Table<'_>,
    vocabulary: &'static Vocabulary,
) -> Option<Preset> {
    if !is_id(id) {
        let remedy = "use 1 to 60 letters, digits, - and _, beginning with a letter or digit";
        table.complain_at(at.clone(), format!("'{id}' cannot name a preset"), remedy);
    }
    let name = table.need("name", Item::text);
    let says = table.need("says", Item::text);
    let jobs = table.need("jobs", Item::texts);
    let set =
        table.need("set", |item| example::settings(&item.table()?, vocabulary)).map(|settings| {
            let value = |(driver, text): (DriverId, String)| {
                Some((driver, Value::read(vocabulary, driver, &text).ok()?))
            };
            settings.into_iter().filter_map(value).collect::<Vec<_>>()
        });
    table.finish();
    let (jobs, set) = (jobs?, set?);
    check_jobs(&jobs, &set, table, vocabulary);
    let preset = Preset { id: id.to_owned(), name: name?, says: says?, jobs, set };
    can_be_priced(&preset, at, table, vocabulary).then_some(preset)
}

/// Complains of jobs that no driver has, and of drivers of a job that is not named.
fn check_jobs(
    jobs: &[String],
    set: &[(DriverId, Value)],
    table: &Table<'_>,
    vocabulary: &Vocabulary,
) {
    let mut known: Vec<&str> = vocabulary.iter().map(|(_, driver)| &*driver.job).collect();
    known.retain(|job| !job.is_empty());
    known.sort_unstable();
    known.dedup();
    for job in jobs {
        table.find(job, table.place_of("jobs"), "job", known.iter().copied());
    }
    for (driver, _) in set {
        let driver = &vocabulary[*driver];
        if !driver.job.is_empty() && !jobs.contains(&driver.job) {
            let message = format!("the preset sets {}, of another job", driver.name);
            table.complain_at(
                table.place_of("set"),
                message,
                format!("add \"{}\" to jobs", driver.job),
            );
        }
    }
}

/// Returns whether every driver has a value in a standard month; complains if one has no value.
fn can_be_priced(
    preset: &Preset,
    at: Range<usize>,
    table: &Table<'_>,
    vocabulary: &'static Vocabulary,
) -> bool {
    let mut workload = crate::usage::workload::Workload::standard(vocabulary);
    let error = match workload.set_all(&preset.set) {
        Err(error) => error.to_string(),
        Ok(()) => match workload.usage(Period::standard_month_terms()) {
            Ok(_) => return true,
            Err(error) => error.to_string(),
        },
    };
    table.complain_at(at, format!("{}: {error}", preset.id), "change what it sets");
    false
}
