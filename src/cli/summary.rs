//! `whatif` without a screen: what each card costs for the starting workload, by what it is for.

use std::io;

use chrono::NaiveDate;
use whatif_pricing::{Currency, Period, Places, Usage, Warning, Workload};

use crate::answer::compare::Group;
use crate::answer::{Board, Concern, PricedOffer, doubt};
use crate::explorer::terminal::Unusable;
use crate::library::Library;
use crate::report::page::{Page, Side, point_aligned};
use crate::report::words;
use crate::scenario::Scenario;
use crate::store::profile::Profile;

/// Drivers that say what the starting workload is.
const SHOWN: [&str; 5] = ["secrets", "reads_per_secret_per_day", "keys", "peak_qps", "hosts"];

/// The columns: id, names, total, notes.
const SIDES: [Side; 4] = [Side::Left, Side::Left, Side::Right, Side::Left];
const NAMES: usize = 1;

/// Writes the summary, with the reason if there could have been a screen.
pub fn write(
    page: &mut Page<'_>,
    library: &Library,
    profile: &Profile,
    today: NaiveDate,
    refusal: Option<Unusable>,
) -> anyhow::Result<()> {
    let cards = library.catalog().cards();
    let mut scenario = Scenario::opening(cards, Period::standard_month(today));
    scenario.inputs.rates.clone_from(&profile.rates);
    scenario.inputs.display = profile.display.unwrap_or(scenario.inputs.display);
    let board = Board::new(cards, &scenario)?;
    page.line("What secrets, keys and security operations would cost in a 30-day month")?;
    page.gap()?;
    write_workload(page, &scenario.inputs.workload, board.usage())?;
    write_totals(page, &board, board.inputs().display)?;
    page.gap()?;
    write_legend(page, &board, board.inputs().display)?;
    write_hint(page, refusal)?;
    Ok(())
}

fn write_workload(page: &mut Page<'_>, workload: &Workload, usage: &Usage) -> io::Result<()> {
    let drivers = SHOWN.iter().filter_map(|name| workload.vocabulary().find(name));
    let values = drivers.map(|driver| {
        let label = &workload.vocabulary()[driver].label;
        format!("{label} {}", words::quantity(usage.value(driver)))
    });
    page.paragraph("  ", &values.collect::<Vec<_>>().join(" · "))
}

/// One table, so that all totals stand in one column, with a heading above each group.
fn write_totals(page: &mut Page<'_>, board: &Board, display: Currency) -> io::Result<()> {
    let mut offers: Vec<&PricedOffer> = board.offers().iter().collect();
    offers.sort_by_key(|offer| Group::of(&offer.card));
    let totals: Vec<String> = offers.iter().map(|offer| total(board, offer, page)).collect();
    let mut rows = Vec::with_capacity(offers.len());
    let mut last = None;
    for (offer, total) in offers.into_iter().zip(point_aligned(&totals)) {
        let group = Group::of(&offer.card);
        if last != Some(group) {
            rows.extend([Vec::new(), heading(group, last.is_none(), display)]);
            last = Some(group);
        }
        let id = format!("  {}", offer.id);
        rows.push(vec![id, offer.title(), total, note(offer)]);
    }
    page.table(&SIDES, &page.fitted(&rows, &[NAMES]))
}

/// The name of a group. The first has the currency above the totals.
fn heading(group: Group, is_first: bool, display: Currency) -> Vec<String> {
    let code = if is_first { display.to_string() } else { String::new() };
    vec![words::group(group).to_owned(), String::new(), code, String::new()]
}

/// A total in the currency of the column, or in its own with the code if no rate leads there.
fn total(board: &Board, offer: &PricedOffer, page: &Page<'_>) -> String {
    let Some(figures) = offer.figures() else { return page.glyphs.unknown.to_owned() };
    let places = Places::AMOUNT;
    let third = if by_third_party(board, offer) { page.glyphs.third_party } else { "" };
    let lead = if third.is_empty() { String::new() } else { format!("{third} ") };
    if let Some(total) = figures.shown {
        return format!("{lead}{}", words::total_in(total, places));
    }
    let total = words::total_in(figures.total, places);
    format!("{lead}{} {total}", offer.currency)
}

/// Returns whether a price of a third party is among those that make the total.
fn by_third_party(board: &Board, offer: &PricedOffer) -> bool {
    let mut doubts = doubt::doubts(board, offer, None, None).into_iter();
    doubts.any(|doubt| matches!(doubt.concern, Concern::ThirdParty(_)))
}

/// The note to read before comparing: that the service has ended, or what is missing.
fn note(offer: &PricedOffer) -> String {
    let invoice = match &offer.figures {
        Ok(figures) => &figures.own.invoice,
        Err(fault) => return words::unpriced(fault),
    };
    let ended = invoice
        .warnings
        .iter()
        .find_map(|warning| if let Warning::Ended { on } = warning { Some(*on) } else { None });
    let missing = invoice.lines.iter().filter(|line| line.amount.is_none()).count();
    match (ended, missing, invoice.complete) {
        (Some(on), ..) => format!("ended {on}"),
        (None, 0, true) => String::new(),
        (None, 0, false) => "beyond its prices".to_owned(),
        (None, many, _) => format!("{} {}", words::count(many, "price"), words::UNPUBLISHED),
    }
}

/// Writes the meanings of the signs, as far as there are any.
fn write_legend(page: &mut Page<'_>, board: &Board, display: Currency) -> io::Result<()> {
    let priced = || board.offers().iter().filter_map(PricedOffer::figures);
    let mut signs = Vec::new();
    if priced().any(|figures| !figures.total.complete) {
        signs.push("≥ at least: a price is not published".to_owned());
    }
    if board.offers().iter().any(|offer| by_third_party(board, offer)) {
        signs.push(format!("{} third-party prices", page.glyphs.third_party));
    }
    let others = priced().filter(|figures| figures.shown.is_none());
    let mut others: Vec<String> =
        others.map(|figures| figures.own.currency().to_string()).collect();
    others.sort_unstable();
    others.dedup();
    if !others.is_empty() {
        signs.push(format!(
            "{}: not converted to {display}, because no exchange rate is known. Add one to the settings file",
            others.join(", ")
        ));
    }
    if signs.is_empty() {
        return Ok(());
    }
    for sign in signs {
        page.paragraph("  ", &sign)?;
    }
    page.gap()
}

fn write_hint(page: &mut Page<'_>, refusal: Option<Unusable>) -> io::Result<()> {
    if let Some(refusal) = refusal {
        page.paragraph("No screen: ", &format!("{refusal}."))?;
    }
    page.line("Run `whatif` on a terminal to explore. `whatif --help` lists the commands.")
}
