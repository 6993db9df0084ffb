//! One test for each rule of the founding documents, through the public API, with figures by hand.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use whatif_pricing::arrears::arrears;
use whatif_pricing::cycle::Cycle;
use whatif_pricing::lifecycle::DatedBill;
use whatif_pricing::{
    Catalog, Change, Invoice, Length, Period, RateCard, Record, Selection, Tariff, Timeline,
    Vocabulary, Warning, Workload, plain,
};

const PAYG: &str = "tencent-ssm-payg";
const ENTERPRISE: &str = "tencent-ssm-enterprise";
const ALIBABA: &str = "alibaba-kms-payg";
const HUAWEI: &str = "huawei-secmaster-payg";

/// A question to a card: 30 days with nothing used but what is set.
struct Ask {
    card: Arc<RateCard>,
    selection: Selection,
    period: Period,
    workload: Workload,
    events: Vec<(DateTime<FixedOffset>, &'static str, &'static str)>,
}

fn ask(card: &str) -> Ask {
    let card = Catalog::shipped().card(card).unwrap();
    let mut workload = Workload::standard(Vocabulary::standard());
    for driver in ["secrets", "calls", "keys", "peak_qps", "kms_instances", "vpcs", "hosts"] {
        workload.set_text(driver, "0").unwrap();
    }
    Ask {
        selection: Selection::standard(&card),
        card,
        period: Period::standard_month("2026-06-01".parse().unwrap()),
        workload,
        events: Vec::new(),
    }
}

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

impl Ask {
    fn set(mut self, driver: &str, value: &str) -> Self {
        self.workload.set_text(driver, value).unwrap();
        self
    }

    fn option(mut self, option: &str, choice: &str) -> Self {
        self.selection.choose(&self.card, option, choice).unwrap();
        self
    }

    fn assume(mut self, assumption: &str, reading: &str) -> Self {
        self.selection.assume(&self.card, assumption, reading).unwrap();
        self
    }

    fn price(mut self, charge: &str, amount: &str) -> Self {
        self.selection.price(&self.card, charge, amount.parse().unwrap()).unwrap();
        self
    }

    fn days(mut self, days: i64) -> Self {
        self.period = Period::days("2026-06-01".parse().unwrap(), days).unwrap();
        self
    }

    fn month(mut self, month: &str) -> Self {
        self.period = Period::month(month).unwrap();
        self
    }

    fn span(mut self, from: &str, to: &str) -> Self {
        self.period = Period::span(at(from), at(to)).unwrap();
        self
    }

    fn event(mut self, instant: &str, driver: &'static str, value: &'static str) -> Self {
        self.events.push((at(instant), driver, value));
        self
    }

    fn priced(&self) -> (Invoice, Vec<Record>) {
        let change = |(at, driver, value): &(_, &str, &str)| {
            let driver = self.workload.vocabulary().find(driver).unwrap();
            Change { at: *at, driver, value: self.workload.read(driver, value).unwrap() }
        };
        let changes = self.events.iter().map(change).collect();
        let timeline = Timeline { workload: self.workload.clone(), changes };
        let segments = timeline.segments(&self.period, self.card.offset).unwrap();
        let tariff = Tariff::new(&self.card, &self.selection, self.period).unwrap();
        let mut invoice = Invoice::default();
        tariff.quote_timeline(&segments, &mut invoice).unwrap();
        (invoice, tariff.records(&segments).unwrap())
    }

    fn invoice(&self) -> Invoice {
        self.priced().0
    }

    /// The amount of a line, `none` where it has none.
    fn line(&self, charge: &str) -> String {
        let place = self.card.charge(charge).unwrap();
        self.invoice().lines[place].amount.map_or("none".to_owned(), plain)
    }

    fn total(&self) -> String {
        plain(self.invoice().total)
    }

    /// Seconds and quantity of the records of a charge.
    fn records(&self, charge: &str) -> Vec<(i64, String)> {
        let place = self.card.charge(charge).unwrap();
        let of_charge = self.priced().1.into_iter().filter(|record| record.charge == place);
        of_charge.map(|record| (record.window.seconds(), plain(record.quantity))).collect()
    }

    fn bills(&self) -> Vec<DatedBill> {
        let bill = self.card.bill.as_ref().unwrap();
        bill.dated(&self.period, self.card.offset).collect()
    }

    /// Name, instant and whether fees accrue, of each stage of an overdue account.
    fn stages(&self, overdue: &str, waits: &[(usize, Length)]) -> Vec<(String, String, bool)> {
        let stages = arrears(&self.card, &self.selection, at(overdue), waits).unwrap();
        let told = stages
            .iter()
            .map(|dated| (dated.stage.id.clone(), dated.at.to_rfc3339(), dated.accrues));
        told.collect()
    }
}

fn stage(id: &str, at: &str, accrues: bool) -> (String, String, bool) {
    (id.to_owned(), at.to_owned(), accrues)
}

// Tencent Cloud SSM.

#[test]
fn t1_the_edition_costs_366_or_529_a_month_with_1000_credentials_and_500_qps() {
    let edition = || ask(ENTERPRISE).set("secrets", "1000").set("peak_qps", "500");
    assert_eq!(edition().total(), "366");
    assert_eq!(edition().option("region", "region-2").total(), "529");
    assert!(edition().invoice().complete);
    assert!(edition().invoice().warnings.is_empty());
}

#[test]
fn t1_beyond_1000_credentials_no_price_is_published_so_the_total_is_incomplete() {
    let invoice = ask(ENTERPRISE).set("secrets", "1001").invoice();
    assert!(!invoice.complete);
    assert!(matches!(invoice.warnings[..], [Warning::Quota { .. }]));
    assert_eq!(plain(invoice.total), "366");
}

#[test]
fn t1_by_the_year_it_costs_twelve_monthly_prices() {
    // 12 × 366
    assert_eq!(ask(ENTERPRISE).option("term", "year").total(), "4392");
}

#[test]
fn t2_each_started_500_qps_beyond_500_is_a_pack_of_92_or_139() {
    let packs = |qps| ask(ENTERPRISE).set("peak_qps", qps).line("qps-packs");
    let expected = [("0", "0"), ("500", "0"), ("501", "92"), ("1000", "92"), ("1001", "184")];
    for (qps, amount) in expected {
        assert_eq!(packs(qps), amount, "{qps} QPS");
    }
    let second = ask(ENTERPRISE).set("peak_qps", "501").option("region", "region-2");
    assert_eq!(second.line("qps-packs"), "139");
}

#[test]
fn t2_part_months_count_whole() {
    assert_eq!(ask(ENTERPRISE).days(1).total(), "366");
    assert_eq!(ask(ENTERPRISE).days(31).total(), "732");
    assert_eq!(ask(ENTERPRISE).month("2026-07").total(), "366");
}

#[test]
fn t3_pay_as_you_go_is_closed_to_new_purchasers_and_still_priced() {
    let ask = ask(PAYG).set("secrets", "1");
    assert!(ask.card.closed.as_ref().unwrap().contains("closed to new purchasers"));
    assert_eq!(ask.total(), "0.4");
}

#[test]
fn t4_a_credential_costs_0_4_a_month_calculated_by_day() {
    assert_eq!(ask(PAYG).set("secrets", "100").line("storage"), "40");
    // 100 × 0.4 × 15 of 30 days
    assert_eq!(ask(PAYG).set("secrets", "100").days(15).line("storage"), "20");
    // 31 days of July are its whole month
    assert_eq!(ask(PAYG).set("secrets", "100").month("2026-07").line("storage"), "40");
    // 100 for 15 days and 200 for 15 days of June: 20 + 40
    let june = ask(PAYG).set("secrets", "100").month("2026-06");
    let grown = june.event("2026-06-16T00:00:00+08:00", "secrets", "200");
    assert_eq!(grown.line("storage"), "60");
    assert_eq!(grown.records("storage").len(), 30);
}

#[test]
fn t4_a_day_can_be_read_as_one_thirtieth_of_the_month() {
    // 31 × 0.4 ÷ 30 × 30 credentials
    let july = ask(PAYG).set("secrets", "30").month("2026-07").assume("day-share", "30-days");
    assert_eq!(july.line("storage"), "12.4");
}

#[test]
fn t5_a_credential_pending_deletion_is_not_charged() {
    let ask = ask(PAYG).set("secrets", "100").set("secrets_pending_deletion", "50");
    assert_eq!(ask.line("storage"), "40");
}

#[test]
fn t6_calls_cost_0_05_per_10000_added_up_over_the_month() {
    assert_eq!(ask(PAYG).set("calls", "60000").line("api"), "0.3");
    assert_eq!(ask(PAYG).set("calls", "12000").line("api"), "0.06");
    // 15 days at 20,000 a month and 15 days at 40,000: 30,000 together
    let june = ask(PAYG).set("calls", "20000").month("2026-06");
    let grown = june.event("2026-06-16T00:00:00+08:00", "calls", "40000");
    assert_eq!(grown.line("api"), "0.15");
    assert_eq!(grown.records("api"), [(30 * 86_400, "30000".to_owned())]);
}

#[test]
fn t7_fewer_than_10000_calls_count_as_10000() {
    for calls in ["1", "9999", "10000"] {
        assert_eq!(ask(PAYG).set("calls", calls).line("api"), "0.05", "{calls} calls");
    }
    assert_eq!(ask(PAYG).set("calls", "0").line("api"), "0");
}

#[test]
fn t7_each_started_10000_can_be_read_as_a_package() {
    let package =
        |calls| ask(PAYG).set("calls", calls).assume("api-rounding", "package").line("api");
    assert_eq!(package("12000"), "0.1");
    assert_eq!(package("60000"), "0.3");
    assert_eq!(package("60001"), "0.35");
}

#[test]
fn t8_the_calls_of_each_region_are_calculated_on_their_own() {
    // 60,000 over 7 regions are 8,571 or 8,572 in each, which count as 10,000 in each
    assert_eq!(ask(PAYG).set("calls", "60000").set("regions", "7").line("api"), "0.35");
    // 3 calls reach three of seven regions; no calls cost nothing
    assert_eq!(ask(PAYG).set("calls", "3").set("regions", "7").line("api"), "0.15");
}

#[test]
fn t9_beyond_1000_credentials_a_quota_warns_and_the_price_stays() {
    let invoice = ask(PAYG).set("secrets", "1001").invoice();
    assert!(invoice.complete);
    assert_eq!(plain(invoice.total), "400.4");
    let [Warning::Quota { value, limit, .. }] = invoice.warnings[..] else { panic!("one quota") };
    assert_eq!((plain(value), plain(limit)), ("1001".to_owned(), "1000".to_owned()));
    assert!(ask(PAYG).set("secrets", "1000").invoice().warnings.is_empty());
}

#[test]
fn t10_both_editions_name_the_card_of_the_keys_they_use() {
    for card in [PAYG, ENTERPRISE] {
        let companions = &ask(card).card.companions;
        assert_eq!(companions[0].card, "tencent-kms-payg");
    }
}

#[test]
fn t11_the_bill_exists_on_the_3rd_to_5th_day_of_the_following_month() {
    let bills = ask(PAYG).month("2026-02").bills();
    let dates = bills.iter().map(|bill| (bill.opens.to_rfc3339(), bill.closes.to_rfc3339()));
    let dates: Vec<_> = dates.collect();
    let third_to_fifth = ("2026-03-03T00:00:00+08:00", "2026-03-06T00:00:00+08:00");
    assert_eq!(dates, [(third_to_fifth.0.to_owned(), third_to_fifth.1.to_owned())]);
    // 30 days from the middle of June have a part in the bills of June and of July.
    let mut ask = ask(PAYG);
    ask.period = Period::standard_month("2026-06-15".parse().unwrap());
    let opens: Vec<_> =
        ask.bills().iter().map(|bill| bill.opens.date_naive().to_string()).collect();
    assert_eq!(opens, ["2026-07-03", "2026-08-03"]);
}

#[test]
fn t12_suspended_24_hours_after_overdue_free_of_fees_and_released_168_hours_later() {
    for card in [PAYG, ENTERPRISE] {
        let stages = ask(card).stages("2026-03-05T10:00:00+08:00", &[]);
        assert_eq!(
            stages,
            [
                stage("overdue", "2026-03-05T10:00:00+08:00", true),
                stage("suspended", "2026-03-06T10:00:00+08:00", false),
                stage("released", "2026-03-13T10:00:00+08:00", false),
            ]
        );
    }
}

#[test]
fn the_worked_example_of_tencent_is_40_3() {
    let example = ask(PAYG).set("secrets", "100").set("reads_per_secret_per_day", "20");
    let example = example.set("calls", "= secrets * reads_per_secret_per_day * days");
    assert_eq!(example.total(), "40.3");
}

// Alibaba Cloud KMS.

#[test]
fn a1_a_days_fee_is_the_sum_of_six_fees() {
    let day = ask(ALIBABA).days(1).set("kms_instances", "1").set("keys", "3").set("secrets", "2");
    let day = day.set("peak_qps", "20").set("shared_accounts", "2").set("vpcs", "4");
    let lines: Vec<_> =
        day.invoice().lines.iter().map(|line| plain(line.amount.unwrap())).collect();
    assert_eq!(lines, ["4.5", "0.09", "0.026", "10", "6", "9"]);
    assert_eq!(day.total(), "29.616");
}

#[test]
fn a2_an_instance_costs_4_5_or_9_a_day_enabled_or_not() {
    let instance = || ask(ALIBABA).days(1).set("kms_instances", "1");
    assert_eq!(instance().total(), "4.5");
    assert_eq!(instance().option("instance", "hardware").total(), "9");
    assert_eq!(ask(ALIBABA).set("kms_instances", "2").total(), "270");
}

#[test]
fn a2_the_day_of_release_can_be_read_as_charged() {
    let released = || {
        let day = ask(ALIBABA).span("2026-06-01T00:00:00+08:00", "2026-06-02T00:00:00+08:00");
        let day = day.set("kms_instances", "1").set("peak_qps", "20").set("keys", "3");
        day.event("2026-06-01T15:00:00+08:00", "kms_instances", "0")
    };
    // Counted at 24:00 there is no instance and no key; the day's QPS were 20.
    assert_eq!(released().total(), "10");
    let charged = released().assume("release-day", "charged");
    assert_eq!((charged.line("instance"), charged.total()), ("4.5".into(), "14.5".into()));
}

#[test]
fn a3_a_key_costs_0_03_and_a_secret_0_013_a_day() {
    let day = ask(ALIBABA).days(1).set("kms_instances", "1").set("keys", "3").set("secrets", "2");
    assert_eq!((day.line("keys"), day.line("secrets")), ("0.09".into(), "0.026".into()));
}

#[test]
fn a3_a_key_with_three_versions_counts_as_three() {
    let day = || ask(ALIBABA).days(1).set("kms_instances", "1").set("versions_per_key", "3");
    assert_eq!(day().set("keys", "1").line("keys"), "0.09");
    assert_eq!(day().set("keys", "2").line("keys"), "0.18");
    let pending = day().set("keys", "2").set("keys_pending_deletion", "1");
    assert_eq!(pending.assume("restored-keys", "as-if-never").line("keys"), "0.27");
}

#[test]
fn a4_the_days_highest_qps_is_rounded_up_to_a_whole_number() {
    let qps = |value, instances| {
        let day = ask(ALIBABA).days(1).set("kms_instances", instances);
        day.set("peak_qps", value).line("qps")
    };
    let expected =
        [("0", "0"), ("0.000001", "0.5"), ("0.5", "0.5"), ("1", "0.5"), ("20.5", "10.5")];
    for (value, amount) in expected {
        assert_eq!(qps(value, "1"), amount, "{value} QPS");
    }
    // 1,200 requests in a minute are 20 QPS, never 21.
    assert_eq!(qps("=1200 / 60", "1"), "10");
    // Two instances with 10.25 each round up on their own: 22 × 0.5
    assert_eq!(qps("20.5", "2"), "11");
}

#[test]
fn a4_an_hour_of_high_load_sets_the_qps_of_its_day() {
    let days = ask(ALIBABA).span("2026-06-01T00:00:00+08:00", "2026-06-04T00:00:00+08:00");
    let days = days.set("kms_instances", "1").set("peak_qps", "2");
    let days = days.event("2026-06-02T10:00:00+08:00", "peak_qps", "90");
    let days = days.event("2026-06-02T11:00:00+08:00", "peak_qps", "2");
    // (2 + 90 + 2) × 0.5
    assert_eq!(days.line("qps"), "47");
}

#[test]
fn a5_an_account_costs_3_a_day_and_counts_once() {
    let day = ask(ALIBABA).days(1).set("kms_instances", "2").set("shared_accounts", "2");
    assert_eq!(day.line("accounts"), "6");
}

#[test]
fn a6_the_vpc_bound_at_enabling_is_not_counted() {
    let vpcs = |vpcs, instances| {
        ask(ALIBABA).days(1).set("kms_instances", instances).set("vpcs", vpcs).line("vpcs")
    };
    assert_eq!(vpcs("0", "1"), "0");
    assert_eq!(vpcs("1", "1"), "0");
    assert_eq!(vpcs("3", "1"), "6");
    assert_eq!(vpcs("3", "2"), "3");
}

#[test]
fn a7_what_is_held_at_24_00_in_utc_8_counts_for_the_day() {
    let days = || {
        let days = ask(ALIBABA).span("2026-06-01T00:00:00+08:00", "2026-06-03T00:00:00+08:00");
        days.set("kms_instances", "1").set("keys", "10")
    };
    // Gone one second before midnight, the key is not counted; one second later it was.
    let before = days().event("2026-06-01T23:59:59+08:00", "keys", "0");
    let after = days().event("2026-06-02T00:00:00+08:00", "keys", "0");
    assert_eq!((before.line("keys"), after.line("keys")), ("0".into(), "0.3".into()));
}

#[test]
fn a7_the_bill_of_a_day_exists_before_noon_of_the_next() {
    let bills = ask(ALIBABA).days(2).bills();
    let closes: Vec<_> = bills.iter().map(|bill| bill.closes.to_rfc3339()).collect();
    assert_eq!(closes, ["2026-06-02T12:00:00+08:00", "2026-06-03T12:00:00+08:00"]);
    assert_eq!(ask(ALIBABA).card.bill.as_ref().unwrap().of, Cycle::Day);
}

#[test]
fn a7_thirty_days_are_thirty_of_alibabas_days() {
    let month = ask(ALIBABA).days(30).set("kms_instances", "1").set("peak_qps", "20");
    // 30 × 20 × 0.5 and 30 × 4.5, never 31 days
    assert_eq!((month.line("qps"), month.line("instance")), ("300".into(), "135".into()));
    assert_eq!(month.records("qps").len(), 30);
}

#[test]
fn a7_a_month_in_utc_touches_31_of_alibabas_days_and_30_of_them_end_in_it() {
    let june = ask(ALIBABA).span("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
    let june = june.set("kms_instances", "1").set("peak_qps", "20");
    // 31 × 20 × 0.5 and 30 × 4.5
    assert_eq!((june.line("qps"), june.line("instance")), ("310".into(), "135".into()));
    assert_eq!(june.records("qps").len(), 31);
    assert_eq!(june.records("instance").len(), 30);
}

#[test]
fn a8_keys_pending_deletion_are_not_charged() {
    let keys = || {
        let day = ask(ALIBABA).days(1).set("kms_instances", "1");
        day.set("keys", "3").set("keys_pending_deletion", "2")
    };
    assert_eq!(keys().line("keys"), "0.09");
    // Restored, they can be read as if they had never been scheduled for deletion.
    assert_eq!(keys().assume("restored-keys", "as-if-never").line("keys"), "0.15");
}

#[test]
fn a9_after_the_release_nothing_is_charged_and_the_loss_is_told() {
    let released = ask(ALIBABA).days(30).set("keys", "3").set("secrets", "2");
    let released = released.set("peak_qps", "20").set("shared_accounts", "1").set("vpcs", "2");
    assert_eq!(released.total(), "0");
    assert!(released.invoice().warnings.iter().all(|w| matches!(w, Warning::Idle { .. })));
    let lost = released.card.lifecycle.last().unwrap().lost.as_ref().unwrap();
    assert!(lost.contains("keys, secrets"), "{lost}");
}

#[test]
fn a10_suspended_after_15_days_and_released_15_days_later() {
    let stages = |reading| {
        ask(ALIBABA).assume("suspended-fees", reading).stages("2026-03-01T00:00:00+08:00", &[])
    };
    let expected = |accrues| {
        [
            stage("overdue", "2026-03-01T00:00:00+08:00", true),
            stage("suspended", "2026-03-16T00:00:00+08:00", accrues),
            stage("released", "2026-03-31T00:00:00+08:00", false),
        ]
    };
    assert_eq!(stages("accrue"), expected(true));
    assert_eq!(stages("stop"), expected(false));
}

#[test]
fn the_worked_examples_of_alibaba_are_4_5_and_14_616() {
    let day = || ask(ALIBABA).days(1).set("kms_instances", "1").set("vpcs", "1");
    assert_eq!(day().total(), "4.5");
    let enabled = day().set("keys", "3").set("secrets", "2").set("peak_qps", "20");
    assert_eq!(enabled.total(), "14.616");
}

// Huawei Cloud SecMaster. The prices are made up: none is published.

const BOUGHT: &str = "2023-06-08T09:59:30+08:00";
const DELETED: &str = "2023-06-08T10:45:46+08:00";

#[test]
fn h1_the_value_added_package_needs_the_edition() {
    let package = || ask(HUAWEI).days(1).set("large_screens", "1").price("large-screen", "2");
    let alone = package();
    assert_eq!(alone.line("large-screen"), "0");
    assert!(matches!(alone.invoice().warnings[..], [Warning::Idle { charge: 1 }]));
    // 24 hours × 2
    assert_eq!(package().set("hosts", "1").line("large-screen"), "48");
}

#[test]
fn h2_a_use_that_spans_clock_hours_has_one_record_in_each() {
    let used = ask(HUAWEI).span(BOUGHT, DELETED).set("hosts", "1");
    assert_eq!(used.records("edition"), [(30, "1".to_owned()), (2_746, "1".to_owned())]);
    // The document counts 600 s to 8:55:30 although it was deleted at 8:55:00; those are 570.
    let short = ask(HUAWEI).span("2023-06-08T08:45:30+08:00", "2023-06-08T08:55:00+08:00");
    assert_eq!(short.set("hosts", "1").records("edition"), [(570, "1".to_owned())]);
}

#[test]
fn h2_hours_are_settled_on_the_hour() {
    let settled: Vec<_> = ask(HUAWEI).span(BOUGHT, DELETED).bills();
    let ends: Vec<_> = settled.iter().map(|bill| bill.opens.to_rfc3339()).collect();
    assert_eq!(ends, ["2023-06-08T10:00:00+08:00", "2023-06-08T11:00:00+08:00"]);
}

#[test]
fn h3_the_hourly_price_is_divided_by_3600_last() {
    let used = ask(HUAWEI).span(BOUGHT, DELETED).set("hosts", "2").set("large_screens", "1");
    let used = used.price("edition", "3.6").price("large-screen", "1");
    // 3.6 × 2,776 s ÷ 3,600 × 2, and 2,776 ÷ 3,600 = 694 ÷ 900
    assert_eq!(used.line("edition"), "5.552");
    assert_eq!(used.line("large-screen"), "0.7711111111111111111111111111");
}

#[test]
fn h3_a_price_that_is_not_published_is_never_zero() {
    let used = ask(HUAWEI).span(BOUGHT, DELETED).set("hosts", "1");
    assert_eq!(used.line("edition"), "none");
    let invoice = used.invoice();
    assert!(!invoice.complete);
    assert_eq!(plain(invoice.lines[0].quantity), "1");
    assert!(matches!(
        invoice.warnings[..],
        [Warning::EarlierPeriod { .. }, Warning::Unpublished { charge: 0 }]
    ));
}

#[test]
fn h4_analysis_is_charged_by_the_volume_of_logs() {
    // 1.5 GB in the month at 2
    let logs = ask(HUAWEI).set("hosts", "1").set("log_gb", "1.5").price("analysis", "2");
    assert_eq!(logs.line("analysis"), "3");
}

#[test]
fn h5_nodes_are_counted_without_the_judgement_nodes() {
    let runs = || {
        let runs = ask(HUAWEI).set("hosts", "1").set("playbook_runs", "100");
        let runs = runs.set("nodes_per_run", "6").set("judgement_nodes_per_run", "1");
        runs.price("orchestration", "0.01")
    };
    // 100 × (6 − 1) × 0.01
    assert_eq!(runs().line("orchestration"), "5");
    assert_eq!(runs().assume("orchestration-unit", "jobs").line("orchestration"), "1");
    let impossible = runs().set("judgement_nodes_per_run", "7");
    assert_eq!(impossible.line("orchestration"), "0");
    assert!(impossible.invoice().warnings.contains(&Warning::Negative { charge: 3 }));
}

#[test]
fn h6_a_change_of_the_quota_ends_a_record_and_the_second_belongs_to_the_new() {
    let hour = ask(HUAWEI).span("2023-06-08T09:00:00+08:00", "2023-06-08T10:00:00+08:00");
    let hour = hour.set("hosts", "1").event("2023-06-08T09:30:00+08:00", "hosts", "2");
    let hour = hour.price("edition", "2");
    assert_eq!(hour.records("edition"), [(1_800, "1".to_owned()), (1_800, "2".to_owned())]);
    // 1 half hour at 1 × 2 and one at 2 × 2
    assert_eq!(hour.line("edition"), "3");
}

#[test]
fn h7_each_resource_is_billed_on_its_own() {
    let used = ask(HUAWEI).span(BOUGHT, DELETED).set("hosts", "1").set("large_screens", "1");
    let used = used.event("2023-06-08T10:00:00+08:00", "large_screens", "0");
    assert_eq!(used.records("edition").len(), 2);
    assert_eq!(used.records("large-screen"), [(30, "1".to_owned())]);
}

#[test]
fn h8_grace_then_retention_then_release_with_lengths_of_the_accounts_own() {
    let overdue = "2026-03-01T00:00:00+08:00";
    let stages = ask(HUAWEI).stages(overdue, &[]);
    assert_eq!(
        stages,
        [
            stage("grace", overdue, true),
            stage("retention", "2026-03-16T00:00:00+08:00", false),
            stage("released", "2026-03-31T00:00:00+08:00", false),
        ]
    );
    let card = ask(HUAWEI).card;
    assert_eq!(
        card.lifecycle.iter().map(|stage| stage.varies).collect::<Vec<_>>(),
        [false, true, true]
    );
    assert_eq!(card.lifecycle[2].lost.as_deref(), Some("all data"));
    let own = ask(HUAWEI).stages(overdue, &[(1, Length::parse("7 d").unwrap())]);
    assert_eq!(own[1].1, "2026-03-08T00:00:00+08:00");
    assert_eq!(own[2].1, "2026-03-23T00:00:00+08:00");
}

// All rules.

fn rules(cards: &[&str]) -> Vec<String> {
    let cards = cards.iter().map(|card| Catalog::shipped().card(card).unwrap());
    let rules = cards.flat_map(|card| card.rules.iter().map(|r| r.id.clone()).collect::<Vec<_>>());
    let mut ids: Vec<String> = rules.collect();
    ids.sort_by_key(|id| id[1..].parse::<u32>().unwrap());
    ids.dedup();
    ids
}

fn numbered(letter: char, last: u32) -> Vec<String> {
    (1..=last).map(|number| format!("{letter}{number}")).collect()
}

#[test]
fn every_rule_of_the_founding_documents_is_told_by_its_card() {
    assert_eq!(rules(&[PAYG, ENTERPRISE]), numbered('T', 12));
    assert_eq!(rules(&[ALIBABA]), numbered('A', 10));
    assert_eq!(rules(&[HUAWEI]), numbered('H', 8));
}

#[test]
fn every_rule_has_a_test_of_its_name_here() {
    let source = include_str!("rules.rs");
    let all = [numbered('t', 12), numbered('a', 10), numbered('h', 8)].concat();
    for id in all {
        assert!(source.contains(&format!("\nfn {id}_")), "{id} has no test");
    }
}
