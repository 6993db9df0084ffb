//! Number of colours that the terminal can show.

use ratatui::style::Color;

use super::xterm;

/// The colours a terminal can show, fewest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// No colours: bold, dim, underlined and reversed carry the meaning.
    None,
    /// The sixteen named colours, whose exact hues are the user's.
    Ansi16,
    /// The cube of 216 colours and the ramp of 24 greys.
    Ansi256,
    /// Red, green and blue in 256 steps each.
    True,
}

impl Depth {
    /// Reads the depth from the environment: the user's wish first, then what the terminal says.
    ///
    /// `NO_COLOR`, `CLICOLOR=0` and `FORCE_COLOR=0` take colours away; `FORCE_COLOR=1…3` names a
    /// depth; any other `FORCE_COLOR` or `CLICOLOR_FORCE` wants at least sixteen.
    pub fn detect(env: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        if set("NO_COLOR").is_some() {
            return Self::None;
        }
        match set("FORCE_COLOR").as_deref() {
            Some("0" | "false") => return Self::None,
            Some("1") => return Self::Ansi16,
            Some("2") => return Self::Ansi256,
            Some("3") => return Self::True,
            Some(_) => return Self::of_terminal(&set).max(Self::Ansi16),
            None => {}
        }
        if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
            return Self::of_terminal(&set).max(Self::Ansi16);
        }
        if set("CLICOLOR").as_deref() == Some("0") {
            return Self::None;
        }
        Self::of_terminal(&set)
    }

    fn of_terminal(set: &impl Fn(&str) -> Option<String>) -> Self {
        let term = set("TERM").unwrap_or_default();
        if term == "dumb" {
            return Self::None;
        }
        let declared = set("COLORTERM").is_some_and(|it| it == "truecolor" || it == "24bit");
        if declared || set("WT_SESSION").is_some() || Self::is_true_by_name(&term) {
            Self::True
        } else if term.contains("256color") {
            Self::Ansi256
        } else {
            Self::Ansi16
        }
    }

    /// Terminals that always show true colours and keep saying so where `COLORTERM` gets lost, as
    /// it does over ssh.
    fn is_true_by_name(term: &str) -> bool {
        term.ends_with("-direct")
            || ["xterm-kitty", "xterm-ghostty", "alacritty", "wezterm", "foot"].contains(&term)
    }

    /// The nearest colour that this depth can show.
    ///
    /// For sixteen colours there is no nearest one, since the user chooses the hues: colours go
    /// through unchanged, and the palettes are chosen by hand.
    #[must_use]
    pub fn nearest(self, color: Color) -> Color {
        if self == Self::None {
            return Color::Reset;
        }
        if let (Self::Ansi256, Color::Rgb(red, green, blue)) = (self, color) {
            return Color::Indexed(xterm::nearest([red, green, blue]));
        }
        color
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(variables: &[(&str, &str)]) -> Depth {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
        Depth::detect(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_terminal_type_tells_the_depth() {
        assert_eq!(depth(&[("TERM", "xterm-256color")]), Depth::Ansi256);
        assert_eq!(depth(&[("TERM", "screen-256color-bce")]), Depth::Ansi256);
        assert_eq!(depth(&[("TERM", "xterm")]), Depth::Ansi16);
        assert_eq!(depth(&[("TERM", "linux")]), Depth::Ansi16);
        assert_eq!(depth(&[("TERM", "xterm-kitty")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-direct")]), Depth::True);
        assert_eq!(depth(&[("TERM", "dumb")]), Depth::None);
        assert_eq!(depth(&[]), Depth::Ansi16);
    }

    #[test]
    fn colorterm_declares_true_colours() {
        assert_eq!(depth(&[("TERM", "xterm"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("COLORTERM", "24bit")]), Depth::True);
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("COLORTERM", "yes")]), Depth::Ansi256);
    }

    #[test]
    fn no_color_wins_over_everything_unless_it_is_empty() {
        assert_eq!(depth(&[("NO_COLOR", "1"), ("FORCE_COLOR", "3")]), Depth::None);
        assert_eq!(depth(&[("NO_COLOR", ""), ("TERM", "xterm-256color")]), Depth::Ansi256);
    }

    #[test]
    fn force_color_names_a_depth_or_wants_at_least_sixteen() {
        assert_eq!(depth(&[("FORCE_COLOR", "0"), ("COLORTERM", "truecolor")]), Depth::None);
        assert_eq!(depth(&[("FORCE_COLOR", "2"), ("TERM", "xterm")]), Depth::Ansi256);
        assert_eq!(depth(&[("FORCE_COLOR", "3"), ("TERM", "dumb")]), Depth::True);
        assert_eq!(depth(&[("FORCE_COLOR", "true"), ("TERM", "dumb")]), Depth::Ansi16);
        assert_eq!(depth(&[("FORCE_COLOR", "true"), ("TERM", "xterm-256color")]), Depth::Ansi256);
    }

    #[test]
    fn clicolor_takes_colours_away_and_its_force_brings_them_back() {
        assert_eq!(depth(&[("CLICOLOR", "0"), ("COLORTERM", "truecolor")]), Depth::None);
        assert_eq!(depth(&[("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")]), Depth::Ansi16);
        assert_eq!(depth(&[("CLICOLOR_FORCE", "0"), ("TERM", "linux")]), Depth::Ansi16);
    }

    #[test]
    fn a_colour_is_mapped_down_only_as_far_as_needed() {
        let teal = Color::Rgb(0x4f, 0xd6, 0xbe);
        assert_eq!(Depth::True.nearest(teal), teal);
        assert_eq!(Depth::Ansi256.nearest(teal), Color::Indexed(79));
        assert_eq!(Depth::None.nearest(teal), Color::Reset);
    }
}
