//! The tables of `assets/import/`: which resource, object, metric, column and meter stands for what.
//!
//! The build script reads the TOML files into these types, and the program gets them compiled. So a problem in
//! a file ends the build with its line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// All tables.
#[derive(Debug, Deserialize, Serialize)]
pub struct Tables {
    /// `resources.toml`.
    pub resources: Rules,
    /// `kubernetes.toml`.
    pub kubernetes: Facts,
    /// `metrics.toml`.
    pub metrics: Metrics,
    /// `bills.toml`.
    pub bills: Formats,
    /// `meters.toml`.
    pub meters: Meters,
}

/// The unit of a bare number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Days.
    #[default]
    Days,
    /// Months of 30 days.
    Months,
}

/// The rules of a file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub rule: Vec<Rule>,
    /// The beginnings of types whose other resources cost nothing here and are not named.
    pub ours: Vec<String>,
}

/// A rule: what resources of some types count for.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Rule {
    /// The types. A `*` at the end takes every ending.
    pub types: Vec<String>,
    /// The card.
    pub card: String,
    /// The texts that attributes must have. An empty one is a missing attribute.
    pub when: BTreeMap<String, Vec<String>>,
    /// The texts that attributes must not have.
    pub unless: BTreeMap<String, Vec<String>>,
    /// The texts that attributes of new resources will have, where only their service knows them.
    pub later: BTreeMap<String, String>,
    /// The resource in which they are.
    pub within: Option<Within>,
    /// The driver that counts the resources.
    pub count: Option<String>,
    /// The copies of a resource. Empty if the service keeps no copies.
    pub copies: Vec<Copies>,
    /// The driver that counts versions: a mean over the resources that `of` counts.
    pub versions: Option<Versions>,
    /// A rate: one in each interval.
    pub every: Option<Every>,
    /// Sums of numbers in attributes.
    pub sum: Vec<Sum>,
    /// The number of distinct texts in attributes.
    pub distinct: Vec<Distinct>,
    /// Drivers with a fixed value as long as such resources exist.
    pub set: BTreeMap<String, String>,
    /// The choices of options that attributes show.
    pub choose: Vec<Choose>,
    /// The driver that counts resources which are deleted, while they can be restored.
    pub pending: Option<Pending>,
    /// A fact that a reader should know.
    pub note: Option<String>,
    /// The reason why the resources set no driver.
    pub why: Option<String>,
}

/// The resource in which others are.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Within {
    /// Its type.
    pub r#type: String,
    /// The attribute of the others that names it.
    pub at: String,
    /// The texts that its own attributes must have.
    pub when: BTreeMap<String, Vec<String>>,
    /// The reason why the others set no driver if it has other texts.
    pub why: String,
}

/// The copies of a resource.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Copies {
    /// The list of copies.
    pub at: String,
    /// The number of copies that the list does not name.
    #[serde(default)]
    pub more: u64,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    pub driver: String,
    pub of: String,
    /// The number of them. Each resource is one if there is none.
    pub at: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Every {
    /// The driver. It states the interval as a fact if there is none.
    pub driver: Option<String>,
    /// The paths of the interval. The first that there is counts.
    pub at: Vec<String>,
    /// The unit of a bare number.
    #[serde(default)]
    pub unit: Unit,
    /// The path of a length by which the last of them is shorter, in days if it is a bare number.
    pub less: Option<String>,
    /// The path of the share of the last of them after which the change is made, in percent.
    pub percent: Option<String>,
    /// The path of what must be there.
    pub needs: Option<String>,
    /// An attribute that must be true.
    pub only_if: Option<String>,
    /// True if an interval of zero says that nothing happens.
    #[serde(default)]
    pub zero_is_off: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sum {
    pub driver: String,
    /// The list. Empty if the resource itself has the number.
    #[serde(rename = "in", default)]
    pub list: String,
    /// The number in each element.
    pub at: String,
    #[serde(default)]
    pub when: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Distinct {
    pub driver: String,
    pub at: Vec<String>,
    #[serde(default)]
    pub least: u64,
    /// A list and a key of its elements. The texts of elements whose key is that of the resource do not count.
    #[serde(default)]
    pub not_of: Option<(String, String)>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Choose {
    pub option: String,
    /// The paths, whose texts are joined by `:`.
    pub at: Vec<String>,
    /// The choice by text. A `*` at the end takes every ending.
    pub choices: BTreeMap<String, String>,
    /// The choice if the attribute is missing.
    pub missing: Option<String>,
    /// True if things of different choices are kept apart.
    #[serde(default)]
    pub apart: bool,
    /// True if a list that is not empty is a choice of its own, `*`.
    #[serde(default)]
    pub is_list: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pending {
    pub driver: String,
    /// The attribute with the days until a resource is gone.
    pub days: Option<String>,
    /// The days if the attribute is missing.
    pub otherwise: Option<String>,
}

/// The facts of the file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Stores of the External Secrets operator.
    pub store: Vec<StoreFact>,
    /// Providers of the CSI driver.
    pub mount: Vec<MountFact>,
    /// Objects that poll by themselves.
    pub poller: Vec<PollerFact>,
}

/// A store of the External Secrets operator.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StoreFact {
    pub provider: String,
    pub service: Option<String>,
    pub card: String,
    #[serde(default)]
    pub cached: bool,
    /// The version that is meant if an item names none.
    pub current: Option<String>,
    pub push_calls: Option<u64>,
}

/// A provider of the CSI driver.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MountFact {
    pub provider: String,
    pub objects: String,
    pub key: String,
    pub r#type: Option<TypeFact>,
    pub card: String,
    #[serde(default = "one")]
    pub batch: u64,
    pub pinned: Option<String>,
    pub doubled: Option<String>,
    /// The parameter of the class with which all of its objects are asked for twice.
    pub all_doubled: Option<String>,
    #[serde(default)]
    pub distinct: Vec<String>,
}

/// The field that says which service an object is of.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TypeFact {
    pub at: String,
    pub is: Vec<String>,
}

/// An object that polls by itself.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PollerFact {
    pub kind: String,
    pub api: String,
    pub card: String,
    #[serde(default)]
    pub key: Vec<String>,
    pub interval: Vec<String>,
    pub default: String,
    /// Other defaults, by what the object has.
    #[serde(default)]
    pub defaults: Vec<DefaultFact>,
    pub note: Option<String>,
}

/// A default interval of objects that have a text at a path.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultFact {
    pub at: String,
    pub is: String,
    pub interval: String,
}

const fn one() -> u64 {
    1
}

/// The metrics of the file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    pub metric: Vec<Metric>,
}

/// A metric.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    pub when: BTreeMap<String, Vec<String>>,
    pub card: Option<String>,
    pub driver: Option<String>,
    #[serde(default)]
    pub sparse: bool,
    pub why: Option<String>,
}

/// The formats of the file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Formats {
    pub format: Vec<Format>,
}

/// A format: the names of columns for each thing that a row has.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Format {
    pub kind: String,
    pub needs: Vec<String>,
    pub service: Vec<String>,
    pub meter: Vec<String>,
    pub class: Vec<String>,
    pub correction_class: Vec<String>,
    pub usage: Vec<String>,
    pub purchase: Vec<String>,
    pub credit: Vec<String>,
    pub tax: Vec<String>,
    pub correction: Vec<String>,
    pub quantity: Vec<String>,
    pub priced_quantity: Vec<String>,
    pub unit: Vec<String>,
    /// True if quantities are in blocks of the unit.
    pub in_blocks: bool,
    pub block: Vec<String>,
    pub price: Vec<String>,
    /// The list price of a unit, in its currency, of a format without the amount at list prices.
    pub list_price: Vec<String>,
    pub price_currency: Vec<String>,
    pub list: Vec<String>,
    pub billed: Vec<String>,
    pub currency: Vec<String>,
    pub start: Vec<String>,
    pub end: Vec<String>,
    /// True if a row has the day of its usage and no end.
    pub days: bool,
    pub region: Vec<String>,
    pub account: Vec<String>,
    pub resource: Vec<String>,
    /// A list of credits on the row, each with its amount.
    pub credits: Vec<String>,
    /// The month of the bill.
    pub invoice_month: Vec<String>,
    /// True if months are those of US Pacific time.
    pub pacific: bool,
}

/// The meters of the file.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Meters {
    pub prefixes: Vec<String>,
    pub service: Vec<Service>,
}

/// A service that a card prices.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Service {
    pub services: Vec<String>,
    /// The card.
    pub card: String,
    /// True if its other meters are of no concern to the card.
    pub only_known: bool,
    /// True if the card counts accounts: each has levels, free quantities or tiers of its own.
    pub accounts: bool,
    /// True if each account in each region has tiers of its own.
    pub groups: bool,
    /// The option that names regions as the bill does.
    pub region_option: Option<String>,
    /// The choices of that option by regions as the bill names them. Empty if they are the same.
    pub regions: BTreeMap<String, String>,
    /// Its meters.
    pub meter: Vec<Meter>,
}

/// A meter.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are keys of a table, and each stands for itself"
)]
pub struct Meter {
    pub names: Vec<String>,
    pub says: Vec<String>,
    /// The charge that it pays for.
    pub charge: Option<String>,
    /// The driver that it sets.
    pub driver: Option<String>,
    /// True if it counts how many there are.
    pub level: bool,
    /// True if it counts hours, of which a month has as many as the calendar says.
    pub hours: bool,
    /// True if the card multiplies the driver by regions.
    pub copies: bool,
    /// The driver that is the mean of the meter for each distinct resource.
    pub each: Option<String>,
    /// Drivers that have a fixed value beside it.
    pub with: BTreeMap<String, String>,
    /// The choices that it shows.
    pub choose: BTreeMap<String, String>,
    /// True if each account that uses it has a free quantity of its own.
    pub shares: bool,
    /// The quantity that is free in each account and region, and has no row.
    pub unlisted: Option<String>,
    /// So many to a priced unit.
    pub block: Option<String>,
    /// A fact about the value.
    pub note: Option<String>,
    /// The reason why it sets no driver.
    pub why: Option<String>,
}
