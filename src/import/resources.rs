//! Resources of infrastructure code: rules say which driver each type counts for.
//!
//! The rules are data, in `assets/import/resources.toml`. A new type is a table there.

mod apply;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::interval::Unit;
pub use apply::{Change, Resource, apply};

const RULES: &str = include_str!("../../assets/import/resources.toml");

/// All rules.
static ALL: LazyLock<Rules> = LazyLock::new(|| {
    toml::from_str(RULES).unwrap_or_else(|error| panic!("assets/import/resources.toml: {error}"))
});

/// The rules of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
    /// The beginnings of types whose other resources cost nothing here and are not named.
    ours: Vec<String>,
}

/// A rule: what resources of some types count for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Rule {
    /// The types. A `*` at the end takes every ending.
    types: Vec<String>,
    /// The card.
    card: String,
    /// The texts that attributes must have. An empty one is a missing attribute.
    when: BTreeMap<String, Vec<String>>,
    /// The texts that attributes must not have.
    unless: BTreeMap<String, Vec<String>>,
    /// The driver that counts the resources.
    count: Option<String>,
    /// The copies of a resource. Empty if the service keeps no copies.
    copies: Vec<Copies>,
    /// The driver that counts versions: a mean over the resources that `of` counts.
    versions: Option<Versions>,
    /// A rate: one in each interval.
    every: Option<Every>,
    /// Sums of numbers in attributes.
    sum: Vec<Sum>,
    /// The number of distinct texts in attributes.
    distinct: Option<Distinct>,
    /// Drivers with a fixed value as long as such resources exist.
    set: BTreeMap<String, String>,
    /// The choices of options that attributes show.
    choose: Vec<Choose>,
    /// The driver that counts resources which are deleted, while they can be restored.
    pending: Option<Pending>,
    /// A fact that a reader should know.
    note: Option<String>,
    /// The reason why the resources set no driver.
    why: Option<String>,
}

/// The copies of a resource.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Copies {
    /// The list of copies.
    at: String,
    /// The number of copies that the list does not name.
    #[serde(default)]
    more: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Versions {
    driver: String,
    of: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Every {
    /// The driver. It states the interval as a fact if there is none.
    driver: Option<String>,
    /// The paths of the interval. The first that there is counts.
    at: Vec<String>,
    /// The unit of a bare number.
    #[serde(default)]
    unit: Unit,
    /// The path of a length by which the last of them is shorter, in days if it is a bare number.
    less: Option<String>,
    /// The path of what must be there.
    needs: Option<String>,
    /// An attribute that must be true.
    only_if: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sum {
    driver: String,
    /// The list.
    #[serde(rename = "in")]
    list: String,
    /// The number in each element.
    at: String,
    #[serde(default)]
    when: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Distinct {
    driver: String,
    at: Vec<String>,
    /// The paths whose text counts as one, if it is not known.
    #[serde(default)]
    least: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Choose {
    option: String,
    /// The paths, whose texts are joined by `:`.
    at: Vec<String>,
    /// The choice by text. A `*` at the end takes every ending.
    choices: BTreeMap<String, String>,
    /// The choice if the attribute is missing.
    missing: Option<String>,
    /// True if things of different choices are kept apart.
    #[serde(default)]
    apart: bool,
    /// True if a list that is not empty is a choice of its own, `*`.
    #[serde(default)]
    is_list: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Pending {
    driver: String,
    /// The attribute with the days until a resource is gone.
    days: Option<String>,
    /// The days if the attribute is missing.
    otherwise: Option<String>,
}

impl Rules {
    /// The rules of a type.
    fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Rule> {
        let is_meant = move |rule: &&Rule| rule.types.iter().any(|it| fits(it, kind));
        self.rule.iter().filter(is_meant)
    }
}

/// Returns whether a text is this one, or begins as one with a `*` at its end.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => text.starts_with(beginning),
        None => pattern == text,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use whatif_pricing::{Catalog, Vocabulary};

    use super::*;

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
        for rule in &ALL.rule {
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
        for rule in &ALL.rule {
            let types: BTreeSet<&String> = rule.types.iter().collect();
            assert_eq!(types.len(), rule.types.len(), "{:?}", rule.types);
            for kind in types {
                assert!(ALL.ours.iter().any(|it| kind.starts_with(it)), "{kind}");
            }
        }
    }
}
