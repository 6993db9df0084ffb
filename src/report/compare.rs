//! Offers side by side.

use whatif_pricing::Total;
use whatif_pricing::compare::Difference;

use super::cells::bar_cells;
use super::layout::{
    Cell, Column, Entry, Forms, Number, Report, Row, Section, Show, Table, Weight,
};
use super::quote::Beside;
use super::ranges;
use super::words::{self, Audience};
use super::{about, notes};
use crate::answer::compare::{Column as Compared, ColumnCell, ColumnFigures, Comparison};
use crate::answer::doubt::Concern;
use crate::answer::quote::QuotedPart;

/// The longest bar.
const BAR_CELLS: u32 = 24;

/// The report of a comparison. `parts` are the cards of all columns with their choices and sources, for a
/// file alone.
#[must_use]
pub fn report(comparison: &Comparison, beside: &Beside<'_>, parts: &[QuotedPart]) -> Report {
    Report {
        title: format!("Comparison in {}", comparison.currency),
        about: about(comparison, beside),
        table: table(comparison),
        sections: sections(comparison, beside, parts),
    }
}

fn about(comparison: &Comparison, beside: &Beside<'_>) -> Vec<Entry> {
    let cards = comparison.columns.iter().map(|column| &*column.card);
    let mut entries = about::period_of_all(&comparison.period, cards, comparison.as_of);
    entries.extend(beside.preset());
    entries.extend(notes::entries(&comparison.notes));
    if !comparison.rates.is_empty() {
        entries.push(Entry::new("Rates", &words::rates(&comparison.rates)));
    }
    if let Some(held) = comparison.columns.iter().find_map(|column| column.budget.as_ref()) {
        entries.push(Entry::new("Budget", &words::budget(&held.budget)));
    }
    if let Some(baseline) = &comparison.baseline {
        entries.push(Entry::new("Baseline", baseline.as_str()));
    }
    entries
}

/// The meanings of the signs, as far as there are any.
fn signs(comparison: &Comparison) -> Vec<Entry> {
    let figures = || comparison.columns.iter().filter_map(|column| column.figures.as_ref().ok());
    let mut entries = Vec::new();
    if figures().any(|figures| figures.cells.iter().any(Option::is_none)) {
        entries.push(Entry::new("—", "not charged"));
    }
    if figures().any(|figures| !figures.total.complete) {
        entries.push(Entry::new("≥", "at least: a price is not published"));
    }
    entries
}

fn table(comparison: &Comparison) -> Table {
    let head = |column: &Compared| {
        let currency = column.figures.as_ref().map_or(comparison.currency, |it| it.currency);
        Column::number(column.offer.as_str()).in_unit(currency.code())
    };
    let heads = comparison.columns.iter().map(head);
    Table {
        columns: std::iter::once(Column::text("Item")).chain(heads).collect(),
        rows: rows(comparison),
        is_series: false,
    }
}

/// A row for each thing that is paid for, then the totals and how they stand.
fn rows(comparison: &Comparison) -> Vec<Row> {
    let of_each = |cell: &dyn Fn(&ColumnFigures) -> Cell| -> Vec<Cell> {
        let columns = comparison.columns.iter();
        columns.map(|column| column.figures.as_ref().map_or(Cell::None, cell)).collect()
    };
    let items = comparison.items.iter().enumerate().map(|(place, item)| {
        row("item", Weight::Plain, &item.label(), of_each(&|it| cell(it.cells[place].as_ref())))
    });
    let mut rows: Vec<Row> = items.collect();
    let totals = of_each(&|it| Cell::total(it.total));
    rows.push(row("total", Weight::Sum, "Total", totals));
    let to_cheapest = differences(comparison, |it| it.to_cheapest);
    rows.extend(difference_rows("to-cheapest", "To the cheapest", &to_cheapest));
    let to_baseline = differences(comparison, |it| it.to_baseline);
    rows.extend(difference_rows("to-baseline", "To the baseline", &to_baseline));
    let standing = comparison.columns.iter().map(|column| {
        let is_ranked = column.figures.as_ref().is_ok_and(|figures| figures.obstacle.is_none());
        let is_cheapest = column.figures.as_ref().is_ok_and(|figures| figures.is_cheapest);
        Cell::text(&standing(column)).doubt_if(!is_ranked).best_if(is_cheapest)
    });
    rows.push(row("standing", Weight::Plain, "Standing", standing.collect()));
    rows
}

fn row(kind: &'static str, weight: Weight, label: &str, cells: Vec<Cell>) -> Row {
    Row { kind, weight, cells: std::iter::once(Cell::text(label)).chain(cells).collect() }
}

/// The amount that an offer takes for an item, as far as that is known.
fn cell(cell: Option<&ColumnCell>) -> Cell {
    let Some(cell) = cell else { return Cell::None };
    match cell.amount {
        Some(amount) => Cell::total(Total { amount, complete: cell.complete }),
        None => Cell::Missing(words::UNPUBLISHED),
    }
}

fn differences(
    comparison: &Comparison,
    of: impl Fn(&ColumnFigures) -> Option<Difference>,
) -> Vec<Option<Difference>> {
    let columns = comparison.columns.iter();
    columns.map(|column| column.figures.as_ref().ok().and_then(&of)).collect()
}

/// A row in money and one in percent. None if there is no difference to show.
fn difference_rows(kind: &'static str, label: &str, all: &[Option<Difference>]) -> Vec<Row> {
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
    let percent: Vec<Cell> = percent.collect();
    let mut rows = vec![row(kind, Weight::Plain, label, money.collect())];
    // Nothing is a part of zero.
    if !percent.iter().all(|cell| matches!(cell, Cell::Blank)) {
        rows.push(row("percent", Weight::Plain, &format!("{label}, %"), percent));
    }
    rows
}

/// Cheapest, or why it is not ranked.
fn standing(column: &Compared) -> String {
    match &column.figures {
        Err(_) => words::UNPRICED.to_owned(),
        Ok(ColumnFigures { obstacle: Some(why), .. }) => words::obstacle(why),
        Ok(figures) if figures.is_cheapest => "cheapest".to_owned(),
        Ok(figures) if figures.to_cheapest.is_none() => "no rival".to_owned(),
        Ok(_) => String::new(),
    }
}

fn sections(comparison: &Comparison, beside: &Beside<'_>, parts: &[QuotedPart]) -> Vec<Section> {
    let audience = beside.audience();
    let mut sections = Vec::new();
    if let Beside::Scenario { notes, .. } = beside {
        sections.extend(about::notes(notes));
    }
    sections.extend(Section::signs(signs(comparison)));
    sections.extend(bars(comparison));
    let offers = comparison.columns.iter();
    let offers = offers.map(|column| Entry::new(column.offer.as_str(), &named(column)));
    sections.extend(Section::new("Offers", offers.collect()));
    sections.extend(Section::new("Not in the price", left_out(comparison, audience)));
    sections.extend(Section::warnings(warnings(comparison, audience)));
    sections.extend(Section::new("Budget", budgets(comparison)));
    if let Some(ranges) = &comparison.ranges {
        let all = comparison.columns.iter();
        let all = all.filter_map(|it| Some((it.offer.as_str(), it.ranges.as_ref()?)));
        sections.push(ranges::of_several(ranges, all));
    }
    if let Beside::Scenario { workload, .. } = beside {
        sections.extend(about::workload(workload));
        sections.extend(Section::new("Chosen", of_each(parts, about::choices)));
        sections.extend(Section::new("Sources", of_each(parts, |it| about::sources(it, None))));
    }
    sections
}

/// The totals as bars. A total in another currency has none.
fn bars(comparison: &Comparison) -> Option<Section> {
    let largest = comparison.largest().filter(|largest| !largest.is_zero())?;
    let row = |column: &Compared| {
        let mut cells = vec![Cell::text(column.offer.as_str())];
        match &column.figures {
            Ok(figures) => {
                let is_alike = figures.currency == comparison.currency;
                let bar = bar_cells(figures.total.amount, largest, BAR_CELLS);
                cells.push(Cell::Bar(if is_alike { bar } else { 0 }));
                cells.push(Cell::text(figures.currency.code()));
                cells.push(Cell::total(figures.total));
            }
            Err(_) => cells.extend([Cell::Blank, Cell::Blank, Cell::Missing(words::UNPRICED)]),
        }
        Row { kind: "bar", weight: Weight::Plain, cells }
    };
    let bar = Column::text("").only(Forms::Text);
    let columns = vec![Column::text(""), bar, Column::text(""), Column::number("")];
    let rows = comparison.columns.iter().map(row).collect();
    Some(Section::bars("Totals", Table { columns, rows, is_series: false }))
}

/// The head of a column: provider, service and plan, the companions, and how sure the prices are.
fn named(column: &Compared) -> String {
    if column.figures.is_err() {
        return column.title.clone();
    }
    let with = if column.companions.is_empty() { "" } else { ", with " };
    let companions = column.companions.join(" and ");
    let sure = words::confidence(column.confidence);
    let by = column.adjusted.map(|by| format!("; total {}", words::adjusted(by)));
    format!("{}{with}{companions}{}; prices {sure}", column.title, by.unwrap_or_default())
}

fn left_out(comparison: &Comparison, audience: Audience) -> Vec<Entry> {
    let of = |column: &Compared| {
        let doubts = column.doubts.iter().filter(|doubt| words::left_out(doubt));
        let texts =
            doubts.map(|doubt| Entry::new(column.offer.as_str(), &words::doubt(doubt, audience)));
        texts.collect::<Vec<_>>()
    };
    comparison.columns.iter().flat_map(of).collect()
}

/// Collects the reasons why offers cannot be priced, and what else there is to be careful about.
fn warnings(comparison: &Comparison, audience: Audience) -> Vec<Entry> {
    let of = |column: &Compared| {
        let id = column.offer.as_str();
        let fault = column.figures.as_ref().err();
        let fault = fault.map(|fault| Entry::new(id, &words::unpriced(fault)));
        let doubts = column.doubts.iter().filter(|doubt| {
            let is_aged = matches!(doubt.concern, Concern::Stale { .. });
            !words::left_out(doubt) && (audience == Audience::User || !is_aged)
        });
        let doubts = doubts.map(|doubt| Entry::new(id, &words::doubt(doubt, audience)));
        fault.into_iter().chain(doubts).collect::<Vec<_>>()
    };
    comparison.columns.iter().flat_map(of).collect()
}

fn budgets(comparison: &Comparison) -> Vec<Entry> {
    let held = comparison.columns.iter().filter_map(|column| {
        let held = column.budget.as_ref()?;
        Some(Entry::new(column.offer.as_str(), &words::held(held.spend)))
    });
    held.collect()
}

/// Collects what there is to say of each card, each time after the card's id. Two offers may share
/// a companion.
fn of_each(parts: &[QuotedPart], entries: impl Fn(&QuotedPart) -> Vec<Entry>) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    for part in parts {
        for entry in entries(part) {
            let text = match &*entry.name {
                "" => entry.text.clone(),
                name => format!("{name}: {}", entry.text),
            };
            let entry = Entry { name: part.id.clone(), text, ..entry };
            if !all.contains(&entry) {
                all.push(entry);
            }
        }
    }
    all
}
