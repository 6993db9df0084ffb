//! From keys and mouse to messages: what an event means depends on what is on top.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::explorer::action::{Action, Key};
use crate::explorer::state::{Message, Overlay, State, TourKey};
use crate::explorer::widget::FieldKey;

/// The message of a key, which depends on what is on top.
#[must_use]
pub fn key_message(state: &State, event: &KeyEvent) -> Option<Message> {
    if let Some(message) = tour_message(state, event) {
        return Some(message);
    }
    match state.cursor.overlays.last() {
        Some(Overlay::Edit(_) | Overlay::Palette(_) | Overlay::Filter { .. }) => {
            field_message(state, event)
        }
        Some(Overlay::Help { find: Some(_), .. }) => field_message(state, event),
        Some(Overlay::Help { find: None, .. }) if event.code == KeyCode::Char('/') => {
            // The search begins empty.
            Some(Message::Edit(FieldKey::Home))
        }
        Some(Overlay::Import { .. }) if event.code == KeyCode::Enter => Some(Message::Accept),
        Some(
            Overlay::Help { .. }
            | Overlay::Explain { .. }
            | Overlay::Report { .. }
            | Overlay::Import { .. }
            | Overlay::Problems { .. },
        ) => reading_message(state, event),
        Some(Overlay::Ask(_)) => asking_message(state, event),
        None => pane_message(state, event),
    }
}

/// While a tour is played: its own keys, which a presenter's remote control has too. At the end, `k` keeps
/// what it shows. All others mean what they always do.
fn tour_message(state: &State, event: &KeyEvent) -> Option<Message> {
    let playing = state.tour.playing.as_ref()?;
    if !matches!(state.cursor.overlays.last(), None | Some(Overlay::Explain { .. })) {
        return None;
    }
    let key = match event.code {
        KeyCode::Char(' ') | KeyCode::Enter | KeyCode::PageDown => TourKey::Next,
        KeyCode::Backspace | KeyCode::PageUp => TourKey::Back,
        KeyCode::Char('P') => TourKey::Pause,
        KeyCode::Char('k') if playing.is_over() => TourKey::Keep,
        KeyCode::Esc => TourKey::Leave,
        _ => return None,
    };
    Some(Message::Tour(key))
}

fn pane_message(state: &State, event: &KeyEvent) -> Option<Message> {
    if event.code == KeyCode::Esc {
        return Some(Message::Cancel);
    }
    let bound = state.settings.bindings.bound(state.cursor.focus, event).map(Message::Act);
    // The keys of a tour and of a text are no mistakes.
    let is_idle = state.tour.playing.is_none();
    bound.or_else(|| is_idle.then_some(Message::Unbound(Key::of(event))))
}

/// While something is being read: move, or close it with any of the keys that open and close.
fn reading_message(state: &State, event: &KeyEvent) -> Option<Message> {
    if let Some(message) = from_any_place(state, event) {
        return Some(message);
    }
    let is_explained = matches!(state.cursor.overlays.last(), Some(Overlay::Explain { .. }));
    if is_explained && state.settings.bindings.means(Action::CopySource, event) {
        return Some(Message::CopySource);
    }
    match event.code {
        KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | '?') => Some(Message::Cancel),
        KeyCode::Up | KeyCode::Char('k') => Some(Message::Act(Action::Up)),
        KeyCode::Down | KeyCode::Char('j') => Some(Message::Act(Action::Down)),
        KeyCode::PageUp => Some(Message::Act(Action::PageUp)),
        KeyCode::PageDown | KeyCode::Char(' ') => Some(Message::Act(Action::PageDown)),
        KeyCode::Home => Some(Message::Act(Action::First)),
        KeyCode::End => Some(Message::Act(Action::Last)),
        _ => None,
    }
}

/// While a question waits: its answers, and no other key, so that nothing is answered by habit.
fn asking_message(state: &State, event: &KeyEvent) -> Option<Message> {
    if let Some(message) = from_any_place(state, event) {
        return Some(message);
    }
    match event.code {
        KeyCode::Esc => Some(Message::Cancel),
        KeyCode::Char(letter) => Some(Message::Answer(letter)),
        _ => None,
    }
}

/// Leaving and suspending work wherever one is, by a key that is no letter of a text.
fn from_any_place(state: &State, event: &KeyEvent) -> Option<Message> {
    if !event.modifiers.contains(KeyModifiers::CONTROL) {
        return None;
    }
    if event.code == KeyCode::Char('c') {
        return Some(Message::Act(Action::Quit));
    }
    let suspends = state.settings.bindings.means(Action::Suspend, event);
    suspends.then_some(Message::Act(Action::Suspend))
}

fn field_message(state: &State, event: &KeyEvent) -> Option<Message> {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let key = match event.code {
        // In a field ctrl-c leaves the field, as in a shell.
        KeyCode::Char('c' | 'g') if control => return Some(Message::Cancel),
        KeyCode::Esc => return Some(Message::Cancel),
        KeyCode::Enter => return Some(Message::Accept),
        KeyCode::Up => return Some(Message::Act(Action::Up)),
        KeyCode::Down => return Some(Message::Act(Action::Down)),
        KeyCode::PageUp => return Some(Message::Act(Action::PageUp)),
        KeyCode::PageDown => return Some(Message::Act(Action::PageDown)),
        KeyCode::Left if control || alt => FieldKey::WordLeft,
        KeyCode::Right if control || alt => FieldKey::WordRight,
        KeyCode::Left => FieldKey::Left,
        KeyCode::Right => FieldKey::Right,
        KeyCode::Home => FieldKey::Home,
        KeyCode::End => FieldKey::End,
        KeyCode::Backspace if control || alt => FieldKey::DeleteWord,
        KeyCode::Backspace => FieldKey::Backspace,
        KeyCode::Delete => FieldKey::Delete,
        KeyCode::Char(letter) if control => return control_message(state, letter, event),
        KeyCode::Char(letter) if !alt => FieldKey::Insert(letter),
        _ => return None,
    };
    Some(Message::Edit(key))
}

/// The control keys of line editing.
fn control_message(state: &State, letter: char, event: &KeyEvent) -> Option<Message> {
    let key = match letter {
        'a' => FieldKey::Home,
        'e' => FieldKey::End,
        'b' => FieldKey::Left,
        'f' => FieldKey::Right,
        'd' => FieldKey::Delete,
        'h' => FieldKey::Backspace,
        'k' => FieldKey::DeleteToEnd,
        'u' => FieldKey::DeleteToStart,
        'w' => FieldKey::DeleteWord,
        'n' => return Some(Message::Act(Action::Down)),
        'p' => return Some(Message::Act(Action::Up)),
        _ => return from_any_place(state, event),
    };
    Some(Message::Edit(key))
}

/// The message of the mouse.
#[must_use]
pub fn mouse_message(event: &MouseEvent) -> Option<Message> {
    let (column, row) = (event.column, event.row);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Message::Press { column, row }),
        MouseEventKind::Drag(MouseButton::Left) => Some(Message::DragTo { column }),
        MouseEventKind::Up(MouseButton::Left) => Some(Message::Release),
        MouseEventKind::ScrollUp => Some(Message::Wheel { column, row, up: true }),
        MouseEventKind::ScrollDown => Some(Message::Wheel { column, row, up: false }),
        _ => None,
    }
}
