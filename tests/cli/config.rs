//! The settings file: written, found and checked.

use std::path::Path;
use std::process::Command;

use crate::run::{arguments, whatif};

/// The binary with a folder of its own for settings.
fn with_home(home: &Path, line: &str) -> (i32, String, String) {
    let mut command: Command = whatif();
    command.env("XDG_CONFIG_HOME", home).env("APPDATA", home).args(arguments(line));
    let output = command.output().expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_file_is_written_once_and_replaced_by_force_alone() {
    let home = tempfile::tempdir().unwrap();
    let (code, path, _) = with_home(home.path(), "config path");
    let path = Path::new(path.trim_end());
    assert!(code == 0 && path.ends_with("settings.toml") && !path.exists());
    let (code, said, _) = with_home(home.path(), "config check");
    assert!(code == 0 && said.contains("does not exist: `whatif config init` writes it"), "{said}");
    let (code, said, _) = with_home(home.path(), "config init");
    assert!(code == 0 && said.ends_with("has the settings, each with its default.\n"), "{said}");
    let (code, said, _) = with_home(home.path(), "config check");
    assert!(code == 0 && said.ends_with("has no problems.\n"), "{said}");
    std::fs::write(path, "sort = \"age\"\n").unwrap();
    let (code, said, _) = with_home(home.path(), "config init");
    assert!(code == 0 && said.contains("Those that it had are as they were."), "{said}");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains("\nsort = \"age\"\n") && text.contains("\n#theme = "), "{text}");
    let (code, _, said) = with_home(home.path(), "config init");
    assert!(code == 2 && said.contains("every setting already: --force replaces"), "{said}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
    assert_eq!(with_home(home.path(), "config init --force").0, 0);
    assert!(std::fs::read_to_string(path).unwrap().starts_with("# Settings of whatif."));
}

#[test]
fn every_mistake_is_shown_with_line_caret_and_a_near_name() {
    let home = tempfile::tempdir().unwrap();
    let (_, path, _) = with_home(home.path(), "config path");
    let path = Path::new(path.trim_end());
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let text = "them = \"dark\"\nsort = \"aeg\"\nstart = \"swep\"\ntheme = \"ligth\"\n";
    std::fs::write(path, text).unwrap();
    let (code, said, _) = with_home(home.path(), "config check");
    assert_eq!(code, 1, "{said}");
    let shown = said.replace(&path.display().to_string(), "settings.toml");
    insta::assert_snapshot!(shown);
    // A key that nobody knows stops no answer.
    std::fs::write(path, "them = \"dark\"\n").unwrap();
    let (code, _, said) = with_home(home.path(), "quote tencent-ssm-payg");
    assert_eq!((code, said.as_str()), (0, ""));
}

#[test]
fn a_clash_of_keys_names_both_actions_and_the_pane() {
    let home = tempfile::tempdir().unwrap();
    let (_, path, _) = with_home(home.path(), "config path");
    let path = Path::new(path.trim_end());
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let text = "[keys]\nundo = \"ctrl-z\"\ntoggle-mark = \"x\"\nunod = \"z\"\nquit = \"hyper-q\"\n";
    std::fs::write(path, text).unwrap();
    let (code, said, _) = with_home(home.path(), "config check");
    assert_eq!(code, 1, "{said}");
    let shown = said.replace(&path.display().to_string(), "settings.toml");
    insta::assert_snapshot!(shown);
}

#[test]
fn the_actions_are_listed_with_the_keys_that_the_settings_give_them() {
    let home = tempfile::tempdir().unwrap();
    let (_, path, _) = with_home(home.path(), "config path");
    let path = Path::new(path.trim_end());
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, "[keys]\nundo = \"ctrl-z\"\nsuspend = []\n").unwrap();
    let (code, said, _) = with_home(home.path(), "config keys");
    assert_eq!(code, 0, "{said}");
    for line in ["undo  ctrl-z: Take the last change back", "redo  U ctrl-r: Make the change again"]
    {
        let is_there = said.lines().any(|it| {
            it.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .starts_with(&line.replace("  ", " "))
        });
        assert!(is_there, "{line}: {said}");
    }
    assert!(said.lines().count() > 100, "{said}");
}
