//! Each axis with figures by hand, on cards of one charge that exist for this test alone.

use std::sync::Arc;

use chrono::DateTime;
use whatif_pricing::{
    Change, Invoice, Period, RateCard, Selection, Tariff, Timeline, Vocabulary, Workload, plain,
};

const CARD: &str = r#"
id = "frozen"
provider = "Nobody"
service = "Nothing"
plan = "Made up"
needs = ["security"]
currency = "USD"
offset = "+00:00"
[[source]]
id = "none"
title = "None"
url = "https://example.com"
read = 2026-01-01
[rules]
R1 = "Any."
[option.site]
label = "Site"
near = "Near"
far = "Far"
"#;

const CHARGE: &str = r#"
label = "One"
pays-for = "one"
unit = "thing"
rules = ["R1"]
confidence = "official"
"#;

/// A card with these charges, each by its axes.
fn card(charges: &[(&str, &str)]) -> Arc<RateCard> {
    read(&card_text(charges))
}

fn card_text(charges: &[(&str, &str)]) -> String {
    let charge = |(id, axes): &(&str, &str)| format!("[[charge]]\nid = \"{id}\"{CHARGE}{axes}\n");
    format!("{CARD}{}", charges.iter().map(charge).collect::<String>())
}

fn read(text: &str) -> Arc<RateCard> {
    let card = RateCard::read(text, Vocabulary::standard());
    Arc::new(card.unwrap_or_else(|problems| panic!("{problems}")))
}

/// A question to a card.
struct Ask<'a> {
    card: &'a Arc<RateCard>,
    site: &'a str,
    set: &'a str,
    /// From an instant on, other values.
    then: &'a [(&'a str, &'a str)],
    period: Period,
}

impl<'a> Ask<'a> {
    fn of(card: &'a Arc<RateCard>, set: &'a str) -> Self {
        let period = Period::standard_month("2026-06-01".parse().unwrap());
        Self { card, site: "near", set, then: &[], period }
    }

    const fn site(mut self, site: &'a str) -> Self {
        self.site = site;
        self
    }

    const fn then(mut self, then: &'a [(&'a str, &'a str)]) -> Self {
        self.then = then;
        self
    }

    fn over(mut self, from: &str, to: &str) -> Self {
        self.period = Period::dates(from.parse().unwrap(), to.parse().unwrap()).unwrap();
        self
    }

    fn invoice(&self) -> Invoice {
        let mut workload = Workload::standard(Vocabulary::standard());
        for setting in self.set.split_whitespace() {
            let (driver, value) = setting.split_once('=').unwrap();
            workload.set_text(driver, value).unwrap();
        }
        let mut changes = Vec::new();
        for (at, settings) in self.then {
            for setting in settings.split_whitespace() {
                let (driver, value) = setting.split_once('=').unwrap();
                let driver = workload.vocabulary().find(driver).unwrap();
                let value = workload.read(driver, value).unwrap();
                changes.push(Change {
                    at: DateTime::parse_from_rfc3339(at).unwrap(),
                    driver,
                    value,
                });
            }
        }
        let mut selection = Selection::standard(self.card);
        selection.choose(self.card, "site", self.site).unwrap();
        let tariff = Tariff::new(self.card, &selection, self.period).unwrap();
        let timeline = Timeline { workload, changes };
        let segments = timeline.segments(&self.period, self.card.offset).unwrap();
        let mut invoice = Invoice::default();
        tariff.quote_timeline(&segments, &mut invoice).unwrap();
        let records = tariff.records(&segments).unwrap();
        for line in &invoice.lines {
            let of_line = records.iter().filter(|record| record.charge == line.charge);
            let sum = of_line.filter_map(|record| record.amount);
            let sum = sum.fold(whatif_pricing::Ratio::ZERO, |sum, more| sum.plus(more).unwrap());
            assert_eq!(line.amount, Some(sum), "the records add up to the line");
        }
        invoice
    }

    fn total(&self) -> String {
        plain(self.invoice().total)
    }

    fn line(&self, place: usize) -> String {
        plain(self.invoice().lines[place].amount.unwrap())
    }
}

#[test]
fn tier_edges_steps_minimums_counts_and_prorating_depend_on_an_option() {
    let tiers = card(&[(
        "one",
        r#"
        meter.used = { quantity = "calls", every = "month" }
        quantize = { minimum = { by = "site", near = "none", far = "50" }, step = { by = "site", near = "10", far = "none" } }
        price.graduated = { of = { by = "site", near = "1", far = "10" }, tier = [{ up-to = { by = "site", near = "100", far = "none" }, amount = "2" }, { amount = "1" }] }
        "#,
    )]);
    let total = |site, calls: &str| Ask::of(&tiers, calls).site(site).total();
    // Up to 110: 100 × 2 + 10 × 1
    assert_eq!(total("near", "calls=101"), "210");
    // At least 50, at 2 for 10; and no second tier
    assert_eq!(["calls=3", "calls=200"].map(|calls| total("far", calls)), ["10", "40"]);

    let terms = card(&[(
        "one",
        r#"
        meter.peak = { quantity = "vcpus", every = "month" }
        price.per-unit = { amount = "30", per = "month" }
        prorate = { by = "site", near = { whole-months = "1" }, far = { whole-months = "3" } }
        "#,
    )]);
    let total = |site| Ask::of(&terms, "vcpus=2").site(site).total();
    assert_eq!(["near", "far"].map(total), ["60", "180"]);

    let hours = card(&[(
        "one",
        r#"
        meter.held = { quantity = "vcpus" }
        price.per-unit = { amount = "24", per = "day" }
        prorate = { by = "site", near = "exact", far = "started-hour" }
        "#,
    )]);
    let half = [("2026-06-01T00:30:00Z", "vcpus=0")];
    let total = |site| Ask::of(&hours, "vcpus=1").site(site).then(&half).total();
    assert_eq!(["near", "far"].map(total), ["0.5", "1"]);
}

#[test]
fn what_is_given_once_is_given_once_in_the_period() {
    let allowance = |every: &str| {
        card(&[(
            "one",
            &format!(
                "meter.used = {{ quantity = \"calls\", every = \"{every}\" }}\nallow = {{ quantity = \"100\" }}\nprice.per-unit = {{ amount = \"1\" }}"
            ),
        )])
    };
    let quarter =
        |every| Ask::of(&allowance(every), "calls=150").over("2026-01-01", "2026-04-01").total();
    assert_eq!(["month", "period"].map(quarter), ["150", "350"]);
    // One-off events: 103 in the period, whatever its length
    let events = allowance("period");
    assert_eq!(Ask::of(&events, "calls=103total").over("2026-01-01", "2026-04-01").total(), "3");
}

#[test]
fn a_percentile_leaves_out_the_highest_hours() {
    let busy = card(&[(
        "one",
        r#"
        meter.percentile = { quantity = "hosts", every = "month", rank = "99" }
        price.per-unit = { amount = "15", per = "month" }
        "#,
    )]);
    // Of 720 hours 7 are left out: seven hours of 50 hosts cost nothing more, a part of an eighth does.
    let peak = |until: &'static str| {
        let then = [("2026-06-10T00:00:00Z", "hosts=50"), (until, "hosts=10")];
        Ask::of(&busy, "hosts=10").then(&then).total()
    };
    assert_eq!(peak("2026-06-10T07:00:00Z"), "150");
    assert_eq!(peak("2026-06-10T07:00:01Z"), "750");
    assert_eq!(Ask::of(&busy, "hosts=4").total(), "60");
    // A month that is cut has the hours that lie in the period: of 24 none is left out.
    let day = Ask::of(&busy, "hosts=10").over("2026-06-10", "2026-06-11");
    let then = [("2026-06-10T00:00:00Z", "hosts=50"), ("2026-06-10T00:00:01Z", "hosts=10")];
    assert_eq!(day.then(&then).total(), "750");
}

#[test]
fn a_stock_grows_from_a_flow_and_what_is_old_goes() {
    let kept = |axes: &str| {
        let meter = format!("meter.kept = {{ quantity = \"log_gb\", {axes} }}");
        card(&[(
            "one",
            &format!("{meter}\nprice.per-unit = {{ amount = \"1\", per = \"month\" }}"),
        )])
    };
    let year =
        |axes: &str| Ask::of(&kept(axes), "log_gb=100").over("2026-01-01", "2027-01-01").total();
    // 100 × 12² / 2; kept for three months 100 × (3² / 2 + 9 × 3)
    assert_eq!(year("months = \"12\""), "7200");
    assert_eq!(year("months = \"3\""), "3150");
    // The first two of them free: 3,150 − 100 × (2² / 2 + 10 × 2)
    assert_eq!(year("months = \"3\", free = \"2\""), "950");
    // Full from the start: 300 at any time
    assert_eq!(year("months = \"3\", full = true"), "3600");
    // The first month and the twelfth
    let ask = kept("months = \"12\"");
    assert_eq!(Ask::of(&ask, "log_gb=100").over("2026-01-01", "2026-02-01").total(), "50");
    // 100 a month for half a standard month, then nothing: 50 are there for the other half.
    let half = [("2026-06-16T00:00:00Z", "log_gb=0")];
    assert_eq!(Ask::of(&ask, "log_gb=100").then(&half).total(), "37.5");
    // The time for which it is kept is a driver.
    let by_driver = kept("months = \"projects\"");
    let total = |set| Ask::of(&by_driver, set).over("2026-01-01", "2027-01-01").total();
    assert_eq!(total("log_gb=100 projects=3"), "3150");
}

#[test]
fn a_commitment_is_a_driver_and_the_excess_has_another_price() {
    let commitment = card(&[
        (
            "committed",
            "meter.peak = { quantity = \"projects\", every = \"month\" }\nprice.per-unit = { amount = \"6\", per = \"month\" }",
        ),
        (
            "excess",
            "meter.held = { quantity = \"vcpus\" }\nallow = { quantity = \"projects\" }\nprice.per-unit = { amount = \"0.3\", per = \"day\" }",
        ),
    ]);
    let ask = Ask::of(&commitment, "projects=10 vcpus=12");
    assert_eq!([ask.line(0), ask.line(1), ask.total()], ["60", "18", "78"]);
    assert_eq!(Ask::of(&commitment, "projects=10 vcpus=4").total(), "60");
}

#[test]
fn a_trial_is_free_at_first_and_then_over_within_one_period() {
    let trial = card(&[
        (
            "hours",
            r#"
            meter.held = { quantity = "vcpus" }
            trial = { days = { by = "site", near = "none", far = "10" } }
            price.per-unit = { amount = "1", per = "day" }
            "#,
        ),
        (
            "logs",
            r#"
            meter.used = { quantity = "log_gb", every = "day" }
            allow = { quantity = "1" }
            trial = { days = { by = "site", near = "none", far = "31" }, allow = "10" }
            price.per-unit = { amount = "2" }
            "#,
        ),
    ]);
    let lines = |site| {
        let ask = Ask::of(&trial, "vcpus=3 log_gb=360").site(site);
        [ask.line(0), ask.line(1)]
    };
    // 30 and 20 days of 3; 12 GB a day, of which 1 or 10 are included on 30 days
    assert_eq!(lines("near"), ["90", "660"]);
    assert_eq!(lines("far"), ["60", "120"]);
    // 60 days: 31 with 10 included, 29 with 1
    let period = Period::days("2026-06-01".parse().unwrap(), 60).unwrap();
    let ask = Ask { period, ..Ask::of(&trial, "vcpus=3 log_gb=360").site("far") };
    assert_eq!([ask.line(0), ask.line(1)], ["150", "762"]);
    // The first 10 days of what changes are free too.
    let gone = [("2026-06-16T00:00:00Z", "vcpus=0")];
    assert_eq!(Ask::of(&trial, "vcpus=3 log_gb=0").site("far").then(&gone).line(0), "15");
}

const SECRETS: &str = "meter.held = { quantity = \"secrets\" }\nprice.per-unit = { amount = \"0.5\", per = \"month\" }";
const CALLS: &str =
    "meter.used = { quantity = \"calls\", every = \"month\" }\nprice.per-unit = { amount = \"1\" }";

#[test]
fn a_percentage_is_of_what_other_lines_come_to_in_each_month() {
    let support = card(&[
        ("secrets", SECRETS),
        ("calls", CALLS),
        (
            "support",
            "meter.lines = { charges = [\"secrets\", \"calls\"], every = \"month\" }\nprice.graduated = { of = \"100\", tier = [{ up-to = \"100\", amount = \"10\" }, { amount = \"5\" }] }\nclamp = { minimum = \"8\" }",
        ),
    ]);
    let support = |set, to: &str| Ask::of(&support, set).over("2026-01-01", to).line(2);
    // 50 + 30 = 80: 8; 50 + 150 = 200: 10 % of 100 and 5 % of 100; in each month
    assert_eq!(support("secrets=100 calls=30", "2026-02-01"), "8");
    assert_eq!(support("secrets=100 calls=150", "2026-02-01"), "15");
    assert_eq!(support("secrets=100 calls=150", "2026-04-01"), "45");
    assert_eq!(support("secrets=10 calls=0", "2026-04-01"), "24"); // at least 8 a month
    assert_eq!(support("secrets=0 calls=0", "2026-04-01"), "0");
}

#[test]
fn a_percentage_follows_changes_month_by_month() {
    let fee = card(&[
        ("secrets", SECRETS),
        (
            "fee",
            "meter.lines = { charges = [\"secrets\"], every = \"month\" }\nallow = { quantity = \"20\" }\nprice.per-unit = { amount = \"10\", of = \"100\" }",
        ),
    ]);
    // January 50, February 50 / 2, March 0: 3 + 0.5 + 0
    let then = [("2026-02-15T00:00:00Z", "secrets=0")];
    let ask = Ask::of(&fee, "secrets=100").then(&then).over("2026-01-01", "2026-04-01");
    assert_eq!([ask.line(0), ask.line(1)], ["75", "3.5"]);
}

#[test]
fn credits_are_used_up_by_several_charges_in_the_cards_order() {
    let with = |every: &str| {
        let charges = card_text(&[("secrets", SECRETS), ("calls", CALLS)]);
        let pool = "id = \"credits\"\nlabel = \"Credits\"\namount = { by = \"site\", near = \"40\", far = \"1000\" }\ncharges = [\"secrets\", \"calls\"]\nrule = \"R1\"";
        read(&format!("{charges}[[pool]]\n{pool}\nevery = \"{every}\"\n"))
    };
    let (monthly, once) = (with("month"), with("period"));
    let lines = |ask: &Ask<'_>| [ask.line(0), ask.line(1)];
    // 50 of secrets: 40 are paid for; all 30 calls cost
    assert_eq!(lines(&Ask::of(&monthly, "secrets=100 calls=30")), ["10", "30"]);
    // 25 of secrets: 15 are left for calls
    assert_eq!(lines(&Ask::of(&monthly, "secrets=50 calls=30")), ["0", "15"]);
    assert_eq!(lines(&Ask::of(&monthly, "secrets=50 calls=30").site("far")), ["0", "0"]);
    let quarter =
        |card| lines(&Ask::of(card, "secrets=50 calls=30").over("2026-01-01", "2026-04-01"));
    assert_eq!(quarter(&monthly), ["0", "45"]);
    // 75 of secrets and 90 of calls, less 40 once
    assert_eq!(quarter(&once), ["35", "90"]);
    // What a month does not use is not there in the next.
    let then = [("2026-02-01T00:00:00Z", "secrets=0 calls=100")];
    let ask = Ask::of(&monthly, "secrets=20 calls=0").then(&then).over("2026-01-01", "2026-03-01");
    assert_eq!(lines(&ask), ["0", "60"]);
}

#[test]
fn a_charge_that_is_paid_ahead_is_shared_over_the_period_only() {
    let ahead = "meter.peak = { quantity = \"users\", every = \"month\" }\nprice.per-unit = { amount = \"5\", per = \"month\" }\nprorate = { whole-months = \"1\" }";
    let text = |every: &str| {
        let fee = format!(
            "meter.lines = {{ charges = [\"seats\"], every = \"{every}\" }}\nprice.per-unit = {{ amount = \"10\", of = \"100\" }}"
        );
        card_text(&[("seats", ahead), ("fee", &fee)])
    };
    let problems = RateCard::read(&text("month"), Vocabulary::standard()).unwrap_err();
    assert_eq!(problems.list[0].message, "the charge 'seats' cannot be divided by month");
    // From 15 January to 15 February is one term.
    let card = read(&text("period"));
    let ask = Ask::of(&card, "users=4").over("2026-01-15", "2026-02-15");
    assert_eq!([ask.line(0), ask.line(1)], ["20", "2"]);
}
