//! `whatif cards`: the rate cards there are, how old and how sure their prices are.

use clap::Args;
use whatif_pricing::{RateCard, Ratio};

use super::output::{Failure, Verdict};
use super::page::{Page, Side};
use super::{json, words};
use crate::library::Library;
use crate::profile::Profile;

/// Arguments of `whatif cards`.
#[derive(Debug, Args)]
pub struct CardsArgs {
    /// Prices are stale when their source is older than this; by default as the settings say, or 180
    #[arg(long, value_name = "DAYS")]
    stale_after: Option<u32>,

    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

pub fn run(
    args: &CardsArgs,
    library: &Library,
    profile: &Profile,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let stale_after = args.stale_after.unwrap_or(profile.stale_after_days);
    list(library, stale_after, args.json, page)
}

/// Lists every card.
pub fn list(
    library: &Library,
    stale_after: u32,
    as_json: bool,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let cards = library.catalog().cards().iter();
    if as_json {
        let today = page.today;
        let entries = cards.map(|card| json::CardEntry::new(card, library, today, stale_after));
        page.json(&entries.collect::<Vec<_>>())?;
        return Ok(Verdict::Answered);
    }
    let ages = cards.map(|card| (&**card, Age::new(card, page, stale_after)));
    let ages: Vec<(&RateCard, Age)> = ages.collect();
    write(&ages, library, page)?;
    write_legend(&ages, stale_after, page)?;
    Ok(Verdict::Answered)
}

/// How long ago the newest date of a card's sources is.
#[derive(Clone, Copy, Debug)]
pub struct Age {
    /// Days up to the day of use.
    pub days: i64,
    /// More than are wanted.
    pub stale: bool,
}

impl Age {
    fn new(card: &RateCard, page: &Page<'_>, stale_after: u32) -> Self {
        Self::of(card, page.today, stale_after)
    }

    /// On the day of use.
    pub fn of(card: &RateCard, today: chrono::NaiveDate, stale_after: u32) -> Self {
        let days = (today - card.dated()).num_days();
        Self { days, stale: days > i64::from(stale_after) }
    }
}

/// The columns of what a card is, which are cut where a row would not fit: its names, and only after
/// them the id, by which it is asked for.
const NAMES: usize = 1;
const ID: usize = 0;
const SIDES: [Side; 8] = [
    Side::Left,
    Side::Left,
    Side::Left,
    Side::Left,
    Side::Right,
    Side::Left,
    Side::Right,
    Side::Left,
];

fn write(
    cards: &[(&RateCard, Age)],
    library: &Library,
    page: &mut Page<'_>,
) -> Result<(), Failure> {
    let head = ["id", "provider service · plan", "", "dated", "days", "prices", "ex.", ""];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (card, age) in cards {
        let stale = if age.stale { page.glyphs.warning } else { "" };
        let own = if library.own_file(&card.id).is_some() { "own" } else { "" };
        rows.push(vec![
            card.id.clone(),
            card.title(),
            card.currency.to_string(),
            if card.is_dated() { card.dated().to_string() } else { format!("({})", card.dated()) },
            format!("{stale} {}", words::quantity(Ratio::from(age.days))).trim().to_owned(),
            card.confidence().name().to_owned(),
            card.examples().len().to_string(),
            own.to_owned(),
        ]);
    }
    Ok(page.table(&SIDES, &page.fitted(&rows, &[NAMES, ID]))?)
}

fn write_legend(
    cards: &[(&RateCard, Age)],
    stale_after: u32,
    page: &mut Page<'_>,
) -> Result<(), Failure> {
    page.gap()?;
    let stale = cards.iter().filter(|(_, age)| age.stale).count();
    if stale > 0 {
        let lead = format!("{} ", page.glyphs.warning);
        let days = words::count(usize::try_from(stale_after).unwrap_or(usize::MAX), "day");
        let text = format!(
            "{stale} of {} with prices of more than {days} ago: hold them against their sources",
            words::count(cards.len(), "card")
        );
        page.paragraph(&lead, &text)?;
    }
    page.paragraph("", "prices: how sure the least sure of the card is, whatever is chosen")?;
    if cards.iter().any(|(card, _)| !card.is_dated()) {
        page.paragraph("", "(date): the source has none; it is the day on which it was read")?;
    }
    page.paragraph(
        "",
        "`whatif card ID` shows one whole; `whatif quote ID` prices a workload on it.",
    )?;
    Ok(())
}
