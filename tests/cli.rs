//! The command line, driven as a person or a program would: the real binary, its text and exit codes.

#[path = "cli/answers.rs"]
mod answers;
#[path = "cli/authoring.rs"]
mod authoring;
#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/best.rs"]
mod best;
#[path = "cli/bundle.rs"]
mod bundle;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/colours.rs"]
mod colours;
#[path = "cli/compare.rs"]
mod compare;
#[path = "cli/completions.rs"]
mod completions;
#[path = "cli/config.rs"]
mod config;
#[path = "cli/currency.rs"]
mod currency;
#[path = "cli/drivers.rs"]
mod drivers;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/forms.rs"]
mod forms;
#[path = "cli/granted.rs"]
mod granted;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/levers.rs"]
mod levers;
#[path = "cli/man.rs"]
mod man;
#[path = "cli/offers.rs"]
mod offers;
#[path = "cli/own_cards.rs"]
mod own_cards;
#[path = "cli/pages.rs"]
mod pages;
#[path = "cli/pipes.rs"]
mod pipes;
#[path = "cli/price.rs"]
mod price;
#[path = "cli/ranges.rs"]
mod ranges;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/scenario.rs"]
mod scenario;
#[path = "cli/solve.rs"]
mod solve;
#[path = "cli/sql.rs"]
mod sql;
#[path = "cli/sweep.rs"]
mod sweep;
#[path = "cli/terms.rs"]
mod terms;
