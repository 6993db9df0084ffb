//! Every action of the explorer is in the one action table, from which dispatch, footer, help, palette and the
//! key reference are made.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Item, ItemEnum};

use crate::source::{Exception, Finding, Source, pass, tree};

const EXCEPTIONS: &[Exception] = &[];

/// The enum of actions, and the constant that lists them.
const ENUM: &str = "Action";
const TABLE: &str = "TABLE";
/// The constants that the table is put together from.
const PARTS: [&str; 2] = ["PANES", "EVERYWHERE"];

/// Collects the enums named `Action`, and what the constants named `TABLE` mention of it.
struct Actions<'a> {
    source: &'a Source,
    enums: Vec<(&'a Source, ItemEnum)>,
    tables: Vec<Finding>,
    listed: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Actions<'_> {
    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        if item.ident == ENUM {
            self.enums.push((self.source, item.clone()));
        }
    }

    fn visit_item(&mut self, item: &'ast Item) {
        let (name, value) = match item {
            Item::Const(it) => (&it.ident, &it.expr),
            Item::Static(it) => (&it.ident, &it.expr),
            _ => return visit::visit_item(self, item),
        };
        let mut mentioned = Mentioned(BTreeSet::new());
        mentioned.visit_expr(value);
        if PARTS.iter().any(|part| name == part) {
            self.listed.extend(mentioned.0);
        } else if name == TABLE && !mentioned.0.is_empty() {
            let says = format!("a table of {ENUM}s");
            self.tables.push(self.source.finding(name.span(), says, "keep one table of all"));
            self.listed.extend(mentioned.0);
        }
    }
}

/// Collects the variants that an expression names.
struct Mentioned(BTreeSet<String>);

impl<'ast> Visit<'ast> for Mentioned {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|it| it.ident.to_string()).collect();
        if let [.., of, variant] = &names[..]
            && of == ENUM
        {
            self.0.insert(variant.clone());
        }
        visit::visit_path(self, path);
    }
}

fn unlisted(sources: &[Source]) -> Vec<Finding> {
    let app: Vec<&Source> = sources.iter().filter(|it| it.path.starts_with("src/")).collect();
    let [first, ..] = app[..] else { return Vec::new() };
    let mut actions =
        Actions { source: first, enums: Vec::new(), tables: Vec::new(), listed: BTreeSet::new() };
    for source in app {
        actions.source = source;
        actions.visit_file(&source.shipped());
    }
    let mut found: Vec<Finding> = actions.tables.drain(..).skip(1).collect();
    for (source, item) in actions.enums.iter().skip(1) {
        let says = format!("a second enum {ENUM}");
        found.push(source.finding(item.ident.span(), says, "give it another name"));
    }
    let variants = actions.enums.iter().take(1);
    for (source, variant) in variants.flat_map(|(it, item)| item.variants.iter().map(|v| (*it, v)))
    {
        if !actions.listed.contains(&variant.ident.to_string()) {
            let says = format!("{ENUM}::{} is not in the table", variant.ident);
            let remedy = "add a row with its name, help, group and keys";
            found.push(source.finding(variant.ident.span(), says, remedy));
        }
    }
    found
}

#[test]
fn every_action_is_in_the_one_table() {
    let sources = tree();
    let has_enum = sources.iter().any(|it| it.text.contains("enum Action {"));
    let has_table = sources.iter().any(|it| it.text.contains("const TABLE: "));
    assert!(has_enum && has_table, "there is no enum {ENUM} or no {TABLE}: mend the names here");
    pass(unlisted(&sources), EXCEPTIONS);
}

#[test]
fn an_action_that_is_not_in_the_table_is_found() {
    let sources = [
        Source::new("src/a.rs", "pub enum Action {\n    Undo,\n    Redo,\n    Quit,\n}"),
        Source::new(
            "src/b.rs",
            "const TABLE: &[Entry] = &[entry(Action::Undo, &[]), Entry { action: super::Action::Quit }];",
        ),
        Source::new("src/c.rs", "const OTHER: Action = Action::Redo;\nfn f() { Action::Redo; }"),
    ];
    let found = crate::source::said(&unlisted(&sources));
    assert_eq!(found, ["src/a.rs:3: Action::Redo is not in the table"]);
}

#[test]
fn a_second_table_and_a_second_enum_are_found() {
    let text = "pub enum Action { Undo }\nconst TABLE: &[Action] = &[Action::Undo];";
    let sources = [Source::new("src/a.rs", text), Source::new("src/b.rs", text)];
    let found = crate::source::said(&unlisted(&sources));
    assert_eq!(found, ["src/b.rs:2: a table of Actions", "src/b.rs:1: a second enum Action"]);
}
