//! What the selected card and its marked rivals cost against one driver.

use anyhow::anyhow;
use whatif_pricing::DriverId;

use super::report::{Entry, Notes, Report};
use super::{Wanted, about, json};
use crate::board::Board;
use crate::chart::swept_cards;
use crate::cli::output::Failure;
use crate::cli::request::Request;
use crate::cli::sweep::json::SweepJson;
use crate::cli::sweep::{Answer, POINTS, Range, crossing, points, text};
use crate::scenario::Scenario;

pub fn write(scenario: &Scenario, board: &Board, wanted: &Wanted) -> Result<String, Failure> {
    scenario.needs_steady("sweep").map_err(|why| Failure::Input(anyhow!(why)))?;
    let places = swept_cards(scenario, board).into_iter();
    let requests = places.map(|place| Request::of(scenario, board, place));
    let requests = requests.collect::<Result<Vec<_>, _>>()?;
    let driver = wanted.driver.map_or_else(|| moving(&requests), Ok)?;
    let range = Range { ends: [None, None], scale: None, points: POINTS };
    let mut answer = Answer::of(requests, driver, &range)?;
    if let Some(amount) = board.budget {
        answer.hold(amount);
    }
    match wanted.form.writer() {
        Some(write) => Ok(write(&report(scenario, &answer), wanted.glyphs)),
        None => json(&SweepJson::new(&answer)),
    }
}

/// The first driver on which a total depends.
fn moving(requests: &[Request]) -> Result<DriverId, Failure> {
    let workload = &requests[0].timeline.workload;
    let all = requests.iter().flat_map(|it| std::iter::once(it).chain(&it.companions));
    let reads: Vec<Vec<bool>> = all.map(|request| request.card.reads(workload)).collect();
    let is_read = |id: &DriverId| reads.iter().any(|reads| reads[id.index()]);
    let first = workload.vocabulary().iter().map(|(id, _)| id).find(is_read);
    first.ok_or_else(|| Failure::Input(anyhow!("no driver moves the total of a card")))
}

fn report(scenario: &Scenario, answer: &Answer) -> Report {
    let mut notes = Vec::from_iter(about::notes(scenario));
    let cheapest = text::cheapest(answer).filter(|_| answer.requests.len() > 1);
    notes.extend(Notes::new("Cheapest", entries(&cheapest.unwrap_or_default())));
    let pairs = answer.sweep.pairs.iter();
    let pairs = pairs.map(|pair| Entry::text(&crossing::says(answer, pair)));
    notes.extend(Notes::new("Crossovers", pairs.collect()));
    notes.extend(Notes::new("The price per unit changes", entries(&text::edges(answer))));
    notes.extend(Notes::new("Where more costs less", dips(answer)));
    if let Some(budget) = &answer.budget {
        let heading = format!("Budget {}", text::limit::of(answer, budget));
        notes.extend(Notes::new(&heading, entries(&text::limit::says(answer, budget))));
    }
    let warnings = text::warnings(answer);
    let warnings = warnings.iter().map(|warning| Entry::text(warning));
    notes.extend(Notes::new("Take care", warnings.collect()));
    let cards = answer.requests.iter();
    let cards = cards.map(|request| Entry::new(&request.card.id, &request.card.title()));
    notes.extend(Notes::new("Cards", cards.collect()));
    notes.extend(about::workload(&answer.requests, Some(answer.axis.driver())));
    let about = about::period(&answer.requests[0]);
    Report { title: text::title(answer), about, table: points::table(answer), notes }
}

fn entries(said: &[(String, String)]) -> Vec<Entry> {
    said.iter().map(|(name, text)| Entry::new(name, text)).collect()
}

fn dips(answer: &Answer) -> Vec<Entry> {
    let swept = answer.sweep.offers.iter().enumerate();
    let dips = swept.flat_map(|(place, swept)| {
        swept.iter().flat_map(|it| &it.dips).map(move |dip| (place, dip))
    });
    dips.map(|(place, dip)| Entry::new(answer.id(place), &text::dip(answer, dip))).collect()
}
