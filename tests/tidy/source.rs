//! The source tree as syntax: which files there are, and how a finding names its place.

use std::fmt;
use std::fs;
use std::path::Path;

use proc_macro2::Span;
use syn::{Attribute, Item};
use walkdir::WalkDir;

/// All of the source, by folder or file. `assets/recorder` draws the pictures of the README.
const ROOTS: [&str; 9] = [
    "src",
    "build.rs",
    "tests",
    "benches",
    "pricing/src",
    "pricing/build.rs",
    "pricing/tests",
    "pricing/benches",
    "assets/recorder",
];

/// A source file.
pub struct Source {
    /// Its path from the root of the workspace, with `/` between its parts.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its syntax, with tests.
    pub file: syn::File,
}

impl Source {
    /// Parses a text.
    pub fn new(path: &str, text: &str) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|error| {
            panic!("{path}:{}: {error}", error.span().start().line);
        });
        Self { path: path.to_owned(), text: text.to_owned(), file }
    }

    /// Returns whether the file has nothing but tests.
    pub fn is_test(&self) -> bool {
        let folders = ["tests/", "/tests/"];
        self.path.starts_with(folders[0])
            || self.path.contains(folders[1])
            || self.path.ends_with("/tests.rs")
    }

    /// Returns the syntax without what only tests compile.
    pub fn shipped(&self) -> syn::File {
        let mut file = self.file.clone();
        drop_tests(&mut file.items);
        file
    }

    /// Makes a finding at a place in this file.
    pub fn finding(&self, at: Span, says: String, remedy: &str) -> Finding {
        Finding { path: self.path.clone(), line: line(at), says, remedy: remedy.to_owned() }
    }
}

/// Returns the line at which a span starts.
pub fn line(span: Span) -> usize {
    span.start().line
}

fn drop_tests(items: &mut Vec<Item>) {
    items.retain(|item| !is_for_tests(attributes(item)));
    for item in items {
        match item {
            Item::Mod(module) => {
                if let Some((_, items)) = &mut module.content {
                    drop_tests(items);
                }
            }
            Item::Impl(block) => block.items.retain(|item| match item {
                syn::ImplItem::Fn(function) => !is_for_tests(&function.attrs),
                _ => true,
            }),
            _ => {}
        }
    }
}

/// Returns whether attributes say `#[cfg(test)]` or `#[test]`.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        let meta = attribute.parse_args::<syn::Path>();
        attribute.path().is_ident("test") || is_cfg && meta.is_ok_and(|it| it.is_ident("test"))
    })
}

/// Returns the attributes of an item.
pub fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

/// One thing that a check does not accept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The fault.
    pub says: String,
    /// The way to mend it.
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.path, self.line, self.says, self.remedy)
    }
}

/// A finding that is accepted.
pub struct Exception {
    /// The file.
    pub path: &'static str,
    /// A part of what the finding says, enough to tell it from the others of the file.
    pub says: &'static str,
    /// The reason why it is accepted.
    pub reason: &'static str,
}

/// The longest list of exceptions of one check.
pub const EXCEPTIONS_MAX: usize = 5;

/// Returns a line for each finding that no exception accepts, and for each fault of the exceptions.
pub fn complaints(findings: &[Finding], exceptions: &[Exception]) -> Vec<String> {
    let accepts = |exception: &Exception, finding: &Finding| {
        exception.path == finding.path && finding.says.contains(exception.says)
    };
    let open = findings.iter().filter(|it| !exceptions.iter().any(|one| accepts(one, it)));
    let mut lines: Vec<String> = open.map(ToString::to_string).collect();
    if exceptions.len() > EXCEPTIONS_MAX {
        lines.push(format!("{} exceptions: at most {EXCEPTIONS_MAX}", exceptions.len()));
    }
    for exception in exceptions {
        let name = format!("exception {} ({})", exception.path, exception.says);
        if exception.reason.trim().is_empty() {
            lines.push(format!("{name} has no reason: give one"));
        }
        if !findings.iter().any(|finding| accepts(exception, finding)) {
            lines.push(format!("{name} is no longer needed: remove it"));
        }
    }
    lines
}

/// Fails with every finding that no exception accepts.
pub fn pass(mut findings: Vec<Finding>, exceptions: &[Exception]) {
    findings.sort();
    findings.dedup();
    let lines = complaints(&findings, exceptions);
    assert!(lines.is_empty(), "{} findings\n{}", lines.len(), lines.join("\n"));
}

/// Reads the whole source tree.
pub fn tree() -> Vec<Source> {
    let paths = ROOTS.iter().flat_map(|root| paths_below(root, "rs"));
    let sources: Vec<Source> = paths.map(|path| Source::new(&path, &read(&path))).collect();
    let shipped = sources.iter().filter(|it| !it.is_test()).count();
    assert!(shipped > 150, "only {shipped} source files were found: mend the list of roots");
    sources
}

/// Lists the files with an ending below a folder, or the one file, in order.
pub fn paths_below(below: &str, ending: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = WalkDir::new(root.join(below)).sort_by_file_name().into_iter();
    let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let paths = files.filter(|it| it.path().extension().is_some_and(|known| known == ending));
    let names = paths.map(|entry| {
        let path = entry.path().strip_prefix(root).expect("it is below the root");
        path.to_str().expect("paths are UTF-8").replace('\\', "/")
    });
    names.collect()
}

/// Reads a file of the workspace.
pub fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns what findings say, for tests of the checks.
#[cfg(test)]
pub fn said(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|it| format!("{}:{}: {}", it.path, it.line, it.says)).collect()
}

#[test]
fn an_exception_accepts_its_finding_and_no_other() {
    let finding = |line, says: &str| Finding {
        path: "src/a.rs".to_owned(),
        line,
        says: says.to_owned(),
        remedy: "cut it".to_owned(),
    };
    let findings = [finding(3, "fn one is long"), finding(9, "fn two is long")];
    let exception = Exception { path: "src/a.rs", says: "fn one", reason: "a table" };
    assert_eq!(complaints(&findings, &[exception]), ["src/a.rs:9: fn two is long: cut it"]);
}

#[test]
fn an_exception_needs_a_reason_and_a_finding() {
    let exception = Exception { path: "src/a.rs", says: "fn one", reason: " " };
    assert_eq!(
        complaints(&[], &[exception]),
        [
            "exception src/a.rs (fn one) has no reason: give one",
            "exception src/a.rs (fn one) is no longer needed: remove it",
        ]
    );
}

#[test]
fn six_exceptions_are_too_many() {
    let finding = Finding {
        path: "src/a.rs".to_owned(),
        line: 1,
        says: "fn one".to_owned(),
        remedy: String::new(),
    };
    let six: Vec<Exception> =
        (0..6).map(|_| Exception { path: "src/a.rs", says: "fn one", reason: "old" }).collect();
    assert_eq!(complaints(&[finding], &six), ["6 exceptions: at most 5"]);
}

#[test]
fn tests_are_no_part_of_what_is_shipped() {
    let source = Source::new(
        "src/a.rs",
        "fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\n#[cfg(unix)]\nmod c {}\nimpl D { #[cfg(test)] fn e() {} fn f() {} }",
    );
    let shipped = source.shipped();
    assert_eq!(shipped.items.len(), 3);
    let Item::Impl(block) = &shipped.items[2] else { panic!("the block is left") };
    assert_eq!(block.items.len(), 1);
    assert!(!source.is_test());
    assert!(Source::new("pricing/tests/rules.rs", "").is_test());
    assert!(Source::new("src/export/tests.rs", "").is_test());
}
