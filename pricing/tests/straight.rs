//! Totals that a curve reads off its straight stretches, held to those that are priced one by one.

use std::sync::Arc;

use proptest::prelude::*;
use rust_decimal::Decimal;
use whatif_pricing::sweep::{Axis, Curve};
use whatif_pricing::{
    Catalog, DriverId, ExchangeRates, Offer, Percent, Period, RateCard, Selection, Tariff, Terms,
    Vocabulary, Workload,
};

/// Values that a few drivers start from, so that allowances, tiers and groups are met on both sides.
fn workload() -> impl Strategy<Value = Workload> {
    let names = ["secrets", "keys", "calls", "kms_instances", "regions", "peak_qps", "log_gb"];
    let values = prop::sample::select(vec!["1", "2", "7", "60", "2500", "10000", "1000000", "2.5"]);
    prop::collection::vec(prop::option::of(values), names.len()).prop_map(move |values| {
        let mut workload = Workload::standard(Vocabulary::standard());
        for (name, value) in names.iter().zip(values) {
            if let Some(value) = value {
                workload.set_text(name, value).unwrap();
            }
        }
        workload
    })
}

fn period() -> impl Strategy<Value = Period> {
    let start = "2026-06-01".parse().unwrap();
    prop::sample::select(vec![
        Period::standard_month(start),
        Period::days(start, 10).unwrap(),
        Period::month("2026-07").unwrap(),
        Period::dates(start, "2027-06-01".parse().unwrap()).unwrap(),
    ])
}

/// A card with every choice drawn from a seed.
fn offer(card: &Arc<RateCard>, period: Period, seed: usize) -> Offer {
    let mut selection = Selection::standard(card);
    for (place, (choice, option)) in selection.options.iter_mut().zip(&card.options).enumerate() {
        *choice = (seed / (place + 1)) % option.choices.len();
    }
    let tax = seed.is_multiple_of(3).then(|| Percent::parse("19").unwrap());
    let terms = Terms { tax, ..Terms::from(period) };
    let tariff = Tariff::new(card, &selection, terms).unwrap();
    let currency = tariff.currency();
    Offer::new(tariff, Vec::new(), currency, &ExchangeRates::default()).unwrap()
}

/// The drivers by which an offer charges, in one of which the axis lies.
fn driver(offer: &Offer, workload: &Workload, seed: usize) -> DriverId {
    let reads = offer.reads(workload);
    let read = workload.vocabulary().iter().map(|(id, _)| id).filter(|id| reads[id.index()]);
    let read: Vec<DriverId> = read.collect();
    read[seed % read.len()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn totals_along_an_axis_are_those_of_each_value(
        workload in workload(), period in period(), seed in 0..1_000_000_usize,
        from in 1..3_000_u32, count in 100..1_500_u64, stride in 1..9_u64, places in 0..2_u32,
    ) {
        let cards = Catalog::shipped().cards();
        for card in (0..4).map(|step| &cards[(seed + step * 11) % cards.len()]) {
            let offer = offer(card, period, seed);
            let driver = driver(&offer, &workload, seed);
            let from = Decimal::new(from.into(), places);
            let unit = Decimal::new(1, places);
            let to = from + unit * Decimal::from(count * stride);
            let Ok(axis) = Axis::new(&workload, driver, period.terms(), from, to) else { continue };
            let Some(mut curve) = Curve::new(&offer, &axis) else { continue };
            let mut usage = axis.usage();
            for step in (0..=axis.last()).step_by(usize::try_from(stride).unwrap()) {
                let by_itself = match axis.usage_at(step, &mut usage) {
                    Ok(()) => curve.total(&usage),
                    Err(_) => None,
                };
                prop_assert_eq!(curve.at(step), by_itself, "{} {:?} {}", card.id, driver, step);
            }
        }
    }
}

#[test]
fn a_stretch_ends_at_an_edge() {
    let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
    let period = Period::standard_month("2026-06-01".parse().unwrap());
    let offer = offer(&card, period, 1);
    let workload = Workload::standard(Vocabulary::standard());
    let calls = workload.vocabulary().find("calls").unwrap();
    let axis = Axis::new(&workload, calls, period.terms(), 1.into(), 40_000.into()).unwrap();
    let mut curve = Curve::new(&offer, &axis).unwrap();
    let total = |step| curve.at(step).unwrap().amount.to_decimal();
    let totals: Vec<Decimal> = (0..=axis.last()).map(total).collect();
    // 100 credentials × 0.40; up to 10,000 calls cost what 10,000 cost, 0.05, and each more 0.000005
    for (step, millionths) in [(0, 40_050_000), (9_999, 40_050_000), (10_000, 40_050_005)] {
        assert_eq!(totals[step], Decimal::new(millionths, 6), "{step}");
    }
    assert_eq!(totals[39_999], Decimal::new(402, 1));
}
