//! The parts of objects that matter. The rest is not kept, so that memory stays bounded.

use serde_json::{Map, Value};

use super::facts::facts;
use crate::import::tree;

/// The kind of a store that serves all namespaces.
pub const CLUSTER_STORE: &str = "ClusterSecretStore";

/// The name of the driver in a volume.
const DRIVER: &str = "secrets-store.csi.k8s.io";
/// The kinds of objects that run pods, with the paths of a pod's specification.
pub const RUNNERS: [(&str, &str); 7] = [
    ("Deployment", "spec.template.spec"),
    ("StatefulSet", "spec.template.spec"),
    ("ReplicaSet", "spec.template.spec"),
    ("DaemonSet", "spec.template.spec"),
    ("ReplicationController", "spec.template.spec"),
    ("Rollout", "spec.template.spec"),
    ("Pod", "spec"),
];
/// The kinds of objects whose pods end.
pub const ENDING: [(&str, &str); 2] =
    [("Job", "spec.template.spec"), ("CronJob", "spec.jobTemplate.spec.template.spec")];
/// The kinds of objects that run the driver.
pub const OF_DRIVERS: [&str; 2] = ["DaemonSet", "Pod"];
/// The flag with which the driver polls.
pub const ROTATION: &str = "enable-secret-rotation";

/// Kinds that matter beside those that poll and run pods, with the parts of them.
const OTHERS: [(&str, &[&str]); 5] = [
    (CLUSTER_STORE, &["/spec/provider"]),
    ("SecretStore", &["/spec/provider"]),
    ("Namespace", &["/metadata/labels"]),
    ("HorizontalPodAutoscaler", &["/spec"]),
    ("ScaledObject", &["/spec"]),
];

/// Everything of an object that matters. Null if nothing does.
pub fn kept(kind: &str, value: &mut Value) -> Value {
    let polls = ["ExternalSecret", "PushSecret", "SecretProviderClass"];
    if polls.iter().any(|ending| kind.ends_with(ending))
        || facts().poller.iter().any(|it| it.kind == kind)
    {
        return parts(value, &["/spec"]);
    }
    if let Some((_, pointers)) = OTHERS.iter().find(|(known, _)| *known == kind) {
        return parts(value, pointers);
    }
    of_runner(kind, value)
}

/// An object with some of its parts alone.
fn parts(value: &mut Value, pointers: &[&str]) -> Value {
    let mut all = Value::Object(Map::new());
    for pointer in pointers {
        let Some(found) = value.pointer_mut(pointer).map(Value::take) else { continue };
        let mut at = &mut all;
        for key in pointer.split('/').skip(1) {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            at = &mut at[key];
        }
        *at = found;
    }
    all
}

/// The path of the containers of a kind.
pub fn containers(kind: &str) -> String {
    let known = RUNNERS.iter().chain(&ENDING).find(|(known, _)| *known == kind);
    format!("{}.containers", known.map_or("spec", |(_, path)| path))
}

/// Everything that matters of an object that runs pods. Null if nothing does.
fn of_runner(kind: &str, value: &mut Value) -> Value {
    let known = RUNNERS.iter().chain(&ENDING).find(|(known, _)| *known == kind);
    let Some((_, path)) = known else { return Value::Null };
    let pointer = |key: &str| format!("/{}/{key}", path.replace('.', "/"));
    let (volumes, containers) = (pointer("volumes"), pointer("containers"));
    let runs_driver = OF_DRIVERS.contains(&kind);
    let mut is_kept = retain(value, &volumes, |it| tree::text(it, "csi.driver") == Some(DRIVER));
    is_kept |= retain(value, &containers, |it| runs_driver && is_driver(it));
    if !is_kept {
        return Value::Null;
    }
    let others = ["/metadata/ownerReferences", "/spec/replicas", "/status/phase"];
    let nodes = ["/status/desiredNumberScheduled", &volumes, &containers];
    parts(value, &[others, nodes].concat())
}

/// Keeps elements of a list. Returns whether there are some.
fn retain(value: &mut Value, pointer: &str, is_meant: impl Fn(&Value) -> bool) -> bool {
    let Some(at) = value.pointer_mut(pointer) else { return false };
    let list = at.take();
    let mut list = if let Value::Array(list) = list { list } else { vec![list] };
    list.retain(is_meant);
    let is_some = !list.is_empty();
    *at = Value::Array(list);
    is_some
}

/// Returns whether a container is the driver's.
fn is_driver(container: &Value) -> bool {
    let image = tree::text(container, "image").unwrap_or_default();
    image.contains("secrets-store") || flag(&arguments(container), ROTATION).is_some()
}

/// The arguments of a container, each word on its own.
pub fn arguments(container: &Value) -> Vec<&str> {
    let args = ["command", "args"].map(|key| tree::all(container, key));
    let args = args.into_iter().flatten().filter_map(Value::as_str);
    args.flat_map(str::split_whitespace).collect()
}

/// The value of a flag as `--name=value`. Empty if it has none, `None` if it is not there.
pub fn flag<'a>(args: &[&'a str], name: &str) -> Option<&'a str> {
    args.iter().rev().find_map(|arg| {
        let bare = arg.strip_prefix("--").or_else(|| arg.strip_prefix('-'))?;
        let (known, value) = bare.split_once('=').unwrap_or((bare, ""));
        (known == name).then_some(value)
    })
}
