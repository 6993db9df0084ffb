//! Key management and hardware modules, by their price pages.

use crate::agree;
use crate::case::{Case, Stretch};
use crate::number::{Q, at_least_zero, decimal, in_tiers, per, whole};
use crate::random::{BEIJING, Kind, UTC, count, number};
use crate::time::{
    begun_days, begun_hours, days_at_end, flow_of_months, flow_of_period, hours_exactly,
    months_by_begun_days, months_by_begun_hours, months_exactly, months_touched,
};

type Lines = Vec<(&'static str, Q)>;

fn times(stretch: &Stretch, names: &[&str]) -> Q {
    names.iter().map(|name| stretch.get(name)).product()
}

/// AWS KMS since May 2024: 1.00 a key and month by the hour, the first two rotations 1.00 each; 20,000
/// symmetric requests a month are free.
fn aws_kms(case: &Case) -> Lines {
    let stretches = case.stretches();
    let replicas = case.chose("replicas", "every-region");
    let keys = |stretch: &Stretch| {
        let copies = if replicas { stretch.get("regions") } else { whole(1) };
        let versions = stretch.get("versions_per_key").min(whole(3));
        times(stretch, &["keys", "accounts"]) * versions * copies
    };
    let keys = if case.chose("part-hours", "exact") {
        months_exactly(case, &stretches, keys)
    } else {
        months_by_begun_hours(case, &stretches, keys)
    };
    let symmetric = case.chose("key-type", "symmetric");
    let free = if symmetric && case.chose("free-tier", "available") { 20_000 } else { 0 };
    let price = match (case.chose("key-type", "asymmetric"), case.chose("region", "govcloud")) {
        (true, _) => per("0.15", 10_000),
        (false, true) => per("0.04", 10_000),
        (false, false) => per("0.03", 10_000),
    };
    let months = flow_of_months(case, &stretches, |stretch| stretch.get("key_ops")).into_iter();
    let requests = months.map(|requests| at_least_zero(requests - whole(free))).sum::<Q>() * price;
    let pairs = |name: &'static str| flow_of_period(case, &stretches, move |it| it.get(name));
    vec![
        ("keys", keys),
        ("requests", requests),
        ("ecc-key-pairs", pairs("ecc_key_pairs") * per("0.10", 10_000)),
        ("rsa-key-pairs", pairs("rsa_key_pairs") * per("12.00", 10_000)),
    ]
}

fn of_aws_kms() -> Kind {
    let drivers = vec![
        ("keys", number(400)),
        ("versions_per_key", count(1..6)),
        ("regions", count(1..5)),
        ("key_ops", number(90_000)),
        ("ecc_key_pairs", number(5_000)),
        ("rsa_key_pairs", number(5_000)),
    ];
    let kind = Kind::of(UTC, drivers).constant("accounts", "1");
    kind.choose("key-type", &["symmetric", "rsa-2048", "asymmetric"])
        .choose("region", &["commercial", "govcloud"])
        .choose("replicas", &["one-region", "every-region"])
        .choose("free-tier", &["available", "used"])
        .choose("part-hours", &["started", "exact"])
}

/// Google Cloud KMS: active versions by the month, also those scheduled for destruction.
fn gcp_kms(case: &Case) -> Lines {
    let stretches = case.stretches();
    let is = |protection| case.chose("protection", protection);
    let versions = |stretch: &Stretch| {
        (stretch.get("keys") + stretch.get("keys_pending_deletion"))
            * stretch.get("versions_per_key")
    };
    let a_month = |stretch: &Stretch| {
        let versions = versions(stretch);
        if is("software") {
            versions * decimal("0.06")
        } else if is("hsm") {
            versions
        } else if is("hsm-autokey") {
            at_least_zero(versions - whole(100))
        } else if is("hsm-advanced") {
            in_tiers(&versions, &[(2_000, "2.50")], "1.00")
        } else {
            versions * decimal("3.00")
        }
    };
    let versions = if case.chose("month-length", "hours-730") {
        hours_exactly(&stretches, a_month) / whole(730)
    } else {
        months_exactly(case, &stretches, a_month)
    };
    let price = if is("hsm-advanced") { "0.15" } else { "0.03" };
    let free = whole(if is("hsm-autokey") { 10_000 } else { 0 });
    let months = flow_of_months(case, &stretches, |stretch| stretch.get("key_ops")).into_iter();
    let operations = months.map(|operations| at_least_zero(operations - &free)).sum::<Q>();
    let random = flow_of_period(case, &stretches, |stretch| stretch.get("random_requests"));
    vec![
        ("versions", versions),
        ("operations", operations * per(price, 10_000)),
        ("random", random * per("0.15", 10_000)),
    ]
}

fn of_gcp_kms() -> Kind {
    let drivers = vec![
        ("keys", number(3_000)),
        ("keys_pending_deletion", number(20)),
        ("versions_per_key", count(1..4)),
        ("key_ops", number(90_000)),
        ("random_requests", number(9_000)),
    ];
    let protections = ["software", "hsm", "hsm-autokey", "hsm-advanced", "external"];
    Kind::of(UTC, drivers)
        .choose("protection", &protections)
        .choose("month-length", &["calendar", "hours-730"])
}

/// Azure Key Vault: operations, and HSM keys that are used in a month, in full.
fn azure_key_vault(case: &Case) -> Lines {
    let stretches = case.stretches();
    let is = |key_type| case.chose("key-type", key_type);
    let keys = |stretch: &Stretch| {
        let versions = if case.chose("key-versions", "key") {
            stretch.get("keys")
        } else {
            times(stretch, &["keys", "versions_per_key"])
        };
        if is("hsm-rsa-2048") {
            versions
        } else if is("hsm-advanced") {
            in_tiers(&versions, &[(250, "5.00"), (1_500, "2.50"), (4_000, "0.90")], "0.40")
        } else {
            whole(0)
        }
    };
    let flow = |name: &'static str| flow_of_period(case, &stretches, move |it| it.get(name));
    let advanced = is("software-advanced") || is("hsm-advanced");
    let price = if advanced { "0.15" } else { "0.03" };
    vec![
        ("operations", flow("calls") * per("0.03", 10_000)),
        ("renewals", flow("certificate_renewals") * decimal("3.00")),
        ("keys", months_touched(case, &stretches, keys)),
        ("key-operations", flow("key_ops") * per(price, 10_000)),
        ("key-rotations", flow("key_rotations")),
        ("storage-keys", flow("storage_key_renewals")),
    ]
}

fn of_azure_key_vault() -> Kind {
    let drivers = vec![
        ("calls", number(900_000)),
        ("keys", number(3_000)),
        ("versions_per_key", count(1..4)),
        ("key_ops", number(900_000)),
        ("certificate_renewals", number(20)),
        ("key_rotations", number(20)),
        ("storage_key_renewals", number(20)),
    ];
    let key_types = ["software-rsa-2048", "software-advanced", "hsm-rsa-2048", "hsm-advanced"];
    Kind::of(UTC, drivers).choose("key-type", &key_types).choose("key-versions", &["each", "key"])
}

/// Tencent Cloud KMS: 0.06 a key and day; 20,000 calls a month are free, fewer than 1,000 count as 1,000.
fn tencent_kms(case: &Case) -> Lines {
    let stretches = case.stretches();
    let keys = days_at_end(case, &stretches, |stretch| stretch.get("keys")) * decimal("0.06");
    let free = whole(if case.chose("free-tier", "used") { 0 } else { 20_000 });
    let month = |calls: Q| {
        let calls = at_least_zero(calls - &free);
        let billed = if calls == whole(0) {
            calls
        } else if case.chose("api-rounding", "package") {
            (calls / whole(1_000)).ceil() * whole(1_000)
        } else {
            calls.max(whole(1_000))
        };
        billed * per("0.18", 10_000)
    };
    let months = flow_of_months(case, &stretches, |stretch| stretch.get("key_ops")).into_iter();
    vec![("keys", keys), ("api", months.map(month).sum())]
}

fn of_tencent_kms() -> Kind {
    Kind::of(BEIJING, vec![("keys", number(200)), ("key_ops", number(60_000))])
        .choose("free-tier", &["available", "used"])
        .choose("api-rounding", &["minimum", "package"])
}

/// Huawei KMS: 0.015458 a key and hour, to the second; 20,000 requests are free for each key of a month.
fn huawei_kms(case: &Case) -> Lines {
    let stretches = case.stretches();
    let keys = hours_exactly(&stretches, |stretch| stretch.get("keys")) * decimal("0.015458");
    let month = |(from, to): (i64, i64)| {
        let requests = case.flow(&stretches, from, to, |stretch| stretch.get("key_ops"));
        let most = crate::case::within(&stretches, from, to).map(|it| it.get("keys")).max();
        // Without a key of one's own the requests are those of a default key.
        let account = case.chose("free-requests", "account");
        let keys = if account { whole(1) } else { most.unwrap().max(whole(1)) };
        at_least_zero(requests - keys * whole(20_000)) * per("0.6", 10_000)
    };
    vec![("keys", keys), ("requests", case.months().into_iter().map(month).sum())]
}

fn of_huawei_kms() -> Kind {
    Kind::of(BEIJING, vec![("keys", number(9)), ("key_ops", number(300_000))])
        .choose("free-requests", &["each-key", "account"])
}

/// Baidu KMS: a day that is begun is a day.
fn baidu_kms(case: &Case) -> Lines {
    let stretches = case.stretches();
    let days = |name: &'static str| begun_days(case, &stretches, move |it| it.get(name));
    let calls = |stretch: &Stretch| stretch.get("calls") + stretch.get("key_ops");
    vec![
        ("credentials", days("secrets") * decimal("0.2")),
        ("keys", days("keys") * decimal("0.2")),
        ("calls", flow_of_period(case, &stretches, calls) * decimal("0.00006")),
    ]
}

fn of_baidu_kms() -> Kind {
    let drivers = vec![
        ("secrets", number(300)),
        ("keys", number(300)),
        ("calls", number(300_000)),
        ("key_ops", number(300_000)),
    ];
    Kind::of(BEIJING, drivers)
}

const HSM_REGIONS: [(&str, &str); 8] = [
    ("us-east-1", "1.60"),
    ("us-west-2", "1.45"),
    ("eu-west-1", "1.47"),
    ("eu-central-1", "1.92"),
    ("ap-northeast-1", "1.81"),
    ("ap-south-1", "2.05"),
    ("sa-east-1", "2.72"),
    ("us-gov-west-1", "2.08"),
];

/// AWS `CloudHSM`: by the module and hour.
fn aws_cloudhsm(case: &Case) -> Lines {
    let price = HSM_REGIONS.iter().find(|(region, _)| case.chose("region", region)).unwrap().1;
    vec![("hsms", instance_hours(case) * decimal(price))]
}

fn instance_hours(case: &Case) -> Q {
    let instances = |stretch: &Stretch| stretch.get("kms_instances");
    if case.chose("part-hours", "exact") {
        hours_exactly(&case.stretches(), instances)
    } else {
        begun_hours(case, &case.stretches(), instances)
    }
}

fn of_aws_cloudhsm() -> Kind {
    Kind::of(UTC, vec![("kms_instances", count(0..9))])
        .choose("region", &HSM_REGIONS.map(|(region, _)| region))
        .choose("part-hours", &["started", "exact"])
}

/// Azure Managed HSM: 3.20 a pool and hour.
fn azure_managed_hsm(case: &Case) -> Lines {
    vec![("pools", instance_hours(case) * decimal("3.20"))]
}

fn of_azure_managed_hsm() -> Kind {
    Kind::of(UTC, vec![("kms_instances", count(0..9))]).choose("part-hours", &["started", "exact"])
}

/// Google's single-tenant HSM: 3,500 a month, and 1.00 for each version above 15,000.
fn gcp_single_tenant_hsm(case: &Case) -> Lines {
    let stretches = case.stretches();
    let instances = months_exactly(case, &stretches, |stretch| stretch.get("kms_instances"));
    let beyond = |stretch: &Stretch| {
        let account = case.chose("included-versions", "account");
        let times = if account { whole(1) } else { stretch.get("kms_instances") };
        at_least_zero(times_keys(stretch) - times * whole(15_000))
    };
    vec![
        ("instances", instances * whole(3_500)),
        ("versions", months_exactly(case, &stretches, beyond)),
    ]
}

fn times_keys(stretch: &Stretch) -> Q {
    times(stretch, &["keys", "versions_per_key"])
}

fn of_gcp_single_tenant_hsm() -> Kind {
    let drivers = vec![
        ("kms_instances", count(1..4)),
        ("keys", number(40_000)),
        ("versions_per_key", count(1..4)),
    ];
    Kind::of(UTC, drivers).choose("included-versions", &["instance", "account"])
}

/// AWS Payment Cryptography: 1.00 a key and month by the hour; 2.00 for 10,000 calls, 0.75 above 20 million.
fn aws_payment_cryptography(case: &Case) -> Lines {
    let stretches = case.stretches();
    let keys = months_by_begun_hours(case, &stretches, |stretch| stretch.get("keys"));
    let months = flow_of_months(case, &stretches, |stretch| stretch.get("key_ops")).into_iter();
    let calls = months.map(|calls| in_tiers(&calls, &[(20_000_000, "2.00")], "0.75"));
    vec![("keys", keys), ("calls", calls.sum::<Q>() / whole(10_000))]
}

fn of_aws_payment_cryptography() -> Kind {
    Kind::of(UTC, vec![("keys", number(50)), ("key_ops", number(60_000_000))])
}

/// IBM Hyper Protect: crypto units by the hour; key stores by the days of a month, five free; UKO with external ones.
fn ibm_hyper_protect(case: &Case) -> Lines {
    let stretches = case.stretches();
    let units = hours_exactly(&stretches, |stretch| stretch.get("kms_instances"));
    let stores =
        |stretch: &Stretch| in_tiers(&stretch.get("key_stores"), &[(5, "0"), (20, "225")], "210");
    let external = |stretch: &Stretch| at_least_zero(stretch.get("external_key_stores") - whole(1));
    let uko = |stretch: &Stretch| whole(i64::from(stretch.get("external_key_stores") > whole(0)));
    vec![
        ("crypto-units", units * decimal("2.13")),
        ("key-stores", months_by_begun_days(case, &stretches, stores)),
        ("uko", hours_exactly(&stretches, uko) * whole(5)),
        ("external-key-stores", months_by_begun_days(case, &stretches, external) * whole(70)),
    ]
}

fn of_ibm_hyper_protect() -> Kind {
    let drivers = vec![
        ("kms_instances", count(1..9)),
        ("key_stores", count(0..40)),
        ("external_key_stores", count(0..20)),
    ];
    Kind::of(UTC, drivers)
}

/// Scaleway Key Manager: 0.06 a version and month, 0.03 for 10,000 requests.
fn scaleway_key_manager(case: &Case) -> Lines {
    let stretches = case.stretches();
    let requests = flow_of_period(case, &stretches, |stretch| stretch.get("key_ops"));
    vec![
        ("versions", months_exactly(case, &stretches, times_keys) * decimal("0.06")),
        ("requests", requests * per("0.03", 10_000)),
    ]
}

fn of_scaleway_key_manager() -> Kind {
    let drivers =
        vec![("keys", number(300)), ("versions_per_key", count(1..4)), ("key_ops", number(90_000))];
    Kind::of(UTC, drivers)
}

agree! {
    aws_kms_agrees_with_its_page: "aws-kms", of_aws_kms(), aws_kms;
    gcp_kms_agrees_with_its_page: "gcp-kms", of_gcp_kms(), gcp_kms;
    azure_key_vault_agrees_with_its_page: "azure-key-vault", of_azure_key_vault(), azure_key_vault;
    tencent_kms_agrees_with_its_page: "tencent-kms-payg", of_tencent_kms(), tencent_kms;
    huawei_kms_agrees_with_its_page: "huawei-kms", of_huawei_kms(), huawei_kms;
    baidu_kms_agrees_with_its_page: "baidu-kms", of_baidu_kms(), baidu_kms;
    cloudhsm_agrees_with_its_price_file: "aws-cloudhsm", of_aws_cloudhsm(), aws_cloudhsm;
    managed_hsm_agrees_with_its_price: "azure-managed-hsm", of_azure_managed_hsm(), azure_managed_hsm;
    single_tenant_hsm_agrees_with_its_price: "gcp-single-tenant-hsm", of_gcp_single_tenant_hsm(), gcp_single_tenant_hsm;
    payment_cryptography_agrees_with_its_page: "aws-payment-cryptography", of_aws_payment_cryptography(), aws_payment_cryptography;
    hyper_protect_agrees_with_its_page: "ibm-hyper-protect-crypto", of_ibm_hyper_protect(), ibm_hyper_protect;
    scaleway_key_manager_agrees_with_its_page: "scaleway-key-manager", of_scaleway_key_manager(), scaleway_key_manager;
}
