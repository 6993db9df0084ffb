//! The colours behind the roles: one palette per scheme in true colour, one by hand for sixteen.

use ratatui::style::Color;

use super::{Depth, Scheme};

/// The colours that the roles of a theme are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Palette {
    pub background: Color,
    /// Behind the header bar and whatever lies over the panes.
    pub raised: Color,
    pub selection: Color,
    pub selection_unfocused: Color,
    pub text: Color,
    pub quiet: Color,
    pub border: Color,
    pub accent: Color,
    pub cheaper: Color,
    pub higher: Color,
    pub unsure: Color,
    /// Colours that differ in lightness as well as in hue, for eyes that see few hues.
    pub series: [Color; 16],
}

impl Palette {
    /// The palette of a scheme at a depth that has colours.
    pub fn new(scheme: Scheme, depth: Depth) -> Self {
        match (depth, scheme) {
            (Depth::Ansi16, Scheme::Dark) => DARK_16,
            (Depth::Ansi16, Scheme::Light) => LIGHT_16,
            (Depth::Ansi16, Scheme::HighContrast) => HIGH_CONTRAST_16,
            (_, Scheme::Dark) => DARK.at(depth),
            (_, Scheme::Light) => LIGHT.at(depth),
            (_, Scheme::HighContrast) => HIGH_CONTRAST.at(depth),
        }
    }

    fn at(&self, depth: Depth) -> Self {
        let near = |color| depth.nearest(color);
        Self {
            background: near(self.background),
            raised: near(self.raised),
            selection: near(self.selection),
            selection_unfocused: near(self.selection_unfocused),
            text: near(self.text),
            quiet: near(self.quiet),
            border: near(self.border),
            accent: near(self.accent),
            cheaper: near(self.cheaper),
            higher: near(self.higher),
            unsure: near(self.unsure),
            series: self.series.map(near),
        }
    }
}

const fn rgb(hex: u32) -> Color {
    Color::from_u32(hex)
}

const DARK: Palette = Palette {
    background: rgb(0x0f_14_19),
    raised: rgb(0x1b_24_2d),
    selection: rgb(0x1c_33_3b),
    selection_unfocused: rgb(0x1a_22_29),
    text: rgb(0xe6_ed_f3),
    quiet: rgb(0x98_a6_b3),
    border: rgb(0x41_4f_5c),
    accent: rgb(0x4f_d6_be),
    cheaper: rgb(0x7f_d9_8b),
    higher: rgb(0xff_8b_8b),
    unsure: rgb(0xff_cb_6b),
    series: [
        rgb(0x6c_b6_ff),
        rgb(0xf5_9e_4c),
        rgb(0xc7_92_ea),
        rgb(0x3f_c9_b0),
        rgb(0xf4_72_b0),
        rgb(0xe3_de_6a),
        rgb(0xd3_dc_e6),
        rgb(0xc2_a8_88),
        rgb(0x00_ff_00),
        rgb(0x00_ff_ff),
        rgb(0x5f_af_00),
        rgb(0xff_ff_00),
        rgb(0x00_d7_5f),
        rgb(0xd7_87_00),
        rgb(0x00_af_d7),
        rgb(0x5f_ff_5f),
    ],
};

const LIGHT: Palette = Palette {
    background: rgb(0xfb_fb_f9),
    raised: rgb(0xeb_ee_ee),
    selection: rgb(0xd6_ec_e8),
    selection_unfocused: rgb(0xe9_ed_ee),
    text: rgb(0x1b_25_30),
    quiet: rgb(0x55_61_6d),
    border: rgb(0xb4_be_c6),
    accent: rgb(0x00_66_5c),
    cheaper: rgb(0x16_65_2c),
    higher: rgb(0xb0_1c_2a),
    unsure: rgb(0x82_4b_00),
    series: [
        rgb(0x0b_5c_ad),
        rgb(0x99_4c_00),
        rgb(0x6a_1f_b0),
        rgb(0x00_70_68),
        rgb(0xb8_1d_6b),
        rgb(0x00_5f_00),
        rgb(0x3a_42_4c),
        rgb(0x6b_1f_1a),
        rgb(0x00_00_ff),
        rgb(0x00_00_87),
        rgb(0x87_00_ff),
        rgb(0x1b_04_2f),
        rgb(0x5f_5f_87),
        rgb(0x5f_00_5f),
        rgb(0x87_00_87),
        rgb(0xaf_00_00),
    ],
};

const HIGH_CONTRAST: Palette = Palette {
    background: rgb(0x00_00_00),
    raised: rgb(0x1c_1c_1c),
    selection: rgb(0x3a_3a_3a),
    selection_unfocused: rgb(0x26_26_26),
    text: rgb(0xff_ff_ff),
    quiet: rgb(0xd7_d7_d7),
    border: rgb(0xaf_af_af),
    accent: rgb(0x00_ff_ff),
    cheaper: rgb(0x5f_ff_5f),
    higher: rgb(0xff_87_87),
    unsure: rgb(0xff_ff_00),
    series: [
        rgb(0x5f_af_ff),
        rgb(0xff_af_00),
        rgb(0xd7_87_ff),
        rgb(0x00_ff_d7),
        rgb(0xff_78_b9),
        rgb(0xff_ff_5f),
        rgb(0xff_ff_ff),
        rgb(0xaf_af_87),
        rgb(0x00_d7_00),
        rgb(0x87_ff_00),
        rgb(0x5f_d7_5f),
        rgb(0x87_ff_af),
        rgb(0xd0_d0_d0),
        rgb(0x00_d7_87),
        rgb(0x00_af_ff),
        rgb(0xaf_d7_ff),
    ],
};

const DARK_16: Palette = Palette {
    background: Color::Black,
    raised: Color::Black,
    selection: Color::Blue,
    selection_unfocused: Color::Black,
    text: Color::White,
    quiet: Color::Gray,
    border: Color::DarkGray,
    accent: Color::LightCyan,
    cheaper: Color::LightGreen,
    higher: Color::LightRed,
    unsure: Color::LightYellow,
    series: [
        Color::LightBlue,
        Color::Yellow,
        Color::LightMagenta,
        Color::Cyan,
        Color::Magenta,
        Color::LightYellow,
        Color::White,
        Color::Gray,
        Color::LightGreen,
        Color::LightRed,
        Color::LightCyan,
        Color::Green,
        Color::Red,
        Color::LightBlue,
        Color::Yellow,
        Color::LightMagenta,
    ],
};

const LIGHT_16: Palette = Palette {
    background: Color::White,
    raised: Color::White,
    selection: Color::LightCyan,
    selection_unfocused: Color::White,
    text: Color::Black,
    quiet: Color::DarkGray,
    border: Color::Gray,
    accent: Color::Blue,
    cheaper: Color::Green,
    higher: Color::Red,
    unsure: Color::Magenta,
    series: [
        Color::Blue,
        Color::Yellow,
        Color::Magenta,
        Color::Cyan,
        Color::LightMagenta,
        Color::Green,
        Color::Black,
        Color::DarkGray,
        Color::Red,
        Color::LightRed,
        Color::LightBlue,
        Color::LightGreen,
        Color::LightCyan,
        Color::Blue,
        Color::Yellow,
        Color::Magenta,
    ],
};

const HIGH_CONTRAST_16: Palette = Palette {
    background: Color::Black,
    raised: Color::Black,
    selection: Color::Blue,
    selection_unfocused: Color::Black,
    text: Color::White,
    quiet: Color::White,
    border: Color::White,
    accent: Color::LightCyan,
    cheaper: Color::LightGreen,
    higher: Color::LightRed,
    unsure: Color::LightYellow,
    series: DARK_16.series,
};
