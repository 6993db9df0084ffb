//! Sweeps: the chart of the screen and `whatif sweep`.

use crossterm::event::KeyCode;
use serde_json::{Value, json};
use whatif::answer::Board;
use whatif::answer::sweep::{
    Pair, Points, Scope, Sweep, SweepQuestion, SweptOffer, UnknownRun, sweep_watched,
};
use whatif::explorer::chart::Chart;
use whatif::explorer::state::State;
use whatif::report::instrument::reason;
use whatif::scenario::{OfferId, Scenario};
use whatif_pricing::sweep::{Effort, Verdict};
use whatif_pricing::{Catalog, Period, Ratio, Total, plain};

use crate::ask::{driver, go_to, press, renamed, screen};
use crate::run;
use crate::setups::{SETUPS, Setup};

#[test]
fn both_find_the_same_along_every_driver() {
    for setup in SETUPS {
        for name in setup.sweeps {
            let mut state = screen(setup);
            let swept = driver(&state, name);
            go_to(&mut state, swept);
            press(&mut state, KeyCode::Char('3'));
            // The whole slider, as on the command line.
            for _ in 0..9 {
                press(&mut state, KeyCode::Char('-'));
            }
            let chart = state.figures.chart.clone().expect("the sweep is shown");
            let cli = swept_on_the_command_line(setup, &state, name);
            compare(setup, &state, &chart, &cli);
        }
    }
}

fn swept_on_the_command_line(setup: &Setup, state: &State, name: &str) -> Value {
    let (offers, flags) = (setup.offers.join(" "), setup.flags(name));
    let budget = setup.budget.map_or_else(String::new, |budget| format!("--budget {budget}"));
    let chart = state.figures.chart.as_ref().expect("the sweep is shown");
    let (from, to) = (chart.axis.value(0), chart.axis.value(chart.axis.last()));
    let line = format!("sweep {name} {offers} {flags} --from {from} --to {to} --points 2 {budget}");
    let output = run::output(&format!("{line} --json"));
    if output.status.code() == Some(0) {
        return serde_json::from_slice(&output.stdout).unwrap();
    }
    let refused = String::from_utf8(output.stderr).unwrap();
    json!({ "refused": refused.trim().trim_start_matches("error: ") })
}

fn compare(setup: &Setup, state: &State, chart: &Chart, cli: &Value) {
    let (sweep, what) = (&chart.sweep, format!("{:?} {}", setup.offers, cli["driver"]));
    if let Some(refused) = cli["refused"].as_str() {
        let idle = sweep.idle.as_ref().expect("the screen says it too").to_string();
        assert_eq!(idle, refused, "{what}");
        assert!(chart.words.contains(&idle), "{what}");
        return;
    }
    let ids: Vec<String> = sweep.offers.iter().map(|offer| offer.id.to_string()).collect();
    let mut asked: Vec<String> = setup.ids().iter().map(ToString::to_string).collect();
    asked.sort_by_key(|id| ids.iter().position(|known| known == id));
    assert_eq!(ids, asked, "{what}");
    assert_eq!(cheapest(sweep), sorted(&cli["cheapest"], &ids), "{what}");
    for offer in &sweep.offers {
        let cards = cli["cards"].as_array().unwrap();
        let card = cards.iter().find(|card| card["card"] == offer.id.as_str()).unwrap();
        compare_offer(state, sweep, offer, card);
        compare_ends(chart, offer, cli);
    }
    for pair in &sweep.pairs {
        compare_pair(sweep, pair, cli);
    }
    compare_words(setup, state, chart, cli);
}

/// Lists who is cheapest where, with whom is not known there.
fn cheapest(sweep: &Sweep) -> Value {
    let Some(runs) = &sweep.cheapest else { return Value::Null };
    let ids =
        |offers: &[OfferId]| -> Vec<String> { offers.iter().map(ToString::to_string).collect() };
    let run = |run: &whatif::answer::sweep::CheapestRun| {
        json!({
            "from": value(sweep, run.from),
            "to": value(sweep, run.to),
            "cards": ids(&run.offers),
            "unknown": ids(&run.unknown),
        })
    };
    runs.iter().map(run).collect()
}

/// The same of the command line, with the offers of each run in the order of the screen.
fn sorted(cheapest: &Value, ids: &[String]) -> Value {
    let mut cheapest = cheapest.clone();
    let place = |id: &Value| ids.iter().position(|known| id == known.as_str());
    for run in cheapest.as_array_mut().into_iter().flatten() {
        for key in ["cards", "unknown"] {
            run[key].as_array_mut().unwrap().sort_by_key(place);
        }
    }
    cheapest
}

fn value(sweep: &Sweep, step: u64) -> String {
    plain(Ratio::whole(sweep.axis.value(step)))
}

fn compare_offer(state: &State, sweep: &Sweep, offer: &SweptOffer, card: &Value) {
    let id = &offer.id;
    assert_eq!(card["ranked"], offer.unranked.is_empty(), "{id}");
    assert_eq!(card["reads_driver"], offer.reads_driver, "{id}");
    let unknown = |run: &UnknownRun| {
        let why = run.why.iter().map(|why| reason(&state.figures.board, why));
        let (from, to) = (value(sweep, run.from), value(sweep, run.to));
        json!({ "from": from, "to": to, "why": why.collect::<Vec<String>>() })
    };
    assert_eq!(card["unknown"], offer.unknown.iter().map(unknown).collect::<Value>(), "{id}");
    assert_eq!(card["not_ranked"], offer.uncarried.iter().map(unknown).collect::<Value>(), "{id}");
    let Some(detail) = &offer.detail else { return };
    let edges = detail
        .edges
        .as_ref()
        .map(|edges| edges.iter().map(|step| value(sweep, *step)).collect::<Vec<String>>());
    if let Some(edges) = edges {
        assert_eq!(card["edges"], json!(edges), "{id}");
    }
    let runs = detail.budget.as_ref().map(|runs| {
        let run = |run: &whatif_pricing::sweep::Run<Option<bool>>| {
            let verdict = match run.what {
                Some(true) => "within",
                Some(false) => "exceeded",
                None => "unknown",
            };
            let (from, to) = (value(sweep, run.from), value(sweep, run.to));
            json!({ "from": from, "to": to, "verdict": verdict })
        };
        runs.iter().map(run).collect::<Value>()
    });
    if let Some(runs) = runs {
        assert_eq!(card["budget"]["runs"], runs, "{id}");
    }
}

fn total(id: &str, total: Option<Total>) -> Value {
    json!({
        "card": id,
        "amount": total.map(|total| plain(total.amount)),
        "complete": total.is_some_and(|total| total.complete),
    })
}

/// The totals at both ends of the line.
fn compare_ends(chart: &Chart, offer: &SweptOffer, cli: &Value) {
    let points = cli["points"].as_array().unwrap();
    let ends = [(&points[0], 0), (&points[points.len() - 1], offer.totals.len() - 1)];
    for (point, place) in ends {
        let totals = point["totals"].as_array().unwrap();
        let own = total(offer.id.as_str(), offer.totals[place]);
        assert!(totals.contains(&own), "{own} {totals:?}");
        let drawn = chart.lines.iter().find(|line| line.offer == offer.id);
        assert_eq!(drawn.is_none(), offer.has_no_total());
    }
}

/// Compares who of two is cheaper where.
fn compare_pair(sweep: &Sweep, pair: &Pair, cli: &Value) {
    let Some(runs) = &pair.runs else { return };
    let (first, second) = (pair.first.as_str(), pair.second.as_str());
    let found = cli["crossovers"].as_array().unwrap().iter();
    let mut found = found.filter(|other| {
        let both = [&other["first"], &other["second"]];
        both.iter().all(|id| **id == first || **id == second)
    });
    let other = found.next().unwrap_or_else(|| panic!("{first} against {second}"));
    let expected = runs.iter().map(|run| {
        let cheaper = match run.what {
            Verdict::Cheaper => Some(first),
            Verdict::Higher => Some(second),
            Verdict::Equal | Verdict::Unknown => None,
        };
        (value(sweep, run.from), value(sweep, run.to), cheaper)
    });
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let runs = other["runs"].as_array().unwrap().iter();
    let runs = runs.map(|run| (text(&run["from"]), text(&run["to"]), run["cheaper"].as_str()));
    assert!(runs.eq(expected), "{first} against {second}: {:?}", other["runs"]);
}

/// The screen's sentences say who is not ranked, who does not read the driver, and what is not known and why.
fn compare_words(setup: &Setup, state: &State, chart: &Chart, cli: &Value) {
    let words = chart.words.join("\n");
    let ids = setup.ids();
    let told = |text: &str| assert!(words.contains(&renamed(state, &ids, text)), "{text}\n{words}");
    for warning in cli["warnings"].as_array().unwrap() {
        let warning = warning.as_str().unwrap();
        if warning.contains("not ranked") || warning.contains("does not read") {
            told(warning);
        }
    }
    for card in cli["cards"].as_array().unwrap().iter().filter(|card| card["ranked"] == true) {
        let runs = ["unknown", "not_ranked"].map(|key| card[key].as_array().unwrap());
        for run in runs.into_iter().flatten() {
            run["why"].as_array().unwrap().iter().for_each(|why| told(why.as_str().unwrap()));
        }
    }
    if chart.sweep.rivals.len() < 2 {
        return;
    }
    for run in chart.sweep.cheapest.iter().flatten() {
        let hidden: Vec<&str> = run.unknown.iter().map(OfferId::as_str).collect();
        if !hidden.is_empty() && !run.offers.is_empty() {
            told(&format!("(not known here: {})", hidden.join(", ")));
        }
    }
}

#[test]
fn the_progress_of_a_sweep_counts_every_search_once() {
    let cards = Catalog::shipped().cards();
    let scenario = Scenario::opening(cards, Period::standard_month("2026-06-01".parse().unwrap()));
    let board = Board::new(cards, &scenario).unwrap();
    let question = SweepQuestion {
        driver: scenario.inputs.workload.vocabulary().find("secrets").unwrap(),
        offers: scenario.marked.iter().cloned().collect(),
        currency: scenario.inputs.display,
        ends: [None, None],
        points: Points::Spread { scale: None, count: 5 },
        scope: Scope::All,
        rivals: None,
        doubtful: Vec::new(),
        budget: None,
        effort: Effort::QUICK,
    };
    let mut calls = Vec::new();
    sweep_watched(&board, &question, &mut |done, all| calls.push((done, all))).unwrap();
    let all = 5 + 1 + 5 * 4 / 2;
    assert_eq!(calls, (1..=all).map(|done| (done, all)).collect::<Vec<_>>());
}
