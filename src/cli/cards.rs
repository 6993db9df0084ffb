//! `whatif cards`: the rate cards there are, how old and how sure their prices are.

use std::io;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;
use whatif_pricing::charge::Confidence;
use whatif_pricing::{
    Invoice, Period, Places, RateCard, Ratio, Selection, Tariff, Vocabulary, Workload,
};

use super::form::FormArgs;
use super::output::{Failure, Verdict};
use crate::answer::Staleness;
use crate::library::Library;
use crate::report::layout::{Cell, Column, Report};
use crate::report::listing::listing;
use crate::report::page::{Page, Side};
use crate::report::words;
use crate::store::profile::Profile;

/// Arguments of `whatif cards`.
#[derive(Debug, Args)]
pub struct CardsArgs {
    /// Prices are stale if their source is older than this [default: that of the settings, or 180]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_525))]
    stale_after: Option<u32>,

    #[command(flatten)]
    form: FormArgs,
}

pub fn run(
    args: &CardsArgs,
    library: &Library,
    profile: &Profile,
    today: NaiveDate,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let days_max = args.stale_after.unwrap_or(profile.stale_after_days);
    list(library, Staleness { today, days_max }, args.form, page)
}

/// Lists every card.
pub fn list(
    library: &Library,
    staleness: Staleness,
    form: FormArgs,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let cards = library.catalog().cards().iter();
    let ages = cards.clone().map(|card| (&**card, Age::of(card, staleness)));
    let ages: Vec<(&RateCard, Age)> = ages.collect();
    let entries = || cards.map(|card| CardEntry::new(card, library, staleness)).collect::<Vec<_>>();
    form.write(
        || report(&ages, library),
        entries,
        |page| {
            write(&ages, library, page)?;
            write_legend(&ages, staleness.days_max, page)
        },
        page,
    )?;
    Ok(Verdict::Answered)
}

/// The age of the newest date of a card's sources.
#[derive(Clone, Copy, Debug)]
pub struct Age {
    /// Days up to the day of use. `None` if no source has a date.
    pub days: Option<i64>,
    /// True if they are more than are wanted.
    pub stale: bool,
    /// The worst confidence of the prices that the default offer charges.
    confidence: Confidence,
}

impl Age {
    /// On a day of use.
    #[must_use]
    pub fn of(card: &Arc<RateCard>, staleness: Staleness) -> Self {
        let days = (staleness.today - card.dated()).num_days();
        let days = card.is_dated().then_some(days);
        let stale = days.is_some_and(|days| days > i64::from(staleness.days_max));
        Self { days, stale, confidence: confidence(card, staleness.today) }
    }
}

/// One card of `whatif cards --json`.
#[derive(Debug, Serialize)]
struct CardEntry<'a> {
    id: &'a str,
    provider: &'a str,
    service: &'a str,
    plan: &'a str,
    needs: &'a [String],
    currency: String,
    currencies: Vec<String>,
    dated: String,
    /// Null if it is undated.
    age_days: Option<i64>,
    stale: bool,
    confidence: &'static str,
    closed: bool,
    examples: usize,
    published_examples: usize,
    sources: Vec<&'a str>,
    own: bool,
    file: Option<String>,
}

impl<'a> CardEntry<'a> {
    fn new(card: &'a Arc<RateCard>, library: &Library, staleness: Staleness) -> Self {
        let Age { days, stale, confidence } = Age::of(card, staleness);
        let file = library.own_file(&card.id);
        Self {
            id: &card.id,
            provider: &card.provider,
            service: &card.service,
            plan: &card.plan,
            needs: &card.jobs,
            currency: card.default_currency().to_string(),
            currencies: card.currencies().iter().map(ToString::to_string).collect(),
            dated: dated(card),
            age_days: days,
            stale,
            confidence: words::confidence(Some(confidence)),
            closed: card.closed.is_some(),
            examples: card.examples().len(),
            published_examples: card.examples().iter().filter(|example| example.published).count(),
            sources: card.sources.iter().map(|source| source.url.as_str()).collect(),
            own: file.is_some(),
            file: file.map(|file| file.display().to_string()),
        }
    }
}

/// The worst confidence of the prices that the default offer charges for the default usage. If that is nothing, of
/// all that it may charge.
fn confidence(card: &Arc<RateCard>, today: NaiveDate) -> Confidence {
    let selection = Selection::standard(card);
    let period = Period::standard_month(today);
    let used = || {
        let tariff = Tariff::new(card, &selection, period).ok()?;
        let usage = Workload::standard(Vocabulary::standard()).usage(period.terms()).ok()?;
        let mut invoice = Invoice::default();
        tariff.quote(&usage, &mut invoice).ok()?;
        card.confidence_of(&selection, &invoice)
    };
    let all = card.charges.iter().map(|charge| *charge.confidence.pick(&selection.options));
    used().or_else(|| all.max()).unwrap_or_else(|| card.confidence())
}

/// The newest date of a card's sources, or that there is none.
fn dated(card: &RateCard) -> String {
    if card.is_dated() { card.dated().to_string() } else { "undated".to_owned() }
}

/// The cards as a table, for Markdown and CSV.
fn report(cards: &[(&RateCard, Age)], library: &Library) -> Report {
    let texts = ["id", "provider", "service", "plan", "currency", "dated"].map(Column::text);
    let rest = ["stale", "confidence", "closed", "own file"].map(Column::text);
    let columns = texts.into_iter().chain([Column::number("age in days")]).chain(rest);
    let yes = |holds: bool| Cell::text(if holds { "yes" } else { "no" });
    let row = |(card, age): &(&RateCard, Age)| {
        let own = library.own_file(&card.id).map(|file| file.display().to_string());
        vec![
            Cell::text(&card.id),
            Cell::text(&card.provider),
            Cell::text(&card.service),
            Cell::text(&card.plan),
            Cell::text(&words::currencies(card)),
            Cell::text(&dated(card)),
            age.days.map_or_else(
                || Cell::text(""),
                |days| Cell::number(Ratio::from(days), Places::QUANTITY),
            ),
            yes(age.stale),
            Cell::text(words::confidence(Some(age.confidence))),
            yes(card.closed.is_some()),
            Cell::text(&own.unwrap_or_default()),
        ]
    };
    listing("Rate cards", columns.collect(), cards.iter().map(row).collect())
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

fn write(cards: &[(&RateCard, Age)], library: &Library, page: &mut Page<'_>) -> io::Result<()> {
    let head = ["id", "provider service · plan", "", "dated", "days", "prices", "ex.", ""];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (card, age) in cards {
        let stale = if age.stale { page.glyphs.warning } else { "" };
        let own = if library.own_file(&card.id).is_some() { "own" } else { "" };
        let days = age.days.map_or_else(String::new, |days| words::quantity(Ratio::from(days)));
        rows.push(vec![
            card.id.clone(),
            card.title(),
            card.default_currency().to_string(),
            dated(card),
            format!("{stale} {days}").trim().to_owned(),
            words::confidence(Some(age.confidence)).to_owned(),
            card.examples().len().to_string(),
            own.to_owned(),
        ]);
    }
    page.table(&SIDES, &page.fitted(&rows, &[NAMES, ID]))
}

fn write_legend(
    cards: &[(&RateCard, Age)],
    stale_after: u32,
    page: &mut Page<'_>,
) -> io::Result<()> {
    page.gap()?;
    let stale = cards.iter().filter(|(_, age)| age.stale).count();
    if stale > 0 {
        let lead = format!("{} ", page.glyphs.warning);
        let days = words::count(usize::try_from(stale_after).unwrap_or(usize::MAX), "day");
        let text = format!(
            "{stale} of {} have prices older than {days}: check their sources",
            words::count(cards.len(), "card")
        );
        page.paragraph(&lead, &text)?;
    }
    page.paragraph("", "prices: the lowest confidence of those that the default offer charges")?;
    if cards.iter().any(|(card, _)| !card.is_dated()) {
        page.paragraph(
            "",
            "undated: no source has a date; the day it was read says nothing of its age",
        )?;
    }
    page.paragraph(
        "",
        "`whatif card ID` shows one whole. `whatif quote ID` prices a workload on it.",
    )
}
