//! A scenario: everything needed to price what is on the screen.

use chrono::NaiveDate;
use whatif_pricing::{
    Catalog, Currency, ExchangeRates, Percent, Period, Selection, Terms, Vocabulary, Workload,
};

/// Workload, terms, and what was chosen on each card. A value: undo keeps former ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// A value or formula for each driver.
    pub workload: Workload,
    /// The stretch of time priced.
    pub period: Period,
    /// The day whose price lists are used; none for those of the period itself.
    pub as_of: Option<NaiveDate>,
    /// A tax on every total.
    pub tax: Option<Percent>,
    /// The currency in which cards are compared.
    pub display: Currency,
    /// What one currency is in another, as the user says.
    pub rates: ExchangeRates,
    /// The card whose invoice is shown, by its place in the catalogue.
    pub selected: usize,
    /// The cards marked for comparison, by place.
    pub marked: Vec<bool>,
    /// Options, readings, prices, adjustments and companions, by card.
    pub selections: Vec<Selection>,
}

impl Scenario {
    /// The worked example that the explorer opens on: the vocabulary's defaults on Tencent's card, beside
    /// a few that do the same; on the first card where a catalogue lacks it.
    #[must_use]
    pub fn opening(catalog: &Catalog, period: Period) -> Self {
        let cards = catalog.cards();
        let selected = cards.iter().position(|card| card.id == OPENING_CARDS[0]);
        let selected = selected.unwrap_or_default();
        Self {
            workload: Workload::standard(Vocabulary::standard()),
            period,
            as_of: None,
            tax: None,
            display: cards[selected].currency,
            rates: ExchangeRates::default(),
            selected,
            marked: cards.iter().map(|card| OPENING_CARDS.contains(&&*card.id)).collect(),
            selections: cards.iter().map(|card| Selection::standard(card)).collect(),
        }
    }

    /// The terms that hold for all cards.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        Terms { period: self.period, as_of: self.as_of, tax: self.tax }
    }
}

/// The cards marked at the start; the worked example of the first is the first thing seen.
const OPENING_CARDS: [&str; 5] = [
    "tencent-ssm-payg",
    "tencent-ssm-enterprise",
    "alibaba-kms-payg",
    "aws-secrets-manager",
    "gcp-secret-manager",
];
