//! One word for one thing, in plain English: words that stay out of texts, doc comments and names.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Lit, Meta};

use crate::source::{Exception, Finding, Source, pass, paths_below, read, tree};

const EXCEPTIONS: &[Exception] = &[Exception {
    path: "src/report/levers/json.rs",
    says: "'swing' in a text",
    reason: "scripts read this key of the JSON",
}];

/// The words, and what to write instead. A `*` at the end takes other endings too.
const WORDS: [(&str, &str); 12] = [
    ("told", "name who says it: 'the error names …', 'the screen shows …'"),
    ("dearer", "write 'higher' or 'costs more'"),
    ("swing*", "write 'range' or 'spread'"),
    ("moment*", "write 'scenario', 'state' or 'time'"),
    ("restock*", "write 'reload'"),
    ("absent", "write 'missing' or 'the card is not in the library'"),
    ("no such item", "write 'not charged'"),
    ("not the whole job", "write 'incomplete: no keys'"),
    ("none where", "write 'None if …'"),
    ("where none", "write 'if there is none'"),
    ("done with once", "write 'deleted after …'"),
    ("take care", "write 'Warnings'"),
];

/// Finds the banned words of a text.
fn banned(text: &str) -> Vec<&'static (&'static str, &'static str)> {
    let text = text.to_lowercase();
    WORDS.iter().filter(|(phrase, _)| has_phrase(&text, phrase)).collect()
}

/// Returns whether a phrase stands in a text between two ends of words.
fn has_phrase(text: &str, phrase: &str) -> bool {
    let (stem, is_open) = phrase.strip_suffix('*').map_or((phrase, false), |stem| (stem, true));
    let is_letter = |letter: char| letter.is_alphanumeric();
    text.match_indices(stem).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + stem.len()..].chars().next();
        !before.is_some_and(is_letter) && (is_open || !after.is_some_and(is_letter))
    })
}

struct Texts<'a> {
    source: &'a Source,
    docs_only: bool,
    found: Vec<Finding>,
}

impl Texts<'_> {
    fn check(&mut self, kind: &str, text: &str, at: Span) {
        for (phrase, remedy) in banned(text) {
            let says = format!("'{}' in {kind}", phrase.trim_end_matches('*'));
            self.found.push(self.source.finding(at, says, remedy));
        }
    }

    fn check_tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Literal(literal) => {
                    let at = literal.span();
                    if let Lit::Str(text) = Lit::new(literal) {
                        self.check("a text", &text.value(), at);
                    }
                }
                TokenTree::Group(group) => self.check_tokens(group.stream()),
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }

    /// Checks the words of a name, in snake case and in camel case alike.
    fn check_name(&mut self, name: &syn::Ident) {
        let mut words = String::new();
        for letter in name.to_string().chars() {
            if letter.is_uppercase() || letter == '_' {
                words.push(' ');
            }
            words.extend(letter.to_lowercase().filter(|it| *it != '_'));
        }
        if !self.docs_only {
            self.check(&format!("the name {name}"), &words, name.span());
        }
    }
}

impl<'ast> Visit<'ast> for Texts<'_> {
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        if !self.docs_only {
            self.check("a text", &text.value(), text.span());
        }
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        if !self.docs_only {
            self.check_tokens(item.tokens.clone());
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Some((text, at)) = doc(attribute) {
            self.check("a doc comment", &text, at);
        } else if let (Meta::List(list), false) = (&attribute.meta, self.docs_only) {
            self.check_tokens(list.tokens.clone());
        }
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.check_name(&item.ident);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.check_name(&item.ident);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.check_name(&item.ident);
        visit::visit_item_mod(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.check_name(&signature.ident);
        visit::visit_signature(self, signature);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.check_name(&variant.ident);
        visit::visit_variant(self, variant);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if let Some(name) = &field.ident {
            self.check_name(name);
        }
        visit::visit_field(self, field);
    }
}

/// Returns the text of a line of a doc comment.
pub fn doc(attribute: &Attribute) -> Option<(String, Span)> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    let Expr::Lit(value) = &pair.value else { return None };
    let Lit::Str(text) = &value.lit else { return None };
    pair.path.is_ident("doc").then(|| (text.value(), text.span()))
}

/// Finds the words of a source file. Of tests only the doc comments count: their texts may quote old ones.
fn words_of(source: &Source) -> Vec<Finding> {
    let mut texts = Texts { source, docs_only: source.is_test(), found: Vec::new() };
    texts.visit_file(&source.shipped());
    texts.found
}

/// Finds the words of a page, outside blocks of code.
fn words_of_page(path: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut is_code = false;
    for (place, line) in text.lines().enumerate() {
        is_code ^= line.trim_start().starts_with("```");
        for (phrase, remedy) in banned(line).into_iter().filter(|_| !is_code) {
            found.push(Finding {
                path: path.to_owned(),
                line: place + 1,
                says: format!("'{}' on a page", phrase.trim_end_matches('*')),
                remedy: (*remedy).to_owned(),
            });
        }
    }
    found
}

#[test]
fn no_banned_word_is_in_the_source() {
    pass(tree().iter().flat_map(words_of).collect(), EXCEPTIONS);
}

#[test]
fn no_banned_word_is_on_a_page() {
    let pages = ["README.md", "CHANGELOG.md", "pricing/README.md", "docs"];
    let paths: Vec<String> = pages.iter().flat_map(|it| paths_below(it, "md")).collect();
    assert!(paths.len() >= 3, "only {paths:?} were found");
    pass(paths.iter().flat_map(|path| words_of_page(path, &read(path))).collect(), &[]);
}

#[test]
fn every_word_of_the_table_is_found() {
    for (phrase, _) in WORDS {
        let phrase = phrase.trim_end_matches('*');
        let source = Source::new("src/a.rs", &format!("const A: &str = \"so {phrase}, then\";"));
        assert_eq!(words_of(&source).len(), 1, "{phrase}");
        assert_eq!(words_of_page("README.md", &format!("So {phrase}.")).len(), 1, "{phrase}");
    }
}

#[test]
fn a_word_is_found_in_texts_macros_attributes_docs_and_names() {
    for (text, expected) in [
        ("/// What is told.\nfn f() {}", "'told' in a doc comment"),
        ("//! Told.", "'told' in a doc comment"),
        ("fn f() { println!(\"{} is DEARER\", x); }", "'dearer' in a text"),
        ("fn f() { a(b!(format!(\"no such item\"))); }", "'no such item' in a text"),
        ("#[error(\"{0} is absent\")]\nstruct A;", "'absent' in a text"),
        ("const A: &str = \"the swings\";", "'swing' in a text"),
        ("mod swing;", "'swing' in the name swing"),
        ("struct MomentKept;", "'moment' in the name MomentKept"),
        ("fn is_told() {}", "'told' in the name is_told"),
        ("enum A { Restock }", "'restock' in the name Restock"),
        ("struct A { absent: u8 }", "'absent' in the name absent"),
    ] {
        let found = words_of(&Source::new("src/a.rs", text));
        let says: Vec<String> = found.into_iter().map(|it| it.says).collect();
        assert_eq!(says, [expected], "{text}");
    }
}

#[test]
fn a_word_inside_another_and_a_text_of_a_test_are_no_findings() {
    let text = "const A: &str = \"they untold retold momentum-free\";";
    assert_eq!(words_of(&Source::new("src/a.rs", &text.replace(" momentum-free", ""))), []);
    let quoted = "#[test]\nfn f() { assert!(!x.contains(\"told\")); }";
    assert_eq!(words_of(&Source::new("tests/a.rs", quoted)), []);
    assert_eq!(words_of_page("a.md", "```\ntold\n```\n"), []);
}
