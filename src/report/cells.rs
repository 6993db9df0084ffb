//! Text measured in terminal cells.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use whatif_pricing::Ratio;

/// The cells that the text takes.
#[must_use]
pub fn cells(text: &str) -> usize {
    text.width()
}

/// The text in at most so many cells; if it was cut, it ends in `ellipsis`.
#[must_use]
pub fn fit(text: &str, cells_max: usize, ellipsis: &str) -> String {
    if cells(text) <= cells_max {
        return text.to_owned();
    }
    let end = take(ellipsis, cells_max);
    format!("{}{end}", take(text, cells_max - cells(end)))
}

/// The longest beginning of the text that takes at most so many cells.
fn take(text: &str, cells_max: usize) -> &str {
    let mut used = 0;
    for (place, letter) in text.char_indices() {
        used += letter.width().unwrap_or(0);
        if used > cells_max {
            return &text[..place];
        }
    }
    text
}

/// The text moved to the right end of so many cells; longer text is left as it is.
#[must_use]
pub fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", blanks(text, width))
}

/// The text followed by blanks up to so many cells; longer text is left as it is.
#[must_use]
pub fn pad_right(text: &str, width: usize) -> String {
    format!("{text}{}", blanks(text, width))
}

/// The widest text of each column.
#[must_use]
pub fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let of_column = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|text| cells(text)).max().unwrap_or(0)
    };
    (0..count).map(of_column).collect()
}

/// The cells that a bar takes beside the largest: one at least for an amount above zero.
#[must_use]
pub fn bar_cells(amount: Ratio, largest: Ratio, cells_max: u32) -> usize {
    if amount.is_zero() || amount.is_negative() || largest.is_zero() {
        return 0;
    }
    let cells = amount.times(Ratio::from(cells_max));
    let cells = cells.and_then(|part| part.over(largest)).and_then(Ratio::floor).ok();
    let cells = cells.and_then(Ratio::as_decimal).and_then(|cells| u32::try_from(cells).ok());
    cells.unwrap_or(0).clamp(1, cells_max.max(1)) as usize
}

fn blanks(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(cells(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_a_cell_and_says_so() {
        assert_eq!(fit("Tencent SSM", 11, "…"), "Tencent SSM");
        assert_eq!(fit("Tencent SSM", 8, "…"), "Tencent…");
        assert_eq!(fit("Tencent SSM", 8, ".."), "Tencen..");
        assert_eq!(fit("阿里云", 5, "…"), "阿里…");
        assert_eq!(fit("阿里云", 4, "…"), "阿…");
        assert_eq!(fit("Tencent", 1, ".."), ".");
        assert_eq!(fit("Tencent", 0, "…"), "");
    }

    #[test]
    fn padding_counts_cells_and_never_cuts() {
        assert_eq!(pad_left("40.30", 7), "  40.30");
        assert_eq!(pad_right("阿里", 6), "阿里  ");
        assert_eq!(pad_left("489.75", 3), "489.75");
    }
}
