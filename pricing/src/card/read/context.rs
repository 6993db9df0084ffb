//! The context that every part of a card reads with: the names it may refer to, formulas, and
//! values by choice.
#![expect(
    clippy::needless_pass_by_value,
    reason = "every reader takes its item, as `Table::need` does"
)]

use rust_decimal::Decimal;

use super::named::named_option;
use super::price_table::PriceTable;
use crate::card::choice::Choice;
use crate::card::rate_card::{CardOption, Named, Rule, Source};
use crate::card::text::{Item, Table};
use crate::usage::driver::{DriverId, DriverKind, Vocabulary};
use crate::usage::formula::{Formula, FormulaError};
use crate::usage::suggest::Unknown;

/// The names that the parts of a card refer to.
pub(super) struct Context<'a> {
    pub vocabulary: &'static Vocabulary,
    pub options: &'a [CardOption],
    pub sources: &'a [Source],
    pub rules: &'a [Rule],
    /// The ids of all charges, in the card's order.
    pub charge_ids: &'a [String],
    /// The table that amounts name columns of. None if the card has none.
    pub prices: Option<&'a PriceTable<'a>>,
}

impl<'a> Context<'a> {
    /// The names of a card's options, sources and rules.
    pub const fn new(
        vocabulary: &'static Vocabulary,
        (options, sources, rules): (&'a [CardOption], &'a [Source], &'a [Rule]),
        charge_ids: &'a [String],
        prices: Option<&'a PriceTable<'a>>,
    ) -> Self {
        Self { vocabulary, options, sources, rules, charge_ids, prices }
    }
}

/// The id of a rule that the card tells.
pub(super) fn rule_id(item: Item<'_>, context: &Context<'_>) -> Option<String> {
    let id = item.clone().text()?;
    // If there are none at all, that is reported already.
    if !context.rules.is_empty() && context.rules.iter().all(|rule| rule.id != id) {
        let unknown = Unknown::new("rule", &id, context.rules.iter().map(|rule| &rule.id));
        let remedy = format!("{} or add {id} = \"…\" to [rules]", unknown.remedy());
        item.complain(format!("unknown rule '{id}'"), remedy);
    }
    Some(id)
}

pub(super) fn formula(item: &Item<'_>, context: &Context<'_>, kind: DriverKind) -> Option<Formula> {
    match Formula::parse(item.str()?, context.vocabulary, kind) {
        Ok(formula) => Some(formula),
        Err(FormulaError::Unknown(unknown)) => {
            item.unknown(&unknown);
            None
        }
        Err(error) => {
            item.complain_of(&format!("'{}': {error}", item.path()), "mend the formula");
            None
        }
    }
}

/// The driver that the card names.
pub(super) fn named_driver(item: &Item<'_>, context: &Context<'_>) -> Option<DriverId> {
    let found = context.vocabulary.named(item.str()?);
    found.map_err(|unknown| item.unknown(&unknown)).ok()
}

/// The place of a source that the card names.
pub(super) fn named_source(item: &Item<'_>, context: &Context<'_>) -> Option<usize> {
    let name = item.str()?;
    let place = context.sources.iter().position(|source| source.id == name);
    if place.is_none() {
        item.unknown(&Unknown::new(
            "source",
            name,
            context.sources.iter().map(|source| &source.id),
        ));
    }
    place
}

/// The one of several kinds that stands in a table, or a complaint.
pub(super) fn only_one<T, const N: usize>(
    table: &Table<'_>,
    what: &str,
    kinds: [Option<T>; N],
    names: &str,
) -> Option<T> {
    let present = table.keys().filter(|key| names.split(", ").any(|name| name == *key)).count();
    // None of them and another key: that one is unknown, which is reported already.
    if present > 1 || (present == 0 && table.keys().next().is_none()) {
        table.complain(format!("the {what} has {present} kinds"), format!("write one of: {names}"));
    }
    kinds.into_iter().flatten().next()
}

/// A value, or `{ by = "option", choice = value, … }`, in which each value may be such a table again, or
/// `{ column = "name" }`, a column of the card's price table.
pub(super) fn choice<T>(
    item: Item<'_>,
    context: &Context<'_>,
    read: &dyn Fn(Item<'_>) -> Option<T>,
) -> Option<Choice<T>> {
    if !item.is_table() {
        return read(item).map(Choice::Same);
    }
    let table = item.table()?;
    if table.has("column") {
        return column(&table, context, read);
    }
    let option = table.need("by", |item| named_option(&item, context.options))?;
    let choices = &context.options[option].choices;
    let values = by_choice(&table, choices, |item| choice(item, context, read));
    Some(Choice::By { option, values: values? })
}

/// The same for values that are tables themselves: a table with `by` is a choice, any other a value.
pub(super) fn choice_of_tables<T>(
    item: Item<'_>,
    context: &Context<'_>,
    read: &dyn Fn(Item<'_>) -> Option<T>,
) -> Option<Choice<T>> {
    if !item.is_table() || !item.clone().table()?.has("by") {
        return read(item).map(Choice::Same);
    }
    let table = item.table()?;
    let option = table.need("by", |item| named_option(&item, context.options))?;
    let choices = &context.options[option].choices;
    let values = by_choice(&table, choices, |item| choice_of_tables(item, context, read));
    Some(Choice::By { option, values: values? })
}

/// A number above zero, or `"none"` for a choice that has none; by the options.
pub(super) fn bound(item: Item<'_>, context: &Context<'_>) -> Option<Choice<Option<Decimal>>> {
    let by_option = item.is_table();
    let read = |item: Item<'_>| {
        if by_option && item.is_text("none") {
            return Some(None);
        }
        item.positive().map(Some)
    };
    choice(item, context, &read)
}

/// The values of a column of the card's price table.
fn column<T>(
    table: &Table<'_>,
    context: &Context<'_>,
    read: &dyn Fn(Item<'_>) -> Option<T>,
) -> Option<Choice<T>> {
    let Some(prices) = context.prices else {
        table.complain("the card has no table of prices", "add a table [prices], or write by = …");
        return None;
    };
    let cells = table.need("column", |item| prices.column(&item))?;
    table.finish();
    let values = cells.iter().map(|cell| read(cell.clone()).map(Choice::Same));
    Some(Choice::By { option: prices.option, values: values.collect::<Option<_>>()? })
}

/// One value for each choice, in the choices' order.
fn by_choice<'a, T>(
    table: &Table<'a>,
    choices: &[Named],
    read: impl Fn(Item<'a>) -> Option<T>,
) -> Option<Vec<T>> {
    let mut found: Vec<Option<T>> = choices.iter().map(|_| None).collect();
    let mut given = vec![false; choices.len()];
    for (name, at, item) in table.others() {
        if let Some(place) = choices.iter().position(|choice| choice.id == name) {
            given[place] = true;
            found[place] = read(item);
        } else {
            let unknown = Unknown::new("choice", name, choices.iter().map(|choice| &choice.id));
            table.complain_at(at, format!("unknown choice '{name}'"), unknown.remedy());
        }
    }
    for (choice, given) in choices.iter().zip(given) {
        if !given {
            let message = format!("the choice '{}' has no value", choice.id);
            table.complain(message, format!("add {} = …", choice.id));
        }
    }
    found.into_iter().collect()
}
