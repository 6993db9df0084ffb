//! Scenarios and tours in the real program: files, the clipboard, a crash, and time.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::pty::{Pty, command};
use crate::{RIGHT, TODAY, WHATIF, count, kill};

/// A folder for one test, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("documents_{test}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// The program, with this folder for what it remembers.
    fn open(&self, args: &[&str]) -> Pty {
        let args = [&TODAY, args].concat();
        let state = self.file("state");
        let environment = [("XDG_STATE_HOME", state.as_str())];
        Pty::start(command(WHATIF, &args, &environment), 120, 40)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Replaces what stands in a field.
fn typed(text: &str) -> String {
    format!("{text}\r")
}

#[test]
fn a_scenario_is_saved_opened_from_the_shell_and_noticed_when_another_program_writes_it() {
    let folder = Folder::new("save");
    let path = folder.file("plan.toml");
    let mut pty = folder.open(&[]);
    pty.at_tencent();
    pty.send(RIGHT);
    pty.wait_for("untitled ●");
    pty.send("w");
    pty.wait_for("Save as");
    pty.send(&typed(&path));
    pty.wait_for(&format!("saved {path}"));
    let saved = fs::read_to_string(&path).unwrap();
    assert!(saved.contains("secrets = \"101\""), "{saved}");
    fs::write(&path, format!("{saved}# theirs\n")).unwrap();
    pty.send(RIGHT);
    pty.wait_for("plan ●");
    pty.send("w");
    pty.wait_for("open it (u goes back to this scenario)");
    pty.send("r");
    pty.wait_for("every amount is as it was saved");
    pty.send("u");
    pty.wait_for("plan ●");
    pty.send("qq");
    assert_eq!(pty.wait_for_end(), 0);
    assert!(
        pty.contents()
            .contains("Unsaved changes were autosaved. Start whatif and press o to reopen them.")
    );
    let mut pty = folder.open(&[&path]);
    pty.wait_for("40.70");
    pty.wait_for("(plan.toml): press o to reopen it");
    // It is among the files that were used, and nothing was before it.
    pty.send("u");
    pty.wait_for("nothing to undo");
    pty.send("o");
    pty.wait_for("Open a scenario");
    pty.wait_for("plan.toml");
}

#[test]
fn work_that_another_scenario_takes_the_place_of_is_found_at_the_next_start() {
    let folder = Folder::new("replaced");
    let path = folder.file("plan.toml");
    let mut pty = folder.open(&[]);
    pty.at_tencent();
    pty.send("w");
    pty.wait_for("Save as");
    pty.send(&typed(&path));
    pty.wait_for(&format!("saved {path}"));
    pty.send(&RIGHT.repeat(3));
    pty.wait_for("plan ●");
    pty.send("o");
    pty.wait_for("Open a scenario");
    pty.send(&typed(&path));
    pty.wait_for("every amount is as it was saved");
    kill("KILL", pty.id());
    drop(pty);
    let mut pty = folder.open(&[]);
    pty.wait_for("(plan.toml): press o to reopen it");
    pty.send("o");
    pty.wait_for("Open a scenario");
    pty.send("\r");
    pty.wait_for("41.51");
    pty.wait_for("plan ●");
}

#[test]
fn an_import_is_read_in_the_background_shown_and_taken() {
    let folder = Folder::new("import");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/kubernetes.yaml");
    let manifests = folder.0.join("my manifests");
    fs::create_dir_all(&manifests).unwrap();
    fs::copy(sample, manifests.join("cluster.yaml")).unwrap();
    let mut pty = folder.open(&[]);
    pty.at_tencent();
    pty.send("I");
    pty.wait_for("Import real usage from files");
    pty.send(&typed(&format!("'{}'", manifests.display())));
    pty.wait_for("the files have several values");
    pty.send("gcp\r");
    pty.wait_for("becomes 2, imported: 1 object in cluster.yaml");
    pty.send("\r");
    pty.wait_for("3 drivers imported (u undoes)");
    pty.send("I");
    pty.wait_for("Import real usage from files");
    pty.send(&typed(&folder.file("none.yaml")));
    pty.wait_for("none.yaml: there is no such file");
}

#[test]
fn work_that_a_crash_ended_is_found_at_the_next_start() {
    let folder = Folder::new("crash");
    let pty = {
        let mut pty = folder.open(&[]);
        pty.at_tencent();
        pty.send(&RIGHT.repeat(5));
        pty.wait_for("42.32");
        let kept = folder.0.join("state/whatif/kept");
        let is_text = |path: &Path| path.extension().is_some_and(|it| it == "toml");
        let has_text =
            || fs::read_dir(&kept).is_ok_and(|it| it.flatten().any(|it| is_text(&it.path())));
        while !has_text() {
            thread::sleep(Duration::from_millis(5));
        }
        pty
    };
    kill("KILL", pty.id());
    drop(pty);
    let mut pty = folder.open(&[]);
    pty.wait_for("autosave of");
    pty.send("o");
    pty.wait_for("Open a scenario");
    pty.send("\r");
    pty.wait_for("42.32");
    pty.send("u");
    pty.wait_for("5.79");
    pty.send("q");
    assert_eq!(pty.wait_for_end(), 0);
    // Undone, it is still there.
    let pty = folder.open(&[]);
    pty.wait_for("autosave of");
}

#[test]
fn a_code_goes_to_the_clipboard_and_opens_when_pasted_or_given() {
    let folder = Folder::new("code");
    let mut pty = folder.open(&[]);
    pty.at_tencent();
    pty.send(RIGHT);
    pty.wait_for("40.70");
    pty.send("C");
    pty.wait_for("copied a code of");
    assert_eq!(count(b"\x1b]52;c;", &pty.seen().bytes), 1);
    let code = fs::read_to_string(folder.file("state/whatif/code.txt")).unwrap();
    let mut other = folder.open(&[]);
    other.at_tencent();
    other.send(&format!("\x1b[200~{code}\x1b[201~"));
    other.wait_for("the code: every amount is as it was saved");
    other.wait_for("40.70");
    let given = folder.open(&["open", code.trim()]);
    given.wait_for("40.70");
}

#[test]
fn a_tour_plays_by_itself_waits_when_paused_and_then_costs_nothing() {
    let folder = Folder::new("tour");
    let mut pty = folder.open(&["tour", "which-one"]);
    pty.wait_for("1/7");
    pty.send("\x1b[6~");
    // It drags by itself, to the end.
    pty.wait_for("for 1,000 secrets");
    pty.send("P");
    pty.wait_for("paused");
    thread::sleep(Duration::from_millis(100));
    let before = pty.seen().bytes.len();
    thread::sleep(Duration::from_millis(400));
    assert_eq!(pty.seen().bytes.len(), before, "nothing is drawn while it waits");
    pty.send("\x1b");
    pty.wait_for("left the tour: your scenario is back");
    pty.wait_for("5.79");
}

#[test]
fn with_reduced_motion_nothing_moves() {
    let folder = Folder::new("still");
    let mut pty = folder.open(&["--reduced-motion", "tour", "which-one"]);
    pty.wait_for("1/7");
    pty.send("P\x1b[6~");
    pty.wait_for("2/7");
    pty.wait_for("for 1,000 secrets");
    assert!(!pty.contents().contains("for 230 secrets"));
}

#[test]
fn the_stage_opens_from_the_shell() {
    let folder = Folder::new("stage");
    let pty = folder.open(&["present"]);
    pty.wait_for("Parameter Store");
    pty.wait_until("no header", |seen| !seen.shows("1 Explore") && seen.shows("Secrets"));
}

#[test]
fn what_is_on_the_screen_is_exported_under_a_name_that_says_how() {
    let folder = Folder::new("export");
    let (table, drawn) = (folder.file("comparison.md"), folder.file("screen.svg"));
    let mut pty = folder.open(&[]);
    pty.at_tencent();
    for path in [&table, &drawn] {
        pty.send("E");
        pty.wait_for("Export: what");
        pty.send("\r");
        pty.wait_for("Export to");
        pty.send(&typed(path));
        pty.wait_for(path);
    }
    assert!(fs::read_to_string(&table).unwrap().contains("5.79"));
    let svg = fs::read_to_string(&drawn).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("Credential storage"));
    // A name that is taken is not written over.
    pty.send("E");
    pty.wait_for("Export: what");
    pty.send("\r");
    pty.wait_for("Export to");
    pty.send(&typed(&table));
    pty.wait_for("comparison-2.md");
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_nothing_is_lost() {
    let args = TODAY;
    let environment = [("XDG_STATE_HOME", "/dev/null/state")];
    let mut pty = Pty::start(command(WHATIF, &args, &environment), 120, 40);
    pty.wait_for("autosave is off");
    pty.at_tencent();
    pty.send(RIGHT);
    pty.wait_for("40.70");
    pty.send("w");
    pty.wait_for("Save as");
    pty.send(&typed("/dev/null/plan.toml"));
    pty.wait_for("nothing is lost");
    assert!(pty.contents().contains("40.70"));
    pty.wait_for("untitled ● not");
    pty.send("q");
    pty.wait_for("quit and lose the changes");
    pty.send("\r");
    pty.send("q");
    pty.send("d");
    assert_eq!(pty.wait_for_end(), 0);
}
