//! Writes what changed into a text that a person has edited.
//!
//! Three documents take part: the person's, what it says in the program's own words, and what is to be
//! said now in the same words. Where the last two agree the person's stays as it was written, `1.5k` and
//! comments included. Comments of what is taken out stay too: at what follows, or at the end.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, RawString, Table, TableLike, Value};

/// Merges what is said `now`, in place of what was `known`, into a person's document.
pub(super) fn merge(person: &mut DocumentMut, known: &DocumentMut, now: &DocumentMut) {
    let mut lost = Vec::new();
    merge_tables(person.as_table_mut(), Some(known.as_table()), now.as_table(), &mut lost);
    settle(person.as_table_mut(), now.as_table());
    if !lost.is_empty() {
        let trailing = person.trailing().as_str().unwrap_or_default();
        let gap = if trailing.is_empty() || trailing.ends_with('\n') { "" } else { "\n" };
        person.set_trailing(format!("{trailing}{gap}{}", lost.concat()));
    }
}

/// Puts tables that are new where they would stand in the program's own words: before what follows them
/// there. All others stay where the person has them.
fn settle(person: &mut Table, now: &Table) {
    let own: Vec<String> = now.iter().map(|(key, _)| key.to_owned()).collect();
    let place = |key: &str| own.iter().position(|known| known == key);
    let (mut order, mut new) = (Vec::new(), Vec::new());
    for (key, item) in person.iter() {
        // What was read has its place in the text, and what is new has none.
        let is_new = match item {
            Item::Table(table) => table.position().is_none() && !table.is_implicit(),
            Item::ArrayOfTables(list) => list.iter().all(|table| table.position().is_none()),
            _ => false,
        };
        if is_new { new.push(key.to_owned()) } else { order.push(key.to_owned()) }
    }
    for key in new {
        let follows = |other: &String| {
            person.get(other).is_some_and(|it| !it.is_value()) && place(other) > place(&key)
        };
        let at = order.iter().position(follows).unwrap_or(order.len());
        order.insert(at, key);
    }
    let rank = |key: &str| order.iter().position(|known| known == key);
    person.sort_values_by(|one, _, other, _| rank(one).cmp(&rank(other)));
    if let (Some(Item::Table(person)), Some(Item::Table(now))) =
        (person.get_mut("baseline"), now.get("baseline"))
    {
        settle(person, now);
    }
}

fn merge_tables(
    person: &mut dyn TableLike,
    known: Option<&dyn TableLike>,
    now: &dyn TableLike,
    lost: &mut Vec<String>,
) {
    let was = |key: &str| known.and_then(|known| known.get(key));
    for (key, new) in now.iter() {
        if was(key).is_some_and(|was| same(was, new)) {
            continue;
        }
        match person.get_mut(key) {
            None => {
                person.insert(key, new.clone());
            }
            Some(old) => replace(old, was(key), new, lost),
        }
    }
    let gone: Vec<String> =
        person.iter().map(|(key, _)| key.to_owned()).filter(|key| !now.contains_key(key)).collect();
    for key in gone {
        remove(person, &key, lost);
    }
}

/// Puts a value where another was.
fn replace(old: &mut Item, known: Option<&Item>, new: &Item, lost: &mut Vec<String>) {
    if let (Item::ArrayOfTables(old), Item::ArrayOfTables(new)) = (&mut *old, new) {
        return merge_lists(old, new, lost);
    }
    if let (Some(old), Some(new)) = (old.as_table_like_mut(), new.as_table_like()) {
        return merge_tables(old, known.and_then(Item::as_table_like), new, lost);
    }
    if let (Some(old), Some(new)) =
        (old.as_value_mut().and_then(Value::as_array_mut), new.as_value().and_then(Value::as_array))
    {
        return merge_arrays(old, new);
    }
    if let (Some(former), Some(value)) = (old.as_value(), new.as_value()) {
        let decor = former.decor().clone();
        let mut value = value.clone();
        *value.decor_mut() = decor;
        *old = Item::Value(value);
    } else {
        lost.extend(comments_in(old));
        *old = new.clone();
    }
}

/// Takes names out of a list and puts others in; what is written beside them stays, at the next name or at
/// the end of the list.
fn merge_arrays(old: &mut Array, new: &Array) {
    let has = |list: &Array, value: &Value| list.iter().any(|it| it.as_str() == value.as_str());
    let mut place = 0;
    while place < old.len() {
        if old.get(place).is_some_and(|value| has(new, value)) {
            place += 1;
            continue;
        }
        let gone = old.remove(place);
        let beside = beside(&gone);
        if let Some(next) = old.get_mut(place) {
            let own = raw(next.decor().prefix()).to_owned();
            next.decor_mut().set_prefix(format!("{beside}{own}"));
        } else {
            let own = raw(Some(old.trailing())).to_owned();
            old.set_trailing(format!("{beside}{own}"));
        }
    }
    for (place, value) in new.iter().enumerate() {
        if !has(old, value) {
            let place = place.min(old.len());
            old.insert(place, value.clone());
        }
    }
}

/// The text around a value, if there is a comment in it.
fn beside(value: &Value) -> String {
    let around = format!("{}{}", raw(value.decor().prefix()), raw(value.decor().suffix()));
    if around.contains('#') { around } else { String::new() }
}

fn raw(text: Option<&RawString>) -> &str {
    text.and_then(RawString::as_str).unwrap_or_default()
}

/// Tables of a list are the same where what names them is.
fn merge_lists(old: &mut ArrayOfTables, new: &ArrayOfTables, lost: &mut Vec<String>) {
    let mut former: Vec<Option<Table>> = old.iter().cloned().map(Some).collect();
    old.clear();
    for table in new {
        let known =
            former.iter_mut().find(|it| it.as_ref().is_some_and(|it| is_named_as(it, table)));
        match known.and_then(Option::take) {
            Some(mut known) => {
                merge_tables(&mut known, None, table, lost);
                old.push(known);
            }
            None => old.push(table.clone()),
        }
    }
    for table in former.into_iter().flatten() {
        lost.extend(comments_in(&Item::Table(table)));
    }
}

/// Returns whether two tables name the same change or rate: when, or from what to what.
fn is_named_as(one: &Table, other: &Table) -> bool {
    let text = |table: &Table, key: &str| table.get(key)?.as_str().map(str::to_owned);
    ["at", "from", "to"].iter().all(|key| text(one, key) == text(other, key))
}

/// Takes a key out; its comments go above the value that follows it in the table, where one does.
fn remove(table: &mut dyn TableLike, key: &str, lost: &mut Vec<String>) {
    let next = following(table, key);
    let mut comments: Vec<String> = table.key(key).into_iter().flat_map(above).collect();
    let Some(item) = table.remove(key) else { return };
    comments.extend(comments_in(&item));
    match next.as_deref().and_then(|next| table.key_mut(next)) {
        Some(mut next) if !comments.is_empty() => {
            let decor = next.leaf_decor_mut();
            let own = decor.prefix().and_then(RawString::as_str).unwrap_or_default().to_owned();
            decor.set_prefix(format!("{}{own}", comments.concat()));
        }
        _ => lost.extend(comments),
    }
}

/// The key of the value after another; a table after it has a header of its own.
fn following(table: &dyn TableLike, key: &str) -> Option<String> {
    let mut after = table.iter().skip_while(|(known, _)| *known != key).skip(1);
    after.find(|(_, item)| item.is_value()).map(|(key, _)| key.to_owned())
}

/// The comment lines above a key.
fn above(key: &toml_edit::Key) -> Vec<String> {
    let decors = [key.leaf_decor(), key.dotted_decor()];
    decors.iter().flat_map(|decor| comment_lines(decor.prefix())).collect()
}

/// Every comment in an item, line by line.
fn comments_in(item: &Item) -> Vec<String> {
    let mut found = Vec::new();
    match item {
        Item::None => {}
        Item::Value(value) => {
            found.extend(comment_lines(value.decor().prefix()));
            found.extend(comment_lines(value.decor().suffix()));
            if let Some(table) = value.as_inline_table() {
                for (key, value) in table {
                    found.extend(table.key(key).into_iter().flat_map(above));
                    found.extend(comments_in(&Item::Value(value.clone())));
                }
                found.extend(comment_lines(Some(table.trailing())));
            }
            if let Some(array) = value.as_array() {
                array.iter().for_each(|it| found.extend(comments_in(&Item::Value(it.clone()))));
                found.extend(comment_lines(Some(array.trailing())));
            }
        }
        Item::Table(table) => {
            found.extend(comment_lines(table.decor().prefix()));
            found.extend(comment_lines(table.decor().suffix()));
            for (key, item) in table {
                found.extend(table.key(key).into_iter().flat_map(above));
                found.extend(comments_in(item));
            }
        }
        Item::ArrayOfTables(list) => {
            list.iter().for_each(|it| found.extend(comments_in(&Item::Table(it.clone()))));
        }
    }
    found
}

fn comment_lines(text: Option<&RawString>) -> Vec<String> {
    let lines = text.and_then(RawString::as_str).unwrap_or_default().lines();
    let comments = lines.map(str::trim).filter(|line| line.starts_with('#'));
    comments.map(|line| format!("{line}\n")).collect()
}

/// Do two items in the program's own words say the same?
fn same(one: &Item, other: &Item) -> bool {
    match (one, other) {
        (Item::Value(one), Item::Value(other)) => {
            one.to_string().trim() == other.to_string().trim()
        }
        (Item::ArrayOfTables(one), Item::ArrayOfTables(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same_tables(a, b))
        }
        _ => match (one.as_table_like(), other.as_table_like()) {
            (Some(one), Some(other)) => same_tables(one, other),
            _ => false,
        },
    }
}

fn same_tables(one: &dyn TableLike, other: &dyn TableLike) -> bool {
    one.len() == other.len()
        && one.iter().all(|(key, item)| other.get(key).is_some_and(|it| same(item, it)))
}
