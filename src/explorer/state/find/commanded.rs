//! A command with its argument: `keys=12`, `refresh every 300`, `budget 200`, `period 2027`.

use whatif_pricing::{DriverId, Period, number};

use crate::explorer::state::terms::adjustment;
use crate::explorer::state::{Item, Refusal, State, Target};
use crate::report::names;

/// A command with its argument.
pub(super) enum Commanded {
    /// It can be done: the item, and the words shown.
    Done(Item, String),
    /// The name takes no such argument.
    Refused {
        /// The reason.
        why: Refusal,
        /// True if the argument is a value and no word, so that nothing else was meant.
        is_value: bool,
    },
}

impl State {
    /// The command that was typed with its argument. `None` if it names none that takes one.
    pub(super) fn commanded(&self, typed: &str) -> Option<Commanded> {
        let mut refused = None;
        // The longest name first: `refresh every 300` is about `refresh every`.
        for (at, separator) in typed.trim().rmatch_indices(['=', ' ']) {
            let typed = typed.trim();
            let name = typed[..at].trim_end_matches(['=', ' ']).to_lowercase();
            let text = typed[at + separator.len()..].trim();
            if name.is_empty() || text.is_empty() {
                continue;
            }
            let Some((target, words)) = self.named_target(&name) else { continue };
            match self.check_typed(&target, &self.typed(&target, text)) {
                Ok(()) => {
                    let item = Item::Typed { target, text: text.to_owned() };
                    return Some(Commanded::Done(item, format!("{words} {text}")));
                }
                Err(why) => {
                    let is_value = !text.starts_with(char::is_alphabetic);
                    refused = Some(Commanded::Refused { why, is_value });
                }
            }
        }
        refused
    }

    /// The field of this name, and its words.
    fn named_target(&self, name: &str) -> Option<(Target, String)> {
        let fields = [
            ("budget", Target::Budget),
            ("period", Target::Period),
            ("tax", Target::Tax),
            ("goal", Target::Goal),
            ("notes", Target::Notes),
            ("discount", self.whole_discount()),
        ];
        if let Some((known, target)) = fields.into_iter().find(|(known, _)| *known == name) {
            let is_of_offer = matches!(target, Target::Adjustment { .. });
            let on = is_of_offer.then(|| format!(" on {}", names::plain(self.selected())));
            let on = on.unwrap_or_default();
            return Some((target, format!("{known}{on}:")));
        }
        let (driver, label) = self.named_driver(name)?;
        Some((Target::Driver(driver), format!("set {label} to")))
    }

    /// The slider of this name, or the first whose name begins so.
    fn named_driver(&self, name: &str) -> Option<(DriverId, &str)> {
        let drivers = || self.scenario().inputs.workload.vocabulary().iter();
        let begins = |known: &str| known.to_lowercase().starts_with(name);
        let exact =
            drivers().find(|(_, it)| it.name == name || it.also.iter().any(|it| it == name));
        let found =
            exact.or_else(|| drivers().find(|(_, it)| begins(&it.name) || begins(&it.label)));
        found.map(|(driver, entry)| (driver, &*entry.label))
    }

    /// Returns whether a text can be read for a target. A goal is only known when it is sought.
    fn check_typed(&self, target: &Target, text: &str) -> Result<(), Refusal> {
        match target {
            Target::Driver(driver) => {
                self.scenario().inputs.workload.read(*driver, text)?;
            }
            Target::Budget => {
                number::price(text)?;
            }
            Target::Tax => {
                whatif_pricing::Percent::parse(text)?;
            }
            Target::Period => {
                Period::parse(text, self.settings.today)?;
            }
            Target::Adjustment { .. } => {
                adjustment(text)?;
            }
            Target::Price { .. }
            | Target::NewOffer { .. }
            | Target::OfferLabel(_)
            | Target::Goal
            | Target::AsOf
            | Target::Rate { .. }
            | Target::LeverRange
            | Target::Changes
            | Target::SaveAs
            | Target::Export
            | Target::SaveTour
            | Target::Import
            | Target::Notes => {}
        }
        Ok(())
    }
}
