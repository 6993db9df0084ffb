//! The scenario with an import taken, and the change of each driver.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use thiserror::Error;
use whatif_pricing::{
    DriverId, DriverKind, Period, PeriodError, Places, Ratio, SetError, Value, Vocabulary, number,
    written,
};

use super::cards::driver;
use super::data::{Import, ImportedChoice, ImportedDriver, Origin};
use super::draft::whole;
use crate::scenario::{Imported, OfferId, Scenario};

/// The part of an import that is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// The card whose values are taken. All of them if `None`.
    pub card: Option<String>,
    /// The choices whose values are taken.
    pub variant: BTreeMap<String, String>,
    /// The first day of the month whose values are taken. The latest whole month if `None`.
    pub month: Option<NaiveDate>,
}

/// The change of one driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenDriver {
    /// The driver.
    pub driver: DriverId,
    /// The value before, as it is typed.
    pub old: String,
    /// The value after, as it is typed.
    pub new: String,
    /// The rows it is from, in words.
    pub from: String,
}

/// The reasons why an import cannot be taken. The scenario stays as it was.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TakeError {
    /// Nothing sets a driver.
    #[error(
        "nothing in the files sets a driver{of}: see what was left out with `whatif import FILE`"
    )]
    Nothing {
        /// The card, in words.
        of: String,
    },
    /// Several cards, or several choices of one, give a driver different values.
    #[error("{driver} has several values: {values}: name one with --card")]
    Several {
        /// The driver's label.
        driver: String,
        /// The values with their cards.
        values: String,
    },
    /// A value that the driver does not take.
    #[error(transparent)]
    Value(#[from] SetError),
    /// A month that cannot be priced.
    #[error(transparent)]
    Period(#[from] PeriodError),
}

impl Import {
    /// The months that values are of, in order.
    #[must_use]
    pub fn months(&self) -> Vec<NaiveDate> {
        let months = self.drivers.iter().filter_map(|it| it.period.month());
        let mut months: Vec<NaiveDate> = months.collect();
        months.sort_unstable();
        months.dedup();
        months
    }

    /// The month that is taken if none is named: the latest whole one, or the latest.
    fn usual_month(&self) -> Option<NaiveDate> {
        let whole = self.drivers.iter().filter(|it| it.period.is_whole());
        let of_drivers = whole.filter_map(|it| it.period.month()).max();
        let of_bills = self.billed.iter().filter(|it| it.is_whole()).map(|it| it.first).max();
        of_drivers.or_else(|| self.months().pop()).or(of_bills).or_else(|| self.billed_month())
    }

    /// The month that values are of, or that of choices alone.
    #[must_use]
    pub fn month_of(&self, pick: &Pick, picked: &[&ImportedDriver]) -> Option<NaiveDate> {
        let of_choices = picked.is_empty().then(|| pick.month.or_else(|| self.usual_month()));
        picked.iter().find_map(|it| it.period.month()).or(of_choices.flatten())
    }

    /// The latest month of the bills.
    fn billed_month(&self) -> Option<NaiveDate> {
        self.billed.iter().map(|it| it.first).max()
    }

    /// The choices that a pick takes: those of its card, or of all cards.
    #[must_use]
    pub fn picked_choices(&self, pick: &Pick) -> Vec<&ImportedChoice> {
        let month = pick.month.or_else(|| self.usual_month());
        let is_meant = |it: &&ImportedChoice| {
            let is_card = pick.card.as_ref().is_none_or(|card| *card == it.card);
            is_card && (it.month.is_none() || it.month == month)
        };
        self.choices.iter().filter(is_meant).collect()
    }

    /// The values that a pick takes: one for each driver.
    pub fn picked(&self, pick: &Pick) -> Result<Vec<&ImportedDriver>, TakeError> {
        let month = pick.month.or_else(|| self.usual_month());
        let is_meant = |it: &&ImportedDriver| {
            let is_card = pick.card.is_none() || it.card.is_none() || it.card == pick.card;
            let is_variant = pick
                .variant
                .iter()
                .all(|(option, choice)| it.variant.get(option).is_none_or(|known| known == choice));
            is_card && is_variant && (it.period.month().is_none() || it.period.month() == month)
        };
        let mut picked: Vec<&ImportedDriver> = Vec::new();
        for one in self.drivers.iter().filter(is_meant) {
            if let Some(known) = picked.iter().find(|known| known.driver == one.driver) {
                if is_same(known, one) {
                    continue;
                }
                let all = self.drivers.iter().filter(is_meant);
                return Err(several(one.driver, all.filter(|it| it.driver == one.driver)));
            }
            picked.push(one);
        }
        if picked.is_empty() && self.picked_choices(pick).is_empty() {
            let of = pick.card.as_ref().map_or_else(String::new, |card| format!(" of {card}"));
            return Err(TakeError::Nothing { of });
        }
        Ok(picked)
    }

    /// The scenario with what a pick takes, and the change of each driver.
    pub fn taken(
        &self,
        pick: &Pick,
        scenario: &Scenario,
    ) -> Result<(Scenario, Vec<TakenDriver>), TakeError> {
        let picked = self.picked(pick)?;
        let vocabulary = Vocabulary::standard();
        let mut scenario = scenario.clone();
        let (mut settings, mut changes) = (Vec::new(), Vec::new());
        for one in &picked {
            let value = driver_value(one.driver, one.value)?;
            let (new, from) = (value.text(), one.origin.words());
            let old = scenario.inputs.workload.value(one.driver).text();
            let name = vocabulary[one.driver].name.clone();
            let imported = Imported { from: from.clone(), value: new.clone() };
            scenario.imported.insert(name, imported);
            settings.push((one.driver, value));
            changes.push(TakenDriver { driver: one.driver, old, new, from });
        }
        scenario.inputs.workload.set_all(&settings)?;
        self.take_choices(pick, &picked, &mut scenario);
        if let Some(month) = self.month_of(pick, &picked) {
            scenario.inputs.period = Period::month(&month.format("%Y-%m").to_string())?;
        }
        Ok((scenario, changes))
    }

    /// Takes the choices that the files show, on the offers of the cards that are taken.
    fn take_choices(&self, pick: &Pick, picked: &[&ImportedDriver], scenario: &mut Scenario) {
        let choices = self.picked_choices(pick);
        for shown in &choices {
            let id = OfferId::of_card(&shown.card);
            let (option, choice) = (shown.option.clone(), shown.choice.clone());
            scenario.inputs.offers.change(&id, |offer| {
                offer.choices.options.insert(option, choice);
            });
        }
        for one in picked.iter().filter(|it| !it.variant.is_empty()) {
            let Some(card) = &one.card else { continue };
            scenario.inputs.offers.change(&OfferId::of_card(card), |offer| {
                offer.choices.options.extend(one.variant.clone());
            });
        }
        let is_blank = scenario.marked.is_empty();
        let cards = pick.card.iter().chain(picked.iter().filter_map(|it| it.card.as_ref()));
        let mut first = None;
        for card in cards.chain(choices.iter().map(|it| &it.card)) {
            scenario.marked.insert(OfferId::of_card(card));
            first.get_or_insert(card);
        }
        // A scenario in which nothing was marked has nothing that is worth to stay selected.
        if let Some(card) = pick.card.as_ref().or(first.filter(|_| is_blank)) {
            scenario.selected = OfferId::of_card(card);
        }
    }
}

impl Origin {
    /// `214 objects in cluster.yaml`.
    #[must_use]
    pub fn words(&self) -> String {
        let files = match &self.files[..] {
            [] => String::new(),
            [only] => format!(" in {only}"),
            [first, rest @ ..] => format!(" in {first} and {} more", rest.len()),
        };
        format!("{}{files}", self.counted())
    }

    /// `214 objects`.
    #[must_use]
    pub fn counted(&self) -> String {
        let count = written(whole(self.count), Places::QUANTITY);
        let unit = if self.count == 1 { self.unit.trim_end_matches('s') } else { self.unit };
        let unit = if unit == "serie" { "series" } else { unit };
        format!("{count} {unit}")
    }
}

/// A value of a driver: a number, or a formula if it does not end. A flow is that much in a month.
pub fn driver_value(driver: DriverId, value: Ratio) -> Result<Value, SetError> {
    let vocabulary = Vocabulary::standard();
    let unit = match vocabulary[driver].kind {
        DriverKind::Flow => "/month",
        DriverKind::Level => "",
    };
    Value::read(vocabulary, driver, &value_text(value, unit))
}

/// A value as it is typed.
fn value_text(value: Ratio, unit: &str) -> String {
    if let Some(number) = value.as_decimal().map(|it| it.normalize())
        && number.scale() <= number::QUANTITY_PLACES_MAX
    {
        return number.to_string();
    }
    let (mantissa, places, denominator) = value.parts();
    let below = 10_u128.checked_pow(places).and_then(|it| it.checked_mul(denominator.into()));
    let most = i128::from(number::MAGNITUDE_MAX);
    match below {
        Some(below) if mantissa <= most && below <= u128::from(number::MAGNITUDE_MAX) => {
            format!("=({mantissa} / {below}){unit}")
        }
        _ => value.to_decimal().round_dp(number::QUANTITY_PLACES_MAX).normalize().to_string(),
    }
}

/// Returns whether two values agree on the accounts and regions in which the things of several cards are.
fn is_same(one: &ImportedDriver, other: &ImportedDriver) -> bool {
    let is_of_all = ["accounts", "regions"].map(driver).contains(&one.driver);
    is_of_all && one.value == other.value
}

fn several<'a>(driver: DriverId, all: impl Iterator<Item = &'a ImportedDriver>) -> TakeError {
    let values = all.map(|it| {
        let card = it.card.as_deref().unwrap_or("any card");
        let variant = it.variant.iter().map(|(option, choice)| format!(":{option}={choice}"));
        let value = written(it.value, Places::QUANTITY);
        format!("{card}{} {value}", variant.collect::<String>())
    });
    let values = values.collect::<Vec<_>>().join(", ");
    TakeError::Several { driver: Vocabulary::standard()[driver].label.clone(), values }
}
