//! A place of a card, a charge or an offer is a type of its own, so that no place is taken for another.

use syn::visit::{self, Visit};
use syn::{Field, Ident, Pat, ReturnType, Type};

use crate::source::{Exception, Finding, Source, pass, tree};

const EXCEPTIONS: &[Exception] = &[];

/// Words in a name that make a number the place of a thing.
const THINGS: [&str; 8] =
    ["card", "cards", "offer", "offers", "companion", "companions", "selected", "marked"];
/// More such words, in the app only: the library has places in texts, and counts the charges of a card by
/// their place in it.
const IN_THE_APP: [&str; 4] = ["charge", "charges", "place", "places"];

/// Last words of a name that make it a count or a measure after all.
const MEASURES: [&str; 14] = [
    "count", "max", "min", "len", "width", "height", "rows", "columns", "cells", "chars", "bytes",
    "lines", "left", "tried",
];

const REMEDY: &str = "use a newtype such as `CardIx`, or the id; a count ends in `_count`, another index is named for it";

struct Places<'a> {
    source: &'a Source,
    found: Vec<Finding>,
}

impl Places<'_> {
    /// Returns whether a name means a place of a thing.
    fn is_of_a_thing(&self, name: &str) -> bool {
        let words: Vec<&str> = name.split('_').collect();
        let is_measure = words.last().is_some_and(|last| MEASURES.contains(last));
        let is_app = self.source.path.starts_with("src/");
        let is_thing = |word: &&str| THINGS.contains(word) || is_app && IN_THE_APP.contains(word);
        !is_measure && words.iter().any(is_thing)
    }

    fn check(&mut self, name: &Ident, ty: &Type, kind: &str) {
        if self.is_of_a_thing(&name.to_string()) && has_usize(ty) {
            let says = format!("{kind} {name} is a bare usize");
            self.found.push(self.source.finding(name.span(), says, REMEDY));
        }
    }
}

/// Returns whether a type is `usize`, or holds one: `Option<usize>`, `&[usize]`.
fn has_usize(ty: &Type) -> bool {
    struct Found(bool);
    impl<'ast> Visit<'ast> for Found {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.0 |= path.is_ident("usize");
            visit::visit_path(self, path);
        }
        fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
            // A range of bytes in a text is no place of a thing.
            if segment.ident != "Range" {
                visit::visit_path_segment(self, segment);
            }
        }
        fn visit_type_array(&mut self, item: &'ast syn::TypeArray) {
            self.visit_type(&item.elem);
        }
    }
    let mut found = Found(false);
    found.visit_type(ty);
    found.0
}

impl<'ast> Visit<'ast> for Places<'_> {
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        // The newtypes themselves are made of numbers.
        let is_newtype = matches!(&*item.self_ty, Type::Path(it)
            if it.path.segments.last().is_some_and(|it| it.ident.to_string().ends_with("Ix")));
        if !is_newtype {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_field(&mut self, field: &'ast Field) {
        if let Some(name) = &field.ident {
            self.check(name, &field.ty, "field");
        }
        visit::visit_field(self, field);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        if let syn::Fields::Unnamed(fields) = &variant.fields {
            let name = snake(&variant.ident.to_string());
            let holds = fields.unnamed.iter().any(|field| has_usize(&field.ty));
            if holds && self.is_of_a_thing(&name) {
                let says = format!("variant {} holds a bare usize", variant.ident);
                self.found.push(self.source.finding(variant.ident.span(), says, REMEDY));
            }
        }
        visit::visit_variant(self, variant);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        for input in &signature.inputs {
            if let syn::FnArg::Typed(typed) = input
                && let Pat::Ident(pattern) = &*typed.pat
            {
                self.check(&pattern.ident, &typed.ty, "parameter");
            }
        }
        if let ReturnType::Type(_, ty) = &signature.output {
            self.check(&signature.ident, ty, "the result of fn");
        }
        visit::visit_signature(self, signature);
    }
}

/// `ToCard` is `to_card`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (place, letter) in name.char_indices() {
        if letter.is_uppercase() && place > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn bare(source: &Source) -> Vec<Finding> {
    let mut places = Places { source, found: Vec::new() };
    places.visit_file(&source.shipped());
    places.found
}

#[test]
fn no_place_of_a_thing_is_a_bare_number() {
    let sources = tree();
    let is_ours = |it: &&Source| it.path.starts_with("src/") || it.path.starts_with("pricing/src/");
    let shipped = sources.iter().filter(is_ours).filter(|it| !it.is_test());
    pass(shipped.flat_map(bare).collect(), EXCEPTIONS);
}

#[cfg(test)]
fn says(text: &str) -> Vec<String> {
    bare(&Source::new("src/a.rs", text)).into_iter().map(|it| it.says).collect()
}

#[test]
fn a_bare_place_is_found_in_fields_variants_and_functions() {
    for (text, expected) in [
        ("struct A { card: usize }", "field card is a bare usize"),
        ("struct A { marked: Vec<usize> }", "field marked is a bare usize"),
        ("enum A { B { charge: Option<usize> } }", "field charge is a bare usize"),
        ("enum A { Charge(usize) }", "variant Charge holds a bare usize"),
        ("enum A { ToCard(Option<usize>, u8) }", "variant ToCard holds a bare usize"),
        ("fn f(place: usize) {}", "parameter place is a bare usize"),
        ("impl A { fn f(of_card: &[usize]) {} }", "parameter of_card is a bare usize"),
        ("trait A { fn f(companion: &usize); }", "parameter companion is a bare usize"),
        ("fn place_of(id: &str) -> Option<usize> {}", "the result of fn place_of is a bare usize"),
    ] {
        assert_eq!(says(text), [expected], "{text}");
    }
}

#[test]
fn counts_and_newtypes_are_no_places() {
    for text in [
        "struct A { cards_max: usize, card_count: usize, card: CardIx, rows: usize }",
        "struct CardIx(usize);\nimpl CardIx { fn new(card: usize) -> Self {} }",
        "fn place(&self) -> Range<usize> {}",
        "fn f(cards: [Card; 3], charges: &[Charge]) -> usize {}",
        "#[cfg(test)]\nmod tests { fn f(card: usize) {} }",
    ] {
        assert_eq!(says(text), Vec::<String>::new(), "{text}");
    }
    let of_library = "fn f(place: usize, charge: usize, card: usize) {}";
    assert_eq!(bare(&Source::new("pricing/src/a.rs", of_library)).len(), 1);
}
