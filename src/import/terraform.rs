//! Terraform and `OpenTofu`: plans and states as `show -json` writes them, and the raw state file.
//!
//! Modules, `count` and `for_each` are expanded there: each instance is a resource of its own.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::draft::Draft;
use super::error::ImportError;
use super::resources::{Change, Holders, Resource, apply};
use super::source::Input;
use super::tree;

/// The version of raw state files that is read.
const STATE_VERSION: u64 = 4;
/// The most modules inside of each other.
const DEPTH_MAX: usize = 100;

/// Reads a plan or state. Returns the number of resources. It is read part by part, so that no tree of all of it is
/// held.
pub fn read(file: &str, input: Input<'_>, draft: &mut Draft) -> Result<u64, ImportError> {
    let text = input.text(file)?;
    let document: Table<'_> =
        serde_json::from_str(&text).map_err(|error| tree::syntax(file, &error))?;
    let has = |key: &str| part(&document, key).is_some();
    let (unknown, holders) = (BTreeMap::new(), Holders::default());
    let has_holders = Holders::are_in(&text);
    let seen = HashSet::new();
    let mut reader = Reader { file, draft, unknown, holders, has_holders, seen, count: 0 };
    if has("planned_values") || has("resource_changes") || has("values") {
        check_format(file, &document, reader.draft)?;
        if part(&document, "errored").is_some_and(|it| it.get() == "true") {
            let note = "the plan ended with an error, so that some of its changes may be missing";
            reader.draft.notes.insert(format!("{file}: {note}"));
        }
        reader.plan(&document)?;
    } else if has("version") && (has("resources") || has("modules")) {
        reader.raw_state(&document)?;
    } else if has("encrypted_data") {
        let (file, why) = (file.to_owned(), "it is a state that OpenTofu encrypted".to_owned());
        let remedy = "read it with tofu show -json, which decrypts it";
        return Err(ImportError::Unusable { file, why, remedy });
    } else if !has("format_version") {
        // One with a version alone is a state without anything in it.
        tree::check_size(file, &text)?;
        return Err(ImportError::OtherKind {
            file: file.to_owned(),
            kind: "terraform",
            found: "it has neither planned_values, resource_changes nor values".to_owned(),
        });
    }
    Ok(reader.count)
}

/// A table whose values are not read yet.
type Table<'t> = BTreeMap<Cow<'t, str>, &'t RawValue>;

/// A part of a table. `None` if it is missing or null.
fn part<'t>(table: &Table<'t>, key: &str) -> Option<&'t RawValue> {
    table.get(key).copied().filter(|it| it.get() != "null")
}

fn scalar(table: &Table<'_>, key: &str) -> Option<String> {
    let value: Value = serde_json::from_str(part(table, key)?.get()).ok()?;
    tree::scalar(&value)
}

fn check_format(file: &str, document: &Table<'_>, draft: &mut Draft) -> Result<(), ImportError> {
    let version = scalar(document, "format_version").unwrap_or_default();
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

/// A resource, or a change of one.
#[derive(Deserialize)]
struct Entry<'t> {
    #[serde(borrow, default)]
    address: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    mode: Option<Cow<'t, str>>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    values: Option<&'t RawValue>,
    #[serde(borrow, default)]
    change: Option<Changed<'t>>,
}

#[derive(Deserialize)]
struct Changed<'t> {
    #[serde(default)]
    actions: Value,
    #[serde(borrow, default)]
    before: Option<&'t RawValue>,
    #[serde(borrow, default)]
    after: Option<&'t RawValue>,
    #[serde(borrow, default)]
    after_unknown: Option<&'t RawValue>,
}

/// A resource of a raw state, with its instances.
#[derive(Deserialize)]
struct StateEntry<'t> {
    #[serde(borrow, default)]
    module: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    mode: Option<Cow<'t, str>>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    name: Option<Cow<'t, str>>,
    #[serde(borrow, default)]
    instances: Option<&'t RawValue>,
}

struct Reader<'t, 'd> {
    file: &'t str,
    draft: &'d mut Draft,
    /// The attributes that are not known yet, by address.
    unknown: BTreeMap<Cow<'t, str>, &'t RawValue>,
    holders: Holders,
    has_holders: bool,
    /// The addresses that were met.
    seen: HashSet<String>,
    count: u64,
}

impl<'t> Reader<'t, '_> {
    fn plan(&mut self, document: &Table<'t>) -> Result<(), ImportError> {
        let changes = self.list(part(document, "resource_changes"))?;
        for raw in &changes {
            let Some(entry) = self.entry::<Entry<'t>>(raw)? else { continue };
            let marks = entry.change.and_then(|change| change.after_unknown);
            if let (Some(address), Some(marks)) = (entry.address, marks) {
                self.unknown.insert(address, marks);
            }
        }
        let values = part(document, "planned_values").or_else(|| part(document, "values"));
        let root = values.map(|values| self.table(values)).transpose()?;
        match root.and_then(|values| part(&values, "root_module")) {
            Some(module) => {
                if self.has_holders {
                    self.module(module, 0, Self::hold)?;
                }
                self.module(module, 0, Self::resource)?;
            }
            None => self.afters(&changes)?,
        }
        changes.iter().try_for_each(|raw| self.deletion(raw))
    }

    /// Hands over the resources of a module and of those in it.
    fn module(
        &mut self,
        module: &'t RawValue,
        depth: usize,
        each: fn(&mut Self, &Entry<'t>) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        if depth == DEPTH_MAX {
            return Err(ImportError::Limit {
                file: self.file.to_owned(),
                what: "a module",
                found: "more modules around it".to_owned(),
                limit: DEPTH_MAX.to_string(),
                remedy: "look at how the file was made",
            });
        }
        let module = self.table(module)?;
        for raw in self.list(part(&module, "resources"))? {
            if let Some(entry) = self.entry::<Entry<'t>>(raw)? {
                each(self, &entry)?;
            }
        }
        for child in self.list(part(&module, "child_modules"))? {
            self.module(child, depth + 1, each)?;
        }
        Ok(())
    }

    /// The planned resources, of a plan that holds changes alone.
    fn afters(&mut self, changes: &[&'t RawValue]) -> Result<(), ImportError> {
        let note = "it holds changes alone: what it does not change is not in it";
        self.draft.notes.insert(format!("{}: {note}", self.file));
        for each in [Self::hold, Self::resource] {
            for raw in changes {
                let Some(mut entry) = self.entry::<Entry<'t>>(raw)? else { continue };
                entry.values = entry.change.as_ref().and_then(|change| change.after);
                if entry.values.is_some_and(|after| after.get() != "null") {
                    each(self, &entry)?;
                }
            }
        }
        Ok(())
    }

    /// Keeps a resource in which others may be.
    fn hold(&mut self, entry: &Entry<'t>) -> Result<(), ImportError> {
        if let Some(kind) = entry.kind.as_ref().filter(|kind| Holders::is_one(kind)) {
            let values = self.value(entry.values)?;
            let unknown = entry.address.as_ref().and_then(|it| self.unknown.get(it).copied());
            let unknown = self.value(unknown)?;
            self.holders.add(kind, values, unknown);
        }
        Ok(())
    }

    fn resource(&mut self, entry: &Entry<'t>) -> Result<(), ImportError> {
        let (Some(kind), Some(address)) = (&entry.kind, &entry.address) else {
            let row = super::draft::Row { file: self.file, unit: "resources", name: "?" };
            self.draft.leave_out("a resource", "it has no type or no address", row);
            return Ok(());
        };
        if !is_managed(entry.mode.as_deref()) {
            return Ok(());
        }
        self.meet(address);
        self.count += 1;
        let unknown = self.value(self.unknown.get(address).copied())?;
        let values = self.value(entry.values)?;
        self.apply(kind, address, &values, &unknown, Change::Exists)
    }

    /// States an address that stands twice in the file.
    fn meet(&mut self, address: &str) {
        if !self.seen.insert(address.to_owned()) {
            let note = "it stands twice in the file, and counts each time";
            self.draft.notes.insert(format!("{address}: {note}"));
        }
    }

    /// A change that only deletes, or that lets a resource go on without Terraform.
    fn deletion(&mut self, raw: &'t RawValue) -> Result<(), ImportError> {
        let Some(entry) = self.entry::<Entry<'t>>(raw)? else { return Ok(()) };
        let Some(change) = &entry.change else { return Ok(()) };
        let actions = tree::scalars(&change.actions);
        let is_forgotten = actions.iter().any(|action| action == "forget");
        if !(is_forgotten || actions == ["delete"]) || !is_managed(entry.mode.as_deref()) {
            return Ok(());
        }
        let (Some(kind), Some(address)) = (&entry.kind, &entry.address) else {
            return Ok(());
        };
        let values = self.value(change.before)?;
        if is_forgotten {
            let note = "Terraform forgets it, and it goes on existing: it is counted";
            self.draft.notes.insert(format!("{address}: {note}"));
            self.count += 1;
        }
        let change = if is_forgotten { Change::Exists } else { Change::Deleted };
        self.apply(kind, address, &values, &Value::Null, change)
    }

    fn apply(
        &mut self,
        kind: &str,
        address: &str,
        values: &Value,
        unknown: &Value,
        change: Change,
    ) -> Result<(), ImportError> {
        let (file, holders) = (self.file, &self.holders);
        let resource = Resource { file, address, kind, values, unknown, change, holders };
        apply(&resource, self.draft)
    }

    /// The state file itself: resources with their instances.
    fn raw_state(&mut self, document: &Table<'t>) -> Result<(), ImportError> {
        let version = scalar(document, "version").unwrap_or_default();
        if version != STATE_VERSION.to_string() {
            return Err(ImportError::Version {
                file: self.file.to_owned(),
                what: "version of the state",
                version: super::error::quoted(&version),
                known: "states of version 4",
            });
        }
        let resources = self.list(part(document, "resources"))?;
        let passes: &[bool] = if self.has_holders { &[true, false] } else { &[false] };
        for is_first in passes.iter().copied() {
            for raw in &resources {
                let Some(entry) = self.entry::<StateEntry<'t>>(raw)? else { continue };
                if is_managed(entry.mode.as_deref()) {
                    self.instances(&entry, is_first)?;
                }
            }
        }
        Ok(())
    }

    /// The instances of a resource: first those in which others may be are kept.
    fn instances(&mut self, entry: &StateEntry<'t>, is_first: bool) -> Result<(), ImportError> {
        let (Some(kind), Some(name)) = (&entry.kind, &entry.name) else {
            if !is_first {
                let row = super::draft::Row { file: self.file, unit: "resources", name: "?" };
                self.draft.leave_out("a resource", "it has no type or no name", row);
            }
            return Ok(());
        };
        if is_first && !Holders::is_one(kind) {
            return Ok(());
        }
        let module = entry.module.as_ref().map_or_else(String::new, |it| format!("{it}."));
        for raw in self.list(entry.instances)? {
            let instance = self.value(Some(raw))?;
            let attributes = instance.get("attributes").unwrap_or(&Value::Null);
            if is_first {
                self.holders.add(kind, attributes.clone(), Value::Null);
                continue;
            }
            let index = match instance.get("index_key") {
                Some(Value::String(key)) => format!("[\"{key}\"]"),
                Some(key) => format!("[{key}]"),
                None => String::new(),
            };
            let mut address = format!("{module}{kind}.{name}{index}");
            if let Some(deposed) = instance.get("deposed").and_then(Value::as_str) {
                address = format!("{address} ({deposed})");
                let note = "it was replaced and is not deleted yet: it is counted";
                self.draft.notes.insert(format!("{address}: {note}"));
            }
            self.meet(&address);
            self.apply(kind, &address, attributes, &Value::Null, Change::Exists)?;
            self.count += 1;
        }
        Ok(())
    }

    /// A resource. One with texts where there are tables, or the like, is left out.
    fn entry<T: Deserialize<'t>>(&mut self, raw: &'t RawValue) -> Result<Option<T>, ImportError> {
        match serde_json::from_str(raw.get()) {
            Ok(entry) => Ok(Some(entry)),
            Err(error) if error.is_data() => {
                let row = super::draft::Row { file: self.file, unit: "resources", name: "?" };
                self.draft.leave_out("a resource", "it is not as Terraform writes one", row);
                Ok(None)
            }
            Err(error) => Err(tree::syntax(self.file, &error)),
        }
    }

    /// The elements of a list. What is no list has none.
    fn list(&self, raw: Option<&'t RawValue>) -> Result<Vec<&'t RawValue>, ImportError> {
        match raw.filter(|raw| raw.get().starts_with('[')) {
            Some(raw) => self.read(raw),
            None => Ok(Vec::new()),
        }
    }

    /// The parts of a table. What is no table has none.
    fn table(&self, raw: &'t RawValue) -> Result<Table<'t>, ImportError> {
        if raw.get().starts_with('{') { self.read(raw) } else { Ok(Table::new()) }
    }

    fn value(&self, raw: Option<&'t RawValue>) -> Result<Value, ImportError> {
        let Some(raw) = raw else { return Ok(Value::Null) };
        tree::check_size(self.file, raw.get())?;
        self.read(raw)
    }

    fn read<T: Deserialize<'t>>(&self, raw: &'t RawValue) -> Result<T, ImportError> {
        serde_json::from_str(raw.get()).map_err(|error| tree::syntax(self.file, &error))
    }
}

/// Data sources read what somebody else keeps.
fn is_managed(mode: Option<&str>) -> bool {
    mode.is_none_or(|mode| mode == "managed")
}
