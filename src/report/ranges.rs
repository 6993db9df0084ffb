//! The totals over the workload's ranges.

use whatif_pricing::{Places, Ratio, written};

use super::layout::{Body, Entry, Section};
use super::words;
use crate::answer::ranges::{OfferRanges, Ranges};

/// The percentiles of one offer, in each of its currencies.
#[must_use]
pub fn of_one(ranges: &Ranges, of: &OfferRanges) -> Section {
    let each = of.own.iter().chain(&of.converted);
    let each = each.map(|(currency, spread)| Entry::text(&words::spread(*currency, spread)));
    section(ranges, each.collect())
}

/// The percentiles of several offers, and how often each is the cheapest.
#[must_use]
pub fn of_several<'a>(
    ranges: &Ranges,
    all: impl IntoIterator<Item = (&'a str, &'a OfferRanges)>,
) -> Section {
    let says = all.into_iter().filter_map(|(id, of)| Some(Entry::new(id, &says(of)?)));
    section(ranges, says.collect())
}

/// Percentiles and how often an offer is the cheapest. `None` if it has no total.
fn says(of: &OfferRanges) -> Option<String> {
    let (currency, spread) = of.shown()?;
    let share = of.share.map(|share| format!(" · {}", words::cheapest_share(share)));
    Some(format!("{}{}", words::spread(currency, &spread), share.unwrap_or_default()))
}

fn section(ranges: &Ranges, mut entries: Vec<Entry>) -> Section {
    let count = written(Ratio::from(i64::from(ranges.samples.count)), Places::QUANTITY);
    let legend = format!(
        "5, 50 and 95 of 100 samples cost no more ({count} samples, seed {})",
        ranges.samples.seed
    );
    entries.push(Entry::text(&legend));
    let heading = format!("Ranges: {}", words::ranges(&ranges.drivers));
    Section { heading: Entry::text(&heading).text, body: Body::Entries(entries) }
}
