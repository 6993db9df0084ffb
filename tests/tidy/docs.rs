//! A doc comment of a public item begins with a noun or a verb, so that a reader learns at once what it is.

use syn::visit::{self, Visit};
use syn::{Attribute, ItemEnum, ItemStruct, Meta, Visibility};

use crate::source::{Exception, Finding, Source, attributes, pass, tree};
use crate::words::doc;

const EXCEPTIONS: &[Exception] = &[];

/// Openings that name nothing.
const OPENINGS: [&str; 9] =
    ["What", "That", "Where", "How", "Which", "Whether", "Who", "Whose", "Those"];

const REMEDY: &str = "begin with the noun that it is, or with the verb that it does";

struct Docs<'a> {
    source: &'a Source,
    /// The item around is read by others: public, or the help of an argument.
    is_public: bool,
    found: Vec<Finding>,
}

impl Docs<'_> {
    fn check(&mut self, attributes: &[Attribute]) {
        let lines = attributes.iter().filter_map(doc);
        let first = lines.map(|(text, at)| (text.trim().to_owned(), at));
        let Some((text, at)) = first.clone().find(|(text, _)| !text.is_empty()) else { return };
        let opening = text.split(|it: char| !it.is_alphabetic()).next().unwrap_or_default();
        if OPENINGS.contains(&opening) {
            let says = format!("a doc comment opens with '{opening}'");
            self.found.push(self.source.finding(at, says, REMEDY));
        }
    }

    fn check_if(&mut self, is_public: bool, attributes: &[Attribute]) {
        if is_public {
            self.check(attributes);
        }
    }

    fn within(&mut self, is_public: bool, visit: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.is_public, is_public);
        visit(self);
        self.is_public = around;
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns whether the doc comments of an item's parts are printed as help.
fn is_help(attributes: &[Attribute]) -> bool {
    let derives = attributes.iter().filter(|it| it.path().is_ident("derive"));
    let mut names = derives.filter_map(|it| match &it.meta {
        Meta::List(list) => Some(list.tokens.to_string()),
        _ => None,
    });
    names.any(|names| {
        ["Args", "Parser", "Subcommand", "ValueEnum"].iter().any(|it| names.contains(it))
    })
}

impl<'ast> Visit<'ast> for Docs<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let visibility = match item {
            syn::Item::Const(it) => &it.vis,
            syn::Item::Fn(it) => &it.vis,
            syn::Item::Mod(it) => &it.vis,
            syn::Item::Static(it) => &it.vis,
            syn::Item::Trait(it) => &it.vis,
            syn::Item::Type(it) => &it.vis,
            // These are looked at below, with their parts.
            _ => return visit::visit_item(self, item),
        };
        self.check_if(is_public(visibility), attributes(item));
        self.within(is_public(visibility), |it| visit::visit_item(it, item));
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.check_if(is_public(&item.vis), &item.attrs);
        self.within(is_help(&item.attrs), |it| visit::visit_item_struct(it, item));
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.check_if(is_public(&item.vis), &item.attrs);
        let is_read = is_public(&item.vis) || is_help(&item.attrs);
        self.within(is_read, |it| visit::visit_item_enum(it, item));
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.check_if(self.is_public, &variant.attrs);
        visit::visit_variant(self, variant);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        self.check_if(self.is_public || is_public(&field.vis), &field.attrs);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.check_if(is_public(&item.vis), &item.attrs);
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.check_if(is_public(&item.vis), &item.attrs);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.check_if(self.is_public, &item.attrs);
    }
}

fn openings(source: &Source) -> Vec<Finding> {
    let mut docs = Docs { source, is_public: false, found: Vec::new() };
    let file = source.shipped();
    docs.check(&file.attrs);
    docs.visit_file(&file);
    docs.found
}

#[test]
fn no_doc_comment_opens_with_a_riddle() {
    let sources = tree();
    pass(sources.iter().filter(|it| !it.is_test()).flat_map(openings).collect(), EXCEPTIONS);
}

#[cfg(test)]
fn lines(text: &str) -> Vec<usize> {
    openings(&Source::new("src/a.rs", text)).iter().map(|it| it.line).collect()
}

#[test]
fn an_opening_is_found_wherever_others_read_it() {
    for (text, line) in [
        ("//! What it is.", 1),
        ("//!\n//! How it is.", 2),
        ("/// That of a card.\npub fn f() {}", 1),
        ("pub struct A {\n    /// Where it is.\n    pub b: u8,\n}", 2),
        ("pub enum A {\n    /// Which one.\n    B,\n}", 2),
        ("pub enum A {\n    B {\n        /// Who.\n        c: u8,\n    },\n}", 3),
        ("impl A {\n    /// Whether it is.\n    pub fn f() {}\n}", 2),
        ("pub trait A {\n    /// What it does.\n    fn f();\n}", 2),
        ("#[derive(Debug, Args)]\nstruct A {\n    /// Which screen.\n    b: u8,\n}", 3),
        ("#[derive(Subcommand)]\nenum A {\n    /// What it shows.\n    B,\n}", 3),
    ] {
        for opening in ["What", "That", "Where", "How", "Which", "Whether", "Who"] {
            if text.contains(&format!("/ {opening}")) || text.contains(&format!("! {opening}")) {
                assert_eq!(lines(text), [line], "{text}");
            }
        }
        assert_eq!(lines(text).len(), 1, "{text}");
    }
}

#[test]
fn plain_openings_and_private_items_are_no_findings() {
    for text in [
        "/// The place of a card.\npub fn f() {}",
        "/// Returns what a card costs.\npub fn f() {}",
        "/// Whatever.\npub fn f() {}",
        "/// What it is.\nfn f() {}",
        "pub struct A {\n    /// Where it is.\n    b: u8,\n}",
        "/// The line goes on.\n/// What follows is no opening.\npub fn f() {}",
    ] {
        assert_eq!(lines(text), Vec::<usize>::new(), "{text}");
    }
}
