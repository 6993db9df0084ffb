//! Plans by which the rows of the stage are shared out.

use ratatui::layout::Rect;

/// The rows of each part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// Of the total: digits of 10, 5 or 3 rows, or one of text.
    pub total: u16,
    /// From one bar to the next; 0 where there are no bars.
    pub pitch: u16,
    /// Of the slider in play.
    pub slider: u16,
    /// Of what to know of the total.
    pub facts: u16,
    /// Of the caption.
    pub caption: u16,
    /// Blank ones between the parts.
    pub gap: u16,
}

/// The areas of the parts, from top to bottom.
pub(super) struct Rooms {
    pub total: Rect,
    pub bars: Rect,
    pub slider: Rect,
    pub caption: Rect,
}

const fn plan([total, pitch, slider]: [u16; 3], [facts, caption, gap]: [u16; 3]) -> Plan {
    Plan { total, pitch, slider, facts, caption, gap }
}

/// From the roomiest to the tightest: the total gives way last, the bars before it.
const PLANS: [Plan; 13] = [
    plan([10, 4, 3], [1, 2, 1]),
    plan([10, 3, 3], [1, 2, 1]),
    plan([10, 2, 3], [1, 2, 1]),
    plan([5, 3, 3], [1, 2, 1]),
    plan([5, 2, 3], [1, 1, 1]),
    plan([5, 1, 3], [1, 1, 1]),
    plan([5, 1, 2], [1, 1, 1]),
    plan([3, 1, 2], [1, 1, 1]),
    plan([3, 1, 2], [1, 1, 0]),
    plan([1, 1, 2], [0, 1, 0]),
    plan([1, 0, 2], [0, 1, 0]),
    plan([1, 0, 2], [0, 0, 0]),
    plan([1, 0, 1], [0, 0, 0]),
];

/// A caption with a verdict and its doubts.
const CAPTION_ROWS: u16 = 3;

/// The row of the name, above the total.
const NAME_ROWS: u16 = 1;
/// So many bars of the narrowest pitch are worth smaller digits; what is left out is counted.
const BARS_MIN: u16 = 4;

impl Plan {
    /// The roomiest that fits. `None` if there are not even three rows.
    pub fn of(area: Rect, bars: u16, digit_rows_max: u16) -> Option<Self> {
        let fits = |plan: &Plan| plan.total <= digit_rows_max && plan.rows(bars) <= area.height;
        let plan = PLANS.into_iter().find(fits)?;
        // A whole verdict takes rows from the bars, and none from the digits.
        let alike = PLANS.into_iter().filter(|other| other.total == plan.total);
        let roomy = alike.map(Plan::with_caption).find(fits);
        Some(roomy.unwrap_or(plan))
    }

    /// The same with rows for a whole verdict, where the total has large digits.
    const fn with_caption(self) -> Self {
        let is_wanted = self.total > 1 && self.caption > 0;
        if is_wanted { Self { caption: CAPTION_ROWS, ..self } } else { self }
    }

    /// Returns the number of rows that it needs at least.
    fn rows(self, bars: u16) -> u16 {
        let gaps = if self.bar_rows(bars) > 0 { 3 } else { 2 };
        NAME_ROWS
            + self.total_rows()
            + self.bar_rows(bars)
            + self.slider
            + self.caption
            + gaps * self.gap
    }

    /// Of the total with what stands around it, but for the name.
    const fn total_rows(self) -> u16 {
        2 * self.air() + self.total + self.facts
    }

    /// Blank rows above and below large digits.
    pub const fn air(self) -> u16 {
        if self.total >= 10 { 1 } else { 0 }
    }

    fn bar_rows(self, bars: u16) -> u16 {
        match self.pitch {
            0 => 0,
            1 => bars.min(BARS_MIN),
            2 => bars.saturating_mul(2),
            pitch => bars.saturating_mul(pitch).saturating_sub(u16::from(bars > 0)),
        }
    }

    /// The total above, the slider and the caption below, the bars between them. Without bars the total
    /// stands in the middle of what is left.
    pub fn rooms(self, area: Rect, bars: u16) -> Rooms {
        let spare = area.height - self.rows(bars);
        let margin = (spare / 2).min(1);
        let area = Rect { y: area.y + margin, height: area.height - 2 * margin, ..area };
        let above = if bars == 0 { (spare - 2 * margin) / 2 } else { 0 };
        let cut = |top: u16, height: u16| Rect { y: area.y + top, height, ..area };
        let total = NAME_ROWS + self.total_rows();
        let below = self.slider + self.gap + self.caption;
        let left = area.height - total - below;
        let gaps = (2 * self.gap).min(left);
        Rooms {
            total: cut(above, total),
            bars: cut(total + gaps / 2, left - gaps),
            slider: cut(area.height - below, self.slider),
            caption: cut(area.height - self.caption, self.caption),
        }
    }
}
