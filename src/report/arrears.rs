//! The stages of an account that does not pay, as text.

use std::io;

use whatif_pricing::{Places, Ratio};

use super::layout::{Cell, Choice, Column, Entry, Report, Row, Section, Table, Weight};
use super::page::Page;
use super::words;
use crate::answer::arrears::{AccrualAmbiguity, Arrears, Stage, Wait};

/// The stages as a table, for Markdown and CSV.
#[must_use]
pub fn report(arrears: &Arrears) -> Report {
    let heads = ["stage", "begins", "fees accrue", "says", "lost", "rule"].map(Column::text);
    let wait = ["seconds after the previous stage"].map(Column::number);
    let row = |stage: &Stage| {
        let (Wait::Own(length) | Wait::Card(length)) = stage.wait;
        let cells = vec![
            Cell::text(&stage.id),
            Cell::text(&stage.at.to_rfc3339()),
            Cell::text(if stage.fees_accrue { "yes" } else { "no" }),
            Cell::text(&stage.says),
            Cell::text(stage.lost.as_deref().unwrap_or_default()),
            Cell::text(&stage.rule),
            Cell::number(Ratio::from(length.seconds()), Places::QUANTITY),
        ];
        Row { kind: "stage", weight: Weight::Plain, cells }
    };
    let ambiguities = arrears.ambiguities.iter().map(entry).collect();
    let columns = heads.into_iter().chain(wait).collect();
    let rows = arrears.stages.iter().map(row).collect();
    let clock = Entry::text(&format!("Times are in {}.", words::clock(arrears.card.offset)));
    Report {
        title: format!("{}: an account that does not pay", arrears.card.title()),
        about: vec![clock],
        table: Table { columns, rows, is_series: false },
        sections: Section::new("Ambiguous in the source", ambiguities).into_iter().collect(),
    }
}

/// Writes the stages.
pub fn write(arrears: &Arrears, page: &mut Page<'_>) -> io::Result<()> {
    page.line(&format!("{}: an account that does not pay", arrears.card.title()))?;
    page.line(&format!("Times are in {}.", words::clock(arrears.card.offset)))?;
    page.gap()?;
    if arrears.stages.is_empty() {
        return page.line("  The card's sources do not say what happens.");
    }
    for stage in &arrears.stages {
        write_stage(stage, page)?;
    }
    for ambiguity in &arrears.ambiguities {
        page.gap()?;
        page.entries("  ", &[entry(ambiguity)])?;
    }
    Ok(())
}

fn write_stage(stage: &Stage, page: &mut Page<'_>) -> io::Result<()> {
    let fees = if stage.fees_accrue { "fees accrue" } else { "no fees accrue" };
    page.line(&format!("  {}  {} · {fees}", words::time(stage.at), stage.id))?;
    let indent = " ".repeat(20);
    page.paragraph(&indent, &format!("{} ({})", stage.says, stage.rule))?;
    if let Some(lost) = &stage.lost {
        page.paragraph(&format!("{indent}lost: "), lost)?;
    }
    match stage.wait {
        Wait::Own(length) => {
            page.paragraph(&indent, &format!("{length} after the previous stage, your length"))
        }
        Wait::Card(length) if stage.length_varies => {
            let text = format!(
                "{length} after the previous stage. The length depends on the account: set yours with --wait {}=LENGTH",
                stage.id
            );
            page.paragraph(&format!("{indent}{} ", page.glyphs.warning), &text)
        }
        Wait::Card(length) if length.seconds() > 0 => {
            page.paragraph(&indent, &format!("{length} after the previous stage"))
        }
        Wait::Card(_) => Ok(()),
    }
}

/// A reading that decides whether fees accrue.
fn entry(ambiguity: &AccrualAmbiguity) -> Entry {
    let taken = &ambiguity.taken;
    let choices = ambiguity.readings.iter();
    let choices = choices.map(|(id, label)| Choice::new(*id == taken.choice, id, label));
    let rule = taken.rule.as_deref().unwrap_or_default();
    Entry::new(&taken.id, &format!("{} ({rule})", taken.asks)).with_choices(choices.collect())
}
