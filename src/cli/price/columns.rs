//! The columns of a table that set drivers, and those whose names are near.

use anyhow::anyhow;
use whatif_pricing::{DriverId, Vocabulary, nearest};

use crate::cli::output::Failure;

/// The most columns whose names are near that are noted.
const NOTED_MAX: usize = 10;

/// The columns that set drivers.
pub struct Columns {
    /// The columns, each with its driver.
    pub drivers: Vec<(usize, DriverId)>,
    /// Remarks on columns that are passed through.
    pub notes: Vec<String>,
}

/// Finds the columns of a header, by the names of drivers or their labels on the screen. Capitals, `-` and blanks in a
/// name do not matter.
pub fn of(file: &str, header: &[String]) -> Result<Columns, Failure> {
    let vocabulary = Vocabulary::standard();
    let mut drivers: Vec<(usize, DriverId)> = Vec::new();
    let mut near: Vec<(&str, &str)> = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let meant = meant(name);
        let is_label = |label: &str| label.eq_ignore_ascii_case(name.trim());
        let labelled = || vocabulary.iter().find(|(_, it)| is_label(&it.label)).map(|(id, _)| id);
        let named = vocabulary.find(name).or_else(|| vocabulary.find(&meant));
        let Some(driver) = named.or_else(labelled) else {
            let known = vocabulary.iter().map(|(_, driver)| &*driver.name);
            near.extend(
                nearest(&meant, known).filter(|it| is_near(&meant, it)).map(|it| (&**name, it)),
            );
            continue;
        };
        if let Some((other, _)) = drivers.iter().find(|(_, known)| *known == driver) {
            let (other, driver) = (&header[*other], &vocabulary[driver].name);
            let both = if other == name {
                format!("are named {name}")
            } else {
                format!("mean {driver}: '{other}' and '{name}'")
            };
            return Err(Failure::Input(anyhow!("{file}: two columns {both}: rename one of them")));
        }
        drivers.push((at, driver));
    }
    // The name of a driver that has its column is no slip of another.
    near.retain(|(_, near)| drivers.iter().all(|(_, driver)| vocabulary[*driver].name != **near));
    if drivers.is_empty() {
        let names = vocabulary.iter().take(6).map(|(_, driver)| &*driver.name);
        let names = names.collect::<Vec<_>>().join(", ");
        let asked = near.first().map_or_else(String::new, |(name, near)| {
            format!("; for '{name}', did you mean '{near}'?")
        });
        return Err(Failure::Input(anyhow!(
            "{file}: no column is named as a driver, such as {names}: name them so in the header{asked}"
        )));
    }
    let note = |(name, near): &(&str, &str)| {
        format!("note: column '{name}' is passed through: did you mean {near}?")
    };
    let notes = near.iter().take(NOTED_MAX).map(note).collect();
    Ok(Columns { drivers, notes })
}

/// The name of a driver as most write it.
fn meant(name: &str) -> String {
    let letter = |letter: char| if matches!(letter, '-' | ' ') { '_' } else { letter };
    name.to_lowercase().chars().map(letter).collect()
}

/// Returns whether a name may be a slip of a driver's: a word of it alone is none.
fn is_near(meant: &str, name: &str) -> bool {
    meant.len() > 3 && meant.len().abs_diff(name.len()) <= 2
}
