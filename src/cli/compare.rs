//! `whatif compare`: cards side by side, their lines aligned by what they pay for.

pub mod table;
mod totals;

use std::io;

use clap::Args;
use whatif_pricing::compare::{Compared, Comparison, Difference};
use whatif_pricing::{ExchangeRate, Unknown};

use super::budget::{self, Budget, BudgetArgs, Budgeted};
use super::output::{Failure, Verdict};
use super::page::Page;
use super::ranges::{SampleArgs, Sampled};
use super::request::{Asked, CardsArgs, EventArgs, Quoted, Request, SpanArgs};
use super::{json, quote, words};
use crate::library::Library;
use crate::profile::Profile;

const NOTES: &str = "\
A choice is for every named card that has it; CARD: before it makes it one card's alone:
  whatif compare tencent-ssm-enterprise alibaba-kms-payg --option region=region-2
  whatif compare tencent-ssm-payg alibaba-kms-payg --discount tencent-ssm-payg:storage=10";

/// Arguments of `whatif compare`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct CompareArgs {
    #[command(flatten)]
    cards: CardsArgs,

    #[command(flatten)]
    events: EventArgs,

    #[command(flatten)]
    span: SpanArgs,

    /// Show the differences to this card too
    #[arg(long, value_name = "CARD", help_heading = "Answer")]
    baseline: Option<String>,

    #[command(flatten)]
    budget: BudgetArgs,

    #[command(flatten)]
    samples: SampleArgs,

    /// Answer in JSON, with exact decimals as strings
    #[arg(long, help_heading = "Answer")]
    json: bool,
}

/// Cards that were priced and put side by side.
pub struct Answer {
    /// What was asked, card by card.
    pub requests: Vec<Request>,
    /// What each comes to.
    pub quoted: Vec<Quoted>,
    /// Side by side.
    pub comparison: Comparison,
    /// The place of the card that was named as the baseline.
    pub baseline: Option<usize>,
    /// The differences to it; none where there are none.
    pub to_baseline: Vec<Option<Difference>>,
    /// How each total stands to the budget, where there is one.
    pub budgeted: Option<Vec<Budgeted>>,
    /// What the workload's ranges come to, where it has some.
    pub sampled: Option<Sampled>,
}

pub fn run(
    args: &CompareArgs,
    library: &Library,
    profile: &Profile,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let asked = Asked {
        library,
        kept: &profile.rates,
        today: page.today,
        events: &args.events,
        span: &args.span,
    };
    let answer = Answer::new(args, args.cards.read(&asked)?)?;
    if args.json {
        page.json(&json::Compare::new(&answer)?)?;
    } else {
        write(&answer, profile.stale_after_days, page)?;
    }
    Ok(budget::verdict(answer.budgeted.iter().flatten()))
}

impl Answer {
    fn new(args: &CompareArgs, requests: Vec<Request>) -> Result<Self, Failure> {
        let mut answer = Self::of(requests)?;
        answer.baseline =
            args.baseline.as_deref().map(|id| named(&answer.requests, id)).transpose()?;
        if let Some(place) = answer.baseline {
            answer.to_baseline = answer.comparison.to_column(place).map_err(Failure::input)?;
        }
        let currency = answer.comparison.currency;
        if let Some(budget) = args.budget.read(currency)? {
            answer.hold(budget)?;
        }
        answer.sampled = args.samples.sampled(&answer.requests, currency)?;
        Ok(answer)
    }

    /// Requests priced and put side by side, in the currency asked for or else in the first card's.
    pub fn of(requests: Vec<Request>) -> Result<Self, Failure> {
        let quoted = requests.iter().map(Request::quoted).collect::<Result<Vec<_>, _>>()?;
        let compared: Vec<Compared<'_>> = requests
            .iter()
            .zip(&quoted)
            .map(|(request, quoted)| compared(request, quoted))
            .collect();
        let exchange = &requests[0].exchange;
        let currency = exchange.into.unwrap_or(requests[0].card.currency);
        let comparison = Comparison::new(&compared, currency, &exchange.rates);
        let comparison = comparison.map_err(Failure::input)?;
        let (baseline, to_baseline) = (None, Vec::new());
        let (budgeted, sampled) = (None, None);
        Ok(Self { requests, quoted, comparison, baseline, to_baseline, budgeted, sampled })
    }

    /// Holds every total against a budget in the currency of the comparison.
    pub fn hold(&mut self, budget: Budget) -> Result<(), Failure> {
        let shown = self.comparison.columns.iter();
        let shown = shown.map(|it| (it.currency == budget.currency).then_some(it.total));
        let budgeted = shown.map(|total| budget.hold(total)).collect::<Result<_, _>>()?;
        self.budgeted = Some(budgeted);
        Ok(())
    }

    /// The rates by which amounts are in the currency of the comparison.
    pub fn rates(&self) -> Vec<&ExchangeRate> {
        let exchange = &self.requests[0].exchange;
        let mut rates: Vec<&ExchangeRate> = Vec::new();
        for request in &self.requests {
            let own = request.card.currency;
            let companions = request.companions.iter().map(|it| (it.card.currency, own));
            for (from, to) in companions.chain([(own, self.comparison.currency)]) {
                rates.extend(exchange.between(from, to));
            }
        }
        let mut seen = Vec::new();
        rates.retain(|rate| {
            let is_new = !seen.contains(&(rate.from, rate.to));
            seen.push((rate.from, rate.to));
            is_new
        });
        rates
    }
}

fn compared<'a>(request: &'a Request, quoted: &'a Quoted) -> Compared<'a> {
    let companions = request.companions.iter().zip(&quoted.companions);
    Compared {
        card: &request.card,
        invoice: &quoted.invoice,
        companions: companions.map(|(it, invoice)| (&*it.card, invoice)).collect(),
    }
}

/// The place of a card among those that are compared.
fn named(requests: &[Request], id: &str) -> Result<usize, Failure> {
    let ids = || requests.iter().map(|request| &*request.card.id);
    ids().position(|known| known == id).ok_or_else(|| {
        let unknown = Unknown::new("card", id, ids());
        let context = "--baseline is one of the cards that are compared";
        Failure::Input(anyhow::Error::new(unknown).context(context))
    })
}

fn write(answer: &Answer, stale_after: u32, page: &mut Page<'_>) -> Result<(), Failure> {
    let first = &answer.requests[0];
    let tariff = &first.tariff;
    page.line(&words::period(tariff.period(), tariff.window(), first.card.offset))?;
    if let Some(day) = tariff.terms().as_of {
        page.line(&format!("with the price lists in force on {day}"))?;
    }
    table::write(answer, page)?;
    totals::write(answer, page)?;
    if let Some(sampled) = &answer.sampled {
        sampled.write_all(answer, page)?;
    }
    write_rates(answer, page)?;
    write_care(answer, stale_after, page)?;
    Ok(())
}

fn write_rates(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    let rates = answer.rates();
    if rates.is_empty() {
        return Ok(());
    }
    page.gap()?;
    page.paragraph(&format!("In {} by ", answer.comparison.currency), &words::rates(&rates))
}

/// What each card leaves out, and what else is to be known of it.
fn write_care(answer: &Answer, stale_after: u32, page: &mut Page<'_>) -> io::Result<()> {
    let each = answer.requests.iter().zip(&answer.quoted);
    let warnings = each.map(|(request, quoted)| {
        let mut texts = request.warnings(quoted);
        texts.extend(quote::care::prices(request, &quoted.invoice, stale_after, page));
        (request, texts)
    });
    let warnings: Vec<_> = warnings.filter(|(_, texts)| !texts.is_empty()).collect();
    if warnings.is_empty() {
        return Ok(());
    }
    page.heading("Take care")?;
    for (request, texts) in warnings {
        page.line(&format!("  {}", request.card.id))?;
        let lead = format!("    {} ", page.glyphs.warning);
        for text in texts {
            page.paragraph(&lead, &text)?;
        }
    }
    Ok(())
}
