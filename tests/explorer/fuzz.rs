//! The screen under anything: random keys, gestures, pastes, sizes, cards and ticks, from a seed.
//!
//! `WHATIF_FUZZ_EVENTS` says how many events come, `WHATIF_FUZZ_SEED` with which walk they begin.

#[path = "../support/dice.rs"]
mod dice;
mod events;
mod holds;
mod world;

use std::collections::VecDeque;

use whatif::explorer::keys::{key_message, mouse_message};
use whatif::explorer::state::{Effect, Message, Origin, Preferences, State};
use whatif::explorer::theme::{Depth, Scheme};
use whatif::store::profile::Profile;

use self::dice::Dice;
use self::events::Event;
use self::world::World;
use crate::support::Explorer;

/// Events of a walk: long enough to get anywhere, short enough to be played again.
const WALK: usize = 500;
/// Events that are named after a failure.
const NAMED: usize = 40;

/// A screen in its world, and what came in last.
struct Walk {
    seed: u64,
    dice: Dice,
    world: World,
    explorer: Explorer,
    waiting: VecDeque<Event>,
    last: VecDeque<Event>,
}

impl Walk {
    fn new(seed: u64) -> Self {
        let world = World::new(&format!("fuzz_{}", std::process::id()));
        let explorer =
            Explorer::on(world.library.catalog(), (120, 40), Scheme::Dark, Depth::True, false);
        let (waiting, last) = (VecDeque::new(), VecDeque::new());
        Self { seed, dice: Dice::new(seed), world, explorer, waiting, last }
    }

    /// The next event. Frames are drawn only now and then: what is clicked may be gone.
    fn go_on(&mut self) {
        if self.waiting.is_empty() {
            let events = self.invent();
            self.waiting.extend(events);
        }
        let Some(event) = self.waiting.pop_front() else { return };
        self.last.push_back(event.clone());
        if self.last.len() > NAMED {
            self.last.pop_front();
        }
        if let Some(message) = self.message(event) {
            self.send(message);
        }
        if self.dice.once_in(2) {
            self.explorer.draw();
            holds::frame(&self.explorer);
        }
        if self.dice.once_in(40) {
            holds::document(&self.explorer.state);
            holds::totals(&self.explorer.state);
            holds::travels(&mut self.explorer.state);
        }
    }

    fn invent(&mut self) -> Vec<Event> {
        let dice = &mut self.dice;
        let one = match dice.below(400) {
            0 => Event::Restart,
            1..=4 => Event::Cards,
            5..=7 => Event::Files,
            8..=12 => {
                let wide = dice.once_in(2);
                let (columns, rows) = if wide { (200, 60) } else { (60, 20) };
                Event::Resize(1 + cells(dice, columns), 1 + cells(dice, rows))
            }
            13..=32 => Event::Tick(u32::try_from(dice.below(5_000)).unwrap()),
            33..=42 => Event::Work,
            43..=62 => Event::Paste(events::text(dice)),
            63..=120 => return events::phrase(dice),
            121..=220 => {
                let place = self.place();
                Event::Mouse(events::mouse(&mut self.dice, place))
            }
            _ => Event::Key(events::key(dice)),
        };
        vec![one]
    }

    /// A place on the screen: mostly one that answers.
    fn place(&mut self) -> (u16, u16) {
        let hits = &self.explorer.state.cursor.hits;
        if hits.is_empty() || self.dice.once_in(5) {
            let area = self.explorer.buffer.area;
            return (cells(&mut self.dice, area.width + 2), cells(&mut self.dice, area.height + 2));
        }
        let area = hits[self.dice.below(hits.len())].area;
        (area.x + cells(&mut self.dice, area.width), area.y + cells(&mut self.dice, area.height))
    }

    fn message(&mut self, event: Event) -> Option<Message> {
        match event {
            Event::Key(key) => key_message(&self.explorer.state, &key),
            Event::Mouse(mouse) => mouse_message(&mouse),
            Event::Paste(text) => Some(Message::Paste(text)),
            Event::Tick(millis) => Some(Message::Tick(millis)),
            Event::Cards => Some(self.world.change_cards(&mut self.dice)),
            Event::Files => {
                self.world.change_file(&mut self.dice);
                None
            }
            Event::Resize(width, height) => {
                self.explorer.resize(width, height);
                None
            }
            Event::Work => {
                if self.explorer.state.has_work() {
                    self.explorer.state.work();
                }
                None
            }
            Event::Restart => {
                self.restart();
                None
            }
        }
    }

    /// A message and all that follows from it.
    fn send(&mut self, message: Message) {
        let mut next = Some(message);
        while let Some(message) = next {
            let effect = self.explorer.state.update(message);
            if effect == Effect::Quit {
                self.restart();
            }
            next = self.world.carry_out(effect, &mut self.dice);
        }
    }

    /// What was autosaved opens again, whatever it holds.
    fn restart(&mut self) {
        let text = self.explorer.state.snapshot().text();
        let cards = self.world.library.catalog().cards();
        let preferences = Preferences { scheme: Scheme::Dark, mouse: true, reduced_motion: false };
        let today = "2026-11-22".parse().unwrap();
        let mut state = State::opening(cards, today, preferences, Profile::default()).unwrap();
        if let Some(text) = text {
            let opened = state.begin_with(&Origin::Autosave(None), &text);
            opened.expect("what was autosaved opens");
        }
        self.explorer.state = state;
        self.explorer.draw();
    }
}

impl Drop for Walk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("WHATIF_FUZZ_SEED={} after", self.seed);
            self.last.iter().for_each(|event| eprintln!("  {event:?}"));
        }
    }
}

/// A number of cells, less than the limit.
fn cells(dice: &mut Dice, limit: u16) -> u16 {
    u16::try_from(dice.below(usize::from(limit))).unwrap()
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn no_stream_of_events_breaks_the_screen() {
    let events = number("WHATIF_FUZZ_EVENTS", 3_000);
    let first = number("WHATIF_FUZZ_SEED", 1);
    let walks = events.div_ceil(WALK as u64);
    for seed in first..first + walks {
        let mut walk = Walk::new(seed);
        for _ in 0..WALK {
            walk.go_on();
        }
    }
}
