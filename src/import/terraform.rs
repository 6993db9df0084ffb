//! Terraform and `OpenTofu`: plans and states as `show -json` writes them, and the raw state file.
//!
//! Modules, `count` and `for_each` are expanded there: each instance is a resource of its own.

use std::collections::BTreeMap;

use serde_json::Value;

use super::draft::Draft;
use super::error::ImportError;
use super::resources::{Change, Resource, apply};
use super::source::Input;
use super::tree;

/// The version of raw state files that is read.
const STATE_VERSION: u64 = 4;

/// Reads a plan or state. Returns the number of resources.
pub fn read(file: &str, input: Input<'_>, draft: &mut Draft) -> Result<u64, ImportError> {
    let text = input.text(file)?;
    read_tree(file, &tree::json(file, &text)?, draft)
}

/// Reads the tree of a plan or state.
pub fn read_tree(file: &str, tree: &Value, draft: &mut Draft) -> Result<u64, ImportError> {
    let has = |key: &str| tree.get(key).is_some_and(|it| !it.is_null());
    if has("planned_values") || has("resource_changes") || has("values") {
        check_format(file, tree, draft)?;
        let mut reader = Reader { file, draft, unknown: BTreeMap::new(), count: 0 };
        reader.plan(tree)?;
        return Ok(reader.count);
    }
    if has("version") && (has("resources") || has("modules")) {
        return raw_state(file, tree, draft);
    }
    if has("format_version") {
        // A state without anything in it.
        return Ok(0);
    }
    Err(ImportError::OtherKind {
        file: file.to_owned(),
        kind: "terraform",
        found: "it has neither planned_values, resource_changes nor values".to_owned(),
    })
}

fn check_format(file: &str, tree: &Value, draft: &mut Draft) -> Result<(), ImportError> {
    let version = tree.get("format_version").and_then(tree::scalar).unwrap_or_default();
    match version.split('.').next().unwrap_or_default() {
        "1" => Ok(()),
        "0" => {
            let note = "its format is from before Terraform 1.0: check the values";
            draft.notes.insert(format!("{file}: {note}"));
            Ok(())
        }
        "" => {
            draft.notes.insert(format!("{file}: it does not say its format_version"));
            Ok(())
        }
        _ => Err(ImportError::Version {
            file: file.to_owned(),
            what: "format_version",
            version: super::error::quoted(&version),
            known: "1.x and 0.x",
        }),
    }
}

struct Reader<'a, 'd> {
    file: &'a str,
    draft: &'d mut Draft,
    /// The attributes that are not known yet, by address.
    unknown: BTreeMap<&'a str, &'a Value>,
    count: u64,
}

impl<'a> Reader<'a, '_> {
    fn plan(&mut self, tree: &'a Value) -> Result<(), ImportError> {
        let changes = tree.get("resource_changes").and_then(Value::as_array);
        let changes = changes.map(Vec::as_slice).unwrap_or_default();
        for change in changes {
            if let (Some(address), Some(marks)) =
                (text(change, "address"), change.pointer("/change/after_unknown"))
            {
                self.unknown.insert(address, marks);
            }
        }
        let values = tree.get("planned_values").or_else(|| tree.get("values"));
        let root = values.and_then(|values| values.get("root_module"));
        match root {
            Some(module) => self.module(module)?,
            None => self.afters(changes)?,
        }
        changes.iter().try_for_each(|change| self.deletion(change))
    }

    fn module(&mut self, module: &'a Value) -> Result<(), ImportError> {
        for resource in list(module, "resources") {
            self.resource(resource, resource.get("values"))?;
        }
        list(module, "child_modules").iter().try_for_each(|child| self.module(child))
    }

    /// The planned resources, of a plan that holds changes alone.
    fn afters(&mut self, changes: &'a [Value]) -> Result<(), ImportError> {
        let note = "it holds changes alone: what it does not change is not in it";
        self.draft.notes.insert(format!("{}: {note}", self.file));
        for change in changes {
            let after = change.pointer("/change/after").filter(|after| !after.is_null());
            if after.is_some() {
                self.resource(change, after)?;
            }
        }
        Ok(())
    }

    fn resource(&mut self, it: &'a Value, values: Option<&'a Value>) -> Result<(), ImportError> {
        let (Some(kind), Some(address)) = (text(it, "type"), text(it, "address")) else {
            let row = super::draft::Row { file: self.file, unit: "resources", name: "?" };
            self.draft.leave_out("a resource", "it has no type or no address", row);
            return Ok(());
        };
        if !is_managed(it) {
            return Ok(());
        }
        self.count += 1;
        let unknown = self.unknown.get(address).copied().unwrap_or(&Value::Null);
        let (file, values) = (self.file, values.unwrap_or(&Value::Null));
        let change = Change::Exists;
        apply(&Resource { file, address, kind, values, unknown, change }, self.draft)
    }

    /// A change that only deletes.
    fn deletion(&mut self, it: &'a Value) -> Result<(), ImportError> {
        let actions = tree::all(it, "change.actions");
        if actions.len() != 1 || actions[0] != "delete" || !is_managed(it) {
            return Ok(());
        }
        let (Some(kind), Some(address)) = (text(it, "type"), text(it, "address")) else {
            return Ok(());
        };
        let values = it.pointer("/change/before").unwrap_or(&Value::Null);
        let (file, unknown, change) = (self.file, &Value::Null, Change::Deleted);
        apply(&Resource { file, address, kind, values, unknown, change }, self.draft)
    }
}

/// Data sources read what somebody else keeps.
fn is_managed(it: &Value) -> bool {
    text(it, "mode").is_none_or(|mode| mode == "managed")
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The state file itself: resources with their instances.
fn raw_state(file: &str, tree: &Value, draft: &mut Draft) -> Result<u64, ImportError> {
    if tree.get("version").and_then(Value::as_u64) != Some(STATE_VERSION) {
        return Err(ImportError::Version {
            file: file.to_owned(),
            what: "version of the state",
            version: tree.get("version").and_then(tree::scalar).unwrap_or_default(),
            known: "states of version 4",
        });
    }
    let mut count = 0;
    for resource in list(tree, "resources").iter().filter(|it| is_managed(it)) {
        let (Some(kind), Some(name)) = (text(resource, "type"), text(resource, "name")) else {
            continue;
        };
        let module = text(resource, "module").map_or_else(String::new, |it| format!("{it}."));
        for instance in list(resource, "instances") {
            let index = match instance.get("index_key") {
                Some(Value::String(key)) => format!("[\"{key}\"]"),
                Some(key) => format!("[{key}]"),
                None => String::new(),
            };
            let address = format!("{module}{kind}.{name}{index}");
            let values = instance.get("attributes").unwrap_or(&Value::Null);
            let (unknown, change) = (&Value::Null, Change::Exists);
            let address = &address;
            apply(&Resource { file, address, kind, values, unknown, change }, draft)?;
            count += 1;
        }
    }
    Ok(count)
}
