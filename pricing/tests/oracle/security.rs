//! Security services, by their price pages and price files.

use crate::agree;
use crate::case::{Case, DAY, Stretch};
use crate::number::{Q, at_least_zero, decimal, in_tiers, per, whole};
use crate::random::{BEIJING, Kind, MOSCOW, UTC, count, number};
use crate::time::{
    begun_days, by_groups, days_exactly, flow_of_days, flow_of_months, flow_of_period,
    hours_exactly, kept_months, months_exactly, whole_months,
};

type Lines = Vec<(&'static str, Q)>;

/// AWS Security Hub: tiers of checks and free findings in each account and region.
fn aws_security_hub(case: &Case) -> Lines {
    let stretches = case.stretches();
    let groups = |stretch: &Stretch| {
        i64::try_from((stretch.get("regions") * stretch.get("accounts")).to_integer()).unwrap()
    };
    let line = |name: &'static str, price: &dyn Fn(&Q) -> Q| {
        by_groups(case, &stretches, move |stretch| stretch.get(name), groups, price)
    };
    let checks =
        |checks: &Q| in_tiers(checks, &[(100_000, "0.0010"), (500_000, "0.0008")], "0.0005");
    let findings = |findings: &Q| in_tiers(findings, &[(10_000, "0")], "0.00003");
    let tiers = [(1_000_000, "0"), (100_000_000, "0.0000001"), (1_000_000_000, "0.00000005")];
    let rules = |evaluations: &Q| in_tiers(evaluations, &tiers, "0.000000015");
    vec![
        ("checks", line("security_checks", &checks)),
        ("findings", line("findings", &findings)),
        ("automation", line("automation_evaluations", &rules)),
    ]
}

fn of_aws_security_hub() -> Kind {
    let drivers = vec![
        ("security_checks", number(2_000_000)),
        ("findings", number(90_000)),
        ("automation_evaluations", number(3_000_000_000)),
        ("regions", count(1..5)),
    ];
    Kind::of(UTC, drivers).constant("accounts", "2")
}

/// Million events; GB in four tiers; million S3 events in three; runtime vCPU in three.
type GuardDuty =
    (&'static str, &'static str, [&'static str; 4], [&'static str; 3], [&'static str; 3]);

const GUARDDUTY: [GuardDuty; 6] = [
    (
        "us-east-1",
        "4.00",
        ["1", "0.5", "0.25", "0.15"],
        ["0.8", "0.4", "0.2"],
        ["1.5", "0.75", "0.25"],
    ),
    (
        "eu-west-2",
        "4.40",
        ["1.1", "0.55", "0.28", "0.17"],
        ["1", "0.5", "0.25"],
        ["2.04", "1.2", "0.34"],
    ),
    (
        "eu-south-1",
        "6.00",
        ["1.463", "0.7315", "0.3724", "0.2261"],
        ["1.064", "0.532", "0.266"],
        ["2.1", "1.5", "0.35"],
    ),
    (
        "ap-northeast-1",
        "4.72",
        ["1.18", "0.59", "0.29", "0.17"],
        ["1.04", "0.52", "0.26"],
        ["2", "1", "0.33"],
    ),
    (
        "sa-east-1",
        "7.00",
        ["1.75", "0.88", "0.44", "0.26"],
        ["1.76", "0.88", "0.44"],
        ["2.28", "1.14", "0.38"],
    ),
    (
        "us-gov-east-1",
        "4.20",
        ["1.06", "0.53", "0.265", "0.16"],
        ["0.85", "0.42", "0.21"],
        ["1.69", "0.85", "0.28"],
    ),
];

/// AWS `GuardDuty`, one account in one region.
fn aws_guardduty(case: &Case) -> Lines {
    let stretches = case.stretches();
    let (_, event, gb, data, vcpu) =
        GUARDDUTY.iter().find(|(region, ..)| case.chose("region", region)).unwrap();
    let events = flow_of_period(case, &stretches, |stretch| stretch.get("audit_events"));
    let logs = flow_of_months(case, &stretches, |stretch| stretch.get("log_gb")).into_iter();
    let of_logs =
        |month: Q| in_tiers(&month, &[(500, gb[0]), (2_500, gb[1]), (10_000, gb[2])], gb[3]);
    let watched = |stretch: &Stretch| stretch.get("data_reads") + stretch.get("data_writes");
    let of_data = |month: Q| {
        let tiers = [(500_000_000, data[0]), (5_000_000_000, data[1])];
        in_tiers(&month, &tiers, data[2]) / whole(1_000_000)
    };
    let vcpus = |stretch: &Stretch| {
        in_tiers(&stretch.get("vcpus"), &[(500, vcpu[0]), (5_000, vcpu[1])], vcpu[2])
    };
    vec![
        ("events", events * per(event, 1_000_000)),
        ("logs", logs.map(of_logs).sum()),
        ("data", flow_of_months(case, &stretches, watched).into_iter().map(of_data).sum()),
        ("runtime", months_exactly(case, &stretches, vcpus)),
    ]
}

fn of_aws_guardduty() -> Kind {
    let drivers = vec![
        ("audit_events", number(9_000_000)),
        ("log_gb", number(20_000)),
        ("data_reads", number(9_000_000_000)),
        ("data_writes", number(900_000_000)),
        ("vcpus", number(9_000)),
    ];
    Kind::of(UTC, drivers).choose("region", &GUARDDUTY.map(|(region, ..)| region))
}

/// AWS Detective: GB of a month in four tiers.
fn aws_detective(case: &Case) -> Lines {
    let prices = if case.chose("region", "us-east-1") {
        ["2.00", "1.00", "0.50", "0.25"]
    } else {
        ["2.70", "1.35", "0.68", "0.34"]
    };
    let [first, second, third, last] = prices;
    let stretches = case.stretches();
    let months = flow_of_months(case, &stretches, |stretch| stretch.get("log_gb")).into_iter();
    let tiers = [(1_000, first), (5_000, second), (10_000, third)];
    vec![("data", months.map(|month| in_tiers(&month, &tiers, last)).sum())]
}

fn of_aws_detective() -> Kind {
    let regions = ["us-east-1", "eu-central-1", "ap-northeast-1"];
    Kind::of(UTC, vec![("log_gb", number(30_000))]).choose("region", &regions)
}

/// AWS Macie: buckets and objects by the day, GB in tiers of which the first is free.
fn aws_macie(case: &Case) -> Lines {
    let prices = if case.chose("region", "us-east-1") {
        ["1.00", "0.50", "0.25"]
    } else {
        ["1.25", "0.63", "0.31"]
    };
    let [first, second, last] = prices;
    let stretches = case.stretches();
    let months = flow_of_months(case, &stretches, |stretch| stretch.get("object_scan_gb"));
    // The file says: the next 50,000 and the next 450,000.
    let tiers = [(1, "0"), (50_001, first), (500_001, second)];
    let inspection = months.into_iter().map(|month| in_tiers(&month, &tiers, last)).sum();
    let days = |name: &'static str| days_exactly(&stretches, move |stretch| stretch.get(name));
    vec![
        ("buckets", days("buckets") * decimal("0.003288")),
        ("inspection", inspection),
        ("objects", days("objects") * decimal("0.0000000033")),
    ]
}

fn of_aws_macie() -> Kind {
    let drivers = vec![
        ("buckets", number(900)),
        ("object_scan_gb", number(900_000)),
        ("objects", number(900_000_000)),
    ];
    Kind::of(UTC, drivers).choose("region", &["us-east-1"])
}

/// The facts have no price of objects there.
fn of_aws_macie_in_frankfurt() -> Kind {
    let drivers = vec![("buckets", number(900)), ("object_scan_gb", number(900_000))];
    Kind::of(UTC, drivers).constant("objects", "0").choose("region", &["eu-central-1"])
}

/// AWS Config: items, and evaluations in tiers.
fn aws_config(case: &Case) -> Lines {
    let stretches = case.stretches();
    let item = match (case.chose("recording", "daily"), case.chose("region", "govcloud")) {
        (true, _) => "0.012",
        (false, true) => "0.0036",
        (false, false) => "0.003",
    };
    let items = flow_of_period(case, &stretches, |stretch| stretch.get("config_items"));
    let months = flow_of_months(case, &stretches, |stretch| stretch.get("config_evaluations"));
    let tiers = [(100_000, "0.001"), (500_000, "0.0008")];
    let commercial = months.into_iter().map(|month| in_tiers(&month, &tiers, "0.0005")).sum::<Q>();
    let more = if case.chose("region", "govcloud") { decimal("1.2") } else { whole(1) };
    vec![("items", items * decimal(item)), ("evaluations", commercial * more)]
}

fn of_aws_config() -> Kind {
    let drivers = vec![("config_items", number(90_000)), ("config_evaluations", number(2_000_000))];
    Kind::of(UTC, drivers)
        .choose("recording", &["continuous", "daily"])
        .choose("region", &["commercial", "govcloud"])
}

/// AWS Inspector in Ohio.
fn aws_inspector(case: &Case) -> Lines {
    let stretches = case.stretches();
    let hours = |name: &'static str| hours_exactly(&stretches, move |stretch| stretch.get(name));
    let flow = |name: &'static str| flow_of_period(case, &stretches, move |it| it.get(name));
    vec![
        ("instances", hours("hosts") * decimal("0.00174")),
        ("functions", hours("functions") * decimal("0.000417")),
        ("images", flow("image_scans") * decimal("0.09")),
        ("rescans", flow("image_rescans") * decimal("0.01")),
        ("code", flow("code_scans") * decimal("0.15")),
    ]
}

fn of_aws_inspector() -> Kind {
    let drivers = vec![
        ("hosts", number(900)),
        ("functions", number(900)),
        ("image_scans", number(900)),
        ("image_rescans", number(900)),
        ("code_scans", number(900)),
    ];
    Kind::of(UTC, drivers)
}

/// The new Security Hub: 3.75 a resource unit and month, of which an instance is one, 12 functions, 18
/// images or 125 identities.
fn aws_hub_essentials(case: &Case) -> Lines {
    let units = |stretch: &Stretch| {
        stretch.get("hosts")
            + stretch.get("functions") / whole(12)
            + stretch.get("images") / whole(18)
            + stretch.get("identities") / whole(125)
    };
    vec![("units", months_exactly(case, &case.stretches(), units) * decimal("3.75"))]
}

fn of_aws_hub_essentials() -> Kind {
    let drivers = vec![
        ("hosts", number(900)),
        ("functions", number(900)),
        ("images", number(900)),
        ("identities", number(900)),
    ];
    Kind::of(UTC, drivers)
}

/// Defender for Cloud: a price for each resource and month.
fn azure_defender(case: &Case) -> Lines {
    let stretches = case.stretches();
    let server = if case.chose("servers", "plan-2") { "14.60" } else { "4.91" };
    let line = |id: &'static str, name: &'static str, price: &str| {
        let level = move |stretch: &Stretch| stretch.get(name);
        let months = if case.chose("month-length", "hours-730") {
            hours_exactly(&stretches, level) / whole(730)
        } else {
            months_exactly(case, &stretches, level)
        };
        (id, months * decimal(price))
    };
    vec![
        line("servers", "hosts", server),
        line("containers", "vcpus", "6.87"),
        line("storage", "storage_accounts", "9.78"),
        line("key-vaults", "key_vaults", "0.25"),
        line("apps", "app_nodes", "14.60"),
        line("resource-manager", "subscriptions", "5.04"),
        line("sql", "sql_instances", "15.00"),
        line("open-databases", "open_databases", "15.00"),
        line("cosmos", "request_units", "0.0088"),
    ]
}

fn of_azure_defender() -> Kind {
    let names = [
        "hosts",
        "vcpus",
        "storage_accounts",
        "key_vaults",
        "app_nodes",
        "subscriptions",
        "sql_instances",
        "open_databases",
        "request_units",
    ];
    Kind::of(UTC, names.map(|name| (name, number(900))).into())
        .choose("servers", &["plan-1", "plan-2"])
        .choose("month-length", &["calendar", "hours-730"])
}

/// Tencent Cloud Workload Protection: licenses by the month, ahead.
fn tencent_cwpp(case: &Case) -> Lines {
    let price = whole(if case.chose("edition", "ultimate") { 27 } else { 12 });
    let licenses = whole_months(case, &case.stretches(), |stretch| stretch.get("hosts"));
    vec![("licenses", licenses * price)]
}

fn of_tencent_cwpp() -> Kind {
    Kind::of(BEIJING, vec![("hosts", count(0..900))]).choose("edition", &["pro", "ultimate"])
}

/// Tencent Container Security: 0.25 a core and day by its mean, or 6.75 a core and month ahead.
fn tencent_tcss(case: &Case) -> Lines {
    let stretches = case.stretches();
    let cores = |stretch: &Stretch| stretch.get("vcpus");
    if case.chose("billing", "prepaid") {
        return vec![("prepaid", whole_months(case, &stretches, cores) * decimal("6.75"))];
    }
    vec![("postpaid", days_exactly(&stretches, cores) * decimal("0.25"))]
}

fn of_tencent_tcss() -> Kind {
    Kind::of(BEIJING, vec![("vcpus", number(900))]).choose("billing", &["prepaid", "postpaid"])
}

/// Yandex Audit Trails: data events in proportion.
fn yandex_audit_trails(case: &Case) -> Lines {
    let watched = |stretch: &Stretch| stretch.get("data_reads") + stretch.get("data_writes");
    let events = flow_of_period(case, &case.stretches(), watched);
    vec![("data", events * per("0.3239343744", 100_000))]
}

fn of_yandex_audit_trails() -> Kind {
    Kind::of(MOSCOW, vec![("data_reads", number(900_000)), ("data_writes", number(900_000))])
}

/// Security Command Center Premium: vCPU hours, operations and queries.
fn gcp_scc_premium(case: &Case) -> Lines {
    let stretches = case.stretches();
    let flow = |name: &'static str| flow_of_period(case, &stretches, move |it| it.get(name));
    let vcpus = hours_exactly(&stretches, |stretch| stretch.get("vcpus"));
    vec![
        ("vcpus", vcpus * decimal("0.0071")),
        ("writes", flow("data_writes") * per("0.002", 1_000)),
        ("reads", flow("data_reads") * per("0.0002", 1_000)),
        ("queries", flow("query_tb")),
    ]
}

fn of_gcp_scc_premium() -> Kind {
    let drivers = vec![
        ("vcpus", number(900)),
        ("data_writes", number(900_000)),
        ("data_reads", number(900_000)),
        ("query_tb", number(90)),
    ];
    Kind::of(UTC, drivers)
}

/// GB a day, and what a day costs.
const COMMITMENTS: [(&str, i64, &str); 4] = [
    ("gb-100", 100, "296"),
    ("gb-300", 300, "800"),
    ("gb-1000", 1_000, "2480"),
    ("gb-5000", 5_000, "11550"),
];

/// Microsoft Sentinel in the eastern United States: 4.30 a GB, or a day's commitment and its own price of a
/// GB beyond it, each day on its own.
fn microsoft_sentinel(case: &Case) -> Lines {
    let stretches = case.stretches();
    let days = flow_of_days(case, &stretches, |stretch| stretch.get("log_gb")).into_iter();
    let chosen = COMMITMENTS.iter().find(|(choice, ..)| case.chose("commitment", choice));
    let Some((_, gb, day)) = chosen else {
        return vec![("ingestion", days.sum::<Q>() * decimal("4.30"))];
    };
    let price = decimal(day) / whole(*gb);
    let beyond = days.map(|used| at_least_zero(used - whole(*gb))).sum::<Q>();
    vec![
        ("commitment", begun_days(case, &stretches, |_| whole(1)) * decimal(day)),
        ("ingestion", beyond * price),
    ]
}

fn of_microsoft_sentinel() -> Kind {
    Kind::of(UTC, vec![("log_gb", number(90_000))])
        .choose("commitment", &["none", "gb-100", "gb-300", "gb-1000", "gb-5000"])
}

/// The same in a new workspace: in its first 31 days 10 GB more are free each day. A day in which they end
/// is priced both ways, each for what falls in its part.
fn sentinel_in_its_trial(case: &Case) -> Lines {
    let stretches = case.stretches();
    let end = case.window().0 + 31 * DAY;
    let chosen = COMMITMENTS.iter().find(|(choice, ..)| case.chose("commitment", choice));
    let (gb, price) =
        chosen.map_or((0, decimal("4.30")), |(_, gb, day)| (*gb, decimal(day) / whole(*gb)));
    let day = |(from, to): (i64, i64)| {
        let flow = |from, to| case.flow(&stretches, from, to, |stretch| stretch.get("log_gb"));
        let all = flow(from, to);
        if all == whole(0) {
            return all;
        }
        let in_trial = if end > from { flow(from, to.min(end)) } else { whole(0) } / &all;
        let beyond = |free: i64| at_least_zero(&all - whole(free));
        beyond(gb + 10) * &in_trial + beyond(gb) * (whole(1) - in_trial)
    };
    let beyond = case.days().into_iter().map(day).sum::<Q>();
    let days = begun_days(case, &stretches, |_| whole(1));
    let commitment = chosen.map_or(whole(0), |(_, _, day)| days * decimal(day));
    vec![("commitment", commitment), ("ingestion", beyond * price)]
}

fn of_sentinel_in_its_trial() -> Kind {
    Kind::of(UTC, vec![("log_gb", number(20_000))])
        .choose("commitment", &["none", "gb-100", "gb-300"])
        .choose("trial", &["running"])
}

/// Elastic Security: GB taken in, and what piles up of them for the days that they are kept.
fn elastic_security(case: &Case) -> Lines {
    let stretches = case.stretches();
    let complete = case.chose("tier", "complete");
    let (taken, kept) = if complete { ("0.11", "0.019") } else { ("0.09", "0.017") };
    let gb = |stretch: &Stretch| stretch.get("log_gb");
    let months = stretches[0].get("retention_days") / whole(30);
    let stock = kept_months(case, &stretches, gb, &months, case.chose("stock", "full"));
    let held = months_exactly(case, &stretches, |stretch| stretch.get("stored_log_gb"));
    vec![
        ("ingestion", flow_of_period(case, &stretches, gb) * decimal(taken)),
        ("retention", held * decimal(kept)),
        ("growth", stock * decimal(kept)),
    ]
}

fn of_elastic_security(retention: &'static str) -> Kind {
    let drivers = vec![("log_gb", number(9_000)), ("stored_log_gb", number(9_000))];
    let mut kind = Kind::of(UTC, drivers).constant("retention_days", retention);
    kind.days_max = 500;
    kind.choose("tier", &["complete", "essentials"]).choose("stock", &["empty", "full"])
}

agree! {
    sentinel_in_its_trial_agrees_with_its_page: "microsoft-sentinel", of_sentinel_in_its_trial(), sentinel_in_its_trial;
    elastic_agrees_with_its_prices: "elastic-security", of_elastic_security("90"), elastic_security;
    elastic_agrees_where_all_is_kept: "elastic-security", of_elastic_security("730"), elastic_security;
    security_hub_agrees_with_its_page: "aws-security-hub", of_aws_security_hub(), aws_security_hub;
    guardduty_agrees_with_its_price_file: "aws-guardduty", of_aws_guardduty(), aws_guardduty;
    detective_agrees_with_its_price_file: "aws-detective", of_aws_detective(), aws_detective;
    macie_agrees_with_its_price_file: "aws-macie", of_aws_macie(), aws_macie;
    macie_agrees_in_frankfurt: "aws-macie", of_aws_macie_in_frankfurt(), aws_macie;
    config_agrees_with_its_price_file: "aws-config", of_aws_config(), aws_config;
    inspector_agrees_with_its_prices: "aws-inspector", of_aws_inspector(), aws_inspector;
    hub_essentials_agrees_with_its_prices: "aws-hub-essentials", of_aws_hub_essentials(), aws_hub_essentials;
    defender_agrees_with_its_prices: "azure-defender", of_azure_defender(), azure_defender;
    cwpp_agrees_with_its_page: "tencent-cwpp", of_tencent_cwpp(), tencent_cwpp;
    tcss_agrees_with_its_page: "tencent-tcss", of_tencent_tcss(), tencent_tcss;
    audit_trails_agrees_with_its_page: "yandex-audit-trails", of_yandex_audit_trails(), yandex_audit_trails;
    scc_premium_agrees_with_its_page: "gcp-scc-premium", of_gcp_scc_premium(), gcp_scc_premium;
    sentinel_agrees_with_its_page: "microsoft-sentinel", of_microsoft_sentinel(), microsoft_sentinel;
}
