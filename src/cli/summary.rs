//! `whatif` without a screen: what each card costs for the starting workload, by what it is for.

use std::io;

use whatif_pricing::charge::Confidence;
use whatif_pricing::{Currency, Period, Places, Selection, Total, Warning, Workload, written};

use super::page::{Page, Side, point_aligned};
use super::words;
use crate::board::{Board, Priced};
use crate::library::Library;
use crate::profile::Profile;
use crate::scenario::Scenario;
use crate::state::group;
use crate::terminal::Unusable;

/// Drivers that say what the starting workload is.
const SHOWN: [&str; 5] = ["secrets", "reads_per_secret_per_day", "keys", "peak_qps", "hosts"];

/// The columns: id, names, total, notes.
const SIDES: [Side; 4] = [Side::Left, Side::Left, Side::Right, Side::Left];
const NAMES: usize = 1;

pub fn write(
    page: &mut Page<'_>,
    library: &Library,
    profile: &Profile,
    refusal: Option<Unusable>,
) -> anyhow::Result<()> {
    let period = Period::standard_month(page.today);
    let mut scenario = Scenario::opening(library.catalog(), period);
    scenario.rates.clone_from(&profile.rates);
    scenario.display = profile.display.unwrap_or(scenario.display);
    let board = Board::new(library.catalog(), &scenario)?;
    page.line("What secrets, keys and security operations would cost in a 30-day month")?;
    page.gap()?;
    write_workload(page, &scenario.workload, &period)?;
    write_totals(page, &board, scenario.display)?;
    page.gap()?;
    write_legend(page, &board, scenario.display)?;
    write_hint(page, refusal)?;
    Ok(())
}

fn write_workload(page: &mut Page<'_>, workload: &Workload, period: &Period) -> anyhow::Result<()> {
    let usage = workload.usage(period.terms())?;
    let drivers = SHOWN.iter().filter_map(|name| workload.vocabulary().find(name));
    let values = drivers.map(|driver| {
        let label = &workload.vocabulary()[driver].label;
        format!("{label} {}", words::quantity(usage.value(driver)))
    });
    Ok(page.paragraph("  ", &values.collect::<Vec<_>>().join(" · "))?)
}

/// One table, so that all totals stand in one column, with a heading above each group.
fn write_totals(page: &mut Page<'_>, board: &Board, display: Currency) -> io::Result<()> {
    let mut cards: Vec<&Priced> = board.cards.iter().collect();
    cards.sort_by_key(|priced| group(&priced.card.jobs).0);
    let totals: Vec<String> = cards.iter().map(|priced| total(priced, page)).collect();
    let mut rows = Vec::with_capacity(cards.len());
    let mut last = None;
    for (priced, total) in cards.into_iter().zip(point_aligned(&totals)) {
        let (order, name) = group(&priced.card.jobs);
        if last != Some(order) {
            rows.extend([Vec::new(), heading(name, last.is_none(), display)]);
            last = Some(order);
        }
        let id = format!("  {}", priced.card.id);
        rows.push(vec![id, priced.card.title(), total, note(priced)]);
    }
    page.table(&SIDES, &page.fitted(&rows, &[NAMES]))
}

/// The name of a group; the first has the currency above the totals.
fn heading(name: &str, is_first: bool, display: Currency) -> Vec<String> {
    let code = if is_first { display.to_string() } else { String::new() };
    vec![name.to_owned(), String::new(), code, String::new()]
}

/// A total in the currency of the column; in its own, with the code, where no rate leads there.
fn total(priced: &Priced, page: &Page<'_>) -> String {
    let bounded = |total: Total| {
        let bound = if total.complete { "" } else { "≥ " };
        format!("{bound}{}", written(total.amount, Places { least: 2, most: 2 }))
    };
    let third = if by_third_party(priced) { page.glyphs.third_party } else { "" };
    let lead = if third.is_empty() { String::new() } else { format!("{third} ") };
    match priced.shown {
        Some(total) => format!("{lead}{}", bounded(total)),
        None => format!("{lead}{} {}", priced.card.currency, bounded(priced.total)),
    }
}

/// Is a price of a third party among those that make the total?
fn by_third_party(priced: &Priced) -> bool {
    let options = Selection::standard(&priced.card).options;
    let used = priced.invoice.lines.iter().filter(|line| !line.billed_quantity.is_zero());
    let mut sure = used.map(|line| priced.card.charges[line.charge].confidence.pick(&options));
    sure.any(|confidence| *confidence == Confidence::ThirdParty)
}

/// What to know before comparing: that the service has ended or, if it has not, what is missing.
fn note(priced: &Priced) -> String {
    let ended = priced.invoice.warnings.iter().find_map(|warning| match warning {
        Warning::Ended { on } => Some(*on),
        _ => None,
    });
    let missing = priced.invoice.lines.iter().filter(|line| line.amount.is_none()).count();
    match (ended, missing, priced.invoice.complete) {
        (Some(on), ..) => format!("ended {on}"),
        (None, 0, true) => String::new(),
        (None, 0, false) => "beyond its prices".to_owned(),
        (None, many, _) => format!("{} unpublished", words::count(many, "price")),
    }
}

/// What the signs mean, as far as there are any.
fn write_legend(page: &mut Page<'_>, board: &Board, display: Currency) -> io::Result<()> {
    let mut signs = Vec::new();
    if board.cards.iter().any(|priced| !priced.total.complete) {
        signs.push("≥ at least: a price is not published".to_owned());
    }
    if board.cards.iter().any(by_third_party) {
        signs.push(format!("{} by a third party's prices", page.glyphs.third_party));
    }
    let mut others: Vec<String> = (board.cards.iter().filter(|priced| priced.shown.is_none()))
        .map(|priced| priced.card.currency.to_string())
        .collect();
    others.sort_unstable();
    others.dedup();
    if !others.is_empty() {
        let others = others.join(", ");
        signs.push(format!(
            "{others}: not in {display}, for no rate is known; the settings file keeps yours"
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
    page.line("Run `whatif` on a terminal to explore; `whatif --help` lists the commands.")
}
