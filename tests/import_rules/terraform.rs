//! Plans and states of Terraform and `OpenTofu`.

use serde_json::{Value, json};
use whatif::import::ImportError;

use crate::support::{choices, drivers, import, import_sample, left_out, sample};

#[test]
fn the_sample_plan_gives_the_drivers_worked_out_by_hand() {
    let import = import_sample("terraform-plan.json");
    let expected = [
        "alibaba-kms-payg secrets=2",
        "alibaba-kms-payg keys=3",
        "alibaba-kms-payg kms_instances=1",
        "alibaba-kms-payg vpcs=2",
        "aws-kms keys=3",
        "aws-kms versions_per_key=1",
        "aws-kms keys_pending_deletion=1",
        "aws-parameter-store:tier=advanced secrets=1",
        "aws-parameter-store:tier=standard secrets=1",
        "aws-secrets-manager secrets=10",
        // 30 ÷ 30 + 30 ÷ 7
        "aws-secrets-manager rotations=5.2857142857142857142857142857",
        "aws-secrets-manager secrets_pending_deletion=1",
        "aws-secrets-manager regions=1",
        "azure-key-vault secrets=1",
        "azure-key-vault keys=1",
        "azure-key-vault key_rotations=0.5",
        "gcp-kms keys=1",
        "gcp-secret-manager secrets=2",
        "gcp-secret-manager versions_per_secret=1.5",
        "gcp-secret-manager rotations=1",
        "gcp-secret-manager regions=2",
        "huawei-kms keys=1",
        "huawei-secmaster-payg hosts=4",
        "tencent-ssm-payg secrets=3",
    ];
    assert_eq!(drivers(&import), expected);
    let expected = [
        "alibaba-kms-payg instance=software",
        "aws-kms key-type=symmetric",
        "aws-kms replicas=one-region",
        "azure-key-vault key-type=hsm-rsa-2048",
        "gcp-kms protection=hsm",
        "gcp-secret-manager replication=chosen",
        "huawei-kms replicas=one-region",
    ];
    assert_eq!(choices(&import), expected);
}

fn plan() -> Value {
    serde_json::from_slice(&sample("terraform-plan.json")).unwrap()
}

fn read(plan: &Value) -> Result<Vec<String>, ImportError> {
    Ok(drivers(&import("plan.json", plan.to_string().as_bytes())?))
}

/// A resource as a plan has it.
fn resource(kind: &str, name: &str, values: &Value) -> Value {
    json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name, "values": values})
}

fn of_resources(resources: &[Value]) -> Value {
    json!({"format_version": "1.2", "planned_values": {"root_module": {"resources": resources}}})
}

#[test]
fn a_state_is_read_as_a_plan_is() {
    let mut plan = plan();
    let values = plan["planned_values"].take();
    let state = json!({"format_version": "1.0", "terraform_version": "1.9.8", "values": values});
    let of_state = read(&state).unwrap();
    assert!(of_state.contains(&"aws-secrets-manager secrets=10".to_owned()), "{of_state:?}");
    assert!(!of_state.iter().any(|it| it.contains("pending")), "{of_state:?}");
}

#[test]
fn a_plan_of_changes_alone_is_read_by_them() {
    let change = |name: &str, actions: Value, after: Value| {
        json!({
            "address": format!("aws_secretsmanager_secret.{name}"), "mode": "managed",
            "type": "aws_secretsmanager_secret", "name": name,
            "change": {"actions": actions, "before": {}, "after": after, "after_unknown": {}}
        })
    };
    let plan = json!({"format_version": "1.2", "resource_changes": [
        change("new", json!(["create"]), json!({"replica": []})),
        change("replaced", json!(["delete", "create"]), json!({"replica": []})),
        change("gone", json!(["delete"]), Value::Null),
    ]});
    let expected = [
        "aws-secrets-manager secrets=2",
        "aws-secrets-manager secrets_pending_deletion=1",
        "aws-secrets-manager regions=1",
    ];
    assert_eq!(read(&plan).unwrap(), expected);
}

#[test]
fn a_raw_state_is_read_instance_by_instance() {
    let state = json!({
        "version": 4, "terraform_version": "1.9.8", "serial": 3, "lineage": "x",
        "resources": [
            {"mode": "managed", "type": "aws_secretsmanager_secret", "name": "a", "module": "module.m",
             "instances": [
                {"index_key": 0, "attributes": {"replica": [{"region": "eu-west-1"}]}},
                {"index_key": 1, "attributes": {"replica": [{"region": "eu-west-1"}]}}]},
            {"mode": "data", "type": "aws_kms_key", "name": "k", "instances": [{"attributes": {}}]}
        ]
    });
    let expected = ["aws-secrets-manager secrets=2", "aws-secrets-manager regions=2"];
    assert_eq!(read(&state).unwrap(), expected);
    let old = json!({"version": 3, "terraform_version": "0.11.14", "modules": []});
    let error = read(&old).unwrap_err().to_string();
    assert_eq!(
        error,
        "plan.json: its version of the state is '3', and states of version 4 are read: convert it first"
    );
}

#[test]
fn other_formats_are_read_with_a_note_or_refused() {
    let mut plan = plan();
    plan["format_version"] = json!("0.2");
    let old = import("plan.json", plan.to_string().as_bytes()).unwrap();
    assert!(old.notes.iter().any(|it| it.contains("before Terraform 1.0")), "{:?}", old.notes);
    plan["format_version"] = json!("2.0");
    assert!(matches!(read(&plan), Err(ImportError::Version { .. })));
}

#[test]
fn values_known_only_after_it_is_applied_are_reported() {
    let values = json!({"replica": []});
    let mut plan = of_resources(&[
        resource("aws_secretsmanager_secret", "a", &json!({})),
        resource("aws_secretsmanager_secret_rotation", "a", &json!({"rotation_rules": [{}]})),
        resource("aws_secretsmanager_secret", "b", &values),
    ]);
    plan["resource_changes"] = json!([
        {"address": "aws_secretsmanager_secret.a", "type": "aws_secretsmanager_secret",
         "change": {"actions": ["create"], "after_unknown": {"replica": true}}},
        {"address": "aws_secretsmanager_secret_rotation.a", "type": "aws_secretsmanager_secret_rotation",
         "change": {"actions": ["create"], "after_unknown": {"rotation_rules": [{"automatically_after_days": true}]}}},
    ]);
    let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
    let expected = [
        "copies of aws_secretsmanager_secret: they are known only after it is applied, so it counts as one",
        "interval of aws_secretsmanager_secret_rotation: it is known only after it is applied",
    ];
    assert_eq!(left_out(&import), expected);
    assert_eq!(
        drivers(&import),
        ["aws-secrets-manager secrets=2", "aws-secrets-manager regions=1"]
    );
}

#[test]
fn equal_replicas_are_regions_and_unequal_ones_are_not() {
    let secret = |name: &str, regions: &[&str]| {
        let replica: Vec<Value> = regions.iter().map(|it| json!({"region": it})).collect();
        resource("aws_secretsmanager_secret", name, &json!({"replica": replica}))
    };
    let equal = of_resources(&[secret("a", &["eu-west-1"]), secret("b", &["us-west-2"])]);
    let expected = ["aws-secrets-manager secrets=2", "aws-secrets-manager regions=2"];
    assert_eq!(read(&equal).unwrap(), expected);
    let unequal = of_resources(&[secret("a", &[]), secret("b", &["us-west-2", "eu-west-1"])]);
    let expected = ["aws-secrets-manager secrets=4", "aws-secrets-manager regions=1"];
    assert_eq!(read(&unequal).unwrap(), expected);
}

#[test]
fn a_schedule_that_is_no_interval_is_left_out_with_its_text() {
    let rules = json!({"rotation_rules": [{"schedule_expression": "cron(0 8 1 * ? *)"}]});
    let plan = of_resources(&[resource("aws_secretsmanager_secret_rotation", "a", &rules)]);
    let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
    let expected = [
        "interval of aws_secretsmanager_secret_rotation: 'cron(0 8 1 * ? *)' is not read as an interval",
    ];
    assert_eq!(left_out(&import), expected);
}

#[test]
fn keys_and_certificates_of_azure_rotate_as_their_policies_say() {
    let key = |name: &str, policy: Value| {
        resource(
            "azurerm_key_vault_key",
            name,
            &json!({"key_type": "EC-HSM", "rotation_policy": [policy]}),
        )
    };
    let certificate = |issuer: &str| {
        resource(
            "azurerm_key_vault_certificate",
            issuer,
            &json!({"certificate_policy": [{
                "issuer_parameters": [{"name": issuer}],
                "lifetime_action": [{"action": [{"action_type": "AutoRenew"}], "trigger": [{"days_before_expiry": 60}]}],
                "x509_certificate_properties": [{"validity_in_months": 12}],
            }]}),
        )
    };
    let plan = of_resources(&[
        key("a", json!({"automatic": [{"time_after_creation": "P60D"}], "expire_after": "P90D"})),
        key("b", json!({"automatic": [], "expire_after": "P90D"})),
        certificate("DigiCert"),
        certificate("Self"),
    ]);
    let expected = [
        "azure-key-vault certificate_renewals=0.1",
        "azure-key-vault keys=2",
        "azure-key-vault key_rotations=0.5",
    ];
    assert_eq!(read(&plan).unwrap(), expected);
}

/// The drivers of one resource.
fn of_resource(kind: &str, values: &Value) -> Vec<String> {
    let plan = json!({
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [resource(kind, "it", values)]}},
    });
    read(&plan).unwrap()
}

#[test]
fn resources_of_every_card_set_its_drivers() {
    for (kind, values, expected) in [
        ("aws_cloudhsm_v2_hsm", json!({}), vec!["aws-cloudhsm kms_instances=1"]),
        ("aws_paymentcryptography_key", json!({}), vec!["aws-payment-cryptography keys=1"]),
        (
            "azurerm_dedicated_hardware_security_module",
            json!({}),
            vec!["azure-dedicated-hsm kms_instances=1"],
        ),
        (
            "azurerm_security_center_subscription_pricing",
            json!({"tier": "Standard", "resource_type": "Arm"}),
            vec!["azure-defender subscriptions=1"],
        ),
        (
            "ibm_resource_instance",
            json!({"service": "secrets-manager", "plan": "standard"}),
            vec!["ibm-secrets-manager kms_instances=1"],
        ),
        (
            "ibm_resource_instance",
            json!({"service": "hs-crypto", "parameters": {"units": "2"}}),
            vec!["ibm-hyper-protect-crypto kms_instances=2"],
        ),
        (
            "alicloud_kms_instance",
            json!({"payment_type": "Subscription", "vpc_num": 3, "key_num": 1000, "secret_num": 50}),
            vec![
                "alibaba-kms-subscription secrets=50",
                "alibaba-kms-subscription keys=1000",
                "alibaba-kms-subscription kms_instances=1",
                "alibaba-kms-subscription vpcs=3",
            ],
        ),
        (
            "alicloud_kms_instance",
            json!({"vpc_id": "vpc-a", "bind_vpcs": [
                {"vpc_id": "vpc-a", "vpc_owner_id": "1"},
                {"vpc_id": "vpc-b", "vpc_owner_id": "1"},
                {"vpc_id": "vpc-c", "vpc_owner_id": "2"},
            ]}),
            vec![
                "alibaba-kms-payg kms_instances=1",
                "alibaba-kms-payg shared_accounts=1",
                "alibaba-kms-payg vpcs=3",
            ],
        ),
    ] {
        assert_eq!(of_resource(kind, &values), expected, "{kind}");
    }
}

#[test]
fn what_is_switched_on_says_that_a_bill_has_its_usage() {
    for (kind, values) in [
        ("aws_macie2_account", json!({})),
        ("aws_inspector2_enabler", json!({})),
        ("aws_detective_graph", json!({})),
        (
            "azurerm_security_center_subscription_pricing",
            json!({"tier": "Standard", "resource_type": "KeyVaults"}),
        ),
    ] {
        let plan = json!({
            "format_version": "1.2",
            "planned_values": {"root_module": {"resources": [resource(kind, "it", &values)]}},
        });
        let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
        let reasons = left_out(&import);
        assert!(reasons[0].ends_with("a bill has it"), "{kind}: {reasons:?}");
    }
}
