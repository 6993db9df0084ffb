//! Resources in which others are: how those are paid for may depend on them.

use serde_json::Value;

use super::{Within, fits};
use crate::import::cards::tables;
use crate::import::tree;

/// The resources of a file in which others may be.
#[derive(Debug, Default)]
pub struct Holders(Vec<(String, Value)>);

/// The answer to the question whether a resource is in one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It is, or the file has none.
    Fits,
    /// It is in another one.
    Differs,
    /// Some fit and others do not, and nothing says which it is in.
    Unclear,
}

impl Holders {
    /// The types of such resources, as rules name them.
    fn kinds() -> impl Iterator<Item = &'static str> {
        let rules = tables().resources.rule.iter();
        rules.filter_map(|rule| rule.within.as_ref()).map(|it| it.r#type.as_str())
    }

    /// Returns whether a rule names the type of such resources.
    pub fn is_one(kind: &str) -> bool {
        Self::kinds().any(|known| known == kind)
    }

    /// Returns whether a text names such a type. If not, none is looked for.
    pub fn are_in(text: &str) -> bool {
        Self::kinds().any(|kind| memchr::memmem::find(text.as_bytes(), kind.as_bytes()).is_some())
    }

    /// Adds one.
    pub fn add(&mut self, kind: &str, values: Value) {
        self.0.push((kind.to_owned(), values));
    }

    /// Returns whether the one of this id fits. All of them are asked if none has the id.
    pub fn ask(&self, within: &Within, id: Option<&str>) -> Held {
        let text = |values: &Value, path: &str| {
            tree::all(values, path).into_iter().find_map(tree::scalar).unwrap_or_default()
        };
        let all = self.0.iter().filter(|(kind, _)| *kind == within.r#type);
        let all: Vec<&Value> = all.map(|(_, values)| values).collect();
        let is_named = |values: &&&Value| id.is_some_and(|id| text(values, "id") == id);
        let named: Vec<&Value> = all.iter().filter(is_named).copied().collect();
        let asked = if named.is_empty() { all } else { named };
        let is_meant = |values: &&&Value| {
            let mut when = within.when.iter();
            when.all(|(path, texts)| texts.iter().any(|known| fits(known, &text(values, path))))
        };
        match asked.iter().filter(is_meant).count() {
            count if count == asked.len() => Held::Fits,
            0 => Held::Differs,
            _ => Held::Unclear,
        }
    }
}
