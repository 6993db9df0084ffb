//! The real binary in a pseudo-terminal: what it draws, what it answers to, and how it leaves.
#![cfg(unix)]

#[path = "terminal/documents.rs"]
mod documents;
#[path = "terminal/input.rs"]
mod input;
#[path = "terminal/own_cards.rs"]
mod own_cards;
#[path = "support/pty.rs"]
mod pty;
#[path = "terminal/theme.rs"]
mod theme;

use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use pty::{END_OF_FRAME, Pty, START_OF_FRAME, Seen, command, place_of};
use whatif::explorer::terminal::{Session, Settings, next_event};

const WHATIF: &str = env!("CARGO_BIN_EXE_whatif");
/// A fixed day of use, so that the ages of prices are the same every day.
const TODAY: [&str; 2] = ["--today", "2026-11-22"];
const RIGHT: &str = "\x1b[C";

/// The explorer on its opening screen, with the card of the worked example selected.
#[track_caller]
fn open(args: &[&str], environment: &[(&str, &str)]) -> Pty {
    let args = [&TODAY, args].concat();
    let mut pty = Pty::start(command(WHATIF, &args, environment), 120, 40);
    pty.at_tencent();
    pty
}

/// A pressed, dragged or released left button at a place counted from 0.
fn mouse(kind: char, (row, column): (usize, usize)) -> String {
    let (button, end) = match kind {
        'd' => (32, 'M'),
        'u' => (0, 'm'),
        _ => (0, 'M'),
    };
    format!("\x1b[<{button};{};{}{end}", column + 1, row + 1)
}

fn kill(signal: &str, id: u32) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {id}")]).status();
    assert!(sent.unwrap().success(), "kill -{signal} {id}");
}

fn count(needle: &[u8], bytes: &[u8]) -> usize {
    bytes.windows(needle.len()).filter(|window| *window == needle).count()
}

/// Returns what was written after the first `needle`.
#[track_caller]
fn after<'a>(needle: &[u8], bytes: &'a [u8]) -> &'a [u8] {
    let at = bytes.windows(needle.len()).position(|window| window == needle);
    &bytes[at.expect("it was written") + needle.len()..]
}

#[test]
fn it_opens_on_the_worked_example_and_a_key_prices_it_again() {
    let mut pty = open(&[], &[]);
    assert!(pty.contents().contains("Tencent"));
    pty.send(RIGHT);
    pty.wait_for("▲ +0.40");
    pty.wait_for("40.70");
    pty.send("u");
    pty.wait_for("▼ -0.40");
}

#[test]
fn a_mouse_drag_moves_the_slider_and_is_one_undo() {
    let mut pty = open(&[], &[]);
    let (row, column) = place_of("├", &pty.contents());
    let slider = |seen: &Seen| -> Vec<char> {
        let contents = seen.screen().contents();
        contents.lines().nth(row).unwrap().chars().skip(column).take(24).collect()
    };
    let before = slider(&pty.seen());
    pty.send(&mouse('p', (row, column + 4)));
    for step in 5..=8 {
        // The pointer strays from the row; the slider it took hold of keeps it.
        pty.send(&mouse('d', (row + step % 3, column + step)));
    }
    pty.send(&mouse('u', (row, column + 8)));
    pty.wait_until("the handle under the pointer", |seen| slider(seen)[8] == '◉');
    assert_ne!(slider(&pty.seen()), before);
    pty.send("u");
    pty.wait_until("the slider as it was", |seen| slider(seen) == before);
}

#[test]
fn a_burst_of_drags_is_taken_whole_before_it_is_drawn() {
    let mut pty = open(&[], &[]);
    let (row, column) = place_of("├", &pty.contents());
    pty.send("\x1b[F");
    pty.wait_for("10,000 │");
    let written = pty.seen().bytes.len();
    let mut burst = mouse('p', (row, column + 1));
    for step in 0..60 {
        burst.push_str(&mouse('d', (row, column + 1 + step % 5)));
    }
    // The end is a place where the handle has not been before.
    burst.push_str(&mouse('d', (row, column + 8)));
    burst.push_str(&mouse('u', (row, column + 8)));
    pty.send(&burst);
    pty.wait_for("◉──┤    1,200");
    let frames = count(START_OF_FRAME, &pty.seen().bytes[written..]);
    assert!(frames < 30, "{frames} frames for 61 drags");
}

#[test]
fn a_paste_goes_into_the_field_and_not_to_the_keys() {
    let mut pty = open(&[], &[]);
    pty.send("\r");
    pty.wait_for("Secrets (");
    // Typed, the line end would accept it, and a `q` after that would leave.
    pty.send("\x15\x1b[200~=peak_qps * 12 + 10\r\n\x1b[201~");
    pty.wait_for("=peak_qps * 12 + 10");
    pty.send("\r");
    pty.wait_for("100.75");
}

#[test]
fn every_size_has_the_total_and_coming_back_the_whole_screen() {
    let pty = open(&[], &[]);
    let opening = pty.contents();
    for (columns, rows) in [(80, 24), (48, 16), (20, 5)] {
        pty.resize(columns, rows);
        pty.wait_until("the total", |seen| {
            seen.is_between_frames() && seen.shows("40.30") && seen.shows("Secrets")
        });
    }
    pty.resize(120, 40);
    pty.wait_until("the opening screen", |seen| seen.screen().contents() == opening);
}

#[test]
fn no_size_ends_it() {
    let mut pty = open(&[], &[]);
    for (columns, rows) in [(1, 1), (0, 0), (1, 40), (120, 1), (0, 40), (2, 2), (7, 3)] {
        pty.resize(columns, rows);
        // A field, left by ctrl-c, and the help, opened and closed.
        pty.send("\t:a\x1b[B\x03??");
    }
    pty.resize(120, 40);
    pty.wait_for("40.30");
    let pty = Pty::start(command(WHATIF, &TODAY, &[]), 0, 0);
    pty.wait_until("a frame", Seen::is_between_frames);
    pty.resize(120, 40);
    pty.wait_for("5.79");
}

#[test]
fn every_frame_is_one_synchronized_update() {
    let mut pty = open(&[], &[]);
    for (key, text) in [(RIGHT, "+0.40"), ("?", "Keys"), ("q:", "Commands, sliders")] {
        pty.send(key);
        pty.wait_for(text);
    }
    let seen = pty.seen();
    let entered = seen.bytes.windows(START_OF_FRAME.len()).position(|it| it == START_OF_FRAME);
    let mut rest = &seen.bytes[entered.unwrap()..];
    while !rest.is_empty() {
        assert!(rest.starts_with(START_OF_FRAME), "bytes outside a frame");
        let end = after(END_OF_FRAME, rest);
        let frame = &rest[..rest.len() - end.len()];
        assert_eq!(count(START_OF_FRAME, frame), 1, "a frame within a frame");
        rest = end;
    }
}

#[test]
fn nobody_touching_it_nothing_is_written() {
    let mut pty = open(&[], &[]);
    pty.send(RIGHT);
    pty.wait_for("+0.40");
    // The chart comes with the next frame.
    thread::sleep(Duration::from_millis(300));
    let written = pty.seen().bytes.len();
    // Nothing can be waited for here; a machine under load makes this test weaker, never wrong.
    thread::sleep(Duration::from_millis(300));
    assert_eq!(pty.seen().bytes.len(), written);
    // The pointer passing by is no reason either.
    pty.send("\x1b[<35;10;10M\x1b[<35;11;10M");
    thread::sleep(Duration::from_millis(100));
    assert_eq!(pty.seen().bytes.len(), written);
}

#[test]
fn ranges_are_sampled_while_nobody_touches_it_and_then_it_is_idle() {
    let mut pty = open(&[], &[]);
    pty.send("\r50..100..400\r");
    // 78, 171 and 328 secrets at 0.403, of all ten thousand samples.
    pty.wait_until("all samples", |seen| {
        let all = seen.shows("P5 31.43") && seen.shows("P50 68.91") && !seen.shows("sampling");
        all && seen.is_between_frames()
    });
    let written = pty.seen().bytes.len();
    // A machine under load makes this weaker, never wrong.
    thread::sleep(Duration::from_millis(300));
    assert_eq!(pty.seen().bytes.len(), written);
}

#[test]
fn typing_goes_on_while_ranges_are_sampled() {
    let mut pty = open(&[], &[]);
    pty.send("\r50..400\r\r50..100..400\r");
    pty.wait_for("P50 68.91");
    pty.send("u");
    pty.wait_for("undid: Secrets 50..400");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
}

#[test]
fn quitting_gives_the_terminal_back_as_it_was() {
    for keys in ["q", "\x03", ":quit\r"] {
        let script = "stty -g; read go; \"$0\" \"$@\"; echo \"status $?\"; stty -g; read go";
        let args = [&["-c", script, WHATIF], TODAY.as_slice()].concat();
        let mut pty = Pty::start(command("sh", &args, &[]), 120, 40);
        pty.wait_until("the settings", |seen| seen.shows(":"));
        let (before, settings) = (pty.line_settings(), pty.contents().trim().to_owned());
        pty.send("\n");
        pty.at_tencent();
        assert_ne!(pty.line_settings(), before, "the line is raw meanwhile");
        assert!(pty.seen().screen().alternate_screen() && pty.seen().screen().hide_cursor());
        pty.send(keys);
        pty.wait_until("the shell again", |seen| {
            seen.shows("status 0") && seen.screen().contents().matches(&settings).count() == 2
        });
        assert!(pty.seen().is_given_back());
        assert_eq!(pty.line_settings(), before);
    }
}

#[test]
fn a_signal_gives_the_terminal_back_and_ends_with_its_status() {
    for (signal, status) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let mut pty = open(&[], &[]);
        let raw = pty.line_settings();
        kill(signal, pty.id());
        assert_eq!(pty.wait_for_end(), status, "{signal}");
        assert!(pty.seen().is_given_back(), "{signal}");
        assert_ne!(pty.line_settings(), raw, "{signal}");
    }
}

/// A shell with job control that starts the explorer, says when it is stopped, and goes on with it
/// after a line of input.
const JOB: &str = "set -m; \"$0\" \"$@\"; echo \"stopped $?\"; read go; fg >/dev/null; echo \"ended $?\"; read go";

fn as_a_job() -> Pty {
    let args = [&["-c", JOB, WHATIF], TODAY.as_slice()].concat();
    let mut pty = Pty::start(command("sh", &args, &[]), 120, 40);
    pty.at_tencent();
    pty
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again() {
    let mut pty = as_a_job();
    pty.send(RIGHT);
    pty.wait_for("+0.40");
    // The chart comes with the next frame.
    thread::sleep(Duration::from_millis(300));
    let drawn = pty.contents();
    pty.send("\x1a");
    pty.wait_until("the shell", |seen| seen.shows("stopped"));
    assert!(pty.seen().is_given_back());
    let written = pty.seen().bytes.len();
    pty.send("\n");
    pty.wait_until("the whole screen again", |seen| {
        seen.screen().contents() == drawn && seen.is_between_frames()
    });
    let seen = pty.seen();
    assert!(seen.screen().hide_cursor() && seen.screen().bracketed_paste());
    assert!(seen.screen().mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    assert!(count(b"Tencent", &seen.bytes[written..]) > 0, "drawn whole");
    drop(seen);
    pty.send("q");
    pty.wait_until("the end", |seen| seen.shows("ended 0"));
    assert!(pty.seen().is_given_back());
}

#[test]
fn stopped_from_outside_it_draws_everything_again_when_continued() {
    let mut pty = open(&[], &[]);
    let drawn = pty.contents();
    // SIGSTOP cannot be caught: the terminal stays taken, and others may write to it.
    kill("STOP", pty.id());
    let written = pty.seen().bytes.len();
    kill("CONT", pty.id());
    pty.wait_until("a frame after it", |seen| {
        seen.bytes.len() > written && seen.is_between_frames()
    });
    assert!(count(b"Tencent", &pty.seen().bytes[written..]) > 0, "drawn whole");
    assert_eq!(pty.contents(), drawn);
    pty.send(RIGHT);
    pty.wait_for("+0.40");
}

/// Set for the test that panics where another one watches it.
const PANIC_HERE: &str = "WHATIF_TEST_PANICS_HERE";

/// Not a test by itself: [`a_panic_gives_the_terminal_back_and_can_be_read`] runs it in a terminal.
#[test]
fn panics_on_a_key_where_it_is_watched() {
    if std::env::var_os(PANIC_HERE).is_none() {
        return;
    }
    let mut session = Session::start(Settings { mouse: true }).unwrap();
    session.draw(|frame| frame.render_widget("taken over", frame.area())).unwrap();
    next_event().unwrap();
    panic!("the sky has fallen");
}

#[test]
fn a_panic_gives_the_terminal_back_and_can_be_read() {
    let itself = std::env::current_exe().unwrap();
    let args = ["--exact", "panics_on_a_key_where_it_is_watched", "--nocapture"];
    let command = command(itself.to_str().unwrap(), &args, &[(PANIC_HERE, "1")]);
    let mut pty = Pty::start(command, 120, 40);
    pty.wait_for("taken over");
    assert!(pty.seen().screen().alternate_screen());
    let raw = pty.line_settings();
    pty.send("x");
    assert_eq!(pty.wait_for_end(), 101);
    let seen = pty.seen();
    assert!(seen.is_given_back());
    let contents = seen.screen().contents();
    let (row, column) = place_of("the sky has fallen", &contents);
    assert_eq!(column, 0, "line {row} begins at the left:\n{contents}");
    drop(seen);
    assert_ne!(pty.line_settings(), raw);
}

#[test]
fn without_the_mouse_no_mouse_mode_is_set() {
    let mut pty = open(&["--no-mouse"], &[]);
    pty.send(RIGHT);
    pty.wait_for("+0.40");
    for mode in [b"\x1b[?1000h", b"\x1b[?1002h", b"\x1b[?1003h", b"\x1b[?1006h"] {
        assert_eq!(count(mode, &pty.seen().bytes), 0);
    }
    pty.send("\x1bOQ");
    pty.wait_until("the mouse", |seen| {
        seen.screen().mouse_protocol_mode() == vt100::MouseProtocolMode::ButtonMotion
    });
}

/// The colours among the select-graphic-rendition parameters; 39 and 49 are the terminal's own.
fn colours(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let sequences = text.split("\x1b[").skip(1).filter_map(|sequence| {
        let end = sequence.find(|c: char| !matches!(c, '0'..='9' | ';' | ':'))?;
        sequence[end..].starts_with('m').then(|| sequence[..end].to_owned())
    });
    let is_colour = |sequence: &String| {
        let mut numbers = sequence.split([';', ':']).map(|number| number.parse().unwrap_or(0));
        numbers.any(|number: u32| matches!(number, 30..=38 | 40..=48 | 90..=107))
    };
    sequences.filter(is_colour).collect()
}

#[test]
fn no_color_writes_no_colour_and_the_selection_still_shows() {
    let mut pty = open(&[], &[("NO_COLOR", "1")]);
    pty.send(RIGHT);
    pty.wait_for("+0.40");
    assert_eq!(colours(&pty.seen().bytes), Vec::<String>::new());
    let (row, column) = place_of("▸Secrets", &pty.contents());
    let seen = pty.seen();
    let cell = |column: usize| {
        let place = (u16::try_from(row).unwrap(), u16::try_from(column).unwrap());
        seen.screen().cell(place.0, place.1).unwrap()
    };
    assert!(
        cell(column + 1).inverse() || cell(column + 1).bold(),
        "the selected slider stands out"
    );
    let coloured = open(&[], &[]);
    assert_ne!(colours(&coloured.seen().bytes), Vec::<String>::new());
}

#[test]
fn ascii_writes_no_other_byte() {
    let mut pty = open(&["--ascii"], &[]);
    for (key, text) in [("?", "One step less"), (":", "Commands, sliders")] {
        pty.send(key);
        pty.wait_for(text);
        pty.send("\x1b");
        pty.wait_until("the panes", |seen| !seen.shows(text) && seen.is_between_frames());
    }
    pty.send(RIGHT);
    pty.wait_for("+0.40");
    pty.send("\t\r");
    pty.wait_for("Why:");
    assert!(pty.seen().bytes.is_ascii());
}

#[test]
fn where_the_screen_cannot_be_drawn_the_summary_is_plain() {
    let mut pty = Pty::start(command(WHATIF, &TODAY, &[("TERM", "dumb")]), 100, 70);
    assert_eq!(pty.wait_for_end(), 0);
    assert!(pty.contents().contains("40.30"), "{}", pty.contents());
    assert!(pty.contents().contains("TERM is `dumb`"), "{}", pty.contents());
    assert_eq!(count(b"\x1b", &pty.seen().bytes), 0);

    let args = [&["-c", "\"$0\" \"$@\" </dev/null", WHATIF], TODAY.as_slice()].concat();
    let mut pty = Pty::start(command("sh", &args, &[("NO_COLOR", "1")]), 100, 70);
    assert_eq!(pty.wait_for_end(), 0);
    assert!(pty.contents().contains("standard input is not a terminal"), "{}", pty.contents());
    assert_eq!(count(b"\x1b", &pty.seen().bytes), 0);
}

#[test]
fn on_a_pipe_the_summary_is_plain() {
    let output = Command::new(WHATIF).args(TODAY).stdin(Stdio::null()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    assert!(text.contains("40.30") && text.contains("standard output is not a terminal"), "{text}");
    assert!(!text.contains('\x1b'));
}
