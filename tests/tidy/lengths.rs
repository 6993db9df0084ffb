//! A function is read without scrolling, and a file in one sitting.

use syn::visit::{self, Visit};
use syn::{Block, Item, Signature};

use crate::source::{Exception, Finding, Source, line, pass, tree};

const EXCEPTIONS: &[Exception] = &[Exception {
    path: "src/explorer/state/update.rs",
    says: "fn act has",
    reason: "the one list of all actions, without a wildcard: one line for each",
}];

/// The longest function, from its `fn` to its last brace, tests too.
const FUNCTION_LINES_MAX: usize = 70;
/// The longest file, without the tests in it.
const FILE_LINES_MAX: usize = 500;
/// The longest file of tests.
const TEST_FILE_LINES_MAX: usize = 700;

struct Functions<'a> {
    source: &'a Source,
    found: Vec<Finding>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &Signature, block: &Block) {
        let last = block.brace_token.span.close().end().line;
        let lines = last + 1 - line(signature.fn_token.span);
        if lines > FUNCTION_LINES_MAX {
            let says = format!("fn {} has {lines} lines of {FUNCTION_LINES_MAX}", signature.ident);
            let remedy = "cut it into functions that each do one thing";
            self.found.push(self.source.finding(signature.ident.span(), says, remedy));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.measure(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

fn long_functions(source: &Source) -> Vec<Finding> {
    let mut functions = Functions { source, found: Vec::new() };
    functions.visit_file(&source.file);
    functions.found
}

fn long_file(source: &Source) -> Option<Finding> {
    let (lines, most) = if source.is_test() {
        (source.text.lines().count(), TEST_FILE_LINES_MAX)
    } else {
        (source.text.lines().count() - lines_of_tests(source), FILE_LINES_MAX)
    };
    (lines > most).then(|| Finding {
        path: source.path.clone(),
        line: most,
        says: format!("the file has {lines} lines of {most}"),
        remedy: "split it by what its parts are about".to_owned(),
    })
}

/// Counts the lines of the test modules that stand in a file.
fn lines_of_tests(source: &Source) -> usize {
    let shipped = source.shipped().items;
    let is_shipped = |module: &syn::ItemMod| {
        shipped.iter().any(|it| matches!(it, Item::Mod(other) if other.ident == module.ident))
    };
    let modules = source.file.items.iter().filter_map(|item| match item {
        Item::Mod(module) if !is_shipped(module) => module.content.as_ref().map(|it| (module, it)),
        _ => None,
    });
    modules
        .map(|(it, (brace, _))| brace.span.close().end().line + 1 - line(it.mod_token.span))
        .sum()
}

#[test]
fn no_function_and_no_file_is_too_long() {
    let sources = tree();
    let mut found: Vec<Finding> = sources.iter().flat_map(long_functions).collect();
    found.extend(sources.iter().filter_map(long_file));
    pass(found, EXCEPTIONS);
}

#[test]
fn a_function_of_seventy_one_lines_is_found_wherever_it_stands() {
    let body = |lines: usize| format!("{{\n{}}}", "    ;\n".repeat(lines - 2));
    for (before, after) in
        [("", ""), ("impl A { ", " }"), ("trait A { ", " }"), ("mod tests { ", " }")]
    {
        let text = |lines| format!("{before}fn f() {}{after}", body(lines));
        assert_eq!(long_functions(&Source::new("src/a.rs", &text(70))), []);
        let found = long_functions(&Source::new("src/a.rs", &text(71)));
        let says = "src/a.rs:1: fn f has 71 lines of 70";
        assert_eq!(crate::source::said(&found), [says], "{before}");
    }
}

#[test]
fn a_file_that_is_too_long_is_found_and_its_tests_do_not_count() {
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "// b\n".repeat(300));
    let text = |lines: usize| "// a\n".repeat(lines) + &tests;
    let found = |path: &str, text: &str| long_file(&Source::new(path, text));
    assert_eq!(found("src/a.rs", &text(499)), None);
    let says = "the file has 501 lines of 500";
    assert_eq!(found("src/a.rs", &text(500)).map(|it| it.says).as_deref(), Some(says));
    assert_eq!(found("tests/a.rs", &"// a\n".repeat(700)), None);
    assert!(found("tests/a.rs", &"// a\n".repeat(701)).is_some());
}
