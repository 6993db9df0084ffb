//! The steps that lead to the amount of one charge, as text.

use chrono::NaiveDate;
use whatif_pricing::{Currency, Places, Ratio, Total, Vocabulary, written};

use super::layout::{Body, Cell, Column, Entry, Report, Row, Section, Table, Weight};
use super::words;
use super::{about, notes};
use crate::answer::explain::{Explained, OverTime, PriceConfidence};
use crate::answer::quote::{Chosen, QuotedAdjustment};

/// The report of an explanation, with ages on a day of use.
#[must_use]
pub fn report(explained: &Explained, today: NaiveDate) -> Report {
    let card = &explained.card;
    let mut about = vec![Entry::new("Card", &card.id)];
    about.extend(about::period(&explained.period, explained.window, card.offset, explained.as_of));
    let over_time = explained.over_time.map_or_else(String::new, |it| format!(", {}", sum(it)));
    let amount = money(explained.currency, explained.billed());
    about.push(Entry::new("Amount", &format!("{}: {amount}{over_time}", explained.label)));
    about.extend(converted(explained));
    about.extend(notes::entries(&explained.notes));
    let columns = vec![Column::text(""), Column::text(""), Column::number("")];
    let steps = explained.steps.iter().map(|step| row([step.axis, &step.says, &step.result]));
    let table = Table { columns, rows: steps.collect(), is_series: false };
    Report {
        title: Entry::text(&explained.title).text,
        about,
        table,
        sections: sections(explained, today),
    }
}

fn sections(explained: &Explained, today: NaiveDate) -> Vec<Section> {
    let mut sections = Vec::new();
    let warnings = warnings(explained).map(|text| Entry::text(&text));
    sections.extend(Section::warnings(warnings.collect()));
    sections.extend(over_time(explained));
    sections.extend(not_converted(explained));
    sections.extend(adjusted(explained));
    let imported = explained.imported.iter();
    let imported = imported.map(|(label, read)| Entry::new(label, &about::imported(read)));
    sections.extend(Section::new("Usage from files", imported.collect()));
    let rules = explained.rules.iter().map(|rule| Entry::new(&rule.id, &rule.says));
    sections.extend(Section::new("Rules of the source, in our words", rules.collect()));
    let reading = |taken: &Chosen| {
        let name = format!("{}={}", taken.id, taken.choice);
        Entry::new(&name, &format!("{} ({})", taken.answer, taken.asks))
    };
    let readings = explained.readings.iter().map(reading);
    sections.extend(Section::new("Readings taken (--assume ID=READING)", readings.collect()));
    let sure = match explained.confidence {
        PriceConfidence::Own => words::confidence(None),
        PriceConfidence::Source(confidence) => words::confidence(Some(confidence)),
    };
    let source = Entry::text(&words::source(&explained.source, today));
    let mut entries = vec![source.from(&explained.source.url)];
    let doubts = explained.doubts.iter().map(|doubt| words::price_doubt(*doubt));
    entries.extend(doubts.map(|doubt| Entry::text(&format!("the price {doubt}"))));
    sections.push(Section { heading: format!("Price: {sure}"), body: Body::Entries(entries) });
    sections
}

/// The warnings about a charge.
pub fn warnings(explained: &Explained) -> impl Iterator<Item = String> + '_ {
    let warnings = explained.warnings.iter();
    warnings.map(|warning| warning.text(&explained.card, Vocabulary::standard()))
}

/// An amount with its currency, exact enough to check the steps.
fn money(currency: Currency, amount: Option<Ratio>) -> String {
    amount.map_or_else(
        || format!("price {}", words::UNPUBLISHED),
        |amount| format!("{currency} {}", written(amount, Places::EXACT)),
    )
}

fn row(texts: [&str; 3]) -> Row {
    Row { kind: "step", weight: Weight::Plain, cells: texts.map(Cell::text).to_vec() }
}

/// The amount in the currency that was asked for.
fn converted(explained: &Explained) -> Option<Entry> {
    let converted = explained.converted.as_ref()?;
    let total = converted.total.filter(|_| !converted.rates.is_empty())?;
    let amount = words::total_in(Total { complete: true, ..total }, Places::EXACT);
    let text = format!("{amount} by {}", words::rates(&converted.rates));
    Some(Entry::new(&format!("In {}", converted.currency), &text))
}

fn not_converted(explained: &Explained) -> Option<Section> {
    let converted = explained.converted.as_ref().filter(|it| it.total.is_none())?;
    let text = words::no_rate(explained.currency, converted.currency);
    Section::warnings(vec![Entry::text(&text)])
}

fn over_time(explained: &Explained) -> Option<Section> {
    let over_time = explained.over_time?;
    let list =
        if over_time.records.is_some() { " (`whatif quote --records` lists them)" } else { "" };
    let start = money(explained.currency, explained.amount);
    let bill = money(explained.currency, over_time.amount);
    let entries = vec![
        Entry::text(&format!(
            "the steps above are of the workload at the start, for all of the period: {start}"
        )),
        Entry::text(&format!("the bill is {}: {bill}{list}", sum(over_time))),
    ];
    Section::new("Over the period, in which the workload changes", entries)
}

fn sum(over_time: OverTime) -> String {
    match over_time.records {
        Some(records) => format!("the sum of {}", words::count(records, "billing record")),
        None => "the sum of its billing records".to_owned(),
    }
}

/// The amounts that are taken off or put on after the line.
fn adjusted(explained: &Explained) -> Option<Section> {
    if explained.on_charge.is_none() && explained.on_all.is_empty() {
        return None;
    }
    let on_charge = |adjusted: &QuotedAdjustment| {
        let base = words::part(adjusted.percent, adjusted.base);
        let amount = money(explained.currency, Some(adjusted.amount));
        row([&adjusted.label, &base, &amount])
    };
    let on_all = explained.on_all.iter().map(|it| row([&it.label, "on the whole card", ""]));
    let rows = explained.on_charge.iter().map(on_charge).chain(on_all).collect();
    let columns = vec![Column::text(""), Column::text(""), Column::number("")];
    let heading = "The line excludes your discounts and mark-ups";
    Some(Section::figures(heading, Table { columns, rows, is_series: false }))
}
