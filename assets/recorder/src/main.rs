//! `cargo run --release -p recorder` makes the pictures of the README again.

use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    for picture in recorder::all() {
        let bytes = picture.bytes()?;
        fs::write(picture.path(), &bytes)?;
        println!("{} has {} bytes", picture.path().display(), bytes.len());
    }
    Ok(())
}
