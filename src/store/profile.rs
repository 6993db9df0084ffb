//! The profile is saved between runs: favourites, the order of the picker, rates, and the age of stale prices.
//!
//! It is a small TOML file that a person may edit too: writing changes the values and leaves comments and
//! unknown keys as they are. [`file`] reads and writes the file.

pub mod file;

use thiserror::Error;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TomlError, value};
use whatif_pricing::{Currency, ExchangeError, ExchangeRate, ExchangeRates};

/// The order of cards within a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best offer of each provider and the marked ones, the cheapest first.
    #[default]
    Best,
    /// All offers in one list, the cheapest first. One that cannot be ranked comes after those that can.
    Total,
    /// Grouped by what they do, by provider.
    Provider,
    /// Grouped by what they do, the newest prices first.
    Age,
}

impl Sort {
    /// In the order in which a key goes round.
    pub const ALL: [Self; 4] = [Self::Best, Self::Total, Self::Provider, Self::Age];

    /// Its name in the file and on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Best => "best",
            Self::Total => "total",
            Self::Age => "age",
        }
    }
}

/// Prices older than this are marked unless the profile says otherwise.
pub const STALE_AFTER_DAYS: u32 = 180;

/// The most favourites.
const FAVOURITES_MAX: usize = 200;

/// The reasons why a text is not a profile.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ProfileError {
    /// It is not TOML.
    #[error("{0}")]
    Syntax(String),
    /// A key has a value that cannot be used.
    #[error("{key} is {found}: write {remedy}")]
    Value {
        /// The key.
        key: String,
        /// The value as it can be shown.
        found: String,
        /// The values that can be written.
        remedy: &'static str,
    },
    /// A rate lacks a key.
    #[error("a rate lacks its {key}: add it")]
    Lacks {
        /// The key.
        key: String,
    },
    /// A rate cannot be used.
    #[error(transparent)]
    Rate(#[from] ExchangeError),
}

impl ProfileError {
    fn value(key: &str, found: &Item, remedy: &'static str) -> Self {
        Self::Value { key: key.to_owned(), found: shown(found), remedy }
    }
}

/// The preferences that are saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Ids of the offers that come first in their group.
    pub favourites: Vec<String>,
    /// The order within a group.
    pub sort: Sort,
    /// Prices older than this are marked.
    pub stale_after_days: u32,
    /// The currency of comparisons. `None` for that of the card that is selected first.
    pub display: Option<Currency>,
    /// The user's table of rates.
    pub rates: ExchangeRates,
    /// True if nothing moves by itself.
    pub reduced_motion: bool,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            favourites: Vec::new(),
            sort: Sort::default(),
            stale_after_days: STALE_AFTER_DAYS,
            display: None,
            rates: ExchangeRates::default(),
            reduced_motion: false,
        }
    }
}

/// The keys of the file.
const FAVOURITES: &str = "favourites";
const SORT: &str = "sort";
const STALE_AFTER: &str = "stale-after-days";
const DISPLAY: &str = "display";
const RATE: &str = "rate";
const REDUCED_MOTION: &str = "reduced-motion";

impl Profile {
    /// Reads the file's text. An error names the first value that cannot be used.
    pub fn read(text: &str) -> Result<Self, ProfileError> {
        let syntax = |error: TomlError| ProfileError::Syntax(error.message().to_owned());
        let document: DocumentMut = text.parse().map_err(syntax)?;
        let mut profile = Self::default();
        if let Some(list) = document.get(FAVOURITES) {
            profile.favourites = texts(list)?;
        }
        if let Some(name) = document.get(SORT) {
            profile.sort = sort(name)?;
        }
        if let Some(days) = document.get(STALE_AFTER) {
            profile.stale_after_days = (days.as_integer())
                .and_then(|days| u32::try_from(days).ok())
                .filter(|days| (1..=36_525).contains(days))
                .ok_or_else(|| ProfileError::value(STALE_AFTER, days, "1 to 36525"))?;
        }
        if let Some(code) = document.get(DISPLAY) {
            profile.display = Some(currency(DISPLAY, code)?);
        }
        if let Some(reduced) = document.get(REDUCED_MOTION) {
            let wrong = || ProfileError::value(REDUCED_MOTION, reduced, "true or false");
            profile.reduced_motion = reduced.as_bool().ok_or_else(wrong)?;
        }
        if let Some(tables) = document.get(RATE) {
            let wrong = || ProfileError::value(RATE, tables, "a table [[rate]] for each");
            for table in tables.as_array_of_tables().ok_or_else(wrong)? {
                profile.rates.set(rate(table)?)?;
            }
        }
        Ok(profile)
    }

    /// The text with the profile's values in it. Everything else in it stays.
    #[must_use]
    pub fn written_into(&self, text: &str) -> String {
        let mut document: DocumentMut = text.parse().unwrap_or_default();
        put(&mut document, FAVOURITES, Array::from_iter(&self.favourites));
        put(&mut document, SORT, self.sort.name());
        put(&mut document, STALE_AFTER, i64::from(self.stale_after_days));
        match self.display {
            Some(currency) => put(&mut document, DISPLAY, currency.code()),
            None => drop(document.remove(DISPLAY)),
        }
        if self.reduced_motion || document.contains_key(REDUCED_MOTION) {
            put(&mut document, REDUCED_MOTION, self.reduced_motion);
        }
        if self.rates.all().is_empty() {
            document.remove(RATE);
        } else {
            let tables: ArrayOfTables = self.rates.all().iter().map(rate_table).collect();
            document.insert(RATE, Item::ArrayOfTables(tables));
        }
        document.to_string()
    }
}

/// Changes a value and keeps the comment beside it.
fn put(document: &mut DocumentMut, key: &str, new: impl Into<toml_edit::Value>) {
    let mut new = new.into();
    if let Some(old) = document.get(key).and_then(Item::as_value) {
        *new.decor_mut() = old.decor().clone();
    }
    document[key] = value(new);
}

fn rate_table(rate: &ExchangeRate) -> Table {
    let mut table = Table::new();
    table["from"] = value(rate.from.code());
    table["to"] = value(rate.to.code());
    table["rate"] = value(rate.rate.normalize().to_string());
    table["dated"] = value(rate.dated.to_string());
    table["source"] = value(&*rate.source);
    table
}

fn rate(table: &Table) -> Result<ExchangeRate, ProfileError> {
    let text = |key: &str| {
        let item = table.get(key).ok_or_else(|| ProfileError::Lacks { key: key.to_owned() })?;
        item.as_str().ok_or_else(|| ProfileError::value(key, item, "it in quotes"))
    };
    let currency = |key: &str| currency(key, table.get(key).unwrap_or(&Item::None));
    let day = text("dated")?;
    let wrong = |_| ProfileError::Value {
        key: "dated".to_owned(),
        found: format!("'{day}'"),
        remedy: "2026-11-20",
    };
    let dated = day.parse().map_err(wrong)?;
    let given = format!("{} {dated} {}", text("rate")?, text("source")?);
    Ok(ExchangeRate::read_between(currency("from")?, currency("to")?, &given, dated)?)
}

fn texts(list: &Item) -> Result<Vec<String>, ProfileError> {
    let wrong = || ProfileError::value(FAVOURITES, list, "a list of card ids");
    let items = list.as_array().ok_or_else(wrong)?;
    let texts = items.iter().take(FAVOURITES_MAX).map(|item| item.as_str().map(str::to_owned));
    texts.collect::<Option<_>>().ok_or_else(wrong)
}

fn sort(name: &Item) -> Result<Sort, ProfileError> {
    let known = Sort::ALL.into_iter().find(|sort| name.as_str() == Some(sort.name()));
    known.ok_or_else(|| ProfileError::value(SORT, name, "best, total, provider or age"))
}

fn currency(key: &str, code: &Item) -> Result<Currency, ProfileError> {
    let known = code.as_str().and_then(Currency::parse);
    known.ok_or_else(|| ProfileError::value(key, code, "three capital letters, such as USD"))
}

/// A value as it can be shown: short, and without what could steer a terminal.
fn shown(item: &Item) -> String {
    let text = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
    let clean: String = text.trim().chars().filter(|c| !c.is_control()).take(40).collect();
    format!("'{clean}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_unknown_keys_survive_a_change() {
        let text = "# mine\nsort = \"age\" # newest first\nother = 1\n";
        let profile = Profile { sort: Sort::Total, ..Profile::read(text).unwrap() };
        let written = profile.written_into(text);
        assert!(
            written.starts_with("# mine\nsort = \"total\" # newest first\nother = 1\n"),
            "{written}"
        );
        assert_eq!(Profile::read(&written).unwrap(), profile);
    }

    #[test]
    fn a_saved_profile_is_read_again() {
        let [cny, usd] = ["CNY", "USD"].map(|code| Currency::parse(code).unwrap());
        let mut profile = Profile {
            favourites: vec!["aws-kms".to_owned()],
            sort: Sort::Age,
            stale_after_days: 90,
            display: Some(usd),
            rates: ExchangeRates::default(),
            reduced_motion: true,
        };
        let today = "2026-11-22".parse().unwrap();
        let rate = ExchangeRate::read(cny, usd, "0.14 2026-11-20 our \"treasury\"", today).unwrap();
        profile.rates.set(rate).unwrap();
        let text = profile.written_into("");
        assert_eq!(Profile::read(&text).unwrap(), profile);
        assert_eq!(profile.written_into(&text), text);
    }

    #[test]
    fn an_error_names_the_key_of_the_value() {
        for (text, message) in [
            ("sort = \"price\"", "sort is 'price': write best, total, provider or age"),
            ("stale-after-days = 0", "stale-after-days is '0': write 1 to 36525"),
            ("display = \"dollar\"", "display is 'dollar': write three capital letters"),
            ("reduced-motion = 1", "reduced-motion is '1': write true or false"),
            ("favourites = 3", "favourites is '3': write a list of card ids"),
            ("[[rate]]\nfrom = \"CNY\"", "a rate lacks its dated"),
        ] {
            let error = Profile::read(text).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }
}
