//! Finds a command, a driver, an offer or a preset by a part of its name, and goes to it.

mod commanded;
mod matching;
mod synonyms;

use std::sync::Arc;

use chrono::Datelike;
use whatif_pricing::{Preset, Presets};

use self::commanded::Commanded;
use self::matching::{Known, Match, matched};
use self::synonyms::synonyms;
use super::{Effect, Finds, Item, Overlay, Palette, State, Target};
use crate::explorer::action::{Action, Pane, Place, TABLE};
use crate::explorer::tour::{SHIPPED, Tour};
use crate::explorer::widget::Field;
use crate::report::export::{Form, What, default_name};
use crate::report::words;

/// The longest text to search for.
const LETTERS_MAX: usize = 80;
/// The longest path or code to open.
const PATH_LETTERS_MAX: usize = 16_000;

impl State {
    pub(super) fn open_palette(&mut self, finds: Finds) {
        let is_path = matches!(finds, Finds::Files | Finds::Tours);
        let field = Field::new(if is_path { PATH_LETTERS_MAX } else { LETTERS_MAX });
        let mut palette = Palette { finds, field, found: Vec::new(), refused: None, cursor: 0 };
        palette.search(self);
        self.cursor.overlays.push(Overlay::Palette(palette));
    }

    /// Everything that can be found: its name, and the words shown.
    fn findable(&self, finds: Finds) -> Vec<(Item, String, String)> {
        match finds {
            Finds::Files => self.findable_files(),
            Finds::Tours => findable_tours(),
            Finds::Presets => findable_presets("").collect(),
            Finds::Everything => self.findable_everything(),
            Finds::Currencies => self.findable_currencies("").collect(),
            Finds::Jobs => self.findable_jobs("").collect(),
            Finds::Periods => self.findable_periods(),
            Finds::Exports => self.findable_exports(),
            Finds::Import => self.findable_picks(),
        }
    }

    fn findable_everything(&self) -> Vec<(Item, String, String)> {
        let mut found: Vec<(Item, String, String)> = Vec::new();
        for entry in TABLE.iter().filter(|entry| entry.action != Action::Palette) {
            let words = format!("{}: {}", entry.name, entry.help);
            found.push((Item::Action(entry.action), entry.name.to_owned(), words));
        }
        for (driver, entry) in self.scenario().inputs.workload.vocabulary().iter() {
            let words = format!("slider: {} ({})", entry.label, entry.name);
            found.push((Item::Driver(driver), entry.label.clone(), words));
        }
        for offer in self.figures.board.offers() {
            let words = format!("offer: {}", offer.title());
            found.push((Item::Offer(offer.id.clone()), offer.id.to_string(), words));
        }
        found.extend(findable_presets("preset: "));
        found.extend(self.findable_currencies("currency: "));
        found.extend(self.findable_jobs("job: "));
        found
    }

    /// The currencies of the cards.
    fn findable_currencies(&self, kind: &str) -> impl Iterator<Item = (Item, String, String)> {
        let inputs = &self.scenario().inputs;
        self.currencies().into_iter().map(move |currency| {
            let lacking = self.currencies().into_iter();
            let lacking = lacking.filter(|from| inputs.rates.between(*from, currency).is_none());
            let lacking: Vec<String> = lacking.map(|from| from.to_string()).collect();
            let rates = match (currency == inputs.display, lacking.is_empty()) {
                (true, _) => " · as now".to_owned(),
                (false, true) => String::new(),
                (false, false) => {
                    let lacking = lacking.join(", ");
                    format!(" · no rate from {lacking}: choose it, then <type-rate> sets one")
                }
            };
            let rates = self.settings.bindings.worded(&rates);
            let words = format!("{kind}{currency}{rates}");
            (Item::Currency(currency), currency.to_string(), words)
        })
    }

    /// The jobs of the cards.
    fn findable_jobs(&self, kind: &str) -> impl Iterator<Item = (Item, String, String)> {
        let asked = self.figures.board.asked_jobs();
        self.jobs().into_iter().map(move |(job, count)| {
            let now = if asked.contains(&job) { " · as now" } else { "" };
            let words = format!("{kind}{job} · {}{now}", words::count(count, "card"));
            (Item::Job(job.clone()), job, words)
        })
    }

    /// Periods that people ask for, about the day of use.
    fn findable_periods(&self) -> Vec<(Item, String, String)> {
        let today = self.settings.today;
        let quarter = today.month0() / 3 + 1;
        let periods = [
            ("30-day month", String::new()),
            ("this month", today.format("%Y-%m").to_string()),
            ("next month", "next month".to_owned()),
            ("this quarter", format!("Q{quarter} {}", today.year())),
            ("this year", today.year().to_string()),
            ("next year", (today.year() + 1).to_string()),
            ("a year from today", "1 year".to_owned()),
            ("90 days", "90 days".to_owned()),
            ("a day", "1 day".to_owned()),
        ];
        let item = |(name, text): (&'static str, String)| {
            let words = if text.is_empty() || text == name {
                name.to_owned()
            } else {
                format!("{name}: {text}")
            };
            (Item::Typed { target: Target::Period, text }, name.to_owned(), words)
        };
        let now = self.period_text();
        let is_listed = periods.iter().any(|(_, text)| *text == now);
        let now = (!is_listed).then_some(("as now", now));
        now.into_iter().chain(periods).map(item).collect()
    }

    /// Everything that can be exported, what the screen shows first.
    fn findable_exports(&self) -> Vec<(Item, String, String)> {
        let shown = self.exported_first();
        let mut all: Vec<(What, Form)> = What::ALL
            .into_iter()
            .flat_map(|what| what.forms().iter().map(move |form| (what, *form)))
            .collect();
        all.sort_by_key(|(what, _)| *what != shown);
        let item = |(what, form): (What, Form)| {
            let file = default_name(what, form);
            let says = format!("{} as {} · {file}", what.name(), form.name());
            (Item::Export(file), what.name().to_owned(), says)
        };
        all.into_iter().map(item).collect()
    }

    /// Other names of a thing, and more words by which it is found, though they are not shown.
    fn mention(&self, item: &Item) -> (String, &str) {
        match item {
            Item::Driver(driver) => {
                let entry = &self.scenario().inputs.workload.vocabulary()[*driver];
                (entry.also.join(" "), &entry.help)
            }
            Item::Action(action) => (synonyms(*action).to_owned(), ""),
            Item::Offer(_)
            | Item::Preset(_)
            | Item::Autosave(_)
            | Item::Recent(_)
            | Item::Tour(_)
            | Item::Currency(_)
            | Item::Job(_)
            | Item::Typed { .. }
            | Item::Import(_)
            | Item::Export(_) => (String::new(), ""),
        }
    }

    /// Autosaves, then recent files.
    fn findable_files(&self) -> Vec<(Item, String, String)> {
        let files = &self.document.files;
        let autosaves = files.autosaves.iter().map(|autosave| {
            (Item::Autosave(autosave.id.clone()), autosave.says.clone(), autosave.says.clone())
        });
        let recent = files.recent.iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?;
            Some((Item::Recent(path.clone()), name.to_owned(), path.display().to_string()))
        });
        autosaves.chain(recent).collect()
    }

    /// Goes to what was found, or does it. Says what that changed.
    pub(super) fn go_to(&mut self, item: Item) -> Effect {
        let before = Arc::clone(&self.document.scenario);
        let is_slider = |action: Action| action.entry().place == Place::In(Pane::Usage);
        let is_value = matches!(&item, Item::Typed { .. })
            || matches!(&item, Item::Action(action) if is_slider(*action));
        let effect = self.go_to_found(item);
        // A tour says itself what it does.
        let changed = self.changed_since(&before).filter(|_| self.tour.playing.is_none());
        let Some(changed) = changed else { return effect };
        match &self.cursor.notice {
            None => self.cursor.say(format!("{changed} (<undo> takes it back)")),
            Some(notice) if is_value && !notice.is_error => {
                self.cursor.say(format!("{changed}; {}", notice.text));
            }
            Some(_) => {}
        }
        effect
    }

    fn go_to_found(&mut self, item: Item) -> Effect {
        match item {
            Item::Action(action) => return self.act(action),
            Item::Recent(path) => return Effect::Open(path),
            Item::Autosave(id) => self.open_autosave(&id),
            Item::Tour(name) => {
                if let Some(tour) = Tour::shipped(name) {
                    self.begin_tour(tour);
                }
            }
            Item::Currency(currency) => return self.set_display(currency),
            Item::Job(job) => self.choose_job(&job),
            Item::Typed { target, text } => return self.accept_text(target, &text),
            Item::Import(pick) => self.preview_import(pick),
            Item::Export(file) => self.open_edit_of(Target::Export, &file),
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
                "{} (<undo> takes it back): {}, the rest at defaults",
                preset.name,
                preset.settings(vocabulary).join(", ")
            )),
            Err(why) => self.cursor.refuse(why),
        }
    }
}

/// The shipped presets.
fn findable_presets(kind: &str) -> impl Iterator<Item = (Item, String, String)> {
    Presets::shipped().all().iter().map(move |preset| {
        let words = format!("{kind}{} · {}", preset.name, preset.says);
        (Item::Preset(preset.id.clone()), preset.name.clone(), words)
    })
}

/// The shipped tours by their titles.
fn findable_tours() -> Vec<(Item, String, String)> {
    let tour = |(name, _): &(&'static str, &str)| {
        Some((Item::Tour(name), (*name).to_owned(), Tour::shipped(name)?.title))
    };
    SHIPPED.iter().filter_map(tour).collect()
}

impl Palette {
    /// Finds again after the letters changed.
    pub(super) fn search(&mut self, state: &State) {
        let typed = self.field.text();
        let mut all: Vec<(Match, (Item, String))> = Vec::new();
        for (item, name, words) in state.findable(self.finds) {
            let (also, mention) = state.mention(&item);
            let known = Known { name: &name, also: &also, words: &words, mention };
            all.extend(matched(typed, &known).map(|matched| (matched, (item, words))));
        }
        all.sort_by_key(|(matched, _)| *matched);
        self.found = all.into_iter().map(|(_, found)| found).collect();
        let is_commanded = self.finds == Finds::Everything;
        let commanded = is_commanded.then(|| state.commanded(typed)).flatten();
        self.refused = None;
        match commanded {
            Some(Commanded::Done(item, words)) => self.found.insert(0, (item, words)),
            Some(Commanded::Refused { why, is_value }) if is_value || self.found.is_empty() => {
                self.found.clear();
                self.refused = Some(why.to_string());
            }
            Some(Commanded::Refused { .. }) | None => {}
        }
        self.cursor = 0;
    }
}
