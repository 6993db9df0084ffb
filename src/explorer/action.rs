//! The action table: everything that the explorer can do, with its keys, its name and its help.
//!
//! Dispatch, the line of hints, the help, the palette and the key reference in docs/keys.md are all made
//! from this one table.

mod bindings;
mod table;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use clap::ValueEnum;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::explorer::theme::Glyphs;
pub use bindings::{BindError, Bindings};
pub use table::TABLE;

/// The parts of the screen that take keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The picker of cards.
    Providers,
    /// Sliders, options and readings.
    Usage,
    /// The selected offer's lines.
    Invoice,
    /// The marked offers side by side.
    Compare,
    /// Cost against one driver.
    Sweep,
    /// Every price with its source.
    Prices,
    /// The levers: what moves the total.
    Levers,
}

impl Pane {
    /// Every pane.
    pub const ALL: [Self; 7] = [
        Self::Providers,
        Self::Usage,
        Self::Invoice,
        Self::Compare,
        Self::Sweep,
        Self::Prices,
        Self::Levers,
    ];

    /// Its name on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Providers => "Offers",
            Self::Usage => "Usage",
            Self::Invoice => "Invoice",
            Self::Compare => "Compare",
            Self::Sweep => "Sweep",
            Self::Prices => "Prices",
            Self::Levers => "Levers",
        }
    }

    /// The screen on which it always is; none for the sliders, which are on all of them.
    #[must_use]
    pub const fn screen(self) -> Option<Screen> {
        match self {
            Self::Usage => None,
            Self::Providers | Self::Invoice => Some(Screen::Explore),
            Self::Compare => Some(Screen::Compare),
            Self::Sweep => Some(Screen::Sweep),
            Self::Prices => Some(Screen::Prices),
            Self::Levers => Some(Screen::Levers),
        }
    }
}

/// One arrangement of panes; the sliders are on each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Screen {
    /// Cards, sliders and an invoice.
    Explore,
    /// The marked offers side by side.
    Compare,
    /// Cost against one driver.
    Sweep,
    /// Every price behind the marked offers.
    Prices,
    /// The levers: what moves the total.
    Levers,
    /// The total and the comparison for an audience.
    Stage,
}

impl Screen {
    /// The panes that the header names, in the order of their keys. The stage has no header, and no
    /// place in it.
    pub const TABS: [Self; 5] =
        [Self::Explore, Self::Compare, Self::Sweep, Self::Prices, Self::Levers];

    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Explore, Self::Compare, Self::Sweep, Self::Prices, Self::Levers, Self::Stage];

    /// In the order of the tab key.
    #[must_use]
    pub const fn panes(self) -> &'static [Pane] {
        match self {
            Self::Explore => &[Pane::Providers, Pane::Usage, Pane::Invoice],
            Self::Compare => &[Pane::Usage, Pane::Compare],
            Self::Sweep => &[Pane::Usage, Pane::Sweep],
            Self::Prices => &[Pane::Usage, Pane::Prices],
            Self::Levers => &[Pane::Usage, Pane::Levers],
            Self::Stage => &[Pane::Usage],
        }
    }

    /// Returns the action that shows it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Explore => Action::ShowExplore,
            Self::Compare => Action::ShowCompare,
            Self::Sweep => Action::ShowSweep,
            Self::Prices => Action::ShowPrices,
            Self::Levers => Action::ShowLevers,
            Self::Stage => Action::Present,
        }
    }

    /// Its name on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explore => "Explore",
            Self::Compare => "Compare",
            Self::Sweep => "Sweep",
            Self::Prices => "Prices",
            Self::Levers => "Levers",
            Self::Stage => "Stage",
        }
    }
}

/// One thing that can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Decrease,
    Increase,
    DecreaseMuch,
    IncreaseMuch,
    ToSmallest,
    ToLargest,
    Halve,
    Double,
    TypeValue,
    TypeFormula,
    Reset,
    ToggleMark,
    MarkListed,
    UnmarkAll,
    ToggleFavourite,
    NextSort,
    ShowInvoice,
    ShowProviders,
    Explain,
    TypePrice,
    ResetPrice,
    TypeDiscount,
    TypeCardDiscount,
    CardBefore,
    NextCard,
    ExplainCell,
    ProbeLess,
    ProbeMore,
    ProbeMuchLess,
    ProbeMuchMore,
    TakeProbe,
    ZoomIn,
    ZoomOut,
    ZoomPane,
    CopySource,
    UnpaidEarlier,
    UnpaidLater,
    TakeLever,
    NarrowRange,
    WidenRange,
    TypeRange,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    NextPane,
    PreviousPane,
    ShowExplore,
    ShowCompare,
    ShowSweep,
    ShowPrices,
    ShowLevers,
    ExplainPrice,
    TypePriceHere,
    Present,
    SeekGoal,
    SeekGoalHere,
    TurnDriverAxis,
    TurnAmountAxis,
    Filter,
    TypePeriod,
    TypeAsOf,
    TypeTax,
    TypeRate,
    ChooseCurrency,
    ChooseJob,
    PinBaseline,
    UnpinBaseline,
    AddKeyServices,
    AddOffer,
    RenameOffer,
    RemoveOffer,
    TypeBudget,
    TypeNotes,
    Undo,
    Redo,
    TypeChanges,
    Save,
    SaveAs,
    Open,
    Import,
    Revert,
    CopyCode,
    Export,
    Tours,
    Record,
    Help,
    ShowProblems,
    Palette,
    Presets,
    NextTheme,
    ToggleMouse,
    Suspend,
    Quit,
}

/// The place in which a key means an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In every pane.
    Anywhere,
    /// In one.
    In(Pane),
}

/// One key, with the modifiers that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

const fn key(code: KeyCode) -> Key {
    Key { code, modifiers: KeyModifiers::NONE }
}

const fn letter(letter: char) -> Key {
    key(KeyCode::Char(letter))
}

const fn shift(code: KeyCode) -> Key {
    Key { code, modifiers: KeyModifiers::SHIFT }
}

const fn control(letter: char) -> Key {
    Key { code: KeyCode::Char(letter), modifiers: KeyModifiers::CONTROL }
}

impl Key {
    /// The key that was pressed.
    #[must_use]
    pub const fn of(event: &KeyEvent) -> Self {
        Self { code: event.code, modifiers: event.modifiers }
    }

    fn matches(self, event: &KeyEvent) -> bool {
        let wanted = KeyModifiers::CONTROL | KeyModifiers::ALT;
        match self.code {
            // A character already says whether it was shifted.
            KeyCode::Char(_) => {
                event.code == self.code && event.modifiers & wanted == self.modifiers & wanted
            }
            KeyCode::BackTab => event.code == self.code,
            _ => event.code == self.code && event.modifiers == self.modifiers,
        }
    }

    /// Returns the key as it is written for a reader.
    #[must_use]
    pub fn name(self, glyphs: &Glyphs) -> String {
        let ascii = glyphs.is_ascii();
        let base = match self.code {
            KeyCode::Left => if ascii { "left" } else { "←" }.to_owned(),
            KeyCode::Right => if ascii { "right" } else { "→" }.to_owned(),
            KeyCode::Up => if ascii { "up" } else { "↑" }.to_owned(),
            KeyCode::Down => if ascii { "down" } else { "↓" }.to_owned(),
            KeyCode::Enter => glyphs.key_enter.to_owned(),
            KeyCode::Tab => glyphs.key_tab.to_owned(),
            KeyCode::BackTab => format!("{}{}", glyphs.key_shift, glyphs.key_tab),
            KeyCode::Home => "home".to_owned(),
            KeyCode::End => "end".to_owned(),
            KeyCode::PageUp => "pgup".to_owned(),
            KeyCode::PageDown => "pgdn".to_owned(),
            KeyCode::Backspace => "backspace".to_owned(),
            KeyCode::Delete => "del".to_owned(),
            KeyCode::Char(' ') => "space".to_owned(),
            KeyCode::Char(letter) => letter.to_string(),
            other => other.to_string(),
        };
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            return format!("ctrl-{base}");
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            return format!("{}{base}", glyphs.key_shift);
        }
        base
    }
}

/// The groups of the help, in its order.
pub const GROUPS: [&str; 8] =
    ["Sliders", "Offers", "Invoice", "Compare", "Sweep", "Prices", "Levers", "Everywhere"];

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The action that is done.
    pub action: Action,
    /// The keys; the first is the one that is shown.
    pub keys: &'static [Key],
    /// The place in which they mean this.
    pub place: Place,
    /// A word or two, for hints and the palette.
    pub name: &'static str,
    /// A sentence, for the help.
    pub help: &'static str,
    /// The group of the help.
    pub group: &'static str,
}

impl Action {
    /// Its row of the table.
    ///
    /// # Panics
    /// If the table lacks it, which a test rules out.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        TABLE.iter().find(|entry| entry.action == self).expect("every action has a row")
    }

    /// The action of a name in the settings.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        static NAMES: LazyLock<BTreeMap<String, Action>> =
            LazyLock::new(|| TABLE.iter().map(|entry| (entry.action.id(), entry.action)).collect());
        NAMES.get(name).copied()
    }

    /// Its name in the settings, such as `type-card-discount`.
    #[must_use]
    pub fn id(self) -> String {
        let mut id = String::new();
        for letter in format!("{self:?}").chars() {
            if letter.is_uppercase() && !id.is_empty() {
                id.push('-');
            }
            id.extend(letter.to_lowercase());
        }
        id
    }
}

/// The key reference as a Markdown table, for the README.
#[must_use]
pub fn key_reference() -> String {
    let mut text =
        String::from("| where | keys | what they do | name in the settings |\n|---|---|---|---|\n");
    for group in GROUPS {
        for entry in TABLE.iter().filter(|entry| entry.group == group) {
            let keys: Vec<String> =
                entry.keys.iter().map(|key| format!("`{}`", key.name(&Glyphs::UNICODE))).collect();
            let (keys, id) = (keys.join(" "), entry.action.id());
            text.extend(["| ", group, " | ", &keys, " | ", entry.help, " | `", &id, "` |\n"]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        let panes = Pane::ALL.map(Place::In);
        for place in panes.into_iter().chain([Place::Anywhere]) {
            let here = |entry: &&Entry| entry.place == place;
            let keys: Vec<Key> =
                TABLE.iter().filter(here).flat_map(|entry| entry.keys).copied().collect();
            for (index, key) in keys.iter().enumerate() {
                assert!(!keys[..index].contains(key), "{key:?} in {place:?}");
            }
        }
    }

    #[test]
    fn what_a_pane_does_with_a_key_comes_before_what_it_does_anywhere() {
        let o = KeyEvent::new(KeyCode::Char('o'), KeyModifiers::NONE);
        let bindings = Bindings::default();
        assert_eq!(bindings.bound(Pane::Prices, &o), Some(Action::CopySource));
        assert_eq!(bindings.bound(Pane::Usage, &o), Some(Action::Open));
    }

    #[test]
    fn a_shifted_letter_is_another_letter_and_not_a_modifier() {
        let undo = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::NONE);
        let redo = KeyEvent::new(KeyCode::Char('U'), KeyModifiers::SHIFT);
        let bindings = Bindings::default();
        assert_eq!(bindings.bound(Pane::Usage, &undo), Some(Action::Undo));
        assert_eq!(bindings.bound(Pane::Usage, &redo), Some(Action::Redo));
    }
}
