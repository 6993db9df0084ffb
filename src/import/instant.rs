//! Instants as exports write them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

use super::number;

/// From here on a bare number counts milliseconds.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// An instant in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// Milliseconds.
    pub milliseconds: i64,
    /// True if the text did not say its distance from UTC.
    pub is_local: bool,
}

/// Reads an instant. One that does not say its distance from UTC is taken to be in `zone`.
#[must_use]
pub fn read(text: &str, zone: FixedOffset) -> Option<Instant> {
    let text = text.trim();
    if let Some(milliseconds) = fast(text) {
        return Some(Instant { milliseconds, is_local: false });
    }
    if text.bytes().all(|it| it.is_ascii_digit() || it == b'.') {
        return unix(text);
    }
    let known = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%z"))
        .or_else(|_| {
            DateTime::parse_from_str(&text.replace(" UTC", "Z"), "%Y-%m-%d %H:%M:%S%.f%#z")
        });
    if let Ok(known) = known {
        return Some(Instant { milliseconds: known.timestamp_millis(), is_local: false });
    }
    let forms =
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let local = local.or_else(|| date(text)?.and_hms_opt(0, 0, 0))?;
    let local = local.and_local_timezone(zone).single()?;
    Some(Instant { milliseconds: local.timestamp_millis(), is_local: true })
}

/// A date with its year first, or as Azure writes it with its year last.
fn date(text: &str) -> Option<NaiveDate> {
    let forms = ["%Y-%m-%d", "%m/%d/%Y"];
    forms.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

/// `2026-11-02T10:00:00Z`, by far the most common form, with or without parts of a second.
fn fast(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if !matches!(bytes.len(), 20 | 24) || bytes[bytes.len() - 1] != b'Z' {
        return None;
    }
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if signs.iter().any(|(at, sign)| bytes[*at] != *sign) {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_u32, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    let year = i32::try_from(number(0, 4)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?;
    let at = day.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)?;
    let parts = if bytes.len() == 24 && bytes[19] == b'.' { number(20, 23)? } else { 0 };
    (bytes.len() == 20 || bytes[19] == b'.')
        .then(|| at.and_utc().timestamp_millis() + i64::from(parts))
}

fn unix(text: &str) -> Option<Instant> {
    let number = number::decimal(text)?;
    let whole = i64::try_from(number.trunc().mantissa()).ok()?;
    let milliseconds = if whole >= MILLISECONDS_FROM {
        whole
    } else {
        let thousand = number.checked_mul(1_000.into())?.trunc();
        i64::try_from(thousand.mantissa()).ok()?
    };
    Some(Instant { milliseconds, is_local: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_with_their_distance_from_utc() {
        let utc = FixedOffset::east_opt(0).unwrap();
        let east = FixedOffset::east_opt(8 * 3_600).unwrap();
        let at =
            |text: &str, zone| read(text, zone).map(|it| (it.milliseconds / 1_000, it.is_local));
        let ten = 1_793_613_600;
        for text in [
            "2026-11-02T10:00:00Z",
            "2026-11-02T10:00:00.000Z",
            "2026-11-02T11:00:00+01:00",
            "2026-11-02 10:00:00 UTC",
            "2026-11-02T18:00:00+0800",
            "1793613600",
            "1793613600000",
            "1793613600.5",
        ] {
            assert_eq!(at(text, utc), Some((ten, false)), "{text}");
        }
        assert_eq!(at("2026-11-02 10:00:00", utc), Some((ten, true)));
        assert_eq!(at("2026-11-02 18:00", east), Some((ten, true)));
        assert_eq!(at("2026-11-02", utc), Some((ten - 36_000, true)));
        assert_eq!(at("11/02/2026", utc), Some((ten - 36_000, true)));
        for text in ["", "yesterday", "2026-13-01T00:00:00Z", "02.11.2026", "2026-11-02T25:00:00Z"]
        {
            assert_eq!(read(text, utc), None, "{text}");
        }
    }
}
