//! The sampling of a quantity, in words.

use crate::number::ratio::Ratio;
use crate::number::unit::{HOUR_SECONDS, MINUTE_SECONDS, counted};
use crate::rate::rated::Sampling;
use crate::time::cycle::Cycle;

pub(super) fn words(sampling: Sampling) -> String {
    match sampling {
        Sampling::Held(_) => "held, to the second".to_owned(),
        Sampling::Lines(cycle) => format!("the sum of other lines in each {}", cycle_name(cycle)),
        Sampling::Kept => "kept, what is taken in in each month".to_owned(),
        Sampling::Percentile(cycle, rank) => {
            let name = cycle_name(cycle);
            format!(
                "the level that {} % of the hours of each {name} do not exceed",
                rank.normalize()
            )
        }
        Sampling::Sum(cycle) => format!("the sum of each {}", cycle_name(cycle)),
        Sampling::Highest(Cycle::Term { months, first }) => {
            let each = counted(Ratio::from(months), "month");
            let least = counted(Ratio::from(first), "month");
            let least =
                if first == months { String::new() } else { format!(", the first of {least}") };
            format!("the highest of each prepaid {each}{least}")
        }
        Sampling::Highest(cycle) => format!("the highest of each {}", cycle_name(cycle)),
        Sampling::Lives(length) => {
            let unit = match length.seconds() {
                MINUTE_SECONDS => "minute",
                HOUR_SECONDS => "hour",
                _ => "day",
            };
            format!("each {unit} begun, counted from its creation")
        }
        Sampling::AtEnd(cycle) => format!("counted at the end of each {}", cycle_name(cycle)),
    }
}

/// A cycle's name.
pub(super) const fn cycle_name(cycle: Cycle) -> &'static str {
    match cycle {
        Cycle::Minute => "minute",
        Cycle::Hour => "hour",
        Cycle::Day => "day",
        Cycle::Month => "month",
        Cycle::Term { .. } => "term",
        Cycle::Every { .. } => "cycle",
        Cycle::Period => "period",
    }
}
