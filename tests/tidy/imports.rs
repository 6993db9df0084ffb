//! Imports of modules: every path of a crate's source, resolved through re-exports to the module
//! that defines what it names.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

use crate::source::{Source, line};

/// The names from the root of the crate down to a module.
pub type ModulePath = Vec<String>;

/// Chains of re-exports are shorter than this.
const REEXPORTS_MAX: usize = 16;

/// One path in the source.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The names as they are written.
    pub names: Vec<String>,
    /// The line.
    pub line: usize,
    /// A `pub use`: it hands a name on and needs nothing itself.
    pub is_reexport: bool,
}

/// One `use`, flattened.
#[derive(Clone, Debug)]
struct Import {
    /// The name it brings into scope. `*` if it is all.
    alias: String,
    names: Vec<String>,
}

/// One module, with the modules that stand in its file.
#[derive(Debug, Default)]
pub struct Module {
    /// Its file.
    pub file: String,
    /// Every path in it.
    pub references: Vec<Reference>,
    items: BTreeSet<String>,
    imports: Vec<Import>,
}

/// The modules of a crate.
#[derive(Debug, Default)]
pub struct Modules(pub BTreeMap<ModulePath, Module>);

impl Modules {
    /// Reads the modules of the app, without its tests and `main.rs`.
    pub fn of(sources: &[Source]) -> Self {
        Self::below("src/", sources)
    }

    /// Reads the modules of the pricing library, without its tests.
    pub fn of_pricing(sources: &[Source]) -> Self {
        Self::below("pricing/src/", sources)
    }

    fn below(root: &str, sources: &[Source]) -> Self {
        let mut modules = Self::default();
        for source in sources.iter().filter(|it| !it.is_test()) {
            let Some(path) = source.path.strip_prefix(root) else { continue };
            if path != "main.rs" {
                modules.add(source, &path_of(path), &source.shipped().items);
            }
        }
        modules
    }

    fn add(&mut self, source: &Source, path: &[String], items: &[Item]) {
        let mut module = Module { file: source.path.clone(), ..Module::default() };
        let mut inner = Vec::new();
        for item in items {
            module.items.extend(name_of(item));
            if let Item::Mod(child) = item
                && let Some((_, items)) = &child.content
            {
                inner.push((child.ident.to_string(), items));
            } else {
                module.visit_item(item);
            }
        }
        self.0.insert(path.to_vec(), module);
        for (name, items) in inner {
            self.add(source, &[path, &[name]].concat(), items);
        }
    }

    /// Returns the path from the root of the crate, as it is written. None if it is another crate's.
    pub fn absolute(&self, from: &[String], names: &[String]) -> Option<ModulePath> {
        let mut base = from.to_vec();
        let mut rest = names;
        match names.first().map(String::as_str) {
            Some("crate") => {
                base.clear();
                rest = &rest[1..];
            }
            Some("self") => rest = &rest[1..],
            Some("super") => {}
            Some(first) if self.is_module(from, first) => {}
            _ => return None,
        }
        while rest.first().is_some_and(|name| name == "super") {
            base.pop();
            rest = &rest[1..];
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// Returns the module that defines what a path names. None if it is another crate's or the module's own.
    pub fn definer(&self, from: &[String], names: &[String]) -> Option<ModulePath> {
        self.definer_within(from, names, REEXPORTS_MAX)
    }

    fn definer_within(
        &self,
        from: &[String],
        names: &[String],
        steps: usize,
    ) -> Option<ModulePath> {
        let steps = steps.checked_sub(1)?;
        let Some(path) = self.absolute(from, names) else {
            let (first, rest) = names.split_first()?;
            let import = self.0.get(from)?.imports.iter().find(|it| it.alias == *first)?;
            let whole = [&import.names[..], rest].concat();
            return if whole == names { None } else { self.definer_within(from, &whole, steps) };
        };
        let mut module = ModulePath::new();
        for (place, name) in path.iter().enumerate() {
            if self.is_module(&module, name) {
                module.push(name.clone());
                continue;
            }
            return Some(self.handed_on(&module, &path[place..], steps).unwrap_or(module));
        }
        Some(module)
    }

    /// Returns the definer of a name that a module may only hand on.
    fn handed_on(&self, module: &[String], names: &[String], steps: usize) -> Option<ModulePath> {
        let found = self.0.get(module)?;
        if found.items.contains(&names[0]) {
            return Some(module.to_vec());
        }
        if let Some(import) = found.imports.iter().find(|it| it.alias == names[0]) {
            let whole = [&import.names[..], &names[1..]].concat();
            return self.definer_within(module, &whole, steps);
        }
        let all = found.imports.iter().filter(|it| it.alias == "*");
        let mut sources = all.filter_map(|it| self.absolute(module, &it.names));
        sources.find(|it| self.0.get(it).is_some_and(|it| it.items.contains(&names[0])))
    }

    fn is_module(&self, parent: &[String], name: &str) -> bool {
        let mut path = parent.to_vec();
        path.push(name.to_owned());
        self.0.contains_key(&path)
    }
}

/// `a/b.rs` is `a::b`, and so is `a/b/mod.rs`.
fn path_of(file: &str) -> ModulePath {
    let path = file.trim_end_matches(".rs");
    let mut names: ModulePath = path.split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|last| last == "mod") || names == ["lib"] {
        names.pop();
    }
    names
}

fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Fn(it) => &it.sig.ident,
        Item::Static(it) => &it.ident,
        Item::Struct(it) => &it.ident,
        Item::Trait(it) => &it.ident,
        Item::Type(it) => &it.ident,
        Item::Macro(it) => it.ident.as_ref()?,
        _ => return None,
    };
    Some(ident.to_string())
}

impl Module {
    fn refer(&mut self, names: Vec<String>, at: Span, is_reexport: bool) {
        self.references.push(Reference { names, line: line(at), is_reexport });
    }

    fn add_use(&mut self, tree: &UseTree, before: &[String], is_reexport: bool) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        let (alias, names, at) = match tree {
            UseTree::Path(path) => {
                return self.add_use(&path.tree, &with(&path.ident), is_reexport);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(tree, before, is_reexport);
                }
                return;
            }
            UseTree::Name(name) if name.ident == "self" => {
                (before.last().cloned().unwrap_or_default(), before.to_vec(), name.ident.span())
            }
            UseTree::Name(name) => (name.ident.to_string(), with(&name.ident), name.ident.span()),
            UseTree::Rename(it) => (it.rename.to_string(), with(&it.ident), it.ident.span()),
            UseTree::Glob(it) => ("*".to_owned(), before.to_vec(), it.star_token.span),
        };
        self.refer(names.clone(), at, is_reexport);
        self.imports.push(Import { alias, names });
    }

    /// Macros hide paths: every `a::b` among their tokens is one.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut names: Vec<String> = Vec::new();
        let mut start = Span::call_site();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.end_path(&mut names, start);
                        start = ident.span();
                    }
                    names.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.end_path(&mut names, start);
                    self.add_tokens(group.stream());
                    colons = 0;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.end_path(&mut names, start);
                    colons = 0;
                }
            }
        }
        self.end_path(&mut names, start);
    }

    fn end_path(&mut self, names: &mut Vec<String>, start: Span) {
        if names.len() > 1 {
            self.refer(names.clone(), start, false);
        }
        names.clear();
    }
}

impl<'ast> Visit<'ast> for Module {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_use(&item.tree, &[], !matches!(item.vis, Visibility::Inherited));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|it| it.ident.to_string()).collect();
        self.refer(names, path.segments[0].ident.span(), false);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.add_tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.add_tokens(list.tokens.clone());
        }
    }
}

#[cfg(test)]
fn definer(files: &[(&str, &str)], from: &str, path: &str) -> Option<String> {
    let sources: Vec<Source> = files.iter().map(|(path, text)| Source::new(path, text)).collect();
    let names = |text: &str| -> Vec<String> { text.split("::").map(str::to_owned).collect() };
    Some(Modules::of(&sources).definer(&names(from), &names(path))?.join("::"))
}

#[test]
fn a_path_is_followed_through_reexports_and_renames() {
    let files = [
        ("src/a.rs", "mod b;\npub use b::Thing as Other;\npub use b::c;\npub struct Own;"),
        ("src/a/b.rs", "pub struct Thing;\npub mod c { pub fn f() {} }"),
        ("src/d.rs", "use crate::a::{self, Other};\nuse crate::a::b::*;"),
    ];
    for (path, expected) in [
        ("crate::a::Other", Some("a::b")),
        ("crate::a::Other::new", Some("a::b")),
        ("crate::a::Own", Some("a")),
        ("crate::a::c::f", Some("a::b::c")),
        ("super::a::Own", Some("a")),
        ("a::Own", Some("a")),
        ("Other", Some("a::b")),
        ("std::fmt::Debug", None),
        ("Unknown", None),
    ] {
        assert_eq!(definer(&files, "d", path).as_deref(), expected, "{path}");
    }
}

#[test]
fn a_name_that_is_handed_on_by_a_star_is_found() {
    let files = [
        ("src/a.rs", "mod b;\npub use b::*;"),
        ("src/a/b.rs", "pub struct Thing;"),
        ("src/d.rs", ""),
    ];
    assert_eq!(definer(&files, "d", "crate::a::Thing").as_deref(), Some("a::b"));
}

#[test]
fn paths_inside_macros_and_attributes_count() {
    let text = "#[arg(value_parser = crate::a::parse)]\nfn f() { println!(\"{}\", crate::b::g(crate::c::H)); }";
    let modules = Modules::of(&[Source::new("src/d.rs", text)]);
    let found: Vec<String> =
        modules.0[&vec!["d".to_owned()]].references.iter().map(|it| it.names.join("::")).collect();
    for path in ["crate::a::parse", "crate::b::g", "crate::c::H"] {
        assert!(found.iter().any(|it| it == path), "{path} is not in {found:?}");
    }
}
