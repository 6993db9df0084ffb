//! Lengths of time as infrastructure code writes them: `7d`, `2592000s`, `P90D`, `rate(7 days)`.

use whatif_pricing::Ratio;

pub use super::tables::Unit;

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// The seconds of a length of time. `unit` is for a bare number. `None` if it cannot be read, or is zero.
#[must_use]
pub fn seconds(text: &str, unit: Unit) -> Option<Ratio> {
    let text = text.trim();
    let seconds =
        if let Some(inner) = text.strip_prefix("rate(").and_then(|it| it.strip_suffix(')')) {
            let (count, word) = inner.trim().split_once(' ')?;
            times(count, word_seconds(word.trim())?)?
        } else if let Some(iso) = text.strip_prefix(['P', 'p']) {
            iso_seconds(iso)?
        } else if let Ok(bare) = text.parse::<rust_decimal::Decimal>() {
            Ratio::from(bare).times(Ratio::from(unit.seconds())).ok()?
        } else {
            compound(text)?
        };
    (!seconds.is_zero() && !seconds.is_negative()).then_some(seconds)
}

impl Unit {
    const fn seconds(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Days => DAY,
            Self::Months => 30 * DAY,
        }
    }
}

fn times(count: &str, seconds: i64) -> Option<Ratio> {
    Ratio::parse(count.trim())?.times(Ratio::from(seconds)).ok()
}

fn word_seconds(word: &str) -> Option<i64> {
    match word.trim_end_matches('s') {
        "minute" => Some(60),
        "hour" => Some(3_600),
        "day" => Some(DAY),
        _ => None,
    }
}

/// `90D`, `1Y`, `T12H`: what follows the P of ISO 8601. Months have 30 days, years 365.
fn iso_seconds(text: &str) -> Option<Ratio> {
    let (date, time) = text.split_once(['T', 't']).unwrap_or((text, ""));
    let of_date = |unit| match unit {
        'Y' => Some(365 * DAY),
        'M' => Some(30 * DAY),
        'W' => Some(7 * DAY),
        'D' => Some(DAY),
        _ => None,
    };
    let of_time = |unit| match unit {
        'H' => Some(3_600),
        'M' => Some(60),
        'S' => Some(1),
        _ => None,
    };
    sum(date, of_date)?.plus(sum(time, of_time)?).ok()
}

/// `1h30m`, `10m0s`, `7d`.
fn compound(text: &str) -> Option<Ratio> {
    let text = text.replace("ms", "L");
    if text.contains('L') {
        return None;
    }
    let unit = |unit| match unit {
        'w' | 'W' => Some(7 * DAY),
        'd' | 'D' => Some(DAY),
        'h' | 'H' => Some(3_600),
        'm' | 'M' => Some(60),
        's' | 'S' => Some(1),
        _ => None,
    };
    sum(&text, unit)
}

fn sum(text: &str, unit: impl Fn(char) -> Option<i64>) -> Option<Ratio> {
    let (mut total, mut digits) = (Ratio::ZERO, String::new());
    for letter in text.chars() {
        if letter.is_ascii_digit() || letter == '.' {
            digits.push(letter);
            continue;
        }
        let part = times(
            &std::mem::take(&mut digits),
            unit(letter.to_ascii_uppercase()).or_else(|| unit(letter))?,
        )?;
        total = total.plus(part).ok()?;
    }
    digits.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_each_tool_writes_them() {
        for (text, unit, expected) in [
            ("30", Unit::Days, 30 * DAY),
            ("2592000s", Unit::Days, 30 * DAY),
            ("2592000", Unit::Seconds, 30 * DAY),
            ("rate(7 days)", Unit::Days, 7 * DAY),
            ("rate(1 day)", Unit::Days, DAY),
            ("P90D", Unit::Days, 90 * DAY),
            ("P1Y", Unit::Days, 365 * DAY),
            ("PT12H", Unit::Days, DAY / 2),
            ("720h", Unit::Days, 30 * DAY),
            ("7d", Unit::Days, 7 * DAY),
            ("10m0s", Unit::Seconds, 600),
            ("1h30m", Unit::Seconds, 5_400),
            ("3", Unit::Months, 90 * DAY),
        ] {
            assert_eq!(seconds(text, unit), Some(Ratio::from(expected)), "{text}");
        }
    }

    #[test]
    fn no_length_is_made_up() {
        for text in
            ["", "0", "0s", "P", "cron(0 8 1 * ? *)", "rate(7 moons)", "1x", "5", "-3", "500ms"]
        {
            let unit = Unit::Days;
            let read = seconds(text, unit);
            assert_eq!(read.is_some(), text == "5", "{text}: {read:?}");
        }
    }
}
