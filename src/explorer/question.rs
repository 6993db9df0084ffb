//! The question of the terminal's background, and the time within which an answer counts.

use std::time::{Duration, Instant};

use super::appearance::Appearance;
use super::state::State;
use super::terminal::{Input, Session, input_within, next_event};
use super::theme::{Background, Depth, ThemeChoice};
use super::wishes::Wishes;

/// An answer that takes longer does not change the colours under the user's eyes.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// The time for which leaving waits for an answer, which the shell would take for typed text.
const FAREWELL_MAX: Duration = Duration::from_millis(100);

/// The question, once it is asked.
#[derive(Debug, Default)]
pub(super) struct Question {
    asked: Option<Instant>,
}

impl Question {
    /// Sets the colours that the arguments or the settings name. For those of the terminal's background, reads
    /// the environment and, if it does not say, asks the terminal. Waits for nothing.
    pub fn settle(
        wishes: &Wishes,
        appearance: Appearance,
        state: &mut State,
        session: &mut Session,
    ) -> Self {
        match appearance.theme.unwrap_or(wishes.theme) {
            ThemeChoice::Named(scheme) => {
                state.settings.preferences.scheme = scheme;
                return Self::default();
            }
            ThemeChoice::Auto => {}
        }
        let variable = std::env::var("COLORFGBG").unwrap_or_default();
        if let Some(background) = Background::of_variable(&variable) {
            state.settings.preferences.scheme = background.scheme();
            return Self::default();
        }
        state.settings.follows_terminal = true;
        let is_asked =
            appearance.depth > Depth::None && answers() && session.ask_background().is_ok();
        Self { asked: is_asked.then(Instant::now) }
    }

    /// Returns the background that an answer names. `None` if it comes too late, or nobody asked.
    pub fn answer(&mut self, color: [u8; 3], now: Instant) -> Option<Background> {
        let asked = self.asked.take()?;
        (now.duration_since(asked) <= ANSWER_MAX).then(|| Background::of_color(color))
    }

    /// Waits a little for an answer that is on its way, so that it does not reach the shell.
    pub fn await_answer(&self) {
        let Some(asked) = self.asked.filter(|asked| asked.elapsed() <= ANSWER_MAX) else { return };
        let until = asked.max(Instant::now()) + FAREWELL_MAX;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || !input_within(left).unwrap_or(false) {
                return;
            }
            if !matches!(
                next_event(),
                Ok(Input::Key(_) | Input::Mouse(_) | Input::Paste(_) | Input::Redraw)
            ) {
                return;
            }
        }
    }
}

/// Returns whether the terminal can be asked. Where crossterm reads the input, an answer would be keys, and
/// the console of Linux draws a part of the question.
fn answers() -> bool {
    cfg!(unix) && std::env::var("TERM").is_ok_and(|term| term != "linux")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_once_and_within_its_time() {
        let asked = Instant::now();
        let mut question = Question { asked: Some(asked) };
        let soon = asked + Duration::from_millis(50);
        assert_eq!(question.answer([255; 3], soon), Some(Background::Light));
        assert_eq!(question.answer([0; 3], soon), None, "nobody asked again");
        let mut question = Question { asked: Some(asked) };
        assert_eq!(question.answer([255; 3], asked + ANSWER_MAX + Duration::from_millis(1)), None);
    }
}
