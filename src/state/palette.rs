//! The palette: find a command, a driver, a card or a preset by a few of its letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use whatif_pricing::{DriverId, Preset, Presets};

use super::{Effect, Row, State};
use crate::action::{Action, Pane, TABLE};
use crate::tour::{SHIPPED, Tour};
use crate::widget::Field;

/// One thing that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A command.
    Action(Action),
    /// A slider to go to.
    Driver(DriverId),
    /// A card to select, by place.
    Card(usize),
    /// A starting workload to take, by its place among the shipped.
    Preset(usize),
    /// Work that was kept, by its place in the list.
    Kept(usize),
    /// A file that was used before, by its place in the list.
    Recent(usize),
    /// A tour to play, by its place among the shipped.
    Tour(usize),
}

/// What a palette finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finds {
    /// Commands, sliders, cards and presets.
    Everything,
    /// Presets alone.
    Presets,
    /// Scenarios: work that was kept, files used before, and what is typed.
    Files,
    /// Tours: the shipped ones, and the path of another.
    Tours,
}

/// The palette as it is open.
#[derive(Clone, Debug)]
pub struct Palette {
    /// What it finds.
    pub finds: Finds,
    /// The letters.
    pub field: Field,
    /// What they find, the best first, each with the words shown.
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
        self.overlays.push(super::Overlay::Palette(palette));
    }

    /// Everything that can be found: its name, and the words shown.
    fn findable(&self, finds: Finds) -> Vec<(Item, &str, String)> {
        match finds {
            Finds::Files => return self.findable_files(),
            Finds::Tours => return findable_tours(),
            Finds::Everything | Finds::Presets => {}
        }
        let presets = Presets::shipped().all().iter().enumerate();
        if finds == Finds::Presets {
            let words = |preset: &Preset| format!("{} · {}", preset.name, preset.says);
            return presets
                .map(|(place, preset)| (Item::Preset(place), &*preset.name, words(preset)))
                .collect();
        }
        let presets = presets.map(|(place, preset)| {
            let words = format!("preset: {} · {}", preset.name, preset.says);
            (Item::Preset(place), &*preset.name, words)
        });
        let actions = TABLE.iter().filter(|entry| entry.action != Action::Palette);
        let actions = actions.map(|entry| {
            (Item::Action(entry.action), entry.name, format!("{}: {}", entry.name, entry.help))
        });
        let drivers = self.scenario.workload.vocabulary().iter().map(|(driver, entry)| {
            let words = format!("slider: {} ({})", entry.label, entry.name);
            (Item::Driver(driver), entry.label.as_str(), words)
        });
        let cards = self.board.cards.iter().enumerate().map(|(place, priced)| {
            let card = &priced.card;
            (Item::Card(place), card.id.as_str(), format!("card: {}", card.title()))
        });
        actions.chain(drivers).chain(cards).chain(presets).collect()
    }

    /// Work that was kept, then files used before.
    fn findable_files(&self) -> Vec<(Item, &str, String)> {
        let kept = self.files.kept.iter().enumerate();
        let kept = kept.map(|(place, kept)| (Item::Kept(place), &*kept.says, kept.says.clone()));
        let recent = self.files.recent.iter().enumerate().filter_map(|(place, path)| {
            let name = path.file_name()?.to_str()?;
            Some((Item::Recent(place), name, path.display().to_string()))
        });
        kept.chain(recent).collect()
    }

    /// Goes to what was found, or does it.
    pub(super) fn go_to(&mut self, item: Item) -> Effect {
        match item {
            Item::Action(action) => return self.act(action),
            Item::Recent(place) => {
                let path = self.files.recent.get(place).cloned();
                return path.map_or(Effect::None, Effect::Open);
            }
            Item::Kept(place) => self.open_kept(place),
            Item::Tour(place) => self.begin_tour(Tour::shipped(place)),
            Item::Driver(driver) => {
                self.go_to_pane(Pane::Usage);
                self.row = Row::Driver(driver);
            }
            Item::Card(card) => {
                self.go_to_pane(Pane::Providers);
                self.filter.clear();
                self.select(card);
            }
            Item::Preset(place) => self.take_preset(&Presets::shipped().all()[place]),
        }
        Effect::None
    }

    /// Starts from a preset's workload: one change, which can be undone.
    fn take_preset(&mut self, preset: &Preset) {
        let vocabulary = self.scenario.workload.vocabulary();
        let workload = preset.workload(vocabulary);
        let taken = self.change(|scenario| {
            scenario.workload = workload;
            Ok(())
        });
        match taken {
            Ok(()) => self.tell(format!(
                "{}: {}, the rest at defaults; u undoes",
                preset.name,
                preset.settings(vocabulary).join(", ")
            )),
            Err(text) => self.refuse(text),
        }
    }
}

/// The shipped tours by their titles.
fn findable_tours() -> Vec<(Item, &'static str, String)> {
    let tour = |(place, (name, _)): (usize, &(&'static str, &str))| {
        (Item::Tour(place), *name, Tour::shipped(place).title)
    };
    SHIPPED.iter().enumerate().map(tour).collect()
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
            // What is called so comes before what only mentions it.
            let score = score(name).map(|score| score + NAME_BONUS).or_else(|| score(&words));
            scored.extend(score.map(|score| (score, (item, words))));
        }
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        self.found = scored.into_iter().map(|(_, found)| found).collect();
        self.cursor = 0;
    }
}
