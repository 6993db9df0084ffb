//! Instants as exports write them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::number;

/// The expected content of a time.
pub const EXPECTED: &str =
    "a time from 1970 to 9899, such as 2026-11-02T10:00:00Z or seconds since 1970";
/// From here on a bare number counts thousandths of a second. They are of 1973, as seconds they were of 5138.
const THOUSANDTHS_FROM: i128 = 100_000_000_000;

/// An instant in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// Milliseconds.
    pub milliseconds: i64,
    /// True if the text did not say its distance from UTC.
    pub is_local: bool,
}

/// Reads an instant. One that does not say its distance from UTC is taken to be in `zone`. `None` if it is none, or
/// of a year that is not priced.
#[must_use]
pub fn read(text: &str, zone: FixedOffset) -> Option<Instant> {
    let found = any(text.trim(), zone)?;
    let date = DateTime::from_timestamp_millis(found.milliseconds)?.date_naive();
    whatif_pricing::is_writable(&date).then_some(found)
}

fn any(text: &str, zone: FixedOffset) -> Option<Instant> {
    if let Some(found) = fast(text, zone) {
        return Some(found);
    }
    if text.bytes().all(|it| it.is_ascii_digit() || it == b'.') {
        return unix(text);
    }
    let known = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
        .or_else(|_| {
            DateTime::parse_from_str(&text.replace(" UTC", "Z"), "%Y-%m-%d %H:%M:%S%.f%#z")
        });
    if let Ok(known) = known {
        return Some(Instant { milliseconds: known.timestamp_millis(), is_local: false });
    }
    let forms = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
        "%Y/%m/%d %H:%M:%S%.f",
        "%Y/%m/%d %H:%M",
    ];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let local = local.or_else(|| date(text)?.and_hms_opt(0, 0, 0))?;
    let local = local.and_local_timezone(zone).single()?;
    Some(Instant { milliseconds: local.timestamp_millis(), is_local: true })
}

/// A date with its year first, or as Azure writes it with its year last.
fn date(text: &str) -> Option<NaiveDate> {
    let forms = ["%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y"];
    forms.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

/// A date with its year last: the month first, and the day first. `None` if it is no such date.
#[must_use]
pub fn orders(text: &str) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    let date = text.split(' ').next().unwrap_or_default();
    let is_short = date.len() <= 10 && date.bytes().all(|it| it.is_ascii_digit() || it == b'/');
    let mut parts = date.split('/').filter(|_| is_short);
    let (one, other, year) = (parts.next()?, parts.next()?, parts.next()?);
    let (one, other) = (one.parse::<u32>().ok()?, other.parse::<u32>().ok()?);
    let year = Some(year).filter(|year| year.len() == 4)?.parse::<i32>().ok()?;
    let of = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    Some((of(one, other), of(other, one)))
}

/// The most common forms, such as `2026-11-02T10:00:00Z` and `2026-11-02 10:00:00`, with or without thousandths.
fn fast(text: &str, zone: FixedOffset) -> Option<Instant> {
    let bytes = text.as_bytes();
    if bytes.len() < 19 || !matches!(bytes[10], b'T' | b' ') || !matches!(bytes[4], b'-' | b'/') {
        return None;
    }
    if bytes[7] != bytes[4] || bytes[13] != b':' || bytes[16] != b':' {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_u32, |sum, byte| {
            byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0'))
        })
    };
    let (parts, rest) = match &bytes[19..] {
        [b'.', _, _, _, rest @ ..] => (number(20, 23)?, rest),
        rest => (0, rest),
    };
    let is_local = match rest {
        b"" => true,
        b"Z" | b" UTC" => false,
        _ => return None,
    };
    let year = i32::try_from(number(0, 4)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?;
    let at = day.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)?;
    let at = at.and_utc().timestamp_millis() + i64::from(parts);
    let behind = if is_local { i64::from(zone.local_minus_utc()) * 1_000 } else { 0 };
    Some(Instant { milliseconds: at - behind, is_local })
}

/// Seconds since 1970, or by their size thousandths, millionths or billionths of them.
fn unix(text: &str) -> Option<Instant> {
    let number = number::decimal(text)?;
    let whole = number.trunc().mantissa();
    let milliseconds = if whole < THOUSANDTHS_FROM {
        number.checked_mul(Decimal::ONE_THOUSAND)?.trunc().mantissa()
    } else if whole < THOUSANDTHS_FROM * 1_000 {
        whole
    } else if whole < THOUSANDTHS_FROM * 1_000_000 {
        whole / 1_000
    } else {
        whole / 1_000_000
    };
    Some(Instant { milliseconds: i64::try_from(milliseconds).ok()?, is_local: false })
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
            "1793613600000000",
            "1793613600000000000",
            "2026-11-02T10:00Z",
            "2026-11-02T18:00+08:00",
        ] {
            assert_eq!(at(text, utc), Some((ten, false)), "{text}");
        }
        assert_eq!(at("2026-11-02 10:00:00", utc), Some((ten, true)));
        assert_eq!(at("2026-11-02 18:00", east), Some((ten, true)));
        for text in ["2026-11-02 18:00:00", "2026-11-02T18:00:00.000", "2026/11/02 18:00:00"] {
            assert_eq!(at(text, east), Some((ten, true)), "{text}");
        }
        assert_eq!(at("2026/11/02", utc), Some((ten - 36_000, true)));
        assert_eq!(at("2026-11-02", utc), Some((ten - 36_000, true)));
        assert_eq!(at("11/02/2026", utc), Some((ten - 36_000, true)));
        for text in [
            "",
            "yesterday",
            "2026-13-01T00:00:00Z",
            "02.11.2026",
            "2026-11-02T25:00:00Z",
            "1969-12-31T23:59:59Z",
            "9900-01-01",
            "1793613600000000000000",
        ] {
            assert_eq!(read(text, utc), None, "{text}");
        }
        let exact = |text| read(text, utc).unwrap().milliseconds;
        assert_eq!(exact("1793613600123456"), 1_793_613_600_123);
        assert_eq!(exact("1793613600123456789"), 1_793_613_600_123);
    }

    #[test]
    fn a_date_with_its_year_last_may_have_two_orders() {
        let found = |text| orders(text).map(|(month, day)| (month.is_some(), day.is_some()));
        assert_eq!(found("11/13/2026"), Some((true, false)));
        assert_eq!(found("13/11/2026 00:00:00"), Some((false, true)));
        assert_eq!(found("1/2/2026"), Some((true, true)));
        for text in ["", "2026-11-13", "2026/11/13", "1/2/26", "1/2", "a/b/2026"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
