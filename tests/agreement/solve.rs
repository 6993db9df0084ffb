//! Goal seek: `g` on the screen and `whatif solve`.

use rust_decimal::Decimal;
use serde_json::Value;
use whatif::answer::solve::Sought;
use whatif::explorer::state::State;

use crate::ask::{Answered, driver, go_to, renamed, screen, seek};
use crate::run;
use crate::setups::{Reach, SETUPS, Setup};

#[test]
fn both_find_the_same_value_or_refuse_for_the_same_reason() {
    for setup in SETUPS {
        for (reach, sought) in setup.goals {
            let mut state = screen(setup);
            let before = set_value(&state, sought);
            let answered = sought_on_the_screen(setup, &mut state, *reach, sought);
            let what = format!("{:?} {reach:?} {sought}", setup.offers);
            match sought_on_the_command_line(setup, *reach, sought) {
                Err(refused) => {
                    assert!(!answered.is_set, "{what}: {}", answered.text);
                    assert_eq!(reason(&refused), reason(&answered.text), "{what}");
                }
                Ok(cli) => compare(setup, &state, (&answered, before), &cli, &what),
            }
        }
    }
}

/// An error without its remedy, which is a key on one side and a flag on the other.
fn reason(error: &str) -> &str {
    let end = [": press <", ": give one with"].iter().find_map(|remedy| error.find(remedy));
    &error[..end.unwrap_or(error.len())]
}

fn sought_on_the_screen(setup: &Setup, state: &mut State, reach: Reach, sought: &str) -> Answered {
    if let Some(driver) = state.scenario().inputs.workload.vocabulary().find(sought) {
        go_to(state, driver);
    }
    let goal = match reach {
        Reach::Total(amount) => amount.to_owned(),
        Reach::Beats(place) => setup.ids()[place].to_string(),
    };
    seek(state, &format!("{goal} by {sought}"))
}

fn sought_on_the_command_line(setup: &Setup, reach: Reach, sought: &str) -> Result<Value, String> {
    let goal = match reach {
        Reach::Total(amount) => format!("--total {amount}"),
        Reach::Beats(place) => format!("--beats {}", setup.offers[place]),
    };
    let named = match reach {
        Reach::Total(_) => vec![setup.offers[0]],
        Reach::Beats(place) => vec![setup.offers[0], setup.offers[place]],
    };
    let flags = Setup {
        with: if named.iter().any(|it| setup.with.iter().any(|(of, _)| of == it)) {
            setup.with
        } else {
            &[]
        },
        ..*setup
    };
    let (first, flags) = (setup.offers[0], flags.flags(sought));
    let line = format!("solve {first} {goal} --for {sought} {flags} --json");
    let output = run::output(&line);
    if output.status.code() == Some(0) {
        return Ok(serde_json::from_slice(&output.stdout).unwrap());
    }
    let refused = String::from_utf8(output.stderr).unwrap();
    Err(refused.trim().trim_start_matches("error: ").to_owned())
}

/// The value that is sought, as the scenario has it. `None` without a price or a discount.
fn set_value(state: &State, sought: &str) -> Option<Decimal> {
    let card = &state.selected().card;
    let offer = state.scenario().inputs.offers.get(&state.selected().id);
    let off = |percent: whatif_pricing::Percent| percent.magnitude();
    match Sought::read(sought, card, [None; 2]).unwrap() {
        Sought::Driver { .. } => {
            Some(state.figures.board.usage().value(driver(state, sought)).to_decimal().normalize())
        }
        Sought::Price(charge) => offer?.choices.prices.get(&charge).map(|it| it.amount),
        Sought::Discount(None) => offer?.choices.adjustment.map(off),
        Sought::Discount(Some(charge)) => offer?.choices.adjustments.get(&charge).copied().map(off),
    }
}

fn compare(
    setup: &Setup,
    state: &State,
    (answered, before): (&Answered, Option<Decimal>),
    cli: &Value,
    what: &str,
) {
    let ids = setup.ids();
    let says = renamed(state, &ids, cli["says"].as_str().unwrap());
    assert!(answered.text.starts_with(&says), "{what}: {says}\n{}", answered.text);
    let sought = cli["for"].as_str().unwrap();
    let expected = (cli["answer"] == "within").then(|| expected(cli, before));
    if let Some(expected) = expected {
        let set = set_value(state, sought);
        assert_eq!(set, Some(expected), "{what}: {}", answered.text);
        return;
    }
    assert!(!answered.is_set, "{what}: {}", answered.text);
    for why in cli["why"].as_array().unwrap() {
        let why = renamed(state, &ids, why.as_str().unwrap());
        assert!(answered.text.contains(&why), "{what}: {why}\n{}", answered.text);
    }
}

/// The value that the screen sets: to beat another offer the nearest one, otherwise the largest within an
/// amount, or the smallest if the total falls.
fn expected(cli: &Value, before: Option<Decimal>) -> Decimal {
    let number = |value: &Value| value.as_str().unwrap().parse::<Decimal>().unwrap();
    let sought = cli["for"].as_str().unwrap();
    let is_driver = !sought.starts_with("price:") && !sought.starts_with("discount");
    if is_driver && !cli["goal"]["beats"].is_null() {
        let now = before.unwrap();
        let reached = cli["stretches"].as_array().unwrap().iter();
        let reached = reached.filter(|run| run["reached"] == true);
        let nearest = reached.map(|run| now.clamp(number(&run["from"]), number(&run["to"])));
        return nearest.min_by_key(|value| (*value - now).abs()).unwrap().normalize();
    }
    let falls = sought.starts_with("discount") || (is_driver && cli["next"].is_null());
    let at = if falls && !cli["smallest"].is_null() { &cli["smallest"] } else { &cli["largest"] };
    number(&at["value"]).normalize()
}
