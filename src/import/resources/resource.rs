//! One resource of a plan, a state or a template, and what is known of its attributes.

use serde_json::Value;

use super::holders::Holders;
use crate::import::draft::Row;
use crate::import::tree::{self, At};

/// The word for a resource.
const UNIT: &str = "resources";
/// The reason for values that a plan does not have yet.
pub const LATER: &str = "it is known only after it is applied";

/// One resource.
#[derive(Clone, Copy, Debug)]
pub struct Resource<'a> {
    /// The file.
    pub file: &'a str,
    /// Its address.
    pub address: &'a str,
    /// Its type.
    pub kind: &'a str,
    /// Its attributes.
    pub values: &'a Value,
    /// The attributes that are not known yet, as `true`.
    pub unknown: &'a Value,
    /// Its state.
    pub change: Change,
    /// The resources of the file in which it may be.
    pub holders: &'a Holders,
}

/// The state of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It exists, or will.
    Exists,
    /// It is deleted.
    Deleted,
}

impl<'a> Resource<'a> {
    pub fn row(&self) -> Row<'a> {
        Row { file: self.file, unit: UNIT, name: self.address }
    }

    pub fn at(&self, path: &str) -> At<'a> {
        let found = tree::all(self.values, path);
        if tree::meets(self.values, path, is_function) {
            At::Unknown
        } else if !found.is_empty() {
            At::Found(found)
        } else if tree::is_marked(self.unknown, path) {
            At::Unknown
        } else {
            At::Missing
        }
    }

    /// The scalar at a path as text. Empty if it is missing, `None` if it is unknown.
    pub fn text(&self, path: &str) -> Option<String> {
        match self.at(path) {
            At::Found(found) => Some(found.into_iter().find_map(tree::scalar).unwrap_or_default()),
            At::Unknown => None,
            At::Missing => Some(String::new()),
        }
    }
}

/// Recognises an intrinsic function of `CloudFormation`, whose value only a deployment knows.
pub fn is_function(value: &Value) -> bool {
    let Some(table) = value.as_object() else { return false };
    table.len() == 1
        && table.keys().any(|key| key == "Ref" || key == "Condition" || key.starts_with("Fn::"))
}
