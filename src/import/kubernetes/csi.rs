//! The Secrets Store CSI driver: each pod that mounts a `SecretProviderClass` polls for each of its objects.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::facts::{MountFact, facts};
use super::kept::{self, ROTATION, arguments, flag};
use super::objects::{Object, Objects, part};
use super::pods::Runners;
use super::poll::{Poll, Polls, Refresh, Written, refresh};
use crate::import::draft::Draft;
use crate::import::{tree, yaml};

/// The group of the driver's API.
const API: &str = "secrets-store.csi.x-k8s.io";
/// The interval without a flag.
const INTERVAL: &str = "2m";
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
    let mut classes = objects.of("SecretProviderClass").filter(|it| *it.api == *API).peekable();
    if classes.peek().is_none() {
        return;
    }
    let rotation = rotation(objects, draft);
    let runners = Runners::of(objects);
    for class in classes {
        let pods = runners.pods(class, draft);
        let every = match &rotation {
            Rotation::On(interval) => {
                let interval = Value::String(interval.clone());
                refresh(class, Some(&interval), INTERVAL, Written::Text, draft)
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
    let kinds = kept::OF_DRIVERS.iter().flat_map(|kind| objects.of(kind));
    for runner in kinds {
        let kept = runner.value();
        for container in tree::all(&kept, &kept::containers(&runner.kind)) {
            let image = tree::text(container, "image").unwrap_or_default();
            let args = arguments(container);
            match flag(&args, ROTATION) {
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

/// Adds the objects of a class, by service.
fn mounts<'a>(
    class: &'a Object,
    pods: u64,
    every: Refresh,
    polls: &mut Polls<'a>,
    draft: &mut Draft,
) {
    let value = class.value();
    let provider = tree::text(&value, "spec.provider").unwrap_or_default();
    let facts: Vec<&MountFact> =
        facts().mount.iter().filter(|fact| fact.provider == provider).collect();
    if facts.is_empty() {
        draft.leave_out(&class.kind, "no card prices its provider", class.row());
        return;
    }
    let parameters = part(&value, "/spec/parameters");
    let listed = listed(&class.file, parameters, &facts[0].objects);
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
        let parameter = |name: &String| !tree::all(parameters, name).is_empty();
        let is_doubled = fact.all_doubled.as_ref().is_some_and(parameter);
        let calls = calls(fact, &own, is_doubled).saturating_mul(pods);
        let store = Rc::from("");
        let poll = Poll { object: class, card: &fact.card, store, keys, calls, refresh: every };
        polls.add(poll, draft);
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
fn listed(file: &str, parameters: &Value, parameter: &str) -> Vec<Value> {
    let Some(text) = tree::text(parameters, parameter) else {
        return Vec::new();
    };
    let nested = parse(file, text);
    let nested = nested.into_iter().flat_map(|it| match it {
        Value::Array(list) => list,
        Value::Object(mut table) => match table.remove("array") {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    });
    let objects = nested.flat_map(|it| match it {
        Value::String(text) => parse(file, &text),
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
