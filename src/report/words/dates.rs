//! The age of the prices of a total.

use chrono::NaiveDate;
use whatif_pricing::charge::Confidence;
use whatif_pricing::{Ratio, counted};

use crate::answer::PriceDates;

/// The age of prices in a word or two, for a column.
#[must_use]
pub fn price_age(dates: PriceDates, today: NaiveDate) -> String {
    match dates {
        PriceDates::Undated { .. } => "undated".to_owned(),
        PriceDates::Partly { .. } => "part undated".to_owned(),
        PriceDates::Dated { oldest, newest } => between(newest, oldest, today),
    }
}

/// The authors of prices and their age: `official, 148 days old`.
#[must_use]
pub fn price_facts(confidence: Confidence, dates: PriceDates, today: NaiveDate) -> String {
    let age = match dates {
        PriceDates::Undated { read } => format!("undated, read {} ago", days(read, today)),
        PriceDates::Partly { oldest } => {
            format!("part undated, the others up to {} old", days(oldest, today))
        }
        PriceDates::Dated { oldest, newest } => {
            format!("{} old", between(newest, oldest, today))
        }
    };
    format!("{}, {age}", confidence.name())
}

/// `81 to 460 days`.
fn between(newest: NaiveDate, oldest: NaiveDate, today: NaiveDate) -> String {
    if newest == oldest {
        return days(oldest, today);
    }
    format!("{} to {}", (today - newest).num_days(), days(oldest, today))
}

fn days(date: NaiveDate, today: NaiveDate) -> String {
    counted(Ratio::from((today - date).num_days()), "day")
}
