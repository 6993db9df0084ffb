//! The instructions of five hot paths: none may take a tenth more than `docs/instructions.json` says.
//!
//! Each path runs in a process of its own under callgrind, with few rounds and with more: the difference is
//! that of the rounds alone. Instructions are the same however busy the machine is, but not under another
//! compiler, so that the counts are held only where the file was written by the same one. Where there is no
//! valgrind, a line says so. `UPDATE_DOCS=1 cargo test --test instructions` writes the file.

#[path = "instructions/paths.rs"]
mod paths;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use serde::{Deserialize, Serialize};

use paths::PATHS;

/// The rounds of the two runs of a path.
const ROUNDS: [u32; 2] = [2, 6];
/// The most that a path may take, in per cent of what the file says.
const MOST_PERCENT: u64 = 110;

/// The counts that the file holds.
#[derive(Debug, Deserialize, Serialize)]
struct Known {
    /// The meaning of the counts.
    about: String,
    /// The compiler that made them, and for which machine.
    compiler: String,
    /// Instructions of a round, by path.
    paths: BTreeMap<String, u64>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [flag, name, rounds] = &arguments[..]
        && flag == "--path"
    {
        let path = PATHS.iter().find(|path| path.name == name).expect("a path of this name");
        (path.run)(rounds.parse().expect("a number of rounds"));
        return ExitCode::SUCCESS;
    }
    let is_meant = |filter: &String| filter.starts_with('-') || "instructions".contains(&**filter);
    if arguments.iter().any(|it| it == "--list") || !arguments.iter().all(is_meant) {
        return ExitCode::SUCCESS;
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/instructions.json");
    match held(&file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Counts every path and holds it against the file.
fn held(file: &Path) -> Result<(), String> {
    let Some(compiler) = compiler() else {
        skip("rustc does not say its version");
        return Ok(());
    };
    let updates = env::var_os("UPDATE_DOCS").is_some();
    let known = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()));
    let known: Option<Known> = match known {
        Ok(text) => Some(serde_json::from_str(&text).map_err(|error| error.to_string())?),
        Err(_) if updates => None,
        Err(why) => return Err(why),
    };
    if known.as_ref().is_some_and(|known| known.compiler != compiler) && !updates {
        skip("the file was written by another compiler");
        return Ok(());
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        skip("there is no valgrind");
        return Ok(());
    }
    let mut paths = BTreeMap::new();
    for path in &PATHS {
        let [few, many] = ROUNDS.map(|rounds| instructions(path.name, rounds));
        let each = (many? - few?) / u64::from(ROUNDS[1] - ROUNDS[0]);
        paths.insert(path.name.to_owned(), each);
    }
    if updates {
        let about = "Instructions of one round of each hot path in a test build, as callgrind counts them. \
                     UPDATE_DOCS=1 cargo test --test instructions writes them."
            .to_owned();
        return written(file, &Known { about, compiler, paths });
    }
    let known = known.map(|known| known.paths).unwrap_or_default();
    let grown: Vec<String> = paths.iter().filter_map(|path| complaint(path, &known)).collect();
    if grown.is_empty() { Ok(()) } else { Err(grown.join("\n")) }
}

fn complaint((name, now): (&String, &u64), known: &BTreeMap<String, u64>) -> Option<String> {
    let Some(before) = known.get(name) else {
        return Some(format!("{name}: not in docs/instructions.json: write it with UPDATE_DOCS=1"));
    };
    println!("{name:<32} {now:>12} instructions, {before} in the file");
    (now * 100 > before * MOST_PERCENT).then(|| {
        format!(
            "{name}: {now} instructions, more than a tenth above {before}: find what grew, or write the file again with UPDATE_DOCS=1 and say why"
        )
    })
}

fn written(file: &Path, known: &Known) -> Result<(), String> {
    let counts = serde_json::to_string_pretty(known).map_err(|error| error.to_string())?;
    fs::write(file, counts + "\n").map_err(|error| error.to_string())
}

fn skip(why: &str) {
    println!("SKIPPED: the instructions of the hot paths were not counted: {why}");
}

/// The compiler and the machine it compiles for. `None` if it cannot be asked.
fn compiler() -> Option<String> {
    let output = Command::new("rustc").arg("-vV").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let line = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
    Some(format!("{} for {}", line("rustc ")?, line("host:")?))
}

/// The instructions of a whole process that runs a path.
fn instructions(name: &str, rounds: u32) -> Result<u64, String> {
    let own = env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(own)
        .args(["--path", name, &rounds.to_string()])
        .output()
        .map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    let count =
        said.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    count.ok_or_else(|| format!("{name}: callgrind gave no count: {said}"))
}
