//! Values of a TOML text, read with complaints: what is of the wrong kind is reported and reads as
//! nothing, so that reading goes on.

use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::DeValue;

use super::Table;
use crate::card::problem::Report;
use crate::number::decimal::{self, NumberError};
use crate::number::unit::Length;
use crate::time::period::{PeriodError, is_writable};
use crate::usage::suggest::Unknown;

/// One value and the path to it.
#[derive(Clone)]
pub struct Item<'a> {
    pub(super) value: &'a DeValue<'a>,
    pub(super) at: Range<usize>,
    pub(super) path: Path<'a>,
    pub(super) report: &'a Report,
}

/// The place of a value, such as `charge[2].price`; put together only when a complaint names it.
#[derive(Clone)]
pub struct Path<'a> {
    parent: Rc<str>,
    last: Last<'a>,
}

#[derive(Clone, Copy)]
enum Last<'a> {
    Key(&'a str),
    Entry(usize),
}

impl<'a> Path<'a> {
    pub(super) fn key(parent: &Rc<str>, key: &'a str) -> Self {
        Self { parent: Rc::clone(parent), last: Last::Key(key) }
    }

    fn entry(parent: &Rc<str>, place: usize) -> Self {
        Self { parent: Rc::clone(parent), last: Last::Entry(place) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dot = if self.parent.is_empty() { "" } else { "." };
        match self.last {
            Last::Key(key) => write!(f, "{}{dot}{key}", self.parent),
            Last::Entry(place) => write!(f, "{}[{place}]", self.parent),
        }
    }
}

impl<'a> Item<'a> {
    /// Adds a problem at its place.
    pub fn complain(&self, message: impl Into<String>, remedy: impl Into<String>) {
        self.report.add(self.at.clone(), message, remedy);
    }

    /// Complains of an error whose text ends in its remedy.
    pub fn complain_of(&self, error: &str, otherwise: &str) {
        let (message, remedy) = split_remedy(error, otherwise);
        self.complain(message, remedy);
    }

    fn wrong<T>(&self, wanted: &str) -> Option<T> {
        let is = match self.value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.complain(format!("'{}' is {is}", self.path), format!("write {wanted}"));
        None
    }

    /// Is it a table?
    #[must_use]
    pub const fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    /// The text that it is, without a complaint where it is none.
    #[must_use]
    pub fn peek(&self) -> Option<&'a str> {
        match self.value {
            DeValue::String(text) => Some(text.as_ref()),
            _ => None,
        }
    }

    /// Is it this very text?
    #[must_use]
    pub fn is_text(&self, text: &str) -> bool {
        matches!(self.value, DeValue::String(value) if value == text)
    }

    /// A text, as it is.
    #[must_use]
    pub fn str(&self) -> Option<&'a str> {
        match self.value {
            DeValue::String(text) => Some(text.as_ref()),
            _ => self.wrong("a text in quotes"),
        }
    }

    /// The text of a number: in quotes, or a bare whole number, which loses no digits.
    pub fn number(&self) -> Option<String> {
        match self.value {
            DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str().to_owned()),
            DeValue::Float(float) => {
                let message = format!("'{}' is a float, which loses digits", self.path);
                self.complain(message, format!("write \"{}\"", float.as_str()));
                None
            }
            _ => self.str().map(str::to_owned),
        }
    }

    /// A text that is not empty; line breaks read as spaces.
    #[must_use]
    pub fn text(self) -> Option<String> {
        let text = self.str()?.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.complain(
                format!("'{}' is empty", self.path),
                "write something a reader understands",
            );
            return None;
        }
        Some(text)
    }

    /// A text that may be empty.
    pub fn any_text(self) -> Option<String> {
        self.str().map(str::to_owned)
    }

    /// A name: lower-case letters, digits, `-` and `_`, beginning with a letter or digit.
    #[must_use]
    pub fn id(self) -> Option<String> {
        let text = self.str()?;
        if is_id(text) {
            return Some(text.to_owned());
        }
        let message = format!("'{}' is '{text}', which is not a name", self.path);
        self.complain(
            message,
            "use 1 to 60 letters, digits, - and _, beginning with a letter or digit",
        );
        None
    }

    /// True or false.
    #[must_use]
    pub fn flag(self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wrong("true or false"),
        }
    }

    fn decimal(&self, read: fn(&str) -> Result<Decimal, NumberError>) -> Option<Decimal> {
        let as_written = match self.value {
            DeValue::Float(float) => float.as_str(),
            DeValue::Integer(integer) => integer.as_str(),
            DeValue::String(text) => {
                let error = |error| {
                    let error = format!("'{}': {error}", self.path);
                    self.complain_of(&error, "write a plain decimal in quotes");
                };
                return read(text).map_err(error).ok();
            }
            _ => return self.wrong("a number in quotes"),
        };
        let is = if matches!(self.value, DeValue::Float(_)) {
            "a float, which loses digits"
        } else {
            "a bare number"
        };
        self.complain(format!("'{}' is {is}", self.path), format!("write \"{as_written}\""));
        None
    }

    /// A price: a decimal in quotes, with up to twelve places.
    pub fn price(self) -> Option<Decimal> {
        self.decimal(decimal::price)
    }

    /// A quantity: a decimal in quotes, with up to six places.
    pub fn quantity(self) -> Option<Decimal> {
        self.decimal(decimal::quantity)
    }

    /// A quantity above zero.
    pub fn positive(self) -> Option<Decimal> {
        let number = self.decimal(decimal::quantity)?;
        if number.is_zero() {
            self.complain(format!("'{}' is zero", self.path), "write a number above zero");
            return None;
        }
        Some(number)
    }

    /// A whole number from zero on, in quotes.
    pub fn whole(self) -> Option<u32> {
        let number = self.decimal(decimal::quantity)?;
        let whole = u32::try_from(number).ok().filter(|_| number.fract().is_zero());
        if whole.is_none() {
            self.complain(format!("'{}' is {number}", self.path), "write a whole number");
        }
        whole
    }

    /// A date, such as `2026-11-22`, without quotes.
    #[must_use]
    pub fn date(self) -> Option<NaiveDate> {
        let DeValue::Datetime(datetime) = self.value else {
            return self.wrong("a date such as 2026-11-22");
        };
        let date = datetime.date.filter(|_| datetime.time.is_none());
        let date = date.and_then(|date| {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        });
        let Some(date) = date else { return self.wrong("a date such as 2026-11-22") };
        if !is_writable(&date) {
            self.complain_of(&PeriodError::Year(date).to_string(), "choose another year");
            return None;
        }
        Some(date)
    }

    /// An instant in RFC 3339, in quotes.
    #[must_use]
    pub fn instant(self) -> Option<DateTime<FixedOffset>> {
        let text = self.str()?;
        let instant = DateTime::parse_from_rfc3339(text).ok();
        if instant.is_none() {
            self.complain(
                format!("'{}' is '{text}', which is not an instant", self.path),
                "write a date, a time and the distance from UTC, such as \"2026-11-22T09:59:30+08:00\"",
            );
        }
        instant
    }

    /// A length of time, such as `"15 d"`.
    #[must_use]
    pub fn length(self) -> Option<Length> {
        let text = self.str()?;
        let length = Length::parse(text);
        if length.is_none() {
            self.complain(
                format!("'{}' is '{text}', which is not a length of time", self.path),
                "write a whole number and d, h, min or s, such as \"15 d\"",
            );
        }
        length
    }

    /// One of a few words.
    pub fn word<T>(
        self,
        read: impl FnOnce(&str) -> Option<T>,
        words: &[&str],
        kind: &'static str,
    ) -> Option<T> {
        let text = self.str()?;
        let value = read(text);
        if value.is_none() {
            self.unknown(&Unknown::new(kind, text, words));
        }
        value
    }

    /// Complains of a name that does not exist.
    pub fn unknown(&self, unknown: &Unknown) {
        self.complain(format!("unknown {} '{}'", unknown.kind, unknown.name), unknown.remedy());
    }

    /// A table.
    #[must_use]
    pub fn table(self) -> Option<Table<'a>> {
        match self.value {
            DeValue::Table(entries) => {
                let path = Rc::from(self.path.to_string());
                Some(Table::new(entries, self.at, path, self.report))
            }
            _ => self.wrong("a table, such as { … }"),
        }
    }

    /// A list, entry by entry.
    #[must_use]
    pub fn list(self) -> Option<Vec<Item<'a>>> {
        let DeValue::Array(list) = self.value else {
            return self.wrong("a list, such as [\"…\"]");
        };
        let parent: Rc<str> = Rc::from(self.path.to_string());
        let item = |(index, value): (usize, &'a Spanned<DeValue<'a>>)| {
            let path = Path::entry(&parent, index + 1);
            Item { value: value.get_ref(), at: value.span(), path, report: self.report }
        };
        Some(list.iter().enumerate().map(item).collect())
    }

    /// A list of tables.
    pub fn tables(self) -> Option<Vec<Table<'a>>> {
        self.list()?.into_iter().map(Item::table).collect()
    }

    /// Every table of a list that can be read; the others have been complained of.
    pub fn each<T>(self, read: impl Fn(&Table<'a>) -> Option<T>) -> Option<Vec<T>> {
        let (report, at) = (self.report, self.at.clone());
        let tables = self.tables()?;
        let all = tables.len();
        let readable: Vec<T> = tables.iter().filter_map(read).collect();
        drop(tables); // which tells what is missing
        if readable.len() < all && report.is_empty() {
            report.add(
                at,
                "an entry cannot be read",
                "compare it with the guide in pricing/README.md",
            );
        }
        Some(readable)
    }

    /// A list of texts, none of them empty.
    pub fn texts(self) -> Option<Vec<String>> {
        self.list()?.into_iter().map(Item::text).collect()
    }

    /// The bytes of the text that it stands in.
    #[must_use]
    pub const fn place(&self) -> &Range<usize> {
        &self.at
    }

    /// The keys that lead to it.
    #[must_use]
    pub const fn path(&self) -> &Path<'a> {
        &self.path
    }
}

/// Message and remedy of an error: errors say the remedy last, after a colon.
pub(crate) fn split_remedy<'b>(error: &'b str, otherwise: &'b str) -> (&'b str, &'b str) {
    let lists = [": did you mean ", ": there are"];
    let split = lists.iter().find_map(|list| error.find(list)).or_else(|| error.rfind(": "));
    split.map_or((error, otherwise), |at| (&error[..at], &error[at + 2..]))
}

/// Is this a name?
pub(crate) fn is_id(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (1..=60).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(plain)
}
