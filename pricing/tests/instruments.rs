//! The instruments against a scan of every value: random cards, drivers, ranges, readings and periods.

use std::sync::Arc;

use proptest::prelude::*;
use rust_decimal::Decimal;
use whatif_pricing::solve::{Goal, meeting};
use whatif_pricing::sweep::{
    Axis, Curve, Dip, Effort, Run, Verdict, cheapest, crossovers, dips, edges, within,
};
use whatif_pricing::{
    Catalog, DriverId, ExchangeRates, Offer, Period, RateCard, Ratio, Selection, Tariff, Total,
    Unranked, Vocabulary, Workload,
};

/// The parts of a case, as numbers that are taken modulo what there is.
#[derive(Clone, Debug)]
struct Case {
    cards: Vec<usize>,
    readings: usize,
    driver: usize,
    set: Vec<(usize, u32)>,
    from: u32,
    length: u64,
    period: usize,
}

fn case() -> impl Strategy<Value = Case> {
    let cards = proptest::collection::vec(0_usize..1000, 2..5);
    let set = proptest::collection::vec((0_usize..1000, 0_u32..20_000), 0..4);
    (cards, 0_usize..4, 0_usize..1000, set, 0_u32..12_000, 1_u64..250, 0_usize..3).prop_map(
        |(cards, readings, driver, set, from, length, period)| Case {
            cards,
            readings,
            driver,
            set,
            from,
            length,
            period,
        },
    )
}

fn period(place: usize) -> Period {
    [
        Period::standard_month("2026-06-01".parse().unwrap()),
        Period::days("2026-06-10".parse().unwrap(), 11).unwrap(),
        Period::month("2026-02").unwrap(),
    ][place]
}

impl Case {
    fn card(&self, place: usize) -> &'static Arc<RateCard> {
        let cards = Catalog::shipped().cards();
        &cards[self.cards[place] % cards.len()]
    }

    fn offers(&self) -> Vec<Offer> {
        let offer = |place: usize| {
            let card = self.card(place);
            let mut selection = Selection::standard(card);
            for (reading, assumption) in selection.readings.iter_mut().zip(&card.assumptions) {
                *reading = (*reading + self.readings) % assumption.readings.len();
            }
            let tariff = Tariff::new(card, &selection, period(self.period)).unwrap();
            Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap()
        };
        (0..self.cards.len()).map(offer).collect()
    }

    fn workload(&self) -> Workload {
        let mut workload = Workload::standard(Vocabulary::standard());
        let count = workload.vocabulary().len();
        for (driver, value) in &self.set {
            let (driver, entry) = workload.vocabulary().iter().nth(driver % count).unwrap();
            let value = Decimal::from(*value).max(entry.smallest);
            workload.set(driver, whatif_pricing::Value::Number(value)).unwrap();
        }
        workload
    }

    /// A driver that the first card reads.
    fn driver(&self) -> DriverId {
        let workload = self.workload();
        let read = self.card(0).reads(&workload);
        let drivers: Vec<DriverId> =
            workload.vocabulary().iter().map(|(id, _)| id).filter(|id| read[id.index()]).collect();
        drivers[self.driver % drivers.len()]
    }

    fn axis(&self) -> Option<Axis> {
        let workload = self.workload();
        let driver = self.driver();
        let smallest = workload.vocabulary()[driver].smallest.ceil();
        let from = smallest + Decimal::from(self.from % 1_500);
        let to = from + Decimal::from(self.length);
        Axis::new(&workload, driver, period(self.period).terms(), from, to).ok()
    }
}

/// Every total of a curve, by whole invoices of the drivers as they are.
fn scan(case: &Case, axis: &Axis, offer: &Offer) -> Vec<Option<Total>> {
    let total = |step: u64| {
        let mut workload = case.workload();
        let value = whatif_pricing::Value::Number(axis.value(step));
        workload.set(axis.driver(), value).ok()?;
        let usage = workload.usage(period(case.period).terms()).ok()?;
        let mut invoice = whatif_pricing::Invoice::default();
        offer.tariff().quote(&usage, &mut invoice).ok()?;
        Some(Total { amount: invoice.total, complete: invoice.complete })
    };
    (0..=axis.last()).map(total).collect()
}

/// The same, without those of workloads that the offer cannot carry.
fn ranked_scan(case: &Case, axis: &Axis, offer: &Offer) -> Vec<Option<Total>> {
    let carries = |step: u64| {
        let mut workload = case.workload();
        let value = whatif_pricing::Value::Number(axis.value(step));
        workload.set(axis.driver(), value).unwrap();
        let usage = workload.usage(period(case.period).terms()).unwrap();
        let stands_against =
            |it: &Unranked| matches!(it, Unranked::Quota { .. } | Unranked::PeakBelowMean { .. });
        !offer.unranked(&workload, &usage).unwrap().iter().any(stands_against)
    };
    let totals = (0..).zip(scan(case, axis, offer));
    totals.map(|(step, total)| total.filter(|_| carries(step))).collect()
}

fn runs<T: PartialEq>(answers: impl IntoIterator<Item = T>) -> Vec<Run<T>> {
    let mut runs: Vec<Run<T>> = Vec::new();
    for (step, what) in (0..).zip(answers) {
        match runs.last_mut() {
            Some(last) if last.what == what => last.to = step,
            _ => runs.push(Run { from: step, to: step, what }),
        }
    }
    runs
}

/// A total that is known in part is above another for sure, where that part alone is.
fn verdict(first: Option<Total>, second: Option<Total>) -> Verdict {
    let (Some(first), Some(second)) = (first, second) else { return Verdict::Unknown };
    match (first.complete, second.complete) {
        (true, true) => first.amount.cmp(&second.amount).into(),
        (false, true) if first.amount > second.amount => Verdict::Higher,
        (true, false) if second.amount > first.amount => Verdict::Cheaper,
        _ => Verdict::Unknown,
    }
}

/// The total, if it is the whole.
fn whole(total: Option<Total>) -> Option<Ratio> {
    total.filter(|total| total.complete).map(|total| total.amount)
}

fn thorough() -> Effort {
    Effort::THOROUGH
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn crossovers_are_those_of_a_scan_of_every_value(case in case()) {
        let Some(axis) = case.axis() else { return Ok(()) };
        let offers = case.offers();
        let [mut one, mut other] = [0, 1].map(|place| Curve::new(&offers[place], &axis).unwrap());
        let found = crossovers(&mut one, &mut other, &mut thorough()).unwrap();
        let ranked = one.is_ranked() && other.is_ranked();
        let totals = [0, 1].map(|place| ranked_scan(&case, &axis, &offers[place]));
        let scanned = totals[0].iter().zip(&totals[1]).map(|(one, other)| {
            if ranked { verdict(*one, *other) } else { Verdict::Unknown }
        });
        prop_assert_eq!(found, runs(scanned), "from {}", axis.value(0));
    }

    #[test]
    fn the_cheapest_of_several_is_that_of_a_scan_of_every_value(case in case()) {
        let Some(axis) = case.axis() else { return Ok(()) };
        let offers = case.offers();
        let mut curves: Vec<Curve> =
            offers.iter().map(|offer| Curve::new(offer, &axis).unwrap()).collect();
        let found = cheapest(&mut curves, &mut thorough()).unwrap();
        let totals: Vec<Vec<Option<Ratio>>> = offers
            .iter()
            .zip(&curves)
            .map(|(offer, curve)| {
                let totals: Vec<_> = ranked_scan(&case, &axis, offer).into_iter().map(whole).collect();
                if curve.is_ranked() { totals } else { vec![None; totals.len()] }
            })
            .collect();
        let scanned = (0..totals[0].len()).map(|step| {
            let least = totals.iter().filter_map(|totals| totals[step]).min();
            let is_least = |place: &usize| least.is_some() && totals[*place][step] == least;
            (0..totals.len()).filter(is_least).collect::<Vec<usize>>()
        });
        prop_assert_eq!(found, runs(scanned), "from {}", axis.value(0));
    }

    #[test]
    fn what_stays_within_an_amount_is_that_of_a_scan_of_every_value(
        case in case(),
        near in 0_u64..700,
        off in -3_i64..4,
    ) {
        let Some(axis) = case.axis() else { return Ok(()) };
        let offers = case.offers();
        let totals = scan(&case, &axis, &offers[0]);
        let place = usize::try_from(near % (axis.last() + 1)).unwrap();
        let Some(Total { amount, .. }) = totals[place] else { return Ok(()) };
        let off = Ratio::from(off).times(Ratio::parse("0.001").unwrap()).unwrap();
        let amount = amount.plus(off).unwrap();
        let mut curve = Curve::new(&offers[0], &axis).unwrap();
        let found = within(&mut curve, amount, &mut thorough()).unwrap();
        let amount = Some(Total { amount, complete: true });
        let scanned = totals.iter().map(|total| verdict(*total, amount));
        prop_assert_eq!(found, runs(scanned), "from {}", axis.value(0));
    }

    #[test]
    fn a_goal_is_that_of_a_scan_of_every_value(
        case in case(),
        near in 0_u64..700,
        off in -3_i64..4,
    ) {
        let Some(axis) = case.axis() else { return Ok(()) };
        let offers = case.offers();
        let totals = scan(&case, &axis, &offers[0]);
        let place = usize::try_from(near % (axis.last() + 1)).unwrap();
        let Some(Total { amount, .. }) = totals[place] else { return Ok(()) };
        let off = Ratio::from(off).times(Ratio::parse("0.001").unwrap()).unwrap();
        let amount = amount.plus(off).unwrap();
        let fits = |total: &Option<Total>| whole(*total).is_some_and(|total| total <= amount);
        let exceeds = |total: &Option<Total>| total.is_some_and(|total| total.amount > amount);
        let mut curve = Curve::new(&offers[0], &axis).unwrap();
        let step = |place: usize| u64::try_from(place).unwrap();
        match Goal::seek(&mut curve, amount, thorough()).unwrap() {
            Goal::Always => prop_assert!(totals.iter().all(fits)),
            Goal::Within { first, last, .. } => {
                prop_assert_eq!(Some(first), totals.iter().position(fits).map(step));
                prop_assert_eq!(Some(last), totals.iter().rposition(fits).map(step));
            }
            Goal::Never { at, least } => {
                prop_assert!(totals.iter().all(exceeds));
                let wholes = totals.iter().copied().filter_map(whole).min();
                let parts = totals.iter().flatten().map(|total| total.amount).min();
                prop_assert_eq!(least.complete, wholes.is_some());
                prop_assert_eq!(Some(least.amount), wholes.or(parts));
                let first = totals.iter().position(|total| *total == Some(least)).map(step);
                prop_assert_eq!(Some(at), first);
            }
            Goal::Unknown => {
                prop_assert!(!totals.iter().any(fits) && !totals.iter().all(exceeds));
            }
        }
    }

    #[test]
    fn a_meeting_is_the_last_value_of_a_scan(
        slope in 1_i64..500,
        start in 0_i64..1_000,
        amount in 0_i64..60_000,
        most in 1_u32..120,
    ) {
        // A tenth more of the value is a tenth of the slope more, as a price is.
        let total = |value: Decimal| {
            let more = Ratio::from(slope).times(value.into())?;
            Ratio::from(start).plus(more)
        };
        let holds = |total: Ratio| total <= Ratio::from(amount);
        let found = meeting(most.into(), 1, total, holds).unwrap();
        let mut values = (0..=most * 10).map(|tenths| Decimal::new(tenths.into(), 1));
        let last = values.rfind(|value| holds(total(*value).unwrap()));
        prop_assert_eq!(found.map(|found| found.value), last.map(|last| last.normalize()));
        if let Some(found) = found {
            prop_assert_eq!(found.total, total(found.value).unwrap());
        }
    }

    #[test]
    fn dips_are_those_of_a_scan_of_every_value(case in case()) {
        let Some(axis) = case.axis() else { return Ok(()) };
        let offers = case.offers();
        let totals = scan(&case, &axis, &offers[0]);
        let mut curve = Curve::new(&offers[0], &axis).unwrap();
        if !curve.is_ranked() {
            return Ok(());
        }
        let places = edges(&mut curve, &mut thorough()).unwrap();
        let found = dips(&mut curve, &places, &mut thorough()).unwrap();
        prop_assert_eq!(found, scanned_dips(&totals.into_iter().map(whole).collect::<Vec<_>>()), "{:?} {:?}", case, places);
    }
}

fn scanned_dips(totals: &[Option<Ratio>]) -> Vec<Dip> {
    let falls = |place: usize| {
        let pair =
            totals.get(place).copied().flatten().zip(totals.get(place + 1).copied().flatten());
        pair.is_some_and(|(one, next)| next < one)
    };
    let mut dips = Vec::new();
    for start in 0..totals.len() {
        if !falls(start) || (start > 0 && falls(start - 1)) {
            continue;
        }
        let lowest = (start..totals.len()).find(|place| !falls(*place)).unwrap();
        if start == 0 && lowest + 1 == totals.len() {
            continue;
        }
        let (before, after) = (totals[start].unwrap(), totals[lowest].unwrap());
        let higher = |total: &Option<Ratio>| total.is_some_and(|total| total > after);
        let from = totals[..=start].iter().rposition(|total| !higher(total));
        let step = |place: usize| u64::try_from(place).unwrap();
        dips.push(Dip {
            from: step(from.map_or(0, |place| place + 1)),
            to: step(start),
            lowest: step(lowest),
            saves: before.minus(after).unwrap(),
        });
    }
    dips
}

#[test]
fn a_further_region_with_something_free_costs_less() {
    let dips_of = |settings: &[(&str, &str)], card: &str, regions: u32| {
        let card = Catalog::shipped().card(card).unwrap();
        let tariff = Tariff::new(&card, &Selection::standard(&card), period(0)).unwrap();
        let offer =
            Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
        let mut workload = Workload::standard(Vocabulary::standard());
        for (name, text) in settings {
            workload.set_text(name, text).unwrap();
        }
        let driver = workload.vocabulary().find("regions").unwrap();
        let terms = period(0).terms();
        let axis = Axis::new(&workload, driver, terms, 1.into(), regions.into()).unwrap();
        let mut curve = Curve::new(&offer, &axis).unwrap();
        let places = edges(&mut curve, &mut thorough()).unwrap();
        let dips = dips(&mut curve, &places, &mut thorough()).unwrap().into_iter();
        let value = |step: u64| u32::try_from(step + 1).unwrap();
        let told = dips.map(|dip| {
            let saves = whatif_pricing::plain(dip.saves);
            (value(dip.from), value(dip.to), value(dip.lowest), saves)
        });
        told.collect::<Vec<_>>()
    };
    let hub = |settings: &[(&str, &str)]| dips_of(settings, "aws-security-hub", 8);
    // 221.20, 240.90, 250.60, 250.30, 250.00: each region has 10,000 findings free.
    let both = [("findings", "50000"), ("security_checks", "250000")];
    assert_eq!(hub(&both), [(3, 3, 5, "0.6".to_owned())]);
    // 0.45, 0.15, 0: all of them are free in three regions.
    let findings = [("findings", "25000"), ("security_checks", "0")];
    assert_eq!(hub(&findings), [(1, 1, 3, "0.45".to_owned())]);
    // 600 checks are in a first tier everywhere, and ten findings are free everywhere.
    assert_eq!(hub(&[("findings", "10"), ("security_checks", "600")]), []);
    // Up to the last value it only falls: a second region saves its 10,000 findings.
    let within = dips_of(&findings, "aws-security-hub", 2);
    assert_eq!(within, [(1, 1, 2, "0.3".to_owned())]);
}

#[test]
fn a_driver_that_divides_has_no_edges() {
    let period = period(0);
    let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
    let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
    let offer =
        Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
    let workload = Workload::standard(Vocabulary::standard());
    let refresh = workload.vocabulary().find("refresh_seconds").unwrap();
    let axis = Axis::new(&workload, refresh, period.terms(), 1.into(), 86_400.into()).unwrap();
    let mut curve = Curve::new(&offer, &axis).unwrap();
    // calls = secrets × clients × 86,400 ÷ refresh × 30: one price, and a curve that bends everywhere
    assert_eq!(edges(&mut curve, &mut thorough()).unwrap(), Vec::<u64>::new());
}

#[test]
fn values_without_totals_are_one_stretch() {
    let period = period(0);
    let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
    let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
    let offer =
        Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
    let mut workload = Workload::standard(Vocabulary::standard());
    workload.set_text("calls", "secrets - 10").unwrap();
    let secrets = workload.vocabulary().find("secrets").unwrap();
    let axis = Axis::new(&workload, secrets, period.terms(), 1.into(), 30.into()).unwrap();
    let mut curve = Curve::new(&offer, &axis).unwrap();
    // below ten secrets the calls have no value; with the first call 10,000 are paid for
    let edges = edges(&mut curve, &mut thorough()).unwrap();
    assert_eq!(
        edges.iter().map(|edge| axis.value(*edge)).collect::<Vec<_>>(),
        [9.into(), 10.into()]
    );
}
