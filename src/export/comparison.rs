//! The marked cards side by side, or the selected one alone where none is marked.

use std::sync::Arc;

use whatif_pricing::compare::{Cell as Compared, Column as Standings, Difference, Standing};
use whatif_pricing::{RateCard, Total};

use super::report::{Cell, Column, Entry, Notes, Number, Report, Row, Show, Table, Weight};
use super::{Wanted, about, json, sampled};
use crate::board::Board;
use crate::cli::budget::Budget;
use crate::cli::compare::Answer;
use crate::cli::json::Compare;
use crate::cli::output::Failure;
use crate::cli::quote::{care, least_sure};
use crate::cli::request::Request;
use crate::cli::words;
use crate::scenario::Scenario;
use crate::state::compared_cards;

pub fn write(scenario: &Scenario, board: &Board, wanted: &Wanted) -> Result<String, Failure> {
    let answer = answer(scenario, board)?;
    match wanted.form.writer() {
        Some(write) => Ok(write(&report(scenario, &answer)?, wanted.glyphs)),
        None => json(&Compare::new(&answer)?),
    }
}

fn answer(scenario: &Scenario, board: &Board) -> Result<Answer, Failure> {
    let places = compared_cards(scenario, board);
    let requests = places.iter().map(|place| Request::of(scenario, board, *place));
    let mut answer = Answer::of(requests.collect::<Result<_, _>>()?)?;
    if let Some(moment) = &scenario.baseline {
        answer.to_baseline = since(&answer, moment, board, &places)?;
    }
    if let Some(amount) = board.budget {
        answer.hold(Budget { amount, currency: scenario.display })?;
    }
    answer.sampled = sampled(scenario, &answer.requests, scenario.display)?;
    Ok(answer)
}

/// Each total less what it was at the baseline, by the rates of now: a difference is never one of exchange
/// rates.
fn since(
    answer: &Answer,
    moment: &Scenario,
    board: &Board,
    places: &[usize],
) -> Result<Vec<Option<Difference>>, Failure> {
    let cards: Vec<Arc<RateCard>> = board.cards.iter().map(|it| Arc::clone(&it.card)).collect();
    let past = Board::of(&cards, moment).map_err(Failure::input)?;
    let requests = places.iter().zip(&answer.requests).map(|(place, now)| {
        let mut then = Request::of(moment, &past, *place)?;
        then.exchange.clone_from(&now.exchange);
        Ok(then)
    });
    let past = Answer::of(requests.collect::<Result<_, Failure>>()?)?;
    let columns = answer.comparison.columns.iter().zip(&past.comparison.columns);
    let difference = |(now, then): (&Standings, &Standings)| {
        let alike = now.currency == then.currency;
        let difference = alike.then(|| Difference::of_totals(now.total, then.total));
        Ok(difference.transpose().map_err(Failure::input)?.flatten())
    };
    columns.map(difference).collect()
}

fn report(scenario: &Scenario, answer: &Answer) -> Result<Report, Failure> {
    Ok(Report {
        title: format!("Comparison in {}", answer.comparison.currency),
        about: about(scenario, answer),
        table: table(answer),
        notes: notes(scenario, answer)?,
    })
}

fn about(scenario: &Scenario, answer: &Answer) -> Vec<Entry> {
    let mut entries = about::period(&answer.requests[0]);
    if !scenario.absent.marked.is_empty() {
        let ids = scenario.absent.marked.join(", ");
        entries.push(Entry::new("Left out", &format!("{ids}: no such card here")));
    }
    let rates = answer.rates();
    if !rates.is_empty() {
        entries.push(Entry::new("Rates", &words::rates(&rates)));
    }
    if let Some([first, ..]) = answer.budgeted.as_deref() {
        entries.push(Entry::new("Budget", &first.of()));
    }
    entries
}

fn table(answer: &Answer) -> Table {
    let columns = &answer.comparison.columns;
    let heads = answer.requests.iter().zip(columns).map(|(request, column)| {
        Column::number(&format!("{} {}", request.card.id, column.currency))
    });
    Table {
        columns: std::iter::once(Column::text("Item")).chain(heads).collect(),
        rows: rows(answer),
        is_series: false,
    }
}

/// A row for each thing that is paid for, then the totals and how they stand.
fn rows(answer: &Answer) -> Vec<Row> {
    let comparison = &answer.comparison;
    let columns = &comparison.columns;
    let items = comparison.items.iter().enumerate().map(|(place, item)| {
        let cells = columns.iter().map(|column| cell(column.cells[place].as_ref()));
        row("item", Weight::Plain, &item.label(), cells)
    });
    let mut rows: Vec<Row> = items.collect();
    let totals = columns.iter().map(|column| Cell::total(column.total));
    rows.push(row("total", Weight::Sum, "Total", totals));
    let to_cheapest: Vec<_> = columns.iter().map(|column| column.to_cheapest).collect();
    rows.extend(differences("to-cheapest", "To the cheapest", &to_cheapest));
    rows.extend(differences("to-baseline", "To the baseline", &answer.to_baseline));
    let standing = (0..columns.len()).map(|place| Cell::text(&standing(answer, place)));
    rows.push(row("standing", Weight::Plain, "Standing", standing));
    rows
}

fn row(kind: &'static str, weight: Weight, label: &str, cells: impl Iterator<Item = Cell>) -> Row {
    Row { kind, weight, cells: std::iter::once(Cell::text(label)).chain(cells).collect() }
}

/// What a card takes for an item, as far as that is known.
fn cell(cell: Option<&Compared>) -> Cell {
    let Some(cell) = cell else { return Cell::None };
    match cell.amount {
        Some(amount) => Cell::total(Total { amount, complete: cell.complete }),
        None => Cell::Missing("unpublished"),
    }
}

/// A row in money and one in percent, where there is a difference to be told.
fn differences(kind: &'static str, label: &str, all: &[Option<Difference>]) -> Vec<Row> {
    if all.iter().all(Option::is_none) {
        return Vec::new();
    }
    let number = |value, show| Cell::Number(Number { value, show });
    let money =
        all.iter().map(|it| it.map_or(Cell::Blank, |it| number(it.amount, Show::Difference)));
    let percent = all.iter().map(|it| {
        let percent = it.filter(|it| !it.is_zero()).and_then(|it| it.percent);
        percent.map_or(Cell::Blank, |percent| number(percent, Show::Percent))
    });
    vec![
        row(kind, Weight::Plain, label, money),
        row("percent", Weight::Plain, &format!("{label}, %"), percent),
    ]
}

/// Cheapest, or why it is not ranked.
fn standing(answer: &Answer, place: usize) -> String {
    let column = &answer.comparison.columns[place];
    match column.standing {
        Standing::Ranked if column.is_cheapest => "cheapest".to_owned(),
        Standing::Ranked if column.to_cheapest.is_none() => "no rival".to_owned(),
        Standing::Ranked => String::new(),
        standing => standing.reason().to_owned(),
    }
}

fn notes(scenario: &Scenario, answer: &Answer) -> Result<Vec<Notes>, Failure> {
    let requests = &answer.requests;
    let each = |texts: &dyn Fn(usize) -> Vec<String>| -> Vec<Entry> {
        let of = |place: usize| {
            let id = &requests[place].card.id;
            texts(place).into_iter().map(move |text| Entry::new(id, &text))
        };
        (0..requests.len()).flat_map(of).collect()
    };
    let mut notes = Vec::from_iter(about::notes(scenario));
    notes.extend(Notes::new("Cards", each(&|place| vec![named(&requests[place])])));
    notes.extend(Notes::new("Left out", each(&|place| left_out(answer, place))));
    notes.extend(Notes::new("Take care", each(&|place| warnings(answer, place))));
    if let Some(budgeted) = &answer.budgeted {
        notes.extend(Notes::new("Budget", each(&|place| vec![budgeted[place].says()])));
    }
    if let Some(sampled) = &answer.sampled {
        let mut entries = Vec::new();
        for (place, request) in requests.iter().enumerate() {
            let says = sampled.says(answer, place)?;
            entries.extend(says.map(|says| Entry::new(&request.card.id, &says)));
        }
        entries.push(Entry::text(&sampled.legend()));
        notes.extend(Notes::new(&format!("Ranges: {}", sampled.ranges.join(", ")), entries));
    }
    notes.extend(about::workload(requests, None));
    notes.extend(Notes::new("Chosen", of_each(requests, about::choices)));
    notes.extend(Notes::new("Sources", of_each(requests, about::sources)));
    Ok(notes)
}

/// What there is to say of each card, with the card before what it is about.
fn of_each(requests: &[Request], entries: fn(&Request) -> Vec<Entry>) -> Vec<Entry> {
    let of = |request: &Request| {
        let id = request.card.id.clone();
        let named = move |entry: Entry| match &*entry.name {
            "" => Entry { name: id.clone(), ..entry },
            name => Entry { text: format!("{name}: {}", entry.text), name: id.clone() },
        };
        entries(request).into_iter().map(named)
    };
    let mut all: Vec<Entry> = Vec::new();
    // Two cards may have the same companion.
    for entry in
        requests.iter().flat_map(|it| std::iter::once(it).chain(&it.companions)).flat_map(of)
    {
        if !all.contains(&entry) {
            all.push(entry);
        }
    }
    all
}

/// A card with its companions, and how sure its prices are.
fn named(request: &Request) -> String {
    let title = request.card.title();
    let companions: Vec<String> = request.companions.iter().map(|it| it.card.title()).collect();
    let with = if companions.is_empty() { "" } else { ", with " };
    format!("{title}{with}{}; prices {}", companions.join(" and "), least_sure(request))
}

fn left_out(answer: &Answer, place: usize) -> Vec<String> {
    let request = &answer.requests[place];
    let vocabulary = request.timeline.workload.vocabulary();
    let left = answer.comparison.columns[place].left_out.iter();
    left.map(|warning| warning.text(&request.card, vocabulary)).collect()
}

/// What else there is to be known.
fn warnings(answer: &Answer, place: usize) -> Vec<String> {
    let (request, quoted) = (&answer.requests[place], &answer.quoted[place]);
    let told = left_out(answer, place);
    let mut texts = request.warnings(quoted);
    texts.retain(|text| !told.contains(text));
    texts.extend(care::third_party(request, &quoted.invoice));
    texts
}
