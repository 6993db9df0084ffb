//! The value of a driver as the screen shows it.

use crate::number::money::{Places, written};
use crate::number::ratio::Ratio;
use crate::usage::driver::Driver;
use crate::usage::measure::{Measure, Scale, TIMES, ValueUnit};

impl Driver {
    /// The value as the screen shows it. Typed back it is the same value, to six decimal places.
    ///
    /// ```
    /// use whatif_pricing::{Ratio, Vocabulary};
    /// let drivers = Vocabulary::standard();
    /// let refresh = &drivers[drivers.find("refresh_seconds").unwrap()];
    /// assert_eq!(refresh.shown(Ratio::from(300)), "5 min");
    /// assert_eq!(refresh.shown(Ratio::from(17_280)), "4.8 h");
    /// assert_eq!(refresh.shown(Ratio::from(100)), "100 s");
    /// let calls = &drivers[drivers.find("calls").unwrap()];
    /// assert_eq!(calls.shown(Ratio::from(60_000)), "60,000");
    /// ```
    #[must_use]
    pub fn shown(&self, value: Ratio) -> String {
        let times = match self.measure {
            Measure::Seconds => &TIMES[..],
            Measure::Count | Measure::PerSecond | Measure::PerDay | Measure::PerMonth => &[],
        };
        // The largest unit in which it is one or more, with one decimal place at most.
        let in_unit = |(_, unit): &(&[&str], ValueUnit)| {
            let Some(Scale::Times(seconds)) = unit.scale(self.measure) else { return None };
            let count = value.over(Ratio::from(seconds)).ok()?;
            let tenths = count.times(Ratio::from(10)).ok()?;
            let is_short = tenths.floor() == Ok(tenths) && count >= Ratio::ONE;
            is_short.then(|| format!("{}{}", written(count, Places::QUANTITY), unit.text()))
        };
        let shown = times.iter().rev().find_map(in_unit);
        shown.unwrap_or_else(|| {
            let unit = if times.is_empty() { "" } else { ValueUnit::Second.text() };
            format!("{}{unit}", written(value, Places::QUANTITY))
        })
    }
}
