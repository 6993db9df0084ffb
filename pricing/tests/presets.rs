//! The shipped presets: they load, can be priced on every card, and say what they assume.

use std::collections::HashSet;
use std::sync::Arc;

use rust_decimal::Decimal;
use whatif_pricing::{
    Catalog, Invoice, Period, Preset, Presets, Ratio, Selection, Tariff, Vocabulary, number,
};

fn drivers() -> &'static Vocabulary {
    Vocabulary::standard()
}

/// The value of a driver in a standard month under a preset.
fn value(id: &str, driver: &str) -> Ratio {
    let workload = Presets::shipped().find(id).unwrap().workload(drivers());
    let usage = workload.usage(Period::standard_month_terms()).unwrap();
    usage.value(drivers().find(driver).unwrap())
}

/// Every number that stands in a text.
fn figures(text: &str) -> HashSet<Decimal> {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
    let words = text.split(|letter: char| !is_part(letter));
    let words = words.map(|word| word.trim_matches(['.', ',']));
    words.filter(|word| !word.is_empty()).map(|word| number::quantity(word).unwrap()).collect()
}

#[test]
fn every_preset_is_priced_on_every_card() {
    let start = "2026-06-01".parse().unwrap();
    for preset in Presets::shipped().all() {
        let workload = preset.workload(drivers());
        for card in Catalog::shipped().cards() {
            let selection = Selection::standard(card);
            let tariff = Tariff::new(card, &selection, Period::standard_month(start)).unwrap();
            let usage = workload.usage(tariff.period_terms()).unwrap();
            let quoted = tariff.quote(&usage, &mut Invoice::default());
            assert_eq!(quoted, Ok(()), "{} on {}", preset.id, card.id);
        }
    }
}

#[test]
fn every_preset_has_cards_that_do_its_jobs_or_all_but_the_certificates() {
    for preset in Presets::shipped().all() {
        let does = |card: &&Arc<whatif_pricing::RateCard>| card.jobs.contains(&preset.jobs[0]);
        assert!(Catalog::shipped().cards().iter().filter(does).count() > 1, "{}", preset.id);
    }
}

#[test]
fn every_figure_of_a_sentence_stands_in_its_settings() {
    let told = |preset: &Preset| figures(&format!("{} {}", preset.name, preset.says));
    for preset in Presets::shipped().all() {
        let set = figures(&preset.settings(drivers()).join(" "));
        assert!(!told(preset).is_empty(), "{} names its figures", preset.id);
        for figure in told(preset) {
            assert!(set.contains(&figure), "{}: {figure} is told and not set", preset.id);
        }
    }
}

#[test]
fn a_sentence_is_one_sentence_that_fits_two_rows() {
    for preset in Presets::shipped().all() {
        assert_eq!(preset.says.matches(". ").count(), 0, "{}", preset.id);
        assert!(preset.says.ends_with('.') && preset.says.len() <= 140, "{}", preset.id);
        assert!(preset.name.len() <= 44, "{}", preset.id);
    }
}

#[test]
fn presets_come_to_the_figures_worked_out_by_hand() {
    let by_hand = [
        // 100 secrets × 8,640 reads a day × 30 days
        ("kubernetes-operator", "calls", 25_920_000_u32),
        // 500 functions × 20 starts × 5 secrets × 30 days
        ("functions", "calls", 1_500_000),
        // 2,000 jobs × 8 secrets × 30 days
        ("ci", "calls", 480_000),
        // 1,000 hosts × 288 times a day × 20 secrets × 30 days
        ("agents", "calls", 172_800_000),
        // 300 machines × 24 times a day × 30 days
        ("machine-identities", "calls", 216_000),
        // 500 disks × 2 a day × 30 days
        ("disk-encryption", "key_ops", 30_000),
        // 50 a second × 86,400 s × 30 days
        ("signing", "key_ops", 129_600_000),
        // 200 hosts × 0.5 GB × 30 days
        ("soc", "log_gb", 3_000),
        ("soc", "vcpus", 800),
    ];
    for (preset, driver, expected) in by_hand {
        assert_eq!(value(preset, driver), Ratio::from(expected), "{driver} of {preset}");
    }
    // 60 passwords × 30 days ÷ 7 days, and 40 certificates × 30 ÷ 90
    assert_eq!(value("rotation", "rotations"), Ratio::of(1_800, 7).unwrap());
    assert_eq!(value("certificates", "certificate_renewals"), Ratio::of(40, 3).unwrap());
}

#[test]
fn mistakes_are_told_with_their_place_and_a_remedy() {
    let text = r#"
[sound]
name = "Sound"
says = "7 secrets."
jobs = ["secrets"]
set.secrets = "7"

[unknown-driver]
name = "Unknown"
says = "7 hots."
jobs = ["security"]
set.hots = "7"

[other-job]
name = "Other job"
says = "7 hosts."
jobs = ["secrets", "sercurity"]
set.hosts = "7"

[circle]
name = "Circle"
says = "Secrets follow calls."
jobs = ["secrets"]
set.secrets = "=calls / 10"

[divides]
name = "Divides"
says = "By 0."
jobs = ["secrets"]
set.calls = "=secrets / rotations"

[too-small]
name = "Too small"
says = "0 regions."
job = ["secrets"]
set.regions = "0"
"#;
    let problems = Presets::read(text, drivers()).unwrap_err();
    insta::assert_snapshot!(problems.to_string());
}
