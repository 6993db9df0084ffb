//! Values in the units that people think in: what is typed, what it comes to, and what is shown.

use proptest::prelude::*;
use whatif_pricing::{
    Catalog, DriverId, Invoice, Period, Ratio, Selection, Tariff, Value, ValueUnit, Vocabulary,
    Workload,
};

fn drivers() -> &'static Vocabulary {
    Vocabulary::standard()
}

fn read(driver: &str, text: &str) -> Result<Value, String> {
    let id = drivers().find(driver).unwrap();
    Value::read(drivers(), id, text).map_err(|error| error.to_string())
}

/// The value of a driver, set to a text, in a period.
fn value(driver: &str, text: &str, period: &Period) -> Ratio {
    let mut workload = Workload::standard(drivers());
    workload.set_text(driver, text).unwrap();
    workload.usage(period.terms()).unwrap().value(drivers().find(driver).unwrap())
}

fn month() -> Period {
    Period::standard_month("2026-06-01".parse().unwrap())
}

fn number(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

#[test]
fn times_are_read_in_seconds_minutes_hours_and_days() {
    for (text, seconds) in [
        ("30s", "30"),
        ("30 sec", "30"),
        ("5 min", "300"),
        ("1h", "3600"),
        ("1.5 hours", "5400"),
        ("1d", "86400"),
        ("0.25 s", "0.25"),
        ("100", "100"),
        ("= clients * 2 min", "480"),
        ("= 2 * 30 s", "60"),
        ("5 MIN", "300"),
        ("30 Seconds", "30"),
    ] {
        assert_eq!(value("refresh_seconds", text, &month()), number(seconds), "{text}");
    }
    // 30 s to 5 min, of which the middle is the likely value
    assert_eq!(read("refresh_seconds", "30s..5min").unwrap().text(), "30..300");
    assert_eq!(read("refresh_seconds", "5..10 min").unwrap().text(), "300..600");
}

#[test]
fn flows_are_read_in_rates_and_as_a_total() {
    let july = Period::month("2026-07").unwrap();
    let week = Period::days("2026-06-01".parse().unwrap(), 7).unwrap();
    // 30 × 86,400 = 2,592,000 s in a standard month, 31 days in July; a week is 7/30 of a standard month
    for (text, period, per_month) in [
        ("700/s", &month(), "1814400000"),
        ("700/s", &july, "1874880000"),
        ("700/s", &week, "1814400000"),
        ("2M/day", &month(), "60000000"),
        ("2M / day", &july, "62000000"),
        ("3/min", &month(), "129600"),
        ("3/h", &month(), "2160"),
        ("60k/month", &july, "60000"),
        ("7 total", &month(), "7"),
        ("7 total", &week, "30"),
        ("= secrets * 2 /day", &month(), "6000"),
        ("secrets/h", &month(), "72000"),
        ("= secrets * 7 total", &week, "3000"),
        ("700 per second", &month(), "1814400000"),
        ("2M calls per Day", &month(), "60000000"),
        ("3/H", &month(), "2160"),
        ("7 Total", &week, "30"),
        ("7 calls total", &week, "30"),
    ] {
        assert_eq!(value("calls", text, period), number(per_month), "{text} in {period:?}");
    }
}

#[test]
fn levels_that_are_rates_have_units_too() {
    assert_eq!(value("peak_qps", "700/s", &month()), number("700"));
    assert_eq!(value("peak_qps", "100/min", &month()), Ratio::of(5, 3).unwrap());
    assert_eq!(value("reads_per_secret_per_day", "20/h", &month()), number("480"));
    assert_eq!(value("reads_per_secret_per_day", "1/s", &month()), number("86400"));
}

#[test]
fn a_driver_takes_its_own_unit() {
    for (driver, text, expected) in [
        ("log_gb", "1 GB", "1"),
        ("log_gb", "1.5k gb", "1500"),
        ("log_gb", "2 GB/day", "60"),
        ("log_gb", "1 TB", "1000"),
        ("log_gb", "500 MB", "0.5"),
        ("log_gb", "500MB/h", "360"),
        ("log_gb", "1.5TB/day", "45000"),
        ("log_gb", "1 tb per day", "30000"),
        ("log_gb", "2 TB total", "2000"),
        ("stored_log_gb", "2 TB", "2000"),
        ("query_tb", "500 GB", "0.5"),
        ("secrets", "100 secrets", "100"),
        ("secrets", "2M", "2000000"),
        ("peak_qps", "700 QPS", "700"),
        ("peak_qps", "60 per minute", "1"),
        ("retention_days", "90 d", "90"),
        ("retention_days", "1 year", "365"),
        ("retention_days", "2 Y", "730"),
        ("retention_days", "12 weeks", "84"),
    ] {
        assert_eq!(value(driver, text, &month()), number(expected), "{driver}={text}");
    }
    assert_eq!(read("log_gb", "1 GB..5 GB").unwrap().text(), "1..5");
    assert!(read("secrets", "5 GB").is_err());
    assert_eq!(read("log_gb", "1..2 TB").unwrap().text(), "1000..2000");
    let refused = |driver, text| read(driver, text).unwrap_err();
    assert!(refused("log_gb", "1 TiB").contains("write MB, GB or TB, where 1 TB is 1,000 GB"));
    assert!(refused("stored_log_gb", "1 TiB").contains("write MB, GB or TB after a number"));
}

#[test]
fn a_range_in_a_unit_is_sampled_and_quoted_in_it() {
    let mut workload = Workload::standard(drivers());
    workload.set_text("calls", "10..30/s").unwrap();
    let calls = drivers().find("calls").unwrap();
    assert_eq!(workload.value(calls).text(), "10..30/s");
    assert_eq!(workload.value(calls).unit(), Some(ValueUnit::PerSecond));
    let (driver, range) = workload.ranges().next().unwrap();
    assert_eq!((driver, range.low(), range.high()), (calls, 10.into(), 30.into()));
    let usage = workload.usage(month().terms()).unwrap();
    assert_eq!(usage.value(calls), Ratio::from(20 * 2_592_000));
    assert_eq!(read("calls", "10/s .. 30/s"), read("calls", "10..30/s"));
}

/// A GB of the window is a GB, however short the window is.
#[test]
fn one_gb_in_46_minutes_is_one_gb_of_secmaster() {
    let instant = |text: &str| chrono::DateTime::parse_from_rfc3339(text).unwrap();
    let window =
        Period::span(instant("2023-06-08T09:59:30+08:00"), instant("2023-06-08T10:45:46+08:00"))
            .unwrap();
    let card = Catalog::shipped().card("huawei-secmaster-payg").unwrap();
    let tariff = Tariff::new(&card, &Selection::standard(&card), window).unwrap();
    let quantity = |text: &str| {
        let mut workload = Workload::standard(drivers());
        workload.set_text("log_gb", text).unwrap();
        let usage = workload.usage(tariff.period_terms()).unwrap();
        let mut invoice = Invoice::default();
        tariff.quote(&usage, &mut invoice).unwrap();
        (invoice.lines[card.charge("analysis").unwrap()].quantity, workload.bare_flows(&usage))
    };
    assert_eq!(quantity("1 total").0, Ratio::ONE);
    assert_eq!(quantity("1 total").1, []);
    // 2,776 s of 2,592,000: whoever typed it bare is told what it comes to
    let bare = Ratio::of(2_776, 2_592_000).unwrap();
    let (billed, told) = quantity("1");
    assert_eq!(billed, bare);
    assert_eq!((told[0].per_month, told[0].in_period), (Ratio::ONE, Some(bare)));
}

#[test]
fn a_bare_flow_is_only_told_of_where_it_is_not_what_was_typed() {
    let mut workload = Workload::standard(drivers());
    workload.set_text("rotations", "3").unwrap();
    let bare = |workload: &Workload, period: &Period| {
        let usage = workload.usage(period.terms()).unwrap();
        workload.bare_flows(&usage).len()
    };
    let day = Period::days("2026-06-01".parse().unwrap(), 1).unwrap();
    assert_eq!(bare(&workload, &day), 1);
    assert_eq!(bare(&workload, &month()), 0);
    assert_eq!(bare(&workload, &Period::month("2026-02").unwrap()), 0);
    for text in ["3/month", "3/day", "3 total", "= secrets / 4"] {
        workload.set_text("rotations", text).unwrap();
        assert_eq!(bare(&workload, &day), 0, "{text}");
    }
}

#[test]
fn what_is_no_value_is_refused_with_the_driver_as_the_screen_names_it() {
    for (driver, text, error) in [
        (
            "refresh_seconds",
            "5 years",
            "Refresh every: 'years' is not a unit here: write s, min, h or d, such as 30s, 5 min or 1h30m",
        ),
        (
            "refresh_seconds",
            "1h90x",
            "Refresh every: '1h90x' is not a time: write s, min, h or d after numbers, such as 30s, 5 min or 1h30m; the range is 0.001 to 1,000,000,000,000",
        ),
        (
            "refresh_seconds",
            "0 s",
            "Refresh every: 0 is too small: the range is 0.001 to 1,000,000,000,000",
        ),
        (
            "refresh_seconds",
            "1G d",
            "Refresh every: 1000000000 d is too large: the range is 0.001 to 11574074 d",
        ),
        (
            "calls",
            "5/fortnight",
            "API calls/month: '/fortnight' is not a unit here: write /s, /min, /h, /day, /month or total, such as 700/s or 1 total",
        ),
        (
            "calls",
            "30s",
            "API calls/month: 's' is not a unit here: write /s, /min, /h, /day, /month or total, such as 700/s or 1 total",
        ),
        // 10¹² ÷ (31 × 86,400)
        ("calls", "1M/s", "API calls/month: 1000000/s is too large: the range is 0 to 373357/s"),
        (
            "calls",
            "10/s..20/h",
            "API calls/month: '/s' is not a unit here: write /s, /min, /h, /day, /month or total, such as 700/s or 1 total",
        ),
        (
            "secrets",
            "5/s",
            "Secrets: '/s' is not a unit here: write a number without a unit, such as 100 or 1.5k",
        ),
        (
            "secrets",
            "5 apples",
            "Secrets: '5 apples' is not a number: write digits with an optional decimal point and suffix k, M or G, such as 100, 1.5k or 2M; the range is 0 to 1,000,000,000,000",
        ),
    ] {
        assert_eq!(read(driver, text).unwrap_err(), error, "{driver}={text}");
    }
}

#[test]
fn a_formula_in_a_unit_that_goes_beyond_the_range_says_what_was_typed() {
    let mut workload = Workload::standard(drivers());
    workload.set_text("calls", "= secrets * 10k /s").unwrap();
    let error = workload.usage(month().terms()).unwrap_err().to_string();
    assert_eq!(
        error,
        "API calls/month: the formula secrets * 10k/s gives 2,592,000,000,000: the range is 0 to 1,000,000,000,000"
    );
}

/// Texts as people type them, for a driver of any measure.
fn typed() -> impl Strategy<Value = (DriverId, String)> {
    let count = drivers().iter().count();
    let number = (1_u32..2_000, 0_u32..1_000, any::<bool>()).prop_map(|(whole, part, fraction)| {
        if fraction { format!("{whole}.{part:03}") } else { whole.to_string() }
    });
    let numbers = (number.clone(), number, 0..4).prop_map(|(one, other, shape)| match shape {
        0 => format!("{one}..{other}"),
        1 => format!("={one} * secrets"),
        2 => format!("{one}k"),
        _ => one,
    });
    let unit = prop::sample::select(vec![
        "", "s", " min", "h", " d", "/s", "/min", " / h", "/day", "/month", " total",
    ]);
    (0..count, numbers, unit).prop_map(|(driver, numbers, unit)| {
        (drivers().iter().nth(driver).unwrap().0, format!("{numbers}{unit}"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_of_a_value_reads_back_as_it((driver, text) in typed()) {
        let Ok(value) = Value::read(drivers(), driver, &text) else { return Ok(()) };
        let again = Value::read(drivers(), driver, &value.text());
        prop_assert_eq!(again, Ok(value.clone()), "{} of {}", value.text(), text);
    }

    #[test]
    fn what_is_shown_of_a_number_reads_back_as_it(
        driver in 0..45_usize,
        units in 1_000_u64..100_000_000_000,
        places in 0..6_u32,
    ) {
        let count = drivers().iter().count();
        let (id, entry) = drivers().iter().nth(driver % count).unwrap();
        let number = rust_decimal::Decimal::new(i64::try_from(units).unwrap(), places);
        prop_assume!(number >= entry.smallest);
        let shown = entry.shown(Ratio::from(number));
        prop_assert_eq!(Value::read(drivers(), id, &shown), Ok(Value::Number(number)), "{}", shown);
    }
}

#[test]
fn a_time_can_be_written_in_parts_the_larger_first() {
    let drivers = Vocabulary::standard();
    let refresh = drivers.find("refresh_seconds").unwrap();
    let read = |text: &str| Value::read(drivers, refresh, text).map(|value| value.text());
    for (text, seconds) in [
        ("5m", "300"),
        ("1h30m", "5400"),
        ("1 h 30 min", "5400"),
        ("1d12h", "129600"),
        ("1h0m30s", "3630"),
        ("2w", "1209600"),
        ("1.5h30s", "5430"),
        ("30s..5m", "30..300"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(seconds), "{text}");
    }
    // The smaller part first, one part twice, and a part without a unit.
    for text in ["30m1h", "1h2h", "1h30", "h30m"] {
        assert!(read(text).is_err(), "{text}");
    }
}
