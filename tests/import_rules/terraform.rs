//! Plans and states of Terraform and `OpenTofu`.

use serde_json::{Value, json};
use whatif::import::{Import, ImportError, Pick};

use crate::support::{choices, drivers, import, import_sample, left_out, sample, scenario, total};

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

#[test]
fn raw_signatures_with_long_keys_in_an_hsm_are_advanced() {
    for (algorithm, expected) in [
        ("RSA_SIGN_RAW_PKCS1_2048", "hsm"),
        ("RSA_SIGN_RAW_PKCS1_3072", "hsm-advanced"),
        ("RSA_SIGN_RAW_PKCS1_4096", "hsm-advanced"),
    ] {
        let template = json!([{"protection_level": "HSM", "algorithm": algorithm}]);
        let key = json!({"version_template": template});
        let plan = of_resources(&[resource("google_kms_crypto_key", "k", &key)]);
        let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
        assert_eq!(choices(&import), [format!("gcp-kms protection={expected}")], "{algorithm}");
    }
}

#[test]
fn each_private_vault_is_counted_and_shared_ones_are_not() {
    let vault =
        |name: &str, kind: &str| resource("oci_kms_vault", name, &json!({"vault_type": kind}));
    let vaults = [
        vault("a", "VIRTUAL_PRIVATE"),
        vault("b", "VIRTUAL_PRIVATE"),
        vault("c", "DEFAULT"),
        vault("d", "DEFAULT"),
        vault("e", "DEFAULT"),
    ];
    let plan = of_resources(&vaults);
    let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
    assert_eq!(drivers(&import), ["oci-vault kms_instances=2"]);
    assert_eq!(choices(&import), ["oci-vault vault=private"]);
    assert_eq!(
        left_out(&import),
        ["oci_kms_vault: a vault that is not private costs nothing itself"]
    );
    // 2 × 3.724 × 720
    let (taken, _) = import.taken(&Pick::default(), &scenario()).unwrap();
    assert_eq!(total(&taken, "oci-vault"), "5362.56");
}

#[test]
fn zero_is_no_interval_if_another_path_has_one() {
    let rotation = |rules: Value| {
        of_resource("aws_secretsmanager_secret_rotation", &json!({"rotation_rules": [rules]}))
    };
    let both = json!({"automatically_after_days": 0, "schedule_expression": "rate(30 days)"});
    assert_eq!(rotation(both), ["aws-secrets-manager rotations=1"]);
    let rules = json!({"rotation_rules": [{"automatically_after_days": 0}]});
    let plan = of_resources(&[resource("aws_secretsmanager_secret_rotation", "r", &rules)]);
    let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
    let expected = "interval of aws_secretsmanager_secret_rotation: '0' is not read as an interval";
    assert_eq!(left_out(&import), [expected]);
}

#[test]
fn only_one_setting_of_systems_manager_raises_the_throughput() {
    let setting = |id: &str| {
        let values = json!({"setting_id": id, "setting_value": "true"});
        let plan = of_resources(&[resource("aws_ssm_service_setting", "s", &values)]);
        import("plan.json", plan.to_string().as_bytes()).unwrap()
    };
    let arn = "arn:aws:ssm:us-east-1:123456789012:servicesetting";
    for id in [
        "/ssm/parameter-store/high-throughput-enabled",
        &format!("{arn}/ssm/parameter-store/high-throughput-enabled"),
    ] {
        assert_eq!(choices(&setting(id)), ["aws-parameter-store throughput=higher"], "{id}");
    }
    let other = setting(&format!("{arn}/ssm/opsitem/EC2"));
    assert!(choices(&other).is_empty());
    assert_eq!(left_out(&other), ["aws_ssm_service_setting: no driver counts it"]);
}

#[test]
fn a_certificate_is_renewed_after_a_share_of_its_life() {
    let policy = |trigger: Value| {
        json!({"certificate_policy": [{
            "issuer_parameters": [{"name": "DigiCert"}],
            "lifetime_action": [{"action": [{"action_type": "AutoRenew"}], "trigger": [trigger]}],
            "x509_certificate_properties": [{"validity_in_months": 12}],
        }]})
    };
    // 80 % of 12 months are 9.6 months: 1 / 9.6 a month. A state has zero where nothing is set.
    for trigger in [
        json!({"lifetime_percentage": 80}),
        json!({"lifetime_percentage": 80, "days_before_expiry": 0}),
    ] {
        let found = of_resource("azurerm_key_vault_certificate", &policy(trigger));
        let expected = "azure-key-vault certificate_renewals=0.1041666666666666666666666667";
        assert_eq!(found, [expected]);
    }
    let days = json!({"lifetime_percentage": 0, "days_before_expiry": 60});
    let found = of_resource("azurerm_key_vault_certificate", &policy(days));
    assert_eq!(found, ["azure-key-vault certificate_renewals=0.1"]);
}

#[test]
fn versions_scheduled_for_destruction_are_charged() {
    let version = |name: &str, state: &str| {
        resource("google_kms_crypto_key_version", name, &json!({"state": state}))
    };
    let plan = of_resources(&[
        resource("google_kms_crypto_key", "k", &json!({})),
        version("a", "ENABLED"),
        version("b", "DESTROY_SCHEDULED"),
        version("c", "DESTROYED"),
    ]);
    let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
    assert_eq!(drivers(&import), ["gcp-kms keys=1", "gcp-kms versions_per_key=2"]);
    assert_eq!(left_out(&import), ["google_kms_crypto_key_version: no driver counts it"]);
}

#[test]
fn keys_of_a_subscription_are_paid_with_it() {
    let instance = |name: &str, id: Option<&str>, payment: &str| {
        let values = json!({"id": id, "payment_type": payment, "key_num": 100, "secret_num": 50, "vpc_num": 2});
        resource("alicloud_kms_instance", name, &values)
    };
    let key = |name: &str, id: &str| {
        resource("alicloud_kms_key", name, &json!({"status": "Enabled", "dkms_instance_id": id}))
    };
    let secret = resource("alicloud_kms_secret", "s", &json!({"dkms_instance_id": "kst-1"}));
    let keys = [key("a", "kst-1"), key("b", "kst-1"), secret];
    let read = |instances: &[Value]| {
        let plan = of_resources(&[&keys[..], instances].concat());
        import("plan.json", plan.to_string().as_bytes()).unwrap()
    };
    let of_payg = |import: &Import| -> Vec<String> {
        drivers(import).into_iter().filter(|it| it.starts_with("alibaba-kms-payg")).collect()
    };
    let paid = read(&[instance("i", None, "Subscription")]);
    assert!(of_payg(&paid).is_empty(), "{:?}", of_payg(&paid));
    let why = "its instance is a subscription, which pays for as many as it has room for";
    let expected = [format!("alicloud_kms_key: {why}"), format!("alicloud_kms_secret: {why}")];
    assert_eq!(left_out(&paid), expected);
    // The id says which of two instances it is. Without one it is counted, and said so.
    let known =
        [instance("i", Some("kst-1"), "Subscription"), instance("j", Some("kst-2"), "PayAsYouGo")];
    assert_eq!(
        of_payg(&read(&known)),
        ["alibaba-kms-payg kms_instances=1", "alibaba-kms-payg vpcs=1"]
    );
    let unknown = [instance("i", None, "Subscription"), instance("j", None, "PayAsYouGo")];
    let unclear = read(&unknown);
    assert!(of_payg(&unclear).contains(&"alibaba-kms-payg keys=2".to_owned()));
    let expected = "dkms_instance_id of alicloud_kms_key: which alicloud_kms_instance it is in is not in the file: it is counted";
    assert!(left_out(&unclear).contains(&expected.to_owned()), "{:?}", left_out(&unclear));
}

#[test]
fn products_of_an_order_that_no_driver_counts_are_named() {
    let product = |size: u32, factor: &str, spec: &str| json!({"resource_size": size, "usage_factor": factor, "resource_spec_code": spec});
    let products = json!({"product_list": [
        product(4, "duration", "secmaster.professional"),
        product(1, "duration", "secmaster.situation"),
        product(7, "flow", "secmaster.x"),
    ]});
    let plan = of_resources(&[resource("huaweicloud_secmaster_post_paid_order", "o", &products)]);
    let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
    assert_eq!(drivers(&import), ["huawei-secmaster-payg hosts=4"]);
    let what = "product_list of huaweicloud_secmaster_post_paid_order: no driver counts those with";
    let expected = [
        format!("{what} resource_spec_code secmaster.situation, usage_factor duration"),
        format!("{what} resource_spec_code secmaster.x, usage_factor flow"),
    ];
    assert_eq!(left_out(&import), expected);
}

/// A plan of one new resource, of which these attributes are not known yet.
fn of_unknown(kind: &str, values: &Value, unknown: &Value) -> Import {
    let mut plan = of_resources(&[resource(kind, "x", values)]);
    plan["resource_changes"] = json!([{
        "address": format!("{kind}.x"), "type": kind,
        "change": {"actions": ["create"], "after_unknown": unknown}
    }]);
    import("plan.json", plan.to_string().as_bytes()).unwrap()
}

#[test]
fn an_attribute_that_decides_and_is_not_known_is_reported() {
    let why = "it is known only after it is applied, so what it decides is not counted";
    for (kind, attribute) in [
        ("azurerm_key_vault_key", "key_type"),
        ("alicloud_kms_instance", "payment_type"),
        ("ibm_resource_instance", "service"),
        ("oci_kms_vault", "vault_type"),
        ("azurerm_log_analytics_workspace", "sku"),
        ("azurerm_security_center_subscription_pricing", "tier"),
    ] {
        let import = of_unknown(kind, &json!({}), &json!({attribute: true}));
        assert_eq!(drivers(&import), Vec::<String>::new(), "{kind}");
        assert_eq!(left_out(&import), [format!("{attribute} of {kind}: {why}")]);
        assert_eq!(import.notes, Vec::<String>::new(), "{kind}");
    }
    // A new key is switched on, though its state is known only to its service.
    let import = of_unknown("alicloud_kms_key", &json!({}), &json!({"status": true}));
    assert_eq!(drivers(&import), ["alibaba-kms-payg keys=1"]);
}

#[test]
fn numbers_and_places_that_are_not_known_are_reported() {
    let later = "it is known only after it is applied";
    let order = "huaweicloud_secmaster_post_paid_order";
    let product =
        json!({"usage_factor": "duration", "resource_spec_code": "secmaster.professional"});
    let import = of_unknown(
        order,
        &json!({"product_list": [product]}),
        &json!({"product_list": [{"resource_size": true}]}),
    );
    assert_eq!(left_out(&import), [format!("resource_size of {order}: {later}")]);
    let import = of_unknown(
        "alicloud_kms_instance",
        &json!({"payment_type": "PayAsYouGo", "bind_vpcs": [{"vpc_owner_id": "1"}]}),
        &json!({"vpc_id": true, "bind_vpcs": [{"vpc_id": true}]}),
    );
    let why = "those that are known only after it is applied are not counted";
    let expected =
        ["bind_vpcs.vpc_id", "vpc_id"].map(|it| format!("{it} of alicloud_kms_instance: {why}"));
    assert_eq!(left_out(&import), expected);
}

#[test]
fn an_instance_that_is_not_in_the_file_or_not_known_is_unclear() {
    let state = |instances: &[(&str, &str)]| {
        let instance = |(id, payment): &(&str, &str)| {
            resource("alicloud_kms_instance", id, &json!({"id": id, "payment_type": payment}))
        };
        let key = json!({"status": "Enabled", "dkms_instance_id": "kst-1"});
        let mut all = vec![resource("alicloud_kms_key", "k", &key)];
        all.extend(instances.iter().map(instance));
        import("plan.json", of_resources(&all).to_string().as_bytes()).unwrap()
    };
    let unclear = "dkms_instance_id of alicloud_kms_key: which alicloud_kms_instance it is in is not in the file: it is counted";
    for instances in [&[][..], &[("kst-2", "Subscription")]] {
        let import = state(instances);
        assert!(drivers(&import).contains(&"alibaba-kms-payg keys=1".to_owned()), "{instances:?}");
        assert_eq!(left_out(&import), [unclear], "{instances:?}");
    }
    let paid = state(&[("kst-1", "Subscription"), ("kst-2", "PayAsYouGo")]);
    assert!(!drivers(&paid).contains(&"alibaba-kms-payg keys=1".to_owned()));
}

#[test]
fn resources_that_set_nothing_say_why() {
    let left_out_of = |kind: &str, values: Value| {
        let plan = of_resources(&[resource(kind, "x", &values)]);
        left_out(&import("plan.json", plan.to_string().as_bytes()).unwrap())
    };
    let role = "vault_database_secret_backend_static_role";
    let found = left_out_of(role, json!({"rotation_schedule": "0 0 * * SAT"}));
    assert_eq!(found, [format!("interval of {role}: '0 0 * * SAT' is not read as an interval")]);
    for kind in [role, "aws_secretsmanager_secret_rotation", "doppler_rotated_secret_aws_postgres"]
    {
        let found = left_out_of(kind, json!({}));
        assert_eq!(found, [format!("{kind}: it names no interval, so nothing counts it")]);
    }
    let workspace = "azurerm_log_analytics_workspace";
    let found = left_out_of(workspace, json!({"sku": "CapacityReservation"}));
    assert_eq!(found, [format!("{workspace}: it has nothing that counts for a driver")]);
    // Zero switches rotation off.
    let found = left_out_of("vault_transit_secret_backend_key", json!({"auto_rotate_period": 0}));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn what_terraform_forgets_goes_on_existing() {
    let change = |name: &str, actions: Value, after: Value| {
        json!({"address": format!("aws_secretsmanager_secret.{name}"), "mode": "managed",
            "type": "aws_secretsmanager_secret",
            "change": {"actions": actions, "before": {"name": "o"}, "after": after}})
    };
    let plan = json!({"format_version": "1.2", "resource_changes": [
        change("a", json!(["forget"]), Value::Null),
        change("b", json!(["delete"]), Value::Null),
    ]});
    let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
    assert!(drivers(&import).contains(&"aws-secrets-manager secrets=1".to_owned()));
    let note =
        "aws_secretsmanager_secret.a: Terraform forgets it, and it goes on existing: it is counted";
    assert!(import.notes.contains(&note.to_owned()), "{:?}", import.notes);
}

#[test]
fn a_resource_that_stands_twice_is_named() {
    let secret = resource("aws_secretsmanager_secret", "a", &json!({}));
    let plan = of_resources(&[secret.clone(), secret]);
    let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
    let note = "aws_secretsmanager_secret.a: it stands twice in the file, and counts each time";
    assert_eq!(import.notes, [note]);
}

#[test]
fn secrets_that_say_how_many_versions_they_have_need_no_others() {
    let secret =
        |name, count: u32| resource("scaleway_secret", name, &json!({"version_count": count}));
    let version = resource("scaleway_secret_version", "v", &json!({}));
    let read_all = |all: &[Value]| read(&of_resources(all)).unwrap();
    let expected =
        ["scaleway-secret-manager secrets=2", "scaleway-secret-manager versions_per_secret=3"];
    assert_eq!(read_all(&[secret("a", 4), secret("b", 2), version.clone()]), expected);
    let expected =
        ["scaleway-secret-manager secrets=1", "scaleway-secret-manager versions_per_secret=1"];
    assert_eq!(read_all(&[secret("a", 0), version]), expected);
}

#[test]
fn choices_of_as_many_resources_are_no_majority() {
    let key = |name, spec: &str| {
        resource("aws_kms_key", name, &json!({"customer_master_key_spec": spec}))
    };
    let plan = of_resources(&[key("a", "SYMMETRIC_DEFAULT"), key("b", "RSA_2048")]);
    let import = import("plan.json", plan.to_string().as_bytes()).unwrap();
    let note = import.notes.iter().find(|it| it.contains("key-type")).unwrap();
    assert!(note.contains("for as many as") && !note.contains("most"), "{note}");
}

#[test]
fn copies_of_another_type_are_left_out_and_a_plan_with_an_error_is_noted() {
    let text = r#"{"format_version":"1.2","errored":true,"planned_values":{"root_module":{"resources":[{"address":"a","mode":"managed","type":"aws_secretsmanager_secret","values":{"replica":"five"}}]}}}"#;
    let import = import("plan.json", text.as_bytes()).unwrap();
    let found = drivers(&import);
    assert!(found.contains(&"aws-secrets-manager secrets=1".to_owned()), "{found:?}");
    assert!(found.contains(&"aws-secrets-manager regions=1".to_owned()), "{found:?}");
    let expected =
        "copies of aws_secretsmanager_secret: they are no list of copies, so it counts as one";
    assert!(left_out(&import).contains(&expected.to_owned()), "{:?}", left_out(&import));
    let note =
        "plan.json: the plan ended with an error, so that some of its changes may be missing";
    assert!(import.notes.contains(&note.to_owned()), "{:?}", import.notes);
}

#[test]
fn an_attribute_that_is_not_known_has_one_line() {
    let text = r#"{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"p","mode":"managed","type":"aws_ssm_parameter","values":{}}]}},"resource_changes":[{"address":"p","type":"aws_ssm_parameter","change":{"actions":["create"],"after_unknown":{"tier":true}}}]}"#;
    let import = import("plan.json", text.as_bytes()).unwrap();
    assert_eq!(
        left_out(&import),
        ["tier of aws_ssm_parameter: it is known only after it is applied"]
    );
}
