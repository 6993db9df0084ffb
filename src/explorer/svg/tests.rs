use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::*;

const BACKGROUND: Color = Color::Rgb(0x0f, 0x14, 0x19);
const FOREGROUND: Color = Color::Rgb(0xe6, 0xed, 0xf3);

fn buffer(spans: &[(u16, &str, Style)], width: u16) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
    for (column, text, style) in spans {
        buffer.set_string(*column, 0, text, *style);
    }
    buffer
}

/// The picture without its frame.
fn elements(spans: &[(u16, &str, Style)], width: u16) -> Vec<String> {
    let svg = svg(&buffer(spans, width), BACKGROUND, FOREGROUND);
    let inner = |line: &&str| {
        let frame = ["<svg", "<g", "</g", "</svg"].iter().any(|tag| line.starts_with(tag));
        !frame && !line.contains("<rect width")
    };
    svg.lines().filter(inner).map(str::to_owned).collect()
}

#[test]
fn plain_text_is_one_element_pinned_to_its_columns() {
    assert_eq!(
        elements(&[(2, "Total 40.30", Style::new())], 20),
        [r#"<text x="18" y="13" textLength="99">Total 40.30</text>"#]
    );
}

#[test]
fn what_xml_would_read_is_escaped() {
    let elements = elements(&[(0, "<a> & \"b\"", Style::new())], 9);
    assert_eq!(elements, [r#"<text x="0" y="13" textLength="81">&lt;a&gt; &amp; "b"</text>"#]);
    assert_eq!(escape("\x1b\0"), "\u{fffd}\u{fffd}");
    assert_eq!(escape("a\u{200d}\u{202e}b"), "ab", "nobody could see that they are there");
}

#[test]
fn each_style_is_a_run_of_its_own() {
    let bold = Style::new().fg(Color::Rgb(0x4f, 0xd6, 0xbe)).add_modifier(Modifier::BOLD);
    assert_eq!(
        elements(&[(0, "USD", Style::new()), (3, "40", bold)], 5),
        [
            r#"<text x="0" y="13" textLength="27">USD</text>"#,
            r##"<text x="27" y="13" textLength="18" fill="#4fd6be" font-weight="bold">40</text>"##,
        ]
    );
}

#[test]
fn backgrounds_are_merged_and_reversal_swaps_the_colours() {
    let reversed = Style::new().add_modifier(Modifier::REVERSED);
    assert_eq!(
        elements(&[(1, "a b", reversed)], 6),
        [
            r##"<rect x="9" y="0" width="27" height="18" fill="#e6edf3"/>"##,
            r##"<text x="9" y="13" textLength="27" fill="#0f1419">a b</text>"##,
        ]
    );
}

#[test]
fn dim_text_is_mixed_with_its_background() {
    let dim = Style::new().fg(Color::White).bg(Color::Black).add_modifier(Modifier::DIM);
    let elements = elements(&[(0, "x", dim)], 1);
    assert_eq!(elements[1], r##"<text x="0" y="13" fill="#999999">x</text>"##);
}

#[test]
fn lines_of_a_colour_are_one_element() {
    let elements = elements(&[(0, "├──┤", Style::new())], 4);
    assert_eq!(elements.len(), 1);
    assert!(elements[0].contains(r##"stroke="#e6edf3""##));
}

#[test]
fn two_blanks_end_a_run_unless_they_are_underlined() {
    let found = elements(&[(0, "a  b", Style::new())], 4);
    assert_eq!(found, [r#"<text x="0" y="13">a</text>"#, r#"<text x="27" y="13">b</text>"#]);
    let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
    assert_eq!(
        elements(&[(0, "a  ", underlined)], 5),
        [r#"<text x="0" y="13" textLength="27" text-decoration="underline">a  </text>"#]
    );
}

#[test]
fn symbols_beyond_ascii_have_places_of_their_own_and_wide_ones_cover_two() {
    assert_eq!(
        elements(&[(0, "a云b", Style::new())], 5),
        [
            r#"<text x="0" y="13">a</text>"#,
            r#"<text x="9" y="13">云</text>"#,
            r#"<text x="27" y="13">b</text>"#,
        ]
    );
}

#[test]
fn the_background_of_a_wide_symbol_is_as_wide() {
    let reversed = Style::new().add_modifier(Modifier::REVERSED);
    let elements = elements(&[(0, "云", reversed)], 3);
    assert_eq!(elements[0], r##"<rect x="0" y="0" width="18" height="18" fill="#e6edf3"/>"##);
}

#[test]
fn a_blank_screen_is_a_rectangle() {
    assert_eq!(elements(&[], 80), Vec::<String>::new());
    assert!(svg(&Buffer::empty(Rect::ZERO), Color::Reset, Color::Reset).starts_with("<svg"));
}

#[test]
fn text_ends_where_its_last_letter_does() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
    buffer.set_string(0, 0, "云 a", Style::new());
    assert_eq!(text(&buffer), "云 a\n\n");
}
