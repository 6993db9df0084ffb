//! Texts in TOML, read to their end with every problem reported at once, each with its place and
//! its remedy.
//!
//! A text is untrusted: its size, its depth, the length of its strings and lists, and the digits of its
//! numbers are bounded, and no character passes that a reader does not see. What a text says is known to
//! who reads it: cards, presets, scenarios.

mod item;
mod nesting;
mod table;

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::card::problem::{Problems, Report};
use crate::usage::invisible::is_forbidden;

pub use item::Item;
pub(crate) use item::{is_id, split_remedy};
pub use table::Table;

/// The kind of text that is read.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The name in complaints, with its article: `a card`.
    pub name: &'static str,
    /// The most bytes that are read.
    pub bytes_max: usize,
}

/// The longest text in quotes, in characters.
pub const TEXT_CHARS_MAX: usize = 2_000;
/// The longest list.
pub const LIST_LENGTH_MAX: usize = 500;

/// Reads a text with a reader of its root table; the reader's complaints, and those of the syntax, are the
/// problems.
///
/// ```
/// use whatif_pricing::text::{self, Item, Kind};
/// let notes = Kind { name: "a note", bytes_max: 1_000 };
/// let read = |text: &str| text::read(text, &notes, |table| {
///     let says = table.need("says", Item::text);
///     table.finish();
///     says
/// });
/// assert_eq!(read("says = \"hello\"").unwrap(), "hello");
/// let problems = read("syas = 3").unwrap_err().to_string();
/// assert!(problems.starts_with("1:1: unknown key 'syas': did you mean 'says'?"), "{problems}");
/// ```
pub fn read<T>(
    text: &str,
    kind: &Kind,
    read: impl FnOnce(&Table<'_>) -> Option<T>,
) -> Result<T, Problems> {
    let report = Report::default();
    let found = document(text, kind, &report, read).flatten();
    match found.filter(|_| report.is_empty()) {
        Some(found) => Ok(found),
        None => Err(report.into_problems(text)),
    }
}

/// Does a text nest deeper than anything that is written here? Asked before other readers parse it.
#[must_use]
pub fn nests_too_deep(text: &str) -> bool {
    nesting::too_many_dots(text).is_some()
}

/// Parses a text and hands the table to a reader; problems of the syntax and of the texts in it are
/// reported beside the reader's own.
fn document<T>(
    text: &str,
    kind: &Kind,
    report: &Report,
    read: impl FnOnce(&Table<'_>) -> T,
) -> Option<T> {
    let (name, bytes_max) = (kind.name, kind.bytes_max);
    if text.len() > bytes_max {
        let message = format!("the text has {} bytes", text.len());
        report.add(0..0, message, format!("{name} has at most {bytes_max}: split it"));
        return None;
    }
    tell_hidden(text, report);
    if report.is_full() {
        return None;
    }
    if let Some(place) = nesting::too_many_dots(text) {
        let max = nesting::KEY_DOTS_MAX;
        let message = format!("the key has more than {max} dots");
        report.add(place..place + 1, message, format!("{name} has no such key: take the dots out"));
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
    let steers = |c: &char| is_forbidden(*c) || (c.is_control() && !matches!(c, '\n' | '\t'));
    // Both letters of a line end of Windows are one line break.
    let lines = text.replace("\r\n", "\n");
    // One that stands in the text as itself is reported already.
    if let (false, Some(control)) = (raw, lines.chars().find(steers)) {
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
