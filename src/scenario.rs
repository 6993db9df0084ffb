//! The scenario: what is asked, with offers, charges, options, readings and drivers named by id.
//!
//! It owns the file format and the code of a scenario. It prices nothing and knows no cards: what a card
//! no longer has stays as it was written, and holds again when the card has it.

pub mod code;
mod day;
pub mod file;
pub mod letters;
mod offer;
mod price;
mod record;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::{
    Change, Currency, DriverId, ExchangeRates, Percent, Period, RateCard, Ratio, Samples, Terms,
    Vocabulary, Workload,
};

pub use day::start_of_day;
pub use file::{FILE_BYTES_MAX, Records, ScenarioFile};
pub use letters::Letters;
pub use offer::{
    Choices, CompanionChoices, LABEL_CHARS_MAX, Missing, Offer, OfferId, OfferIdError, Offers,
    PartKind,
};
pub use price::{OtherCurrency, TypedPrice};
pub use record::{ChargeRecord, Record, RecordChange};

/// The question that is asked. A value: undo keeps former ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// A title or caption in the user's words. Shown on the stage.
    pub notes: String,
    /// Everything that a figure depends on.
    pub inputs: Inputs,
    /// The offer whose invoice is shown.
    pub selected: OfferId,
    /// The offers marked for comparison.
    pub marked: BTreeSet<OfferId>,
    /// The letters of marked offers, where they are not those of the catalogue's order.
    pub letters: Letters,
    /// The amount that totals are held against.
    pub budget: Option<Budget>,
    /// Picks the samples drawn from the workload's ranges.
    pub seed: u64,
    /// The inputs that all figures are compared with.
    pub baseline: Option<Arc<Inputs>>,
    /// The drivers that were imported, by name.
    pub imported: BTreeMap<String, Imported>,
}

/// The origin of an imported driver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The rows it is from, in words.
    pub from: String,
    /// The value that was imported, as it is typed. The driver was edited if it has another.
    pub value: String,
}

/// Everything that a figure depends on: two equal inputs give the same invoices.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// A value or formula for each driver.
    pub workload: Workload,
    /// Changes of the workload within the period, in the order given.
    pub changes: Vec<Change>,
    /// The stretch of time priced.
    pub period: Period,
    /// The day whose price lists apply. The lists of the period itself if `None`.
    pub as_of: Option<NaiveDate>,
    /// A tax on every total.
    pub tax: Option<Percent>,
    /// The currency in which offers are compared.
    pub display: Currency,
    /// The user's exchange rates.
    pub rates: ExchangeRates,
    /// The offers that differ from their cards' defaults.
    pub offers: Offers,
}

/// An amount that totals are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The limit.
    pub amount: Ratio,
    /// The currency it was typed in.
    pub currency: Currency,
}

impl Inputs {
    /// Every driver and every offer at its default.
    #[must_use]
    pub fn standard(period: Period, display: Currency) -> Self {
        Self {
            workload: Workload::standard(Vocabulary::standard()),
            changes: Vec::new(),
            period,
            as_of: None,
            tax: None,
            display,
            rates: ExchangeRates::default(),
            offers: Offers::default(),
        }
    }

    /// The terms that apply to all cards.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        Terms { period: self.period, as_of: self.as_of, tax: self.tax }
    }

    /// Returns whether the workload stays the same over the whole period.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns whether every offer costs the same under both. The currency of the comparison
    /// changes no price.
    #[must_use]
    pub fn prices_as(&self, other: &Self) -> bool {
        let same_currency = Self { display: other.display, ..self.clone() };
        same_currency == *other
    }
}

impl Scenario {
    /// The worked example that the explorer opens with: the default workload, Tencent's card selected,
    /// a few that do the same job marked. Selects the first card if the cards lack Tencent's.
    #[must_use]
    pub fn opening(cards: &[Arc<RateCard>], period: Period) -> Self {
        let has = |id: &&&str| cards.iter().any(|card| card.id == **id);
        let marked = OPENING_CARDS.iter().filter(has).map(|id| OfferId::of_card(id)).collect();
        Self { marked, ..Self::blank(cards, period) }
    }

    /// Every driver and offer at its default and nothing marked.
    #[must_use]
    pub fn blank(cards: &[Arc<RateCard>], period: Period) -> Self {
        let selected = opening_card(cards);
        let display = selected.map_or_else(us_dollar, |card| card.default_currency());
        let selected = selected.map_or(OPENING_CARDS[0], |card| &card.id);
        Self {
            notes: String::new(),
            inputs: Inputs::standard(period, display),
            selected: OfferId::of_card(selected),
            marked: BTreeSet::new(),
            letters: Letters::new(),
            budget: None,
            seed: Samples::default().seed,
            baseline: None,
            imported: BTreeMap::new(),
        }
    }

    /// The origin of a driver that was imported, and whether it was edited since. `None` if it was not imported.
    #[must_use]
    pub fn import_of(&self, driver: DriverId) -> Option<(&Imported, bool)> {
        let workload = &self.inputs.workload;
        let imported = self.imported.get(&workload.vocabulary()[driver].name)?;
        Some((imported, workload.value(driver).text() != imported.value))
    }

    /// Returns whether an offer is marked or its invoice is shown.
    #[must_use]
    pub fn shows(&self, offer: &OfferId) -> bool {
        self.selected == *offer || self.marked.contains(offer)
    }
}

/// The currency of a scenario over no cards.
fn us_dollar() -> Currency {
    Currency::parse("USD").expect("three capital letters")
}

/// The card that a scenario selects until the user selects another.
#[must_use]
pub fn opening_card(cards: &[Arc<RateCard>]) -> Option<&Arc<RateCard>> {
    cards.iter().find(|card| card.id == OPENING_CARDS[0]).or_else(|| cards.first())
}

/// The cards marked at the start. The worked example of the first is the first thing seen.
const OPENING_CARDS: [&str; 5] = [
    "tencent-ssm-payg",
    "tencent-ssm-enterprise",
    "alibaba-kms-payg",
    "aws-secrets-manager",
    "gcp-secret-manager",
];
