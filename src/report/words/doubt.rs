//! The doubts about it.

use whatif_pricing::{Doubt as PriceDoubt, Places, Vocabulary, Warning, counted, written};

use super::{count, no_rate};
use crate::answer::carry::{By, Carried};
use crate::answer::{Concern, Doubt};

/// For whom something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The user, who can give flags or press keys.
    User,
    /// Someone who is sent a file.
    Reader,
}

/// One thing to be careful about. A companion's begins with its name.
#[must_use]
pub fn doubt(doubt: &Doubt, audience: Audience) -> String {
    let name = || doubt.card.name();
    let text = match &doubt.concern {
        Concern::NoRate { from, to } => {
            let no_rate = match audience {
                Audience::User => no_rate(*from, *to),
                Audience::Reader => format!("no rate leads from {from} to {to}"),
            };
            return if doubt.is_companion {
                format!("{} is not in the total together, for {no_rate}", name())
            } else {
                format!("the total is not in {to}, for {no_rate}")
            };
        }
        Concern::Invoice(warning) => invoice(doubt, warning, audience),
        Concern::Carried(carried) => carried_by(carried, &doubt.card.id, audience),
        Concern::Closed(why) => format!("{}: {why}", doubt.card.plan),
        Concern::Stale { date, is_dated, days } => {
            let date = if *is_dated { format!("of {date}") } else { format!("read on {date}") };
            let days = count(usize::try_from(*days).unwrap_or_default(), "day");
            format!("prices {date} are {days} old: check the source")
        }
        Concern::ThirdParty(labels) => {
            let labels = labels.join(", ");
            format!("{labels}: priced by a third party, not by the vendor: check with the vendor")
        }
    };
    if doubt.is_companion { format!("{}: {text}", name()) } else { text }
}

/// A change that carries the workload, with the total: `Throughput: higher carries it, for USD 1,080.00 in all`.
#[must_use]
pub fn carried_by(carried: &Carried, card: &str, audience: Audience) -> String {
    let flag = |flag: String| match audience {
        Audience::User => format!(" ({flag})"),
        Audience::Reader => String::new(),
    };
    let (by, flag) = match &carried.by {
        By::Choice { option, asks, choice, answer } => {
            let by = format!("{asks}: {answer} carries it");
            (by, flag(format!("--option {card}:{option}={choice}")))
        }
        By::Card { card } => (format!("{card} carries it"), String::new()),
        By::More { driver, value } => {
            let driver = &Vocabulary::standard()[*driver];
            let by = format!("{} carry it", counted(*value, &driver.unit));
            let value = written(*value, Places::QUANTITY).replace(',', "");
            (by, flag(format!("--set {}={value}", driver.name)))
        }
    };
    let total = carried.total.map_or_else(String::new, |total| {
        format!(", for {} in all", super::total(carried.currency, total))
    });
    format!("{by}{total}{flag}")
}

fn invoice(doubt: &Doubt, warning: &Warning, audience: Audience) -> String {
    if let (Warning::Unpublished { charge }, Audience::Reader) = (warning, audience) {
        let label = &doubt.card.charges[*charge].label;
        return format!("{label}: price unpublished, so the total is incomplete");
    }
    warning.text(&doubt.card, Vocabulary::standard())
}

/// Returns whether a doubt is about a part of the workload that is not in the price.
#[must_use]
pub const fn left_out(doubt: &Doubt) -> bool {
    matches!(doubt.concern, Concern::Invoice(Warning::NotRead { .. } | Warning::CannotDo { .. }))
}

/// A doubt about one price, after its name: `is transcribed`.
#[must_use]
pub fn price_doubt(doubt: PriceDoubt) -> String {
    match doubt {
        PriceDoubt::ThirdParty => "is a third party's".to_owned(),
        PriceDoubt::Transcribed => "is transcribed".to_owned(),
        PriceDoubt::Undated { .. } => "has no date".to_owned(),
        PriceDoubt::Old { dated } => format!("is of {dated}"),
        PriceDoubt::Unpublished => "is unpublished".to_owned(),
    }
}
