//! The computer's clock and its time zone.
//!
//! Neither can stop the program: a clock may stand before 1970, and the zone may name a file without end.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Local, NaiveDate, NaiveDateTime, Utc};

/// No file of a time zone is larger.
const ZONE_BYTES_MAX: u64 = 1_000_000;

/// A day near the end of the years that are priced. What begins there ends within them.
const LAST: NaiveDate = NaiveDate::from_ymd_opt(9_899, 1, 1).expect("it is in the calendar");

/// The folders that a zone's name is looked up in.
const ZONES: [&str; 4] =
    ["/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo", "/usr/share/lib/zoneinfo"];

/// The day of today by the local clock. A clock that stands outside the years that are priced is taken to stand at
/// their nearest end.
#[must_use]
pub fn today() -> NaiveDate {
    priced(local(SystemTime::now()).map(|at| at.date()))
}

/// The warning of a clock that stands outside the years that are priced. `None` if it does not.
#[must_use]
pub fn warning() -> Option<String> {
    let now = local(SystemTime::now()).map(|at| at.date());
    let taken = priced(now);
    if now == Some(taken) {
        return None;
    }
    let says = now.map_or_else(|| "a day beyond the calendar".to_owned(), |day| day.to_string());
    Some(format!(
        "the computer's clock says {says}, which is taken for {taken}: set it, or give --start"
    ))
}

/// The nearest day that is priced.
fn priced(day: Option<NaiveDate>) -> NaiveDate {
    match day {
        Some(day) if whatif_pricing::is_writable(&day) => day,
        Some(day) if day > NaiveDate::default() => LAST,
        Some(_) | None => NaiveDate::default(),
    }
}

/// An instant on the local clock. `None` if it is beyond the calendar.
#[must_use]
pub fn local(at: SystemTime) -> Option<NaiveDateTime> {
    let utc = utc(at)?;
    let zone = std::env::var_os("TZ");
    let is_sound = zone_files(zone.as_deref()).iter().all(|file| is_small_file(file));
    Some(if is_sound { utc.with_timezone(&Local).naive_local() } else { utc.naive_utc() })
}

fn utc(at: SystemTime) -> Option<DateTime<Utc>> {
    match at.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => instant(i64::try_from(since.as_secs()).ok()?, since.subsec_nanos()),
        Err(before) => {
            let before = before.duration();
            // Whole seconds down, so that the rest of a second counts up.
            let seconds = before.as_secs().checked_add(u64::from(before.subsec_nanos() > 0))?;
            let rest = Duration::from_secs(seconds).checked_sub(before)?;
            instant(i64::try_from(seconds).ok()?.checked_neg()?, rest.subsec_nanos())
        }
    }
}

/// Leaves a day before each end, so that the time has a place on every local clock.
fn instant(seconds: i64, nanos: u32) -> Option<DateTime<Utc>> {
    let day = chrono::TimeDelta::days(1);
    let at = DateTime::from_timestamp(seconds, nanos)?;
    (at.checked_add_signed(day).is_some() && at.checked_sub_signed(day).is_some()).then_some(at)
}

/// The files that a time zone may be read from, and that exist.
fn zone_files(zone: Option<&OsStr>) -> Vec<PathBuf> {
    let Some(zone) = zone.map(|zone| zone.to_string_lossy().into_owned()) else {
        return vec![PathBuf::from("/etc/localtime")];
    };
    let name = zone.trim_start_matches(':');
    let files = ZONES.iter().map(|folder| Path::new(folder).join(name));
    std::iter::once(PathBuf::from(name)).chain(files).filter(|file| file.exists()).collect()
}

/// Returns whether a file can be read to its end: a device may have none.
fn is_small_file(file: &Path) -> bool {
    // One that is not there is not read.
    file.metadata().map_or(true, |it| it.is_dir() || it.is_file() && it.len() <= ZONE_BYTES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> SystemTime {
        let by = Duration::from_secs(seconds.unsigned_abs());
        let start = SystemTime::UNIX_EPOCH;
        if seconds < 0 { start - by } else { start + by }
    }

    #[test]
    fn a_clock_beyond_the_priced_years_stands_at_their_end() {
        let day = |year| NaiveDate::from_ymd_opt(year, 6, 1);
        assert_eq!(priced(day(1969)).to_string(), "1970-01-01");
        assert_eq!(priced(day(2026)), day(2026).unwrap());
        assert_eq!(priced(day(9_950)).to_string(), "9899-01-01");
        assert_eq!(priced(None).to_string(), "1970-01-01");
        assert_eq!(warning(), None);
    }

    #[test]
    fn a_clock_before_1970_has_a_date() {
        let before = at(0) - Duration::from_millis(1);
        assert_eq!(utc(before).unwrap().to_rfc3339(), "1969-12-31T23:59:59.999+00:00");
        assert_eq!(utc(at(-86_400)).unwrap().to_rfc3339(), "1969-12-31T00:00:00+00:00");
        assert!(local(at(-86_400 * 365)).is_some());
    }

    #[test]
    fn a_clock_beyond_the_calendar_has_none() {
        assert_eq!(local(at(i64::MAX / 2)), None);
        assert_eq!(local(at(-i64::MAX / 2)), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_zone_without_end_is_not_read() {
        let sound =
            |zone: &str| zone_files(Some(OsStr::new(zone))).iter().all(|it| is_small_file(it));
        assert!(!sound(":/dev/zero") && !sound("/dev/zero") && !sound("../../../dev/zero"));
        assert!(sound("Europe/Berlin") && sound("EST5EDT") && sound("") && sound("no/such/zone"));
    }
}
