//! Nothing reaches itself through its imports: no module of the top two levels of a crate, where a folder is
//! one module and the file of a folder is one beside those in it, and no file. A `pub use` needs nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::imports::Modules;
use crate::source::{Exception, Finding, Source, pass, tree};

const EXCEPTIONS: &[Exception] = &[
    Exception {
        path: "pricing/src/card/text/item.rs",
        says: "card::text::item imports card::text::table",
        reason: "an item may be a table",
    },
    Exception {
        path: "pricing/src/card/text/table.rs",
        says: "card::text::table imports card::text::item",
        reason: "a table holds items",
    },
];

/// The place of the first import from one node to another.
type Arrows = BTreeMap<(String, String), (String, usize)>;

/// Collects the imports between modules, cut to a number of levels.
fn arrows(modules: &Modules, levels: usize) -> Arrows {
    arrows_by(modules, |path| path[..path.len().min(levels)].join("::"))
}

/// Collects the imports between nodes, each of some modules.
fn arrows_by(modules: &Modules, node: impl Fn(&[String]) -> String) -> Arrows {
    let mut arrows = Arrows::new();
    for (own, module) in &modules.0 {
        for reference in module.references.iter().filter(|it| !it.is_reexport) {
            let Some(other) = modules.definer(own, &reference.names) else { continue };
            let [from, to] = [own, &other].map(|path| node(path));
            if from != to && !from.is_empty() && !to.is_empty() {
                let place = (module.file.clone(), reference.line);
                arrows.entry((from, to)).or_insert(place);
            }
        }
    }
    arrows
}

/// Finds the imports from which a way leads back.
fn going_round(arrows: &Arrows) -> Vec<Finding> {
    let mut found = Vec::new();
    for ((from, to), (path, line)) in arrows {
        if let Some(back) = way(arrows, to, from) {
            found.push(Finding {
                path: path.clone(),
                line: *line,
                says: format!("{from} imports {to}, and {} imports it back", back.join(" → ")),
                remedy: "move what both need into a third module, or hand it over as a value"
                    .to_owned(),
            });
        }
    }
    found
}

/// Returns the shortest way from one node to another, without the last.
fn way<'a>(arrows: &'a Arrows, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut ways = vec![vec![from]];
    let mut seen = BTreeSet::from([from]);
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let last = *way.last()?;
            for (_, next) in arrows.keys().filter(|(start, _)| start == last) {
                if next == to {
                    return Some(way);
                }
                if seen.insert(next) {
                    longer.push([&way[..], &[next]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

/// Collects the imports between files. The parts of a module may use what it defines itself.
fn between_files(modules: &Modules) -> Arrows {
    let file = |path: &[String]| {
        let name = modules.0.get(path).map(|module| module.file.as_str()).unwrap_or_default();
        let below_src = name.split_once("src/").map_or(name, |(_, below)| below);
        below_src.trim_end_matches(".rs").replace('/', "::")
    };
    let mut arrows = arrows_by(modules, file);
    arrows.retain(|(from, to), _| !from.starts_with(&format!("{to}::")));
    arrows
}

/// Finds the cycles between top modules, those inside each, and those between files.
fn cycles(modules: &Modules) -> Vec<Finding> {
    let mut found = going_round(&arrows(modules, 1));
    let top = |node: &str| node.split("::").next().unwrap_or_default().to_owned();
    let mut inside = arrows(modules, 2);
    inside.retain(|(from, to), _| top(from) == top(to));
    found.extend(going_round(&inside));
    let is_new =
        |it: &Finding| !found.iter().any(|known| (&known.path, known.line) == (&it.path, it.line));
    let finer: Vec<Finding> =
        going_round(&between_files(modules)).into_iter().filter(is_new).collect();
    found.extend(finer);
    found
}

#[test]
fn no_module_imports_itself_through_others() {
    let sources = tree();
    let mut found = cycles(&Modules::of(&sources));
    found.extend(cycles(&Modules::of_pricing(&sources)));
    pass(found, EXCEPTIONS);
}

#[cfg(test)]
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
    crate::source::said(&cycles(&Modules::of(&sources)))
}

#[test]
fn a_cycle_of_three_top_modules_is_found() {
    let files = [
        ("src/a.rs", "mod x;"),
        ("src/a/x.rs", "use crate::b::y::B;"),
        ("src/b.rs", "pub mod y;"),
        ("src/b/y.rs", "fn f() -> crate::c::C { todo!() }\npub struct B;"),
        ("src/c.rs", "use crate::a::x;\nuse crate::d::D;\npub struct C;"),
        ("src/d.rs", "pub struct D;"),
    ];
    assert_eq!(
        found(&files),
        [
            "src/a/x.rs:1: a imports b, and b → c imports it back",
            "src/b/y.rs:1: b imports c, and c → a imports it back",
            "src/c.rs:1: c imports a, and a → b imports it back",
        ]
    );
}

#[test]
fn a_cycle_between_two_files_of_a_folder_is_found() {
    let files = [
        ("src/a.rs", "mod x; mod y;"),
        ("src/a/x.rs", "use super::y::Y;\npub struct X;"),
        ("src/a/y.rs", "use crate::a::x::X;\npub struct Y;"),
    ];
    assert_eq!(
        found(&files),
        [
            "src/a/x.rs:1: a::x imports a::y, and a::y imports it back",
            "src/a/y.rs:1: a::y imports a::x, and a::x imports it back",
        ]
    );
}

#[test]
fn a_folder_and_a_file_in_it_that_need_each_other_are_found() {
    let files = [
        ("src/a.rs", "mod x;\npub struct A;\nfn f() { x::g(); }"),
        ("src/a/x.rs", "use super::A;\npub fn g() {}"),
    ];
    assert_eq!(
        found(&files),
        [
            "src/a.rs:3: a imports a::x, and a::x imports it back",
            "src/a/x.rs:1: a::x imports a, and a imports it back",
        ]
    );
}

#[test]
fn names_that_are_only_handed_on_make_no_cycle() {
    let files = [
        ("src/a.rs", "mod x;\nmod y;\npub use x::X;\npub use y::Y;"),
        ("src/a/x.rs", "use super::Y;\npub struct X;"),
        ("src/a/y.rs", "pub struct Y;"),
    ];
    assert_eq!(found(&files), Vec::<String>::new());
}

#[test]
fn tests_may_import_what_they_like() {
    let files = [
        ("src/a.rs", "pub struct A;\n#[cfg(test)]\nmod tests { use crate::b::B; }"),
        ("src/b.rs", "use crate::a::A;\npub struct B;"),
    ];
    assert_eq!(found(&files), Vec::<String>::new());
}
