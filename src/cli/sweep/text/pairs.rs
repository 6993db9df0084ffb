//! Who of two cards is cheaper where, and why that is not known where it is not.

use std::io;

use whatif_pricing::sweep::{Pair, Verdict};

use super::super::Answer;
use super::super::crossing::{Crossing, says, why_unknown};
use super::{LISTED_MAX, number, write_table};
use crate::cli::along;
use crate::cli::page::Page;

pub fn write(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    if answer.sweep.pairs.is_empty() {
        return Ok(());
    }
    page.heading("Crossovers")?;
    let is_settled = |pair: &&Pair| pair.runs.as_ref().is_some_and(|runs| runs.len() == 1);
    let (settled, crossing): (Vec<&Pair>, Vec<&Pair>) =
        answer.sweep.pairs.iter().partition(is_settled);
    let mut below_table = false;
    for pair in crossing {
        if below_table {
            page.gap()?;
        }
        page.paragraph("  ", &says(answer, pair))?;
        below_table = write_sides(answer, pair, page)?;
    }
    if below_table && !settled.is_empty() {
        page.gap()?;
    }
    write_settled(answer, &settled, page)?;
    write_unknown(answer, page)
}

/// The totals of both at and beside their crossovers, where there are any.
fn write_sides(answer: &Answer, pair: &Pair, page: &mut Page<'_>) -> io::Result<bool> {
    let crossings = Crossing::all(pair.runs.as_deref().unwrap_or_default());
    let steps = crossings.iter().take(LISTED_MAX).flat_map(Crossing::steps);
    let mut steps: Vec<u64> = steps.collect();
    steps.dedup();
    if steps.is_empty() {
        return Ok(false);
    }
    let total = |place: usize, point: usize| answer.total(place, steps[point]);
    let group = [pair.first, pair.second];
    let shown = group.iter().flat_map(|place| steps.iter().map(|it| answer.total(*place, *it)));
    let places = along::places(shown);
    write_table(answer, (&group, &steps), total, places, page)?;
    Ok(true)
}

/// The pairs that do not cross, by the one that is cheaper.
fn write_settled(answer: &Answer, pairs: &[&Pair], page: &mut Page<'_>) -> io::Result<()> {
    for place in 0..answer.requests.len() {
        let beaten = pairs.iter().filter_map(|pair| {
            let what = pair.runs.as_ref()?.first()?.what;
            match what {
                Verdict::Cheaper if pair.first == place => Some(answer.id(pair.second)),
                Verdict::Dearer if pair.second == place => Some(answer.id(pair.first)),
                _ => None,
            }
        });
        let beaten: Vec<&str> = beaten.collect();
        if !beaten.is_empty() {
            let id = answer.id(place);
            page.paragraph(
                "  ",
                &format!("{id} is cheaper throughout than {}", beaten.join(", ")),
            )?;
        }
    }
    let is_equal = |pair: &&&Pair| {
        let first = pair.runs.as_ref().and_then(|runs| runs.first());
        first.is_some_and(|run| run.what == Verdict::Equal)
    };
    pairs.iter().filter(is_equal).try_for_each(|pair| page.paragraph("  ", &says(answer, pair)))
}

/// Why totals are not known, once for each card and value.
fn write_unknown(answer: &Answer, page: &mut Page<'_>) -> io::Result<()> {
    let mut told: Vec<(u64, String)> = Vec::new();
    for pair in &answer.sweep.pairs {
        let runs = pair.runs.iter().flatten().filter(|run| run.what == Verdict::Unknown);
        for run in runs.take(LISTED_MAX) {
            let both = [pair.first, pair.second];
            let reasons = both.iter().flat_map(|place| why_unknown(answer, *place, run.from));
            told.extend(reasons.map(|reason| (run.from, reason)));
        }
    }
    told.sort();
    told.dedup();
    if told.is_empty() {
        return Ok(());
    }
    page.heading("Not known")?;
    for (step, reason) in told {
        page.paragraph(&format!("  at {}: ", number(answer, step)), &reason)?;
    }
    Ok(())
}
