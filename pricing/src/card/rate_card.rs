//! A rate card: one provider's price sheet for one plan.
//!
//! A card that exists can be priced: everything in it was checked when it was read (see
//! [`RateCard::read`]), so nothing here has a state that means "broken".

use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::card::bound::Bound;
use crate::card::charge::{AxesPatch, Charge, Confidence};
use crate::card::choice::Choice;
use crate::card::lifecycle::{Bill, Stage};
use crate::card::pool::Pool;
use crate::card::quota::Quota;
use crate::card::unknown_choice::{UnknownChoice, find, find_of};
use crate::number::money::{Currency, Money};
use crate::number::percent::Percent;
use crate::time::period::Period;
use crate::usage::driver::DriverId;
use crate::usage::follow::Follow;
use crate::usage::formula::Formula;
use crate::usage::suggest::Unknown;
use crate::usage::workload::Workload;

/// The source of a card's facts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// The name within the card.
    pub id: String,
    /// The document's title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The document's own date. `None` if it has no date.
    pub dated: Option<NaiveDate>,
    /// The day on which it was read.
    pub read: NaiveDate,
}

/// One of the choices of an option, or one of the readings of an assumption.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Named {
    /// The name on the command line and in scenarios.
    pub id: String,
    /// The words on the screen.
    pub label: String,
}

/// A choice that belongs to one card: region group, instance type, edition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CardOption {
    /// The name on the command line and in scenarios.
    pub id: String,
    /// The words on the screen.
    pub label: String,
    /// The one who decides: the price or the user.
    pub choose: Choosing,
    /// The choices; the first is the default.
    pub choices: Vec<Named>,
    /// By choice: the time for which it binds. `None` if it can be left at any time.
    pub terms: Vec<Option<Bound>>,
}

/// The one who decides about an option.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choosing {
    /// The price does: every choice serves the same job, such as a term, a commitment or a plan.
    Price,
    /// The user does: a region, a free tier that is used up, an edition for a feature, software or HSM.
    #[default]
    Requirement,
}

impl Choosing {
    pub(crate) const NAMES: [&str; 2] = ["price", "requirement"];

    pub(crate) fn parse(word: &str) -> Option<Self> {
        let all = [Self::Price, Self::Requirement];
        all.into_iter().zip(Self::NAMES).find(|(_, name)| *name == word).map(|(it, _)| it)
    }
}

/// One reading of an ambiguous source.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// Its name.
    pub named: Named,
    /// The changes that it makes, by the charge's place in the card.
    pub charges: Vec<(usize, AxesPatch)>,
    /// True if fees accrue, by the stage's place in the lifecycle.
    pub accrues: Vec<(usize, bool)>,
}

/// A place where the source is ambiguous; the user can switch how it is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Assumption {
    /// The name on the command line and in scenarios.
    pub id: String,
    /// The rule of the source that is ambiguous.
    pub rule: String,
    /// The question that the source leaves open.
    pub asks: String,
    /// The readings.
    pub readings: Vec<Reading>,
    /// The one taken where nothing is said.
    pub default: usize,
}

/// A price list that is no longer in force: what was different before the one after it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FormerList {
    /// The day from which it was in force. `None` if that is not known, on the oldest only.
    pub from: Option<NaiveDate>,
    /// The differences, in our words.
    pub says: String,
    /// The source's place in the card.
    pub source: usize,
    /// The differences, by the charge's place in the card.
    pub charges: Vec<(usize, AxesPatch)>,
    /// The differences where a reading is taken that changes the same.
    pub readings: Vec<FormerReading>,
}

/// The differences of a former price list under one reading of the source.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FormerReading {
    /// The assumption's place in the card.
    pub assumption: usize,
    /// The reading's place in it.
    pub reading: usize,
    /// The differences then, by the charge's place in the card.
    pub charges: Vec<(usize, AxesPatch)>,
}

/// Another card whose service this one needs or can use.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Companion {
    /// The card's id.
    pub card: String,
    /// The occasion on which it is needed, and its purpose.
    pub says: String,
    /// The drivers of the other card that follow what this one is used for.
    pub follows: Vec<Follow>,
}

/// A rule of the source, in our words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its id, such as `T7`.
    pub id: String,
    /// The text of the rule.
    pub says: String,
}

/// A change within an example.
#[derive(Clone, Debug)]
pub struct ExampleEvent {
    /// The instant of the change.
    pub at: DateTime<FixedOffset>,
    /// The driver and the text it is set to.
    pub driver: DriverId,
    /// The text it is set to.
    pub value: String,
}

/// A worked example of the source, run whenever the card is checked.
#[derive(Clone, Debug)]
pub struct Example {
    /// The point that it shows.
    pub says: String,
    /// Printed by a source, rather than worked out by us from the rules.
    pub published: bool,
    /// The period that it prices.
    pub period: Period,
    /// Drivers and the text each is set to.
    pub set: Vec<(DriverId, String)>,
    /// Options, readings and prices that differ from the defaults.
    pub selection: Selection,
    /// Changes within the period.
    pub events: Vec<ExampleEvent>,
    /// Expected amounts by the charge's place.
    pub lines: Vec<(usize, Decimal)>,
    /// The expected total.
    pub total: Option<Decimal>,
    /// Expected lengths of the billing records in seconds, by the charge's place.
    pub seconds: Vec<(usize, Vec<i64>)>,
    /// The text that the source prints instead, if it contradicts itself.
    pub source_prints: Option<String>,
    /// The place in the card's text, for reports.
    pub(crate) place: std::ops::Range<usize>,
}

/// One provider's price sheet for one plan.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RateCard {
    /// The name on the command line and in scenarios.
    pub id: String,
    /// The vendor that sells it.
    pub provider: String,
    /// The name of the service.
    pub service: String,
    /// The plan by which it is bought.
    pub plan: String,
    /// The jobs it can do: the groups of the picker.
    pub jobs: Vec<String>,
    /// The currency of all its prices, by its options.
    pub currency: Choice<Currency>,
    /// The clock of its days and bills.
    #[serde(with = "crate::card::offset")]
    pub offset: FixedOffset,
    /// The reason why it cannot be bought any more, if that is so.
    pub closed: Option<String>,
    /// The special need that it alone serves, such as card payments. `None` if it serves its jobs at large.
    pub only_for: Option<String>,
    /// The day from which its charges are in force. `None` if that is not known.
    pub effective_from: Option<NaiveDate>,
    /// The day from which the service no longer exists.
    pub ended: Option<NaiveDate>,
    /// The price lists before that, newest first.
    pub former: Vec<FormerList>,
    /// Cards that its use needs too.
    pub companions: Vec<Companion>,
    /// The sources of its facts, one or more.
    pub sources: Vec<Source>,
    /// Its choices.
    pub options: Vec<CardOption>,
    /// Its ambiguities.
    pub assumptions: Vec<Assumption>,
    /// Its priced items, one or more.
    pub charges: Vec<Charge>,
    /// The vendor's limits.
    pub quotas: Vec<Quota>,
    /// The stages of an overdue account.
    pub lifecycle: Vec<Stage>,
    /// The time at which its bills exist.
    pub bill: Option<Bill>,
    /// The rules of its sources, in our words.
    pub rules: Vec<Rule>,
    /// Notes on what else a reader should know.
    pub notes: Vec<String>,
    /// The amounts that several charges share.
    pub pools: Vec<Pool>,
    /// The worked examples of its sources, once they were read.
    #[serde(skip)]
    pub(crate) examples: OnceLock<Vec<Example>>,
    /// The whole text, of which the examples are still to be read.
    #[serde(skip)]
    pub(crate) unread: Option<Unread>,
}

/// The origin of the text of a compiled card.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unread {
    pub text: fn(usize) -> String,
    pub place: usize,
}

impl RateCard {
    /// Provider and service in one; a word in which they meet stands once, as in Google Cloud KMS.
    ///
    /// ```
    /// use whatif_pricing::Catalog;
    /// let name = |id: &str| Catalog::shipped().card(id).unwrap().name();
    /// assert_eq!(name("tencent-ssm-payg"), "Tencent Cloud SSM");
    /// assert_eq!(name("gcp-kms"), "Google Cloud KMS");
    /// assert_eq!(name("doppler"), "Doppler");
    /// ```
    #[must_use]
    pub fn name(&self) -> String {
        let last = self.provider.rsplit(' ').next().unwrap_or_default();
        let rest =
            self.service.strip_prefix(last).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        match rest {
            Some(rest) => format!("{}{rest}", self.provider),
            None => format!("{} {}", self.provider, self.service),
        }
    }

    /// The currency of its prices for the choices made on its options, given by their places.
    #[must_use]
    pub fn currency_of(&self, chosen: &[usize]) -> Currency {
        *self.currency.pick(chosen)
    }

    /// The currency of its prices before anything is chosen.
    #[must_use]
    pub fn default_currency(&self) -> Currency {
        *self.currency.first()
    }

    /// Every currency that its prices can be in, that by default first.
    #[must_use]
    pub fn currencies(&self) -> Vec<Currency> {
        let mut all: Vec<Currency> = Vec::new();
        for currency in self.currency.all() {
            if !all.contains(currency) {
                all.push(*currency);
            }
        }
        all
    }

    /// Provider, service and plan in one.
    #[must_use]
    pub fn title(&self) -> String {
        self.titled(&self.plan)
    }

    /// Provider, service and another name for the plan in one.
    #[must_use]
    pub fn titled(&self, plan: &str) -> String {
        format!("{} · {plan}", self.name())
    }

    /// The date of its prices: a card is as old as the oldest source of a charge, by the document's own
    /// date, or else the day on which it was read.
    ///
    /// # Panics
    /// Never: a card that was read has a charge, and each charge a source.
    #[must_use]
    pub fn dated(&self) -> NaiveDate {
        let sources = self.charges.iter().map(|charge| &self.sources[*charge.source.first()]);
        let dates = sources.map(|source| source.dated.unwrap_or(source.read));
        dates.min().expect("a card has a charge")
    }

    /// Returns whether [`Self::dated`] is a date that the source itself carries, and not the day it
    /// was read.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        let sources = self.charges.iter().map(|charge| &self.sources[*charge.source.first()]);
        let oldest = sources.min_by_key(|source| source.dated.unwrap_or(source.read));
        oldest.is_some_and(|source| source.dated.is_some())
    }

    /// The least sure of its prices, whatever is chosen.
    ///
    /// # Panics
    /// Never: a card that was read has a charge.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        let all = self.charges.iter().flat_map(|charge| charge.confidence.all());
        *all.max().expect("a card has a charge")
    }

    /// The charge of this name.
    pub fn charge(&self, id: &str) -> Result<usize, Unknown> {
        let ids = self.charges.iter().map(|charge| charge.id.as_str());
        find("charge", id, ids)
    }

    /// A rule in our words.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Is there a job that both can do, so that one may stand in for the other?
    #[must_use]
    pub fn is_rival_of(&self, other: &Self) -> bool {
        self.jobs.iter().any(|job| other.jobs.contains(job))
    }

    /// The drivers that its invoice depends on for this workload: those its charges and quotas read, under
    /// any reading, and those that feed them.
    #[must_use]
    pub fn reads(&self, workload: &Workload) -> Vec<bool> {
        let mut reached = vec![false; workload.vocabulary().len()];
        let readings = self.assumptions.iter().flat_map(|assumption| &assumption.readings);
        let patches = readings.flat_map(|reading| &reading.charges).map(|(_, patch)| patch);
        let of_charges = self.charges.iter().flat_map(|charge| charge.axes.formulas());
        let of_quotas = self.quotas.iter().flat_map(Quota::formulas);
        let of_pools = self.pools.iter().flat_map(|pool| pool.amount.all());
        let formulas = of_charges.chain(patches.flat_map(AxesPatch::formulas)).chain(of_quotas);
        let formulas = formulas.chain(of_pools);
        for driver in formulas.flat_map(Formula::drivers) {
            workload.feeds(driver, &mut reached);
        }
        reached
    }
}

/// The user's choices on one card: options, readings, and prices in place of the card's.
///
/// ```
/// use whatif_pricing::{Catalog, Selection};
/// let card = Catalog::shipped().card("tencent-ssm-enterprise").unwrap();
/// let mut selection = Selection::standard(&card);
/// selection.choose(&card, "region", "region-2").unwrap();
/// let error = selection.choose(&card, "region", "region-3").unwrap_err();
/// assert!(error.to_string().starts_with("unknown choice of region 'region-3': did you mean"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The choice for each option, by place.
    pub options: Vec<usize>,
    /// The reading for each assumption, by place.
    pub readings: Vec<usize>,
    /// A unit price for a charge in place of the card's, by place. It counts in its own currency alone: see
    /// [`Self::own_price`].
    pub prices: Vec<Option<Money>>,
    /// The currency of a list of the user's own, in which the card has none. A charge without a price of the
    /// user's own then has no price, unless the card's is zero. `None` for the card's list.
    pub list: Option<Currency>,
    /// A discount or mark-up on a charge, by place.
    pub adjustments: Vec<Option<Percent>>,
    /// A discount or mark-up on the whole card.
    pub adjustment: Option<Percent>,
    /// True if a companion's invoice is added, by place.
    pub companions: Vec<bool>,
}

impl Selection {
    /// The card's defaults.
    #[must_use]
    pub fn standard(card: &RateCard) -> Self {
        Self {
            options: vec![0; card.options.len()],
            readings: card.assumptions.iter().map(|assumption| assumption.default).collect(),
            prices: vec![None; card.charges.len()],
            list: None,
            adjustments: vec![None; card.charges.len()],
            adjustment: None,
            companions: vec![false; card.companions.len()],
        }
    }

    /// Chooses for an option, both by name.
    pub fn choose(
        &mut self,
        card: &RateCard,
        option: &str,
        choice: &str,
    ) -> Result<(), UnknownChoice> {
        let place = find("option", option, card.options.iter().map(|option| &*option.id))?;
        let choices = card.options[place].choices.iter().map(|choice| &*choice.id);
        self.options[place] = find_of("choice", option, choice, choices)?;
        Ok(())
    }

    /// Takes a reading for an assumption, both by name.
    pub fn assume(
        &mut self,
        card: &RateCard,
        assumption: &str,
        reading: &str,
    ) -> Result<(), UnknownChoice> {
        let ids = card.assumptions.iter().map(|assumption| &*assumption.id);
        let place = find("assumption", assumption, ids)?;
        let readings = card.assumptions[place].readings.iter().map(|reading| &*reading.named.id);
        self.readings[place] = find_of("reading", assumption, reading, readings)?;
        Ok(())
    }

    /// The currency of the prices: of the user's own list, or of the card's as it is chosen.
    #[must_use]
    pub fn currency(&self, card: &RateCard) -> Currency {
        self.list.unwrap_or_else(|| card.currency_of(&self.options))
    }

    /// Prices a charge, by name, at a unit price of the user's in the currency of the list as it is chosen now.
    pub fn price(&mut self, card: &RateCard, charge: &str, amount: Decimal) -> Result<(), Unknown> {
        let currency = self.currency(card);
        self.prices[card.charge(charge)?] = Some(Money { amount, currency });
        Ok(())
    }

    /// The user's own unit price of a charge. `None` if there is none in the card's currency as it is chosen.
    #[must_use]
    pub fn own_price(&self, card: &RateCard, charge: usize) -> Option<Decimal> {
        let own = self.prices[charge].filter(|it| it.currency == self.currency(card));
        own.map(|own| own.amount)
    }

    /// Puts a discount or mark-up on a charge, by name.
    pub fn adjust(&mut self, card: &RateCard, charge: &str, by: Percent) -> Result<(), Unknown> {
        self.adjustments[card.charge(charge)?] = Some(by);
        Ok(())
    }

    /// Adds a companion's invoice, by the companion's id.
    pub fn include(&mut self, card: &RateCard, companion: &str) -> Result<(), Unknown> {
        let ids = card.companions.iter().map(|companion| &*companion.card);
        self.companions[find("companion", companion, ids)?] = true;
        Ok(())
    }
}
