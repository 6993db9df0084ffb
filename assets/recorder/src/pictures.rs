//! The pictures that there are.

use std::path::{Path, PathBuf};

use crossterm::event::KeyCode;
use whatif::explorer::theme::Scheme;
use whatif::explorer::tour::SHIPPED;

use crate::animation::Animation;
use crate::film::Film;
use crate::raster::{Letters, png};

/// One picture of the README.
#[derive(Clone, Copy, Debug)]
pub struct Picture {
    /// The name of its file.
    pub name: &'static str,
    made: Made,
}

/// The way in which a picture is made.
#[derive(Clone, Copy, Debug)]
enum Made {
    /// The screen after some keys.
    Screen { size: (u16, u16), scheme: Scheme, keys: &'static [KeyCode] },
    /// A tour, as it moves.
    Tour { size: (u16, u16), place: usize },
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Picture> {
    const RIGHT: KeyCode = KeyCode::Right;
    let screen =
        |name, size, scheme, keys| Picture { name, made: Made::Screen { size, scheme, keys } };
    vec![
        // Ten steps more, so that the picture shows what a change looks like.
        screen("explore.svg", (120, 40), Scheme::Dark, &[KeyCode::Char('L')]),
        screen("why.svg", (100, 30), Scheme::Light, &[KeyCode::Tab, KeyCode::Down, KeyCode::Enter]),
        screen("stage.svg", (120, 32), Scheme::Dark, &[RIGHT, KeyCode::Char('p'), KeyCode::Up]),
        screen("explore.png", (120, 40), Scheme::Dark, &[KeyCode::Char('L')]),
        Picture { name: "tour.gif", made: Made::Tour { size: (116, 30), place: 0 } },
    ]
}

impl Picture {
    /// Does it move?
    #[must_use]
    pub const fn is_animated(&self) -> bool {
        matches!(self.made, Made::Tour { .. })
    }

    /// Returns the path at which the picture is kept.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(self.name)
    }

    /// Makes it.
    pub fn bytes(&self) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        match self.made {
            Made::Screen { size: (width, height), scheme, keys } => {
                let mut film = Film::new(width, height, scheme);
                film.keys(keys);
                let buffer = film.frame();
                let svg = film.svg(&buffer);
                if self.name.ends_with("png") {
                    return png(&svg, &Letters::default());
                }
                Ok(svg.into_bytes())
            }
            Made::Tour { size: (width, height), place } => {
                let mut film = Film::new(width, height, Scheme::Dark);
                let (name, text) = SHIPPED[place];
                let frames = film.tour(name, text);
                Animation::of(&film, &frames, &Letters::default())?.gif()
            }
        }
    }
}
