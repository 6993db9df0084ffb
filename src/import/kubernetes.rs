//! Kubernetes manifests: the secrets that objects name, and the calls by which they poll for them.
//!
//! Calls in 30 days are the sum over objects of calls a refresh × 30 days ÷ the interval. Defaults, stores
//! and operators are data, in `assets/import/kubernetes.toml`.

mod csi;
mod external;
mod facts;
mod kept;
mod objects;
mod pods;
mod poll;
mod selector;

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::draft::Draft;
use super::error::ImportError;
use super::source::Input;
use super::{tree, yaml};
use objects::Objects;
use poll::Polls;

/// The most lists inside of each other that are read object by object.
const LISTS_MAX: usize = 4;

/// A list of objects, of a kind such as `List` or `PodList`.
#[derive(Deserialize)]
struct List<'t> {
    #[serde(borrow)]
    kind: Cow<'t, str>,
    #[serde(borrow)]
    items: Vec<&'t RawValue>,
}

impl<'t> List<'t> {
    fn items(self) -> Option<Vec<&'t RawValue>> {
        self.kind.ends_with("List").then_some(self.items)
    }
}

/// The lines of a text, of which parts are asked for in order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line at which a part of the text begins.
    fn line_of(&mut self, part: &str) -> u64 {
        let to = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let passed = self.text.as_bytes().get(self.at..to).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.at = self.at.max(to);
        self.line
    }
}

/// The objects of all manifests: one file may name what stands in another.
#[derive(Debug, Default)]
pub struct Manifests(Objects);

impl Manifests {
    /// Reads a file. Returns the number of objects in it.
    pub fn read(&mut self, file: &str, input: Input<'_>) -> Result<u64, ImportError> {
        let text = input.text(file)?;
        let before = self.0.len();
        if text.trim_start().starts_with(['{', '[']) {
            // Several documents may stand one after the other, as `kubectl -o json` prints them.
            let mut lines = Lines { text: &text, at: 0, line: 1 };
            for document in serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>() {
                let document = document.map_err(|error| tree::syntax(file, &error))?;
                self.add(file, document, &mut lines, 0)?;
            }
        } else {
            yaml::objects(file, &text, |document, line| self.0.add(file, line, document))?;
        }
        Ok((self.0.len() - before) as u64)
    }

    /// Adds a document, of a list each object on its own, so that no tree of all of it is held.
    fn add(
        &mut self,
        file: &str,
        document: &RawValue,
        lines: &mut Lines<'_>,
        depth: usize,
    ) -> Result<(), ImportError> {
        let failed = |error: &serde_json::Error| tree::syntax(file, error);
        let text = document.get();
        let items: Option<Vec<&RawValue>> = if depth == LISTS_MAX {
            None
        } else if text.starts_with('[') {
            Some(serde_json::from_str(text).map_err(|error| failed(&error))?)
        } else {
            serde_json::from_str::<List<'_>>(text).ok().and_then(List::items)
        };
        if let Some(items) = items {
            return items.into_iter().try_for_each(|item| self.add(file, item, lines, depth + 1));
        }
        self.0.add(file, lines.line_of(text), tree::json(file, text)?)
    }

    /// Adds what the objects keep and call.
    pub fn settle(&self, draft: &mut Draft) -> Result<(), ImportError> {
        if self.0.len() == 0 {
            return Ok(());
        }
        if let (count, Some((first, file))) = &self.0.again {
            let more =
                if *count > 1 { format!(", as do {} more", count - 1) } else { String::new() };
            draft.notes.insert(format!(
                "{first} stands again in {file} with other content{more}: the first of a name counts; import another cluster on its own"
            ));
        }
        let mut polls = Polls::default();
        external::polls(&self.0, &mut polls, draft);
        csi::polls(&self.0, &mut polls, draft);
        poll::operators(&self.0, &mut polls, draft);
        polls.settle(draft)
    }
}
