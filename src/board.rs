//! The board: every card priced for the scenario, and what the screen shows of that.
//!
//! It is derived from the scenario alone. All figures are made by the pricing library; the board picks
//! which to ask for and compares them.

use std::sync::Arc;

use rust_decimal::Decimal;
use whatif_pricing::charge::Confidence;
use whatif_pricing::{
    Catalog, Currency, DriverId, ExchangeRates, Invoice, Offer, OutOfRange, PeriodTerms, RateCard,
    RateError, Ratio, Segment, Selection, Spend, Tariff, Terms, Timeline, TimelineError, Total,
    Usage, UsageError, Value, Warning,
};

use crate::scenario::Scenario;

/// One card, priced.
#[derive(Clone, Debug)]
pub struct Priced {
    /// The card.
    pub card: Arc<RateCard>,
    /// Ready to price, for this selection and period.
    pub tariff: Tariff,
    /// The result.
    pub invoice: Invoice,
    /// With the companions that are switched on, in the card's currency.
    pub total: Total,
    /// The same in the currency of the comparison; none where no rate leads there.
    pub shown: Option<Total>,
    /// The companions that are switched on, by their places among the cards.
    pub companions: Vec<usize>,
    /// The least sure of the prices in it; none where all are zero or the user's own.
    pub confidence: Option<Confidence>,
    /// By driver: does the price depend on it?
    pub reads: Vec<bool>,
    /// The steady stretches of the period where the workload changes within it; none where it does not.
    segments: Vec<Segment>,
    selection: Arc<Selection>,
    terms: Terms,
}

/// What another choice of an option or reading would change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The other choice's place.
    pub choice: usize,
    /// Its total less the present one; none where either is incomplete.
    pub difference: Option<Ratio>,
}

/// Why the scenario has no figures.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum BoardError {
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// A card cannot price it.
    #[error("{card}: {error}")]
    Rate {
        /// The card's id.
        card: String,
        /// What is wrong.
        error: RateError,
    },
    /// The workload cannot change so on a card's clock.
    #[error("{error}")]
    Timeline {
        /// The card's id.
        card: String,
        /// What is wrong.
        error: TimelineError,
    },
    /// A total cannot be written in another currency.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
}

impl BoardError {
    /// The card that is in the way; none where the workload itself is.
    #[must_use]
    pub fn card(&self) -> Option<&str> {
        match self {
            Self::Rate { card, .. }
            | Self::Timeline { card, error: TimelineError::Outside { .. } } => Some(card),
            _ => None,
        }
    }
}

/// Every card, priced.
#[derive(Clone, Debug)]
pub struct Board {
    /// In the catalogue's order.
    pub cards: Vec<Priced>,
    /// The value of every driver; where the workload changes, at the start of the period.
    pub usage: Usage,
    /// For each option of the selected card, what its next choice would change.
    pub options: Vec<Alternative>,
    /// For each assumption of the selected card, what its next reading would change.
    pub readings: Vec<Alternative>,
    /// The calculation of each line in words: of the selected card and its companions, by card.
    pub words: Vec<Vec<String>>,
    /// By driver: is a vendor's limit exceeded, on a marked or the selected card?
    pub over_quota: Vec<bool>,
    /// By driver: does a marked or the selected card read it?
    pub read: Vec<bool>,
    /// By card: is it the cheapest of those that do the whole of the same job, in the currency of the
    /// comparison?
    pub cheapest: Vec<bool>,
    /// The budget in the currency of the comparison; none where no rate leads there.
    pub budget: Option<Ratio>,
    /// By card: how its total stands to the budget; none without one, or without a rate.
    pub spend: Vec<Option<Spend>>,
}

impl Board {
    /// Prices everything for the first time.
    pub fn new(catalog: &Catalog, scenario: &Scenario) -> Result<Self, BoardError> {
        Self::of(catalog.cards(), scenario)
    }

    /// Prices these cards for the first time.
    pub fn of(cards: &[Arc<RateCard>], scenario: &Scenario) -> Result<Self, BoardError> {
        let usage = scenario.workload.usage(scenario.period.terms())?;
        let cards = cards.iter().zip(&scenario.selections);
        let priced = cards.map(|(card, selection)| Priced::new(card, selection, scenario.terms()));
        let mut board = Self {
            cards: priced.collect::<Result<_, _>>()?,
            usage,
            options: Vec::new(),
            readings: Vec::new(),
            words: Vec::new(),
            over_quota: Vec::new(),
            read: Vec::new(),
            cheapest: Vec::new(),
            budget: None,
            spend: Vec::new(),
        };
        board.price(scenario)?;
        Ok(board)
    }

    /// Prices everything again. After an error the figures are mixed: price the former scenario.
    pub fn price(&mut self, scenario: &Scenario) -> Result<(), BoardError> {
        let terms: PeriodTerms = scenario.period.terms();
        self.usage = scenario.workload.usage(terms)?;
        for (priced, selection) in self.cards.iter_mut().zip(&scenario.selections) {
            priced.price(selection, scenario, &self.usage)?;
        }
        self.add_companions(scenario)?;
        self.hold_against_budget(scenario)?;
        self.compare(scenario);
        Ok(())
    }

    /// Adds the companions' totals, and says what a card leaves out even with them.
    fn add_companions(&mut self, scenario: &Scenario) -> Result<(), BoardError> {
        for place in 0..self.cards.len() {
            let companions = self.companions(place, &scenario.selections[place]);
            let priced = &self.cards[place];
            let others: Vec<&Priced> = companions.iter().map(|place| &self.cards[*place]).collect();
            let invoices = others.iter().map(|other| (&*other.card, &other.invoice));
            let own = (&*priced.card, &priced.invoice);
            let total = Total::of(own, invoices, &scenario.rates)?;
            let (own, display) = (priced.card.currency, scenario.display);
            let shown = total.in_currency(own, display, &scenario.rates)?;
            let others: Vec<&RateCard> = others.iter().map(|other| &*other.card).collect();
            let left_out = priced.left_out(&others, scenario, &self.usage);
            let priced = &mut self.cards[place];
            priced.invoice.warnings.extend(left_out);
            (priced.total, priced.shown, priced.companions) = (total, shown, companions);
        }
        Ok(())
    }

    fn hold_against_budget(&mut self, scenario: &Scenario) -> Result<(), BoardError> {
        let shown = scenario
            .budget
            .map(|budget| scenario.rates.convert(budget.amount, budget.currency, scenario.display));
        self.budget = shown.transpose()?.flatten();
        let spend = |priced: &Priced| {
            let both = self.budget.zip(priced.shown);
            both.map(|(budget, total)| total.against(budget)).transpose()
        };
        self.spend = self.cards.iter().map(spend).collect::<Result<_, _>>()?;
        Ok(())
    }

    /// The companions of a card that are switched on and that there are.
    fn companions(&self, place: usize, selection: &Selection) -> Vec<usize> {
        let card = &self.cards[place].card;
        let on = card.companions.iter().zip(&selection.companions).filter(|(_, on)| **on);
        on.filter_map(|(companion, _)| self.place_of(&companion.card)).collect()
    }

    /// The place of a card among the cards.
    #[must_use]
    pub fn place_of(&self, id: &str) -> Option<usize> {
        self.cards.iter().position(|priced| priced.card.id == id)
    }

    /// A card with its companions, to be totalled in a currency.
    pub fn offer(
        &self,
        place: usize,
        currency: Currency,
        rates: &ExchangeRates,
    ) -> Result<Offer, OutOfRange> {
        let priced = &self.cards[place];
        let companions = priced.companions.iter().map(|it| self.cards[*it].tariff.clone());
        Offer::new(priced.tariff.clone(), companions.collect(), currency, rates)
    }

    fn compare(&mut self, scenario: &Scenario) {
        let shown = |place: usize| scenario.marked[place] || place == scenario.selected;
        let drivers = scenario.workload.vocabulary().len();
        self.read = vec![false; drivers];
        self.over_quota = vec![false; drivers];
        for (_, priced) in self.cards.iter().enumerate().filter(|(place, _)| shown(*place)) {
            for (read, reads) in self.read.iter_mut().zip(&priced.reads) {
                *read |= reads;
            }
            for driver in priced.over_quota() {
                self.over_quota[driver.index()] = true;
            }
        }
        self.cheapest = self.find_cheapest(scenario);
        self.find_alternatives(scenario);
        self.words = vec![Vec::new(); self.cards.len()];
        let selected = scenario.selected;
        for place in std::iter::once(selected).chain(self.cards[selected].companions.clone()) {
            self.words[place] = self.cards[place].words(&self.usage);
        }
    }

    /// Among the marked cards, and only against a rival: a card alone is not cheap.
    fn find_cheapest(&self, scenario: &Scenario) -> Vec<bool> {
        let card = |place: usize| &self.cards[place].card;
        let ranked = |place: usize| self.cards[place].ranked().filter(|_| scenario.marked[place]);
        let is_cheapest = |place: usize| {
            let Some(total) = ranked(place) else { return false };
            let rivals = (0..self.cards.len()).filter(|other| *other != place);
            let mut rivals =
                rivals.filter(|other| card(*other).is_rival_of(card(place))).filter_map(ranked);
            let Some(first) = rivals.next() else { return false };
            total <= first && rivals.all(|other| total <= other)
        };
        (0..self.cards.len()).map(is_cheapest).collect()
    }

    fn find_alternatives(&mut self, scenario: &Scenario) {
        let priced = &self.cards[scenario.selected];
        let selection = &scenario.selections[scenario.selected];
        let card = &priced.card;
        let next = |now: usize, count: usize| (now + 1) % count;
        let options = card.options.iter().enumerate().map(|(place, option)| {
            let choice = next(selection.options[place], option.choices.len());
            let mut other = Selection::clone(selection);
            other.options[place] = choice;
            Alternative { choice, difference: self.difference(priced, &other) }
        });
        let readings = card.assumptions.iter().enumerate().map(|(place, assumption)| {
            let choice = next(selection.readings[place], assumption.readings.len());
            let mut other = Selection::clone(selection);
            other.readings[place] = choice;
            Alternative { choice, difference: self.difference(priced, &other) }
        });
        let (options, readings) = (options.collect(), readings.collect());
        self.options = options;
        self.readings = readings;
    }

    /// What another selection would add to the total.
    fn difference(&self, priced: &Priced, other: &Selection) -> Option<Ratio> {
        let tariff = Tariff::new(&priced.card, other, priced.terms).ok()?;
        let mut invoice = Invoice::default();
        quote(&tariff, &self.usage, &priced.segments, &mut invoice).ok()?;
        let complete = invoice.complete && priced.invoice.complete;
        complete.then(|| invoice.total.minus(priced.invoice.total).ok()).flatten()
    }
}

impl Priced {
    fn new(
        card: &Arc<RateCard>,
        selection: &Arc<Selection>,
        terms: Terms,
    ) -> Result<Self, BoardError> {
        Ok(Self {
            tariff: tariff(card, selection, terms)?,
            invoice: Invoice::default(),
            total: Total::default(),
            shown: None,
            companions: Vec::new(),
            confidence: None,
            reads: Vec::new(),
            segments: Vec::new(),
            selection: Arc::clone(selection),
            terms,
            card: Arc::clone(card),
        })
    }

    fn price(
        &mut self,
        selection: &Arc<Selection>,
        scenario: &Scenario,
        usage: &Usage,
    ) -> Result<(), BoardError> {
        let terms = scenario.terms();
        if self.selection != *selection || self.terms != terms {
            self.tariff = tariff(&self.card, selection, terms)?;
            self.selection = Arc::clone(selection);
            self.terms = terms;
        }
        self.segments = segments(scenario, &self.card).map_err(|error| {
            let card = self.card.id.clone();
            BoardError::Timeline { card, error }
        })?;
        let priced = quote(&self.tariff, usage, &self.segments, &mut self.invoice);
        priced.map_err(|error| failed(&self.card, error))?;
        self.confidence = self.card.confidence_of(selection, &self.invoice);
        self.reads = self.card.reads(&scenario.workload);
        Ok(())
    }

    /// What the service cannot do of the workload, even with others beside it: of changes the most asked.
    fn left_out(&self, others: &[&RateCard], scenario: &Scenario, usage: &Usage) -> Vec<Warning> {
        if self.segments.is_empty() {
            return self.card.leaves_out(others, &scenario.workload, usage).collect();
        }
        let mut chosen = scenario.workload.clone();
        for change in &scenario.changes {
            // A number makes no cycle, and only that it was set counts here.
            let _ = chosen.set(change.driver, Value::Number(Decimal::ZERO));
        }
        let of = |segment: &Segment| -> Vec<Warning> {
            self.card.leaves_out(others, &chosen, &segment.usage).collect()
        };
        Warning::highest(self.segments.iter().flat_map(of))
    }

    /// The calculation of each line in words.
    fn words(&self, usage: &Usage) -> Vec<String> {
        let charges = 0..self.card.charges.len();
        if self.segments.is_empty() {
            return charges.map(|charge| self.tariff.calculation(charge, usage)).collect();
        }
        charges.map(|_| format!("the sum over {} stretches", self.segments.len())).collect()
    }

    /// The total by which the card is compared: none where it is incomplete, where the service lacks a
    /// part of the job or no longer exists, and where its currency cannot be converted.
    #[must_use]
    pub fn ranked(&self) -> Option<Ratio> {
        let lacks =
            |warning: &Warning| matches!(warning, Warning::CannotDo { .. } | Warning::Ended { .. });
        let comparable = !self.invoice.warnings.iter().any(lacks);
        self.shown.filter(|total| total.complete && comparable).map(|total| total.amount)
    }

    fn over_quota(&self) -> impl Iterator<Item = DriverId> + '_ {
        let exceeded = self.invoice.warnings.iter().filter_map(|warning| match warning {
            Warning::Quota { quota, .. } => Some(&self.card.quotas[*quota]),
            _ => None,
        });
        exceeded.flat_map(|quota| quota.quantity.drivers())
    }
}

/// The steady stretches of a period in which the workload changes; none where it does not.
fn segments(scenario: &Scenario, card: &RateCard) -> Result<Vec<Segment>, TimelineError> {
    if scenario.changes.is_empty() {
        return Ok(Vec::new());
    }
    let (workload, changes) = (scenario.workload.clone(), scenario.changes.clone());
    Timeline { workload, changes }.segments(&scenario.period, card.offset)
}

/// Prices a workload: a steady one, or one that changes, stretch by stretch.
fn quote(
    tariff: &Tariff,
    usage: &Usage,
    segments: &[Segment],
    invoice: &mut Invoice,
) -> Result<(), RateError> {
    if segments.is_empty() {
        return tariff.quote(usage, invoice);
    }
    tariff.quote_timeline(segments, invoice)
}

fn tariff(card: &Arc<RateCard>, selection: &Selection, terms: Terms) -> Result<Tariff, BoardError> {
    Tariff::new(card, selection, terms).map_err(|error| failed(card, error))
}

fn failed(card: &RateCard, error: RateError) -> BoardError {
    BoardError::Rate { card: card.id.clone(), error }
}
