//! Reads the vocabulary of drivers.

use std::sync::OnceLock;

use super::CARD_BYTES_MAX;
use crate::card::problem::Problems;
use crate::card::text::{self, Item, Kind, Table, is_id};
use crate::time::period_terms::PeriodTerm;
use crate::usage::driver::{Driver, DriverKind, Mean, SliderScale, Vocabulary};
use crate::usage::measure::Measure;

impl Vocabulary {
    /// The shipped vocabulary.
    ///
    /// ```
    /// use whatif_pricing::Vocabulary;
    /// let drivers = Vocabulary::standard();
    /// let secrets = drivers.find("secrets").unwrap();
    /// assert_eq!(drivers[secrets].unit, "secret");
    /// assert!(drivers.find("secret").is_none());
    /// ```
    ///
    /// # Panics
    /// If the shipped file is broken, which a test rules out.
    pub fn standard() -> &'static Self {
        static STANDARD: OnceLock<Vocabulary> = OnceLock::new();
        STANDARD.get_or_init(|| {
            let text = include_str!("../../../drivers.toml");
            vocabulary(text).unwrap_or_else(|problems| {
                panic!("the shipped drivers.toml has problems: {problems:?}")
            })
        })
    }
}

/// Reads the vocabulary from its text.
fn vocabulary(text: &str) -> Result<Vocabulary, Problems> {
    let drivers = text::read(text, &VOCABULARY, |table| {
        let read = |(name, _, item): (&str, _, Item<'_>)| driver(name, &item.table()?);
        let drivers = table.others().into_iter().map(read).collect::<Option<Vec<_>>>()?;
        (drivers.len() <= Vocabulary::DRIVERS_MAX).then_some(drivers)
    });
    drivers.map(Vocabulary::new)
}

/// The name of the vocabulary in complaints.
const VOCABULARY: Kind = Kind { name: "the vocabulary", bytes_max: CARD_BYTES_MAX };

fn driver(name: &str, table: &Table<'_>) -> Option<Driver> {
    if !is_id(name) || PeriodTerm::NAMES.contains(&name) || name.contains('-') {
        table.complain(format!("'{name}' cannot name a driver"), "use letters, digits and _");
    }
    let label = table.need("label", Item::text);
    let unit = table.need("unit", Item::text);
    let help = table.need("help", Item::text);
    let job = table.need("job", Item::any_text);
    let kind = table.need("kind", |item| item.word(kind, &["level", "flow"], "kind"));
    let mean = table.may("mean", Item::text);
    let measure =
        table.may("measure", |item| item.word(Measure::parse, &Measure::NAMES, "measure"));
    let default = match mean {
        Some(_) => None,
        None => table.need("default", Item::text),
    };
    let mean =
        mean.and_then(|text| Some(Mean { assumed: table.need("assumed", Item::quantity)?, text }));
    let smallest = table.need("smallest", Item::quantity);
    let largest = table.need("largest", Item::positive);
    let step = table.need("step", Item::positive);
    let stops = table.may("stops", |item| item.list()?.into_iter().map(Item::positive).collect());
    let scale = table.need("scale", |item| item.word(scale, &["linear", "log"], "scale"));
    let is_detail = table.may("detail", Item::flag);
    let also = table.may("also", |item| item.list()?.into_iter().map(Item::text).collect());
    table.finish();
    let name = name.to_owned();
    Some(Driver {
        name,
        label: label?,
        unit: unit?,
        help: help?,
        job: job?,
        measure: match kind? {
            DriverKind::Flow => Measure::PerMonth,
            DriverKind::Level => measure.unwrap_or_default(),
        },
        kind: kind?,
        default: default.or_else(|| mean.as_ref().map(Mean::default_text))?,
        smallest: smallest?,
        largest: largest?,
        step: step?,
        stops: stops.unwrap_or_default(),
        scale: scale?,
        mean,
        is_detail: is_detail.unwrap_or_default(),
        also: also.unwrap_or_default(),
    })
}

fn kind(word: &str) -> Option<DriverKind> {
    match word {
        "level" => Some(DriverKind::Level),
        "flow" => Some(DriverKind::Flow),
        _ => None,
    }
}

fn scale(word: &str) -> Option<SliderScale> {
    match word {
        "linear" => Some(SliderScale::Linear),
        "log" => Some(SliderScale::Logarithmic),
        _ => None,
    }
}
