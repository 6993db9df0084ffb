//! Secrets services and seats, by their price pages.

use crate::agree;
use crate::case::{Case, Stretch};
use crate::number::{Q, at_least_zero, decimal, per, whole};
use crate::random::{Kind, UTC, count, number};
use crate::time::{
    flow_of_months, flow_of_period, months_by_begun_days, months_by_begun_hours, months_exactly,
    months_since_creation, months_touched,
};

type Lines = Vec<(&'static str, Q)>;

fn copies(stretch: &Stretch) -> Q {
    stretch.get("secrets") * stretch.get("regions") * stretch.get("accounts")
}

/// AWS Secrets Manager: 0.40 a secret and month by the hour, each copy in another region one more.
fn aws_secrets_manager(case: &Case) -> Lines {
    let stretches = case.stretches();
    let months = if case.chose("part-hours", "exact") {
        months_exactly(case, &stretches, copies)
    } else if case.chose("part-hours", "clock") {
        months_by_begun_hours(case, &stretches, copies)
    } else {
        let count = |stretch: &Stretch| i64::try_from(copies(stretch).to_integer()).unwrap();
        months_since_creation(case, &stretches, count)
    };
    let calls = flow_of_period(case, &stretches, |stretch| stretch.get("calls"));
    vec![("secrets", months * decimal("0.40")), ("calls", calls * per("0.05", 10_000))]
}

fn of_aws_secrets_manager() -> Kind {
    let drivers =
        vec![("secrets", count(0..9)), ("regions", count(1..3)), ("calls", number(90_000))];
    Kind::of(UTC, drivers)
        .constant("accounts", "2")
        .choose("part-hours", &["started", "clock", "exact"])
}

/// AWS Parameter Store: 0.05 an advanced parameter and month by the hour; 0.05 for 10,000 interactions with
/// advanced parameters or at higher throughput.
fn aws_parameter_store(case: &Case) -> Lines {
    let stretches = case.stretches();
    let advanced = case.chose("tier", "advanced");
    let months = if !advanced {
        whole(0)
    } else if case.chose("part-hours", "exact") {
        months_exactly(case, &stretches, copies)
    } else {
        months_by_begun_hours(case, &stretches, copies)
    };
    let is_charged = advanced || case.chose("throughput", "higher");
    let calls = flow_of_period(case, &stretches, |stretch| stretch.get("calls"));
    let calls = if is_charged { calls * per("0.05", 10_000) } else { whole(0) };
    vec![("parameters", months * decimal("0.05")), ("interactions", calls)]
}

fn of_aws_parameter_store() -> Kind {
    let drivers =
        vec![("secrets", number(900)), ("regions", count(1..4)), ("calls", number(900_000))];
    Kind::of(UTC, drivers)
        .constant("accounts", "3")
        .choose("tier", &["standard", "advanced"])
        .choose("throughput", &["standard", "higher"])
        .choose("part-hours", &["started", "exact"])
}

/// Google Secret Manager: versions in each place; six, 10,000 accesses and three rotations a month are free.
fn gcp_secret_manager(case: &Case) -> Lines {
    let stretches = case.stretches();
    let free = |count: i64| whole(if case.chose("free-tier", "used") { 0 } else { count });
    let versions = |stretch: &Stretch| {
        let automatic = case.chose("replication", "automatic");
        let places = if automatic { whole(1) } else { stretch.get("regions") };
        let versions = stretch.get("secrets") * stretch.get("versions_per_secret") * places;
        at_least_zero(versions - free(6))
    };
    let monthly = |name: &'static str, included: i64| {
        let months = flow_of_months(case, &stretches, move |it| it.get(name)).into_iter();
        months.map(|flow| at_least_zero(flow - free(included))).sum::<Q>()
    };
    vec![
        ("versions", months_exactly(case, &stretches, versions) * decimal("0.06")),
        ("access", monthly("calls", 10_000) * per("0.03", 10_000)),
        ("rotations", monthly("rotations", 3) * decimal("0.05")),
    ]
}

fn of_gcp_secret_manager() -> Kind {
    let drivers = vec![
        ("secrets", number(60)),
        ("versions_per_secret", count(1..5)),
        ("regions", count(1..4)),
        ("calls", number(60_000)),
        ("rotations", number(20)),
    ];
    Kind::of(UTC, drivers)
        .choose("replication", &["chosen", "automatic"])
        .choose("free-tier", &["available", "used"])
}

/// Scaleway Secret Manager: 0.04 a version and month, days counting whole; 0.03 for 10,000 requests.
fn scaleway_secret_manager(case: &Case) -> Lines {
    let stretches = case.stretches();
    let versions = |stretch: &Stretch| stretch.get("secrets") * stretch.get("versions_per_secret");
    let months = if case.chose("part-days", "exact") {
        months_exactly(case, &stretches, versions)
    } else {
        months_by_begun_days(case, &stretches, versions)
    };
    let calls = flow_of_period(case, &stretches, |stretch| stretch.get("calls"));
    vec![("versions", months * decimal("0.04")), ("requests", calls * per("0.03", 10_000))]
}

fn of_scaleway_secret_manager() -> Kind {
    let drivers = vec![
        ("secrets", number(300)),
        ("versions_per_secret", count(1..5)),
        ("calls", number(90_000)),
    ];
    Kind::of(UTC, drivers).choose("part-days", &["started", "exact"])
}

/// HCP Vault Secrets: 0.50 a secret and month, each begun hour from its creation on.
fn hcp_vault_secrets(case: &Case) -> Lines {
    let stretches = case.stretches();
    let count = |stretch: &Stretch| i64::try_from(stretch.get("secrets").to_integer()).unwrap();
    vec![("secrets", months_since_creation(case, &stretches, count) * decimal("0.50"))]
}

fn of_hcp_vault_secrets() -> Kind {
    Kind::of(UTC, vec![("secrets", count(0..12))])
}

/// Doppler: 21 a user and month in Team, 8 after the third in Developer, each add-on 9 more.
fn doppler(case: &Case) -> Lines {
    let stretches = case.stretches();
    let developer = case.chose("plan", "developer");
    let users = |stretch: &Stretch| {
        let users = stretch.get("users");
        if developer { at_least_zero(users - whole(3)) * whole(8) } else { users * whole(21) }
    };
    let add_ons = ["none", "one"].iter().position(|count| case.chose("add-ons", count));
    let seats = |stretch: &Stretch| stretch.get("users") * whole(9);
    let add_ons = whole(i64::try_from(add_ons.unwrap()).unwrap());
    vec![
        ("users", months_touched(case, &stretches, users)),
        ("add-ons", months_touched(case, &stretches, seats) * add_ons),
    ]
}

fn of_doppler() -> Kind {
    Kind::of(UTC, vec![("users", count(0..90))])
        .choose("plan", &["team"])
        .choose("add-ons", &["none", "one"])
}

fn of_doppler_developer() -> Kind {
    Kind::of(UTC, vec![("users", count(0..90))])
        .choose("plan", &["developer"])
        .choose("add-ons", &["none"])
}

/// 1Password Business: 7.99 a user and month.
fn one_password(case: &Case) -> Lines {
    let stretches = case.stretches();
    let users = months_touched(case, &stretches, |stretch| stretch.get("users"));
    vec![("users", users * decimal("7.99"))]
}

fn of_one_password() -> Kind {
    Kind::of(UTC, vec![("users", count(0..90))]).choose("plan", &["business"])
}

agree! {
    secrets_manager_agrees_with_its_page: "aws-secrets-manager", of_aws_secrets_manager(), aws_secrets_manager;
    parameter_store_agrees_with_its_page: "aws-parameter-store", of_aws_parameter_store(), aws_parameter_store;
    gcp_secret_manager_agrees_with_its_page: "gcp-secret-manager", of_gcp_secret_manager(), gcp_secret_manager;
    scaleway_secret_manager_agrees_with_its_page: "scaleway-secret-manager", of_scaleway_secret_manager(), scaleway_secret_manager;
    hcp_vault_secrets_agrees_with_its_page: "hcp-vault-secrets", of_hcp_vault_secrets(), hcp_vault_secrets;
    doppler_team_agrees_with_its_price: "doppler", of_doppler(), doppler;
    doppler_developer_agrees_with_its_price: "doppler", of_doppler_developer(), doppler;
    one_password_agrees_with_its_price: "one-password", of_one_password(), one_password;
}
