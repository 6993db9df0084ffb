//! The time in which the explorer answers, and how much it takes: `cargo bench --bench explorer`.
//!
//! What can be timed inside one process is; the start, the memory and a key's whole way are those of
//! the binary itself, built as it is shipped, in a pseudo-terminal.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use whatif::answer::verdict::Contest;
use whatif::answer::{Board, Staleness, verdict};
use whatif::explorer::chart::{Axes, Chart, Window, Zoom};
use whatif::explorer::keys::{key_message, mouse_message};
use whatif::explorer::ribbon::Ribbons;
use whatif::explorer::state::{Message, Preferences, Spot, State};
use whatif::explorer::theme::{Depth, Glyphs, Scheme, Theme};
use whatif::explorer::view::view;
use whatif::scenario::{OfferId, Scenario};
use whatif::store::profile::Profile;
use whatif_pricing::{Catalog, Change, DriverId, Period, RateCard, Value, Vocabulary};

const COLUMNS: u16 = 120;
const ROWS: u16 = 40;
/// Number of times that work of microseconds is repeated.
const TIMES: usize = 4_000;

fn main() {
    println!("{:<44} {:>10} {:>10}  goal", "", "median", "p95");
    line("key to flushed frame, 120×40", keys(), "< 2 ms");
    line("one cell of a drag to flushed frame", drag(), "< 2 ms");
    line("all cards priced again", board(), "< 200 µs");
    line("all cards over ten years, a change a year", changing(), "< 4 ms");
    line("ribbons of all sliders, 10 marked offers", ribbons(), "< 4 ms");
    line("the chart of a sweep, 10 marked offers", charts(), "");
    line("the texts of the shipped cards read", cards(), "");
    line("the state of the opening screen", opening(), "");
    #[cfg(unix)]
    binary::lines();
}

/// The catalogue with ten offers marked: the opening's and the first others that keep secrets.
fn ten_marked() -> Board {
    let cards = Catalog::shipped().cards();
    let period = Period::standard_month("2026-11-22".parse().expect("a date"));
    let mut scenario = Scenario::opening(cards, period);
    for card in cards.iter().filter(|card| card.jobs.iter().any(|job| job == "secrets")) {
        if scenario.marked.len() < 10 {
            scenario.marked.insert(OfferId::of_card(&card.id));
        }
    }
    assert_eq!(scenario.marked.len(), 10);
    Board::new(cards, &scenario).expect("the opening can be priced")
}

fn ribbons() -> Vec<Duration> {
    let board = ten_marked();
    let sliders: Vec<DriverId> =
        board.inputs().workload.vocabulary().iter().map(|(driver, _)| driver).collect();
    let mut ribbons = Ribbons::default();
    timed(TIMES / 10, |_| {
        ribbons.redraw(&board, sliders.clone());
        std::hint::black_box(&ribbons);
    })
}

fn charts() -> Vec<Duration> {
    let board = ten_marked();
    let driver = board.inputs().workload.vocabulary().find("secrets").expect("a driver");
    let entry = &board.inputs().workload.vocabulary()[driver];
    let now = board.usage().value(driver).to_decimal();
    let window = Window::around(entry, now, Zoom::default());
    let verdict = verdict(&board, Contest::Marked, Staleness::AGELESS);
    timed(TIMES / 40, |_| {
        std::hint::black_box(Chart::of((&board, &verdict), driver, window, Axes::default()));
    })
}

fn line(what: &str, mut times: Vec<Duration>, goal: &str) {
    times.sort_unstable();
    let at = |percent: usize| shown(times[(times.len() - 1) * percent / 100]);
    println!("{what:<44} {:>10} {:>10}  {goal}", at(50), at(95));
}

fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1_000.0 { format!("{micros:.1} µs") } else { format!("{:.2} ms", micros / 1e3) }
}

/// The time of each call, after some that only warm the caches.
fn timed(times: usize, mut act: impl FnMut(usize)) -> Vec<Duration> {
    (0..times / 10).for_each(&mut act);
    let time = |place| {
        let start = Instant::now();
        act(place);
        start.elapsed()
    };
    (0..times).map(time).collect()
}

/// The explorer over a terminal that is only a buffer, as the session's is until it is sent.
struct Explorer {
    state: State,
    theme: Theme,
    terminal: Terminal<CrosstermBackend<Screen>>,
    screen: Screen,
}

#[derive(Clone, Default)]
struct Screen(Rc<RefCell<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Explorer {
    fn open() -> Self {
        let screen = Screen::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, COLUMNS, ROWS));
        let backend = CrosstermBackend::new(screen.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        let theme = Theme::new(Scheme::Dark, Depth::True, Glyphs::new(false));
        let mut explorer = Self { state: opened(), theme, terminal, screen };
        explorer.draw();
        explorer
    }

    fn take(&mut self, message: Option<Message>) {
        self.state.update(message.expect("the event means something"));
        self.draw();
    }

    fn draw(&mut self) {
        let Self { state, theme, terminal, screen } = self;
        let mut hits = Vec::new();
        terminal
            .draw(|frame| hits = view(state, theme, frame.area(), frame.buffer_mut()))
            .expect("a buffer takes everything");
        state.cursor.hits = hits;
        assert!(!screen.0.borrow().is_empty(), "something changed on the screen");
        screen.0.borrow_mut().clear();
    }
}

fn opened() -> State {
    let today = "2026-11-22".parse().unwrap();
    let preferences = Preferences { scheme: Scheme::Dark, mouse: true, reduced_motion: false };
    let cards = Catalog::shipped().cards();
    State::opening(cards, today, preferences, Profile::default()).unwrap()
}

fn keys() -> Vec<Duration> {
    let mut explorer = Explorer::open();
    timed(TIMES, |place| {
        let code = if place % 2 == 0 { KeyCode::Right } else { KeyCode::Left };
        let event = KeyEvent::new(code, KeyModifiers::NONE);
        explorer.take(key_message(&explorer.state, &event));
    })
}

/// Back and forth along the first slider, a cell at a time.
fn drag() -> Vec<Duration> {
    let mut explorer = Explorer::open();
    let hits = explorer.state.cursor.hits.iter();
    let mut tracks = hits.filter(|hit| matches!(hit.spot, Spot::Track(_)));
    let track = tracks.next().expect("there are sliders").area;
    let message = |kind, column| {
        mouse_message(&MouseEvent { kind, column, row: track.y, modifiers: KeyModifiers::NONE })
    };
    let cells = usize::from(track.width - 3);
    explorer.take(message(MouseEventKind::Down(MouseButton::Left), track.x + 1));
    timed(TIMES, |place| {
        let way = (place + 1) % (2 * cells);
        let cell = if way < cells { way } else { 2 * cells - way };
        let column = track.x + 1 + u16::try_from(cell).unwrap();
        explorer.take(message(MouseEventKind::Drag(MouseButton::Left), column));
    })
}

/// Every card, the other choices of the selected one, and who is cheapest.
fn board() -> Vec<Duration> {
    let today = "2026-11-22".parse().unwrap();
    let cards = Catalog::shipped().cards();
    let one = Scenario::opening(cards, Period::standard_month(today));
    let mut other = one.clone();
    let secrets = one.inputs.workload.vocabulary().find("secrets").unwrap();
    other.inputs.workload.set(secrets, Value::Number(101.into())).unwrap();
    let mut board = Board::new(cards, &one).unwrap();
    let scenarios = [other, one];
    timed(TIMES, |place| board.price(&scenarios[place % 2]).unwrap())
}

/// A workload that changes each year: cycles in which nothing changes are priced together, however many.
fn changing() -> Vec<Duration> {
    let start = "2026-01-01".parse().unwrap();
    let cards = Catalog::shipped().cards();
    let mut scenario = Scenario::opening(cards, Period::days(start, 3_650).expect("ten years"));
    let driver = scenario.inputs.workload.vocabulary().find("secrets").unwrap();
    let change = |year: i64| Change {
        at: format!("{}-06-15T12:34:56+00:00", 2025 + year).parse().unwrap(),
        driver,
        value: Value::Number((100 * year).into()),
    };
    scenario.inputs.changes = (1..=10).map(change).collect();
    let mut board = Board::new(cards, &scenario).unwrap();
    timed(TIMES / 40, |place| {
        scenario.inputs.workload.set(driver, Value::Number((place % 2).into())).unwrap();
        board.price(&scenario).unwrap();
    })
}

/// Times what the start does once: every card file from text to what can be priced.
fn cards() -> Vec<Duration> {
    timed(TIMES / 10, |_| {
        for (_, text) in Catalog::shipped_files() {
            RateCard::read(text, Vocabulary::standard()).unwrap();
        }
    })
}

/// With the cards read.
fn opening() -> Vec<Duration> {
    timed(TIMES / 10, |_| drop(opened()))
}

#[cfg(unix)]
mod binary {
    use std::io::{Read, Write};
    use std::time::{Duration, Instant};

    use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

    use super::{COLUMNS, ROWS, line, timed};

    const WHATIF: &str = env!("CARGO_BIN_EXE_whatif");
    const END_OF_FRAME: &[u8] = b"\x1b[?2026l";
    const STARTS: usize = 40;
    /// More than can be undone, so that the memory they take is at its most.
    const KEYS: usize = 400;

    pub fn lines() {
        line("start to first frame", starts(), "< 10 ms");
        let mut running = Running::start();
        running.wait_for_frame();
        line("key to frame, through the pseudo-terminal", running.keys(), "");
        let kilobytes = running.peak_kilobytes();
        let memory = kilobytes.map_or_else(|| "unknown".to_owned(), megabytes);
        println!("{:<44} {memory:>10} {:>10}  < 8 MB", "peak memory", "");
        let size = std::fs::metadata(WHATIF).unwrap().len();
        println!("{:<44} {:>10} {:>10}  < 5 MB", "stripped binary", megabytes(size / 1024), "");
    }

    fn megabytes(kilobytes: u64) -> String {
        format!("{}.{:02} MB", kilobytes / 1024, kilobytes % 1024 * 100 / 1024)
    }

    fn starts() -> Vec<Duration> {
        let start_one = |_| {
            let start = Instant::now();
            let mut running = Running::start();
            running.wait_for_frame();
            start.elapsed() // before it is ended
        };
        (0..STARTS).map(start_one).collect()
    }

    struct Running {
        child: Box<dyn Child + Send + Sync>,
        keyboard: Box<dyn Write + Send>,
        reader: Box<dyn Read + Send>,
        /// Held, for the terminal lasts as long as it.
        _master: Box<dyn MasterPty + Send>,
    }

    impl Running {
        fn start() -> Self {
            let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
            let pair = native_pty_system().openpty(size).unwrap();
            let mut command = CommandBuilder::new(WHATIF);
            command.env("TERM", "xterm-256color");
            command.env("COLORTERM", "truecolor");
            let child = pair.slave.spawn_command(command).unwrap();
            let keyboard = pair.master.take_writer().unwrap();
            let reader = pair.master.try_clone_reader().unwrap();
            Self { child, keyboard, reader, _master: pair.master }
        }

        fn wait_for_frame(&mut self) {
            let mut seen = Vec::new();
            let mut chunk = [0; 4_096];
            while !seen.ends_with(END_OF_FRAME) {
                let count = self.reader.read(&mut chunk).unwrap();
                assert_ne!(count, 0, "it ended");
                seen.extend_from_slice(&chunk[..count]);
            }
        }

        fn keys(&mut self) -> Vec<Duration> {
            timed(KEYS, |place| {
                let key: &[u8] = if place % 2 == 0 { b"\x1b[C" } else { b"\x1b[D" };
                self.keyboard.write_all(key).unwrap();
                self.wait_for_frame();
            })
        }

        /// The most memory that it ever had at once, where the system tells.
        fn peak_kilobytes(&self) -> Option<u64> {
            let path = format!("/proc/{}/status", self.child.process_id()?);
            let status = std::fs::read_to_string(path).ok()?;
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
            line.split_whitespace().next()?.parse().ok()
        }
    }

    impl Drop for Running {
        fn drop(&mut self) {
            let _ = self.keyboard.write_all(b"q");
            let deadline = Instant::now() + Duration::from_secs(1);
            while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
                std::thread::sleep(Duration::from_millis(1));
            }
            let _ = self.child.kill();
        }
    }
}
