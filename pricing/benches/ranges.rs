//! The time that ranges take: ten thousand samples for ten cards, which is what the screen does in
//! slices.
//!
//! Run with `cargo bench -p whatif-pricing --bench ranges`. Where the time goes is reported below
//! the figure: draws and formulas are a fiftieth of it, the rest are the totals of the cards and
//! their order.

use std::sync::Arc;
use std::time::{Duration, Instant};

use whatif_pricing::{
    Catalog, Currency, ExchangeRates, Offer, Period, Sampler, Samples, Selection, Tariff,
    Vocabulary, Workload,
};

/// Cards that do the same job; all of them read the ranges.
const CARDS: [&str; 10] = [
    "tencent-ssm-payg",
    "tencent-ssm-enterprise",
    "alibaba-kms-payg",
    "aws-secrets-manager",
    "aws-parameter-store",
    "azure-key-vault",
    "gcp-secret-manager",
    "ibm-secrets-manager",
    "scaleway-secret-manager",
    "yandex-lockbox",
];
const RANGES: [(&str, &str); 3] =
    [("secrets", "50..100..400"), ("clients", "1..20"), ("keys", "1..3..9")];
const ROUNDS: usize = 11;
const BOUND: Duration = Duration::from_millis(300);

fn main() {
    let offers: Arc<[Offer]> = CARDS.iter().map(|card| offer(card)).collect();
    let none: Arc<[Offer]> = Arc::new([]);
    let mut workload = Workload::standard(Vocabulary::standard());
    for (driver, range) in RANGES {
        workload.set_text(driver, range).expect("a range");
    }
    let whole = median(|| sampled(&offers, &workload));
    println!("10,000 samples × {} cards: {whole:?} (at most {BOUND:?})", CARDS.len());
    println!("of which draws and formulas: {:?}", median(|| sampled(&none, &workload)));
    for card in CARDS {
        let one: Arc<[Offer]> = Arc::new([offer(card)]);
        println!("  one card, {card}: {:?}", median(|| sampled(&one, &workload)));
    }
    assert!(whole <= BOUND, "the bound is exceeded");
}

fn offer(card: &str) -> Offer {
    let card = Catalog::shipped().card(card).expect("a shipped card");
    let period = Period::standard_month("2026-06-01".parse().expect("a date"));
    let tariff = Tariff::new(&card, &Selection::standard(&card), period).expect("it can be priced");
    Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default())
        .expect("one currency")
}

fn sampled(offers: &Arc<[Offer]>, workload: &Workload) {
    let usd = Currency::parse("USD").expect("a currency");
    let begun = Sampler::new(Arc::clone(offers), workload, Samples::default());
    let begun = begun.compared_in(usd, &ExchangeRates::default(), |_| true).expect("no rates");
    std::hint::black_box(begun.finish().expect("every sample has a price"));
}

fn median(work: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2]
}
