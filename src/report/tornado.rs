//! Bars to both sides of an axis, in half cells.

use rust_decimal::prelude::ToPrimitive;
use whatif_pricing::Ratio;

/// The axis of a tornado: where it stands, and how much one cell is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tornado {
    left_cells: usize,
    right_cells: usize,
    per_half_cell: f64,
}

/// One bar: the cells left and right of the axis, padded to the tornado's width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Left of the axis; grows to the left.
    pub left: String,
    /// Right of the axis.
    pub right: String,
}

impl Tornado {
    /// An axis for bars that reach at most so far down, below zero, and up, in so many cells with the axis.
    #[must_use]
    pub fn new(lowest: Ratio, highest: Ratio, width: usize) -> Self {
        let cells = width.saturating_sub(1);
        let (down, up) = (-float(lowest.min(Ratio::ZERO)), float(highest.max(Ratio::ZERO)));
        let whole = down + up;
        if whole <= 0.0 {
            let left_cells = cells / 2;
            return Self { left_cells, right_cells: cells - left_cells, per_half_cell: 0.0 };
        }
        // A side with anything on it has a cell at least.
        let least = usize::from(down > 0.0 && cells > 1);
        let most = cells - usize::from(up > 0.0 && cells > 1).min(cells);
        let left_cells = halves(down / whole * as_float(cells)).clamp(least, most.max(least));
        let right_cells = cells.saturating_sub(left_cells);
        let room = |amount: f64, cells: usize| {
            if amount > 0.0 { amount / (2.0 * as_float(cells.max(1))) } else { 0.0 }
        };
        let per_half_cell = room(down, left_cells).max(room(up, right_cells));
        Self { left_cells, right_cells, per_half_cell }
    }

    /// The bar between two differences; what is not zero has half a cell at least.
    #[must_use]
    pub fn bar(&self, low: Ratio, high: Ratio) -> Bar {
        let left = self.half_cells(-float(low.min(Ratio::ZERO)), self.left_cells);
        let right = self.half_cells(float(high.max(Ratio::ZERO)), self.right_cells);
        let tip = |half_cells: usize, tip: &'static str| if half_cells % 2 == 1 { tip } else { "" };
        let left = format!("{}{}", tip(left, "▐"), "█".repeat(left / 2));
        let right = format!("{}{}", "█".repeat(right / 2), tip(right, "▌"));
        Bar {
            left: format!("{left:>width$}", width = self.left_cells),
            right: format!("{right:<width$}", width = self.right_cells),
        }
    }

    fn half_cells(&self, amount: f64, cells: usize) -> usize {
        if amount <= 0.0 || self.per_half_cell <= 0.0 {
            return 0;
        }
        halves(amount / self.per_half_cell).clamp(1, (2 * cells).max(1))
    }
}

fn float(amount: Ratio) -> f64 {
    amount.to_decimal().to_f64().unwrap_or_default()
}

fn as_float(cells: usize) -> f64 {
    u32::try_from(cells).map_or(f64::from(u32::MAX), f64::from)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of cells: clamped to the width by the callers"
)]
fn halves(number: f64) -> usize {
    number.clamp(0.0, 100_000.0).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Ratio {
        let size = Ratio::parse(text.trim_start_matches('-')).unwrap();
        if text.starts_with('-') { Ratio::ZERO.minus(size).unwrap() } else { size }
    }

    #[test]
    fn the_axis_stands_where_both_sides_have_one_scale() {
        let tornado = Tornado::new(amount("-20"), amount("40"), 13);
        let bar = tornado.bar(amount("-20"), amount("40"));
        assert_eq!((bar.left.as_str(), bar.right.as_str()), ("████", "████████"));
        let bar = tornado.bar(amount("-7.5"), amount("2.5"));
        assert_eq!((bar.left.as_str(), bar.right.as_str()), ("  ▐█", "▌       "));
    }

    #[test]
    fn the_smallest_difference_can_be_seen_and_none_cannot() {
        let tornado = Tornado::new(amount("-20"), amount("40"), 13);
        let bar = tornado.bar(amount("-0.0001"), amount("0"));
        assert_eq!((bar.left.as_str(), bar.right.as_str()), ("   ▐", "        "));
    }

    #[test]
    fn no_width_and_no_difference_panic() {
        for width in 0..5 {
            for (low, high) in [("0", "0"), ("-1", "0"), ("0", "1"), ("-1", "9")] {
                let (low, high) = (amount(low), amount(high));
                let bar = Tornado::new(low, high, width).bar(low, high);
                assert!(bar.left.chars().count() + bar.right.chars().count() <= width.max(2));
            }
        }
    }
}
