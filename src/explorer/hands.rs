//! What the state asks for, carried out: files, the clipboard, and work that is kept.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use chrono::{DateTime, Local};
use ratatui::buffer::Buffer;

use super::{Screen, clipboard, tell};
use crate::export;
use crate::profile;
use crate::state::{Effect, Files, KeptWork, Message, Origin, Snapshot, State};
use crate::store::keep::{self, Keeper, Left, Work};
use crate::store::{self, SaveError, recent};
use crate::terminal::Session;
use crate::view::view;

/// So many files of one name are tried.
const NAMES_MAX: u32 = 1_000;

/// Everything that reaches outside.
#[derive(Debug)]
pub(super) struct Hands {
    /// Where the platform keeps what a program remembers.
    folder: Option<PathBuf>,
    keeper: Option<Keeper>,
    /// The edition of the scenario that was kept last.
    kept: u64,
}

impl Hands {
    /// Looks for work that was not saved, and begins to keep that of this session.
    pub fn new(sender: Sender<Message>, state: &mut State) -> Self {
        let folder = store::state_folder();
        let mut hands = Self { folder, keeper: None, kept: state.edition };
        let files = hands.files();
        if let Some(says) = says_kept(&files, state) {
            state.update(Message::Done(says));
        }
        state.update(Message::Files(files));
        if let Some(folder) = &hands.folder {
            let told = move |why| tell(&sender, Message::Keeping(why));
            match Keeper::start(folder, told) {
                Ok(keeper) => hands.keeper = Some(keeper),
                Err(error) => {
                    let folder = folder.display();
                    let why = format!("{folder}: {error}: your work is not kept until you save it");
                    state.update(Message::Keeping(Some(why)));
                }
            }
        } else {
            let why = "there is no home: your work is not kept until you save it".to_owned();
            state.update(Message::Keeping(Some(why)));
        }
        hands
    }

    fn files(&self) -> Files {
        let Some(folder) = &self.folder else { return Files::default() };
        let kept = keep::left(folder).into_iter().map(kept_work).collect();
        Files { recent: recent::list(folder), kept }
    }

    /// A file was used.
    pub fn used(&self, path: &Path) {
        if let Some(folder) = &self.folder {
            recent::add(folder, path);
        }
    }

    /// Keeps unsaved work that something else has taken the place of.
    pub fn leave_behind(&self, state: &mut State) {
        if let (Some(replaced), Some(folder)) = (state.take_replaced(), &self.folder) {
            let left = work_of(&replaced).map(|work| keep::leave(folder, &work)).transpose();
            match left {
                Ok(Some(id)) => {
                    state.update(Message::LeftBehind(id));
                    state.update(Message::Files(self.files()));
                }
                Ok(None) => {}
                Err(error) => {
                    let why = format!("{}: {error}: u goes back to it", folder.display());
                    state.update(Message::Failed(format!("what was there is not kept: {why}")));
                }
            }
        }
    }

    /// Keeps what is on the screen, where it is another than before; during a tour, what was before it.
    pub fn keep(&mut self, state: &State) {
        if self.kept == state.edition || state.tour.is_some() {
            return;
        }
        self.kept = state.edition;
        let Some(keeper) = &self.keeper else { return };
        if !state.is_dirty() {
            return keeper.forget();
        }
        let snapshot = state.snapshot();
        keeper.keep(Box::new(move || work_of(&snapshot)));
    }

    /// Does what the state asks for, and answers how it went, where there is something to say.
    pub fn carry_out(
        &self,
        effect: Effect,
        state: &State,
        session: &mut Session,
        screen: Screen,
    ) -> Option<Message> {
        let answer = match effect {
            Effect::SaveProfile => {
                Message::ProfileUnusable(profile::file::save(&state.kept()).err()?)
            }
            Effect::Open(path) => self.open(&store::typed(&path)),
            Effect::Save { path, text, former, overwrite, kept } => {
                let path = store::typed(&path);
                let saved = if overwrite {
                    store::overwrite(&path, &text)
                } else {
                    store::save(&path, &text, former.as_deref())
                };
                match saved {
                    Ok(()) => {
                        self.is_saved(&path, kept.as_deref());
                        Message::Saved { path, text, files: self.files() }
                    }
                    Err(SaveError::Differs(path)) => Message::FileDiffers(path),
                    Err(error) => Message::Failed(error.to_string()),
                }
            }
            Effect::CopyCode(code) => self.copy(&code, session),
            Effect::ReadTour(path) => match store::read(&store::typed(&path)) {
                Ok(text) => Message::TourRead { name: path.display().to_string(), text },
                Err(error) => Message::Failed(error.to_string()),
            },
            Effect::Export { path, what, form } => {
                let theme = screen.theme(state.preferences.scheme);
                let drawn = session.size().map(|area| {
                    let mut buffer = Buffer::empty(area);
                    let _ = view(state, &theme, area, &mut buffer);
                    buffer
                });
                let drawn = drawn.as_ref().ok().map(|buffer| (buffer, &theme));
                match export::of_state(state, what, form, drawn) {
                    Ok(text) => save_new(&store::typed(&path), &text, what.name()),
                    Err(why) => Message::Failed(why),
                }
            }
            Effect::SaveTour { path, text } => save_new(&store::typed(&path), &text, "tour"),
            // These are the session's.
            Effect::None | Effect::Quit | Effect::Suspend | Effect::CaptureMouse(_) => return None,
        };
        Some(answer)
    }

    fn open(&self, path: &Path) -> Message {
        match store::read(path) {
            Ok(text) => {
                self.used(path);
                Message::Opened { origin: Origin::File(path.to_owned()), text }
            }
            Err(error) => Message::Failed(error.to_string()),
        }
    }

    /// A scenario is in a file: work that was kept of it is done with.
    fn is_saved(&self, path: &Path, kept: Option<&str>) {
        self.used(path);
        if let (Some(folder), Some(id)) = (&self.folder, kept) {
            keep::discard(folder, id);
        }
    }

    /// To the clipboard, and to a file for terminals that have none.
    fn copy(&self, code: &str, session: &mut Session) -> Message {
        let letters = code.len();
        if let Err(error) = session.tell(&clipboard::sequence(code)) {
            return Message::Failed(format!("the code cannot be copied: {error}"));
        }
        let file = self.folder.as_ref().map(|folder| folder.join("code.txt"));
        let written = file.filter(|file| store::overwrite(file, &format!("{code}\n")).is_ok());
        let beside = written.map_or_else(String::new, |file| {
            format!("; if your terminal has no clipboard, it is in {}", file.display())
        });
        Message::Done(format!("code of {letters} letters copied{beside}"))
    }
}

/// Writes a file that is not there yet; of a name that is taken, the next free one.
fn save_new(path: &Path, text: &str, what: &str) -> Message {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending =
        path.extension().map_or_else(String::new, |it| format!(".{}", it.to_string_lossy()));
    for number in 1..NAMES_MAX {
        let path = match number {
            1 => path.to_owned(),
            number => path.with_file_name(format!("{stem}-{number}{ending}")),
        };
        match store::save(&path, text, None) {
            Ok(()) => return Message::Done(format!("the {what} is in {}", path.display())),
            Err(SaveError::Differs(_)) => {}
            Err(error) => return Message::Failed(error.to_string()),
        }
    }
    Message::Failed(format!("{}: there are too many files of this name", path.display()))
}

fn work_of(snapshot: &Snapshot) -> Option<Work> {
    Some(Work { path: snapshot.path().map(Path::to_owned), text: snapshot.text()? })
}

/// That there is unsaved work, where the screen opens: of the file on it or, where nothing else is said, of
/// any.
fn says_kept(files: &Files, state: &State) -> Option<String> {
    let Some(notice) = &state.notice else {
        return files.kept.first().map(|newest| format!("{} is kept: o opens it", newest.says));
    };
    let own = state.document.path.as_ref();
    let of_it = files.kept.iter().find(|kept| own.is_some() && kept.path.as_ref() == own)?;
    let says = format!("{} is kept: o opens it; {}", of_it.says, notice.text);
    (!notice.is_error).then_some(says)
}

fn kept_work(left: Left) -> KeptWork {
    let at: DateTime<Local> = left.written.into();
    let of = left.work.path.as_deref().and_then(Path::file_name);
    let of = of.map_or_else(|| "untitled".to_owned(), |name| name.to_string_lossy().into_owned());
    let says = format!("unsaved work of {} ({of})", at.format("%Y-%m-%d %H:%M"));
    KeptWork { id: left.id, says, path: left.work.path, text: left.work.text }
}
