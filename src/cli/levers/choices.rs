//! What could be chosen instead: options, readings, other plans.

use whatif_pricing::levers::{Alternative, ChoiceLever, Of};

use super::Answer;
use super::text::{signed, vocabulary};
use crate::cli::output::Failure;
use crate::cli::page::{Choice, Page, Side, point_aligned};
use crate::cli::words;

/// The options or readings, each with what its choices come to.
pub(super) fn write_choices(
    answer: &Answer,
    heading: &str,
    levers: &[ChoiceLever],
    page: &mut Page<'_>,
) -> Result<(), Failure> {
    if levers.is_empty() {
        return Ok(());
    }
    page.heading(heading)?;
    let card = &answer.request.card;
    for lever in levers {
        match lever.of {
            Of::Option(place) => {
                let option = &card.options[place];
                page.paragraph(&format!("  {}: ", option.id), &option.label)?;
            }
            Of::Assumption(place) => {
                let asked = &card.assumptions[place];
                page.paragraph(
                    &format!("  {}: ", asked.id),
                    &format!("{} ({})", asked.asks, asked.rule),
                )?;
            }
        }
        let mut choices = Choice::of(lever.of.named(card), lever.chosen);
        for (choice, alternative) in choices.iter_mut().zip(&lever.alternatives) {
            if alternative.place != lever.chosen {
                choice.remark = remark(answer, alternative);
            }
        }
        page.choices(&choices)?;
    }
    Ok(())
}

/// What a choice changes, and what it comes to.
fn remark(answer: &Answer, alternative: &Alternative) -> String {
    let total = match &alternative.outcome.total {
        Ok(total) => words::total(answer.levers.currency, total.amount, total.complete),
        Err(error) => return format!(" ({error})"),
    };
    match alternative.outcome.difference {
        Some(same) if same.is_zero() => " (here the same)".to_owned(),
        Some(difference) => format!(" ({}, in total {total})", signed(difference)),
        None => format!(" (in total {total})"),
    }
}

/// Other plans, in the catalogue's order: they are not ranked.
pub(super) fn write_plans(answer: &Answer, page: &mut Page<'_>) -> Result<(), Failure> {
    if answer.plans.is_empty() {
        return Ok(());
    }
    let provider = &answer.request.card.provider;
    page.heading(&format!("Other plans of {provider} for the same, at their defaults"))?;
    let plans = || answer.levers.plans.iter().zip(&answer.plans);
    let totals: Vec<String> = plans()
        .map(|(plan, _)| match &plan.outcome.total {
            Ok(total) => words::total(answer.levers.currency, total.amount, total.complete),
            Err(error) => error.to_string(),
        })
        .collect();
    let changes: Vec<String> =
        plans().map(|(plan, _)| plan.outcome.difference.map_or_else(String::new, signed)).collect();
    let figures = point_aligned(&totals).into_iter().zip(point_aligned(&changes));
    let rows = plans().zip(figures).map(|((_, card), (total, change))| {
        vec![card.id.clone(), format!("{} · {}", card.service, card.plan), total, change]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let sides = [Side::Left, Side::Left, Side::Right, Side::Right];
    page.table(&sides, &page.fitted(&rows, &[1, 0]))?;
    for (plan, card) in plans() {
        let left_out = plan.leaves_out.iter().map(|it| it.text(card, vocabulary(answer)));
        let closed = card.closed.iter().map(|why| format!("{}: {why}", card.plan));
        let ended = plan.has_ended.then(|| format!("{}: no longer exists in the period", card.id));
        for text in left_out.chain(closed).chain(ended) {
            page.paragraph(&format!("  {} ", page.glyphs.warning), &text)?;
        }
    }
    Ok(())
}
