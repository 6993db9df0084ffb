//! Polling: the calls of objects to services.

use std::collections::{BTreeMap, BTreeSet};

use whatif_pricing::Ratio;

use super::facts::{DefaultFact, PollerFact, facts};
use super::objects::{Object, Objects};
use crate::import::cards::driver;
use crate::import::data::{Origin, PollingObject};
use crate::import::draft::{Draft, Place, digits, whole};
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

/// The questions of an object to one service.
#[derive(Clone, Debug)]
pub struct Poll<'a> {
    /// The object.
    pub object: &'a Object,
    /// The card of the service.
    pub card: &'a str,
    /// The settings of the store that has its secrets. Empty if it names none.
    pub store: String,
    /// The secrets that it names.
    pub keys: BTreeSet<String>,
    /// The calls of one refresh, over all of its instances.
    pub calls: u64,
    /// The interval.
    pub refresh: Refresh,
}

/// Everything that is polled.
#[derive(Debug, Default)]
pub struct Polls<'a>(Vec<Poll<'a>>);

/// The sums of one card.
#[derive(Debug, Default)]
struct Sums {
    calls: Ratio,
    callers: Origin,
    /// The secrets, each with the settings of its store: two stores may have secrets of one name.
    keys: BTreeSet<(String, String)>,
    keepers: Origin,
}

impl<'a> Polls<'a> {
    /// Adds one.
    pub fn add(&mut self, poll: Poll<'a>) {
        self.0.push(poll);
    }

    /// Adds the sums to the draft.
    pub fn settle(self, draft: &mut Draft) -> Result<(), ImportError> {
        let mut cards: BTreeMap<&str, Sums> = BTreeMap::new();
        for poll in self.0 {
            let failed = |source| digits(&poll.object.file, source);
            let sums = cards.entry(poll.card).or_default();
            if !poll.keys.is_empty() {
                let of_store = |key: &String| (key.clone(), poll.store.clone());
                sums.keys.extend(poll.keys.iter().map(of_store));
                sums.keepers.add(poll.object.row());
            }
            let Refresh::Every(interval) = poll.refresh else { continue };
            let calls = whole(poll.calls).times(Ratio::from(MONTH)).map_err(failed)?;
            let calls = calls.over(interval).map_err(failed)?;
            sums.calls = sums.calls.plus(calls).map_err(failed)?;
            sums.callers.add(poll.object.row());
            draft.objects.push(PollingObject {
                card: poll.card.to_owned(),
                file: poll.object.file.clone(),
                kind: poll.object.kind.clone(),
                name: poll.object.title.clone(),
                interval,
                calls_each: poll.calls,
                calls,
            });
        }
        cards.into_iter().try_for_each(|(card, sums)| sums.settle(card, draft))
    }
}

impl Sums {
    fn settle(self, card: &str, draft: &mut Draft) -> Result<(), ImportError> {
        let place = Place::of_card(card);
        // A secret whose store nobody names is that of the same name in a store.
        let is_counted = |(key, store): &&(String, String)| {
            let next = (key.clone(), "\u{0}".to_owned());
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

/// The interval at the first of some paths that is there. One that cannot be read is left out with the reason.
pub fn refresh(
    object: &Object,
    found: Option<String>,
    default: &str,
    unit: Unit,
    draft: &mut Draft,
) -> Refresh {
    let text = found.unwrap_or_else(|| default.to_owned());
    let bare = text.trim();
    let is_zero = !bare.is_empty() && bare.chars().all(|it| "0.hmsd".contains(it));
    if is_zero {
        return Refresh::Once;
    }
    if let Some(seconds) = interval::seconds(bare, unit) {
        return Refresh::Every(seconds);
    }
    let why =
        format!("its interval '{}' cannot be read, so its calls are not counted", quoted(bare));
    draft.leave_out(&object.kind, &why, object.row());
    Refresh::Unread
}

/// Operators whose objects poll by themselves.
pub fn operators<'a>(objects: &'a Objects, polls: &mut Polls<'a>, draft: &mut Draft) {
    for fact in &facts().poller {
        for object in objects.of(&fact.kind).filter(|object| object.api == fact.api) {
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
    let parts = fact.key.iter().map(|path| tree::text(&object.value, path));
    let key: Option<Vec<&str>> = parts.collect();
    let key = key.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"));
    let found = fact
        .interval
        .iter()
        .find_map(|path| tree::all(&object.value, path).into_iter().find_map(tree::scalar));
    let is_meant = |it: &&DefaultFact| {
        tree::all(&object.value, &it.at).into_iter().find_map(tree::scalar).as_ref() == Some(&it.is)
    };
    let default = fact.defaults.iter().find(is_meant);
    let default = default.map_or(&*fact.default, |it| &it.interval);
    if found.is_none() && default.is_empty() {
        draft.leave_out(&fact.kind, "it has no interval, so it is not polled", object.row());
        return;
    }
    let refresh = refresh(object, found, default, fact.unit, draft);
    if let Some(note) = &fact.note {
        draft.notes.insert(format!("{}: {note}", fact.kind));
    }
    let keys = key.into_iter().collect();
    let store = String::new();
    polls.add(Poll { object, card: &fact.card, store, keys, calls: 1, refresh });
}
