//! The metrics that the shipped data knows.

use whatif_pricing::DriverId;

use super::Labels;
use crate::import::cards::{driver, tables};
use crate::import::tables::Metric;

/// The meaning of a series.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// It counts for a driver.
    Counts(Counted),
    /// It counts for none, for this reason.
    LeftOut(String),
}

/// The driver that a series counts for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    /// The card. `None` if the labels do not say.
    pub card: Option<String>,
    /// The driver.
    pub driver: DriverId,
    /// True if there is no sample when nothing happens.
    pub is_sparse: bool,
}

/// Finds the meaning of a series. `None` if its labels fit no metric.
#[must_use]
pub fn meaning(labels: &Labels) -> Option<Meaning> {
    let fits_all = |metric: &&Metric| {
        metric.when.iter().all(|(name, texts)| {
            let value = labels.iter().find(|(label, _)| label.eq_ignore_ascii_case(name));
            value.is_some_and(|(_, value)| texts.iter().any(|text| fits(text, value)))
        })
    };
    let metric = tables().metrics.metric.iter().find(fits_all)?;
    Some(match (&metric.driver, &metric.why) {
        (Some(name), _) => {
            let (card, is_sparse) = (metric.card.clone(), metric.sparse);
            Meaning::Counts(Counted { card, driver: driver(name), is_sparse })
        }
        (None, why) => Meaning::LeftOut(why.clone().unwrap_or_default()),
    })
}

/// Returns whether a metric is known by a label of this name.
#[must_use]
pub fn is_label(name: &str) -> bool {
    let mut names = tables().metrics.metric.iter().flat_map(|metric| metric.when.keys());
    names.any(|known| known.eq_ignore_ascii_case(name))
}

fn fits(pattern: &str, text: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => text.starts_with(beginning),
        None => pattern == text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_counts_for_a_driver_of_a_card_or_says_why_not() {
        let cards = whatif_pricing::Catalog::shipped();
        for metric in &tables().metrics.metric {
            assert_eq!(metric.driver.is_some(), metric.why.is_none(), "{:?}", metric.when);
            let named = metric.driver.as_ref().map(|name| driver(name));
            assert!(named.is_none_or(|it| it.index() < usize::MAX), "{:?}", metric.when);
            let card = metric.card.iter();
            card.for_each(|card| assert!(cards.card(card).is_ok(), "{card}"));
        }
    }
}
