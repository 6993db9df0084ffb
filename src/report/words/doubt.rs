//! The doubts about it.

use whatif_pricing::{Vocabulary, Warning};

use super::{count, no_rate};
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
