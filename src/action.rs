//! The action table: everything the explorer can be told to do, with its keys, its name and its help.
//!
//! Dispatch, the line of hints, the help, the palette and the key reference in the README are all made
//! from this one table.

use clap::ValueEnum;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::theme::Glyphs;

/// The parts of the screen that take keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The picker of cards.
    Providers,
    /// Sliders, options and readings.
    Usage,
    /// The selected card's lines.
    Invoice,
    /// The marked cards side by side.
    Compare,
    /// Cost against one driver.
    Sweep,
    /// What moves the total.
    Levers,
}

impl Pane {
    /// Every pane.
    pub const ALL: [Self; 6] =
        [Self::Providers, Self::Usage, Self::Invoice, Self::Compare, Self::Sweep, Self::Levers];

    /// Its name on the screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Providers => "Providers",
            Self::Usage => "Usage",
            Self::Invoice => "Invoice",
            Self::Compare => "Compare",
            Self::Sweep => "Sweep",
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
            Self::Levers => Some(Screen::Levers),
        }
    }
}

/// One arrangement of panes; the sliders are on each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Screen {
    /// Cards, sliders and an invoice.
    Explore,
    /// The marked cards side by side.
    Compare,
    /// Cost against one driver.
    Sweep,
    /// What moves the total.
    Levers,
    /// The total and the comparison for an audience.
    Stage,
}

impl Screen {
    /// Those that the header names, in the order of their keys. The stage has no header, and no place in it.
    pub const TABS: [Self; 4] = [Self::Explore, Self::Compare, Self::Sweep, Self::Levers];

    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Explore, Self::Compare, Self::Sweep, Self::Levers, Self::Stage];

    /// In the order of the tab key.
    #[must_use]
    pub const fn panes(self) -> &'static [Pane] {
        match self {
            Self::Explore => &[Pane::Providers, Pane::Usage, Pane::Invoice],
            Self::Compare => &[Pane::Usage, Pane::Compare],
            Self::Sweep => &[Pane::Usage, Pane::Sweep],
            Self::Levers => &[Pane::Usage, Pane::Levers],
            Self::Stage => &[Pane::Usage],
        }
    }

    /// What shows it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Explore => Action::ShowExplore,
            Self::Compare => Action::ShowCompare,
            Self::Sweep => Action::ShowSweep,
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
    TakeLever,
    NarrowSwing,
    WidenSwing,
    TypeSwing,
    Up,
    Down,
    PageUp,
    PageDown,
    NextPane,
    PreviousPane,
    ShowExplore,
    ShowCompare,
    ShowSweep,
    ShowLevers,
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
    NextCurrency,
    PinBaseline,
    TypeBudget,
    TypeNotes,
    Undo,
    Redo,
    TypeChanges,
    Save,
    SaveAs,
    Open,
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

/// Where a key means an action.
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

    /// How it is written for a reader.
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
pub const GROUPS: [&str; 7] =
    ["Sliders", "Providers", "Invoice", "Compare", "Sweep", "Levers", "Everywhere"];

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What is done.
    pub action: Action,
    /// The keys; the first is the one that is shown.
    pub keys: &'static [Key],
    /// Where they mean this.
    pub place: Place,
    /// A word or two, for hints and the palette.
    pub name: &'static str,
    /// A sentence, for the help.
    pub help: &'static str,
    /// The group of the help.
    pub group: &'static str,
}

const fn entry(
    action: Action,
    keys: &'static [Key],
    place: Place,
    name: &'static str,
    help: &'static str,
) -> Entry {
    let group = match place {
        Place::In(Pane::Usage) => GROUPS[0],
        Place::In(Pane::Providers) => GROUPS[1],
        Place::In(Pane::Invoice) => GROUPS[2],
        Place::In(Pane::Compare) => GROUPS[3],
        Place::In(Pane::Sweep) => GROUPS[4],
        Place::In(Pane::Levers) => GROUPS[5],
        Place::Anywhere => GROUPS[6],
    };
    Entry { action, keys, place, name, help, group }
}

const USAGE: Place = Place::In(Pane::Usage);
const PROVIDERS: Place = Place::In(Pane::Providers);
const INVOICE: Place = Place::In(Pane::Invoice);
const COMPARE: Place = Place::In(Pane::Compare);
const LEVERS: Place = Place::In(Pane::Levers);
const ANYWHERE: Place = Place::Anywhere;

/// The table. The first row that fits the pane and the key holds.
pub const TABLE: &[Entry] = &[
    entry(
        Action::Decrease,
        &[key(KeyCode::Left), letter('h'), letter('-')],
        USAGE,
        "less",
        "One step less, or the choice before",
    ),
    entry(
        Action::Increase,
        &[key(KeyCode::Right), letter('l'), letter('+')],
        USAGE,
        "more",
        "One step more, or the next choice",
    ),
    entry(
        Action::DecreaseMuch,
        &[shift(KeyCode::Left), letter('H')],
        USAGE,
        "less ×10",
        "Ten steps less",
    ),
    entry(
        Action::IncreaseMuch,
        &[shift(KeyCode::Right), letter('L')],
        USAGE,
        "more ×10",
        "Ten steps more",
    ),
    entry(
        Action::ToSmallest,
        &[key(KeyCode::Home)],
        USAGE,
        "smallest",
        "To the left end of the slider",
    ),
    entry(
        Action::ToLargest,
        &[key(KeyCode::End)],
        USAGE,
        "largest",
        "To the right end of the slider; larger values can be typed",
    ),
    entry(Action::Halve, &[letter('[')], USAGE, "halve", "Half the value"),
    entry(Action::Double, &[letter(']')], USAGE, "double", "Twice the value"),
    entry(Action::TypeValue, &[key(KeyCode::Enter)], USAGE, "type", "Type a value: 100, 1.5k, 2M"),
    entry(
        Action::TypeFormula,
        &[letter('=')],
        USAGE,
        "formula",
        "Type a formula over other drivers: =secrets*3",
    ),
    entry(
        Action::Reset,
        &[letter('r'), key(KeyCode::Delete), key(KeyCode::Backspace)],
        USAGE,
        "reset",
        "Back to the default value, choice or reading",
    ),
    entry(
        Action::ToggleMark,
        &[letter(' ')],
        PROVIDERS,
        "mark",
        "Mark or unmark the card for comparison",
    ),
    entry(
        Action::ToggleFavourite,
        &[letter('f')],
        PROVIDERS,
        "favourite",
        "Make the card a favourite, which stands first in its group, or no longer",
    ),
    entry(
        Action::NextSort,
        &[letter('s')],
        PROVIDERS,
        "sort",
        "Sort the cards of each group by provider, total or age",
    ),
    entry(
        Action::ShowInvoice,
        &[key(KeyCode::Enter), key(KeyCode::Right), letter('l')],
        PROVIDERS,
        "invoice",
        "Go to the card's invoice",
    ),
    entry(
        Action::ShowProviders,
        &[key(KeyCode::Left), letter('h')],
        INVOICE,
        "providers",
        "Back to the cards",
    ),
    entry(
        Action::Explain,
        &[key(KeyCode::Enter)],
        INVOICE,
        "why",
        "Explain the line: how the amount came about, its rule and its source",
    ),
    entry(
        Action::TypePrice,
        &[letter('e')],
        INVOICE,
        "own price",
        "Type your own unit price for the line",
    ),
    entry(
        Action::SeekGoalHere,
        &[letter('=')],
        INVOICE,
        "goal",
        "Seek what makes the total an amount: 500, B to beat card B, 500 by price, B by discount",
    ),
    entry(
        Action::ResetPrice,
        &[letter('r'), key(KeyCode::Delete), key(KeyCode::Backspace)],
        INVOICE,
        "card's price",
        "Back to the card's own price; takes a discount, mark-up or tax out",
    ),
    entry(
        Action::TypeDiscount,
        &[letter('d')],
        INVOICE,
        "discount",
        "Type a discount or mark-up in percent on the line: 10, or +5",
    ),
    entry(
        Action::TypeCardDiscount,
        &[letter('D')],
        INVOICE,
        "card discount",
        "Type a discount or mark-up in percent on the whole card",
    ),
    entry(
        Action::CardBefore,
        &[key(KeyCode::Left), letter('h')],
        COMPARE,
        "card before",
        "To the card on the left",
    ),
    entry(
        Action::NextCard,
        &[key(KeyCode::Right), letter('l')],
        COMPARE,
        "next card",
        "To the card on the right",
    ),
    entry(
        Action::ExplainCell,
        &[key(KeyCode::Enter)],
        COMPARE,
        "why this amount",
        "Explain the line of the card under the cursor, the largest where there are several",
    ),
    entry(
        Action::TakeLever,
        &[key(KeyCode::Enter)],
        LEVERS,
        "go there",
        "Go to the slider, take the choice or reading, or show the other plan",
    ),
    entry(
        Action::NarrowSwing,
        &[letter('-'), key(KeyCode::Left), letter('h')],
        LEVERS,
        "narrower",
        "Move each driver by less, down to -10 % / +10 %",
    ),
    entry(
        Action::WidenSwing,
        &[letter('+'), key(KeyCode::Right), letter('l')],
        LEVERS,
        "wider",
        "Move each driver by more, up to -90 % / +900 %",
    ),
    entry(
        Action::TypeSwing,
        &[letter('=')],
        LEVERS,
        "swing",
        "Type how far each driver is moved, in percent: -50,+100",
    ),
    entry(Action::Up, &[key(KeyCode::Up), letter('k')], ANYWHERE, "up", "One row up"),
    entry(Action::Down, &[key(KeyCode::Down), letter('j')], ANYWHERE, "down", "One row down"),
    entry(Action::PageUp, &[key(KeyCode::PageUp)], ANYWHERE, "page up", "A page up"),
    entry(Action::PageDown, &[key(KeyCode::PageDown)], ANYWHERE, "page down", "A page down"),
    entry(
        Action::NextPane,
        &[key(KeyCode::Tab)],
        ANYWHERE,
        "pane",
        "To the next pane; on the stage to the next marked card",
    ),
    entry(
        Action::PreviousPane,
        &[key(KeyCode::BackTab)],
        ANYWHERE,
        "pane before",
        "To the pane before; on the stage to the marked card before",
    ),
    entry(
        Action::ShowExplore,
        &[letter('1')],
        ANYWHERE,
        "explore",
        "Cards, sliders and an invoice",
    ),
    entry(
        Action::ShowCompare,
        &[letter('2')],
        ANYWHERE,
        "compare",
        "The marked cards side by side, line by line",
    ),
    entry(
        Action::ShowSweep,
        &[letter('3')],
        ANYWHERE,
        "sweep",
        "Cost of the marked cards against the slider under the cursor",
    ),
    entry(
        Action::ShowLevers,
        &[letter('5')],
        ANYWHERE,
        "levers",
        "What moves the total of the selected card",
    ),
    entry(
        Action::Present,
        &[letter('p')],
        ANYWHERE,
        "present",
        "On stage: the total, the marked cards as bars and one slider for an audience; again, or esc, comes back",
    ),
    entry(
        Action::SeekGoal,
        &[letter('g')],
        ANYWHERE,
        "goal",
        "Seek the largest value of the slider, a price or a discount, that keeps the total within an amount",
    ),
    entry(
        Action::TurnDriverAxis,
        &[letter('x')],
        ANYWHERE,
        "x axis",
        "Sweep: turn the driver's axis from logarithmic to linear, or back",
    ),
    entry(
        Action::TurnAmountAxis,
        &[letter('y')],
        ANYWHERE,
        "y axis",
        "Sweep: turn the axis of amounts from logarithmic to linear, or back",
    ),
    entry(
        Action::Filter,
        &[letter('/')],
        ANYWHERE,
        "filter",
        "Show only cards whose names have these letters",
    ),
    entry(
        Action::TypePeriod,
        &[letter('t')],
        ANYWHERE,
        "period",
        "Choose the period: 30 d, 2026-11, or 2026-01-15..2026-03-01",
    ),
    entry(
        Action::TypeAsOf,
        &[letter('a')],
        ANYWHERE,
        "as of",
        "Price with the lists in force on a day, such as 2024-04-30; empty for the period's own",
    ),
    entry(Action::TypeTax, &[letter('%')], ANYWHERE, "tax", "Type a tax in percent on every total"),
    entry(
        Action::TypeRate,
        &[letter('$')],
        ANYWHERE,
        "rate",
        "Type an exchange rate, so that cards in other currencies can be compared",
    ),
    entry(
        Action::NextCurrency,
        &[letter('c')],
        ANYWHERE,
        "currency",
        "Compare in the next of the cards' currencies",
    ),
    entry(
        Action::PinBaseline,
        &[letter('b')],
        ANYWHERE,
        "baseline",
        "Pin this moment: every amount shows its difference to it; again takes the pin out",
    ),
    entry(
        Action::TypeBudget,
        &[letter('B')],
        ANYWHERE,
        "budget",
        "Type an amount that totals are to stay within; empty for none",
    ),
    entry(
        Action::TypeNotes,
        &[letter('n')],
        ANYWHERE,
        "notes",
        "Type what the scenario is about: the caption on the stage",
    ),
    entry(
        Action::Undo,
        &[letter('u')],
        ANYWHERE,
        "undo",
        "Take the last change back; a drag is one change",
    ),
    entry(Action::Redo, &[letter('U'), control('r')], ANYWHERE, "redo", "Make the change again"),
    entry(
        Action::TypeChanges,
        &[letter('v')],
        ANYWHERE,
        "changes",
        "Type how the workload changes within the period: 2026-12-05 secrets=300",
    ),
    entry(
        Action::Save,
        &[letter('w'), control('s')],
        ANYWHERE,
        "save",
        "Save the scenario: one file with everything on the screen",
    ),
    entry(Action::SaveAs, &[letter('W')], ANYWHERE, "save as", "Save the scenario as another file"),
    entry(
        Action::Open,
        &[letter('o'), control('o')],
        ANYWHERE,
        "open",
        "Open a scenario: work that was not saved, a file used before, a path or a code",
    ),
    entry(
        Action::Revert,
        &[letter('R')],
        ANYWHERE,
        "revert",
        "Back to what the file holds, or to how it began; undo brings the changes back",
    ),
    entry(
        Action::CopyCode,
        &[letter('C')],
        ANYWHERE,
        "copy code",
        "Copy the scenario as one line for a chat; pasted here, it opens",
    ),
    entry(
        Action::Export,
        &[letter('E')],
        ANYWHERE,
        "export",
        "Write the invoice, comparison or sweep, or the screen as it is, to a file: invoice.md, sweep.csv, screen.svg",
    ),
    entry(
        Action::Tours,
        &[letter('P')],
        ANYWHERE,
        "tours",
        "Play a tour: captioned steps; space goes on, P pauses, esc goes back to your scenario",
    ),
    entry(
        Action::Record,
        &[letter('*')],
        ANYWHERE,
        "record",
        "Record what you do as a tour; again saves it to a file that can be edited",
    ),
    entry(Action::Help, &[letter('?'), key(KeyCode::F(1))], ANYWHERE, "help", "Show all keys"),
    entry(
        Action::ShowProblems,
        &[letter('!')],
        ANYWHERE,
        "problems",
        "Show what is wrong with files of your own cards",
    ),
    entry(
        Action::Palette,
        &[letter(':'), control('p')],
        ANYWHERE,
        "commands",
        "Find a command, a driver, a card or a preset by a few of its letters",
    ),
    entry(
        Action::Presets,
        &[letter('i')],
        ANYWHERE,
        "presets",
        "Start from a preset: a workload such as CI or disk encryption, in a sentence",
    ),
    entry(Action::NextTheme, &[letter('T')], ANYWHERE, "theme", "Dark, light, high contrast"),
    entry(
        Action::ToggleMouse,
        &[letter('m')],
        ANYWHERE,
        "mouse",
        "Switch the mouse between the sliders and selecting text",
    ),
    entry(Action::Suspend, &[control('z')], ANYWHERE, "suspend", "Back to the shell; fg returns"),
    entry(Action::Quit, &[letter('q'), control('c')], ANYWHERE, "quit", "Leave"),
];

impl Action {
    /// Its row of the table.
    ///
    /// # Panics
    /// If the table lacks it, which a test rules out.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        TABLE.iter().find(|entry| entry.action == self).expect("every action has a row")
    }
}

/// What a key means in a pane.
#[must_use]
pub fn bound(pane: Pane, event: &KeyEvent) -> Option<Action> {
    let here = |entry: &&Entry| entry.place == Place::In(pane) || entry.place == Place::Anywhere;
    let pressed = |entry: &&Entry| entry.keys.iter().any(|key| key.matches(event));
    TABLE.iter().filter(here).find(pressed).map(|entry| entry.action)
}

/// The key reference as a Markdown table, for the README.
#[must_use]
pub fn key_reference() -> String {
    let mut text = String::from("| where | keys | what they do |\n|---|---|---|\n");
    for group in GROUPS {
        for entry in TABLE.iter().filter(|entry| entry.group == group) {
            let keys: Vec<String> =
                entry.keys.iter().map(|key| format!("`{}`", key.name(&Glyphs::UNICODE))).collect();
            let row = ["| ", group, " | ", &keys.join(" "), " | ", entry.help, " |\n"];
            text.extend(row);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_pane() {
        for pane in Pane::ALL {
            let here =
                |entry: &&Entry| entry.place == Place::In(pane) || entry.place == Place::Anywhere;
            let keys: Vec<Key> =
                TABLE.iter().filter(here).flat_map(|entry| entry.keys).copied().collect();
            for (index, key) in keys.iter().enumerate() {
                assert!(!keys[..index].contains(key), "{key:?} in {pane:?}");
            }
        }
    }

    #[test]
    fn a_shifted_letter_is_another_letter_and_not_a_modifier() {
        let undo = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::NONE);
        let redo = KeyEvent::new(KeyCode::Char('U'), KeyModifiers::SHIFT);
        assert_eq!(bound(Pane::Usage, &undo), Some(Action::Undo));
        assert_eq!(bound(Pane::Usage, &redo), Some(Action::Redo));
    }
}
