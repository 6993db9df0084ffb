//! An import in words: each value with its rows, then what was left out and why.

pub mod json;
pub mod preview;
pub mod reconcile;

use std::io;
use std::time::Duration;

use whatif_pricing::{Places, Ratio, Vocabulary, written};

use super::page::{Page, Side};
use super::words;
use crate::import::{
    BadRow, Import, ImportPeriod, ImportedChoice, ImportedDriver, LeftOut, Origin, PollingObject,
    Progress, TakenDriver,
};

/// The most rows of what was left out, and of objects.
const LEFT_OUT_MAX: usize = 40;
const OBJECTS_MAX: usize = 10;

/// Writes an import as text.
pub fn write(import: &Import, page: &mut Page<'_>) -> io::Result<()> {
    for file in &import.files {
        let count = usize::try_from(file.count).unwrap_or(usize::MAX);
        let count = words::count(count, file.kind.unit());
        page.line(&format!("{}: {}, {count}", file.name, file.kind.name()))?;
    }
    let mut rest = &import.drivers[..];
    while let Some(first) = rest.first() {
        let is_same = |it: &ImportedDriver| it.card == first.card && it.period == first.period;
        let end = rest.iter().position(|it| !is_same(it)).unwrap_or(rest.len());
        let (group, others) = rest.split_at(end);
        drivers(group, import, page)?;
        rest = others;
    }
    choices_alone(import, page)?;
    objects(&import.objects, page)?;
    left_out(import, page)?;
    bad_rows(import, page)?;
    if !import.notes.is_empty() {
        page.heading("Notes")?;
        for note in &import.notes {
            page.paragraph("  - ", note)?;
        }
    }
    Ok(())
}

/// Writes the choices of cards that have no value, and says if there is nothing at all.
fn choices_alone(import: &Import, page: &mut Page<'_>) -> io::Result<()> {
    let has_values = |card: &String| import.drivers.iter().any(|it| it.card.as_ref() == Some(card));
    let alone: Vec<&ImportedChoice> =
        import.choices.iter().filter(|it| !has_values(&it.card)).collect();
    if import.drivers.is_empty() && alone.is_empty() {
        return page.heading("Nothing in the files sets a driver.");
    }
    for group in alone.chunk_by(|one, other| one.card == other.card) {
        page.heading(&format!("{}, options alone", group[0].card))?;
        for choice in group {
            choice_line(choice, page)?;
        }
    }
    Ok(())
}

fn choice_line(choice: &ImportedChoice, page: &mut Page<'_>) -> io::Result<()> {
    let month = choice.month.map(|it| it.format(" in %Y-%m").to_string()).unwrap_or_default();
    let from = origin(&choice.origin);
    page.line(&format!("  option {}={}{month}, from {from}", choice.option, choice.choice))
}

/// Writes the values of one card in one period.
fn drivers(group: &[ImportedDriver], import: &Import, page: &mut Page<'_>) -> io::Result<()> {
    let first = &group[0];
    let card = first.card.as_deref().unwrap_or("any card");
    page.heading(&format!("{card}, {}", period(first.period)))?;
    let rows: Vec<Vec<String>> = group.iter().map(driver_row).collect();
    let rows = page.fitted(&rows, &[2, 0]);
    page.table(&[Side::Left, Side::Right, Side::Left], &rows)?;
    let month = first.period.month();
    let is_shown = |it: &&ImportedChoice| {
        Some(&it.card) == first.card.as_ref() && (it.month.is_none() || it.month == month)
    };
    for choice in import.choices.iter().filter(is_shown) {
        choice_line(&ImportedChoice { month: None, ..choice.clone() }, page)?;
    }
    for one in group {
        if let Some(note) = &one.note {
            page.paragraph("  - ", &format!("{}: {note}", label(one)))?;
        }
    }
    Ok(())
}

/// The driver's label, with the choices that set the value apart.
fn label(one: &ImportedDriver) -> String {
    let label = &Vocabulary::standard()[one.driver].label;
    let choices = one.variant.iter().map(|(option, choice)| format!("{option}={choice}"));
    let choices = choices.collect::<Vec<_>>().join(", ");
    if choices.is_empty() { label.clone() } else { format!("{label} ({choices})") }
}

fn driver_row(one: &ImportedDriver) -> Vec<String> {
    vec![label(one), written(one.value, Places::QUANTITY), format!("from {}", origin(&one.origin))]
}

/// `28 resources in plan.json: first, second …`.
fn origin(origin: &Origin) -> String {
    let more = origin.count > origin.first.len() as u64 && !origin.first.is_empty();
    let names = origin.first.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let dots = if more || origin.first.len() > 3 { " …" } else { "" };
    if names.is_empty() { origin.words() } else { format!("{}: {names}{dots}", origin.words()) }
}

/// The time that values hold for, in words.
#[must_use]
pub fn period(period: ImportPeriod) -> String {
    match period {
        ImportPeriod::Standing => "as it stands, rates over 30 days".to_owned(),
        ImportPeriod::Month { first, from, to, covered }
            if period.is_whole() && covered == to - from =>
        {
            first.format("%Y-%m").to_string()
        }
        ImportPeriod::Month { first, covered, .. } => {
            let hours = written(Ratio::from(covered / 3_600), Places::QUANTITY);
            format!("{}, projected from {hours} hours", first.format("%Y-%m"))
        }
    }
}

fn objects(objects: &[PollingObject], page: &mut Page<'_>) -> io::Result<()> {
    if objects.is_empty() {
        return Ok(());
    }
    page.heading("Objects that poll, by calls in 30 days")?;
    let row = |it: &PollingObject| {
        let calls = written(it.calls, Places { least: 0, most: 0 });
        vec![it.name.clone(), it.kind.to_string(), format!("each {}", interval(it.interval)), calls]
    };
    let rows: Vec<Vec<String>> = objects.iter().take(OBJECTS_MAX).map(row).collect();
    let rows = page.fitted(&rows, &[0, 1]);
    page.table(&[Side::Left, Side::Left, Side::Right, Side::Right], &rows)?;
    if objects.len() > OBJECTS_MAX {
        page.line(&format!("  and {} more", objects.len() - OBJECTS_MAX))?;
    }
    Ok(())
}

/// A length of time in its largest unit: `10 s`, `5 min`, `1 h`.
#[must_use]
pub fn interval(seconds: Ratio) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min")];
    for (size, unit) in units {
        if let Ok(count) = seconds.over(Ratio::from(size))
            && count >= Ratio::ONE
        {
            return format!("{} {unit}", written(count, Places { least: 0, most: 2 }));
        }
    }
    format!("{} s", written(seconds, Places { least: 0, most: 3 }))
}

fn left_out(import: &Import, page: &mut Page<'_>) -> io::Result<()> {
    if import.left_out.is_empty() {
        return Ok(());
    }
    page.heading("Left out")?;
    for one in import.left_out.iter().take(LEFT_OUT_MAX) {
        page.paragraph("  - ", &left_out_words(one))?;
    }
    if import.left_out.len() > LEFT_OUT_MAX {
        page.line(&format!("  and {} more", import.left_out.len() - LEFT_OUT_MAX))?;
    }
    Ok(())
}

fn bad_rows(import: &Import, page: &mut Page<'_>) -> io::Result<()> {
    let bad = &import.bad_rows;
    if bad.count == 0 {
        return Ok(());
    }
    let count = usize::try_from(bad.count).unwrap_or(usize::MAX);
    page.heading(&format!("{} passed over", words::count(count, "malformed row")))?;
    for row in &bad.first {
        page.paragraph("  - ", &bad_row_words(row))?;
    }
    Ok(())
}

fn left_out_words(one: &LeftOut) -> String {
    format!("{}: {} ({})", one.what, one.why, origin(&one.origin))
}

fn bad_row_words(row: &BadRow) -> String {
    let (line, column) = (row.line, &row.column);
    let (file, found, expected) = (&row.file, &row.found, row.expected);
    format!("{file}, line {line}, {column}: '{found}', where {expected} is expected")
}

/// `1,200,000 rows, 512 of 5,120 MB, 12 s left`.
#[must_use]
pub fn progress(progress: Progress, elapsed: Duration) -> String {
    let whole = |count: u64| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        written(Ratio::from(count), Places { least: 0, most: 0 })
    };
    let megabytes = |bytes: u64| whole(bytes / 1_000_000);
    let rows = whole(progress.rows);
    let Some(of) = progress.bytes_of else {
        return format!("{rows} rows, {} MB", megabytes(progress.bytes));
    };
    let left = u128::from(of.saturating_sub(progress.bytes));
    let left = elapsed.as_millis() * left / u128::from(progress.bytes.max(1)) / 1_000;
    format!("{rows} rows, {} of {} MB, {left} s left", megabytes(progress.bytes), megabytes(of))
}

/// Writes what an import changed in a scenario.
pub fn write_changes(changes: &[TakenDriver], page: &mut Page<'_>) -> io::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    page.heading("Set")?;
    let row = |it: &TakenDriver| {
        let label = Vocabulary::standard()[it.driver].label.clone();
        vec![label, it.old.clone(), it.new.clone(), format!("imported: {}", it.from)]
    };
    let head = ["Driver", "old", "new", ""].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(changes.iter().map(row)).collect();
    let rows = page.fitted(&rows, &[3, 1]);
    page.table(&[Side::Left, Side::Right, Side::Right, Side::Left], &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_says_rows_bytes_and_the_time_left() {
        let read =
            Progress { bytes: 1_000_000_000, bytes_of: Some(5_000_000_000), rows: 2_000_000 };
        let text = progress(read, Duration::from_secs(3));
        assert_eq!(text, "2,000,000 rows, 1,000 of 5,000 MB, 12 s left");
        let text = progress(Progress { bytes_of: None, ..read }, Duration::from_secs(3));
        assert_eq!(text, "2,000,000 rows, 1,000 MB");
    }
}
