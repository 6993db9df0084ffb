//! The palette: finds a command, a driver, an offer or a preset by a few of its letters.

use std::path::PathBuf;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use whatif_pricing::{DriverId, Preset, Presets};

use super::{Effect, Overlay, State};
use crate::explorer::action::{Action, Pane, TABLE};
use crate::explorer::tour::{SHIPPED, Tour};
use crate::explorer::widget::Field;
use crate::scenario::OfferId;

/// One thing that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A command.
    Action(Action),
    /// A slider to go to.
    Driver(DriverId),
    /// An offer to select.
    Offer(OfferId),
    /// A starting workload to take, by id.
    Preset(String),
    /// An autosave to open, by id.
    Autosave(String),
    /// A recent file to open.
    Recent(PathBuf),
    /// A shipped tour to play, by name.
    Tour(&'static str),
}

/// The kind of things that a palette finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finds {
    /// Commands, sliders, offers and presets.
    Everything,
    /// Presets alone.
    Presets,
    /// Scenarios: autosaves, recent files, and what is typed.
    Files,
    /// Tours: the shipped ones, and the path of another.
    Tours,
}

/// The palette as it is open.
#[derive(Clone, Debug)]
pub struct Palette {
    /// The kind of things that it finds.
    pub finds: Finds,
    /// The letters.
    pub field: Field,
    /// The matches, the best first, each with the words shown.
    pub found: Vec<(Item, String)>,
    /// The place of the one under the cursor.
    pub cursor: usize,
}

/// More than any score of a longer text.
const NAME_BONUS: u32 = 10_000;

/// The longest text to search for.
const LETTERS_MAX: usize = 80;
/// The longest path or code to open.
const PATH_LETTERS_MAX: usize = 16_000;

impl State {
    pub(super) fn open_palette(&mut self, finds: Finds) {
        let is_path = matches!(finds, Finds::Files | Finds::Tours);
        let field = Field::new(if is_path { PATH_LETTERS_MAX } else { LETTERS_MAX });
        let mut palette = Palette { finds, field, found: Vec::new(), cursor: 0 };
        palette.search(self);
        self.cursor.overlays.push(Overlay::Palette(palette));
    }

    /// Everything that can be found: its name, and the words shown.
    fn findable(&self, finds: Finds) -> Vec<(Item, &str, String)> {
        match finds {
            Finds::Files => self.findable_files(),
            Finds::Tours => findable_tours(),
            Finds::Presets => findable_presets("").collect(),
            Finds::Everything => self.findable_everything(),
        }
    }

    fn findable_everything(&self) -> Vec<(Item, &str, String)> {
        let mut found: Vec<(Item, &str, String)> = Vec::new();
        for entry in TABLE.iter().filter(|entry| entry.action != Action::Palette) {
            let words = format!("{}: {}", entry.name, entry.help);
            found.push((Item::Action(entry.action), entry.name, words));
        }
        for (driver, entry) in self.scenario().inputs.workload.vocabulary().iter() {
            let words = format!("slider: {} ({})", entry.label, entry.name);
            found.push((Item::Driver(driver), &entry.label, words));
        }
        for offer in self.figures.board.offers() {
            let words = format!("card: {}", offer.title());
            found.push((Item::Offer(offer.id.clone()), offer.id.as_str(), words));
        }
        found.extend(findable_presets("preset: "));
        found
    }

    /// Autosaves, then recent files.
    fn findable_files(&self) -> Vec<(Item, &str, String)> {
        let files = &self.document.files;
        let autosaves = files.autosaves.iter().map(|autosave| {
            (Item::Autosave(autosave.id.clone()), &*autosave.says, autosave.says.clone())
        });
        let recent = files.recent.iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?;
            Some((Item::Recent(path.clone()), name, path.display().to_string()))
        });
        autosaves.chain(recent).collect()
    }

    /// Goes to what was found, or does it.
    pub(super) fn go_to(&mut self, item: Item) -> Effect {
        match item {
            Item::Action(action) => return self.act(action),
            Item::Recent(path) => return Effect::Open(path),
            Item::Autosave(id) => self.open_autosave(&id),
            Item::Tour(name) => {
                if let Some(tour) = Tour::shipped(name) {
                    self.begin_tour(tour);
                }
            }
            Item::Driver(driver) => {
                self.go_to_pane(Pane::Usage);
                self.go_to_driver(driver);
            }
            Item::Offer(offer) => {
                self.go_to_pane(Pane::Providers);
                self.cursor.filter.clear();
                self.select(&offer);
            }
            Item::Preset(id) => match Presets::shipped().find(&id) {
                Ok(preset) => self.take_preset(preset),
                Err(error) => self.cursor.refuse(error),
            },
        }
        Effect::None
    }

    /// Starts from a preset's workload: one change, which can be undone.
    fn take_preset(&mut self, preset: &Preset) {
        let vocabulary = self.scenario().inputs.workload.vocabulary();
        let workload = preset.workload(vocabulary);
        let taken = self.change(|scenario| {
            scenario.inputs.workload = workload;
            Ok(())
        });
        match taken {
            Ok(()) => self.cursor.say(format!(
                "{}: {}, the rest at defaults (u undoes)",
                preset.name,
                preset.settings(vocabulary).join(", ")
            )),
            Err(why) => self.cursor.refuse(why),
        }
    }
}

/// The shipped presets.
fn findable_presets(kind: &str) -> impl Iterator<Item = (Item, &str, String)> {
    Presets::shipped().all().iter().map(move |preset| {
        let words = format!("{kind}{} · {}", preset.name, preset.says);
        (Item::Preset(preset.id.clone()), &*preset.name, words)
    })
}

/// The shipped tours by their titles.
fn findable_tours() -> Vec<(Item, &'static str, String)> {
    let tour = |(name, _): &(&'static str, &str)| {
        Some((Item::Tour(name), *name, Tour::shipped(name)?.title))
    };
    SHIPPED.iter().filter_map(tour).collect()
}

impl Palette {
    /// Finds again after the letters changed.
    pub(super) fn search(&mut self, state: &State) {
        let pattern = Pattern::parse(self.field.text(), CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut letters = Vec::new();
        let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut letters), &mut matcher);
        let mut scored: Vec<(u32, (Item, String))> = Vec::new();
        for (item, name, words) in state.findable(self.finds) {
            // An item of that name comes before one that only mentions it.
            let score = score(name).map(|score| score + NAME_BONUS).or_else(|| score(&words));
            scored.extend(score.map(|score| (score, (item, words))));
        }
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.found = scored.into_iter().map(|(_, found)| found).collect();
        self.cursor = 0;
    }
}
