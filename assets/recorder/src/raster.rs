//! Pictures in SVG as pixels, with letters of one font wherever they are drawn.

use std::sync::Arc;

use png::{BitDepth, ColorType, Compression, Encoder};
use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{self, Options, Tree, fontdb::Database};

use crate::palette::{Palette, Rgb};

/// The pixels of a cell of the screen.
pub const CELL: (u32, u32) = (8, 16);
/// Colours of a still picture.
const COLOURS: u8 = 255;
/// The units of a cell in SVG.
const UNITS: (f32, f32) = (9.0, 18.0);

/// The font.
#[derive(Clone, Debug)]
pub struct Letters {
    options: Arc<Options<'static>>,
}

impl Default for Letters {
    fn default() -> Self {
        let mut fonts = Database::new();
        for font in typst_assets::fonts() {
            fonts.load_font_data(font.to_vec());
        }
        fonts.set_monospace_family("DejaVu Sans Mono");
        let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
        Self { options: Arc::new(options) }
    }
}

impl Letters {
    /// The pixels of a picture, with so many for each cell of the screen.
    pub fn draw(&self, svg: &str, cell: (u32, u32)) -> Result<Pixmap, usvg::Error> {
        let tree = Tree::from_str(svg, &self.options)?;
        let scale = (pixels(cell.0) / UNITS.0, pixels(cell.1) / UNITS.1);
        let size = tree.size();
        let width = rounded(size.width() * scale.0);
        let height = rounded(size.height() * scale.1);
        let mut pixmap = Pixmap::new(width, height).ok_or(usvg::Error::InvalidSize)?;
        resvg::render(&tree, Transform::from_scale(scale.0, scale.1), &mut pixmap.as_mut());
        Ok(pixmap)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a cell has few pixels")]
const fn pixels(count: u32) -> f32 {
    count as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides of pictures are small and above zero"
)]
fn rounded(side: f32) -> u32 {
    side.round() as u32
}

/// A picture in SVG as one of pixels, twice as fine as a screen.
pub fn png(svg: &str, letters: &Letters) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let pixmap = letters.draw(svg, (CELL.0 * 2, CELL.1 * 2))?;
    let pixels = rgb(&pixmap);
    let palette = Palette::of(COLOURS, std::iter::once(&*pixels));
    let places: Vec<u8> = pixels.iter().map(|colour| palette.place(*colour)).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Best);
    encoder.set_palette(palette.bytes());
    encoder.write_header()?.write_image_data(&places)?;
    Ok(bytes)
}

/// The colours of all pixels; nothing shines through in a screen.
pub(crate) fn rgb(pixmap: &Pixmap) -> Vec<Rgb> {
    let rgb = |pixel: &PremultipliedColorU8| [pixel.red(), pixel.green(), pixel.blue()];
    pixmap.pixels().iter().map(rgb).collect()
}
