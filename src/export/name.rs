//! Names of files: what they say of what is in them.

use std::path::Path;

use super::{Form, What};
use crate::action::Screen;

/// How a file is named where nobody names it: `invoice.md`.
#[must_use]
pub fn default_name(what: What, form: Form) -> String {
    format!("{}.{}", what.name(), form.ending())
}

/// What a file of this name is to have, and in which form: the form by its ending, what by its first word
/// or, where that says nothing, by the screen that is shown.
pub fn named(name: &str, shown: Screen) -> Result<(What, Form), String> {
    let form = form_of(name)?;
    let path = Path::new(name.trim());
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let what = match form {
        Form::Svg | Form::Ansi => What::Screen,
        _ => of_word(stem).unwrap_or_else(|| of_screen(shown)),
    };
    what.check(form).map_err(|why| {
        let ending = form.ending();
        format!(
            "{why}; for a table name the file invoice, comparison or sweep, as in invoice.{ending}"
        )
    })?;
    Ok((what, form))
}

/// The form of a file of this name, by its ending.
pub fn form_of(name: &str) -> Result<Form, String> {
    let path = Path::new(name.trim());
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    of_ending(ending).ok_or_else(|| unknown(name))
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

fn unknown(name: &str) -> String {
    let endings: Vec<String> = Form::ALL.iter().map(|it| format!(".{}", it.ending())).collect();
    let [others @ .., last] = &endings[..] else { unreachable!("there are forms") };
    let name = crate::widget::text::sanitize(name.trim()).into_owned();
    format!(
        "'{name}' does not end like a file that can be written: end it with {} or {last}, such as invoice.md",
        others.join(", ")
    )
}

/// What the first word of a name says.
fn of_word(stem: &str) -> Option<What> {
    let word = stem.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    match &*word.to_lowercase() {
        "quote" => Some(What::Invoice),
        "compare" => Some(What::Comparison),
        word => What::ALL.into_iter().find(|what| what.name() == word),
    }
}

/// What a screen shows; one whose figures are in no table is exported as it is drawn.
const fn of_screen(screen: Screen) -> What {
    match screen {
        Screen::Explore => What::Invoice,
        Screen::Compare => What::Comparison,
        Screen::Sweep => What::Sweep,
        Screen::Levers | Screen::Stage => What::Screen,
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
            assert_eq!(named(name, Screen::Sweep), Ok(has), "{name}");
        }
    }

    #[test]
    fn a_name_that_says_nothing_takes_what_is_shown() {
        let shown = |screen| named("for-the-boss.md", screen).map(|it| it.0);
        assert_eq!(shown(Screen::Explore), Ok(What::Invoice));
        assert_eq!(shown(Screen::Compare), Ok(What::Comparison));
        assert_eq!(shown(Screen::Sweep), Ok(What::Sweep));
        assert_eq!(named("levers.txt", Screen::Levers), Ok((What::Screen, Form::Text)));
        assert_eq!(
            shown(Screen::Levers).unwrap_err(),
            "the screen cannot be written as markdown: it has the forms svg, text and ansi; for a table name the file invoice, comparison or sweep, as in invoice.md"
        );
    }

    #[test]
    fn an_unknown_ending_is_refused_with_those_there_are() {
        for name in ["invoice.pdf", "invoice", "", ".md"] {
            let error = named(name, Screen::Explore).unwrap_err();
            assert_eq!(
                error,
                format!(
                    "'{name}' does not end like a file that can be written: end it with .txt, .md, .csv, .json, .svg or .ans, such as invoice.md"
                )
            );
        }
    }

    #[test]
    fn every_default_name_is_read_back() {
        for what in What::ALL {
            for form in what.forms() {
                assert_eq!(named(&default_name(what, *form), Screen::Explore), Ok((what, *form)));
            }
        }
    }
}
