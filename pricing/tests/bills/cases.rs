//! Cases of people who do this job: bills, calculators and reports, each with the figure that its source
//! prints or that its rule gives.

use crate::ask::{Ask, ask, rounded};

#[test]
fn windows_of_a_month_cost_what_the_bills_say() {
    // Four secrets on 10 February 2024: 24 of 696 hours
    let secrets =
        ask("aws-secrets-manager").set("secrets=4 calls=0").over("2024-02-10..2024-02-11");
    assert_eq!(rounded(&secrets.total(), 7), "0.0551724");
    let keys = |count: &str, period: &str| {
        let kms = ask("aws-kms").set("key_ops=0").set(count).over(period);
        rounded(&kms.total(), 4)
    };
    // 740 of the 744 hours of May 2025, which the bill rounds to 0.99
    assert_eq!(keys("keys=1", "2025-05-01T04:00:00Z..2025-06-01T00:00:00Z"), "0.9946");
    assert_eq!(keys("keys=6", "2022-01-01..2022-01-30"), "5.6129");
}

#[test]
fn a_call_in_an_hour_costs_what_the_sample_data_says() {
    let store = ask("aws-parameter-store").option("throughput", "higher");
    let hour = store.over("2024-09-26T05:00:00Z..2024-09-26T06:00:00Z");
    let workload = |mut ask: Ask| {
        ask.workload.set_text("secrets", "1").unwrap();
        ask.workload.set_text("calls", "1 total").unwrap();
        ask
    };
    assert_eq!(workload(hour).total(), "0.000005");
}

#[test]
fn polling_each_minute_costs_1080_at_higher_throughput() {
    let polled = ask("aws-parameter-store").set("secrets=5000 clients=1 refresh_seconds=60");
    assert_eq!(polled.option("throughput", "higher").total(), "1080");
}

#[test]
fn a_version_of_august_costs_744_hours_under_that_reading() {
    let version = || ask("gcp-kms").set("keys=1 key_ops=0").over("2026-08");
    assert_eq!(version().total(), "0.06");
    let by_hour = version().assume("month-length", "hours-730");
    assert_eq!(rounded(&by_hour.total(), 5), "0.06115");
}

#[test]
fn secrets_and_the_keys_beside_them_cost_16_20() {
    let secrets = ask("aws-secrets-manager").set("secrets=3 calls=0").total();
    let keys = ask("aws-kms").set("keys=12 key_ops=1000000").option("free-tier", "used").total();
    assert_eq!([secrets.as_str(), keys.as_str()], ["1.2", "15"]);
}

#[test]
fn a_key_in_each_account_and_region_is_480_keys() {
    let kms = ask("aws-kms").set("keys=1 key_ops=0 accounts=120 regions=4");
    assert_eq!(kms.option("replicas", "every-region").total(), "480");
}

#[test]
fn guardduty_in_tokyo_costs_10_62() {
    let tokyo = ask("aws-guardduty").option("region", "ap-northeast-1");
    let tokyo = tokyo.set("audit_events=1000000 log_gb=5 vcpus=0 data_reads=0 data_writes=0");
    assert_eq!([tokyo.line("events"), tokyo.line("logs")], ["4.72", "5.9"]);
}

#[test]
fn a_price_of_a_gb_of_ones_own_is_for_a_gb() {
    // West Europe: 40 GB at 2.99
    let europe = ask("microsoft-sentinel").set("log_gb=40").price("ingestion", "2.99");
    assert_eq!(europe.line("ingestion"), "119.6");
}

#[test]
fn keys_and_operations_have_prices_of_ones_own() {
    // A list in CAD: 1.28 for the key and 0.039 for 10,000 operations
    let vault = ask("azure-key-vault").option("key-type", "hsm-rsa-2048");
    let vault = vault.set("keys=1 key_ops=10000 calls=0").price("keys", "1.28");
    assert_eq!(vault.price("key-operations", "0.039").total(), "1.319");
}

#[test]
fn an_hsm_costs_1168_for_730_hours_and_160_for_100() {
    let hsm = |to: &str| {
        let hsm = ask("aws-cloudhsm").set("kms_instances=1");
        hsm.over(&format!("2026-07-01T00:00:00Z..{to}")).total()
    };
    assert_eq!(hsm("2026-07-31T10:00:00Z"), "1168");
    assert_eq!(hsm("2026-07-05T04:00:00Z"), "160");
}

#[test]
fn ten_keys_and_100000_calls_of_payment_cryptography_cost_30() {
    let payment = ask("aws-payment-cryptography").set("keys=10 key_ops=100000");
    assert_eq!(payment.total(), "30");
}

#[test]
fn databases_of_4_675_vcpu_months_cost_5_70_in_singapore() {
    let databases = ask("aws-guardduty").option("region", "ap-southeast-1");
    assert_eq!(rounded(&databases.set("database_vcpus=4.675").line("databases"), 2), "5.7");
}

#[test]
fn key_protect_had_five_free_versions_in_september_2024() {
    assert_eq!(ask("ibm-key-protect").set("keys=12").over("2024-09").line("versions"), "7");
}
