//! The External Secrets operator: `ExternalSecret`, `ClusterExternalSecret`, `PushSecret` and their stores.

use std::collections::BTreeSet;

use serde_json::Value;

use super::facts::{StoreFact, facts};
use super::objects::{Object, Objects};
use super::poll::{Poll, Polls, Refresh, refresh};
use super::selector::Selector;
use crate::import::draft::Draft;
use crate::import::interval::Unit;
use crate::import::tree;

/// The group of the operator's API.
const API: &str = "external-secrets.io";
/// The interval of an object that names none, in every release so far.
const INTERVAL: &str = "1h";
/// The kind of a store that serves all namespaces.
const CLUSTER_STORE: &str = "ClusterSecretStore";

/// Adds what these objects poll.
pub fn polls<'a>(objects: &'a Objects, polls: &mut Polls<'a>, draft: &mut Draft) {
    let ours = |kind| objects.of(kind).filter(|object| object.api == API);
    for object in ours("ExternalSecret") {
        secret(objects, object, object.part("/spec"), 1, polls, draft);
    }
    for object in ours("ClusterExternalSecret") {
        let spec = object.part("/spec/externalSecretSpec");
        let namespaces = namespaces(objects, object, draft);
        if namespaces > 0 {
            secret(objects, object, spec, namespaces, polls, draft);
        }
    }
    for object in ours("PushSecret") {
        push(objects, object, object.part("/spec"), 1, polls, draft);
    }
    for object in ours("ClusterPushSecret") {
        let spec = object.part("/spec/pushSecretSpec");
        let namespaces = namespaces(objects, object, draft);
        if namespaces > 0 {
            push(objects, object, spec, namespaces, polls, draft);
        }
    }
}

/// The namespaces that a cluster's object names, or chooses by labels of namespaces in the files.
fn namespaces(objects: &Objects, object: &Object, draft: &mut Draft) -> u64 {
    let names = object.part("/spec/namespaces").as_array();
    let mut names: BTreeSet<&str> = names.into_iter().flatten().filter_map(Value::as_str).collect();
    let one = tree::all(&object.value, "spec.namespaceSelector");
    for selector in tree::all(&object.value, "spec.namespaceSelectors").into_iter().chain(one) {
        let Some(selector) = Selector::read(selector) else {
            let why = "an expression by which it chooses namespaces cannot be read";
            draft.leave_out(&object.kind, why, object.row());
            continue;
        };
        let all = objects.of("Namespace");
        let chosen = all.filter(|it| selector.chooses(it.part("/metadata/labels")));
        names.extend(chosen.map(|it| &*it.name));
    }
    if names.is_empty() {
        let why = "it chooses namespaces by labels, and none in the files has them";
        draft.leave_out(&object.kind, why, object.row());
    }
    names.len() as u64
}

/// The calls of one refresh of one store.
#[derive(Default)]
struct Asked<'s> {
    keys: BTreeSet<String>,
    /// Distinct keys with version and kind of value: what a cache asks for once.
    distinct: BTreeSet<(String, String, bool)>,
    items: u64,
    /// `None` if it is not known.
    store: Option<Store<'s>>,
}

/// A store: what is known of its service, and its own settings. Each has a client of its own.
#[derive(Clone, Copy)]
struct Store<'s> {
    fact: &'static StoreFact,
    object: &'s Object,
}

impl Store<'_> {
    /// The settings by which its secrets differ from those of others.
    fn settings(&self) -> String {
        self.object.part("/spec/provider").to_string()
    }
}

fn secret<'a>(
    objects: &'a Objects,
    object: &'a Object,
    spec: &'a Value,
    instances: u64,
    polls: &mut Polls<'a>,
    draft: &mut Draft,
) {
    let found = tree::all(spec, "refreshInterval").into_iter().find_map(tree::scalar);
    let mut every = refresh(object, found, INTERVAL, Unit::Seconds, draft);
    if matches!(tree::text(spec, "refreshPolicy"), Some("CreatedOnce" | "OnChange")) {
        every = Refresh::Once;
    }
    let mut stores: Vec<Asked<'a>> = Vec::new();
    for item in tree::all(spec, "data") {
        let store = store_of(objects, object, spec, item, draft);
        asked(&mut stores, store, item.get("remoteRef").unwrap_or(&Value::Null));
    }
    for item in tree::all(spec, "dataFrom") {
        if item.pointer("/sourceRef/generatorRef").is_some() {
            draft.leave_out("generators", "they make values and read none", object.row());
            continue;
        }
        let store = store_of(objects, object, spec, item, draft);
        if let Some(extract) = item.get("extract") {
            asked(&mut stores, store, extract);
        } else if item.get("find").is_some() {
            let why = "how many secrets it finds is not in the files: it counts as one call";
            draft.leave_out("dataFrom.find", why, object.row());
            one_more(&mut stores, store);
        }
    }
    for asked in stores {
        let Some(store) = asked.store else { continue };
        let fact = store.fact;
        let each = if fact.cached { asked.distinct.len() as u64 } else { 0 };
        let calls = each + asked.items;
        let calls = calls.saturating_mul(instances);
        let (card, keys, store) = (&*fact.card, asked.keys, store.settings());
        polls.add(Poll { object, card, store, keys, calls, refresh: every });
    }
}

/// Adds an item of a store.
fn asked<'s>(stores: &mut Vec<Asked<'s>>, store: Option<Store<'s>>, reference: &Value) {
    let asked = of_store(stores, store);
    let text = |key| tree::text(reference, key).unwrap_or_default().to_owned();
    let (key, mut version) = (text("key"), text("version"));
    if let Some(current) = store.and_then(|it| it.fact.current.as_ref())
        && version.is_empty()
    {
        version.clone_from(current);
    }
    let is_metadata = text("metadataPolicy") == "Fetch";
    asked.keys.insert(key.clone());
    let is_cached = store.is_some_and(|store| store.fact.cached);
    if is_cached {
        asked.distinct.insert((key, version, is_metadata));
    } else {
        asked.items += 1;
    }
}

fn one_more<'s>(stores: &mut Vec<Asked<'s>>, store: Option<Store<'s>>) {
    of_store(stores, store).items += 1;
}

fn of_store<'l, 's>(stores: &'l mut Vec<Asked<'s>>, store: Option<Store<'s>>) -> &'l mut Asked<'s> {
    let object = |store: &Option<Store<'s>>| store.map(|it| std::ptr::from_ref(it.object));
    let known = stores.iter().position(|it| object(&it.store) == object(&store));
    let known = known.unwrap_or_else(|| {
        stores.push(Asked { store, ..Asked::default() });
        stores.len() - 1
    });
    &mut stores[known]
}

/// The store that an item is from: its own, or that of the whole object.
fn store_of<'a>(
    objects: &'a Objects,
    object: &Object,
    spec: &Value,
    item: &Value,
    draft: &mut Draft,
) -> Option<Store<'a>> {
    let own = item.pointer("/sourceRef/storeRef");
    let reference = own.or_else(|| spec.get("secretStoreRef")).unwrap_or(&Value::Null);
    resolve(objects, object, reference, draft)
}

/// The store that is named.
fn resolve<'a>(
    objects: &'a Objects,
    object: &Object,
    reference: &Value,
    draft: &mut Draft,
) -> Option<Store<'a>> {
    let name = tree::text(reference, "name").unwrap_or_default();
    let kind = tree::text(reference, "kind").unwrap_or("SecretStore");
    let is_meant = |store: &&Object| {
        store.name == name
            && store.kind == kind
            && (kind == CLUSTER_STORE || store.namespace == object.namespace)
    };
    let Some(store) = objects.all().iter().find(is_meant) else {
        let why =
            format!("its {kind} '{}' is not in the files", crate::import::error::quoted(name));
        draft.leave_out(&object.kind, &why, object.row());
        return None;
    };
    let found = fact_of(store);
    if found.is_none() {
        let why = format!("no card prices the provider of its store {}", store.title);
        draft.leave_out(&object.kind, &why, object.row());
    }
    found.map(|fact| Store { fact, object: store })
}

fn fact_of(store: &Object) -> Option<&'static StoreFact> {
    let providers = store.part("/spec/provider").as_object()?;
    let (provider, about) = providers.iter().next()?;
    let service = tree::text(about, "service");
    facts().store.iter().find(|fact| {
        fact.provider == *provider && (fact.service.is_none() || fact.service.as_deref() == service)
    })
}

/// A `PushSecret` looks at what it pushed before.
fn push<'a>(
    objects: &'a Objects,
    object: &'a Object,
    spec: &'a Value,
    instances: u64,
    polls: &mut Polls<'a>,
    draft: &mut Draft,
) {
    let found = tree::all(spec, "refreshInterval").into_iter().find_map(tree::scalar);
    let every = refresh(object, found, INTERVAL, Unit::Seconds, draft);
    let keys: Vec<String> = tree::all(spec, "data.match.remoteRef.remoteKey")
        .into_iter()
        .filter_map(tree::scalar)
        .collect();
    for reference in tree::all(spec, "secretStoreRefs") {
        let Some(found) = resolve(objects, object, reference, draft) else { continue };
        let (fact, store) = (found.fact, found.settings());
        let distinct = keys.iter().cloned().collect();
        let Some(each) = fact.push_calls else {
            let why = "how many calls a push makes is not known for its store";
            draft.leave_out(&object.kind, why, object.row());
            let (calls, refresh) = (0, Refresh::Once);
            polls.add(Poll { object, card: &fact.card, store, keys: distinct, calls, refresh });
            continue;
        };
        let calls = each.saturating_mul(keys.len() as u64).saturating_mul(instances);
        let (card, keys) = (&*fact.card, distinct);
        polls.add(Poll { object, card, store, keys, calls, refresh: every });
    }
}
