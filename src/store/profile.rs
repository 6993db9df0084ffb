//! The profile is saved between runs: favourites, the order of the picker, rates, and the age of stale prices.
//!
//! It is a small TOML file that a person may edit too: writing changes the values and leaves comments and
//! unknown keys as they are. [`file`] reads and writes the file. The names of themes, screens and actions are
//! the explorer's: here they are texts.

#![expect(clippy::needless_pass_by_value, reason = "a table hands its items over")]

pub mod file;

use std::ops::Range;

use chrono::NaiveDate;
use toml_edit::{Array, ArrayOfTables, Document, DocumentMut, Item, value};
use whatif_pricing::text::{self, Kind, Table};
use whatif_pricing::{Currency, ExchangeRate, ExchangeRates, Problem, Problems, number};

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

    /// The order of this name.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }

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

/// The signs in numbers on the screen and in texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberStyle {
    /// `1,234.50`.
    #[default]
    CommaPoint,
    /// `1.234,50`.
    PointComma,
    /// `1 234.50`.
    SpacePoint,
    /// `1 234,50`.
    SpaceComma,
    /// `1'234.50`.
    ApostrophePoint,
}

impl NumberStyle {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::CommaPoint,
        Self::PointComma,
        Self::SpacePoint,
        Self::SpaceComma,
        Self::ApostrophePoint,
    ];

    /// The style of this name.
    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.name() == name)
    }

    /// Its name in the file: a number in this style.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CommaPoint => "1,234.50",
            Self::PointComma => "1.234,50",
            Self::SpacePoint => "1 234.50",
            Self::SpaceComma => "1 234,50",
            Self::ApostrophePoint => "1'234.50",
        }
    }
}

/// Prices older than this are marked unless the profile says otherwise.
pub const STALE_AFTER_DAYS: u32 = 180;

/// The most favourites.
const FAVOURITES_MAX: usize = 200;

/// The most keys of the keyboard for one action.
const KEYS_MAX: usize = 20;

const SETTINGS: Kind = Kind { name: "the settings", bytes_max: 256 * 1024 };

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
    /// True if the explorer takes the mouse.
    pub mouse: bool,
    /// The signs in numbers.
    pub numbers: NumberStyle,
    /// The name of the theme. `None` for that which the terminal's background asks for.
    pub theme: Option<String>,
    /// The name of the screen that it opens with. `None` for the first.
    pub start: Option<String>,
    /// The names of actions, and those of the keys that mean them.
    pub keys: Vec<(String, Vec<String>)>,
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
            mouse: true,
            numbers: NumberStyle::default(),
            theme: None,
            start: None,
            keys: Vec::new(),
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
const MOUSE: &str = "mouse";
const NUMBERS: &str = "number-style";
/// The key of the theme.
pub const THEME: &str = "theme";
/// The key of the screen that it opens with.
pub const START: &str = "start";
/// The table of actions and their keys.
pub const KEYS: &str = "keys";

impl Profile {
    /// Reads the file's text. The error has every value that cannot be used.
    pub fn read(text: &str) -> Result<Self, Problems> {
        text::read(text, &SETTINGS, |table| Some(profile(table)))
    }

    /// Reads as much of the file's text as can be used, with every problem: unknown keys too.
    #[must_use]
    pub fn checked(text: &str) -> (Self, Vec<Problem>) {
        let mut found = Self::default();
        let read = text::read(text, &SETTINGS, |table| {
            found = profile(table);
            table.finish();
            Some(())
        });
        (found, read.err().map(|problems| problems.list).unwrap_or_default())
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
        match &self.theme {
            Some(theme) => put(&mut document, THEME, theme),
            None => drop(document.remove(THEME)),
        }
        if !self.mouse || document.contains_key(MOUSE) {
            put(&mut document, MOUSE, self.mouse);
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

fn rate_table(rate: &ExchangeRate) -> toml_edit::Table {
    let mut table = toml_edit::Table::new();
    table["from"] = value(rate.from.code());
    table["to"] = value(rate.to.code());
    table["rate"] = value(rate.rate.normalize().to_string());
    table["dated"] = value(rate.dated.to_string());
    table["source"] = value(&*rate.source);
    table
}

/// The place of a value in a text that is TOML, by the keys that lead to it. The whole text if it is not there.
#[must_use]
pub fn place_of(text: &str, keys: &[&str]) -> Range<usize> {
    let document = Document::parse(text).ok();
    let item = document.as_ref().and_then(|document| {
        let mut item = document.as_item();
        for key in keys {
            item = item.get(key)?;
        }
        item.span()
    });
    item.unwrap_or(0..0)
}

fn profile(table: &Table<'_>) -> Profile {
    let usual = Profile::default();
    let names = Sort::ALL.map(Sort::name);
    let mut profile = Profile {
        favourites: table.may(FAVOURITES, text::Item::texts).unwrap_or_default(),
        sort: table.may(SORT, |item| item.word(Sort::named, &names, "order")).unwrap_or(usual.sort),
        stale_after_days: table.may(STALE_AFTER, days).unwrap_or(usual.stale_after_days),
        display: table.may(DISPLAY, currency),
        rates: ExchangeRates::default(),
        reduced_motion: table.may(REDUCED_MOTION, text::Item::flag).unwrap_or_default(),
        mouse: table.may(MOUSE, text::Item::flag).unwrap_or(usual.mouse),
        numbers: table.may(NUMBERS, number_style).unwrap_or_default(),
        theme: table.may(THEME, text::Item::text),
        start: table.may(START, text::Item::text),
        keys: table.may(KEYS, keys).unwrap_or_default(),
    };
    profile.favourites.truncate(FAVOURITES_MAX);
    let rates = table.may(RATE, |item| item.each(rate));
    for (rate, place) in rates.unwrap_or_default() {
        if let Err(error) = profile.rates.set(rate) {
            table.complain_split(place, &error.to_string(), "mend the rate");
        }
    }
    profile
}

fn number_style(item: text::Item<'_>) -> Option<NumberStyle> {
    let names = NumberStyle::ALL.map(NumberStyle::name);
    let name = item.str()?;
    let known = NumberStyle::named(name);
    if known.is_none() {
        let remedy = format!("write one of: {}", names.join(" | "));
        item.complain(format!("{NUMBERS} is '{name}'"), &remedy);
    }
    known
}

fn days(item: text::Item<'_>) -> Option<u32> {
    let place = item.clone();
    let days = item.number()?;
    let read = days.parse().ok().filter(|days| (1..=36_525).contains(days));
    if read.is_none() {
        place.complain(format!("{STALE_AFTER} is {days}"), "write 1 to 36525");
    }
    read
}

fn currency(item: text::Item<'_>) -> Option<Currency> {
    let code = item.str()?;
    let known = Currency::parse(code);
    if known.is_none() {
        item.complain(
            format!("'{code}' is no currency"),
            "write three capital letters, such as USD",
        );
    }
    known
}

/// A day in quotes: the file has them so since it exists.
fn day(item: text::Item<'_>) -> Option<NaiveDate> {
    let day = item.str()?;
    let read = day.parse().ok();
    if read.is_none() {
        item.complain(format!("dated is '{day}'"), "write 2026-11-20");
    }
    read
}

/// A rate, and its place.
fn rate(table: &Table<'_>) -> Option<(ExchangeRate, Range<usize>)> {
    let (from, to) = (table.need("from", currency), table.need("to", currency));
    let dated = table.need("dated", day);
    let source = table.need("source", text::Item::text);
    let amount = table.need("rate", text::Item::text);
    table.finish();
    let (from, to, dated, amount) = (from?, to?, dated?, amount?);
    let place = table.place_of("rate");
    if let Err(error) = number::price(&amount) {
        table.complain_split(place, &format!("the rate: {error}"), "write 0.14");
        return None;
    }
    let given = format!("{amount} {dated} {}", source?);
    match ExchangeRate::read(from, to, &given, dated) {
        Ok(rate) => Some((rate, place)),
        Err(error) => {
            table.complain_split(place, &error.to_string(), "mend the rate");
            None
        }
    }
}

/// `undo = "ctrl-z"`, or a list of several.
fn keys(item: text::Item<'_>) -> Option<Vec<(String, Vec<String>)>> {
    let table = item.table()?;
    let mut all = Vec::new();
    for (action, _, item) in table.others() {
        let names = match item.peek() {
            Some(name) => Some(vec![name.to_owned()]),
            None => item.texts(),
        };
        let mut names = names?;
        names.truncate(KEYS_MAX);
        all.push((action.to_owned(), names));
    }
    Some(all)
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
            theme: Some("light".to_owned()),
            ..Profile::default()
        };
        let today = "2026-11-22".parse().unwrap();
        let rate = ExchangeRate::read(cny, usd, "0.14 2026-11-20 our \"treasury\"", today).unwrap();
        profile.rates.set(rate).unwrap();
        let text = profile.written_into("");
        assert_eq!(Profile::read(&text).unwrap(), profile);
        assert_eq!(profile.written_into(&text), text);
    }

    #[test]
    fn every_problem_has_its_place_and_a_remedy() {
        for (text, message) in [
            (
                "sort = \"price\"",
                "1:8: unknown order 'price': there are: best, total, provider, age",
            ),
            ("stale-after-days = 0", "1:20: stale-after-days is 0: write 1 to 36525"),
            (
                "number-style = \"1.234.5\"",
                "1:16: number-style is '1.234.5': write one of: 1,234.50 | 1.234,50 | 1 234.50 | 1 234,50 | 1'234.50",
            ),
            ("display = \"dollar\"", "1:11: 'dollar' is no currency: write three capital letters"),
            ("[[rate]]\nfrom = \"CNY\"", "1:1: "),
        ] {
            let error = Profile::read(text).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
        for text in ["reduced-motion = 1", "favourites = 3", "[keys]\nundo = 3", "theme = 1"] {
            assert_eq!(Profile::read(text).unwrap_err().list.len(), 1, "{text}");
        }
        let two = Profile::read("sort = \"x\"\ndisplay = \"x\"").unwrap_err();
        assert_eq!(two.list.len(), 2, "all at once");
    }

    #[test]
    fn an_unknown_key_is_an_error_only_when_it_is_asked_for() {
        let text = "sort = \"age\"\nthem = \"dark\"\n";
        assert_eq!(Profile::read(text).unwrap().sort, Sort::Age);
        let (profile, problems) = Profile::checked(text);
        assert_eq!(profile.sort, Sort::Age, "the rest is read");
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        assert_eq!((problem.at.start, &*problem.remedy), (13, "did you mean 'theme'?"));
        assert_eq!(Profile::checked(""), (Profile::default(), Vec::new()));
    }

    #[test]
    fn keys_are_one_or_several_for_an_action() {
        let text = "[keys]\nundo = \"ctrl-z\"\nredo = [\"U\", \"ctrl-y\"]\n";
        let profile = Profile::read(text).unwrap();
        let all = [("undo", vec!["ctrl-z"]), ("redo", vec!["U", "ctrl-y"])];
        let all = all.map(|(action, keys)| {
            (action.to_owned(), keys.into_iter().map(str::to_owned).collect::<Vec<_>>())
        });
        assert_eq!(profile.keys, all);
        assert_eq!(place_of(text, &["keys", "undo"]), 14..22);
        assert_eq!(profile.written_into(text).matches("[keys]").count(), 1, "it stays");
    }
}
