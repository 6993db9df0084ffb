//! The four disagreements that both sides once had, each by the keys and the line that showed it.

use crossterm::event::KeyCode;

use crate::ask::{answered, driver, go_to, press, screen, seek, typed};
use crate::run;
use crate::setups::{SETUPS, Setup};

fn setup(offers: &'static [&'static str], set: &'static [(&'static str, &'static str)]) -> Setup {
    Setup { offers, set, budget: None, sweeps: &[], goals: &[], ..SETUPS[0] }
}

#[test]
fn one_price_for_all_tiers_is_refused_on_both_sides() {
    let line = "solve gcp-kms --total 20 --for price:versions --set keys=5000 --start 2026-06-01";
    let refused = run::complaint(line);
    let mut state = screen(&setup(&["gcp-kms"], &[("keys", "5000")]));
    let (total, before) = (state.selected().total(), state.document.edition);
    // The cursor of the invoice is on the first line: the key versions.
    press(&mut state, KeyCode::Tab);
    press(&mut state, KeyCode::Char('='));
    typed(&mut state, "20 by price");
    let answered = answered(&state, before);
    assert_eq!(refused, format!("error: {}", answered.text));
    assert!(refused.contains("is priced in tiers"), "{refused}");
    assert_eq!((answered.is_set, state.selected().total()), (false, total));
}

#[test]
fn a_plan_beyond_its_quota_is_not_known_on_both_sides() {
    let offers: &[&str] = &["tencent-ssm-payg", "tencent-ssm-enterprise"];
    let mut state = screen(&setup(offers, &[("calls", "0")]));
    press(&mut state, KeyCode::Char('3'));
    // The whole slider, as on the command line.
    for _ in 0..9 {
        press(&mut state, KeyCode::Char('-'));
    }
    let words = state.figures.chart.as_ref().unwrap().words.join("\n");
    let reserved = "from 1,001 (not known here: Tencent SSM Enterprise Edition)";
    assert!(words.contains(reserved), "{words}");
    let text = run::text("sweep secrets tencent-ssm-payg tencent-ssm-enterprise --set calls=0");
    assert!(text.contains("(not known here: tencent-ssm-enterprise)"), "{text}");
    let json = run::json("sweep secrets tencent-ssm-payg tencent-ssm-enterprise --set calls=0");
    let runs = json["cheapest"].as_array().unwrap();
    assert_eq!(runs.last().unwrap()["unknown"][0], "tencent-ssm-enterprise");
}

#[test]
fn a_driver_that_divides_is_sought_along_its_slider_on_both_sides() {
    let set: &[(&str, &str)] =
        &[("secrets", "350"), ("clients", "60"), ("regions", "2"), ("keys", "12")];
    let mut state = screen(&setup(&["azure-key-vault"], set));
    let refresh = driver(&state, "refresh_seconds");
    go_to(&mut state, refresh);
    let answered = seek(&mut state, "200");
    assert!(answered.is_set, "{}", answered.text);
    let set = state.figures.board.usage().value(refresh).to_decimal();
    assert_eq!(set, "816.603".parse().unwrap());
    let cli = run::json(
        "solve azure-key-vault --total 200 --for refresh_seconds --set secrets=350 --set clients=60 --set regions=2 --set keys=12 --start 2026-06-01",
    );
    assert_eq!(cli["smallest"]["value"], "816.603");
}

#[test]
fn who_is_not_ranked_and_who_does_not_read_the_driver_is_said_on_both_sides() {
    let offers: &[&str] = &["aws-secrets-manager", "tencent-ssm-payg"];
    let mut state = screen(&setup(offers, &[("keys", "2")]));
    press(&mut state, KeyCode::Char('3'));
    let words = state.figures.chart.as_ref().unwrap().words.join("\n");
    let text = run::text("sweep secrets aws-secrets-manager tencent-ssm-payg --set keys=2");
    assert!(words.contains("Tencent SSM cannot do keys, so it is not ranked"), "{words}");
    assert!(text.contains("tencent-ssm-payg cannot do keys, so it is not ranked"), "{text}");
    let line = "sweep refresh_seconds azure-key-vault doppler";
    let mut state = screen(&setup(&["azure-key-vault", "doppler"], &[]));
    let refresh = driver(&state, "refresh_seconds");
    go_to(&mut state, refresh);
    press(&mut state, KeyCode::Char('3'));
    let words = state.figures.chart.as_ref().unwrap().words.join("\n");
    assert!(words.contains("Doppler does not read refresh_seconds"), "{words}");
    assert!(run::text(line).contains("doppler does not read refresh_seconds"));
}
