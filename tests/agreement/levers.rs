//! Levers: the fifth screen and `whatif levers`.

use crossterm::event::KeyCode;
use serde_json::{Value, json};
use whatif::answer::levers::{ChoiceLever, DriverLever, End, Levers, Outcome};
use whatif_pricing::{Ratio, Vocabulary, plain};

use crate::ask::{press, screen};
use crate::run;
use crate::setups::SETUPS;

#[test]
fn both_find_the_same_levers() {
    for setup in SETUPS {
        let mut state = screen(setup);
        press(&mut state, KeyCode::Char('5'));
        let levers = state.figures.levers.as_ref().expect("the levers are shown");
        let first = crate::setups::Setup {
            with: if setup.with.iter().any(|(of, _)| *of == setup.offers[0]) {
                setup.with
            } else {
                &[]
            },
            ..*setup
        };
        let cli = run::json(&format!("levers {} {}", setup.offers[0], first.flags("")));
        let levers = levers.as_ref().unwrap_or_else(|error| panic!("{:?}: {error}", setup.offers));
        compare(levers, &cli);
    }
}

fn compare(levers: &Levers, cli: &Value) {
    let vocabulary = Vocabulary::standard();
    assert_eq!(cli["card"], levers.offer.as_str());
    assert_eq!(cli["currency"], levers.currency.to_string());
    assert_eq!(cli["total"], plain(levers.present.amount));
    assert_eq!(cli["complete"], levers.present.complete);
    let drivers: Value = levers.drivers.iter().map(|it| driver(vocabulary, it)).collect();
    let known = cli["drivers"].as_array().unwrap().iter();
    let known = known.map(|it| json!([it["driver"], end_of(&it["down"]), end_of(&it["up"])]));
    assert_eq!(drivers, known.collect::<Value>(), "{}", levers.offer);
    assert_eq!(choices(&levers.options), choices_of(&cli["options"]), "{}", levers.offer);
    assert_eq!(choices(&levers.readings), choices_of(&cli["readings"]), "{}", levers.offer);
    for plan in cli["plans"].as_array().unwrap() {
        let own = levers.plans.iter().find(|own| plan["card"] == own.offer.as_str());
        let own = own.unwrap_or_else(|| panic!("{plan}"));
        if !own.offer.is_copy() && levers.plans.len() == cli["plans"].as_array().unwrap().len() {
            assert_eq!(plan["ended"], own.has_ended, "{plan}");
        }
    }
}

fn amount(outcome: &Outcome) -> Value {
    json!([
        outcome.total.as_ref().ok().map(|total| plain(total.amount)),
        outcome.difference.map(plain),
    ])
}

fn driver(vocabulary: &Vocabulary, lever: &DriverLever) -> Value {
    let end = |end: &End| json!([plain(Ratio::whole(end.value)), amount(&end.outcome)]);
    json!([vocabulary[lever.driver].name, end(&lever.down), end(&lever.up)])
}

fn end_of(end: &Value) -> Value {
    json!([end["value"], [end["total"], end["difference"]]])
}

fn choices(levers: &[ChoiceLever]) -> Value {
    let lever = |lever: &ChoiceLever| {
        let choices = lever.alternatives.iter().map(|it| json!([it.choice, amount(&it.outcome)]));
        json!([lever.of, lever.chosen, choices.collect::<Vec<Value>>()])
    };
    levers.iter().map(lever).collect()
}

fn choices_of(levers: &Value) -> Value {
    let choice = |it: &Value| json!([it["id"], [it["total"], it["difference"]]]);
    let lever = |lever: &Value| {
        let choices = lever["choices"].as_array().unwrap().iter().map(choice);
        json!([lever["id"], lever["chosen"], choices.collect::<Vec<Value>>()])
    };
    levers.as_array().unwrap().iter().map(lever).collect()
}
