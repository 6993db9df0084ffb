//! A scenario: everything needed to price what is on the screen.

use whatif_pricing::{Catalog, Period, Selection, Vocabulary, Workload};

/// Workload, period, and what was chosen on each card. A value: undo keeps former ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// A value or formula for each driver.
    pub workload: Workload,
    /// The stretch of time priced.
    pub period: Period,
    /// The card whose invoice is shown, by its place in the catalogue.
    pub selected: usize,
    /// The cards marked for comparison, by place.
    pub marked: Vec<bool>,
    /// Options, readings and prices, by card.
    pub selections: Vec<Selection>,
}

impl Scenario {
    /// The worked example that the explorer opens on: the vocabulary's defaults on the first card that
    /// keeps secrets, beside the others that do.
    #[must_use]
    pub fn opening(catalog: &Catalog, period: Period) -> Self {
        let cards = catalog.cards();
        let keeps_secrets = |jobs: &[String]| jobs.iter().any(|job| job == "secrets");
        let example = cards.iter().position(|card| card.id == OPENING_CARD);
        Self {
            workload: Workload::standard(Vocabulary::standard()),
            period,
            selected: example.unwrap_or_default(),
            marked: cards.iter().map(|card| keeps_secrets(&card.jobs)).collect(),
            selections: cards.iter().map(|card| Selection::standard(card)).collect(),
        }
    }
}

/// The card whose worked example is the first thing seen.
const OPENING_CARD: &str = "tencent-ssm-payg";
