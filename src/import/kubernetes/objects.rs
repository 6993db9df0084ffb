//! The objects of manifests, by kind and name.

use std::collections::BTreeSet;

use serde_json::Value;

use super::facts::facts;
use crate::import::draft::Row;
use crate::import::error::ImportError;
use crate::import::tree;

/// The word for an object.
pub const UNIT: &str = "objects";
/// The most objects, so that memory stays bounded.
const OBJECTS_MAX: usize = 1_000_000;
/// The namespace of an object that names none.
const NAMESPACE: &str = "default";

/// One object.
#[derive(Debug)]
pub struct Object {
    /// The file.
    pub file: String,
    /// Its kind.
    pub kind: String,
    /// The group of its API.
    pub api: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// `namespace/name`.
    pub title: String,
    /// All of it.
    pub value: Value,
}

/// All objects.
#[derive(Debug, Default)]
pub struct Objects {
    all: Vec<Object>,
    seen: BTreeSet<(String, String, String, String)>,
}

/// Kinds whose contents matter.
const OF_USE: [&str; 12] = [
    "ClusterSecretStore",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Job",
    "Namespace",
    "Pod",
    "ReplicaSet",
    "ReplicationController",
    "Rollout",
    "SecretStore",
    "StatefulSet",
];

/// Returns whether the contents of a kind matter. Of the others only names are kept, so that memory stays
/// bounded.
fn is_of_use(kind: &str) -> bool {
    let polls = ["ExternalSecret", "PushSecret", "SecretProviderClass"];
    OF_USE.contains(&kind)
        || polls.iter().any(|ending| kind.ends_with(ending))
        || facts().poller.iter().any(|it| it.kind == kind)
}

impl Object {
    /// The row that it is.
    pub fn row(&self) -> Row<'_> {
        Row { file: &self.file, unit: UNIT, name: &self.title }
    }

    /// A part of it. Null if there is none.
    pub fn part(&self, pointer: &str) -> &Value {
        self.value.pointer(pointer).unwrap_or(&Value::Null)
    }
}

impl Objects {
    /// The number of them.
    pub const fn len(&self) -> usize {
        self.all.len()
    }

    /// Adds a document: an object, or a list of some.
    pub fn add(&mut self, file: &str, document: Value) -> Result<(), ImportError> {
        if let Value::Array(list) = document {
            return list.into_iter().try_for_each(|it| self.add(file, it));
        }
        let Some(kind) = tree::text(&document, "kind").map(str::to_owned) else { return Ok(()) };
        if kind.ends_with("List") {
            let mut document = document;
            if let Some(Value::Array(items)) = document.get_mut("items").map(Value::take) {
                return items.into_iter().try_for_each(|it| self.add(file, it));
            }
            return Ok(());
        }
        self.put(file, kind, document)
    }

    /// Adds one object. One that stands twice counts once: the same cluster was read twice.
    fn put(&mut self, file: &str, kind: String, value: Value) -> Result<(), ImportError> {
        let text = |path| tree::text(&value, path).unwrap_or_default().to_owned();
        let api = text("apiVersion").split('/').next().unwrap_or_default().to_owned();
        let (name, namespace) = (text("metadata.name"), text("metadata.namespace"));
        let namespace = if namespace.is_empty() { NAMESPACE.to_owned() } else { namespace };
        let key = (api.clone(), kind.clone(), namespace.clone(), name.clone());
        if !name.is_empty() && !self.seen.insert(key) {
            return Ok(());
        }
        if self.all.len() == OBJECTS_MAX {
            return Err(ImportError::Limit {
                file: file.to_owned(),
                what: "the input",
                found: "more objects".to_owned(),
                limit: OBJECTS_MAX.to_string(),
                remedy: "leave kinds out that hold no secrets",
            });
        }
        let value = if is_of_use(&kind) { value } else { Value::Null };
        let title = format!("{namespace}/{name}");
        let file = file.to_owned();
        self.all.push(Object { file, kind, api, namespace, name, title, value });
        Ok(())
    }

    /// The objects of a kind.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Object> {
        self.all.iter().filter(move |object| object.kind == kind)
    }

    /// All of them.
    pub fn all(&self) -> &[Object] {
        &self.all
    }
}
