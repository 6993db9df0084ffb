//! The hands of the explorer: they carry effects out on files, the clipboard and autosaves.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use ratatui::buffer::Buffer;

use super::appearance::Appearance;
use super::importer::Importer;
use super::news::send;
use super::state::{Autosave, Effect, Files, Message, Origin, Snapshot, State};
use super::terminal::Session;
use super::{clipboard, picture, view};
use crate::report::export::{Form, What};
use crate::store::autosave::{self, Autosaver, Left, Unsaved};
use crate::store::profile;
use crate::store::{self, SaveError, clock, recent};

/// The most numbers that are tried for a name that is taken.
const NAMES_MAX: u32 = 1_000;

/// Everything that reaches outside.
#[derive(Debug)]
pub(super) struct Hands {
    /// The folder in which the platform keeps what a program remembers.
    folder: Option<PathBuf>,
    autosaver: Option<Autosaver>,
    /// The edition of the document that was autosaved last.
    edition: u64,
    importer: Importer,
}

impl Hands {
    /// Looks for autosaves, and begins to autosave this session.
    pub fn new(sender: Sender<Message>, state: &mut State) -> Self {
        let folder = store::state_folder();
        let importer = Importer::new(sender.clone());
        let edition = state.document.edition;
        let mut hands = Self { folder, autosaver: None, edition, importer };
        let files = hands.files();
        if let Some(says) = says_autosaved(&files, state) {
            state.update(Message::Done(says));
        }
        state.update(Message::Files(files));
        let Some(folder) = &hands.folder else {
            let why = "no home folder: autosave is off, so save your work".to_owned();
            state.update(Message::Autosaving(Some(why)));
            return hands;
        };
        let report = move |outcome: Result<(), autosave::AutosaveError>| {
            let why = outcome.err().map(|error| error.to_string());
            send(&sender, Message::Autosaving(why));
        };
        match Autosaver::start(folder, report) {
            Ok(autosaver) => hands.autosaver = Some(autosaver),
            Err(error) => {
                let folder = folder.display();
                let why = format!("{folder}: {error}: autosave is off, so save your work");
                state.update(Message::Autosaving(Some(why)));
            }
        }
        hands
    }

    fn files(&self) -> Files {
        let Some(folder) = &self.folder else { return Files::default() };
        let autosaves = autosave::left(folder).into_iter().map(listed).collect();
        Files { recent: recent::list(folder), autosaves }
    }

    /// A file was used.
    pub fn used(&self, path: &Path) {
        if let Some(folder) = &self.folder {
            recent::add(folder, path);
        }
    }

    /// Autosaves unsaved changes that another document replaced.
    pub fn leave_behind(&self, state: &mut State) {
        let Some((replaced, folder)) = state.document.take_replaced().zip(self.folder.as_ref())
        else {
            return;
        };
        let left = unsaved(&replaced).map(|unsaved| autosave::leave(folder, &unsaved)).transpose();
        match left {
            Ok(Some(id)) => {
                state.update(Message::LeftBehind(id));
                state.update(Message::Files(self.files()));
            }
            Ok(None) => {}
            Err(error) => {
                let why = format!("{}: {error}: press <undo> to return to them", folder.display());
                let says = format!("the changes it replaced were not autosaved: {why}");
                state.update(Message::Failed(says));
            }
        }
    }

    /// Autosaves the scenario if it changed. During a tour, nothing: the scenario before it is autosaved.
    pub fn autosave(&mut self, state: &State) {
        if self.edition == state.document.edition || state.tour.playing.is_some() {
            return;
        }
        self.edition = state.document.edition;
        let Some(autosaver) = &self.autosaver else { return };
        if !state.is_dirty() {
            return autosaver.delete();
        }
        let snapshot = state.snapshot();
        autosaver.write(Box::new(move || unsaved(&snapshot)));
    }

    /// Carries an effect out. Returns how it went, if there is something to say.
    pub fn carry_out(
        &self,
        effect: Effect,
        state: &State,
        session: &mut Session,
        appearance: Appearance,
    ) -> Option<Message> {
        match effect {
            Effect::SaveProfile => {
                let error = profile::file::save(&state.saved_profile()).err()?;
                Some(Message::ProfileUnusable(format!("{error}; the change holds until you quit")))
            }
            Effect::Open(path) => Some(self.open(&store::typed(&path))),
            Effect::Save { path, text, former, overwrite, autosave } => {
                let path = store::typed(&path);
                let saved = if overwrite {
                    store::overwrite(&path, &text)
                } else {
                    store::save(&path, &text, former.as_deref())
                };
                Some(match saved {
                    Ok(()) => {
                        self.is_saved(&path, autosave.as_deref());
                        Message::Saved { path, text, files: self.files() }
                    }
                    Err(SaveError::Differs(path)) => Message::FileDiffers(path),
                    Err(error) => Message::Failed(error.to_string()),
                })
            }
            Effect::CopyCode(code) => Some(self.copy(&code, session)),
            Effect::CopyText(text) => Some(match session.tell(&clipboard::sequence(&text)) {
                Ok(()) => Message::Done(format!("copied {text}")),
                Err(error) => Message::Failed(format!("{text} cannot be copied: {error}")),
            }),
            Effect::ReadTour(path) => Some(match store::read(&store::typed(&path)) {
                Ok(text) => Message::TourRead { name: path.display().to_string(), text },
                Err(error) => Message::Failed(error.to_string()),
            }),
            Effect::Import { paths, number } => self.importer.start(paths, number),
            Effect::StopImport => {
                self.importer.stop();
                None
            }
            Effect::Export { path, what, form } => {
                Some(export(&path, (what, form), state, session, appearance))
            }
            Effect::SaveTour { path, text } => Some(save_new(&store::typed(&path), &text, "tour")),
            // These are the session's.
            Effect::None | Effect::Quit | Effect::Suspend | Effect::CaptureMouse(_) => None,
        }
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

    /// A scenario is in a file: the autosave that it was recovered from is deleted.
    fn is_saved(&self, path: &Path, autosave: Option<&str>) {
        self.used(path);
        if let (Some(folder), Some(id)) = (&self.folder, autosave) {
            autosave::discard(folder, id);
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
            format!("; without a clipboard, find it in {}", file.display())
        });
        Message::Done(format!("copied a code of {letters} characters{beside}"))
    }
}

/// Writes what is on the screen to a file.
fn export(
    path: &Path,
    (what, form): (What, Form),
    state: &State,
    session: &Session,
    appearance: Appearance,
) -> Message {
    let theme = appearance.theme(state.settings.preferences.scheme);
    let drawn = session.size().map(|area| {
        let mut buffer = Buffer::empty(area);
        // Nobody clicks on a picture.
        let _ = view::view(state, &theme, area, &mut buffer);
        buffer
    });
    let drawn = drawn.as_ref().ok().map(|buffer| (buffer, &theme));
    match picture::of_state(state, what, form, drawn) {
        Ok(text) => save_new(&store::typed(path), &text, what.name()),
        Err(error) => Message::Failed(error.to_string()),
    }
}

/// Writes a file that does not exist yet. If the name is taken, takes the next free one.
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
    Message::Failed(format!("{}: too many files have this name: choose another", path.display()))
}

fn unsaved(snapshot: &Snapshot) -> Option<Unsaved> {
    Some(Unsaved { path: snapshot.path().map(Path::to_owned), text: snapshot.text()? })
}

/// Says that there is an autosave, as the screen opens: of the file on it or, if there is nothing
/// else to say, of any.
fn says_autosaved(files: &Files, state: &State) -> Option<String> {
    let Some(notice) = &state.cursor.notice else {
        return files.autosaves.first().map(|it| format!("{}: press <open> to reopen it", it.says));
    };
    let own = state.document.path();
    let mut autosaves = files.autosaves.iter();
    let own = autosaves.find(|autosave| own.is_some() && autosave.path.as_deref() == own)?;
    let says = format!("{}: press <open> to reopen it; {}", own.says, notice.text);
    (!notice.is_error).then_some(says)
}

fn listed(left: Left) -> Autosave {
    let at = clock::local(left.written).unwrap_or_default();
    let of = left.unsaved.path.as_deref().and_then(Path::file_name);
    let of = of.map_or_else(|| "untitled".to_owned(), |name| name.to_string_lossy().into_owned());
    let says = format!("autosave of {} ({of})", at.format("%Y-%m-%d %H:%M"));
    Autosave { id: left.id, says, path: left.unsaved.path, text: left.unsaved.text }
}
