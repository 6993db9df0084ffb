//! Price lists that follow one another, with figures worked out by hand; and the closed form beside the
//! billing records, whatever the period.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use proptest::prelude::*;
use whatif_pricing::{
    Catalog, Change, Invoice, Percent, Period, RateCard, Ratio, Selection, Tariff, Terms, Timeline,
    Vocabulary, Warning, Workload,
};

/// A price list of 2024, one of 2025 and the present one of 2026-06-16.
const CARD: &str = r#"
id = "lists"
provider = "Test"
service = "Lists"
plan = "All"
needs = ["secrets", "keys"]
currency = "EUR"
offset = "+00:00"
effective-from = 2026-06-16
ended = 2027-01-01

[[source]]
id = "new"
title = "new"
url = "https://prices.example/new"
read = 2026-11-22

[rules]
R1 = "Everything."

[option.term]
label = "Term"
month = "month"
year = "year"

[[charge]]
id = "held"
label = "Held"
pays-for = "storage"
unit = "secret"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "secrets" }
price.per-unit = { amount = "0.06", per = "month" }

[[charge]]
id = "used"
label = "Used"
pays-for = "calls"
unit = "call"
rules = ["R1"]
confidence = "official"
meter.used = { quantity = "calls", every = "month" }
allow = { quantity = "20000" }
price.per-unit = { amount = "0.03", of = "10000" }

[[charge]]
id = "peak"
label = "Peak"
pays-for = "throughput"
unit = "QPS"
rules = ["R1"]
confidence = "official"
meter.peak = { quantity = "peak_qps", every = "month" }
quantize = { step = "10" }
price.per-unit = { amount = "1", per = "month" }

[[charge]]
id = "daily"
label = "Daily"
pays-for = "keys"
unit = "key"
rules = ["R1"]
confidence = "official"
meter.snapshot = { quantity = "keys", every = "day" }
price.per-unit = { amount = "1", per = "day" }
clamp = { minimum = "2" }

[[charge]]
id = "term"
label = "Term"
pays-for = "instance"
unit = "instance"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "kms_instances" }
price.per-unit = { amount = "100", per = "month" }
prorate = { whole-months = { by = "term", month = "1", year = "12" } }

[[charge]]
id = "hours"
label = "Hours"
pays-for = "instance"
unit = "instance"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "kms_instances" }
price.per-unit = { amount = "0.6", per = "hour" }
prorate = "started-hour"

[[former]]
effective-from = 2025-06-16
says = "a secret cost 0.04, 10,000 calls 0.04, a key 0.50, a term 80"
set.held.price.per-unit = { amount = "0.04", per = "month" }
set.used.price.per-unit = { amount = "0.04", of = "10000" }
set.peak.price.per-unit = { amount = "2", per = "month" }
set.daily.price.per-unit = { amount = "0.5", per = "day" }
set.term.price.per-unit = { amount = "80", per = "month" }

[[former]]
effective-from = 2024-01-01
says = "10,000 calls were free"
set.used.allow = { quantity = "10000" }
"#;

fn card() -> Arc<RateCard> {
    let card = RateCard::read(CARD, Vocabulary::standard());
    Arc::new(card.unwrap_or_else(|problems| panic!("{problems}")))
}

/// Charges whose cycles do not go by the clock, or count by their share.
const MORE: &str = r#"
[[charge]]
id = "lives"
label = "Lives"
pays-for = "instance"
unit = "instance"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "kms_instances" }
price.per-unit = { amount = "0.6", per = "month" }
prorate = "hours-since-creation"

[[charge]]
id = "share"
label = "Share"
pays-for = "calls"
unit = "call"
rules = ["R1"]
confidence = "official"
meter.used = { quantity = "calls", every = "month" }
allow = { quantity = "20000" }
price.per-unit = { amount = "0.03", of = "10000" }
part-month = "share"

[[charge]]
id = "cycles"
label = "Cycles"
pays-for = "instance"
unit = "instance"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "kms_instances" }
price.per-unit = { amount = "7", per = "month" }
month = "30 d"
prorate = { whole-cycles = "30 d" }

[[former]]
set.lives.price.per-unit = { amount = "0.3", per = "month" }
set.share.price.per-unit = { amount = "0.04", of = "10000" }
set.cycles.price.per-unit = { amount = "5", per = "month" }
"#;

/// The card with these as well.
fn card_with_more() -> Arc<RateCard> {
    let before_lists = |text: &'static str| text.split_once("[[former]]").unwrap();
    let ((charges, lists), (more, differences)) = (before_lists(CARD), before_lists(MORE));
    let (first, rest) = lists.split_once("[[former]]").unwrap();
    let text = format!("{charges}{more}[[former]]{first}{differences}\n[[former]]{rest}");
    let card = RateCard::read(&text, Vocabulary::standard());
    Arc::new(card.unwrap_or_else(|problems| panic!("{problems}")))
}

fn workload(settings: &[(&str, &str)]) -> Workload {
    let mut workload = Workload::standard(Vocabulary::standard());
    for (name, text) in settings {
        let driver = workload.vocabulary().find(name).unwrap();
        workload.set(driver, workload.read(driver, text).unwrap()).unwrap();
    }
    workload
}

const SETTINGS: [(&str, &str); 5] = [
    ("secrets", "100"),
    ("calls", "120000"),
    ("peak_qps", "25"),
    ("keys", "3"),
    ("kms_instances", "1"),
];

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quoted(terms: impl Into<Terms>) -> Invoice {
    quoted_as(&Selection::standard(&card()), terms)
}

fn quoted_as(selection: &Selection, terms: impl Into<Terms>) -> Invoice {
    let tariff = Tariff::new(&card(), selection, terms).unwrap();
    let usage = workload(&SETTINGS).usage(tariff.period_terms()).unwrap();
    let mut invoice = Invoice::default();
    tariff.quote(&usage, &mut invoice).unwrap();
    invoice
}

fn amounts(invoice: &Invoice) -> Vec<String> {
    invoice.lines.iter().map(|line| whatif_pricing::plain(line.amount.unwrap())).collect()
}

#[test]
fn the_list_in_force_in_the_period_is_chosen() {
    // 100 × 0.06, (120,000 − 20,000) ÷ 10,000 × 0.03, 30 × 1, 30 × 3, 100, 720 × 0.6
    let now = quoted(Period::month("2026-09").unwrap());
    assert_eq!(amounts(&now), ["6", "0.3", "30", "90", "100", "432"]);
    assert_eq!(now.warnings, []);
    let before = quoted(Period::month("2025-09").unwrap());
    // Half a euro for each of three keys is less than the day's minimum of 2.
    assert_eq!(amounts(&before), ["4", "0.4", "60", "60", "80", "432"]);
    assert_eq!(before.warnings, [Warning::FormerList { former: 0 }]);
    let oldest = quoted(Period::month("2024-09").unwrap());
    // What the list of 2025 says holds here too, but for the free calls.
    assert_eq!(amounts(&oldest), ["4", "0.44", "60", "60", "80", "432"]);
    assert_eq!(oldest.warnings, [Warning::FormerList { former: 1 }]);
}

#[test]
fn a_period_that_spans_a_change_is_priced_in_two_parts() {
    let june = quoted(Period::month("2026-06").unwrap());
    // 15 of 30 days under each list: half of each month's figure, the month's free calls given once.
    // Keys: 15 × 2 + 15 × 3. The term is bought on the first, under the list of that day.
    assert_eq!(amounts(&june), ["5", "0.35", "45", "75", "80", "432"]);
    assert_eq!(june.warnings, [Warning::ListChange { on: date("2026-06-16") }]);
    let line = &june.lines[1];
    assert_eq!(line.quantity, Ratio::from(120_000_u32));
    assert_eq!(line.billed_quantity, Ratio::from(100_000_u32));
    assert_eq!(june.lines[0].quantity, Ratio::from(100_u32));
}

/// The amounts of charges in June 2026, with calls until or from the day on which the list changes.
fn june(charges: &[&str], until: &str, from: &str) -> Vec<String> {
    let card = card_with_more();
    let period = Period::month("2026-06").unwrap();
    let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
    let workload = workload(&[("calls", until), ("kms_instances", "1")]);
    let driver = workload.vocabulary().find("calls").unwrap();
    let at = DateTime::parse_from_rfc3339("2026-06-16T00:00:00+00:00").unwrap();
    let change = Change { at, driver, value: workload.read(driver, from).unwrap() };
    let timeline = Timeline { workload, changes: vec![change] };
    let mut invoice = Invoice::default();
    let segments = timeline.segments(&period, card.offset).unwrap();
    tariff.quote_timeline(&segments, &mut invoice).unwrap();
    let amount = |charge: &&str| invoice.lines[card.charge(charge).unwrap()].amount.unwrap();
    charges.iter().map(amount).map(whatif_pricing::plain).collect()
}

#[test]
fn each_list_prices_what_was_used_under_it() {
    // 120,000 calls less 20,000 free, all under the former list at 0.04, or all under the present at 0.03.
    assert_eq!(june(&["used", "share"], "240000", "0"), ["0.4", "0.4"]);
    assert_eq!(june(&["used", "share"], "0", "240000"), ["0.3", "0.3"]);
    // 90,000 before and 30,000 after: three quarters of 0.4 and one of 0.3.
    assert_eq!(june(&["used"], "180000", "60000"), ["0.375"]);
    // Half of the hours at 0.3 a month and half at 0.6; the cycle is bought under the former list.
    assert_eq!(june(&["lives", "cycles"], "0", "0"), ["0.45", "5"]);
}

#[test]
fn the_list_of_a_day_prices_any_period() {
    let period = Period::month("2026-09").unwrap();
    let terms = Terms { as_of: Some(date("2026-06-15")), ..period.into() };
    let invoice = quoted(terms);
    assert_eq!(amounts(&invoice), ["4", "0.4", "60", "60", "80", "432"]);
    assert_eq!(invoice.warnings, [Warning::FormerList { former: 0 }]);
}

#[test]
fn before_the_oldest_list_and_after_the_end_is_said() {
    let invoice = quoted(Period::month("2023-12").unwrap());
    assert_eq!(amounts(&invoice)[1], "0.44");
    assert!(invoice.warnings.contains(&Warning::BeforeFirstList { on: date("2024-01-01") }));
    let invoice = quoted(Period::month("2027-01").unwrap());
    assert_eq!(invoice.warnings, [Warning::Ended { on: date("2027-01-01") }]);
    assert_eq!(quoted(Period::month("2026-12").unwrap()).warnings, []);
}

#[test]
fn a_period_before_the_only_list_says_so() {
    let card = Catalog::shipped().card("alibaba-kms-payg").unwrap();
    let warnings = |month: &str| {
        let period = Period::month(month).unwrap();
        let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
        let mut invoice = Invoice::default();
        tariff
            .quote(&workload(&SETTINGS).usage(tariff.period_terms()).unwrap(), &mut invoice)
            .unwrap();
        invoice.warnings
    };
    assert_eq!(warnings("2024-07"), [Warning::EarlierPeriod { on: date("2024-08-15") }]);
    assert_eq!(warnings("2024-08"), []);
}

#[test]
fn a_year_bought_before_a_change_keeps_its_price() {
    let card = card();
    let mut selection = Selection::standard(&card);
    selection.choose(&card, "term", "year").unwrap();
    let invoice = quoted_as(&selection, Period::days(date("2026-06-01"), 360).unwrap());
    assert_eq!(amounts(&invoice)[4], "960"); // 12 × 80
}

#[test]
fn discounts_mark_ups_and_tax_are_lines_of_their_own() {
    let card = card();
    let percent = |text: &str| Percent::parse(text).unwrap();
    let mut selection = Selection::standard(&card);
    selection.adjust(&card, "peak", percent("10").negated().unwrap()).unwrap();
    selection.adjust(&card, "held", percent("50")).unwrap();
    selection.adjustment = Some(percent("20").negated().unwrap());
    let period = Period::month("2026-09").unwrap();
    let terms = Terms { tax: Some(percent("19")), ..period.into() };
    let invoice = quoted_as(&selection, terms);
    // 658.3 + 3 − 3 = 658.3; − 20 % = 526.64; + 19 % = 626.7016
    let told: Vec<(String, String)> = (invoice.adjustments.iter())
        .map(|adjusted| (adjusted.label(&card), whatif_pricing::plain(adjusted.amount)))
        .collect();
    let expected = [
        ("Mark-up 50 % on Held", "3"),
        ("Discount 10 % on Peak", "-3"),
        ("Discount 20 %", "-131.66"),
        ("Tax 19 %", "100.0616"),
    ];
    assert_eq!(told, expected.map(|(label, amount)| (label.to_owned(), amount.to_owned())));
    assert_eq!(invoice.subtotal, Ratio::parse("658.3").unwrap());
    assert_eq!(invoice.total, Ratio::parse("626.7016").unwrap());
}

#[test]
fn an_own_price_fills_the_tier_that_is_not_published() {
    let tiers =
        r#"tier = [{ up-to = "60", amount = "0.06" }, { amount = "unpublished" }], per = "month""#;
    let one = r#"price.per-unit = { amount = "0.06", per = "month" }"#;
    let text = CARD.replacen(one, &format!("price.graduated = {{ {tiers} }}"), 1);
    let card = Arc::new(RateCard::read(&text, Vocabulary::standard()).unwrap());
    let held = |own: Option<&str>| {
        let mut selection = Selection::standard(&card);
        if let Some(own) = own {
            selection.price(&card, "held", own.parse().unwrap()).unwrap();
        }
        let tariff = Tariff::new(&card, &selection, Period::month("2026-09").unwrap()).unwrap();
        let mut invoice = Invoice::default();
        tariff
            .quote(&workload(&SETTINGS).usage(tariff.period_terms()).unwrap(), &mut invoice)
            .unwrap();
        invoice.lines[0].amount
    };
    assert_eq!(held(None), None);
    // 60 × 0.06 + 40 × 0.10
    assert_eq!(held(Some("0.10")), Some(Ratio::parse("7.6").unwrap()));
}

#[test]
fn a_started_minute_counts_whole() {
    let by_minute = CARD.replace("prorate = \"started-hour\"", "prorate = \"started-minute\"");
    let card = Arc::new(RateCard::read(&by_minute, Vocabulary::standard()).unwrap());
    let from = DateTime::parse_from_rfc3339("2026-09-01T10:00:30+00:00").unwrap();
    let period = Period::span(from, from + TimeDelta::seconds(60)).unwrap();
    let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
    let mut invoice = Invoice::default();
    tariff.quote(&workload(&SETTINGS).usage(tariff.period_terms()).unwrap(), &mut invoice).unwrap();
    // Two minutes are touched: 2 ÷ 60 × 0.6
    assert_eq!(invoice.lines[5].amount, Some(Ratio::parse("0.02").unwrap()));
}

const READING: &str = r#"
[[assumption]]
id = "pending"
rule = "R1"
asks = "Are keys pending deletion charged?"
no = { label = "no", default = true }
yes = { label = "yes", set.daily.price.per-unit = { amount = "7", per = "day" } }
"#;

#[test]
fn a_reading_that_a_former_list_changes_too_is_a_problem_until_it_is_said() {
    let problems = RateCard::read(&format!("{CARD}{READING}"), Vocabulary::standard());
    let problems = problems.unwrap_err().to_string();
    let told = "this list and the reading pending = yes both set price of 'daily'";
    assert!(problems.contains(told), "{problems}");
    assert!(
        problems.contains("say what holds then: when.pending.yes.daily.price = "),
        "{problems}"
    );
    let said = "set.daily.price.per-unit = { amount = \"0.5\", per = \"day\" }";
    let said = (
        said,
        format!(
            "{said}\nwhen.pending.yes.daily.price.per-unit = {{ amount = \"3\", per = \"day\" }}"
        ),
    );
    let text = format!("{}{READING}", CARD.replace(said.0, &said.1));
    let card = Arc::new(RateCard::read(&text, Vocabulary::standard()).unwrap());
    let mut selection = Selection::standard(&card);
    selection.assume(&card, "pending", "yes").unwrap();
    let daily = |month: &str| {
        let tariff = Tariff::new(&card, &selection, Period::month(month).unwrap()).unwrap();
        let mut invoice = Invoice::default();
        tariff
            .quote(&workload(&SETTINGS).usage(tariff.period_terms()).unwrap(), &mut invoice)
            .unwrap();
        whatif_pricing::plain(invoice.lines[3].amount.unwrap())
    };
    // Three keys on 30 days, at 7 under the present list and at 3 under those before.
    assert_eq!([daily("2026-09"), daily("2025-09"), daily("2024-09")], ["630", "270", "270"]);
}

#[test]
fn lists_out_of_order_are_a_problem() {
    let swapped = CARD.replace("effective-from = 2024-01-01", "effective-from = 2025-09-01");
    let problems = RateCard::read(&swapped, Vocabulary::standard()).unwrap_err().to_string();
    assert!(problems.contains("this list begins on 2025-09-01, not before the one after it"));
    let open = CARD.replace("effective-from = 2026-06-16\n", "");
    let problems = RateCard::read(&open, Vocabulary::standard()).unwrap_err().to_string();
    assert!(problems.contains("the list after this one has no effective-from"), "{problems}");
}

fn instant(day: i64, second: i64) -> DateTime<FixedOffset> {
    let start = DateTime::parse_from_rfc3339("2023-11-20T00:00:00+00:00").unwrap();
    start + TimeDelta::days(day) + TimeDelta::seconds(second)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A change to the value that there is already splits the records, and changes no amount.
    #[test]
    fn the_closed_form_and_the_records_agree_over_price_lists(
        start in 0_i64..1_100, days in 1_i64..120, second in 0_i64..86_400, kind in 0..4, at in 1_i64..1_000
    ) {
        let card = card_with_more();
        let period = match kind {
            0 => Period::days(instant(start, 0).date_naive(), days).unwrap(),
            1 => Period::month(&instant(start, 0).format("%Y-%m").to_string()).unwrap(),
            2 => Period::span(instant(start, second), instant(start + days, 86_399 - second)).unwrap_or_else(|_| Period::standard_month(instant(start, 0).date_naive())),
            _ => Period::standard_month(instant(start, 0).date_naive()),
        };
        let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
        let workload = workload(&SETTINGS);
        let mut steady = Invoice::default();
        tariff.quote(&workload.usage(tariff.period_terms()).unwrap(), &mut steady).unwrap();
        let secrets = workload.vocabulary().find("secrets").unwrap();
        let window = tariff.window();
        let when = window.from + (window.seconds() - 1) * at / 1_000;
        let when = whatif_pricing::instant(when, card.offset);
        let value = workload.read(secrets, "100").unwrap();
        let changes = vec![Change { at: when, driver: secrets, value }];
        let timeline = Timeline { workload, changes };
        let segments = timeline.segments(&period, card.offset).unwrap();
        let mut summed = Invoice::default();
        tariff.quote_timeline(&segments, &mut summed).unwrap();
        for (steady, summed) in steady.lines.iter().zip(&summed.lines) {
            prop_assert_eq!(steady.amount, summed.amount);
            prop_assert_eq!(steady.quantity, summed.quantity);
            prop_assert_eq!(steady.billed_quantity, summed.billed_quantity);
        }
        prop_assert_eq!(steady.total, summed.total);
        let records = tariff.records(&segments).unwrap();
        for (charge, line) in steady.lines.iter().enumerate() {
            let amounts = records.iter().filter(|record| record.charge == charge);
            let sum = amounts.fold(Ratio::ZERO, |sum, record| sum.plus(record.amount.unwrap()).unwrap());
            prop_assert_eq!(Some(sum), line.amount);
        }
    }
}
