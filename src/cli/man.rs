//! `whatif man`: the manual pages, made from the help of each command.

use std::io;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Command, ValueHint};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::output::{Failure, Verdict};
use crate::report::page::Page;
use crate::report::words::count;
use crate::store;

const NOTES: &str = "\
Examples:
  whatif man | man -l -                   read the page of whatif
  whatif man ~/.local/share/man/man1      man whatif-quote then finds that of whatif quote";

/// Arguments of `whatif man`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct ManArgs {
    /// Write a page for each command into this folder. Without it, the page of whatif is printed
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

/// A manual page: the name of its file, and its text.
#[derive(Debug)]
struct ManPage {
    name: String,
    text: String,
}

/// Prints the page of the program, or writes those of all commands.
pub fn run(args: &ManArgs, command: Command, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let pages = pages(command).context("a manual page").map_err(Failure::Input)?;
    let Some(folder) = &args.folder else {
        page.file(&pages[0].text)?;
        return Ok(Verdict::Answered);
    };
    let folder = store::typed(folder);
    for written in &pages {
        store::overwrite(&folder.join(&written.name), &written.text).map_err(Failure::input)?;
    }
    page.line(&format!("{} has {}.", folder.display(), count(pages.len(), "manual page")))?;
    Ok(Verdict::Answered)
}

/// The page of the program, then those of its commands.
fn pages(mut command: Command) -> io::Result<Vec<ManPage>> {
    command.build();
    let mut pages = Vec::new();
    add(&command, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, pages: &mut Vec<ManPage>) -> io::Result<()> {
    pages.push(written(command)?);
    let shown = command.get_subcommands().filter(|it| !it.is_hide_set());
    for command in shown.filter(|it| it.get_name() != "help") {
        add(command, pages)?;
    }
    Ok(())
}

fn written(command: &Command) -> io::Result<ManPage> {
    let source = concat!("whatif ", env!("CARGO_PKG_VERSION"));
    let made = Man::new(command.clone()).source(source).manual("The manual of whatif");
    let mut text = Vec::new();
    made.render_title(&mut text)?;
    made.render_name_section(&mut text)?;
    made.render_synopsis_section(&mut text)?;
    made.render_description_section(&mut text)?;
    made.render_options_section(&mut text)?;
    if command.get_subcommands().any(|it| !it.is_hide_set()) {
        made.render_subcommands_section(&mut text)?;
    }
    if let Some(notes) = command.get_after_help() {
        notes_section(&notes.to_string()).to_writer(&mut text)?;
    }
    let text = String::from_utf8(text).map_err(io::Error::other)?;
    Ok(ManPage { name: made.get_filename(), text })
}

/// Notes and examples, whose lines stay as they are.
fn notes_section(notes: &str) -> Roff {
    let mut roff = Roff::default();
    roff.control("SH", ["NOTES"]).control("nf", []);
    for line in notes.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn each_command_has_a_page_with_its_flags() {
        let pages = pages(Cli::command()).unwrap();
        let names: Vec<&str> = pages.iter().map(|page| &*page.name).collect();
        assert_eq!(names[0], "whatif.1");
        assert!(names.contains(&"whatif-quote.1") && names.contains(&"whatif-card-new.1"));
        assert!(names.iter().all(|name| !name.contains("__")), "{names:?}");
        let quote = pages.iter().find(|page| page.name == "whatif-quote.1").unwrap();
        assert!(quote.text.contains(".TH whatif-quote 1"), "{}", quote.text);
        assert!(quote.text.contains("\\fB\\-\\-records\\fR"), "{}", quote.text);
    }

    #[test]
    fn examples_keep_their_lines() {
        let pages = pages(Cli::command()).unwrap();
        let text = &pages[0].text;
        let notes = text.split(".SH NOTES").nth(1).unwrap();
        assert!(notes.starts_with("\n.nf\n") && notes.ends_with(".fi\n"), "{notes}");
        assert!(notes.lines().count() > 10, "{notes}");
    }
}
