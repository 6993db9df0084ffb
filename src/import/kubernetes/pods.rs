//! The pods that mount classes of the Secrets Store CSI driver, counted with what runs them.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::kept::{ENDING, RUNNERS};
use super::objects::{Object, Objects, part};
use crate::import::draft::Draft;
use crate::import::error::quoted;
use crate::import::tree;

/// Kinds of owners that others make, with the kinds of those. Their names are those of the others and a suffix.
const OWNERS: [(&str, &str); 4] = [
    ("ReplicaSet", "Deployment"),
    ("ReplicaSet", "Rollout"),
    ("ReplicationController", "DeploymentConfig"),
    ("Job", "CronJob"),
];
/// The phases of pods that have ended.
const ENDED: [&str; 2] = ["Succeeded", "Failed"];
/// Kinds that change the number of pods, with the keys of the least and the most.
const SCALERS: [(&str, [&str; 2]); 2] = [
    ("HorizontalPodAutoscaler", ["minReplicas", "maxReplicas"]),
    ("ScaledObject", ["minReplicaCount", "maxReplicaCount"]),
];

/// What runs the pods that mount a class.
enum Runs {
    /// So many pods.
    Pods(u64),
    /// One on each node, and how many nodes there are is not known.
    Nodes,
    /// A number of pods that is none.
    Odd(String),
    /// It has ended.
    Ended,
    /// Pods that end.
    Ending,
}

/// A scaler: its object, the least and the most pods.
struct Scaler<'a> {
    object: &'a Object,
    bounds: [Option<u64>; 2],
}

/// By namespace and class: what mounts it.
pub struct Runners<'a> {
    mounts: HashMap<(&'a str, String), Vec<(&'a Object, Runs)>>,
    /// By namespace, kind and name of what they scale.
    scalers: HashMap<(&'a str, String, String), Scaler<'a>>,
}

impl<'a> Runners<'a> {
    /// Everything that mounts a class. What another object in the files runs is counted with it.
    pub fn of(objects: &'a Objects) -> Self {
        let mut mounts: HashMap<(&str, String), Vec<(&Object, Runs)>> = HashMap::new();
        for (kind, path) in RUNNERS.iter().chain(&ENDING) {
            for runner in objects.of(kind) {
                let value = runner.value();
                let classes = classes(&value, path);
                if classes.is_empty() || is_run_by_another(objects, runner, &value) {
                    continue;
                }
                for class in classes {
                    let known = mounts.entry((runner.namespace(), class)).or_default();
                    known.push((runner, Runs::of(kind, &value)));
                }
            }
        }
        let mut scalers = HashMap::new();
        for (kind, keys) in &SCALERS {
            for object in objects.of(kind) {
                let value = object.value();
                let target = part(&value, "/spec/scaleTargetRef");
                let of = tree::text(target, "kind").unwrap_or("Deployment").to_owned();
                let name = tree::text(target, "name").unwrap_or_default().to_owned();
                let bounds = keys.map(|key| part(&value, "/spec").get(key).and_then(Value::as_u64));
                scalers.insert((object.namespace(), of, name), Scaler { object, bounds });
            }
        }
        Self { mounts, scalers }
    }

    /// The pods that mount a class.
    pub fn pods(&self, class: &Object, draft: &mut Draft) -> u64 {
        let mut pods = 0_u64;
        let own = self.mounts.get(&(class.namespace(), class.name().to_owned()));
        for (runner, runs) in own.into_iter().flatten() {
            let why = match runs {
                Runs::Pods(count) => {
                    pods = pods.saturating_add(*count);
                    self.say_scaled(runner, *count, draft);
                    continue;
                }
                Runs::Nodes => {
                    pods = pods.saturating_add(1);
                    "the number of nodes is not in the files: it counts as one pod".to_owned()
                }
                Runs::Odd(text) => {
                    format!(
                        "its replicas {} are no number, so its pods are not counted",
                        quoted(text)
                    )
                }
                Runs::Ended => "it has ended, and polls for nothing".to_owned(),
                Runs::Ending => {
                    "how long its pods run is not in the files, so their polls are not counted"
                        .to_owned()
                }
            };
            draft.leave_out(&runner.kind, &why, runner.row());
        }
        if pods == 0 {
            let why = "no pod in the files that keeps running mounts it";
            draft.leave_out(&class.kind, why, class.row());
        }
        pods
    }

    /// States that the number of pods changes.
    fn say_scaled(&self, runner: &Object, count: u64, draft: &mut Draft) {
        let key = (runner.namespace(), runner.kind.to_string(), runner.name().to_owned());
        let Some(scaler) = self.scalers.get(&key) else { return };
        let [least, most] = scaler.bounds.map(|it| it.map_or("?".to_owned(), |it| it.to_string()));
        let by = format!("{} {}", scaler.object.kind, scaler.object.name());
        let why = format!("autoscaled {least} to {most} by {by}: {count} counted");
        draft.leave_out(&runner.kind, &why, runner.row());
    }
}

impl Runs {
    fn of(kind: &str, value: &Value) -> Self {
        if ENDING.iter().any(|(known, _)| *known == kind) {
            return Self::Ending;
        }
        if tree::text(value, "status.phase").is_some_and(|it| ENDED.contains(&it)) {
            return Self::Ended;
        }
        let replicas = part(value, "/spec/replicas");
        match kind {
            "Pod" => Self::Pods(1),
            "DaemonSet" => {
                let scheduled = part(value, "/status/desiredNumberScheduled").as_u64();
                scheduled.map_or(Self::Nodes, Self::Pods)
            }
            _ if replicas.is_null() => Self::Pods(1),
            _ => replicas.as_u64().map_or_else(|| Self::Odd(replicas.to_string()), Self::Pods),
        }
    }
}

/// The classes that the pods of a runner mount.
fn classes(value: &Value, path: &str) -> BTreeSet<String> {
    let volumes = tree::all(value, &format!("{path}.volumes"));
    let classes = volumes.into_iter().filter_map(|volume| {
        tree::text(volume, "csi.volumeAttributes.secretProviderClass").map(str::to_owned)
    });
    classes.collect()
}

/// Returns whether another object in the files runs a runner: its owner, or the owner of that one, which is known by
/// its name.
fn is_run_by_another(objects: &Objects, runner: &Object, value: &Value) -> bool {
    let is_there = |kind: &str, name: &str| objects.find(kind, runner.namespace(), name).is_some();
    let owners = tree::all(value, "metadata.ownerReferences");
    owners.into_iter().any(|owner| {
        let text = |key| tree::text(owner, key).unwrap_or_default();
        let (kind, name) = (text("kind"), text("name"));
        let above = OWNERS.iter().filter(|(own, _)| *own == kind);
        let maker = name.rsplit_once('-').map_or("", |(maker, _)| maker);
        is_there(kind, name) || above.into_iter().any(|(_, kind)| is_there(kind, maker))
    })
}
