//! The sweep for a reader: a table of totals, then who is cheapest where, crossovers, edges and dips.

pub mod limit;
mod pairs;

use std::io;

use whatif_pricing::sweep::{Dip, Run, with_unit};
use whatif_pricing::{Places, Ratio, Total, written};

use super::{Answer, Scale};
use crate::cli::along;
use crate::cli::compare::table::{COLUMN_CELLS, head};
use crate::cli::page::{Page, Side, point_aligned};
use crate::cli::terms::no_rate;
use crate::cli::words;

/// Cells of the column of values.
const VALUE_CELLS: usize = 20;
/// More edges or changes than this are not listed one by one.
const LISTED_MAX: usize = 8;

pub fn write(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    write_head(answer, page)?;
    write_totals(answer, page)?;
    write_cheapest(answer, page)?;
    pairs::write(answer, page)?;
    write_edges(answer, page)?;
    write_dips(answer, page)?;
    if let Some(budget) = &answer.budget {
        limit::write(answer, budget, page)?;
    }
    let warnings = warnings(answer);
    if warnings.is_empty() {
        return Ok(());
    }
    page.heading("Take care")?;
    let lead = format!("  {} ", page.glyphs.warning);
    warnings.iter().try_for_each(|text| page.paragraph(&lead, text))
}

/// What is swept: `Secrets from 1 to 2,000 secrets, in equal ratios`.
pub fn title(answer: &Answer) -> String {
    let entry = &answer.axis.workload().vocabulary()[answer.axis.driver()];
    let scale = match answer.scale {
        Scale::Linear => "in equal steps",
        Scale::Log => "in equal ratios",
    };
    let to = with_unit(&answer.axis, answer.axis.last());
    format!("{} from {} to {to}, {scale}", entry.label, number(answer, 0))
}

fn write_head(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    let first = &answer.requests[0];
    page.line(&title(answer))?;
    let tariff = &first.tariff;
    page.line(&words::period(tariff.period(), tariff.window(), first.card.offset))?;
    if let Some(day) = tariff.terms().as_of {
        page.line(&format!("with the price lists in force on {day}"))?;
    }
    match first.preset {
        Some(preset) => page.paragraph(&format!("preset {}: ", preset.id), &preset.says),
        None => Ok(()),
    }
}

/// The value at a step.
fn number(answer: &Answer, step: u64) -> String {
    written(Ratio::whole(answer.axis.value(step)), Places::QUANTITY)
}

fn stretch(answer: &Answer, from: u64, to: u64) -> String {
    if from == to {
        return number(answer, from);
    }
    format!("{} to {}", number(answer, from), number(answer, to))
}

/// The cards in groups that fit the page, a row for each point.
fn write_totals(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    let fitting = (page.width.saturating_sub(2 + VALUE_CELLS) / (COLUMN_CELLS + 2)).max(1);
    let places: Vec<usize> = (0..answer.requests.len()).collect();
    for group in places.chunks(fitting) {
        page.gap()?;
        let totals = |place: usize, point: usize| {
            answer.sweep.offers[place].as_ref().and_then(|swept| swept.totals[point])
        };
        let steps = &answer.sweep.steps;
        write_table(answer, (group, steps), totals, Places::AMOUNT, page)?;
    }
    let swept = answer.sweep.offers.iter().flatten();
    let mut totals = swept.flat_map(|swept| &swept.totals);
    if totals.any(|total| total.is_some_and(|total| !total.complete)) {
        page.paragraph("  ", "≥ at least: a price is not published")?;
    }
    Ok(())
}

/// A table of totals: cards in columns, steps in rows.
fn write_table(
    answer: &Answer,
    (group, steps): (&[usize], &[u64]),
    total: impl Fn(usize, usize) -> Option<Total>,
    places: Places,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let heads: Vec<Vec<String>> = group.iter().map(|it| head(answer.id(*it), page)).collect();
    let height = heads.iter().map(Vec::len).max().unwrap_or(0);
    let unit = &answer.axis.workload().vocabulary()[answer.axis.driver()].name;
    let mut values = vec![String::new(); height];
    values.push(unit.clone());
    values.extend(steps.iter().map(|step| number(answer, *step)));
    let mut columns = vec![values];
    for (place, head) in group.iter().zip(heads) {
        let mut column = vec![String::new(); height - head.len()];
        column.extend(head);
        column.push(answer.currency.to_string());
        let amount = |point| along::total(total(*place, point), places, page.glyphs.unknown);
        let amounts = (0..steps.len()).map(amount);
        column.extend(point_aligned(&amounts.collect::<Vec<_>>()));
        columns.push(column);
    }
    let rows = 0..columns[0].len();
    let rows = rows.map(|row| columns.iter().map(|column| column[row].clone()).collect());
    page.table(&vec![Side::Right; columns.len()], &rows.collect::<Vec<Vec<String>>>())
}

fn write_cheapest(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    if answer.requests.len() < 2 {
        return Ok(());
    }
    page.heading("Cheapest")?;
    let Some(mut rows) = cheapest(answer) else {
        let far = "it changes in more places than can be followed: choose a shorter range with --from and --to";
        return page.paragraph("  ", far);
    };
    let count = rows.len();
    rows.truncate(LISTED_MAX);
    page.definitions(&rows)?;
    write_rest(count, page)
}

/// Who is the cheapest where; none where that changes in too many places.
pub fn cheapest(answer: &Answer) -> Option<Vec<(String, String)>> {
    let row = |run: &Run<Vec<usize>>| {
        let ids: Vec<&str> = run.what.iter().map(|place| answer.id(*place)).collect();
        let who = match &ids[..] {
            [] => "not known: no total is known as a whole".to_owned(),
            [only] => (*only).to_owned(),
            several => format!("{}, which cost the same", several.join(" and ")),
        };
        (stretch(answer, run.from, run.to), format!("{who}{}", unknown_beside(answer, run)))
    };
    Some(answer.sweep.cheapest.as_ref()?.iter().map(row).collect())
}

/// The cards whose totals are not known where another is the cheapest.
fn unknown_beside(answer: &Answer, run: &Run<Vec<usize>>) -> String {
    let is_unknown = |place: &usize| !answer.total(*place, run.from).is_some_and(|it| it.complete);
    let unknown = (0..answer.requests.len()).filter(is_unknown).map(|place| answer.id(place));
    let unknown: Vec<&str> = unknown.collect();
    if unknown.is_empty() || run.what.is_empty() {
        return String::new();
    }
    format!(" (not known here: {})", unknown.join(", "))
}

fn write_rest(count: usize, page: &mut Page<'_>) -> io::Result<()> {
    let rest = count.saturating_sub(LISTED_MAX);
    if rest == 0 {
        return Ok(());
    }
    page.line(&format!("  and {rest} more; --json lists them all"))
}

fn write_edges(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    let entries = edges(answer);
    if entries.is_empty() {
        return Ok(());
    }
    page.heading("The price per unit changes")?;
    page.definitions(&entries)
}

/// After which values a card's price per unit changes.
pub fn edges(answer: &Answer) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    for (place, swept) in answer.sweep.offers.iter().enumerate() {
        let Some(swept) = swept else { continue };
        let says = match &swept.edges {
            None => "in more places than can be followed: choose a shorter range".to_owned(),
            Some(edges) => {
                let is_known = |step| answer.total(place, step).is_some_and(|it| it.complete);
                // Where a price is not published any more is told with the reason.
                let goes_on = |edge: &&u64| is_known(**edge) == is_known(**edge + 1);
                let edges: Vec<u64> = edges.iter().filter(goes_on).copied().collect();
                if edges.is_empty() {
                    continue;
                }
                format!("after {}", list(answer, &edges))
            }
        };
        entries.push((answer.id(place).to_owned(), says));
    }
    entries
}

/// The values of steps with the unit after the last.
fn list(answer: &Answer, steps: &[u64]) -> String {
    let listed = &steps[..steps.len().min(LISTED_MAX)];
    let (last, others) = listed.split_last().expect("there is an edge");
    let mut texts: Vec<String> = others.iter().map(|step| number(answer, *step)).collect();
    texts.push(with_unit(&answer.axis, *last));
    let rest = steps.len() - listed.len();
    let more = if rest == 0 { String::new() } else { format!(" and at {rest} more places") };
    format!("{}{more}", texts.join(", "))
}

fn write_dips(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    let swept = answer.sweep.offers.iter().enumerate();
    let dips = swept.filter_map(|(place, swept)| Some((place, &swept.as_ref()?.dips[..])));
    let dips: Vec<(usize, &[Dip])> = dips.filter(|(_, dips)| !dips.is_empty()).collect();
    if dips.is_empty() {
        return Ok(());
    }
    page.heading("Where more costs less")?;
    for (place, dips) in dips {
        for found in dips.iter().take(LISTED_MAX) {
            page.paragraph(&format!("  {}: ", answer.id(place)), &dip(answer, found))?;
        }
        write_rest(dips.len(), page)?;
    }
    Ok(())
}

/// A dip in a sentence.
pub fn dip(answer: &Answer, dip: &Dip) -> String {
    let more = with_unit(&answer.axis, dip.to + 1);
    let saves = format!("{} {}", answer.currency, written(dip.saves, Places::AMOUNT));
    let last = number(answer, dip.to);
    if dip.from == dip.to {
        return format!("{more} cost {saves} less than {last}");
    }
    let stretch = stretch(answer, dip.from, dip.to);
    format!("{more} cost less than {stretch}: {saves} less than {last}")
}

/// What else is to be known of the cards.
pub fn warnings(answer: &Answer) -> Vec<String> {
    let mut warnings = Vec::new();
    for (place, request) in answer.requests.iter().enumerate() {
        let id = answer.id(place);
        if answer.sweep.offers[place].is_none() {
            let no_rate = no_rate(request.card.currency, answer.currency);
            warnings.push(format!("{id} is not in {}, for {no_rate}", answer.currency));
        }
        let why = along::why_unranked(&answer.offers[place], answer.axis.workload());
        let is_ranked = why.is_none();
        warnings.extend(why.map(|why| format!("{id}: {why}, so it is not ranked")));
        if is_ranked && !answer.reads[place] {
            let driver = &answer.axis.workload().vocabulary()[answer.axis.driver()].name;
            warnings.push(format!("{id} does not read {driver}: its total stays the same"));
        }
        let closed = request.card.closed.iter();
        warnings.extend(closed.map(|why| format!("{id}: {why}")));
    }
    if answer.axis.workload().has_ranges() {
        warnings.push(along::RANGES.to_owned());
    }
    warnings
}
