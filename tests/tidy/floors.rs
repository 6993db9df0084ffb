//! The app and the pricing library are built in floors, and an import never goes up.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};

use crate::imports::{Module, ModulePath, Modules};
use crate::source::{Exception, Finding, Source, pass, tree};

const EXCEPTIONS: &[Exception] = &[];

/// The modules of a crate, each with its floor, the lowest first.
type Floors = [(&'static str, usize)];

/// Those of the app. `main.rs` and `lib.rs` are on no floor.
const APP: &Floors = &[
    ("scenario", 0),
    ("library", 1),
    ("store", 1),
    ("import", 2),
    ("answer", 3),
    ("report", 4),
    ("cli", 5),
    ("explorer", 5),
];

/// Those of the pricing library.
const PRICING: &Floors = &[
    ("number", 0),
    ("time", 1),
    ("usage", 2),
    ("card", 3),
    ("rate", 4),
    ("invoice", 5),
    ("ask", 6),
];

/// Imports that are forbidden although no floor forbids them: who, whom, and the way out.
const WALLS: [(&str, &str, &str); 11] = [
    ("explorer", "cli", "the command line starts the explorer: pass it what it needs"),
    (
        "explorer::widget",
        "explorer::state",
        "a widget draws what it is given: pass it plain values",
    ),
    ("explorer::widget", "explorer::view", "the view places widgets: move what both need down"),
    ("explorer::theme", "explorer::state", "a theme knows colours and glyphs only"),
    ("explorer::theme", "explorer::view", "a theme knows colours and glyphs only"),
    ("explorer::theme", "explorer::widget", "a theme knows colours and glyphs only"),
    ("explorer::state", "explorer::view", "the view reads the state: leave hit areas to the view"),
    (
        "explorer::state",
        "explorer::terminal",
        "the state does no input or output: return an effect",
    ),
    (
        "explorer::action",
        "explorer::state",
        "the action table is data: let `update` name the state",
    ),
    ("explorer::action", "explorer::view", "the action table is data: let the view read it"),
    ("explorer::view", "explorer::terminal", "the view draws into a frame and asks nobody"),
];

/// Other crates that a module does not use, and the way out.
const FOREIGN: [(&str, &[&str], &str); 5] = [
    ("scenario", &["clap", "ratatui", "crossterm"], "a scenario knows no screen and no arguments"),
    ("library", &["clap", "ratatui", "crossterm"], "the library knows no screen and no arguments"),
    ("store", &["clap", "ratatui", "crossterm"], "the store knows no screen and no arguments"),
    ("import", &["clap", "ratatui", "crossterm"], "an import is plain data: phrase it in report/"),
    ("answer", &["clap", "ratatui", "crossterm"], "an answer is plain data: phrase it in report/"),
];

/// Macros that make sentences.
const PHRASING: [&str; 3] = ["format", "write", "writeln"];

/// Finds imports that go up, or through a wall.
fn going_up(modules: &Modules, floors: &Floors) -> Vec<Finding> {
    let mut found = Vec::new();
    for (own, module) in &modules.0 {
        for reference in &module.references {
            let written = modules.absolute(own, &reference.names);
            let meant = modules.definer(own, &reference.names);
            let targets: BTreeSet<ModulePath> = [written, meant].into_iter().flatten().collect();
            let wrong = targets.iter().find_map(|target| forbidden(own, target, floors));
            if let Some((says, remedy)) = wrong {
                found.push(finding(module, reference.line, says, remedy));
            }
        }
    }
    found
}

/// Says why one module may not import another. None if it may.
fn forbidden(own: &[String], other: &[String], floors: &Floors) -> Option<(String, String)> {
    let [from, to] = [own, other].map(|path| path.first().map_or("", String::as_str));
    let (own_floor, other_floor) = (floor(from, floors)?, floor(to, floors)?);
    let names = [own, other].map(|path| path[..path.len().min(2)].join("::"));
    if other_floor > own_floor {
        let says = format!("{} imports {}", names[0], names[1]);
        return Some((says, format!("{from} is below {to}: move what both need down to {from}")));
    }
    let wall = WALLS.iter().find(|(who, whom, _)| is_in(own, who) && is_in(other, whom));
    wall.map(|(who, whom, remedy)| (format!("{who} imports {whom}"), (*remedy).to_owned()))
}

fn floor(name: &str, floors: &Floors) -> Option<usize> {
    floors.iter().find(|(known, _)| *known == name).map(|(_, floor)| *floor)
}

/// Returns whether a module is this one or below it.
fn is_in(path: &[String], module: &str) -> bool {
    let names: Vec<&str> = module.split("::").collect();
    path.len() >= names.len() && path.iter().zip(names).all(|(one, other)| one == other)
}

/// Finds top modules that are on no floor.
fn homeless(modules: &Modules, floors: &Floors) -> Vec<Finding> {
    let tops =
        modules.0.iter().filter(|(path, _)| path.len() == 1 && floor(&path[0], floors).is_none());
    let found = tops.map(|(path, module)| {
        let names: Vec<&str> = floors.iter().map(|(name, _)| *name).collect();
        let remedy = format!("move it into one of {}", names.join(", "));
        finding(module, 1, format!("module {} is on no floor", path[0]), remedy)
    });
    found.collect()
}

/// Finds other crates where they do not belong.
fn foreign(modules: &Modules) -> Vec<Finding> {
    let mut found = Vec::new();
    for (own, module) in &modules.0 {
        let rules = FOREIGN.iter().filter(|(who, ..)| is_in(own, who));
        for (who, crates, remedy) in rules {
            let references = module.references.iter();
            for reference in references.filter(|it| crates.contains(&it.names[0].as_str())) {
                let says = format!("{who} uses {}", reference.names[0]);
                found.push(finding(module, reference.line, says, (*remedy).to_owned()));
            }
        }
    }
    found
}

fn finding(module: &Module, line: usize, says: String, remedy: String) -> Finding {
    Finding { path: module.file.clone(), line, says, remedy }
}

/// Collects macros that make sentences.
struct Phrases<'a> {
    source: &'a Source,
    found: Vec<Finding>,
}

impl<'ast> Visit<'ast> for Phrases<'_> {
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        let name = &item.path.segments[item.path.segments.len() - 1].ident;
        if PHRASING.iter().any(|known| name == known) {
            let says = format!("answer phrases with {name}!");
            let remedy = "an answer is plain data: phrase it in report/";
            self.found.push(self.source.finding(name.span(), says, remedy));
        }
        visit::visit_macro(self, item);
    }
}

/// Finds sentences among the answers.
fn phrases(sources: &[Source]) -> Vec<Finding> {
    let is_answer = |path: &str| path.starts_with("src/answer/") || path == "src/answer.rs";
    let answers = sources.iter().filter(|it| is_answer(&it.path) && !it.is_test());
    let found = answers.flat_map(|source| {
        let mut phrases = Phrases { source, found: Vec::new() };
        phrases.visit_file(&source.shipped());
        phrases.found
    });
    found.collect()
}

#[test]
fn every_import_goes_down() {
    let sources = tree();
    let modules = Modules::of(&sources);
    assert!(modules.0.len() > 100, "only {} modules were read", modules.0.len());
    let mut found = going_up(&modules, APP);
    found.extend(homeless(&modules, APP));
    let pricing = Modules::of_pricing(&sources);
    found.extend(going_up(&pricing, PRICING));
    found.extend(homeless(&pricing, PRICING));
    found.extend(foreign(&modules));
    found.extend(phrases(&sources));
    pass(found, EXCEPTIONS);
}

#[test]
fn every_floor_is_there() {
    let sources = tree();
    let mut missing: Vec<&str> = Vec::new();
    for (modules, floors) in
        [(Modules::of(&sources), APP), (Modules::of_pricing(&sources), PRICING)]
    {
        let names = floors.iter().map(|(name, _)| *name);
        missing.extend(names.filter(|name| !modules.0.contains_key(&vec![(*name).to_owned()])));
    }
    assert_eq!(missing, Vec::<&str>::new(), "these floors have no module: mend the list");
}

#[cfg(test)]
fn modules(files: &[(&str, &str)]) -> Modules {
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
    Modules::of(&sources)
}

#[test]
fn an_import_from_a_floor_above_is_found_however_it_is_written() {
    let modules = modules(&[
        ("src/lib.rs", "mod answer; mod report; mod scenario; mod cli;"),
        ("src/report.rs", "pub fn words() {}"),
        ("src/answer.rs", "fn f() {\n    crate::report::words();\n}"),
        ("src/answer/quote.rs", "use super::super::report::words;"),
        ("src/scenario.rs", "fn f() { println!(\"{}\", crate::answer::f()); }"),
        ("src/cli.rs", "use crate::{report::words, answer, scenario};\nuse crate::explorer;"),
        ("src/explorer.rs", ""),
    ]);
    let found = going_up(&modules, APP);
    assert_eq!(
        crate::source::said(&found),
        [
            "src/answer.rs:2: answer imports report",
            "src/answer/quote.rs:1: answer::quote imports report",
            "src/scenario.rs:1: scenario imports answer",
        ]
    );
    assert_eq!(found[0].remedy, "answer is below report: move what both need down to answer");
}

#[test]
fn an_import_from_a_floor_above_is_found_in_the_library_too() {
    let files = [
        ("pricing/src/lib.rs", "mod time; mod rate; mod ask;\npub use rate::tariff::Tariff;"),
        ("pricing/src/time.rs", "mod cycle;"),
        ("pricing/src/time/cycle.rs", "use crate::Tariff;"),
        ("pricing/src/rate.rs", "pub mod tariff;"),
        ("pricing/src/rate/tariff.rs", "pub struct Tariff;\nfn f() { crate::ask::solve(); }"),
        ("pricing/src/ask.rs", "pub fn solve() {}"),
    ];
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
    assert_eq!(
        crate::source::said(&going_up(&Modules::of_pricing(&sources), PRICING)),
        [
            "pricing/src/rate/tariff.rs:2: rate::tariff imports ask",
            "pricing/src/time/cycle.rs:1: time::cycle imports rate::tariff",
        ]
    );
}

#[test]
fn a_name_that_is_handed_on_from_above_is_found() {
    let modules = modules(&[
        ("src/lib.rs", ""),
        ("src/report.rs", "pub struct Words;"),
        ("src/store.rs", "pub use crate::report::Words;"),
        ("src/library.rs", "use crate::store::Words;"),
    ]);
    assert_eq!(
        crate::source::said(&going_up(&modules, APP)),
        ["src/library.rs:1: library imports report", "src/store.rs:1: store imports report",]
    );
}

#[test]
fn every_wall_is_found() {
    for (who, whom, remedy) in WALLS {
        let file = |module: &str| format!("src/{}.rs", module.replace("::", "/"));
        let modules = modules(&[
            ("src/lib.rs", ""),
            (&file(who), &format!("use crate::{whom}::x;")),
            (&file(whom), "pub fn x() {}"),
        ]);
        let found = going_up(&modules, APP);
        assert_eq!(found.len(), 1, "{who} imports {whom}");
        assert_eq!(found[0].remedy, remedy);
    }
}

#[test]
fn a_module_on_no_floor_is_found() {
    let modules = modules(&[("src/utils.rs", ""), ("src/utils/more.rs", ""), ("src/cli.rs", "")]);
    let found = homeless(&modules, APP);
    assert_eq!(crate::source::said(&found), ["src/utils.rs:1: module utils is on no floor"]);
}

#[test]
fn another_crate_is_found_in_a_use_a_path_and_an_attribute() {
    let modules = modules(&[
        ("src/answer.rs", "use clap::Args;"),
        ("src/answer/a.rs", "fn f(at: ratatui::layout::Rect) {}"),
        ("src/scenario.rs", "#[derive(clap::Args)]\nstruct A;"),
        ("src/cli.rs", "use clap::Args;"),
    ]);
    assert_eq!(
        crate::source::said(&foreign(&modules)),
        [
            "src/answer.rs:1: answer uses clap",
            "src/answer/a.rs:1: answer uses ratatui",
            "src/scenario.rs:1: scenario uses clap",
        ]
    );
}

#[test]
fn a_sentence_among_the_answers_is_found() {
    let text = "fn f() -> String { format!(\"a\") }\n#[cfg(test)]\nmod tests { fn g() { format!(\"b\"); } }";
    let sources = [Source::new("src/answer/a.rs", text), Source::new("src/report/a.rs", text)];
    let found = phrases(&sources);
    assert_eq!(crate::source::said(&found), ["src/answer/a.rs:1: answer phrases with format!"]);
}
