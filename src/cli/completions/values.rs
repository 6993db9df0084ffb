//! The values that an argument can take: cards, drivers, options, files.

use std::sync::Arc;

use clap::Arg;
use whatif_pricing::{Presets, RateCard, Vocabulary};

use super::Candidate;
use crate::explorer::theme::ThemeChoice;
use crate::explorer::tour::{SHIPPED, Tour};
use crate::import::{Kind, MetricUnit};
use crate::library::Library;

/// The values that fit an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A card, or `CARD:option=choice`.
    Offers,
    /// A card.
    Cards,
    /// A driver.
    Drivers,
    /// `DRIVER=VALUE`.
    Settings,
    /// `ID=…` for a part of a card.
    Parts(Part),
    /// A charge of a card.
    Charges,
    /// A preset.
    Presets,
    /// A job.
    Jobs,
    /// A currency of the cards.
    Currencies,
    /// A driver, a price or a discount that can be sought.
    Sought,
    /// A tour, or its file.
    Tours,
    /// A theme.
    Themes,
    /// A kind of file to import.
    ImportKinds,
    /// A unit of metrics.
    MetricUnits,
    /// A file.
    Files,
    /// A folder.
    Folders,
    /// A command.
    Commands,
    /// One of the words that clap knows.
    Listed,
    /// Anything else: a number, a date, a name of the user's own.
    Free,
}

/// A part of a card that a flag gives a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// An option and its choice.
    Option,
    /// An assumption and its reading.
    Assumption,
    /// A charge and a figure.
    Charge,
    /// A stage of an overdue account and a length of time.
    Stage,
}

/// The values of arguments that are words or figures of the user's own, by their name in the help.
const FREE: [&str; 21] = [
    "AMOUNT",
    "CODE",
    "COLUMN",
    "DATE",
    "DAYS",
    "DOWN,UP",
    "FROM[/TO]=AMOUNT",
    "RATE",
    "MONTH",
    "N",
    "NAME",
    "OFFSET",
    "PERCENT",
    "PERIOD",
    "SIZE",
    "TIME",
    "TIME DRIVER=VALUE",
    "VALUE",
    "WORD",
    "YYYY-MM",
    "NEW-ID",
];

impl Subject {
    /// The values that fit an argument, by its name in the help. `None` if nobody decided.
    pub fn of(arg: &Arg) -> Option<Self> {
        match arg.get_id().as_str() {
            "theme" => return Some(Self::Themes),
            "kind" => return Some(Self::ImportKinds),
            "unit" => return Some(Self::MetricUnits),
            "preset" => return Some(Self::Presets),
            "driver" => return Some(Self::Drivers),
            _ => {}
        }
        if !arg.get_possible_values().is_empty() {
            return Some(Self::Listed);
        }
        let name = arg.get_value_names().and_then(<[_]>::first).map_or("", |name| name.as_str());
        Some(match name {
            "CARD" => Self::Offers,
            "ID" => Self::Cards,
            "DRIVER" => Self::Drivers,
            "DRIVER=VALUE" => Self::Settings,
            "ID=CHOICE" => Self::Parts(Part::Option),
            "ID=READING" => Self::Parts(Part::Assumption),
            "CHARGE=AMOUNT" | "[CHARGE=]PERCENT" => Self::Parts(Part::Charge),
            "STAGE=LENGTH" => Self::Parts(Part::Stage),
            "CHARGE" => Self::Charges,
            "JOB" => Self::Jobs,
            "CURRENCY" => Self::Currencies,
            "WHAT" => Self::Sought,
            "TOUR" => Self::Tours,
            "FILE" | "ROWS.csv" | "PLAN.toml" | "OUT" => Self::Files,
            "DIR" => Self::Folders,
            "COMMAND" => Self::Commands,
            name if FREE.contains(&name) => Self::Free,
            _ => return None,
        })
    }
}

/// A part of a card: its id, its meaning and the values that it can take.
type Parts = Vec<(String, String, Vec<(String, String)>)>;

impl Part {
    fn of(self, card: &RateCard) -> Parts {
        let both = |id: &str, help: &str| (id.to_owned(), help.to_owned());
        match self {
            Self::Option => {
                let parts = card.options.iter().map(|option| {
                    let choices = option.choices.iter().map(|it| both(&it.id, &it.label));
                    (option.id.clone(), option.label.clone(), choices.collect())
                });
                parts.collect()
            }
            Self::Assumption => {
                let parts = card.assumptions.iter().map(|asked| {
                    let readings = asked.readings.iter().map(|reading| &reading.named);
                    let readings = readings.map(|it| both(&it.id, &it.label));
                    (asked.id.clone(), asked.asks.clone(), readings.collect())
                });
                parts.collect()
            }
            Self::Charge => {
                let parts = card.charges.iter();
                parts.map(|it| (it.id.clone(), it.label.clone(), Vec::new())).collect()
            }
            Self::Stage => {
                let parts = card.lifecycle.iter();
                parts.map(|it| (it.id.clone(), it.says.clone(), Vec::new())).collect()
            }
        }
    }
}

/// Everything that values are looked up in.
#[derive(Debug)]
pub struct Known<'a> {
    library: &'a Library,
    /// The cards that the line names; all if it names none.
    named: Vec<Arc<RateCard>>,
}

impl<'a> Known<'a> {
    /// The cards of a library, with the values before the cursor.
    pub fn new(library: &'a Library, values: &[(&Arg, String)]) -> Self {
        let is_card =
            |arg: &Arg| matches!(Subject::of(arg), Some(Subject::Offers | Subject::Cards));
        let given = values.iter().filter(|(arg, _)| is_card(arg));
        let ids = given.map(|(_, value)| value.split(':').next().unwrap_or_default());
        let named: Vec<_> = ids.filter_map(|id| library.catalog().card(id).ok()).collect();
        let all = || library.catalog().cards().to_vec();
        Self { library, named: if named.is_empty() { all() } else { named } }
    }

    /// The values of an argument, whether they fit what is typed or not.
    pub fn values(&self, arg: &Arg, typed: &str) -> Vec<Candidate> {
        match Subject::of(arg).unwrap_or(Subject::Free) {
            Subject::Offers => self.offers(typed),
            Subject::Cards => self.cards(),
            Subject::Drivers => drivers(""),
            Subject::Settings if typed.contains('=') => Vec::new(),
            Subject::Settings => drivers("="),
            Subject::Parts(part) => self.assignments(part, typed),
            Subject::Charges => self.charges(""),
            Subject::Presets => {
                let presets = Presets::shipped().all().iter();
                presets.map(|preset| Candidate::word(&preset.id, &preset.name)).collect()
            }
            Subject::Jobs => self.jobs(),
            Subject::Currencies => self.currencies(),
            Subject::Sought => self.sought(),
            Subject::Tours => tours(),
            Subject::Themes => ThemeChoice::names().map(|name| Candidate::word(name, "")).collect(),
            Subject::ImportKinds => words(Kind::ALL.map(Kind::name)),
            Subject::MetricUnits => words(MetricUnit::ALL.map(MetricUnit::name)),
            Subject::Files => vec![Candidate::File],
            Subject::Folders => vec![Candidate::Folder],
            Subject::Listed => listed(arg),
            // The line knows them.
            Subject::Commands | Subject::Free => Vec::new(),
        }
    }

    fn cards(&self) -> Vec<Candidate> {
        let cards = self.library.catalog().cards().iter();
        cards.map(|card| Candidate::word(&card.id, &card.title())).collect()
    }

    /// Cards, and after a colon the choices of one.
    fn offers(&self, typed: &str) -> Vec<Candidate> {
        let Some((id, choices)) = typed.split_once(':') else { return self.cards() };
        let Ok(card) = self.library.catalog().card(id) else { return Vec::new() };
        let before = choices.rfind(',').map_or("", |comma| &choices[..=comma]);
        let begun = format!("{id}:{before}");
        assigned(&Part::Option.of(&card), &begun, &choices[before.len()..])
    }

    /// `ID=VALUE` of the cards on the line; after `CARD:` of that card alone.
    fn assignments(&self, part: Part, typed: &str) -> Vec<Candidate> {
        if let Some((id, rest)) = typed.split_once(':') {
            let card = self.named.iter().find(|card| card.id == id);
            let parts = card.map(|card| part.of(card)).unwrap_or_default();
            return assigned(&parts, &format!("{id}:"), rest);
        }
        let mut found: Vec<Candidate> = Vec::new();
        for card in &self.named {
            for candidate in assigned(&part.of(card), "", typed) {
                if !found.iter().any(|known| known.is_same_word(&candidate)) {
                    found.push(candidate);
                }
            }
        }
        found
    }

    fn charges(&self, before: &str) -> Vec<Candidate> {
        let charges = self.named.iter().flat_map(|card| &card.charges);
        let word = |id: &str| format!("{before}{id}");
        let all = charges.map(|charge| Candidate::word(&word(&charge.id), &charge.label));
        unique(all)
    }

    fn jobs(&self) -> Vec<Candidate> {
        let jobs = self.library.catalog().cards().iter().flat_map(|card| &card.jobs);
        unique(jobs.map(|job| Candidate::word(job, "")))
    }

    fn currencies(&self) -> Vec<Candidate> {
        let cards = self.library.catalog().cards().iter();
        let all = cards.flat_map(|card| card.currencies());
        unique(all.map(|currency| Candidate::word(currency.code(), "")))
    }

    fn sought(&self) -> Vec<Candidate> {
        let mut found = vec![Candidate::word("discount", "The discount on the whole card")];
        found.extend(self.charges("price:"));
        found.extend(self.charges("discount:"));
        found.extend(drivers(""));
        found
    }
}

impl Candidate {
    fn is_same_word(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Word { word, .. }, Self::Word { word: other, .. }) => word == other,
            (Self::Word { .. } | Self::File | Self::Folder, _) => self == other,
        }
    }
}

/// Each word once, with the meaning that comes first.
fn unique(all: impl Iterator<Item = Candidate>) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for candidate in all {
        if !found.iter().any(|known| known.is_same_word(&candidate)) {
            found.push(candidate);
        }
    }
    found
}

/// `ID=` for each part, or after that its values.
fn assigned(parts: &Parts, before: &str, typed: &str) -> Vec<Candidate> {
    let Some((name, _)) = typed.split_once('=') else {
        let word = |id: &str| format!("{before}{id}=");
        return parts.iter().map(|(id, help, _)| Candidate::word(&word(id), help)).collect();
    };
    let values = parts.iter().filter(|(id, ..)| id == name).flat_map(|(_, _, values)| values);
    let word = |value: &str| format!("{before}{name}={value}");
    values.map(|(value, help)| Candidate::word(&word(value), help)).collect()
}

fn drivers(after: &str) -> Vec<Candidate> {
    let all = Vocabulary::standard().iter();
    all.map(|(_, driver)| Candidate::word(&format!("{}{after}", driver.name), &driver.label))
        .collect()
}

fn tours() -> Vec<Candidate> {
    let title = |name: &str| Tour::shipped(name).map(|tour| tour.title).unwrap_or_default();
    let tours = SHIPPED.iter().map(|(name, _)| Candidate::word(name, &title(name)));
    tours.chain([Candidate::File]).collect()
}

fn words<const N: usize>(all: [&str; N]) -> Vec<Candidate> {
    all.iter().map(|word| Candidate::word(word, "")).collect()
}

fn listed(arg: &Arg) -> Vec<Candidate> {
    let values = arg.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
    let help = |help: Option<&clap::builder::StyledStr>| help.map(ToString::to_string);
    values
        .map(|value| Candidate::word(value.get_name(), &help(value.get_help()).unwrap_or_default()))
        .collect()
}
