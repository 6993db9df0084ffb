//! A price that is missing hides no price that is known: lines and totals have a known part.

use std::sync::Arc;

use proptest::prelude::*;
use rust_decimal::Decimal;
use whatif_pricing::compare::{Compared, Comparison};
use whatif_pricing::solve::Goal;
use whatif_pricing::sweep::{Axis, Curve, Effort, Run, Verdict, crossovers, within};
use whatif_pricing::{
    Catalog, Change, Currency, ExchangeRates, Invoice, InvoiceOf, Offer, Percent, Period, RateCard,
    Ratio, Selection, Spend, Tariff, Terms, Timeline, Total, Value, Vocabulary, Warning, Workload,
    plain,
};

/// Amazon Guard Duty as it was read in October 2026: up to 500 vCPUs 1.50 each, up to 5,000 vCPUs 0.75, the price
/// beyond unpublished.
const GUARD_DUTY: &str = include_str!("cards/aws-guardduty-2026-10.toml");

fn guard_duty() -> Arc<RateCard> {
    Arc::new(RateCard::read(GUARD_DUTY, Vocabulary::standard()).unwrap())
}

const HELD: &str = "meter.held = { quantity = \"secrets\" }\n";
const AT_MONTHS_END: &str = "meter.snapshot = { quantity = \"secrets\", every = \"month\" }\n";

/// A card with one charge, metered and priced as `axes` say.
fn card(axes: &str) -> Arc<RateCard> {
    let text = format!(
        r#"
        id = "mine"
        provider = "Mine"
        service = "Service"
        plan = "Plan"
        needs = ["secrets"]
        currency = "USD"
        offset = "+00:00"
        [[source]]
        id = "page"
        title = "A page"
        url = "https://example.com"
        read = 2026-01-01
        [rules]
        R1 = "A rule."
        [[charge]]
        id = "charge"
        label = "Charge"
        pays-for = "secrets"
        unit = "secret"
        rules = ["R1"]
        confidence = "official"
        {axes}
        "#
    );
    let card = RateCard::read(&text, Vocabulary::standard());
    Arc::new(card.unwrap_or_else(|problems| panic!("{problems}")))
}

fn amount(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

fn month() -> Period {
    Period::standard_month("2026-06-01".parse().unwrap())
}

fn workload(set: &[(&str, &str)]) -> Workload {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (driver, value) in
        [("audit_events", "0"), ("log_gb", "0"), ("data_writes", "0"), ("data_reads", "0")]
    {
        workload.set_text(driver, value).unwrap();
    }
    for (driver, value) in set {
        workload.set_text(driver, value).unwrap();
    }
    workload
}

fn quoted(tariff: &Tariff, workload: &Workload) -> Invoice {
    let mut invoice = Invoice::default();
    tariff.quote(&workload.usage(tariff.period_terms()).unwrap(), &mut invoice).unwrap();
    invoice
}

fn standard(card: &Arc<RateCard>) -> Tariff {
    Tariff::new(card, &Selection::standard(card), month()).unwrap()
}

/// The only charge with a quantity of so many secrets: its amount, and the known part of it.
fn line(meter: &str, price: &str, secrets: &str) -> (Option<String>, String) {
    let axes = format!("{meter}{price}");
    let card = card(&axes);
    let line = quoted(&standard(&card), &workload(&[("secrets", secrets)])).lines[0];
    (line.amount.map(plain), plain(line.known()))
}

#[test]
fn the_tiers_below_an_unpublished_one_are_known() {
    let card = guard_duty();
    let invoice = quoted(&standard(&card), &workload(&[("vcpus", "6000")]));
    let runtime = card.charge("runtime").unwrap();
    // 500 × 1.50 + 4,500 × 0.75
    assert_eq!(invoice.lines[runtime].known(), amount("4125"));
    assert_eq!(invoice.lines[runtime].amount, None);
    assert_eq!((invoice.total, invoice.complete), (amount("4125"), false));
    assert!(invoice.warnings.contains(&Warning::Unpublished { charge: runtime }));
    let at_the_end = quoted(&standard(&card), &workload(&[("vcpus", "5000")]));
    assert_eq!(at_the_end.lines[runtime].amount, Some(amount("4125")));
    assert!(at_the_end.complete);
}

#[test]
fn a_total_without_lines_has_the_same_known_part() {
    let card = guard_duty();
    let tariff = standard(&card);
    let usage = workload(&[("vcpus", "6000"), ("log_gb", "500")]);
    let total = tariff.total(&usage.usage(tariff.period_terms()).unwrap()).unwrap();
    assert_eq!(total, Total { amount: amount("4625"), complete: false });
}

#[test]
fn discounts_and_tax_on_a_known_part_are_known() {
    let card = guard_duty();
    let mut selection = Selection::standard(&card);
    let percent = |text: &str| Percent::parse(text).unwrap();
    selection.adjust(&card, "runtime", percent("10").negated().unwrap()).unwrap();
    selection.adjustment = Some(percent("50").negated().unwrap());
    let terms = Terms { period: month(), as_of: None, tax: Some(percent("20")) };
    let tariff = Tariff::new(&card, &selection, terms).unwrap();
    let invoice = quoted(&tariff, &workload(&[("vcpus", "6000")]));
    // 4,125 − 10 % = 3,712.50; half of it 1,856.25; with 20 % 2,227.50
    let amounts = invoice.adjustments.iter().map(|adjusted| plain(adjusted.amount));
    assert_eq!(amounts.collect::<Vec<_>>(), ["-412.5", "-1856.25", "371.25"]);
    assert_eq!((invoice.total, invoice.complete), (amount("2227.5"), false));
    let usage = workload(&[("vcpus", "6000")]).usage(tariff.period_terms()).unwrap();
    assert_eq!(tariff.total(&usage).unwrap().amount, amount("2227.5"));
}

#[test]
fn a_line_of_which_nothing_is_known_has_no_discount() {
    let card =
        card(&format!(r#"{HELD}price.per-unit = {{ amount = "unpublished", per = "month" }}"#));
    let mut selection = Selection::standard(&card);
    selection.adjust(&card, "charge", Percent::parse("10").unwrap().negated().unwrap()).unwrap();
    let tariff = Tariff::new(&card, &selection, month()).unwrap();
    let invoice = quoted(&tariff, &workload(&[("secrets", "3")]));
    assert_eq!(invoice.adjustments, []);
    assert_eq!((invoice.total, invoice.complete), (Ratio::ZERO, false));
}

#[test]
fn a_volume_price_in_an_unpublished_tier_has_no_known_part() {
    let axes = r#"price.volume = { tier = [{ up-to = "10", amount = "2" }, { amount = "unpublished" }], per = "month" }"#;
    assert_eq!(line(HELD, axes, "10"), (Some("20".to_owned()), "20".to_owned()));
    assert_eq!(line(HELD, axes, "11"), (None, "0".to_owned()));
}

#[test]
fn a_known_part_that_reaches_the_most_that_is_charged_is_the_whole() {
    let axes = r#"
        price.graduated = { tier = [{ up-to = "10", amount = "2" }, { amount = "unpublished" }], per = "month" }
        clamp = { maximum = "20" }"#;
    assert_eq!(line(AT_MONTHS_END, axes, "9"), (Some("18".to_owned()), "18".to_owned()));
    assert_eq!(line(AT_MONTHS_END, axes, "11"), (Some("20".to_owned()), "20".to_owned()));
    let higher = axes.replace("maximum = \"20\"", "maximum = \"20.5\"");
    assert_eq!(line(AT_MONTHS_END, &higher, "11"), (None, "20".to_owned()));
}

#[test]
fn the_least_that_is_charged_is_known_once_a_part_of_the_price_is() {
    let axes = r#"
        price.graduated = { tier = [{ up-to = "10", amount = "2" }, { amount = "unpublished" }], per = "month" }
        clamp = { minimum = "50" }"#;
    assert_eq!(line(AT_MONTHS_END, axes, "11"), (None, "50".to_owned()));
    // Nothing says that the price is above zero, and nothing costs nothing.
    let unknown = r#"
        price.per-unit = { amount = "unpublished", per = "month" }
        clamp = { minimum = "50" }"#;
    assert_eq!(line(AT_MONTHS_END, unknown, "11"), (None, "0".to_owned()));
}

#[test]
fn a_known_part_above_the_budget_exceeds_it() {
    let card = guard_duty();
    let tariff = standard(&card);
    let usage = workload(&[("vcpus", "6000")]).usage(tariff.period_terms()).unwrap();
    let total = tariff.total(&usage).unwrap();
    let by = amount("3125");
    assert_eq!(total.against(amount("1000")).unwrap(), Spend::Exceeded { by });
    assert_eq!(total.against(amount("4125")).unwrap(), Spend::Unknown);
}

#[test]
fn records_and_their_sum_have_known_parts() {
    let card = guard_duty();
    let tariff = standard(&card);
    let workload = workload(&[("vcpus", "6000")]);
    let at = "2026-06-16T00:00:00+00:00".parse().unwrap();
    let driver = workload.vocabulary().find("vcpus").unwrap();
    let change = Change { at, driver, value: Value::Number(1_000.into()) };
    let timeline = Timeline { workload, changes: vec![change] };
    let segments = timeline.segments(&month(), card.offset).unwrap();
    let mut invoice = Invoice::default();
    tariff.quote_timeline(&segments, &mut invoice).unwrap();
    // Half a month of 4,125 and more, and half of 500 × 1.50 + 500 × 0.75
    assert_eq!((invoice.total, invoice.complete), (amount("2625"), false));
    let runtime = card.charge("runtime").unwrap();
    let records = tariff.records(&segments).unwrap();
    let of_runtime = records.iter().filter(|record| record.charge == runtime);
    let said: Vec<_> = of_runtime.map(|it| (it.amount.map(plain), plain(it.known()))).collect();
    assert_eq!(said, [(None, "2062.5".to_owned()), (Some("562.5".to_owned()), "562.5".to_owned())]);
}

#[test]
fn an_offer_adds_the_known_parts_of_its_companions() {
    let [card, other] = [guard_duty(), Catalog::shipped().card("tencent-ssm-payg").unwrap()];
    let mut rates = ExchangeRates::default();
    let euro = Currency::parse("EUR").unwrap();
    rates
        .set(
            whatif_pricing::ExchangeRate::read(
                card.default_currency(),
                euro,
                "0.5",
                "2026-06-01".parse().unwrap(),
            )
            .unwrap(),
        )
        .unwrap();
    let offer = Offer::new(standard(&other), vec![standard(&card)], euro, &rates).unwrap();
    let workload = workload(&[("vcpus", "6000"), ("secrets", "100"), ("calls", "0")]);
    let usage = workload.usage(month().terms()).unwrap();
    // (100 × 0.40 + 4,125) × 0.5
    let total = offer.total(&usage).unwrap().unwrap();
    assert_eq!(total, Total { amount: amount("2082.5"), complete: false });
    assert_eq!(offer.ranked(&workload, &usage).unwrap(), None);
    let (own, companion) =
        (quoted(&standard(&other), &workload), quoted(&standard(&card), &workload));
    let choices = [&other, &card].map(|card| Selection::standard(card));
    let own = InvoiceOf { card: &other, selection: &choices[0], invoice: &own };
    let companion = InvoiceOf { card: &card, selection: &choices[1], invoice: &companion };
    let summed = Total::of(own, [companion], &rates).unwrap();
    assert_eq!(summed, Total { amount: amount("4165"), complete: false });
}

#[test]
fn the_cells_of_a_comparison_add_up_to_the_known_part() {
    let card = guard_duty();
    let invoice = quoted(&standard(&card), &workload(&[("vcpus", "6000"), ("log_gb", "500")]));
    let own = InvoiceOf { card: &card, selection: &Selection::standard(&card), invoice: &invoice };
    let compared = [Compared { own, companions: vec![] }];
    let comparison =
        Comparison::new(&compared, card.default_currency(), &ExchangeRates::default()).unwrap();
    let column = &comparison.columns[0];
    let cells = column.cells.iter().flatten();
    let sum = cells.clone().filter_map(|cell| cell.amount);
    let sum = sum.fold(Ratio::ZERO, |sum, more| sum.plus(more).unwrap());
    assert_eq!((sum, column.total.amount), (amount("4625"), amount("4625")));
    assert_eq!(cells.filter(|cell| !cell.complete).count(), 1);
}

/// The frozen card alone along its vCPUs.
fn along_vcpus<T>(from: u32, to: u32, ask: impl FnOnce(&mut Curve<'_>) -> T) -> T {
    let card = guard_duty();
    let offer =
        Offer::new(standard(&card), vec![], card.default_currency(), &ExchangeRates::default())
            .unwrap();
    let workload = workload(&[]);
    let driver = workload.vocabulary().find("vcpus").unwrap();
    let axis = Axis::new(&workload, driver, month().terms(), from.into(), to.into()).unwrap();
    ask(&mut Curve::new(&offer, &axis).unwrap())
}

#[test]
fn a_sweep_knows_what_exceeds_an_amount_by_its_known_part() {
    let verdicts = |limit: &str| {
        along_vcpus(4_999, 5_003, |curve| {
            within(curve, amount(limit), &mut Effort::THOROUGH.clone())
        })
        .unwrap()
    };
    // 4,124.25 at 4,999, 4,125 at 5,000, then at least that
    let run = |from, to, what| Run { from, to, what };
    assert_eq!(verdicts("4124"), [run(0, 4, Verdict::Higher)]);
    assert_eq!(verdicts("4124.25"), [run(0, 0, Verdict::Equal), run(1, 4, Verdict::Higher)]);
    assert_eq!(
        verdicts("4125"),
        [run(0, 0, Verdict::Cheaper), run(1, 1, Verdict::Equal), run(2, 4, Verdict::Unknown)]
    );
}

#[test]
fn a_goal_is_never_met_where_every_known_part_exceeds_it() {
    let goal = |from, to, limit: &str| {
        along_vcpus(from, to, |curve| Goal::seek(curve, amount(limit), Effort::THOROUGH)).unwrap()
    };
    let least = |complete| Total { amount: amount("4125"), complete };
    assert_eq!(goal(5_001, 9_000, "4000"), Goal::Never { at: 0, least: least(false) });
    assert_eq!(goal(5_000, 9_000, "4000"), Goal::Never { at: 0, least: least(true) });
    assert_eq!(goal(5_001, 9_000, "4200"), Goal::Unknown);
}

#[test]
fn an_offer_whose_known_part_is_above_another_costs_more() {
    let [known, unknown] = [
        card(&format!(r#"{HELD}price.per-unit = {{ amount = "1", per = "month" }}"#)),
        card(&format!(
            r#"{HELD}price.graduated = {{ tier = [{{ up-to = "10", amount = "3" }}, {{ amount = "unpublished" }}], per = "month" }}"#
        )),
    ];
    let offers = [&known, &unknown].map(|card| {
        Offer::new(standard(card), vec![], card.default_currency(), &ExchangeRates::default())
            .unwrap()
    });
    let workload = workload(&[]);
    let driver = workload.vocabulary().find("secrets").unwrap();
    let axis = Axis::new(&workload, driver, month().terms(), 1.into(), 40.into()).unwrap();
    let [mut one, mut other] = offers.each_ref().map(|offer| Curve::new(offer, &axis).unwrap());
    let mut ask = |turned: bool| {
        let (one, other) = if turned { (&mut other, &mut one) } else { (&mut one, &mut other) };
        let runs = crossovers(one, other, &mut Effort::THOROUGH.clone()).unwrap();
        runs.into_iter().map(|run| (axis.value(run.to), run.what)).collect::<Vec<_>>()
    };
    // From 11 on the second is at least 30: above 11 to 29, and who knows from 30 on.
    let last = |value: u32| Decimal::from(value);
    assert_eq!(ask(false), [(last(29), Verdict::Cheaper), (last(40), Verdict::Unknown)]);
    assert_eq!(ask(true), [(last(29), Verdict::Higher), (last(40), Verdict::Unknown)]);
}

#[test]
fn an_explanation_says_the_known_part() {
    let card = guard_duty();
    let tariff = standard(&card);
    let (selection, workload) = (Selection::standard(&card), workload(&[("vcpus", "6000")]));
    let runtime = card.charge("runtime").unwrap();
    let explained = tariff.explain(runtime, &workload, &selection).unwrap();
    assert_eq!(explained.steps.last().unwrap().result, "≥ USD 4,125.00");
    assert_eq!(explained.line.known(), amount("4125"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// A missing price, if it is zero, leaves the known part; at any other price the total is above
    /// it.
    #[test]
    fn a_known_part_is_the_total_with_what_is_missing_at_zero(
        vcpus in 0_u32..12_000,
        logs in 0_u32..4_000,
        days in 1_i64..70,
        price in 0_u32..500,
        taken_off in 0_u32..=100,
    ) {
        let card = guard_duty();
        let period = Period::days("2026-06-01".parse().unwrap(), days).unwrap();
        let workload = workload(&[("vcpus", &vcpus.to_string()), ("log_gb", &logs.to_string())]);
        let total = |own: Option<u32>| {
            let mut selection = Selection::standard(&card);
            let off = Percent::parse(&taken_off.to_string()).unwrap().negated().unwrap();
            selection.adjust(&card, "runtime", off).unwrap();
            if let Some(own) = own {
                selection.price(&card, "runtime", Decimal::new(own.into(), 2)).unwrap();
            }
            let tariff = Tariff::new(&card, &selection, period).unwrap();
            tariff.total(&workload.usage(tariff.period_terms()).unwrap()).unwrap()
        };
        let known = total(None);
        prop_assert_eq!(known.complete, vcpus <= 5_000);
        prop_assert_eq!(total(Some(0)), Total { complete: true, ..known });
        prop_assert!(total(Some(price)).amount >= known.amount);
    }

    /// The closed form, the sum of the records and the records say the same known part.
    #[test]
    fn known_parts_of_the_closed_form_and_of_the_records_agree(
        vcpus in 0_u32..12_000,
        days in 1_i64..70,
        part in 1_i64..1_000,
    ) {
        let card = guard_duty();
        let period = Period::days("2026-06-01".parse().unwrap(), days).unwrap();
        let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
        let workload = workload(&[("vcpus", &vcpus.to_string()), ("log_gb", "700")]);
        let closed = quoted(&tariff, &workload);
        let window = period.window(card.offset);
        let at = whatif_pricing::instant(window.from + window.seconds() * part / 1_000, card.offset);
        let driver = workload.vocabulary().find("vcpus").unwrap();
        let value = Value::Number(vcpus.into());
        let timeline = Timeline { workload, changes: vec![Change { at, driver, value }] };
        let segments = timeline.segments(&period, card.offset).unwrap();
        let mut summed = Invoice::default();
        tariff.quote_timeline(&segments, &mut summed).unwrap();
        prop_assert_eq!(&closed.lines, &summed.lines);
        prop_assert_eq!((closed.total, closed.complete), (summed.total, summed.complete));
        let records = tariff.records(&segments).unwrap();
        for line in &closed.lines {
            let of_line = records.iter().filter(|record| record.charge == line.charge);
            let sum = of_line.fold(Ratio::ZERO, |sum, it| sum.plus(it.known()).unwrap());
            prop_assert_eq!(sum, line.known());
        }
    }
}
