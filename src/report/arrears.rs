//! The stages of an account that does not pay, as text.

use std::io;

use super::layout::{Choice, Entry};
use super::page::Page;
use super::words;
use crate::answer::arrears::{AccrualAmbiguity, Arrears, Stage, Wait};

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
