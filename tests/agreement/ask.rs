//! The explorer without a terminal: keys go through the real keys and update.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use whatif::explorer::keys::key_message;
use whatif::explorer::state::{Overlay, Preferences, Row, State};
use whatif::explorer::theme::Scheme;
use whatif::report::instrument::{Names, Voice};
use whatif::scenario::OfferId;
use whatif::store::profile::Profile;
use whatif_pricing::{Catalog, DriverId};

use crate::setups::{Setup, TODAY};

/// The explorer's answer to a goal.
pub struct Answered {
    /// The words of the answer.
    pub text: String,
    /// True if something was set.
    pub is_set: bool,
}

/// The explorer on the setup, with every shipped card.
pub fn screen(setup: &Setup) -> State {
    let preferences = Preferences { scheme: Scheme::Dark, mouse: true, reduced_motion: false };
    let catalog = Catalog::shipped();
    let (scenario, today) = (setup.scenario(catalog), TODAY.parse().unwrap());
    State::of(catalog.cards(), scenario, today, preferences, Profile::default()).unwrap()
}

/// The driver of a name.
pub fn driver(state: &State, name: &str) -> DriverId {
    state.scenario().inputs.workload.vocabulary().find(name).unwrap()
}

/// Presses a key.
pub fn press(state: &mut State, code: KeyCode) {
    let key = KeyEvent::new(code, KeyModifiers::NONE);
    if let Some(message) = key_message(state, &key) {
        state.update(message);
    }
}

/// Types letters, then enter.
pub fn typed(state: &mut State, text: &str) {
    text.chars().for_each(|letter| press(state, KeyCode::Char(letter)));
    press(state, KeyCode::Enter);
}

/// Goes to a slider.
pub fn go_to(state: &mut State, driver: DriverId) {
    let rows = state.scenario().inputs.workload.vocabulary().len() + state.rows().len();
    for _ in 0..rows {
        if state.cursor.row == Row::Driver(driver) {
            return;
        }
        if state.cursor.row == Row::Folded && !state.cursor.unfolded.sliders {
            press(state, KeyCode::Enter);
        }
        press(state, KeyCode::Down);
    }
    panic!("there is no such slider");
}

/// Seeks a goal with the cursor on a slider, if one is named.
pub fn seek(state: &mut State, goal: &str) -> Answered {
    let before = state.document.edition;
    press(state, KeyCode::Char('g'));
    typed(state, goal);
    answered(state, before)
}

/// Returns what was said, and whether the scenario changed.
pub fn answered(state: &State, before: u64) -> Answered {
    let is_set = state.document.edition != before;
    let text = match state.cursor.overlays.last() {
        Some(Overlay::Edit(edit)) => edit.error.as_ref().expect("it was refused").to_string(),
        _ => state.cursor.notice.as_ref().expect("it was said").text.clone(),
    };
    Answered { text, is_set }
}

/// A text of the command line with the offers named as on the screen.
pub fn renamed(state: &State, offers: &[OfferId], text: &str) -> String {
    let names = Names::new(&state.figures.board, offers, Voice::Screen);
    let mut longest: Vec<&OfferId> = offers.iter().collect();
    longest.sort_by_key(|id| std::cmp::Reverse(id.as_str().len()));
    longest.into_iter().fold(text.to_owned(), |text, id| text.replace(id.as_str(), names.of(id)))
}
