//! The library: the shipped rate cards, and the user's own, which add to them or replace them.
//!
//! The user's cards are the files `*.toml` of one folder. A file that cannot be used hides no other: the
//! library lists its problems, and keeps the card that it held before.

mod broken;
pub mod files;
pub mod sanitize;
pub mod watch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use etcetera::BaseStrategy;
use whatif_pricing::{
    Catalog, Invoice, Period, Problem, Problems, RateCard, Selection, Tariff, Unknown, Vocabulary,
    Workload,
};

pub use broken::{BrokenFile, Fault};
pub use files::{CardFile, Unreadable};

/// The shipped cards, as they were compiled when the program was built.
///
/// # Panics
/// Never: the bytes are of this build.
#[must_use]
pub fn shipped() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    let text = |place: usize| shipped_files().swap_remove(place).1;
    CATALOG.get_or_init(|| {
        Catalog::compiled(include_bytes!(concat!(env!("OUT_DIR"), "/cards.bin")), text)
    })
}

/// The texts of the shipped cards, by the names of their files.
///
/// # Panics
/// Never: the bytes are of this build.
#[must_use]
pub fn shipped_files() -> Vec<(String, String)> {
    let packed = include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin"));
    let texts = miniz_oxide::inflate::decompress_to_vec(packed).expect("packed by the build");
    let texts = String::from_utf8(texts).expect("packed from texts");
    let parts: Vec<&str> = texts.split_terminator('\0').collect();
    parts.chunks_exact(2).map(|file| (file[0].to_owned(), file[1].to_owned())).collect()
}

/// The reasons why a library cannot be opened, or has no such card.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LibraryError {
    /// The folder that was named is not there.
    #[error("--cards {0}: there is no such folder: create it, or name another")]
    NoFolder(String),
    /// The file of the card has problems.
    #[error("the card '{}' has problems", .0.id)]
    Broken(BrokenFile),
    /// There is no card of this id.
    #[error(transparent)]
    Unknown(#[from] Unknown),
}

/// One of the user's files, as it was read last.
#[derive(Clone, Debug)]
struct Shelved {
    file: Arc<CardFile>,
    /// Its card, or the one that it held when it was last sound.
    card: Option<Arc<RateCard>>,
    broken: Option<BrokenFile>,
}

/// Cards by id, and the files that could not be used.
#[derive(Clone, Debug)]
pub struct Library {
    folder: Option<PathBuf>,
    today: NaiveDate,
    shelf: Vec<Shelved>,
    catalog: Catalog,
    /// The user's cards and the file of each.
    own: Vec<(String, PathBuf)>,
    broken: Vec<BrokenFile>,
}

impl Library {
    /// The shipped cards and those of a folder: the named one, or the platform's folder for configuration if
    /// it exists.
    pub fn open(named: Option<&Path>, today: NaiveDate) -> Result<Self, LibraryError> {
        if let Some(folder) = named.filter(|folder| !folder.is_dir()) {
            return Err(LibraryError::NoFolder(folder.display().to_string()));
        }
        let folder = named.map(Path::to_owned).or_else(usual_folder);
        let empty = Self {
            folder,
            today,
            shelf: Vec::new(),
            catalog: shipped().clone(),
            own: Vec::new(),
            broken: Vec::new(),
        };
        Ok(empty.reread())
    }

    /// The library as its folder is now. A card whose file is no longer sound stays as it was.
    #[must_use]
    pub fn reread(&self) -> Self {
        let files = self.folder.as_deref().filter(|folder| folder.exists()).map(files::folder);
        let mut next = Self {
            shelf: Vec::new(),
            catalog: shipped().clone(),
            own: Vec::new(),
            broken: Vec::new(),
            folder: self.folder.clone(),
            today: self.today,
        };
        for file in files.unwrap_or_default() {
            next.put(self.shelved(file));
        }
        next
    }

    /// A file with its card, which is read again only if its text changed.
    fn shelved(&self, file: CardFile) -> Shelved {
        let former = self.shelf.iter().find(|known| known.file.path == file.path);
        if let Some(former) = former.filter(|former| former.file.text == file.text) {
            return former.clone();
        }
        let file = Arc::new(file);
        match card(&file, self.today) {
            Ok(card) => Shelved { file, card: Some(card), broken: None },
            Err(broken) => {
                let card = former.and_then(|former| former.card.clone());
                Shelved { file, card, broken: Some(broken) }
            }
        }
    }

    /// Takes a file in. Of two with one id the first by name holds.
    fn put(&mut self, shelved: Shelved) {
        self.broken.extend(shelved.broken.clone());
        if let Some(card) = &shelved.card {
            match self.own.iter().find(|(id, _)| *id == card.id) {
                // The former card of a broken file is not needed, and the file is among the broken ones.
                Some(_) if shelved.broken.is_some() => {}
                Some((_, other)) => self.broken.push(twice(&shelved.file, card, other)),
                None => {
                    self.own.push((card.id.clone(), shelved.file.path.clone()));
                    self.catalog.put(Arc::clone(card));
                }
            }
        }
        self.shelf.push(shelved);
    }

    /// All cards.
    #[must_use]
    pub const fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The card of this id. An error if its file has problems, even if the shipped card could replace it.
    pub fn card(&self, id: &str) -> Result<Arc<RateCard>, LibraryError> {
        if let Some(broken) = self.broken.iter().find(|broken| broken.id == id) {
            return Err(LibraryError::Broken(broken.clone()));
        }
        Ok(self.catalog.card(id)?)
    }

    /// The same without some of its cards.
    #[must_use]
    pub fn with_cards(&self, cards: &[Arc<RateCard>]) -> Self {
        let mut catalog = Catalog::default();
        for card in cards {
            catalog.put(Arc::clone(card));
        }
        Self { catalog, ..self.clone() }
    }

    /// The file of a card of the user's own. `None` for a shipped one.
    #[must_use]
    pub fn own_file(&self, id: &str) -> Option<&Path> {
        self.own.iter().find(|(own, _)| own == id).map(|(_, file)| file.as_path())
    }

    /// The files that could not be used.
    #[must_use]
    pub fn broken(&self) -> &[BrokenFile] {
        &self.broken
    }

    /// The texts of the user's files, or why they have none.
    pub fn own_files(&self) -> impl Iterator<Item = &CardFile> {
        self.shelf.iter().map(|shelved| &*shelved.file)
    }

    /// The folder of the user's cards, whether it is there or not.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Returns whether a file is gone or has problems that it did not have in the other library.
    fn lacks_what_is_in(&self, other: &Self) -> bool {
        let gone = |shelved: &Shelved| {
            let path = &shelved.file.path;
            self.shelf.iter().all(|mine| mine.file.path != *path)
        };
        other.shelf.iter().any(gone)
            || self.broken.iter().any(|broken| !other.broken.contains(broken))
    }
}

/// The same files with the same texts.
impl PartialEq for Library {
    fn eq(&self, other: &Self) -> bool {
        let same = |(mine, other): (&Shelved, &Shelved)| {
            mine.file.path == other.file.path && mine.file.text == other.file.text
        };
        self.folder == other.folder
            && self.shelf.len() == other.shelf.len()
            && self.shelf.iter().zip(&other.shelf).all(same)
    }
}

impl Eq for Library {}

/// The platform's folder for configuration. `None` without a home folder.
#[must_use]
pub fn usual_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("whatif").join("cards"))
}

fn card(file: &CardFile, today: NaiveDate) -> Result<Arc<RateCard>, BrokenFile> {
    let text = file.text.as_ref().map_err(|fault| {
        let stem = file.path.file_stem().unwrap_or_default();
        let id = stem.to_string_lossy().into_owned();
        BrokenFile { path: file.path.clone(), id, fault: Fault::Unreadable(fault.clone()) }
    })?;
    let read = RateCard::read(text, Vocabulary::standard()).map(Arc::new);
    read.and_then(|card| tried(card, text, today)).map_err(|problems| {
        let stem = file.path.file_stem().unwrap_or_default();
        let id = Catalog::id_in(text).unwrap_or_else(|| stem.to_string_lossy().into_owned());
        BrokenFile { path: file.path.clone(), id, fault: Fault::Problems(problems) }
    })
}

/// A card that can price the workload that everything starts from.
fn tried(card: Arc<RateCard>, text: &str, today: NaiveDate) -> Result<Arc<RateCard>, Problems> {
    let workload = Workload::standard(Vocabulary::standard());
    let period = Period::standard_month(today);
    let quoted = Tariff::new(&card, &Selection::standard(&card), period).and_then(|tariff| {
        let usage = workload.usage(tariff.period_terms()).expect("the defaults have values");
        tariff.quote(&usage, &mut Invoice::default())
    });
    match quoted {
        Ok(()) => Ok(card),
        Err(error) => {
            let message = format!("the starting workload cannot be priced: {error}");
            let remedy = "mend the charge: its figures leave the range".to_owned();
            let list = vec![Problem { at: place_of_id(text, &card.id), message, remedy }];
            Err(Problems { text: text.to_owned(), list })
        }
    }
}

/// A sound card whose id is that of another file.
fn twice(file: &CardFile, card: &RateCard, other: &Path) -> BrokenFile {
    let text = file.text.clone().unwrap_or_default();
    let list = vec![id_of_two(&text, &card.id, &other.display().to_string())];
    let fault = Fault::Problems(Problems { text, list });
    BrokenFile { path: file.path.clone(), id: card.id.clone(), fault }
}

/// The problem that a text gives its card the id of another file's.
#[must_use]
pub fn id_of_two(text: &str, id: &str, other: &str) -> Problem {
    let message = format!("the id '{id}' is that of the card in {other} too");
    let remedy = "give one of them another id, or remove it".to_owned();
    Problem { at: place_of_id(text, id), message, remedy }
}

fn place_of_id(text: &str, id: &str) -> std::ops::Range<usize> {
    text.find(id).map_or(0..0, |start| start..start + id.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_build_made_of_the_shipped_cards_is_what_their_texts_say() {
        let files = shipped_files();
        let texts = Catalog::shipped_files();
        assert_eq!(files.len(), texts.len());
        for ((name, text), (known, known_text)) in files.iter().zip(texts) {
            assert_eq!((&**name, &**text), (*known, *known_text));
        }
        for (card, read) in shipped().cards().iter().zip(Catalog::shipped().cards()) {
            assert_eq!(card.id, read.id);
            assert_eq!(format!("{:?}", card.examples()), format!("{:?}", read.examples()));
        }
    }
}
