//! The External Secrets operator: `ExternalSecret`, `ClusterExternalSecret`, `PushSecret` and their stores.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use serde_json::Value;

use super::facts::{StoreFact, facts};
use super::objects::{Object, Objects, part};
use super::poll::{Poll, Polls, Refresh, Written, refresh};
use super::selector::Selector;
use crate::import::draft::Draft;
use crate::import::error::quoted;
use crate::import::tree;

/// The group of the operator's API.
const API: &str = "external-secrets.io";
/// The interval of an object that names none, in every release so far.
const INTERVAL: &str = "1h";
/// Adds what these objects poll.
pub fn polls<'a>(objects: &'a Objects, polls: &mut Polls<'a>, draft: &mut Draft) {
    let labels = |it: &Object| part(&it.value(), "/metadata/labels").clone();
    let namespaces = objects.of("Namespace").map(|it| (it.name(), labels(it))).collect();
    let mut reader = Reader { objects, namespaces, stores: HashMap::new(), polls, draft };
    let ours = |kind| objects.of(kind).filter(|object| *object.api == *API);
    for object in ours("ExternalSecret") {
        reader.secret(object, part(&object.value(), "/spec"), 1);
    }
    for object in ours("ClusterExternalSecret") {
        let value = object.value();
        let namespaces = reader.namespaces(object, &value);
        if namespaces > 0 {
            reader.secret(object, part(&value, "/spec/externalSecretSpec"), namespaces);
        }
    }
    for object in ours("PushSecret") {
        reader.push(object, part(&object.value(), "/spec"), 1);
    }
    for object in ours("ClusterPushSecret") {
        let value = object.value();
        let namespaces = reader.namespaces(object, &value);
        if namespaces > 0 {
            reader.push(object, part(&value, "/spec/pushSecretSpec"), namespaces);
        }
    }
}

struct Reader<'a, 'p> {
    objects: &'a Objects,
    /// The namespaces in the files, with their labels.
    namespaces: Vec<(&'a str, Value)>,
    /// The stores that were asked for, by the place of their object. `None` if no card prices them.
    stores: HashMap<*const Object, Option<Store>>,
    polls: &'p mut Polls<'a>,
    draft: &'p mut Draft,
}

/// The calls of one refresh of one store.
#[derive(Default)]
struct Asked {
    keys: BTreeSet<String>,
    /// Distinct keys with version and kind of value: what a cache asks for once.
    distinct: BTreeSet<(String, String, bool)>,
    items: u64,
    /// `None` if it is not known.
    store: Option<Store>,
}

/// A store: what is known of its service, and its own settings. Each has a client of its own.
#[derive(Clone)]
struct Store {
    fact: &'static StoreFact,
    object: *const Object,
    /// The settings by which its secrets differ from those of others.
    settings: Rc<str>,
}

/// Adds an item of a store.
fn asked(stores: &mut Vec<Asked>, store: Option<Store>, reference: &Value) {
    let text = |key| tree::text(reference, key).unwrap_or_default().to_owned();
    let (key, mut version) = (text("key"), text("version"));
    let fact = store.as_ref().map(|it| it.fact);
    if let Some(current) = fact.and_then(|it| it.current.as_ref())
        && version.is_empty()
    {
        version.clone_from(current);
    }
    let is_metadata = text("metadataPolicy") == "Fetch";
    let asked = of_store(stores, store);
    asked.keys.insert(key.clone());
    if fact.is_some_and(|it| it.cached) {
        asked.distinct.insert((key, version, is_metadata));
    } else {
        asked.items += 1;
    }
}

fn of_store(stores: &mut Vec<Asked>, store: Option<Store>) -> &mut Asked {
    let object = |store: &Option<Store>| store.as_ref().map(|it| it.object);
    let known = stores.iter().position(|it| object(&it.store) == object(&store));
    let known = known.unwrap_or_else(|| {
        stores.push(Asked { store, ..Asked::default() });
        stores.len() - 1
    });
    &mut stores[known]
}

fn fact_of(provider: &Value) -> Option<&'static StoreFact> {
    let (provider, about) = provider.as_object()?.iter().next()?;
    let service = tree::text(about, "service");
    facts().store.iter().find(|fact| {
        fact.provider == *provider && (fact.service.is_none() || fact.service.as_deref() == service)
    })
}

impl<'a> Reader<'a, '_> {
    /// The namespaces that a cluster's object names, or chooses by labels of namespaces in the files.
    fn namespaces(&mut self, object: &Object, value: &Value) -> u64 {
        let names = part(value, "/spec/namespaces").as_array();
        let names = names.into_iter().flatten().filter_map(Value::as_str);
        let mut names: BTreeSet<String> = names.map(str::to_owned).collect();
        let one = tree::all(value, "spec.namespaceSelector");
        for selector in tree::all(value, "spec.namespaceSelectors").into_iter().chain(one) {
            let Some(selector) = Selector::read(selector) else {
                let why = "an expression by which it chooses namespaces cannot be read";
                self.draft.leave_out(&object.kind, why, object.row());
                continue;
            };
            let chosen = self.namespaces.iter().filter(|(_, labels)| selector.chooses(labels));
            names.extend(chosen.map(|(name, _)| (*name).to_owned()));
        }
        if names.is_empty() {
            let why = "it chooses namespaces by labels, and none in the files has them";
            self.draft.leave_out(&object.kind, why, object.row());
        }
        names.len() as u64
    }

    fn secret(&mut self, object: &'a Object, spec: &Value, instances: u64) {
        let found = spec.get("refreshInterval");
        let mut every = refresh(object, found, INTERVAL, Written::Text, self.draft);
        if matches!(tree::text(spec, "refreshPolicy"), Some("CreatedOnce" | "OnChange")) {
            every = Refresh::Once;
        }
        for asked in self.asked_by(object, spec) {
            let Some(Store { fact, settings: store, .. }) = asked.store else { continue };
            let each = if fact.cached { asked.distinct.len() as u64 } else { 0 };
            let calls = (each + asked.items).saturating_mul(instances);
            let (card, keys) = (&*fact.card, asked.keys);
            let poll = Poll { object, card, store, keys, calls, refresh: every };
            self.polls.add(poll, self.draft);
        }
    }

    /// Everything that one refresh asks for, by store.
    fn asked_by(&mut self, object: &Object, spec: &Value) -> Vec<Asked> {
        let mut stores: Vec<Asked> = Vec::new();
        for item in tree::all(spec, "data") {
            let store = self.store_of(object, spec, item);
            asked(&mut stores, store, item.get("remoteRef").unwrap_or(&Value::Null));
        }
        for item in tree::all(spec, "dataFrom") {
            if item.pointer("/sourceRef/generatorRef").is_some() {
                let why = "they make values and read none";
                self.draft.leave_out("generators", why, object.row());
                continue;
            }
            let store = self.store_of(object, spec, item);
            if let Some(extract) = item.get("extract") {
                asked(&mut stores, store, extract);
            } else if item.get("find").is_some() {
                let why = "how many secrets it finds is not in the files: it counts as one call";
                self.draft.leave_out("dataFrom.find", why, object.row());
                of_store(&mut stores, store).items += 1;
            }
        }
        stores
    }

    /// The store that an item is from: its own, or that of the whole object.
    fn store_of(&mut self, object: &Object, spec: &Value, item: &Value) -> Option<Store> {
        let own = item.pointer("/sourceRef/storeRef");
        let reference = own.or_else(|| spec.get("secretStoreRef")).unwrap_or(&Value::Null);
        self.resolve(object, reference)
    }

    /// The store that is named.
    fn resolve(&mut self, object: &Object, reference: &Value) -> Option<Store> {
        let name = tree::text(reference, "name").unwrap_or_default();
        let kind = tree::text(reference, "kind").unwrap_or("SecretStore");
        let Some(store) = self.objects.store(kind, object.namespace(), name) else {
            let why = format!("its {} '{}' is not in the files", quoted(kind), quoted(name));
            self.draft.leave_out(&object.kind, &why, object.row());
            return None;
        };
        let known = self.stores.entry(std::ptr::from_ref(store)).or_insert_with_key(|place| {
            let value = store.value();
            let provider = part(&value, "/spec/provider");
            let (fact, settings) = (fact_of(provider)?, provider.to_string().into());
            Some(Store { fact, object: *place, settings })
        });
        if known.is_none() {
            let why = format!("no card prices the provider of its store {}", store.title);
            self.draft.leave_out(&object.kind, &why, object.row());
        }
        known.clone()
    }

    /// A `PushSecret` looks at what it pushed before.
    fn push(&mut self, object: &'a Object, spec: &Value, instances: u64) {
        let found = spec.get("refreshInterval");
        let every = refresh(object, found, INTERVAL, Written::Text, self.draft);
        let keys = tree::all(spec, "data.match.remoteRef.remoteKey");
        let keys: Vec<String> = keys.into_iter().filter_map(tree::scalar).collect();
        for reference in tree::all(spec, "secretStoreRefs") {
            let Some(found) = self.resolve(object, reference) else { continue };
            let (card, store) = (&*found.fact.card, found.settings);
            let (calls, refresh) = if let Some(each) = found.fact.push_calls {
                let calls = each.saturating_mul(keys.len() as u64);
                (calls.saturating_mul(instances), every)
            } else {
                let why = "how many calls a push makes is not known for its store";
                self.draft.leave_out(&object.kind, why, object.row());
                (0, Refresh::Once)
            };
            let keys = keys.iter().cloned().collect();
            self.polls.add(Poll { object, card, store, keys, calls, refresh }, self.draft);
        }
    }
}
