//! Kubernetes manifests: the secrets that objects name, and the calls by which they poll for them.
//!
//! Calls in 30 days are the sum over objects of calls a refresh × 30 days ÷ the interval. Defaults, stores
//! and operators are data, in `assets/import/kubernetes.toml`.

mod csi;
mod external;
mod facts;
mod objects;
mod poll;
mod selector;

use serde_json::Value;

use super::draft::Draft;
use super::error::ImportError;
use super::source::Input;
use super::{tree, yaml};
use objects::Objects;
use poll::Polls;

/// The objects of all manifests: one file may name what stands in another.
#[derive(Debug, Default)]
pub struct Manifests(Objects);

impl Manifests {
    /// Reads a file. Returns the number of objects in it.
    pub fn read(&mut self, file: &str, input: Input<'_>) -> Result<u64, ImportError> {
        let text = input.text(file)?;
        let before = self.0.len();
        if text.trim_start().starts_with(['{', '[']) {
            tree::check_size(file, &text)?;
            // Several documents may stand one after the other, as `kubectl -o json` prints them.
            for document in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
                self.0.add(file, document.map_err(|error| tree::syntax(file, &error))?)?;
            }
        } else {
            yaml::documents(file, &text, |document| self.0.add(file, document))?;
        }
        Ok((self.0.len() - before) as u64)
    }

    /// Adds what the objects keep and call.
    pub fn settle(&self, draft: &mut Draft) -> Result<(), ImportError> {
        if self.0.len() == 0 {
            return Ok(());
        }
        let mut polls = Polls::default();
        external::polls(&self.0, &mut polls, draft);
        csi::polls(&self.0, &mut polls, draft);
        poll::operators(&self.0, &mut polls, draft);
        polls.settle(draft)
    }
}
