//! Targets of the answer: pipes that close, disks that are full, terminals that cannot draw.

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use crate::run::{text, whatif};

#[test]
fn without_a_terminal_the_summary_is_printed_and_says_how_to_get_the_screen() {
    let summary = text("");
    assert!(summary.contains("40.30"), "{summary}");
    assert!(summary.contains("≥ 0.00"), "{summary}");
    assert!(summary.contains("Run `whatif` on a terminal"), "{summary}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_one_line_with_exit_code_1() {
    for line in [&["quote", "tencent-ssm-payg"][..], &["card"], &["check"], &["--help"], &[]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = whatif().args(line).stdout(full).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{line:?}");
        assert!(told.starts_with("error: the answer cannot be written: "), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    // More than a pipe holds, so that the writer meets the closed end.
    let records = ["quote", "huawei-secmaster-payg", "--days", "365", "--records", "--json"];
    let mut command = whatif();
    command.args(records).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = [0; 10];
    let mut pipe = child.stdout.take().unwrap();
    pipe.read_exact(&mut first).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[cfg(unix)]
#[test]
fn a_dumb_terminal_gets_the_summary_and_the_reason() {
    let pty = portable_pty::native_pty_system().openpty(portable_pty::PtySize::default()).unwrap();
    let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_whatif"));
    command.env("TERM", "dumb");
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut screen = Vec::new();
    // On Linux the end of the last writer is an error of the reader.
    let _ = pty.master.try_clone_reader().unwrap().read_to_end(&mut screen);
    let screen = String::from_utf8_lossy(&screen).into_owned();
    assert!(child.wait().unwrap().success());
    assert!(screen.contains("TERM is `dumb`") && screen.contains("40.30"), "{screen}");
    assert!(!screen.contains('\x1b'), "{screen}");
}

#[test]
fn ascii_answers_have_no_byte_beyond_ascii() {
    for line in [
        "",
        "quote huawei-secmaster-payg --start 2026-06-01 --records --days 1",
        "explain tencent-ssm-payg api",
        "card alibaba-kms-payg",
        "arrears huawei-secmaster-payg --overdue-at 2026-03-05T00:00:00+08:00",
        "check",
    ] {
        let answer = text(&format!("--ascii {line}"));
        assert!(answer.is_ascii(), "{line}: {answer}");
    }
}
