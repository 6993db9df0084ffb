//! The palette.

use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use whatif_pricing::{Preset, Presets, Vocabulary};

use super::canvas::Canvas;
use super::{first_shown, lines, raised};
use crate::explorer::state::{Finds, Item, Palette, Spot};
use crate::explorer::widget::FieldView;

const WIDTH: u16 = 80;
const HEIGHT: u16 = 18;
/// Rows below the list for what the preset under the cursor says.
const DETAIL_ROWS: u16 = 5;
/// With fewer rows the list has them all.
const ROWS_WITH_DETAIL: u16 = 12;

pub(super) fn draw(palette: &Palette, area: Rect, canvas: &mut Canvas<'_>) {
    let title = match palette.finds {
        Finds::Everything => "Commands, sliders, offers, presets: keys=12, budget 600, eur",
        Finds::Presets => "Start from a preset",
        Finds::Files => "Open a scenario: choose, or type a path or paste a code",
        Finds::Tours => "Play a tour: choose, or type the path of one",
        Finds::Currencies => "Compare in",
        Finds::Jobs => "Compare for",
        Finds::Periods => "Period: choose, or type 2027, Q3 2026, 45 d, 2026-01-15..2026-03-01",
        Finds::Exports => "Export: what, and as what",
        Finds::Import => "Import: the files have several values. Which are yours?",
    };
    let inner = raised(title, WIDTH, HEIGHT, area, canvas);
    let theme = canvas.theme;
    let top = Canvas::row(inner, 0);
    let sign = if palette.finds == Finds::Everything { ":" } else { "/" };
    canvas.put(top, 1, sign, theme.key);
    let field = Rect { x: top.x + 2.min(top.width), width: top.width.saturating_sub(3), ..top };
    FieldView::new(&palette.field, theme).focused(true).render(field, canvas.buffer);
    let rest =
        Rect { y: inner.y + 1.min(inner.height), height: inner.height.saturating_sub(1), ..inner };
    let with_detail = palette.finds == Finds::Presets && rest.height >= ROWS_WITH_DETAIL;
    let detail = if with_detail { DETAIL_ROWS } else { 0 };
    let list = Rect { height: rest.height - detail, ..rest };
    draw_list(palette, with_detail, list, canvas);
    let below = Rect { y: rest.y + list.height, height: detail, ..rest };
    if let Some((Item::Preset(id), _)) = palette.found.get(palette.cursor) {
        draw_detail(id, below, canvas);
    }
}

fn draw_list(palette: &Palette, with_detail: bool, list: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    if palette.found.is_empty() {
        canvas.put(Canvas::row(list, 0), 1, &nothing_found(palette), theme.unsure);
    }
    let room = usize::from(list.height);
    let first = first_shown(palette.cursor, palette.found.len(), room);
    for (row, (place, (item, words))) in
        (0..).zip(palette.found.iter().enumerate().skip(first).take(room))
    {
        let area = Canvas::row(list, row);
        canvas.hit(area, Spot::Found(item.clone()));
        let under_cursor = place == palette.cursor;
        canvas.put(area, 0, if under_cursor { theme.glyphs.cursor } else { " " }, theme.accent);
        let keys = if let Item::Action(action) = item {
            canvas.bindings.shown(*action, theme.glyphs)
        } else {
            String::new()
        };
        let column = canvas.put_right(
            Rect { width: area.width.saturating_sub(1), ..area },
            &keys,
            theme.key,
        );
        let words = if let Item::Preset(id) = item
            && with_detail
        {
            // What it says stands below the list.
            preset(id).map_or(words, |preset| &preset.name)
        } else {
            words
        };
        canvas.put(Rect { width: column.saturating_sub(1), ..area }, 1, words, theme.text);
        if under_cursor {
            canvas.style(area, theme.selected);
        }
    }
}

fn nothing_found(palette: &Palette) -> String {
    if let Some(why) = &palette.refused {
        return why.clone();
    }
    let typed = palette.field.text();
    let says = match palette.finds {
        Finds::Files if typed.is_empty() => "no file was used yet: type a path",
        Finds::Files => "enter opens what is typed",
        Finds::Tours => "enter plays what is typed",
        Finds::Periods => "enter takes the period that is typed",
        Finds::Everything => return format!("no command, slider or offer matches '{typed}'"),
        Finds::Presets => return format!("no preset matches '{typed}'"),
        Finds::Currencies => return format!("no currency matches '{typed}'"),
        Finds::Jobs => return format!("no job matches '{typed}'"),
        Finds::Import => return format!("no value matches '{typed}'"),
        Finds::Exports => return format!("no export matches '{typed}'"),
    };
    says.to_owned()
}

fn preset(id: &str) -> Option<&'static Preset> {
    Presets::shipped().find(id).ok()
}

/// Draws what a preset assumes, and what it sets.
fn draw_detail(id: &str, area: Rect, canvas: &mut Canvas<'_>) {
    let theme = canvas.theme;
    let Some(preset) = preset(id) else { return };
    let rule = theme.glyphs.border.horizontal_top.repeat(usize::from(area.width));
    canvas.put(Canvas::row(area, 0), 0, &rule, theme.border);
    let settings = preset.settings(Vocabulary::standard()).join("  ");
    let width = area.width.saturating_sub(2);
    let said = lines::wrapped(&preset.says, width).into_iter().map(|row| (row, theme.text));
    let set = lines::wrapped(&settings, width).into_iter().map(|row| (row, theme.quiet));
    for (row, (text, style)) in (1..).zip(said.chain(set)) {
        canvas.put(Canvas::row(area, row), 1, &text, style);
    }
}
