//! The levers for a reader: a tornado, one step more, choices, readings, plans.

use whatif_pricing::levers::{DriverLever, End, Limit, Outcome};
use whatif_pricing::{Driver, Places, Ratio, Vocabulary, Workload, counted, written};

use super::Answer;
use super::choices::{write_choices, write_plans};
use crate::cli::output::Failure;
use crate::cli::page::{Page, Side, point_aligned, widths};
use crate::cli::quote::write_head;
use crate::cli::words;
use crate::widget::Tornado;
use crate::widget::text::{pad_left, pad_right};

/// Cells of a bar where the page is narrow.
const BAR_CELLS_MIN: usize = 7;
/// And where it is wide.
const BAR_CELLS_MAX: usize = 41;

pub fn write(answer: &Answer, page: &mut Page<'_>) -> Result<(), Failure> {
    write_head(&answer.request, page)?;
    let present = answer.levers.present;
    let total = words::total(answer.levers.currency, present.amount, present.complete);
    page.line(&format!("Total {total}"))?;
    if let Some(not_in) = &answer.not_in {
        page.paragraph("", not_in)?;
    }
    write_tornado(answer, page)?;
    write_more(answer, page)?;
    let options = "Options: what each choice comes to (--option ID=CHOICE)";
    write_choices(answer, options, &answer.levers.options, page)?;
    let readings =
        "Readings of what the source leaves open: what each is worth (--assume ID=READING)";
    write_choices(answer, readings, &answer.levers.readings, page)?;
    write_plans(answer, page)
}

/// The driver's entry in the vocabulary.
fn entry<'a>(answer: &'a Answer, lever: &DriverLever) -> &'a Driver {
    &vocabulary(answer)[lever.driver]
}

pub(super) fn vocabulary(answer: &Answer) -> &'static Vocabulary {
    Workload::vocabulary(&answer.request.timeline.workload)
}

fn label(answer: &Answer, lever: &DriverLever) -> String {
    let formula = if lever.is_formula { " ƒ" } else { "" };
    format!("{}{formula}", entry(answer, lever).label)
}

/// A value with its unit where the label does not say it.
fn value(answer: &Answer, lever: &DriverLever, value: Ratio) -> String {
    let number = written(value, Places { least: 0, most: 3 });
    match entry(answer, lever).unit.as_str() {
        "second" => format!("{number} s"),
        "GB" => format!("{number} GB"),
        _ => number,
    }
}

/// A difference with its sign.
pub(super) fn signed(difference: Ratio) -> String {
    let text = written(difference, Places::AMOUNT);
    if difference.is_zero() || difference.is_negative() { text } else { format!("+{text}") }
}

/// What is changed; where the total is incomplete as it stands, what it comes to as far as is known.
fn change(answer: &Answer, outcome: &Outcome) -> String {
    match (outcome.difference, &outcome.total) {
        (Some(difference), _) => signed(difference),
        (None, Ok(total)) if !answer.levers.present.complete => {
            let bound = if total.complete { "" } else { "≥ " };
            format!("{bound}{}", written(total.amount, Places::AMOUNT))
        }
        _ => "?".to_owned(),
    }
}

fn write_tornado(answer: &Answer, page: &mut Page<'_>) -> Result<(), Failure> {
    let levers = &answer.levers;
    page.heading(&format!(
        "Drivers: the total with one of them at {}, the others as they stand",
        levers.swing
    ))?;
    let idle = levers.drivers.iter().filter(|lever| lever.is_idle());
    let moving = levers.drivers.iter().filter(|lever| lever.swing().is_none_or(|it| !it.is_zero()));
    let moving: Vec<&DriverLever> = moving.collect();
    let ends: Vec<[&End; 2]> = moving.iter().map(|lever| lever.ends()).collect();
    let side = |side: usize| -> Vec<String> {
        let changes = ends.iter().map(|ends| change(answer, &ends[side].outcome));
        point_aligned(&changes.collect::<Vec<_>>())
    };
    let (low, high) = (side(0), side(1));
    let mut rows = Vec::new();
    for (place, (lever, ends)) in moving.iter().zip(&ends).enumerate() {
        let at = |end: &End| value(answer, lever, Ratio::whole(end.value));
        let now = value(answer, lever, lever.value);
        rows.push(vec![
            label(answer, lever),
            now,
            at(ends[0]),
            low[place].clone(),
            high[place].clone(),
            at(ends[1]),
        ]);
    }
    let complete = levers.present.complete;
    let heads = if complete { ["cheaper at", "dearer at"] } else { ["at"; 2] };
    write_bars(&rows, heads, &ends, page)?;
    write_notes(answer, &moving, page)?;
    let idle: Vec<&str> = idle.map(|lever| &*entry(answer, lever).label).collect();
    if !idle.is_empty() {
        page.paragraph("  ", &format!("No difference here: {}", idle.join(", ")))?;
    }
    Ok(())
}

/// Each row with its bar between what the lower and what the higher end changes.
fn write_bars(
    rows: &[Vec<String>],
    heads: [&str; 2],
    ends: &[[&End; 2]],
    page: &mut Page<'_>,
) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(page.line("  none of them changes it")?);
    }
    let mut all = vec![["", "now", heads[0], "", "", heads[1]].map(str::to_owned).to_vec()];
    all.extend(rows.iter().map(|row| page.plain_cells(row)));
    let widths = widths(&all);
    let texts: usize = 2 + 2 * widths.len() + widths.iter().sum::<usize>();
    let cells = page.width.saturating_sub(texts).clamp(BAR_CELLS_MIN, BAR_CELLS_MAX);
    let of = |side: usize| ends.iter().filter_map(move |ends| ends[side].outcome.difference);
    let lowest = of(0).min().unwrap_or_default();
    let highest = of(1).max().unwrap_or_default();
    let tornado = Tornado::new(lowest, highest, cells);
    let line = |row: &[String], bar: &str| {
        format!(
            "  {}  {}  {}  {}  {bar}  {}  {}",
            pad_right(&row[0], widths[0]),
            pad_left(&row[1], widths[1]),
            pad_left(&row[2], widths[2]),
            pad_left(&row[3], widths[3]),
            pad_left(&row[4], widths[4]),
            pad_left(&row[5], widths[5]),
        )
    };
    page.line(&line(&all[0], &" ".repeat(cells)))?;
    for (row, ends) in all[1..].iter().zip(ends) {
        let known = |end: &End| end.outcome.difference.unwrap_or_default();
        let bar = tornado.bar(known(ends[0]), known(ends[1]));
        page.line(&line(row, &format!("{}│{}", bar.left, bar.right)))?;
    }
    Ok(())
}

/// What a row has no room for: bounds, totals that are not the whole, and values without a total.
fn write_notes(
    answer: &Answer,
    levers: &[&DriverLever],
    page: &mut Page<'_>,
) -> Result<(), Failure> {
    for lever in levers {
        for end in [&lever.down, &lever.up] {
            let at = value(answer, lever, Ratio::whole(end.value));
            let label = &entry(answer, lever).label;
            let bound = match end.limit {
                Some(Limit::Smallest) => format!("{label}: {at} is the least there can be"),
                Some(Limit::Largest) => format!("{label}: {at} is the most that is priced"),
                None => String::new(),
            };
            let unknown = match &end.outcome.total {
                Ok(total) if end.outcome.difference.is_none() && answer.levers.present.complete => {
                    let total = words::total(answer.levers.currency, total.amount, total.complete);
                    format!("? {label} at {at}: total {total}")
                }
                Ok(_) => String::new(),
                Err(error) => format!("? {label} at {at}: {error}"),
            };
            for note in [bound, unknown].iter().filter(|note| !note.is_empty()) {
                page.paragraph("  ", note)?;
            }
        }
    }
    if !answer.levers.present.complete {
        let why = "The total is incomplete, so no difference is known: these are totals as far as they are known. Set your own prices with --price CHARGE=AMOUNT.";
        page.paragraph("  ", why)?;
    }
    if levers.iter().any(|lever| lever.is_formula) {
        page.paragraph("  ", "ƒ a formula sets it; here the number takes its place")?;
    }
    Ok(())
}

fn write_more(answer: &Answer, page: &mut Page<'_>) -> Result<(), Failure> {
    if !answer.levers.present.complete {
        return Ok(()); // nothing of it is known
    }
    let more = answer.levers.drivers.iter().filter(|lever| !lever.is_idle());
    let more = more.filter_map(|lever| Some((lever, lever.more.as_ref()?)));
    let (rows, changes): (Vec<_>, Vec<_>) = more
        .map(|(lever, more)| {
            let unit = &entry(answer, lever).unit;
            let step = format!("+{}", counted(Ratio::whole(more.step), unit));
            let to = format!("to {}", value(answer, lever, Ratio::whole(more.value)));
            let change = match more.outcome.difference {
                Some(zero) if zero.is_zero() => "nothing".to_owned(),
                _ => change(answer, &more.outcome),
            };
            let next = more.next.map_or_else(String::new, |next| {
                let at = value(answer, lever, Ratio::whole(next.value));
                format!("but {} at {at}", signed(next.difference))
            });
            (vec![entry(answer, lever).label.clone(), step, to, next], change)
        })
        .unzip();
    if rows.is_empty() {
        return Ok(());
    }
    page.heading(&format!("One step more costs, in {}", answer.levers.currency))?;
    let rows = rows.into_iter().zip(point_aligned(&changes)).map(|(mut row, change)| {
        row.insert(3, change);
        row
    });
    let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Left];
    Ok(page.table(&sides, &rows.collect::<Vec<_>>())?)
}
