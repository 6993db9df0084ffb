//! Hyperlinks in text (OSC 8), where the terminal is known to understand them.

/// The least version of VTE, on which many terminals are built, that has them: 0.50.
const VTE_VERSION_MIN: u32 = 5_000;

/// Returns whether the terminal that these variables describe shows hyperlinks.
#[must_use]
pub fn are_understood(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_one_of = |name: &str, known: &[&str]| {
        variable(name).is_some_and(|value| known.iter().any(|known| value == *known))
    };
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    // Between a multiplexer and the terminal nobody knows.
    if is_set("TMUX") || is_set("STY") {
        return false;
    }
    let vte = variable("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    vte.is_some_and(|version| version >= VTE_VERSION_MIN)
        || is_one_of("TERM_PROGRAM", &["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"])
        || is_one_of("TERM", &["xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm"])
        || ["KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION"].into_iter().any(is_set)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(variables: &[(&str, &str)]) -> bool {
        let value = |name: &str| variables.iter().find(|(known, _)| *known == name);
        are_understood(|name| value(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn only_terminals_that_are_known_to_show_links_get_them() {
        assert!(understood(&[("TERM", "xterm-kitty")]));
        assert!(understood(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7200")]));
        assert!(understood(&[("TERM_PROGRAM", "WezTerm")]));
        assert!(understood(&[("WT_SESSION", "a1")]));
        assert!(!understood(&[("TERM", "xterm-256color")]));
        assert!(!understood(&[("VTE_VERSION", "4800")]));
        assert!(!understood(&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/tmux,1,0")]));
        assert!(!understood(&[]));
    }
}
