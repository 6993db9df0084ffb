//! `whatif sweep`: what cards cost against one driver, and where one becomes cheaper than another.

pub mod crossing;
pub mod json;
pub mod points;
pub mod text;

use clap::{Args, ValueEnum};
use rust_decimal::Decimal;
use whatif_pricing::sweep::{Axis, Curve, Effort, Run, Sweep, Verdict as Standing, within};
use whatif_pricing::{Currency, DriverId, Offer, Ratio, SliderScale, Total};

use super::along::{self, EndsArgs};
use super::budget;
use super::output::{Failure, Verdict};
use super::page::Page;
use super::request::{Asked, CardsArgs, EventArgs, Request, SpanArgs};
use crate::export::csv;
use crate::library::Library;
use crate::profile::Profile;

const NOTES: &str = "\
The totals are at some points; crossovers, edges and dips (at an edge) are found exactly, wherever they are:
  whatif sweep secrets --from 1 --to 2000 tencent-ssm-payg tencent-ssm-enterprise --set calls=0
  whatif sweep keys aws-kms gcp-kms alibaba-kms-payg --csv > keys.csv";

/// At how many values the totals are told where nothing else is asked for.
pub const POINTS: u32 = 25;

/// Arguments of `whatif sweep`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct SweepArgs {
    /// The driver that takes all values of a range, such as secrets; the others stay as they stand
    #[arg(value_name = "DRIVER")]
    driver: String,

    #[command(flatten)]
    cards: CardsArgs,

    #[command(flatten)]
    ends: EndsArgs,

    /// At how many values at most the totals are told
    #[arg(
        long,
        value_name = "N",
        default_value_t = POINTS,
        value_parser = clap::value_parser!(u32).range(2..=10_000),
        help_heading = "Range"
    )]
    points: u32,

    /// How the points are spread: in equal steps (linear) or equal ratios (log)
    #[arg(
        long,
        value_enum,
        value_name = "SCALE",
        hide_possible_values = true,
        help_heading = "Range"
    )]
    scale: Option<Scale>,

    /// Tell where each total reaches this amount
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true, help_heading = "Answer")]
    budget: Option<String>,

    /// Answer in JSON, with exact decimals as strings
    #[arg(long, help_heading = "Answer", conflicts_with = "csv")]
    json: bool,

    /// Answer with the totals as a table for spreadsheets; a cell is empty where a total is not known
    #[arg(long, help_heading = "Answer")]
    csv: bool,
}

/// How the points are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scale {
    /// In equal steps.
    Linear,
    /// In equal ratios.
    Log,
}

/// The values of a driver, and at which of them the totals are told.
pub struct Range {
    /// The first and the last value; those of the driver's slider where none is given.
    pub ends: [Option<Decimal>; 2],
    /// How the points are spread: as on the slider where nothing is said.
    pub scale: Option<Scale>,
    /// At how many values at most.
    pub points: u32,
}

/// Cards that were swept along an axis.
pub struct Answer {
    /// What was asked, card by card.
    pub requests: Vec<Request>,
    /// The same, to be totalled in the currency of the answer.
    pub offers: Vec<Offer>,
    /// The driver and its values.
    pub axis: Axis,
    /// How the points are spread.
    pub scale: Scale,
    /// The currency of all totals.
    pub currency: Currency,
    /// By card: does it depend on the driver?
    pub reads: Vec<bool>,
    /// What was found.
    pub sweep: Sweep,
    /// The budget, where there is one.
    pub budget: Option<Budget>,
}

/// An amount, and where each card stays within it.
pub struct Budget {
    pub amount: Ratio,
    /// By card: is it within, as far as that is known? None where it is in another currency, or where that
    /// changes in too many places.
    pub runs: Vec<Option<Vec<Run<Option<bool>>>>>,
}

pub fn run(
    args: &SweepArgs,
    library: &Library,
    profile: &Profile,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let asked = Asked {
        library,
        kept: &profile.rates,
        today: page.today,
        events: &EventArgs::default(),
        span: &SpanArgs::default(),
    };
    let answer = Answer::new(args, &asked)?;
    if args.json {
        page.json(&json::SweepJson::new(&answer))?;
    } else if args.csv {
        page.file(&csv::write(&points::table(&answer), &[]))?;
    } else {
        text::write(&answer, page)?;
    }
    Ok(Verdict::Answered)
}

impl Answer {
    fn new(args: &SweepArgs, asked: &Asked<'_>) -> Result<Self, Failure> {
        let vocabulary = whatif_pricing::Vocabulary::standard();
        let driver = vocabulary.named(&args.driver).map_err(Failure::input)?;
        along::refuse_set(&args.driver, args.cards.sets(&args.driver))?;
        let requests = args.cards.read(asked)?;
        let range = Range { ends: args.ends.read()?, scale: args.scale, points: args.points };
        let mut answer = Self::of(requests, driver, &range)?;
        let budget = args.budget.as_deref().map(|text| budget::amount("--budget", text));
        if let Some(amount) = budget.transpose()? {
            answer.hold(amount);
        }
        Ok(answer)
    }

    /// Requests swept along a range of a driver, in the currency asked for or else in the first card's.
    pub fn of(requests: Vec<Request>, driver: DriverId, range: &Range) -> Result<Self, Failure> {
        let entry = &requests[0].timeline.workload.vocabulary()[driver];
        let scale = range.scale.unwrap_or(match entry.scale {
            SliderScale::Linear => Scale::Linear,
            SliderScale::Logarithmic => Scale::Log,
        });
        let smallest = match scale {
            Scale::Linear => entry.smallest,
            Scale::Log => entry.smallest.max(Decimal::ONE),
        };
        let [from, to] = range.ends;
        let ends = [from.unwrap_or(smallest), to.unwrap_or(entry.largest)];
        let axis = along::axis(&requests[0], driver, ends)?;
        let first = &requests[0];
        let currency = first.exchange.into.unwrap_or(first.card.currency);
        let offers = requests.iter().map(|request| request.offer(currency));
        let offers = offers.collect::<Result<Vec<_>, _>>()?;
        let reads = along::reads(&offers, &axis)?;
        let steps = points::steps(&axis, scale, range.points);
        let sweep = Sweep::of(&offers, &axis, steps, Effort::THOROUGH);
        Ok(Self { requests, offers, axis, scale, currency, reads, sweep, budget: None })
    }

    /// Finds where each total stays within an amount in the currency of the answer.
    pub fn hold(&mut self, amount: Ratio) {
        self.budget = Some(Budget::new(amount, &self.offers, &self.axis));
    }

    /// The id of a card.
    pub fn id(&self, place: usize) -> &str {
        &self.requests[place].card.id
    }

    /// What a card costs at a step; none where it has no exact total in the currency.
    pub fn total(&self, place: usize, step: u64) -> Option<Total> {
        Curve::new(&self.offers[place], &self.axis)?.at(step)
    }
}

impl Budget {
    fn new(amount: Ratio, offers: &[Offer], axis: &Axis) -> Self {
        let is_within = |standing| match standing {
            Standing::Cheaper | Standing::Equal => Some(true),
            Standing::Dearer => Some(false),
            Standing::Unknown => None,
        };
        let runs = |offer| {
            let mut curve = Curve::new(offer, axis)?;
            let runs = within(&mut curve, amount, &mut Effort::THOROUGH.clone()).ok()?;
            Some(along::joined(&runs, is_within))
        };
        Self { amount, runs: offers.iter().map(runs).collect() }
    }
}
