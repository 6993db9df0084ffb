//! What an export says beside its figures: period, workload, choices, sources.

use whatif_pricing::{DriverId, Ratio, Value, counted, instant};

use super::report::{Entry, Notes};
use crate::cli::quote;
use crate::cli::request::Request;
use crate::cli::words;
use crate::scenario::Scenario;

/// What the user says that the scenario is about.
pub fn notes(scenario: &Scenario) -> Option<Notes> {
    let lines = scenario.notes.lines().filter(|line| !line.trim().is_empty());
    Notes::new("Notes", lines.map(Entry::text).collect())
}

/// The period with its dates and, where one was chosen, the day of the price lists.
pub fn period(request: &Request) -> Vec<Entry> {
    let tariff = &request.tariff;
    let period = words::period(tariff.period(), tariff.window(), request.card.offset);
    let mut entries = vec![Entry::new("Period", &period)];
    let day = tariff.terms().as_of;
    entries.extend(day.map(|day| Entry::new("Price lists", &format!("those in force on {day}"))));
    entries
}

/// The price list of a card or, where it changes within the period, each with the days that it prices.
pub fn price_lists(request: &Request) -> Vec<Entry> {
    let lists: Vec<_> = request.tariff.price_lists().collect();
    let day = |seconds: i64| instant(seconds, request.card.offset).date_naive();
    let entry = |list: &whatif_pricing::PriceList| {
        let since = match list.effective_from {
            Some(day) => format!("in force from {day}"),
            None => "in force; from when is not known".to_owned(),
        };
        let days = format!(", for {} to {}", day(list.window.from), day(list.window.to - 1));
        Entry::new("Price list", &if lists.len() > 1 { since + &days } else { since })
    };
    lists.iter().map(entry).collect()
}

/// The drivers that any of the requests reads, but one that takes all values, then the changes within the
/// period.
pub fn workload(requests: &[Request], but: Option<DriverId>) -> Option<Notes> {
    let first = requests.first()?;
    let workload = &first.timeline.workload;
    let usage = &first.segments[0].usage;
    let all = requests.iter().flat_map(|it| std::iter::once(it).chain(&it.companions));
    let reads: Vec<Vec<bool>> = all.map(|request| request.card.reads(workload)).collect();
    let is_read =
        |id: DriverId| reads.iter().any(|reads| reads[id.index()]) || workload.is_chosen(id);
    let drivers = workload.vocabulary().iter();
    let drivers = drivers.filter(|(id, _)| is_read(*id) && Some(*id) != but);
    let mut entries: Vec<Entry> = drivers
        .map(|(id, driver)| {
            let mut feeding = vec![false; workload.vocabulary().len()];
            workload.feeds(id, &mut feeding);
            if let (Some(but), Value::Formula(formula)) = (but, workload.value(id))
                && feeding[but.index()]
            {
                return Entry::new(&driver.label, &format!("= {}", formula.text()));
            }
            let value = counted(usage.value(id), &driver.unit);
            Entry::new(
                &driver.label,
                &match workload.value(id) {
                    Value::Number(_) => value,
                    Value::Formula(formula) => format!("{value} = {}", formula.text()),
                    Value::Range(range) => format!("{value}, in the range {range}"),
                },
            )
        })
        .collect();
    entries.extend(first.timeline.changes.iter().map(|change| {
        let driver = &workload.vocabulary()[change.driver];
        let value = match &change.value {
            Value::Number(number) => counted(Ratio::whole(*number), &driver.unit),
            value => value.text(),
        };
        let from = format!("From {}", words::time(change.at.with_timezone(&first.card.offset)));
        Entry::new(&from, &format!("{}: {value}", driver.label))
    }));
    Notes::new("Workload", entries)
}

/// What was chosen on a card: options, readings, prices in place of the card's.
pub fn choices(request: &Request) -> Vec<Entry> {
    let (card, selection) = (&request.card, &request.selection);
    let options = card
        .options
        .iter()
        .zip(&selection.options)
        .map(|(option, choice)| Entry::new(&option.label, &option.choices[*choice].label));
    let readings = card.assumptions.iter().zip(&selection.readings).map(|(asked, reading)| {
        let reading = &asked.readings[*reading].named.label;
        Entry::new(&format!("{} ({})", asked.asks, asked.rule), reading)
    });
    let prices = quote::own_prices(request);
    options.chain(readings).chain(prices.iter().map(|price| Entry::text(price))).collect()
}

/// Where a card's prices are from, with the days on which that was dated and read.
pub fn sources(request: &Request) -> Vec<Entry> {
    let sources = quote::sources(request);
    sources.into_iter().map(|source| Entry::text(&words::cited(source))).collect()
}
