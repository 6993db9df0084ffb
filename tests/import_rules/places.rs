//! Accounts and regions: a card that multiplies by them is given what its own rows say.

use serde_json::json;
use whatif::import::{Import, Pick};

use crate::support::{billed, choices, drivers, import, import_sample, scenario, splits, total};

/// The total of a card after all of an import was taken.
fn total_after(import: &Import, card: &str) -> String {
    total(&import.taken(&Pick::default(), &scenario()).unwrap().0, card)
}

#[test]
fn keys_are_not_multiplied_by_the_regions_of_secrets() {
    // Three versions and 160,000 requests beyond the free ones.
    assert_eq!(total_after(&import_sample("cur2-five-days.csv"), "aws-kms"), "3.48");
    let secret = |name: &str| {
        json!({"address": format!("aws_secretsmanager_secret.{name}"), "mode": "managed",
            "type": "aws_secretsmanager_secret", "values": {"replica": [{"region": "eu-west-1"}]}})
    };
    let key = |kind: &str| json!({"address": format!("{kind}.k"), "mode": "managed", "type": kind, "values": {}});
    for (kind, card, expected) in
        [("aws_kms_key", "aws-kms", "2"), ("huaweicloud_kms_key", "huawei-kms", "22.25952")]
    {
        let resources = [secret("a"), secret("b"), secret("c"), key(kind), key(kind)];
        let plan = json!({"format_version": "1.2",
            "planned_values": {"root_module": {"resources": resources}}});
        let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
        assert!(choices(&import).contains(&format!("{card} replicas=one-region")), "{card}");
        assert_eq!(total_after(&import, card), expected, "{card}");
    }
}

const AWS: &str = "line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_resource_id,line_item_usage_amount,line_item_currency_code,line_item_unblended_cost,pricing_public_on_demand_cost,product_region_code";

/// A row of June: account, service, usage type, resource, quantity, cost, region.
fn row(text: &str) -> String {
    let cells: Vec<&str> = text.split(' ').collect();
    let [account, service, usage, resource, quantity, cost, region] = cells[..] else {
        panic!("{text}");
    };
    format!(
        "{account},Usage,2026-06-01T00:00:00Z,2026-07-01T00:00:00Z,{service},{usage},{resource},{quantity},USD,{cost},{cost},{region}\n"
    )
}

fn bill(rows: &[&str]) -> Import {
    let rows: String = rows.iter().map(|text| row(text)).collect();
    import("cur.csv", format!("{AWS}\n{rows}").as_bytes()).unwrap()
}

#[test]
fn tiers_of_several_accounts_are_those_of_each() {
    let import = bill(&[
        "1 AWSSecurityHub USE1-PaidComplianceCheck  100000 100 us-east-1",
        "2 AWSSecurityHub USE1-PaidComplianceCheck  100000 100 us-east-1",
        "1 AWSSecurityHub USE1-PaidComplianceCheck  50000 40 us-east-1",
        "2 AWSSecurityHub USE1-PaidComplianceCheck  50000 40 us-east-1",
        "1 AWSSecurityHub USE1-OtherProduct:PaidFindingsIngestion  5000 0.15 us-east-1",
        "2 AWSSecurityHub USE1-OtherProduct:PaidFindingsIngestion  5000 0.15 us-east-1",
    ]);
    let expected = [
        "2026-06 aws-security-hub regions=1",
        "2026-06 aws-security-hub accounts=2",
        "2026-06 aws-security-hub security_checks=300000",
        "2026-06 aws-security-hub findings=30000",
    ];
    assert_eq!(drivers(&import), expected);
    assert_eq!(splits(&billed(&import)[0]), ["aws-security-hub 280.3 280.3 0 0 0 0"]);
    assert_eq!(total_after(&import, "aws-security-hub"), "280.3");
}

#[test]
fn tiers_of_several_regions_are_those_of_each() {
    let import = bill(&[
        "1 AWSSecurityHub USE1-PaidComplianceCheck  100000 100 us-east-1",
        "1 AWSSecurityHub EUC1-PaidComplianceCheck  100000 100 eu-central-1",
        "1 AWSSecurityHub USE1-OtherProduct:PaidFindingsIngestion  5000 0.15 us-east-1",
        "1 AWSSecurityHub EUC1-OtherProduct:PaidFindingsIngestion  5000 0.15 eu-central-1",
    ]);
    assert!(drivers(&import).contains(&"2026-06 aws-security-hub regions=2".to_owned()));
    assert_eq!(splits(&billed(&import)[0]), ["aws-security-hub 200.3 200.3 0 0 0 0"]);
}

#[test]
fn accounts_that_are_not_in_every_region_count_pair_by_pair() {
    let rows = [
        "1 AWSSecurityHub USE1-PaidComplianceCheck  100000 100 us-east-1",
        "1 AWSSecurityHub EUC1-PaidComplianceCheck  100000 100 eu-central-1",
        "2 AWSSecurityHub USE1-PaidComplianceCheck  100000 100 us-east-1",
    ];
    let import = bill(&rows);
    let expected = [
        "2026-06 aws-security-hub regions=3",
        "2026-06 aws-security-hub accounts=1",
        "2026-06 aws-security-hub security_checks=300000",
    ];
    assert_eq!(drivers(&import), expected);
    assert_eq!(splits(&billed(&import)[0]), ["aws-security-hub 300 300 0 0 0 0"]);
}

#[test]
fn unequal_accounts_leave_a_rest_that_is_no_price() {
    let import = bill(&[
        "1 AWSSecurityHub USE1-PaidComplianceCheck  100000 100 us-east-1",
        "1 AWSSecurityHub USE1-PaidComplianceCheck  100000 80 us-east-1",
        "2 AWSSecurityHub USE1-PaidComplianceCheck  10000 10 us-east-1",
    ]);
    // Two of 105,000 each would be 208.
    assert_eq!(splits(&billed(&import)[0]), ["aws-security-hub 190 208 0 0 0 -18"]);
    let checks = import.drivers.iter().find(|it| it.value == 210_000.into()).unwrap();
    let note = "its accounts and regions have unequal parts, and the card takes them to be equal";
    assert_eq!(checks.note.as_deref(), Some(note));
}

#[test]
fn each_account_has_free_requests_of_its_own() {
    let import = bill(&[
        "1 awskms us-east-1-KMS-Keys k1 1 1 us-east-1",
        "2 awskms us-east-1-KMS-Keys k2 1 1 us-east-1",
        "2 awskms us-east-1-KMS-Keys k3 1 1 us-east-1",
        "1 awskms us-east-1-KMS-Requests  20000 0 us-east-1",
        "2 awskms us-east-1-KMS-Requests  20000 0 us-east-1",
        "1 awskms us-east-1-KMS-Requests  100000 0.3 us-east-1",
        "2 awskms us-east-1-KMS-Requests  100000 0.3 us-east-1",
    ]);
    let expected = [
        "2026-06 aws-kms keys=1.5",
        "2026-06 aws-kms versions_per_key=1",
        "2026-06 aws-kms key_ops=240000",
        "2026-06 aws-kms accounts=2",
    ];
    assert_eq!(drivers(&import), expected);
    assert_eq!(splits(&billed(&import)[0]), ["aws-kms 3.6 3.6 0 0 0 0"]);
    assert_eq!(total_after(&import, "aws-kms"), "3.6");
}

#[test]
fn secrets_of_several_accounts_are_not_multiplied_by_those_of_keys() {
    let rows = [
        "1 AWSSecretsManager USE1-AWSSecretsManager-Secrets  3 1.2 us-east-1",
        "2 AWSSecretsManager USE1-AWSSecretsManager-Secrets  5 2 us-east-1",
        "1 awskms us-east-1-KMS-Keys k1 1 1 us-east-1",
        "2 awskms us-east-1-KMS-Keys k2 1 1 us-east-1",
    ];
    let import = bill(&rows);
    let expected = [
        "2026-06 aws-kms keys=1",
        "2026-06 aws-kms versions_per_key=1",
        "2026-06 aws-kms accounts=2",
        "2026-06 aws-secrets-manager secrets=4",
        "2026-06 aws-secrets-manager regions=1",
        "2026-06 aws-secrets-manager accounts=2",
    ];
    assert_eq!(drivers(&import), expected);
    let expected = ["aws-kms 2 2 0 0 0 0", "aws-secrets-manager 3.2 3.2 0 0 0 0"];
    assert_eq!(splits(&billed(&import)[0]), expected);
    // A third account with keys alone: the accounts are not the same, so a card has to be named.
    let rows = [&rows[..], &["3 awskms us-east-1-KMS-Keys k3 1 1 us-east-1"]].concat();
    let error = bill(&rows).taken(&Pick::default(), &scenario()).unwrap_err().to_string();
    assert!(error.starts_with("Accounts has several values: aws-kms 3, aws-secrets"), "{error}");
}

#[test]
fn hours_of_parameters_in_several_regions_are_not_multiplied_by_them() {
    let import = bill(&[
        "1 AWSSystemsManager USE1-PS-Advanced-Param-Tier1  1440 0.1 us-east-1",
        "1 AWSSystemsManager EUC1-PS-Advanced-Param-Tier1  1440 0.1 eu-central-1",
    ]);
    let expected =
        ["2026-06 aws-parameter-store secrets=2", "2026-06 aws-parameter-store regions=2"];
    assert_eq!(drivers(&import), expected);
    assert_eq!(splits(&billed(&import)[0]), ["aws-parameter-store 0.2 0.2 0 0 0 0"]);
}
