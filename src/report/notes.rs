//! The assumptions that an answer rests on, in words.

use whatif_pricing::{BareFlow, ChangedFlow, Places, Vocabulary, counted, written};

use super::layout::Entry;
use super::words;
use crate::answer::notes::Note;
use crate::scenario::OfferId;

/// The notes as entries of a report.
#[must_use]
pub fn entries(notes: &[Note]) -> Vec<Entry> {
    notes.iter().map(|note| Entry::new("Note", &text(note))).collect()
}

/// The notes for programs.
#[must_use]
pub fn texts(notes: &[Note]) -> Vec<String> {
    notes.iter().map(text).collect()
}

/// The notes for the screen, where keys help and not flags.
#[must_use]
pub fn on_screen(notes: &[Note]) -> Vec<String> {
    let said = |note: &Note| match note {
        Note::OtherCurrency { asked, shown } => {
            format!("totals are in {shown}: no rate leads to {asked}, <type-rate> adds one")
        }
        Note::AssumedPeak { .. } | Note::BareFlow(_) | Note::ChangedFlow(_) => text(note),
    };
    notes.iter().map(said).collect()
}

/// One note.
#[must_use]
pub fn text(note: &Note) -> String {
    let vocabulary = Vocabulary::standard();
    match note {
        Note::AssumedPeak { driver, value, offers } => {
            let driver = &vocabulary[*driver];
            let value = written(*value, Places::QUANTITY);
            let offers: Vec<&str> = offers.iter().map(OfferId::as_str).collect();
            let verb = if offers.len() == 1 { "is" } else { "are" };
            format!(
                "{} {value} is an assumption, by which {} {verb} charged: set {} to your own",
                driver.label,
                words::list(&offers),
                driver.name
            )
        }
        Note::BareFlow(flow) => bare_flow(flow),
        Note::ChangedFlow(flow) => changed_flow(flow),
        Note::OtherCurrency { asked, shown } => {
            format!("totals are in {shown}, for {}", words::no_rate(*shown, *asked))
        }
    }
}

/// `log_gb 1 is for a month: 0.033333 GB in this period; for 1 GB in all, write log_gb=1 total`
fn bare_flow(flow: &BareFlow) -> String {
    let driver = &Vocabulary::standard()[flow.driver];
    let typed = written(flow.per_month, Places::QUANTITY);
    let comes_to = flow.in_period.map_or_else(String::new, |amount| {
        format!(": {} in this period", counted(amount, &driver.unit))
    });
    format!(
        "{} {typed} is for a month{comes_to}; for {} in all, write {}={} total",
        driver.label,
        counted(flow.per_month, &driver.unit),
        driver.name,
        typed.replace(',', "")
    )
}

/// `API calls/month 30,000 from 2026-06-06 00:00:00 on is for a month: 5,000 calls count from then on`
fn changed_flow(flow: &ChangedFlow) -> String {
    let driver = &Vocabulary::standard()[flow.driver];
    let typed = written(flow.typed, Places::QUANTITY);
    let length = if flow.is_total { "the whole period" } else { "a month" };
    let counts = flow.counts.map_or_else(String::new, |amount| {
        format!(": {} count from then on", counted(amount, &driver.unit))
    });
    format!("{} {typed} from {} on is for {length}{counts}", driver.label, words::second(flow.at))
}
