//! Every text that comes from outside, mutated from a seed: cards, scenarios, codes, formulas, values with
//! units and ranges, periods, rates, tours, settings, presets and the command line.
//!
//! `WHATIF_FUZZ_TEXTS` says how many texts come of a kind that is read fast, and of the others in proportion;
//! `WHATIF_FUZZ_SEED` with which they begin.

#[path = "texts/bodies.rs"]
mod bodies;
#[path = "support/dice.rs"]
mod dice;
#[path = "texts/mutate.rs"]
mod mutate;
#[path = "texts/seeds.rs"]
mod seeds;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bodies::Target;
use dice::Dice;

/// No text takes longer.
const LONGEST: Duration = Duration::from_secs(1);
/// On a machine that runs other tests too.
const PATIENCE: u32 = 10;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Names the text that a failure is about.
struct Text<'t>(&'t Target, u64, &'t str);

impl Drop for Text<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let Self(target, seed, text) = self;
            eprintln!("{}, WHATIF_FUZZ_SEED={seed}: {text:?}", target.name);
        }
    }
}

/// Texts of a kind that is read fast.
const USUAL: u64 = 8_000;

/// Puts mutated texts to a target: so many if nothing else is asked for.
fn fuzz(target: &Target, usual: u64) {
    let seeds = (target.seeds)();
    for seed in &seeds {
        let _named = Text(target, 0, seed);
        (target.holds)(seed);
    }
    let first = number("WHATIF_FUZZ_SEED", 1);
    let mut longest = Duration::ZERO;
    let count = number("WHATIF_FUZZ_TEXTS", USUAL) * usual / USUAL;
    for seed in first..first + count {
        let text = mutate::text(&seeds, &mut Dice::new(seed));
        let named = Text(target, seed, &text);
        let begun = Instant::now();
        (target.holds)(&text);
        let took = begun.elapsed();
        assert!(took < LONGEST * PATIENCE, "it took {took:?}");
        longest = longest.max(took);
        drop(named);
    }
    println!("{}: {count} texts, the longest took {longest:?}", target.name);
}

#[test]
fn cards() {
    fuzz(&Target { name: "a card", holds: bodies::card, seeds: seeds::cards }, 800);
}

#[test]
fn scenarios() {
    fuzz(&Target { name: "a scenario", holds: bodies::scenario, seeds: seeds::scenarios }, 150);
}

#[test]
fn codes() {
    fuzz(&Target { name: "a code", holds: bodies::code, seeds: seeds::codes }, 800);
}

#[test]
fn formulas() {
    fuzz(&Target { name: "a formula", holds: bodies::formula, seeds: seeds::formulas }, 4_000);
}

#[test]
fn values() {
    fuzz(&Target { name: "a value", holds: bodies::value, seeds: seeds::values }, 4_000);
}

#[test]
fn periods() {
    fuzz(&Target { name: "a period", holds: bodies::period, seeds: seeds::periods }, USUAL);
}

#[test]
fn rates() {
    fuzz(&Target { name: "a rate", holds: bodies::rate, seeds: seeds::rates }, USUAL);
}

#[test]
fn tours() {
    fuzz(&Target { name: "a tour", holds: bodies::tour, seeds: seeds::tours }, 2_000);
}

#[test]
fn settings() {
    fuzz(&Target { name: "settings", holds: bodies::settings, seeds: seeds::settings }, 4_000);
}

#[test]
fn presets() {
    fuzz(&Target { name: "presets", holds: bodies::presets, seeds: seeds::presets }, 400);
}

/// A command line in a process of its own: it answers or refuses, in its own words.
fn command_line(line: &str) {
    // No argument holds the end of a text, and none asks for the screen.
    let words = line.split(' ').map(|word| word.replace('\0', "")).filter(|word| !word.is_empty());
    let words: Vec<String> = words.collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_whatif"));
    command.env_clear().env("HOME", "/nonexistent").args(["--today", "2026-11-22"]);
    command.args(&words).stdin(Stdio::null());
    let output = command.output().expect("it runs");
    let code = output.status.code().expect("it ends by itself");
    let says = String::from_utf8(output.stderr).expect("text");
    assert!((0..=4).contains(&code), "{code}: {says}");
    let answer = String::from_utf8(output.stdout).expect("text");
    let steers = |letter: char| letter.is_control() && letter != '\n' && letter != '\r';
    assert!(!answer.contains(steers) && !says.contains(steers), "{answer}{says}");
    assert!(code == 0 || !says.is_empty() || !answer.is_empty(), "{code} without a word");
}

#[test]
fn command_lines() {
    let target =
        Target { name: "a command line", holds: command_line, seeds: seeds::command_lines };
    fuzz(&target, 100);
}
