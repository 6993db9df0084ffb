//! Questions from arguments and flags: a board over the cards that they need.
//!
//! Every command that prices something reads its flags here. A flag that names an option, a charge or a
//! companion is about every offer that has it, or with `OFFER:` before it about that one alone.

mod choices;
mod offer;
mod period;
mod target;
mod terms;
mod workload;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::anyhow;
use chrono::NaiveDate;
use clap::Args;
use whatif_pricing::card::Carrier;
use whatif_pricing::{Currency, ExchangeRates, Preset, RateCard, Ratio, Samples};

use super::output::Failure;
use crate::answer::board::{Board, PricedOffer};
use crate::library::Library;
use crate::scenario::{Budget, Inputs, Letters, OfferId, Offers, Scenario};
use choices::ChoiceArgs;
pub use choices::reading;
use offer::NamedOffer;
use period::PeriodArgs;
pub use period::{SpanArgs, date, time};
use target::Targets;
use terms::TermsArgs;
pub use workload::EventArgs;
use workload::WorkloadArgs;

/// One offer with the workload and the period for which it is priced.
#[derive(Debug, Args)]
pub struct OfferArgs {
    /// The rate card's id; `whatif cards` lists them. CARD:option=choice chooses for its options
    #[arg(value_name = "CARD")]
    offer: String,

    #[command(flatten)]
    flags: AskFlags,

    #[command(flatten)]
    events: EventArgs,

    #[command(flatten)]
    span: SpanArgs,
}

/// Several offers, priced for the same workload and period.
#[derive(Debug, Args)]
pub struct OffersArgs {
    /// The rate cards' ids; `whatif cards` lists them. CARD:option=choice is the card with that choice
    #[arg(id = "card-ids", value_name = "CARD", required = true)]
    offers: Vec<String>,

    #[command(flatten)]
    flags: AskFlags,
}

/// The flags of one offer or of several.
#[derive(Debug, Args)]
pub struct AskFlags {
    #[command(flatten)]
    workload: WorkloadArgs,

    #[command(flatten)]
    choices: ChoiceArgs,

    #[command(flatten)]
    terms: TermsArgs,

    #[command(flatten)]
    period: PeriodArgs,
}

/// Everything beside the flags of [`AskFlags`] that a question is read with.
#[derive(Clone, Copy)]
pub struct AskContext<'a> {
    /// The cards.
    pub library: &'a Library,
    /// The exchange rates of the settings.
    pub rates: &'a ExchangeRates,
    /// The day of use.
    pub today: NaiveDate,
    /// Changes within the period, for commands that take them.
    pub events: Option<&'a EventArgs>,
    /// A period between two instants, for commands that take one.
    pub span: Option<&'a SpanArgs>,
    /// The amount that totals are held against, in the currency of the answer.
    pub budget: Option<Ratio>,
    /// The seed of the samples from ranges. The standard one if `None`.
    pub seed: Option<u64>,
    /// The cards that the board has besides those of the offers and their companions.
    pub others: Others,
}

/// The cards that a board has besides those that are named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Others {
    /// None.
    #[default]
    None,
    /// All cards of the first offer's provider: its other plans.
    OfProvider,
}

/// A question over the offers that were named.
#[derive(Debug)]
pub struct Asked {
    /// The offers, priced, on a board with the cards that they need.
    pub board: Board,
    /// The offers that were named, in the order of the arguments.
    pub offers: Vec<OfferId>,
    /// The arguments that named them.
    arguments: Vec<String>,
    /// The drivers that a `--set` names, without those of a preset.
    set: Vec<String>,
    /// The currency that `--in` names. Totals are compared in the board's currency anyway.
    pub currency: Option<Currency>,
    /// The preset that the workload starts from.
    pub preset: Option<&'static Preset>,
}

impl OfferArgs {
    /// Reads the arguments. The first that cannot be used is the error.
    pub fn asked(&self, context: AskContext<'_>) -> Result<Asked, Failure> {
        let context = AskContext { events: Some(&self.events), span: Some(&self.span), ..context };
        self.flags.asked(&[&self.offer], context)
    }
}

impl OffersArgs {
    /// Returns whether a `--set` names the driver.
    pub fn sets(&self, driver: &str) -> bool {
        self.flags.sets(driver)
    }

    /// Reads the arguments. The first that cannot be used is the error.
    pub fn asked(&self, context: AskContext<'_>) -> Result<Asked, Failure> {
        let offers: Vec<&str> = self.offers.iter().map(String::as_str).collect();
        self.flags.asked(&offers, context)
    }
}

impl<'a> AskContext<'a> {
    /// A context without events, span, budget and other cards.
    pub const fn new(library: &'a Library, rates: &'a ExchangeRates, today: NaiveDate) -> Self {
        let (events, span, budget, seed, others) = (None, None, None, None, Others::None);
        Self { library, rates, today, events, span, budget, seed, others }
    }
}

impl AskFlags {
    /// Returns whether a `--set` names the driver.
    pub fn sets(&self, driver: &str) -> bool {
        self.workload.sets(driver)
    }

    /// Reads offers, each as `CARD` or `CARD:option=choice,…`, and the flags into a priced board.
    pub fn asked(&self, offers: &[&str], context: AskContext<'_>) -> Result<Asked, Failure> {
        let named = NamedOffer::all(offers, context.library)?;
        let mut targets = Targets::new(&named);
        self.terms.include(&mut targets, context.library)?;
        self.choices.apply(&mut targets)?;
        self.terms.adjust(&mut targets)?;
        let cards = cards(&named, &targets, context);
        let scenario = self.scenario(&named, targets, context)?;
        let board = Board::new(&cards, &scenario).map_err(Failure::input)?;
        let arguments = offers.iter().map(|text| (*text).to_owned()).collect();
        let offers = named.into_iter().map(|named| named.id).collect();
        let (currency, preset) = (self.terms.currency()?, self.workload.preset()?);
        let set = self.workload.names();
        Ok(Asked { board, offers, arguments, set, currency, preset })
    }

    fn scenario(
        &self,
        named: &[NamedOffer],
        targets: Targets,
        context: AskContext<'_>,
    ) -> Result<Scenario, Failure> {
        let first = &named[0];
        let (events, span) = (EventArgs::default(), SpanArgs::default());
        let events = context.events.unwrap_or(&events);
        let (workload, changes) = self.workload.read(events, first.card.offset)?;
        let period = self.period.read(context.span.unwrap_or(&span), context.today)?;
        let own = targets.currency();
        let rates = self.terms.rates(own, context.rates, context.today)?;
        let display = self.terms.currency()?.unwrap_or(own);
        let (as_of, tax) = (self.terms.as_of()?, self.terms.tax()?);
        let offers: Offers = targets.into_offers(named).into_iter().collect();
        let inputs = Inputs { workload, changes, period, as_of, tax, display, rates, offers };
        let marked: BTreeSet<OfferId> = named.iter().map(|named| named.id.clone()).collect();
        let budget = context.budget.map(|amount| Budget { amount, currency: display });
        Ok(Scenario {
            notes: String::new(),
            inputs,
            selected: first.id.clone(),
            marked,
            letters: Letters::new(),
            budget,
            seed: context.seed.unwrap_or_else(|| Samples::default().seed),
            baseline: None,
            imported: BTreeMap::new(),
        })
    }
}

/// The cards of the offers and of their companions, in the catalogue's order, those that carry more where a
/// limit is exceeded, and those that are asked for besides.
fn cards(named: &[NamedOffer], targets: &Targets, context: AskContext<'_>) -> Vec<Arc<RateCard>> {
    let provider = match context.others {
        Others::None => None,
        Others::OfProvider => Some(&named[0].card.provider),
    };
    let is_needed = |card: &&Arc<RateCard>| {
        targets.cards().any(|needed| needed.id == card.id || carries_more(needed, &card.id))
            || provider.is_some_and(|provider| card.provider == *provider)
    };
    context.library.catalog().cards().iter().filter(is_needed).cloned().collect()
}

/// Does a card name another as one that carries more than it does?
fn carries_more(card: &RateCard, other: &str) -> bool {
    let mut carriers = card.quotas.iter().flat_map(|quota| &quota.carried_by);
    carriers.any(|carrier| matches!(carrier, Carrier::Card(id) if id == other))
}

impl Asked {
    /// The offers that were named, in the order of the arguments.
    pub fn offers(&self) -> impl Iterator<Item = &PricedOffer> {
        self.offers.iter().filter_map(|id| self.board.offer(id))
    }

    /// The drivers that a `--set` names and on which no total and no vendor's limit depends.
    pub fn unread(&self) -> Vec<&str> {
        let workload = &self.board.inputs().workload;
        let figures: Vec<_> = self.offers().filter_map(PricedOffer::figures).collect();
        let parts = figures.iter().flat_map(|figures| figures.parts());
        let limits: Vec<Vec<bool>> = parts.map(|it| it.tariff.limits_read(workload)).collect();
        let reads = || figures.iter().map(|figures| &figures.reads).chain(&limits);
        let is_read = |name: &str| {
            let driver = workload.vocabulary().find(name);
            driver.is_none_or(|id| reads().any(|reads| reads[id.index()]))
        };
        // What cannot be priced says so itself.
        let all = if figures.is_empty() { &[][..] } else { &self.set[..] };
        all.iter().map(String::as_str).filter(|name| !is_read(name)).collect()
    }

    /// The offer of this id, or that an argument names in this way.
    pub fn named(&self, text: &str) -> Option<&OfferId> {
        let argument = self.offers.iter().zip(&self.arguments).find(|(_, known)| *known == text);
        let by_id = self.offers.iter().find(|id| id.as_str() == text);
        by_id.or(argument.map(|(id, _)| id))
    }

    /// Refuses an offer that cannot be priced, and names it if there are others.
    pub fn refuse_unpriced(&self) -> Result<(), Failure> {
        self.offers().try_for_each(|offer| self.refuse_if_unpriced(offer))
    }

    /// Refuses only if none of the offers can be priced.
    pub fn refuse_if_all_unpriced(&self) -> Result<(), Failure> {
        if self.offers().any(|offer| offer.figures.is_ok()) {
            return Ok(());
        }
        self.refuse_unpriced()
    }

    fn refuse_if_unpriced(&self, offer: &PricedOffer) -> Result<(), Failure> {
        let Err(fault) = &offer.figures else { return Ok(()) };
        let error = anyhow::Error::new(fault.clone());
        let is_alone = self.offers.len() == 1;
        Err(Failure::Input(if is_alone { error } else { error.context(offer.id.to_string()) }))
    }
}

/// Splits `name=value` at the first sign of equality; the value may begin with another.
pub fn pair<'a>(flag: &str, text: &'a str, shape: &str) -> Result<(&'a str, &'a str), Failure> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| Failure::Input(anyhow!("--{flag} '{text}' has no value: write {shape}")))?;
    Ok((name.trim(), value.trim()))
}
