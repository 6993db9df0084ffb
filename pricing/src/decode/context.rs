//! What every part of a card reads with: the names it may refer to, formulas, and values by choice.
#![expect(
    clippy::needless_pass_by_value,
    reason = "every reader takes its item, as `Table::need` does"
)]

use crate::card::{CardOption, Named, Rule, Source};
use crate::choice::Choice;
use crate::driver::{DriverKind, Vocabulary};
use crate::formula::{Formula, FormulaError};
use crate::suggest::Unknown;
use crate::text::{Item, Table};

/// What the parts of a card refer to.
pub(super) struct Context<'a> {
    pub vocabulary: &'static Vocabulary,
    pub options: &'a [CardOption],
    pub sources: &'a [Source],
    pub rules: &'a [Rule],
}

/// The id of a rule that the card tells.
pub(super) fn rule_id(item: Item<'_>, context: &Context<'_>) -> Option<String> {
    let id = item.clone().text()?;
    // Where there are none at all, that is told already.
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
    // None of them and another key: that one is unknown, which is told already.
    if present > 1 || (present == 0 && table.keys().next().is_none()) {
        table.complain(format!("the {what} has {present} kinds"), format!("write one of: {names}"));
    }
    kinds.into_iter().flatten().next()
}

/// A value, or `{ by = "option", choice = value, … }`, in which each value may be such a table again.
pub(super) fn choice<'a, T>(
    item: Item<'a>,
    context: &Context<'_>,
    read: &dyn Fn(Item<'a>) -> Option<T>,
) -> Option<Choice<T>> {
    if !item.is_table() {
        return read(item).map(Choice::Same);
    }
    let table = item.table()?;
    let option = table.need("by", |item| {
        let name = item.str()?;
        let place = context.options.iter().position(|option| option.id == name);
        if place.is_none() {
            item.unknown(&Unknown::new(
                "option",
                name,
                context.options.iter().map(|option| &option.id),
            ));
        }
        place
    })?;
    let choices = &context.options[option].choices;
    let values = by_choice(&table, choices, |item| choice(item, context, read));
    Some(Choice::By { option, values: values? })
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
