//! Colours that follow the terminal's background, and text in colours.

use crate::pty::{Pty, Seen, command};
use crate::{RIGHT, TODAY, WHATIF, count};

/// The question of the background.
const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";
/// The answer of a white terminal.
const WHITE: &str = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\";

/// Returns whether the bar at the top has a light background.
fn is_light(seen: &Seen) -> bool {
    let cell = seen.screen().cell(0, 40).expect("the bar is there");
    matches!(cell.bgcolor(), vt100::Color::Rgb(red, ..) if red > 127)
}

/// The explorer once it has asked.
fn asked() -> Pty {
    let pty = Pty::start(command(WHATIF, &TODAY, &[]), 120, 40);
    pty.wait_until("the question", |seen| count(QUESTION, &seen.bytes) == 1);
    pty
}

#[test]
fn a_terminal_that_says_it_is_light_gets_light_colours_and_no_key() {
    let mut pty = asked();
    pty.send(WHITE);
    pty.wait_until("light colours", |seen| is_light(seen) && seen.is_between_frames());
    pty.at_tencent();
    pty.send(RIGHT);
    pty.wait_for("▲ +0.40");
    assert_eq!(count(QUESTION, &pty.seen().bytes), 1, "it asks once");
}

#[test]
fn the_first_frame_does_not_wait_and_an_answer_in_parts_is_no_key() {
    let mut pty = asked();
    let (first, rest) = WHITE.split_at(9);
    pty.send(first);
    pty.wait_for("5.79");
    assert!(!is_light(&pty.seen()), "it is drawn before the answer");
    pty.send(rest);
    pty.wait_until("light colours", |seen| is_light(seen) && seen.is_between_frames());
    pty.at_tencent();
}

#[test]
fn the_environment_a_flag_and_the_settings_say_it_without_a_question() {
    let light = Pty::start(command(WHATIF, &TODAY, &[("COLORFGBG", "0;15")]), 120, 40);
    light.wait_until("a frame", |seen| is_light(seen) && seen.is_between_frames());
    assert_eq!(count(QUESTION, &light.seen().bytes), 0);
    let args = [&TODAY[..], &["--theme", "light"]].concat();
    let named = Pty::start(command(WHATIF, &args, &[("COLORFGBG", "15;0")]), 120, 40);
    named.wait_until("a frame", |seen| is_light(seen) && seen.is_between_frames());
    let home = tempfile::tempdir().unwrap();
    let settings = home.path().join("whatif");
    std::fs::create_dir_all(&settings).unwrap();
    std::fs::write(
        settings.join("settings.toml"),
        "theme = \"light\"\nstart = \"sweep\"\nthem = 1\n",
    )
    .unwrap();
    let home = home.path().display().to_string();
    let set = Pty::start(command(WHATIF, &TODAY, &[("XDG_CONFIG_HOME", &home)]), 120, 40);
    set.wait_until("a frame", |seen| is_light(seen) && seen.is_between_frames());
    assert_eq!(count(QUESTION, &set.seen().bytes), 0);
    set.wait_for("unknown key 'them': did you mean 'theme'?");
    set.wait_for("▸3 Sweep");
}

#[test]
fn text_on_a_terminal_has_colours_unless_the_environment_takes_them_away() {
    let args = [&TODAY[..], &["quote", "tencent-ssm-payg"]].concat();
    let mut coloured = Pty::start(command(WHATIF, &args, &[]), 120, 60);
    coloured.wait_for_end();
    assert!(count(b"\x1b[1m", &coloured.seen().bytes) > 2, "{}", coloured.contents());
    let mut plain = Pty::start(command(WHATIF, &args, &[("NO_COLOR", "1")]), 120, 60);
    plain.wait_for_end();
    assert_eq!(count(b"\x1b[", &plain.seen().bytes), 0, "{}", plain.contents());
}
