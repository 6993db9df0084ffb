//! Compiles the shipped rate cards, so that the program need not read their texts when it starts, and packs
//! the texts, which only a check of them reads.

use std::path::Path;
use std::{env, fs};

use whatif_pricing::Catalog;

fn main() {
    // The library is built anew when a card changes, and this script with it.
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").expect("set by Cargo");
    let write = |name: &str, bytes: Vec<u8>| {
        fs::write(Path::new(&out).join(name), bytes).expect("the build folder can be written");
    };
    write("cards.bin", Catalog::compile_shipped());
    let files = Catalog::shipped_files().iter();
    let texts = files.flat_map(|(name, text)| [*name, "\0", *text, "\0"]);
    let texts: String = texts.collect();
    write("texts.bin", miniz_oxide::deflate::compress_to_vec(texts.as_bytes(), 10));
}
