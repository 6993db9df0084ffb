//! Events that happen once in an interval that an attribute names.

use whatif_pricing::{Ratio, counted};

use super::Every;
use super::resource::{LATER, Resource};
use crate::import::cards::driver;
use crate::import::draft::{Draft, Place, digits};
use crate::import::error::{ImportError, quoted};
use crate::import::interval::{self, Unit};
use crate::import::tree::At;

/// Seconds of 30 days, over which rates are stated.
const MONTH: i64 = 30 * interval::DAY;

/// Adds one event in each interval. Returns whether the resource has one, or is left out with a reason.
pub fn rate(
    every: &Every,
    resource: &Resource<'_>,
    place: &Place,
    draft: &mut Draft,
) -> Result<bool, ImportError> {
    if let Some(flag) = &every.only_if {
        match resource.text(flag).as_deref() {
            Some("true") => {}
            Some(_) => return Ok(false),
            None => {
                let has_interval = every.at.iter().any(|path| resource.at(path) != At::Missing);
                if has_interval {
                    let what = format!("{flag} of {}", resource.kind);
                    draft.leave_out(&what, LATER, resource.row());
                }
                return Ok(has_interval);
            }
        }
    }
    if let Some(path) = &every.needs
        && resource.at(path) == At::Missing
    {
        return Ok(false);
    }
    let what = format!("interval of {}", resource.kind);
    let unread = |text: &str| format!("'{}' is not read as an interval", quoted(text));
    let mut zero = None;
    for path in &every.at {
        let text = match resource.text(path) {
            Some(text) if text.is_empty() => continue,
            // Zero stands where another path has the interval.
            Some(text) if is_zero(&text) => {
                zero = Some(text);
                continue;
            }
            Some(text) => text,
            None => {
                draft.leave_out(&what, LATER, resource.row());
                return Ok(true);
            }
        };
        let is_last = every.at.last() == Some(path);
        let Some(seconds) = shortened(every, is_last, resource, &text) else {
            draft.leave_out(&what, &unread(&text), resource.row());
            return Ok(true);
        };
        let Some(name) = &every.driver else {
            let days = seconds.over(Ratio::from(interval::DAY)).unwrap_or_default();
            let days = counted(days, "day");
            draft.notes.insert(format!("{}: a new version every {days}", resource.address));
            return Ok(true);
        };
        let times = Ratio::from(MONTH).over(seconds);
        let times = times.map_err(|source| digits(resource.file, source))?;
        draft.add(place, driver(name), times, resource.row())?;
        return Ok(true);
    }
    match zero {
        Some(zero) if !every.zero_is_off => {
            draft.leave_out(&what, &unread(&zero), resource.row());
            Ok(true)
        }
        Some(_) | None => Ok(false),
    }
}

fn is_zero(text: &str) -> bool {
    Ratio::parse(text).is_some_and(Ratio::is_zero)
}

/// The interval in seconds, less the time before its end at which the change is made, or the share of it.
fn shortened(every: &Every, is_last: bool, resource: &Resource<'_>, text: &str) -> Option<Ratio> {
    let whole = interval::seconds(text, every.unit)?;
    let less = every
        .less
        .as_ref()
        .filter(|_| is_last)
        .and_then(|path| resource.text(path))
        .unwrap_or_default();
    let percent = every.percent.as_ref().filter(|_| is_last);
    let percent = percent.and_then(|path| resource.text(path)).filter(|text| !is_zero(text));
    if let Some(percent) = percent.filter(|text| !text.is_empty()) {
        let share = Ratio::parse(&percent).filter(|it| !it.is_negative())?;
        return whole.times(share).ok()?.over(Ratio::from(100)).ok();
    }
    if less.is_empty() || is_zero(&less) {
        return Some(whole);
    }
    let rest = whole.minus(interval::seconds(&less, Unit::Days)?).ok()?;
    (!rest.is_zero() && !rest.is_negative()).then_some(rest)
}
