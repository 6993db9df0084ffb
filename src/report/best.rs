//! The best offer of each provider: the verdict, the ranking, and for each provider what was chosen and why.

pub mod json;

use whatif_pricing::{Places, Vocabulary, counted, written};

use super::instrument::{reason, vocabulary};
use super::layout::{Cell, Column, Entry, Report, Row, Section, Table, Weight};
use super::{about, verdict, words};
use crate::answer::best::{
    Best, Change, Choice, ChoiceReason, Commitment, Excluded, Exclusion, Found, Provider, Service,
};
use crate::answer::instrument::Reason;

/// The report of the best offers.
#[must_use]
pub fn report(best: &Best) -> Report {
    let inputs = best.board.inputs();
    let first = best.board.selected();
    let window = inputs.period.window(first.card.offset);
    let mut about = about::period(&inputs.period, window, first.card.offset, inputs.as_of);
    let verdict = verdict::sentence(&best.board, &best.verdict);
    about.push(Entry::new("Verdict", &verdict).for_readers());
    let details = best.providers.iter().filter(|it| it.best.is_some());
    let details = details.filter_map(|it| Section::new(&it.name, details_of(best, it)));
    let without = best.providers.iter().filter(|it| it.best.is_none());
    let without = without.flat_map(|it| excluded_of(best, it)).collect();
    let tried = best.providers.iter().map(|it| it.tried).sum();
    let tried = Entry::text(&format!(
        "{} of {} were priced. {}",
        words::count(tried, "combination"),
        words::count(best.providers.len(), "provider"),
        "A requirement (a region, an edition, software or HSM) stays as it is set: --option CARD:ID=CHOICE.",
    ));
    Report {
        title: format!("The best offer of each provider for {}", words::list(&best.jobs)),
        about,
        table: table(best),
        sections: details
            .chain(Section::new("No complete offer", without))
            .chain(Section::new("Tried", vec![tried]))
            .collect(),
    }
}

fn table(best: &Best) -> Table {
    let ranked = best.providers.iter().filter_map(|it| Some((it, it.best.as_ref()?)));
    let row = |(place, (provider, found)): (usize, (&Provider, &Found))| Row {
        kind: "best",
        weight: Weight::Plain,
        cells: vec![
            Cell::text(&(place + 1).to_string()),
            Cell::text(&provider.name).best_if(place == 0),
            Cell::text(&services(&found.services)).best_if(place == 0),
            Cell::number(found.total, Places::AMOUNT),
            Cell::text(found.currency.code()),
            Cell::text(&found.doubt.map(verdict::badge).unwrap_or_default()).doubt_if(true),
        ],
    };
    Table {
        columns: vec![
            Column::text(""),
            Column::text("Provider"),
            Column::text("Best offer"),
            Column::number("Total"),
            Column::text(""),
            Column::text("Prices"),
        ],
        rows: ranked.enumerate().map(row).collect(),
        is_series: false,
    }
}

/// The services of an offer, with what was chosen.
#[must_use]
pub fn services(services: &[Service]) -> String {
    let named = |it: &Service| {
        let choices = it.choices.join(", ");
        if choices.is_empty() { it.name.clone() } else { format!("{} ({choices})", it.name) }
    };
    services.iter().map(named).collect::<Vec<_>>().join(" + ")
}

fn details_of(best: &Best, provider: &Provider) -> Vec<Entry> {
    let mut entries = Vec::new();
    let Some(found) = &provider.best else { return entries };
    entries.extend(found.chosen.iter().map(|it| Entry::new(&it.asks, &choice(best, it))));
    entries.extend(found.commitments.iter().map(|it| Entry::new("Commitment", &commitment(it))));
    if let Some(next) = &provider.runner_up {
        let more = next.total.minus(found.total).map_or_else(
            |_| String::new(),
            |more| format!(", {} more", written(more, Places::AMOUNT)),
        );
        let total = written(next.total, Places::AMOUNT);
        entries.push(Entry::new("Next", &format!("{}: {total}{more}", services(&next.services))));
    }
    let vocabulary = vocabulary(&best.board);
    entries.extend(provider.changes.iter().map(|it| change(it, vocabulary)));
    entries.extend(excluded_of(best, provider));
    entries
}

/// Why a choice was made: `gb-100: the next best, none, costs 150.00 more`.
fn choice(best: &Best, choice: &Choice) -> String {
    let why = match &choice.why {
        ChoiceReason::Lower { next, by } => {
            format!("with {next} the offer costs {} more", written(*by, Places::AMOUNT))
        }
        ChoiceReason::Same { other } => format!("{other} costs the same here"),
        ChoiceReason::Only { other, because } => {
            format!("{other} cannot be ranked: {}", reasons(best, because))
        }
    };
    format!("{}. {}", choice.answer, capital(&why))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn reasons(best: &Best, reasons: &[Reason]) -> String {
    let said = reasons.iter().map(|it| reason(&best.board, it));
    said.collect::<Vec<_>>().join("; ")
}

fn commitment(commitment: &Commitment) -> String {
    format!(
        "{} runs {} and obliges to {} {} in full, which the total includes",
        commitment.label,
        words::count(usize::try_from(commitment.months).unwrap_or_default(), "month"),
        commitment.currency,
        written(commitment.in_full, Places::AMOUNT)
    )
}

fn change(change: &Change, vocabulary: &Vocabulary) -> Entry {
    let driver = &vocabulary[change.driver];
    let at = counted(change.at, &driver.unit);
    let side = if change.is_above { "From" } else { "Up to" };
    Entry::new("Changes", &format!("{side} {} = {at}: {}", driver.label, services(&change.then)))
}

fn excluded_of(best: &Best, provider: &Provider) -> Vec<Entry> {
    provider.left_out.iter().map(|it| Entry::new(&it.title, &exclusion(best, it))).collect()
}

/// Why a card makes no offer, and how to let it count.
fn exclusion(best: &Best, excluded: &Excluded) -> String {
    let consider = format!("--consider {} lets it count", excluded.card);
    match &excluded.why {
        Exclusion::Closed(why) => format!("{why}. {}", capital(&consider)),
        Exclusion::Ended => {
            format!("the service has ended or ends in the period. {}", capital(&consider))
        }
        Exclusion::OnlyFor(need) => format!("only for {need}. {}", capital(&consider)),
        Exclusion::AboutOther => "charges by nothing that is asked for".to_owned(),
        Exclusion::Unranked(because) => reasons(best, because),
        Exclusion::TooMany(combinations) => {
            format!("has {} to try, which are too many", words::count(*combinations, "combination"))
        }
        Exclusion::Failed(error) => error.to_string(),
    }
}
