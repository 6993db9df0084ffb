//! Tables of a TOML text, read with complaints: what is missing or unknown is reported, so that reading goes
//! on.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::item::{Item, Path, split_remedy};
use crate::card::problem::Report;
use crate::usage::suggest::{Unknown, nearest};

/// A table, and which of its keys were asked for.
pub struct Table<'a> {
    entries: &'a DeTable<'a>,
    at: Range<usize>,
    path: Rc<str>,
    asked: RefCell<Vec<&'static str>>,
    missing: RefCell<Vec<&'static str>>,
    report: &'a Report,
}

impl<'a> Table<'a> {
    pub(super) fn new(
        entries: &'a DeTable<'a>,
        at: Range<usize>,
        path: Rc<str>,
        report: &'a Report,
    ) -> Self {
        let (asked, missing) = (RefCell::default(), RefCell::default());
        Self { entries, at, path, asked, missing, report }
    }

    /// A value that must be there.
    pub fn need<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(Item<'a>) -> Option<T>,
    ) -> Option<T> {
        self.ask(key);
        let item = self.item(key);
        if item.is_none() {
            self.missing.borrow_mut().push(key);
        }
        read(item?)
    }

    fn ask(&self, key: &'static str) {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
    }

    /// A value that may be there.
    pub fn may<T>(&self, key: &'static str, read: impl FnOnce(Item<'a>) -> Option<T>) -> Option<T> {
        self.ask(key);
        read(self.item(key)?)
    }

    /// Is the key there?
    pub fn has(&self, key: &'static str) -> bool {
        self.ask(key);
        self.entries.contains_key(key)
    }

    fn item(&self, key: &'a str) -> Option<Item<'a>> {
        self.entries.get(key).map(|value| self.child(key, value))
    }

    fn child(&self, key: &'a str, value: &'a Spanned<DeValue<'a>>) -> Item<'a> {
        let path = Path::key(&self.path, key);
        Item { value: value.get_ref(), at: value.span(), path, report: self.report }
    }

    /// The entries whose keys are names chosen by the author, with the places of the keys.
    pub fn others(&self) -> Vec<(&'a str, Range<usize>, Item<'a>)> {
        let asked = self.asked.borrow();
        let others =
            self.entries.iter().filter(|(key, _)| !asked.contains(&key.get_ref().as_ref()));
        others
            .map(|(key, value)| {
                (key.get_ref().as_ref(), key.span(), self.child(key.get_ref(), value))
            })
            .collect()
    }

    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| &**key.get_ref())
    }

    /// Complains of every key that was not asked for. One that is near a missing key is that key,
    /// mistyped.
    pub fn finish(&self) {
        for (key, at, _) in self.others() {
            if self.report.is_full() {
                return;
            }
            let near_missing = nearest(key, self.missing.borrow().iter().copied());
            self.missing.borrow_mut().retain(|missing| Some(*missing) != near_missing);
            let asked = self.asked.borrow();
            let unknown = Unknown::new("key", key, asked.iter());
            let remedy = match near_missing {
                Some(near) => format!("did you mean '{near}'?"),
                // Whoever writes a card looks the keys up here: all of them, if none is near.
                None if unknown.near.is_empty() => {
                    format!("the keys here are: {}", asked.join(", "))
                }
                None => unknown.remedy(),
            };
            self.report.add(at, format!("unknown key '{key}'"), remedy);
        }
    }

    /// Complains of what is missing; not where the text is no TOML, since it may stand there.
    fn tell_missing(&self) {
        if self.report.is_broken() {
            return;
        }
        for key in self.missing.borrow_mut().drain(..) {
            let place =
                if self.path.is_empty() { String::new() } else { format!(" in {}", self.path) };
            let remedy = match key {
                "source" | "charge" => format!("add a table [[{key}]]"),
                "rules" => "add a table [rules]".to_owned(),
                _ => format!("add a line {key} = …"),
            };
            let message = format!("the key '{key}' is missing{place}");
            self.report.add(self.at.clone(), message, remedy);
        }
    }

    /// The text of a key, where it is one, without asking for it.
    pub fn text_of(&self, key: &'static str) -> Option<String> {
        self.item(key)?.peek().map(str::to_owned)
    }

    /// Is it there, and a list without entries?
    pub fn is_empty_list(&self, key: &str) -> bool {
        let value = self.entries.get(key).map(Spanned::get_ref);
        matches!(value, Some(DeValue::Array(list)) if list.is_empty())
    }

    /// The place of a key, of the table where it has none.
    pub fn place_of(&self, key: &str) -> Range<usize> {
        let found = self.entries.iter().find(|(known, _)| known.get_ref() == key);
        found.map_or_else(|| self.at.clone(), |(known, _)| known.span())
    }

    /// Adds a problem at the place of the table.
    pub fn complain(&self, message: impl Into<String>, remedy: impl Into<String>) {
        self.report.add(self.at.clone(), message, remedy);
    }

    /// Adds a problem at a place.
    pub fn complain_at(
        &self,
        at: Range<usize>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.report.add(at, message, remedy);
    }

    /// The place of a name among names, or a complaint.
    pub fn find<'b>(
        &self,
        name: &str,
        at: Range<usize>,
        kind: &'static str,
        names: impl Iterator<Item = &'b str> + Clone,
    ) -> Option<usize> {
        let place = names.clone().position(|known| known == name);
        if place.is_none() {
            let unknown = Unknown::new(kind, name, names);
            self.complain_at(at, format!("unknown {kind} '{name}'"), unknown.remedy());
        }
        place
    }

    /// Complains of an error whose text ends in its remedy.
    pub fn complain_split(&self, at: Range<usize>, error: &str, otherwise: &str) {
        let (message, remedy) = split_remedy(error, otherwise);
        self.report.add(at, message, remedy);
    }

    /// The bytes of the text that it stands in.
    pub const fn place(&self) -> &Range<usize> {
        &self.at
    }
}

impl Drop for Table<'_> {
    fn drop(&mut self) {
        self.tell_missing();
    }
}
