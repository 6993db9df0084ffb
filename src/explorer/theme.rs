//! Styles and signs: one style per meaning, one sign per idea.
//!
//! A pane asks for a role and never for a colour. Colours are designed in true colour and mapped
//! down to what the terminal shows; signs come in Unicode and in ASCII. No meaning rests on a
//! colour alone: a sign or a modifier stands with it, so the screen also reads in black and white.

mod background;
#[cfg(test)]
mod contrast;
mod depth;
mod palette;
mod scheme;
pub mod xterm;

use ratatui::style::{Modifier, Style};

pub use crate::report::glyphs::{Glyphs, SliderGlyphs};
pub use background::Background;
pub use depth::Depth;
use palette::Palette;

pub use scheme::{Scheme, ThemeChoice, UnknownScheme};

/// The styles and signs of every meaning on the screen.
///
/// Roles of text set the foreground only, so that they also read on a selected row; [`base`],
/// [`bar`], [`raised`] and the selections set the background.
///
/// [`base`]: Theme::base
/// [`bar`]: Theme::bar
/// [`raised`]: Theme::raised
#[derive(Clone, Debug)]
pub struct Theme {
    /// The scheme that the styles are made from.
    pub scheme: Scheme,
    /// The depth that the styles are made for.
    pub depth: Depth,
    /// The signs.
    pub glyphs: &'static Glyphs,
    /// The whole screen before anything else: the scheme's own background.
    pub base: Style,
    /// Menus, questions and help, which lie over the panes.
    pub raised: Style,
    /// Plain text.
    pub text: Style,
    /// Text that matters second: units, hints, explanations.
    pub quiet: Style,
    /// The part that the eye should find first.
    pub accent: Style,
    /// Around a pane that does not have the keys.
    pub border: Style,
    /// Around the pane that has the keys.
    pub border_focused: Style,
    /// The name of a pane that does not have the keys.
    pub title: Style,
    /// The name of the pane that has the keys.
    pub title_focused: Style,
    /// The row under the cursor in the pane that has the keys; put on after the row's text.
    pub selected: Style,
    /// The row under the cursor in another pane.
    pub selected_unfocused: Style,
    /// An amount that went down, or the lowest; stands with ▼ or ★.
    pub cheaper: Style,
    /// An amount that went up; stands with ▲.
    pub higher: Style,
    /// A figure with a reservation; stands with ≥ or ⚠.
    pub unsure: Style,
    /// A total.
    pub total: Style,
    /// A line that the last action changed, for one redraw.
    pub glow: Style,
    /// The key in a hint.
    pub key: Style,
    /// The bar at the top.
    pub bar: Style,
    /// The place being chosen within the bar.
    pub bar_active: Style,
    /// The handle of a slider.
    pub handle: Style,
    /// A slider's track past the handle.
    pub track: Style,
    /// A slider's track up to the handle.
    pub track_filled: Style,
    /// The cell under the cursor of an input field.
    pub cursor: Style,
    /// A message that something went wrong.
    pub error: Style,
    series: [Style; 16],
}

impl Theme {
    /// The theme of a scheme for a terminal of some depth.
    #[must_use]
    pub fn new(scheme: Scheme, depth: Depth, glyphs: &'static Glyphs) -> Self {
        if depth == Depth::None {
            Self::uncoloured(scheme, glyphs)
        } else {
            Self::coloured(scheme, depth, glyphs)
        }
    }

    /// The style of the offer that has place `index` among the marked ones. Sixteen are used before one comes twice.
    #[must_use]
    pub fn series(&self, index: usize) -> Style {
        self.series[index % self.series.len()]
    }

    /// Are there colours at all? Where not, letters tell apart what colours would.
    #[must_use]
    pub fn has_colours(&self) -> bool {
        self.series[0].fg.is_some()
    }

    fn coloured(scheme: Scheme, depth: Depth, glyphs: &'static Glyphs) -> Self {
        let palette = Palette::new(scheme, depth);
        let fg = |color| Style::new().fg(color);
        let bold = |color| fg(color).add_modifier(Modifier::BOLD);
        let base = fg(palette.text).bg(palette.background);
        let raised = fg(palette.text).bg(palette.raised);
        Self {
            scheme,
            depth,
            glyphs,
            base,
            raised,
            text: fg(palette.text),
            quiet: fg(palette.quiet),
            accent: fg(palette.accent),
            border: fg(palette.border),
            border_focused: fg(palette.accent),
            title: fg(palette.quiet),
            title_focused: bold(palette.accent),
            selected: Style::new().bg(palette.selection).add_modifier(Modifier::BOLD),
            selected_unfocused: unfocused(&palette),
            cheaper: fg(palette.cheaper),
            higher: fg(palette.higher),
            unsure: fg(palette.unsure),
            total: bold(palette.accent),
            glow: Style::new().bg(palette.selection),
            key: fg(palette.accent),
            bar: raised,
            bar_active: fg(palette.background).bg(palette.accent).add_modifier(Modifier::BOLD),
            handle: bold(palette.text),
            track: fg(palette.border),
            track_filled: fg(palette.accent),
            cursor: fg(palette.background).bg(palette.text),
            error: bold(palette.higher),
            series: palette.series.map(fg),
        }
    }

    /// Meaning by weight alone; the terminal's own colours are left as they are.
    fn uncoloured(scheme: Scheme, glyphs: &'static Glyphs) -> Self {
        let normal = Style::new();
        let dim = normal.add_modifier(Modifier::DIM);
        let bold = normal.add_modifier(Modifier::BOLD);
        let reversed = normal.add_modifier(Modifier::REVERSED);
        let underlined = normal.add_modifier(Modifier::UNDERLINED);
        Self {
            scheme,
            depth: Depth::None,
            glyphs,
            base: normal,
            raised: normal,
            text: normal,
            quiet: dim,
            accent: bold,
            border: dim,
            border_focused: bold,
            title: normal,
            title_focused: bold,
            selected: reversed,
            selected_unfocused: bold,
            cheaper: normal,
            higher: bold,
            unsure: underlined,
            total: bold,
            glow: underlined,
            key: bold,
            bar: reversed,
            bar_active: bold.add_modifier(Modifier::UNDERLINED),
            handle: bold,
            track: dim,
            track_filled: normal,
            cursor: reversed,
            error: bold.add_modifier(Modifier::REVERSED),
            series: [normal; 16],
        }
    }
}

/// Sixteen colours have no second background to spare; bold has to do there.
fn unfocused(palette: &Palette) -> Style {
    let style = Style::new().bg(palette.selection_unfocused);
    let alike = palette.selection_unfocused == palette.background;
    if alike { style.add_modifier(Modifier::BOLD) } else { style }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Color;

    use super::*;

    fn styles(theme: &Theme) -> Vec<Style> {
        let mut styles = vec![
            theme.base,
            theme.raised,
            theme.text,
            theme.quiet,
            theme.accent,
            theme.border,
            theme.border_focused,
            theme.title,
            theme.title_focused,
            theme.selected,
            theme.selected_unfocused,
            theme.cheaper,
            theme.higher,
            theme.unsure,
            theme.total,
            theme.glow,
            theme.key,
            theme.bar,
            theme.bar_active,
            theme.handle,
            theme.track,
            theme.track_filled,
            theme.cursor,
            theme.error,
        ];
        styles.extend((0..8).map(|index| theme.series(index)));
        styles
    }

    fn colours(theme: &Theme) -> impl Iterator<Item = Color> {
        styles(theme).into_iter().flat_map(|style| [style.fg, style.bg]).flatten()
    }

    #[test]
    fn without_colours_no_style_names_one_and_the_cursor_still_shows() {
        for scheme in Scheme::ALL {
            let theme = Theme::new(scheme, Depth::None, &Glyphs::UNICODE);
            assert_eq!(colours(&theme).count(), 0);
            assert!(theme.selected.add_modifier.contains(Modifier::REVERSED));
            assert_ne!(theme.selected_unfocused, theme.text);
            assert_ne!(theme.border_focused, theme.border);
            assert_ne!(theme.title_focused, theme.title);
        }
    }

    #[test]
    fn no_depth_uses_colours_beyond_its_own() {
        for scheme in Scheme::ALL {
            let small = Theme::new(scheme, Depth::Ansi16, &Glyphs::UNICODE);
            assert!(colours(&small).all(|it| !matches!(it, Color::Rgb(..) | Color::Indexed(_))));
            let middle = Theme::new(scheme, Depth::Ansi256, &Glyphs::UNICODE);
            assert!(colours(&middle).all(|it| matches!(it, Color::Indexed(16..))));
        }
    }

    #[test]
    fn at_sixteen_colours_no_text_has_the_colour_of_its_background() {
        for scheme in Scheme::ALL {
            let theme = Theme::new(scheme, Depth::Ansi16, &Glyphs::UNICODE);
            let texts = styles(&theme).into_iter().filter(|style| style.bg.is_none());
            for foreground in texts.filter_map(|style| style.fg) {
                assert_ne!(Some(foreground), theme.base.bg);
                assert_ne!(Some(foreground), theme.selected.bg);
            }
        }
    }

    #[test]
    fn the_cursor_of_another_pane_shows_at_every_depth() {
        for depth in [Depth::None, Depth::Ansi16, Depth::Ansi256, Depth::True] {
            for scheme in Scheme::ALL {
                let theme = Theme::new(scheme, depth, &Glyphs::UNICODE);
                let row = theme.base.patch(theme.selected_unfocused);
                assert_ne!(row, theme.base, "{scheme} {depth:?}");
                assert_ne!(row, theme.base.patch(theme.selected), "{scheme} {depth:?}");
            }
        }
    }

    #[test]
    fn a_seventeenth_offer_takes_the_first_colour_again() {
        let theme = Theme::new(Scheme::Dark, Depth::True, &Glyphs::UNICODE);
        assert_eq!(theme.series(16), theme.series(0));
        assert_ne!(theme.series(8), theme.series(0));
    }
}
