//! The loop of the explorer: reads input, updates the state, draws.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::action::{Action, Screen};
use super::appearance::Appearance;
use super::hands::Hands;
use super::keys::{key_message, mouse_message};
use super::news::listen;
use super::question::Question;
use super::state::{Effect, Message, Origin, Start, State};
use super::terminal::{
    Input, Session, Settings, end_by, input_within, more_waiting, next_event, wake,
};
use super::view::view;
use super::wishes::Wishes;
use crate::library::Library;
use crate::store::profile;

/// Opens the explorer and returns when the user leaves it.
pub fn run(appearance: Appearance, library: Library, start: Start) -> anyhow::Result<()> {
    let (profile, unusable) = profile::file::load();
    let cards = library.catalog().cards();
    let mut state = State::start(cards, appearance.today, appearance.preferences, profile)?;
    if let Some((origin, text)) = &start.scenario {
        state.begin_with(origin, text)?;
    }
    state.say_broken(library.broken());
    if let Some(error) = unusable {
        let says = format!("{error}; the default settings apply until it is fixed");
        state.update(Message::ProfileUnusable(says));
    }
    let wishes = Wishes::of(&state.settings.profile);
    state.settings.bindings = wishes.bindings.clone();
    let settings = Settings { mouse: state.settings.preferences.mouse };
    let mut session = Session::start(settings).context("the terminal cannot be taken over")?;
    let question = Question::settle(&wishes, appearance, &mut state, &mut session);
    let (sender, news) = channel();
    listen(library, sender.clone())?;
    let hands = Hands::new(sender, &mut state);
    begin(&mut state, &hands, start, &wishes);
    if let Some(says) = wishes.says().or_else(profile::file::unknown_key) {
        state.update(Message::ProfileUnusable(says));
    }
    let clock = Clock::default();
    let mut running = Running { appearance, session, hands, news, clock, question, ended_by: None };
    let left = running.until_quit(&mut state);
    let Running { session, mut hands, news, question, ended_by, .. } = running;
    // The next start offers what is not saved, whatever ends this one.
    hands.leave_behind(&mut state);
    hands.autosave(&state);
    if let Some(signal) = ended_by {
        drop(hands);
        end_by(signal);
    }
    question.await_answer();
    drop(session);
    drop(hands);
    left?;
    // Whether the last autosave succeeded is known after its thread has ended.
    for message in news.try_iter().filter(|it| matches!(it, Message::Autosaving(_))) {
        state.update(message);
    }
    say_unsaved(&state);
    Ok(())
}

/// Shows what the arguments ask for.
fn begin(state: &mut State, hands: &Hands, start: Start, wishes: &Wishes) {
    if let Some(screen) = wishes.start {
        state.update(Message::Act(screen.action()));
    }
    if let Some((Origin::File(path), _)) = &start.scenario {
        hands.used(path);
    }
    if start.on_stage && wishes.start != Some(Screen::Stage) {
        state.update(Message::Act(Action::Present));
    }
    if let Some((name, text)) = start.tour {
        state.update(Message::TourRead { name, text });
    }
}

/// Says in the shell what became of unsaved changes.
fn say_unsaved(state: &State) {
    match (state.is_dirty(), state.document.is_autosaved) {
        (true, true) => {
            eprintln!("Unsaved changes were autosaved. Start whatif and press o to reopen them.");
        }
        (true, false) => eprintln!("Unsaved changes were not autosaved and are lost."),
        (false, _) => {}
    }
}

/// Everything between the input and the screen.
struct Running {
    appearance: Appearance,
    session: Session,
    hands: Hands,
    news: Receiver<Message>,
    clock: Clock,
    question: Question,
    /// The signal that ends the app.
    ended_by: Option<i32>,
}

impl Running {
    fn until_quit(&mut self, state: &mut State) -> anyhow::Result<()> {
        loop {
            self.hands.leave_behind(state);
            // Before the frame: a terminal that takes no bytes loses nothing.
            self.hands.autosave(state);
            draw(&mut self.session, state, self.appearance)?;
            if !works(state)? && self.takes_input(state)? {
                return Ok(());
            }
        }
    }

    /// Takes input until there is something to draw. Returns whether the user leaves.
    fn takes_input(&mut self, state: &mut State) -> anyhow::Result<bool> {
        let mut since = None;
        loop {
            let next = match self.clock.wait(state) {
                Some(millis) => Some(Message::Tick(millis)),
                None => match next_input(state, &self.news, &mut self.question)? {
                    Next::Message(message) => message,
                    Next::End(signal) => {
                        self.ended_by = Some(signal);
                        return Ok(true);
                    }
                },
            };
            let effect = next.map_or(Effect::None, |message| state.update(message));
            if self.carries_out(effect, state)? {
                return Ok(true);
            }
            // A burst of drags is taken whole before the one redraw that follows it, unless it goes on.
            let since = *since.get_or_insert_with(Instant::now);
            if since.elapsed() >= BURST_MAX || !more_waiting()? {
                return Ok(false);
            }
        }
    }

    /// Carries an effect out, and those that follow from it. Returns whether the user leaves.
    fn carries_out(&mut self, mut effect: Effect, state: &mut State) -> anyhow::Result<bool> {
        loop {
            effect = match effect {
                Effect::None => return Ok(false),
                Effect::Quit => return Ok(true),
                Effect::Suspend => {
                    self.session.suspend()?;
                    return Ok(false);
                }
                Effect::CaptureMouse(wanted) => {
                    self.session.capture_mouse(wanted)?;
                    Effect::SaveProfile
                }
                Effect::SaveProfile
                | Effect::Save { .. }
                | Effect::Open(_)
                | Effect::CopyCode(_)
                | Effect::CopyText(_)
                | Effect::Export { .. }
                | Effect::Import { .. }
                | Effect::StopImport
                | Effect::ReadTour(_)
                | Effect::SaveTour { .. } => self
                    .hands
                    .carry_out(effect, state, &mut self.session, self.appearance)
                    .map_or(Effect::None, |answer| state.update(answer)),
            };
        }
    }
}

/// Time, while something on the screen depends on it.
#[derive(Debug, Default)]
struct Clock {
    since: Option<Instant>,
}

impl Clock {
    /// If time matters, waits for input until there is something new to show, and returns how many
    /// milliseconds passed if no input came.
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

/// The longest time for which input is taken without a frame.
const BURST_MAX: Duration = Duration::from_millis(40);

/// The time for which a frame is shown while something moves.
const FRAME: Duration = Duration::from_millis(40);

/// Calculates until there is something new to show or input waits. Returns whether there is something new.
fn works(state: &mut State) -> anyhow::Result<bool> {
    if state.figures.is_due && !more_waiting()? {
        return Ok(state.draw_due());
    }
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

fn draw(session: &mut Session, state: &mut State, appearance: Appearance) -> anyhow::Result<()> {
    let theme = appearance.theme(state.settings.preferences.scheme);
    let mut hits = Vec::new();
    session
        .draw(|frame| {
            let area = frame.area();
            hits = view(state, &theme, area, frame.buffer_mut());
        })
        .context("the screen cannot be drawn")?;
    state.cursor.hits = hits;
    Ok(())
}

/// The next input for the state.
enum Next {
    /// Its message, if it has one.
    Message(Option<Message>),
    /// A signal ends the app.
    End(i32),
}

/// Waits for input. Resizing and redrawing have no message of their own, but there may be news.
fn next_input(
    state: &State,
    news: &Receiver<Message>,
    question: &mut Question,
) -> anyhow::Result<Next> {
    let input = next_event().context("the terminal's input cannot be read")?;
    Ok(Next::Message(match input {
        Input::Key(event) => key_message(state, &event),
        Input::Mouse(event) => mouse_message(&event),
        Input::Background(color) => question.answer(color, Instant::now()).map(Message::Background),
        Input::Paste(text) => Some(Message::Paste(text)),
        Input::Redraw => {
            let message = news.try_recv().ok();
            // One call may be for several news.
            if message.is_some() {
                wake();
            }
            message
        }
        Input::End(signal) => return Ok(Next::End(signal)),
    }))
}
