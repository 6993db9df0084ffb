//! The board: every card priced for the scenario, and what the screen shows of that.
//!
//! It is derived from the scenario alone. All figures are made by the pricing library; the board picks
//! which to ask for and compares them.

use std::sync::Arc;

use whatif_pricing::{
    Catalog, DriverId, Invoice, Period, PeriodTerms, RateCard, RateError, Ratio, Selection, Tariff,
    Usage, UsageError, Warning,
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
    /// By driver: does the price depend on it?
    pub reads: Vec<bool>,
    selection: Selection,
    period: Period,
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
}

/// Every card, priced.
#[derive(Clone, Debug)]
pub struct Board {
    /// In the catalogue's order.
    pub cards: Vec<Priced>,
    /// The value of every driver.
    pub usage: Usage,
    /// For each option of the selected card, what its next choice would change.
    pub options: Vec<Alternative>,
    /// For each assumption of the selected card, what its next reading would change.
    pub readings: Vec<Alternative>,
    /// The calculation of each line of the selected card in words.
    pub words: Vec<String>,
    /// By driver: is a vendor's limit exceeded, on a marked or the selected card?
    pub over_quota: Vec<bool>,
    /// By driver: does a marked or the selected card read it?
    pub read: Vec<bool>,
    /// By card: is it the cheapest complete one of those that do the same job in the same currency?
    pub cheapest: Vec<bool>,
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
        let priced = cards.map(|(card, selection)| Priced::new(card, selection, &scenario.period));
        let mut board = Self {
            cards: priced.collect::<Result<_, _>>()?,
            usage,
            options: Vec::new(),
            readings: Vec::new(),
            words: Vec::new(),
            over_quota: Vec::new(),
            read: Vec::new(),
            cheapest: Vec::new(),
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
        self.compare(scenario);
        Ok(())
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
        let tariff = &self.cards[scenario.selected].tariff;
        let charges = 0..tariff.card().charges.len();
        self.words = charges.map(|charge| tariff.calculation(charge, &self.usage)).collect();
    }

    /// Among the marked cards and the selected one, and only against a rival: a card alone is not cheap.
    fn find_cheapest(&self, scenario: &Scenario) -> Vec<bool> {
        let job = |place: usize| self.cards[place].card.jobs.first();
        let rivals = |a: usize, b: usize| {
            job(a) == job(b) && self.cards[a].card.currency == self.cards[b].card.currency
        };
        let ranked = |place: usize| {
            let shown = scenario.marked[place] || place == scenario.selected;
            shown && self.cards[place].invoice.complete
        };
        let total = |place: usize| self.cards[place].invoice.total;
        let is_cheapest = |place: usize| {
            let mut others = (0..self.cards.len())
                .filter(|other| *other != place && ranked(*other) && rivals(*other, place))
                .peekable();
            ranked(place)
                && others.peek().is_some()
                && others.all(|other| total(place) <= total(other))
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
            let mut other = selection.clone();
            other.options[place] = choice;
            Alternative { choice, difference: self.difference(priced, &other) }
        });
        let readings = card.assumptions.iter().enumerate().map(|(place, assumption)| {
            let choice = next(selection.readings[place], assumption.readings.len());
            let mut other = selection.clone();
            other.readings[place] = choice;
            Alternative { choice, difference: self.difference(priced, &other) }
        });
        let (options, readings) = (options.collect(), readings.collect());
        self.options = options;
        self.readings = readings;
    }

    /// What another selection would add to the total.
    fn difference(&self, priced: &Priced, other: &Selection) -> Option<Ratio> {
        let tariff = Tariff::new(&priced.card, other, &priced.period).ok()?;
        let mut invoice = Invoice::default();
        tariff.quote(&self.usage, &mut invoice).ok()?;
        let complete = invoice.complete && priced.invoice.complete;
        complete.then(|| invoice.total.minus(priced.invoice.total).ok()).flatten()
    }
}

impl Priced {
    fn new(
        card: &Arc<RateCard>,
        selection: &Selection,
        period: &Period,
    ) -> Result<Self, BoardError> {
        Ok(Self {
            tariff: tariff(card, selection, period)?,
            invoice: Invoice::default(),
            reads: Vec::new(),
            selection: selection.clone(),
            period: *period,
            card: Arc::clone(card),
        })
    }

    fn price(
        &mut self,
        selection: &Selection,
        scenario: &Scenario,
        usage: &Usage,
    ) -> Result<(), BoardError> {
        if self.selection != *selection || self.period != scenario.period {
            self.tariff = tariff(&self.card, selection, &scenario.period)?;
            self.selection.clone_from(selection);
            self.period = scenario.period;
        }
        let priced = self.tariff.quote(usage, &mut self.invoice);
        priced.map_err(|error| failed(&self.card, error))?;
        let cannot = self.card.cannot_do(&scenario.workload, usage);
        let warn = |driver| Warning::CannotDo { driver, value: usage.value(driver) };
        self.invoice.warnings.extend(cannot.map(warn));
        self.reads = self.card.reads(&scenario.workload);
        Ok(())
    }

    fn over_quota(&self) -> impl Iterator<Item = DriverId> + '_ {
        let exceeded = self.invoice.warnings.iter().filter_map(|warning| match warning {
            Warning::Quota { quota, .. } => Some(&self.card.quotas[*quota]),
            _ => None,
        });
        exceeded.flat_map(|quota| quota.quantity.drivers())
    }
}

fn tariff(
    card: &Arc<RateCard>,
    selection: &Selection,
    period: &Period,
) -> Result<Tariff, BoardError> {
    Tariff::new(card, selection, period).map_err(|error| failed(card, error))
}

fn failed(card: &RateCard, error: RateError) -> BoardError {
    BoardError::Rate { card: card.id.clone(), error }
}
