//! Rules applied to one resource.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use whatif_pricing::Ratio;

use super::holders::Held;
use super::rate::rate;
use super::resource::{Change, LATER, Resource, is_function};
use super::{Choose, Distinct, Pending, Rule, Sum, Within, fits};
use crate::import::cards::{driver, tables};
use crate::import::draft::{Draft, Place, whole};
use crate::import::error::{ImportError, quoted};
use crate::import::tree::{self, At};

/// A reason in words.
type Why = Cow<'static, str>;

/// Applies the rules of a resource's type. What sets no driver is left out with its reason.
pub fn apply(resource: &Resource<'_>, draft: &mut Draft) -> Result<(), ImportError> {
    let (mut is_known, mut is_noted, mut unclear) = (false, false, BTreeSet::new());
    // The attributes whose choices say already that they are not known.
    let mut chosen = BTreeSet::new();
    let before = draft.touched();
    for rule in tables().resources.of(resource.kind) {
        match meaning(rule, resource) {
            Meant::Yes => {
                is_known = true;
                is_noted |= rule.note.is_some();
                chosen.extend(rule.choose.iter().flat_map(|it| &it.at).map(String::as_str));
                carry_out(rule, resource, draft)?;
            }
            Meant::No => {}
            Meant::Unclear(path) => {
                unclear.insert(path);
            }
        }
    }
    for path in unclear.into_iter().filter(|path| !chosen.contains(path)) {
        let why = "it is known only after it is applied, so what it decides is not counted";
        draft.leave_out(&format!("{path} of {}", resource.kind), why, resource.row());
        is_known = true;
    }
    let is_silent = is_known && !is_noted && draft.touched() == before;
    if is_silent && resource.change == Change::Exists {
        let why = "it has nothing that counts for a driver";
        draft.leave_out(resource.kind, why, resource.row());
    }
    if !is_known && resource.change == Change::Exists {
        let is_ours =
            tables().resources.ours.iter().any(|beginning| resource.kind.starts_with(beginning));
        let why = if is_ours { "no driver counts it" } else { "no card prices it" };
        draft.leave_out(resource.kind, why, resource.row());
    }
    Ok(())
}

/// Whether a resource is one that a rule is about.
enum Meant<'a> {
    Yes,
    No,
    /// The attribute that would say so is not known yet.
    Unclear(&'a str),
}

fn meaning<'a>(rule: &'a Rule, resource: &Resource<'_>) -> Meant<'a> {
    let text = |path: &String| resource.text(path).or_else(|| rule.later.get(path).cloned());
    let is_one_of = |texts: &[String], text: &str| texts.iter().any(|known| fits(known, text));
    let mut unclear = None;
    for (path, texts) in &rule.when {
        match text(path) {
            Some(text) if is_one_of(texts, &text) => {}
            Some(_) => return Meant::No,
            None => unclear = Some(path),
        }
    }
    for (path, texts) in &rule.unless {
        match text(path) {
            Some(text) if is_one_of(texts, &text) => return Meant::No,
            Some(_) => {}
            None => unclear = Some(path),
        }
    }
    unclear.map_or(Meant::Yes, |path| Meant::Unclear(path))
}

fn carry_out(rule: &Rule, resource: &Resource<'_>, draft: &mut Draft) -> Result<(), ImportError> {
    if rule.within.as_ref().is_some_and(|within| !is_within(within, resource, draft)) {
        return Ok(());
    }
    if resource.change == Change::Deleted {
        let pending = rule.pending.as_ref();
        return pending.map_or(Ok(()), |pending| delete(rule, pending, resource, draft));
    }
    if let Some(why) = &rule.why {
        draft.leave_out(resource.kind, why, resource.row());
        return Ok(());
    }
    let mut place = Place::of_card(&rule.card);
    choose(rule, resource, &mut place, draft);
    if let Some(name) = &rule.count {
        count(rule, name, resource, &place, draft)?;
    }
    if let Some(versions) = &rule.versions {
        let (own, things) = (driver(&versions.driver), driver(&versions.of));
        match &versions.at {
            None => draft.add_version(&place, own, things, resource.row()),
            Some(path) => {
                let text = resource.text(path).unwrap_or_default();
                let count = Ratio::parse(&text).filter(|it| !it.is_negative() && !it.is_zero());
                if let Some(count) = count {
                    draft.add_versions(&place, own, things, count, resource.row())?;
                } else if !text.is_empty() && text != "0" {
                    let what = format!("{path} of {}", resource.kind);
                    draft.leave_out(&what, "it is not a number", resource.row());
                }
            }
        }
    }
    if let Some(every) = &rule.every
        && !rate(every, resource, &place, draft)?
        && rule.counts_events_alone()
    {
        draft.leave_out(
            resource.kind,
            "it names no interval, so nothing counts it",
            resource.row(),
        );
    }
    for sum in &rule.sum {
        add_numbers(sum, resource, &place, draft)?;
    }
    leave_elements_out(&rule.sum, resource, draft);
    for distinct in &rule.distinct {
        add_distinct(distinct, resource, &place, draft)?;
    }
    for (name, value) in &rule.set {
        let value = Ratio::parse(value).unwrap_or_default();
        draft.fix(&place, driver(name), value, resource.row());
    }
    if let Some(note) = &rule.note {
        draft.notes.insert(format!("{}: {note}", resource.kind));
    }
    Ok(())
}

/// Returns whether a resource is in one for which the rule holds. Of the others it says so.
fn is_within(within: &Within, resource: &Resource<'_>, draft: &mut Draft) -> bool {
    let id = resource.text(&within.at);
    if id.as_deref() == Some("") {
        return true;
    }
    match resource.holders.ask(within, id.as_deref()) {
        Held::Fits => true,
        Held::Differs => {
            draft.leave_out(resource.kind, &within.why, resource.row());
            false
        }
        Held::Unclear => {
            let what = format!("{} of {}", within.at, resource.kind);
            let why = format!("which {} it is in is not in the file: it is counted", within.r#type);
            draft.leave_out(&what, &why, resource.row());
            true
        }
    }
}

/// Counts the resource, each of its copies apart if the service keeps copies.
fn count(
    rule: &Rule,
    name: &str,
    resource: &Resource<'_>,
    place: &Place,
    draft: &mut Draft,
) -> Result<(), ImportError> {
    let counted = driver(name);
    if rule.copies.is_empty() {
        return draft.add(place, counted, Ratio::ONE, resource.row());
    }
    let mut count = 1;
    for copies in &rule.copies {
        match resource.at(&copies.at) {
            At::Found(found) if copies.more > 0 && !found.iter().all(|it| it.is_object()) => {
                let why = "they are no list of copies, so it counts as one";
                let what = format!("copies of {}", resource.kind);
                draft.leave_out(&what, why, resource.row());
            }
            At::Found(found) => {
                count = found.len() as u64 + copies.more;
                break;
            }
            At::Unknown => {
                let why = "they are known only after it is applied, so it counts as one";
                let what = format!("copies of {}", resource.kind);
                draft.leave_out(&what, why, resource.row());
            }
            At::Missing => {}
        }
    }
    draft.add_copies(place, counted, count.max(1), resource.row());
    Ok(())
}

fn add_numbers(
    sum: &Sum,
    resource: &Resource<'_>,
    place: &Place,
    draft: &mut Draft,
) -> Result<(), ImportError> {
    if sum.list.is_empty() && resource.at(&sum.at) == At::Missing {
        return Ok(());
    }
    let is_root = sum.list.is_empty();
    let elements =
        if is_root { vec![resource.values] } else { tree::all(resource.values, &sum.list) };
    for element in elements {
        if !fits_sum(sum, element) {
            continue;
        }
        let text = tree::all(element, &sum.at).into_iter().find_map(tree::scalar);
        let number = text.as_deref().and_then(Ratio::parse).filter(|it| !it.is_negative());
        if let Some(number) = number {
            draft.add(place, driver(&sum.driver), number, resource.row())?;
        } else {
            let path = if is_root { sum.at.clone() } else { format!("{}.{}", sum.list, sum.at) };
            let is_later = text.is_none()
                && (tree::is_marked(resource.unknown, &path)
                    || tree::meets(element, &sum.at, is_function));
            let what = format!("{} of {}", sum.at, resource.kind);
            let why = if is_later { LATER } else { "it is not a number" };
            draft.leave_out(&what, why, resource.row());
        }
    }
    Ok(())
}

/// Returns whether an element of a list is one whose number counts.
fn fits_sum(sum: &Sum, element: &Value) -> bool {
    sum.when.iter().all(|(path, texts)| {
        let text = tree::all(element, path).into_iter().find_map(tree::scalar);
        texts.iter().any(|known| fits(known, text.as_deref().unwrap_or_default()))
    })
}

/// Leaves out the elements of lists that no sum counts.
fn leave_elements_out(sums: &[Sum], resource: &Resource<'_>, draft: &mut Draft) {
    let lists: BTreeSet<&String> =
        sums.iter().map(|it| &it.list).filter(|list| !list.is_empty()).collect();
    for list in lists {
        let own = || sums.iter().filter(|it| it.list == *list);
        for element in tree::all(resource.values, list) {
            if own().any(|sum| fits_sum(sum, element)) {
                continue;
            }
            let paths = own().flat_map(|sum| sum.when.keys()).collect::<BTreeSet<_>>();
            let texts = paths.into_iter().map(|path| {
                let text = tree::all(element, path).into_iter().find_map(tree::scalar);
                format!("{path} {}", quoted(&text.unwrap_or_else(|| "is missing".to_owned())))
            });
            let why =
                format!("no driver counts those with {}", texts.collect::<Vec<_>>().join(", "));
            draft.leave_out(&format!("{list} of {}", resource.kind), &why, resource.row());
        }
    }
}

fn add_distinct(
    distinct: &Distinct,
    resource: &Resource<'_>,
    place: &Place,
    draft: &mut Draft,
) -> Result<(), ImportError> {
    let paths = distinct.at.iter();
    let values = paths.flat_map(|path| tree::all(resource.values, path));
    let mut texts: BTreeSet<String> = values.filter_map(tree::scalar).collect();
    if let Some((list, key)) = &distinct.not_of {
        let own = resource.text(key).unwrap_or_default();
        let is_own = |element: &&Value| {
            tree::all(element, key).into_iter().find_map(tree::scalar).as_ref() == Some(&own)
        };
        let at = distinct.at.iter().filter_map(|path| path.rsplit('.').next());
        for element in tree::all(resource.values, list).into_iter().filter(is_own) {
            let values = at.clone().flat_map(|path| tree::all(element, path));
            values.filter_map(tree::scalar).for_each(|text| {
                texts.remove(&text);
            });
        }
    }
    for path in &distinct.at {
        let is_later = tree::is_marked(resource.unknown, path)
            || tree::meets(resource.values, path, is_function);
        if is_later {
            let why = "those that are known only after it is applied are not counted";
            draft.leave_out(&format!("{path} of {}", resource.kind), why, resource.row());
        }
    }
    let count = (texts.len() as u64).max(distinct.least);
    if count == 0 {
        return Ok(());
    }
    draft.add(place, driver(&distinct.driver), whole(count), resource.row())
}

/// Finds the choices that attributes show: some set values apart, others are of the whole card.
fn choose(rule: &Rule, resource: &Resource<'_>, place: &mut Place, draft: &mut Draft) {
    let mut shown = BTreeMap::new();
    for choose in &rule.choose {
        match choice(choose, resource) {
            Ok(Some(choice)) if choose.apart => {
                place.variant.insert(choose.option.clone(), choice.to_owned());
            }
            Ok(Some(choice)) => {
                shown.insert(&choose.option, choice);
            }
            Ok(None) => {}
            Err(why) => {
                let what = format!("{} of {}", choose.at.join(":"), resource.kind);
                draft.leave_out(&what, &why, resource.row());
            }
        }
    }
    for (option, choice) in shown {
        draft.choose(&Place::of_card(&rule.card), option, choice, resource.row());
    }
}

/// The choice that attributes show. `None` if they show none.
fn choice<'a>(choose: &'a Choose, resource: &Resource<'_>) -> Result<Option<&'a str>, Why> {
    if choose.is_list {
        let found: Vec<At<'_>> = choose.at.iter().map(|path| resource.at(path)).collect();
        let is_there = found.iter().any(|at| matches!(at, At::Found(_)));
        if !is_there && found.contains(&At::Unknown) {
            return Err(LATER.into());
        }
        let there = is_there.then(|| choose.choices.get("*")).flatten();
        return Ok(there.or(choose.missing.as_ref()).map(String::as_str));
    }
    let texts: Option<Vec<String>> = choose.at.iter().map(|path| resource.text(path)).collect();
    let Some(texts) = texts else { return Err(LATER.into()) };
    if texts.iter().all(String::is_empty) {
        return Ok(choose.missing.as_deref());
    }
    let text = texts.join(":");
    // The longest pattern is the most exact.
    let known = choose.choices.iter().filter(|(pattern, _)| fits(pattern, &text));
    match known.max_by_key(|(pattern, _)| pattern.len()) {
        Some((_, choice)) => Ok(Some(choice)),
        None => Err(format!("no choice stands for '{}'", quoted(&text)).into()),
    }
}

/// Counts a deleted resource while it can be restored.
fn delete(
    rule: &Rule,
    pending: &Pending,
    resource: &Resource<'_>,
    draft: &mut Draft,
) -> Result<(), ImportError> {
    let days = pending.days.as_ref().and_then(|path| resource.text(path)).unwrap_or_default();
    let days = if days.is_empty() { pending.otherwise.clone().unwrap_or_default() } else { days };
    if days == "0" {
        draft.leave_out(resource.kind, "it is deleted at once", resource.row());
        return Ok(());
    }
    let (place, pending) = (Place::of_card(&rule.card), driver(&pending.driver));
    draft.add(&place, pending, Ratio::ONE, resource.row())?;
    let days = quoted(&days);
    draft.notes.insert(format!("{} can be restored for {days} days", resource.address));
    Ok(())
}
