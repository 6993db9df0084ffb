//! Manual pages and help.

use crate::run::{complaint, text};

#[test]
fn the_manual_page_is_printed_or_written_for_each_command() {
    assert!(text("man").starts_with(".ie"), "it is roff");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let pages = folder.path().join("man1");
    let said = text(&format!("man \"{}\"", pages.display()));
    let count = std::fs::read_dir(&pages).expect("the folder was made").count();
    assert!(said.ends_with(&format!(" has {count} manual pages.\n")), "{said}");
    let page = std::fs::read_to_string(pages.join("whatif-compare.1")).expect("it is there");
    assert!(page.contains("Put cards side by side, line by line"), "{page}");
}

#[test]
fn help_of_a_command_is_that_of_its_flag() {
    assert_eq!(text("help quote"), text("quote --help"));
    assert_eq!(text("help card new"), text("card new --help"));
    assert_eq!(text("help"), text("--help"));
}

#[test]
fn help_of_an_unknown_command_names_the_nearest() {
    let said = complaint("help quot");
    assert!(said.starts_with("error: unknown command 'quot': did you mean 'quote'"), "{said}");
}
