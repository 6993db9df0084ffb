//! Manifests of Kubernetes.

use whatif_pricing::plain;

use crate::support::{drivers, import, import_sample, left_out};

#[test]
fn the_sample_manifests_give_the_calls_worked_out_by_hand() {
    let import = import_sample("kubernetes.yaml");
    let expected = [
        "aws-secrets-manager secrets=8",
        "aws-secrets-manager reads_per_secret_per_day=2010",
        "aws-secrets-manager calls=482400",
        "doppler calls=43200",
        "gcp-secret-manager secrets=2",
        "gcp-secret-manager reads_per_secret_per_day=288",
        "gcp-secret-manager calls=17280",
        "hcp-vault-dedicated secrets=1",
        "hcp-vault-dedicated reads_per_secret_per_day=2880",
        "hcp-vault-dedicated calls=86400",
    ];
    assert_eq!(drivers(&import), expected);
    let objects: Vec<String> =
        import.objects.iter().map(|it| format!("{} {}", it.name, plain(it.calls))).collect();
    let expected = [
        "shop/g-mounted 388800",
        "shop/a-every-minute 86400",
        "shop/h-vault 86400",
        "doppler-operator-system/i-doppler 43200",
        "shop/d-google 17280",
        "default/e-three-namespaces 4320",
        "shop/f-push 2160",
        "shop/b-default-hour 720",
    ];
    assert_eq!(objects, expected);
}

const STORE: &str = "\
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: aws}
spec: {provider: {aws: {service: SecretsManager, region: eu-west-1}}}
";

/// An `ExternalSecret` with this specification, beside a store of AWS.
fn external(spec: &str) -> String {
    format!(
        "{STORE}---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {{name: x, namespace: n}}\nspec:\n  secretStoreRef: {{kind: ClusterSecretStore, name: aws}}\n{spec}"
    )
}

fn calls_of(text: &str) -> Vec<String> {
    let all = drivers(&import("a.yaml", text.as_bytes()).unwrap());
    all.into_iter().filter(|it| it.contains("calls=")).collect()
}

#[test]
fn versions_and_metadata_are_keys_of_their_own() {
    let text = external(
        "  refreshInterval: 1h
  data:
    - {secretKey: a, remoteRef: {key: k}}
    - {secretKey: b, remoteRef: {key: k, property: p}}
    - {secretKey: c, remoteRef: {key: k, version: v1}}
    - {secretKey: d, remoteRef: {key: k, metadataPolicy: Fetch}}
",
    );
    assert_eq!(calls_of(&text), ["aws-secrets-manager calls=2160"]);
}

#[test]
fn only_a_periodic_refresh_polls() {
    let item = "  data: [{secretKey: a, remoteRef: {key: k}}]\n";
    for policy in ["CreatedOnce", "OnChange"] {
        assert_eq!(calls_of(&external(&format!("  refreshPolicy: {policy}\n{item}"))), [""; 0]);
    }
    let periodic = external(&format!("  refreshPolicy: Periodic\n{item}"));
    assert_eq!(calls_of(&periodic), ["aws-secrets-manager calls=720"]);
}

#[test]
fn a_store_that_is_not_there_and_a_search_are_left_out_with_a_reason() {
    let text = external("  dataFrom: [{find: {name: {regexp: a}}}]\n");
    let import = import(
        "a.yaml",
        text.replace("kind: ClusterSecretStore, name: aws", "name: aws").as_bytes(),
    );
    let reasons = left_out(&import.unwrap());
    assert!(reasons[0].starts_with("ExternalSecret: its SecretStore 'aws' is not in the files"));
    assert!(reasons[1].starts_with("dataFrom.find: how many secrets it finds"));
}

#[test]
fn pods_are_counted_with_what_runs_them() {
    let class = "\
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: c, namespace: n}
spec: {provider: azure, parameters: {objects: \"array:\\n  - |\\n    objectName: a\\n    objectType: secret\\n\"}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: driver, namespace: kube-system}
spec: {template: {spec: {containers: [{image: secrets-store, args: [--enable-secret-rotation=true, --rotation-poll-interval=1h]}]}}}
---
";
    let pod = |owner: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: p, namespace: n{owner}}}\nspec: {{volumes: [{{csi: {{driver: secrets-store.csi.k8s.io, volumeAttributes: {{secretProviderClass: c}}}}}}]}}\n---\n"
        )
    };
    let runner = "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: r, namespace: n}\nspec: {replicas: 3, template: {spec: {volumes: [{csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: c}}}]}}}\n---\n";
    assert_eq!(calls_of(&format!("{class}{}", pod(""))), ["azure-key-vault calls=720"]);
    let owned = pod(", ownerReferences: [{kind: ReplicaSet, name: r}]");
    assert_eq!(calls_of(&format!("{class}{runner}{owned}")), ["azure-key-vault calls=2160"]);
    // Without the flag the driver mounts once.
    let off = class.replace("--enable-secret-rotation=true, ", "");
    assert_eq!(calls_of(&format!("{off}{}", pod(""))), [""; 0]);
}

#[test]
fn a_list_as_json_counts_each_object_once() {
    let item = r#"{"apiVersion":"secrets.doppler.com/v1alpha1","kind":"DopplerSecret","metadata":{"name":"d","namespace":"n"},"spec":{"resyncSeconds":120}}"#;
    let text = format!(r#"{{"apiVersion":"v1","kind":"List","items":[{item},{item}]}}"#);
    assert_eq!(calls_of(&text), ["doppler calls=21600"]);
}

#[test]
fn namespaces_are_chosen_by_their_labels() {
    let namespace = |name: &str, team: &str| {
        format!(
            "apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, labels: {{team: {team}}}}}\n---\n"
        )
    };
    let cluster = "apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: {name: c}
spec:
  namespaceSelectors: [{matchLabels: {team: a}}]
  externalSecretSpec:
    secretStoreRef: {kind: ClusterSecretStore, name: aws}
    data: [{secretKey: a, remoteRef: {key: k}}]
";
    let namespaces = [namespace("x", "a"), namespace("y", "b"), namespace("z", "a")].concat();
    let text = format!("{namespaces}{STORE}---\n{cluster}");
    assert_eq!(calls_of(&text), ["aws-secrets-manager calls=1440"]);
    let import = import("a.yaml", format!("{STORE}---\n{cluster}").as_bytes()).unwrap();
    assert!(left_out(&import)[0].contains("none in the files has them"), "{:?}", left_out(&import));
}

#[test]
fn an_interval_that_cannot_be_read_keeps_the_secrets() {
    let spec = "  refreshInterval: often\n  data:\n    - {secretKey: a, remoteRef: {key: k}}\n";
    let import = import("x.yaml", external(spec).as_bytes()).unwrap();
    assert_eq!(drivers(&import), ["aws-secrets-manager secrets=1"]);
    let reasons = left_out(&import);
    let expected =
        "ExternalSecret: its interval 'often' cannot be read, so its calls are not counted";
    assert_eq!(reasons, [expected]);
}

#[test]
fn an_interval_of_another_type_or_of_too_many_digits_is_left_out_with_its_line() {
    let of = |interval: &str| {
        let item = "  data: [{secretKey: a, remoteRef: {key: k}}]\n";
        let text = external(&format!("  refreshInterval: {interval}\n{item}"));
        // Another object stays as it is.
        let other = text.split_once("---\n").unwrap().1.replace("name: x", "name: y");
        let other = other.replace(&format!("refreshInterval: {interval}"), "refreshInterval: 1h");
        let import = import("x.yaml", format!("{text}---\n{other}").as_bytes()).unwrap();
        assert_eq!(drivers(&import)[2], "aws-secrets-manager calls=720", "{interval}");
        let left = &import.left_out[0];
        assert_eq!(left.origin.first, ["n/x (line 6)"], "{interval}");
        left.why.clone()
    };
    for (interval, shown) in [
        ("60", "60"),
        ("[1h, 2h]", r#"["1h","2h"]"#),
        ("{every: 1h}", r#"{"every":"1h"}"#),
        ("true", "true"),
    ] {
        let why =
            format!("its interval {shown} is no text such as 1h, so its calls are not counted");
        assert_eq!(of(interval), why);
    }
    let why = "its interval has more digits than are exact, so its calls are not counted";
    assert_eq!(of("1.000000000000000000000000001h"), why);
    // An object as JSON has its line too.
    let item = |name: &str, seconds: &str| {
        format!(
            r#"{{"apiVersion":"secrets.doppler.com/v1alpha1","kind":"DopplerSecret","metadata":{{"name":"{name}","namespace":"n"}},"spec":{{"resyncSeconds":{seconds}}}}}"#
        )
    };
    let items = format!("{},\n{}", item("a", "120"), item("b", "[120]"));
    let text = format!("{{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n{items}]}}");
    let import = import("a.json", text.as_bytes()).unwrap();
    assert_eq!(drivers(&import), ["doppler calls=21600"]);
    assert_eq!(import.left_out[0].origin.first, ["n/b (line 3)"]);
}

#[test]
fn pods_that_are_scaled_are_named_and_odd_replicas_are_not_counted() {
    let pods = runner("Deployment", "spec.template.spec");
    let three = pods.replace("spec: {template", "spec: {replicas: 3, template");
    let scaler = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h, namespace: s}\nspec: {minReplicas: 2, maxReplicas: 10, scaleTargetRef: {kind: Deployment, name: it}}\n";
    let text = mounted("", &format!("{three}{scaler}"));
    assert_eq!(calls_of(&text), ["aws-secrets-manager calls=129600"]);
    let reasons = left_out(&import("a.yaml", text.as_bytes()).unwrap());
    let expected = "Deployment: autoscaled 2 to 10 by HorizontalPodAutoscaler h: 3 counted";
    assert_eq!(reasons, [expected]);
    let five = pods.replace("spec: {template", "spec: {replicas: five, template");
    let import = import("a.yaml", mounted("", &five).as_bytes()).unwrap();
    let expected = "Deployment: its replicas \"five\" are no number, so its pods are not counted";
    assert!(left_out(&import).contains(&expected.to_owned()), "{:?}", left_out(&import));
}

#[test]
fn many_objects_without_their_store_take_no_longer_each() {
    let one = |at: usize| {
        format!(
            "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {{name: x{at}, namespace: n}}\nspec: {{secretStoreRef: {{name: s{at}}}, data: [{{remoteRef: {{key: k}}}}]}}\n---\n"
        )
    };
    let text: String = (0..20_000).map(one).collect();
    let begun = std::time::Instant::now();
    let import = import("many.yaml", text.as_bytes()).unwrap();
    assert_eq!(import.left_out.iter().map(|it| it.origin.count).sum::<u64>(), 20_000);
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

/// A class of two secrets, the driver that polls for it, and other objects.
fn mounted(parameters: &str, others: &str) -> String {
    format!(
        "\
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {{name: m, namespace: s}}
spec: {{provider: aws, parameters: {{{parameters}objects: \"[{{objectName: a}}, {{objectName: b}}]\"}}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: csi, namespace: kube-system}}
spec: {{template: {{spec: {{containers: [{{image: secrets-store, args: [--enable-secret-rotation=true]}}]}}}}}}
---
{others}"
    )
}

/// An object that runs pods, with the path of what they mount.
fn runner(kind: &str, path: &str) -> String {
    let volumes = "{volumes: [{csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: m}}}]}";
    let inside = |inner: String, key: &str| format!("{{{key}: {inner}}}");
    let spec = path.rsplit('.').fold(volumes.to_owned(), inside);
    let spec = &spec[1..spec.len() - 1];
    format!("apiVersion: v1\nkind: {kind}\nmetadata: {{name: it, namespace: s}}\n{spec}\n---\n")
}

#[test]
fn a_second_region_of_a_class_doubles_all_of_its_calls() {
    let pods = runner("Deployment", "spec.template.spec");
    // 2 objects × 21,600 polls
    assert_eq!(calls_of(&mounted("", &pods)), ["aws-secrets-manager calls=43200"]);
    let doubled = mounted("failoverRegion: us-west-2, ", &pods);
    assert_eq!(calls_of(&doubled), ["aws-secrets-manager calls=86400"]);
}

#[test]
fn pods_that_end_are_named_and_not_counted() {
    let pod = runner("Pod", "spec");
    let [done, failed] = ["Succeeded", "Failed"].map(|phase| {
        pod.replace("name: it", &format!("name: {phase}"))
            .replace("\n---", &format!("\nstatus: {{phase: {phase}}}\n---"))
    });
    let jobs = runner("Job", "spec.template.spec");
    let jobs = jobs + &runner("CronJob", "spec.jobTemplate.spec.template.spec");
    let others = format!(
        "{pod}{done}{failed}{jobs}{}",
        runner("ReplicationController", "spec.template.spec")
    );
    let text = mounted("", &others);
    assert_eq!(calls_of(&text), ["aws-secrets-manager calls=86400"]);
    let import = import("a.yaml", text.as_bytes()).unwrap();
    let ends = "how long its pods run is not in the files, so their polls are not counted";
    let expected = [
        format!("CronJob: {ends}"),
        format!("Job: {ends}"),
        "Pod: it has ended, and polls for nothing".to_owned(),
    ];
    assert_eq!(left_out(&import), expected);
    assert_eq!(import.left_out[2].origin.count, 2);
}

#[test]
fn instant_updates_poll_by_the_hour() {
    let secret = |spec: &str| {
        format!(
            "apiVersion: secrets.infisical.com/v1alpha1\nkind: InfisicalSecret\nmetadata: {{name: i, namespace: n}}\nspec: {{syncConfig: {{{spec}}}}}\n"
        )
    };
    for (spec, calls) in [
        ("", "8640"),
        ("instantUpdates: false", "8640"),
        ("instantUpdates: true", "720"),
        ("instantUpdates: true, resyncInterval: 1m", "43200"),
    ] {
        assert_eq!(calls_of(&secret(spec)), [format!("infisical calls={calls}")], "{spec}");
    }
}

#[test]
fn namespaces_are_chosen_by_expressions_too() {
    let namespace = |name: &str, team: &str| {
        format!(
            "apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}, labels: {{team: {team}}}}}\n---\n"
        )
    };
    let three = [namespace("a", "x"), namespace("b", "x"), namespace("c", "y")].concat();
    let cluster = |selectors: &str| {
        let secret = external("  data: [{secretKey: a, remoteRef: {key: k}}]\n");
        let (store, secret) = secret.split_once("kind: ExternalSecret").unwrap();
        let spec = secret.split_once("spec:\n").unwrap().1.replace("\n  ", "\n    ");
        format!(
            "{three}{store}kind: ClusterExternalSecret\nmetadata: {{name: c}}\nspec:\n  namespaceSelectors: {selectors}\n  externalSecretSpec:\n  {spec}"
        )
    };
    let mixed = cluster(
        "[{matchLabels: {team: x}}, {matchExpressions: [{key: team, operator: In, values: [y]}]}]",
    );
    assert_eq!(calls_of(&mixed), ["aws-secrets-manager calls=2160"]);
    let one = cluster("[{matchExpressions: [{key: team, operator: NotIn, values: [x]}]}]");
    assert_eq!(calls_of(&one), ["aws-secrets-manager calls=720"]);
    let odd = cluster("[{matchExpressions: [{key: team, operator: Near}]}]");
    assert_eq!(calls_of(&odd), [""; 0]);
    let reasons = left_out(&import("a.yaml", odd.as_bytes()).unwrap());
    let expected =
        "ClusterExternalSecret: an expression by which it chooses namespaces cannot be read";
    assert!(reasons.contains(&expected.to_owned()), "{reasons:?}");
}

#[test]
fn pods_are_counted_with_what_made_their_owner() {
    let pods = |kind: &str, owner: &str| -> String {
        let owned =
            format!("ownerReferences: [{{kind: {kind}, name: {owner}, controller: true}}], ");
        let pod = |name: &str| {
            let metadata = format!("metadata: {{{owned}name: {owner}-{name}");
            runner("Pod", "spec").replace("metadata: {name: it", &metadata)
        };
        pod("aaaaa") + &pod("bbbbb")
    };
    let deployment = runner("Deployment", "spec.template.spec");
    let deployment = deployment.replace("spec: {template", "spec: {replicas: 2, template");
    for (kind, maker) in [("ReplicaSet", "Deployment"), ("ReplicaSet", "Rollout")] {
        let others = deployment.replace("Deployment", maker) + &pods(kind, "it-7d4b9c");
        // 2 pods × 2 objects × 21,600 polls
        assert_eq!(calls_of(&mounted("", &others)), ["aws-secrets-manager calls=86400"], "{maker}");
    }
    // What made them is not in the files, or is another.
    let others = pods("ReplicaSet", "it-7d4b9c");
    assert_eq!(calls_of(&mounted("", &others)), ["aws-secrets-manager calls=86400"]);
    let others = deployment.clone() + &pods("ReplicaSet", "it-too-7d4b9c");
    assert_eq!(calls_of(&mounted("", &others)), ["aws-secrets-manager calls=172800"]);
    let jobs = runner("CronJob", "spec.jobTemplate.spec.template.spec") + &pods("Job", "it-289");
    assert_eq!(calls_of(&mounted("", &jobs)), ["aws-secrets-manager calls=0"]);
}

#[test]
fn flags_of_the_driver_may_have_their_value_behind_them() {
    let pods = runner("Deployment", "spec.template.spec");
    let of = |args: &str| {
        calls_of(&mounted("", &pods).replace("args: [--enable-secret-rotation=true]", args))
    };
    // 2 objects, each 30 s
    let expected = ["aws-secrets-manager calls=172800"];
    assert_eq!(of("args: [--enable-secret-rotation, --rotation-poll-interval, 30s]"), expected);
    assert_eq!(of("args: [-enable-secret-rotation=1, -rotation-poll-interval=30s]"), expected);
    assert_eq!(
        of("command: [sh, -c, d --enable-secret-rotation --rotation-poll-interval 30s]"),
        expected
    );
    let expected = ["aws-secrets-manager calls=43200"];
    assert_eq!(of("args: [--rotation-poll-interval, --enable-secret-rotation]"), expected);
    for off in ["=false", "=0", "-too=true"] {
        assert_eq!(of(&format!("args: [--enable-secret-rotation{off}]")), [""; 0], "{off}");
    }
}

/// An `ExternalSecret` of a key in two stores, whose regions are these.
fn of_two_stores(regions: [&str; 2]) -> String {
    let second = STORE.replace("name: aws", "name: other").replace("eu-west-1", regions[1]);
    let first = external(
        "  data:
    - {secretKey: a, remoteRef: {key: k}}
    - {secretKey: b, remoteRef: {key: k}, sourceRef: {storeRef: {kind: ClusterSecretStore, name: other}}}
",
    );
    format!("{}---\n{second}", first.replace("eu-west-1", regions[0]))
}

#[test]
fn each_store_is_asked_for_its_own_secrets() {
    let of = |regions| drivers(&import("a.yaml", of_two_stores(regions).as_bytes()).unwrap());
    let apart = of(["eu-west-1", "us-east-1"]);
    assert!(apart.contains(&"aws-secrets-manager secrets=2".to_owned()), "{apart:?}");
    assert!(apart.contains(&"aws-secrets-manager calls=1440".to_owned()), "{apart:?}");
    // Two stores with the same settings have the same secret, and still a client each.
    let same = of(["eu-west-1", "eu-west-1"]);
    assert!(same.contains(&"aws-secrets-manager secrets=1".to_owned()), "{same:?}");
    assert!(same.contains(&"aws-secrets-manager calls=1440".to_owned()), "{same:?}");
}

#[test]
fn the_current_version_is_the_one_without_a_name() {
    let text = external(
        "  data:
    - {secretKey: a, remoteRef: {key: k}}
    - {secretKey: b, remoteRef: {key: k, version: AWSCURRENT}}
",
    );
    assert_eq!(calls_of(&text), ["aws-secrets-manager calls=720"]);
}

#[test]
fn a_key_that_stands_twice_is_named_at_its_line() {
    let text = "apiVersion: v1\nkind: X\nmetadata: {name: a}\nmetadata:\n  name: b\n  more: c\n";
    let error = import("a.yaml", text.as_bytes()).unwrap_err().to_string();
    assert!(error.contains("line 4, column 1: the key 'metadata' stands twice"), "{error}");
}

#[test]
fn an_object_that_stands_again_with_other_content_is_named() {
    let spec = |every: &str| {
        format!(
            "  refreshInterval: {every}\n  data:\n    - {{secretKey: a, remoteRef: {{key: k}}}}\n"
        )
    };
    let twice = |one: &str, two: &str| {
        let both = format!("{}---\n{}", external(&spec(one)), external(&spec(two)));
        import("a.yaml", both.as_bytes()).unwrap().notes
    };
    assert!(twice("1h", "1h").is_empty(), "the same cluster was read twice");
    let note = "n/x stands again in a.yaml with other content: the first of a name counts; import another cluster on its own";
    assert_eq!(twice("1h", "1m"), [note]);
}
