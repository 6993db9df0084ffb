//! Reads rate cards and the vocabulary from TOML. A text is read to its end and every problem in it is
//! told, each with its place and its remedy.
//!
//! Texts are untrusted: their size, the length of their strings and lists, and the digits of their
//! numbers are bounded, and no control character passes.

mod agree;
mod assumption;
mod card;
mod charge;
mod context;
mod example;
mod former;
mod item;
mod nesting;
mod preset;
mod price;
mod table;
mod vocabulary;

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::card::RateCard;
use crate::driver::Vocabulary;
use crate::problem::{Problems, Report, is_forbidden};
use table::Table;

pub(crate) use item::split_remedy;
/// The largest card, in bytes.
pub const CARD_BYTES_MAX: usize = 256 * 1024;
/// The longest text in a card, in characters.
const TEXT_CHARS_MAX: usize = 2_000;
/// The longest list in a card.
const LIST_LENGTH_MAX: usize = 500;

impl RateCard {
    /// Reads a card from its text.
    ///
    /// ```
    /// use whatif_pricing::{RateCard, Vocabulary};
    /// let problems = RateCard::read("id = \"mine\"\nplam = \"x\"", Vocabulary::standard()).unwrap_err();
    /// assert!(problems.to_string().contains("2:1: unknown key 'plam': did you mean 'plan'?"));
    /// ```
    pub fn read(text: &str, vocabulary: &'static Vocabulary) -> Result<Self, Problems> {
        let report = Report::default();
        let card = document(text, &report, |table| card::card(table, vocabulary));
        match card.filter(|_| report.is_empty()) {
            Some(card) => Ok(card),
            None => Err(report.into_problems(text)),
        }
    }
}

/// Parses a text and hands the table to a reader; problems of the syntax and of the texts in it are
/// reported beside the reader's own.
fn document<T>(text: &str, report: &Report, read: impl FnOnce(&Table<'_>) -> T) -> Option<T> {
    if text.len() > CARD_BYTES_MAX {
        let message = format!("the text has {} bytes", text.len());
        report.add(0..0, message, format!("a card has at most {CARD_BYTES_MAX}: split it"));
        return None;
    }
    tell_hidden(text, report);
    if report.is_full() {
        return None;
    }
    if let Some(place) = nesting::too_many_dots(text) {
        let max = nesting::KEY_DOTS_MAX;
        let message = format!("the key has more than {max} dots");
        report.add(place..place + 1, message, "a card has no such key: take the dots out");
        return None;
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().unwrap_or(0..0);
        let told = text.get(at.clone()).is_some_and(|found| found.starts_with(is_forbidden));
        if !told {
            let message = error.message().lines().next().unwrap_or("not TOML").to_owned();
            let remedy =
                if message == "duplicate key" { "keep one of them" } else { "mend the TOML here" };
            let key = text.get(at.clone()).filter(|_| message == "duplicate key");
            let message = key.map_or(message.clone(), |key| format!("{message} '{key}'"));
            report.add_broken(at, message, remedy);
        }
    }
    check_texts(root.get_ref(), text, report);
    let table = Table::new(root.get_ref(), 0..0, "".into(), report);
    Some(read(&table))
}

/// The id that a text gives its card, whatever else is wrong with the text.
pub(crate) fn id_in(text: &str) -> Option<String> {
    if text.len() > CARD_BYTES_MAX || nesting::too_many_dots(text).is_some() {
        return None;
    }
    let (root, _) = DeTable::parse_recoverable(text);
    match root.get_ref().get("id")?.get_ref() {
        DeValue::String(id) => Some(id.to_string()),
        _ => None,
    }
}

/// Tells every character that a reader would not see. Most of a text is plain ASCII and passes by.
fn tell_hidden(text: &str, report: &Report) {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    let mut from = 0;
    while let Some(next) = text.as_bytes()[from..].iter().position(|byte| !plain(byte)) {
        let at = from + next;
        let found = text[at..].chars().next().expect("a byte of a character was found");
        from = at + found.len_utf8();
        if is_forbidden(found) {
            report.add(at..from, steering(found), "remove it: a reader does not see it");
        }
    }
}

fn steering(control: char) -> String {
    format!("the text has the hidden character U+{:04X}", u32::from(control))
}

/// Escapes in strings (`"\u001b"`) arrive here decoded.
fn check_texts(table: &DeTable<'_>, source: &str, report: &Report) {
    for (key, value) in table {
        check_text(key.get_ref(), &key.span(), source, report);
        check_value(value.get_ref(), &value.span(), source, report);
    }
}

fn check_text(text: &str, at: &Range<usize>, source: &str, report: &Report) {
    let escaped = source.get(at.clone()).is_none_or(|raw| raw.contains('\\'));
    if !escaped && text.len() <= TEXT_CHARS_MAX {
        return; // what stands in it as itself was looked at with the whole text
    }
    let raw = source.get(at.clone()).is_some_and(|raw| raw.contains(is_forbidden));
    let steers = |c: &char| is_forbidden(*c) || (c.is_control() && *c != '\n');
    // One that stands in the text as itself is told already.
    if let (false, Some(control)) = (raw, text.chars().find(steers)) {
        report.add(at.clone(), steering(control), "remove it: no text may steer a terminal");
    }
    if text.chars().count() > TEXT_CHARS_MAX {
        let remedy = format!("shorten it to {TEXT_CHARS_MAX} characters");
        report.add(at.clone(), "the text is too long", remedy);
    }
}

fn check_value(value: &DeValue<'_>, at: &Range<usize>, source: &str, report: &Report) {
    match value {
        DeValue::String(text) => check_text(text, at, source, report),
        DeValue::Array(list) => {
            if list.len() > LIST_LENGTH_MAX {
                let message = format!("the list has {} entries", list.len());
                report.add(at.clone(), message, format!("at most {LIST_LENGTH_MAX} are read"));
            }
            for value in list {
                check_value(value.get_ref(), &value.span(), source, report);
            }
        }
        DeValue::Table(table) => check_texts(table, source, report),
        _ => {}
    }
}
