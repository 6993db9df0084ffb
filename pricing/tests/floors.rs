//! The library is built in floors, and an import never goes up.
//!
//! The test reads the source, so that a wrong import fails with its file, its line and what to do. Each
//! check is itself tested on small sources that it must refuse.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Lowest first.
const FLOORS: [&str; 7] = ["number", "time", "usage", "card", "rate", "invoice", "ask"];

/// Modules of one floor that may import each other, with the reason.
const MUTUAL: [(&str, &str, &str); 1] = [(
    "usage::range",
    "usage::value",
    "a range is one of the values, and reading it fails as reading any value does",
)];

/// A source file, by its path below `src`, without its tests.
struct Source {
    path: String,
    lines: Vec<String>,
}

/// An import that should not be there.
#[derive(Debug, PartialEq, Eq)]
struct Wrong {
    path: String,
    line: usize,
    remedy: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pricing/src/{}:{}: {}", self.path, self.line, self.remedy)
    }
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let bare = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
        Self { path: path.to_owned(), lines: code.lines().map(bare).collect() }
    }

    /// The floor and the module on it: `rate::amount` for `rate/amount.rs`, and for all below it.
    fn module(&self) -> String {
        let names: Vec<&str> = self.path.trim_end_matches(".rs").split('/').take(2).collect();
        names.join("::")
    }

    /// Every path that begins at the root of the crate, with its line.
    fn imports(&self) -> impl Iterator<Item = (usize, Vec<&str>)> {
        self.lines.iter().enumerate().flat_map(|(place, line)| {
            let paths = line.split("crate::").skip(1);
            paths.map(move |path| (place + 1, path.split("::").map(name).collect()))
        })
    }

    fn wrong(&self, line: usize, remedy: String) -> Wrong {
        Wrong { path: self.path.clone(), line, remedy }
    }
}

/// The name with which a text begins.
fn name(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
    &text[..end.unwrap_or(text.len())]
}

fn height(floor: &str) -> Option<usize> {
    FLOORS.iter().position(|known| *known == floor)
}

/// Imports from a floor above, and those that do not say from which floor they are.
fn going_up(sources: &[Source]) -> Vec<Wrong> {
    let mut found = Vec::new();
    for source in sources {
        let module = source.module();
        let floor = module.split("::").next().unwrap_or_default();
        let own = height(floor).unwrap_or_else(|| panic!("{}: not on a floor", source.path));
        for (line, path) in source.imports() {
            let from = path[0];
            let remedy = match height(from) {
                None => format!("import crate::{from} by its floor and its module"),
                Some(height) if height > own => {
                    format!("{floor} is below {from}: move what both need down to {floor}")
                }
                Some(_) => continue,
            };
            found.push(source.wrong(line, remedy));
        }
    }
    found
}

/// Modules of a floor that reach themselves through the modules they import.
fn going_round(sources: &[Source]) -> Vec<Wrong> {
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        let own = source.module();
        let others = source.imports().filter(|(_, path)| path.len() > 1);
        let others = others.map(|(_, path)| path[..2].join("::")).filter(|other| *other != own);
        let others: Vec<String> = others.filter(|other| !may_be_mutual(&own, other)).collect();
        arrows.entry(own).or_default().extend(others);
    }
    let mut found = Vec::new();
    for source in sources {
        let own = source.module();
        for (line, path) in source.imports().filter(|(_, path)| path.len() > 1) {
            let other = path[..2].join("::");
            if other != own && !may_be_mutual(&own, &other) && reaches(&arrows, &other, &own) {
                let remedy = format!("{other} needs {own} too: move what both need into a third");
                found.push(source.wrong(line, remedy));
            }
        }
    }
    found
}

fn may_be_mutual(one: &str, other: &str) -> bool {
    MUTUAL.iter().any(|(a, b, _)| (*a, *b) == (one, other) || (*a, *b) == (other, one))
}

fn reaches(arrows: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    let (mut open, mut seen) = (vec![from], BTreeSet::new());
    while let Some(module) = open.pop() {
        if module == to {
            return true;
        }
        if seen.insert(module) {
            open.extend(arrows.get(module).into_iter().flatten().map(String::as_str));
        }
    }
    false
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the source can be listed");
    let paths = entries.map(|entry| entry.expect("the source can be listed").path());
    let mut all: Vec<PathBuf> =
        paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    all.sort();
    all
}

/// All of the library but its root and its test modules.
fn library() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources = files(&root).into_iter().filter_map(|file| {
        let path = file.strip_prefix(&root).expect("it is below").to_str()?.replace('\\', "/");
        let counts = path.contains('/') && !path.ends_with("/tests.rs");
        counts.then(|| Source::new(&path, &fs::read_to_string(&file).expect("it can be read")))
    });
    sources.collect()
}

fn listed(wrong: &[Wrong]) -> String {
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn every_import_goes_down_or_stays_on_its_floor() {
    let sources = library();
    assert!(sources.len() > 50, "only {} files were read", sources.len());
    let wrong = going_up(&sources);
    assert!(wrong.is_empty(), "\n{}", listed(&wrong));
}

#[test]
fn no_module_of_a_floor_imports_itself_through_others() {
    let wrong = going_round(&library());
    assert!(wrong.is_empty(), "\n{}", listed(&wrong));
}

#[test]
fn modules_that_may_import_each_other_still_do() {
    let sources = library();
    for (one, other, _) in MUTUAL {
        for (from, to) in [(one, other), (other, one)] {
            let mut of_module = sources.iter().filter(|source| source.module() == from);
            let imports = |source: &Source| {
                source.imports().any(|(_, path)| path.len() > 1 && path[..2].join("::") == to)
            };
            assert!(of_module.any(imports), "{from} does not import {to}: take it off the list");
        }
    }
}

#[test]
fn an_import_from_a_floor_above_is_found() {
    let sources = [
        Source::new("time/cycle.rs", "use crate::number::ratio::Ratio;\nuse crate::rate::Tariff;"),
        Source::new("rate/tariff.rs", "fn price() {\n    crate::ask::solve::solve();\n}"),
    ];
    let found: Vec<String> = going_up(&sources).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "pricing/src/time/cycle.rs:2: time is below rate: move what both need down to time",
            "pricing/src/rate/tariff.rs:2: rate is below ask: move what both need down to rate",
        ]
    );
}

#[test]
fn an_import_that_hides_its_floor_is_found() {
    let sources = [Source::new("card/charge.rs", "use crate::Ratio;")];
    let remedy = "import crate::Ratio by its floor and its module".to_owned();
    let wrong = Wrong { path: "card/charge.rs".to_owned(), line: 1, remedy };
    assert_eq!(going_up(&sources), [wrong]);
}

#[test]
fn comments_and_tests_may_name_what_they_like() {
    let text = "// crate::ask\n#[cfg(test)]\nmod tests {\n    use crate::ask::solve;\n}";
    assert_eq!(going_up(&[Source::new("time/cycle.rs", text)]), []);
}

#[test]
fn a_cycle_of_three_modules_is_found() {
    let sources = [
        Source::new("card/a.rs", "use crate::card::b::B;"),
        Source::new("card/b/part.rs", "use crate::card::c::C;"),
        Source::new("card/c.rs", "use crate::card::a::A;\nuse crate::card::d::D;"),
        Source::new("card/d.rs", "use crate::number::ratio::Ratio;"),
    ];
    let found = going_round(&sources);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[2].remedy, "card::a needs card::c too: move what both need into a third");
}
