//! The user's own cards while the explorer is open: save the file, and the invoice moves.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::pty::{Pty, command};
use crate::{JOB, RIGHT, TODAY, WHATIF, count, open};

/// A folder of cards, gone at the end of its test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("live_{test}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn open(&self) -> Pty {
        open(&["--cards", self.0.to_str().unwrap()], &[])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The shipped card of the worked example at another price.
fn tencent(price: &str) -> String {
    let path = format!("{}/pricing/cards/tencent-ssm-payg.toml", env!("CARGO_MANIFEST_DIR"));
    let card = fs::read_to_string(path).unwrap();
    card.replace("amount = \"0.4\"", &format!("amount = \"{price}\""))
}

/// Writes a text in two pieces, as slow editors and copies do.
fn write_in_pieces(path: &Path, text: &str, pause: Duration) {
    let mut file = OpenOptions::new().create(true).write(true).truncate(true).open(path).unwrap();
    let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at));
    let (first, rest) = text.split_at(middle.unwrap());
    file.write_all(first.as_bytes()).unwrap();
    file.flush().unwrap();
    thread::sleep(pause);
    file.write_all(rest.as_bytes()).unwrap();
}

const PROBLEMS: &str = "Your card has problems";

#[test]
fn saving_a_card_in_any_way_moves_the_invoice_and_shows_no_half_of_it() {
    let folder = Folder::new("ways");
    let pty = folder.open();
    let card = folder.file("x.toml");
    fs::write(&card, tencent("0.42")).unwrap();
    pty.wait_for("total 40.30 → 42.30");
    // Another file that takes its name.
    let other = folder.file(".x.toml.tmp");
    fs::write(&other, tencent("0.43")).unwrap();
    fs::rename(&other, &card).unwrap();
    pty.wait_for("total 42.30 → 43.30");
    // The former file out of the way first.
    fs::rename(&card, folder.file("x.toml~")).unwrap();
    thread::sleep(Duration::from_millis(100));
    fs::write(&card, tencent("0.44")).unwrap();
    pty.wait_for("total 43.30 → 44.30");
    // Emptied, and written piece by piece.
    write_in_pieces(&card, &tencent("0.45"), Duration::from_millis(100));
    pty.wait_for("total 44.30 → 45.30");
    let seen = pty.seen();
    assert_eq!(count(PROBLEMS.as_bytes(), &seen.bytes), 0);
    assert_eq!(count(b"back to the shipped", &seen.bytes), 0);
}

#[test]
fn a_broken_save_is_shown_until_it_is_closed_or_mended() {
    let folder = Folder::new("broken");
    fs::write(folder.file("x.toml"), tencent("0.42")).unwrap();
    let mut pty = Pty::start(
        command(WHATIF, &[&TODAY[..], &["--cards", folder.0.to_str().unwrap()]].concat(), &[]),
        120,
        40,
    );
    pty.at_tencent();
    pty.wait_for("42.30");
    fs::write(folder.file("x.toml"), tencent("0.43").replace("plan = ", "plam = ")).unwrap();
    pty.wait_for(PROBLEMS);
    assert!(pty.contents().contains("^^^^"), "{}", pty.contents());
    pty.send("\x1b");
    pty.wait_until("the panes", |seen| !seen.shows(PROBLEMS) && seen.shows("42.30"));
    pty.send("!");
    pty.wait_for(PROBLEMS);
    fs::write(folder.file("x.toml"), tencent("0.43")).unwrap();
    pty.wait_until("the mended card", |seen| !seen.shows(PROBLEMS) && seen.shows("43.30"));
    fs::remove_file(folder.file("x.toml")).unwrap();
    pty.wait_for("back to the shipped tencent-ssm-payg: total 43.30 → 40.30");
}

#[test]
fn a_folder_that_comes_later_or_again_is_noticed() {
    let folder = Folder::new("later");
    let pty = open(&[], &[("XDG_CONFIG_HOME", folder.0.to_str().unwrap())]);
    let cards = folder.0.join("whatif/cards");
    fs::create_dir_all(&cards).unwrap();
    fs::write(cards.join("x.toml"), tencent("0.42")).unwrap();
    pty.wait_for("total 40.30 → 42.30");
    fs::remove_dir_all(&cards).unwrap();
    pty.wait_for("total 42.30 → 40.30");
    fs::create_dir_all(&cards).unwrap();
    fs::write(cards.join("x.toml"), tencent("0.43")).unwrap();
    pty.wait_for("total 40.30 → 43.30");
    // And at once, so that nobody sees the folder missing.
    fs::remove_dir_all(&cards).unwrap();
    fs::create_dir_all(&cards).unwrap();
    fs::write(cards.join("x.toml"), tencent("0.44")).unwrap();
    pty.wait_for("total 43.30 → 44.30");
    fs::write(cards.join("x.toml"), tencent("0.45")).unwrap();
    pty.wait_for("total 44.30 → 45.30");
}

#[test]
fn a_card_that_was_saved_while_it_slept_is_there_when_it_wakes() {
    let folder = Folder::new("slept");
    let cards = ["--cards", folder.0.to_str().unwrap()];
    let args = [&["-c", JOB, WHATIF], TODAY.as_slice(), &cards].concat();
    let mut pty = Pty::start(command("sh", &args, &[]), 120, 40);
    pty.at_tencent();
    pty.send("\x1a");
    pty.wait_until("the shell", |seen| seen.shows("stopped"));
    fs::write(folder.file("x.toml"), tencent("0.42")).unwrap();
    pty.send("\n");
    pty.wait_for("total 40.30 → 42.30");
    pty.send(RIGHT);
    pty.wait_for("+0.42");
    pty.send("q");
    pty.wait_until("the end", |seen| seen.shows("ended 0"));
}

#[test]
fn resizing_and_saving_at_once_lose_neither() {
    let folder = Folder::new("resize");
    let pty = folder.open();
    for (place, (columns, rows)) in [(80, 24), (120, 40), (100, 30), (120, 40)].iter().enumerate() {
        let price = format!("0.{}", 50 + place);
        fs::write(folder.file("x.toml"), tencent(&price)).unwrap();
        pty.resize(*columns, *rows);
        pty.wait_for(&format!("{}.30", 50 + place));
    }
}

/// Clock ticks of the processor that a process has used.
#[cfg(target_os = "linux")]
fn ticks(id: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn watching_uses_no_processor_time_and_writes_nothing() {
    let folder = Folder::new("silent");
    fs::write(folder.file("mine.toml"), tencent("0.42").replace("tencent-ssm-payg", "mine"))
        .unwrap();
    let pty = folder.open();
    // The first look of the watcher is over, and so is what a change is answered with.
    fs::write(folder.file("x.toml"), tencent("0.43")).unwrap();
    pty.wait_for("43.30");
    thread::sleep(Duration::from_millis(200));
    let (written, used) = (pty.seen().bytes.len(), ticks(pty.id()));
    thread::sleep(Duration::from_millis(500));
    // Files that are no cards wake nobody up for long.
    fs::write(folder.file("notes.txt"), "a note").unwrap();
    fs::read(folder.file("x.toml")).unwrap();
    thread::sleep(Duration::from_millis(300));
    assert_eq!(pty.seen().bytes.len(), written);
    assert!(ticks(pty.id()) - used <= 1, "{} ticks", ticks(pty.id()) - used);
}
