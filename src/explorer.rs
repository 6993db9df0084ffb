//! Runs the explorer: reads input, updates the state, draws; nothing else happens.

mod clipboard;
mod hands;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::NaiveDate;

use crate::action::Action;
use crate::keys::{key_message, mouse_message};
use crate::library::Library;
use crate::library::watch::{self, News};
use crate::profile;
use crate::state::{Effect, Message, Origin, Preferences, Start, State};
use crate::terminal::{self, Input, Session, Settings, input_within, more_waiting, next_event};
use crate::theme::{Depth, Glyphs, Scheme, Theme};
use crate::view::view;
use hands::Hands;

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
pub fn run(screen: Screen, library: Library, start: Start) -> anyhow::Result<()> {
    let (profile, unusable) = profile::file::load();
    let mut state = State::opening(library.catalog(), screen.today, screen.preferences, profile)?;
    if let Some((origin, text)) = &start.scenario {
        state.begin_with(origin, text)?;
    }
    state.tell_broken(library.broken());
    if let Some(why) = unusable {
        state.update(Message::ProfileUnusable(why));
    }
    let settings = Settings { mouse: screen.preferences.mouse };
    let mut session = Session::start(settings).context("the terminal cannot be taken over")?;
    let (sender, news) = channel();
    listen(library, sender.clone())?;
    let mut hands = Hands::new(sender, &mut state);
    if let Some((Origin::File(path), _)) = &start.scenario {
        hands.used(path);
    }
    if start.on_stage {
        state.update(Message::Act(Action::Present));
    }
    if let Some((name, text)) = start.tour {
        state.update(Message::TourRead { name, text });
    }
    let mut clock = Clock::default();
    'screen: loop {
        hands.leave_behind(&mut state);
        draw(&mut session, &mut state, screen)?;
        hands.keep(&state);
        if works(&mut state)? {
            continue;
        }
        loop {
            let next = match clock.wait(&state) {
                Some(millis) => Some(Message::Tick(millis)),
                None => next_message(&state, &news)?,
            };
            let mut effect = next.map_or(Effect::None, |message| state.update(message));
            loop {
                effect = match effect {
                    Effect::None => break,
                    Effect::Quit => {
                        // What is not saved stays for the next start.
                        hands.leave_behind(&mut state);
                        hands.keep(&state);
                        break 'screen;
                    }
                    Effect::Suspend => {
                        session.suspend()?;
                        break;
                    }
                    Effect::CaptureMouse(wanted) => {
                        session.capture_mouse(wanted)?;
                        break;
                    }
                    other => hands
                        .carry_out(other, &state, &mut session, screen)
                        .map_or(Effect::None, |answer| state.update(answer)),
                };
            }
            // A burst of drags is taken whole before the one redraw that follows it.
            if !more_waiting()? {
                break;
            }
        }
    }
    drop(session);
    drop(hands);
    // Whether the last of it was kept is known when its keeper has ended.
    news.try_iter().filter(|it| matches!(it, Message::Keeping(_))).for_each(|it| {
        state.update(it);
    });
    match (state.is_dirty(), state.is_kept) {
        (true, true) => eprintln!("What was not saved is kept: whatif, then o, opens it."),
        (true, false) => eprintln!("What was not saved is kept nowhere."),
        (false, _) => {}
    }
    Ok(())
}

/// Time, while something on the screen depends on it.
#[derive(Debug, Default)]
struct Clock {
    since: Option<Instant>,
}

impl Clock {
    /// Where time matters: waits for input, but no longer than until there is something new to show, and
    /// answers how many milliseconds passed where no input came.
    fn wait(&mut self, state: &State) -> Option<u32> {
        if !state.is_timed() {
            self.since = None;
            return None;
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        let passed = since.elapsed();
        if FRAME.checked_sub(passed).is_some_and(|rest| input_within(rest).unwrap_or(true)) {
            return None;
        }
        let passed = since.elapsed();
        self.since = Some(since + passed);
        Some(u32::try_from(passed.as_millis()).unwrap_or(u32::MAX))
    }
}

/// So long is a frame shown while something moves.
const FRAME: Duration = Duration::from_millis(40);

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
fn listen(library: Library, sender: Sender<Message>) -> anyhow::Result<()> {
    let tell = move |told| {
        let message = match told {
            News::Changed(library) => Message::CardsChanged(library),
            News::Unwatched(why) => Message::CardsUnwatched(why),
        };
        tell(&sender, message);
    };
    watch::start(Arc::new(library), tell).context("your cards cannot be watched")
}

/// Hands a message from another thread to the one that waits for input.
fn tell(sender: &Sender<Message>, message: Message) {
    // Without a receiver the program is about to end.
    if sender.send(message).is_ok() {
        terminal::wake();
    }
}

/// Waits for input. Resizing and redrawing have no message of their own, but there may be news.
fn next_message(state: &State, news: &Receiver<Message>) -> anyhow::Result<Option<Message>> {
    let input = next_event().context("the terminal's input cannot be read")?;
    Ok(match input {
        Input::Key(event) => key_message(state, &event),
        Input::Mouse(event) => mouse_message(&event),
        Input::Paste(text) => Some(Message::Paste(text)),
        Input::Redraw => news.try_recv().ok(),
    })
}
