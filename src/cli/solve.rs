//! `whatif solve`: the value of a driver, a price or a discount at which a total is what it may be.

mod driver;
mod found;
mod json;
mod money;
mod text;

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::{Currency, DriverId, RateCard, Ratio, Unknown, Vocabulary};

use super::along::{self, EndsArgs};
use super::budget;
use super::output::{Failure, Verdict};
use super::page::Page;
use super::request::{Asked, EventArgs, Request, RequestFlags, SpanArgs};
use super::terms::no_rate;
use crate::library::Library;
use crate::profile::Profile;
use found::Found;

const NOTES: &str = "\
Examples:
  whatif solve tencent-ssm-payg --total 500 --for secrets --set calls=0
  whatif solve tencent-ssm-payg --beats tencent-ssm-enterprise --for secrets
  whatif solve tencent-ssm-payg --total 30 --for price:storage
  whatif solve alibaba-kms-payg --beats aws-kms --for discount";

/// Arguments of `whatif solve`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct SolveArgs {
    /// The rate card's id; `whatif cards` lists them
    #[arg(value_name = "CARD")]
    card: String,

    #[command(flatten)]
    goal: GoalArgs,

    /// What is sought: a driver, price:CHARGE, discount (of the whole card) or discount:CHARGE
    #[arg(long = "for", value_name = "WHAT", help_heading = "Goal")]
    what: String,

    #[command(flatten)]
    flags: RequestFlags,

    #[command(flatten)]
    ends: EndsArgs,

    /// Answer in JSON, with exact decimals as strings
    #[arg(long, help_heading = "Answer")]
    json: bool,
}

/// What is to be reached.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
#[command(next_help_heading = "Goal")]
struct GoalArgs {
    /// The total comes to this amount at most
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    total: Option<String>,

    /// The total is less than that of this card
    #[arg(long, value_name = "CARD")]
    beats: Option<String>,
}

/// What is sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The value of a driver.
    Driver(DriverId),
    /// The unit price of a charge, by its place.
    Price(usize),
    /// The discount on a charge, or on the whole card.
    Discount(Option<usize>),
}

/// A question that can be answered.
pub struct Question {
    /// The card that is asked about.
    pub request: Request,
    /// What is to be reached.
    pub goal: Goal,
    /// What is sought.
    pub sought: Sought,
    /// The currency of all totals.
    pub currency: Currency,
}

/// What is to be reached.
pub enum Goal {
    /// An amount, at most.
    Total(Ratio),
    /// Less than another card comes to.
    Beats(Box<Request>),
}

pub fn run(
    args: &SolveArgs,
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
    let question = Question::new(args, &asked)?;
    let mut found = match question.sought {
        Sought::Driver(driver) => driver::seek(&question, driver, args.ends.read()?)?,
        Sought::Price(_) | Sought::Discount(_) => {
            refuse_ends(args)?;
            money::seek(&question)?
        }
    };
    if question.request.timeline.workload.has_ranges() {
        found.warnings.push(along::RANGES.to_owned());
    }
    answer(args, &question, &found, page)?;
    Ok(Verdict::Answered)
}

fn answer(
    args: &SolveArgs,
    question: &Question,
    found: &Found,
    page: &mut Page<'_>,
) -> Result<(), Failure> {
    if args.json {
        page.json(&json::SolveJson::new(question, found))?;
    } else {
        text::write(question, found, page)?;
    }
    Ok(())
}

/// A price and a discount have ends of their own.
fn refuse_ends(args: &SolveArgs) -> Result<(), Failure> {
    if args.ends.read()? == [None, None] {
        return Ok(());
    }
    Err(Failure::Input(anyhow!(
        "--from and --to are for the values of a driver: leave them out for {}",
        args.what
    )))
}

impl Question {
    fn new(args: &SolveArgs, asked: &Asked<'_>) -> Result<Self, Failure> {
        let card = asked.library.card(&args.card)?;
        let sought = Sought::read(&args.what, &card)?;
        if let Sought::Driver(_) = sought {
            along::refuse_set(&args.what, args.flags.sets(&args.what))?;
        }
        let mut cards = vec![card];
        if let Some(id) = &args.goal.beats {
            if *id == args.card {
                return Err(Failure::Input(anyhow!(
                    "--beats {id}: a card costs as much as itself: name another"
                )));
            }
            cards.push(asked.library.card(id)?);
        }
        let mut requests = args.flags.requests(&cards, asked)?.into_iter();
        let request = requests.next().expect("there is a request for the card");
        let currency = request.exchange.into.unwrap_or(request.card.currency);
        let goal = match (requests.next(), args.goal.total.as_deref()) {
            (Some(other), _) => Goal::Beats(Box::new(other)),
            (None, amount) => Goal::Total(budget::amount("--total", amount.unwrap_or_default())?),
        };
        let question = Self { request, goal, sought, currency };
        question.refuse_without_rate()?;
        Ok(question)
    }

    /// The request and, where there is one, the other that is to be beaten.
    pub fn requests(&self) -> Vec<&Request> {
        let other = match &self.goal {
            Goal::Total(_) => None,
            Goal::Beats(other) => Some(&**other),
        };
        std::iter::once(&self.request).chain(other).collect()
    }

    fn refuse_without_rate(&self) -> Result<(), Failure> {
        for request in self.requests() {
            let (from, to) = (request.card.currency, self.currency);
            if self.request.exchange.rates.between(from, to).is_none() {
                let id = &request.card.id;
                return Err(Failure::Input(anyhow!("{id}: {}", no_rate(from, to))));
            }
        }
        Ok(())
    }
}

impl Sought {
    /// Reads a driver's name, `price:CHARGE`, `discount` or `discount:CHARGE`.
    fn read(text: &str, card: &RateCard) -> Result<Self, Failure> {
        let charge = |id: &str| card.charge(id.trim()).map_err(Failure::input);
        match text.split_once(':') {
            Some(("price", id)) => charge(id).map(Self::Price),
            Some(("discount", id)) => charge(id).map(|charge| Self::Discount(Some(charge))),
            None if text == "discount" => Ok(Self::Discount(None)),
            _ => {
                let drivers = Vocabulary::standard();
                let kinds = ["price:CHARGE", "discount", "discount:CHARGE"];
                let names = drivers.iter().map(|(_, driver)| &*driver.name).chain(kinds);
                let unknown = || Unknown::new("driver", text, names);
                let found = drivers.find(text).ok_or_else(unknown);
                found.map(Self::Driver).map_err(Failure::input)
            }
        }
    }
}
