//! Spellings that are rewritten before a value is read: the driver's own unit after a number, `per second`
//! for `/s`, days of a driver that counts days, volumes in another unit than the driver's, and times such as
//! `1h30m` or `5m`.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::number::decimal::{quantity, suffix_factor};
use crate::usage::driver::Driver;
use crate::usage::measure::Measure;

/// Words for a length of time, with its days.
const DAYS: [(&[&str], u32); 4] = [
    (&["d", "day", "days"], 1),
    (&["w", "week", "weeks"], 7),
    (&["mo", "month", "months"], 30),
    (&["y", "yr", "year", "years"], 365),
];

/// Words for a length of time, with its seconds. In a driver that is a time, `m` is minutes.
const SECONDS: [(&[&str], u32); 5] = [
    (&["s", "sec", "second", "seconds"], 1),
    (&["m", "min", "minute", "minutes"], 60),
    (&["h", "hour", "hours"], 3_600),
    (&["d", "day", "days"], 86_400),
    (&["w", "week", "weeks"], 604_800),
];

/// Units of volume, each a thousand of the one before it.
const VOLUMES: [&str; 3] = ["MB", "GB", "TB"];

/// A text in the spelling that is read. What is already in it stays as it is.
///
/// `1 GB` of a driver in GB is `1`, `10 per second` is `10/s`, `1 year` of a driver in days is `365`, and
/// `1h30m` of a time is `5400s`. `1 TB/day` of a driver in GB is `1000/day`.
pub(super) fn spelled<'t>(driver: &Driver, text: &'t str) -> Cow<'t, str> {
    // The last volume of a range is for the numbers that have none.
    let volume = number_first(text.rsplit("..").next().unwrap_or_default());
    let volume = volume.and_then(|(_, rest)| volume_of(driver, rest.trim())).map(|(word, _)| word);
    let of_range = |part: &str| match volume {
        Some(volume) if quantity(part).is_ok() => [part, " ", volume].concat(),
        Some(_) | None => part.to_owned(),
    };
    let parts = text.split("..").map(|part| one(driver, &of_range(&per(part))));
    let parts: Vec<String> = parts.collect();
    let joined = parts.join("..");
    if joined == text { Cow::Borrowed(text) } else { Cow::Owned(joined) }
}

/// `10 per second` as `10/second`.
fn per(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    match lower.rfind(" per ") {
        Some(at) => {
            format!("{}/{}", text[..at].trim_end(), text[at + " per ".len()..].trim_start())
        }
        None => text.to_owned(),
    }
}

fn one(driver: &Driver, text: &str) -> String {
    let Some((number, rest)) = number_first(text) else { return text.to_owned() };
    let rest = rest.trim();
    if let Some(days) = in_days(driver, number, rest) {
        return days.to_string();
    }
    if let Some(seconds) = in_seconds(driver, text) {
        return format!("{seconds}s");
    }
    if let Some((volume, rest)) = in_own_volume(driver, number, rest) {
        let blank = if rest.is_empty() || rest.starts_with('/') { "" } else { " " };
        return [&volume.to_string(), blank, rest].concat();
    }
    match without_unit(rest, &driver.unit) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{number}{rest}"),
        Some(rest) if rest.eq_ignore_ascii_case("total") => format!("{number} {rest}"),
        Some(_) | None => text.to_owned(),
    }
}

/// Splits a number, with its suffix, from what follows it. `1 GB` is one, not a billion.
fn number_first(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let is_digit = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '_');
    let digits = text.find(|letter: char| !is_digit(letter)).unwrap_or(text.len());
    let after = text[digits..].trim_start();
    let mut letters = after.chars();
    let suffix = letters.next().filter(|letter| suffix_factor(*letter).is_some());
    let is_alone = !letters.next().is_some_and(char::is_alphabetic);
    let end = match suffix.filter(|_| is_alone) {
        Some(suffix) => text.len() - after.len() + suffix.len_utf8(),
        None => digits,
    };
    quantity(&text[..end]).is_ok().then_some((&text[..end], &text[end..]))
}

/// Can a driver be typed in units of volume?
pub(super) fn is_volume(driver: &Driver) -> bool {
    VOLUMES.contains(&&*driver.unit)
}

/// The unit of volume at the start of a text, if the driver is in one, and what follows it.
fn volume_of<'t>(driver: &Driver, text: &'t str) -> Option<(&'static str, &'t str)> {
    let found = || VOLUMES.iter().find_map(|unit| Some((*unit, without_unit(text, unit)?)));
    is_volume(driver).then(found).flatten()
}

/// A number in another unit of volume than the driver's as one in the driver's, and what follows it.
fn in_own_volume<'t>(driver: &Driver, number: &str, rest: &'t str) -> Option<(Decimal, &'t str)> {
    let (unit, rest) = volume_of(driver, rest)?;
    let place = |unit: &str| VOLUMES.iter().position(|known| *known == unit);
    let (place, own) = (place(unit)?, place(&driver.unit)?);
    let thousands = |from: usize, to: usize| {
        std::iter::repeat_n(Decimal::ONE_THOUSAND, to.saturating_sub(from))
    };
    let number = thousands(own, place).try_fold(quantity(number).ok()?, Decimal::checked_mul)?;
    let number = thousands(place, own).try_fold(number, Decimal::checked_div)?;
    Some((number.normalize(), rest)).filter(|_| place != own)
}

fn in_days(driver: &Driver, number: &str, word: &str) -> Option<Decimal> {
    if driver.measure != Measure::Count || driver.unit != "day" {
        return None;
    }
    let is_word = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    let (_, days) = DAYS.iter().find(|(names, _)| is_word(names))?;
    quantity(number).ok()?.checked_mul(Decimal::from(*days))
}

/// Adds up a time that is written in parts, the larger first: `1h30m`, `1 d 12 h`; also `5m` and `2 weeks`.
/// One part in another unit is read as it stands.
fn in_seconds(driver: &Driver, text: &str) -> Option<Decimal> {
    if driver.measure != Measure::Seconds {
        return None;
    }
    let (mut rest, mut sum, mut last, mut parts) = (text.trim(), Decimal::ZERO, u32::MAX, 0);
    let mut is_read_elsewhere = false;
    while !rest.is_empty() {
        let digits =
            rest.find(|it: char| !it.is_ascii_digit() && !matches!(it, '.' | ',' | '_'))?;
        let (number, after) = rest.split_at(digits);
        let after = after.trim_start();
        let end = after.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at(end);
        let named = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(word));
        let (_, seconds) = SECONDS.iter().find(|(names, _)| named(names) && word != "M")?;
        if *seconds >= last {
            return None;
        }
        sum = sum.checked_add(quantity(number).ok()?.checked_mul(Decimal::from(*seconds))?)?;
        is_read_elsewhere = !word.eq_ignore_ascii_case("m") && *seconds <= 86_400;
        (rest, last, parts) = (after.trim_start(), *seconds, parts + 1);
    }
    (parts > 1 || (parts == 1 && !is_read_elsewhere)).then(|| sum.normalize())
}

/// Drops the driver's unit from the start of a text, in the singular or the plural, in any case.
fn without_unit<'t>(text: &'t str, unit: &str) -> Option<&'t str> {
    let several = match unit.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{unit}s"),
    };
    [&*several, unit].into_iter().find_map(|unit| {
        let (head, rest) = text.split_at_checked(unit.len())?;
        let is_end = !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_');
        (head.eq_ignore_ascii_case(unit) && is_end).then(|| rest.trim_start())
    })
}
