//! Markdown with tables (GFM). Nothing in a text is taken for markup.

use super::glyphs::Glyphs;
use super::layout::{Body, Cell, Entry, Report, Row, Table, Weight};
use super::page::Side;

/// The report as Markdown.
#[must_use]
pub fn write(report: &Report, glyphs: &Glyphs) -> String {
    let mut blocks = vec![format!("# {}\n", escaped(&report.title))];
    blocks.push(list(&report.about));
    blocks.push(table(&report.table, glyphs));
    for section in &report.sections {
        let block = match &section.body {
            Body::Entries(entries) | Body::Warnings(entries) | Body::Signs(entries) => {
                list(entries)
            }
            Body::Figures(figures) => table(figures, glyphs),
            Body::Bars(_) => continue,
        };
        blocks.extend([format!("## {}\n", escaped(&section.heading)), block]);
    }
    glyphs.plain(&blocks.join("\n")).into_owned()
}

fn list(entries: &[Entry]) -> String {
    let item = |entry: &Entry| match &*entry.name {
        "" => format!("- {}\n", begun(&escaped(&entry.whole()))),
        name => format!("- **{}**: {}\n", escaped(name), escaped(&entry.whole())),
    };
    entries.iter().map(item).collect()
}

fn table(table: &Table, glyphs: &Glyphs) -> String {
    let columns: Vec<usize> =
        (0..table.columns.len()).filter(|at| table.columns[*at].forms.has_markdown()).collect();
    let heads = columns.iter().map(|place| escaped(&table.columns[*place].head()));
    let sides = columns.iter().map(|place| match table.columns[*place].side {
        Side::Left => "---".to_owned(),
        Side::Right => "---:".to_owned(),
    });
    let mut text = line(heads) + &line(sides);
    for row in table.rows.iter().filter(|row| !row.is_gap()) {
        text.push_str(&line(columns.iter().map(|place| cell(row, *place, glyphs))));
    }
    text
}

fn cell(row: &Row, column: usize, glyphs: &Glyphs) -> String {
    let cell = &row.cells[column];
    let text = if row.weight == Weight::Heading && column > 0 {
        String::new()
    } else if *cell == Cell::None {
        cell.shown(glyphs.unknown)
    } else {
        escaped(&cell.shown(""))
    };
    let is_strong = row.weight != Weight::Plain && !text.is_empty();
    if is_strong { format!("**{text}**") } else { text }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// A text that begins a line, and no list or heading.
fn begun(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    let signs: &[&str] = if digits > 0 { &[". ", ") "] } else { &["#", ">", "+ ", "- "] };
    let is_list = signs.iter().any(|sign| rest.starts_with(sign));
    if is_list { format!("{number}\\{rest}") } else { text.to_owned() }
}

/// A text in which no sign is markup within a line. Underscores within a word are none, and
/// stay: the names of drivers are full of them.
fn escaped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut escaped = String::with_capacity(text.len());
    for (place, letter) in letters.iter().enumerate() {
        let is_word = |at: Option<usize>| {
            at.and_then(|at| letters.get(at)).is_some_and(|near| near.is_alphanumeric())
        };
        let within_word = is_word(place.checked_sub(1)) && is_word(Some(place + 1));
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '_' if within_word => escaped.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                escaped.extend(['\\', *letter]);
            }
            _ => escaped.push(*letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_text_is_markup() {
        assert_eq!(escaped("a|b"), "a\\|b");
        assert_eq!(escaped("<script>&*x*"), "&lt;script>&amp;\\*x\\*");
        assert_eq!(escaped("[a](b) `c`"), "\\[a\\](b) \\`c\\`");
        assert_eq!(escaped("=cmd|' /C calc'!A0"), "=cmd\\|' /C calc'!A0");
        assert_eq!(escaped("a\\|b"), "a\\\\\\|b");
    }

    #[test]
    fn names_of_drivers_and_cards_stay_readable() {
        assert_eq!(escaped("reads_per_secret_per_day"), "reads_per_secret_per_day");
        assert_eq!(escaped("_x_"), "\\_x\\_");
        assert_eq!(escaped("tencent-ssm-payg"), "tencent-ssm-payg");
        assert_eq!(escaped("-4.03"), "-4.03");
    }

    #[test]
    fn no_text_begins_a_list_or_a_heading() {
        for (text, line) in
            [("# a", "\\# a"), ("- a", "\\- a"), ("1. a", "1\\. a"), ("10) a", "10\\) a")]
        {
            assert_eq!(begun(text), line);
        }
        for text in ["1.5 of them", "30 days", "a - b", "-4.03", ""] {
            assert_eq!(begun(text), text);
        }
    }
}
