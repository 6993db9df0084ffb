//! Polling: the calls of objects to services.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use serde_json::Value;
use whatif_pricing::Ratio;

use super::facts::{DefaultFact, PollerFact, facts};
use super::objects::{Object, Objects};
use crate::import::cards::driver;
use crate::import::data::{Origin, PollingObject};
use crate::import::draft::{Draft, Place, Row, digits, whole};
use crate::import::error::{ImportError, quoted};
use crate::import::interval::{self, Unit};
use crate::import::tree;

/// Seconds of 30 days.
const MONTH: i64 = 30 * interval::DAY;
/// The days over which calls are counted.
const DAYS: i64 = 30;

/// The interval of a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// Once in so many seconds.
    Every(Ratio),
    /// When it is created.
    Once,
    /// At an interval that cannot be read: its secrets are known, and its calls are not.
    Unread,
}

/// The kinds of values that an interval may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A text with units.
    Text,
    /// The same, or a number of seconds.
    TextOrSeconds,
}

/// The questions of an object to one service.
#[derive(Clone, Debug)]
pub struct Poll<'a> {
    /// The object.
    pub object: &'a Object,
    /// The card of the service.
    pub card: &'a str,
    /// The settings of the store that has its secrets. Empty if it names none.
    pub store: Rc<str>,
    /// The secrets that it names.
    pub keys: BTreeSet<String>,
    /// The calls of one refresh, over all of its instances.
    pub calls: u64,
    /// The interval.
    pub refresh: Refresh,
}

/// The sums of everything that is polled, by card.
#[derive(Debug, Default)]
pub struct Polls<'a>(BTreeMap<&'a str, Sums>);

/// The sums of one card.
#[derive(Debug, Default)]
struct Sums {
    calls: Ratio,
    callers: Origin,
    /// The secrets, each with the settings of its store: two stores may have secrets of one name.
    keys: BTreeSet<(Box<str>, Rc<str>)>,
    keepers: Origin,
}

impl<'a> Polls<'a> {
    /// Adds one.
    pub fn add(&mut self, poll: Poll<'a>, draft: &mut Draft) {
        let sums = self.0.entry(poll.card).or_default();
        if !poll.keys.is_empty() {
            let of_store = |key: String| (key.into(), Rc::clone(&poll.store));
            sums.keys.extend(poll.keys.into_iter().map(of_store));
            sums.keepers.add(poll.object.row());
        }
        let Refresh::Every(interval) = poll.refresh else { return };
        let calls = whole(poll.calls).times(Ratio::from(MONTH));
        let sum = calls.and_then(|calls| calls.over(interval));
        let sum = sum.and_then(|calls| Ok((calls, sums.calls.plus(calls)?)));
        let Ok((calls, sum)) = sum else {
            unread(poll.object, "its interval has more digits than are exact", draft);
            return;
        };
        sums.calls = sum;
        sums.callers.add(poll.object.row());
        draft.objects.push(PollingObject {
            card: poll.card.into(),
            file: Arc::clone(&poll.object.file),
            kind: Arc::clone(&poll.object.kind),
            name: poll.object.title.to_string(),
            interval,
            calls_each: poll.calls,
            calls,
        });
    }

    /// Adds the sums to the draft.
    pub fn settle(self, draft: &mut Draft) -> Result<(), ImportError> {
        self.0.into_iter().try_for_each(|(card, sums)| sums.settle(card, draft))
    }
}

/// Leaves out the calls of an object, with its line.
fn unread(object: &Object, why: &str, draft: &mut Draft) {
    let why = format!("{why}, so its calls are not counted");
    let name = format!("{} (line {})", object.title, object.line);
    draft.leave_out(&object.kind, &why, Row { name: &name, ..object.row() });
}

impl Sums {
    fn settle(self, card: &str, draft: &mut Draft) -> Result<(), ImportError> {
        let place = Place::of_card(card);
        // A secret whose store nobody names is that of the same name in a store.
        let is_counted = |(key, store): &&(Box<str>, Rc<str>)| {
            let next = (key.clone(), Rc::from("\u{0}"));
            !store.is_empty()
                || self.keys.range(next..).next().is_none_or(|(other, _)| other != key)
        };
        let count = whole(self.keys.iter().filter(is_counted).count() as u64);
        if self.callers.count > 0 {
            draft.put(&place, driver("calls"), self.calls, self.callers.clone());
        }
        if self.keys.is_empty() {
            return Ok(());
        }
        draft.put(&place, driver("secrets"), count, self.keepers);
        if self.callers.count > 0 {
            let file = self.callers.files.first().cloned().unwrap_or_default();
            let reads = self.calls.over(count).and_then(|it| it.over(Ratio::from(DAYS)));
            let reads = reads.map_err(|source| digits(&file, source))?;
            draft.put(&place, driver("reads_per_secret_per_day"), reads, self.callers);
        }
        Ok(())
    }
}

/// The interval that an object says as a text, or `default`. One that cannot be read is left out with the reason.
pub fn refresh(
    object: &Object,
    found: Option<&Value>,
    default: &str,
    unit: Written,
    draft: &mut Draft,
) -> Refresh {
    let found = found.filter(|it| !it.is_null());
    let is_meant =
        found.is_none_or(|it| it.is_string() || (unit == Written::TextOrSeconds && it.is_number()));
    let text = found.map_or_else(|| Some(default.to_owned()), tree::scalar);
    let Some(text) = text.filter(|_| is_meant) else {
        let found = quoted(&found.map(Value::to_string).unwrap_or_default());
        unread(object, &format!("its interval {found} is no text such as 1h"), draft);
        return Refresh::Unread;
    };
    let bare = text.trim();
    let is_zero = !bare.is_empty() && bare.chars().all(|it| "0.hmsd".contains(it));
    if is_zero {
        return Refresh::Once;
    }
    if let Some(seconds) = interval::seconds(bare, Unit::Seconds) {
        return Refresh::Every(seconds);
    }
    unread(object, &format!("its interval '{}' cannot be read", quoted(bare)), draft);
    Refresh::Unread
}

/// Operators whose objects poll by themselves.
pub fn operators<'a>(objects: &'a Objects, polls: &mut Polls<'a>, draft: &mut Draft) {
    for fact in &facts().poller {
        for object in objects.of(&fact.kind).filter(|object| *object.api == *fact.api) {
            operator(fact, object, polls, draft);
        }
    }
}

fn operator<'a>(
    fact: &'static PollerFact,
    object: &'a Object,
    polls: &mut Polls<'a>,
    draft: &mut Draft,
) {
    let value = object.value();
    let at = |path: &str| value.pointer(&format!("/{}", path.replace('.', "/")));
    let parts = fact.key.iter().map(|path| tree::text(&value, path));
    let key: Option<Vec<&str>> = parts.collect();
    let key = key.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"));
    let found = fact.interval.iter().find_map(|path| at(path).filter(|it| !it.is_null()));
    let is_meant = |it: &&DefaultFact| {
        tree::all(&value, &it.at).into_iter().find_map(tree::scalar).as_ref() == Some(&it.is)
    };
    let default = fact.defaults.iter().find(is_meant);
    let default = default.map_or(&*fact.default, |it| &it.interval);
    if found.is_none() && default.is_empty() {
        draft.leave_out(&fact.kind, "it has no interval, so it is not polled", object.row());
        return;
    }
    let refresh = refresh(object, found, default, Written::TextOrSeconds, draft);
    if let Some(note) = &fact.note {
        draft.notes.insert(format!("{}: {note}", fact.kind));
    }
    let (keys, store) = (key.into_iter().collect(), Rc::from(""));
    polls.add(Poll { object, card: &fact.card, store, keys, calls: 1, refresh }, draft);
}
