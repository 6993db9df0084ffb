//! Names of files: what they say of what is in them.

use std::path::Path;

use super::{ExportError, Form, What};
use crate::library::sanitize::sanitize;
use crate::report::words;

/// The default name of a file: `invoice.md`.
#[must_use]
pub fn default_name(what: What, form: Form) -> String {
    format!("{}.{}", what.name(), form.ending())
}

/// The subject and the form of a file of this name: the form by its ending, the subject by its first word
/// or, if that says nothing, by what is `shown`.
pub fn named(name: &str, shown: What) -> Result<(What, Form), ExportError> {
    let form = form_of(name)?;
    let path = Path::new(name.trim());
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let what = match form {
        Form::Svg | Form::Ansi => What::Screen,
        Form::Text | Form::Markdown | Form::Csv | Form::Json => of_word(stem).unwrap_or(shown),
    };
    if !what.forms().contains(&form) {
        return Err(ExportError::Form { what, form, by_name: true });
    }
    Ok((what, form))
}

/// The form of a file of this name, by its ending.
pub fn form_of(name: &str) -> Result<Form, ExportError> {
    let path = Path::new(name.trim());
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let unknown = || ExportError::Ending { name: sanitize(name.trim()).into_owned() };
    of_ending(ending).ok_or_else(unknown)
}

/// The form of files with this ending.
fn of_ending(ending: &str) -> Option<Form> {
    match &*ending.to_ascii_lowercase() {
        "text" => Some(Form::Text),
        "markdown" => Some(Form::Markdown),
        "ansi" => Some(Form::Ansi),
        ending => Form::ALL.into_iter().find(|form| form.ending() == ending),
    }
}

/// The endings that can be written, in words.
pub(super) fn endings() -> String {
    let endings: Vec<String> = Form::ALL.iter().map(|it| format!(".{}", it.ending())).collect();
    words::list_or(&endings)
}

/// Reads what the first word of a name says.
fn of_word(stem: &str) -> Option<What> {
    let word = stem.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    match &*word.to_lowercase() {
        "quote" => Some(What::Invoice),
        "compare" => Some(What::Comparison),
        word => What::ALL.into_iter().find(|what| what.name() == word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_has_and_in_which_form() {
        for (name, has) in [
            ("invoice.md", (What::Invoice, Form::Markdown)),
            ("comparison.csv", (What::Comparison, Form::Csv)),
            ("Comparison-2026.CSV", (What::Comparison, Form::Csv)),
            ("compare.txt", (What::Comparison, Form::Text)),
            ("screen.svg", (What::Screen, Form::Svg)),
            ("screen.txt", (What::Screen, Form::Text)),
            ("invoice.svg", (What::Screen, Form::Svg)),
            (" ~/x/quote.json ", (What::Invoice, Form::Json)),
        ] {
            assert_eq!(named(name, What::Sweep), Ok(has), "{name}");
        }
    }

    #[test]
    fn a_name_that_says_nothing_takes_what_is_shown() {
        let shown = |what| named("for-the-boss.md", what).map(|it| it.0);
        for what in [What::Invoice, What::Comparison, What::Sweep] {
            assert_eq!(shown(what), Ok(what));
        }
        assert_eq!(named("levers.txt", What::Screen), Ok((What::Screen, Form::Text)));
        assert_eq!(
            shown(What::Screen).unwrap_err().to_string(),
            "the screen cannot be written as markdown: it has the forms svg, text and ansi. For a table, name the file invoice, comparison or sweep, as in invoice.md"
        );
    }

    #[test]
    fn an_unknown_ending_is_refused_with_those_there_are() {
        for name in ["invoice.pdf", "invoice", "", ".md"] {
            let error = named(name, What::Invoice).unwrap_err().to_string();
            assert_eq!(
                error,
                format!(
                    "'{name}' has no ending that can be written: end it with .txt, .md, .csv, .json, .svg or .ans, such as invoice.md"
                )
            );
        }
    }

    #[test]
    fn every_default_name_is_read_back() {
        for what in What::ALL {
            for form in what.forms() {
                assert_eq!(named(&default_name(what, *form), What::Invoice), Ok((what, *form)));
            }
        }
    }
}
