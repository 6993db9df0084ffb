use std::path::Path;

use clap::Parser;
use whatif_pricing::Period;

use super::*;
use crate::answer::opening;

/// The command alone, with the flags that every command takes.
#[derive(Debug, Parser)]
struct Alone {
    #[command(flatten)]
    look: ScreenArgs,
    #[command(flatten)]
    args: ExportArgs,
}

/// Returns what the command writes of the opening scenario.
fn export(line: &str) -> Result<String, String> {
    let words = ["export", "plan.toml"].into_iter().chain(line.split_whitespace());
    let alone = Alone::try_parse_from(words).map_err(|error| error.to_string())?;
    let today = "2026-11-22".parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(Some(folder.path()), today).unwrap();
    let cards = library.catalog().cards();
    let period = Period::standard_month("2026-06-01".parse().unwrap());
    let board = Board::new(cards, &Scenario::opening(cards, period)).unwrap();
    let opening = opening::open(&opening::file(&board, None, None).text(), cards).unwrap();
    let mut written = Vec::new();
    let mut page = alone.look.page(&mut written);
    let verdict = run(&alone.args, opening, &library, &alone.look, &mut page);
    match verdict {
        Ok(_) => Ok(String::from_utf8(written).unwrap()),
        Err(Failure::Input(error)) => Err(format!("{error:#}")),
        Err(other) => Err(format!("{other:?}")),
    }
}

#[test]
fn several_marked_cards_are_compared_and_flags_say_what_else_is_meant() {
    for (line, begins) in [
        ("", "Comparison in USD"),
        ("invoice", "Tencent Cloud SSM"),
        ("--card aws-secrets-manager", "AWS Secrets Manager"),
        ("--driver secrets", "Secrets from"),
        ("sweep", "Secrets from"),
        ("sweep --as csv", "secrets,"),
        ("invoice --as markdown", "# Tencent Cloud SSM"),
        ("--as json", "{\n  \"currency\": \"USD\""),
        ("--as svg", "<svg"),
        ("--screen compare", "<svg"),
        ("--as ansi", "\u{1b}[0;"),
    ] {
        let text = export(line).unwrap();
        assert!(text.starts_with(begins), "{line}: {text}");
    }
}

#[test]
fn each_screen_is_drawn_in_the_size_and_the_theme_that_are_asked_for() {
    let explore = export("screen --as text --size 100x30").unwrap();
    assert_eq!(explore.lines().count(), 30);
    assert!(explore.contains("40.30"), "{explore}");
    let sweep = export("screen --as text --screen sweep --driver keys --card alibaba-kms-payg");
    assert!(sweep.unwrap().contains("Keys"));
    let [dark, light] = ["dark", "light"].map(|theme| export(&format!("screen --theme {theme}")));
    assert_ne!(dark, light);
    assert_eq!(export("screen --theme light"), light);
}

#[test]
fn no_table_knows_the_day_of_use_and_a_screen_only_if_it_is_given() {
    for line in ["invoice", "comparison --as markdown", "sweep --as json"] {
        assert_eq!(export(&format!("{line} --today 2030-01-01")), export(line), "{line}");
    }
    let screen = export("screen --as text").unwrap();
    assert_eq!(export("screen --as text --today 2026-06-01").unwrap(), screen);
    assert_ne!(export("screen --as text --today 2030-01-01").unwrap(), screen);
}

#[test]
fn a_file_has_the_form_of_its_ending_and_is_replaced_only_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name).display().to_string();
    let to = place("invoice.md");
    let written = export(&format!("invoice --to {to}")).unwrap();
    assert_eq!(written, format!("{to} has the invoice.\n"));
    let text = std::fs::read_to_string(&to).unwrap();
    assert_eq!(text, export("invoice --as markdown").unwrap());
    assert_eq!(
        export(&format!("--to {to}")).unwrap_err(),
        format!("{to} exists: name another file, or replace it with --force")
    );
    export(&format!("--to {to} --force")).unwrap();
    assert!(std::fs::read_to_string(&to).unwrap().starts_with("# Comparison"));
    let refused = export(&format!("--to {}", place("invoice.pdf"))).unwrap_err();
    assert!(refused.contains(".txt, .md, .csv, .json, .svg or .ans"), "{refused}");
    assert!(!Path::new(&place("invoice.pdf")).exists());
}

#[test]
fn what_cannot_be_exported_is_refused_with_the_remedy() {
    for (line, says) in [
        ("invoice --as svg", "the invoice cannot be written as svg: it has the forms"),
        (
            "screen --as csv",
            "the screen cannot be written as csv: it has the forms svg, text and ansi",
        ),
        ("invoice --card aws", "unknown card 'aws'"),
        ("sweep --driver secret", "unknown driver 'secret': did you mean 'secrets'?"),
        ("screen --size 120", "write columns and rows, each from 10 to 500, such as 120x40"),
        ("screen --size 9x9", "write columns and rows, each from 10 to 500, such as 120x40"),
        ("--force", "--to <OUT>"),
    ] {
        let error = export(line).unwrap_err();
        assert!(error.contains(says), "{line}: {error}");
    }
}
