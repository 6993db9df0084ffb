//! The keys of each action: those of the table, or those that the settings name.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use thiserror::Error;
use whatif_pricing::Unknown;

use super::{Action, Entry, Key, Pane, Place, TABLE};
use crate::explorer::theme::Glyphs;

/// The keys of all actions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bindings {
    /// Those that differ from the table.
    own: Vec<(Action, Vec<Key>)>,
}

/// A reason why an action does not get its keys.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}: {}", self.message(), self.remedy())]
pub enum BindError {
    /// There is no such action.
    Action(Unknown),
    /// There is no such key.
    Key {
        /// The action.
        action: String,
        /// The key as it was written.
        key: String,
    },
    /// The key closes what is open, or ends the program, wherever one is.
    Reserved {
        /// The action.
        action: String,
        /// The key.
        key: String,
    },
    /// Two actions of a pane have one key.
    Clash {
        /// The key.
        key: String,
        /// The action that the settings give it to.
        action: String,
        /// The action that has it too.
        other: String,
        /// The pane.
        pane: Pane,
    },
}

/// The forms of a key.
const FORMS: &str = "write a letter or a sign, or a name such as enter, left, page-up or f5, with ctrl-, alt- or shift- before it";

impl BindError {
    /// The action of the settings that it is about.
    #[must_use]
    pub fn action(&self) -> &str {
        match self {
            Self::Action(unknown) => &unknown.name,
            Self::Key { action, .. }
            | Self::Reserved { action, .. }
            | Self::Clash { action, .. } => action,
        }
    }

    /// The mistake.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Action(unknown) => format!("unknown action '{}'", unknown.name),
            Self::Key { action, key } => format!("{action}: '{key}' is no key"),
            Self::Reserved { action, key } => format!("{action}: {key} has its meaning everywhere"),
            Self::Clash { key, action, other, pane } => {
                format!("{key} means {action} and {other} in {}", pane.name())
            }
        }
    }

    /// The advice on how to correct it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Action(unknown) => unknown.remedy(),
            Self::Key { .. } => FORMS.to_owned(),
            Self::Reserved { .. } => "choose another key".to_owned(),
            Self::Clash { .. } => "give one of them another key".to_owned(),
        }
    }
}

impl Bindings {
    /// Reads names of actions with the names of their keys. An action with an error keeps the keys of the table.
    #[must_use]
    pub fn read(wanted: &[(String, Vec<String>)]) -> (Self, Vec<BindError>) {
        let (mut bindings, mut errors) = (Self::default(), Vec::new());
        for (name, keys) in wanted {
            match read(name, keys) {
                Ok(binding) => bindings.own.push(binding),
                Err(error) => errors.push(error),
            }
        }
        while let Some((action, error)) = bindings.clash() {
            bindings.own.retain(|(own, _)| *own != action);
            errors.push(error);
        }
        (bindings, errors)
    }

    /// The keys of an action; the first is the one that is shown.
    #[must_use]
    pub fn keys(&self, action: Action) -> &[Key] {
        let own = self.own.iter().find(|(own, _)| *own == action);
        own.map_or(action.entry().keys, |(_, keys)| keys)
    }

    /// The first key of an action as it is written for a reader. Empty if it has none.
    #[must_use]
    pub fn shown(&self, action: Action, glyphs: &Glyphs) -> String {
        self.keys(action).first().map_or_else(String::new, |key| key.name(glyphs))
    }

    /// A text with the key of each action in place of its name in angle brackets: `<undo> undoes` becomes `u undoes`.
    /// An action without a key is named as the palette finds it.
    #[must_use]
    pub fn worded(&self, text: &str) -> String {
        let mut words = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('<') {
            words.push_str(before);
            let named = after.split_once('>');
            let found = named.and_then(|(name, after)| Some((Action::named(name)?, after)));
            let Some((action, after)) = found else {
                words.push('<');
                rest = after;
                continue;
            };
            let key = self.shown(action, &Glyphs::ASCII);
            let palette = self.shown(Action::Palette, &Glyphs::ASCII);
            words.push_str(&if key.is_empty() { palette + action.entry().name } else { key });
            rest = after;
        }
        words + rest
    }

    /// Finds the action that a key means in a pane: what the pane itself does with it, or what it does anywhere.
    #[must_use]
    pub fn bound(&self, pane: Pane, event: &KeyEvent) -> Option<Action> {
        let pressed = |entry: &&Entry| self.means(entry.action, event);
        let found = |place: Place| TABLE.iter().filter(|it| it.place == place).find(pressed);
        let own = found(Place::In(pane)).or_else(|| found(Place::Anywhere));
        own.map(|entry| entry.action)
    }

    /// The panes in which a key means something, each with what it means there.
    #[must_use]
    pub fn elsewhere(&self, key: Key) -> Vec<(Pane, &'static Entry)> {
        let event = KeyEvent::new(key.code, key.modifiers);
        let meaning = |pane: Pane| Some((pane, self.bound(pane, &event)?.entry()));
        Pane::ALL.into_iter().filter_map(meaning).collect()
    }

    /// Returns whether a key means an action, in whatever pane.
    #[must_use]
    pub fn means(&self, action: Action, event: &KeyEvent) -> bool {
        self.keys(action).iter().any(|key| key.matches(event))
    }

    /// The first of the own bindings of which a key means something else too.
    fn clash(&self) -> Option<(Action, BindError)> {
        for (action, keys) in &self.own {
            let is_here = |pane: &Pane| entries(*pane).any(|entry| entry.action == *action);
            for pane in Pane::ALL.into_iter().filter(is_here) {
                for other in entries(pane).filter(|entry| entry.action != *action) {
                    // What the table itself lets a pane do with a key stays allowed.
                    let by_table =
                        |key: &&Key| action.entry().keys.contains(key) && other.keys.contains(key);
                    let mut free = keys.iter().filter(|key| !by_table(key));
                    let shared = free.find(|key| self.keys(other.action).contains(key));
                    let Some(key) = shared else { continue };
                    let error = BindError::Clash {
                        key: key.text(),
                        action: action.id(),
                        other: other.action.id(),
                        pane,
                    };
                    return Some((*action, error));
                }
            }
        }
        None
    }
}

/// The rows of the table that hold in a pane.
fn entries(pane: Pane) -> impl Iterator<Item = &'static Entry> {
    let is_here =
        move |entry: &&Entry| entry.place == Place::In(pane) || entry.place == Place::Anywhere;
    TABLE.iter().filter(is_here)
}

fn read(name: &str, keys: &[String]) -> Result<(Action, Vec<Key>), BindError> {
    let entry = Action::named(name).map(Action::entry);
    let unknown = || Unknown::new("action", name, TABLE.iter().map(|entry| entry.action.id()));
    let action = entry.ok_or_else(|| BindError::Action(unknown()))?.action;
    let key = |text: &String| {
        let (action, key) = (name.to_owned(), text.clone());
        let Some(found) = Key::parse(text) else { return Err(BindError::Key { action, key }) };
        let is_reserved = found.code == KeyCode::Esc || key == "ctrl-c";
        if is_reserved { Err(BindError::Reserved { action, key }) } else { Ok(found) }
    };
    Ok((action, keys.iter().map(key).collect::<Result<_, _>>()?))
}

/// Keys with a name, as the settings write them.
const NAMED: [(&str, KeyCode); 16] = [
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("enter", KeyCode::Enter),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("page-up", KeyCode::PageUp),
    ("page-down", KeyCode::PageDown),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("space", KeyCode::Char(' ')),
    ("esc", KeyCode::Esc),
];

impl Key {
    /// Reads a key as the settings write it: `u`, `ctrl-z`, `shift-left`, `f5`. A capital is a letter of its own.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((_, code)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Some(Self { code: *code, modifiers: KeyModifiers::NONE });
        }
        let before = |prefix: &str| text.strip_prefix(prefix).filter(|rest| !rest.is_empty());
        for (prefix, modifier) in [
            ("ctrl-", KeyModifiers::CONTROL),
            ("alt-", KeyModifiers::ALT),
            ("shift-", KeyModifiers::SHIFT),
        ] {
            let Some(rest) = before(prefix) else { continue };
            let key = Self::parse(rest)?;
            // A letter says itself that it was shifted, and a control letter does not say it at all.
            let is_letter = matches!(key.code, KeyCode::Char(letter) if letter != ' ');
            let is_lost = modifier == KeyModifiers::SHIFT && is_letter;
            return (!is_lost && !key.modifiers.contains(modifier))
                .then_some(Self { modifiers: key.modifiers | modifier, ..key });
        }
        if let Some(number) = before("f").and_then(|number| number.parse().ok()) {
            let is_there = (1..=12).contains(&number);
            return is_there
                .then_some(Self { code: KeyCode::F(number), modifiers: KeyModifiers::NONE });
        }
        let mut letters = text.chars();
        let letter = letters.next().filter(|letter| !letter.is_control() && *letter != ' ')?;
        let code = KeyCode::Char(letter);
        letters.next().is_none().then_some(Self { code, modifiers: KeyModifiers::NONE })
    }

    /// The key as the settings write it.
    #[must_use]
    pub fn text(self) -> String {
        let named = NAMED.iter().find(|(_, code)| *code == self.code);
        let base = match (named, self.code) {
            (Some((name, _)), _) => (*name).to_owned(),
            (None, KeyCode::Char(letter)) => letter.to_string(),
            (None, KeyCode::F(number)) => format!("f{number}"),
            (None, other) => other.to_string(),
        };
        let has = |modifier, name| if self.modifiers.contains(modifier) { name } else { "" };
        let control = has(KeyModifiers::CONTROL, "ctrl-");
        let alt = has(KeyModifiers::ALT, "alt-");
        format!("{control}{alt}{}{base}", has(KeyModifiers::SHIFT, "shift-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(all: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
        let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        all.iter().map(|(action, keys)| ((*action).to_owned(), owned(keys))).collect()
    }

    fn press(text: &str) -> KeyEvent {
        let key = Key::parse(text).unwrap();
        KeyEvent::new(key.code, key.modifiers)
    }

    #[test]
    fn every_key_of_the_table_reads_back_as_it_is_written() {
        for key in TABLE.iter().flat_map(|entry| entry.keys) {
            assert_eq!(Key::parse(&key.text()), Some(*key), "{}", key.text());
        }
        for text in ["ctrl-alt-x", "shift-f5", "-", "ctrl--", "é", "alt-enter", "shift-space"] {
            assert_eq!(Key::parse(text).map(Key::text).as_deref(), Some(text), "{text}");
        }
        for text in ["", "ab", "ctrl-", "shift-a", "f13", "ctrl-ctrl-a", "hyper-x", " "] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_action_of_the_settings_has_its_keys_and_no_others() {
        let (bindings, errors) = Bindings::read(&wanted(&[
            ("undo", &["ctrl-z"]),
            ("suspend", &[]),
            ("redo", &["ctrl-y", "u"]),
        ]));
        assert_eq!(errors, []);
        assert_eq!(bindings.bound(Pane::Usage, &press("ctrl-z")), Some(Action::Undo));
        assert_eq!(bindings.bound(Pane::Usage, &press("u")), Some(Action::Redo), "it was free");
        assert_eq!(bindings.bound(Pane::Usage, &press("U")), None);
        assert_eq!(bindings.shown(Action::Redo, &Glyphs::UNICODE), "ctrl-y");
        assert_eq!(bindings.shown(Action::Suspend, &Glyphs::UNICODE), "");
        assert_eq!(bindings.shown(Action::Quit, &Glyphs::UNICODE), "q");
    }

    #[test]
    fn a_clash_names_both_actions_and_the_pane_and_the_table_holds() {
        let (bindings, errors) = Bindings::read(&wanted(&[("next-sort", &["u"])]));
        let says: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(says, ["u means next-sort and undo in Offers: give one of them another key"]);
        assert_eq!(bindings, Bindings::default());
        // In another pane the same key is free.
        let (_, errors) = Bindings::read(&wanted(&[("next-sort", &["d"])]));
        assert_eq!(errors, []);
        let (_, errors) = Bindings::read(&wanted(&[("type-discount", &["Z"]), ("undo", &["Z"])]));
        assert_eq!(errors.len(), 1, "{errors:?}");
    }

    #[test]
    fn what_is_no_action_and_no_key_is_refused_with_the_remedy() {
        let says = |action: &str, key: &str| {
            let (_, errors) = Bindings::read(&wanted(&[(action, &[key])]));
            errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(says("unod", "z"), "unknown action 'unod': did you mean 'undo'?");
        assert!(says("undo", "hyper-z").starts_with("undo: 'hyper-z' is no key: write a letter"));
        assert!(says("undo", "esc").contains("has its meaning everywhere"));
        assert!(says("undo", "ctrl-c").contains("has its meaning everywhere"));
    }

    #[test]
    fn the_names_of_actions_are_words_with_hyphens() {
        assert_eq!(Action::TypeCardDiscount.id(), "type-card-discount");
        assert_eq!(Action::Undo.id(), "undo");
    }
}
