//! Compiles the shipped rate cards, so that the program need not read their texts when it starts.

use std::path::Path;
use std::{env, fs};

fn main() {
    // The library is built anew when a card changes, and this script with it.
    println!("cargo::rerun-if-changed=build.rs");
    let out = Path::new(&env::var("OUT_DIR").expect("set by Cargo")).join("cards.bin");
    fs::write(out, whatif_pricing::Catalog::compile_shipped())
        .expect("the build folder can be written");
}
