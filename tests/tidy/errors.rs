//! An error that others get has fields, so that nobody takes a sentence apart.

use syn::visit::{self, Visit};
use syn::{GenericArgument, PathArguments, PathSegment, Signature, Type, Visibility};

use crate::source::{Exception, Finding, Source, pass, tree};

const EXCEPTIONS: &[Exception] = &[];

struct Signatures<'a> {
    source: &'a Source,
    found: Vec<Finding>,
}

impl Signatures<'_> {
    fn check(&mut self, visibility: &Visibility, signature: &Signature) {
        if !matches!(visibility, Visibility::Inherited) {
            self.check_always(signature);
        }
    }

    fn check_always(&mut self, signature: &Signature) {
        let mut sentences = Sentences(false);
        sentences.visit_signature(signature);
        if sentences.0 {
            let says = format!("fn {} has a text for an error", signature.ident);
            let remedy = "return an error type with fields: item, value, limit, remedy";
            self.found.push(self.source.finding(signature.ident.span(), says, remedy));
        }
    }
}

/// Looks for `Result<_, String>` anywhere in a signature.
struct Sentences(bool);

impl<'ast> Visit<'ast> for Sentences {
    fn visit_path_segment(&mut self, segment: &'ast PathSegment) {
        if let (true, PathArguments::AngleBracketed(given)) =
            (segment.ident == "Result", &segment.arguments)
            && let Some(GenericArgument::Type(error)) = given.args.iter().nth(1)
        {
            self.0 |= is_text(error);
        }
        visit::visit_path_segment(self, segment);
    }
}

/// `String`, `&str`, `Cow<str>` and lists of them.
fn is_text(ty: &Type) -> bool {
    struct Found(bool);
    impl<'ast> Visit<'ast> for Found {
        fn visit_path_segment(&mut self, segment: &'ast PathSegment) {
            self.0 |= segment.ident == "String" || segment.ident == "str";
            visit::visit_path_segment(self, segment);
        }
    }
    let mut found = Found(false);
    found.visit_type(ty);
    found.0
}

impl<'ast> Visit<'ast> for Signatures<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.check(&item.vis, &item.sig);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.check(&item.vis, &item.sig);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.check_always(&item.sig);
    }
}

fn sentences(source: &Source) -> Vec<Finding> {
    let mut signatures = Signatures { source, found: Vec::new() };
    signatures.visit_file(&source.shipped());
    signatures.found
}

#[test]
fn no_public_function_has_a_text_for_an_error() {
    let sources = tree();
    pass(sources.iter().filter(|it| !it.is_test()).flat_map(sentences).collect(), EXCEPTIONS);
}

#[test]
fn a_text_for_an_error_is_found() {
    for text in [
        "pub fn f() -> Result<u8, String> {}",
        "pub(crate) fn f() -> Option<Result<u8, String>> {}",
        "pub fn f() -> std::result::Result<(), &'static str> {}",
        "pub fn f() -> Result<u8, Vec<String>> {}",
        "pub fn f(of: impl Fn(u8) -> Result<u8, String>) {}",
        "impl A { pub fn f(&self) -> Result<Self, String> {} }",
        "trait A { fn f(&self) -> Result<u8, String>; }",
    ] {
        let found = sentences(&Source::new("src/a.rs", text));
        assert_eq!(crate::source::said(&found), ["src/a.rs:1: fn f has a text for an error"]);
    }
}

#[test]
fn typed_errors_and_texts_that_are_results_are_no_findings() {
    for text in [
        "pub fn f() -> Result<String, Error> {}",
        "fn f() -> Result<u8, String> {}",
        "pub fn f() -> anyhow::Result<String> {}",
    ] {
        assert_eq!(sentences(&Source::new("src/a.rs", text)), [], "{text}");
    }
}
