//! The world around the screen: files of scenarios that others change and damage, a folder of cards, and the
//! real store, which answers effects.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use whatif::explorer::state::{Effect, Files, Message, Origin};
use whatif::library::Library;
use whatif::store::{self, SaveError};

use super::dice::Dice;

/// Cards that change, and files of scenarios.
pub struct World {
    folder: PathBuf,
    pub library: Library,
    /// The paths that were typed. Each stands for a file of the folder, so that no other is written to.
    typed: Vec<PathBuf>,
}

/// Files of cards: their names, so that the same ones come, change and go.
const CARD_FILES: [&str; 6] = ["a.toml", "b.toml", "c.toml", "d.toml", "e.toml", "f.toml"];

/// Tours as a person may have written them, and one that is broken.
const TOURS: [&str; 4] = [
    include_str!("../../../assets/tours/polling.toml"),
    include_str!("../../../assets/tours/old-or-new.toml"),
    include_str!("../../../assets/tours/which-one.toml"),
    "title = 3\n[[step]]\n",
];

impl World {
    pub fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let today = "2026-11-22".parse().unwrap();
        let library = Library::open(Some(&folder), today).unwrap();
        Self { folder, library, typed: Vec::new() }
    }

    /// One file of the user's cards is saved or deleted; or, now and then, very many are.
    pub fn change_cards(&mut self, dice: &mut Dice) -> Message {
        let file = self.folder.join(dice.pick(&CARD_FILES));
        match dice.below(12) {
            0..=2 => drop(fs::remove_file(file)),
            3 => self.change_many(dice),
            _ => fs::write(file, card(dice)).unwrap(),
        }
        self.library = self.library.reread();
        Message::CardsChanged(Arc::new(self.library.clone()))
    }

    /// Many cards that do the same job at the same price; the next time they are gone.
    fn change_many(&self, dice: &mut Dice) {
        let count = 50 + dice.below(20);
        for number in 0..count {
            let file = self.folder.join(format!("many-{number}.toml"));
            if file.exists() {
                fs::remove_file(file).unwrap();
            } else {
                fs::write(file, own(&format!("many-{number}"), "0.40")).unwrap();
            }
        }
    }

    /// Carries an effect out, and returns what the state hears of it.
    pub fn carry_out(&mut self, effect: Effect, dice: &mut Dice) -> Option<Message> {
        match effect {
            Effect::None | Effect::Quit | Effect::Suspend | Effect::CaptureMouse(_) => None,
            _ if dice.once_in(8) => Some(Message::Failed("the disk is full".to_owned())),
            Effect::Save { path, text, former, overwrite, .. } => {
                Some(self.save(path, text, former.as_deref(), overwrite))
            }
            Effect::Open(path) => Some(self.open(path)),
            Effect::ReadTour(name) => {
                let text = dice.pick(&TOURS).to_owned();
                Some(Message::TourRead { name: name.display().to_string(), text })
            }
            Effect::StopImport => None,
            Effect::Import { number, .. } => Some(imported(number, dice)),
            Effect::SaveProfile
            | Effect::CopyCode(_)
            | Effect::CopyText(_)
            | Effect::Export { .. }
            | Effect::SaveTour { .. } => Some(Message::Done("done".to_owned())),
        }
    }

    /// What is said to be saved is in the file, and otherwise the file is as it was.
    fn save(
        &mut self,
        path: PathBuf,
        text: Arc<str>,
        former: Option<&str>,
        overwrite: bool,
    ) -> Message {
        let file = self.file_of(&path);
        let before = fs::read(&file).ok();
        let saved = if overwrite {
            store::overwrite(&file, &text)
        } else {
            store::save(&file, &text, former)
        };
        let now = fs::read(&file).ok();
        match saved {
            Ok(()) => {
                assert_eq!(now.as_deref(), Some(text.as_bytes()), "it was said to be saved");
                let known = before.is_none() || before.as_deref() == former.map(str::as_bytes);
                assert!(overwrite || known, "what another program wrote is lost");
                Message::Saved { path, text, files: self.files() }
            }
            Err(error) => {
                assert_eq!(now, before, "{error}, and the file is another");
                match error {
                    SaveError::Differs(_) => Message::FileDiffers(path),
                    SaveError::NoFile(_) | SaveError::Protected(_) | SaveError::Io { .. } => {
                        Message::Failed(error.to_string())
                    }
                }
            }
        }
    }

    /// The file that stands for a path that was typed.
    fn file_of(&mut self, path: &Path) -> PathBuf {
        let known = self.typed.iter().position(|typed| typed == path);
        let place = known.unwrap_or_else(|| {
            self.typed.push(path.to_owned());
            self.typed.len() - 1
        });
        self.folder.join(format!("{place}.scenario"))
    }

    /// Another program, or a fault of the disk, changes a file of a scenario.
    pub fn change_file(&mut self, dice: &mut Dice) {
        let place = dice.below(self.typed.len());
        let file = self.folder.join(format!("{place}.scenario"));
        if self.typed.is_empty() {
            return;
        }
        let bytes = fs::read(&file).unwrap_or_default();
        match dice.below(6) {
            0 => drop(fs::remove_file(&file).or_else(|_| fs::remove_dir(&file))),
            1 => drop(fs::remove_file(&file).and_then(|()| fs::create_dir(&file))),
            2 => drop(fs::write(&file, &bytes[..bytes.len() / 2])),
            3 => drop(fs::write(&file, [b"\xff\xfe", &bytes[..]].concat())),
            4 => drop(fs::write(&file, "")),
            _ => drop(fs::write(&file, [b"# changed elsewhere\n", &bytes[..]].concat())),
        }
    }

    fn open(&mut self, path: PathBuf) -> Message {
        match store::read(&self.file_of(&path)) {
            Ok(text) => Message::Opened { origin: Origin::File(path), text },
            Err(error) => Message::Failed(error.to_string()),
        }
    }

    fn files(&self) -> Files {
        Files { recent: self.typed.clone(), autosaves: Vec::new() }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Files that were read: a few, or ones that cannot be.
fn imported(number: u64, dice: &mut Dice) -> Message {
    let names = ["kubernetes.yaml", "focus-two-months.csv", "prometheus-range.json", "no.csv"];
    let name = dice.pick(&names);
    crate::imports::news(number, crate::imports::read(name))
}

/// The text of a card: a shipped one with other prices, one of the user's own, or none at all.
fn card(dice: &mut Dice) -> String {
    let prices = ["0.40", "0", "0.0000001", "123456789", "0.41"];
    let price = dice.pick(&prices);
    match dice.below(6) {
        0 => shipped("tencent-ssm-payg")
            .replace("amount = \"0.4\"", &format!("amount = \"{price}\"")),
        1 => shipped("alibaba-kms-payg").replace("[[assumption]]", "[[assumptions]]"),
        2 => own("mine", price),
        3 => own(dice.pick(&["other", "aws-kms", "tencent-ssm-payg"]), price),
        // Nothing can be divided by no secrets.
        4 => own("divides", price)
            .replace("quantity = \"secrets\"", "quantity = \"1/(secrets-100)\""),
        _ => format!("id = \"broken\"\r\nnotes = [\"\u{1b}[31m\", {price}"),
    }
}

fn own(id: &str, price: &str) -> String {
    let new = include_str!("../../../src/cli/card/new.toml");
    new.replace("\"my-card\"", &format!("\"{id}\"")).replace("\"0.40\"", &format!("\"{price}\""))
}

fn shipped(id: &str) -> String {
    let cards = Path::new(env!("CARGO_MANIFEST_DIR")).join("pricing/cards");
    fs::read_to_string(cards.join(format!("{id}.toml"))).unwrap()
}
