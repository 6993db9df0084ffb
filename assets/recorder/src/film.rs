//! The program without a terminal: messages go through the real update, and frames are what the view draws.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use whatif::explorer::keys::key_message;
use whatif::explorer::state::{Message, Preferences, State};
use whatif::explorer::svg;
use whatif::explorer::theme::{Depth, Glyphs, Scheme, Theme};
use whatif::explorer::view::view;
use whatif::store::profile::Profile;
use whatif_pricing::Catalog;

/// So long is a frame shown while a slider moves.
const MOVING_MS: u32 = 220;
/// No tour has more.
const FRAMES_MAX: usize = 2_000;

/// A frame, and how long it is shown.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The cells of the frame.
    pub buffer: Buffer,
    /// For so many milliseconds.
    pub stands_ms: u32,
}

/// The program on a screen of its own.
#[derive(Debug)]
pub struct Film {
    state: State,
    theme: Theme,
    area: Rect,
}

impl Film {
    /// The opening screen of all shipped cards, on a fixed day.
    ///
    /// # Panics
    /// If the opening scenario cannot be priced, which the program's tests rule out.
    #[must_use]
    pub fn new(width: u16, height: u16, scheme: Scheme) -> Self {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day of the calendar");
        let preferences = Preferences { scheme, mouse: true, reduced_motion: false };
        let state =
            State::opening(Catalog::shipped().cards(), today, preferences, Profile::default());
        let theme = Theme::new(scheme, Depth::True, Glyphs::new(false));
        let state = state.expect("the opening scenario is priced");
        Self { state, theme, area: Rect::new(0, 0, width, height) }
    }

    /// Presses keys, one letter each.
    pub fn keys(&mut self, keys: &[crossterm::event::KeyCode]) {
        for code in keys {
            let event =
                crossterm::event::KeyEvent::new(*code, crossterm::event::KeyModifiers::NONE);
            if let Some(message) = key_message(&self.state, &event) {
                self.send(message);
            }
        }
    }

    /// Hands the program a message.
    pub fn send(&mut self, message: Message) {
        let _ = self.state.update(message);
        self.state.draw_due();
        // What is clicked is where it was drawn last.
        let _ = self.frame();
    }

    /// Draws the screen as it is now.
    pub fn frame(&mut self) -> Buffer {
        while self.state.has_work() {
            self.state.work();
        }
        let mut buffer = Buffer::empty(self.area);
        self.state.cursor.hits = view(&self.state, &self.theme, self.area, &mut buffer);
        buffer
    }

    /// A buffer as a picture.
    #[must_use]
    pub fn svg(&self, buffer: &Buffer) -> String {
        use ratatui::style::Color;
        let background = self.theme.base.bg.unwrap_or(Color::Black);
        let foreground = self.theme.base.fg.unwrap_or(Color::White);
        svg::svg(buffer, background, foreground)
    }

    /// Every frame of a tour, from its first step to its last.
    pub fn tour(&mut self, name: &str, text: &str) -> Vec<Frame> {
        self.send(Message::TourRead { name: name.to_owned(), text: text.to_owned() });
        let mut frames: Vec<Frame> = Vec::new();
        while self.state.is_timed() && frames.len() < FRAMES_MAX {
            let buffer = self.frame();
            match frames.last_mut().filter(|last| last.buffer == buffer) {
                Some(last) => last.stands_ms += MOVING_MS,
                None => frames.push(Frame { buffer, stands_ms: MOVING_MS }),
            }
            self.send(Message::Tick(MOVING_MS));
        }
        frames
    }
}
