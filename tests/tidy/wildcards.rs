//! A `match` over an enum of ours names every variant, so that a new one is thought of everywhere.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Item, Pat, Path, Type, UseTree};

use crate::source::{Exception, Finding, Source, pass, tree};

const EXCEPTIONS: &[Exception] = &[];

/// The first segments of our imports.
const OURS: [&str; 6] = ["crate", "self", "super", "whatif", "whatif_pricing", "Self"];

/// All enums with their variants.
#[derive(Default)]
struct Enums(BTreeMap<String, Vec<String>>);

impl<'ast> Visit<'ast> for Enums {
    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        let variants = item.variants.iter().map(|it| it.ident.to_string());
        self.0.entry(item.ident.to_string()).or_default().extend(variants);
    }
}

fn enums(sources: &[Source]) -> Enums {
    let mut enums = Enums::default();
    for source in sources {
        enums.visit_file(&source.file);
    }
    enums
}

/// The names that imports bring into a file, and its modules.
#[derive(Default)]
struct Scope {
    imports: BTreeMap<String, Vec<String>>,
    stars: Vec<Vec<String>>,
    modules: BTreeSet<String>,
}

impl Scope {
    fn add(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.add(&path.tree, &with(&path.ident)),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add(tree, before)),
            UseTree::Name(it) => {
                self.imports.insert(it.ident.to_string(), with(&it.ident));
            }
            UseTree::Rename(it) => {
                self.imports.insert(it.rename.to_string(), with(&it.ident));
            }
            UseTree::Glob(_) => self.stars.push(before.to_vec()),
        }
    }

    /// Adds the variants of enums that are imported as `Enum::*`.
    fn add_variants(&mut self, enums: &Enums) {
        for path in std::mem::take(&mut self.stars) {
            let variants = path.last().and_then(|name| enums.0.get(name));
            for variant in variants.into_iter().flatten() {
                self.imports
                    .insert(variant.clone(), [&path[..], std::slice::from_ref(variant)].concat());
            }
        }
    }

    /// Returns the names of a path, from where its first one was imported.
    fn whole(&self, path: &Path) -> Vec<String> {
        let names: Vec<String> = path.segments.iter().map(|it| it.ident.to_string()).collect();
        let import = self.imports.get(&names[0]);
        import.map_or_else(|| names.clone(), |import| [&import[..], &names[1..]].concat())
    }

    fn is_ours(&self, first: &str) -> bool {
        OURS.contains(&first)
            || self.modules.contains(first)
            || first.starts_with(char::is_uppercase)
    }
}

impl<'ast> Visit<'ast> for Scope {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add(&item.tree, &[]);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Mod(module) = item {
            self.modules.insert(module.ident.to_string());
        }
        visit::visit_item(self, item);
    }
}

struct Matches<'a> {
    source: &'a Source,
    enums: &'a Enums,
    scope: Scope,
    /// The type of the block around.
    own: Option<String>,
    found: Vec<Finding>,
}

impl Matches<'_> {
    /// Returns the enum of ours that a path to a variant names.
    fn our_enum(&self, path: &Path) -> Option<String> {
        let names = self.scope.whole(path);
        let name = names.len().checked_sub(2).map(|place| names[place].clone())?;
        let name = if name == "Self" { self.own.clone()? } else { name };
        (self.scope.is_ours(&names[0]) && self.enums.0.contains_key(&name)).then_some(name)
    }

    fn enum_in(&self, pattern: &Pat) -> Option<String> {
        struct Paths<'a>(&'a Matches<'a>, Option<String>);
        impl<'ast> Visit<'ast> for Paths<'_> {
            fn visit_path(&mut self, path: &'ast Path) {
                self.1 = self.1.take().or_else(|| self.0.our_enum(path));
            }
            fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
                let path = Path::from(pattern.ident.clone());
                self.1 = self.1.take().or_else(|| self.0.our_enum(&path));
                visit::visit_pat_ident(self, pattern);
            }
            fn visit_expr(&mut self, _: &'ast syn::Expr) {
                // A guard names what it likes.
            }
        }
        let mut paths = Paths(self, None);
        paths.visit_pat(pattern);
        paths.1
    }

    /// Returns whether a pattern takes everything.
    fn is_wildcard(&self, pattern: &Pat) -> bool {
        match pattern {
            Pat::Wild(_) => true,
            Pat::Ident(it) => {
                let path = Path::from(it.ident.clone());
                let is_name = it.ident.to_string().starts_with(char::is_lowercase);
                is_name && it.subpat.is_none() && self.our_enum(&path).is_none()
            }
            Pat::Paren(it) => self.is_wildcard(&it.pat),
            Pat::Reference(it) => self.is_wildcard(&it.pat),
            Pat::Tuple(it) => it.elems.iter().all(|pattern| self.is_wildcard(pattern)),
            Pat::Or(it) => it.cases.iter().any(|pattern| self.is_wildcard(pattern)),
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Matches<'_> {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let own = match &*item.self_ty {
            Type::Path(it) => it.path.segments.last().map(|it| it.ident.to_string()),
            _ => None,
        };
        let around = std::mem::replace(&mut self.own, own);
        visit::visit_item_impl(self, item);
        self.own = around;
    }

    fn visit_expr_match(&mut self, item: &'ast syn::ExprMatch) {
        let named = item.arms.iter().find_map(|arm| self.enum_in(&arm.pat));
        let wild = item.arms.iter().filter(|arm| self.is_wildcard(&arm.pat));
        if let Some(name) = named {
            let found = wild.map(|arm| {
                let says = format!("a wildcard arm in a match over {name}");
                let remedy =
                    "name the other variants, or use `if let` or `matches!` if only one counts";
                self.source.finding(arm.fat_arrow_token.spans[0], says, remedy)
            });
            let found: Vec<Finding> = found.collect();
            self.found.extend(found);
        }
        visit::visit_expr_match(self, item);
    }
}

fn wildcards(source: &Source, enums: &Enums) -> Vec<Finding> {
    let file = source.shipped();
    let mut scope = Scope::default();
    scope.visit_file(&file);
    scope.add_variants(enums);
    let mut matches = Matches { source, enums, scope, own: None, found: Vec::new() };
    matches.visit_file(&file);
    matches.found
}

#[test]
fn no_match_over_our_enums_has_a_wildcard() {
    let sources: Vec<Source> = tree().into_iter().filter(|it| !it.is_test()).collect();
    let enums = enums(&sources);
    assert!(enums.0.len() > 50, "only {} enums were found", enums.0.len());
    pass(sources.iter().flat_map(|source| wildcards(source, &enums)).collect(), EXCEPTIONS);
}

#[cfg(test)]
fn lines(text: &str) -> Vec<usize> {
    let ours = Source::new("src/ours.rs", "enum Pane { A, B }\nenum Value { C }");
    let source = Source::new("src/a.rs", text);
    wildcards(&source, &enums(&[ours])).iter().map(|it| it.line).collect()
}

#[test]
fn a_wildcard_beside_a_variant_of_ours_is_found() {
    for arms in [
        "Pane::A => 1,\n_ => 2",
        "crate::ours::Pane::A => 1,\n_ => 2",
        "Some(Pane::A) => 1,\n_ => 2",
        "(Pane::A, 3) => 1,\n_ => 2",
        "(Pane::A, 3) => 1,\n(_, _) => 2",
        "Pane::A => 1,\nother => 2",
        "Pane::A | Pane::B if x => 1,\n&_ => 2",
    ] {
        assert_eq!(lines(&format!("fn f() {{ match x {{ {arms} }} }}")), [2], "{arms}");
    }
    let own = "impl Pane { fn f(self) { match self { Self::A => 1,\n_ => 2 } } }";
    assert_eq!(lines(own), [2]);
    let imported = "use crate::ours::Pane::{A, B as C};\nfn f() { match x { A => 1, _ => 2 };\nmatch x { C => 1, _ => 2 } }";
    assert_eq!(lines(imported), [2, 3]);
    let starred = "fn f() { use crate::ours::Pane::*; match x { A => 1,\n_ => 2 } }";
    assert_eq!(lines(starred), [2]);
    let nested = "fn f() { match 1 { 1 => match x { Pane::A => 1,\n_ => 2 }, _ => 3 } }";
    assert_eq!(lines(nested), [2]);
}

#[test]
fn other_matches_may_have_a_wildcard() {
    for text in [
        "fn f() { match x { 1 => Pane::A, _ => Pane::B } }",
        "fn f() { match x { Pane::A => 1, Pane::B => 2 } }",
        "fn f() { match x { (Pane::A, _) => 1, (Pane::B, _) => 2 } }",
        "fn f() { match x { y if y == Pane::A => 1, _ => 2 } }",
        "use serde_json::Value;\nfn f() { match x { Value::C => 1, _ => 2 } }",
        "fn f() { match x { serde_json::Value::C => 1, _ => 2 } }",
        "fn f() { match x { Ordering::Less => 1, _ => 2 } }",
        "impl Other { fn f() { match x { Self::A => 1, _ => 2 } } }",
        "#[cfg(test)]\nmod tests { fn f() { match x { Pane::A => 1, _ => 2 } } }",
    ] {
        assert_eq!(lines(text), Vec::<usize>::new(), "{text}");
    }
}
