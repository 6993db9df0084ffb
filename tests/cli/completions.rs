//! The scripts of the shells. Where the shell is there, it loads and asks them.

use std::path::Path;
use std::process::{Command, Output};

use crate::run::{text, whatif};

/// A path on which the shell finds this binary.
fn path() -> std::ffi::OsString {
    let binary = Path::new(env!("CARGO_BIN_EXE_whatif"));
    let mut folders = vec![binary.parent().expect("it is in a folder").to_owned()];
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    std::env::join_paths(folders).expect("folders have no colon")
}

/// Runs a text in a shell. `None` if the shell is not there.
fn run(shell: &str, arguments: &[&str], script: &str) -> Option<Output> {
    let mut command = Command::new(shell);
    command.env("PATH", path()).env("XDG_CONFIG_HOME", "/nonexistent");
    command.args(arguments).arg(script).current_dir(env!("CARGO_MANIFEST_DIR")).output().ok()
}

fn printed(output: &Output) -> Vec<String> {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.is_empty(), "{said}");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// The answer of bash to a tab at the end of a line.
#[cfg(unix)]
fn bash(words: &[&str], line: &str) -> Option<Vec<String>> {
    let script = text("completions bash");
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let asked = format!(
        "{script}\nCOMP_WORDS=({})\nCOMP_CWORD={}\nCOMP_LINE='{line}'\nCOMP_POINT={}\n\
         compopt() {{ :; }}\n_whatif whatif\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
        quoted.join(" "),
        words.len() - 1,
        line.len()
    );
    run("bash", &["--noprofile", "--norc", "-c"], &asked).map(|output| printed(&output))
}

#[test]
#[cfg(unix)]
fn bash_completes_commands_cards_and_what_it_cuts_at_signs() {
    let Some(commands) = bash(&["whatif", "qu"], "whatif qu") else { return };
    assert_eq!(commands, ["quote"]);
    let ask = |words: &[&str], line: &str| bash(words, line).expect("bash is there");
    assert_eq!(
        ask(&["whatif", "quote", "tencent-ssm-"], "whatif quote tencent-ssm-"),
        ["tencent-ssm-enterprise", "tencent-ssm-payg"]
    );
    let words = ["whatif", "quote", "tencent-ssm-enterprise", "--option", "region", "="];
    let line = "whatif quote tencent-ssm-enterprise  --option region=";
    assert_eq!(ask(&words, line), ["region-1", "region-2"], "bash has region= on the line");
    let words = ["whatif", "compare", "microsoft-sentinel", ":", "commitment", "=", "gb-10"];
    let line = "whatif compare microsoft-sentinel:commitment=gb-10";
    assert!(ask(&words, line).contains(&"gb-100".to_owned()));
    assert_eq!(ask(&["whatif", "export", "CHANGEL"], "whatif export CHANGEL"), ["CHANGELOG.md"]);
    assert_eq!(
        ask(&["whatif", "cards", "--cards", "asse"], "whatif cards --cards asse"),
        ["assets"]
    );
}

#[test]
fn the_scripts_are_sound_where_their_shell_is_there() {
    for (shell, arguments, name) in [
        ("bash", vec!["-n", "-c"], "bash"),
        ("zsh", vec!["-f", "-n", "-c"], "zsh"),
        ("fish", vec!["--no-config", "--no-execute", "-c"], "fish"),
    ] {
        if let Some(output) = run(shell, &arguments, &text(&format!("completions {name}"))) {
            assert_eq!(printed(&output), Vec::<String>::new(), "{shell}");
        }
    }
}

#[test]
fn each_shell_has_a_script_that_asks_the_program() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = text(&format!("completions {shell}"));
        assert!(script.contains("whatif __complete"), "{shell}");
        assert!(script.contains(":files") && script.contains(":folders"), "{shell}");
    }
}

#[test]
fn a_shell_without_a_script_is_refused_with_those_that_have_one() {
    let output = whatif().args(["completions", "tcsh"]).output().expect("the binary runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("[possible values: bash, zsh, fish, powershell]"), "{said}");
}

#[test]
fn the_hidden_command_answers_each_candidate_with_its_meaning() {
    let answer = text("__complete --typed=tencent-ssm-p -- quote");
    assert_eq!(answer, "tencent-ssm-payg\tTencent Cloud SSM · Pay-as-you-go\n");
}
