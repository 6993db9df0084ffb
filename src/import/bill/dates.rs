//! Dates with their year last, such as `11/02/2026`: one order of day and month holds for a whole file.

use chrono::NaiveTime;

use crate::import::error::{ImportError, quoted};
use crate::import::instant;
use crate::import::scan::Scanner;

/// The order of day and month in the dates of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    is_day_first: bool,
    /// True if a date was read that has a month in both places.
    is_ambiguous: bool,
    /// True if a date was read that can be read in one order alone.
    is_shown: bool,
}

impl Dates {
    /// The order that the first rows of a file show, in the columns of its times. The month is first if they show none.
    pub fn of(head: &[u8], delimiter: u8, columns: &[usize]) -> Self {
        let mut scanner = Scanner::new(head, delimiter);
        let mut dates = Self::default();
        // Reading from memory gives no error.
        while scanner.next().is_ok_and(|it| it) {
            for column in columns {
                let cell = scanner.get(*column).and_then(|it| std::str::from_utf8(it).ok());
                match cell.and_then(|text| instant::orders(text.trim())) {
                    Some((None, Some(_))) => dates.is_day_first = true,
                    Some((Some(_), None)) => return Self::default(),
                    Some((Some(_), Some(_)) | (None, None)) | None => {}
                }
            }
        }
        dates
    }

    /// The second at which a date begins. `None` if the text is no date with its year last.
    pub fn read(&mut self, file: &str, line: u64, text: &str) -> Result<Option<i64>, ImportError> {
        let Some((month_first, day_first)) = instant::orders(text) else { return Ok(None) };
        let (own, other) =
            if self.is_day_first { (day_first, month_first) } else { (month_first, day_first) };
        let has_read = self.is_ambiguous || self.is_shown;
        if own.is_none() && other.is_some() && has_read {
            return Err(ImportError::MixedDates {
                file: file.to_owned(),
                line,
                found: quoted(text),
                order: if self.is_day_first { "the month" } else { "the day" },
            });
        }
        if own.is_none() && other.is_some() {
            self.is_day_first = !self.is_day_first;
        }
        self.is_ambiguous |= own.is_some() && other.is_some() && own != other;
        self.is_shown |= own.is_some() != other.is_some();
        let date = own.or(other).filter(whatif_pricing::is_writable);
        Ok(date.map(|date| date.and_time(NaiveTime::MIN).and_utc().timestamp()))
    }

    /// The fact that a reader should know about dates that no row makes certain.
    pub const fn note(self) -> Option<&'static str> {
        if self.is_ambiguous && !self.is_shown && !self.is_day_first {
            return Some("dates such as 01/02/2026 are read with the month first");
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str]) -> Result<Vec<String>, ImportError> {
        let head = texts.join("\n");
        let mut dates = Dates::of(head.as_bytes(), b',', &[0]);
        let each = texts.iter().map(|text| {
            let second = dates.read("a.csv", 1, text)?.unwrap();
            let at = chrono::DateTime::from_timestamp(second, 0).unwrap();
            Ok(at.format("%m-%d").to_string())
        });
        each.collect()
    }

    #[test]
    fn one_row_shows_the_order_of_all() {
        assert_eq!(read(&["01/11/2026", "13/11/2026"]).unwrap(), ["11-01", "11-13"]);
        assert_eq!(read(&["01/11/2026", "11/13/2026"]).unwrap(), ["01-11", "11-13"]);
        assert_eq!(read(&["01/11/2026", "02/11/2026"]).unwrap(), ["01-11", "02-11"]);
        assert!(matches!(
            read(&["13/11/2026", "11/13/2026"]),
            Err(ImportError::MixedDates { order: "the month", .. })
        ));
    }

    #[test]
    fn a_row_beyond_the_head_that_shows_another_order_is_refused() {
        let mut dates = Dates::default();
        assert_eq!(dates.note(), None);
        dates.read("a.csv", 2, "01/11/2026").unwrap();
        assert!(dates.note().is_some());
        let error = dates.read("a.csv", 3, "13/11/2026").unwrap_err().to_string();
        assert!(error.contains("line 3") && error.contains("the day first"), "{error}");
        assert_eq!(dates.read("a.csv", 4, "2026-11-13").unwrap(), None);
    }
}
