//! Properties of the engine on random cards, workloads and periods.

use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate, TimeDelta};
use proptest::prelude::*;
use whatif_pricing::charge::{AxesPatch, Meter, Prorate};
use whatif_pricing::choice::Choice;
use whatif_pricing::cycle::Cycle;
use whatif_pricing::{
    Catalog, Change, Invoice, Money, Period, RateCard, Ratio, Record, Segment, Selection, Tariff,
    Timeline, Vocabulary, Workload,
};

const DAY: i64 = 86_400;

// Random periods, workloads and choices.

fn instant(second: i64, offset: FixedOffset) -> DateTime<FixedOffset> {
    DateTime::from_timestamp(second, 0).unwrap().with_timezone(&offset)
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (728_000..750_000).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).unwrap())
}

fn offset() -> impl Strategy<Value = FixedOffset> {
    (-50_000..50_000).prop_map(|seconds| FixedOffset::east_opt(seconds).unwrap())
}

fn span(days_max: i64) -> impl Strategy<Value = Period> {
    (1_000_000_000..2_000_000_000_i64, 2..days_max * DAY, offset()).prop_map(
        |(from, length, offset)| {
            Period::span(instant(from, offset), instant(from + length, offset)).unwrap()
        },
    )
}

fn period(days_max: i64) -> impl Strategy<Value = Period> {
    prop_oneof![
        date().prop_map(Period::standard_month),
        (date(), 1..=days_max).prop_map(|(start, days)| Period::days(start, days).unwrap()),
        (1990..2060, 1..=12).prop_map(|(y, m)| Period::month(&format!("{y}-{m:02}")).unwrap()),
        (date(), 1..=days_max).prop_map(|(from, days)| Period::dates(
            from,
            from + TimeDelta::days(days)
        )
        .unwrap()),
        span(days_max),
    ]
}

/// Calendar months and windows of every length, from two seconds to ten years, many of them on month ends.
fn calendar() -> impl Strategy<Value = Period> {
    let month_end = |(year, month, offset): (i32, u32, FixedOffset)| {
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        first.and_hms_opt(0, 0, 0).unwrap().and_local_timezone(offset).unwrap().timestamp()
    };
    let end = (1990..2060, 1..=12_u32, offset()).prop_map(month_end);
    let length = prop_oneof![2..90_i64, 2..3 * DAY, 2..100 * DAY, 2..3_653 * DAY];
    let shift = prop_oneof![Just(0), -90..90_i64, -40 * DAY..40 * DAY];
    let to_end = |(end, length, shift): (i64, i64, i64)| {
        let utc = FixedOffset::east_opt(0).unwrap();
        let to = end + shift;
        Period::span(instant(to - length, utc), instant(to, utc)).unwrap()
    };
    let years = (1990..2060, 1..=12_u32, 1..=120_u32).prop_map(|(year, month, months)| {
        let from = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        Period::dates(from, from + Months::new(months)).unwrap()
    });
    prop_oneof![(end, length, shift).prop_map(to_end), years]
}

/// A value for every driver that a founding card reads: whole, or with a few places, now and then zero.
fn workload() -> impl Strategy<Value = Workload> {
    let names = [
        "secrets",
        "calls",
        "regions",
        "keys",
        "keys_pending_deletion",
        "peak_qps",
        "kms_instances",
        "shared_accounts",
        "vpcs",
        "hosts",
        "large_screens",
        "log_gb",
        "playbook_runs",
        "nodes_per_run",
    ];
    prop::collection::vec((0..3_000_u32, 0..5_u32), names.len()).prop_map(move |values| {
        let mut workload = Workload::standard(Vocabulary::standard());
        for (name, (value, kind)) in names.iter().zip(values) {
            let text = match kind {
                0 => "0".to_owned(),
                1 => format!("{}.{:03}", value % 50, value % 1_000),
                2 => (value % 20).to_string(),
                3 => format!("{}k", value % 700),
                _ => value.to_string(),
            };
            let value = if *name == "regions" { format!("{}", value % 9 + 1) } else { text };
            workload.set_text(name, &value).unwrap();
        }
        workload
    })
}

/// Any choices and readings, and prices of its own for some charges.
fn selection(card: &RateCard, seed: u64) -> Selection {
    let mut selection = Selection::standard(card);
    let mut rest = seed;
    let mut draw = |count: usize| {
        rest = rest.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((rest >> 33) % u64::try_from(count).unwrap()).unwrap()
    };
    for (choice, option) in selection.options.iter_mut().zip(&card.options) {
        *choice = draw(option.choices.len());
    }
    for (reading, assumption) in selection.readings.iter_mut().zip(&card.assumptions) {
        *reading = draw(assumption.readings.len());
    }
    let currency = card.currency_of(&selection.options);
    for price in &mut selection.prices {
        let own = ["0", "0.0007", "3.6", "12.34", "0.123456789012"];
        let own = own.get(draw(10)).map(|text| text.parse().unwrap());
        *price = own.map(|amount| Money { amount, currency });
    }
    selection
}

// Random cards.

/// The axes that bound, round, pro-rate or settle.
fn extras() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "clamp = { minimum = \"2\", maximum = \"50\" }",
        "round = { places = \"2\", direction = \"up\" }",
        "round = { places = \"1\", direction = \"half\" }",
        "month = \"730 h\"",
        "while = \"keys\"",
        "prorate = \"started-hour\"",
        "prorate = \"completed-day\"",
        "prorate = { whole-months = \"1\" }",
        "prorate = { whole-cycles = \"30 d\" }",
        "prorate = \"hours-since-creation\"",
        "prorate = \"days-since-creation\"",
        "part-month = \"share\"",
        "settle = \"hour\"",
        "settle = \"day\"",
        "trial = { days = \"9\" }",
        "trial = { days = \"20\", allow = \"400\" }",
    ])
}

/// A card with one charge of every kind that the axes allow.
fn random_card() -> impl Strategy<Value = String> {
    let meters = prop::sample::select(vec![
        "meter.held = { quantity = \"secrets\" }",
        "meter.used = { quantity = \"calls\", every = \"hour\" }",
        "meter.used = { quantity = \"calls\", every = \"day\" }",
        "meter.used = { quantity = \"calls\", every = \"month\" }",
        "meter.peak = { quantity = \"peak_qps * 2 - keys\", every = \"hour\" }",
        "meter.peak = { quantity = \"peak_qps\", every = \"month\" }",
        "meter.snapshot = { quantity = \"secrets / 7\", every = \"day\" }",
        "meter.snapshot = { quantity = \"secrets\", every = \"month\" }",
        "meter.peak = { quantity = \"peak_qps\", every = \"day\" }",
        "meter.percentile = { quantity = \"peak_qps\", every = \"month\", rank = \"95\" }",
        "meter.percentile = { quantity = \"secrets\", every = \"day\", rank = \"60\" }",
        "meter.kept = { quantity = \"log_gb\", months = \"keys / 100\" }",
        "meter.kept = { quantity = \"log_gb\", months = \"3\", free = \"0.5\", full = true }",
        "meter.used = { quantity = \"calls\", every = \"period\" }",
    ]);
    let scopes = prop::sample::select(vec![
        "",
        "scope = \"regions\"",
        "scope = { groups = \"regions\", whole = false }",
    ]);
    let quantizes = prop::sample::select(vec![
        "",
        "quantize = { minimum = \"1000\" }",
        "quantize = { step = \"1\" }",
        "quantize = { minimum = \"2.5\", step = \"12.5\" }",
    ]);
    let allows = prop::sample::select(vec![
        "",
        "allow = { quantity = \"10\" }",
        "allow = { quantity = \"keys\", scope = \"account\" }",
        "allow = { quantity = \"3.5\", after-quantize = true }",
    ]);
    let prices = prop::sample::select(vec![
        "price.per-unit = { amount = \"0.013\"PER }",
        "price.per-unit = { amount = \"0.05\", of = \"10000\"PER }",
        "price.per-unit = { unpublished = \"not told\"PER }",
        "price.flat = { amount = \"7\"PER }",
        "price.graduated = { tier = [{ up-to = \"250\", amount = \"5.5\" }, { amount = \"2\" }]PER }",
        "price.volume = { tier = [{ up-to = \"250\", amount = \"5.5\" }, { amount = \"unpublished\" }]PER }",
    ]);
    let pers = prop::sample::select(vec!["second", "hour", "day", "month"]);
    let offsets = prop::sample::select(vec!["+08:00", "+00:00", "-03:30"]);
    (meters, scopes, quantizes, allows, prices, pers, (extras(), offsets)).prop_map(
        |(meter, scope, quantize, allow, price, per, (extra, offset))| {
            let sums = meter.contains("used");
            let whole = ["months", "cycles"].iter().any(|word| extra.contains(word));
            let monthly = meter.contains("month") || whole;
            let per = match (sums, monthly) {
                (true, _) => String::new(),
                (false, true) => ", per = \"month\"".to_owned(),
                (false, false) => format!(", per = \"{per}\""),
            };
            let price = price.replace("PER", &per);
            let axes = [meter, scope, quantize, allow, price.as_str(), extra].join("\n");
            CARD.replace("+08:00", offset).replace("AXES", &axes)
        },
    )
}

const CARD: &str = r#"
id = "random"
provider = "Nobody"
service = "Nothing"
plan = "Made up"
needs = ["secrets"]
currency = "USD"
offset = "+08:00"
[[source]]
id = "none"
title = "None"
url = "https://example.com"
read = 2026-01-01
[rules]
R1 = "Any."
[[charge]]
id = "one"
label = "One"
pays-for = "one"
unit = "thing"
rules = ["R1"]
confidence = "official"
AXES
"#;

/// A charge that shares an amount with the first, and one that is a part of a third.
const OTHERS: &str = r#"
[[charge]]
id = "two"
label = "Two"
pays-for = "one"
unit = "thing"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "keys" }
price.graduated = { tier = [{ up-to = "100", amount = "1" }, { amount = "0.3" }], per = "month" }
prorate = "started-hour"
[[charge]]
id = "three"
label = "Three"
pays-for = "one"
unit = "thing"
rules = ["R1"]
confidence = "official"
meter.used = { quantity = "log_gb", every = "day" }
allow = { quantity = "3" }
price.per-unit = { amount = "0.7" }
[[charge]]
id = "four"
label = "Four"
pays-for = "one"
unit = "USD"
rules = ["R1"]
confidence = "official"
meter.lines = { charges = ["three"], every = "EVERY" }
allow = { quantity = "hosts" }
price.graduated = { of = "100", tier = [{ up-to = "150", amount = "10" }, { amount = "3" }] }
clamp = { minimum = "2" }
[[pool]]
id = "pool"
label = "Pool"
amount = "vpcs / 3"
every = "EVERY"
charges = ["one", "two"]
rule = "R1"
"#;

// Pricing.

fn steady(tariff: &Tariff, workload: &Workload) -> Invoice {
    let mut invoice = Invoice::default();
    tariff.quote(&workload.usage(tariff.period_terms()).unwrap(), &mut invoice).unwrap();
    invoice
}

/// The same workload with a change that changes nothing, so that the billing records are added up.
fn by_records(tariff: &Tariff, workload: &Workload, part: i64) -> (Invoice, Vec<Record>) {
    let segments = unchanged(tariff, workload, part);
    let mut invoice = Invoice::default();
    tariff.quote_timeline(&segments, &mut invoice).unwrap();
    (invoice, tariff.records(&segments).unwrap())
}

fn by_sum(tariff: &Tariff, workload: &Workload, part: i64) -> Invoice {
    let mut invoice = Invoice::default();
    tariff.quote_timeline(&unchanged(tariff, workload, part), &mut invoice).unwrap();
    invoice
}

fn unchanged(tariff: &Tariff, workload: &Workload, part: i64) -> Vec<Segment> {
    let window = tariff.window();
    let second = window.from + 1 + (window.seconds() - 2) * part / 1_000;
    let driver = workload.vocabulary().find("rotations").unwrap();
    let value = workload.value(driver).clone();
    let at = instant(second, tariff.card().offset);
    let changes = vec![Change { at, driver, value }];
    let timeline = Timeline { workload: workload.clone(), changes };
    let segments = timeline.segments(tariff.period(), tariff.card().offset).unwrap();
    assert_eq!(segments.len(), 2);
    segments
}

fn sum(records: &[Record], charge: usize) -> Option<Ratio> {
    let of_charge = records.iter().filter(|record| record.charge == charge);
    let mut amounts = of_charge.map(|record| record.amount);
    amounts.try_fold(Ratio::ZERO, |sum, amount| Some(sum.plus(amount?).unwrap()))
}

/// Closed form, summed records and listed records say the same of every line.
fn agree(
    card: &Arc<RateCard>,
    selection: &Selection,
    period: &Period,
    workload: &Workload,
    part: i64,
) {
    let tariff = Tariff::new(card, selection, *period).unwrap();
    let closed = steady(&tariff, workload);
    let (summed, records) = by_records(&tariff, workload, part);
    assert_eq!(closed.lines, summed.lines);
    assert_eq!((closed.total, closed.complete), (summed.total, summed.complete));
    for line in &closed.lines {
        assert_eq!(line.amount, sum(&records, line.charge), "{}", card.charges[line.charge].id);
    }
}

/// The same without listing the records.
fn agree_on_lines(
    card: &Arc<RateCard>,
    selection: &Selection,
    period: &Period,
    workload: &Workload,
    part: i64,
) {
    let tariff = Tariff::new(card, selection, *period).unwrap();
    let closed = steady(&tariff, workload);
    let summed = by_sum(&tariff, workload, part);
    assert_eq!(closed.lines, summed.lines);
    assert_eq!((closed.total, closed.complete), (summed.total, summed.complete));
}

/// Prepaid years and cycles of a source's own do not end with the calendar's months; trials and stocks begin
/// with the period.
fn bills_by_month(card: &RateCard, line: &whatif_pricing::Line) -> bool {
    let is_ahead =
        |it: &&Prorate| matches!(it, Prorate::WholeMonths { .. } | Prorate::WholeCycles(_));
    let ahead = |prorate: &Choice<Prorate>| prorate.all().iter().any(is_ahead);
    let bought = |axes: &AxesPatch| axes.prorate.as_ref().is_some_and(ahead);
    let axes = &card.charges[line.charge].axes;
    let readings = card.assumptions.iter().flat_map(|assumption| &assumption.readings);
    let mut patches = readings.flat_map(|reading| &reading.charges);
    let begins_with_the_period = axes.trial.is_some()
        || matches!(axes.meter, Meter::Kept(..) | Meter::Used(_, Cycle::Period));
    !begins_with_the_period
        && !ahead(&axes.prorate)
        && !patches.any(|(charge, patch)| *charge == line.charge && bought(patch))
}

const FOUNDING: [&str; 4] =
    ["alibaba-kms-payg", "huawei-secmaster-payg", "tencent-ssm-enterprise", "tencent-ssm-payg"];

/// A few of the shipped cards, others for each seed, so that a long catalogue takes no longer.
fn some_cards(seed: u64) -> impl Iterator<Item = &'static Arc<RateCard>> {
    let cards = Catalog::shipped().cards();
    let start = usize::try_from(seed % 1_000_003).unwrap();
    (0..4).map(move |step| &cards[(start + step * 11) % cards.len()])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn records_and_closed_form_agree_on_the_shipped_cards(
        period in period(45), workload in workload(), seed: u64, part in 0..1_000_i64,
    ) {
        for card in some_cards(seed) {
            agree(card, &selection(card, seed), &period, &workload, part);
        }
    }

    #[test]
    fn records_and_closed_form_agree_on_any_card(
        text in random_card(), period in period(45), workload in workload(), part in 0..1_000_i64,
    ) {
        // Axes that do not go together are refused, and that is right.
        if let Ok(card) = RateCard::read(&text, Vocabulary::standard()) {
            let card = Arc::new(card);
            agree(&card, &Selection::standard(&card), &period, &workload, part);
        }
    }

    #[test]
    fn records_and_closed_form_agree_on_charges_that_read_others(
        text in random_card(), period in calendar(), workload in workload(), part in 0..1_000_i64,
        every in prop::sample::select(vec!["month", "period"]),
    ) {
        let text = format!("{text}{}", OTHERS.replace("EVERY", every));
        // Charges that cannot be divided by month are refused.
        if let Ok(card) = RateCard::read(&text, Vocabulary::standard()) {
            let card = Arc::new(card);
            agree_on_lines(&card, &Selection::standard(&card), &period, &workload, part);
        }
    }

    #[test]
    fn records_and_closed_form_agree_over_the_calendar(
        text in random_card(), period in calendar(), mut workload in workload(), seed: u64,
        part in 0..1_000_i64, by_day: bool,
    ) {
        if by_day {
            workload.set_text("calls", "=secrets * days * 7").unwrap();
        }
        // The records of hours of many months are too many to be listed.
        let short = period.seconds() < 60 * DAY;
        for card in some_cards(seed).filter(|_| short) {
            agree(card, &selection(card, seed), &period, &workload, part);
        }
        if let Ok(card) = RateCard::read(&text, Vocabulary::standard()) {
            let card = Arc::new(card);
            agree_on_lines(&card, &Selection::standard(&card), &period, &workload, part);
        }
    }

    #[test]
    fn a_month_costs_the_same_as_a_month_and_as_a_window(
        year in 2019..2040, month in 1..=12_u32, workload in workload(), seed: u64,
    ) {
        let from = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        for card in Catalog::shipped().cards() {
            let selection = selection(card, seed);
            let invoice = |period| steady(&Tariff::new(card, &selection, period).unwrap(), &workload);
            let named = invoice(Period::month(&format!("{year}-{month:02}")).unwrap());
            let to = from + Months::new(1);
            prop_assert_eq!(&named, &invoice(Period::dates(from, to).unwrap()), "{}", card.id);
            let midnight = |day: NaiveDate| {
                day.and_hms_opt(0, 0, 0).unwrap().and_local_timezone(card.offset).unwrap()
            };
            let span = Period::span(midnight(from), midnight(to)).unwrap();
            prop_assert_eq!(&named, &invoice(span), "{}", card.id);
        }
    }

    #[test]
    fn a_year_costs_what_its_months_cost(
        year in 2019..2040, mut workload in workload(), seed: u64, reads in 0..40_u32,
    ) {
        // A flow that counts days is spread over the days of the year. (One that adds so much a day to so
        // much a month is spread so as a whole.)
        let calls = format!("=secrets * days * {reads}");
        workload.set_text("calls", &calls).unwrap();
        workload.set_text("key_ops", "=calls + keys * days").unwrap();
        workload.set_text("log_gb", "=hosts * hours / 7").unwrap();
        let from = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        for card in Catalog::shipped().cards() {
            let selection = selection(card, seed);
            let tariff = |period| Tariff::new(card, &selection, period).unwrap();
            let year = tariff(Period::dates(from, from.with_year(year + 1).unwrap()).unwrap());
            let year = steady(&year, &workload);
            let mut sums = vec![Some(Ratio::ZERO); year.lines.len()];
            for month in 1..=12 {
                let month = tariff(Period::month(&format!("{}-{month:02}", from.year())).unwrap());
                for (sum, line) in sums.iter_mut().zip(steady(&month, &workload).lines) {
                    *sum = sum.zip(line.amount).map(|(sum, more)| sum.plus(more).unwrap());
                }
            }
            for (line, sum) in year.lines.iter().zip(sums).filter(|(line, _)| bills_by_month(card, line)) {
                prop_assert_eq!(line.amount, sum, "{} {}", card.id, card.charges[line.charge].id);
            }
        }
    }

    #[test]
    fn splitting_a_period_changes_nothing_for_exact_time(
        period in span(40), workload in workload(), part in 0..1_000_i64,
    ) {
        let card = Catalog::shipped().card("huawei-secmaster-payg").unwrap();
        let mut selection = Selection::standard(&card);
        for charge in ["edition", "large-screen", "analysis", "orchestration"] {
            selection.price(&card, charge, "3.6".parse().unwrap()).unwrap();
        }
        let total = |period| {
            steady(&Tariff::new(&card, &selection, period).unwrap(), &workload).total
        };
        let Period::Span { from, to } = period else { unreachable!("spans only") };
        let length = (to - from).num_seconds();
        let middle = from + chrono::TimeDelta::seconds(1 + (length - 2) * part / 1_000);
        let parts = [Period::span(from, middle).unwrap(), Period::span(middle, to).unwrap()];
        prop_assert_eq!(total(parts[0]).plus(total(parts[1])).unwrap(), total(period));
    }

    #[test]
    fn of_changes_at_one_instant_the_last_given_holds(
        first in 0..500_u32, last in 0..500_u32, second in 0..30 * DAY,
    ) {
        let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
        let period = Period::month("2026-06").unwrap();
        let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
        let at = instant(tariff.window().from + second, card.offset);
        let priced = |values: &[u32]| {
            let workload = Workload::standard(Vocabulary::standard());
            let driver = workload.vocabulary().find("secrets").unwrap();
            let change = |value: &u32| {
                Change { at, driver, value: workload.read(driver, &value.to_string()).unwrap() }
            };
            let changes = values.iter().map(change).collect();
            let timeline = Timeline { workload, changes };
            let mut invoice = Invoice::default();
            let segments = timeline.segments(&period, card.offset).unwrap();
            tariff.quote_timeline(&segments, &mut invoice).unwrap();
            invoice.total
        };
        prop_assert_eq!(priced(&[first, last]), priced(&[last]));
    }

    #[test]
    fn more_of_a_quantity_never_costs_less(
        period in period(60), workload in workload(), more in 1..1_000_u32, place in 0..10_usize,
    ) {
        let drivers = [
            "secrets", "calls", "keys", "peak_qps", "shared_accounts", "vpcs",
            "hosts", "large_screens", "log_gb", "playbook_runs",
        ];
        let mut larger = workload.clone();
        let driver = workload.vocabulary().find(drivers[place]).unwrap();
        let value = workload.value(driver).text();
        larger.set_text(drivers[place], &format!("={value} + {more}")).unwrap();
        // Of the founding cards: elsewhere a key brings free requests of its own.
        for card in FOUNDING {
            let card = &Catalog::shipped().card(card).unwrap();
            let mut selection = Selection::standard(card);
            selection.prices.iter_mut().zip(&card.charges).for_each(|(price, charge)| {
                let unpublished = whatif_pricing::charge::Confidence::Unpublished;
                let unpublished = *charge.confidence.pick(&selection.options) == unpublished;
                let (amount, currency) = ("0.7".parse().unwrap(), card.default_currency());
                *price = unpublished.then_some(Money { amount, currency });
            });
            let tariff = Tariff::new(card, &selection, period).unwrap();
            let (less, more) = (steady(&tariff, &workload), steady(&tariff, &larger));
            for (less, more) in less.lines.iter().zip(&more.lines) {
                prop_assert!(less.amount <= more.amount, "{} {}", card.id, less.charge);
            }
        }
    }

    #[test]
    fn an_explanation_ends_in_the_lines_amount(
        period in period(40), workload in workload(), seed: u64,
    ) {
        for card in some_cards(seed) {
            let selection = selection(card, seed);
            let tariff = Tariff::new(card, &selection, period).unwrap();
            for line in steady(&tariff, &workload).lines {
                let explanation = tariff.explain(line.charge, &workload, &selection).unwrap();
                prop_assert_eq!(explanation.line, line);
            }
        }
    }
}

// Absurd values are answered or refused, and never panic.

/// Values at the limits: 10¹² and six places.
fn absurd() -> impl Strategy<Value = Workload> {
    let values = prop::sample::select(vec![
        "0",
        "0.000001",
        "999999999999.999999",
        "1000000000000",
        "123456789012.345678",
        "=secrets * 0.000000000001",
        "=1 / 3",
        "=min(days * hours * 1000000, 1G)",
    ]);
    let drivers = Vocabulary::standard();
    let names: Vec<String> = drivers.iter().map(|(_, driver)| driver.name.clone()).collect();
    prop::collection::vec(values, names.len()).prop_map(move |values| {
        let mut workload = Workload::standard(Vocabulary::standard());
        for (name, value) in names.iter().zip(values) {
            // Cycles, and values below a driver's smallest, are refused; the default stays.
            let _refused = workload.set_text(name, value);
        }
        workload
    })
}

fn long_period() -> impl Strategy<Value = Period> {
    let start = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
    prop_oneof![
        Just(Period::days(start, 36_525).unwrap()),
        Just(Period::days(start, 1).unwrap()),
        (36_000 * DAY..36_525 * DAY, offset()).prop_map(|(length, offset)| {
            Period::span(instant(100_000, offset), instant(100_000 + length, offset)).unwrap()
        }),
        span(1),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn absurd_values_get_an_answer_or_a_refusal(
        workload in absurd(), period in long_period(),
        price in prop::sample::select(vec!["999999999999.999999999999", "0.000000000001", "1000000000000"]),
        seed: u64,
    ) {
        for card in some_cards(seed) {
            let mut selection = Selection::standard(card);
            let (amount, currency) = (price.parse().unwrap(), card.default_currency());
            selection.prices.fill(Some(Money { amount, currency }));
            for selection in [Selection::standard(card), selection] {
                let Ok(tariff) = Tariff::new(card, &selection, period) else { continue };
                let Ok(usage) = workload.usage(tariff.period_terms()) else { continue };
                let mut invoice = Invoice::default();
                if tariff.quote(&usage, &mut invoice).is_ok() {
                    let plain = whatif_pricing::plain(invoice.total);
                    prop_assert!(plain.bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{plain}");
                }
                for charge in 0..card.charges.len() {
                    let _refused = tariff.explain(charge, &workload, &selection);
                }
            }
        }
    }
}
