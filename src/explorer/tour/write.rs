//! The text of a tour, for recorded ones.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, value};

use super::{DRAG_MS, Drag, FORMAT, Step, Tour, driver_name, screen_name};
use crate::scenario::OfferId;

/// The text that a reader of the file should see first.
const HEAD: &str =
    "# A tour of whatif: `whatif tour FILE` plays it. Captions and steps may be edited.\n";

impl Tour {
    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut document = DocumentMut::new();
        document["format"] = value(i64::from(FORMAT));
        document["title"] = value(&*self.title);
        if let Some(scenario) = &self.scenario {
            document["scenario"] = value(&**scenario);
        }
        if self.by_key {
            document["by-key"] = value(true);
        }
        let steps: ArrayOfTables = self.steps.iter().map(step).collect();
        document["step"] = Item::ArrayOfTables(steps);
        if let Some((mut key, _)) = document.as_table_mut().iter_mut().next() {
            key.leaf_decor_mut().set_prefix(HEAD);
        }
        document.to_string()
    }
}

fn step(step: &Step) -> Table {
    let mut table = Table::new();
    table["caption"] = value(step.caption.text());
    let texts = [
        ("scenario", step.scenario.clone()),
        ("screen", step.screen.map(screen_name)),
        ("select", step.select.as_ref().map(ToString::to_string)),
    ];
    put(&mut table, texts);
    if let Some(marked) = &step.marked {
        table["marked"] = value(ids(marked));
    }
    for (key, ids) in [("mark", &step.mark), ("unmark", &step.unmark)] {
        if !ids.is_empty() {
            table[key] = value(self::ids(ids));
        }
    }
    if !step.set.is_empty() {
        let mut set = Table::new();
        set.set_dotted(true);
        for (driver, text) in &step.set {
            set[driver_name(*driver)] = value(&**text);
        }
        table["set"] = Item::Table(set);
    }
    if let Some(drag) = &step.drag {
        table["drag"] = value(inline(drag));
    }
    let stays = step.stay_ms.map(seconds);
    put(
        &mut table,
        [("point", step.point.clone()), ("explain", step.explain.clone()), ("seconds", stays)],
    );
    if step.waits {
        table["waits"] = value(true);
    }
    table
}

fn ids(ids: &[OfferId]) -> Array {
    ids.iter().map(OfferId::as_str).collect()
}

fn put<const N: usize>(table: &mut Table, texts: [(&str, Option<String>); N]) {
    for (key, text) in texts {
        if let Some(text) = text {
            table[key] = value(text);
        }
    }
}

fn inline(drag: &Drag) -> InlineTable {
    let mut table = InlineTable::new();
    table.insert("driver", driver_name(drag.driver).into());
    table.insert("to", (&*drag.to).into());
    if drag.takes_ms != DRAG_MS {
        table.insert("seconds", seconds(drag.takes_ms).into());
    }
    table
}

/// Thousandths of seconds as seconds.
fn seconds(millis: u32) -> String {
    rust_decimal::Decimal::new(millis.into(), 3).normalize().to_string()
}
