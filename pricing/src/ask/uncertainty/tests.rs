use proptest::prelude::*;

use super::*;
use crate::{Catalog, ExchangeRate, Selection, Tariff, Vocabulary};

fn period() -> Period {
    Period::standard_month("2026-06-01".parse().unwrap())
}

fn offer(card: &str) -> Offer {
    let card = Catalog::shipped().card(card).unwrap();
    let tariff = Tariff::new(&card, &Selection::standard(&card), period()).unwrap();
    Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap()
}

fn offers(cards: &[&str]) -> Arc<[Offer]> {
    cards.iter().map(|card| offer(card)).collect()
}

fn workload(settings: &[(&str, &str)]) -> Workload {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (driver, text) in settings {
        workload.set_text(driver, text).unwrap();
    }
    workload
}

fn outcomes(cards: &[&str], settings: &[(&str, &str)], samples: Samples) -> Vec<Outcome> {
    let begun = Sampler::new(offers(cards), &workload(settings), samples);
    let usd = Currency::parse("USD").unwrap();
    begun.compared_in(usd, &ExchangeRates::default(), |_| true).unwrap().finish().unwrap()
}

fn ratio(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

const TENCENT: [&str; 2] = ["tencent-ssm-payg", "tencent-ssm-enterprise"];
const FEW: Samples = Samples { seed: 1, count: 400 };

#[test]
fn a_range_of_one_value_is_its_quote_exactly() {
    for text in ["137..137", "137..137..137"] {
        let outcome = outcomes(&TENCENT[..1], &[("secrets", text)], FEW)[0];
        let usage = workload(&[("secrets", "137")]).usage(period().terms()).unwrap();
        let quoted = offer(TENCENT[0]).total(&usage).unwrap().unwrap();
        // 137 × 0.40 + 137 × 600 ÷ 10,000 × 0.05
        assert_eq!(quoted.amount, ratio("55.211"));
        assert_eq!(outcome.spread, Some(Spread::steady(quoted.amount, true)));
    }
}

#[test]
fn the_middle_of_a_flat_range_is_where_half_of_the_samples_are() {
    // 0.40 a secret. Of 10,000 flat draws from 0 to 1,000 the share below a value has a standard deviation
    // of at most 0.005, which is 5 secrets: five of them are 25 secrets, or 10.00.
    let settings = [("secrets", "0..1000"), ("calls", "0")];
    for seed in 1..=5 {
        let samples = Samples { seed, ..Samples::default() };
        let spread = outcomes(&TENCENT[..1], &settings, samples)[0].spread.unwrap();
        for (amount, middle) in [(spread.p5, 20), (spread.p50, 200), (spread.p95, 380)] {
            let off = amount.minus(Ratio::from(middle)).unwrap();
            assert!(off <= ratio("10") && off >= ratio("-10"), "seed {seed}: {spread:?}");
        }
    }
}

#[test]
fn a_seed_gives_the_same_figures_whatever_the_slices_and_on_every_machine() {
    let settings = [("secrets", "50..100..400"), ("keys", "1..9")];
    let whole = outcomes(&TENCENT, &settings, Samples::default());
    let usd = Currency::parse("USD").unwrap();
    let mut sampler = Sampler::new(offers(&TENCENT), &workload(&settings), Samples::default())
        .compared_in(usd, &ExchangeRates::default(), |_| true)
        .unwrap();
    let mut slices = 0;
    while !sampler.run(333).unwrap().is_whole() {
        // Looking at what there is so far changes nothing.
        assert!(sampler.outcomes()[0].spread.is_some());
        slices += 1;
    }
    assert_eq!((slices, sampler.outcomes()), (30, whole.clone()));
    let spread = whole[0].spread.unwrap();
    assert_eq!([spread.p5, spread.p50, spread.p95], SEEDED.map(ratio));
    let other = outcomes(&TENCENT, &settings, Samples { seed: 2, ..Samples::default() });
    assert_ne!(other, whole);
}

/// 78, 171 and 328 secrets at 0.40 and 600 calls each. The continuous distribution has 79.6, 171 and 327.5.
const SEEDED: [&str; 3] = ["31.434", "68.913", "132.184"];

#[test]
fn another_card_or_another_range_changes_no_other_figures() {
    let alone = outcomes(&TENCENT[..1], &[("secrets", "50..400")], FEW)[0].spread;
    let beside = outcomes(&TENCENT, &[("secrets", "50..400"), ("keys", "1..9")], FEW)[0].spread;
    assert_eq!(alone, beside);
}

#[test]
fn a_share_is_among_the_cards_that_can_stand_in_for_it() {
    // Key Vault keeps secrets and keys: it is a rival of both kinds of cards, as for the star.
    let cards = ["azure-key-vault", "gcp-kms", "alibaba-kms-shared"];
    let shares = |settings: &[(&str, &str)], cards: &[&str]| {
        let outcomes = outcomes(cards, settings, FEW);
        outcomes.iter().map(|outcome| outcome.share).collect::<Vec<_>>()
    };
    let (all, none) = (Some(Ratio::ONE), Some(Ratio::ZERO));
    // Each version costs 0.18 more in the other two. With one version all three cost 0.21.
    let tied: Vec<Ratio> =
        shares(&[("versions_per_key", "1..4")], &cards).into_iter().flatten().collect();
    assert!(tied[0] > ratio("0.7") && tied[1] == tied[2], "{tied:?}");
    assert_eq!(tied.iter().try_fold(Ratio::ZERO, |sum, share| sum.plus(*share)), Ok(Ratio::ONE));
    let unread = [("versions_per_key", "1..4"), ("reads_per_secret_per_day", "0")];
    assert_eq!(shares(&unread, &cards), [all, none, none]);
    // With many reads it is never the cheapest, and the other two share the samples.
    let busy = [("versions_per_key", "1..4"), ("reads_per_secret_per_day", "90000")];
    let half = Some(ratio("0.5"));
    assert_eq!(shares(&busy, &cards), [none, half, half]);
    // A card of secrets alone is no rival of one of keys alone: each has only Key Vault beside it, which
    // costs more than the keys and less than the secrets.
    let mixed = ["azure-key-vault", "gcp-kms", "gcp-secret-manager"];
    assert_eq!(shares(&busy, &mixed), [none, all, none]);
    assert_eq!(shares(&busy, &mixed[1..]), [None, None]);
}

#[test]
fn shares_are_how_often_each_is_the_cheapest() {
    // 366 against 0.40 a secret: cheaper up to 914, equal at 915.
    let settings = |secrets| [("secrets", secrets), ("calls", "0")];
    let share = |secrets| {
        let outcomes = outcomes(&TENCENT, &settings(secrets), FEW);
        [0, 1].map(|place| outcomes[place].share.unwrap())
    };
    assert_eq!(share("100..914"), [Ratio::ONE, Ratio::ZERO]);
    assert_eq!(share("916..999"), [Ratio::ZERO, Ratio::ONE]);
    // Of those that are equally cheap each has its part of the sample.
    assert_eq!(share("915..915"), [ratio("0.5"), ratio("0.5")]);
    let [first, second] = share("914..916");
    assert_eq!(first.plus(second).unwrap(), Ratio::ONE);
    assert!(first > ratio("0.35") && first < ratio("0.65"), "{first:?}");
}

#[test]
fn shares_of_the_cards_of_a_job_are_one_together() {
    let cards = [
        "tencent-ssm-payg",
        "tencent-ssm-enterprise",
        "aws-secrets-manager",
        "gcp-secret-manager",
        "aws-kms",
    ];
    let settings = [("secrets", "1..50..2k"), ("versions_per_secret", "1..9")];
    let outcomes = outcomes(&cards, &settings, FEW);
    let shares = outcomes[..4].iter().map(|outcome| outcome.share.unwrap());
    let sum = shares.fold(Ratio::ZERO, |sum, share| sum.plus(share).unwrap());
    assert_eq!(sum, Ratio::ONE);
    // It does another job, and has no rival in that.
    assert_eq!(outcomes[4].share, None);
}

#[test]
fn what_is_not_published_stays_unknown() {
    let cards = ["huawei-secmaster-payg", "microsoft-sentinel"];
    let outcomes = outcomes(&cards, &[("hosts", "1..9")], FEW);
    assert!(!outcomes[0].spread.unwrap().complete);
    assert_eq!(outcomes[0].share, None);
}

#[test]
fn no_rate_no_comparison_and_a_rate_scales_it() {
    let [cny, usd] = ["CNY", "USD"].map(|code| Currency::parse(code).unwrap());
    let cards = ["huawei-kms", "aws-kms"];
    assert_eq!(offer(cards[0]).currency(), cny);
    let workload = workload(&[("keys", "1..9")]);
    let mut rates = ExchangeRates::default();
    let shares = |rates: &ExchangeRates| {
        let sampler = Sampler::new(offers(&cards), &workload, FEW);
        let outcomes = sampler.compared_in(usd, rates, |_| true).unwrap().finish().unwrap();
        (outcomes[0].share.zip(outcomes[1].share), outcomes[0].spread)
    };
    let (without, spread) = shares(&rates);
    assert_eq!(without, None);
    rates
        .set(ExchangeRate::read(cny, usd, "0.14", "2026-11-22".parse().unwrap()).unwrap())
        .unwrap();
    let (with, same) = shares(&rates);
    let (one, other) = with.unwrap();
    assert_eq!(one.plus(other).unwrap(), Ratio::ONE);
    // The spread is in the card's own currency.
    assert_eq!(spread, same);
    let converted = same.unwrap().in_currency(cny, usd, &rates).unwrap().unwrap();
    assert_eq!(converted.p50, spread.unwrap().p50.times(ratio("0.14")).unwrap());
}

#[test]
fn a_sample_that_cannot_be_priced_says_its_values() {
    let workload = workload(&[("keys", "0..1"), ("calls", "1k / keys")]);
    let error = Sampler::new(offers(&TENCENT), &workload, FEW).finish().unwrap_err();
    assert_eq!(
        error.to_string(),
        "with keys=0, which the ranges allow, API calls/month: the formula 1k / keys divides by zero: narrow the range"
    );
}

#[test]
fn an_offer_that_no_range_moves_is_its_quote() {
    let outcome = outcomes(&["aws-kms"], &[("secrets", "1..9")], FEW)[0];
    let spread = outcome.spread.unwrap();
    assert_eq!(spread, Spread::steady(spread.p50, true));
    assert!(!spread.p50.is_zero());
}

#[test]
fn bands_are_the_spreads_at_each_value() {
    let offers = offers(&TENCENT[..1]);
    let workload = workload(&[("secrets", "1..9"), ("calls", "10k..20k")]);
    let secrets = workload.vocabulary().find("secrets").unwrap();
    let values = [100, 200].map(rust_decimal::Decimal::from);
    let bands = bands(&offers, &workload, (secrets, &values), FEW).unwrap();
    let [first, second] = [0, 1].map(|place: usize| bands[place][0].unwrap());
    // The same samples of calls, and 100 secrets more at 0.40 each.
    assert_eq!(second.p5.minus(first.p5).unwrap(), ratio("40"));
    assert_eq!(second.p95.minus(first.p95).unwrap(), ratio("40"));
    // 10,000 to 20,000 calls at 0.05 per 10,000
    assert!(first.p5 >= ratio("40.05") && first.p95 <= ratio("40.1") && first.p5 < first.p95);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// More of anything never costs less on these cards, so that the corners bound every sample.
    #[test]
    fn every_sample_lies_between_the_corners(
        (low, likely, high) in (0..3_000_u32, 0..3_000_u32, 0..3_000_u32),
        calls in 0..1_000_000_u32,
        seed in any::<u64>(),
    ) {
        let mut ends = [low, likely, high];
        ends.sort_unstable();
        let [low, likely, high] = ends;
        let secrets = format!("{low}..{likely}..{high}");
        let more = format!("{calls}..{}", calls * 2);
        for card in ["tencent-ssm-payg", "tencent-ssm-enterprise", "alibaba-kms-payg"] {
            let settings = [("secrets", &*secrets), ("calls", &*more)];
            let count = 50;
            let mut sampler = Sampler::new(offers(&[card]), &workload(&settings), Samples { seed, count });
            sampler.run(count).unwrap();
            let corner = |secrets: u32, calls: u32| {
                let settings = [("secrets", &*secrets.to_string()), ("calls", &*calls.to_string())];
                let usage = workload(&settings).usage(period().terms()).unwrap();
                offer(card).total(&usage).unwrap().unwrap().amount
            };
            let (least, most) = (corner(low, calls), corner(high, calls * 2));
            prop_assert!(sampler.contenders[0].amounts.iter().flatten().all(|it| (least..=most).contains(it)));
            let spread = sampler.outcomes()[0].spread.unwrap();
            prop_assert!(spread.p5 <= spread.p50 && spread.p50 <= spread.p95);
        }
    }
}
