//! Runs the explorer: reads input, updates the state, draws; nothing else happens.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use anyhow::Context as _;
use chrono::NaiveDate;

use crate::keys::{key_message, mouse_message};
use crate::library::Library;
use crate::library::watch::{self, News};
use crate::profile;
use crate::state::{Effect, Message, Preferences, State};
use crate::terminal::{self, Input, Session, Settings, more_waiting, next_event};
use crate::theme::{Depth, Glyphs, Scheme, Theme};
use crate::view::view;

/// How the explorer is to look and answer.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Colours and mouse.
    pub preferences: Preferences,
    /// How many colours the terminal shows.
    pub depth: Depth,
    /// Signs of ASCII only.
    pub ascii: bool,
    /// The day of use.
    pub today: NaiveDate,
}

impl Screen {
    /// The theme in a scheme, which the user may have switched.
    #[must_use]
    pub fn theme(self, scheme: Scheme) -> Theme {
        Theme::new(scheme, self.depth, Glyphs::new(self.ascii))
    }
}

/// Opens the explorer and returns when the user leaves it.
pub fn run(screen: Screen, library: Library) -> anyhow::Result<()> {
    let (profile, unusable) = profile::file::load();
    let mut state = State::opening(library.catalog(), screen.today, screen.preferences, profile)?;
    state.tell_broken(library.broken());
    if let Some(why) = unusable {
        state.update(Message::ProfileUnusable(why));
    }
    let settings = Settings { mouse: screen.preferences.mouse };
    let mut session = Session::start(settings).context("the terminal cannot be taken over")?;
    let news = listen(library)?;
    loop {
        draw(&mut session, &mut state, screen)?;
        if works(&mut state)? {
            continue;
        }
        loop {
            let effect =
                next_message(&state, &news)?.map_or(Effect::None, |message| state.update(message));
            match effect {
                Effect::None => {}
                Effect::Quit => return Ok(()),
                Effect::Suspend => session.suspend()?,
                Effect::SaveProfile => {
                    if let Err(why) = profile::file::save(&state.kept()) {
                        state.update(Message::ProfileUnusable(why));
                    }
                }
                Effect::CaptureMouse(wanted) => session.capture_mouse(wanted)?,
                Effect::Save { .. } | Effect::Open(_) | Effect::CopyCode(_) | Effect::ReadTour(_) | Effect::SaveTour { .. } => {}
            }
            // A burst of drags is taken whole before the one redraw that follows it.
            if !more_waiting()? {
                break;
            }
        }
    }
}

/// Does what there is to do until there is something new to show, and says whether there is: but not any
/// longer than until somebody asks for something.
fn works(state: &mut State) -> anyhow::Result<bool> {
    while state.has_work() {
        let is_news = state.work();
        if more_waiting()? {
            return Ok(false);
        }
        if is_news {
            return Ok(true);
        }
    }
    Ok(false)
}

fn draw(session: &mut Session, state: &mut State, screen: Screen) -> anyhow::Result<()> {
    let theme = screen.theme(state.preferences.scheme);
    let mut hits = Vec::new();
    session
        .draw(|frame| {
            let area = frame.area();
            hits = view(state, &theme, area, frame.buffer_mut());
        })
        .context("the screen cannot be drawn")?;
    state.hits = hits;
    Ok(())
}

/// Starts to watch the user's cards. News wakes the terminal, which is where this thread waits.
fn listen(library: Library) -> anyhow::Result<Receiver<News>> {
    let (sender, news) = channel();
    let tell = move |told| {
        // Without a receiver the program is about to end.
        if sender.send(told).is_ok() {
            terminal::wake();
        }
    };
    watch::start(Arc::new(library), tell).context("your cards cannot be watched")?;
    Ok(news)
}

/// Waits for input. Resizing and redrawing have no message of their own, but there may be news.
fn next_message(state: &State, news: &Receiver<News>) -> anyhow::Result<Option<Message>> {
    let input = next_event().context("the terminal's input cannot be read")?;
    Ok(match input {
        Input::Key(event) => key_message(state, &event),
        Input::Mouse(event) => mouse_message(&event),
        Input::Paste(text) => Some(Message::Paste(text)),
        Input::Redraw => news.try_recv().ok().map(|told| match told {
            News::Changed(library) => Message::CardsChanged(library),
            News::Unwatched(why) => Message::CardsUnwatched(why),
        }),
    })
}
