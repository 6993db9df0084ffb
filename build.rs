//! Compiles the shipped rate cards and the tables of imports, so that the program need not read their texts
//! when it starts, and packs the texts of the cards, which only a check of them reads.

use std::path::Path;
use std::{env, fs};

use serde::de::DeserializeOwned;
use whatif_pricing::Catalog;

#[path = "src/import/tables.rs"]
mod tables;

fn main() {
    // The library is built anew when a card changes, and this script with it.
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/import/tables.rs");
    println!("cargo::rerun-if-changed=assets/import");
    let out = env::var("OUT_DIR").expect("set by Cargo");
    let write = |name: &str, bytes: Vec<u8>| {
        fs::write(Path::new(&out).join(name), bytes).expect("the build folder can be written");
    };
    write("cards.bin", Catalog::compile_shipped());
    let tables = tables::Tables {
        resources: table("resources"),
        kubernetes: table("kubernetes"),
        metrics: table("metrics"),
        bills: table("bills"),
        meters: table("meters"),
    };
    write("import.bin", postcard::to_allocvec(&tables).expect("memory takes any bytes"));
    let files = Catalog::shipped_files().iter();
    let texts = files.flat_map(|(name, text)| [*name, "\0", *text, "\0"]);
    let texts: String = texts.collect();
    write("texts.bin", miniz_oxide::deflate::compress_to_vec(texts.as_bytes(), 10));
}

/// Reads one file of `assets/import/`.
fn table<T: DeserializeOwned>(name: &str) -> T {
    let path = format!("assets/import/{name}.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}
