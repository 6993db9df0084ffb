//! Gathers `cards/*.toml` into a list that the library embeds: a new card is a file, never a line of Rust.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let cards = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by Cargo")).join("cards");
    println!("cargo::rerun-if-changed={}", cards.display());
    let entries = fs::read_dir(&cards).expect("the folder cards can be read");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder cards can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    let mut list = String::from("&[\n");
    for file in &files {
        let path = file.display().to_string();
        let name = file.file_name().expect("a file has a name").to_string_lossy();
        writeln!(list, "    ({name:?}, include_str!({path:?})),").expect("a String takes any text");
    }
    list.push(']');
    let out = Path::new(&env::var("OUT_DIR").expect("set by Cargo")).join("cards.rs");
    fs::write(out, list).expect("the build folder can be written");
}
