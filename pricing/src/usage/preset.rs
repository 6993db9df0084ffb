//! Presets: starting workloads that say in a sentence what they assume.
//!
//! They are data (`pricing/presets.toml`): a new one is a table there, never a line of Rust. Their figures
//! are assumptions of the preset; a preset that exists can be priced.

use crate::usage::driver::{DriverId, Vocabulary};
use crate::usage::suggest::Unknown;
use crate::usage::value::Value;
use crate::usage::workload::Workload;

/// A starting workload.
#[derive(Clone, Debug)]
pub struct Preset {
    /// The name on the command line.
    pub id: String,
    /// A few words, for the palette.
    pub name: String,
    /// One sentence with the figures that it assumes.
    pub says: String,
    /// The jobs that a service must do to serve it.
    pub jobs: Vec<String>,
    /// The values that it sets; every other driver is at its default.
    pub set: Vec<(DriverId, Value)>,
}

impl Preset {
    /// Every driver at its default, but for what the preset sets.
    ///
    /// ```
    /// use whatif_pricing::{Period, Presets, Ratio, Vocabulary};
    /// let preset = Presets::shipped().find("kubernetes-operator").unwrap();
    /// let usage = preset.workload(Vocabulary::standard()).usage(Period::standard_month_terms()).unwrap();
    /// // 100 secrets × 86,400 s ÷ 10 s × 30 days
    /// let calls = usage.value(Vocabulary::standard().find("calls").unwrap());
    /// assert_eq!(calls, Ratio::from(25_920_000_u32));
    /// ```
    ///
    /// # Panics
    /// Never: it was tried when the preset was read.
    #[must_use]
    pub fn workload(&self, vocabulary: &'static Vocabulary) -> Workload {
        let mut workload = Workload::standard(vocabulary);
        workload.set_all(&self.set).expect("tried when the preset was read");
        workload
    }

    /// The values that it sets, by name and text, as a command line takes them: `secrets=100`,
    /// `key_ops=500 * 2 * days`.
    #[must_use]
    pub fn settings(&self, vocabulary: &Vocabulary) -> Vec<String> {
        let setting = |(driver, value): &(DriverId, Value)| {
            let text = value.text();
            format!("{}={}", vocabulary[*driver].name, text.strip_prefix('=').unwrap_or(&text))
        };
        self.set.iter().map(setting).collect()
    }
}

/// Presets in the order of the palette.
#[derive(Clone, Debug)]
pub struct Presets {
    list: Vec<Preset>,
}

impl Presets {
    pub(crate) const fn new(list: Vec<Preset>) -> Self {
        Self { list }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Preset] {
        &self.list
    }

    /// The preset of this id, or what to say when there is none.
    ///
    /// ```
    /// use whatif_pricing::Presets;
    /// let error = Presets::shipped().find("signign").unwrap_err().to_string();
    /// assert!(error.starts_with("unknown preset 'signign': did you mean 'signing'?"));
    /// ```
    pub fn find(&self, id: &str) -> Result<&Preset, Unknown> {
        let found = self.list.iter().find(|preset| preset.id == id);
        found.ok_or_else(|| Unknown::new("preset", id, self.list.iter().map(|preset| &preset.id)))
    }
}
