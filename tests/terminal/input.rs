//! Input that comes in no order, in parts, or without end, and ends that come at once.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::pty::{END_OF_FRAME, Pty, START_OF_FRAME, command};
use crate::{RIGHT, TODAY, WHATIF, count, kill, open};

#[test]
fn bytes_that_make_no_key_hold_up_neither_a_new_size_nor_a_saved_card() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no_key_cards");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut pty = open(&["--cards", folder.to_str().unwrap()], &[]);
    // Control and tab, in a form that no key of the app has.
    pty.send("\x1b[27;5;9~");
    let before = pty.seen().bytes.len();
    pty.resize(80, 24);
    pty.wait_until("a frame of the new size", |seen| {
        count(END_OF_FRAME, &seen.bytes[before..]) > 0 && seen.shows("40.30")
    });
    pty.send("\x1b[27;5;9~\x1b[?62;c");
    let new = include_str!("../../src/cli/card/new.toml");
    fs::write(folder.join("mine.toml"), new).unwrap();
    pty.wait_for("added my-card");
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn a_paste_whose_end_is_lost_swallows_no_keys() {
    let mut pty = open(&[], &[]);
    pty.send("\r");
    pty.wait_for("Secrets (");
    pty.send("\x15\x1b[200~137");
    pty.wait_for("137");
    pty.send("\r");
    pty.wait_for("55.21");
    // Nor does it keep one from leaving.
    pty.send("\x1b[200~");
    std::thread::sleep(Duration::from_millis(100));
    pty.send("\x03");
    assert_eq!(pty.wait_for_end(), 0);
}

#[test]
fn keys_without_end_are_drawn_on_the_way() {
    let mut pty = open(&[], &[]);
    let start = Instant::now();
    let before = pty.seen().bytes.len();
    pty.send(&RIGHT.repeat(400));
    pty.send("w");
    pty.wait_for("Save as");
    let frames = count(START_OF_FRAME, &pty.seen().bytes[before..]);
    // The machine under the test may be slow: a frame each tenth of a second is told from none.
    let expected = usize::try_from(start.elapsed().as_millis() / 100).unwrap();
    assert!(frames > expected.min(4), "{frames} frames in {:?}", start.elapsed());
}

#[test]
fn what_was_typed_right_before_the_end_is_autosaved() {
    for (place, signal) in ["TERM", "HUP", "INT", "QUIT"].into_iter().enumerate() {
        let state = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("ended_{signal}"));
        let _ = fs::remove_dir_all(&state);
        let state_text = state.display().to_string();
        let start = || {
            let environment = [("XDG_STATE_HOME", state_text.as_str())];
            Pty::start(command(WHATIF, &TODAY, &environment), 120, 40)
        };
        let mut pty = start();
        pty.at_tencent();
        pty.send(RIGHT);
        pty.wait_for("untitled ●");
        // At other instants after the change, all within the pause between two writes.
        std::thread::sleep(Duration::from_millis(40 * place as u64));
        kill(signal, pty.id());
        assert_ne!(pty.wait_for_end(), 0, "{signal}");
        let mut pty = start();
        pty.wait_for("press o to reopen it");
        pty.send("o\r");
        pty.wait_for("40.70");
        drop(pty);
        let _ = fs::remove_dir_all(&state);
    }
}
