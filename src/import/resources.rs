//! Resources of infrastructure code: rules say which driver each type counts for.
//!
//! The rules are data, in `assets/import/resources.toml`. A new type is a table there.

mod apply;
mod holders;
mod rate;
mod resource;

use super::tables::{Choose, Distinct, Every, Pending, Rule, Rules, Sum, Within};
pub use apply::apply;
pub use holders::Holders;
pub use resource::{Change, Resource};

impl Rules {
    /// The rules of a type.
    fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Rule> {
        let is_meant = move |rule: &&Rule| rule.types.iter().any(|it| fits(it, kind));
        self.rule.iter().filter(is_meant)
    }
}

impl Rule {
    /// Returns whether events are all that it counts.
    const fn counts_events_alone(&self) -> bool {
        let has_others = self.count.is_some() || self.versions.is_some() || self.note.is_some();
        !has_others && self.sum.is_empty() && self.distinct.is_empty() && self.choose.is_empty()
    }
}

/// Returns whether a text is this one. A `*` at its beginning or its end takes everything.
fn fits(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(rest), Some(_)) => text.contains(rest.strip_suffix('*').unwrap_or(rest)),
        (Some(end), None) => text.ends_with(end),
        (None, Some(beginning)) => text.starts_with(beginning),
        (None, None) => pattern == text,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use whatif_pricing::{Catalog, Vocabulary};

    use super::*;
    use crate::import::cards::tables;

    /// Every driver that a rule names.
    fn drivers(rule: &Rule) -> impl Iterator<Item = &String> {
        let of_sum = rule.sum.iter().map(|it| &it.driver);
        let versions = rule.versions.iter().flat_map(|it| [&it.driver, &it.of]);
        let every = rule.every.iter().filter_map(|it| it.driver.as_ref());
        let pending = rule.pending.iter().map(|it| &it.driver);
        let distinct = rule.distinct.iter().map(|it| &it.driver);
        let all = rule.count.iter().chain(of_sum).chain(versions).chain(every);
        all.chain(pending).chain(distinct).chain(rule.set.keys())
    }

    #[test]
    fn every_rule_names_a_card_its_options_and_drivers_that_exist() {
        let catalog = Catalog::shipped();
        for rule in &tables().resources.rule {
            for name in drivers(rule) {
                assert!(Vocabulary::standard().find(name).is_some(), "{:?}: {name}", rule.types);
            }
            if rule.why.is_some() && rule.card.is_empty() {
                continue;
            }
            let card = catalog.card(&rule.card).unwrap_or_else(|_| panic!("{}", rule.card));
            for choose in &rule.choose {
                let option = card.options.iter().find(|it| it.id == choose.option);
                let option = option.unwrap_or_else(|| panic!("{}: {}", rule.card, choose.option));
                for choice in choose.choices.values().chain(&choose.missing) {
                    let known = option.choices.iter().any(|it| it.id == *choice);
                    assert!(known, "{}: {}={choice}", rule.card, choose.option);
                }
            }
        }
    }

    #[test]
    fn no_type_stands_twice_in_one_rule_and_each_begins_as_one_of_ours() {
        for rule in &tables().resources.rule {
            let types: BTreeSet<&String> = rule.types.iter().collect();
            assert_eq!(types.len(), rule.types.len(), "{:?}", rule.types);
            for kind in types {
                assert!(tables().resources.ours.iter().any(|it| kind.starts_with(it)), "{kind}");
            }
        }
    }
}
