//! Resources in which others are: how those are paid for may depend on them.

use serde_json::Value;

use super::{Within, fits};
use crate::import::cards::tables;
use crate::import::tree;

/// The resources of a file in which others may be.
#[derive(Debug, Default)]
pub struct Holders(Vec<Holder>);

/// One of them.
#[derive(Debug)]
struct Holder {
    kind: String,
    values: Value,
    /// The attributes that are not known yet, as `true`.
    unknown: Value,
}

/// The answer to the question whether a resource is in one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It is, or the file has none.
    Fits,
    /// It is in another one.
    Differs,
    /// It is in one that is not in the file, or nothing says whether the one that it is in fits.
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
    pub fn add(&mut self, kind: &str, values: Value, unknown: Value) {
        self.0.push(Holder { kind: kind.to_owned(), values, unknown });
    }

    /// Returns whether the one of this id fits. If none has it, those are asked whose id is not known yet, and all of
    /// them if the id itself is not known.
    pub fn ask(&self, within: &Within, id: Option<&str>) -> Held {
        let text = |values: &Value, path: &str| {
            tree::all(values, path).into_iter().find_map(tree::scalar).unwrap_or_default()
        };
        let all = || self.0.iter().filter(|it| it.kind == within.r#type);
        let of_id = |id: &str| -> Vec<&Holder> {
            all().filter(|it| text(&it.values, "id") == id).collect()
        };
        let asked = match id {
            None => all().collect(),
            Some(id) => Some(of_id(id)).filter(|it| !it.is_empty()).unwrap_or_else(|| of_id("")),
        };
        let (mut fit, mut differ) = (0, 0);
        for holder in &asked {
            let (values, unknown) = (&holder.values, &holder.unknown);
            let mut is_unclear = false;
            let is_meant = within.when.iter().all(|(path, texts)| {
                let text = text(values, path);
                let is_later = text.is_empty() && tree::is_marked(unknown, path);
                is_unclear |= is_later;
                is_later || texts.iter().any(|known| fits(known, &text))
            });
            match (is_meant, is_unclear) {
                (true, false) => fit += 1,
                (false, _) => differ += 1,
                (true, true) => {}
            }
        }
        match asked.len() {
            0 => Held::Unclear,
            count if fit == count => Held::Fits,
            count if differ == count => Held::Differs,
            _ => Held::Unclear,
        }
    }
}
