//! The objects of manifests, by kind and name. Of each only what matters is kept, as text.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use serde_json::Value;

use super::kept::{CLUSTER_STORE, kept};
use crate::import::draft::Row;
use crate::import::error::ImportError;
use crate::import::tree;

/// The word for an object.
pub const UNIT: &str = "objects";
/// The most objects, so that memory stays bounded.
const OBJECTS_MAX: usize = 1_000_000;
/// The most bytes that are kept of all objects.
const KEPT_BYTES_MAX: usize = 128 * 1024 * 1024;
/// The namespace of an object that names none.
const NAMESPACE: &str = "default";
/// An object's place among all.
#[derive(Clone, Copy, Debug)]
struct ObjectIx(usize);

/// One object.
#[derive(Debug)]
pub struct Object {
    /// The file.
    pub file: Arc<str>,
    /// Its kind.
    pub kind: Arc<str>,
    /// The group of its API.
    pub api: Arc<str>,
    /// The line at which it begins.
    pub line: u64,
    /// `namespace/name`.
    pub title: Box<str>,
    /// The bytes of the namespace.
    namespace: usize,
    /// Everything of it that matters, as JSON. Empty if nothing does.
    kept: Box<str>,
}

/// All objects.
#[derive(Debug, Default)]
pub struct Objects {
    all: Vec<Object>,
    /// By a sum over kind, namespace and name. An object whose sum is taken has the next.
    by_name: HashMap<u64, ObjectIx>,
    names: BTreeSet<Arc<str>>,
    kept: usize,
    /// Objects that stand again with other content, which does not count: how many, and the first of them.
    pub again: (u64, Option<(String, String)>),
}

impl Object {
    /// The row that it is.
    pub fn row(&self) -> Row<'_> {
        Row { file: &self.file, unit: UNIT, name: &self.title }
    }

    /// Its namespace.
    pub fn namespace(&self) -> &str {
        &self.title[..self.namespace]
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.title[self.namespace + 1..]
    }

    /// Everything of it that matters.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.kept).unwrap_or_default()
    }
}

/// A part of an object. Null if there is none.
pub fn part<'v>(value: &'v Value, pointer: &str) -> &'v Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

fn sum_of(kind: &str, namespace: &str, name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, namespace, name).hash(&mut hasher);
    hasher.finish()
}

impl Objects {
    /// The number of them.
    pub const fn len(&self) -> usize {
        self.all.len()
    }

    /// Adds a document that begins at a line: an object, or a list of some.
    pub fn add(&mut self, file: &str, line: u64, document: Value) -> Result<(), ImportError> {
        if let Value::Array(list) = document {
            return list.into_iter().try_for_each(|it| self.add(file, line, it));
        }
        let Some(kind) = tree::text(&document, "kind").map(str::to_owned) else { return Ok(()) };
        if kind.ends_with("List") {
            let mut document = document;
            if let Some(Value::Array(items)) = document.get_mut("items").map(Value::take) {
                return items.into_iter().try_for_each(|it| self.add(file, line, it));
            }
            return Ok(());
        }
        self.put(file, line, &kind, document)
    }

    /// Adds one object. One that stands twice counts once: the same cluster was read twice.
    fn put(
        &mut self,
        file: &str,
        line: u64,
        kind: &str,
        mut value: Value,
    ) -> Result<(), ImportError> {
        let text = |path| tree::text(&value, path).unwrap_or_default().to_owned();
        let api = text("apiVersion");
        let api = api.split('/').next().unwrap_or_default();
        let (name, namespace) = (text("metadata.name"), text("metadata.namespace"));
        let is_everywhere = namespace.is_empty() || kind == CLUSTER_STORE;
        let namespace = if is_everywhere { NAMESPACE.to_owned() } else { namespace };
        let kept = kept(kind, &mut value);
        let kept = if kept.is_null() { String::new() } else { kept.to_string() };
        let mut sum = sum_of(kind, &namespace, &name);
        while let Some(known) = self.by_name.get(&sum).map(|it| &self.all[it.0]) {
            let is_same = *known.api == *api && known.is(kind, &namespace, &name);
            if is_same && !name.is_empty() {
                if *known.kept != *kept {
                    self.again.0 += 1;
                    let first = || (format!("{namespace}/{name}"), file.to_owned());
                    self.again.1.get_or_insert_with(first);
                }
                return Ok(());
            }
            sum = sum.wrapping_add(1);
        }
        if self.all.len() == OBJECTS_MAX {
            return Err(beyond(file, "more objects", OBJECTS_MAX));
        }
        self.kept += kept.len();
        if self.kept > KEPT_BYTES_MAX {
            return Err(beyond(file, "more bytes of objects that matter", KEPT_BYTES_MAX));
        }
        let [file, kind, api] = [file, kind, api].map(|text| self.shared(text));
        let (title, namespace) = (format!("{namespace}/{name}").into(), namespace.len());
        self.by_name.insert(sum, ObjectIx(self.all.len()));
        self.all.push(Object { file, kind, api, line, title, namespace, kept: kept.into() });
        Ok(())
    }

    /// A text that many objects share.
    fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.names.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.names.insert(Arc::clone(&new));
        new
    }

    /// The first object of a kind, a namespace and a name.
    pub fn find(&self, kind: &str, namespace: &str, name: &str) -> Option<&Object> {
        let mut sum = sum_of(kind, namespace, name);
        while let Some(known) = self.by_name.get(&sum).map(|it| &self.all[it.0]) {
            if known.is(kind, namespace, name) {
                return Some(known);
            }
            sum = sum.wrapping_add(1);
        }
        None
    }

    /// The store of a kind and a name that an object in a namespace means.
    pub fn store(&self, kind: &str, namespace: &str, name: &str) -> Option<&Object> {
        self.find(kind, if kind == CLUSTER_STORE { NAMESPACE } else { namespace }, name)
    }

    /// The objects of a kind.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Object> {
        self.all.iter().filter(move |object| *object.kind == *kind)
    }
}

impl Object {
    fn is(&self, kind: &str, namespace: &str, name: &str) -> bool {
        *self.kind == *kind && self.namespace() == namespace && self.name() == name
    }
}

fn beyond(file: &str, found: &str, limit: usize) -> ImportError {
    ImportError::Limit {
        file: file.to_owned(),
        what: "the input",
        found: found.to_owned(),
        limit: limit.to_string(),
        remedy: "leave kinds out that hold no secrets, or read a part of the namespaces at a time",
    }
}
