//! The gallery of mistakes in a card: each is answered with its place, what is wrong and what to do.
//!
//! Every entry changes one line of a sound card. The answers are a snapshot, to be read as the author of
//! a card reads them.

use std::fmt::Write as _;
use std::sync::Arc;

use whatif_pricing::{Problems, RateCard, Vocabulary};

const SOUND: &str = r#"id = "sound"
provider = "Somebody"
service = "Vault"
plan = "Standard"
needs = ["secrets", "keys"]
currency = "USD"
offset = "+08:00"

[[source]]
id = "page"
title = "Prices"
url = "https://example.com/prices"
dated = 2026-01-31
read = 2026-11-22

[rules]
R1 = "A secret costs 0.40 a month."
R2 = "Calls cost 0.05 per 10,000."

[option.tier]
label = "Tier"
basic = "Basic"
gold = "Gold"

[[charge]]
id = "storage"
label = "Storage"
pays-for = "storage"
unit = "secret"
rules = ["R1"]
confidence = "official"
meter.held = { quantity = "secrets" }
price.per-unit = { amount = { by = "tier", basic = "0.40", gold = "0.60" }, per = "month" }

[[charge]]
id = "calls"
label = "Calls"
pays-for = "calls"
unit = "call"
rules = ["R2"]
confidence = "official"
meter.used = { quantity = "calls", every = "month" }
quantize = { minimum = "10000" }
price.graduated = { of = "10000", tier = [{ up-to = "100000", amount = "0.05" }, { amount = "0.04" }] }

[[assumption]]
id = "rounding"
rule = "R2"
asks = "What do calls beyond the first 10,000 cost?"
exact = { label = "in proportion", default = true }
package = { label = "in packages", set.calls.quantize = { step = "10000" } }

[[quota]]
quantity = "secrets"
limit = "1000"
beyond = "warn"
says = "ask sales"
rule = "R1"

[bill]
of = "month"
opens = "2 d"
closes = "5 d"
says = "on the 3rd to 5th"
rule = "R1"

[[lifecycle]]
id = "overdue"
after = "0 s"
accrues = true
says = "a notice"
rule = "R1"

[[example]]
says = "100 secrets, no calls"
period = "30 d"
set = { secrets = "100", calls = "0" }
lines = { storage = "40" }
total = "40"
"#;

/// The description of the mistake, the text that is replaced (its first place), and the mistake.
const GALLERY: &[(&str, &str, &str)] = &[
    ("a price as a float", "basic = \"0.40\"", "basic = 0.40"),
    ("a price as a bare number", "gold = \"0.60\"", "gold = 6"),
    ("a quantity as a bare number", "limit = \"1000\"", "limit = 1000"),
    ("a price that is no number", "basic = \"0.40\"", "basic = \"forty\""),
    ("a negative price", "basic = \"0.40\"", "basic = \"-0.40\""),
    ("a price with too many places", "basic = \"0.40\"", "basic = \"0.4000000000001\""),
    ("a price above the limit", "basic = \"0.40\"", "basic = \"2000G\""),
    ("a typo in a key of the card", "plan = ", "plam = "),
    ("a typo in a key of a charge", "pays-for = \"storage\"", "pay-for = \"storage\""),
    ("a key that is like no other", "unit = \"secret\"", "unit = \"secret\"\nzzz = 1"),
    ("a missing key of the card", "currency = \"USD\"\n", ""),
    ("a missing key of a charge", "unit = \"call\"\n", ""),
    ("a missing list", SOURCE, ""),
    ("an empty list", SOURCE, "source = []\n"),
    ("a text where a table belongs", RULES, "rules = \"R1\""),
    ("a table where a text belongs", "label = \"Storage\"", "label = { en = \"Storage\" }"),
    ("an empty text", "says = \"ask sales\"", "says = \"  \""),
    ("an id with a space", "id = \"sound\"", "id = \"not sound\""),
    ("an unknown need", "needs = [\"secrets\"", "needs = [\"secret\""),
    ("a currency that is none", "\"USD\"", "\"dollars\""),
    ("a currency without one of the choices", "\"USD\"", "{ by = \"tier\", basic = \"USD\" }"),
    ("a currency of a choice that is none", "\"USD\"", BY_TIER),
    ("an offset that is none", "\"+08:00\"", "\"Asia/Shanghai\""),
    ("a date in quotes", "read = 2026-11-22", "read = \"2026-11-22\""),
    ("a date that does not exist", "2026-01-31", "2026-02-31"),
    ("an address that is none", "https://example.com/prices", "javascript:alert(1)"),
    ("an address without a host", "https://example.com/prices", "https://"),
    ("a text from after it was read", "dated = 2026-01-31", "dated = 2036-01-31"),
    ("an unknown confidence", "\"official\"", "\"oficial\""),
    ("an option with one choice", "gold = \"Gold\"\n", ""),
    ("a price by an unknown option", "by = \"tier\"", "by = \"teir\""),
    ("a price by an unknown choice", "gold = \"0.60\"", "golden = \"0.60\""),
    ("a price without one of the choices", ", gold = \"0.60\"", ""),
    ("a column without a table of prices", "basic = \"0.40\"", "basic = { column = \"a\" }"),
    ("a table of prices that no amount reads", GOLD, GOLD_WITH_ROWS),
    ("a row that is too short and one that is missing", GOLD, GOLD_WITH_A_ROW),
    ("an unknown driver", "{ quantity = \"secrets\" }", "{ quantity = \"secrtes\" }"),
    ("a formula that stops", "{ quantity = \"secrets\" }", "{ quantity = \"secrets *\" }"),
    (
        "a percentile above 100",
        "meter.held = { quantity = \"secrets\" }",
        "meter.percentile = { quantity = \"secrets\", every = \"month\", rank = \"101\" }",
    ),
    (
        "a percentile of hours",
        "meter.held = { quantity = \"secrets\" }",
        "meter.percentile = { quantity = \"secrets\", every = \"hour\", rank = \"99\" }",
    ),
    (
        "a stock by another time",
        "meter.held = { quantity = \"secrets\" }",
        "meter.kept = { quantity = \"log_gb\", months = \"3\" }\nquantize = { step = \"1\" }",
    ),
    (
        "a stock without a time",
        "meter.held = { quantity = \"secrets\" }",
        "meter.kept = { quantity = \"log_gb\" }",
    ),
    (
        "lines that are none",
        "meter.held = { quantity = \"secrets\" }",
        "meter.lines = { charges = [\"cals\"], every = \"month\" }",
    ),
    (
        "lines in another cycle",
        "meter.held = { quantity = \"secrets\" }",
        "meter.lines = { charges = [\"calls\"], every = \"day\" }",
    ),
    (
        "lines with a price for a time",
        "meter.held = { quantity = \"secrets\" }",
        "meter.lines = { charges = [\"calls\"], every = \"month\" }",
    ),
    (
        "a trial of no days",
        "meter.held = { quantity = \"secrets\" }",
        "meter.held = { quantity = \"secrets\" }\ntrial = { days = \"0\" }",
    ),
    (
        "a trial of what is paid ahead",
        "meter.held = { quantity = \"secrets\" }",
        "meter.held = { quantity = \"secrets\" }\ntrial = { days = \"9\" }\nprorate = { whole-months = \"1\" }",
    ),
    (
        "terms that one choice lacks",
        "meter.held = { quantity = \"secrets\" }",
        "meter.held = { quantity = \"secrets\" }\nprorate = { by = \"tier\", basic = \"exact\" }",
    ),
    (
        "tiers that fall in one choice",
        "up-to = \"100000\", amount = \"0.05\" }",
        "up-to = \"100000\", amount = \"0.05\" }, { up-to = { by = \"tier\", basic = \"200000\", gold = \"9\" }, amount = \"0.045\" }",
    ),
    (
        "a charge in two pools",
        "[[quota]]\n",
        "[[pool]]\nid = \"a\"\nlabel = \"A\"\namount = \"5\"\nevery = \"month\"\ncharges = [\"calls\"]\nrule = \"R1\"\n[[pool]]\nid = \"b\"\nlabel = \"B\"\namount = \"5\"\nevery = \"month\"\ncharges = [\"calls\", \"storage\"]\nrule = \"R1\"\n[[quota]]\n",
    ),
    ("an unknown function", "{ quantity = \"secrets\" }", "{ quantity = \"round(secrets)\" }"),
    (
        "two meters",
        "meter.held =",
        "meter.peak = { quantity = \"keys\", every = \"day\" }\nmeter.held =",
    ),
    ("no meter", "meter.held = { quantity = \"secrets\" }\n", ""),
    ("no price", PRICE, ""),
    ("an unknown meter", "meter.held =", "meter.hold ="),
    ("an unknown cycle", "every = \"month\"", "every = \"week\""),
    ("a held quantity without per", ", per = \"month\"", ""),
    ("an unknown unit of time", "per = \"month\"", "per = \"year\""),
    ("a flow with per", "{ of = \"10000\",", "{ of = \"10000\", per = \"month\","),
    ("an of that is zero", "{ of = \"10000\",", "{ of = \"0\","),
    ("two tiers without an end", "up-to = \"100000\", ", ""),
    (
        "tiers that do not rise",
        "}, { amount",
        "}, { up-to = \"100000\", amount = \"0.03\" }, { amount",
    ),
    (
        "a last tier with an end",
        "{ amount = \"0.04\" }",
        "{ up-to = \"200000\", amount = \"0.04\" }",
    ),
    (
        "a clamp upside down",
        "quantize =",
        "clamp = { minimum = \"2\", maximum = \"1\" }\nquantize =",
    ),
    ("a clamp without a cycle", "meter.held =", "clamp = { minimum = \"2\" }\nmeter.held ="),
    ("a way to pro-rate that is none", "meter.held =", "prorate = \"weekly\"\nmeter.held ="),
    ("a month without length", "meter.held =", "month = \"0 d\"\nmeter.held ="),
    ("settle for a flow", "meter.used =", "settle = \"hour\"\nmeter.used ="),
    ("an unknown source", "unit = \"secret\"", "unit = \"secret\"\nsource = \"pages\""),
    ("an unknown rule of a charge", "rules = [\"R2\"]", "rules = [\"R3\"]"),
    (
        "an unknown rule of a stage",
        "says = \"a notice\"\nrule = \"R1\"",
        "says = \"a notice\"\nrule = \"R9\"",
    ),
    ("a charge that stands twice", "id = \"calls\"", "id = \"storage\""),
    ("an assumption without a default", ", default = true", ""),
    ("an assumption with one reading", PACKAGE, ""),
    ("a reading that sets an unknown charge", "set.calls.quantize", "set.cals.quantize"),
    (
        "a reading that does not fit",
        "set.calls.quantize = { step = \"10000\" }",
        "set.storage.price.per-unit = { amount = \"1\" }",
    ),
    ("an unknown consequence", "beyond = \"warn\"", "beyond = \"stop\""),
    (
        "an unknown driver that follows",
        "[rules]",
        "[[companion]]\ncard = \"other\"\nsays = \"always\"\nfollows.keyops = \"calls\"\n\n[rules]",
    ),
    ("a scope without a rate", "beyond = \"warn\"", "beyond = \"warn\"\nscope = \"regions\""),
    (
        "a carrier that is two things",
        "beyond = \"warn\"",
        "beyond = \"warn\"\ncarried-by = [{ card = \"other\", driver = \"keys\" }]",
    ),
    (
        "an unknown choice that carries more",
        "beyond = \"warn\"",
        "beyond = \"warn\"\ncarried-by = [{ option = \"region\", choice = \"north\" }]",
    ),
    ("a length of time that is none", "after = \"0 s\"", "after = \"a week\""),
    ("a flag that is none", "accrues = true", "accrues = \"yes\""),
    ("an unknown driver in an example", "{ secrets = \"100\"", "{ secret = \"100\""),
    ("a value that is none in an example", "{ secrets = \"100\"", "{ secrets = \"many\""),
    ("a period that is none", "period = \"30 d\"", "period = \"30 days\""),
    ("a period of no days", "period = \"30 d\"", "period = \"0 d\""),
    (
        "a period that ends before it begins",
        "period = \"30 d\"",
        "period = { from = \"2026-02-01T00:00:00Z\", to = \"2026-01-01T00:00:00Z\" }",
    ),
    (
        "an instant that is none",
        "period = \"30 d\"",
        "period = { from = \"2026-02-01\", to = \"2026-03-01T00:00:00Z\" }",
    ),
    (
        "an unknown choice in an example",
        "period = \"30 d\"",
        "period = \"30 d\"\noption = { tier = \"silver\" }",
    ),
    ("an unknown charge in an example", "{ storage = \"40\" }", "{ stores = \"40\" }"),
    (
        "an event outside the period",
        "period = \"30 d\"",
        "period = \"30 d\"\nevent = [{ at = \"2020-01-01T00:00:00Z\", driver = \"secrets\", value = \"1\" }]",
    ),
    ("an example that expects nothing", EXPECTED, ""),
    ("an example that fails", "total = \"40\"", "total = \"41\""),
    ("an escape sequence in the text", "\"ask sales\"", "\"ask \u{1b}[2Jsales\""),
    ("an escape sequence written as an escape", "\"ask sales\"", "\"ask \\u001b[2Jsales\""),
    ("an escape sequence in a key", "unit = \"secret\"", "unit = \"secret\"\n\"a\\u001b[2J\" = 1"),
    ("a mark that turns the direction of writing", "\"ask sales\"", "\"ask \u{202e}selas\""),
    ("an invisible character", "\"ask sales\"", "\"ask\u{200b} sales\""),
    ("a key that stands twice", "plan = \"Standard\"", "plan = \"Standard\"\nplan = \"Other\""),
    ("a text without an end", "plan = \"Standard\"", "plan = \"Standard"),
    ("a line that is no TOML", "plan = \"Standard\"", "plan: Standard"),
];

const SOURCE: &str = "[[source]]\nid = \"page\"\ntitle = \"Prices\"\nurl = \"https://example.com/prices\"\ndated = 2026-01-31\nread = 2026-11-22\n";
const GOLD: &str = "gold = \"Gold\"\n";
const BY_TIER: &str = "{ by = \"tier\", basic = \"USD\", gold = \"euro\" }";

const GOLD_WITH_ROWS: &str = "gold = \"Gold\"\n[prices]\nby = \"tier\"\ncolumns = [\"day\"]\nbasic = [\"1\"]\ngold = [\"2\"]\n";
const GOLD_WITH_A_ROW: &str =
    "gold = \"Gold\"\n[prices]\nby = \"tier\"\ncolumns = [\"day\", \"night\"]\nbasic = [\"1\"]\n";
const RULES: &str = "rules = [\"R1\"]";
const PRICE: &str = "price.per-unit = { amount = { by = \"tier\", basic = \"0.40\", gold = \"0.60\" }, per = \"month\" }\n";
const PACKAGE: &str =
    "package = { label = \"in packages\", set.calls.quantize = { step = \"10000\" } }\n";
const EXPECTED: &str = "lines = { storage = \"40\" }\ntotal = \"40\"\n";

/// The problems of a text, those of its examples included.
fn problems(text: &str) -> Problems {
    match RateCard::read(text, Vocabulary::standard()) {
        Ok(card) => Problems {
            text: text.to_owned(),
            list: Arc::new(card).failing_examples(Vocabulary::standard()),
        },
        Err(problems) => problems,
    }
}

/// Each problem with the line it is in and a caret below its place.
fn shown(problems: &Problems) -> String {
    let mut shown = String::new();
    for problem in &problems.list {
        let (line, column) = problems.place(problem);
        let escape = |c: char| if c.is_ascii() && !c.is_control() { c } else { '?' };
        let source = problems.text.lines().nth(line - 1).unwrap_or_default();
        let source: String = source.chars().map(escape).collect();
        writeln!(shown, "{line}:{column}: {}: {}", problem.message, problem.remedy).unwrap();
        writeln!(shown, "    {source}\n    {:>column$}", "^").unwrap();
    }
    shown
}

#[test]
fn the_card_of_the_gallery_is_sound() {
    assert_eq!(problems(SOUND).list, []);
}

#[test]
fn every_mistake_is_answered_with_place_and_remedy() {
    let mut gallery = String::new();
    for (title, sound, mistake) in GALLERY {
        let text = SOUND.replacen(sound, mistake, 1);
        assert_ne!(text, SOUND, "{title}");
        let problems = problems(&text);
        assert!(!problems.list.is_empty(), "{title} has no answer");
        writeln!(gallery, "## {title}\n{}", shown(&problems)).unwrap();
    }
    insta::assert_snapshot!(gallery);
}

#[test]
fn many_mistakes_are_told_at_once() {
    let mut text = SOUND.to_owned();
    for title in [
        "a price as a float",
        "a typo in a key of the card",
        "a missing key of a charge",
        "an offset that is none",
        "an unknown driver",
        "tiers that do not rise",
        "an unknown rule of a stage",
        "a length of time that is none",
        "a value that is none in an example",
    ] {
        let (_, sound, wrong) = GALLERY.iter().find(|(known, ..)| *known == title).unwrap();
        assert!(text.contains(sound), "{title}");
        text = text.replacen(sound, wrong, 1);
    }
    insta::assert_snapshot!(problems(&text).to_string());
}

#[test]
fn a_card_that_is_too_large_says_so() {
    let text = format!("{SOUND}# {}", "x".repeat(300_000));
    insta::assert_snapshot!(
        problems(&text).to_string(),
        @"1:1: the text has 301580 bytes: a card has at most 262144: split it"
    );
}

#[test]
fn line_ends_of_windows_hide_nothing() {
    // A backslash in a text made the letters of its line ends count as hidden.
    let long = "says = \"\"\"ask \\\"sales\\\"\nor C:\\\\sales\"\"\"";
    let text = SOUND.replace("says = \"ask sales\"", long);
    let windows = text.replace('\n', "\r\n");
    let [one, other] = [&text, &windows].map(|text| RateCard::read(text, Vocabulary::standard()));
    assert_eq!(one.unwrap().quotas[0].says, "ask \"sales\" or C:\\sales");
    assert_eq!(other.unwrap().quotas[0].says, "ask \"sales\" or C:\\sales");
    let hidden = SOUND.replace("ask sales", "ask\\rsales");
    let problems = problems(&hidden).to_string();
    assert!(problems.contains("the hidden character U+000D"), "{problems}");
}

#[test]
fn dates_lie_in_the_years_that_are_priced() {
    for year in ["0001-01-01", "1969-12-31", "9900-01-01", "9999-12-31"] {
        let problems = problems(&SOUND.replace("2026-01-31", year)).to_string();
        let says = format!("{year} is too far from today: choose a year from 1970 to 9899");
        assert!(problems.contains(&says), "{problems}");
    }
}
