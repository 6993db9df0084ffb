//! The Secrets Store CSI driver: each pod that mounts a `SecretProviderClass` polls for each of its objects.

use std::collections::BTreeSet;

use serde_json::Value;

use super::facts::{MountFact, facts};
use super::objects::{Object, Objects};
use super::poll::{Poll, Polls, Refresh, refresh};
use crate::import::draft::Draft;
use crate::import::interval::Unit;
use crate::import::{tree, yaml};

/// The group of the driver's API.
const API: &str = "secrets-store.csi.x-k8s.io";
/// The name of the driver in a volume.
const DRIVER: &str = "secrets-store.csi.k8s.io";
/// The interval without a flag.
const INTERVAL: &str = "2m";
/// The kinds of objects that run pods, with the paths of a pod's volumes.
const RUNNERS: [(&str, &str); 7] = [
    ("Deployment", "spec.template.spec.volumes"),
    ("StatefulSet", "spec.template.spec.volumes"),
    ("ReplicaSet", "spec.template.spec.volumes"),
    ("DaemonSet", "spec.template.spec.volumes"),
    ("ReplicationController", "spec.template.spec.volumes"),
    ("Rollout", "spec.template.spec.volumes"),
    ("Pod", "spec.volumes"),
];

/// The kinds of objects whose pods end.
const ENDING: [(&str, &str); 2] = [
    ("Job", "spec.template.spec.volumes"),
    ("CronJob", "spec.jobTemplate.spec.template.spec.volumes"),
];
/// Kinds of owners that others make, with the kinds of those. Their names are those of the others and a suffix.
const OWNERS: [(&str, &str); 4] = [
    ("ReplicaSet", "Deployment"),
    ("ReplicaSet", "Rollout"),
    ("ReplicationController", "DeploymentConfig"),
    ("Job", "CronJob"),
];
/// The phases of pods that have ended.
const ENDED: [&str; 2] = ["Succeeded", "Failed"];

/// The polling of the cluster's driver.
enum Rotation {
    /// The driver is not in the files.
    NotThere,
    /// It mounts once.
    Off,
    /// It polls.
    On(String),
}

/// Adds what mounted classes poll.
pub fn polls<'a>(objects: &'a Objects, polls: &mut Polls<'a>, draft: &mut Draft) {
    let mut classes = objects.of("SecretProviderClass").filter(|it| it.api == API).peekable();
    if classes.peek().is_none() {
        return;
    }
    let rotation = rotation(objects, draft);
    for class in classes {
        let pods = pods(objects, class, draft);
        let every = match &rotation {
            Rotation::On(interval) => {
                refresh(class, Some(interval.clone()), INTERVAL, Unit::Seconds, draft)
            }
            Rotation::Off => Refresh::Once,
            Rotation::NotThere => {
                let why = "the driver is not in the files, and without --enable-secret-rotation it polls for nothing";
                draft.leave_out(&class.kind, why, class.row());
                Refresh::Once
            }
        };
        mounts(class, pods, every, polls, draft);
    }
}

/// The flags of the driver's containers, wherever they run.
fn rotation(objects: &Objects, draft: &mut Draft) -> Rotation {
    let mut found = Rotation::NotThere;
    let runners = objects.all().iter().filter(|it| it.kind == "DaemonSet" || it.kind == "Pod");
    for runner in runners {
        let spec = if runner.kind == "Pod" { "spec" } else { "spec.template.spec" };
        for container in tree::all(&runner.value, &format!("{spec}.containers")) {
            let image = tree::text(container, "image").unwrap_or_default();
            let args = ["command", "args"].map(|key| tree::all(container, key));
            let args = args.into_iter().flatten().filter_map(Value::as_str);
            let args: Vec<&str> = args.flat_map(str::split_whitespace).collect();
            let is_driver = image.contains("secrets-store") || image.contains("csi-secrets-store");
            let enabled = flag(&args, "enable-secret-rotation");
            if !is_driver && enabled.is_none() {
                continue;
            }
            match enabled {
                Some("" | "true" | "True" | "TRUE" | "t" | "T" | "1") => {
                    let interval = value(&args, "rotation-poll-interval").unwrap_or(INTERVAL);
                    if is_late(image) {
                        let note =
                            "from 1.6.0 on the interval is a minimum, so that calls are fewer";
                        draft.notes.insert(format!("{image}: {note}"));
                    }
                    return Rotation::On(interval.to_owned());
                }
                Some(_) | None => found = Rotation::Off,
            }
        }
    }
    found
}

/// The value of a flag as `--name=value`. Empty if it has none, `None` if it is not there.
fn flag<'a>(args: &[&'a str], name: &str) -> Option<&'a str> {
    args.iter().rev().find_map(|arg| {
        let bare = arg.strip_prefix("--").or_else(|| arg.strip_prefix('-'))?;
        let (known, value) = bare.split_once('=').unwrap_or((bare, ""));
        (known == name).then_some(value)
    })
}

/// The value of a flag: `--name=value`, or `--name value`.
fn value<'a>(args: &[&'a str], name: &str) -> Option<&'a str> {
    let own = flag(args, name)?;
    if !own.is_empty() {
        return Some(own);
    }
    let at = args.iter().rposition(|arg| arg.trim_start_matches('-') == name)?;
    args.get(at + 1).copied().filter(|it| !it.is_empty() && !it.starts_with('-'))
}

/// Returns whether an image is of version 1.6 of the driver, or later.
fn is_late(image: &str) -> bool {
    let version = image.rsplit_once(":v").map_or("", |(_, version)| version);
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= (1, 6)
}

/// The pods that mount a class. Those that another object in the files runs are counted with it.
fn pods(objects: &Objects, class: &Object, draft: &mut Draft) -> u64 {
    let mut pods = 0;
    for (kind, volumes) in RUNNERS {
        let runners = objects.of(kind).filter(|it| it.namespace == class.namespace);
        for runner in runners.filter(|it| mounts_class(it, volumes, &class.name)) {
            if is_run_by_another(objects, runner) {
                continue;
            }
            if tree::text(&runner.value, "status.phase").is_some_and(|it| ENDED.contains(&it)) {
                draft.leave_out(&runner.kind, "it has ended, and polls for nothing", runner.row());
                continue;
            }
            let replicas = runner.part("/spec/replicas").as_u64().unwrap_or(1);
            pods += match kind {
                "Pod" => 1,
                "DaemonSet" => {
                    let scheduled = runner.part("/status/desiredNumberScheduled").as_u64();
                    if scheduled.is_none() {
                        let why = "the number of nodes is not in the files: it counts as one pod";
                        draft.leave_out(&runner.kind, why, runner.row());
                    }
                    scheduled.unwrap_or(1)
                }
                _ => replicas,
            };
        }
    }
    for (kind, volumes) in ENDING {
        let runners = objects.of(kind).filter(|it| it.namespace == class.namespace);
        let runners = runners.filter(|it| mounts_class(it, volumes, &class.name));
        for runner in runners.filter(|it| !is_run_by_another(objects, it)) {
            let why = "how long its pods run is not in the files, so their polls are not counted";
            draft.leave_out(&runner.kind, why, runner.row());
        }
    }
    if pods == 0 {
        draft.leave_out(
            &class.kind,
            "no pod in the files that keeps running mounts it",
            class.row(),
        );
    }
    pods
}

fn mounts_class(runner: &Object, volumes: &str, class: &str) -> bool {
    tree::all(&runner.value, volumes).into_iter().any(|volume| {
        tree::text(volume, "csi.driver") == Some(DRIVER)
            && tree::text(volume, "csi.volumeAttributes.secretProviderClass") == Some(class)
    })
}

/// Returns whether another object in the files runs a runner: its owner, or the owner of that one, which is known by
/// its name.
fn is_run_by_another(objects: &Objects, runner: &Object) -> bool {
    let is_there = |kind: &str, name: &str| {
        objects.of(kind).any(|it| it.name == name && it.namespace == runner.namespace)
    };
    let owners = tree::all(&runner.value, "metadata.ownerReferences");
    owners.into_iter().any(|owner| {
        let text = |key| tree::text(owner, key).unwrap_or_default();
        let (kind, name) = (text("kind"), text("name"));
        let above = OWNERS.iter().filter(|(own, _)| *own == kind);
        let maker = name.rsplit_once('-').map_or("", |(maker, _)| maker);
        is_there(kind, name) || above.into_iter().any(|(_, kind)| is_there(kind, maker))
    })
}

/// Adds the objects of a class, by service.
fn mounts<'a>(
    class: &'a Object,
    pods: u64,
    every: Refresh,
    polls: &mut Polls<'a>,
    draft: &mut Draft,
) {
    let provider = tree::text(&class.value, "spec.provider").unwrap_or_default();
    let facts: Vec<&MountFact> =
        facts().mount.iter().filter(|fact| fact.provider == provider).collect();
    if facts.is_empty() {
        draft.leave_out(&class.kind, "no card prices its provider", class.row());
        return;
    }
    let listed = listed(class, &facts[0].objects);
    if listed.is_empty() {
        draft.leave_out(&class.kind, "its objects cannot be read", class.row());
        return;
    }
    for fact in facts {
        let is_of = |object: &&Value| {
            fact.r#type.as_ref().is_none_or(|it| it.is.contains(&service(object, &it.at, fact)))
        };
        let own: Vec<&Value> = listed.iter().filter(is_of).collect();
        if own.is_empty() {
            continue;
        }
        let keys: BTreeSet<String> =
            own.iter().filter_map(|it| tree::text(it, &fact.key)).map(str::to_owned).collect();
        let parameter = |name: &String| !tree::all(class.part("/spec/parameters"), name).is_empty();
        let is_doubled = fact.all_doubled.as_ref().is_some_and(parameter);
        let calls = calls(fact, &own, is_doubled).saturating_mul(pods);
        let store = String::new();
        polls.add(Poll { object: class, card: &fact.card, store, keys, calls, refresh: every });
    }
}

/// The service of an object: its type, or what its full name says.
fn service(object: &Value, at: &str, fact: &MountFact) -> String {
    let named = tree::text(object, at).unwrap_or_default();
    let name = tree::text(object, &fact.key).unwrap_or_default();
    if named.is_empty() && name.starts_with("arn:") && name.contains(":ssm:") {
        return "ssmparameter".to_owned();
    }
    named.to_owned()
}

/// The calls of one poll of one pod.
fn calls(fact: &MountFact, own: &[&Value], is_doubled: bool) -> u64 {
    let has = |object: &Value, key: &Option<String>| {
        key.as_ref().is_some_and(|key| tree::text(object, key).is_some_and(|it| !it.is_empty()))
    };
    if !fact.distinct.is_empty() {
        let texts = |object: &&Value| -> Vec<String> {
            let text = |key: &String| tree::text(object, key).unwrap_or_default().to_owned();
            fact.distinct.iter().map(text).collect()
        };
        return own.iter().map(texts).collect::<BTreeSet<_>>().len() as u64;
    }
    let asked = own.iter().filter(|object| !has(object, &fact.pinned));
    if is_doubled {
        return 2 * (asked.count() as u64).div_ceil(fact.batch);
    }
    let count: u64 = asked.map(|object| if has(object, &fact.doubled) { 2 } else { 1 }).sum();
    count.div_ceil(fact.batch)
}

/// The objects that a class lists in a text of YAML. Some providers nest another text for each.
fn listed(class: &Object, parameter: &str) -> Vec<Value> {
    let Some(text) = tree::text(class.part("/spec/parameters"), parameter) else {
        return Vec::new();
    };
    let nested = parse(&class.file, text);
    let nested = nested.into_iter().flat_map(|it| match it {
        Value::Array(list) => list,
        Value::Object(mut table) => match table.remove("array") {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    });
    let objects = nested.flat_map(|it| match it {
        Value::String(text) => parse(&class.file, &text),
        other => vec![other],
    });
    objects.filter(Value::is_object).collect()
}

fn parse(file: &str, text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let read = yaml::documents(file, text, |value| {
        found.push(value);
        Ok(())
    });
    // A text that is no YAML lists nothing, which is said of the class.
    if read.is_ok() { found } else { Vec::new() }
}
