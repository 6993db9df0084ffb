//! An explorer without a terminal: key scripts go through the real keys, update and view.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use whatif::explorer::keys::{key_message, mouse_message};
use whatif::explorer::state::{Effect, Message, Preferences, State};
use whatif::explorer::svg;
use whatif::explorer::theme::{Depth, Glyphs, Scheme, Theme};
use whatif::explorer::view::view;
use whatif::store::profile::Profile;
use whatif_pricing::{Catalog, RateCard};

/// The cards of the founding documents, in the catalogue's order.
pub fn founding() -> Catalog {
    let ids =
        ["alibaba-kms-payg", "huawei-secmaster-payg", "tencent-ssm-enterprise", "tencent-ssm-payg"];
    let mut catalog = Catalog::default();
    for id in ids {
        catalog.put(RateCard::clone(&Catalog::shipped().card(id).unwrap()));
    }
    catalog
}

/// A state, a screen and a theme.
pub struct Explorer {
    pub state: State,
    pub buffer: Buffer,
    theme: Theme,
}

impl Explorer {
    /// The opening screen in true colour, on a fixed day.
    pub fn new(width: u16, height: u16) -> Self {
        Self::with(width, height, Scheme::Dark, Depth::True, false)
    }

    /// On the founding cards alone, so that a new card changes no script and no snapshot.
    pub fn with(width: u16, height: u16, scheme: Scheme, depth: Depth, ascii: bool) -> Self {
        Self::on(&founding(), (width, height), scheme, depth, ascii)
    }

    /// On every card that is shipped.
    pub fn whole(width: u16, height: u16) -> Self {
        Self::on(Catalog::shipped(), (width, height), Scheme::Dark, Depth::True, false)
    }

    pub fn on(
        catalog: &Catalog,
        (width, height): (u16, u16),
        scheme: Scheme,
        depth: Depth,
        ascii: bool,
    ) -> Self {
        Self::opening(catalog, Profile::default(), (width, height), scheme, depth, ascii)
    }

    /// As it starts for a user: on every card that is shipped, with the best offers marked.
    pub fn started(width: u16, height: u16) -> Self {
        let mut explorer = Self::whole(width, height);
        let today = explorer.state.settings.today;
        let preferences = explorer.state.settings.preferences;
        let cards = Catalog::shipped().cards();
        explorer.state = State::start(cards, today, preferences, Profile::default()).unwrap();
        explorer.state.draw_due();
        explorer.draw();
        explorer
    }

    /// The message for the user. Empty if there is none.
    pub fn notice(&self) -> String {
        self.state.cursor.notice.as_ref().map_or_else(String::new, |it| it.text.clone())
    }

    /// On every card that is shipped, with the settings of a user.
    pub fn with_profile(profile: Profile) -> Self {
        let catalog = Catalog::shipped();
        Self::opening(catalog, profile, (120, 40), Scheme::Dark, Depth::True, false)
    }

    fn opening(
        catalog: &Catalog,
        profile: Profile,
        (width, height): (u16, u16),
        scheme: Scheme,
        depth: Depth,
        ascii: bool,
    ) -> Self {
        let today = "2026-11-22".parse().unwrap();
        let preferences = Preferences { scheme, mouse: true, reduced_motion: false };
        let state = State::opening(catalog.cards(), today, preferences, profile).unwrap();
        let theme = Theme::new(scheme, depth, Glyphs::new(ascii));
        let buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let mut explorer = Self { state, buffer, theme };
        explorer.draw();
        explorer
    }

    pub fn draw(&mut self) {
        self.buffer.reset();
        self.state.cursor.hits = view(&self.state, &self.theme, self.buffer.area, &mut self.buffer);
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.buffer = Buffer::empty(Rect::new(0, 0, width, height));
        self.draw();
    }

    /// Presses keys: letters stand for themselves, `<right>`, `<s-right>`, `<c-r>` for others.
    pub fn keys(&mut self, script: &str) -> Effect {
        let mut effect = Effect::None;
        for event in events(script) {
            if let Some(message) = key_message(&self.state, &event) {
                effect = self.send(message);
            }
        }
        effect
    }

    pub fn send(&mut self, message: Message) -> Effect {
        let effect = self.state.update(message);
        self.state.draw_due();
        self.draw();
        effect
    }

    /// Selects an offer by its id, through the palette. The picker has the keys then.
    pub fn go_to(&mut self, offer: &str) {
        self.keys(&format!(":{offer}<enter>"));
        assert_eq!(self.state.selected().id.as_str(), offer, "{}", self.text());
    }

    /// Does what is done while nobody asks for anything, until there is nothing left to do.
    pub fn settle(&mut self) {
        while self.state.has_work() {
            self.state.work();
        }
        self.draw();
    }

    /// The mouse at a place.
    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) {
        let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
        if let Some(message) = mouse_message(&event) {
            self.send(message);
        }
    }

    pub fn drag(&mut self, from: (u16, u16), through: &[(u16, u16)]) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), from.0, from.1);
        for (column, row) in through {
            self.mouse(MouseEventKind::Drag(MouseButton::Left), *column, *row);
        }
        let (column, row) = *through.last().unwrap_or(&from);
        self.mouse(MouseEventKind::Up(MouseButton::Left), column, row);
    }

    pub fn text(&self) -> String {
        svg::text(&self.buffer)
    }

    pub fn svg(&self) -> String {
        let background = self.theme.base.bg.unwrap_or(Color::Black);
        let foreground = self.theme.base.fg.unwrap_or(Color::White);
        svg::svg(&self.buffer, background, foreground)
    }

    /// Finds where a text stands on the screen.
    pub fn find(&self, text: &str) -> (u16, u16) {
        let screen = self.text();
        for (row, line) in screen.lines().enumerate() {
            if let Some(at) = line.find(text) {
                let column = line[..at].chars().count();
                return (u16::try_from(column).unwrap(), u16::try_from(row).unwrap());
            }
        }
        panic!("'{text}' is not on the screen:\n{screen}");
    }

    /// The selected offer's total as the engine has it.
    pub fn total(&self) -> String {
        whatif_pricing::plain(self.state.selected().invoice().expect("priced").total)
    }

    /// A driver's value.
    pub fn value(&self, name: &str) -> String {
        let driver = self.state.document.scenario.inputs.workload.vocabulary().find(name).unwrap();
        whatif_pricing::plain(self.state.figures.board.usage().value(driver))
    }
}

fn events(script: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = script;
    while let Some(letter) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            events.push(named(name));
            rest = after;
        } else {
            events.push(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
            rest = &rest[letter.len_utf8()..];
        }
    }
    events
}

fn named(name: &str) -> KeyEvent {
    let (modifiers, name) = match name.split_once('-') {
        Some(("s", name)) => (KeyModifiers::SHIFT, name),
        Some(("c", name)) => (KeyModifiers::CONTROL, name),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "bs" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "space" => KeyCode::Char(' '),
        "f2" => KeyCode::F(2),
        letter => KeyCode::Char(letter.chars().next().unwrap()),
    };
    KeyEvent::new(code, modifiers)
}
