//! What is asked: a card, the choices on it, a workload with its changes, and a period.

use std::sync::Arc;

use anyhow::anyhow;
use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use clap::Args;
use rust_decimal::Decimal;
use whatif_pricing::{
    Change, DriverId, ExchangeRates, Invoice, Period, RateCard, Segment, Selection, Tariff, Terms,
    Timeline, Total, Value, Vocabulary, Warning, Workload, number,
};

use super::output::Failure;
use super::terms::{Exchange, TermsArgs, no_rate};
use crate::library::Library;

/// A card with the choices, the workload and the period for which it is priced.
#[derive(Debug, Args)]
pub struct RequestArgs {
    /// The rate card's id; `whatif cards` lists them
    #[arg(value_name = "CARD")]
    card: String,

    /// Set a driver of the workload: a number (100, 1.5k, 2M) or a formula (secrets*3)
    #[arg(long, value_name = "DRIVER=VALUE", help_heading = "Workload")]
    set: Vec<String>,

    /// Change a driver within the period: "2026-06-16T00:00:00+08:00 secrets=200"
    #[arg(long, value_name = "TIME DRIVER=VALUE", help_heading = "Workload")]
    event: Vec<String>,

    /// Choose for an option of the card, such as region=region-2
    #[arg(long, value_name = "ID=CHOICE", help_heading = "Card")]
    option: Vec<String>,

    /// Take another reading of an ambiguous source, such as api-rounding=package
    #[arg(long, value_name = "ID=READING", help_heading = "Card")]
    assume: Vec<String>,

    /// Put your own unit price in place of the card's, such as edition=0.2
    #[arg(long, value_name = "CHARGE=AMOUNT", help_heading = "Card")]
    price: Vec<String>,

    #[command(flatten)]
    terms: TermsArgs,

    #[command(flatten)]
    period: PeriodArgs,
}

/// The stretch of time that is priced; by default a standard month of 30 days.
#[derive(Debug, Args)]
#[command(next_help_heading = "Period")]
struct PeriodArgs {
    /// So many whole days on the card's own clock
    #[arg(long, value_name = "N", allow_negative_numbers = true, conflicts_with_all = ["month", "from"])]
    days: Option<String>,

    /// A calendar month, such as 2026-11
    #[arg(long, value_name = "YYYY-MM", conflicts_with = "from")]
    month: Option<String>,

    /// From an instant, to the second: 2026-06-01T09:30:00+08:00
    #[arg(long, value_name = "TIME", requires = "to")]
    from: Option<String>,

    /// Up to, and not including, an instant
    #[arg(long, value_name = "TIME", requires = "from")]
    to: Option<String>,

    /// The first day of a period given in days; today where it is not given
    #[arg(long, value_name = "DATE", conflicts_with_all = ["month", "from"])]
    start: Option<String>,
}

/// A request that can be priced.
#[derive(Clone)]
pub struct Request {
    /// The card.
    pub card: Arc<RateCard>,
    /// The choices on it.
    pub selection: Selection,
    /// The workload and its changes.
    pub timeline: Timeline,
    /// The card with its choices made, for the period.
    pub tariff: Tariff,
    /// The steady stretches of the period.
    pub segments: Vec<Segment>,
    /// The same request of the companions that are included, each at its card's defaults.
    pub companions: Vec<Self>,
    /// Is it a companion's?
    is_companion: bool,
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
        let card = library.card(&self.card)?;
        let selection = self.selection(&card)?;
        let timeline = self.timeline()?;
        let terms = self.terms.terms(self.period.read(today)?)?;
        let exchange = self.terms.exchange(card.currency, kept, today)?;
        let mut request = Request::new(card, selection, timeline, terms)?;
        request.companions = request.read_companions(library)?;
        request.exchange = exchange;
        Ok(request)
    }

    fn selection(&self, card: &RateCard) -> Result<Selection, Failure> {
        let mut selection = Selection::standard(card);
        for text in &self.option {
            let (option, choice) = pair("option", text, "ID=CHOICE, such as region=region-2")?;
            selection.choose(card, option, choice).map_err(Failure::input)?;
        }
        assume(&mut selection, card, &self.assume)?;
        for text in &self.price {
            let (charge, amount) = pair("price", text, "CHARGE=AMOUNT, such as edition=0.2")?;
            let price = number::price(amount)
                .map_err(|error| Failure::Input(anyhow!("the price of {charge}: {error}")))?;
            selection.price(card, charge, price).map_err(Failure::input)?;
        }
        self.terms.apply(&mut selection, card)?;
        Ok(selection)
    }

    fn timeline(&self) -> Result<Timeline, Failure> {
        let workload = self.workload()?;
        let changes = self.event.iter().map(|text| event(&workload, text));
        let changes = changes.collect::<Result<_, _>>()?;
        Ok(Timeline { workload, changes })
    }

    /// The starting workload with every `--set`; their order does not matter.
    fn workload(&self) -> Result<Workload, Failure> {
        let mut workload = Workload::standard(Vocabulary::standard());
        let read = |text: &String| {
            let (name, value) = pair("set", text, "DRIVER=VALUE, such as secrets=100")?;
            setting(&workload, name, value)
        };
        let settings = self.set.iter().map(read).collect::<Result<Vec<_>, Failure>>()?;
        workload.set_all(&settings).map_err(Failure::input)?;
        Ok(workload)
    }
}

/// Takes readings for a card's assumptions.
pub fn assume(
    selection: &mut Selection,
    card: &RateCard,
    readings: &[String],
) -> Result<(), Failure> {
    for text in readings {
        let (assumption, reading) =
            pair("assume", text, "ID=READING, such as api-rounding=package")?;
        selection.assume(card, assumption, reading).map_err(Failure::input)?;
    }
    Ok(())
}

impl PeriodArgs {
    fn read(&self, today: NaiveDate) -> Result<Period, Failure> {
        if let Some(month) = &self.month {
            return Period::month(month).map_err(Failure::input);
        }
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            let (from, to) = (time("--from", from)?, time("--to", to)?);
            return Period::span(from, to).map_err(Failure::input);
        }
        let start =
            self.start.as_deref().map(|text| date("--start", text)).transpose()?.unwrap_or(today);
        let days = self.days.as_deref().map(days).transpose()?;
        let period = Period::days(start, days.unwrap_or(30)).map_err(Failure::input)?;
        Ok(if days.is_some() { period } else { Period::standard_month(start) })
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
        let (companions, exchange, is_companion) = (Vec::new(), Exchange::default(), false);
        Ok(Self { card, selection, timeline, tariff, segments, companions, is_companion, exchange })
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
            Ok(Self { is_companion: true, ..read })
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
        let vocabulary = self.timeline.workload.vocabulary();
        let warnings = invoice.warnings.iter().map(|warning| match *warning {
            // The flags set the prices of the card alone, not those of its companions.
            Warning::Unpublished { charge } if self.is_companion => {
                let label = &self.card.charges[charge].label;
                format!("{label}: price unpublished, so the total is incomplete")
            }
            _ => warning.text(&self.card, vocabulary),
        });
        let closed = self.card.closed.iter().map(|why| format!("{}: {why}", self.card.plan));
        warnings.chain(closed).collect()
    }

    /// What is asked of the service, at any time of the period, that it cannot do: the most of each.
    fn left_out(&self) -> Vec<Warning> {
        let mut chosen = self.timeline.workload.clone();
        let mut most: Vec<Warning> = Vec::new();
        let companions: Vec<&RateCard> =
            self.companions.iter().map(|companion| &*companion.card).collect();
        for segment in &self.segments {
            let begun = |change: &&Change| change.at.timestamp() <= segment.window.from;
            for change in self.timeline.changes.iter().filter(begun) {
                // A number cannot need another driver, and only that it was set counts here: the
                // values are the segment's.
                let _ = chosen.set(change.driver, Value::Number(Decimal::ZERO));
            }
            for warning in self.card.leaves_out(&companions, &chosen, &segment.usage) {
                keep_highest(&mut most, warning);
            }
        }
        most
    }
}

/// Of warnings about the same driver the one with the highest value.
fn keep_highest(most: &mut Vec<Warning>, warning: Warning) {
    let about = |warning: &Warning| match *warning {
        Warning::CannotDo { driver, value } | Warning::NotRead { driver, value } => {
            Some((driver, value))
        }
        _ => None,
    };
    let same = |known: &&mut Warning| about(known).map(|it| it.0) == about(&warning).map(|it| it.0);
    match most.iter_mut().find(same) {
        Some(known) if about(known) < about(&warning) => *known = warning,
        Some(_) => {}
        None => most.push(warning),
    }
}

/// Splits `name=value` at the first sign of equality; the value may begin with another.
pub fn pair<'a>(flag: &str, text: &'a str, shape: &str) -> Result<(&'a str, &'a str), Failure> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| Failure::Input(anyhow!("--{flag} '{text}' has no value: write {shape}")))?;
    Ok((name.trim(), value.trim()))
}

fn setting(workload: &Workload, name: &str, value: &str) -> Result<(DriverId, Value), Failure> {
    let driver = workload.vocabulary().named(name).map_err(Failure::input)?;
    let value = workload.read(driver, value).map_err(Failure::input)?;
    Ok((driver, value))
}

/// Reads `TIME DRIVER=VALUE`; the value may have blanks, and so may the time before its hours.
fn event(workload: &Workload, text: &str) -> Result<Change, Failure> {
    let shape = "TIME DRIVER=VALUE, such as \"2026-06-16T00:00:00+08:00 secrets=200\"";
    let (head, value) = pair("event", text, shape)?;
    let (at, name) = head
        .rsplit_once(char::is_whitespace)
        .ok_or_else(|| Failure::Input(anyhow!("--event '{text}' has no time: write {shape}")))?;
    let instant = time("--event", at)?;
    let (driver, value) = setting(workload, name, value).map_err(|failure| match failure {
        Failure::Input(error) => {
            Failure::Input(error.context(format!("the event at {}", at.trim())))
        }
        other => other,
    })?;
    Ok(Change { at: instant, driver, value })
}

/// Reads an instant in whole seconds.
pub fn time(flag: &str, text: &str) -> Result<DateTime<FixedOffset>, Failure> {
    let text = text.trim();
    let remedy = "write a date, a time in whole seconds and the distance from UTC, such as 2026-06-01T09:30:00+08:00";
    let at = DateTime::parse_from_rfc3339(text).map_err(|error| {
        Failure::Input(anyhow!("{flag} '{text}' is not an instant ({error}): {remedy}"))
    })?;
    if at.nanosecond() != 0 {
        return Err(Failure::Input(anyhow!(
            "{flag} '{text}' has a fraction of a second: {remedy}"
        )));
    }
    Ok(at)
}

/// Reads a date.
pub fn date(flag: &str, text: &str) -> Result<NaiveDate, Failure> {
    text.trim().parse().map_err(|error| {
        Failure::Input(anyhow!(
            "{flag} '{text}' is not a date ({error}): write year, month and day, such as 2026-06-01"
        ))
    })
}

fn days(text: &str) -> Result<i64, Failure> {
    let max = whatif_pricing::PERIOD_DAYS_MAX;
    text.trim().parse().map_err(|_| {
        Failure::Input(anyhow!(
            "--days '{text}' is not a whole number: the range is 1 to {max} days; use --from and --to for parts of a day"
        ))
    })
}
