//! Accounts and regions: a card that multiplies by them is given what its own rows say.

use serde_json::json;
use whatif::import::{Import, Pick};

use crate::support::{choices, import, import_sample, scenario, total};

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
