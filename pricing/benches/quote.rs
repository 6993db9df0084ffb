//! The time that a price takes: the engine beside straight-line code, Python, and the clock of a
//! screen.
//!
//! Rounds of the two sides alternate, so that whatever else the machine does slows both; what is printed
//! are the medians of the rounds and the ratio of the medians.
//!
//! Run with `cargo bench -p whatif-pricing`.
//!
//! The engine's time goes here, for Alibaba's six lines:
//!
//! - the drivers: those that the card reads are copied;
//! - the lines: each quantity as a product of drivers, the driver that it needs (`while`), one product with the
//!   price; the QPS line rounds up and the VPC line takes its allowance off; the total adds integers;
//! - what straight-line code does not do, more than a third of the time: exact and billed quantity and amount
//!   of every line written to the invoice; a check of every result for overflow; the warnings.
//!
//! Moving numbers of 32 bytes about once cost four times all of that together: hence the evaluation on
//! machine words first, lines that are written where they stay, and charges that are compiled for their tariff.
//! One workload that many cards price has its drivers evaluated once: that part is printed too.

use std::alloc::System;
use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use rust_decimal::Decimal;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use whatif_pricing::sweep::{Axis, Curve};
use whatif_pricing::{
    Catalog, ExchangeRates, Invoice, Money, Offer, Period, Quoter, RateCard, Selection, Tariff,
    Usage, Vocabulary, Workload,
};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Workloads that take turns, so that no answer can be kept.
const WORKLOADS: usize = 64;
const ROUNDS: usize = 201;
const CALLS_PER_ROUND: usize = 2_000;

fn main() {
    let cases = cases();
    let engine = Engine::new("alibaba-kms-payg");
    agree(&engine, &cases);
    against_straight_line(&engine, &cases);
    swept();
    count_allocations(&engine, &cases);
    all_cards();
    against_python(&engine, &cases);
}

/// One workload, as the engine and as straight-line code take it.
struct Case {
    workload: Workload,
    numbers: Numbers,
}

struct Numbers {
    instances: Decimal,
    keys: Decimal,
    secrets: Decimal,
    qps: Decimal,
    accounts: Decimal,
    vpcs: Decimal,
}

fn cases() -> Vec<Case> {
    let case = |number: usize| {
        let text = |value: usize| value.to_string();
        let settings = [
            ("kms_instances", "1".to_owned()),
            ("keys", text(3 + number)),
            ("secrets", text(2 + 7 * number)),
            ("peak_qps", format!("{}.{}", 20 + number, number % 10)),
            ("shared_accounts", text(number % 3)),
            ("vpcs", text(number % 4)),
        ];
        let mut workload = Workload::standard(Vocabulary::standard());
        for (driver, value) in &settings {
            workload.set_text(driver, value).expect("a driver of the vocabulary");
        }
        let [instances, keys, secrets, qps, accounts, vpcs] =
            settings.map(|(_, value)| value.parse().expect("a decimal"));
        Case { workload, numbers: Numbers { instances, keys, secrets, qps, accounts, vpcs } }
    };
    (0..WORKLOADS).map(case).collect()
}

fn month() -> Period {
    Period::standard_month("2026-06-01".parse().expect("a date"))
}

/// A tariff and the buffers that pricing uses again and again.
struct Engine {
    tariff: Tariff,
    usage: Usage,
}

impl Engine {
    fn new(card: &str) -> Self {
        let card = Catalog::shipped().card(card).expect("a shipped card");
        Self::of(&card, &month())
    }

    fn of(card: &Arc<RateCard>, period: &Period) -> Self {
        let mut selection = Selection::standard(card);
        for (price, charge) in selection.prices.iter_mut().zip(&card.charges) {
            let own = *charge.confidence.pick(&selection.options)
                == whatif_pricing::charge::Confidence::Unpublished;
            let (amount, currency) = (Decimal::new(36, 1), card.default_currency());
            *price = own.then_some(Money { amount, currency });
        }
        let tariff = Tariff::new(card, &selection, *period).expect("the card can be priced");
        let workload = Workload::standard(Vocabulary::standard());
        let usage = workload.usage(tariff.period_terms()).expect("the defaults have values");
        Self { tariff, usage }
    }

    fn quoter(&self) -> Quoter {
        Quoter::new(self.tariff.clone(), Vocabulary::standard())
    }
}

/// The values of all drivers, and from them the invoice: the way of those who ask many cards.
fn quote(tariff: &Tariff, workload: &Workload, usage: &mut Usage, invoice: &mut Invoice) {
    workload.usage_into(usage).expect("the drivers have values");
    tariff.quote(usage, invoice).expect("the workload can be priced");
}

/// The six lines as somebody writes them who needs just this card.
#[inline(never)]
fn straight_line(numbers: &Numbers, days: Decimal) -> Decimal {
    let instance = numbers.instances * Decimal::new(45, 1);
    let keys = numbers.keys * Decimal::new(3, 2);
    let secrets = numbers.secrets * Decimal::new(13, 3);
    let qps = numbers.qps.ceil() * Decimal::new(5, 1);
    let accounts = numbers.accounts * Decimal::new(3, 0);
    let vpcs = (numbers.vpcs - numbers.instances).max(Decimal::ZERO) * Decimal::new(3, 0);
    (instance + keys + secrets + qps + accounts + vpcs) * days
}

/// Both sides give the same totals, or the race means nothing.
fn agree(engine: &Engine, cases: &[Case]) {
    let mut quoter = engine.quoter();
    let mut usage = engine.usage.clone();
    let mut invoice = Invoice::default();
    for case in cases {
        quote(&engine.tariff, &case.workload, &mut usage, &mut invoice);
        assert_eq!(quoter.quote(&case.workload).expect("can be priced"), &invoice);
        let total = quoter.total(&case.workload).expect("can be priced").amount;
        let straight = straight_line(&case.numbers, Decimal::from(30));
        assert_eq!(invoice.total.to_decimal(), straight.normalize());
        assert_eq!(total, invoice.total);
    }
}

fn against_straight_line(engine: &Engine, cases: &[Case]) {
    let mut quoter = engine.quoter();
    let mut next = 0;
    let mut turn = || {
        next = (next + 1) % WORKLOADS;
        next
    };
    let (mut invoices, mut totals) = (Rounds::default(), Rounds::default());
    for _ in 0..ROUNDS {
        invoices.first.push(time(CALLS_PER_ROUND, || {
            let case = black_box(&cases[turn()]);
            black_box(&quoter.quote(&case.workload));
        }));
        let straight = time(CALLS_PER_ROUND, || {
            let case = black_box(&cases[turn()]);
            black_box(straight_line(&case.numbers, black_box(Decimal::from(30))));
        });
        invoices.second.push(straight);
        totals.first.push(time(CALLS_PER_ROUND, || {
            let case = black_box(&cases[turn()]);
            black_box(&quoter.total(&case.workload));
        }));
        totals.second.push(straight);
    }
    invoices.print("Alibaba's six lines", "engine", "straight-line rust_decimal");
    totals.print("  the total alone", "engine", "straight-line rust_decimal");
    parts(engine, cases);
}

/// A million quotes of a driver that is swept, in rounds, beside a million of straight-line code.
///
/// Charges that do not depend on the driver are priced once. On a straight stretch a total is a product and a sum.
/// Elsewhere it is the way of every total: the value is written, the formulas that read it are evaluated, the
/// charges that read those are priced, and the sum is adjusted.
fn swept() {
    const QUOTES: usize = 1_000_000;
    for name in ["secrets", "peak_qps", "keys"] {
        let workload = Workload::standard(Vocabulary::standard());
        let driver = workload.vocabulary().find(name).expect("a driver");
        let engine = Engine::new("alibaba-kms-payg");
        let (card, rates) = (Arc::clone(engine.tariff.card()), ExchangeRates::default());
        let offer = Offer::new(engine.tariff, Vec::new(), card.default_currency(), &rates);
        let offer = offer.expect("one currency");
        let terms = month().terms();
        let axis = Axis::new(&workload, driver, terms, Decimal::ONE, Decimal::from(10_000));
        let axis = axis.expect("a range of the driver");
        let mut curve = Curve::new(&offer, &axis).expect("one currency");
        let mut numbers = Numbers::standard();
        for step in [0, 1, 20, 9_998] {
            numbers.set(name, axis.value(step));
            let total = curve.at(step).expect("a total").amount.to_decimal();
            let straight = straight_line(&numbers, Decimal::from(30));
            assert_eq!(total, straight.normalize(), "{name} {step}");
        }
        let mut rounds = Rounds::default();
        let mut step = 0_u64;
        let mut next = || {
            step = (step + 1) % 10_000;
            step
        };
        for _ in 0..ROUNDS {
            rounds.first.push(time(QUOTES / ROUNDS, || {
                black_box(curve.at(black_box(next())));
            }));
            rounds.second.push(time(QUOTES / ROUNDS, || {
                numbers.set(name, Decimal::from(next()));
                black_box(straight_line(black_box(&numbers), black_box(Decimal::from(30))));
            }));
        }
        let title = format!("a million quotes, {name} swept");
        rounds.print(&title, "engine", "straight-line rust_decimal");
    }
}

impl Numbers {
    /// The defaults of the vocabulary.
    fn standard() -> Self {
        Self {
            instances: Decimal::ONE,
            keys: Decimal::from(3),
            secrets: Decimal::from(100),
            qps: Decimal::from(20),
            accounts: Decimal::ZERO,
            vpcs: Decimal::ONE,
        }
    }

    fn set(&mut self, name: &str, value: Decimal) {
        match name {
            "secrets" => self.secrets = value,
            "peak_qps" => self.qps = value,
            _ => self.keys = value,
        }
    }
}

/// Prints where the engine's time goes.
fn parts(engine: &Engine, cases: &[Case]) {
    let mut usage = engine.usage.clone();
    let mut invoice = Invoice::default();
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        let mut next = 0;
        rounds.first.push(time(CALLS_PER_ROUND, || {
            next = (next + 1) % WORKLOADS;
            black_box(&cases[next]).workload.usage_into(&mut usage).expect("has values");
            black_box(&usage);
        }));
        rounds.second.push(time(CALLS_PER_ROUND, || {
            engine.tariff.quote(black_box(&usage), &mut invoice).expect("can be priced");
            black_box(&invoice);
        }));
    }
    rounds.print("  of all drivers for many cards", "drivers", "lines");
}

fn count_allocations(engine: &Engine, cases: &[Case]) {
    let mut usage = engine.usage.clone();
    let mut invoice = Invoice::default();
    quote(&engine.tariff, &cases[0].workload, &mut usage, &mut invoice);
    let region = Region::new(ALLOCATOR);
    for case in cases {
        quote(&engine.tariff, &case.workload, &mut usage, &mut invoice);
    }
    let change = region.change();
    let touched = change.allocations + change.reallocations + change.deallocations;
    println!("allocations in {WORKLOADS} quotes into one buffer: {touched}");
    assert_eq!(touched, 0, "pricing into a buffer allocates nothing");
}

/// One driver changes and every shipped card is priced again, as on each step of a slider.
fn all_cards() {
    let mut engines: Vec<(Engine, Invoice)> = Catalog::shipped()
        .cards()
        .iter()
        .map(|card| (Engine::of(card, &month()), Invoice::default()))
        .collect();
    let mut workload = Workload::standard(Vocabulary::standard());
    let secrets = workload.vocabulary().find("secrets").expect("a driver");
    let mut value = 0_u32;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(time(CALLS_PER_ROUND, || {
            value = (value + 1) % 900;
            let number = whatif_pricing::Value::Number(Decimal::from(value));
            workload.set(secrets, number).expect("a number forms no cycle");
            for (engine, invoice) in &mut engines {
                quote(&engine.tariff, &workload, &mut engine.usage, invoice);
                black_box(&*invoice);
            }
        }));
    }
    let took = median(&mut rounds);
    println!("all {} cards on one change: {}", engines.len(), Nanoseconds(took));
}

/// The same invoice in Python's decimal, timed by Python itself.
fn against_python(engine: &Engine, cases: &[Case]) {
    let script = format!(
        "CASES = [{}]\n{}",
        cases.iter().map(|case| python_case(&case.numbers)).collect::<String>(),
        include_str!("quote.py")
    );
    let Some(answer) = python(&script) else {
        println!("Python's decimal: skipped, there is no python3 here");
        return;
    };
    let mut words = answer.split_whitespace();
    let picoseconds: u128 = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    let total = words.next().unwrap_or_default();
    let mut usage = engine.usage.clone();
    let mut invoice = Invoice::default();
    quote(&engine.tariff, &cases[0].workload, &mut usage, &mut invoice);
    assert_eq!(total.parse(), Ok(invoice.total.to_decimal()), "Python prices the same invoice");
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let mut next = 0;
        rounds.push(time(CALLS_PER_ROUND, || {
            next = (next + 1) % WORKLOADS;
            quote(&engine.tariff, &black_box(&cases[next]).workload, &mut usage, &mut invoice);
            black_box(&invoice);
        }));
    }
    let ours = median(&mut rounds);
    let ratio = Hundredths(picoseconds * 100 / ours.max(1));
    println!("Python's decimal: {}, {ratio} times the engine", Nanoseconds(picoseconds));
}

fn python_case(numbers: &Numbers) -> String {
    let Numbers { instances, keys, secrets, qps, accounts, vpcs } = numbers;
    format!("({instances:?}, {keys:?}, {secrets:?}, '{qps}', {accounts:?}, {vpcs:?}),")
}

fn python(script: &str) -> Option<String> {
    let mut child = Command::new("python3")
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(script.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Picoseconds for each call.
fn time(calls: usize, mut call: impl FnMut()) -> u128 {
    let begin = Instant::now();
    for _ in 0..calls {
        call();
    }
    begin.elapsed().as_nanos() * 1_000 / calls as u128
}

fn median(rounds: &mut [u128]) -> u128 {
    rounds.sort_unstable();
    rounds[rounds.len() / 2]
}

/// Rounds of two sides that took turns.
#[derive(Default)]
struct Rounds {
    first: Vec<u128>,
    second: Vec<u128>,
}

impl Rounds {
    fn print(mut self, title: &str, first: &str, second: &str) {
        let (a, b) = (median(&mut self.first), median(&mut self.second));
        let ratio = Hundredths(a * 100 / b.max(1));
        println!("{title}: {first} {}, {second} {}, ratio {ratio}", Nanoseconds(a), Nanoseconds(b));
    }
}

struct Nanoseconds(u128);

impl std::fmt::Display for Nanoseconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{} ns", self.0 / 1_000, self.0 % 1_000 / 100)
    }
}

struct Hundredths(u128);

impl std::fmt::Display for Hundredths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
