//! The world around the screen: files of scenarios, a folder of cards, and what answers effects.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use whatif::explorer::state::{Effect, Files, Message, Origin};
use whatif::library::Library;

use super::dice::Dice;

/// Cards that change, and files in memory.
pub struct World {
    folder: PathBuf,
    pub library: Library,
    files: BTreeMap<PathBuf, Arc<str>>,
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
        Self { folder, library, files: BTreeMap::new() }
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
                let known = self.files.get(&path);
                if !overwrite && known != former.as_ref() && known != Some(&text) {
                    return Some(Message::FileDiffers(path));
                }
                self.files.insert(path.clone(), Arc::clone(&text));
                Some(Message::Saved { path, text, files: self.files() })
            }
            Effect::Open(path) => Some(self.open(path)),
            Effect::ReadTour(name) => {
                let text = dice.pick(&TOURS).to_owned();
                Some(Message::TourRead { name: name.display().to_string(), text })
            }
            Effect::SaveProfile
            | Effect::CopyCode(_)
            | Effect::Export { .. }
            | Effect::SaveTour { .. } => Some(Message::Done("done".to_owned())),
        }
    }

    /// Another program writes to a file of a scenario.
    pub fn change_file(&mut self, dice: &mut Dice) {
        let place = dice.below(self.files.len());
        if let Some((_, text)) = self.files.iter_mut().nth(place) {
            *text = Arc::from(format!("# changed elsewhere\n{text}"));
        }
    }

    fn open(&self, path: PathBuf) -> Message {
        match self.files.get(&path) {
            Some(text) => Message::Opened { origin: Origin::File(path), text: text.to_string() },
            None => Message::Failed(format!("{}: there is no such file", path.display())),
        }
    }

    fn files(&self) -> Files {
        Files { recent: self.files.keys().cloned().collect(), autosaves: Vec::new() }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
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
