//! The best offer of each provider: the verdict, the ranking, and for each provider what was chosen and why.

pub mod json;

use whatif_pricing::card::Bound;
use whatif_pricing::{Places, Ratio, Vocabulary, Warning, counted, written};

use super::instrument::{reason, vocabulary};
use super::layout::{Cell, Column, Entry, Report, Row, Section, Table, Weight};
use super::words::Audience;
use super::{about, notes, verdict, words};
use crate::answer::Concern;
use crate::answer::best::{
    Best, Change, Choice, ChoiceReason, Commitment, Excluded, Exclusion, Found, Provider,
    Requirement, Service,
};
use crate::answer::doubt::doubts;
use crate::answer::instrument::Reason;
use crate::answer::notes::{Note, notes as notes_about};
use crate::answer::verdict::uncounted;

/// The report of the best offers.
#[must_use]
pub fn report(best: &Best) -> Report {
    let inputs = best.board.inputs();
    let cards = best.board.offers().iter().map(|offer| &*offer.card);
    let mut about = about::period_of_all(&inputs.period, cards, inputs.as_of);
    let verdict = verdict::sentence(&best.board, &best.verdict);
    about.push(Entry::new("Verdict", &verdict).for_readers());
    about.extend(notes::entries(&of_best(best)));
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
    let others = about_others(best);
    Report {
        title: format!("The best offer of each provider for {}", words::list(&best.jobs)),
        about,
        table: table(best),
        sections: details
            .chain(Section::new("No complete offer", without))
            .chain(Section::new("Tried", std::iter::once(tried).chain(others).collect()))
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
            Cell::text(&offered(found)).best_if(place == 0),
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

/// The services of an offer, with what was chosen and the discount in its total.
fn offered(found: &Found) -> String {
    let by = found.adjusted.map(|by| format!(" ({})", words::adjusted(by)));
    services(&found.services) + &by.unwrap_or_default()
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
    entries.extend(found.requirements.iter().map(requirement));
    entries.extend(warnings_of(best, found).iter().map(|it| Entry::new("Warning", it)));
    entries.extend(found.commitments.iter().map(|it| Entry::new("Commitment", &commitment(it))));
    if let Some(next) = &provider.runner_up {
        let more = next.total.minus(found.total).map_or_else(
            |_| String::new(),
            |more| format!(", {} more", written(more, Places::AMOUNT)),
        );
        let total = written(next.total, Places::AMOUNT);
        entries.push(Entry::new("Next", &format!("{}: {total}{more}", offered(next))));
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
        ChoiceReason::Higher { next, by } => {
            format!("with {next} the offer costs {} less", written(*by, Places::AMOUNT))
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
    let paid = if commitment.is_paid_ahead {
        "which the total includes"
    } else {
        "of which the total includes the period's part"
    };
    let (count, unit) = match commitment.term {
        Bound::Months(months) => (months, "month"),
        Bound::Days(days) => (days, "day"),
    };
    format!(
        "{} runs {} and obliges to {} {} in full, {paid}",
        commitment.label,
        counted(Ratio::from(count), unit),
        commitment.currency,
        written(commitment.in_full, Places::AMOUNT)
    )
}

fn change(change: &Change, vocabulary: &Vocabulary) -> Entry {
    let driver = &vocabulary[change.driver];
    let at = counted(change.at, &driver.unit);
    // What is between two values that were tried is left open.
    let side = if change.is_above { "more" } else { "less" };
    let then = match &change.then[..] {
        [] => "no complete offer".to_owned(),
        then => services(then),
    };
    Entry::new("Changes", &format!("{} = {at} or {side}: {then}", driver.label))
}

/// The cards of a provider that make no offer. Those about something else are named together.
fn excluded_of(best: &Best, provider: &Provider) -> Vec<Entry> {
    let others = provider.left_out.iter().filter(|it| it.why != Exclusion::AboutOther);
    others.map(|it| Entry::new(&it.title, &exclusion(best, it))).collect()
}

/// The cards that charge by nothing that is asked for.
fn about_others(best: &Best) -> Option<Entry> {
    let left_out = best.providers.iter().flat_map(|it| &it.left_out);
    let others = left_out.filter(|it| it.why == Exclusion::AboutOther);
    let ids: Vec<&str> = others.map(|it| &*it.card).collect();
    let says = format!("Charge by nothing that is asked for: {}.", ids.join(", "));
    (!ids.is_empty()).then(|| Entry::text(&says))
}

/// An option that only the user can decide: `Region: East US, the default`.
fn requirement(requirement: &Requirement) -> Entry {
    let Requirement { card, option, asks, answer, is_default, .. } = requirement;
    let says = if *is_default {
        format!("{answer}, the default (--option {card}:{option}=CHOICE)")
    } else {
        format!("{answer}, as you set it")
    };
    Entry::new(asks, &says)
}

/// Lists what carries the workload where the offer of a card that is chosen as it is exceeds a limit.
fn carried_of(best: &Best, excluded: &Excluded) -> Vec<String> {
    let offer = best.beside.offer(&excluded.offer);
    let doubts = offer.map(|offer| doubts(&best.beside, offer, None, None)).unwrap_or_default();
    let carried = doubts.into_iter().filter(|it| matches!(it.concern, Concern::Carried(_)));
    carried.map(|it| words::doubt(&it, Audience::User)).collect()
}

/// The notes about the best offers.
fn of_best(best: &Best) -> Vec<Note> {
    notes_about(&best.board, best.providers.iter().filter_map(|it| Some(&it.best.as_ref()?.id)))
}

/// Lists the limits of a vendor that an offer exceeds, and its closed parts.
fn warnings_of(best: &Best, found: &Found) -> Vec<String> {
    let Some(offer) = best.board.offer(&found.id) else { return Vec::new() };
    let is_said = |concern: &Concern| match concern {
        Concern::Invoice(Warning::NotRead { driver, .. }) => {
            uncounted(&best.board, offer).contains(driver)
        }
        Concern::Invoice(warning) => matches!(warning, Warning::Quota { .. }),
        Concern::Carried(_) | Concern::Closed(_) => true,
        Concern::NoRate { .. } | Concern::Stale { .. } | Concern::ThirdParty(_) => false,
    };
    let doubts = doubts(&best.board, offer, None, None).into_iter();
    let doubts = doubts.filter(|it| is_said(&it.concern));
    doubts.map(|it| words::doubt(&it, Audience::User)).collect()
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
        Exclusion::Unranked(because) => {
            let carried = carried_of(best, excluded);
            let carried = carried.iter().map(|it| format!(". {it}"));
            format!("{}{}", reasons(best, because), carried.collect::<String>())
        }
        Exclusion::TooMany(combinations) => {
            format!("has {} to try, which are too many", words::count(*combinations, "combination"))
        }
        Exclusion::Failed(error) => error.to_string(),
    }
}
