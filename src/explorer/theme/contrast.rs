//! The contrast of every text on every background it can stand on, as WCAG 2 computes it.

use ratatui::style::{Color, Style};

use super::{Depth, Glyphs, Scheme, Theme, xterm};

/// The least contrast that WCAG asks of text of ordinary size (level AA).
const LEAST: f64 = 4.5;

fn luminance(color: Color) -> f64 {
    let channels = xterm::channels(color).expect("a theme with colours names each");
    let [red, green, blue] = channels.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn texts(theme: &Theme) -> Vec<(String, Style)> {
    let named = [
        ("text", theme.text),
        ("quiet", theme.quiet),
        ("accent", theme.accent),
        ("title", theme.title),
        ("title_focused", theme.title_focused),
        ("cheaper", theme.cheaper),
        ("higher", theme.higher),
        ("unsure", theme.unsure),
        ("total", theme.total),
        ("key", theme.key),
        ("handle", theme.handle),
        ("track_filled", theme.track_filled),
        ("error", theme.error),
    ];
    let series = (0..16).map(|index| (format!("series {index}"), theme.series(index)));
    named.map(|(name, style)| (name.to_owned(), style)).into_iter().chain(series).collect()
}

fn grounds(theme: &Theme) -> [(&'static str, Style); 6] {
    [
        ("base", theme.base),
        ("raised", theme.raised),
        ("bar", theme.bar),
        ("selected", theme.selected),
        ("selected_unfocused", theme.selected_unfocused),
        ("glow", theme.glow),
    ]
}

fn faint(theme: &Theme) -> Vec<String> {
    let mut faint = Vec::new();
    for (name, text) in texts(theme) {
        for (ground_name, ground) in grounds(theme) {
            let ratio = contrast(text.fg.unwrap(), ground.bg.unwrap());
            if ratio < LEAST {
                faint.push(format!("{} {name} on {ground_name} {ratio:.2}", theme.scheme));
            }
        }
    }
    faint
}

#[test]
fn every_text_reads_on_every_background() {
    for depth in [Depth::True, Depth::Ansi256] {
        for scheme in Scheme::ALL {
            let theme = Theme::new(scheme, depth, &Glyphs::UNICODE);
            assert_eq!(faint(&theme), Vec::<String>::new(), "at {depth:?}");
        }
    }
}

#[test]
fn what_brings_its_own_background_reads_on_it() {
    for scheme in Scheme::ALL {
        let theme = Theme::new(scheme, Depth::True, &Glyphs::UNICODE);
        for style in [theme.bar_active, theme.cursor, theme.base, theme.bar, theme.raised] {
            assert!(contrast(style.fg.unwrap(), style.bg.unwrap()) >= LEAST);
        }
    }
}

#[test]
fn borders_are_quieter_than_text_and_still_seen() {
    for scheme in Scheme::ALL {
        let theme = Theme::new(scheme, Depth::True, &Glyphs::UNICODE);
        let ground = theme.base.bg.unwrap();
        let border = contrast(theme.border.fg.unwrap(), ground);
        assert!(border >= 1.7, "{scheme} border {border:.2}");
        assert!(border < contrast(theme.text.fg.unwrap(), ground));
    }
}

fn difference(theme: &Theme, one: usize, other: usize) -> u32 {
    let channels = |index| xterm::channels(theme.series(index).fg.unwrap()).unwrap();
    let pairs = channels(one).into_iter().zip(channels(other));
    pairs.map(|(a, b)| u32::from(a.abs_diff(b))).sum()
}

#[test]
fn sixteen_offers_are_told_apart() {
    for depth in [Depth::True, Depth::Ansi256] {
        for scheme in Scheme::ALL {
            let theme = Theme::new(scheme, depth, &Glyphs::UNICODE);
            for (one, other) in (0..16).flat_map(|one| (0..one).map(move |other| (one, other))) {
                let apart = difference(&theme, one, other);
                assert!(apart >= 70, "{scheme} {depth:?}: {one} and {other} are {apart} apart");
            }
        }
    }
}
