//! `whatif check` over the shipped cards, and over cards that people get wrong.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::run::{text, whatif};

/// A folder of one test, gone at its end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(test: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).unwrap();
    }

    /// Returns what `check` says about files of this folder, its exit code first.
    fn check(&self, arguments: &[&str]) -> String {
        let output = whatif().current_dir(&self.0).arg("check").args(arguments).output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
        let report = String::from_utf8(output.stdout).unwrap();
        format!("exit {}\n{report}", output.status.code().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn shipped(id: &str) -> String {
    let path = format!("{}/pricing/cards/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_shipped_cards_have_no_problems_and_their_examples_reproduce() {
    let report = text("check");
    assert!(report.contains("no problems"), "{report}");
    let words: Vec<&str> = report.split_whitespace().collect();
    let both = "it prints 600 s, counted to 8:55:30; by its own facts it is 570 s";
    assert!(words.join(" ").contains(both), "{report}");
    let reproduced = report.lines().nth(1).unwrap().split(' ').collect::<Vec<_>>();
    assert_eq!(reproduced[0], reproduced[2], "{report}");
}

#[test]
fn every_problem_of_every_file_is_told_at_once_and_the_other_cards_load() {
    let folder = Folder::new("every_problem");
    folder.put("good.toml", shipped("alibaba-kms-payg"));
    let broken = shipped("tencent-ssm-payg")
        .replace("id = \"tencent-ssm-payg\"", "id = \"broken\"")
        .replace("currency", "curency")
        .replace("amount = \"0.4\"", "amount = 0.4");
    folder.put("broken.toml", broken);
    insta::assert_snapshot!(folder.check(&["."]));
}

#[test]
fn an_example_that_does_not_reproduce_is_a_problem_at_its_place() {
    let folder = Folder::new("example");
    folder.put("mine.toml", shipped("tencent-ssm-payg").replace("\"40.3\"", "\"40.4\""));
    insta::assert_snapshot!(folder.check(&["mine.toml"]));
}

#[test]
fn two_open_tiers_are_a_problem() {
    let folder = Folder::new("tiers");
    let tiers = "price.graduated = { tier = [{ amount = \"0.4\" }, { amount = \"0.3\" }], per = \"month\" }";
    let price = "price.per-unit = { amount = \"0.4\", per = \"month\" }";
    folder.put("tiers.toml", shipped("tencent-ssm-payg").replace(price, tiers));
    insta::assert_snapshot!(folder.check(&["tiers.toml"]));
}

#[test]
fn files_that_are_no_text_are_told_without_reading_them_whole() {
    let folder = Folder::new("no_text");
    folder.put("large.toml", vec![b'#'; 300_000]);
    folder.put("latin.toml", b"provider = \"caf\xe9\"\n");
    fs::create_dir(folder.0.join("empty")).unwrap();
    insta::assert_snapshot!(folder.check(&["large.toml", "latin.toml", "missing.toml", "empty"]));
}

#[test]
fn two_cards_of_one_id_are_a_problem_and_one_file_named_twice_is_none() {
    let folder = Folder::new("same_id");
    folder.put("one.toml", shipped("tencent-ssm-payg"));
    assert!(folder.check(&["one.toml", "."]).starts_with("exit 0"));
    folder.put("two.toml", shipped("tencent-ssm-payg"));
    let report = folder.check(&["."]);
    assert!(report.starts_with("exit 1\nerror: the id 'tencent-ssm-payg' is that of"), "{report}");
}

/// Returns what `check` says, at once, of a folder in which a file is made.
fn refused(test: &str, make: impl FnOnce(&std::path::Path)) -> String {
    let folder = Folder::new(test);
    make(&folder.0.join("x.toml"));
    let begun = Instant::now();
    let report = folder.check(&["."]);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    report
}

#[test]
fn a_file_that_says_it_is_large_is_not_read() {
    let large =
        |path: &std::path::Path| fs::File::create(path).unwrap().set_len(100 << 20).unwrap();
    let report = refused("huge", large);
    assert!(report.contains("error: the file has 104857600 bytes, more than 262144"), "{report}");
}

#[cfg(unix)]
#[test]
fn a_pipe_and_a_device_are_refused_without_opening_them() {
    let pipe = refused("pipe", |path| {
        let made = std::process::Command::new("mkfifo").arg(path).status().unwrap();
        assert!(made.success());
    });
    let device = refused("device", |path| std::os::unix::fs::symlink("/dev/zero", path).unwrap());
    for report in [pipe, device] {
        assert!(report.contains("it is a pipe, a socket or a device, not a file"), "{report}");
    }
}

#[test]
fn a_deeply_nested_file_is_refused_quickly() {
    for (name, text) in [
        ("lists", format!("a = {}", "[".repeat(100_000))),
        ("tables", format!("a = {}", "{a=".repeat(80_000))),
        ("dotted", format!("{}a = 1", "a.".repeat(100_000))),
        ("headers", format!("[{}a]", "a.".repeat(100_000))),
    ] {
        let report = refused(name, |path| fs::write(path, text).unwrap());
        assert!(report.starts_with("exit 1"), "{name}: {report}");
    }
}

#[test]
fn what_editors_leave_while_they_write_is_no_card() {
    let folder = Folder::new("editors");
    folder.put("one.toml", shipped("tencent-ssm-payg"));
    for name in [".#one.toml", ".one.toml.swp", "one.toml~", "#one.toml#"] {
        folder.put(name, "half of a c");
    }
    assert!(folder.check(&["."]).starts_with("exit 0\n1 card read"));
}

#[cfg(unix)]
#[test]
fn neither_the_name_nor_the_text_of_a_file_can_steer_the_terminal() {
    let folder = Folder::new("steering");
    folder.put("a\x1b[31m.toml", "id = \"x\x1b[31m\u{9b}1m\"\nprovider = \"\\u001b]0;x\\u0007\"\n");
    folder.put("b.toml", "\"k\\u001b[31m\" = 1\nnotes = [\"\u{202e}\"]\n");
    folder.put("c.toml", "\"k\\u001b[31m\" = 1\n");
    let report = folder.check(&["."]);
    assert!(report.starts_with("exit 1"));
    assert!(!report.contains(|letter: char| letter.is_control() && letter != '\n'), "{report:?}");
    assert!(!report.contains('\u{202e}'), "{report:?}");
}

#[test]
fn colours_are_written_where_they_are_wanted_and_nowhere_else() {
    let folder = Folder::new("colours");
    folder.put("x.toml", "plam = 1\n");
    assert!(!folder.check(&["x.toml"]).contains('\x1b'));
    assert!(folder.check(&["x.toml", "--color", "always"]).contains('\x1b'));
    assert!(!folder.check(&["x.toml", "--color", "never"]).contains('\x1b'));
}
