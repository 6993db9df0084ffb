use super::*;
use crate::Period;

fn standard() -> Workload {
    Workload::standard(Vocabulary::standard())
}

fn value(workload: &Workload, name: &str) -> Ratio {
    let usage = workload.usage(Period::standard_month_terms()).unwrap();
    usage.value(workload.vocabulary().find(name).unwrap())
}

#[test]
fn the_defaults_are_tencents_worked_example() {
    let workload = standard();
    assert_eq!(value(&workload, "secrets"), Ratio::from(100_u32));
    assert_eq!(value(&workload, "reads_per_secret_per_day"), Ratio::from(20_u32));
    assert_eq!(value(&workload, "calls"), Ratio::from(60_000_u32));
}

#[test]
fn intent_drivers_feed_the_calls() {
    let mut workload = standard();
    workload.set_text("clients", "10").unwrap();
    workload.set_text("refresh_seconds", "60").unwrap();
    // 10 clients, each once a minute: 14,400 reads a day
    assert_eq!(value(&workload, "reads_per_secret_per_day"), Ratio::from(14_400_u32));
}

#[test]
fn a_formula_that_divides_by_zero_says_so() {
    let mut workload = standard();
    workload.set_text("calls", "secrets / rotations").unwrap();
    let error = workload.usage(Period::standard_month_terms()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "API calls/month: the formula secrets / rotations divides by zero"
    );
}

#[test]
fn a_formula_out_of_range_says_the_range() {
    let mut workload = standard();
    workload.set_text("calls", "secrets - 1k").unwrap();
    let error = workload.usage(Period::standard_month_terms()).unwrap_err().to_string();
    assert_eq!(
        error,
        "API calls/month: the formula secrets - 1k gives -900: the range is 0 to 1,000,000,000,000"
    );
}

#[test]
fn a_default_formula_may_follow_a_large_number_beyond_the_limit() {
    let mut workload = standard();
    workload.set_text("secrets", "1000000000000").unwrap();
    assert_eq!(value(&workload, "calls"), Ratio::parse("600000000000000").unwrap());
    workload.set_text("calls", "secrets * 2").unwrap();
    let error = workload.usage(Period::standard_month_terms()).unwrap_err().to_string();
    assert!(
        error.starts_with("API calls/month: the formula secrets * 2 gives 2,000,000,000,000"),
        "{error}"
    );
}

#[test]
fn values_below_the_smallest_are_refused() {
    let error = standard().set_text("regions", "0").unwrap_err();
    assert_eq!(error.to_string(), "Regions: 0 is too small: the range is 1 to 1,000,000,000,000");
}

#[test]
fn a_reset_driver_counts_as_not_chosen() {
    let mut workload = standard();
    let keys = workload.vocabulary().find("keys").unwrap();
    workload.set_text("keys", "7").unwrap();
    assert!(workload.is_chosen(keys));
    workload.reset(keys).unwrap();
    assert!(!workload.is_chosen(keys));
    assert_eq!(value(&workload, "keys"), Ratio::from(3_u32));
}
