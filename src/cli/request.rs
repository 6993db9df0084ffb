//! What is asked: cards, the choices on them, a workload with its changes, and a period.

mod choices;
mod moved;
mod period;
mod said;
mod scenario;
mod workload;

use std::sync::Arc;

use anyhow::anyhow;
use chrono::NaiveDate;
use clap::Args;
use rust_decimal::Decimal;
use whatif_pricing::{
    Change, ExchangeRates, Invoice, Preset, RateCard, Segment, Selection, Tariff, Terms, Timeline,
    Total, Value, Warning, Workload,
};

use super::output::Failure;
use super::terms::{Exchange, TermsArgs, no_rate};
use crate::library::Library;
use choices::ChoiceArgs;
pub use choices::assume;
use period::PeriodArgs;
pub use period::{SpanArgs, date, time};
pub use said::{Named, Said, shared};
pub use workload::EventArgs;
use workload::WorkloadArgs;

/// A card with the choices, the workload and the period for which it is priced.
#[derive(Debug, Args)]
pub struct RequestArgs {
    /// The rate card's id; `whatif cards` lists them
    #[arg(value_name = "CARD")]
    card: String,

    #[command(flatten)]
    flags: RequestFlags,

    #[command(flatten)]
    events: EventArgs,

    #[command(flatten)]
    span: SpanArgs,
}

/// Several cards, priced for the same workload and period. A choice is for each of them that has it;
/// `CARD:` before it makes it one card's alone.
#[derive(Debug, Args)]
pub struct CardsArgs {
    /// The rate cards' ids; `whatif cards` lists them
    #[arg(id = "card-ids", value_name = "CARD", required = true)]
    cards: Vec<String>,

    #[command(flatten)]
    flags: RequestFlags,
}

/// What is asked of one card or of several alike.
#[derive(Debug, Args)]
pub struct RequestFlags {
    #[command(flatten)]
    workload: WorkloadArgs,

    #[command(flatten)]
    choices: ChoiceArgs,

    #[command(flatten)]
    terms: TermsArgs,

    #[command(flatten)]
    period: PeriodArgs,
}

/// A request that can be priced.
#[derive(Clone)]
pub struct Request {
    /// The card.
    pub card: Arc<RateCard>,
    /// The choices on it.
    pub selection: Selection,
    /// The preset that the workload starts from.
    pub preset: Option<&'static Preset>,
    /// The workload and its changes.
    pub timeline: Timeline,
    /// The card with its choices made, for the period.
    pub tariff: Tariff,
    /// The steady stretches of the period.
    pub segments: Vec<Segment>,
    /// The same request of the companions that are included: each at its card's defaults, or as a scenario
    /// has it.
    pub companions: Vec<Self>,
    /// No flag sets its prices: it is a companion's, or a scenario's.
    is_beyond_flags: bool,
    /// The currency of the answer beside the card's own.
    pub exchange: Exchange,
}

/// What a request comes to.
pub struct Quoted {
    /// The card's invoice.
    pub invoice: Invoice,
    /// Those of the companions, in the request's order.
    pub companions: Vec<Invoice>,
    /// All of them together, in the card's currency.
    pub total: Total,
}

impl RequestArgs {
    /// Reads the arguments; the first that cannot be used is told.
    pub fn read(
        &self,
        library: &Library,
        kept: &ExchangeRates,
        today: NaiveDate,
    ) -> Result<Request, Failure> {
        let cards = [library.card(&self.card)?];
        let asked = Asked { library, kept, today, events: &self.events, span: &self.span };
        let mut requests = self.flags.requests(&cards, &asked)?;
        Ok(requests.remove(0))
    }
}

impl CardsArgs {
    /// Does a `--set` name the driver?
    pub fn sets(&self, driver: &str) -> bool {
        self.flags.sets(driver)
    }

    /// Reads the arguments; the first that cannot be used is told. The answer is in the currency asked
    /// for or, where none was, in the first card's.
    pub fn read(&self, asked: &Asked<'_>) -> Result<Vec<Request>, Failure> {
        let mut cards: Vec<Arc<RateCard>> = Vec::with_capacity(self.cards.len());
        for id in &self.cards {
            let card = asked.library.card(id)?;
            if cards.iter().any(|known| known.id == card.id) {
                return Err(Failure::Input(anyhow!(
                    "the card '{id}' is named twice: name it once"
                )));
            }
            cards.push(card);
        }
        let mut requests = self.flags.requests(&cards, asked)?;
        for request in &mut requests {
            request.exchange.into.get_or_insert(cards[0].currency);
        }
        Ok(requests)
    }
}

/// What a request is read with: what there is beside the flags, and those that not every command has.
pub struct Asked<'a> {
    /// The cards.
    pub library: &'a Library,
    /// The exchange rates of the settings.
    pub kept: &'a ExchangeRates,
    /// The day of use.
    pub today: NaiveDate,
    /// Changes within the period.
    pub events: &'a EventArgs,
    /// A period from one instant to another.
    pub span: &'a SpanArgs,
}

impl RequestFlags {
    /// One request for each card.
    pub fn requests(
        &self,
        cards: &[Arc<RateCard>],
        asked: &Asked<'_>,
    ) -> Result<Vec<Request>, Failure> {
        let selections = self.selections(cards)?;
        let timeline = self.workload.timeline(asked.events)?;
        let preset = self.workload.preset()?;
        let terms = self.terms.terms(self.period.read(asked.span, asked.today)?)?;
        let exchange = self.terms.exchange(cards[0].currency, asked.kept, asked.today)?;
        let request = |(card, selection): (&Arc<RateCard>, Selection)| {
            let mut request = Request::new(Arc::clone(card), selection, timeline.clone(), terms)
                .map_err(|failure| of_several(cards, card, failure))?;
            request.companions = request.read_companions(asked.library)?;
            request.exchange = exchange.clone();
            request.preset = preset;
            Ok(request)
        };
        cards.iter().zip(selections).map(request).collect()
    }

    /// Does a `--set` name the driver?
    pub fn sets(&self, driver: &str) -> bool {
        self.workload.sets(driver)
    }

    fn selections(&self, cards: &[Arc<RateCard>]) -> Result<Vec<Selection>, Failure> {
        let mut selections: Vec<Selection> =
            cards.iter().map(|card| Selection::standard(card)).collect();
        self.choices.apply(&mut selections, cards)?;
        self.terms.apply(&mut selections, cards)?;
        Ok(selections)
    }
}

/// Names the card that a failure is about, where there are others.
fn of_several(cards: &[Arc<RateCard>], card: &RateCard, failure: Failure) -> Failure {
    match failure {
        Failure::Input(error) if cards.len() > 1 => Failure::Input(error.context(card.id.clone())),
        other => other,
    }
}

impl Request {
    fn new(
        card: Arc<RateCard>,
        selection: Selection,
        timeline: Timeline,
        terms: Terms,
    ) -> Result<Self, Failure> {
        let tariff = Tariff::new(&card, &selection, terms).map_err(Failure::input)?;
        let segments = timeline.segments(&terms.period, card.offset).map_err(Failure::input)?;
        let (companions, exchange, is_beyond_flags) = (Vec::new(), Exchange::default(), false);
        Ok(Self {
            card,
            selection,
            preset: None,
            timeline,
            tariff,
            segments,
            companions,
            is_beyond_flags,
            exchange,
        })
    }

    fn read_companions(&self, library: &Library) -> Result<Vec<Self>, Failure> {
        let named = self.card.companions.iter().zip(&self.selection.companions);
        let included = named.filter(|(_, included)| **included).map(|(companion, _)| companion);
        let read = included.map(|companion| {
            let card = library.card(&companion.card)?;
            let selection = Selection::standard(&card);
            let (timeline, terms) = (self.timeline.clone(), *self.tariff.terms());
            let read = Self::new(card, selection, timeline, terms);
            let read = read.map_err(|failure| match failure {
                Failure::Input(error) => {
                    Failure::Input(error.context(format!("the companion {}", companion.card)))
                }
                other => other,
            })?;
            Ok(Self { is_beyond_flags: true, ..read })
        });
        read.collect()
    }

    /// The invoice of the whole period, those of the companions, and what they come to.
    pub fn quoted(&self) -> Result<Quoted, Failure> {
        let mut invoice = self.priced()?;
        let asked_in_vain = self.left_out();
        invoice.warnings.extend(asked_in_vain);
        let companions = self.companions.iter().map(Self::priced);
        let companions = companions.collect::<Result<Vec<_>, _>>()?;
        let others = self.companions.iter().map(|other| &*other.card).zip(&companions);
        let total = Total::of((&self.card, &invoice), others, &self.exchange.rates);
        Ok(Quoted { total: total.map_err(Failure::input)?, invoice, companions })
    }

    fn priced(&self) -> Result<Invoice, Failure> {
        let mut invoice = Invoice::default();
        self.tariff.quote_timeline(&self.segments, &mut invoice).map_err(Failure::input)?;
        Ok(invoice)
    }

    /// The same request under another reading of one assumption.
    pub fn with_reading(&self, assumption: usize, reading: usize) -> Result<Self, Failure> {
        let mut selection = self.selection.clone();
        selection.readings[assumption] = reading;
        let tariff = Tariff::new(&self.card, &selection, *self.tariff.terms());
        Ok(Self { selection, tariff: tariff.map_err(Failure::input)?, ..self.clone() })
    }

    /// Who says what a charge costs: how sure its source is, or that the user set the price.
    pub fn confidence(&self, charge: usize) -> &'static str {
        let own = self.selection.prices[charge].is_some();
        if own {
            "your own"
        } else {
            self.card.charges[charge].confidence.pick(&self.selection.options).name()
        }
    }

    /// Does the workload stay as it is over the whole period?
    pub fn is_steady(&self) -> bool {
        self.segments.len() == 1
    }

    /// The workload of the first second, changes at the very start included.
    pub fn workload_at_start(&self) -> Result<Workload, Failure> {
        let mut workload = self.timeline.workload.clone();
        let start = self.tariff.window().from;
        for change in self.timeline.changes.iter().filter(|it| it.at.timestamp() == start) {
            workload.set(change.driver, change.value.clone()).map_err(Failure::input)?;
        }
        Ok(workload)
    }

    /// The warnings in words: of the card, that the plan is closed where it is, of the companions, and
    /// of amounts that no rate converts.
    pub fn warnings(&self, quoted: &Quoted) -> Vec<String> {
        let mut warnings = self.own_warnings(&quoted.invoice);
        for (companion, invoice) in self.companions.iter().zip(&quoted.companions) {
            let name = companion.card.name();
            let texts = companion.own_warnings(invoice);
            warnings.extend(texts.into_iter().map(|text| format!("{name}: {text}")));
            let (from, to) = (companion.card.currency, self.card.currency);
            if self.exchange.rates.between(from, to).is_none() {
                let missing = no_rate(from, to);
                warnings.push(format!("{name} is not in the total together, for {missing}"));
            }
        }
        let (from, to) = (self.card.currency, self.exchange.into);
        if let Some(to) = to.filter(|to| self.exchange.rates.between(from, *to).is_none()) {
            warnings.push(format!("the total is not in {to}, for {}", no_rate(from, to)));
        }
        warnings
    }

    fn own_warnings(&self, invoice: &Invoice) -> Vec<String> {
        let warnings = self.texts(&invoice.warnings);
        let closed = self.card.closed.iter().map(|why| format!("{}: {why}", self.card.plan));
        warnings.chain(closed).collect()
    }

    fn texts(&self, warnings: &[Warning]) -> impl Iterator<Item = String> {
        let vocabulary = self.timeline.workload.vocabulary();
        warnings.iter().map(move |warning| match *warning {
            Warning::Unpublished { charge } if self.is_beyond_flags => {
                let label = &self.card.charges[charge].label;
                format!("{label}: price unpublished, so the total is incomplete")
            }
            _ => warning.text(&self.card, vocabulary),
        })
    }

    /// What is asked of the service, at any time of the period, that it cannot do: the most of each.
    fn left_out(&self) -> Vec<Warning> {
        let mut chosen = self.timeline.workload.clone();
        let mut all: Vec<Warning> = Vec::new();
        let companions: Vec<&RateCard> =
            self.companions.iter().map(|companion| &*companion.card).collect();
        for segment in &self.segments {
            let begun = |change: &&Change| change.at.timestamp() <= segment.window.from;
            for change in self.timeline.changes.iter().filter(begun) {
                // A number cannot need another driver, and only that it was set counts here: the
                // values are the segment's.
                let _ = chosen.set(change.driver, Value::Number(Decimal::ZERO));
            }
            all.extend(self.card.leaves_out(&companions, &chosen, &segment.usage));
        }
        Warning::highest(all)
    }
}

/// Splits `name=value` at the first sign of equality; the value may begin with another.
pub fn pair<'a>(flag: &str, text: &'a str, shape: &str) -> Result<(&'a str, &'a str), Failure> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| Failure::Input(anyhow!("--{flag} '{text}' has no value: write {shape}")))?;
    Ok((name.trim(), value.trim()))
}
