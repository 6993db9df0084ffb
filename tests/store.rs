//! Files of scenarios: saved whole or not at all, whatever happens meanwhile; and work that is kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use whatif::store::autosave::{self, Autosaver, Unsaved};
use whatif::store::{self, ReadError, SaveError, recent};

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn text(letter: char) -> String {
    // Long enough that writing it takes a while, and of another length for each letter.
    letter.to_string().repeat(40_000 + 10_000 * (letter as usize % 7))
}

/// This test program again, as a process of its own that runs one test.
fn child(test: &str, path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env("WHATIF_TEST_PATH", path)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

fn given_path() -> PathBuf {
    PathBuf::from(std::env::var_os("WHATIF_TEST_PATH").expect("run by another test"))
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
#[ignore = "run by another test, which kills it"]
fn saves_forever() {
    let path = given_path();
    for letter in "ab".chars().cycle() {
        store::overwrite(&path, &text(letter)).unwrap();
    }
}

/// So many processes are killed: `WHATIF_KILLS=1000 cargo test --test store` for more.
fn kills() -> u32 {
    std::env::var("WHATIF_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(25)
}

#[test]
fn a_process_killed_while_it_saves_leaves_the_old_or_the_new_text_whole() {
    let folder = folder();
    let path = folder.path().join("plan.toml");
    let mut seen = [0, 0];
    for round in 0..kills() {
        let _ = fs::remove_file(&path);
        let mut child = child("saves_forever", &path);
        wait_for("the first save", || path.exists());
        // From at once to some saves later, a little later each round.
        std::thread::sleep(Duration::from_micros(u64::from(round * 7_919 % 9_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = fs::read_to_string(&path).expect("the file is there");
        let which = ['a', 'b'].iter().position(|letter| found == text(*letter));
        seen[which.unwrap_or_else(|| panic!("round {round}: {} bytes", found.len()))] += 1;
        store::save(&path, "next", Some(&found)).unwrap();
    }
    println!("{} kills: {} times the one text, {} times the other", kills(), seen[0], seen[1]);
}

#[test]
fn what_a_killed_save_left_behind_is_swept_by_a_later_one() {
    let folder = folder();
    let path = folder.path().join("plan.toml");
    let left = folder.path().join(".plan.toml.abc123.whatif~");
    let fresh = folder.path().join(".plan.toml.def456.whatif~");
    let other = folder.path().join(".other.toml.abc123.whatif~");
    for file in [&left, &fresh, &other] {
        fs::write(file, "half").unwrap();
    }
    let old = std::time::SystemTime::now() - Duration::from_secs(120);
    for file in [&left, &other] {
        fs::File::open(file).unwrap().set_modified(old).unwrap();
    }
    store::save(&path, "x", None).unwrap();
    assert_eq!([&left, &fresh, &other].map(|it| it.exists()), [false, true, true]);
}

#[test]
fn a_file_that_another_program_changed_is_not_overwritten() {
    let folder = folder();
    let path = folder.path().join("plan.toml");
    store::save(&path, "one", None).unwrap();
    // One that is there but was not known to be.
    assert!(matches!(store::save(&path, "two", None), Err(SaveError::Differs(_))));
    fs::write(&path, "theirs").unwrap();
    assert!(matches!(store::save(&path, "two", Some("one")), Err(SaveError::Differs(_))));
    assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
    store::overwrite(&path, "two").unwrap();
    // One that is gone is written again.
    fs::remove_file(&path).unwrap();
    store::save(&path, "three", Some("two")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "three");
}

#[test]
fn what_is_no_scenario_by_its_kind_is_neither_read_nor_replaced() {
    let folder = folder();
    assert!(matches!(store::read(folder.path()), Err(ReadError::NoFile(_))));
    assert!(matches!(store::overwrite(folder.path(), "x"), Err(SaveError::NoFile(_))));
    let missing = folder.path().join("none.toml");
    assert!(matches!(store::read(&missing), Err(ReadError::Missing(_))));
    let huge = folder.path().join("huge.toml");
    fs::File::create(&huge).unwrap().set_len(2 << 20).unwrap();
    assert!(store::read(&huge).unwrap_err().to_string().contains("2097152 bytes"));
    let binary = folder.path().join("binary.toml");
    fs::write(&binary, [0xff, 0xfe]).unwrap();
    assert!(matches!(store::read(&binary), Err(ReadError::NoText(_))));
}

#[test]
fn missing_folders_are_made_and_a_path_below_a_file_is_an_error() {
    let folder = folder();
    let path = folder.path().join("a").join("b").join("plan.toml");
    store::save(&path, "x", None).unwrap();
    let below_a_file = path.join("plan.toml");
    let error = store::save(&below_a_file, "y", None).unwrap_err().to_string();
    assert!(
        error.contains("plan.toml/plan.toml: part of the path is a file: nothing is lost"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "x");
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder();
    let (path, link) = (folder.path().join("plan.toml"), folder.path().join("link.toml"));
    store::save(&path, "one", None).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    store::save(&link, "two", Some("one")).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_that_is_not_there_yet_stays_a_link() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let (path, link) = (folder.path().join("plan.toml"), folder.path().join("link.toml"));
    symlink("other.toml", &link).unwrap();
    symlink("plan.toml", folder.path().join("other.toml")).unwrap();
    store::save(&link, "one", None).unwrap();
    assert_eq!(fs::read_link(&link).unwrap(), Path::new("other.toml"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    // One that leads to itself is refused, and stays.
    let circle = folder.path().join("circle.toml");
    symlink("circle.toml", &circle).unwrap();
    assert!(store::save(&circle, "x", None).is_err());
    assert!(fs::symlink_metadata(&circle).unwrap().is_symlink());
}

#[test]
fn a_file_that_is_write_protected_is_not_replaced() {
    let folder = folder();
    let path = folder.path().join("plan.toml");
    store::save(&path, "one", None).unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    for saved in [store::save(&path, "two", Some("one")), store::overwrite(&path, "two")] {
        let error = saved.unwrap_err().to_string();
        assert!(error.contains("the file is write-protected: save elsewhere"), "{error}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "one");
}

#[cfg(unix)]
#[test]
#[ignore = "run by another test, on a disk that is full"]
fn saves_on_a_full_disk() {
    let error = store::overwrite(&given_path(), &text('b')).unwrap_err().to_string();
    assert!(error.contains("plan.toml") && error.contains("nothing is lost"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_and_gives_an_error() {
    let folder = folder();
    let path = folder.path().join("plan.toml");
    store::save(&path, "one", None).unwrap();
    // Files of more than a kilobyte cannot be written; a signal says so, which ends who does not wait for it.
    let program = std::env::current_exe().unwrap();
    let limited = "ulimit -f 1; exec \"$0\" --exact saves_on_a_full_disk --ignored";
    let status = Command::new("sh")
        .args(["-c", limited])
        .arg(program)
        .env("WHATIF_TEST_PATH", &path)
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
}

#[test]
fn recent_files_are_listed_with_the_last_one_first() {
    let folder = folder();
    let paths: Vec<PathBuf> = (0..25).map(|it| folder.path().join(format!("{it}.toml"))).collect();
    for path in &paths {
        fs::write(path, "x").unwrap();
        recent::add(folder.path(), path);
    }
    recent::add(folder.path(), &paths[20]);
    fs::remove_file(&paths[24]).unwrap();
    let listed = recent::list(folder.path());
    assert_eq!(listed[..3], [paths[20].clone(), paths[23].clone(), paths[22].clone()]);
    assert_eq!(listed.len(), 19);
    fs::write(folder.path().join("recent"), "relative\n/a\u{1b}[2J\n\n").unwrap();
    assert_eq!(recent::list(folder.path()), Vec::<PathBuf>::new());
}

fn unsaved(path: Option<&str>, text: &str) -> Unsaved {
    Unsaved { path: path.map(PathBuf::from), text: text.to_owned() }
}

fn write(autosaver: &Autosaver, unsaved: Unsaved) {
    autosaver.write(Box::new(move || Some(unsaved)));
}

#[test]
#[ignore = "run by another test, which kills it"]
fn autosaves_until_it_is_killed() {
    let autosaver = Autosaver::start(&given_path(), |outcome| panic!("{outcome:?}")).unwrap();
    write(&autosaver, unsaved(Some("/a/plan.toml"), "before\n"));
    write(&autosaver, unsaved(Some("/a/plan.toml"), &text('b')));
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn the_autosave_of_a_killed_session_is_found_by_the_next_and_that_of_a_living_one_is_not() {
    let folder = folder();
    let mut child = child("autosaves_until_it_is_killed", folder.path());
    let kept = folder.path().join("kept");
    let has_text = |it: &fs::DirEntry| it.path().extension().is_some_and(|it| it == "toml");
    wait_for("the autosave", || {
        fs::read_dir(&kept).is_ok_and(|mut it| it.any(|it| it.is_ok_and(|it| has_text(&it))))
    });
    assert_eq!(autosave::left(folder.path()), []);
    child.kill().unwrap();
    child.wait().unwrap();
    let left = autosave::left(folder.path());
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].unsaved, unsaved(Some("/a/plan.toml"), &text('b')));
    autosave::discard(folder.path(), &left[0].id);
    assert_eq!(autosave::left(folder.path()), []);
    assert_eq!(fs::read_dir(&kept).unwrap().count(), 0);
}

#[test]
fn the_last_autosave_is_written_before_the_end_and_a_saved_scenario_leaves_no_trace() {
    let folder = folder();
    let autosaver = Autosaver::start(folder.path(), |outcome| panic!("{outcome:?}")).unwrap();
    for number in 0..100 {
        write(&autosaver, unsaved(None, &number.to_string()));
    }
    drop(autosaver);
    assert_eq!(autosave::left(folder.path())[0].unsaved, unsaved(None, "99"));
    // Two equal autosaves are listed once.
    let autosaver = Autosaver::start(folder.path(), |outcome| panic!("{outcome:?}")).unwrap();
    write(&autosaver, unsaved(None, "99"));
    drop(autosaver);
    let left = autosave::left(folder.path());
    assert_eq!(left.len(), 1);
    autosave::discard(folder.path(), &left[0].id);
    let autosaver = Autosaver::start(folder.path(), |outcome| panic!("{outcome:?}")).unwrap();
    write(&autosaver, unsaved(None, "1"));
    autosaver.delete();
    drop(autosaver);
    assert_eq!(fs::read_dir(folder.path().join("kept")).unwrap().count(), 0);
}

#[test]
fn autosave_that_fails_reports_it_once() {
    let folder = folder();
    let (sender, reports) = std::sync::mpsc::channel();
    let report = move |outcome| sender.send(outcome).unwrap();
    let autosaver = Autosaver::start(folder.path(), report).unwrap();
    let kept = folder.path().join("kept");
    fs::remove_dir_all(&kept).unwrap();
    fs::write(&kept, "in the way").unwrap();
    for _ in 0..3 {
        write(&autosaver, unsaved(None, "x"));
        std::thread::sleep(Duration::from_millis(400));
    }
    drop(autosaver);
    let reports: Vec<_> = reports.try_iter().collect();
    let [Err(error)] = &reports[..] else { panic!("{reports:?}") };
    assert!(error.to_string().contains("autosave is off"), "{error}");
}

#[test]
fn a_scenario_that_is_left_behind_is_found_at_once_and_discarded() {
    let folder = folder();
    let autosaver = Autosaver::start(folder.path(), |outcome| panic!("{outcome:?}")).unwrap();
    let id = autosave::leave(folder.path(), &unsaved(Some("/a/plan.toml"), "left")).unwrap();
    let left = autosave::left(folder.path());
    assert_eq!((&left[0].id, &left[0].unsaved), (&id, &unsaved(Some("/a/plan.toml"), "left")));
    autosave::discard(folder.path(), &id);
    assert_eq!(autosave::left(folder.path()), []);
    drop(autosaver);
}

#[test]
fn a_mark_of_the_encoding_is_no_part_of_a_text() {
    let folder = folder();
    let path = folder.path().join("plan.toml");
    fs::write(&path, "\u{feff}format = 1\n").unwrap();
    assert_eq!(store::read(&path).unwrap(), "format = 1\n");
    store::save(&path, "format = 2\n", Some("format = 1\n")).unwrap();
}

#[test]
fn a_scenario_that_could_not_be_reopened_is_not_autosaved_and_the_longest_that_can_is() {
    let folder = folder();
    let longest = "x".repeat(whatif::scenario::FILE_BYTES_MAX);
    autosave::leave(folder.path(), &unsaved(Some("/a/plan.toml"), &longest)).unwrap();
    assert_eq!(autosave::left(folder.path())[0].unsaved, unsaved(Some("/a/plan.toml"), &longest));
    let error = autosave::leave(folder.path(), &unsaved(None, &format!("{longest}x"))).unwrap_err();
    assert!(error.to_string().contains("larger than what can be opened again"), "{error}");
}

/// Saves in two threads at one instant: each has a lock of its own, as two programs have.
fn at_once<T: Send>(save: impl Fn(usize) -> T + Sync) -> [T; 2] {
    let ready = std::sync::Barrier::new(2);
    let save = |which| {
        ready.wait();
        save(which)
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| save(1));
        [save(0), other.join().unwrap()]
    })
}

#[test]
fn of_two_saves_at_one_instant_one_says_that_the_file_differs() {
    let folder = folder();
    let path = folder.path().join("plan.toml");
    for round in 0..100 {
        let former = format!("former {round}");
        store::overwrite(&path, &former).unwrap();
        let texts = ["one", "other"];
        let saved = at_once(|which| store::save(&path, texts[which], Some(&former)));
        let now = fs::read_to_string(&path).unwrap();
        for (saved, text) in saved.iter().zip(texts) {
            match saved {
                Ok(()) => assert_eq!(now, text, "round {round}: one that was saved is lost"),
                Err(error) => assert!(matches!(error, SaveError::Differs(_)), "{error}"),
            }
        }
        assert_eq!(saved.iter().filter(|saved| saved.is_ok()).count(), 1, "round {round}");
    }
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 1, "nothing is left beside it");
}

#[test]
fn of_two_new_files_at_one_instant_one_is_noticed() {
    let folder = folder();
    for round in 0..50 {
        let path = folder.path().join(format!("{round}/plan.toml"));
        let saved = at_once(|which| store::save(&path, ["one", "other"][which], None).is_ok());
        assert_eq!(saved.iter().filter(|saved| **saved).count(), 1, "round {round}");
    }
}

#[test]
fn a_folder_that_stays_locked_is_an_error_and_not_a_wait_for_ever() {
    let folder = folder();
    let path = folder.path().join("plan.toml");
    let held = fs::File::open(folder.path()).unwrap();
    held.lock().unwrap();
    let error = store::save(&path, "text", None).unwrap_err().to_string();
    assert!(error.contains("another program is saving in its folder"), "{error}");
    drop(held);
    store::save(&path, "text", None).unwrap();
}
